"""The same book is the same bytes: wherever, whenever and by whomever it is built."""

import shutil

import pytest

from .conftest import make_book
from .test_notebooks import EVERYTHING

pytestmark = pytest.mark.book

OTHERWISE = {"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "77", "BOOK_JOBS": "1", "LC_ALL": "C.UTF-8", "COLUMNS": "40"}

# On a slow machine the kernel sends what one `print` writes in several pieces: here, where COLUMNS is set.
IN_PIECES = """
import os
import sys

from IPython.display import Markdown

for word in ("one", "two"):
    print(word, end="")
    if "COLUMNS" in os.environ:
        sys.stdout.flush()
    print()
display(Markdown("Between."))
print("three")
"""


def test_two_builds_are_the_same_bytes(tmp_path):
    sites = []
    for folder, environment, later in (("a", {}, []), ("b/another place", OTHERWISE, ["faketime", "+400 days"])):
        book = make_book(tmp_path / folder, ("index", "all", "more", "pieces", "sources"))
        book.write("index", "# Start\n", cells=False)
        book.write("all", EVERYTHING)
        book.write("more", "# More\n\n```{code-cell} ipython3\nprint(len({'a', 'b'}))\n```\n")
        book.write("pieces", f"# Pieces\n\n```{{code-cell}} ipython3{IN_PIECES}```\n")
        book.write("sources", "# Sources\n\n```{bibliography}\n:all:\n```\n", cells=False)
        if later and shutil.which(later[0]):
            book.command = [*later, *book.command]
        built = book.build(**environment)
        assert built.status == 0, built.text
        sites.append(book.published())
    first, second = sites
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []
