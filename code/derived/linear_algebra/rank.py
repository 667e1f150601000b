"""The rank of a matrix: which columns depend on each other, and how nearly.

A column counts as dependent, and a singular value as zero, when it is below max(n, p)·ε beside the largest, ε = 2⁻⁵²:
that much the rounding of the factorization itself may have put there. Dependent columns are told by name.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

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
    derived.linear_algebra.rank.RankDeficientError: column 1 can be computed from the other
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


def check_independent_columns(X: np.ndarray, names: list[str]) -> None:
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

    Examples
    --------
    >>> X = np.array([[1.0, 2.0], [3.0, 6.0]])
    >>> check_independent_columns(X, ["feet", "half feet"])
    Traceback (most recent call last):
    derived.linear_algebra.rank.RankDeficientError: half feet can be computed from the other
    columns: remove it, or give a penalty
    """
    try:
        check_full_column_rank(triangular_factor(X), X)
    except RankDeficientError as problem:
        called = ", ".join(names[j] for j in problem.columns) or f"with only {len(X)} rows, some columns"
        raise RankDeficientError(
            f"{called} can be computed from the other columns: remove it, or give a penalty", problem.columns
        ) from None
