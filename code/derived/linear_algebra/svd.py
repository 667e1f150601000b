"""The singular value decomposition X = UDVᵀ, as far as floats can tell."""

from __future__ import annotations

import numpy as np

from derived.inputs import count, takes
from derived.linear_algebra.factors import EPS, scale_columns, triangular_factor
from derived.linear_algebra.rank import rank, significant

__all__ = ["low_rank", "null_space", "truncated_svd"]


@takes(X="n p")
def truncated_svd(X: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """U, d and Vᵀ of X = U diag(d) Vᵀ, without the singular values that rounding cannot tell from zero.

    Parameters
    ----------
    X : ndarray of shape (n, p)

    Returns
    -------
    U : ndarray of shape (n, r)
    d : ndarray of shape (r,)
        From the largest down, as many as the `rank` of X, which does not depend on the units of its columns.
    Vt : ndarray of shape (r, p)

    Examples
    --------
    >>> U, d, Vt = truncated_svd(np.array([[3.0, 3.0], [4.0, 4.0]]))
    >>> d.round(6), abs(U).round(6).ravel()
    (array([7.071068]), array([0.6, 0.8]))
    """
    U, d, Vt = np.linalg.svd(X, full_matrices=False)
    beyond_doubt = d[-1] > 2 * np.sqrt(X.shape[1]) * max(X.shape) * EPS * d[0]  # scaling worsens it by √p at most
    r = len(d) if beyond_doubt else min(rank(X), np.count_nonzero(d))
    return U[:, :r], d[:r], Vt[:r]


@takes(X="n p")
def null_space(X: np.ndarray) -> np.ndarray:
    """An orthonormal basis of the vectors v with Xv = 0.

    Parameters
    ----------
    X : ndarray of shape (n, p)

    Returns
    -------
    ndarray of shape (p, p − rank of X)

    Examples
    --------
    >>> abs(null_space(np.array([[3.0, 4.0]]))).round(12)
    array([[0.8],
           [0.6]])
    """
    Z, scale = scale_columns(triangular_factor(X))
    _, s, Vt = np.linalg.svd(Z)
    free = np.ones(len(Vt), dtype=bool)
    free[: len(s)] = ~significant(s, X.shape)
    return np.linalg.qr(Vt[free].T * (scale.min() / scale)[:, np.newaxis])[0]


@takes(X="n p", rank=count(0))
def low_rank(X: np.ndarray, rank: int) -> np.ndarray:
    """The matrix of at most this rank that is nearest to X, in the norm of Frobenius as in the spectral norm.

    Parameters
    ----------
    X : ndarray of shape (n, p)
    rank : int
        How many of the terms d uvᵀ of the singular value decomposition are kept, from the largest d on.

    Returns
    -------
    ndarray of shape (n, p)
        X itself where its rank is no larger. Where the last d kept and the first left out are equal, it is one of many.

    References
    ----------
    Eckart and Young, The approximation of one matrix by another of lower rank, Psychometrika 1 (1936), 211-218.

    Examples
    --------
    >>> low_rank(np.array([[2.0, 1.0], [1.0, 2.0], [1.0, -1.0]]), 1).round(6) + 0.0
    array([[1.5, 1.5],
           [1.5, 1.5],
           [0. , 0. ]])
    """
    U, d, Vt = np.linalg.svd(X, full_matrices=False)
    return (U[:, :rank] * d[:rank]) @ Vt[:rank]
