"""The author's desk: one chapter, linted, built and shown in seconds; once, or at each save.

    python book/_extensions/desk.py lasso
    python book/_extensions/desk.py lasso --watch

Or ``make chapter NAME=lasso``, ``make watch NAME=lasso``. The build reads and runs this chapter alone, and leaves the
pages as the theme writes them; whatever else has changed waits for the next ``make book``. To a build, the chapter is
what the environment calls ``BOOK_CHAPTER``.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError

CHAPTER = "BOOK_CHAPTER"
WATCHED = ("book", "code", "_toc.yml", "_config.yml")
BUILD = [sys.executable, "-c", "from jupyter_book.cli.main import main; main()", "build", ".", "-q"]


def narrowed(pages: Iterable[str]) -> set[str]:
    """Of some pages, the chapter that was asked for; all, if none was.

    Examples
    --------
    >>> sorted(narrowed({"book/one", "book/two"}))
    ['book/one', 'book/two']
    """
    name = os.environ.get(CHAPTER, "")
    return {page for page in pages if not name or page.rpartition("/")[2] == name}


def keep_the_rest(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Leave other pages that have changed to the next build; those that are new have to be read once."""
    if not narrowed(env.found_docs):
        raise ExtensionError(f"{CHAPTER}={os.environ[CHAPTER]}: no page of _toc.yml has this name")
    changed &= narrowed(changed)
    return []


def file_of(name: str, root: Path) -> Path:
    """The source of a chapter.

    Raises
    ------
    SystemExit
        If there is none of this name: it says which there are.
    """
    sources = {path.stem: path for path in sorted((root / "book").rglob("*.md"))}
    if name not in sources:
        raise SystemExit(f"No chapter is called {name!r}. There are {', '.join(sources)}.")
    return sources[name]


def build(name: str, root: Path) -> int:
    """Lint a chapter and build it; the status is 0 if it can be looked at."""
    started = time.perf_counter()
    path = file_of(name, root)
    lint = [sys.executable, str(Path(__file__).with_name("linting.py")), str(path)]
    linted = subprocess.run(lint, capture_output=True, text=True, check=False)
    if linted.returncode:
        print(linted.stdout + linted.stderr, end="")
        return linted.returncode
    if not (root / "_build" / ".doctrees" / "environment.pickle").exists():
        print("There is no earlier build to go on from: this one runs the whole book.")
    environment = os.environ | {CHAPTER: name, "FAST": "1"}
    status = subprocess.run(BUILD, cwd=root, env=environment, stdout=subprocess.DEVNULL, check=False).returncode
    if status == 0:
        page = (root / "_build" / "html" / path.relative_to(root)).with_suffix(".html")
        print(f"Built in {time.perf_counter() - started:.1f} s. Open {page.as_uri()}")
    return status


def times(root: Path) -> dict[Path, int]:
    """When what a chapter is made of was written."""
    files = [path for name in WATCHED for path in (root / name, *(root / name).rglob("*")) if path.is_file()]
    return {path: path.stat().st_mtime_ns for path in files if path.suffix in (".md", ".py", ".yml", ".bib", ".css")}


def watch(name: str, root: Path) -> None:
    """Build a chapter at each save, until Ctrl+C."""
    while True:
        seen = times(root)
        build(name, root)
        print(f"Waiting for the next save of {file_of(name, root)} (stop with Ctrl+C).", flush=True)
        while times(root) == seen:
            time.sleep(0.5)


def main(arguments: list[str]) -> int:
    """Build a chapter once, or watch it."""
    root = Path(__file__).parents[2]
    names = [argument for argument in arguments if argument != "--watch"]
    if len(names) != 1 or not names[0]:
        print("Name one chapter: make chapter NAME=lasso")
        return 2
    if "--watch" not in arguments:
        return build(names[0], root)
    try:
        watch(names[0], root)
    except KeyboardInterrupt:
        print()
    return 0


def setup(app: Sphinx) -> dict:
    """Connect to Sphinx."""
    app.connect("env-get-outdated", keep_the_rest, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
