r"""Dual numbers: a value together with its derivatives, so that arithmetic differentiates itself.

A dual number is :math:`a + b_1\varepsilon_1 + \dots + b_m\varepsilon_m` with
:math:`\varepsilon_j\varepsilon_k = 0`. Feeding :math:`x_j + \varepsilon_j` to a formula gives its value and, as the
coefficients of the :math:`\varepsilon_j`, its partial derivatives: not approximately, but by the rules themselves.
The parts may be floats, exact fractions, SymPy expressions, or dual numbers again, which gives second derivatives;
a *level* keeps the infinitesimals of nested derivatives apart.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import sympy
from sympy.polys.fields import FracElement

from derived.autodiff.elementary import ELEMENTARY
from derived.autodiff.evaluation import apply, power, slope_at, whole
from derived.autodiff.numbers import is_complex, pi

__all__ = [
    "Dual",
    "NoDerivative",
    "order",
    "real_part",
]


_ONE = 1


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

    def __abs__(self) -> Any:
        return apply("abs", self)

    def __pow__(self, k: Any) -> Any:
        return power(self, k)

    def raised(self, k: Any) -> Any:
        """Its power: d aᵏ = k aᵏ⁻¹ da.

        Parameters
        ----------
        k : number of any kind, or Dual
            The exponent.
        """
        if isinstance(k, Dual) and k.level >= self.level:
            return apply("exp", apply("log", self) * k)
        factor = 0 if real_part(k) == 0 and not isinstance(k, Dual) else power(self.value, k - 1) * k
        return self.like(power(self.value, k), self.partials * factor)

    def applied(self, name: str) -> Any:
        """An elementary function of it: d f(a) = f′(a) da.

        Parameters
        ----------
        name : str
            A key of `ELEMENTARY`.

        Raises
        ------
        OutOfDomain
            If its slope is infinite, as that of a root at 0.
        """
        rule = ELEMENTARY[name]
        if rule.pieces is not None and not isinstance(real_part(self), sympy.Basic | FracElement):
            return rule.pieces(self, lambda k: order(self, k), apply)
        at = self.value if rule.pieces is None else real_part(self.value)
        return self.like(apply(name, self.value), self.partials * slope_at(name, at))

    def pi(self) -> Any:
        """π, as a number of the kind of its value."""
        return pi(self.value)

    def counted(self) -> int:
        """It as a whole number, which has no derivative."""
        if any(real_part(partial) != 0 for partial in self.partials):
            raise NoDerivative(f"{real_part(self)} counts something: there is no derivative with respect to it")
        return whole(self.value)

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
