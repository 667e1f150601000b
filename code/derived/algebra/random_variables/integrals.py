"""The mean of a product of factors that few continuous sources of chance decide together, as an integral.

Of normal entries only the sums count that stand in the product: it is an integral over as many variables as these have
directions. Between kinks it may be a polynomial, which has a closed form; else it is found by quadrature.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np

from derived.algebra.chance import Entry, Intractable, Point, Product, Source
from derived.algebra.double_exponential import integral as double_exponential
from derived.algebra.random_functions import Applied
from derived.algebra.random_numbers import RandomNumber
from derived.algebra.random_variables.cubature import integral_of_many
from derived.algebra.random_variables.laws import Continuous
from derived.algebra.random_variables.normal_laws import Normal
from derived.algebra.random_variables.pieces import in_pieces, is_piecewise_polynomial
from derived.algebra.random_variables.quadrature import integral, smooth_integral
from derived.algebra.random_variables.zeros import zeros_of
from derived.algebra.values import Scalar
from derived.autodiff import PRECISE, Dual, apply, real_part

Values = Callable[..., dict[Source, Any]]  # what the sources give, at values of the variables of integration

FEW_DIGITS = 10  # of integrals over several entries


class Findings:
    """How means were found: by "moments", "outcomes" or "quadrature", and to how many digits."""

    def __init__(self) -> None:
        self.ways: set[str] = set()
        self.digits = PRECISE.dps

    def add(self, ways: set[str], digits: int) -> None:
        """Take in one more."""
        self.ways |= ways
        self.digits = min(self.digits, digits)


def worth(group: Product, point: Point) -> Scalar:
    """The value of a product of powers at a point; where it is zero, the rest need not have one."""
    worth: Scalar = 1
    for factor, k in sorted(group, key=lambda item: not item[0].decides):
        value = factor.at(point)
        if isinstance(value, int) and value == 0:
            return 0
        worth = worth * (value if k == 1 else value**k)
    return worth


def integrated(group: Product, sources: list[Source], outcomes: dict[Source, int], findings: Findings) -> Scalar:
    """The integral of a product of powers over what continuous sources decide, the others having decided."""
    number = sources[0].law.number
    arguments = list(_leaves(group))
    if all(isinstance(source.law, Normal) for source in sources):
        directions = _directions(arguments, sources, outcomes, number)
        spans, laws = [(-math.inf, math.inf)] * len(directions), [sources[0].law] * len(directions)
        deviations = [source.law.deviation for source in sources]
    else:
        directions = None
        spans, laws = [source.law.span for source in sources], [source.law for source in sources]

    def values(ts: list[Any], number: Callable[[Any], Any] = lambda x: x) -> dict[Source, Any]:
        if directions is None:
            return outcomes | {s: number(s.law.scale) * t for s, t in zip(sources, ts, strict=True)}
        sums = [sum(number(q[i]) * t for q, t in zip(directions, ts, strict=True)) for i in range(len(sources))]
        return outcomes | {s: number(d) * x for s, d, x in zip(sources, deviations, sums, strict=True)}

    borders = [argument for argument in borders_of(group) if argument.sources & frozenset(sources)]
    if not spans:
        return worth(group, Point(values([])))
    if len(spans) == 1:
        return _on_a_line(group, values, laws[0], borders, findings)
    if len(spans) > 3:
        raise Intractable(
            f"an integral over {len(spans)} random entries at once is asked for: quadrature does up to three"
        )
    return _on_a_plane(group, values, laws, borders, findings)


def _leaves(group: Product) -> Iterator[RandomNumber]:
    """The sums of entries on which a product depends, and no further."""
    for factor, _ in group:
        match factor:
            case Applied(argument=argument) if argument.affine():
                yield argument
            case Applied(argument=argument):
                for product in argument.terms:
                    yield from _leaves(product)
            case Entry():
                yield RandomNumber.of(factor)
            case _:
                yield from (RandomNumber.of(Entry(source)) for source in factor.sources)


def borders_of(group: Product) -> Iterator[RandomNumber]:
    """The random numbers at whose zeros a product may have a kink, a jump or a pole."""
    for factor, _ in group:
        if isinstance(factor, Applied):
            for border in factor.borders:
                yield factor.argument - border if border else factor.argument
            for product in factor.argument.terms:
                yield from borders_of(product)


def _directions(
    arguments: list[RandomNumber], sources: list[Source], outcomes: dict[Source, int], number: Callable[[Any], Scalar]
) -> list[list[Scalar]]:
    """Orthonormal directions of as many standard normal entries, on which alone all the arguments depend."""
    basis: list[list[Scalar]] = []
    for argument in arguments:
        slopes, _ = argument.affine() or ({}, 0)
        by_source = {entry.source: slope for entry, slope in slopes.items() if entry.source not in outcomes}
        v = [by_source.get(s, 0) * s.law.deviation + number(0) for s in sources]
        length = size = _length(v)
        for _ in range(2):
            for q in basis:
                along = sum(a * b for a, b in zip(q, v, strict=True))
                v = [a - along * b for a, b in zip(v, q, strict=True)]
            length = _length(v)
        if real_part(size) and real_part(length) > real_part(size) * (
            1e-12 if isinstance(real_part(size), float) else 1e-45
        ):
            basis.append([a / length for a in v])
    return basis


def _length(v: list[Scalar]) -> Scalar:
    squared = sum(a * a for a in v)
    return apply("sqrt", squared) if real_part(squared) else real_part(squared)


def _on_a_line(
    group: Product, values: Values, law: Continuous, borders: list[RandomNumber], findings: Findings
) -> Scalar:
    """An integral over one variable."""
    cuts: list[Any] = []
    for border in borders:
        many = partial(_many, border, values)
        cuts += zeros_of(lambda t, border=border: border.at(Point(values([t]))), law, many)
    if is_piecewise_polynomial(group):
        findings.add({"moments"}, PRECISE.dps)
        return in_pieces(group, values, law, cuts)
    if law.wild:
        raise Intractable("an integral over numbers that are very large or very small is not tried")

    def f(t: Any) -> Any:
        return worth(group, Point(values([t]))) * law.density(t)

    def on_the_line(x: Any) -> Any:
        t, speed = law.stretched(x)
        return f(t) * speed

    low, high = law.span
    if law.heavy:
        value, error = _between_cuts(f, law.span, [*cuts, *(law.number(Fraction(t)) for t in law.kinks)], law.number)
    elif not any(low < real_part(t) < high for t in cuts):
        value, error = smooth_integral(on_the_line, law.number)
    else:
        value, error = integral(f, law.span, cuts, law.number)
    findings.add({"quadrature"}, min(25, int(-math.log10(max(error, 1e-60)))))
    return value


def _many(border: RandomNumber, values: Values, ts: np.ndarray) -> Any:
    """The heights of a border at many places, in floats."""
    return border.at(Point(values([ts], _float), _float, on_arrays=True))


def _between_cuts(f: Any, span: tuple[float, float], cuts: list[Any], number: Any) -> tuple[Any, float]:
    """An integral from each cut to the next, and the largest error."""
    inside = sorted({t for t in map(real_part, cuts) if span[0] < t < span[1]})
    ends = [end if math.isinf(end) else number(end) for end in (span[0], *inside, span[1])]
    parts = [double_exponential(f, a, b, number) for a, b in pairwise(ends)]
    return sum((value for value, _ in parts), start=number(0)), max(error for _, error in parts)


def _on_a_plane(
    group: Product, values: Values, laws: list[Any], borders: list[RandomNumber], findings: Findings
) -> Scalar:
    """An integral over two or three variables, in floats."""
    if laws[0].wild:
        raise Intractable("an integral over numbers that are very large or very small is not tried")

    def height(border: RandomNumber, ts: list[float]) -> Any:
        return border.at(Point(values(ts, _float), _float))

    lines = [line for border in borders if (line := _line(partial(height, border), len(laws)))]

    def f(ts: list[np.ndarray]) -> np.ndarray:
        point = Point(values(ts, _float), _float, on_arrays=True)
        with np.errstate(all="ignore"):
            factors = [np.asarray(factor.at(point), dtype=float) ** k for factor, k in group]
            return np.prod([*factors, *(law.density(t) for law, t in zip(laws, ts, strict=True))], axis=0)

    value, error = integral_of_many(f, [law.span for law in laws], lines)
    findings.add({"quadrature"}, min(FEW_DIGITS, int(-math.log10(max(error, 1e-16)))))
    return PRECISE.mpf(value) if isinstance(laws[0].number(Fraction(1)), PRECISE.mpf) else value


def _line(h: Callable[[list[float]], float], m: int) -> tuple[list[float], float] | None:
    """The slopes and the constant of a border, if it is straight; at another, two rules will hardly agree."""
    c = h([0.0] * m)
    slopes = [h([float(i == k) for i in range(m)]) - c for k in range(m)]
    probe = [0.7, -1.3, 2.1][:m]
    if abs(h(probe) - c - sum(a * t for a, t in zip(slopes, probe, strict=True))) > 1e-9 * (1 + abs(c)):
        return None
    return slopes, c


def _float(x: Any) -> float:
    if isinstance(x, Dual):
        raise Intractable("the derivative of an integral over several random entries is asked for")
    return float(x)
