"""The mean of a product of factors that few continuous sources of chance decide together, as an integral.

Of normal entries only the sums count that stand in the product: it is an integral over as many variables as these have
directions. Between kinks it may be a polynomial, which has a closed form; else it is found by quadrature.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np

from derived.algebra.chance import Intractable, Point, Product, Source
from derived.algebra.random_functions import Applied
from derived.algebra.random_numbers import RandomNumber
from derived.algebra.random_variables.cubature import integral_of_many
from derived.algebra.random_variables.laws import Continuous, Normal
from derived.algebra.random_variables.pieces import in_pieces, is_piecewise_polynomial
from derived.algebra.random_variables.quadrature import integral, smooth_integral
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
            return outcomes | {s: s.law.value(t) for s, t in zip(sources, ts, strict=True)}
        sums = [sum(number(q[i]) * t for q, t in zip(directions, ts, strict=True)) for i in range(len(sources))]
        return outcomes | {s: number(d) * x for s, d, x in zip(sources, deviations, sums, strict=True)}

    borders = [argument for argument in _borders(group) if argument.sources & frozenset(sources)]
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
            case _:
                yield RandomNumber.of(factor)


def _borders(group: Product) -> Iterator[RandomNumber]:
    """The random numbers at whose zeros a product may have a kink, a jump or a pole."""
    for factor, _ in group:
        if isinstance(factor, Applied):
            for border in factor.borders:
                yield factor.argument - border if border else factor.argument
            for product in factor.argument.terms:
                yield from _borders(product)


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
    cuts = [t for border in borders for t in _zeros(lambda t, border=border: border.at(Point(values([t]))), law)]
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
    if not any(low < real_part(t) < high for t in cuts):
        value, error = smooth_integral(on_the_line, law.number)
    else:
        value, error = integral(f, law.span, cuts, law.number)
    findings.add({"quadrature"}, min(25, int(-math.log10(max(error, 1e-60)))))
    return value


def _zeros(h: Any, law: Any) -> list[Any]:
    """Where a function of one variable changes its sign, over all that the law reaches."""
    number = law.number
    low, high = (
        number(0) if e == 0 else number(1) if e == 1 else number(80 if law.span[0] == 0 else 40) * (1 if e > 0 else -1)
        for e in law.span
    )
    a, b = h(low), h(high)
    middle, third = h((low + high) / 2), h((2 * low + high) / 3)
    slope = (b - a) / (high - low)
    if _is_negligible(middle - (a + b) / 2, a, b) and _is_negligible(third - (2 * a + b) / 3, a, b):  # a straight line
        return [] if not real_part(slope) else [low - a / slope]
    found, steps = [], 400
    places = [low + (high - low) * k / steps for k in range(steps + 1)]
    signs = [h(t) for t in places]
    for s, t, u, v in zip(places, places[1:], signs, signs[1:], strict=False):
        if real_part(u) == 0:
            found.append(s)
        elif real_part(u) * real_part(v) < 0:
            found.append(_bisected(h, s, t))
    return found


def _is_negligible(x: Any, a: Any, b: Any) -> bool:
    size = max(abs(real_part(a)), abs(real_part(b)))
    return abs(real_part(x)) <= size * (1e-12 if isinstance(real_part(x), float) else 1e-45)


def _bisected(h: Any, a: Any, b: Any) -> Any:
    """A zero between two places where the signs differ: regula falsi, with the Illinois rule, to all digits."""
    u, v = real_part(h(a)), real_part(h(b))
    for _ in range(300):
        c = (a * v - b * u) / (v - u)
        w = real_part(h(c))
        if w == 0 or abs(b - a) <= abs(c) * (1e-15 if isinstance(c, float) else 1e-55):
            return c
        if (w > 0) == (v > 0):
            u = u / 2
        else:
            a, u = b, v
        b, v = c, w
    return b


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
