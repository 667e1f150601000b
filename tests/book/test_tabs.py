"""Cells with the name of a tab stand behind tabs, those that follow one another in one set; all others stay."""

from docutils import nodes
from docutils.utils import new_document

from tabs import Tabs


def cell(code: str, **metadata: str) -> nodes.container:
    """A code cell as MyST-NB makes one."""
    return nodes.container("", nodes.literal_block(code, code), classes=["cell"], cell_metadata=metadata)


def regrouped(*children: nodes.Node) -> list[nodes.Node]:
    document = new_document("a page")
    document += nodes.section("", *children)
    Tabs(document).apply()
    return document.children[0].children


def test_cells_that_follow_one_another_are_one_set():
    text, last = nodes.paragraph("", "between"), cell("alone", tab="SciPy")
    ours, theirs, plain = cell("ours", tab="ours"), cell("theirs", tab="PyTorch"), cell("plain")
    found = regrouped(ours, theirs, plain, text, last)
    assert [node.get("design_component") for node in found] == ["tab-set", None, None, "tab-set"]
    assert found[1:3] == [plain, text]
    titles = [[item.children[0].astext() for item in found[k].children] for k in (0, 3)]
    assert titles == [["ours", "PyTorch"], ["SciPy"]]
    assert [item.children[1].children for item in found[0].children] == [[ours], [theirs]]


def test_a_page_without_tabs_stays():
    children = [cell("plain"), nodes.paragraph("", "text")]
    assert regrouped(*children) == children
