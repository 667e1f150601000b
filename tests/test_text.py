"""The comparison of two built sites, word by word."""

from pathlib import Path

import pytest

from tests.site.text import compare

PAGE = (
    "<html><head><title>One</title></head><body><nav>{frame}</nav><article class='bd-article'><h1>One</h1>\n"
    "<p>Of {formula} we know <b>{number}</b> lines, and no more.</p>\n<pre>{code}</pre></article></body></html>"
)
SAID = {"frame": "Search", "formula": "<math><mi>w</mi></math>", "number": "two", "code": "print(1)"}


def site(folder: Path, **said: str) -> Path:
    """A site of two pages."""
    (folder / "book").mkdir(parents=True)
    (folder / "index.html").write_text("<html><head><title>Moved</title></head></html>", "utf-8")
    (folder / "book" / "one.html").write_text(PAGE.format(**(SAID | said)), "utf-8")
    return folder


@pytest.mark.parametrize(
    ("part", "otherwise", "told"),
    [
        ("number", "three", "One One Of w we know [two -> three] lines, and no more. print(1)"),
        ("formula", "<math><mi>v</mi></math>", "One One Of [w -> v] we know two lines, and no"),
        ("code", "print(2)", "know two lines, and no more. [print(1) -> print(2)]"),
    ],
)
def test_a_page_that_says_something_else_is_told_with_the_place(tmp_path, part, otherwise, told):
    found = compare(site(tmp_path / "a"), site(tmp_path / "b", **{part: otherwise}))
    assert found == [f"book/one.html: {told}"]


def test_the_frame_the_markup_and_what_is_not_seen_may_differ(tmp_path):
    formula = "<math><mi>w</mi><annotation encoding='application/x-tex'> w </annotation></math>"
    other = site(tmp_path / "b", frame="Search the book", number="<em>two</em>", formula=formula)
    assert compare(site(tmp_path / "a"), other) == []


def test_a_page_that_is_missing_is_told(tmp_path):
    full, short = site(tmp_path / "a"), site(tmp_path / "b")
    (short / "book" / "one.html").unlink()
    assert compare(full, short) == [f"book/one.html: only in {full}"]
    assert compare(short, full) == [f"book/one.html: only in {full}"]


def test_no_site_is_no_agreement(tmp_path):
    with pytest.raises(SystemExit, match="build the book first"):
        compare(tmp_path / "nothing", site(tmp_path / "a"))
