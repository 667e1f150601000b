"""What serves an author: one chapter at a time, and a chapter to begin with."""

import os
import re
import subprocess
import sys
import time

import pytest
import yaml

import desk
import skeleton
from linting import lint

from .conftest import ROOT
from .test_build import ran


def run(book, *arguments: str) -> subprocess.CompletedProcess:
    """The desk of a small book, on its own copy of the extensions."""
    script = book.root / "book" / "_extensions" / "desk.py"
    code = f"import sys, pathlib; sys.path[:0] = [{str(script.parent)!r}]; import desk; "
    code += f"sys.exit(desk.build({arguments[0]!r}, pathlib.Path({str(book.root)!r})))"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


@pytest.mark.book
def test_one_chapter_is_built_and_the_others_wait(built_book):
    for name in ("one", "two"):
        path = built_book.root / "book" / f"{name}.md"
        path.write_text(path.read_text("utf-8") + f"\nMore of {name}.\n", "utf-8")
    (built_book.root / "code" / "derived" / "answer.py").write_text('"""A module."""\n\nANSWER = 42\n', "utf-8")
    built = built_book.build(BOOK_CHAPTER="one", FAST="1")
    assert built.status == 0, built.text
    assert len(ran(built.text)) == 1
    assert "More of one." in built_book.page("one")
    assert "the answer is 42" in built_book.page("one")
    assert "More of two." not in built_book.page("two")

    done = run(built_book, "one")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (built_book.site / "book" / "one.html").as_uri() in done.stdout
    assert len(done.stdout.splitlines()) == 1

    whole = built_book.build()
    assert whole.status == 0, whole.text
    assert "More of two." in built_book.page("two")


@pytest.mark.book
def test_a_mistake_ends_the_build_of_a_chapter_with_its_message(small_book):
    small_book.write("one", "# One\n\n:::{admonition} A\n:class: predit\nWords.\n:::\n")
    done = run(small_book, "one")
    assert done.returncode == 1
    assert done.stdout.strip().splitlines()[-1].endswith("the class predit has no look: write predict")
    small_book.write("one", "# One\n\n```{code-cell}\n1 / 0\n```\n")
    done = run(small_book, "one")
    assert done.returncode == 1
    assert done.stderr.strip().endswith("ZeroDivisionError: division by zero")
    assert done.stderr.count("ZeroDivisionError") == 1


def test_a_chapter_that_there_is_not(tmp_path, capsys):
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "lasso.md").touch()
    with pytest.raises(SystemExit, match=r"No chapter is called 'laso'\. There are lasso\."):
        desk.file_of("laso", tmp_path)
    assert desk.main([""]) == 2
    assert "NAME=lasso" in capsys.readouterr().out


def test_a_save_is_noticed(tmp_path):
    (tmp_path / "book").mkdir()
    page = tmp_path / "book" / "lasso.md"
    page.write_text("a", "utf-8")
    before = desk.times(tmp_path)
    assert desk.times(tmp_path) == before
    os.utime(page, ns=(time.time_ns(), before[page] + 1))
    assert desk.times(tmp_path) != before


TOC = (ROOT / "_toc.yml").read_text("utf-8")


def chapters_of(toc: str) -> dict[str, list[str]]:
    """The chapters of each part of a table of contents."""
    return {part["caption"]: [chapter["file"] for chapter in part["chapters"]] for part in yaml.safe_load(toc)["parts"]}


def test_a_new_chapter_stands_at_the_end_of_its_part():
    before = chapters_of(TOC)
    text, folder = skeleton.with_line(TOC, "median", "Linear models")
    assert folder == "book/linear-models"
    assert chapters_of(text) == {**before, "Linear models": [*before["Linear models"], "book/linear-models/median"]}
    last = [part["caption"] for part in yaml.safe_load(TOC)["parts"] if part.get("numbered")][-1]
    assert skeleton.with_line(TOC, "median") == skeleton.with_line(TOC, "median", last)


def test_a_chapter_may_begin_a_part(tmp_path):
    (tmp_path / "book" / "reference").mkdir(parents=True)
    (tmp_path / "_toc.yml").write_text(TOC, "utf-8")
    path = skeleton.begin(tmp_path, "perceptron", "The perceptron", new_part="Decision trees")
    assert path == tmp_path / "book" / "decision-trees" / "perceptron.md"
    assert "# The perceptron" in path.read_text("utf-8")
    before, after = (yaml.safe_load(text)["parts"] for text in (TOC, (tmp_path / "_toc.yml").read_text("utf-8")))
    chapters = [{"file": "book/decision-trees/perceptron"}]
    (ledger,) = (page for page in before[-1]["chapters"] if page["file"].endswith("/ledger"))
    ledger["sections"].append({"file": "book/reference/ledger-decision-trees"})
    assert after == [*before[:-1], {"caption": "Decision trees", "numbered": True, "chapters": chapters}, before[-1]]
    page = (tmp_path / "book" / "reference" / "ledger-decision-trees.md").read_text("utf-8")
    assert page == (ROOT / "book/reference/ledger-optimization.md").read_text("utf-8").replace(
        "Optimization", "Decision trees"
    )
    skeleton.begin(tmp_path, "backpropagation", "Backpropagation", "Decision trees")
    assert (path.parent / "backpropagation.md").exists()
    for part, new_part, words in (
        ("", "Decision trees", 'write PART="Decision trees"'),
        ("", "¿?", "names no folder"),
        ("", "Trees: forests", "names no folder"),
        ("Decision trees", "Trees", "in one part"),
    ):
        with pytest.raises(ValueError, match=re.escape(words)):
            skeleton.begin(tmp_path, "dropout", "Dropout", part, new_part)


@pytest.mark.parametrize(
    ("name", "title", "part", "words"),
    [
        ("One bad number", "One", "", "small letters and hyphens"),
        ("", "One", "", "small letters and hyphens"),
        ("median", " ", "", "needs a title"),
        ("lasso", "Lasso", "", "is there already"),
        ("median", "One", "Linear model", f"no part 'Linear model'; it has {', '.join(chapters_of(TOC))}. To begin it"),
    ],
)
def test_what_is_no_chapter_is_refused(name, title, part, words):
    with pytest.raises(ValueError, match=re.escape(words)):
        skeleton.begin(ROOT, name, title, part)


def test_a_new_chapter_has_all_sections_and_no_fault():
    text = skeleton.page("one-bad-number", "One bad number")
    assert not lint(text)
    assert 100 < len(text.splitlines()) < 180
    assert "NAME" not in text and "TITLE" not in text
    for section in (
        "class: goals",
        "real data",
        "Where it fails",
        "Common mistakes",
        "Exercises",
        "Summary",
        "Sources",
    ):
        assert section in text


@pytest.mark.book
def test_a_new_chapter_builds(built_book):
    path = built_book.root / "book" / "one.md"
    path.write_text(skeleton.page("one-bad-number", "One bad number"), "utf-8")
    built = built_book.build()
    assert built.status == 0, built.text
    page = built_book.page("one")
    assert "One bad number" in page and "equation-one-bad-number-mean" in page
    assert re.search(r"it is (<[^>]+>)*13(</[^>]+>)* minutes", page)
