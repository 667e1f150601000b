"""One script for the whole site, and one more for the page that searches."""

from __future__ import annotations

from pathlib import Path

import rjsmin

# Of the theme and of Sphinx nothing: these do what their scripts would.
SITE = ("frame.js", "moving.js", "page.js")
SEARCH = ("finding.js",)
ARRIVING = ("arriving.js",)


def bundle(static: Path) -> tuple[str, str, str]:
    """The three scripts, as text: that of every page, that of the search page, and that in the head of a long page."""
    site, search, arriving = (_joined(static, names) for names in (SITE, SEARCH, ARRIVING))
    return site, search, arriving.strip()


def _joined(static: Path, names: tuple[str, ...]) -> str:
    return rjsmin.jsmin("\n;\n".join((static / name).read_text("utf-8") for name in names)) + "\n"
