"""What the book says of a failed build comes last, and once.

Sphinx prints the message. Jupyter Book then raises an error of its own, whose traceback through click, Sphinx and
itself says nothing to an author, and would push the message off the screen.
"""

from __future__ import annotations

import sys
from types import TracebackType

from sphinx.application import Sphinx
from sphinx.errors import SphinxError


def show(kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
    """Print a traceback, as Python does, unless the cause was told already."""
    if not isinstance(error.__cause__, SphinxError):
        sys.__excepthook__(kind, error, traceback)


def setup(app: Sphinx) -> dict:
    """Take the place of what prints uncaught errors in this process."""
    sys.excepthook = show
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
