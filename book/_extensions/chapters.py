"""What every chapter would repeat, said once: that its cells are Python, and how a figure is written.

A chapter with code cells needs no kernel in its front matter. A figure is a cell with three options beside its code,

    figure: fig-name
    caption: >-
      What to see in it.
    alt: >-
      What it shows, for those who cannot see it.

and its code is folded unless it has tags of its own. `completed` spells both out as MyST-NB wants them, and moves no
line, so that messages name the lines of the chapter as it is written. It also writes down the state of all that the
cells depend on, so that results are those of that state.
"""

from __future__ import annotations

import codecs
import hashlib
import json
import re
import sys
from functools import lru_cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml
from myst_nb.core.read import NbReader, create_nb_reader, read_myst_markdown_notebook
from nbformat import NotebookNode
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError

import workshop
from dependencies import package_in
from memory import Memory

PACKAGE, REQUIREMENTS = Path("code"), Path("requirements.txt")
RECORDED, FRAMEWORKS = "derived.frameworks.recorded", ("torch", "tensorflow")
FRONT: dict[str, Any] = {"file_format": "mystnb"}
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
CELL = re.compile(r"^```\{code-cell\}", re.MULTILINE)
FRONT_MATTER = re.compile(r"\A---\n(?P<options>.*?\n)---\n", re.DOTALL)
SHOWN = r"^(?P<shown>`{4,}|~{3,}).*?^(?P=shown)[ \t]*$"  # a source shown on a page, which stays as it is
HEADER = re.compile(rf"{SHOWN}|^```\{{code-cell\}}[^\n]*\n---\n(?P<options>.*?\n)---\n", re.DOTALL | re.MULTILINE)
FIGURE_OPTIONS = {"figure", "caption", "alt", "tags"}


def completed(text: str, where: str = "", state: str = "") -> str:
    """The source of a page with what is understood written out, each line where it was.

    Parameters
    ----------
    text : str
        As it is written.
    where : str
        Its file, for messages.
    state : str
        Of what its cells depend on, for its results to be kept with.

    Raises
    ------
    sphinx.errors.ExtensionError
        If a figure lacks its caption or alternative text, or has an option that no figure has.
    """
    if not CELL.search(text):
        return text
    front = FRONT | {"kernelspec": KERNEL | ({"state": state} if state else {})}
    text = HEADER.sub(lambda header: _figure(header, where), text)
    if own := FRONT_MATTER.match(text):
        return _rewritten(own, front | yaml.safe_load(own["options"])) + text[own.end() :]
    return f"---\n{json.dumps(front)}\n---\n{text}"


def notebook_of(text: str) -> NotebookNode | None:
    """A page as a notebook, whose cells know their lines; None if it has no cells."""
    return read_myst_markdown_notebook(completed(text), add_source_map=True) if CELL.search(text) else None


@lru_cache(maxsize=100)
def code_of(text: str) -> tuple[str, ...]:
    r"""The code of the cells of a page, without their options.

    Examples
    --------
    >>> code_of("Words.\n\n```{code-cell}\n:tags: [hide-input]\na = 1\n```\n")
    ('a = 1',)
    """
    notebook = notebook_of(text)
    return tuple(cell.source for cell in notebook.cells if cell.cell_type == "code") if notebook else ()


def line_of_code(lines: list[str], fence: int, code: str) -> int:
    """The line of a chapter on which the code of a cell begins, after the fence, at an index, and its options."""
    opening = (code.splitlines() or [""])[0]
    return next((k + 1 for k in range(fence, len(lines)) if lines[k] == opening), fence + 1)


def state_of(text: str, root: Path) -> str:
    """A hash of what the cells of a page depend on beside their own text: code, data, pinned requirements.

    Empty if the page has no cells.
    """
    if not CELL.search(text):
        return ""
    memory = memory_of(root)
    code = memory(code_of, text)
    return memory(_state_of, code, root) if code else ""  # without code, cells are only shown


