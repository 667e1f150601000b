"""How good predictions of numbers are: the mean squared error, and the share of the variation that is explained."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from derived.inputs import as_vector
from derived.linear_algebra.factors import power_above

__all__ = [
    "mean_squared_error",
    "r_squared",
]


def mean_squared_error(y: ArrayLike, y_hat: ArrayLike) -> float:
    """The mean of the squared errors, (1/n) Σ (yᵢ − ŷᵢ)².

    Parameters
    ----------
    y, y_hat : array_like of shape (n,)
        What was observed, and what was predicted.

    Raises
    ------
    ValueError
        For bad shapes, NaN or infinite values, or empty data.

    Examples
    --------
    >>> mean_squared_error([1, 2], [1, 4])
    2.0
    """
    y = as_vector(y, "y")
    return float(np.mean((y - as_vector(y_hat, "y_hat", length=len(y))) ** 2))


def share_explained(unexplained: float, total: float) -> float:
    """R² = 1 − unexplained/total, of which there is none where nothing varies."""
    if total == 0:
        raise ValueError("all values of y are the same: there is no variation to explain, and no R²")
    return 1 - unexplained / total


def r_squared(y: ArrayLike, predicted: ArrayLike) -> float:
    """R² of predictions: 1 − (sum of squared errors) / (sum of squares of y about its mean).

    Parameters
    ----------
    y, predicted : array_like of shape (n,)
        What was observed, and what was predicted.

    Raises
    ------
    ValueError
        If the two do not fit each other, or if all y are the same.

    Examples
    --------
    >>> r_squared([1, 2, 3], np.array([1, 2, 4]))
    0.5
    """
    predicted = as_vector(predicted, "predicted")
    y = as_vector(y, "y", length=len(predicted))
    unit = max(power_above(y), power_above(predicted))  # so that squares of large or tiny values are numbers still
    errors = y / unit - predicted / unit
    return share_explained(float(errors @ errors), variation(y / unit, np.ones(len(y))))


def variation(y: np.ndarray, weights: np.ndarray) -> float:
    """The weighted sum of squares of y about its mean."""
    z = y - y[0]  # equal values leave zeros, not rounding errors
    return float(weights @ (z - np.average(z, weights=weights)) ** 2)
