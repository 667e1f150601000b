"""Projections onto the columns of a matrix, from an orthonormal basis of them."""

from __future__ import annotations

import numpy as np

from derived.inputs import takes
from derived.linear_algebra.factors import scale_columns
from derived.linear_algebra.rank import check_full_column_rank, significant

__all__ = [
    "orthonormal_basis",
    "projection",
]


@takes(X="n p")
def orthonormal_basis(X: np.ndarray) -> np.ndarray:
    """Columns of length one, at right angles, that span the same space as the columns of X.

    Parameters
    ----------
    X : ndarray of shape (n, p)
        Its columns may depend on each other.

    Returns
    -------
    ndarray of shape (n, rank of X)

    Examples
    --------
    >>> abs(orthonormal_basis(np.array([[3.0, 6.0], [4.0, 8.0]]))).round(12)
    array([[0.6],
           [0.8]])
    """
    U, s, _ = np.linalg.svd(scale_columns(X)[0], full_matrices=False)
    return U[:, significant(s, X.shape)]


@takes(X="n p")
def projection(X: np.ndarray) -> np.ndarray:
    """The matrix P = X(XᵀX)⁻¹Xᵀ that projects onto the columns of X, from an orthonormal basis of them.

    Parameters
    ----------
    X : ndarray of shape (n, p)
        With independent columns.

    Returns
    -------
    ndarray of shape (n, n)

    Raises
    ------
    RankDeficientError
        If the columns depend on each other.

    Examples
    --------
    >>> projection(np.array([[1.0], [1.0]]))
    array([[0.5, 0.5],
           [0.5, 0.5]])
    """
    Q, R = np.linalg.qr(scale_columns(X)[0])
    check_full_column_rank(R, X)
    return Q @ Q.T
