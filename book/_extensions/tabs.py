"""Cells that do the same in several libraries stand behind tabs: those in a row whose header has ``tab: PyTorch``.

The tabs are those of sphinx-design, which need no script.
"""

from __future__ import annotations

from itertools import groupby
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx_design.shared import create_component


def label_of(node: nodes.Node) -> str | None:
    """What the header of a cell says of its tab; None if it has none, or is no cell."""
    metadata = node.get("cell_metadata", {}) if isinstance(node, nodes.container) else {}
    return metadata.get("tab")


def tab_set(cells: list[nodes.container]) -> nodes.Node:
    """Cells as tabs, the first one open."""
    items = []
    for cell in cells:
        label = str(label_of(cell))
        title = nodes.rubric("", nodes.Text(label), classes=["sd-tab-label"])
        content = create_component("tab-content", classes=["sd-tab-content"], children=[cell])
        items.append(create_component("tab-item", classes=["sd-tab-item"], children=[title, content], selected=False))
    return create_component("tab-set", classes=["sd-tab-set"], children=items)


class Tabs(SphinxTransform):
    """Put cells with tabs that follow one another into one set."""

    default_priority = 850

    def apply(self, **kwargs: Any) -> None:
        """Regroup the children of each section."""
        for parent in list(self.document.findall(lambda n: any(label_of(c) for c in n.children))):
            children: list[nodes.Node] = []
            for with_tab, group in groupby(parent.children, lambda node: label_of(node) is not None):
                found = list(group)
                children += [tab_set(found)] if with_tab else found
            parent.children = []
            parent.extend(children)


def setup(app: Sphinx) -> dict:
    """Register the transform."""
    app.add_transform(Tabs)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
