"""How a chapter is written: what is understood, and cells that a reader can run with nothing but what the page shows."""

import ast
import importlib
import io
import re
import subprocess
import sys
import tokenize
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest
from myst_nb.core.read import read_myst_markdown_notebook
from sphinx.errors import ExtensionError

from chapters import completed

from .conftest import ROOT

CHAPTERS = {
    path.stem: path for path in sorted((ROOT / "book").rglob("*.md")) if "```{code-cell}" in path.read_text("utf-8")
}
ON_THE_PAGE_ONLY = "remove-cell"
NOT_SHOWN = {ON_THE_PAGE_ONLY, "remove-input"}

FIGURE = """\
---
myst: {html_meta: {description: A page.}}
---

```{code-cell} ipython3
---
figure: fig-a
caption: >-
  What to see: a line.
  And where.
alt: >-
  A line.
---
draw()
```
"""


def read(text: str) -> nbformat.NotebookNode:
    return read_myst_markdown_notebook(completed(text), add_source_map=True)


def code_cells(chapter: str, *hidden: str) -> list[nbformat.NotebookNode]:
    """The code cells of a chapter without those that have one of some tags."""
    cells = read(CHAPTERS[chapter].read_text("utf-8")).cells
    return [c for c in cells if c.cell_type == "code" and not set(hidden) & set(c.metadata.get("tags", ()))]


def test_what_is_understood_is_written_out():
    notebook = read(FIGURE)
    assert notebook.metadata["kernelspec"]["name"] == "python3"
    assert notebook.metadata["myst"] == {"html_meta": {"description": "A page."}}
    (cell,) = notebook.cells
    assert cell.source == "draw()"
    assert cell.metadata == {
        "mystnb": {
            "figure": {"caption": "What to see: a line. And where.", "name": "fig-a"},
            "image": {"alt": "A line."},
        },
        "tags": ["hide-input"],
    }


def test_no_line_moves():
    assert [line for line in completed(FIGURE).split("\n") if line in ("draw()", "```")] == ["draw()", "```"]
    assert completed(FIGURE).split("\n").index("draw()") == FIGURE.split("\n").index("draw()")


def test_tags_of_its_own_are_kept():
    (cell,) = read(FIGURE.replace("alt: >-", "tags: [remove-input]\nalt: >-")).cells
    assert cell.metadata["tags"] == ["remove-input"]


def test_a_page_without_cells_stays_as_it_is():
    assert completed("---\nmyst: {}\n---\n\n# Words\n") == "---\nmyst: {}\n---\n\n# Words\n"


@pytest.mark.parametrize("line", ["alt: >-\n  A line.\n", "alt: >-\n  A line.\ncolour: red\n"])
def test_a_figure_with_a_wrong_header_is_told(line):
    text = FIGURE.replace("alt: >-\n  A line.\n", line.removeprefix("alt: >-\n  A line.\n"))
    with pytest.raises(ExtensionError, match=r"page\.md:5: a figure has the options figure .* this one has figure"):
        completed(text, "page.md")
