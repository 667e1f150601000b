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


def test_cells_run_once_until_the_code_changes(small_book):
    first = small_book.build()
    assert first.status == 0, first.text
    assert len(ran(first.text)) == 2
    assert any("[chapter 2 of 2]" in line and " s" in line for line in ran(first.text))
    assert "the answer is 41" in small_book.page("one")

    second = small_book.build()
    assert second.status == 0
    assert not ran(second.text)

    one = small_book.root / "book" / "one.md"
    one.write_text(one.read_text("utf-8") + "\nMore prose.\n", "utf-8")
    prose = small_book.build()
    assert prose.status == 0
    assert not ran(prose.text)
    assert "More prose." in small_book.page("one")
    assert "the answer is 41" in small_book.page("one")

    (small_book.root / "code" / "derived" / "answer.py").write_text('"""A module."""\n\nANSWER = 42\n', "utf-8")
    changed = small_book.build()
    assert changed.status == 0, changed.text
    assert ran(changed.text)
    assert "the answer is 42" in small_book.page("one")


FAULTS = {
    "a failing cell": (
        "# Two\n\nSome words.\n\n```{code-cell} ipython3\na = 1\nb = a / 0\n```\n",
        ["book/two.md:13", "code cell 1", "b = a / 0", "ZeroDivisionError"],
    ),
    "a wrong derivation": (
        "# Two\n\n```{code-cell} ipython3\nfrom derived.algebra import scalar\n"
        "from derived.derivation import Derivation\nx = scalar('x')\nDerivation('Twice', label='twice')"
        ".start(x + x).equals(3 * x, because='collect')\n```\n",
        ["two.md:13", "Line 1 of 'Twice' (twice-1) is wrong", "For example, with", "on this line"],
    ),
    "TeX that cannot be read": ("# Two\n\nWords $\\frac{1}{$ more.\n", ["two.md:9", "KaTeX cannot read"]),
    "an unknown reference": ("# Two\n\nSee {eq}`nowhere`.\n", ["two.md:9", "nowhere"]),
    "an image without words": (
        "# Two\n\n```{code-cell} ipython3\nfrom derived.show import figure\nfig, ax = figure('x', 'y')\n```\n",
        ["two.md", "no alternative text"],
    ),
    "a request to a third party": (
        '# Two\n\n<img src="https://example.org/x.png" alt="a picture from somewhere else">\n',
        ["two.html", "https://example.org/x.png", "third party"],
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_fails_every_time_and_leaves_the_site(small_book, fault):
    assert small_book.build().status == 0
    good = small_book.published()
    text, words = FAULTS[fault]
    small_book.write("two", text)
    for _ in range(2):
        failed = small_book.build()
        assert failed.status == 1, failed.text
        assert all(word in failed.text for word in words), failed.text
        assert "Traceback" not in failed.text
        assert small_book.published() == good
    small_book.write("two", "# Two\n\nMended.\n")
    assert small_book.build().status == 0
    assert "Mended." in small_book.page("two")


def test_a_quick_build_leaves_the_pages_as_the_theme_writes_them(small_book):
    quick = small_book.build(FAST="1")
    assert quick.status == 0, quick.text
    assert "THEBE_JS_URL" in small_book.page("one")


def test_an_interrupted_build_leaves_nothing_broken(small_book):
    assert small_book.build().status == 0
    good = small_book.published()
    small_book.write("two", "# Two\n\n```{code-cell} ipython3\nimport time\ntime.sleep(60)\n```\n")
    process = subprocess.Popen(
        small_book.command,
        cwd=small_book.root,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    time.sleep(6)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert small_book.published() == good
    small_book.write("two", "# Two\n\nAfter the interruption.\n")
    assert small_book.build().status == 0
    assert "After the interruption." in small_book.page("two")


def test_a_half_written_page_is_written_again(small_book):
    assert small_book.build().status == 0
    good = small_book.published()
    work = small_book.root / "_build" / ".site"
    (work / "html" / "book" / "one.html").write_text("half a pa", "utf-8")
    (work / "html.unfinished").touch()
    small_book.write("two", "# Two\n\nChanged since.\n")
    again = small_book.build()
    assert again.status == 0
    assert "0 added, 1 changed, 0 removed" in again.text
    assert small_book.page("one") == good["book/one.html"].decode()
    assert "Changed since." in small_book.page("two")


def test_where_nothing_changed_nothing_is_done(small_book):
    assert small_book.build().status == 0
    good = small_book.published()
    again = small_book.build()
    assert again.status == 0
    assert "Nothing has changed since the last build" in again.text
    assert small_book.published() == good
    (small_book.site / "book" / "one.html").write_text("overwritten", "utf-8")  # whoever did it
    assert small_book.build().status == 0
    assert small_book.published() == good


def test_a_failed_build_keeps_what_the_last_good_one_made(small_book):
    assert small_book.build().status == 0
    good = small_book.published()
    one = small_book.root / "book" / "one.md"
    before, text = one.stat(), one.read_text("utf-8")
    one.write_text(text + "\n(new)=\n\n## A section more\n\nSee {ref}`nowhere`.\n", "utf-8")
    assert small_book.build().status == 1
    one.write_text(text, "utf-8")
    os.utime(one, ns=(before.st_atime_ns, before.st_mtime_ns))  # as a copy put back has the time that it had
    assert "Nothing has changed" in small_book.build().text
    small_book.write("two", "# Two\n\nAfter the failure.\n")
    mended = small_book.build()
    assert mended.status == 0
    assert "0 added, 1 changed, 0 removed" in mended.text
    assert small_book.page("one").encode() == good["book/one.html"]
    assert "After the failure." in small_book.page("two")


def test_a_second_build_waits_for_the_first(small_book):
    small_book.write("two", "# Two\n\n```{code-cell} ipython3\nimport time\ntime.sleep(8)\n```\n")
    first = subprocess.Popen(small_book.command, cwd=small_book.root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    lock = small_book.root / "_build" / ".lock"
    while not (lock.exists() and lock.read_text()):
        time.sleep(0.1)
    second = small_book.build()
    assert f"Another build of this book is running (process {first.pid})" in second.text
    assert second.status == 0
    assert first.wait() == 0
    assert "Nothing has changed" in second.text
