r"""The elementary functions, each with its derivative beside it, in one table.

A derivative is a formula in x and in elementary functions of x: :math:`\tanh'x = 1 - \tanh^2x`. How these are evaluated
is handed to it, so that the same table serves floats, fractions, symbols and dual numbers.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy

from derived.autodiff.numbers import PRECISE

__all__ = [
    "ELEMENTARY",
    "ElementaryFunction",
]


Evaluate = Callable[[str, Any], Any]


@dataclass(frozen=True)
class ElementaryFunction:
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
        ``derivative(x, at)`` is f'(x) for every kind of number, where ``at(name, x)`` evaluates an elementary function.
    exact : callable or None
        The function of a fraction where the answer is a fraction again.
    pieces : callable or None
        For a function with a kink or a jump at 0: which of its pieces x lies on, as the sign of x decides.

    Examples
    --------
    >>> absolute = ELEMENTARY["abs"]
    >>> absolute.number(-2.0), absolute.exact(Fraction(-2, 3))
    (2.0, Fraction(2, 3))
    >>> absolute.symbolic(sympy.Symbol("x"))
    Abs(x)

    The logarithm of a fraction is none, though its derivative is:

    >>> from derived.autodiff import apply
    >>> ELEMENTARY["log"].exact is None, ELEMENTARY["log"].derivative(Fraction(3), apply)
    (True, Fraction(1, 3))
    >>> ELEMENTARY["tanh"].derivative(sympy.Symbol("x"), apply)
    1 - tanh(x)**2
    """

    tex: str
    number: Callable[[float], float]
    precise: Callable[[Any], Any]
    symbolic: Callable[[Any], Any]
    derivative: Callable[[Any, Evaluate], Any]
    exact: Callable[[Any], Any] | None = None
    pieces: Callable[[Any, int], Any] | None = None


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


def _sign(x: Any) -> int:
    return (x > 0) - (x < 0)


_FARTHEST = PRECISE.mpf(10) ** 100


def _exp(x: Any) -> Any:
    """The exponential, but for what no memory would hold: an exponent of more than a hundred digits."""
    if abs(x) > _FARTHEST:  # not zero below: its root of as high an order may be anything
        raise OverflowError("the exponential of a number of more than a hundred digits is out of reach")
    return PRECISE.exp(x)


def _precise_sigmoid(x: Any) -> Any:
    return 1 / (1 + _exp(-x)) if x >= 0 else _exp(x) / (1 + _exp(x))


def _tanh(x: Any) -> Any:
    """The hyperbolic tangent, by steps that each round as they are told: a limit asks how much rounding matters."""
    if abs(x) < 1:
        return PRECISE.tanh(x)
    small = _exp(-2 * abs(x))
    return _sign(x) * (1 - small) / (1 + small)


ELEMENTARY = {
    "exp": ElementaryFunction(r"\exp", math.exp, _exp, sympy.exp, lambda x, at: at("exp", x)),
    "log": ElementaryFunction(r"\log", math.log, PRECISE.log, sympy.log, lambda x, at: 1 / x),
    "sqrt": ElementaryFunction(r"\sqrt", math.sqrt, PRECISE.sqrt, sympy.sqrt, lambda x, at: 1 / (2 * at("sqrt", x))),
    "sin": ElementaryFunction(r"\sin", math.sin, PRECISE.sin, sympy.sin, lambda x, at: at("cos", x)),
    "cos": ElementaryFunction(r"\cos", math.cos, PRECISE.cos, sympy.cos, lambda x, at: -at("sin", x)),
    "tanh": ElementaryFunction(r"\tanh", math.tanh, _tanh, sympy.tanh, lambda x, at: 1 - at("tanh", x) ** 2),
    "sigmoid": ElementaryFunction(
        r"\sigma",
        _sigmoid,
        _precise_sigmoid,
        lambda x: 1 / (1 + sympy.exp(-x)),
        lambda x, at: at("sigmoid", x) * (1 - at("sigmoid", x)),
    ),
    "relu": ElementaryFunction(
        r"\operatorname{ReLU}",
        lambda x: max(x, 0.0),
        lambda x: max(x, PRECISE.mpf(0)),
        lambda x: sympy.Max(x, 0),
        lambda x, at: 1 if x > 0 else 0,
        exact=lambda x: max(x, Fraction(0)),
        pieces=lambda x, sign: x if sign > 0 else 0 * x,
    ),
    "abs": ElementaryFunction(
        r"\lvert\cdot\rvert",
        abs,
        abs,
        sympy.Abs,
        lambda x, at: _sign(x),
        exact=abs,
        pieces=lambda x, sign: sign * x,
    ),
    "sign": ElementaryFunction(
        r"\operatorname{sign}",
        lambda x: float(_sign(x)),
        lambda x: PRECISE.mpf(_sign(x)),
        sympy.sign,
        lambda x, at: 0,
        exact=lambda x: Fraction(_sign(x)),
        pieces=lambda x, sign: 0 * x + sign,
    ),
}
