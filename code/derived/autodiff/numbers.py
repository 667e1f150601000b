"""The kinds of numbers that are computed with, exact and rounded, and what goes wrong with them.

Exact are fractions and SymPy's expressions; rounded are floats, and the numbers of sixty digits that `PRECISE` makes.
"""

from __future__ import annotations

import math
from typing import Any

import mpmath
import sympy

__all__ = [
    "DIGITS",
    "PRECISE",
    "Irrational",
    "OutOfDomain",
    "inexact",
    "pi",
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


def pi(x: Any) -> Any:
    """π, as a number of the kind of x, for the derivatives of functions that have it in them.

    Parameters
    ----------
    x : number of any kind, or Dual
        A number of the kind.

    Raises
    ------
    Irrational
        If x is a fraction: π is none.

    Examples
    --------
    >>> pi(1.0), pi(sympy.Symbol("x"))
    (3.141592653589793, pi)
    """
    if hasattr(x, "pi"):
        return x.pi()
    if isinstance(x, sympy.Basic):
        return sympy.pi
    if not inexact(x):
        raise Irrational("π is no fraction; evaluate it on floats")
    return math.pi if isinstance(x, float) else +PRECISE.pi


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
