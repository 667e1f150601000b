"""The book on paper, and the site with and without it."""

import re
import shutil
import subprocess
import sys

import pytest
import yaml
from playwright.sync_api import sync_playwright

import printing

from .test_figures import MOVING
from .test_figures import cell as figure

pytestmark = [pytest.mark.book, pytest.mark.skipif(not shutil.which("chromium"), reason="Chromium prints")]
WIDE = " + ".join(f"x_{{{k}}}" for k in range(60))


def print_it(book) -> bytes:
    """The bytes of the printed book."""
    done = subprocess.run(
        [*book.command, "--builder", "singlehtml"], cwd=book.root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    subprocess.run([sys.executable, book.root / "book" / "_extensions" / "printing.py", "."], cwd=book.root, check=True)
    return printing.printed(book.root).read_bytes()


def test_the_site_offers_the_printed_book_while_there_is_one(built_book):
    built_book.write("one", f"# One\n\n$$\n{WIDE}\n$$\n\nSee [the other](two.md).\n" + figure(MOVING))
    assert built_book.build().status == 0
    assert printing.NAME not in built_book.page("two")

    first = print_it(built_book)
    assert first.startswith(b"%PDF")
    assert len(re.findall(rb"/Type /Page\b", first)) >= 5, (
        "a title page, the contents, and each chapter on its own sheet"
    )
    pages = printing.pages_of(first)
    places = [pages[f"document-book/{name}"] for name in ("one", "two")]
    assert 3 < places[0] < places[1]
    assert b"/Outlines" in first
    assert b"file://" not in first, "links stay within the book"
    assert print_it(built_book) == first

    assert built_book.build().status == 0
    assert f'href="../{printing.NAME}"' in built_book.page("two")
    assert (built_book.site / printing.NAME).read_bytes() == first

    printing.printed(built_book.root).unlink()
    assert built_book.build().status == 0
    assert printing.NAME not in built_book.page("two")
    assert not (built_book.site / printing.NAME).exists()


LONG = "\n".join(f"x{k} = {k}" for k in range(20))
TABLE = "| a | b |\n|---|---|\n" + "| 1 | 2 |\n" * 4
LOOK = """
() => {
  const style = (selector) => getComputedStyle(document.querySelector(selector));
  const around = (e) => e.matches(".cell") ? [] : [e, ...around(e.parentElement)];
  return {
    contents: [...document.querySelectorAll(".book-contents :is(h2, p)")].map(e => e.textContent),
    order: [...document.querySelectorAll("article h1")].map(e => e.firstChild.textContent),
    sheets: [...document.querySelectorAll("article section")].map(e => getComputedStyle(e).page),
    heads: [...document.styleSheets].flatMap(sheet => [...sheet.cssRules]).map(rule => rule.cssText).join(),
    caption: [style("figcaption .caption-text").fontSize, style("figcaption .caption-text").color],
    text: style("figcaption p, figcaption").color,
    row: style("tbody tr:last-child").breakBefore,
    code: around(document.querySelector(".cell_input pre")).map(e => getComputedStyle(e))
      .map(s => [s.breakInside, s.overflowY]),
    figure: style("figure svg.drawing").maxHeight,
  };
}
"""


def test_a_printed_book_has_a_title_contents_and_names_above_and_full_sheets(built_book):
    built_book.write(
        "index", "# The book\n\nWords.\n\n```{tableofcontents}\n```\n\n## Afterwards\n\nMore.\n", cells=False
    )
    built_book.write("one", f'# One "first"\n\n{TABLE}\n```{{code-cell}}\n{LONG}\n```\n' + figure(MOVING))
    built_book.write("two", "# Two\n\n## A section\n\nWords.\n")
    path = built_book.root / "_toc.yml"
    toc = yaml.safe_load(path.read_text("utf-8"))
    files = toc.pop("chapters")
    toc["parts"] = [{"caption": "The start", "chapters": files[:1]}, {"caption": "The end", "chapters": files[1:]}]
    path.write_text(yaml.safe_dump(toc), "utf-8")
    pages = printing.pages_of(print_it(built_book))

    with sync_playwright() as playwright:
        arguments = [*printing.CHROMIUM, "--allow-file-access-from-files"]  # the style sheets are read
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=arguments)
        page = browser.new_page()
        page.emulate_media(media="print")
        page.goto((built_book.root / "_build" / "singlehtml" / "book.html").as_uri())
        page.evaluate(printing.PREPARE.read_text("utf-8"), printing.about(built_book.root))
        page.evaluate(printing.NUMBER, pages)
        seen = page.evaluate(LOOK)
        browser.close()

    numbers = {name: str(pages[f"document-book/{name}"]) for name in ("one", "two")}
    one, two = (entry for entry in seen["contents"] if entry[-1].isdigit())
    assert one.endswith(numbers["one"]) and one.startswith("One “first”") and two.endswith(f"Two{numbers['two']}")
    assert [entry for entry in seen["contents"] if not entry[-1].isdigit()] == ["The start", "The end"]
    assert seen["order"][:3] == ["The book", "Contents", "About this book"] and len(seen["order"]) == 5
    assert len(set(seen["sheets"])) == 3, "the first pages, and each chapter"
    assert '"The start"' in seen["heads"] and '"One “first”"' in seen["heads"] and "counter(page)" in seen["heads"]
    assert float(seen["caption"][0].removesuffix("px")) <= 12.1 and seen["caption"][1] == seen["text"]
    assert seen["row"] == "avoid", "no last row alone on the next sheet"
    assert {tuple(look) for look in seen["code"]} == {("auto", "visible")}, "long code is broken"
    assert seen["figure"] != "none", "no figure takes more than a third of a sheet"
