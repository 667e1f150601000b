"""Mistakes and surroundings that a build has to name: the file, the cause, and what to do."""

import io
import os
from pathlib import Path

import pytest
from nbformat.v4 import new_output
from sphinx.errors import ExtensionError

import execution
import figures
import mathematics
from derived.show import figure

from .conftest import ROOT

pytestmark = pytest.mark.book


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("10 %\r50 %\r100 %\n", "100 %\n"),
        ("\r10 %\r100 %\r\ndone\n", "100 %\ndone\n"),
        ("epoch 1\n\r10 %\r100 %\r\nepoch 2\n", "epoch 1\n100 %\nepoch 2\n"),
        ("no bar\nat all", "no bar\nat all"),
    ],
)
def test_a_progress_bar_is_one_line(printed, shown):
    pieces = [new_output("stream", name="stdout", text=part) for part in (printed[:7], printed[7:])]
    (joined,) = execution._joined(pieces)
    assert joined.text == shown


@pytest.mark.parametrize("name", ["a%20b", "what?", f"a{os.pathsep}b"])
def test_a_folder_that_cells_cannot_run_in_is_refused(name):
    with pytest.raises(ExtensionError, match="rename or move it"):
        execution.refuse_folder(Path("/home") / name)


def test_a_temporary_folder_too_long_for_a_socket_is_told():
    with pytest.raises(ExtensionError, match="TMPDIR is too long"):
        mathematics.start_server(Path("/tmp") / ("long" * 30), timeout=1)


def test_a_cell_without_end_a_missing_kernel_and_a_wrong_byte_are_told_with_their_place(small_book):
    config = small_book.root / "_config.yml"
    config.write_text(config.read_text("utf-8").replace("timeout: 180", "timeout: 3"), "utf-8")
    sleeping = "import os\nassert 'PYTHONOPTIMIZE' not in os.environ and not __debug__ is False\n"
    small_book.write(
        "one", f"# One\n\n```{{code-cell}}\n{sleeping}```\n\n```{{code-cell}}\nwhile True:\n    pass\n```\n"
    )
    two = small_book.write("two", "# Two\n\n```{code-cell}\n1\n```\n")
    two.write_text(two.read_text("utf-8").replace("---\nmyst", "---\nkernelspec:\n  name: nowhere\nmyst"), "utf-8")
    built = small_book.build(PYTHONOPTIMIZE="1", BOOK_JOBS="")
    assert built.status == 1
    assert "book/one.md:15: code cell 2 ran out of time" in built.text, built.text
    assert "timeout in _config.yml" in built.text
    assert "book/two.md:1: its front matter asks for the kernel 'nowhere'" in built.text

    two.write_bytes(b"# Two\n\nAt most 5 \xb0C.\n")
    built = small_book.build()
    assert built.status == 1
    assert "book/two.md:3: the byte 0xb0 is no UTF-8" in built.text, built.text
    two.write_bytes(b"\xef\xbb\xbf# Two\n")
    assert "book/two.md:1: the file begins with a byte order mark" in small_book.build().text


@pytest.mark.parametrize("picture", sorted((ROOT / "book" / "_static").rglob("*.svg")), ids=lambda path: path.name)
def test_no_picture_depends_on_a_font_of_the_machine(picture):
    assert not figures.needs_a_font(picture.read_text("utf-8")), "write its words as paths"


def test_neither_does_a_figure():
    fig, ax = figure("the x", "the $y^2$")
    ax.set_title("A title")
    drawn = io.StringIO()
    fig.savefig(drawn, format="svg")
    assert not figures.needs_a_font(drawn.getvalue())
