"""Operations on arrays entry by entry, each with its slopes beside it.

A slope is written for arrays of floats, from the value where that is cheaper, as :math:`1 - y^2` for tanh; the table of
elementary functions for formulas, which knows fractions and symbols too, is `derived.autodiff.elementary`. A test
compares both where they have the same function. To add one of NumPy's own functions, enter it with `entrywise`; to add
another, decorate it with `primitive` and offer it in ``reverse/__init__.py``. Operations that are not entry by entry
have their tables in `sums`, `shapes` and `products`.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from derived.autodiff.reverse.kinds import by_slopes, entrywise, primitive
from derived.autodiff.reverse.recorded import instead_of

__all__ = [
    "relu",
    "sigmoid",
    "softplus",
]


def _share(y: Any, mine: Any, other: Any) -> Any:
    return np.true_divide(mine == y, 1.0 + (mine == other), dtype=y.dtype)


def _power_by_base(a: Any, b: Any) -> Any:
    """The slope b aᵇ⁻¹, which is 0 for b = 0 also where a is 0."""
    return b * np.power(a, b - (b != 0))


def _power_by_exponent(y: Any, a: Any) -> Any:
    """The slope aᵇ log a, which is 0 at a = 0 for b > 0."""
    logarithm = np.log(a + (a == 0))
    return y * (float(logarithm) if type(a) in (int, float) else logarithm)  # a number of Python's adds no bits


entrywise(np.add, 1, 1)
entrywise(np.subtract, 1, -1)
entrywise(np.multiply, lambda y, a, b: b, lambda y, a, b: a)
entrywise(np.divide, lambda y, a, b: 1 / b, lambda y, a, b: -y / b)
entrywise(np.power, lambda y, a, b: _power_by_base(a, b), lambda y, a, b: _power_by_exponent(y, a))
entrywise(np.negative, -1)
entrywise(np.positive, 1)
entrywise(np.reciprocal, lambda y, x: -y * y)
entrywise(np.square, lambda y, x: 2 * x)
entrywise(np.sqrt, lambda y, x: 0.5 / y)
entrywise(np.cbrt, lambda y, x: 1 / (3 * y * y))
entrywise(np.exp, lambda y, x: y)
entrywise(np.expm1, lambda y, x: y + 1)
entrywise(np.exp2, lambda y, x: y * math.log(2.0))
entrywise(np.log, lambda y, x: 1 / x)
entrywise(np.log1p, lambda y, x: 1 / (1 + x))
entrywise(np.log2, lambda y, x: 1 / (x * math.log(2.0)))
entrywise(np.log10, lambda y, x: 1 / (x * math.log(10.0)))
entrywise(np.logaddexp, lambda y, a, b: np.exp(a - y), lambda y, a, b: np.exp(b - y))
entrywise(np.sin, lambda y, x: np.cos(x))
entrywise(np.cos, lambda y, x: -np.sin(x))
entrywise(np.tan, lambda y, x: 1 + y * y)
entrywise(np.arcsin, lambda y, x: 1 / np.sqrt(1 - x * x))
entrywise(np.arccos, lambda y, x: -1 / np.sqrt(1 - x * x))
entrywise(np.arctan, lambda y, x: 1 / (1 + x * x))
entrywise(np.sinh, lambda y, x: np.cosh(x))
entrywise(np.cosh, lambda y, x: np.sinh(x))
entrywise(np.tanh, lambda y, x: 1 - y * y)
entrywise(np.absolute, lambda y, x: np.sign(x))
# Where both are as large, each gets half: what an infinitesimal step of both gives.
entrywise(np.maximum, _share, lambda y, a, b: _share(y, b, a))
entrywise(np.minimum, _share, lambda y, a, b: _share(y, b, a))


@by_slopes(lambda y, x: y * (1 - y))
def sigmoid(x: Any) -> Any:
    r"""The logistic function, :math:`1/(1 + e^{-x})`.

    Parameters
    ----------
    x : array_like
        Log-odds.

    Examples
    --------
    >>> float(sigmoid(0.0)), float(sigmoid(-1000.0))
    (0.5, 0.0)
    """
    return 0.5 * np.tanh(0.5 * x) + 0.5  # the same function, and no exponential overflows


@primitive([lambda g, y, x: g * (x > 0)], [lambda t, y, x: t * (x > 0)])
def relu(x: Any) -> Any:
    """The larger of x and 0; its slope at 0 is taken to be 0.

    Parameters
    ----------
    x : array_like
        Any.

    Examples
    --------
    >>> relu(np.array([-1.0, 2.0])).tolist()
    [0.0, 2.0]
    """
    return np.maximum(x, 0.0)


@by_slopes(lambda y, x: sigmoid(x))
def softplus(x: Any) -> Any:
    r"""A smooth ReLU, :math:`\log(1 + e^x)`.

    Parameters
    ----------
    x : array_like
        Any.

    Examples
    --------
    >>> softplus(np.array([-1000.0, 0.0, 1000.0])).round(6).tolist()
    [0.0, 0.693147, 1000.0]
    """
    return np.logaddexp(x, 0.0)


@instead_of(np.clip)
def clip(x: Any, lowest: Any = None, highest: Any = None) -> Any:
    """No less than `lowest` and no more than `highest`."""
    x = x if lowest is None else np.maximum(x, lowest)
    return x if highest is None else np.minimum(x, highest)
