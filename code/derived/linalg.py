"""What the linear models share: checked input, column scaling, triangular systems, rank and projection.

Bad input is told where it enters, with the argument, the value and the place. A matrix whose columns depend on each
other is told by naming the columns.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike
from scipy.linalg import qr, solve_triangular

__all__ = [
    "RankDeficientError",
    "as_matrix",
    "as_vector",
    "check_full_column_rank",
    "condition_number",
    "gram_factor",
    "projection",
    "rank",
    "scale_columns",
    "solve_triangular",
]


class RankDeficientError(ValueError):
    """Columns of a matrix depend linearly on each other, so that their weights cannot be told apart.

    Attributes
    ----------
    columns : tuple of int
        Those that can be computed from the others; empty where there are too few rows.
    """

    def __init__(self, message: str, columns: tuple[int, ...] = ()):
        super().__init__(message)
        self.columns = columns

    def named(self, names: Sequence[str]) -> RankDeficientError:
        """The same error with the columns called by their names."""
        return dependent_columns(self.columns, names) if self.columns else self


def dependent_columns(columns: Sequence[int], names: Sequence[str]) -> RankDeficientError:
    """The error that tells which columns depend on the others."""
    called = ", ".join(names[j] for j in columns)
    return RankDeficientError(
        f"{called} can be computed from the other columns (a constant column beside an intercept, a copy, a sum): "
        'remove it, or use method="svd", which gives the shortest of all solutions',
        tuple(columns),
    )


def as_matrix(X: ArrayLike, name: str = "X") -> np.ndarray:
    """`X` as a matrix of floats, one row an observation; a vector becomes one column.

    Parameters
    ----------
    X : array_like of shape (n, p) or (n,)
        Anything that NumPy can make an array of, a DataFrame included.
    name : str
        What to call it in messages.

    Returns
    -------
    ndarray of shape (n, p)

    Raises
    ------
    ValueError
        If it is empty, has another number of axes, is not numeric, or holds NaN or an infinite value.

    Examples
    --------
    >>> as_matrix([1, 2, 3]).shape
    (3, 1)
    """
    A = _as_floats(X, name)
    if A.ndim == 1:
        A = A[:, np.newaxis]
    if A.ndim != 2:
        raise ValueError(f"{name} must be a matrix with a row for each observation, but has shape {A.shape}")
    if A.size == 0:
        raise ValueError(f"{name} is empty: it has shape {A.shape}; give at least one row and one column")
    _check_finite(A, name)
    return A


def as_vector(y: ArrayLike, name: str = "y", length: int | None = None) -> np.ndarray:
    """`y` as a vector of floats.

    Parameters
    ----------
    y : array_like of shape (n,)
        The values.
    name : str
        What to call it in messages.
    length : int, optional
        How long it must be.

    Raises
    ------
    ValueError
        If it is empty, no vector, of another length, not numeric, or holds NaN or an infinite value.

    Examples
    --------
    >>> as_vector([1, 2]).dtype
    dtype('float64')
    """
    v = _as_floats(y, name)
    if v.ndim != 1:
        raise ValueError(f"{name} must be a vector, but has shape {v.shape}; use {name}.ravel() if it is one column")
    if v.size == 0:
        raise ValueError(f"{name} is empty: give at least one value")
    if length is not None and len(v) != length:
        raise ValueError(f"{name} has {len(v)} values, but {length} are needed, one for each row of X")
    _check_finite(v, name)
    return v


def _as_floats(values: ArrayLike, name: str) -> np.ndarray:
    try:
        return np.array(values, dtype=float)
    except (TypeError, ValueError) as problem:
        raise ValueError(f"{name} must be numeric: {problem}; turn categories into numbers first") from problem


def _check_finite(A: np.ndarray, name: str) -> None:
    wrong = np.argwhere(~np.isfinite(A))
    if len(wrong):
        place = ", ".join(map(str, wrong[0]))
        raise ValueError(
            f"{name}[{place}] is {A[tuple(wrong[0])]}, and {len(wrong)} value(s) in all are NaN or infinite: "
            "remove these rows or fill them in first"
        )


def scale_columns(X: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Divide each column by its length, so that units cannot spoil the arithmetic; zero columns stay.

    Parameters
    ----------
    X : ndarray of shape (n, p)

    Returns
    -------
    scaled : ndarray of shape (n, p)
        With columns of length one.
    scale : ndarray of shape (p,)
        The lengths: ``X = scaled * scale``.

    Examples
    --------
    >>> scale_columns(np.array([[3.0], [4.0]]))[1]
    array([5.])
    """
    largest = np.abs(X).max(axis=0)
    largest[largest == 0] = 1.0
    scale = largest * np.sqrt(np.einsum("ij,ij->j", X / largest, X / largest))
    scale[scale == 0] = 1.0
    return X / scale, scale


