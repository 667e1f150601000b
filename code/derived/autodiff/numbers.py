"""The kinds of numbers that are computed with, exact and rounded, and what goes wrong with them.

Exact are fractions and SymPy's expressions; rounded are floats, and the numbers of sixty digits that `PRECISE` makes.
"""

from __future__ import annotations

from typing import Any

import mpmath

__all__ = [
    "DIGITS",
    "PRECISE",
    "Irrational",
    "OutOfDomain",
    "inexact",
]


DIGITS = 60
PRECISE = mpmath.MPContext()  # numbers of sixty digits, and no limit to their exponents
PRECISE.dps = DIGITS


def inexact(x: Any) -> bool:
    """Whether a number is rounded: a float, or a `PRECISE` number of sixty digits.

    Parameters
    ----------
    x : object
        A number of any kind.

    Examples
    --------
    >>> from fractions import Fraction
    >>> inexact(0.5), inexact(PRECISE.mpf(2)), inexact(Fraction(1, 2))
    (True, True, False)
    """
    return isinstance(x, float | PRECISE.mpf)


class Irrational(ArithmeticError):
    """A function was asked for an exact value that is not a fraction, such as exp(1).

    Examples
    --------
    >>> from fractions import Fraction
    >>> from derived.autodiff import apply
    >>> apply("exp", Fraction(1))
    Traceback (most recent call last):
    derived.autodiff.numbers.Irrational: exp(1) has no exact value as a fraction;
    evaluate it on floats
    """


class OutOfDomain(ArithmeticError, ValueError):
    """A function was asked for a value that is no real number, such as log(−1).

    Examples
    --------
    >>> from derived.autodiff import apply
    >>> apply("log", -1.0)
    Traceback (most recent call last):
    derived.autodiff.numbers.OutOfDomain: log(-1) is no real number
    """


def short(x: Any) -> str:
    """A number to six digits, for messages."""
    return f"{float(x) + 0.0:.6g}"  # no negative zero


def is_complex(x: Any) -> bool:
    """Whether a number is one of the engine's complex numbers."""
    return hasattr(x, "imaginary")
