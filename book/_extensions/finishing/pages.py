"""One page, read, mended and written again.

What the theme leaves undone for readers who use a keyboard, a screen reader, a phone or no script, `frame` and `text`
do; here a page gets its head, and says where it stands in the book.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from selectolax.lexbor import LexborHTMLParser

from finishing import addresses, citing, fonts, frame, images, portions, search, styles, text
from finishing.nodes import first, fragment

# Light or dark is decided before anything is drawn.
THEME = (
    'const html = document.documentElement, mode = localStorage.getItem("mode") || "auto", '
    'dark = matchMedia("(prefers-color-scheme: dark)").matches; html.dataset.mode = mode; '
    'html.dataset.theme = mode !== "auto" ? mode : dark ? "dark" : "light";'
)
# From a folder, a browser refuses to fetch fonts before the style sheet asks for them.
EARLY = (
    'if (location.protocol !== "file:") for (const href of [FONTS]) document.head.append(Object.assign('
    'document.createElement("link"), {rel: "preload", as: "font", type: "font/woff2", crossOrigin: "", href}));'
)
NOT_ASKED = 'meta[name^="docsearch"], link[rel="preload"], script:not([src]):not([type]), script[type*="thebe"]'
SCRIPTS = ("_static/site.js",)
SEARCH = ("searchindex.js", "_static/search.js")


@dataclass(frozen=True)
class Mended:
    """What was made of a page, and what it asks of the site.

    Attributes
    ----------
    name : str
        Its place in the site.
    title : str
        Without number and name of the book.
    head, body : str
        All of it but for the style sheet and the scripts, which go between the two.
    sheets : tuple of str
        The places of the style sheets that it asked for.
    tokens : frozenset of str
        The elements, classes and names that rules of a style sheet may ask for.
    letters : dict
        By the font that shows them.
    at_once : frozenset of str
        The fonts that its first screen needs.
    images : frozenset of str
        The places of the images that it showed, before they were made smaller.
    comes_in_portions : bool
        Whether it is long.
    places : list of search.Place
        What may be found on it.
    """

    name: str
    title: str
    head: str
    body: str
    sheets: tuple[str, ...]
    tokens: frozenset[str]
    letters: dict[str, set[str]]
    at_once: frozenset[str]
    images: frozenset[str]
    comes_in_portions: bool
    places: list[search.Place]

    @property
    def is_search(self) -> bool:
        """Whether it is where results of a search are shown."""
        return posixpath.basename(self.name) == "search.html"

    def connected(self, faces: Iterable[str], arriving: str) -> str:
        """The page with the style sheet and the script; it asks early for the fonts that it needs at once."""
        wanted = [face for face in faces if posixpath.splitext(posixpath.basename(face))[0] in self.at_once]
        addresses = ", ".join(f'"{relative(face, self.name)}"' for face in wanted)
        tags = [f"<script>{EARLY.replace('FONTS', addresses)}</script>"]
        if self.comes_in_portions:
            tags.append(f"<script>{arriving}</script>")
        tags.append(f'<link rel="stylesheet" href="{relative("_static/site.css", self.name)}">')
        for script in SCRIPTS + (SEARCH if self.is_search else ()):
            tags.append(f'<script defer="" src="{relative(script, self.name)}"></script>')
        return f"{self.head}{''.join(tags)}</head>{self.body}\n"


def relative(target: str, page: str) -> str:
    """The address of a file of the site, from a page."""
    return posixpath.relpath(target, posixpath.dirname(page) or ".")


def mended(name: str, source: str, shown: images.Shown, address: str, book: citing.Citation) -> Mended | None:
    """A page, mended; None if it is no page of the theme's, but a mere redirection.

    Parameters
    ----------
    name : str
        Its place in the site.
    source : str
        As Sphinx wrote it.
    shown : mapping
        The images that it may show.
    address : str
        Of the site, or "".
    book : citing.Citation
        What is cited of it.
    """
    page = Page(name, source)
    if page.tree.css_first("main") is None:
        return None
    sheets = tuple(page.target(sheet.split("?")[0]) for sheet in styles.asked(page.tree))
    citing.mend(page, book, address)
    page.mend()
    used = images.mend(page, shown)
    addresses.describe(page, address)
    tokens, letters = styles.tokens(page.tree), fonts.letters(page.tree)
    head, body = page.parts()
    return Mended(
        name,
        page.title,
        head,
        body,
        sheets,
        frozenset(tokens),
        letters,
        frozenset(fonts.at_once(page.tree)),
        frozenset(used),
        page.tree.css_first("[data-portion]") is not None,
        search.places(page.tree),
    )


class Page:
    """A page that is mended.

    Parameters
    ----------
    name : str
        Its place in the site.
    source : str
        As Sphinx wrote it.
    """

    def __init__(self, name: str, source: str):
        self.name = name
        self.tree = LexborHTMLParser(source)

    @cached_property
    def title(self) -> str:
        """Its title, without number and name of the book."""
        node = self.tree.css_first("title")
        return re.sub(r"^[\d.]+\s+", "", node.text().split(" — ")[0]).strip() if node else ""

    @property
    def description(self) -> str:
        """What it says of itself."""
        node = self.tree.css_first('meta[name="description"]')
        return (node.attributes.get("content") or "") if node else ""

    def relative(self, target: str) -> str:
        """The address of a file of the site, from here."""
        return relative(target, self.name)

    def target(self, address: str) -> str:
        """The place in the site of a file that is addressed from here."""
        return posixpath.normpath(posixpath.join(posixpath.dirname(self.name), address))

    def add_to_head(self, tag: str) -> None:
        """Put a tag at the end of the head."""
        first(self.tree, "head").insert_child(fragment(tag))

    def mend(self) -> None:
        """Everything that needs no other page."""
        self._clear_head()
        self._breadcrumbs()
        frame.mend(self.tree)
        text.mend(self.tree)
        portions.divide(self.tree)

    def parts(self) -> tuple[str, str]:
        """What is before and after the place of the style sheet and the scripts."""
        for kind in ('link[rel="stylesheet"]', "script[src]"):
            for node in self.tree.css(kind):
                node.decompose()
        head, body = (self.tree.html or "").split("</head>", 1)
        return re.sub(r"\s*\n\s*", "\n", re.sub(r"<!--.*?-->", "", head, flags=re.DOTALL)), body

    def _clear_head(self) -> None:
        for node in self.tree.css('meta[name="viewport"]')[1:]:
            node.decompose()
        for node in self.tree.css(NOT_ASKED):
            node.decompose()
        self.add_to_head(f"<script>{{{THEME}}}</script>")
        first(self.tree, "html").attrs["data-theme"] = "light"  # what is shown without a script

    def _breadcrumbs(self) -> None:
        article = self.tree.css_first("article.bd-article")
        caption = ""
        menu = self.tree.css_first("nav.bd-docs-nav .bd-toc-item")
        if article is None or (first_part := article.child) is None or menu is None:
            return
        for node in menu.iter():
            if node.tag == "p":
                caption = node.text(strip=True)
            elif node.tag == "ul" and node.css_first("li.current.active, li.current a.current") is not None:
                break
        else:
            return
        home = self.relative("book/index.html")
        first_part.insert_before(
            fragment(
                f'<nav class="breadcrumbs" aria-label="Breadcrumbs"><ol><li><a href="{home}">The book</a></li>'
                f'<li>{html.escape(caption)}</li><li aria-current="page">{html.escape(self.title)}</li></ol></nav>'
            )
        )
