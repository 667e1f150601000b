"""One script for the whole site, and one more for the page that searches."""

from __future__ import annotations

import json
from pathlib import Path

import rjsmin
from sphinx.errors import ExtensionError

# Of Sphinx: what marks the words that were searched for. Of the theme nothing: frame.js does what its scripts would.
SITE = ("documentation_options.js", "doctools.js", "sphinx_highlight.js", "frame.js", "moving.js", "page.js")
SEARCH = ("language_data.js", "searchtools.js")
ARRIVING = "arriving.js"
# What the results of a search quote: a page's own words, and a formula once.
REMOVED = '[".headerlink", "script", "style"]'
QUOTED = (
    '[".headerlink", "script", "style", ".bd-header-article", ".breadcrumbs", ".katex-html", "annotation", "summary"]'
)


def bundle(static: Path) -> tuple[str, str, str]:
    """The three scripts, as text: that of every page, that of the search page, and that in the head of a long page.

    Raises
    ------
    ExtensionError
        If Sphinx's script is not the one that is to be changed.
    """
    search = _joined(static, SEARCH)
    old, new = rjsmin.jsmin(REMOVED), rjsmin.jsmin(QUOTED)
    if old not in search:
        raise ExtensionError(f"{old} is no longer in Sphinx's searchtools.js: say anew what results of a search quote.")
    return _joined(static, SITE), search.replace(old, new), _joined(static, (ARRIVING,)).strip()


def steady(index: Path) -> None:
    """Make the index of the search the same after every build.

    Sphinx puts the entries of a book's index into it only for the pages that it has just written; the names of the
    package are found as objects all the same. And it keeps words that no page has any longer.
    """
    head, tail = "Search.setIndex(", ")"
    found = json.loads(index.read_text("utf-8").removeprefix(head).removesuffix(tail))
    words = {kind: {word: on for word, on in found[kind].items() if on != []} for kind in ("terms", "titleterms")}
    text = json.dumps(found | words | {"indexentries": {}}, ensure_ascii=False, separators=(",", ":"))
    index.write_text(f"{head}{text}{tail}", "utf-8")


def _joined(static: Path, names: tuple[str, ...]) -> str:
    parts = []
    for name in names:
        text = (static / name).read_text("utf-8")
        parts.append("\n".join(line for line in text.splitlines() if not line.startswith("//# sourceMappingURL")))
    text = "\n;\n".join(parts).replace("const DOCUMENTATION_OPTIONS", "var DOCUMENTATION_OPTIONS")
    return rjsmin.jsmin(text) + "\n"
