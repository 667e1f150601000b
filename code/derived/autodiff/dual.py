r"""Dual numbers: a value together with its derivatives, so that arithmetic differentiates itself.

A dual number is :math:`a + b_1\varepsilon_1 + \dots + b_m\varepsilon_m` with
:math:`\varepsilon_j\varepsilon_k = 0`. Feeding :math:`x_j + \varepsilon_j` to a formula gives its value and, as the
coefficients of the :math:`\varepsilon_j`, its partial derivatives: not approximately, but by the rules themselves.
The parts may be floats, exact fractions, SymPy expressions, or dual numbers again, which gives second derivatives;
a *level* keeps the infinitesimals of nested derivatives apart.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import sympy
from sympy.polys.fields import FracElement

from derived.autodiff.elementary import ELEMENTARY
from derived.autodiff.numbers import PRECISE, Irrational, OutOfDomain, inexact, is_complex, short

__all__ = [
    "Dual",
    "NoDerivative",
    "apply",
    "order",
    "power",
    "real_part",
    "whole",
]


_ONE = 1
HIGHEST = 10_000


class NoDerivative(ArithmeticError):
    """A derivative was asked for at a kink or a jump, where the two sides differ.

    Examples
    --------
    >>> from derived.autodiff import jacobian
    >>> jacobian(lambda x: apply("relu", x), 0.0)
    Traceback (most recent call last):
    derived.autodiff.dual.NoDerivative: there is no derivative at a kink: 1 from above, 0 from below
    >>> jacobian(lambda x: apply("relu", x) - apply("relu", -x), 0.0)
    1
    """


class Kink(ArithmeticError):
    """Two duals of equal value and different partials were compared: which is larger depends on the direction."""


class Dual:
    """A number `value` and the partial derivatives it carries.

    Parameters
    ----------
    value : number
        A float, Fraction, SymPy expression or Dual of a lower level.
    partials : ndarray of shape (m,)
        The derivatives with respect to the `m` inputs.
    level : int
        Which derivative the partials belong to; nested derivatives have different levels.

    Examples
    --------
    >>> x = Dual(3.0, np.array([1.0]), level=1)
    >>> (x * x + 2 * x).partials.tolist()          # d/dx (x² + 2x) = 2x + 2
    [8.0]
    """

    __slots__ = ("level", "partials", "value")

    def __init__(self, value: Any, partials: np.ndarray, level: int):
        self.value, self.partials, self.level = value, np.asarray(partials, dtype=object), level

    def _combine(self, other: Any, value: Callable, by_first: Callable, by_second: Callable) -> Any:
        """The rule of two arguments: d f(a, b) = (∂f/∂a) da + (∂f/∂b) db."""
        if isinstance(other, np.ndarray) or is_complex(other):  # which hold duals, and not the reverse
            return NotImplemented
        if not isinstance(other, Dual) or other.level < self.level:
            a = self.value
            return self.like(value(a, other), _scaled(self.partials, by_first(a, other)))
        if other.level > self.level:
            b = other.value
            return other.like(value(self, b), _scaled(other.partials, by_second(self, b)))
        a, b = self.value, other.value
        slopes = _scaled(self.partials, by_first(a, b)) + _scaled(other.partials, by_second(a, b))
        return self.like(value(a, b), slopes)

    def like(self, value: Any, partials: np.ndarray) -> Dual:
        """A dual of the same kind and level.

        Parameters
        ----------
        value : number
            Its value.
        partials : ndarray of shape (m,)
            Its derivatives.
        """
        return type(self)(value, partials, self.level)

    def __add__(self, other: Any) -> Any:
        return self._combine(other, lambda a, b: a + b, lambda a, b: _ONE, lambda a, b: _ONE)

    def __sub__(self, other: Any) -> Any:
        return self._combine(other, lambda a, b: a - b, lambda a, b: _ONE, lambda a, b: -1)

    def __mul__(self, other: Any) -> Any:
        return self._combine(other, lambda a, b: a * b, lambda a, b: b, lambda a, b: a)

    def __truediv__(self, other: Any) -> Any:
        return self._combine(other, lambda a, b: a / b, lambda a, b: 1 / b, lambda a, b: -a / (b * b))

    def __rsub__(self, other: Any) -> Any:
        return -self + other

    def __rtruediv__(self, other: Any) -> Any:
        return power(self, -1) * other

    __radd__ = __add__
    __rmul__ = __mul__

    def __neg__(self) -> Dual:
        return self.like(-self.value, -self.partials)

    def __pow__(self, k: int) -> Any:
        return power(self, k)

    def __lt__(self, other: Any) -> bool:
        return order(self, other) < 0

    def __gt__(self, other: Any) -> bool:
        return order(self, other) > 0

    def _mpmath_(self, *_: Any) -> Any:
        return NotImplemented  # so that mpmath leaves a product to the dual at once, and words no error first

    def __repr__(self) -> str:
        return f"Dual({self.value!r}, {self.partials.tolist()!r}, level={self.level})"


def _scaled(partials: np.ndarray, factor: Any) -> np.ndarray:
    """The partials times a factor, which very often is 1."""
    return partials if factor is _ONE else partials * factor


class Sided(Dual):
    """A dual with one partial, in one direction: of two of equal value, the one that grows faster is larger."""

    __slots__ = ()


def order(x: Any, y: Any) -> int:
    """−1, 0 or 1 as x is less than, equal to or greater than y, near the point where duals are taken.

    Parameters
    ----------
    x, y : number of any kind, or Dual
        What is compared.

    Raises
    ------
    Kink
        If the values are equal and the partials are not, so that it depends on the direction.

    Examples
    --------
    >>> order(1.0, 2.0), order(Dual(3.0, np.ones(1), 1), 2)
    (-1, 1)
    """
    if not isinstance(x, Dual) and not isinstance(y, Dual):
        return int(x > y) - int(x < y)
    level = max(v.level for v in (x, y) if isinstance(v, Dual))
    (a, da), (b, db) = split(x, level), split(y, level)
    if (first := order(a, b)) or not np.size(slopes := np.atleast_1d(da - db)):
        return first
    signs = {order(slope, 0) for slope in slopes}
    if signs == {0}:
        return 0
    if any(isinstance(v, Sided) and v.level == level for v in (x, y)):
        return signs.pop()
    raise Kink("two numbers meet at a kink")


def split(x: Any, level: int) -> tuple[Any, Any]:
    """The value and the partials of `x` as one level sees them: numbers of other levels are constants."""
    if is_complex(x):
        raise ArithmeticError(f"{x} is complex: differentiate its real and its imaginary part")
    return (x.value, x.partials) if isinstance(x, Dual) and x.level == level else (x, 0)


def real_part(x: Any) -> Any:
    """The number under all infinitesimals.

    Parameters
    ----------
    x : number of any kind, or Dual
        A number, perhaps with infinitesimals.

    Examples
    --------
    >>> real_part(Dual(Dual(2.0, np.ones(1), 1), np.ones(1), 2))
    2.0
    """
    while isinstance(x, Dual):
        x = x.value
    return x


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
    if isinstance(x, Dual) and any(real_part(slope) != 0 for slope in x.partials):
        raise NoDerivative(f"{real_part(x)} counts something: there is no derivative with respect to it")
    x = real_part(x)
    if is_complex(x):
        raise IndexError(f"{x} is complex: it cannot be an index, a bound or an exponent")
    if isinstance(x, FracElement):
        x = Fraction(int(x.numer.LC), int(x.denom.LC)) if x.numer.is_ground and x.denom.is_ground else math.inf
    if x in (math.inf, -math.inf) or int(x) != x:
        raise IndexError(f"{x} is no whole number: it cannot be an index or a bound")
    return int(x)


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
    if isinstance(x, Dual) and not (isinstance(k, Dual) and k.level >= x.level):
        slope = 0 if real_part(k) == 0 and not isinstance(k, Dual) else power(x.value, k - 1) * k
        return x.like(power(x.value, k), x.partials * slope)
    if isinstance(k, int) or isinstance(x, sympy.Basic) or isinstance(k, sympy.Basic):
        return x**k
    if inexact(x) and not isinstance(k, Dual) and k == 0:
        return x * 0 + 1
    if inexact(x) and isinstance(k, float | Fraction | PRECISE.mpf):
        if x < 0 and k != int(k):
            raise OutOfDomain(f"{short(x)} to the power {short(k)} is no real number")
        return math.pow(x, float(k)) if isinstance(x, float) else x ** PRECISE.convert(k)
    return apply("exp", apply("log", x) * k)


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

    Examples
    --------
    >>> apply("sigmoid", 0.0)
    0.5
    >>> apply("relu", Fraction(-1, 2))
    Fraction(0, 1)
    """
    rule = ELEMENTARY[name]
    if isinstance(x, np.ndarray):
        return np.array([apply(name, v) for v in x.flat], dtype=object).reshape(x.shape)
    if isinstance(x, Dual):
        if rule.pieces is not None and not isinstance(real_part(x), sympy.Basic | FracElement):
            return rule.pieces(x, order(x, 0))
        at = x.value if rule.pieces is None else real_part(x.value)
        return x.like(apply(name, x.value), x.partials * rule.derivative(at, apply))
    if isinstance(x, sympy.Basic):
        return rule.symbolic(x)
    if inexact(x):
        if (name == "log" and x <= 0) or (name == "sqrt" and x < 0):
            raise OutOfDomain(f"{name}({short(x)}) is no real number")
        return rule.number(x) if isinstance(x, float) else rule.precise(x)
    if hasattr(x, "applied"):
        return x.applied(name)  # a number that chance decides knows what to make of a function
    if rule.exact is None or isinstance(x, FracElement):
        raise Irrational(f"{name}({x}) has no exact value as a fraction; evaluate it on floats")
    return rule.exact(x)
