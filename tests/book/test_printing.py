"""The book on paper, and the site with and without it."""

import re
import shutil
import subprocess
import sys

import pytest

import printing

from .test_figures import MOVING
from .test_figures import cell as figure

pytestmark = [pytest.mark.book, pytest.mark.skipif(not shutil.which("chromium"), reason="Chromium prints")]
WIDE = " + ".join(f"x_{{{k}}}" for k in range(60))


def print_it(book) -> bytes:
    """The bytes of the printed book."""
    done = subprocess.run(
        [*book.command, "--builder", "singlehtml"], cwd=book.root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    subprocess.run([sys.executable, book.root / "book" / "_extensions" / "printing.py", "."], cwd=book.root, check=True)
    return printing.printed(book.root).read_bytes()


def test_the_site_offers_the_printed_book_while_there_is_one(built_book):
    built_book.write("one", f"# One\n\n$$\n{WIDE}\n$$\n\nSee [the other](two.md).\n" + figure(MOVING))
    assert built_book.build().status == 0
    assert printing.NAME not in built_book.page("two")

    first = print_it(built_book)
    assert first.startswith(b"%PDF")
    assert len(re.findall(rb"/Type /Page\b", first)) >= 3, "every chapter begins on a sheet of its own"
    assert b"/Outlines" in first
    assert b"file://" not in first, "links stay within the book"
    assert print_it(built_book) == first

    assert built_book.build().status == 0
    assert f'href="../{printing.NAME}"' in built_book.page("two")
    assert (built_book.site / printing.NAME).read_bytes() == first

    printing.printed(built_book.root).unlink()
    assert built_book.build().status == 0
    assert printing.NAME not in built_book.page("two")
    assert not (built_book.site / printing.NAME).exists()
