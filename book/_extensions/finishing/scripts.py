"""One script for the whole site, and one more for the page that searches."""

from __future__ import annotations

import json
from pathlib import Path

import rjsmin
from sphinx.errors import ExtensionError

SITE = (
    "documentation_options.js",
    "doctools.js",
    "sphinx_highlight.js",
    "clipboard.min.js",
    "copybutton.js",
    "scripts/sphinx-book-theme.js",
    "scripts/bootstrap.js",
    "scripts/pydata-sphinx-theme.js",
    "moving.js",
    "page.js",
)
SEARCH = ("language_data.js", "searchtools.js")
# What the results of a search quote: a page's own words, and a formula once.
REMOVED = '[".headerlink", "script", "style"]'
QUOTED = (
    '[".headerlink", "script", "style", ".bd-header-article", ".breadcrumbs", ".katex-html", "annotation", "summary"]'
)
# The theme measures every box of a page when it has loaded, and so has a long chapter laid out whole; `pages` names the
# boxes that may be wide beforehand, and page.js measures those in sight.
MEASURES = '"complete"===document.readyState?I():window.addEventListener("load",I)'


def bundle(static: Path) -> tuple[str, str]:
    """The two scripts, as text: that of every page, and that of the search page.

    Raises
    ------
    ExtensionError
        If Sphinx's or the theme's script is not the one that is to be changed.
    """
    return (
        _changed(_joined(static, SITE), MEASURES, "0", "what the theme measures"),
        _changed(_joined(static, SEARCH), REMOVED, QUOTED, "what results of a search quote"),
    )


def _changed(script: str, old: str, new: str, what: str) -> str:
    old, new = rjsmin.jsmin(old), rjsmin.jsmin(new)
    if old not in script:
        raise ExtensionError(f"{old} is no longer in the scripts that Sphinx and the theme bring: say anew {what}.")
    return script.replace(old, new)


def steady(index: Path) -> None:
    """Make the index of the search the same after every build.

    Sphinx puts the entries of a book's index into it only for the pages that it has just written; the names of the
    package are found as objects all the same.
    """
    head, tail = "Search.setIndex(", ")"
    found = json.loads(index.read_text("utf-8").removeprefix(head).removesuffix(tail))
    text = json.dumps(found | {"indexentries": {}}, ensure_ascii=False, separators=(",", ":"))
    index.write_text(f"{head}{text}{tail}", "utf-8")


def _joined(static: Path, names: tuple[str, ...]) -> str:
    parts = []
    for name in names:
        text = (static / name).read_text("utf-8")
        parts.append("\n".join(line for line in text.splitlines() if not line.startswith("//# sourceMappingURL")))
    text = "\n;\n".join(parts).replace("const DOCUMENTATION_OPTIONS", "var DOCUMENTATION_OPTIONS")
    return rjsmin.jsmin(text) + "\n"
