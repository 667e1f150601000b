"""One page, read, mended and written again.

What the theme leaves undone for readers who use a keyboard, a screen reader, a phone or no script, `frame` and `text`
do; here a page gets its head, and says where it stands in the book.
"""

from __future__ import annotations

import html
import os
import re
from functools import cached_property
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from finishing import fonts, frame, portions, text
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


class Page:
    """A page of the site.

    Parameters
    ----------
    path : Path
        Where it lies.
    site : Path
        The folder of the site.
    """

    def __init__(self, path: Path, site: Path):
        self.path, self.site = path, site
        self.name = path.relative_to(site).as_posix()
        self.tree = LexborHTMLParser(path.read_text("utf-8"))

    @property
    def is_whole(self) -> bool:
        """Whether it is a page of the theme's, and no mere redirection."""
        return self.tree.css_first("main") is not None

    @property
    def is_search(self) -> bool:
        """Whether it is where results of a search are shown."""
        return self.path.name == "search.html"

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

    def relative(self, target: Path) -> str:
        """The address of a file of the site, from here."""
        return os.path.relpath(target.resolve(), self.path.parent.resolve()).replace(os.sep, "/")

    def add_to_head(self, tag: str) -> None:
        """Put a tag at the end of the head."""
        first(self.tree, "head").insert_child(fragment(tag))

    @cached_property
    def letters(self) -> dict[str, set[str]]:
        """Its letters, by the name of the font that shows them."""
        return fonts.letters(self.tree)

    def mend(self) -> None:
        """Everything that needs no other page."""
        self._clear_head()
        self._breadcrumbs()
        frame.mend(self.tree)
        text.mend(self.tree)
        portions.divide(self.tree)

    def connect(self, static: Path, faces: list[Path], arriving: str) -> None:
        """Point to the style sheet and the script, and ask early for the fonts that it needs at once."""
        for kind in ('link[rel="stylesheet"]', "script[src]"):
            for node in self.tree.css(kind):
                node.decompose()
        at_once = fonts.at_once(self.tree)
        addresses = ", ".join(f'"{self.relative(face)}"' for face in faces if face.stem in at_once)
        self.add_to_head(f"<script>{EARLY.replace('FONTS', addresses)}</script>")
        if self.tree.css_first("[data-portion]") is not None:
            self.add_to_head(f"<script>{arriving}</script>")
        self.add_to_head(f'<link rel="stylesheet" href="{self.relative(static / "site.css")}">')
        scripts = [static / "site.js"]
        if self.is_search:
            scripts += [static / "search.js", self.site / "searchindex.js"]
        for script in scripts:
            self.add_to_head(f'<script defer src="{self.relative(script)}"></script>')

    def write(self) -> None:
        """Write it where it was."""
        head, body = (self.tree.html or "").split("</head>", 1)
        head = re.sub(r"\s*\n\s*", "\n", re.sub(r"<!--.*?-->", "", head, flags=re.DOTALL))
        self.path.write_text(f"{head}</head>{body}\n", "utf-8")

    def _clear_head(self) -> None:
        for node in self.tree.css('meta[name="viewport"]')[1:]:
            node.decompose()
        for node in self.tree.css('meta[name^="docsearch"], link[rel="preload"], script:not([src]):not([type])'):
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
        home = self.relative(self.site / "book" / "index.html")
        first_part.insert_before(
            fragment(
                f'<nav class="breadcrumbs" aria-label="Breadcrumbs"><ol><li><a href="{home}">The book</a></li>'
                f'<li>{html.escape(caption)}</li><li aria-current="page">{html.escape(self.title)}</li></ol></nav>'
            )
        )
