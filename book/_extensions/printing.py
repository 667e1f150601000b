"""The whole book as one PDF, offered by the site once it has been printed.

`make pdf` lets Sphinx write the book as a single page, has Chromium print it, and keeps the result beside the site; the
next build of the site takes it along and names it in every download menu. Paper has its own style sheet: `print.css`.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import yaml
from sphinx.application import Sphinx
from sphinx.config import Config

NAME = "machine-learning-derived.pdf"
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--host-resolver-rules=MAP * ~NOTFOUND"]
PREPARE = Path(__file__).with_suffix(".js")  # what makes a book of the single page
NUMBER = """pages => document.querySelectorAll(".book-contents .number").forEach(
  number => number.textContent = pages[number.title] ?? "")"""


def printed(root: Path) -> Path:
    """Where the printed book is kept."""
    return root / "_build" / "pdf" / NAME


def notice(app: Sphinx, config: Config) -> None:
    """Note whether there is a printed book: pages that do not say so, or no longer should, are written again."""
    config.book_is_printed = printed(Path(app.srcdir)).exists()


def write_as_pages_do(app: Sphinx) -> None:
    """Let one page be written as many are: once an extension writes a node for it alone, Sphinx forgets the others."""
    written = app.registry.translation_handlers
    written["singlehtml"] = written.get("html", {}) | written.get("singlehtml", {})


def take_along(app: Sphinx, exception: Exception | None) -> None:
    """Put the printed book into the site, or keep one that is no longer there out of it."""
    source, target = printed(Path(app.srcdir)), Path(app.outdir) / NAME
    if exception is not None or app.builder.name != "html":
        return
    if not app.config.book_is_printed:
        target.unlink(missing_ok=True)
    elif not target.exists() or target.read_bytes() != source.read_bytes():
        shutil.copyfile(source, target)


def offer(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: object) -> None:
    """Name the printed book in the download menu."""
    if app.builder.name != "html" or not app.config.book_is_printed:
        return
    for group in context.get("header_buttons", []):
        if group.get("label") == "download-buttons":
            group["buttons"].append(
                {
                    "type": "link",
                    "url": context["pathto"](NAME, resource=True),
                    "text": "the book, .pdf",
                    "tooltip": "Download the whole book for printing",
                    "icon": "fas fa-book",
                    "label": "download-book-button",
                }
            )


def as_one_page(folder: Path) -> Path:
    """Move the page that Sphinx wrote to where its links assume it to be; paper can wait for its fonts."""
    text = (folder / "book" / "index.html").read_text("utf-8").replace('href="book/index.html#', 'href="#')
    page = folder / "book.html"
    page.write_text(text, "utf-8")
    for sheet in folder.glob("_static/*.css"):
        sheet.write_text(sheet.read_text("utf-8").replace("font-display: optional", "font-display: block"), "utf-8")
    return page


def about(root: Path) -> dict[str, Any]:
    """What the single page does not say of the book: the captions of its parts, and its authors and year."""
    toc = yaml.safe_load((root / "_toc.yml").read_text("utf-8"))
    config = yaml.safe_load((root / "_config.yml").read_text("utf-8"))
    return {
        "captions": [part.get("caption", "") for part in toc.get("parts", [])],
        "imprint": ", ".join(str(config[key]) for key in ("author", "copyright") if key in config),
    }


def pages_of(pdf: bytes) -> dict[str, int]:
    """The pages, from 1, of all places in a PDF of Chromium's that links lead to, by their names."""
    sheets = re.findall(rb"\n(\d+) 0 obj\n<</Type /Page\n", pdf)
    places = re.findall(rb"/([^\s/\[]+) \[(\d+) 0 R /XYZ", pdf)
    names = [re.sub(rb"#([0-9A-F]{2})", lambda code: bytes.fromhex(code[1].decode()), name) for name, _ in places]
    return {name.decode(): sheets.index(sheet) + 1 for name, (_, sheet) in zip(names, places, strict=True)}


def print_book(page: Path, target: Path, book: dict[str, Any]) -> None:
    """Print a page to a PDF with an outline, contents and page numbers, the same bytes for the same page.

    The pages of the chapters are known when it is printed: so it is printed twice.
    """
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  (a reader who builds the site need not have it)

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM)
        sheet = browser.new_page(viewport={"width": 660, "height": 940}, reduced_motion="reduce")  # A4 less its margins
        sheet.set_default_timeout(600_000)
        sheet.emulate_media(media="print", color_scheme="light")
        sheet.goto(page.as_uri(), wait_until="load")
        sheet.evaluate("() => document.fonts.ready.then(() => null)")
        sheet.evaluate(PREPARE.read_text("utf-8"), book)
        paper: dict[str, Any] = {"format": "A4", "prefer_css_page_size": True, "print_background": True}
        sheet.evaluate(NUMBER, pages_of(sheet.pdf(**paper)))
        data = sheet.pdf(**paper, outline=True, tagged=True)
        browser.close()
    when = b"(D:20260101000000+00'00')"
    data = re.sub(rb"(?<=/CreationDate )\(D:[^)]*\)|(?<=/ModDate )\(D:[^)]*\)", lambda m: when.ljust(len(m[0])), data)
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_suffix(".unfinished")
    unfinished.write_bytes(data)
    os.replace(unfinished, target)


def setup(app: Sphinx) -> dict:
    """Connect to Sphinx."""
    app.add_config_value("book_is_printed", False, "html", bool)
    app.connect("config-inited", notice)
    app.connect("builder-inited", write_as_pages_do)
    app.connect("html-page-context", offer, priority=502)
    app.connect("build-finished", take_along, priority=800)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


if __name__ == "__main__":
    root = Path(sys.argv[1]).resolve()
    print_book(as_one_page(root / "_build" / "singlehtml"), printed(root), about(root))
    print(f"The book is printed: {printed(root)}")
