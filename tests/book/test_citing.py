"""Every page says whose it is, what may be done with it, and how to cite it; so does CITATION.cff, which is valid."""

import re
import subprocess
import sys
import tomllib

import pytest
import yaml
from sphinx.errors import ExtensionError

from finishing import citing, pages

from .conftest import ROOT

BOOK = citing.Citation("A book, derived", "Ann Onym and Bea Bart", "2026", "0.2.0")
FOOT = '<footer class="bd-footer-content"><p class="copyright">© Copyright 2026.</p></footer>'


def page(name: str, title: str, number: str = "") -> pages.Page:
    numbered = f'<span class="section-number">{number}</span>' if number else ""
    head = f"<title>{number} {title} — A book, derived</title>"
    body = f"<main><article><h1>{numbered}{title}</h1></article>{FOOT}</main>"
    return pages.Page(name, f"<html><head>{head}</head><body>{body}</body></html>")


def test_a_chapter_is_cited_with_its_number_and_its_address():
    said = citing.bibtex(BOOK, page("book/linear/lasso.html", "The lasso", "6. "), "https://example.org/ml/")
    assert said.splitlines() == [
        "@incollection{abookderived:lasso,",
        "  author = {{Ann Onym and Bea Bart}},",
        "  title = {The lasso},",
        "  booktitle = {A book, derived},",
        "  chapter = {6},",
        "  year = {2026},",
        "  note = {Version 0.2.0},",
        "  url = {https://example.org/ml/book/linear/lasso.html},",
        "}",
    ]


@pytest.mark.parametrize("name", ["book/index.html", "search.html"])
def test_a_page_that_is_no_chapter_cites_the_book(name):
    said = citing.bibtex(BOOK, page(name, "Search"), "")
    assert said.startswith("@book{abookderived,\n")
    assert "  title = {A book, derived},\n" in said
    assert "url" not in said


def test_the_foot_says_license_and_version_in_the_place_of_the_themes():
    shown = page("book/a.html", "A < B")
    citing.mend(shown, BOOK, "")
    (foot,) = shown.tree.css("footer")
    text = foot.text()
    assert "Copyright" not in text
    assert "© 2026 Ann Onym and Bea Bart. Text and figures: CC BY 4.0. Code: MIT. Version 0.2.0." in text
    assert [link.attributes["href"] for link in foot.css("a[rel='license']")] == [
        "https://creativecommons.org/licenses/by/4.0/"
    ]
    assert "title = {A < B}" in text
    shown.mend()
    assert shown.tree.css_first("footer button.copy") is not None


def test_the_citation_is_that_of_the_book_and_has_its_version():
    said = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert said["preferred-citation"]["type"] == "book"
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert said["version"] == citing.read(ROOT).version == version
    config = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))
    assert (citing.read(ROOT).title, citing.read(ROOT).year) == (config["title"], config["copyright"])
    assert citing.read(ROOT).authors == config["author"]
    assert {"CC-BY-4.0", "MIT"} == set(said["license"])
    assert "CC BY 4.0" in re.sub(r"\s+", " ", (ROOT / "README.md").read_text("utf-8"))


def test_the_citation_is_valid():
    schema = "vendor.citation-file-format"
    subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, ROOT / "CITATION.cff"], check=True
    )


def test_a_citation_that_lacks_something_is_told(tmp_path):
    with pytest.raises(ExtensionError, match=r"lacks title, authors, year, version"):
        citing.read(tmp_path)
    (tmp_path / "CITATION.cff").write_text("preferred-citation: {title: A, authors: [{name: B}], year: 2026}\n")
    with pytest.raises(ExtensionError, match=r"lacks version"):
        citing.read(tmp_path)


def test_people_are_named_as_people(tmp_path):
    people = "[{given-names: Ann, family-names: Onym}, {name: The others}]"
    (tmp_path / "CITATION.cff").write_text(
        f"preferred-citation: {{title: A, authors: {people}, year: 1, version: 2}}\n"
    )
    assert citing.read(tmp_path) == ("A", "Ann Onym and The others", "1", "2")
