"""The cross-entropy of two classes as a function of the weights, with its gradient and its Hessian."""

from __future__ import annotations

import numpy as np

from derived.inputs import binary, not_negative, takes
from derived.linear_algebra.products import weighted_gram
from derived.probability import binary_cross_entropy, sigmoid

__all__ = [
    "log_loss",
    "log_loss_gradient",
    "log_loss_hessian",
]


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
