"""What the linear models share: checked input, column scaling, the factor R of A = QR, rank and projection.

Bad input is told where it enters, with the argument, the value and the place. Columns that depend on each other are
told by name. A column counts as dependent, and a singular value as zero, when it is below max(n, p)·ε beside the
largest, ε = 2⁻⁵²: that much the rounding of the factorization itself may have put there.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import ArrayLike
from scipy.linalg import qr

__all__ = [
    "RankDeficientError",
    "accurate_product",
    "as_matrix",
    "as_vector",
    "check_full_column_rank",
    "condition_number",
    "gram_factor",
    "orthonormal_basis",
    "projection",
    "rank",
    "scale_columns",
    "triangular_factor",
]

EPS = np.finfo(float).eps


class RankDeficientError(ValueError):
    """Columns of a matrix depend linearly on each other, so that their weights cannot be told apart.

    Attributes
    ----------
    columns : tuple of int
        Those that can be computed from the others; empty where there are too few rows.

    Examples
    --------
    >>> X = np.array([[1.0, 2.0, 3.0], [1.0, 4.0, 5.0], [1.0, 7.0, 8.0]])
    >>> try:
    ...     check_full_column_rank(triangular_factor(X), X)
    ... except RankDeficientError as problem:
    ...     print(problem.columns)
    ...     print(problem.named(["bread", "milk", "both"]))
    (2,)
    both can be computed from the other columns
    (a constant column beside an intercept, a copy, a sum): remove it, ...
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
        'remove it, or use method="svd", which gives the shortest of all solutions and no standard errors',
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
        array = np.asarray(values)
        if array.dtype.kind not in "biufO":
            raise TypeError(f"its entries are of type {array.dtype}")
        return np.array(array, dtype=float)
    except (TypeError, ValueError) as problem:
        raise ValueError(f"{name} must be numeric: {problem}; turn categories into numbers first") from problem


def _check_finite(A: np.ndarray, name: str) -> None:
    finite = np.isfinite(A)
    if not finite.all():
        wrong = np.argwhere(~finite)
        place = ", ".join(map(str, wrong[0]))
        raise ValueError(
            f"{name}[{place}] is {A[tuple(wrong[0])]}, and {len(wrong)} value(s) in all are NaN or infinite: "
            "remove these rows or fill them in first"
        )


def check_method(method: str, known: Collection[str]) -> None:
    """Refuse a method that is none of those known."""
    if method not in known:
        raise ValueError(f"method must be one of {', '.join(known)}, not {method!r}")


def check_stopping(tol: float, max_iter: int) -> None:
    """Refuse a tolerance that nothing meets, and a limit that allows no step."""
    if not tol > 0:
        raise ValueError(f"tol must be above zero, not {tol}")
    if max_iter < 1:
        raise ValueError(f"max_iter must be at least 1, not {max_iter}")


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
    largest = np.ldexp(1.0, np.frexp(np.abs(X).max(axis=0))[1])
    Z = X / largest  # first, since squares of large entries would overflow
    length = np.ldexp(1.0, np.frexp(np.sqrt(np.einsum("ij,ij->j", Z, Z)))[1])
    return Z / length, largest * length


def accurate_product(A: np.ndarray, v: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The product A @ v to more digits than a float holds: rounded to floats, and what the rounding cut off.

    The leading bits of A and of v are taken apart, so few that their products add up without any rounding; what is
    left is small, and so is its rounding error.

    Parameters
    ----------
    A : ndarray of shape (m, n)
    v : ndarray of shape (n,)

    Returns
    -------
    product, remainder : ndarray of shape (m,)

    References
    ----------
    Ozaki, Ogita, Oishi and Rump, Error-free transformations of matrix multiplication, Numerical Algorithms 59 (2012),
    95-118; Knuth, *The Art of Computer Programming*, volume 2, section 4.2.2, for the exact error of a sum.

    Examples
    --------
    >>> A, v = np.array([[1 + 2**-40, 1.0]]), np.array([1 - 2**-40, -1.0])
    >>> A @ v, sum(accurate_product(A, v)) == -(2.0**-80)
    (array([0.]), array([ True]))
    """
    bits = (53 - int(np.ceil(np.log2(len(v))))) // 2
    A_head, v_head = _leading_bits(A, bits), _leading_bits(v, bits)
    head, rest = A_head @ v_head, A_head @ (v - v_head) + (A - A_head) @ v
    total = head + rest
    from_rest = total - head
    return total, (head - (total - from_rest)) + (rest - from_rest)


def _leading_bits(A: np.ndarray, bits: int) -> np.ndarray:
    unit = np.ldexp(1.0, np.frexp(np.abs(A).max(axis=-1, keepdims=True))[1] - bits)
    return np.round(A / unit) * unit


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
    return R


def rank(X: np.ndarray) -> int:
    """The number of independent columns, whatever their units.

    Parameters
    ----------
    X : ndarray of shape (n, p)

    Examples
    --------
    >>> rank(np.array([[1.0, 2.0], [2.0, 4.0], [3.0, 6.0]]))
    1
    """
    s = np.linalg.svd(scale_columns(triangular_factor(X))[0], compute_uv=False)
    return int((s > max(X.shape) * EPS * s[0]).sum())


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
    return U[:, s > max(X.shape) * EPS * s[0]]


def check_full_column_rank(R: np.ndarray, X: np.ndarray) -> None:
    """Refuse a matrix whose columns depend on each other.

    Parameters
    ----------
    R : ndarray of shape (p, p)
        The triangular factor of X. Its diagonal entry is what column j adds to those before it; one that is tiny
        beside the whole column adds nothing.
    X : ndarray of shape (n, p)
        The matrix itself.

    Raises
    ------
    RankDeficientError
        If n < p, or if a column is a combination of those before it up to rounding.

    Examples
    --------
    >>> X = np.array([[1.0, 2.0], [3.0, 6.0]])
    >>> check_full_column_rank(triangular_factor(X), X)
    Traceback (most recent call last):
    derived.linear_algebra.factors.RankDeficientError: column 1 can be computed from the other
    columns ...
    """
    n, p = X.shape
    if n < p:
        raise RankDeficientError(
            f"X has {n} rows and {p} columns: with fewer observations than weights, infinitely many weights fit. "
            'Use fewer columns, or method="svd" for the shortest of them'
        )
    dependent = np.abs(np.diag(R)) <= n * EPS * np.abs(R).max(axis=0)
    if dependent.any():
        raise dependent_columns(np.flatnonzero(dependent).tolist(), [f"column {j}" for j in range(p)])


def gram_factor(Z: np.ndarray) -> np.ndarray:
    """The lower triangular L of Cholesky's factorization ZᵀZ = LLᵀ.

    Parameters
    ----------
    Z : ndarray of shape (n, p)
        With scaled columns.

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
    if n >= p and (np.diag(L) ** 2 > 10 * n * p * EPS).all():
        return L
    check_full_column_rank(triangular_factor(Z), Z)
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
