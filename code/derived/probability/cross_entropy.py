"""What scores cost where the labels are known: minus the logarithm of the probability of the labels."""

from __future__ import annotations

import numpy as np

from derived.inputs import binary, not_negative, takes
from derived.probability.categorical import logsumexp

__all__ = ["binary_cross_entropy", "categorical_cross_entropy"]


@takes(z="n", y=("n", binary))
def binary_cross_entropy(z: np.ndarray, y: np.ndarray) -> float:
    """Σ log(1 + e⁻ᵐ), where m is z for y = 1 and −z for y = 0, without overflow and without cancellation.

    Parameters
    ----------
    z : ndarray of shape (n,)
        Log-odds.
    y : ndarray of shape (n,)
        Zeros and ones.

    Examples
    --------
    >>> round(binary_cross_entropy(np.array([0.0, 800.0]), np.array([1, 1])), 6)
    0.693147
    """
    m = np.where(y == 1, z, -z)
    return float((np.log1p(np.exp(-np.abs(m))) - np.minimum(m, 0)).sum())


def _laws(Y: np.ndarray, name: str) -> np.ndarray:
    """The rule for rows of probabilities."""
    not_negative(Y, name)
    totals = Y.sum(axis=1)
    if not np.allclose(totals, 1, rtol=1e-9, atol=0):
        i = int(np.argmax(np.abs(totals - 1)))
        raise ValueError(f"row {i} of {name} adds up to {totals[i]:g}, but has to add up to one: mark one class in it")
    return Y


@takes(Z="n K", Y=("n K", _laws))
def categorical_cross_entropy(Z: np.ndarray, Y: np.ndarray) -> float:
    """−Σᵢ Σₖ yᵢₖ log pᵢₖ, where the rows of P are the softmax of those of Z, without overflow and cancellation.

    Since each row of Y adds up to one, a row costs LSE(z − yᵀz), which does not cancel where the right class is sure.

    Parameters
    ----------
    Z : ndarray of shape (n, K)
        Scores.
    Y : ndarray of shape (n, K)
        Rows that add up to one.

    Raises
    ------
    ValueError
        If a row of Y does not add up to one, or has a number below zero.

    Examples
    --------
    >>> round(categorical_cross_entropy(np.array([[0.0, 0.0], [800.0, 0.0]]), np.array([[1, 0], [1, 0]])), 6)
    0.693147
    """
    return float(logsumexp(Z - (Y * Z).sum(axis=1, keepdims=True)).sum())
