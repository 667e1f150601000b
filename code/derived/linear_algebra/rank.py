"""The rank of a matrix: which columns depend on each other, and how nearly.

One rule tells the rank, whatever the units: with columns scaled to like lengths, a singular value counts as zero when
it is below max(n, p)·ε beside the largest, ε = 2⁻⁵², for that much the rounding of the factorization itself may have
put there. Dependent columns are told by name.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from derived.inputs import as_unrounded, takes
from derived.linear_algebra.factors import EPS, scale_columns, triangular_factor

__all__ = [
    "RankDeficientError",
    "check_full_column_rank",
    "check_independent_columns",
    "condition_number",
    "rank",
]


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
    (a constant column beside an intercept, a copy, a sum): remove it
    """

    def __init__(self, message: str, columns: tuple[int, ...] = ()):
        super().__init__(message)
        self.columns = columns

    def named(self, names: Sequence[str], otherwise: str = "") -> RankDeficientError:
        """The same error with the columns called by their names.

        Parameters
        ----------
        names : sequence of str
            What each column of the matrix is called.
        otherwise : str, optional
            What else can be done about it, beside fewer columns.
        """
        known = dependent_columns(self.columns, names) if self.columns else self
        return RankDeficientError(f"{known}, or {otherwise}", self.columns) if otherwise else known


def dependent_columns(columns: Sequence[int], names: Sequence[str]) -> RankDeficientError:
    """The error that tells which columns depend on the others."""
    called = ", ".join(names[j] for j in columns)
    return RankDeficientError(
        f"{called} can be computed from the other columns (a constant column beside an intercept, a copy, a sum): "
        "remove it",
        tuple(columns),
    )


def significant(s: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Which singular values, sorted, of a matrix of this shape with scaled columns are not zero up to rounding."""
    return s > max(shape) * EPS * s[0]


def rank(X: np.ndarray) -> int:
    """The number of independent columns, whatever their units.

    Parameters
    ----------
    X : ndarray of shape (n, p)
        Of whole numbers that floats would round, the rank is found in exact arithmetic.

    Examples
    --------
    >>> rank(np.array([[1.0, 2.0], [2.0, 4.0], [3.0, 6.0]]))
    1
    >>> rank([[2**53, 1], [2**53 + 1, 1]])
    2
    """
    exact = as_unrounded(X, "X")
    if exact.dtype == object and exact.ndim == 2:
        return _exact_rank([[Fraction(entry) for entry in row] for row in exact.tolist()])
    return _rank_of_factor(triangular_factor(exact), exact.shape)


def _exact_rank(rows: list[list[Fraction]]) -> int:
    """How many rows Gauss's elimination leaves."""
    left = [row for row in rows if any(row)]
    if not left:
        return 0
    j = min(next(j for j, entry in enumerate(row) if entry) for row in left)
    pivot = next(row for row in left if row[j])
    left.remove(pivot)
    return 1 + _exact_rank([[a - row[j] / pivot[j] * b for a, b in zip(row, pivot, strict=True)] for row in left])


def _rank_of_factor(R: np.ndarray, shape: tuple[int, ...]) -> int:
    return int(significant(np.linalg.svd(scale_columns(R)[0], compute_uv=False), shape).sum())


@takes(R="q p", X="n p")
def check_full_column_rank(R: np.ndarray, X: np.ndarray) -> None:
    """Refuse a matrix whose columns depend on each other.

    Parameters
    ----------
    R : ndarray of shape (min(n, p), p)
        The triangular factor of X. Its diagonal entry is what column j adds to those before it. Where the rank falls
        short of p by k, the k columns that add least, beside their own lengths, are those that depend on others.
    X : ndarray of shape (n, p)
        The matrix itself.

    Raises
    ------
    RankDeficientError
        If n < p, or if the rank is below p.

    Examples
    --------
    >>> X = np.array([[1.0, 2.0], [3.0, 6.0]])
    >>> check_full_column_rank(triangular_factor(X), X)
    Traceback (most recent call last):
    derived.linear_algebra.rank.RankDeficientError: column 1 can be computed from the other
    columns ...
    """
    n, p = X.shape
    if n < p:
        raise RankDeficientError(
            f"X has {n} rows and {p} columns: with fewer observations than weights, infinitely many weights fit. "
            "Use fewer columns"
        )
    short = p - _rank_of_factor(R, X.shape)
    if short:
        added = np.abs(np.diag(R)) / np.maximum(np.abs(R).max(axis=0), np.finfo(float).tiny)
        least = np.argsort(added, kind="stable")[:short]
        raise dependent_columns(np.sort(least).tolist(), [f"column {j}" for j in range(p)])


@takes(X="n p")
def condition_number(X: np.ndarray) -> float:
    """The ratio of the largest to the smallest singular value: how much errors in the data may grow.

    Parameters
    ----------
    X : ndarray of shape (n, p)

    Returns
    -------
    float
        At least 1; infinite for columns that depend on each other by the rule of `rank`, as they do if n < p.

    Examples
    --------
    >>> float(condition_number(np.diag([4.0, 2.0])))
    2.0
    """
    s, (n, p) = np.linalg.svd(X, compute_uv=False), X.shape
    beyond_doubt = n >= p and s[-1] > 2 * np.sqrt(p) * n * EPS * s[0]  # scaling worsens it by √p at most
    if s[-1] == 0 or not (beyond_doubt or rank(X) == p):
        return float("inf")
    with np.errstate(over="ignore"):
        return float(s[0] / s[-1])


@takes(X="n p")
def check_independent_columns(X: np.ndarray, names: Sequence[str]) -> None:
    """Refuse columns that depend on each other, by name.

    Parameters
    ----------
    X : ndarray of shape (n, d)
    names : list of str
        What the columns are called.

    Raises
    ------
    RankDeficientError
        If a column is a combination of those before it up to rounding, or if there are fewer rows than columns.
    ValueError
        If there is not a name for each column.

    Examples
    --------
    >>> X = np.array([[1.0, 2.0], [3.0, 6.0]])
    >>> check_independent_columns(X, ["feet", "half feet"])
    Traceback (most recent call last):
    derived.linear_algebra.rank.RankDeficientError: half feet can be computed from the other
    columns: remove it, or give a penalty
    """
    if len(names) != X.shape[1]:
        raise ValueError(f"names has {len(names)} entries, but X has {X.shape[1]} columns: give a name for each")
    try:
        check_full_column_rank(triangular_factor(X), X)
    except RankDeficientError as problem:
        called = ", ".join(names[j] for j in problem.columns) or f"with only {len(X)} rows, some columns"
        raise RankDeficientError(
            f"{called} can be computed from the other columns: remove it, or give a penalty", problem.columns
        ) from None
