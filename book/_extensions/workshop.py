"""The folder in which Sphinx works: one build at a time, and what the last good build left is there for the next.

Sphinx compares the sources with what it remembers of its last build, so the pages and that memory have to belong
together. After a good build both are copied; a build that failed or was interrupted leaves a mark, and the next one
puts the copy back and goes on from there. What makes all pages (settings, extensions, style sheets) is part of the
state: when it changes, Sphinx starts anew.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from sphinx.errors import ExtensionError
from sphinx.util import logging

try:
    import fcntl
except ImportError:  # Windows, where two builds are not kept apart
    fcntl = None  # type: ignore[assignment]

logger = logging.getLogger(__name__)

SETTINGS = ("BOOK_URL", "BOOK_REPOSITORY", "BOOK_SOLUTIONS", "BOOK_CHAPTER", "FAST", "SOURCE_DATE_EPOCH")
NO_SOURCES = {"_build", "__pycache__", "node_modules"}
ENVIRONMENT = "environment.pickle"  # what Sphinx remembers


def alone(folder: Path) -> IO[str] | None:
    """Wait until no other build uses a folder, and keep it; the system gives it back when this process ends.

    Parameters
    ----------
    folder : Path
        Of all that is built.

    Returns
    -------
    file or None
        To be closed when the build is done; None where the system has no such locks.
    """
    if fcntl is None:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    lock = (folder / ".lock").open("a+", encoding="utf-8")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        logger.info("Another build of this book is running (process %s): this one starts when it ends.", lock.read())
        fcntl.flock(lock, fcntl.LOCK_EX)
    lock.seek(0)
    lock.truncate()
    lock.write(str(os.getpid()))
    lock.flush()
    return lock


def jobs() -> int:
    """How many things are done at a time: as many as there are cores, or as BOOK_JOBS says.

    Raises
    ------
    sphinx.errors.ExtensionError
        If that is no number.
    """
    said = os.environ.get("BOOK_JOBS", "").strip()
    if said and not said.isdecimal():
        raise ExtensionError(f"BOOK_JOBS is {said!r}: give the number of chapters to run at a time, or nothing.")
    return max(1, int(said or os.cpu_count() or 1))


def beside(folder: Path, suffix: str) -> Path:
    """A file or folder that belongs to a folder and lies beside it."""
    return folder.parent / f"{folder.name}.{suffix}"


def digest(files: Iterable[Path], root: Path, *others: object) -> str:
    """A hash of the contents of files and their places in a folder, and of other things that count."""
    state = hashlib.sha256(repr(others).encode())
    for path in sorted(files):
        content = path.read_bytes()
        state.update(f"{os.path.relpath(path, root)}\0{len(content)}\0".encode() + content)
    return state.hexdigest()


def makers(root: Path) -> str:
    """The state of what makes the pages beside their own text: Sphinx does not notice when these change."""
    here = Path(__file__).parent
    files = [
        path
        for name in ("_config.yml", "_toc.yml", "requirements.txt", "CITATION.cff")
        if (path := root / name).exists()
    ]
    files += [*here.rglob("*.py"), *(p for p in (here.parent / "_static").rglob("*") if p.is_file())]
    return digest(files, root, *map(os.environ.get, ("BOOK_URL", "BOOK_REPOSITORY", "BOOK_SOLUTIONS")))


def inputs(root: Path) -> str:
    """The state of all that a build may read: the project's files, the printed book, settings, what is installed."""
    libraries = Path(sysconfig.get_path("purelib")).stat().st_mtime_ns
    files = [*_sources(root), *(root / "_build" / "pdf").glob("*.pdf")]
    return digest(files, root, sys.version, libraries, *map(os.environ.get, SETTINGS))


def _sources(folder: Path, around: frozenset[Path] = frozenset()) -> Iterator[Path]:
    """The files in a folder and in those within, links followed, without what is hidden, made or installed there."""
    if (here := folder.resolve()) in around or (folder / "pyvenv.cfg").exists():
        return
    for path in folder.iterdir():
        if path.name.startswith(".") or path.name in NO_SOURCES:
            continue
        if path.is_dir():
            yield from _sources(path, around | {here})
        elif path.is_file():
            yield path


def start(outdir: Path, doctrees: Path, state: str) -> None:
    """Begin a build where the last good one of the same makers ended, or anew.

    Parameters
    ----------
    outdir, doctrees : Path
        Where Sphinx writes pages, and what it remembers.
    state : str
        Of the makers.
    """
    unfinished, good = beside(outdir, "unfinished"), beside(outdir, "good")
    outdir.parent.mkdir(parents=True, exist_ok=True)
    if unfinished.exists() or made_by(outdir) != state:
        unfinished.touch()
        if _text(good / "made-by") == state:
            _mirror(good / "pages", outdir)
            _mirror(good / "doctrees", doctrees)
        else:
            shutil.rmtree(outdir, ignore_errors=True)
            (doctrees / ENVIRONMENT).unlink(missing_ok=True)
    outdir.mkdir(exist_ok=True)
    unfinished.touch()
    beside(outdir, "made-by").write_text(state)


def keep(outdir: Path, doctrees: Path) -> None:
    """Keep what a good build made, for the next to begin with."""
    good = beside(outdir, "good")
    (good / "made-by").unlink(missing_ok=True)  # so that half a copy is not taken for a whole one
    _mirror(outdir, good / "pages")
    _mirror(doctrees, good / "doctrees")
    shutil.copyfile(beside(outdir, "made-by"), good / "made-by")
    beside(outdir, "unfinished").unlink(missing_ok=True)


def made_by(outdir: Path) -> str:
    """The state of the makers with which the build in a folder began."""
    return _text(beside(outdir, "made-by"))


def _text(path: Path) -> str:
    return path.read_text() if path.exists() else ""


def _mirror(source: Path, target: Path) -> None:
    """Make a folder like another, times included, by which Sphinx tells what is old; copy only what differs."""
    target.mkdir(parents=True, exist_ok=True)
    for path in target.iterdir():
        here = source / path.name
        if path.is_dir() and not here.is_dir():
            shutil.rmtree(path)
        elif not path.is_dir() and not here.is_file():
            path.unlink()
    for path in source.iterdir():
        there = target / path.name
        if path.is_dir():
            _mirror(path, there)
        elif not there.exists() or stamp(path) != stamp(there):
            shutil.copy2(path, there)


def stamp(path: Path) -> tuple[int, int]:
    """The size and the time of a file, by which a change shows."""
    found = path.stat()
    return found.st_size, found.st_mtime_ns
