"""The mean of a random number: by exact moments, by enumeration of outcomes, or by quadrature.

A random number is a polynomial in factors. Factors of a product that share no source of chance are independent, and
the mean of their product is the product of their means. What is left is, for each group of factors that do share some,
a moment that is known, a sum over the outcomes of few sources, or an integral over very few.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator

import numpy as np

from derived.algebra.chance import Entry, Factor, Intractable, Point, Product, Source
from derived.algebra.random_functions import Applied
from derived.algebra.random_numbers import RandomNumber
from derived.algebra.random_variables.integrals import Findings, integrated, worth
from derived.algebra.random_variables.normal_laws import Normal
from derived.algebra.values import Scalar, Value, entries
from derived.autodiff import PRECISE, Dual

MOST_OUTCOMES = 60_000


def mean(x: Value, own: frozenset[Source], findings: Findings) -> Value:
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
        slopes = entries(mean(np.asarray(x.partials, dtype=object), own, findings))
        for k, slope in enumerate(slopes):  # where the law depends on the letters of this derivative, too
            slopes[k] = slope.value if isinstance(slope, Dual) and slope.level == x.level else slope
        return mean(x.value, own, findings) + x.like(0, slopes)
    if not isinstance(x, RandomNumber):
        return x
    total: Scalar = 0
    for product, coefficient in x.terms.items():
        term = coefficient
        for group in _groups(product):
            term = _remembered_mean(group, own, findings) * term
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


def _remembered_mean(group: Product, own: frozenset[Source], findings: Findings) -> Scalar:
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
        known[group] = _mean_by_kind(group, sources, here), here
    value, here = known[group]
    findings.add(here.ways, here.digits)
    return value


def _mean_by_kind(group: Product, sources: list[Source], findings: Findings) -> Scalar:
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
    terms: list[Scalar] = []
    for combination in itertools.product(*outcomes):
        weight = math.prod(p for p, _ in combination)
        values = dict(zip(finite, (k for _, k in combination), strict=True))
        term = integrated(group, continuous, values, findings) if continuous else worth(group, Point(values))
        terms.append(term * weight)
    return _added(terms)


def _added(terms: list[Scalar]) -> Scalar:
    """The sum, by halves: most additions are then of short fractions, and few of long ones."""
    if len(terms) < 2:
        return terms[0] if terms else 0
    middle = len(terms) // 2
    return _added(terms[:middle]) + _added(terms[middle:])


def _tilt(group: Product) -> tuple[int, Scalar] | None:
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
