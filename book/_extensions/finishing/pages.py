"""One page, read, mended and written again.

What the theme leaves undone for readers who use a keyboard, a screen reader, a phone or no script: names for buttons,
landmarks for side bars, folding that the browser does itself, one heading of the first rank, headers of tables.
"""

from __future__ import annotations

import html
import os
import re
from functools import cached_property
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from finishing import fonts, portions

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

SCRIPTED = "pst-js-only"  # the theme's class for what is hidden without a script
# Parts of code in the color of the text, and what Sphinx puts into every literal: half of all elements of a page.
PLAIN = "pre span.n, pre span.nn, pre span.p, pre span.w, code span.pre, .sig span.pre"

# The ledger is laid out line by line; it is a table to the ear all the same.
LEDGER = (
    ("table.ledger", "table"),
    (".ledger thead, .ledger tbody", "rowgroup"),
    (".ledger tr", "row"),
    (".ledger th", "columnheader"),
    (".ledger td", "cell"),
)

CLOSING = re.compile(r"[.,;:!?)\]’”–—]+")

# What may be too wide for a phone: its kind, its name for the ear, and from how many letters on.
WIDE = (
    (".katex-display", "Formula", 45),
    (".highlight pre", "Code", 20),
    (".cell_output > .output", "Output", 0),
    (".pst-scrollable-table-container:not(:has(.ledger))", "Table", 0),
    (".ledger td .math", "Formula", 45),
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
        self.tree.css_first("head").insert_child(_fragment(tag))

    @cached_property
    def letters(self) -> dict[str, set[str]]:
        """Its letters, by the name of the font that shows them."""
        return fonts.letters(self.tree)

    def mend(self) -> None:
        """Everything that needs no other page."""
        self._clear_head()
        self._clear_body()
        self._name_buttons()
        self._menu()
        self._name_regions()
        self._breadcrumbs()
        self._fold()
        self._tables()
        self._code()
        self._punctuation()
        self._wide()
        portions.divide(self.tree)

    def connect(self, static: Path, faces: list[Path], arriving: str) -> None:
        """Point to the style sheet and the script, and ask early for the fonts that it needs at once."""
        for kind in ('link[rel="stylesheet"]', "script[src]"):
            for node in self.tree.css(kind):
                node.decompose()
        wanted = fonts.at_once(self.tree)
        addresses = ", ".join(f'"{self.relative(face)}"' for face in faces if face.stem in wanted)
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
        head, body = self.tree.html.split("</head>", 1)
        head = re.sub(r"\s*\n\s*", "\n", re.sub(r"<!--.*?-->", "", head, flags=re.DOTALL))
        self.path.write_text(f"{head}</head>{body}\n", "utf-8")

    # --- parts of mend ------------------------------------------------------------------------------------------------

    def _clear_head(self) -> None:
        for node in self.tree.css('meta[name="viewport"]')[1:]:
            node.decompose()
        for node in self.tree.css('meta[name^="docsearch"], link[rel="preload"], script:not([src]):not([type])'):
            node.decompose()
        self.add_to_head(f"<script>{{{THEME}}}</script>")
        self.tree.root.attrs["data-theme"] = "light"  # what is shown without a script

    def _clear_body(self) -> None:
        for selector in (
            ".cell_output style[scoped]",  # of pandas: no browser keeps such rules to their table
            "#jb-print-docs-body",
            ".pst-async-banner-revealer",
            "#ethical-ad-placement",
        ):
            for node in self.tree.css(selector):
                node.decompose()
        for node in self.tree.css("footer.bd-footer"):
            if not node.text(strip=True):
                node.decompose()
        for node in self.tree.css(".logo__image.only-dark"):
            node.decompose()
        for node in self.tree.css(".logo__image.only-light"):
            node.attrs["class"] = "logo__image dark-light"

    def _name_buttons(self) -> None:
        for icon in self.tree.css("i[class*='fa-'], span[class*='fa-']"):
            icon.attrs["aria-hidden"] = "true"
            _without(icon, "title")
        for node in self.tree.css("[data-bs-toggle]"):
            if "data-bs-title" in node.attributes:
                node.attrs["title"] = node.attributes["data-bs-title"]
            _without(node, "data-bs-toggle", "data-bs-placement", "data-bs-title")
        for button in self.tree.css("button.search-button-field"):
            _without(button, "aria-label", "title")
        for button in self.tree.css("button.sidebar-toggle, button[onclick]"):  # what only the script can do
            button.attrs["class"] += f" {SCRIPTED}"
            _without(button, "onclick")
        for button in self.tree.css("button[title], a[title].dropdown-item"):
            if not button.attributes.get("aria-label") and not button.text(strip=True):
                button.attrs["aria-label"] = button.attributes["title"]
        for link in self.tree.css("a.dropdown-item[target='_blank']"):
            _without(link, "target")
            link.attrs["download"] = ""
        for field in self.tree.css("form.bd-search input"):
            _without(field, "autocorrect")
            field.attrs["aria-label"] = "Search this book"
        for choice in self.tree.css("input[type='radio']"):
            _without(choice, "autocomplete")
        for form in self.tree.css("form.bd-search"):
            form.attrs["role"] = "search"

    def _menu(self) -> None:
        """Let the browser open the menu of downloads."""
        for menu in self.tree.css("div.dropdown-download-buttons"):
            button = menu.css_first("button.dropdown-toggle")
            rest = menu.css_first("ul.dropdown-menu").html
            menu.replace_with(
                _fragment(
                    f'<details class="dropdown-download-buttons"><summary class="btn" aria-label="Download this page" '
                    f'title="Download this page">{button.inner_html}</summary>{rest}</details>'
                )
            )

    def _name_regions(self) -> None:
        for selector, name in (("#pst-primary-sidebar", "The book"), ("#pst-secondary-sidebar", "This page")):
            node = self.tree.css_first(selector)
            if node is not None:
                node.attrs["role"], node.attrs["aria-label"] = "complementary", name
        for selector, name in (
            ("#pst-search-dialog", "Search"),
            ("#pst-primary-sidebar-modal", "Contents of the book"),
            ("#pst-secondary-sidebar-modal", "Contents of this page"),
        ):
            node = self.tree.css_first(selector)
            if node is not None:
                node.attrs["aria-label"] = name
        area = self.tree.css_first(".prev-next-area")
        if area is not None:
            footer = self.tree.css_first("footer.prev-next-footer")
            if area.css_first("a") is None:
                (footer or area).decompose()
            else:
                area.attrs["role"], area.attrs["aria-label"] = "navigation", "Previous and next page"
                for link in area.css("a"):
                    _without(link, "title")
        for main in self.tree.css("article.bd-article"):
            _without(main, "role")
        for entry in self.tree.css("[role='list'] > [role='doc-biblioentry']"):  # a role no longer in use
            entry.attrs["role"] = "listitem"
        for inner in self.tree.css("nav.page-toc ul ul"):  # what unfolded while reading would move what is below
            inner.attrs["class"] = f"{inner.attributes['class']} pst-show_toc_level"

    def _breadcrumbs(self) -> None:
        article = self.tree.css_first("article.bd-article")
        caption = ""
        menu = self.tree.css_first("nav.bd-docs-nav .bd-toc-item")
        if article is None or menu is None:
            return
        for node in menu.iter():
            if node.tag == "p":
                caption = node.text(strip=True)
            elif node.tag == "ul" and node.css_first("li.current.active, li.current a.current") is not None:
                break
        else:
            return
        home = self.relative(self.site / "book" / "index.html")
        article.child.insert_before(
            _fragment(
                f'<nav class="breadcrumbs" aria-label="Breadcrumbs"><ol><li><a href="{home}">The book</a></li>'
                f'<li>{html.escape(caption)}</li><li aria-current="page">{html.escape(self.title)}</li></ol></nav>'
            )
        )

    def _fold(self) -> None:
        """Let the browser fold what a script folded."""
        for box in self.tree.css("div.admonition.dropdown"):
            heading = box.css_first("p.admonition-title")
            rest = "".join(child.html or "" for child in box.iter(include_text=True) if child.mem_id != heading.mem_id)
            box.replace_with(
                _fragment(
                    f'<details class="{box.attributes["class"]}"{_id(box)}><summary class="admonition-title">'
                    f"{heading.inner_html}</summary>{rest}</details>"
                )
            )
        for summary in self.tree.css("details.hide > summary"):
            _without(summary, "aria-label")
            for paragraph in summary.css("p"):
                paragraph.replace_with(
                    _fragment(f'<span class="{paragraph.attributes["class"]}">{paragraph.inner_html}</span>')
                )

    def _tables(self) -> None:
        for cell in self.tree.css("thead th"):
            if cell.text(strip=True):
                cell.attrs["scope"] = "col"
            else:
                cell.replace_with(_fragment("<table><tr><td></td></tr></table>", "td"))
        for cell in self.tree.css("tbody th"):
            cell.attrs["scope"] = "row"
        for part in self.tree.css("table[border], th[halign]"):
            _without(part, "border", "halign")
        for selector, role in LEDGER:
            for part in self.tree.css(selector):
                part.attrs["role"] = role

    def _code(self) -> None:
        """Leave out marks of code that change nothing, and let every piece of it be copied."""
        for mark in self.tree.css(PLAIN):
            mark.unwrap()
        for code in self.tree.css(".highlight pre"):
            code.insert_after(
                _fragment(f'<button type="button" class="copy {SCRIPTED}" aria-label="Copy" title="Copy"></button>')
            )

    def _punctuation(self) -> None:
        """Keep a comma in the line of the formula that it follows: browsers may break between them."""
        for formula in self.tree.css("article span.math"):
            after = formula.next
            stops = CLOSING.match(after.text_content or "") if after is not None and after.is_text_node else None
            if stops:
                after.replace_with(after.text_content[stops.end() :])
                formula.replace_with(_fragment(f'<span class="tight">{formula.html}{stops[0]}</span>'))

    def _wide(self) -> None:
        """Let the keyboard scroll what may be wider than a phone; the script takes back what is not."""
        for selector, name, letters in WIDE:
            for box in self.tree.css(selector):
                shown = box.css_first("annotation") or box
                if max(map(len, shown.text().splitlines()), default=0) > letters:
                    box.attrs["tabindex"], box.attrs["role"], box.attrs["aria-label"] = "0", "group", name


def _fragment(markup: str, selector: str = "") -> LexborNode:
    tree = LexborHTMLParser(f"<!DOCTYPE html><html><head></head><body>{markup}</body></html>")
    return tree.css_first(selector) if selector else tree.body.child


def _without(node: LexborNode, *names: str) -> None:
    for name in names:
        if name in node.attributes:
            del node.attrs[name]


def _id(node: LexborNode) -> str:
    name = node.attributes.get("id")
    return f' id="{html.escape(name)}"' if name else ""
