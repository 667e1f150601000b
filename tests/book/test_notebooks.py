"""The downloaded notebooks: plain, complete, and running elsewhere."""

import json
import re
import shutil
import urllib.request
from pathlib import Path

import nbformat
import pytest
from selectolax.lexbor import LexborHTMLParser

from .conftest import make_book
from .elsewhere import assert_runs, run, served, unpacked

pytestmark = pytest.mark.book

RAW_MYST = re.compile(r"\{[a-z:]+\}`|^:::|^```\{|^\([a-z0-9-]+\)=$|^%\s|\{admonition\}", re.MULTILINE)

EVERYTHING = """\
# Every construct

(here)=
## A section

Words *with* **stress**, `code`, $a_1$ and a number {glue}`answer`. See {eq}`label` and [the section](here).
After {cite:t}`schwartz1980`.[^note]

[^note]: A footnote.

$$
x = 1
$$ (label)

\\begin{align*}
u &= v
\\end{align*}

- one
- two

  more of two

1. first
2. second

Term
: its meaning
: its other meaning

> a quotation

| a | b |
|---|---|
| 1 | $x$ |
| 2 | $\\|x\\|$ |

::::{tab-set}
:::{tab-item} First tab
One way.
:::
::::

:::{dropdown} Folded
What it held.
:::

:::{card} On a card
Its words.
:::

:::{admonition} A title
:class: note
The body, with {eq}`label`.
:::

:::{admonition} Hidden
:class: dropdown
The solution.
:::

```python
plain = "code"
```

````md
```{code-cell}
shown = "as it is written"
```
````

It says ``{glue}`answer` ``, which is shown as it is.

```{code-cell} ipython3
:tags: [remove-cell]
from derived.show import glue
glue(answer=42)
```

```{code-cell} ipython3
:tags: [hide-input]
print(6 * 7)
```

```{code-cell} ipython3
---
figure: fig-a
caption: What to see.
alt: A line that rises from the left to the right.
---
from derived.show import figure
fig, ax = figure("x", "y")
ax.plot([1, 2]);
```

And {numref}`fig-a`.

```{code-cell} ipython3
---
figure: fig-moving
caption: A level to move.
alt: A level line that a slider lifts from the bottom to the top.
---
from derived.show import Slider, moving_figure

def level(ax, height):
    ax.axhline(height)
    return f"level at {height}"

moving_figure("x", "y", lambda ax: ax.plot([0, 1], [0, 9]), level, Slider("height", [2, 5, 7], start=5))
```

And {numref}`fig-moving`.

```{code-cell} ipython3
from derived.algebra import *
from derived.derivation import Derivation
a = scalar("a")
square = Derivation("A square", label="square", conventions="none").start((a + 1) ** 2)
square.equals(a**2 + 2 * a + 1, because="expand", as_="expanded")
```

```{code-cell} ipython3
:tags: [remove-input]
from derived.derivation import close_page, state
state("odd", eq((-a) ** 3, -a**3), because="three signs are one")
```

```{code-cell} ipython3
:tags: [remove-input]
close_page()
```

Signs stay, {checked}`odd`.

And line {eq}`square-expanded`.
"""


@pytest.fixture(scope="module")
def lowered(tmp_path_factory):
    """The notebook of a page that has everything, built for the address at which it is served."""
    book = make_book(tmp_path_factory.mktemp("book"), ("index", "all", "sources"))
    (book.root / "_build").mkdir()
    book.write("index", "# Start\n", cells=False)
    book.write("all", EVERYTHING)
    book.write("sources", "# Sources\n\n```{bibliography}\n:all:\n```\n", cells=False)
    with served(book.root / "_build") as server:
        address = f"{server}/html/"
        built = book.build(BOOK_URL=address)
        assert built.status == 0, built.text
        yield book, nbformat.read(book.site / "_sources" / "book" / "all.ipynb", 4), address


def markdown(notebook) -> str:
    return "\n\n".join(c.source for c in notebook.cells if c.cell_type == "markdown")


def without_sources(text: str) -> str:
    """Markdown without what shows MyST on purpose: in fences, or in more than one backtick."""
    fences = re.sub(r"^(`{3,})[^`\n]*\n.*?^\1$", "", text, flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"(?<!`)(`{2,})(?!`).*?(?<!`)\1(?!`)", "", fences)


