"""Where a NaN came from: looked for only when there is one, along the tape, which has all values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from derived.autodiff.reverse.recorded import value_of
from derived.autodiff.reverse.tape import Primitive, Tape

__all__ = [
    "first_nan",
    "squares",
]


def squares(*values: Any) -> float:
    """The sum of all squares: NaN where there is a NaN, and nowhere else, as no infinities cancel.

    Parameters
    ----------
    *values : float, ndarray, or Recorded
        What may have a NaN in it.

    Examples
    --------
    >>> squares(2.0, np.array([1.0, -3.0])), squares(np.array([np.inf, np.nan]))
    (14.0, nan)
    """
    total = 0.0
    for value in values:
        if isinstance(value, float):
            total += float(value) * float(value)
        else:
            array = value if type(value) is np.ndarray else value_of(value)
            total += np.vdot(array, array).item()
    return total


def first_nan(tape: Tape, output: int, seed: Any) -> None:
    """Find the operation that made the first NaN, on the way on or on the way back, and tell.

    Parameters
    ----------
    tape : Tape
        What was computed.
    output : int
        The slot of what is differentiated.
    seed : array_like
        Its adjoint.

    Raises
    ------
    FloatingPointError
        If there is a NaN.

    Examples
    --------
    >>> from derived.autodiff.reverse import grad
    >>> with np.errstate(invalid="ignore"):
    ...     grad(lambda x: np.sqrt(x - 2))(1.0)
    Traceback (most recent call last):
    FloatingPointError: sqrt made the first NaN, of -1.
    """
    for primitive, values, _, _, result, _ in tape.entries:
        bad = [value for value in values if _has_nan(value)]
        if bad:
            raise FloatingPointError(f"an argument of {primitive.name} is NaN already: {_short(bad[0])}")
        if _has_nan(result):
            raise FloatingPointError(f"{primitive.name} made the first NaN, of {', '.join(map(_short, values))}")
    watched = Tape()
    watched.slots = tape.slots
    watched.entries = [(replace(primitive, vjps=_Watched(primitive)), *rest) for primitive, *rest in tape.entries]
    watched.back(output, seed)


class _Watched:
    """The rules of an operation, which tell when one makes a NaN."""

    def __init__(self, primitive: Primitive):
        self.primitive = primitive

    def __getitem__(self, i: int) -> Callable[..., Any]:
        def vjp(adjoint: Any, result: Any, *values: Any, **options: Any) -> Any:
            share = self.primitive.vjps[i](adjoint, result, *values, **options)
            if _has_nan(share):
                name, where = self.primitive.name, ", ".join(map(_short, values))
                raise FloatingPointError(f"the derivative of {name} made the first NaN, at {where}")
            return share

        return vjp


def _has_nan(x: Any) -> bool:
    return bool(np.any(np.isnan(np.asarray(value_of(x), dtype=float))))


def _short(x: Any) -> str:
    text = np.array2string(np.asarray(value_of(x)), threshold=6, edgeitems=2, precision=4, separator=", ")
    return text if len(text) <= 60 else f"an array of shape {np.shape(x)}"
