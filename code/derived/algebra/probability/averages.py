"""The mean of a random number: by exact moments, by enumeration of outcomes, or by quadrature.

A random number is a polynomial in factors. Factors of a product that share no source of chance are independent, and
the mean of their product is the product of their means. What is left is, for each group of factors that do share some,
a moment that is known, a sum over the outcomes of few sources, or an integral over very few.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import numpy as np

from derived.algebra.probability.laws import Normal
from derived.algebra.probability.quadrature import integral, integral_of_many, smooth_integral
from derived.algebra.random_numbers import (
    Applied,
    Entry,
    Factor,
    Intractable,
    Point,
    Product,
    RandomNumber,
    Source,
)
from derived.dual import PRECISE, Dual, apply, real_part

MOST_OUTCOMES = 60_000
FEW_DIGITS = 10  # of integrals over several entries
_ARRAYS = {
    "exp": np.exp, "log": np.log, "sqrt": np.sqrt, "sin": np.sin, "cos": np.cos, "tanh": np.tanh, "abs": np.abs,
    "sign": np.sign, "relu": lambda x: np.maximum(x, 0), "sigmoid": lambda x: (1 + np.tanh(x / 2)) / 2,
    "reciprocal": lambda x: 1 / x, "> 0": lambda x: x > 0, "<= 0": lambda x: x <= 0, "< 0": lambda x: x < 0,
    "= 0": lambda x: x == 0,
}  # fmt: skip


class Findings:
    """How means were found: by "moments", "outcomes" or "quadrature", and to how many digits."""

    def __init__(self) -> None:
        self.ways: set[str] = set()
        self.digits = PRECISE.dps

    def add(self, ways: set[str], digits: int) -> None:
        """Take in one more."""
        self.ways |= ways
        self.digits = min(self.digits, digits)


def mean(x: Any, own: frozenset[Source], findings: Findings) -> Any:
    """The mean over what some sources decide, of a random number, a dual one or an array of them.

    Parameters
    ----------
    x : number, RandomNumber, Dual or ndarray
    own : frozenset of Source
        Over which the mean is; what others decide stays random.
    findings : Findings
        Where to note how it was found.

    Raises
    ------
    Intractable
        If it cannot be found.
    Irrational
        If it is no fraction.

    Examples
    --------
    >>> from fractions import Fraction
    >>> g = Source(Normal(lambda x: x, Fraction(2)))
    >>> mean(RandomNumber.of(Entry(g)) ** 4, frozenset((g,)), Findings())
    Fraction(12, 1)
    """
    if isinstance(x, np.ndarray):
        means = np.empty(x.shape, dtype=object)
        for place, entry in np.ndenumerate(x):
            means[place] = mean(entry, own, findings)
        return means
    if isinstance(x, Dual):
        return x.like(mean(x.value, own, findings), mean(np.asarray(x.partials, dtype=object), own, findings))
    if not isinstance(x, RandomNumber):
        return x
    total: Any = 0
    for product, coefficient in x.terms.items():
        term = coefficient
        for group in _groups(product):
            term = _mean_of(group, own, findings) * term
        total = term + total
    return total


def _groups(product: Product) -> Iterator[Product]:
    """The factors of a product in groups that share no source."""
    groups: list[tuple[frozenset[Source], list[tuple[Factor, int]]]] = []
    for item in product:
        sources, members = item[0].sources, [item]
        for group in [g for g in groups if g[0] & sources]:
            groups.remove(group)
            sources, members = sources | group[0], [*group[1], *members]
        groups.append((sources, members))
    return (tuple(sorted(members, key=lambda item: item[0].serial)) for _, members in groups)


def _mean_of(group: Product, own: frozenset[Source], findings: Findings) -> Any:
    """The mean of a product of powers that share sources; remembered with the first of these."""
    sources = sorted(frozenset().union(*(factor.sources for factor, _ in group)), key=id)
    foreign = [source for source in sources if source not in own]
    if len(foreign) == len(sources):
        return RandomNumber({group: 1})
    if foreign:
        raise Intractable("a mean over one letter is asked for, of a function that another is part of")
    known = sources[0].means
    if group not in known:
        here = Findings()
        known[group] = _found(group, sources, here), here
    value, here = known[group]
    findings.add(here.ways, here.digits)
    return value


def _found(group: Product, sources: list[Source], findings: Findings) -> Any:
    """The mean of a product of powers: by moments, if they do, by outcomes, or by quadrature."""
    if len(sources) == 1 and hasattr(law := sources[0].law, "moment"):
        match group:
            case ((Entry(table=None), k),):
                findings.add({"moments"}, PRECISE.dps)
                return law.moment(k)
        if isinstance(law, Normal) and (tilt := _tilt(group)):
            findings.add({"moments"}, PRECISE.dps)
            return law.tilted(*tilt)
    finite = [source for source in sources if not source.law.continuous]
    continuous = [source for source in sources if source.law.continuous]
    for source in continuous:
        source.law.rounded()
    outcomes = [source.law.outcomes() for source in finite]
    if math.prod(map(len, outcomes)) > (MOST_OUTCOMES if not continuous else 200):
        raise Intractable("there are too many outcomes to enumerate them")
    findings.add({"outcomes"} if finite else set(), PRECISE.dps)
    total: Any = 0
    for combination in itertools.product(*outcomes):
        weight = math.prod(p for p, _ in combination)
        values = dict(zip(finite, (k for _, k in combination), strict=True))
        if continuous:
            term = _integrated(group, continuous, values, findings)
        else:
            term = _worth(group, Point(values))
        total = total + term * weight
    return total


def _tilt(group: Product) -> tuple[int, Any] | None:
    """The power and the slope b of xᵏ exp(b x), if that is what a product is."""
    k, slope = 0, 0
    for factor, power in group:
        match factor:
            case Entry():
                k = power
            case Applied(name="exp", argument=argument) if (parts := argument.affine()) and parts[1] == 0:
                slope = slope + power * sum(parts[0].values())
            case _:
                return None
    return k, slope


def _worth(group: Product, point: Point) -> Any:
    """The value of a product of powers at a point; where it is zero, the rest need not have one."""
    worth: Any = 1
    for factor, k in sorted(group, key=lambda item: not item[0].decides):
        value = factor.at(point)
        if isinstance(value, int) and value == 0:
            return 0
        worth = worth * (value if k == 1 else value**k)
    return worth


def _integrated(group: Product, sources: list[Source], outcomes: dict[Source, int], findings: Findings) -> Any:
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
        return _worth(group, Point(values([])))
    if len(spans) == 1:
        return _on_a_line(group, values, laws[0], borders, findings)
    if len(spans) > 3:
        raise Intractable(f"an integral over {len(spans)} random entries at once is asked for: quadrature does up to three")
    return _on_a_plane(group, values, laws, borders, findings)


def _leaves(group: Product) -> Iterator[RandomNumber]:
    """The sums of entries on which a product depends, and no further."""
    for factor, _ in group:
        if isinstance(factor, Entry):
            yield RandomNumber.of(factor)
        elif factor.argument.affine():
            yield factor.argument
        else:
            for product in factor.argument.terms:
                yield from _leaves(product)


def _borders(group: Product) -> Iterator[RandomNumber]:
    """The random numbers at whose zeros a product may have a kink, a jump or a pole."""
    for factor, _ in group:
        if isinstance(factor, Applied):
            if factor.border:
                yield factor.argument
            for product in factor.argument.terms:
                yield from _borders(product)


def _directions(arguments: list[RandomNumber], sources: list[Source], outcomes: dict, number: Any) -> list[list[Any]]:
    """Orthonormal directions of as many standard normal entries, on which alone all the arguments depend."""
    basis: list[list[Any]] = []
    for argument in arguments:
        slopes, _ = argument.affine()  # type: ignore[misc]
        by_source = {entry.source: slope for entry, slope in slopes.items() if entry.source not in outcomes}
        v = [by_source.get(s, 0) * s.law.deviation + number(0) for s in sources]
        length = size = _length(v)
        for _ in range(2):
            for q in basis:
                along = sum(a * b for a, b in zip(q, v, strict=True))
                v = [a - along * b for a, b in zip(v, q, strict=True)]
            length = _length(v)
        if real_part(size) and real_part(length) > real_part(size) * (1e-12 if isinstance(real_part(size), float) else 1e-45):
            basis.append([a / length for a in v])
    return basis


def _length(v: list[Any]) -> Any:
    squared = sum(a * a for a in v)
    return apply("sqrt", squared) if real_part(squared) else real_part(squared)


def _on_a_line(group: Product, values: Any, law: Any, borders: list[RandomNumber], findings: Findings) -> Any:
    """An integral over one variable."""
    cuts = [t for border in borders for t in _zeros(lambda t, border=border: border.at(Point(values([t]))), law)]
    if isinstance(law, Normal) and _is_piecewise_polynomial(group):
        findings.add({"moments"}, PRECISE.dps)
        return _in_pieces(group, values, law, cuts)
    if law.wild:
        raise Intractable("an integral over numbers that are very large or very small is not tried")

    def f(t: Any) -> Any:
        return _worth(group, Point(values([t]))) * law.density(t)

    if isinstance(law, Normal) and not borders:
        value, error = smooth_integral(f, law.number)
    else:
        value, error = integral(f, law.span, cuts, law.number)
    findings.add({"quadrature"}, min(25, int(-math.log10(max(error, 1e-60)))))
    return value


def _is_piecewise_polynomial(group: Product) -> bool:
    """Whether a product is a polynomial between the borders."""
    return all(
        isinstance(factor, Entry)
        or (factor.name in PIECES and all(_is_piecewise_polynomial(part) for part in factor.argument.terms))
        for factor, _ in group
    )


def _in_pieces(group: Product, values: Any, law: Normal, cuts: list[Any]) -> Any:
    """The mean of a function that is a polynomial of a standard normal number between any two borders."""
    number = law.number
    slopes = values([number(1)])
    edges = [None, *sorted({real_part(t) for t in cuts}), None]
    total: Any = 0
    for a, b in zip(edges, edges[1:], strict=False):
        inside = number(0) if a is b is None else b - 1 if a is None else a + 1 if b is None else (a + b) / 2
        coefficients = _polynomial(RandomNumber({group: 1}), slopes, inside)
        parts = law.parts(a, b, len(coefficients))
        total = sum((c * part for c, part in zip(coefficients, parts, strict=True)), start=total)
    return total


def _polynomial(x: RandomNumber, slopes: dict[Source, Any], inside: Any) -> list[Any]:
    """The coefficients, in a standard normal number, of a random number on the piece around a place."""
    total: list[Any] = [0]
    for product, coefficient in x.terms.items():
        term: list[Any] = [coefficient]
        for factor, k in product:
            part = _polynomial_of(factor, slopes, inside)
            for _ in range(k):
                term = _times(term, part)
        total = [a + b for a, b in itertools.zip_longest(total, term, fillvalue=0)]
    return total


def _polynomial_of(factor: Factor, slopes: dict[Source, Any], inside: Any) -> list[Any]:
    if isinstance(factor, Entry):
        slope = slopes[factor.source]
        return [0, slope] if factor.table is None else [factor.table[slope]]
    part = _polynomial(factor.argument, slopes, inside)  # type: ignore[attr-defined]
    x = real_part(sum(c * inside**k for k, c in enumerate(part)))
    return PIECES[factor.name](part, int(x > 0) - int(x < 0))  # type: ignore[attr-defined]


def _times(p: list[Any], q: list[Any]) -> list[Any]:
    product: list[Any] = [0] * (len(p) + len(q) - 1)
    for (i, a), (j, b) in itertools.product(enumerate(p), enumerate(q)):
        product[i + j] = product[i + j] + a * b
    return product


# What is left of a polynomial where it has a sign, under each function that has a kink or a jump and no more.
PIECES: dict[str, Callable[[list[Any], int], list[Any]]] = {
    "abs": lambda p, sign: [sign * c for c in p],
    "relu": lambda p, sign: p if sign > 0 else [0],
    "sign": lambda p, sign: [sign],
    "> 0": lambda p, sign: [int(sign > 0)],
    "< 0": lambda p, sign: [int(sign < 0)],
    "= 0": lambda p, sign: [int(sign == 0)],
    "<= 0": lambda p, sign: [int(sign <= 0)],
}


def _zeros(h: Any, law: Any) -> list[Any]:
    """Where a function of one variable changes its sign, over all that the law reaches."""
    number = law.number
    low, high = (number(0) if e == 0 else number(1) if e == 1 else number(80 if law.span[0] == 0 else 40) * (1 if e > 0 else -1) for e in law.span)
    a, b = h(low), h(high)
    middle, third = h((low + high) / 2), h((2 * low + high) / 3)
    slope = (b - a) / (high - low)
    if _nothing(middle - (a + b) / 2, a, b) and _nothing(third - (2 * a + b) / 3, a, b):  # a straight line
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


def _nothing(x: Any, a: Any, b: Any) -> bool:
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


def _on_a_plane(group: Product, values: Any, laws: list[Any], borders: list[RandomNumber], findings: Findings) -> Any:
    """An integral over two or three variables, in floats."""
    if laws[0].wild:
        raise Intractable("an integral over numbers that are very large or very small is not tried")
    lines = [_line(lambda ts, border=border: border.at(Point(values(ts, _float), _float)), len(laws)) for border in borders]

    def f(ts: list[np.ndarray]) -> np.ndarray:
        point = Point(values(ts, _float), _float, _applied_to_arrays)
        with np.errstate(all="ignore"):
            factors = [np.asarray(factor.at(point), dtype=float) ** k for factor, k in group]
            return math.prod([*factors, *(law.density(t) for law, t in zip(laws, ts, strict=True))])

    value, error = integral_of_many(f, [law.span for law in laws], lines)
    findings.add({"quadrature"}, min(FEW_DIGITS, int(-math.log10(max(error, 1e-16)))))
    return PRECISE.mpf(value) if isinstance(laws[0].number(Fraction(1)), PRECISE.mpf) else value


def _line(h: Callable[[list[float]], float], m: int) -> tuple[list[float], float]:
    """The slopes and the constant of a border, if it is straight."""
    c = h([0.0] * m)
    slopes = [h([float(i == k) for i in range(m)]) - c for k in range(m)]
    probe = [0.7, -1.3, 2.1][:m]
    if abs(h(probe) - c - sum(a * t for a, t in zip(slopes, probe, strict=True))) > 1e-9 * (1 + abs(c)):
        raise Intractable("several random entries meet at a kink that is no straight line")
    return slopes, c


def _float(x: Any) -> float:
    if isinstance(x, Dual):
        raise Intractable("the derivative of an integral over several random entries is asked for")
    return float(x)


def _applied_to_arrays(name: str, argument: RandomNumber, point: Point) -> Any:
    return _ARRAYS[name](argument.at(point))
