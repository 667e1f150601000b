"""The loss of ridge regression, a sum of squares and a price on the squared weights, with its gradient."""

from __future__ import annotations

import numpy as np

from derived.inputs import number, takes
from derived.linear_models.linear_regression.loss import rss

__all__ = [
    "ridge_gradient",
    "ridge_loss",
]


@takes(X="n p", y="n", w="p", alpha=number(at_least=0))
def ridge_loss(X: np.ndarray, y: np.ndarray, w: np.ndarray, alpha: float) -> float:
    """The penalized sum of squares ‖y − Xw‖² + λ‖w‖².

    Parameters
    ----------
    X : ndarray of shape (n, p)
    y : ndarray of shape (n,)
    w : ndarray of shape (p,)
    alpha : float
        λ.

    Examples
    --------
    >>> X, y = np.array([[1.0], [1.0]]), np.array([1.0, 3.0])
    >>> ridge_loss(X, y, np.array([2.0]), alpha=0.5)
    4.0
    """
    return rss(X, y, w) + alpha * float(w @ w)


@takes(X="n p", y="n", w="p", alpha=number(at_least=0))
def ridge_gradient(X: np.ndarray, y: np.ndarray, w: np.ndarray, alpha: float) -> np.ndarray:
    """The gradient 2Xᵀ(Xw − y) + 2λw of the penalized sum of squares, of shape (p,).

    Parameters
    ----------
    X : ndarray of shape (n, p)
    y : ndarray of shape (n,)
    w : ndarray of shape (p,)
    alpha : float
        λ.

    Examples
    --------
    >>> X, y = np.array([[1.0], [1.0]]), np.array([1.0, 3.0])
    >>> ridge_gradient(X, y, np.array([2.0]), alpha=0.5)
    array([2.])
    """
    return 2 * X.T @ (X @ w - y) + 2 * alpha * w
