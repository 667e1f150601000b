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
from itertools import count, repeat
from typing import Any

import mpmath
import numpy as np
import sympy
from sympy.polys.fields import FracElement

__all__ = [
    "DIGITS",
    "ELEMENTARY",
    "PRECISE",
    "Dual",
    "Irrational",
    "NoDerivative",
    "OutOfDomain",
    "Rule",
    "apply",
    "hessian",
    "inexact",
    "jacobian",
    "order",
    "power",
    "real_part",
    "whole",
]

_levels = count(1)
_ONE = 1
HIGHEST = 10_000
DIGITS = 60
PRECISE = mpmath.MPContext()  # numbers of sixty digits, and no limit to their exponents
PRECISE.dps = DIGITS


def inexact(x: Any) -> bool:
    """Whether a number is rounded: a float, or a `PRECISE` number of sixty digits.

    Examples
    --------
    >>> inexact(0.5), inexact(PRECISE.mpf(2)), inexact(Fraction(1, 2))
    (True, True, False)
    """
    return isinstance(x, float | PRECISE.mpf)


class Irrational(ArithmeticError):
    """A function was asked for an exact value that is not a fraction, such as exp(1).

    Examples
    --------
    >>> apply("exp", Fraction(1))
    Traceback (most recent call last):
    derived.autodiff.dual.Irrational: exp(1) has no exact value as a fraction;
    evaluate it on floats
    """


class OutOfDomain(ArithmeticError, ValueError):
    """A function was asked for a value that is no real number, such as log(−1).

    Examples
    --------
    >>> apply("log", -1.0)
    Traceback (most recent call last):
    derived.autodiff.dual.OutOfDomain: log(-1) is no real number
    """


class NoDerivative(ArithmeticError):
    """A derivative was asked for at a kink or a jump, where the two sides differ.

    Examples
    --------
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
        if isinstance(other, np.ndarray) or _is_complex(other):  # which hold duals, and not the reverse
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
        """A dual of the same kind and level."""
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
    (a, da), (b, db) = _split(x, level), _split(y, level)
    if (first := order(a, b)) or not np.size(slopes := np.atleast_1d(da - db)):
        return first
    signs = {order(slope, 0) for slope in slopes}
    if signs == {0}:
        return 0
    if any(isinstance(v, Sided) and v.level == level for v in (x, y)):
        return signs.pop()
    raise Kink("two numbers meet at a kink")


def _is_complex(x: Any) -> bool:
    return hasattr(x, "imaginary")


def _split(x: Any, level: int) -> tuple[Any, Any]:
    """The value and the partials of `x` as one level sees them: numbers of other levels are constants."""
    if _is_complex(x):
        raise ArithmeticError(f"{x} is complex: differentiate its real and its imaginary part")
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
    if type(x) is int:
        return x
    if type(x) is Fraction and x.denominator == 1:
        return x.numerator
    if isinstance(x, Dual) and any(real_part(slope) != 0 for slope in x.partials):
        raise NoDerivative(f"{real_part(x)} counts something: there is no derivative with respect to it")
    x = real_part(x)
    if _is_complex(x):
        raise IndexError(f"{x} is complex: it cannot be an index, a bound or an exponent")
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
    if (isinstance(k, Fraction) and k.denominator == 1) or _is_complex(x):
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
            raise OutOfDomain(f"{_short(x)} to the power {_short(k)} is no real number")
        return math.pow(x, float(k)) if isinstance(x, float) else x ** PRECISE.convert(k)
    return apply("exp", apply("log", x) * k)


@dataclass(frozen=True)
class Rule:
    """An elementary function, with its derivative beside it.

    Attributes
    ----------
    tex : str
        Its name as LaTeX.
    number : callable
        The function of a float.
    precise : callable
        The function of a `PRECISE` number.
    symbolic : callable
        The function of a SymPy expression.
    derivative : callable
        x ↦ f'(x), for every kind of number.
    exact : callable or None
        The function of a fraction where the answer is a fraction again.
    pieces : callable or None
        For a function with a kink or a jump at 0: which of its pieces x lies on, as the sign of x decides.

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
    precise: Callable[[Any], Any]
    symbolic: Callable[[Any], Any]
    derivative: Callable[[Any], Any]
    exact: Callable[[Any], Any] | None = None
    pieces: Callable[[Any, int], Any] | None = None


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


def _sign(x: Any) -> int:
    return (x > 0) - (x < 0)


def _exp(x: Any) -> Any:
    """The exponential, but for what no memory would hold: an exponent of more than a hundred digits."""
    if abs(x) > _FARTHEST:  # not zero below: its root of as high an order may be anything
        raise OverflowError("the exponential of a number of more than a hundred digits is out of reach")
    return PRECISE.exp(x)


def _tanh(x: Any) -> Any:
    """The hyperbolic tangent, by steps that each round as they are told: a limit asks how much rounding matters."""
    if abs(x) < 1:
        return PRECISE.tanh(x)
    small = _exp(-2 * abs(x))
    return _sign(x) * (1 - small) / (1 + small)


_FARTHEST = PRECISE.mpf(10) ** 100

