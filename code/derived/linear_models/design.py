"""The design matrix: a column of ones for an intercept, or columns without their means; and their names."""

from __future__ import annotations

import numpy as np

from derived.inputs import not_negative, takes, truth
from derived.linear_algebra.factors import offsets

__all__ = [
    "add_intercept",
    "centered",
    "scaled_penalty",
    "shifted_design",
    "unshifted",
]


@takes(X="n p")
def add_intercept(X: np.ndarray) -> np.ndarray:
    """Put a column of ones before the columns of X.

    Parameters
    ----------
    X : ndarray of shape (n, p)
        The columns.

    Examples
    --------
    >>> add_intercept(np.array([[5.0], [7.0]]))
    array([[1., 5.],
           [1., 7.]])
    """
    return np.column_stack([np.ones(len(X)), X])


@takes(X="n p", y="n", intercept=truth)
def centered(X: np.ndarray, y: np.ndarray, intercept: bool) -> tuple[np.ndarray, np.ndarray, float]:
    """The columns of X without their means, so that an intercept stays free of charge.

    Parameters
    ----------
    X : ndarray of shape (n, p)
    y : ndarray of shape (n,)
    intercept : bool
        Whether there is an intercept; without one, all means count as zero.

    Returns
    -------
    X_centered : ndarray of shape (n, p)
    X_mean : ndarray of shape (p,)
        The means that were taken off.
    y_mean : float
        The mean of y.

    Examples
    --------
    >>> centered(np.array([[1.0], [3.0]]), np.array([2.0, 8.0]), intercept=True)
    (array([[-1.],
           [ 1.]]), array([2.]), 5.0)
    """
    if not intercept:
        return X, np.zeros(X.shape[1]), 0.0
    shift = offsets(X)
    if shift.any():
        X = X - shift
    return X - X.mean(axis=0), shift + X.mean(axis=0), float(y.mean())


@takes(X="n p", intercept=truth)
def shifted_design(X: np.ndarray, intercept: bool) -> tuple[np.ndarray, np.ndarray]:
    """The design matrix with columns far from zero brought near it, which changes no weight but the intercept.

    Parameters
    ----------
    X : ndarray of shape (n, p)
    intercept : bool
        Whether there is an intercept; without one, nothing can be taken off.

    Returns
    -------
    design : ndarray of shape (n, p + intercept)
    shift : ndarray of shape (p,)
        What was taken off.

    Examples
    --------
    >>> shifted_design(np.array([[1e9 + 1], [1e9 + 3]]), intercept=True)
    (array([[ 1., -1.],
           [ 1.,  1.]]), array([1.e+09]))
    """
    if not intercept:
        return X, np.zeros(X.shape[1])
    shift = offsets(X)
    return add_intercept(X - shift if shift.any() else X), shift


@takes(w="q | q K", shift="p")
def unshifted(w: np.ndarray, shift: np.ndarray) -> np.ndarray:
    """Weights for the columns as they were, from those for a shifted design.

    Parameters
    ----------
    w : ndarray of shape (p + 1,) or (p + 1, K)
        The intercept first. Without an intercept nothing was taken off, and there may be p.
    shift : ndarray of shape (p,)

    Examples
    --------
    >>> unshifted(np.array([5.0, 2.0]), np.array([10.0]))
    array([-15.,   2.])
    """
    return np.concatenate([w[:1] - shift @ w[1:], w[1:]]) if shift.any() else w


@takes(penalty=("p", not_negative), scale="p")
def scaled_penalty(penalty: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """The penalty on each squared weight of columns that were divided by `scale`.

    Parameters
    ----------
    penalty : ndarray of shape (p,)
        That on the weights of the columns as they were.
    scale : ndarray of shape (p,)

    Examples
    --------
    >>> scaled_penalty(np.array([0.0, 8.0]), np.array([1.0, 2.0])).tolist()
    [0.0, 2.0]
    """
    with np.errstate(over="ignore"):
        scaled = penalty / scale / scale
    return np.where(penalty > 0, np.clip(scaled, 1e-300, 1e150), 0.0)  # what is none or all is so to floats
