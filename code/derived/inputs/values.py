"""Single values: of what kind they are, and how a message tells of them."""

from __future__ import annotations

import datetime
import numbers
from decimal import Decimal
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

__all__ = ["kind_of"]

KINDS = {  # by the letter that NumPy has for a type
    "b": "truth value",
    "i": "number",
    "u": "number",
    "f": "number",
    "U": "text",
    "S": "byte string",
    "M": "date",
    "m": "time span",
}
KINDS_OF_TYPES: tuple[tuple[tuple[type, ...], str], ...] = (
    ((bool, np.bool_), KINDS["b"]),
    ((datetime.timedelta, np.timedelta64), KINDS["m"]),  # before numbers: NumPy counts its spans of time among them
    ((numbers.Real, Decimal), KINDS["i"]),
    ((str,), KINDS["U"]),
    ((bytes,), KINDS["S"]),
    ((datetime.date, np.datetime64), KINDS["M"]),
)


def place(name: str, index: Any, given: Any = None) -> str:
    """Where an entry stands: ``X[3, 0]``, and in a DataFrame the name of its column too."""
    indices = [int(i) for i in np.atleast_1d(index)]
    where = f"{name}[{', '.join(map(str, indices))}]" if indices else name
    if isinstance(given, pd.DataFrame) and len(indices) == 2:
        where += f" (column {given.columns[indices[1]]})"
    return where


def shown(value: Any) -> str:
    """A value as a reader would write it: 2 rather than np.int64(2)."""
    return repr(value.item() if isinstance(value, np.generic) else value)


def kind_of(value: Any) -> str:
    """What kind a label is of.

    Examples
    --------
    >>> kind_of("1"), kind_of(1), kind_of(True)
    ('text', 'number', 'truth value')
    """
    return _kind_of_type(value.__class__)


@cache
def _kind_of_type(kind: type) -> str:
    return next((name for types, name in KINDS_OF_TYPES if issubclass(kind, types)), kind.__name__)


def first_of_each_type(entries: Any) -> list[tuple[int, Any]]:
    """Where an entry of each type comes first, and which it is: all of one type are of one kind."""
    types = [*map(type, entries)]
    return [(i, entries[i]) for i in sorted(map(types.index, set(types)))]


def one_kind(entries: Any, name: str) -> str:
    """The kind that all entries are of."""
    first = kind_of(entries[0])
    for i, value in first_of_each_type(entries):
        if (kind := kind_of(value)) != first:
            raise ValueError(
                f"{name} has labels of different kinds: {name}[0] is {shown(entries[0])}, a {first}, and {name}[{i}] "
                f"is {shown(value)}, a {kind}; turn all into one kind, such as texts with str"
            )
    return first
