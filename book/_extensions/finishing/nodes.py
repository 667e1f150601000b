"""Small things that are done to the nodes of a page."""

from __future__ import annotations

import html

from selectolax.lexbor import LexborHTMLParser, LexborNode
from sphinx.errors import ExtensionError

SCRIPTED = "pst-js-only"  # the theme's class for what is hidden without a script


def fragment(markup: str, selector: str = "body > *") -> LexborNode:
    """The node that some HTML describes, or the first in it that a selector finds."""
    return first(LexborHTMLParser(f"<!DOCTYPE html><html><head></head><body>{markup}</body></html>"), selector)


def first(within: LexborHTMLParser | LexborNode, selector: str) -> LexborNode:
    """The first node that a selector finds, which has to be there.

    Raises
    ------
    sphinx.errors.ExtensionError
        If it is not: then the theme writes its pages in another way.
    """
    found = within.css_first(selector)
    if found is None:
        raise ExtensionError(f"a page has no {selector}: the theme writes it in another way; mend book/_extensions.")
    return found


def without(node: LexborNode, *names: str) -> None:
    """Take attributes away, as far as they are there."""
    for name in names:
        if name in node.attributes:
            del node.attrs[name]


def identity(node: LexborNode) -> str:
    """The attribute that names a node, to be written into a tag."""
    name = node.attributes.get("id")
    return f' id="{html.escape(name)}"' if name else ""
