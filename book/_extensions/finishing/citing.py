"""The foot of a page: whose it is, what one may do with it, and how to cite it, as `CITATION.cff` has it."""

from __future__ import annotations

import html
import posixpath
import re
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urljoin

import yaml
from sphinx.errors import ExtensionError

from finishing.nodes import fragment

LICENSES = (
    'Text and figures: <a rel="license" href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a>. '
    'Code: <a href="https://opensource.org/license/mit">MIT</a>.'
)
FILE = "CITATION.cff"


class Citation(NamedTuple):
    """What is cited of the book.

    Attributes
    ----------
    title, authors, year, version : str
    """

    title: str
    authors: str
    year: str
    version: str


def read(root: Path) -> Citation:
    """The preferred citation of a project.

    Raises
    ------
    sphinx.errors.ExtensionError
        If it does not say all of it.
    """
    path = root / FILE
    said = yaml.safe_load(path.read_text("utf-8")).get("preferred-citation", {}) if path.exists() else {}
    if missing := [key for key in ("title", "authors", "year", "version") if key not in said]:
        raise ExtensionError(
            f"{FILE}: preferred-citation lacks {', '.join(missing)}, which the foot of each page says."
        )
    names = [one.get("name") or f"{one['given-names']} {one['family-names']}" for one in said["authors"]]
    return Citation(said["title"], " and ".join(names), str(said["year"]), str(said["version"]))


def bibtex(book: Citation, page: Any, address: str) -> str:
    """How BibTeX cites a chapter or another page of the book, or the book where the page is its first."""
    number = page.tree.css_first("h1 > .section-number")
    is_book = page.name == "book/index.html" or not page.name.startswith("book/")
    fields = {
        "author": f"{{{book.authors}}}",
        "title": book.title if is_book else page.title,
        "booktitle": "" if is_book else book.title,
        "chapter": number.text().strip(" .") if number else "",
        "year": book.year,
        "note": f"Version {book.version}",
        "url": urljoin(address, "book/index.html" if is_book else page.name) if address else "",
    }
    key = re.sub(r"\W", "", book.title.lower()) + ("" if is_book else f":{posixpath.basename(page.name)[:-5]}")
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@{'book' if is_book else 'incollection'}{{{key},\n{lines}}}"


def mend(page: Any, book: Citation, address: str) -> None:
    """Put the foot into a page, in the place of the theme's."""
    foot = page.tree.css_first("footer.bd-footer-content")
    if foot is None:
        return
    foot.replace_with(
        fragment(
            f'<footer class="bd-footer-content"><p>© {book.year} {html.escape(book.authors)}. {LICENSES} '
            f"Version {html.escape(book.version)}.</p><details><summary>Cite this page</summary>"
            f'<div class="highlight"><pre>{html.escape(bibtex(book, page, address))}</pre></div></details></footer>'
        )
    )
