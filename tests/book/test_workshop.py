"""The folder in which Sphinx works, tried without a build."""

import os

import pytest
from sphinx.errors import ExtensionError

import workshop


@pytest.fixture
def project(tmp_path):
    for name in ("book/one.md", "code/derived/two.py", "_build/html/one.html", "book/.hidden", "env/pyvenv.cfg",
                 "env/lib/three.py", "code/__pycache__/two.pyc", "linked/four.md"):  # fmt: skip
        path = tmp_path / "project" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("first")
    (tmp_path / "project" / "linked").rename(tmp_path / "elsewhere")
    (tmp_path / "project" / "book" / "linked").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "project" / "book" / "around").symlink_to(tmp_path / "project")  # with no end
    return tmp_path / "project"


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("book/one.md", True),
        ("code/derived/two.py", True),
        ("book/linked/four.md", True),
        ("book/new.md", True),
        ("_build/pdf/book.pdf", True),
        ("_build/html/one.html", False),
        ("book/.hidden", False),
        ("env/lib/three.py", False),
        ("code/__pycache__/two.pyc", False),
    ],
)
def test_what_a_build_may_read_counts_and_nothing_else(project, name, counts):
    before = workshop.inputs(project)
    (project / name).parent.mkdir(exist_ok=True)
    (project / name).write_text("second")
    assert (workshop.inputs(project) != before) == counts


@pytest.mark.parametrize("setting", workshop.SETTINGS)
def test_settings_count(project, monkeypatch, setting):
    before = workshop.inputs(project)
    monkeypatch.setenv(setting, "1")
    assert workshop.inputs(project) != before


def test_a_build_begins_where_the_last_good_one_of_the_same_makers_ended(tmp_path):
    outdir, doctrees = tmp_path / ".site" / "html", tmp_path / ".doctrees"
    page, memory = outdir / "book" / "one.html", doctrees / workshop.ENVIRONMENT

    def build(makers, text, good):
        workshop.start(outdir, doctrees, makers)
        found = page.read_text() if page.exists() else None, memory.read_text() if memory.exists() else None
        page.parent.mkdir(exist_ok=True)
        doctrees.mkdir(exist_ok=True)
        page.write_text(text)
        memory.write_text(text)
        if good:
            workshop.keep(outdir, doctrees)
        return found

    assert build("makers", "first", good=True) == (None, None)
    os.utime(page, ns=(1, 1))
    assert build("makers", "second", good=True) == ("first", "first")
    when = page.stat().st_mtime_ns
    (outdir / "more.html").write_text("left by a build that failed")
    assert build("makers", "wrong", good=False) == ("second", "second")
    workshop.start(outdir, doctrees, "makers")
    assert (page.read_text(), memory.read_text(), page.stat().st_mtime_ns) == ("second", "second", when)
    assert not (outdir / "more.html").exists()
    assert build("other makers", "wrong", good=False) == (None, None)
    assert build("makers", "third", good=False) == ("second", "second")  # the settings are as they were


def test_half_a_copy_is_not_taken_for_a_whole_one(tmp_path, monkeypatch):
    outdir, doctrees = tmp_path / "html", tmp_path / "doctrees"
    workshop.start(outdir, doctrees, "makers")
    doctrees.mkdir()
    (outdir / "one.html").write_text("first")
    workshop.keep(outdir, doctrees)
    (outdir / "one.html").write_text("second one")
    workshop.start(outdir, doctrees, "makers")

    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(workshop.shutil, "copyfile", interrupted)
    with pytest.raises(KeyboardInterrupt):
        workshop.keep(outdir, doctrees)
    workshop.start(outdir, doctrees, "makers")
    assert not (outdir / "one.html").exists()


def test_as_many_jobs_as_cores_or_as_is_said(monkeypatch):
    for said, jobs in (("3", 3), ("", os.cpu_count()), ("0", 1)):
        monkeypatch.setenv("BOOK_JOBS", said)
        assert workshop.jobs() == jobs
    monkeypatch.setenv("BOOK_JOBS", "two")
    with pytest.raises(ExtensionError, match="BOOK_JOBS is 'two': give the number"):
        workshop.jobs()
