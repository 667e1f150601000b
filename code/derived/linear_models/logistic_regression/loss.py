"""The sigmoid, and the cross-entropy of two classes with its gradient and its Hessian."""

from __future__ import annotations

import numpy as np

from derived.inputs import binary, entries, not_negative, probabilities, takes
from derived.linear_algebra.products import weighted_gram

__all__ = [
    "binary_cross_entropy",
    "log_loss",
    "log_loss_gradient",
    "log_loss_hessian",
    "log_odds",
    "sigmoid",
]


@takes(z=entries)
def sigmoid(z: np.ndarray) -> np.ndarray:
    """σ(z) = 1/(1 + e⁻ᶻ), entry by entry, without overflow and with all its digits for every z.

    Parameters
    ----------
    z : ndarray of any shape
        Log-odds.

    Returns
    -------
    ndarray of the same shape
        Probabilities.

    Examples
    --------
    >>> sigmoid(np.array([-800.0, 0.0, 800.0]))
    array([0. , 0.5, 1. ])
    """
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


@takes(p=probabilities)
def log_odds(p: np.ndarray) -> np.ndarray:
    """log(p/(1 − p)), entry by entry: what the sigmoid undoes.

    Parameters
    ----------
    p : ndarray of any shape
        Probabilities; for 0 and 1 the log-odds are infinite.

    Examples
    --------
    >>> log_odds(np.array([0.5, 0.75])).round(4)
    array([0.    , 1.0986])
    """
    with np.errstate(divide="ignore"):
        return np.log(p) - np.log1p(-p)


@takes(X="n d", y=("n", binary), w="d", penalty=(" | d", not_negative))
def log_loss(X: np.ndarray, y: np.ndarray, w: np.ndarray, penalty: float | np.ndarray = 0.0) -> float:
    """The cross-entropy −Σ yᵢ log pᵢ + (1 − yᵢ) log(1 − pᵢ), plus ½ Σ λⱼwⱼ².

    Parameters
    ----------
    X : ndarray of shape (n, d)
    y : ndarray of shape (n,)
        Zeros and ones.
    w : ndarray of shape (d,)
    penalty : float or ndarray of shape (d,)
        λ, one for all weights or one for each.

    Examples
    --------
    >>> round(log_loss(np.ones((1, 1)), np.array([1.0]), np.array([0.0])), 6)
    0.693147
    """
    return binary_cross_entropy(X @ w, y) + half_penalty(w, penalty)


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


def half_penalty(w: np.ndarray, penalty: float | np.ndarray) -> float:
    """The price of the weights, ½ Σ λⱼwⱼ²."""
    return float(np.sum(penalty * w**2)) / 2


@takes(X="n d", y=("n", binary), w="d", penalty=(" | d", not_negative))
def log_loss_gradient(X: np.ndarray, y: np.ndarray, w: np.ndarray, penalty: float | np.ndarray = 0.0) -> np.ndarray:
    """The gradient Xᵀ(p − y) + λw of the cross-entropy and its penalty, of shape (d,).

    Parameters
    ----------
    X : ndarray of shape (n, d)
    y : ndarray of shape (n,)
        Zeros and ones.
    w : ndarray of shape (d,)
    penalty : float or ndarray of shape (d,)
        λ, one for all weights or one for each.

    Examples
    --------
    >>> log_loss_gradient(np.ones((1, 1)), np.array([1.0]), np.array([0.0]))
    array([-0.5])
    """
    return X.T @ (sigmoid(X @ w) - y) + penalty * w


@takes(X="n d", w="d", penalty=(" | d", not_negative))
def log_loss_hessian(X: np.ndarray, w: np.ndarray, penalty: float | np.ndarray = 0.0) -> np.ndarray:
    """The Hessian XᵀSX + λI of the cross-entropy and its penalty, S = diag(p(1 − p)), of shape (d, d).

    Parameters
    ----------
    X : ndarray of shape (n, d)
    w : ndarray of shape (d,)
    penalty : float or ndarray of shape (d,)
        λ, one for all weights or one for each.

    Examples
    --------
    >>> log_loss_hessian(np.ones((1, 1)), np.array([0.0]))
    array([[0.25]])
    """
    p = sigmoid(X @ w)
    return weighted_gram(X, p * (1 - p)) + np.diag(np.broadcast_to(penalty, len(w)))
