"""Docstrings as they are meant, and not as Sphinx would read them.

Bars are absolute values, where reStructuredText would take the words between them for a substitution; and the letters
of a shape, as in "array_like of shape (n, m)", are no types, though some class may have a field of that name. Whether
the source of a module is to be shown anew is seen from its file, where Sphinx would read the package into Python.
"""

from __future__ import annotations

import re
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.ext import viewcode

import chapters

LITERAL = re.compile(r"(``.*?``|`.*?`)")


def escape_bars(app: Sphinx, what: str, name: str, obj: object, options: object, lines: list[str]) -> None:
    """Escape the bars outside code, in place, as Sphinx's event wants it."""
    example = False
    for k, line in enumerate(lines):
        example = bool(line.strip()) and (example or line.lstrip().startswith(">>>"))
        if not example:
            lines[k] = "".join(
                part if part.startswith("`") else part.replace("|", r"\|") for part in LITERAL.split(line)
            )


def leave_letters(app: Sphinx, doctree: nodes.document) -> None:
    """Let a letter be no reference to a class, in place."""
    for reference in list(doctree.findall(addnodes.pending_xref)):
        if reference.get("reftype") == "class" and len(reference["reftarget"]) == 1:
            reference.replace_self(reference.children)


found_by_import = viewcode.get_module_filename


def file_of(app: Sphinx, modname: str) -> str | None:
    """The file of a module; of one that is not of the package, as Sphinx finds it."""
    place = Path(app.srcdir, chapters.PACKAGE, *modname.split("."))
    files = (place.with_suffix(".py"), place / "__init__.py")
    return next((str(path) for path in files if path.is_file()), None) or found_by_import(app, modname)


def setup(app: Sphinx) -> dict:
    """Connect to Sphinx."""
    viewcode.get_module_filename = file_of
    app.connect("autodoc-process-docstring", escape_bars)
    app.connect("doctree-read", leave_letters)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
