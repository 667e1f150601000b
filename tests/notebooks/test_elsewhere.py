"""Every notebook of the site runs where nothing is but what its first cell installs; `make check-notebooks`."""

from pathlib import Path

import pytest

from ..book.elsewhere import assert_runs, environment, unpacked

SITE = Path(__file__).parents[2] / "_build" / "html" / "_sources" / "book"
BUNDLES = {path.relative_to(SITE).with_suffix("").as_posix(): path for path in sorted(SITE.rglob("*.zip"))}


@pytest.fixture(scope="session")
def clean_python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python that has Jupyter's runner, and no library of the book."""
    return environment(tmp_path_factory.mktemp("elsewhere"))


def test_there_are_notebooks():
    """Of a site with an address there are no bundles: a small book tries that way, with the other tests."""
    assert len(BUNDLES) >= 8, f"build the book without BOOK_URL: in {SITE} are {len(BUNDLES)} bundles"


@pytest.mark.parametrize("name", BUNDLES)
def test_a_notebook_runs_elsewhere(name, clean_python, tmp_path):
    assert_runs(clean_python, unpacked(BUNDLES[name], tmp_path))
