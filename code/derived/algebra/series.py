"""Series: sums without an end, of numbers of any kind that fall off as a geometric series does, or faster.

Terms are added until they count no more. Where that takes too long, the partial sums are extrapolated by the epsilon
algorithm (Wynn 1956), which is exact for geometric series, if the terms fall off and two orders of it agree.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import Any

from derived.algebra.chance import Intractable
from derived.algebra.complex_values import Complex
from derived.algebra.values import Scalar
from derived.autodiff import Dual, Irrational, inexact, real_part

LONGEST = 300  # terms that are added
SUMS = 25  # of the partial sums from which the limit is extrapolated
QUIET = 5  # so many in a row have to count no more
TOO_SLOW = "a series does not settle: its terms fall off too slowly, or not at all"
GROWN = 10**80  # a term this large ends it


def series(terms: Iterable[Any], empty: Any) -> Scalar:
    """The sum of all terms, of which each in the end is at most a share less than one of the term before.

    Parameters
    ----------
    terms : iterable of number
        Floats, numbers of sixty digits, or duals of them.
    empty : number
        Zero, of that kind.

    Raises
    ------
    Irrational
        For fractions: a series of them need not have a fraction for its sum.
    Intractable
        If the terms do not fall off fast enough.

    Examples
    --------
    >>> series((0.5**k for k in itertools.count()), 0.0)
    2.0
    >>> series((1 / k for k in itertools.count(1)), 0.0)
    Traceback (most recent call last):
    derived.algebra.chance.Intractable: a series does not settle: its terms fall off too slowly, or not at all
    """
    if not inexact(empty):
        raise Irrational("a series of fractions need not be one; evaluate it on floats")
    total, scale, quiet, before = empty, abs(empty), 0, abs(empty)
    sums: list[Any] = []
    fine = 1e-17 if isinstance(empty, float) else 1e-64
    for k, term in enumerate(terms):
        total, here = total + term, size_of(term)
        scale += here
        falls = here <= 0.97 * before or not here
        quiet = quiet + 1 if falls and here <= fine * scale else 0
        if quiet == QUIET and (scale or k > 2 * QUIET):
            return total
        sums.append(total)
        if here > GROWN:
            break
        if k == LONGEST:
            if here <= (1 - 1e-9) * before:
                return extrapolated(sums[-SUMS:])
            break
        before = here
    raise Intractable(TOO_SLOW)


def extrapolated(sums: list[Any]) -> Scalar:
    """The limit of partial sums, by the epsilon algorithm, if two orders of it agree.

    Raises
    ------
    Intractable
        If they do not.

    Examples
    --------
    >>> from derived.autodiff import PRECISE
    >>> q = 1 - PRECISE.mpf(10) ** -3
    >>> sums = list(itertools.accumulate(q**k for k in range(25)))
    >>> abs(extrapolated(sums) - 1000) < 1e-40
    True
    """
    if any(isinstance(x, Dual | Complex) for x in sums):
        raise Intractable(TOO_SLOW)
    below, here = [0 * x for x in (*sums, sums[0])], sums
    found = here[-1:]
    for order in range(len(sums) - 1):
        steps = [b - a for a, b in itertools.pairwise(here)]
        if any(abs(step) <= abs(sums[-1]) * 1e-50 for step in steps):
            return here[-1] if order % 2 == 0 else found[-1]
        below, here = here, [back + 1 / step for back, step in zip(below[1:], steps, strict=False)]
        if order % 2:
            found.append(here[-1])
            if abs(found[-1] - found[-2]) <= abs(found[-1]) * 1e-27:
                return found[-1]
    raise Intractable(TOO_SLOW)


def size_of(x: Any) -> Any:
    """The largest part of a number: of a dual, its derivatives count, too.

    Examples
    --------
    >>> import numpy as np
    >>> size_of(Dual(1.0, np.array([-3.0]), 1))
    3.0
    """
    if isinstance(x, Dual):
        return max([size_of(x.value), *(size_of(part) for part in x.partials)])
    if isinstance(x, Complex):
        return max(size_of(x.real), size_of(x.imaginary))
    return abs(real_part(x))
