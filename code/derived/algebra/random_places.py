"""What stands in an array at a place that chance decides: the rows of a mini-batch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from derived.algebra.chance import Entry, Intractable, Source
from derived.algebra.random_numbers import RandomNumber
from derived.algebra.values import Array, Scalar, Value
from derived.autodiff import Dual, whole


def chosen(values: Array, places: list[Value]) -> Value:
    """What stands in an array at places, counted from 1, some of which are random: each one entry of few outcomes.

    Raises
    ------
    IndexError
        If there is no such place in the array.
    Intractable
        If a random place is anything else.

    Examples
    --------
    >>> from derived.algebra.chance import Entry, Point, Source
    >>> from derived.algebra.random_variables.laws import Finite
    >>> die = Source(Finite([1, 1, 1]))
    >>> row = RandomNumber.of(Entry(die, [1, 2, 3]))
    >>> chosen(np.array([10, 20, 30], dtype=object), [row]).at(Point({die: 1}))
    20
    """
    array: Any = values
    for index in places:
        source, choices = _outcomes(index) if isinstance(index, RandomNumber) else (None, [index])
        if not all(1 <= whole(choice) <= len(array) for choice in choices):
            raise IndexError(f"a place is asked for that is not among the first {len(array)}")
        rows = [array[whole(choice) - 1] for choice in choices]
        if source is None or len(rows) == 1:
            array = rows[0]
        else:
            columns = zip(*(np.asarray(row, dtype=object).ravel() for row in rows), strict=True)
            cells = [_mixed(source, column) for column in columns]
            array = _array(cells, rows[0].shape) if isinstance(rows[0], np.ndarray) else cells[0]
    return array


def _outcomes(index: RandomNumber) -> tuple[Source, Sequence[Scalar]]:
    """The source of a random place, and its values at the outcomes."""
    match list(index.terms.items()):
        case [(((Entry() as entry, 1),), 1)] if entry.table is not None:
            return entry.source, entry.table
    raise Intractable("an index is drawn by chance, but not as one of a number of rows")


def _array(cells: list[Scalar], shape: tuple[int, ...]) -> np.ndarray:
    array = np.empty(len(cells), dtype=object)
    array[:] = cells
    return array.reshape(shape)


def _mixed(source: Source, values: Sequence[Scalar]) -> Scalar:
    """The random number that has these values at the outcomes of a source; of duals, a dual of such."""
    top = max((v for v in values if isinstance(v, Dual)), key=lambda v: v.level, default=None)
    if top is None:
        return RandomNumber.of(Entry(source, values))
    split = [
        (v.value, v.partials) if isinstance(v, Dual) and v.level == top.level else (v, 0 * top.partials) for v in values
    ]
    slopes = [_mixed(source, column) for column in zip(*(partials for _, partials in split), strict=True)]
    return type(top)(_mixed(source, [v for v, _ in split]), np.array(slopes, dtype=object), top.level)
