"""Run the chapters' cells, several chapters at a time, while Sphinx reads those that have run.

Results are kept with the state of all that a chapter's cells depend on: their own code, the modules that they import,
directly or not, these modules' data, and the pinned requirements. Prose can change without running anything, and a
module changes the chapters that use it and no others. A cell that fails stops the build, this time and every time.

Whether a chapter runs again is decided on this way. `outdated` asks for the state of each page that did not change
itself (`note_state` remembered the last one), and names those whose state is another. `chapters.state_of` makes the
state: of the page's code, the pinned requirements, and what `dependencies.Package` finds that the code imports
(`needed_by`), hashed with the data beside it (`state`). `chapters.read` writes the state into the notebook, so that
`execute` finds in the cache only results of the same code and the same state, and runs what it does not find.
"""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from threading import Semaphore
from types import FrameType

from docutils import nodes
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn, JupyterCacheAbstract
from jupyter_client.kernelspec import NoSuchKernel
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from nbformat.v4 import new_output
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util import logging

import chapters
import desk
import workshop

logger = logging.getLogger(__name__)

# A kernel that talks to this machine only need not warn of that, nor say that it was stopped.
QUIET = ["--IPKernelApp.log_level=50"]
STATE = "state of the code"  # among what Sphinx remembers of a page


def configure(app: Sphinx, config: Config) -> None:
    """Choose the cache, and let the kernels find the package."""
    refuse_folder(Path(app.srcdir))
    config.nb_execution_cache_path = str(Path(app.doctreedir).parent / ".jupyter_cache")
    code = str(Path(app.srcdir) / chapters.PACKAGE)
    others = [p for p in os.environ.get("PYTHONPATH", "").split(os.pathsep) if p and p != code]
    os.environ["PYTHONPATH"] = os.pathsep.join([code, *others])
    os.environ["PYTHONHASHSEED"] = "0"
    for threads in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[threads] = "1"  # chapters run side by side, and sums must not depend on how many cores there are
    os.environ.setdefault("SOURCE_DATE_EPOCH", "1767225600")
    os.environ.pop("PYTHONOPTIMIZE", None)  # which would leave out the asserts of cells


def refuse_folder(root: Path) -> None:
    """Say at once where a book cannot be built, in place of what a database or Python would say of it.

    Raises
    ------
    sphinx.errors.ExtensionError
        If the name of its folder has a sign that cuts an address, or a list of folders, in two.
    """
    for sign in ("%", "?", os.pathsep):
        if sign in str(root):
            raise ExtensionError(
                f"The book lies in {root}. Its cells cannot run in a folder with {sign} in its name: rename or move it."
            )