def rank(X: np.ndarray) -> int:
    """The number of independent columns, after scaling them to length one.

    A singular value counts as zero below max(n, p)·ε times the largest, the rounding error of the factorization itself.

    Parameters
    ----------
    X : ndarray of shape (n, p)

    Examples
    --------
    >>> rank(np.array([[1.0, 2.0], [2.0, 4.0], [3.0, 6.0]]))
    1
    """
    s = np.linalg.svd(scale_columns(X)[0], compute_uv=False)
    return int((s > max(X.shape) * np.finfo(float).eps * s[0]).sum())


def check_full_column_rank(R: np.ndarray, X: np.ndarray) -> None:
    """Refuse a matrix whose columns depend on each other.

    Parameters
    ----------
    R : ndarray of shape (p, p)
        A triangular factor, XᵀX = RᵀR. Its columns are as long as those of X; one whose diagonal entry is tiny beside
        its length depends on those before it.
    X : ndarray of shape (n, p)
        The matrix itself, to name the columns.

    Raises
    ------
    RankDeficientError
        If n < p, or if a column is a combination of the others up to rounding.
    """
    n, p = X.shape
    if n < p:
        raise RankDeficientError(
            f"X has {n} rows and {p} columns: with fewer observations than weights, infinitely many weights fit. "
            'Use fewer columns, or method="svd" for the shortest of them'
        )
    if (np.abs(np.diag(R)) > p * np.finfo(float).eps * np.linalg.norm(R, axis=0)).all():
        return
    _, S, order = qr(scale_columns(X)[0], mode="economic", pivoting=True)
    dependent = order[np.abs(np.diag(S)) <= max(n, p) * np.finfo(float).eps * abs(S[0, 0])]
    if not len(dependent):
        return
    columns = sorted(int(j) for j in dependent)
    raise dependent_columns(columns, [f"column {j}" for j in range(p)])


def gram_factor(Z: np.ndarray) -> np.ndarray:
    """The lower triangular L of Cholesky's factorization ZᵀZ = LLᵀ.

    Parameters
    ----------
    Z : ndarray of shape (n, p)
        With columns of length one.

    Raises
    ------
    RankDeficientError
        If the columns depend on each other, or so nearly that the product ZᵀZ, whose condition number is the square
        of that of Z, cannot be told from a singular matrix.

    Examples
    --------
    >>> gram_factor(np.array([[1.0, 0.6], [0.0, 0.8]])).round(2)
    array([[1. , 0. ],
           [0.6, 0.8]])
    """
    n, p = Z.shape
    try:
        L = np.linalg.cholesky(Z.T @ Z)
    except np.linalg.LinAlgError:
        L = np.zeros((p, p))
    if n >= p and (np.diag(L) ** 2 > 10 * n * p * np.finfo(float).eps).all():
        return L
    check_full_column_rank(np.linalg.qr(Z, mode="r"), Z)
    raise RankDeficientError(
        f"the columns are nearly dependent (condition number {condition_number(Z):.0e} after scaling): XᵀX cannot be "
        'told from a singular matrix; use method="qr", which does not square it'
    )


def condition_number(X: np.ndarray) -> float:
    """The ratio of the largest to the smallest singular value: how much errors in the data may grow.

    Parameters
    ----------
    X : ndarray of shape (n, p)

    Returns
    -------
    float
        At least 1; infinite for dependent columns.

    Examples
    --------
    >>> float(condition_number(np.diag([4.0, 2.0])))
    2.0
    """
    s = np.linalg.svd(X, compute_uv=False)
    return float(s[0] / s[-1]) if s[-1] > 0 else float("inf")


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
    Q, R = np.linalg.qr(X)
    check_full_column_rank(R, X)
    return Q @ Q.T
