"""What the build promises, each tried on a small book."""

import os
import signal
import subprocess
import time

import pytest

pytestmark = pytest.mark.book


def ran(text: str) -> list[str]:
    """The chapters that a build ran."""
    return [line for line in text.splitlines() if line.startswith("[chapter")]


def test_cells_run_once_until_the_code_changes(built_book):
    first = ran(built_book.first.text)
    assert len(first) == 2
    assert any("[chapter 2 of 2]" in line and " s" in line for line in first)
    assert "the answer is 41" in built_book.page("one")

    one = built_book.root / "book" / "one.md"
    one.write_text(one.read_text("utf-8") + "\nMore prose.\n", "utf-8")
    prose = built_book.build()
    assert prose.status == 0
    assert not ran(prose.text)
    assert "More prose." in built_book.page("one")
    assert "the answer is 41" in built_book.page("one")

    (built_book.root / "code" / "derived" / "answer.py").write_text('"""A module."""\n\nANSWER = 42\n', "utf-8")
    changed = built_book.build()
    assert changed.status == 0, changed.text
    assert len(ran(changed.text)) == 1
    assert "the answer is 42" in built_book.page("one")


FAULTS = {  # by the step of a build that finds them: the pages, and what is told of each
    "running cells": {
        "one": (
            "# One\n\nSome words.\n\n```{code-cell} ipython3\na = 1\nb = a / 0\n```\n",
            ["book/one.md:13: code cell 1 failed", "b = a / 0", "ZeroDivisionError"],
        ),
        "two": (
            "# Two\n\n```{code-cell} ipython3\nfrom derived.algebra import scalar\n"
            "from derived.derivation import Derivation\nx = scalar('x')\nDerivation('Twice', label='twice')"
            ".start(x + x).equals(3 * x, because='collect')\n```\n",
            ["two.md:13", "Line 1 of 'Twice' (twice-1) is wrong", "For example, with", "on this line"],
        ),
    },
    "reading and writing pages": {
        "index": ("# Start\n\nWords $\\frac{1}{$ more.\n", ["index.md:9: WARNING: KaTeX cannot read"]),
        "one": ("# One\n\nSee {eq}`nowhere`.\n", ["one.md:9: WARNING: ", "nowhere"]),
        "two": (
            "# Two\n\n```{code-cell} ipython3\nfrom derived.show import figure\nfig, ax = figure('x', 'y')\n```\n",
            ["two.md:", "no alternative text"],
        ),
    },
    "looking at the site": {
        "two": (
            '# Two\n\n<img src="https://example.org/x.png" alt="a picture from somewhere else">\n',
            ["two.html", "https://example.org/x.png", "third party"],
        ),
    },
}


@pytest.mark.parametrize("step", FAULTS)
def test_a_fault_fails_every_time_and_leaves_the_site(built_book, step):
    good = built_book.published()
    for page, (text, _) in FAULTS[step].items():
        built_book.write(page, text)
    for _ in range(2):
        failed = built_book.build()
        assert failed.status == 1, failed.text
        for _, words in FAULTS[step].values():
            assert all(word in failed.text for word in words), failed.text
        assert "Traceback" not in failed.text
        assert built_book.published() == good
    for page in FAULTS[step]:
        built_book.write(page, f"# {page.title()}\n\nMended.\n")
    assert built_book.build().status == 0
    assert all("Mended." in built_book.page(page) for page in FAULTS[step])


def test_a_page_saved_while_the_book_is_built_is_told(built_book):
    good = built_book.published()
    saved = "from pathlib import Path\nwith Path('two.md').open('a') as two:\n    _ = two.write('More.')"
    built_book.write("one", f"# One\n\n```{{code-cell}} ipython3\n{saved}\n```\n")
    built_book.write("two", "# Two\n\n```{code-cell} ipython3\nprint(6 * 8)\n```\n")
    failed = built_book.build()
    assert failed.status == 1
    assert "book/two.md was saved while it was being built: build again." in failed.text
    assert built_book.published() == good
    assert built_book.build().status == 0
    assert "More." in built_book.page("two")


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_an_interrupted_build_ends_at_once_and_leaves_nothing_broken(built_book, how):
    good = built_book.published()
    wait = "import pathlib, time\npathlib.Path('running').touch()\ntime.sleep(60)"
    built_book.write("two", f"# Two\n\n```{{code-cell}} ipython3\n{wait}\n```\n")
    process = subprocess.Popen(
        built_book.command,
        cwd=built_book.root,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    while not (built_book.root / "book" / "running").exists():
        assert process.poll() is None
        time.sleep(0.1)
    os.killpg(process.pid, how)
    process.wait(timeout=30)
    assert built_book.published() == good
    built_book.write("two", "# Two\n\nAfter the interruption.\n")
    assert built_book.build().status == 0
    assert "After the interruption." in built_book.page("two")


def test_a_half_written_page_is_written_again(built_book):
    good = built_book.published()
    work = built_book.root / "_build" / ".site"
    (work / "html" / "book" / "one.html").write_text("half a pa", "utf-8")
    (work / "html.unfinished").touch()
    built_book.write("two", "# Two\n\nChanged since.\n")
    again = built_book.build()
    assert again.status == 0
    assert "0 added, 1 changed, 0 removed" in again.text
    assert built_book.page("one") == good["book/one.html"].decode()
    assert "Changed since." in built_book.page("two")


def test_where_nothing_changed_nothing_is_done(built_book):
    good = built_book.published()
    again = built_book.build()
    assert again.status == 0
    assert "Nothing has changed since the last build" in again.text
    assert built_book.published() == good
    (built_book.site / "book" / "one.html").write_text("overwritten", "utf-8")  # whoever did it
    assert built_book.build().status == 0
    assert built_book.published() == good


def test_a_failed_build_keeps_what_the_last_good_one_made(built_book):
    good = built_book.published()
    one = built_book.root / "book" / "one.md"
    before, text = one.stat(), one.read_text("utf-8")
    one.write_text(text + "\n(new)=\n\n## A section more\n\nSee {ref}`nowhere`.\n", "utf-8")
    assert built_book.build().status == 1
    one.write_text(text, "utf-8")
    os.utime(one, ns=(before.st_atime_ns, before.st_mtime_ns))  # as a copy put back has the time that it had
    assert "Nothing has changed" in built_book.build().text
    built_book.write("two", "# Two\n\nAfter the failure.\n")
    mended = built_book.build()
    assert mended.status == 0
    assert "0 added, 1 changed, 0 removed" in mended.text
    assert built_book.page("one").encode() == good["book/one.html"]
    assert "After the failure." in built_book.page("two")


def test_a_second_build_waits_for_the_first(built_book):
    built_book.write("two", "# Two\n\n```{code-cell} ipython3\nimport time\ntime.sleep(3)\n```\n")
    first = subprocess.Popen(built_book.command, cwd=built_book.root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    lock = built_book.root / "_build" / ".lock"
    while lock.read_text() != str(first.pid):
        time.sleep(0.1)
    second = built_book.build()
    assert f"Another build of this book is running (process {first.pid})" in second.text
    assert second.status == 0
    assert first.wait() == 0
    assert "Nothing has changed" in second.text
