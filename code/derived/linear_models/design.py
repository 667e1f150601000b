"""The design matrix: a column of ones for an intercept, or columns without their means; and their names."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from derived.inputs import takes, truth
from derived.linear_algebra.factors import offsets, scale_columns

__all__ = [
    "Conditioned",
    "add_intercept",
    "centered",
    "conditioned",
    "of_like_lengths",
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


@takes(design="n q", intercept=truth)
def shifted_design(design: np.ndarray, intercept: bool) -> tuple[np.ndarray, np.ndarray]:
    """The design matrix with columns far from zero brought near it, which changes no weight but the intercept.

    Parameters
    ----------
    design : ndarray of shape (n, p + intercept)
        With a column of ones first, if there is an intercept; without one, nothing can be taken off.
    intercept : bool

    Returns
    -------
    shifted : ndarray of shape (n, p + intercept)
    shift : ndarray of shape (p,)
        What was taken off.

    Examples
    --------
    >>> shifted_design(np.array([[1.0, 1e9 + 1], [1.0, 1e9 + 3]]), intercept=True)
    (array([[ 1., -1.],
           [ 1.,  1.]]), array([1.e+09]))
    """
    if not intercept:
        return design, np.zeros(design.shape[1])
    shift = offsets(design[:, 1:])
    return (design - np.append(0.0, shift) if shift.any() else design), shift


@takes(design="n q")
def of_like_lengths(design: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The design matrix with its columns scaled, unless their lengths are like each other's and have squares.

    Parameters
    ----------
    design : ndarray of shape (n, q)

    Returns
    -------
    scaled : ndarray of shape (n, q)
    scale : ndarray of shape (q,)
        By what the columns were divided, powers of two.

    Examples
    --------
    >>> of_like_lengths(np.array([[1.0, 3.0], [1.0, 4.0]]))[1], of_like_lengths(np.array([[1.0, 3e9], [1.0, 4e9]]))[1]
    (array([1., 1.]), array([2.00000000e+00, 8.58993459e+09]))
    """
    with np.errstate(over="ignore"):
        squares = np.einsum("ij,ij->j", design, design)
    if squares.max() < 2.0**600 and squares.min() > max(squares.max() / 2**20, 2.0**-600):
        return design, np.ones(design.shape[1])
    return scale_columns(design)


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


class Conditioned(NamedTuple):
    """A design matrix whose columns are near zero and of like lengths, as far as floats need it.

    Attributes
    ----------
    Z : ndarray of shape (n, q)
        The columns, with that of the intercept first if there is one.
    scale : ndarray of shape (q,)
        By what they were divided.
    shift : ndarray of shape (p,)
        What was taken off before.

    Examples
    --------
    >>> design = np.array([[1.0, 1e9 + 1], [1.0, 1e9 + 3]])
    >>> found = conditioned(design, intercept=True)
    >>> v = np.linalg.solve(found.Z, [5.0, 9.0])  # fits 5 and 9
    >>> found.weights(v)
    array([-2.e+09,  2.e+00])
    """

    Z: np.ndarray
    scale: np.ndarray
    shift: np.ndarray

    def weights(self, v: np.ndarray) -> np.ndarray:
        """The weights of the columns as they were, from those of `Z`.

        Parameters
        ----------
        v : ndarray of shape (q,) or (q, K)
            Weights of the columns of `Z`.
        """
        return unshifted((v.T / self.scale).T, self.shift)


@takes(design="n q", intercept=truth)
def conditioned(design: np.ndarray, intercept: bool) -> Conditioned:
    """The design matrix as it is best computed with: see `shifted_design` and `of_like_lengths`.

    Parameters
    ----------
    design : ndarray of shape (n, q)
        With a column of ones first, if there is an intercept.
    intercept : bool

    Examples
    --------
    >>> conditioned(np.array([[1.0, 3.0], [1.0, 4.0]]), intercept=True).scale
    array([1., 1.])
    """
    shifted, shift = shifted_design(design, intercept)
    return Conditioned(*of_like_lengths(shifted), shift)
