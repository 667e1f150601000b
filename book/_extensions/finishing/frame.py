"""What surrounds the text of a page: buttons, menus, side bars.

They get names for the ear, and roles; what only a script can do is hidden where there is none. `frame.js` does it.
"""

from __future__ import annotations

import html

from selectolax.lexbor import LexborHTMLParser

from finishing.nodes import SCRIPTED, first, fragment, without

# Of pandas, whose rules no browser keeps to their table, and of the theme.
UNWANTED = (
    ".cell_output style[scoped], #jb-print-docs-body, .pst-async-banner-revealer, #ethical-ad-placement, "
    ".logo__image.only-dark"
)
NAMES = {
    "#pst-primary-sidebar": "The book",
    "#pst-secondary-sidebar": "This page",
    "#pst-search-dialog": "Search",
    "#pst-primary-sidebar-modal": "Contents of the book",
    "#pst-secondary-sidebar-modal": "Contents of this page",
}


def mend(tree: LexborHTMLParser) -> None:
    """Mend it in place."""
    _clear(tree)
    _buttons(tree)
    _forms(tree)
    _menu(tree)
    _regions(tree)


def _clear(tree: LexborHTMLParser) -> None:
    for node in tree.css(UNWANTED):
        node.decompose()
    for node in tree.css("footer.bd-footer"):
        if not node.text(strip=True):
            node.decompose()
    for node in tree.css(".logo__image.only-light"):
        node.attrs["class"] = "logo__image dark-light"


def _buttons(tree: LexborHTMLParser) -> None:
    for icon in tree.css("i[class*='fa-'], span[class*='fa-']"):
        icon.attrs["aria-hidden"] = "true"
        without(icon, "title")
    for node in tree.css("[data-bs-toggle]"):
        if "data-bs-title" in node.attributes:
            node.attrs["title"] = node.attributes["data-bs-title"]
        without(node, "data-bs-toggle", "data-bs-placement", "data-bs-title")
    for selector, name in ((".primary-toggle", "Contents of the book"), (".secondary-toggle", "Contents of this page")):
        for button in tree.css(selector):
            button.attrs["title"] = button.attrs["aria-label"] = name
    for button in tree.css("button.search-button-field"):
        without(button, "aria-label", "title")
    for button in tree.css("button.sidebar-toggle, button[onclick]"):  # what only the script can do
        button.attrs["class"] = f"{button.attributes['class']} {SCRIPTED}"
        without(button, "onclick")
    for button in tree.css("button[title], a[title].dropdown-item"):
        if not button.attributes.get("aria-label") and not button.text(strip=True):
            button.attrs["aria-label"] = button.attributes["title"]
    for fold in tree.css(".bd-docs-nav li.has-children"):
        first(fold, "summary").attrs["aria-label"] = f"Pages of {first(fold, 'a').text(strip=True)}"
    for link in tree.css("a.dropdown-item[target='_blank']"):
        without(link, "target")
    for link in tree.css(".dropdown-download-buttons a.dropdown-item"):
        link.attrs["download"] = ""


def _forms(tree: LexborHTMLParser) -> None:
    for field in tree.css("form.bd-search input"):
        without(field, "autocorrect")
        field.attrs["aria-label"] = "Search this book"
    for choice in tree.css("input[type='radio']"):
        without(choice, "autocomplete")
    for form in tree.css("form.bd-search"):
        form.attrs["role"] = "search"


def _menu(tree: LexborHTMLParser) -> None:
    """Let the browser open the menus of downloads, and of what can be done with a page elsewhere."""
    for kind in ("dropdown-download-buttons", "dropdown-launch-buttons"):
        for menu in tree.css(f"div.{kind}"):
            button = first(menu, "button.dropdown-toggle")
            name = html.escape(button.attributes["aria-label"] or "")
            rest = first(menu, "ul.dropdown-menu").html
            menu.replace_with(
                fragment(
                    f'<details class="header-menu {kind}"><summary class="btn" aria-label="{name}" title="{name}">'
                    f"{button.inner_html}</summary>{rest}</details>"
                )
            )


def _regions(tree: LexborHTMLParser) -> None:
    for selector, name in NAMES.items():
        for node in tree.css(selector):
            node.attrs["aria-label"] = name
            if selector.endswith("sidebar"):
                node.attrs["role"] = "complementary"
    area = tree.css_first(".prev-next-area")
    if area is not None:
        footer = tree.css_first("footer.prev-next-footer")
        if area.css_first("a") is None:
            (footer or area).decompose()
        else:
            area.attrs["role"], area.attrs["aria-label"] = "navigation", "Previous and next page"
            for link in area.css("a"):
                without(link, "title")
    for main in tree.css("article.bd-article"):
        without(main, "role")
    for entry in tree.css("[role='list'] > [role='doc-biblioentry']"):  # a role no longer in use
        entry.attrs["role"] = "listitem"
    for inner in tree.css("nav.page-toc ul ul"):  # what unfolded while reading would move what is below
        inner.attrs["class"] = f"{inner.attributes['class']} pst-show_toc_level"
