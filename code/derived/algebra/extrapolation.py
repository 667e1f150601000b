"""The limit of a sequence of which only the first few hundred terms can be had: two ways of extrapolation."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from derived.algebra.values import Real
from derived.autodiff import PRECISE

EXTRAPOLATED = 1e-27
COUNTS = tuple(k * 2**e for e in range(6) for k in (4, 5, 6, 7))  # up to 224, of a sum up to k
FEWER = tuple(range(14, 49))  # of a sequence, which is computed up to its fiftieth term
IN_A_ROW = tuple(range(32, 48))
NEARER = 0.98  # far values are at most so far from an extrapolated limit, beside those that come first


def extrapolated(
    counts: tuple[int, ...], column: tuple[Real, ...], row: tuple[Real, ...], others: dict[int, Real]
) -> Real | None:
    """The limit of one sequence, of which there are values at some places and in a row; None if it is not seen.

    What an extrapolation gives is a limit only if the values come nearer to it: the powers of 2 have none, though
    their continuation backward has.

    Examples
    --------
    >>> def f(k):
    ...     return 2 + PRECISE.mpf(1) / k
    >>> found = extrapolated(FEWER, tuple(map(f, FEWER)), tuple(map(f, IN_A_ROW)), {})
    >>> abs(found - 2) < 1e-27
    True
    """
    steps = [PRECISE.mpf(1) / k for k in counts]
    seen = dict(
        sorted((dict(zip(counts, column, strict=True)) | dict(zip(IN_A_ROW, row, strict=True)) | others).items())
    )
    for first, second in (
        (column[-2], column[-1]),
        (neville(steps[1:], column[1:]), neville(steps, column)),
        (_shanks(row[:-2]), _shanks(row)),
    ):
        if first is None or second is None or gap([first], [second]) > EXTRAPOLATED:
            continue
        if _come_nearer(list(seen.values()), second):
            return second
    return None


def _come_nearer(values: list[Real], limit: Real) -> bool:
    """Whether values, the nearest first, come nearer to a limit: those of each third than those of the one before."""
    third = len(values) // 3
    parts = values[:third], values[third:-third], values[-third:]
    first, second, last = (max(abs(value - limit) for value in part) for part in parts)
    return last <= EXTRAPOLATED * max(1, abs(limit)) or (last < second < first and last <= NEARER * first)


def neville(steps: Sequence[Real], values: Sequence[Real]) -> Real:
    """The value at step 0 of the polynomial through some values at other steps (Neville's scheme).

    Examples
    --------
    >>> neville([1.0, 0.5], [3.0, 2.0])
    1.0
    """
    table = list(values)
    for k in range(1, len(steps)):
        table = [
            (steps[i] * b - steps[i + k] * a) / (steps[i] - steps[i + k]) for i, (a, b) in enumerate(pairwise(table))
        ]
    return table[0]


def _shanks(row: Sequence[Real]) -> Real | None:
    """The limit of a sum of a few powers, aᵏ, from its values in a row (Wynn's epsilon algorithm)."""
    before: list[Real] = [0] * (len(row) + 1)
    table = list(row)
    for depth in range(len(row) - 1 - (len(row) + 1) % 2):
        differences = [b - a for a, b in pairwise(table)]
        if any(d == 0 for d in differences):
            return table[-1] if depth % 2 == 0 else None
        before, table = table, [b + 1 / d for b, d in zip(before[1:], differences, strict=False)]
    return table[-1]


def gap(a: list[Real], b: list[Real]) -> Any:
    """The largest difference between two lists of numbers, beside one or the numbers themselves.

    Examples
    --------
    >>> gap([1, 100], [1, 110])
    0.09090909090909091
    """
    return max(abs(x - y) / max(1, abs(x), abs(y)) for x, y in zip(a, b, strict=False))