@lru_cache(maxsize=1)
def memory_of(root: Path) -> Memory:
    """What is known of the package, as long as it, what it requires and the extensions stay as they are.

    It is looked at once: a module that is saved while a build runs counts in the next one.
    """
    package = [path for path in (root / PACKAGE).rglob("*") if path.is_file() and path.suffix != ".pyc"]
    files = [*sorted(package), root / REQUIREMENTS, *Path(__file__).parent.glob("*.py")]
    state = workshop.digest((path for path in files if path.exists()), root, sys.version + frameworks())
    return Memory(root / "_build" / ".states", state, workshop.jobs())


def _state_of(code: tuple[str, ...], root: Path) -> str:
    package, requirements = package_in(root / PACKAGE), root / REQUIREMENTS
    pinned = requirements.read_bytes() if requirements.exists() else b""
    needed = package.needed_by("\n".join(code))
    at_hand = frameworks() if RECORDED in needed else ""
    return hashlib.sha256((package.state(needed) + at_hand).encode() + pinned).hexdigest()[:16]


def frameworks() -> str:
    """Which of the large libraries are installed here, with their versions: without them, last results are shown."""
    return " ".join(f"{name} {version(name)}" for name in FRAMEWORKS if find_spec(name))


def _rewritten(found: re.Match[str], options: dict[str, Any]) -> str:
    """The match with its options on one line, and as many lines as before."""
    before, _, after = found[0].partition(found["options"])
    return before + json.dumps(options) + "\n" + "#\n" * (found["options"].count("\n") - 1) + after


def _figure(header: re.Match[str], where: str) -> str:
    """The header of a cell; that of a figure as MyST-NB wants it."""
    options = {} if header["shown"] else yaml.safe_load(header["options"])
    if "figure" not in options:
        return header[0]
    if options.keys() - FIGURE_OPTIONS or not options.keys() >= FIGURE_OPTIONS - {"tags"}:
        line = header.string[: header.start()].count("\n") + 1
        raise ExtensionError(
            f"{where}:{line}: a figure has the options figure (its name), caption and alt, and tags if it wants; "
            f"this one has {', '.join(options)}"
        )
    shown = {"figure": {"caption": options["caption"], "name": options["figure"]}, "image": {"alt": options["alt"]}}
    return _rewritten(header, {"mystnb": shown, "tags": options.get("tags", ["hide-input"])})


def read(env: BuildEnvironment, page: str) -> tuple[str, NbReader | None]:
    """The source of a page, completed, and what reads it as a notebook; None if it has no cells."""
    settings: Any = env  # MyST-NB keeps its own there
    path = str(env.doc2path(page))
    text = Path(path).read_text("utf-8")
    text = completed(text, path, state_of(text, Path(env.srcdir)))
    return text, create_nb_reader(path, settings.myst_config, settings.mystnb_config, text)


def complete(app: Sphinx, page: str, source: list[str]) -> None:
    """Hand Sphinx the completed source."""
    if Path(app.env.doc2path(page)).suffix == ".md":
        source[0] = completed(source[0], page, state_of(source[0], Path(app.srcdir)))


def check_encoding(app: Sphinx, *_: Any) -> None:
    """Refuse a source that is not UTF-8, or has a mark before its first sign, with its place.

    Raises
    ------
    sphinx.errors.ExtensionError
        If there is one: it says which, and on which line.
    """
    root = Path(app.srcdir)
    for path in sorted([*root.glob("book/**/*.md"), *root.glob("book/*.bib"), *root.glob("code/**/*.py")]):
        data, where = path.read_bytes(), path.relative_to(root)
        if data.startswith(codecs.BOM_UTF8):
            raise ExtensionError(f"{where}:1: the file begins with a byte order mark: save it as UTF-8 without one.")
        try:
            data.decode("utf-8")
        except UnicodeDecodeError as problem:
            line, byte = data[: problem.start].count(b"\n") + 1, data[problem.start]
            raise ExtensionError(f"{where}:{line}: the byte {byte:#04x} is no UTF-8: save the file as UTF-8.") from None


def setup(app: Sphinx) -> dict:
    """Connect to Sphinx."""
    app.connect("config-inited", check_encoding, priority=50)
    app.connect("source-read", complete)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