def test_no_myst_is_left(lowered):
    _, notebook, _ = lowered
    nbformat.validate(notebook)
    assert not RAW_MYST.search(without_sources(markdown(notebook)))
    assert "file_format" not in markdown(notebook)


@pytest.mark.parametrize(
    "words",
    [
        "# Every construct",
        "## A section",
        "Words *with* **stress**, `code`, $a_1$ and a number 42.",
        "See [(1)](https://example.org/ml/book/all.html#equation-label)",
        "[the section](https://example.org/ml/book/all.html#here)",
        "Schwartz",
        r"\tag{1}",
        "- two\n\n  more of two",
        "2. second",
        "**Term**: its meaning\n\nits other meaning",
        "## Sources",
        "Fast probabilistic algorithms",
        "\\begin{align*}",
        "> a quotation",
        "| 1 | $x$ |",
        r"| 2 | $\vert x\vert $ |",
        "**First tab**\n\nOne way.",
        "<details><summary>Folded</summary>\n\nWhat it held.\n\n</details>",
        "On a card\n\nIts words.",
        "> **A title**",
        "<details><summary>Hidden</summary>\n\nThe solution.",
        '```python\nplain = "code"\n```',
        '````md\n```{code-cell}\nshown = "as it is written"\n```\n````',
        "It says `` {glue}`answer` ``, which",
        "*What to see.*",
        "[Fig. 1](https://example.org/ml/book/all.html#fig-a)",
        "*A level to move.*",
        "level at 5. On its page this figure has controls",
        "[Fig. 2](https://example.org/ml/book/all.html#fig-moving)",
        "A footnote.",
        "Signs stay, $(-a)^{3} = -a^{3}$.",
    ],
)
def test_every_construct_reads_as_markdown(lowered, words):
    _, notebook, address = lowered
    assert words in markdown(notebook).replace(address, "https://example.org/ml/")


def test_cells_keep_code_and_outputs_but_not_what_serves_the_page(lowered):
    book, notebook, address = lowered
    install, shown, drawn, moving, derived, *closing = [c for c in notebook.cells if c.cell_type == "code"]
    assert f"{address}_wheels/derived-" in install.source
    assert not any("glue" in cell.source for cell in notebook.cells if cell.cell_type == "code")
    assert shown.outputs[0].text == "42\n"
    assert shown.metadata.jupyter.source_hidden
    for cell in (drawn, moving):  # Jupyter shows the pixels until it trusts the notebook
        assert any({"image/svg+xml", "image/png"} <= set(o.get("data", {})) for o in cell.outputs)
    assert '<g class="position">' in moving.outputs[0].data["image/svg+xml"]
    assert not re.search(r"<script|<input|metadata|display=", moving.outputs[0].data["image/svg+xml"])
    number = re.search(r'href="#equation-square-expanded">(\([\d.]+\))<', book.page("all"))
    assert number
    assert number[1] != "(1)"
    assert f"<tr><td>{number[1]}</td>" in derived.outputs[0].data["text/html"]
    for cell in (derived, *closing):
        assert "text/markdown" not in cell.outputs[0].data
    assert r"$(-a)^{3} = -a^{3}$ (three signs are one; proved)" in closing[0].outputs[0].data["text/html"]
    assert "every one that changes a value is noticed" in closing[1].outputs[0].data["text/html"]


def test_a_newer_package_of_the_same_version_replaces_an_older_one(lowered):
    _, notebook, _ = lowered
    assert re.search(r'--force-reinstall --no-deps "derived @ http://[\d.:]+/html/_wheels/', notebook.cells[0].source)


def test_an_unknown_node_is_an_error_that_names_it():
    from docutils import nodes  # noqa: PLC0415
    from sphinx.errors import ExtensionError  # noqa: PLC0415

    from lowering import Lowering  # noqa: PLC0415

    with pytest.raises(ExtensionError, match="cannot show a line_block yet"):
        Lowering("page", "", str).lower(nodes.section("", nodes.line_block()))


