"""Notebooks as readers run them: taken from the site, in a Python of their own."""

import contextlib
import functools
import http.server
import os
import re
import subprocess
import threading
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import nbformat

ROOT = Path(__file__).parents[2]
SHOWN = ("text/plain", "text/html", "image/png", "stdout", "stderr")  # drawings have their pixels beside them
LINE_NUMBER = re.compile(r"<td>(\d+|\([\d.]+\))</td>")
RUN = """\
import sys, nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
notebook = nbformat.read(sys.argv[1], 4)
try:
    quiet = ["--IPKernelApp.log_level=40"]
    NotebookClient(notebook, timeout=600, coalesce_streams=True, extra_arguments=quiet).execute()
except CellExecutionError as problem:
    sys.exit(str(problem))
nbformat.write(notebook, "executed.ipynb")
import derived
print(derived.__file__)
"""


def environment(folder: Path, *libraries: str) -> Path:
    """A virtual environment: of nothing but Jupyter's runner, or with libraries that are installed elsewhere."""
    venv.create(folder, with_pip=not libraries)
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    if libraries:
        (own,) = folder.rglob("site-packages")
        (own / "libraries.pth").write_text("\n".join(libraries), "utf-8")
    else:
        subprocess.run([python, "-m", "pip", "install", "--quiet", "nbclient", "ipykernel"], check=True)
    return python


def unpacked(bundle: Path, folder: Path) -> Path:
    """The notebook of a bundle that was unpacked in a folder."""
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(folder)
    return folder / bundle.stem / f"{bundle.stem}.ipynb"


def run(python: Path, notebook: Path, **environment: str) -> subprocess.CompletedProcess:
    """Execute a notebook with nothing of the checkout on its path; it tells an error, or where the package is from."""
    clean = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "MPLBACKEND")} | environment
    clean["PATH"] = f"{python.parent}{os.pathsep}{clean['PATH']}"
    return subprocess.run(
        [python, "-c", RUN, notebook.name], cwd=notebook.parent, env=clean, capture_output=True, text=True, check=False
    )


def assert_runs(python: Path, notebook: Path, **environment: str) -> None:
    """Execute a notebook, which has to install the package for itself."""
    done = run(python, notebook, **environment)
    assert done.returncode == 0, done.stdout + done.stderr
    assert Path(done.stdout.strip()).is_relative_to(python.parents[1]), done.stdout


def assert_shows_the_same(notebook: Path) -> None:
    """Every cell of a notebook that was executed shows, to the last pixel, what it shows on the site."""
    published, here = (nbformat.read(path, 4) for path in (notebook, notebook.with_name("executed.ipynb")))
    for there, cell in zip(published.cells[1:], here.cells[1:], strict=True):  # the first one installs
        assert shown(cell) == shown(there), f"on the site, and not here, this cell shows so:\n{cell.source}"


def shown(cell: nbformat.NotebookNode) -> list[tuple[str, str]]:
    """What a cell shows, as kinds and contents; but for the numbers of lines, which on the site are the page's."""
    found = []
    for output in cell.get("outputs", []):
        for kind, content in output.get("data", {output.get("name", ""): output.get("text", "")}).items():
            if kind in SHOWN:
                found.append((kind, LINE_NUMBER.sub("<td></td>", content)))
    return found


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """A folder on a local port."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
