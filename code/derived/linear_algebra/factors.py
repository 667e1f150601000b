"""Factors of a matrix: its columns scaled by powers of two, and the R of Householder's A = QR.

What is computed from R alone forms neither Q nor the product AᵀA, whose condition number is the square of that of A.
"""

from __future__ import annotations

import numpy as np
from scipy.linalg import qr, solve_triangular

from derived.inputs import as_array, takes

__all__ = [
    "EPS",
    "inverse_factor",
    "offsets",
    "power_above",
    "scale_columns",
    "triangular_factor",
]


EPS = np.finfo(float).eps
LARGEST = 1023  # the exponent of the largest power of two that is a float


@takes(x=as_array)
def power_above(x: np.ndarray) -> float:
    """A power of two about as large as the largest entry: what is divided by it is not rounded, and has squares.

    Parameters
    ----------
    x : ndarray of any shape

    Returns
    -------
    float
        1 for zeros.

    Examples
    --------
    >>> power_above(np.array([3.0, -5.0]))
    8.0
    """
    return float(np.ldexp(1.0, min(int(np.frexp(np.abs(x).max())[1]), LARGEST)))


@takes(X="n p")
def offsets(X: np.ndarray) -> np.ndarray:
    """What to take off columns far from zero, so that what varies is not lost beside what does not.

    Parameters
    ----------
    X : ndarray of shape (n, p)

    Returns
    -------
    ndarray of shape (p,)
        The middle of a column whose entries differ by less than a thousandth, from which they are subtracted without
        any rounding (Sterbenz); 0 for all others.

    Examples
    --------
    >>> offsets(np.array([[1e9 + 1, 1.0], [1e9 + 3, 2.0]])).tolist()
    [1000000002.0, 0.0]
    """
    shift = np.zeros(X.shape[1])
    for j in np.flatnonzero(_alike(X[0], X[-1])):  # the first row and the last tell most columns at once
        low, high = X[:, j].min(), X[:, j].max()
        if _alike(low, high):
            shift[j] = low + (high - low) / 2
    return shift


def _alike(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Whether numbers differ by less than a thousandth of them."""
    return (a != 0) & (np.sign(a) == np.sign(b)) & (np.abs(a / 2 - b / 2) <= np.minimum(np.abs(a), np.abs(b)) / 2**11)


@takes(X="n p")
def scale_columns(X: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Divide each column by about its length, so that units cannot spoil the arithmetic.

    Parameters
    ----------
    X : ndarray of shape (n, p)

    Returns
    -------
    scaled : ndarray of shape (n, p)
        With columns of a length between one half and one; columns of zeros stay.
    scale : ndarray of shape (p,)
        Powers of two, so that nothing is rounded: ``X == scaled * scale``.

    Examples
    --------
    >>> scaled, scale = scale_columns(np.array([[3.0], [4.0]]))
    >>> scaled.ravel(), scale
    (array([0.375, 0.5  ]), array([8.]))
    """
    largest = np.minimum(np.frexp(np.abs(X).max(axis=0))[1], LARGEST)
    Z = X / np.ldexp(1.0, largest)  # first, since squares of large entries would overflow
    length = np.minimum(np.frexp(np.sqrt(np.einsum("ij,ij->j", Z, Z)))[1], LARGEST - largest)
    return Z / np.ldexp(1.0, length), np.ldexp(1.0, largest + length)


@takes(A="n p")
def triangular_factor(A: np.ndarray) -> np.ndarray:
    """The R of Householder's A = QR, without forming Q; AᵀA = RᵀR.

    Parameters
    ----------
    A : ndarray of shape (n, p)

    Returns
    -------
    ndarray of shape (min(n, p), p)
        Upper triangular. Its columns are as long as those of A.

    References
    ----------
    Golub and Van Loan, *Matrix Computations* (2013), algorithm 5.2.1.

    Examples
    --------
    >>> abs(triangular_factor(np.array([[3.0, 0.0], [4.0, 5.0]])))
    array([[5., 4.],
           [0., 3.]])
    """
    _, R = qr(np.array(A, order="F"), mode="raw", overwrite_a=True, check_finite=False)
    if not np.isfinite(R).all():
        Z, scale = scale_columns(A)
        R = qr(Z, mode="raw", overwrite_a=True, check_finite=False)[1] * scale
    return R


@takes(R="p p")
def inverse_factor(R: np.ndarray) -> np.ndarray:
    """The inverse of an upper triangular matrix, whatever the units of its columns.

    Parameters
    ----------
    R : ndarray of shape (p, p)

    Returns
    -------
    ndarray of shape (p, p)
        Where RᵀR = XᵀX, this is a C with (XᵀX)⁻¹ = CCᵀ.

    Raises
    ------
    ValueError
        If an entry below the diagonal is not zero, or one on it is.

    Examples
    --------
    >>> inverse_factor(np.array([[2.0, 2.0], [0.0, 4.0]]))
    array([[ 0.5 , -0.25],
           [ 0.  ,  0.25]])
    """
    if (below := np.argwhere(np.tril(R, -1))).size:
        i, j = below[0]
        raise ValueError(f"R[{i}, {j}] is {R[i, j]:g}, but R has to be upper triangular: give its factor")
    if not (diagonal := np.diag(R)).all():
        j = int(np.argmin(diagonal != 0))
        raise ValueError(f"R[{j}, {j}] is 0, so R has no inverse: leave out the column that depends on others")
    Z, scale = scale_columns(R)
    return solve_triangular(Z, np.eye(len(Z))) / scale[:, np.newaxis]
