"""The singular value decomposition X = UDVᵀ, as far as floats can tell."""

from __future__ import annotations

import numpy as np

from derived.linear_algebra.factors import EPS

__all__ = ["truncated_svd"]


def truncated_svd(X: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """U, d and Vᵀ of X = U diag(d) Vᵀ, without the singular values that rounding cannot tell from zero.

    Parameters
    ----------
    X : ndarray of shape (n, p)

    Returns
    -------
    U : ndarray of shape (n, r)
    d : ndarray of shape (r,)
        From the largest down; those below max(n, p)·ε times the largest are left out.
    Vt : ndarray of shape (r, p)

    Examples
    --------
    >>> U, d, Vt = truncated_svd(np.array([[3.0, 3.0], [4.0, 4.0]]))
    >>> d.round(6), abs(U).round(6).ravel()
    (array([7.071068]), array([0.6, 0.8]))
    """
    U, d, Vt = np.linalg.svd(X, full_matrices=False)
    kept = d > max(X.shape) * EPS * d[0]
    return U[:, kept], d[kept], Vt[kept]
