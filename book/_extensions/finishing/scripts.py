"""One script for the whole site, and one more for the page that searches."""

from __future__ import annotations

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


def bundle(static: Path) -> tuple[str, str]:
    """The two scripts, as text: that of every page, and that of the search page.

    Raises
    ------
    ExtensionError
        If the search is not the one that is to be changed.
    """
    search = _joined(static, SEARCH)
    if (quoted := rjsmin.jsmin(REMOVED)) not in search:
        raise ExtensionError(f"searchtools.js: {quoted} is no longer there. Say anew what results of a search quote.")
    return _joined(static, SITE), search.replace(quoted, rjsmin.jsmin(QUOTED))


def _joined(static: Path, names: tuple[str, ...]) -> str:
    parts = []
    for name in names:
        text = (static / name).read_text("utf-8")
        parts.append("\n".join(line for line in text.splitlines() if not line.startswith("//# sourceMappingURL")))
    text = "\n;\n".join(parts).replace("const DOCUMENTATION_OPTIONS", "var DOCUMENTATION_OPTIONS")
    return rjsmin.jsmin(text) + "\n"
