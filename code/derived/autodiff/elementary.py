r"""The elementary functions: all that is known of each, in one table.

A derivative is a formula in x and in elementary functions of x: :math:`\tanh'x = 1 - \tanh^2x`. How these are evaluated
is handed to it, so that the same table serves floats, fractions, symbols and dual numbers. An entry has all that the
engine asks of a function (see `ElementaryFunction`): to add one, write it here, and offer it to authors in
`derived.algebra.functions`. Reverse mode on arrays has a table of its own, of NumPy's functions with their slopes:
`derived.autodiff.reverse.entries`. A test compares both where they have the same function.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np
import sympy

from derived.autodiff.facets import ElementaryFunction
from derived.autodiff.numbers import PRECISE, Irrational

__all__ = ["ELEMENTARY"]


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


def _exactly(x: Any) -> Any:
    """The exponential of a fraction, which is one for 0 only."""
    if x != 0:
        raise Irrational(f"exp({x}) has no exact value as a fraction; evaluate it on floats")
    return 1 + x


def _precise_sigmoid(x: Any) -> Any:
    return 1 / (1 + _exp(-x)) if x >= 0 else _exp(x) / (1 + _exp(x))


def _tanh(x: Any) -> Any:
    """The hyperbolic tangent, by steps that each round as they are told: a limit asks how much rounding matters."""
    if abs(x) < 1:
        return PRECISE.tanh(x)
    small = _exp(-2 * abs(x))
    return _sign(x) * (1 - small) / (1 + small)


_FUNCTIONS = {
    "exp": ElementaryFunction(
        "e",
        math.exp,
        _exp,
        sympy.exp,
        lambda x, at: at("exp", x),
        exact=_exactly,
        arrays=np.exp,
        nonnegative=True,
        notation="e^{{{}}}",
        is_power=True,
        of_matrices="the matrix exponential",
        confused_with=("log",),
    ),
    "log": ElementaryFunction(
        r"\log",
        math.log,
        PRECISE.log,
        sympy.log,
        lambda x, at: 1 / x,
        arrays=np.log,
        domain=lambda x: x > 0,
        borders=(0,),
        exponent_at_name=True,
        of_matrices="the matrix logarithm",
        confused_with=("exp",),
    ),
    "sqrt": ElementaryFunction(
        r"\sqrt",
        math.sqrt,
        PRECISE.sqrt,
        sympy.sqrt,
        lambda x, at: 1 / (2 * at("sqrt", x)),
        arrays=np.sqrt,
        domain=lambda x: x >= 0,
        borders=(0,),
        nonnegative=True,
        notation=r"\sqrt{{{}}}",
        of_matrices="the matrix square root",
    ),
    "sin": ElementaryFunction(
        r"\sin",
        math.sin,
        PRECISE.sin,
        sympy.sin,
        lambda x, at: at("cos", x),
        arrays=np.sin,
        parity="odd",
        exponent_at_name=True,
        confused_with=("cos",),
    ),
    "cos": ElementaryFunction(
        r"\cos",
        math.cos,
        PRECISE.cos,
        sympy.cos,
        lambda x, at: -at("sin", x),
        arrays=np.cos,
        parity="even",
        exponent_at_name=True,
        confused_with=("sin",),
    ),
    "tanh": ElementaryFunction(
        r"\tanh",
        math.tanh,
        _tanh,
        sympy.tanh,
        lambda x, at: 1 - at("tanh", x) ** 2,
        arrays=np.tanh,
        parity="odd",
        exponent_at_name=True,
        confused_with=("sigmoid",),
    ),
    "sigmoid": ElementaryFunction(
        r"\sigma",
        _sigmoid,
        _precise_sigmoid,
        lambda x: 1 / (1 + sympy.exp(-x)),
        lambda x, at: at("sigmoid", x) * (1 - at("sigmoid", x)),
        arrays=lambda x: (1 + np.tanh(x / 2)) / 2,
        nonnegative=True,
        confused_with=("tanh",),
    ),
    "relu": ElementaryFunction(
        r"\operatorname{ReLU}",
        lambda x: max(x, 0.0),
        lambda x: max(x, PRECISE.mpf(0)),
        lambda x: sympy.Max(x, 0),
        lambda x, at: 1 if x > 0 else 0,
        exact=lambda x: max(x, Fraction(0)),
        arrays=lambda x: np.maximum(x, 0),
        pieces=lambda x, side, at: x if side(0) > 0 else 0 * x,
        borders=(0,),
        nonnegative=True,
        confused_with=("abs",),
    ),
    "abs": ElementaryFunction(
        r"\lvert\cdot\rvert",
        abs,
        abs,
        sympy.Abs,
        lambda x, at: _sign(x),
        exact=abs,
        arrays=np.abs,
        pieces=lambda x, side, at: side(0) * x,
        borders=(0,),
        parity="even",
        nonnegative=True,
        notation=r"\left\lvert {} \right\rvert",
        of_matrices="a determinant",
        confused_with=("relu",),
    ),
    "sign": ElementaryFunction(
        r"\operatorname{sign}",
        lambda x: float(_sign(x)),
        lambda x: PRECISE.mpf(_sign(x)),
        sympy.sign,
        lambda x, at: 0,
        exact=lambda x: Fraction(_sign(x)),
        arrays=np.sign,
        pieces=lambda x, side, at: 0 * x + side(0),
        borders=(0,),
        parity="odd",
        confused_with=("abs",),
    ),
}


class _Table(dict[str, ElementaryFunction]):
    """The functions by their names; a ValueError tells them where there is none of a name."""

    def __missing__(self, name: str) -> ElementaryFunction:
        raise ValueError(f"there is no elementary function {name!r}; there are {', '.join(self)}")


ELEMENTARY = _Table(_FUNCTIONS)
