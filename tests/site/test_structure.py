"""What can be told of the pages as they are written, without opening them."""

import json
import re
import shutil
import subprocess
import zipfile
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html

from .conftest import ROOT, SITE

VALIDATOR = Path(__file__).parent / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
LINKS = ("href", "src", "action", "poster")
TEX = re.compile(r"\\\(|\\\[|\$\$|\\begin\{|\\frac\b")


def targets(tree: html.HtmlElement) -> list[str]:
    """Every address that a page names, those of other hosts aside."""
    named = [e.get(name) for name in LINKS for e in tree.xpath(f"//*[@{name}][not(self::base)]")]
    named += [part.split()[0] for e in tree.xpath("//*[@srcset]") for part in e.get("srcset").split(",")]
    return [a for a in named if not urlsplit(a).scheme and not urlsplit(a).netloc]


def test_every_link_leads_somewhere(trees):
    names = {page: {*tree.xpath("//@id"), *tree.xpath("//a/@name")} for page, tree in trees.items()}
    broken = []
    for page, tree in trees.items():
        here = SITE if tree.xpath("//base") else (SITE / page).parent  # the page for what is not there may be anywhere
        for address in sorted(set(targets(tree))):
            link = urlsplit(address)
            path = (here / unquote(link.path)).resolve() if link.path else SITE / page
            file = path / "index.html" if path.is_dir() else path
            there = file.relative_to(SITE).as_posix() if file.is_relative_to(SITE) else None
            if there is None or not file.is_file():
                broken.append(f"{page}: {address} (no such file)")
            elif link.fragment and there in names and unquote(link.fragment) not in names[there]:
                broken.append(f"{page}: {address} (no such place on the page)")
    assert not broken, "\n".join(broken)


def test_the_bibliography_names_works_as_the_text_does(trees):
    (works,) = (tree for page, tree in trees.items() if page.endswith("bibliography.html"))
    labels = {entry.get("id"): entry.find_class("label")[0].text_content() for entry in works.find_class("citation")}
    assert len(set(labels.values())) == len(labels)
    cited = [a for tree in trees.values() for a in tree.xpath("//a[contains(@href, 'bibliography.html#id')]")]
    assert cited
    for a in cited:
        name = a.text_content().replace("\xa0", " ")  # names and year, or the year alone after names in the sentence
        label = labels[urlsplit(a.get("href")).fragment]
        assert label.endswith(f", {name}]") if name.isdigit() else label == f"[{name}]"


BUNDLE, ALONE = "Notebook with the package (.zip)", "Notebook alone (.ipynb)"
OTHERS = ["Source of this page (.md)", "Print, or save as PDF", "The whole book (.pdf)"]


def test_the_menu_of_downloads_says_what_each_is_and_begins_with_what_always_works(trees):
    with_cells = 0
    for page, tree in trees.items():
        (menu,) = tree.find_class("dropdown-download-buttons") or [tree]
        menu = menu.find_class("dropdown-item")
        said = [entry.text_content().strip() for entry in menu]
        if any("ipynb" in text for text in said):
            with_cells += 1
            assert said[:2] == [BUNDLE, ALONE], page
            with zipfile.ZipFile(SITE / Path(page).parent / menu[0].get("href")) as bundle:
                assert {Path(name).suffix for name in bundle.namelist()} == {".ipynb", ".whl", ".txt"}
        assert [text for text in said if text not in (BUNDLE, ALONE)] in ([], OTHERS[:2], OTHERS), page
    assert with_cells > 5


README = {
    "lines": r"the derivations have ([\d,]+) lines",
    "checked": r"([\d,]+) of them are checked by themselves",
    "claims.definition": r"([\d,]+) are definitions",
    "claims.quoted": r"([\d,]+) quote a theorem",
    "claims.assumption": r"([\d,]+) state an assumption",
    "misprints_made": r"Of ([\d,]+) misprints",
    "misprints_rejected": r"([\d,]+) are rejected",
    "misprints_equal_in_value": r"([\d,]+) are recognized as no errors",
    "misprints_free": r"([\d,]+) are noticed by nothing",
}


@pytest.mark.parametrize("name", README)
def test_the_figures_of_the_readme_are_those_of_the_ledger(name):
    found = json.loads((SITE / "book" / "reference" / "ledger.json").read_text("utf-8"))["totals"]
    for part in name.split("."):
        found = found[part]
    text = (ROOT / "README.md").read_text("utf-8").replace("\n", " ")
    (said,) = re.findall(README[name], text)
    assert int(said.replace(",", "")) == pytest.approx(found, rel=0.1, abs=1), f"README.md: {said} should be {found:,}"


def test_the_address_of_the_site_opens_its_first_page():
    (to,) = html.fromstring((SITE / "index.html").read_bytes()).xpath("//meta[@http-equiv]/@content")
    assert (SITE / to.partition("url=")[2].strip("'\"")).is_file()


def test_headings_are_an_outline(page, trees):
    on_paper = "ancestor::*[@id='jb-print-docs-body']"
    levels = [int(h.tag[1]) for h in trees[page].iter("h1", "h2", "h3", "h4", "h5", "h6") if not h.xpath(on_paper)]
    assert levels[:1] == [1]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels


def test_a_page_says_what_it_is(page, trees):
    tree = trees[page]
    assert tree.get("lang") == "en"
    assert tree.findtext(".//title").strip()
    assert len(tree.xpath("//meta[@name='viewport']")) == 1


def test_mathematics_is_typeset_in_the_page(page, trees):
    for formula in trees[page].xpath("//*[contains(concat(' ', @class, ' '), ' math ')]"):
        assert formula.find_class("katex-html"), formula.text_content()
        assert formula.xpath(".//*[local-name()='math']"), formula.text_content()
    shown = trees[page].xpath("//article//text()[not(ancestor::pre or ancestor::code or ancestor::script)]")
    assert not [t for t in shown if TEX.search(t) and not t.getparent().tag.endswith("annotation")]


def test_every_picture_has_words_and_a_size(page, trees):
    for image in trees[page].xpath("//article//img"):
        source = image.get("src")
        assert image.get("alt") is not None, source
        assert image.get("alt") or image.get("aria-hidden") == "true", source
        assert image.get("width"), source
        assert image.get("height"), source


def test_no_picture_in_a_page_depends_on_a_font_of_the_machine(page, trees):
    words = trees[page].xpath("//svg//*[local-name()='text' or local-name()='foreignobject']")
    assert not [word.text_content() for word in words]


# What the validator says of KaTeX's output and of the theme's, which browsers agree on all the same.
KNOWN = (
    r"^CSS: “height”: “-[\d.]+em” negative values are not allowed",  # KaTeX: rows that reach below the line only
    r"^Element “mo” not allowed as child of element “m(sub|sup|subsup|under|over)”",  # KaTeX: max and its like, indexed
)


@pytest.mark.skipif(not shutil.which("java"), reason="the validator needs Java")
def test_the_pages_are_valid_html(trees):
    command = ["java", "-Xss4m", "-jar", str(VALIDATOR), "--format", "json", "--errors-only", "--exit-zero-always"]
    done = subprocess.run([*command, *(str(SITE / page) for page in trees)], capture_output=True, text=True, check=True)
    told = [m for m in json.loads(done.stderr)["messages"] if not re.search("|".join(KNOWN) or "$^", m["message"])]
    where = [f"{Path(m['url']).name}:{m.get('lastLine')}: {m['message']} {m.get('extract', '')[:160]!r}" for m in told]
    assert not told, f"{len(told)} faults\n" + "\n".join(where[:40])