def chapters(site: Path) -> list[Path]:
    """The notebooks of the real book."""
    return sorted((site / "_sources" / "book").rglob("*.ipynb"))


def test_the_real_notebooks_are_plain(real_site):
    found = chapters(real_site)
    assert {p.stem for p in found} >= {"index", "linear-regression", "checking", "data"}
    for path in found:
        notebook = nbformat.read(path, 4)
        nbformat.validate(notebook)
        text = without_sources(markdown(notebook))
        assert not RAW_MYST.search(text), (path, RAW_MYST.search(text))
        assert path.with_suffix(".md").exists()
        assert notebook.nbformat_minor == 5
        for cell in notebook.cells:
            assert cell.cell_type != "code" or not re.search(r"\bglue\(", cell.source), "it serves the page alone"
            for output in cell.get("outputs", []):
                assert "{derivation}" not in json.dumps(output)
                assert output.output_type != "error"


def test_the_menu_offers_all_three(real_site):
    page = (real_site / "book" / "linear-models" / "linear-regression.html").read_text("utf-8")
    for ending in ("ipynb", "md", "zip"):
        assert re.search(rf'href="[^"]*_sources/book/linear-models/linear-regression\.{ending}"', page), ending


def test_equations_keep_their_numbers(real_site):
    page = (real_site / "book" / "linear-models" / "linear-regression.html").read_text("utf-8")
    notebook = nbformat.read(real_site / "_sources" / "book" / "linear-models" / "linear-regression.ipynb", 4)
    links = LexborHTMLParser(page).css('a[href^="#equation-"]:not(details *)')  # marks have some, too
    referred = [link.text().strip("()") for link in links if re.fullmatch(r"\([\d.]+\)", link.text())]
    assert referred
    tables = "".join(o.data.get("text/html", "") for c in notebook.cells for o in c.get("outputs", []) if "data" in o)
    for number in referred:
        assert f"({number})" in markdown(notebook)
        assert f"<td>({number})</td>" in tables or rf"\tag{{{number}}}" in markdown(notebook)


def test_a_notebook_taken_over_http_runs_elsewhere(lowered, elsewhere, tmp_path):
    _, _, address = lowered
    target = tmp_path / "all.ipynb"
    with urllib.request.urlopen(f"{address}_sources/book/all.ipynb") as answer:
        target.write_bytes(answer.read())
    assert_runs(elsewhere, target)


def test_the_bundle_runs_elsewhere(real_site, tmp_path, elsewhere):
    notebook = unpacked(real_site / "_sources" / "book" / "reference" / "data.zip", tmp_path)
    assert {p.suffix for p in notebook.parent.iterdir()} == {".ipynb", ".whl", ".txt"}
    assert "pip install jupyterlab" in (notebook.parent / "README.txt").read_text()
    assert_runs(elsewhere, notebook)


def test_a_sign_turned_in_a_notebook_shows_the_failure(real_site, tmp_path, elsewhere):
    path = unpacked(real_site / "_sources" / "book" / "linear-models" / "linear-regression.zip", tmp_path)
    notebook = nbformat.read(path, 4)
    (cell,) = [c for c in notebook.cells if c.cell_type == "code" and 'label="intercept"' in c.source]
    turned = cell.source.replace("eq(a, y_bar - b * x_bar)", "eq(a, y_bar + b * x_bar)")
    assert turned != cell.source
    cell.source = turned
    nbformat.write(notebook, path)
    done = run(elsewhere, path)
    assert done.returncode == 1
    assert re.search(r"Line \d+ of 'The intercept' \(intercept-[\w-]+\) is wrong\.", done.stderr), done.stderr
    assert "For example, with" in done.stderr
    assert "before this line" in done.stderr
    assert "on this line" in done.stderr


def test_downloads_are_the_same_bytes_every_time(lowered):
    book, _, address = lowered
    before = {p.name: p.read_bytes() for p in (book.site / "_sources" / "book").glob("*.ipynb")}
    shutil.rmtree(book.root / "_build" / ".site")
    assert book.build(BOOK_URL=address).status == 0
    assert {p.name: p.read_bytes() for p in (book.site / "_sources" / "book").glob("*.ipynb")} == before
