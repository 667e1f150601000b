"""Laws moved and stretched, as the letters of a formula have them: their densities, what is below, and quantiles."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np

from derived.algebra.chance import Factor, Intractable, Point
from derived.algebra.random_numbers import RandomNumber
from derived.algebra.random_variables.independent import Independent
from derived.algebra.random_variables.zeros import bisected
from derived.algebra.valuation import Valuation
from derived.algebra.values import Scalar, Value
from derived.autodiff import Dual, Irrational, OutOfDomain, apply, inexact, real_part


class Mapped(Factor):
    """A function of a random number that is known by its values only.

    Parameters
    ----------
    argument : RandomNumber
    function : callable
        Of a number.
    """

    def __init__(self, argument: RandomNumber, function: Callable[[Any], Any]):
        super().__init__(argument.sources)
        self.argument, self.function = argument, function

    def at(self, point: Point) -> Value:
        """Its value, once chance has decided."""
        if point.on_arrays:
            raise TypeError("the function is known at one place at a time")
        return self.function(self.argument.at(point))


def mapped(x: Any, function: Callable[[Any], Any]) -> Any:
    """A function of a number; of a random one, another that is random.

    Examples
    --------
    >>> mapped(2.0, lambda x: x + 1)
    3.0
    """
    return RandomNumber.of(Mapped(x, function)) if isinstance(x, RandomNumber) else function(x)


class Placed(NamedTuple):
    """A law, and where its points 0 and 1 lie.

    Examples
    --------
    >>> from derived.algebra.random_variables.laws import Exponential
    >>> waiting = Placed(Exponential(float), 1.0, 2.0)  # one, and an exponential time of mean 2
    >>> waiting.density(1.0), waiting.below(1.0), round(waiting.quantile(0.5), 6)
    (0.5, 0.0, 2.386294)
    """

    law: Any
    place: Any
    scale: Any

    def density(self, x: Any) -> Any:
        """The density at a number of any kind; 0 outside of the span."""
        return _density(self.law, (x - self.place) / self.scale) / apply("abs", self.scale)

    def below(self, x: Any) -> Any:
        """The probability of what is less than a rounded number of any kind."""
        t = (x - self.place) / self.scale
        found = mapped(t, lambda t: _below(self.law, t))
        return found if real_part(self.scale) > 0 else 1 - found

    def quantile(self, p: Any) -> Any:
        """The number below which there is so much."""
        return self.place + self.scale * mapped(p, self._quantile)

    def _quantile(self, p: Any) -> Any:
        if isinstance(p, Dual):
            t = self._quantile(p.value)
            return p.like(t, p.partials / _density(self.law, t))
        if not inexact(p):
            raise Irrational("a quantile is no fraction; evaluate it on floats")
        if not 0 < p < 1:
            raise OutOfDomain(f"there is a quantile for each number between 0 and 1, and {float(p):.6g} is none")
        share = p if real_part(self.scale) > 0 else 1 - p

        def off(x: Any) -> Any:
            return _below(self.law, self.law.stretched(x)[0]) - share

        reach = self.law.number(Fraction(1))
        for _ in range(12):
            if off(-reach) < 0 < off(reach):
                return self.law.stretched(bisected(off, -reach, reach))[0]
            reach = 2 * reach
        raise Intractable("a quantile is too far out")


def _density(law: Any, t: Any) -> Any:
    low, high = law.span
    if isinstance(t, RandomNumber) and _reaches_only(t, low, high):
        return law.density(t)
    if (not math.isinf(low) and t < low) or (not math.isinf(high) and t > high):
        return 0 * t
    return law.density(t)


def _reaches_only(t: RandomNumber, low: float, high: float) -> bool:
    """Whether a random number is one entry, moved and stretched, and never outside of a span."""
    slopes, rest = t.affine() or ({}, 0)
    if len(slopes) != 1 or isinstance(rest, Dual):
        return False
    ((entry, slope),) = slopes.items()
    if not getattr(entry.source.law, "continuous", False) or isinstance(slope, Dual):
        return False
    moved: Any = slope
    ends = [(-end if moved < 0 else end) if math.isinf(end) else moved * end + rest for end in entry.source.law.span]
    return low <= min(ends) and max(ends) <= high


def _below(law: Any, t: Any) -> Any:
    if isinstance(t, Dual):
        return t.like(_below(law, t.value), t.partials * _density(law, t.value))
    if not inexact(t):
        law.rounded()
    if t <= law.span[0] or t >= law.span[1]:
        return 0 * t + (1 if t >= law.span[1] else 0)
    return law.below(t)


def placed(letter: Independent, instance: Valuation) -> np.ndarray:
    """The law of each entry of a letter, with its place."""
    entries = np.asarray(letter.undecided(instance, {}), dtype=object)
    found = np.empty(entries.shape, dtype=object)
    for place, x in np.ndenumerate(entries):
        found[place] = _placed(letter, x)
    return found


def _placed(letter: Independent, x: Any) -> Placed:
    slopes, rest = affine(x)
    if len(slopes) != 1:
        raise Intractable(f"{letter.tex()} has no density here")
    ((entry, slope),) = slopes.items()
    law = entry.source.law
    if not law.continuous:
        raise Intractable(f"{letter.tex()} has no density: it takes separate values")
    return Placed(law, rest, slope * law.scale)


def affine(x: Any) -> tuple[dict[Any, Any], Any]:
    """The slopes of a number in what single sources give, and what is left; of a dual one, both are dual.

    Examples
    --------
    >>> affine(2.0)
    ({}, 2.0)
    """
    if isinstance(x, Dual):
        slopes, rest = affine(x.value)
        parts = [affine(part) for part in x.partials]
        sources = dict.fromkeys([*slopes, *(entry for part, _ in parts for entry in part)])
        moved = {e: x.like(slopes.get(e, 0), np.array([part.get(e, 0) for part, _ in parts], dtype=object))
                 for e in sources}  # fmt: skip
        return moved, x.like(rest, np.array([rest for _, rest in parts], dtype=object))
    if not isinstance(x, RandomNumber):
        return {}, x
    return x.affine() or ({}, x)


def total(values: np.ndarray) -> Scalar:
    """The product of all entries."""
    return math.prod(values.ravel().tolist())
