"""How a chapter is written: what is understood, and what the lint says of the chapters of the book."""

import ast
import importlib
import io
import re
import textwrap
import tokenize

import nbformat
import pytest
from sphinx.errors import ExtensionError

from chapters import completed, notebook_of
from derived.derivation import Derivation
from linting import lint
from optimizers import KNOWN

from .conftest import ROOT

CHAPTERS = {
    path.stem: path for path in sorted((ROOT / "book").rglob("*.md")) if "```{code-cell}" in path.read_text("utf-8")
}
PAGES = [str(path.relative_to(ROOT)) for path in sorted((ROOT / "book").rglob("*.md"))]

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
    notebook = notebook_of(text)
    assert notebook
    return notebook


def code_cells(chapter: str) -> list[nbformat.NotebookNode]:
    """The code cells of a chapter."""
    return [cell for cell in read(CHAPTERS[chapter].read_text("utf-8")).cells if cell.cell_type == "code"]


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


@pytest.mark.parametrize("fence", ["````", "~~~", "~~~~~"])
def test_a_source_that_is_shown_stays_as_it_is(fence):
    shown = f"{fence}md\n" + FIGURE.partition("\n\n")[2] + f"{fence}\n"
    assert completed(FIGURE + shown).endswith(shown)


def test_a_page_without_cells_stays_as_it_is():
    assert completed("---\nmyst: {}\n---\n\n# Words\n") == "---\nmyst: {}\n---\n\n# Words\n"


@pytest.mark.parametrize("line", ["alt: >-\n  A line.\n", "alt: >-\n  A line.\ncolour: red\n"])
def test_a_figure_with_a_wrong_header_is_told(line):
    text = FIGURE.replace("alt: >-\n  A line.\n", line.removeprefix("alt: >-\n  A line.\n"))
    with pytest.raises(ExtensionError, match=r"page\.md:5: a figure has the options figure .* this one has figure"):
        completed(text, "page.md")


def run(source: str, names: dict) -> None:
    """Run a cell as a notebook does, and show what its last line gives."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "<cell>", "exec"), names)
    if last is not None:
        value = eval(compile(ast.Expression(last.value), "<cell>", "eval"), names)
        if isinstance(value, Derivation):
            value._repr_mimebundle_()  # its definitions are judged when it is shown


@pytest.mark.parametrize("page", PAGES)
def test_the_lint_finds_nothing(page):
    assert not [f"{page}:{fault.line}: {fault.message}" for fault in lint((ROOT / page).read_text("utf-8"))]


REFERENCE = "".join(path.read_text("utf-8") for path in (ROOT / "book" / "reference").glob("*.md"))


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_links_to_the_package_lead_to_a_page_of_the_reference(chapter):
    for name in re.findall(r"\{py:\w+\}`([\w.]+)`", CHAPTERS[chapter].read_text("utf-8")):
        module, _, member = name.rpartition(".")
        assert f".. automodule:: {module}\n" in REFERENCE, name
        assert member in importlib.import_module(module).__all__, name


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_no_chapter_says_what_is_understood(chapter):
    text = CHAPTERS[chapter].read_text("utf-8")
    assert not re.search(r"^(jupytext|kernelspec|file_format|mystnb):", text, re.MULTILINE)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_no_backslash_is_doubled(chapter):
    for cell in code_cells(chapter):
        for token in tokenize.generate_tokens(io.StringIO(cell.source).readline):
            if token.type == tokenize.STRING and token.string[0] in "'\"":
                assert "\\\\" not in token.string, f"a raw string says this with single backslashes: {token.string}"


def test_the_derivation_in_the_readme_is_one():
    (source,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    run(textwrap.dedent(source), {})


def typed(chapter: str, name: str) -> object:
    """What a cell of a chapter gives a name to, in numbers that were typed."""
    trees = [ast.parse(cell.source) for cell in code_cells(chapter)]
    (value,) = [
        node.value
        for tree in trees
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == name
    ]
    return ast.literal_eval(value.args[0] if isinstance(value, ast.Call) else value)


def test_where_pytorch_ends_is_what_its_walks_say():
    ends = {
        name.removeprefix("PyTorch ").removesuffix(" | Himmelblau"): walk[-1]
        for name, walk in KNOWN["walks"].items()
        if name.startswith("PyTorch ") and name.endswith(" | Himmelblau")
    }
    assert typed("momentum", "pytorch") == ends["SGD momentum=0.9 nesterov"]
    on_the_page = typed("optimizers", "pytorch")
    assert isinstance(on_the_page, dict) and len(on_the_page) == 6
    for name, end in on_the_page.items():
        assert list(end) == ends["AdamW weight_decay=0.1" if name == "AdamW" else name], name
    assert KNOWN["starts"]["Himmelblau"] == [0.5, -0.5] and KNOWN["rates"]["Himmelblau"] == 0.005
    assert KNOWN["other_rates"] == 0.05 and KNOWN["kept"][-1] == 50 and KNOWN["versions"]["torch"].startswith("2.14")
