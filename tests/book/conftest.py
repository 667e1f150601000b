"""A small book with the real extensions and settings, and the real book itself."""

import os
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from memory import Memory

from .elsewhere import environment

ROOT = Path(__file__).parents[2]
BUILD = [sys.executable, "-c", "from jupyter_book.cli.main import main; main()", "build", "."]
FRONT = "---\nmyst:\n  html_meta:\n    description: A page of a small book.\n---\n\n"


@dataclass
class Build:
    """What a build said, and whether it succeeded."""

    status: int
    text: str


@dataclass
class SmallBook:
    """A book of a few pages in a temporary folder."""

    root: Path
    command = BUILD
    first: Build | None = None

    def write(self, name: str, text: str, cells: bool = True) -> Path:
        """Write a page."""
        path = self.root / "book" / f"{name}.md"
        path.write_text((FRONT if cells else "") + text, "utf-8")
        return path

    def build(self, **environment: str) -> Build:
        """Run `jupyter-book build .` as a reader would."""
        clean = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "BOOK_URL", "BOOK_REPOSITORY")}
        done = subprocess.run(
            self.command,
            cwd=self.root,
            env=clean | environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return Build(done.returncode, done.stdout + done.stderr)

    @property
    def site(self) -> Path:
        """Where the published pages are."""
        return self.root / "_build" / "html"

    def page(self, name: str) -> str:
        """A published page."""
        return (self.site / "book" / f"{name}.html").read_text("utf-8")

    def published(self) -> dict[str, bytes]:
        """Every byte of the published site."""
        return {str(p.relative_to(self.site)): p.read_bytes() for p in self.site.rglob("*") if p.is_file()}


def make_book(root: Path, pages: tuple[str, ...] = ("index", "one", "two")) -> SmallBook:
    """Lay out a small book with a package of one module."""
    config = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))
    (root / "book").mkdir(parents=True)
    (root / "book" / "_extensions").symlink_to(ROOT / "book" / "_extensions")  # and no copy: their coverage is measured
    shutil.copytree(ROOT / "book" / "_static", root / "book" / "_static")
    shutil.copy(ROOT / "book" / "references.bib", root / "book")
    (root / "_config.yml").write_text(yaml.safe_dump(config), "utf-8")
    toc = {"format": "jb-book", "root": f"book/{pages[0]}", "chapters": [{"file": f"book/{p}"} for p in pages[1:]]}
    (root / "_toc.yml").write_text(yaml.safe_dump(toc), "utf-8")
    shutil.copytree(ROOT / "code", root / "code", ignore=shutil.ignore_patterns("__pycache__", "*.gz"))
    for name in ("pyproject.toml", "CITATION.cff"):
        shutil.copy(ROOT / name, root)
    (root / "README.md").write_text("A small book.\n", "utf-8")
    (root / "requirements.txt").write_text("", "utf-8")
    (root / "code" / "derived" / "answer.py").write_text('"""A module."""\n\nANSWER = 41\n', "utf-8")
    return SmallBook(root)


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    """Of steps of finishing; empty."""
    return Memory(tmp_path / "memory")


def write_pages(book: SmallBook) -> SmallBook:
    """Three pages, two with cells."""
    book.write("index", "# A small book\n\nWords.\n", cells=False)
    book.write(
        "one",
        "# One\n\n```{code-cell} ipython3\nfrom derived.answer import ANSWER\nprint(f'the answer is {ANSWER}')\n```\n",
    )
    book.write("two", "# Two\n\n$$a^2$$ (square)\n\nSee {eq}`square`.\n\n```{code-cell} ipython3\nprint(6 * 7)\n```\n")
    return book


@pytest.fixture
def small_book(tmp_path: Path) -> SmallBook:
    """A book of three pages, not built yet."""
    return write_pages(make_book(tmp_path))


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[SmallBook, Path]:
    """The small book where it was built, which its results remember, and a copy of it, to be put there again."""
    book, good = make_book(tmp_path_factory.mktemp("built") / "book"), tmp_path_factory.mktemp("good") / "book"
    book.first = write_pages(book).build()
    assert book.first.status == 0, book.first.text
    shutil.copytree(book.root, good, symlinks=True)
    return book, good


@pytest.fixture
def built_book(built_once: tuple[SmallBook, Path]) -> SmallBook:
    """The small book as its first good build left it."""
    book, good = built_once
    shutil.rmtree(book.root)
    shutil.copytree(good, book.root, symlinks=True)
    return SmallBook(book.root, book.first)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A Python that has the libraries of this one, and knows nothing of the book."""
    return environment(tmp_path / "elsewhere", sysconfig.get_path("purelib"))


@pytest.fixture(scope="session")
def real_site() -> Path:
    """The real book, built."""
    done = subprocess.run(BUILD, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return ROOT / "_build" / "html"
