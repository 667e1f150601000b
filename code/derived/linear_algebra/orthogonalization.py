"""Gram's and Schmidt's way to A = QR: take from each column what the earlier ones already say, then make it unit."""

from __future__ import annotations

import numpy as np

from derived.inputs import takes, truth
from derived.linear_algebra.factors import EPS
from derived.linear_algebra.rank import dependent_columns

__all__ = ["gram_schmidt"]


@takes(A="n p", modified=truth, twice=truth)
def gram_schmidt(A: np.ndarray, modified: bool = True, twice: bool = False) -> tuple[np.ndarray, np.ndarray]:
    """Orthonormal columns Q with the same spans as those of A, and the upper triangular R with A = QR.

    Parameters
    ----------
    A : ndarray of shape (n, p)
        With independent columns.
    modified : bool
        Whether a projection is taken from what is left of a column, and not from the column itself. On paper both are
        the same; rounded, the right angles of Q are off by about κ(A)·ε, and else by up to its square.
    twice : bool
        Whether each column is gone over once more: then the angles are right to rounding, whatever κ(A) is.

    Returns
    -------
    Q : ndarray of shape (n, p)
    R : ndarray of shape (p, p)
        Upper triangular, with a positive diagonal.

    Raises
    ------
    RankDeficientError
        If nothing but rounding is left of a column.

    See Also
    --------
    numpy.linalg.qr : The same factors by reflections, up to signs.

    References
    ----------
    Golub and Van Loan, *Matrix Computations* (2013), sections 5.2.7 to 5.2.9.

    Examples
    --------
    >>> Q, R = gram_schmidt(np.array([[3.0, 5.0], [4.0, 0.0]]))
    >>> Q
    array([[ 0.6,  0.8],
           [ 0.8, -0.6]])
    >>> R
    array([[5., 3.],
           [0., 4.]])
    """
    n, p = A.shape
    Q, R = np.zeros((n, p)), np.zeros((p, p))
    for j in range(p):
        rest = A[:, j]
        for _ in range(1 + twice):
            before = rest
            for k in range(j):
                share = Q[:, k] @ (rest if modified else before)
                R[k, j] += share
                rest = rest - share * Q[:, k]
        R[j, j] = np.linalg.norm(rest)
        if R[j, j] <= max(n, p) * EPS * np.linalg.norm(A[:, j]):
            raise dependent_columns([j], [f"column {k}" for k in range(p)])
        Q[:, j] = rest / R[j, j]
    return Q, R
