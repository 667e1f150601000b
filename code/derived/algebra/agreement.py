"""Whether two values agree: exactly if they are exact, else up to a tolerance that is stated with the evidence.

Numbers are compared relative to the largest beside them. Where they are next to nothing, agreement beside something
larger is no agreement of their own: such doubts are told, and more digits settle them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import sympy
from sympy.polys.fields import FracElement

from derived.algebra.complex_values import Complex, as_pairs
from derived.algebra.random_numbers import RandomNumber
from derived.algebra.values import Real, Scalar, Value, entries
from derived.autodiff import DIGITS, PRECISE, Dual, NoDerivative, inexact, order, real_part

TOLERANCE, SHARP = 1e-9, 1e-25  # for floats, and for numbers of sixty digits
SMALLEST = 1e-6  # both are compared relative to the largest of them, or to this: below it, rounding shows


def error_between(a: Value, b: Value) -> float:
    """The largest difference between two values, relative to their size; 0.0 for equal exact values.

    Examples
    --------
    >>> import numpy as np
    >>> error_between(np.array([1.0, 2.0]), np.array([1.0, 2.5]))
    0.2
    """
    a, b = as_pairs(a, b)
    if a.shape != b.shape:
        return float("inf")
    worst = 0.0
    scale = max([SMALLEST, *(abs(v) for v in map(real_part, (*a.flat, *b.flat)) if inexact(v) and _is_finite(v))])
    scale = scale * _relative_floor()
    for x, y in zip(map(real_part, a.flat), map(real_part, b.flat), strict=True):
        if isinstance(x, sympy.Basic) or isinstance(y, sympy.Basic):
            worst = max(worst, 0.0 if vanishes(x - y) else float("inf"))
        elif inexact(x) or inexact(y):
            error = abs(_difference(x, y)) / max(scale, abs(x), abs(y))
            worst = max(worst, float(error)) if _is_finite(error) else math.inf
        elif x != y:
            worst = float("inf") if float(max(abs(x), abs(y))) == 0 else max(worst, _ratio(x, y))
    return worst


def _is_finite(x: Real) -> bool:
    """Whether a rounded number is finite; those of sixty digits may be too large for a float."""
    return math.isfinite(x) if isinstance(x, float) else bool(PRECISE.isfinite(x))


def _difference(x: Any, y: Any) -> Real:
    """The difference of two numbers of which one may be a fraction, which no number of sixty digits knows."""
    kind = type(x) if inexact(x) else type(y)
    a, b = (v if inexact(v) else kind(v.numerator) / v.denominator for v in (x, y))
    return a - b


def _ratio(x: Real, y: Real) -> float:
    """The relative difference of two different exact numbers, never rounded down to zero."""
    return max(float(abs(x - y) / max(abs(x), abs(y))), 1e-300)


def vanishes(x: Scalar) -> bool:
    """Whether SymPy reduces an expression to zero: by its numerator, or by simplification if it is short.

    Examples
    --------
    >>> t = sympy.Symbol("t")
    >>> vanishes((t + 1) ** 2 - t**2 - 2 * t - 1), vanishes(t)
    (True, False)
    """
    if x == 0:
        return True
    if isinstance(x, Complex):
        return vanishes(x.real) and vanishes(x.imaginary)
    if not isinstance(x, sympy.Basic):
        return False
    numerator = sympy.fraction(sympy.together(x))[0]
    if sympy.expand(numerator) == 0:
        return True
    return sympy.count_ops(x) < 400 and sympy.simplify(x) == 0


def equal(a: Value, b: Value) -> bool:
    """Whether two values agree: exactly if they are exact, else to `TOLERANCE`.

    Examples
    --------
    >>> equal(1.0, 1.0 + 1e-12), equal(1.0, 1.001)
    (True, False)
    """
    numbers = [real_part(v) for values in as_pairs(a, b) for v in values.flat]
    if any(isinstance(v, RandomNumber) for v in numbers):
        return all(real_part(x - y) == 0 for x, y in zip(*(values.flat for values in as_pairs(a, b)), strict=True))
    rounded = TOLERANCE if any(isinstance(v, float) for v in numbers) else SHARP if any(map(inexact, numbers)) else 0
    alike = error_between(a, b) <= rounded
    if alike and rounded == SHARP and _doubting.get() and PRECISE.dps == DIGITS:
        pairs = zip(*(map(real_part, values.flat) for values in as_pairs(a, b)), strict=True)
        if any(abs(_difference(x, y)) > SHARP * max(abs(x), abs(y)) for x, y in pairs if inexact(x) or inexact(y)):
            raise Doubtful
    return alike


def agree_to(a: Value, b: Value, digits: int) -> bool:
    """Whether two values agree in so many of their own digits, or are both zero to so many places.

    Examples
    --------
    >>> with PRECISE.workdps(100):
    ...     near = PRECISE.exp(PRECISE.pi * PRECISE.sqrt(163))
    ...     agree_to(near, 262537412640768744, 29), agree_to(near, 262537412640768744, 50)
    (True, False)
    """
    floor = PRECISE.mpf(10) ** -digits
    pairs = [map(real_part, two) for two in zip(*(values.flat for values in as_pairs(a, b)), strict=True)]
    return all(
        abs(_difference(x, y)) <= floor * max(abs(x), abs(y), floor) for x, y in pairs if inexact(x) or inexact(y)
    )


class Doubtful(Exception):
    """Two numbers agree beside one, but not beside themselves: whether that is rounding, more digits tell."""


_doubting: ContextVar[bool] = ContextVar("doubting", default=False)


@contextmanager
def doubting(whether: bool = True) -> Iterator[None]:
    """Raise `Doubtful` where numbers of sixty digits are next to nothing, and neither equal nor clearly different.

    Examples
    --------
    >>> small = PRECISE.mpf(10) ** -40
    >>> equal(small, 2 * small)
    True
    >>> with doubting():
    ...     equal(small, 2 * small)
    Traceback (most recent call last):
    derived.algebra.agreement.Doubtful
    """
    token = _doubting.set(whether)
    try:
        yield
    finally:
        _doubting.reset(token)


def _relative_floor() -> Real:
    """How small a share of one is still compared relatively: rounding shows below it; less with more digits."""
    spare = PRECISE.dps - DIGITS
    return 1 if spare <= 0 else PRECISE.mpf(10) ** -spare


def is_dual(x: Scalar, y: Scalar) -> bool:
    """Whether one of two numbers carries derivatives.

    Examples
    --------
    >>> import numpy as np
    >>> is_dual(1.0, Dual(1.0, np.ones(1), 1)), is_dual(1.0, 2.0)
    (True, False)
    """
    return isinstance(x, Dual) or isinstance(y, Dual)


def refuse_ties(a: Value, b: Value) -> None:
    """Refuse a relation whose sides meet where it is differentiated, and part more slowly than a slope tells.

    Raises
    ------
    NoDerivative
    """
    for x, y in zip(entries(a), entries(b), strict=True):
        if is_dual(x, y) and isinstance(difference := x - y, Dual):
            is_symbol = isinstance(real_part(difference), sympy.Basic | FracElement)
            if real_part(difference) == 0 if is_symbol else order(x, y) == 0:
                raise NoDerivative("a relation changes where it is differentiated, or does not: its sides meet there")


def tied(x: Real, y: Real) -> bool:
    """Whether two numbers of sixty digits differ by rounding only, so that neither is less than the other.

    Examples
    --------
    >>> x = PRECISE.mpf(1) / 3
    >>> tied(x, x + PRECISE.mpf(10) ** -58), tied(x, x + PRECISE.mpf(10) ** -40)
    (True, False)
    """
    if {type(x), type(y)} != {PRECISE.mpf}:
        return False
    rounding, size = 2**30 * PRECISE.eps, max(abs(x), abs(y))  # less, where a failure is confirmed with more digits
    if _doubting.get() and rounding * size < abs(x - y) <= rounding:
        raise Doubtful
    return abs(x - y) <= rounding * max(size, _relative_floor())


def close(x: Real, y: Real) -> bool:
    """Whether two rounded numbers differ by rounding only.

    Examples
    --------
    >>> close(1.0, 1.0 + 1e-12), close(1.0, 1.001), close(1, 1)
    (True, False, False)
    """
    x, y = real_part(x), real_part(y)
    if not inexact(x):
        return False
    rounded, size = TOLERANCE if isinstance(x, float) else SHARP, max(abs(x), abs(y))
    if not abs(x - y) <= rounded * max(size, _relative_floor()):
        return False
    if _doubting.get() and isinstance(x, PRECISE.mpf) and PRECISE.dps == DIGITS and abs(x - y) > rounded * size:
        raise Doubtful
    return True
