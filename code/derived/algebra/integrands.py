"""The integral of a random number over what one source of chance gives, by a law whose density is 1.

A letter under an integral is such a number, so that an integrand is evaluated once. It is cut where it has a kink, a
jump or a pole; a polynomial has a closed form, and for all else the double exponential rule has to agree with itself.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import numpy as np

from derived.algebra.chance import Factor, Intractable, Point, Source
from derived.algebra.complex_values import Complex
from derived.algebra.double_exponential import integral as double_exponential
from derived.algebra.expressions import EVERY_DIGIT
from derived.algebra.random_functions import Applied
from derived.algebra.random_numbers import RandomNumber
from derived.algebra.random_variables.integrals import FEW_DIGITS, Findings, borders_of
from derived.algebra.random_variables.laws import Lebesgue
from derived.algebra.random_variables.pieces import in_pieces, is_piecewise_polynomial
from derived.algebra.random_variables.zeros import zeros_of
from derived.algebra.values import Scalar, Value
from derived.autodiff import PRECISE, Dual, real_part


def over(x: Value, source: Source, findings: Findings) -> Value:
    """The integral of a random number over what one source gives, entry by entry; what others decide stays random."""
    if isinstance(x, np.ndarray):
        found = np.empty(x.shape, dtype=object)
        for place, entry in np.ndenumerate(x):
            found[place] = over(entry, source, findings)
        return found
    if isinstance(x, Dual):
        slopes: Any = over(np.asarray(x.partials, dtype=object), source, findings)
        return over(x.value, source, findings) + x.like(0, slopes)
    if isinstance(x, Complex):
        return Complex(over(x.real, source, findings), over(x.imaginary, source, findings))
    if not isinstance(x, RandomNumber) or source not in x.sources:
        if source.law.span == (0, 1) or real_part_is_zero(x):
            return x
        raise Intractable("an integral over all numbers of one that does not change is infinite")
    if x.sources != {source}:
        return RandomNumber.of(Inner(x, source, findings))
    if source.law.span == (0, 1) and all(map(is_piecewise_polynomial, x.terms)):
        findings.add({"closed form"}, PRECISE.dps)
        total: Any = 0
        for group, coefficient in x.terms.items():
            cuts = _cuts(RandomNumber({group: 1}), source, {})
            total = total + in_pieces(group, lambda ts: {source: ts[0]}, source.law, cuts) * coefficient
        return total
    source.law.rounded()
    if source.law.wild:
        raise Intractable("an integral over numbers that are very large or very small is not tried")
    return at_a_point(x, source, Point({}), findings)


def real_part_is_zero(x: Value) -> bool:
    """Whether it is the number zero."""
    return not isinstance(x, RandomNumber) and real_part(x) == 0


def at_a_point(x: RandomNumber, source: Source, point: Point, findings: Findings) -> Scalar:
    """The integral over one source, where all others have decided."""
    number: Any = source.law.number
    few = _has_inner(x) or any(isinstance(value, float) for value in point.values.values())
    if few:
        number = _float
    known = dict(point.values)

    make = number if few else (lambda c: c)
    terms = [(make(c), sorted(group, key=lambda item: not item[0].decides)) for group, c in x.terms.items()]

    def f(t: Any) -> Any:
        here, total = Point({**known, source: t}, make), 0 * t
        for c, factors in terms:
            term = c
            for factor, k in factors:
                value: Any = factor.at(here)
                if isinstance(value, int) and value == 0:  # and so the rest need not have a value
                    break
                term = term * (value if k == 1 else value**k)
            else:
                total = total + term
        return total

    span = source.law.span
    edges = sorted({t for t in map(real_part, _cuts(x, source, known)) if span[0] < t < span[1]})
    ends = [number(e) if not math.isinf(e) else e for e in (span[0], *edges, span[1])]
    total: Any = number(0)
    for low, high in pairwise(ends):
        value, error = double_exponential(f, low, high, number)
        findings.add({"quadrature"}, min(FEW_DIGITS if few else EVERY_DIGIT, int(-math.log10(max(error, 1e-60)))))
        total = total + value
    return PRECISE.mpf(total) if few and isinstance(source.law.number(1), PRECISE.mpf) and not known else total


def _cuts(x: RandomNumber, source: Source, known: dict[Source, Any]) -> list[Any]:
    """Where the number that a source gives meets a kink, a jump or a pole."""
    rounded = any(isinstance(value, float) for value in known.values())
    law = Lebesgue(float, source.law.span) if rounded else source.law
    found: list[Any] = []
    for border in (border for group in x.terms for border in borders_of(group) if source in border.sources):
        if _has_inner(border):  # which is smooth where the other integrand is
            continue

        def height(t: Any, border: RandomNumber = border) -> Any:
            return border.at(Point({**known, source: t}, _float) if rounded else Point({**known, source: t}))

        def many(ts: np.ndarray, border: RandomNumber = border) -> Any:
            return border.at(Point({s: _float(v) for s, v in known.items()} | {source: ts}, _float, on_arrays=True))

        found += zeros_of(height, law, many)
    return found


def _has_inner(x: RandomNumber) -> bool:
    """Whether another integral stands inside."""
    return any(
        isinstance(factor, Inner) or (isinstance(factor, Applied) and _has_inner(factor.argument))
        for group in x.terms
        for factor, _ in group
    )


def _float(x: Any) -> float:
    if isinstance(x, Dual):
        raise Intractable("the derivative of an integral over several numbers is asked for")
    return float(x)


class Inner(Factor):
    """An integral inside of another, or of a mean: a function of what the other sources decide."""

    def __init__(self, x: RandomNumber, source: Source, findings: Findings):
        super().__init__(x.sources - {source})
        self.x, self.source, self.findings = x, source, findings

    def at(self, point: Point) -> Value:
        if point.on_arrays:
            raise TypeError("an integral is found at one place at a time")
        if self not in point.known:
            point.known[self] = at_a_point(self.x, self.source, point, self.findings)
        return point.known[self]
