"""Small things that are done to the nodes of a page."""

from __future__ import annotations

import html

from selectolax.lexbor import LexborHTMLParser, LexborNode

SCRIPTED = "pst-js-only"  # the theme's class for what is hidden without a script


def fragment(markup: str, selector: str = "") -> LexborNode:
    """The node that some HTML describes, or the first in it that a selector finds."""
    tree = LexborHTMLParser(f"<!DOCTYPE html><html><head></head><body>{markup}</body></html>")
    return tree.css_first(selector) if selector else tree.body.child


def without(node: LexborNode, *names: str) -> None:
    """Take attributes away, as far as they are there."""
    for name in names:
        if name in node.attributes:
            del node.attrs[name]


def identity(node: LexborNode) -> str:
    """The attribute that names a node, to be written into a tag."""
    name = node.attributes.get("id")
    return f' id="{html.escape(name)}"' if name else ""
