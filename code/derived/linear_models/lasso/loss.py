"""The loss of the lasso and the elastic net, its minimum over one weight, and how far above the minimum it can be."""

from __future__ import annotations

from typing import Any

import numpy as np

from derived.inputs import entries, number, takes
from derived.linear_models.linear_regression.loss import rss

__all__ = [
    "alpha_max",
    "best_weight",
    "dual_gap",
    "objective",
    "soft_threshold",
]


@takes(z=entries, t=entries)
def soft_threshold(z: Any, t: Any) -> Any:
    """Move z toward zero by t, and stop there: z − t above t, z + t below −t, and zero between.

    Parameters
    ----------
    z : float or ndarray
    t : float or ndarray
        The threshold, not negative; an array has an entry for each of z.

    Returns
    -------
    float or ndarray
        The w that minimizes ``(w − z)²/2 + t|w|``.

    Raises
    ------
    ValueError
        If a threshold is negative.

    References
    ----------
    Donoho and Johnstone, Ideal spatial adaptation by wavelet shrinkage, Biometrika 81 (1994), 425-455.

    Examples
    --------
    >>> soft_threshold(np.array([-3.0, 0.5, 2.0]), 1.0)
    array([-2.,  0.,  1.])
    """
    if np.less(t, 0).any():
        raise ValueError(f"a threshold must be zero or more, not {np.min(t):g}")
    return z - np.clip(z, -t, t)


@takes(x="n", r="n", alpha=number(at_least=0), l1_ratio=number(at_least=0, at_most=1))
def best_weight(x: np.ndarray, r: np.ndarray, alpha: float, l1_ratio: float = 1.0) -> float:
    """The weight of a single feature that minimizes ``‖r − xw‖²/(2n) + α(ρ|w| + (1 − ρ)w²/2)``.

    Parameters
    ----------
    x : ndarray of shape (n,)
        The feature, not all zeros.
    r : ndarray of shape (n,)
        The residual of the model without this feature.
    alpha, l1_ratio : float
        The price α, and the share ρ of it that is on absolute values.

    References
    ----------
    Friedman, Hastie and Tibshirani, Regularization paths for generalized linear models via coordinate descent,
    Journal of Statistical Software 33 (2010), equation 5.

    Examples
    --------
    >>> float(best_weight(np.array([1.0, 1.0]), np.array([3.0, 5.0]), alpha=1.0))
    3.0
    """
    n = len(x)
    return soft_threshold(x @ r / n, alpha * l1_ratio) / (x @ x / n + alpha * (1 - l1_ratio))


@takes(X="n p", y="n", w="p", alpha=number(at_least=0), l1_ratio=number(at_least=0, at_most=1))
def objective(X: np.ndarray, y: np.ndarray, w: np.ndarray, alpha: float, l1_ratio: float = 1.0) -> float:
    """What is minimized: ‖y − Xw‖²/(2n) + α(ρ‖w‖₁ + (1 − ρ)‖w‖²/2).

    Parameters
    ----------
    X : ndarray of shape (n, p)
    y : ndarray of shape (n,)
    w : ndarray of shape (p,)
    alpha, l1_ratio : float
        The price α, and the share ρ of it that is on absolute values.

    Examples
    --------
    >>> objective(np.eye(2), np.array([3.0, 0.0]), np.array([1.0, 0.0]), alpha=1.0)
    2.0
    """
    return float(rss(X, y, w) / (2 * len(y)) + alpha * (l1_ratio * np.abs(w).sum() + (1 - l1_ratio) * (w @ w) / 2))


@takes(X="n p", y="n", w="p | p m", alpha=" | m", l1_ratio=number(at_least=0, at_most=1))
def dual_gap(X: np.ndarray, y: np.ndarray, w: np.ndarray, alpha: Any, l1_ratio: float = 1.0) -> Any:
    """How far the objective at w can at most be above its minimum; zero only at the minimum.

    Parameters
    ----------
    X : ndarray of shape (n, p)
    y : ndarray of shape (n,)
    w : ndarray of shape (p,) or (p, m)
        Weights, or several of them in columns.
    alpha : float or ndarray of shape (m,)
        The price α, for each column of `w` its own.
    l1_ratio : float
        The share ρ of it that is on absolute values.

    Returns
    -------
    float or ndarray of shape (m,)
        In the units of `objective`.

    References
    ----------
    Kim, Koh, Lustig, Boyd and Gorinevsky, An interior-point method for large-scale l1-regularized least squares,
    IEEE Journal of Selected Topics in Signal Processing 1 (2007), 606-617, section III.

    Examples
    --------
    >>> X, y = np.eye(2), np.array([3.0, 0.0])
    >>> print(dual_gap(X, y, np.array([1.0, 0.0]), alpha=1.0))
    0.0
    >>> print(dual_gap(X, y, np.zeros(2), alpha=1.0).round(12))
    0.25
    """
    n, ridge = len(y), alpha * (1 - l1_ratio)
    r = (y - (X @ w).T).T
    correlation = X.T @ r / n - ridge * w
    largest = np.abs(correlation).max(axis=0)
    shrink = alpha * l1_ratio / np.maximum(largest, alpha * l1_ratio)  # so that no feature exceeds its price
    misfit = (1 - shrink) ** 2 * ((r**2).sum(axis=0) / n + ridge * (w**2).sum(axis=0)) / 2
    return misfit + (alpha * l1_ratio * np.abs(w) - shrink * correlation * w).sum(axis=0)


@takes(X="n p", y="n", l1_ratio=number(above=0, at_most=1))
def alpha_max(X: np.ndarray, y: np.ndarray, l1_ratio: float = 1.0) -> float:
    """The least price at which all weights are zero: the largest of all ``|xⱼᵀy|/(nρ)``.

    Parameters
    ----------
    X : ndarray of shape (n, p)
    y : ndarray of shape (n,)
    l1_ratio : float

    Examples
    --------
    >>> alpha_max(np.eye(2), np.array([3.0, -4.0]))
    2.0
    """
    return float(np.abs(X.T @ y).max() / (len(y) * l1_ratio))
