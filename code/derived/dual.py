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
from dataclasses import dataclass
from fractions import Fraction
from itertools import count
from typing import Any

import numpy as np
import sympy
from sympy.polys.fields import FracElement

__all__ = [
    "ELEMENTARY",
    "Dual",
    "Irrational",
    "Rule",
    "apply",
    "hessian",
    "jacobian",
    "power",
    "real_part",
    "whole",
]

_levels = count(1)
HIGHEST = 10_000


class Irrational(ArithmeticError):
    """A function was asked for an exact value that is not a fraction, such as exp(1).

    Examples
    --------
    >>> apply("exp", Fraction(1))
    Traceback (most recent call last):
    derived.dual.Irrational: exp(1) has no exact value as a fraction;
    evaluate it on floats
    """


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

    def _seen_by(self, other: Any) -> int:
        return max(self.level, other.level) if isinstance(other, Dual) else self.level

    def _combine(self, other: Any, value: Callable, by_first: Callable, by_second: Callable) -> Any:
        """The rule of two arguments: d f(a, b) = (∂f/∂a) da + (∂f/∂b) db."""
        if isinstance(other, np.ndarray):
            return NotImplemented
        level = self._seen_by(other)
        (a, da), (b, db) = _split(self, level), _split(other, level)
        return Dual(value(a, b), da * by_first(a, b) + db * by_second(a, b), level)

    def __add__(self, other: Any) -> Any:
        return self._combine(other, lambda a, b: a + b, lambda a, b: 1, lambda a, b: 1)

    def __sub__(self, other: Any) -> Any:
        return self._combine(other, lambda a, b: a - b, lambda a, b: 1, lambda a, b: -1)

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
        return Dual(-self.value, -self.partials, self.level)

    def __pow__(self, k: int) -> Any:
        return power(self, k)

    def __lt__(self, other: Any) -> bool:
        return bool(real_part(self) < real_part(other))

    def __gt__(self, other: Any) -> bool:
        return bool(real_part(self) > real_part(other))

    def __repr__(self) -> str:
        return f"Dual({self.value!r}, {self.partials.tolist()!r}, level={self.level})"


def _split(x: Any, level: int) -> tuple[Any, Any]:
    """The value and the partials of `x` as one level sees them: numbers of other levels are constants."""
    return (x.value, x.partials) if isinstance(x, Dual) and x.level == level else (x, 0)


def real_part(x: Any) -> Any:
    """The number under all infinitesimals.

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

    Raises
    ------
    IndexError
        If it is none.

    Examples
    --------
    >>> whole(Fraction(3))
    3
    """
    x = real_part(x)
    if isinstance(x, FracElement):
        x = Fraction(int(x.numer.LC), int(x.denom.LC)) if x.numer.is_ground and x.denom.is_ground else math.inf
    if x in (math.inf, -math.inf) or int(x) != x:
        raise IndexError(f"{x} is no whole number: it cannot be an index or a bound")
    return int(x)


