"""The design matrix: a column of ones for an intercept, or columns without their means; and their names."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from derived.linear_algebra.arrays import as_matrix

__all__ = [
    "add_intercept",
    "centered",
]


def add_intercept(X: np.ndarray) -> np.ndarray:
    """Put a column of ones before the columns of X.

    Examples
    --------
    >>> add_intercept(np.array([[5.0], [7.0]]))
    array([[1., 5.],
           [1., 7.]])
    """
    return np.column_stack([np.ones(len(X)), X])


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
    return X - X.mean(axis=0), X.mean(axis=0), float(y.mean())


def column_names(X: ArrayLike) -> list[str] | None:
    """The names of the columns of a DataFrame; None for anything else."""
    return [str(c) for c in X.columns] if isinstance(X, pd.DataFrame) else None


def names_of(X: ArrayLike, columns: int) -> list[str]:
    """The names of the columns of a DataFrame; x1, x2, … for anything else."""
    return column_names(X) or [f"x{j + 1}" for j in range(columns)]


def same_columns(X: ArrayLike, fitted: Sequence[str]) -> np.ndarray:
    """`X` as a matrix with the columns on which a model was fitted, in their order."""
    A, names = as_matrix(X, "X"), column_names(X)
    if A.shape[1] != len(fitted):
        raise ValueError(
            f"X has {A.shape[1]} columns, but the model was fitted on {len(fitted)}; write [[...]] for a single row"
        )
    if names and names != list(fitted) and sorted(names) == sorted(fitted):
        raise ValueError(f"the columns of X are in the order {names}, but the model was fitted on {list(fitted)}")
    return A
