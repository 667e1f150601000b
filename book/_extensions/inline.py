"""What stands in a line of a page, as plain notebook Markdown: words, formulas, code and links."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass

from docutils import nodes
from sphinx import addnodes
from sphinx.errors import ExtensionError

SPECIAL = re.compile(r"([\\`*_$<\[\]])")


def backticks_around(code: str, least: int) -> str:
    """More backticks than stand together anywhere in the code, as many as `least` at least."""
    return "`" * max([least, *(len(run) + 1 for run in re.findall("`+", code))])


@dataclass(frozen=True)
class InLine:
    """Turns what stands in a line of one page into Markdown.

    Parameters
    ----------
    page : str
        Its name, such as ``book/linear-models/linear-regression``.
    base : str
        The address of the site, or "" if it has none: links within the book are then plain text.
    """

    page: str
    base: str

    def all_of(self, node: nodes.Element) -> str:
        """The Markdown of all that is in a node."""
        return "".join(self.one(child) for child in node.children)

    def one(self, node: nodes.Node) -> str:
        """The Markdown of a node."""
        match node:
            case nodes.Text():
                return SPECIAL.sub(r"\\\1", node.astext())
            case nodes.math():
                return f"${node.astext()}$"
            case nodes.literal():
                text = node.astext().strip()
                ticks = backticks_around(text, 1)
                return f"{ticks} {text} {ticks}" if "`" in text else f"{ticks}{text}{ticks}"
            case nodes.emphasis():
                return f"*{self.all_of(node)}*"
            case nodes.strong():
                return f"**{self.all_of(node)}**"
            case nodes.reference():
                return self._link(node)
            case nodes.footnote_reference():
                return f"[{node.astext()}]"
            case nodes.image():
                return f"*{node.get('alt', '')}*"
            case nodes.raw() | nodes.target() | addnodes.index() | nodes.comment():
                return ""
            case nodes.Inline() | nodes.TextElement() | nodes.container():
                return self.all_of(node)
        raise ExtensionError(f"{self.page}: a downloaded notebook cannot show a {type(node).__name__} in a line yet")

    def _link(self, node: nodes.reference) -> str:
        text, uri = self.all_of(node), node.get("refuri", "")
        if "checked" in node["classes"]:  # a formula of the sentence, not words to be followed
            return text
        if re.match(r"https?:|mailto:", uri):
            return f"[{text}]({uri})"
        if not self.base or not (uri or node.get("refid")):
            return text
        here = f"{self.page}.html"
        path = posixpath.normpath(posixpath.join(posixpath.dirname(here), uri)) if uri else here
        anchor = f"#{node['refid']}" if node.get("refid") else ""
        return f"[{text}]({self.base.rstrip('/')}/{path}{anchor})"