def power(x: Any, k: Any) -> Any:
    """x**k, exactly where it can be exact: integer powers of fractions stay fractions.

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
    if isinstance(k, Fraction) and k.denominator == 1:
        k = int(k)
    if isinstance(k, int) and abs(k) > HIGHEST:
        raise OverflowError(f"a power of {k} is out of reach: the exponent is no count")
    if isinstance(x, Dual) and isinstance(k, int):
        slope = k * power(x.value, k - 1) if k else 0
        return Dual(power(x.value, k), x.partials * slope, x.level)
    if isinstance(k, int) or isinstance(x, sympy.Basic) or isinstance(k, sympy.Basic):
        return x**k
    if isinstance(x, float) and isinstance(k, float | Fraction):
        return math.pow(x, float(k))  # where ** would go on in complex numbers, this has no value
    return apply("exp", k * apply("log", x))


@dataclass(frozen=True)
class Rule:
    """An elementary function, with its derivative beside it.

    Attributes
    ----------
    tex : str
        Its name as LaTeX.
    number : callable
        The function of a float.
    symbolic : callable
        The function of a SymPy expression.
    derivative : callable
        x ↦ f'(x), for every kind of number.
    exact : callable or None
        The function of a fraction where the answer is a fraction again.

    Examples
    --------
    >>> rule = ELEMENTARY["abs"]
    >>> rule.number(-2.0), rule.exact(Fraction(-2, 3))
    (2.0, Fraction(2, 3))
    >>> rule.symbolic(sympy.Symbol("x"))
    Abs(x)
    >>> rule.derivative(-2.0)
    -1

    The logarithm of a fraction is none, though its derivative is:

    >>> rule = ELEMENTARY["log"]
    >>> rule.exact is None, rule.derivative(Fraction(3))
    (True, Fraction(1, 3))
    """

    tex: str
    number: Callable[[float], float]
    symbolic: Callable[[Any], Any]
    derivative: Callable[[Any], Any]
    exact: Callable[[Any], Any] | None = None


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


def _sign(x: Any) -> int:
    return (x > 0) - (x < 0)


ELEMENTARY = {
    "exp": Rule(r"\exp", math.exp, sympy.exp, lambda x: apply("exp", x)),
    "log": Rule(r"\log", math.log, sympy.log, lambda x: 1 / x),
    "sqrt": Rule(r"\sqrt", math.sqrt, sympy.sqrt, lambda x: 1 / (2 * apply("sqrt", x))),
    "sin": Rule(r"\sin", math.sin, sympy.sin, lambda x: apply("cos", x)),
    "cos": Rule(r"\cos", math.cos, sympy.cos, lambda x: -apply("sin", x)),
    "tanh": Rule(r"\tanh", math.tanh, sympy.tanh, lambda x: 1 - power(apply("tanh", x), 2)),
    "sigmoid": Rule(
        r"\sigma",
        _sigmoid,
        lambda x: 1 / (1 + sympy.exp(-x)),
        lambda x: apply("sigmoid", x) * (1 - apply("sigmoid", x)),
    ),
    "relu": Rule(
        r"\operatorname{ReLU}",
        lambda x: max(x, 0.0),
        lambda x: sympy.Max(x, 0),
        lambda x: 1 if real_part(x) > 0 else 0,
        exact=lambda x: max(x, Fraction(0)),
    ),
    "abs": Rule(r"\lvert\cdot\rvert", abs, sympy.Abs, lambda x: _sign(real_part(x)), exact=abs),
    "sign": Rule(r"\operatorname{sign}", _sign, sympy.sign, lambda x: 0, exact=lambda x: Fraction(_sign(x))),
}


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
        return Dual(apply(name, x.value), x.partials * rule.derivative(x.value), x.level)
    if isinstance(x, sympy.Basic):
        return rule.symbolic(x)
    if isinstance(x, float):
        return rule.number(x)
    if rule.exact is None or isinstance(x, FracElement):
        raise Irrational(f"{name}({x}) has no exact value as a fraction; evaluate it on floats")
    return rule.exact(x)


def jacobian(f: Callable[[Any], Any], x: Any) -> Any:
    """All partial derivatives of `f` at `x`, by one pass of dual numbers.

    Parameters
    ----------
    f : callable
        Takes what `x` is, a number or an object array, and returns a number or an object array.
    x : number or ndarray
        Where to differentiate.

    Returns
    -------
    number or ndarray of shape ``f(x).shape + x.shape``
        The partial derivatives: outputs first, inputs last. The gradient, if `f` returns a number.

    Examples
    --------
    >>> jacobian(lambda x: x[0] * x[1] ** 2, np.array([1.0, 3.0])).tolist()
    [9.0, 6.0]
    """
    inputs = np.asarray(x, dtype=object)
    level, m = next(_levels), inputs.size
    seeds = np.empty(m, dtype=object)
    for j, (v, unit) in enumerate(zip(inputs.flat, np.eye(m, dtype=int).astype(object), strict=True)):
        seeds[j] = Dual(v, unit, level)
    output = f(seeds.reshape(inputs.shape) if isinstance(x, np.ndarray) else seeds[0])
    outputs = np.asarray(output, dtype=object)
    partials = np.zeros((outputs.size, m), dtype=object)
    for k, y in enumerate(outputs.flat):
        partials[k] += _split(y, level)[1]
    result = partials.reshape(outputs.shape + inputs.shape)
    return result if result.shape else result.item()


def hessian(f: Callable[[Any], Any], x: Any) -> Any:
    """The second partial derivatives of a number-valued `f`: the Jacobian of its gradient.

    Examples
    --------
    >>> hessian(lambda x: x[0] * x[1] ** 2, np.array([1.0, 3.0])).tolist()
    [[0.0, 6.0], [6.0, 2.0]]
    """
    return jacobian(lambda point: jacobian(f, point), x)