ELEMENTARY = {
    "exp": Rule(r"\exp", math.exp, _exp, sympy.exp, lambda x: apply("exp", x)),
    "log": Rule(r"\log", math.log, PRECISE.log, sympy.log, lambda x: 1 / x),
    "sqrt": Rule(r"\sqrt", math.sqrt, PRECISE.sqrt, sympy.sqrt, lambda x: 1 / (2 * apply("sqrt", x))),
    "sin": Rule(r"\sin", math.sin, PRECISE.sin, sympy.sin, lambda x: apply("cos", x)),
    "cos": Rule(r"\cos", math.cos, PRECISE.cos, sympy.cos, lambda x: -apply("sin", x)),
    "tanh": Rule(r"\tanh", math.tanh, _tanh, sympy.tanh, lambda x: 1 - power(apply("tanh", x), 2)),
    "sigmoid": Rule(
        r"\sigma",
        _sigmoid,
        lambda x: 1 / (1 + _exp(-x)) if x >= 0 else _exp(x) / (1 + _exp(x)),
        lambda x: 1 / (1 + sympy.exp(-x)),
        lambda x: apply("sigmoid", x) * (1 - apply("sigmoid", x)),
    ),
    "relu": Rule(
        r"\operatorname{ReLU}",
        lambda x: max(x, 0.0),
        lambda x: max(x, PRECISE.mpf(0)),
        lambda x: sympy.Max(x, 0),
        lambda x: 1 if real_part(x) > 0 else 0,
        exact=lambda x: max(x, Fraction(0)),
        pieces=lambda x, sign: x if sign > 0 else 0 * x,
    ),
    "abs": Rule(
        r"\lvert\cdot\rvert",
        abs,
        abs,
        sympy.Abs,
        lambda x: _sign(real_part(x)),
        exact=abs,
        pieces=lambda x, sign: sign * x,
    ),
    "sign": Rule(
        r"\operatorname{sign}",
        lambda x: float(_sign(x)),
        lambda x: PRECISE.mpf(_sign(x)),
        sympy.sign,
        lambda x: 0,
        exact=lambda x: Fraction(_sign(x)),
        pieces=lambda x, sign: 0 * x + sign,
    ),
}


def _short(x: Any) -> str:
    return f"{float(x) + 0.0:.6g}"  # no negative zero


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
        return x.like(apply(name, x.value), x.partials * rule.derivative(x.value))
    if isinstance(x, sympy.Basic):
        return rule.symbolic(x)
    if inexact(x):
        if (name == "log" and x <= 0) or (name == "sqrt" and x < 0):
            raise OutOfDomain(f"{name}({_short(x)}) is no real number")
        return rule.number(x) if isinstance(x, float) else rule.precise(x)
    if hasattr(x, "applied"):
        return x.applied(name)  # a number that chance decides knows what to make of a function
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
    try:
        _, slopes, shape = _differentiated(f, x, np.eye(inputs.size, dtype=int).astype(object), Dual)
    except Kink:
        slopes, shape = _from_both_sides(f, x, inputs.size)
    result = slopes.reshape(shape + inputs.shape)
    return result if result.shape else result.item()


def _differentiated(
    f: Callable, x: Any, directions: np.ndarray, kind: type[Dual]
) -> tuple[np.ndarray, np.ndarray, Any]:
    """The values and partials of `f` as its inputs move, each as its row says; and the shape of the output."""
    inputs, level = np.asarray(x, dtype=object), next(_levels)
    seeds = np.empty(inputs.size, dtype=object)
    for j, (v, direction) in enumerate(zip(inputs.flat, directions, strict=True)):
        seeds[j] = kind(v, direction, level)
    outputs = np.asarray(f(seeds.reshape(inputs.shape) if isinstance(x, np.ndarray) else seeds[0]), dtype=object)
    values = np.empty(outputs.size, dtype=object)
    partials = np.zeros((outputs.size, directions.shape[1]), dtype=object)
    for k, y in enumerate(outputs.flat):
        values[k], slope = _split(y, level)
        partials[k] += slope
    return values, partials, outputs.shape


def _from_both_sides(f: Callable, x: Any, m: int) -> tuple[np.ndarray, Any]:
    """The partials of `f`, one input after another, where it has a kink: its two sides have to agree."""
    columns: list[np.ndarray] = []
    shape: Any = ()
    for unit in np.eye(m, dtype=int).astype(object):
        above, up, shape = _differentiated(f, x, unit[:, None], Sided)
        below, down, _ = _differentiated(f, x, -unit[:, None], Sided)
        for a, b, what in (*zip(up.flat, (-down).flat, repeat("derivative")), *zip(above, below, repeat("value"))):
            if not _alike(a, b):
                sides = f"{_short(real_part(a))} from above, {_short(real_part(b))} from below"
                where = "a kink" if what == "derivative" else "a jump"
                raise NoDerivative(f"there is no derivative at {where}: {sides}") from None
        columns.append(up[:, 0])
    return np.column_stack(columns), shape


def _alike(a: Any, b: Any) -> bool:
    a, b = real_part(a), real_part(b)
    return abs(a - b) <= 1e-9 * max(1, abs(a), abs(b)) if inexact(a) or inexact(b) else a == b


def hessian(f: Callable[[Any], Any], x: Any) -> Any:
    """The second partial derivatives of a number-valued `f`: the Jacobian of its gradient.

    Examples
    --------
    >>> hessian(lambda x: x[0] * x[1] ** 2, np.array([1.0, 3.0])).tolist()
    [[0.0, 6.0], [6.0, 2.0]]
    """
    return jacobian(lambda point: jacobian(f, point), x)


def gradient_and_hessian(f: Callable[[Any], Any], x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The first and the second partial derivatives of a number-valued `f`, together in one pass.

    Examples
    --------
    >>> g, H = gradient_and_hessian(lambda x: x[0] * x[1] ** 2, np.array([1.0, 3.0]))
    >>> g.tolist(), H.tolist()
    ([9.0, 6.0], [[0.0, 6.0], [6.0, 2.0]])
    """
    eye = np.eye(x.size, dtype=int).astype(object)
    try:
        gradient, slopes, shape = _differentiated(lambda point: jacobian(f, point), x, eye, Dual)
    except Kink:
        return jacobian(f, x), hessian(f, x)
    return gradient.reshape(shape), slopes.reshape(shape + x.shape)
