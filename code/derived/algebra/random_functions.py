"""Functions of random numbers, as factors: elementary ones, one over, and 1 or 0 as a comparison turns out."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from derived.algebra.chance import Factor, Point
from derived.algebra.values import Scalar, Value
from derived.autodiff import ELEMENTARY, apply, real_part

COMPARISONS = {"> 0": (1,), "< 0": (-1,), "= 0": (0,), "<= 0": (-1, 0)}  # the signs for which each holds


class Applied(Factor):
    """A function of a random number.

    Parameters
    ----------
    name : str
        A key of `ELEMENTARY` or `COMPARISONS`, or "reciprocal".
    argument : RandomNumber
        What it is a function of.

    Examples
    --------
    >>> from derived.algebra.chance import Entry, Source
    >>> from derived.algebra.random_numbers import RandomNumber
    >>> source = Source(None)
    >>> x = RandomNumber.of(Entry(source))
    >>> [Applied(name, x).at(Point({source: Fraction(-2)})) for name in ("abs", "reciprocal", "> 0")]
    [Fraction(2, 1), Fraction(-1, 2), 0]
    """

    def __init__(self, name: str, argument: Any):
        super().__init__(argument.sources)
        self.name, self.argument = name, argument
        self.rule = ELEMENTARY.get(name)
        self.decides = name in COMPARISONS
        self.borders = self.rule.borders if self.rule else (0,)  # where it has a kink, a jump or a pole

    def at(self, point: Point) -> Value:
        """Its value, once chance has decided."""
        if self not in point.known:
            point.known[self] = self._value(point)
        return point.known[self]

    def _value(self, point: Point) -> Scalar:
        if self.decides and not point.on_arrays:
            return int(_sign(self.argument.parts_at(point)) in COMPARISONS[self.name])
        x: Any = self.argument.at(point)
        if self.name == "reciprocal":
            return 1 / x
        if not point.on_arrays:
            return apply(self.name, x)
        return self.rule.on_arrays(x) if self.rule else np.isin(np.sign(x), COMPARISONS[self.name])

    def line(self, place: Any) -> tuple[Any, ...] | None:
        """The constant and the slope of the function where it is a straight line around a place, or a step."""
        if self.decides:
            return int(int(place > 0) - int(place < 0) in COMPARISONS[self.name]), 0
        return self.rule.line(place, apply) if self.rule else None

    @property
    def has_lines(self) -> bool:
        """Whether it is made of straight lines or steps."""
        return self.decides or (self.rule is not None and self.rule.has_lines(apply))

    @property
    def kinks(self) -> bool:
        """Whether it has kinks or jumps."""
        return self.decides or (self.rule is not None and self.rule.pieces is not None)

    @property
    def jumps(self) -> bool:
        """Whether it has jumps."""
        return self.decides or (self.rule is not None and self.rule.jumps(apply))


def _sign(parts: list[Any]) -> int:
    """The sign of a sum, where rounding of its terms counts for nothing."""
    total, parts = real_part(sum(parts)), [real_part(part) for part in parts]
    if not isinstance(total, int | Fraction) and abs(total) <= max(map(abs, parts)) * (
        1e-13 if isinstance(total, float) else 1e-50
    ):
        return 0
    return int(total > 0) - int(total < 0)
