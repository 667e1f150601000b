"""One script for the whole site, and one more for the page that searches."""

from __future__ import annotations

from pathlib import Path

import rjsmin

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


def bundle(static: Path) -> tuple[str, str]:
    """The two scripts, as text: that of every page, and that of the search page."""
    return _joined(static, SITE), _joined(static, SEARCH)


def _joined(static: Path, names: tuple[str, ...]) -> str:
    parts = []
    for name in names:
        text = (static / name).read_text("utf-8")
        parts.append("\n".join(line for line in text.splitlines() if not line.startswith("//# sourceMappingURL")))
    text = "\n;\n".join(parts).replace("const DOCUMENTATION_OPTIONS", "var DOCUMENTATION_OPTIONS")
    return rjsmin.jsmin(text) + "\n"
