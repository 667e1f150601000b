"""Every notebook of the site runs where nothing is but what its first cell installs; `make check-notebooks`.

It shows there what the site shows, though the hash of a word and the time zone are others, so no cell depends on these.
For that the first cell installs the versions that the site was built with, and no newer ones.
"""

import re
from pathlib import Path

import pytest

from ..book.elsewhere import ROOT, assert_runs, assert_shows_the_same, environment, unpacked

SITE = ROOT / "_build" / "html" / "_sources" / "book"
BUNDLES = {path.relative_to(SITE).with_suffix("").as_posix(): path for path in sorted(SITE.rglob("*.zip"))}
OTHERWISE = {"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "77"}


@pytest.fixture(scope="session")
def clean_python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python that has Jupyter's runner, and no library of the book."""
    return environment(tmp_path_factory.mktemp("elsewhere"))


@pytest.fixture(scope="session")
def versions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The versions that the site was built with, for pip; some depend on that of Python."""
    path = tmp_path_factory.mktemp("versions") / "pinned.txt"
    pinned = re.findall(r"^[\w.-]+==[^\\\n]+", (ROOT / "requirements.txt").read_text("utf-8"), re.MULTILINE)
    path.write_text("\n".join(pinned), "utf-8")
    return path


def test_there_are_notebooks():
    """Of a site with an address there are no bundles: a small book tries that way, with the other tests."""
    assert len(BUNDLES) >= 8, f"build the book without BOOK_URL: in {SITE} are {len(BUNDLES)} bundles"


@pytest.mark.parametrize("name", BUNDLES)
def test_a_notebook_shows_elsewhere_what_the_site_shows(name, clean_python, versions, tmp_path):
    notebook = unpacked(BUNDLES[name], tmp_path)
    assert_runs(clean_python, notebook, PIP_CONSTRAINT=str(versions), **OTHERWISE)
    assert_shows_the_same(notebook)
