"""Columns brought to mean zero and standard deviation one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from derived.linear_algebra.arrays import as_matrix

__all__ = [
    "StandardScaler",
    "Standardization",
]


@dataclass(frozen=True)
class StandardScaler:
    """Takes the mean off each column and divides by its standard deviation (of divisor n).

    Examples
    --------
    >>> scaling = StandardScaler().fit([[1.0], [3.0]])
    >>> scaling.transform([[1.0], [3.0], [4.0]]).ravel()
    array([-1.,  1.,  2.])
    """

    def fit(self, X: ArrayLike) -> Standardization:
        """Learn the means and standard deviations of these rows, and of no others.

        Raises
        ------
        ValueError
            For bad shapes, NaN or infinite values, or empty data.
        """
        A = as_matrix(X, "X")
        constant = np.ptp(A, axis=0) == 0
        return Standardization(np.where(constant, A[0], A.mean(axis=0)), np.where(constant, 1.0, A.std(axis=0)))


@dataclass(frozen=True, eq=False)
class Standardization:
    """Means and standard deviations that were learned, to be used on any rows.

    Attributes
    ----------
    mean_ : ndarray of shape (p,)
        The mean of each column.
    scale_ : ndarray of shape (p,)
        The standard deviation of each column; a column that was constant has scale 1, and becomes zeros.

    Examples
    --------
    >>> scaling = StandardScaler().fit([[1, 5], [5, 5]])
    >>> scaling.mean_, scaling.scale_
    (array([3., 5.]), array([2., 1.]))
    >>> scaling.transform([[7, 6]])  # other rows go by the same means and scales
    array([[2., 1.]])
    >>> scaling.inverse_transform([[2, 1]])
    array([[7., 6.]])
    """

    mean_: np.ndarray
    scale_: np.ndarray

    def transform(self, X: ArrayLike) -> np.ndarray:
        """(X − mean)/scale, column by column."""
        return (self._checked(X) - self.mean_) / self.scale_

    def inverse_transform(self, Z: ArrayLike) -> np.ndarray:
        """Back to the units of the data."""
        return self._checked(Z) * self.scale_ + self.mean_

    def _checked(self, X: ArrayLike) -> np.ndarray:
        A = as_matrix(X, "X")
        if A.shape[1] != len(self.mean_):
            raise ValueError(f"X has {A.shape[1]} columns, but the scaling was learned on {len(self.mean_)}")
        return A
