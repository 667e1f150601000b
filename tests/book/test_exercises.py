"""The numbers and addresses of exercises, and the book without their solutions."""

import re
import zipfile

import nbformat
import pytest
import yaml

import exercises

from .conftest import SmallBook, make_book

pytestmark = pytest.mark.book

PAGE = """\
# A chapter

See {numref}`exercise-sum` and {ref}`exercise-product`.

```{code-cell} ipython3
:tags: [remove-input]
from derived.algebra import *
from derived.derivation import state
a = scalar("a")
state("twice", eq(a + a, 2 * a), because="count")
```

:::{exercise} a sum
:label: exercise-sum
What is $1 + 2$?
:::

```{code-cell} ipython3
from derived.exercises import Number

answer = ...
Number(3).check(answer)
```

:::{solution} exercise-sum
It is what the banana says, by {checked}`twice`.

```python
answer = 3
```
:::

:::{exercise} a product
:label: exercise-product
What is $2 + 2$?
:::

```{code-cell} ipython3
answer = 5
Number(4, wrong=[(5, "One too many.")]).check(answer)
```

:::{solution} exercise-product
The same banana.
:::

## The end

`````md
:::{solution} exercise-shown
As an example, an apple.
:::
`````
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory) -> SmallBook:
    """A book whose second chapter has two exercises."""
    book = make_book(tmp_path_factory.mktemp("book"), ("index", "first", "second"))
    (book.root / "book" / "reference").mkdir()
    chapters = [{"file": "book/first"}, {"file": "book/second"}]
    toc = {
        "format": "jb-book",
        "root": "book/index",
        "parts": [
            {"caption": "Part", "numbered": True, "chapters": chapters},
            {"caption": "Reference", "chapters": [{"file": "book/reference/ledger"}]},
        ],
    }
    (book.root / "_toc.yml").write_text(yaml.safe_dump(toc), "utf-8")
    book.write("index", "# A book\n\nWords.\n", cells=False)
    book.write("first", "# First\n\nSee {numref}`exercise-product`.\n", cells=False)
    book.write("second", PAGE)
    book.write("reference/ledger", "# Ledger\n\n```{ledger}\n```\n", cells=False)
    return book


@pytest.fixture(scope="module")
def with_solutions(book) -> SmallBook:
    built = book.build()
    assert built.status == 0, built.text
    return book


def markdown(book: SmallBook) -> str:
    notebook = nbformat.read(book.site / "_sources" / "book" / "second.ipynb", 4)
    return "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def identifiers(page: str) -> list[str]:
    return re.findall(r'\bid="([^"]+)"', page)


def test_exercises_have_numbers_addresses_and_references(with_solutions):
    page = with_solutions.page("second")
    names = identifiers(page)
    assert {"exercise-2-1", "exercise-2-2", "exercise-sum", "exercise-product", "solution-2-1"} <= set(names)
    assert len(names) == len(set(names))
    assert re.findall(r'<p class="admonition-title"><a [^>]*>(.*?)</p>', page) == [
        "Exercise 2.1</a>: a sum",
        "Exercise 2.2</a>: a product",
    ]
    assert re.search(r'href="#exercise-sum">(<[^>]+>)*Exercise 2\.1', page)
    assert re.search(r'href="#exercise-product">(<[^>]+>)*Exercise 2\.2', page)
    assert re.search(r'href="second\.html#exercise-product">(<[^>]+>)*Exercise 2\.2', with_solutions.page("first"))


def test_a_solution_is_folded_under_a_plain_title(with_solutions):
    page = with_solutions.page("second")
    first, second = re.findall(r'<details class="[^"]*\bsolution\b[^"]*"[^>]*>\s*<summary[^>]*>(.*?)</summary>', page)
    assert (first, second) == ("Solution to Exercise 2.1", "Solution to Exercise 2.2")
    assert page.count("banana") == 2
    assert "<strong>No answer yet.</strong>" in page
    assert "<strong>Not yet.</strong> One too many." in page


def test_the_notebook_has_question_cell_check_and_solution(with_solutions):
    text = markdown(with_solutions)
    assert "**Exercise 2.1: a sum**" in text
    assert "<details><summary>Solution to Exercise 2.1</summary>" in text
    assert "```python\nanswer = 3\n```" in text
    notebook = nbformat.read(with_solutions.site / "_sources" / "book" / "second.ipynb", 4)
    (cell,) = [c for c in notebook.cells if "Number(3)" in c.source]
    assert cell.outputs[0].data["text/markdown"].startswith("**No answer yet.**")
    assert cell.outputs[0].data["text/plain"].startswith("No answer yet.")


def test_without_solutions_nothing_that_is_offered_has_one(with_solutions):
    book = with_solutions
    pages = {path: path.read_text("utf-8") for path in book.site.rglob("*.html")}
    assert any("banana" in text for text in pages.values())
    built = book.build(BOOK_SOLUTIONS="0")
    assert built.status == 0, built.text
    for path in (p for p in book.site.rglob("*") if p.is_file()):
        content = path.read_bytes()
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                content = b"".join(archive.read(name) for name in archive.namelist() if name.endswith(".ipynb"))
        assert b"banana" not in content, path
    page, source = book.page("second"), (book.site / "_sources" / "book" / "second.md").read_text("utf-8")
    assert "Solution to" not in page + markdown(book)
    assert "No answer yet" in page and "Exercise 2.1" in page and "apple" in page
    assert "{exercise} a sum" in source and "As an example, an apple." in source
    ledger = book.page("reference/ledger")
    assert 'href="../second.html#statement-twice"' in ledger
    assert "statement-twice" in identifiers(page)  # at the exercise

    again = book.build()
    assert again.status == 0, again.text
    assert {path: path.read_text("utf-8") for path in book.site.rglob("*.html")} == pages


def test_the_whole_book_on_one_page_can_do_without_them(with_solutions):
    for wanted, found in (("1", 2), ("0", 0)):
        command = [*with_solutions.command, "--builder", "singlehtml"]
        single = SmallBook(with_solutions.root)
        single.command = command
        built = single.build(BOOK_SOLUTIONS=wanted)
        assert built.status == 0, built.text
        page = (single.root / "_build" / "singlehtml" / "book" / "index.html").read_text("utf-8")
        assert page.count("banana") == found
        assert "Exercise 2.1" in page


def test_a_question_without_a_cell_stops_the_build(book):
    book.write(
        "second", PAGE.replace("```{code-cell} ipython3\nanswer = 5", "Words.\n\n```{code-cell} ipython3\nanswer = 5")
    )
    built = book.build()
    assert built.status != 0
    assert "the exercise exercise-product has no cell to start from" in built.text


@pytest.mark.parametrize("fence", [":::", "::::", "```"])
def test_a_source_loses_its_solutions_and_nothing_else(fence):
    inside = ":::{note}\nSee.\n:::\n" if fence == "::::" else "Because.\n"
    text = f"Before.\n\n{fence}{{solution}} exercise-why\n:label: here\n{inside}{fence}\n\nAfter.\n"
    assert exercises.without_solutions(text) == "Before.\n\nAfter.\n"
