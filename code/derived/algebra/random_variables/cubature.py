"""Integrals over two or three variables of functions with kinks along lines, in floats, by a rule of products."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from derived.algebra.chance import Intractable

ORDER = 16  # nodes of a panel
REACH = 10.0  # so far does a line without ends go in floats, or four times as far on one side only


def integral_of_many(
    f: Callable[[list[np.ndarray]], np.ndarray],
    spans: Sequence[tuple[float, float]],
    borders: Sequence[tuple[Sequence[float], float]],
) -> tuple[float, float]:
    """The integral of a function of two or three variables, in floats, and by how much two rules differ.

    Parameters
    ----------
    f : callable
        Of a list of arrays, one for each variable; it falls off fast where a span has no end.
    spans : sequence of pairs
        For each variable where it begins and ends, perhaps at ±∞.
    borders : sequence of (slopes, constant)
        The lines slopes · x + constant = 0 on which the function may have a kink or a jump; two variables only.

    Raises
    ------
    Intractable
        If the two rules do not agree.

    Examples
    --------
    >>> bell = lambda x: np.exp(-(x[0] ** 2 + x[1] ** 2) / 2) / (2 * math.pi)
    >>> line = (-math.inf, math.inf)
    >>> round(integral_of_many(lambda x: (x[0] > x[1]) * bell(x), [line, line], [((1, -1), 0)])[0], 12)
    0.5
    """
    coarse, scale = _tensor(f, spans, borders, 3.4)
    value, _ = _tensor(f, spans, borders, 2.3)
    error = abs(value - coarse) / max(abs(value), 1e-3 * scale) if scale else 0.0
    if not error <= 1e-10:
        raise Intractable("an integral over several random entries does not settle: two rules differ")
    return value, error


def _tensor(f: Callable, spans: Sequence, borders: Sequence, width: float) -> tuple[float, float]:
    """A rule of products: the last variable is cut at the borders, the one before where two of them meet."""
    ends = [(max(low, -REACH), min(high, REACH if math.isinf(low) else 4 * REACH)) for low, high in spans]
    if borders and len(spans) > 2:
        raise Intractable("three random entries meet at a kink")
    columns: list[np.ndarray] = []
    weights: np.ndarray = np.ones(1)
    for k, (low, high) in enumerate(ends):
        last = k == len(ends) - 1
        cuts = [
            np.full(len(weights), float(low)),
            *_cuts(borders, columns, k, last),
            np.full(len(weights), float(high)),
        ]
        edges = np.sort(np.clip(np.column_stack(cuts), low, high), axis=1)
        x, w = _composite(edges, width if not last or len(ends) == 2 else 2 * width)
        columns = [*(np.repeat(c, x.shape[1]) for c in columns), x.ravel()]
        weights = (weights[:, None] * w).ravel()
    values = f(columns) * weights
    return float(values.sum()), float(np.abs(values).sum())


def _cuts(borders: Sequence, columns: list[np.ndarray], k: int, last: bool) -> list[np.ndarray]:
    """Where the lines cut this variable, for given values of those before."""
    if last and columns:
        return [-(slopes[0] * columns[0] + c) / slopes[1] for slopes, c in borders if slopes[1]]
    found = [-c / slopes[0] for slopes, c in borders if not slopes[1]]
    for i, ((a, b), c) in enumerate(borders):
        for (d, e), g in borders[:i]:
            if a * e - b * d:
                found.append((b * g - c * e) / (a * e - b * d))
    return [np.array([x]) for x in found]


def _composite(edges: np.ndarray, width: float) -> tuple[np.ndarray, np.ndarray]:
    """Nodes and weights of panels between the edges in each row, all rows with equally many."""
    nodes, weights = np.polynomial.legendre.leggauss(ORDER)
    pieces = []
    for a, b in zip(edges.T, edges.T[1:], strict=False):
        steps = max(1, math.ceil(float((b - a).max()) / width))
        pieces += [(a + (b - a) * s / steps, (b - a) / steps) for s in range(steps)]
    x = np.hstack([start[:, None] + (nodes + 1) / 2 * length[:, None] for start, length in pieces])
    return x, np.hstack([weights / 2 * length[:, None] for _, length in pieces])
