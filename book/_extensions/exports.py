"""What modules give to the cells that import from them.

To know it, a module is read into Python. For the package and the libraries behind it that takes a second or two, and
the answer is the same until the code changes: so a build keeps it (`chapters.memory_of`).
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType

from memory import Memory

PACKAGE = "derived"


@dataclass(frozen=True)
class Exports:
    """The names of a module.

    Attributes
    ----------
    star : tuple of str
        Those that a star stands for, in their order.
    callables, values : frozenset of str
        Those of functions, classes and modules, and all others.
    """

    star: tuple[str, ...]
    callables: frozenset[str]
    values: frozenset[str]


def read(module: str) -> Exports:
    """The names of a module that is imported for this.

    Raises
    ------
    ImportError
        If there is none.

    Examples
    --------
    >>> names = read("math")
    >>> "sqrt" in names.callables, "pi" in names.values
    (True, True)
    """
    return exports_of(importlib.import_module(module))


def exports_of(module: ModuleType) -> Exports:
    """The names of a module."""
    callables = {name for name in dir(module) if isinstance(getattr(module, name), ModuleType | Callable)}
    values = {*dir(module)} - callables
    return Exports(tuple(getattr(module, "__all__", ())), frozenset(callables), frozenset(values))


class Kept:
    """What a build knows of the modules of the package; elsewhere there is no memory, and each is read."""

    memory: Memory | None = None


def exports(module: str) -> Exports:
    """The names of a module; those of the package from memory, if there is one."""
    return Kept.memory(read, module) if Kept.memory and module.partition(".")[0] == PACKAGE else read(module)
