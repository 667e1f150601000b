"""Elementary functions and powers of numbers of every kind.

Floats, numbers of many digits, fractions and SymPy's expressions are evaluated here. A number that knows better, as one
that carries derivatives or one that chance decides, says itself what becomes of it: a function by ``applied(name)``, a
power by ``raised(k)``, and which whole number it is by ``counted()``.
"""

from __future__ import annotations

import math
import re
from fractions import Fraction
from typing import Any

import numpy as np
import sympy
from sympy.polys.fields import FracElement

from derived.autodiff.elementary import ELEMENTARY
from derived.autodiff.numbers import PRECISE, Irrational, OutOfDomain, inexact, is_complex, short

__all__ = [
    "apply",
    "power",
    "whole",
]


HIGHEST = 10_000


def apply(name: str, x: Any) -> Any:
    """The elementary function `name` of `x`, elementwise on arrays.

    Parameters
    ----------
    name : str
        A key of `ELEMENTARY`.
    x : number, Dual or ndarray
        Where to evaluate it.

    Raises
    ------
    Irrational
        If `x` is a fraction and the value is not.
    OutOfDomain
        If there is no real value.
    ValueError
        If there is no such function.

    Examples
    --------
    >>> apply("sigmoid", 0.0)
    0.5
    >>> apply("relu", Fraction(-1, 2))
    Fraction(0, 1)
    """
    if isinstance(x, np.ndarray):
        return np.array([apply(name, v) for v in x.flat], dtype=object).reshape(x.shape)
    if hasattr(x, "applied"):
        return x.applied(name)
    rule = ELEMENTARY[name]
    if isinstance(x, sympy.Basic):
        return rule.symbolic(x)
    if inexact(x):
        if rule.domain is not None and not rule.domain(x):
            raise OutOfDomain(f"{name}({short(x)}) is no real number")
        return rule.number(x) if isinstance(x, float) else rule.precise(x)
    if rule.exact is None or isinstance(x, FracElement):
        raise Irrational(f"{name}({x}) has no exact value as a fraction; evaluate it on floats")
    return rule.exact(x)


def slope_at(name: str, x: Any) -> Any:
    """The derivative of the elementary function `name` at `x`.

    Parameters
    ----------
    name : str
        A key of `ELEMENTARY`.
    x : number of any kind, or Dual
        Where to evaluate it.

    Raises
    ------
    OutOfDomain
        If it is infinite, as that of a root at 0.

    Examples
    --------
    >>> slope_at("sqrt", 4.0)
    0.25
    """
    try:
        return ELEMENTARY[name].derivative(x, apply)
    except ZeroDivisionError as problem:
        if not isinstance(x, float):
            raise
        raise OutOfDomain(f"the slope of {name} at {short(x)} is no real number") from problem


def explained(problem: TypeError, x: str) -> TypeError | None:
    """What to do where a function of NumPy or of the module math met a number that it does not know, if that is it.

    Parameters
    ----------
    problem : TypeError
        What it raised.
    x : str
        What to call the number.

    Examples
    --------
    >>> explained(TypeError("loop of ufunc ... has no callable sin method"), "a dual number")
    TypeError('np.sin does not know a dual number: write apply("sin", x), of derived.autodiff')
    """
    if named := re.search(r"has no callable (\w+) method", str(problem)):
        name = named[1]
        how = f'write apply("{name}", x)' if name in ELEMENTARY else f"there is apply for {', '.join(ELEMENTARY)}"
        return TypeError(f"np.{name} does not know {x}: {how}, of derived.autodiff")
    if re.match(r"must be real number, not (Dual|Sided|Traced)$", str(problem)):
        return TypeError(f'the functions of math do not know {x}: write apply("exp", x) and so on, of derived.autodiff')
    return None


def power(x: Any, k: Any) -> Any:
    """x**k, exactly where it can be exact: integer powers of fractions stay fractions.

    Parameters
    ----------
    x : number of any kind, or Dual
        The base.
    k : number of any kind, or Dual
        The exponent.

    Raises
    ------
    Irrational
        If `x` is a fraction and `k` is not a whole number.
    ValueError
        If `x` is negative and `k` is no whole number: there is no real value.

    Examples
    --------
    >>> power(Fraction(2, 3), -2)
    Fraction(9, 4)
    """
    if (isinstance(k, Fraction) and k.denominator == 1) or is_complex(x):
        k = whole(k)
    if isinstance(k, int) and abs(k) > HIGHEST:
        raise OverflowError(f"a power of {k} is out of reach: the exponent is no count")
    if hasattr(x, "raised"):
        return x.raised(k)
    if isinstance(k, int) or isinstance(x, sympy.Basic) or isinstance(k, sympy.Basic):
        return x**k
    if inexact(x) and k == 0:
        return x * 0 + 1
    if inexact(x) and isinstance(k, float | Fraction | PRECISE.mpf):
        if (x < 0 and k != int(k)) or (x == 0 and k < 0 and isinstance(x, float)):
            raise OutOfDomain(f"{short(x)} to the power {short(k)} is no real number")
        return math.pow(x, float(k)) if isinstance(x, float) else x ** PRECISE.convert(k)
    return apply("exp", apply("log", x) * k)


def whole(x: Any) -> int:
    """A number of any kind as the whole number that it is: an index, a size, a bound of a sum.

    Parameters
    ----------
    x : number of any kind, or Dual
        What should be whole.

    Raises
    ------
    IndexError
        If it is none.

    Examples
    --------
    >>> whole(Fraction(3))
    3
    """
    if type(x) is int:
        return x
    if type(x) is Fraction and x.denominator == 1:
        return x.numerator
    if hasattr(x, "counted"):
        return x.counted()
    if is_complex(x):
        raise IndexError(f"{x} is complex: it cannot be an index, a bound or an exponent")
    if isinstance(x, FracElement):
        x = Fraction(int(x.numer.LC), int(x.denom.LC)) if x.numer.is_ground and x.denom.is_ground else math.inf
    if x in (math.inf, -math.inf) or int(x) != x:
        raise IndexError(f"{x} is no whole number: it cannot be an index or a bound")
    return int(x)