def outdated(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> list[str]:
    """The pages that did not change themselves, but code or data on which their cells depend."""
    known = env.found_docs - added - changed - removed
    return [page for page in sorted(desk.narrowed(known)) if _state(env, page) != env.metadata[page].get(STATE)]


def note_state(app: Sphinx, doctree: nodes.document) -> None:
    """Remember in which state a page was read."""
    page = app.env.docname
    app.env.metadata[page][STATE] = _state(app.env, page)


def _state(env: BuildEnvironment, page: str) -> str:
    path = Path(env.doc2path(page))
    return chapters.state_of(path.read_text("utf-8"), Path(env.srcdir)) if path.suffix == ".md" else ""


@dataclass(frozen=True)
class Failure:
    """A cell that did not run through: where it is, and what it said."""

    chapter: Path
    message: str


def _client(notebook: NotebookNode, path: Path, timeout: int) -> NotebookClient:
    return NotebookClient(
        notebook,
        timeout=timeout,
        resources={"metadata": {"path": str(path.parent)}},
        record_timing=False,
        extra_arguments=QUIET,
        shutdown_kernel="immediate",
    )


def _joined(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """What is printed in one go, in one piece: a kernel sends it in pieces that depend on how long things take."""
    joined: list[NotebookNode] = []
    for stream, pieces in groupby(outputs, key=lambda output: output.get("name")):
        if stream is None:
            joined.extend(pieces)
        else:
            joined.append(new_output("stream", name=stream, text=_overwritten("".join(piece.text for piece in pieces))))
    return joined


def _overwritten(text: str) -> str:
    """What a terminal shows of a text: a progress bar writes over its own line."""
    lines = text.replace("\r\n", "\n").split("\n")
    return "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in lines)


def _told(notebook: NotebookNode, path: Path, chapter: Path, problem: Exception) -> str:
    """The chapter, the cell, the line in its source, and the error."""
    cells = [(k, c) for k, c in enumerate(notebook.cells) if c.cell_type == "code"]
    started = [(number, *found) for number, found in enumerate(cells, 1) if found[1].execution_count]
    if not started:
        return f"{chapter}: {type(problem).__name__}: {problem}"
    number, index, cell = started[-1]
    fence = notebook.metadata.get("source_map", [0] * len(notebook.cells))[index]
    first = chapters.line_of_code(path.read_text("utf-8").splitlines(), fence, cell.source)
    error = next((output for output in cell.outputs if output.output_type == "error"), None)
    if isinstance(problem, CellTimeoutError):
        how = "ran out of time: shorten it, or raise execute: timeout in _config.yml"
        return f"{chapter}:{first}: code cell {number} {how}"
    if error is None:
        return f"{chapter}:{first}: code cell {number} ended its kernel: {problem}"
    inside = _line_in_cell("\n".join(error.traceback))
    line = first + inside - 1 if inside else first
    source = cell.source.splitlines()
    quoted = f"\n    {source[inside - 1].strip()}" if inside and inside <= len(source) else ""
    message = error.evalue if error.ename in error.evalue[: len(error.ename)] else f"{error.ename}: {error.evalue}"
    return f"{chapter}:{line}: code cell {number} failed{quoted}\n{message}"


def _line_in_cell(traceback: str) -> int | None:
    plain = re.sub(r"\x1b\[[0-9;]*m", "", traceback)
    hits = re.findall(r"(?:Cell In\[\d+\], line|^line) (\d+)", plain, re.MULTILINE) or re.findall(
        r"^-+> (\d+) ", plain, re.MULTILINE
    )
    return int(hits[0]) if hits else None


class Runs:
    """The chapters that run while others, whose results are there, are read.

    Each is put to work in the order in which Sphinx reads them, and waited for when it is read; its results go into
    the cache, where reading finds them. Only the main thread keeps results, and tells of them.
    """

    def __init__(self, app: Sphinx, cache: JupyterCacheAbstract):
        self.root, self.timeout, self.cache = Path(app.srcdir), app.config.nb_execution_timeout, cache
        self.turns, self.stopped = Semaphore(workshop.jobs()), False
        self.pool = ThreadPoolExecutor(max_workers=workshop.jobs() + 1)
        self.running: dict[Future, tuple[NotebookClient, Path]] = {}
        self.expected: set[Path] = set()
        self.failures: list[Failure] = []

    def begin(self, notebook: NotebookNode, path: Path) -> None:
        """Let a chapter run when a core is free."""
        client = _client(notebook, path, self.timeout)
        self.expected.add(path)
        self.running[self.pool.submit(self._run, client, path)] = client, path

    def _run(self, client: NotebookClient, path: Path) -> tuple[float, Failure | None]:
        """Run a chapter; its kernel starts ahead, while cells of others run. Seconds of both, without waiting."""
        started, waited, failure = time.perf_counter(), 0.0, None
        try:
            client.km = client.create_kernel_manager()
            client.start_new_kernel()
            client.start_new_kernel_client()
            ready = time.perf_counter()
            with self.turns:
                waited = time.perf_counter() - ready
                if not self.stopped:
                    client.execute()
            for cell in client.nb.cells:
                if cell.cell_type == "code":
                    cell.outputs = _joined(cell.outputs)
        except NoSuchKernel as problem:
            told = "which is not installed; no chapter need name one"
            message = f"{path.relative_to(self.root)}:1: its front matter asks for the kernel {problem.name!r}, {told}"
            failure = Failure(path, message)
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as problem:
            failure = Failure(path, _told(client.nb, path, path.relative_to(self.root), problem))
        return time.perf_counter() - started - waited, failure

    def follow(self) -> None:
        """Once all have begun, be ready to wait for each."""
        self.finished = enumerate(as_completed(self.running), 1)

    def wait_for(self, page: Path) -> None:
        """Keep results as they come, until a page's are there; if a cell fails, hear the others out, then say so."""
        while page in self.expected:
            self._keep(*next(self.finished))
            if self.failures:
                for done, future in self.finished:
                    self._keep(done, future)
                told = "\n\n".join(f.message for f in sorted(self.failures, key=lambda f: f.chapter))
                raise ExtensionError(
                    f"{len(self.failures)} chapter(s) failed; the published site stays as it was.\n\n{told}\n"
                )

    def _keep(self, done: int, future: Future) -> None:
        seconds, failure = future.result()
        client, path = self.running[future]
        name = path.relative_to(self.root).with_suffix("")
        how = "FAILED" if failure else "ran in"
        logger.info("[chapter %d of %d] %s %s %.1f s", done, len(self.running), name, how, seconds)
        self.expected.remove(path)
        if failure:
            self.failures.append(failure)
        else:
            bundle = CacheBundleIn(client.nb, str(path), data={"execution_seconds": 0.0})
            self.cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)

    def stop(self) -> None:
        """Give up what runs or waits, so that Ctrl+C need not wait for the slowest cell."""
        self.stopped = True
        self.pool.shutdown(wait=False, cancel_futures=True)
        for client, _ in self.running.values():
            process = getattr(getattr(client.km, "provisioner", None), "process", None)
            if process:
                process.kill()


def execute(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Let all that the cache does not hold begin to run, in parallel."""
    cache = get_cache(app.config.nb_execution_cache_path)
    runs = Runs(app, cache)
    interrupt = signal.getsignal(signal.SIGINT)

    def stop(*happened: object) -> None:
        runs.stop()
        signal.signal(signal.SIGINT, interrupt)

    def interrupted(number: int, frame: FrameType | None) -> None:
        stop()
        raise KeyboardInterrupt

    signal.signal(signal.SIGINT, interrupted)
    app.connect("build-finished", stop, priority=0)
    stamps = {page: workshop.stamp(Path(env.doc2path(page))) for page in docnames}

    def wait_for(app: Sphinx, page: str, source: list[str]) -> None:
        path = Path(env.doc2path(page))
        runs.wait_for(path)
        if workshop.stamp(path) != stamps[page]:
            raise ExtensionError(f"{path.relative_to(app.srcdir)} was saved while it was being built: build again.")

    app.connect("source-read", wait_for, priority=0)
    for notebook, path in _waiting(env, docnames, cache):  # the first ones run while others are looked up
        runs.begin(notebook, path)
    runs.follow()


def _waiting(
    env: BuildEnvironment, docnames: list[str], cache: JupyterCacheAbstract
) -> Iterator[tuple[NotebookNode, Path]]:
    """The chapters of which the cache does not hold results."""
    for docname in docnames:
        text, reader = chapters.read(env, docname)
        if reader is None:
            continue
        notebook = reader.read(text)
        if not any(cell.cell_type == "code" for cell in notebook.cells):
            continue
        try:
            cache.merge_match_into_notebook(notebook)
        except (KeyError, OSError, ValueError):  # not run yet, or interrupted while its results were written
            yield notebook, Path(env.doc2path(docname))


def setup(app: Sphinx) -> dict:
    """Connect to Sphinx; extensions named after this one can import the package."""
    if str(Path(app.srcdir) / chapters.PACKAGE) not in sys.path:
        sys.path.insert(0, str(Path(app.srcdir) / chapters.PACKAGE))
    app.connect("config-inited", configure, priority=200)
    app.connect("env-get-outdated", outdated)
    app.connect("env-before-read-docs", execute)
    app.connect("doctree-read", note_state)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
