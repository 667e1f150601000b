"""Anomalies: rows that are far from what is usual, measured in the spread of the usual ones."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats
from scipy.linalg import solve_triangular

from derived.inputs import ColumnNames, as_matrix, column_names, number, same_columns
from derived.linear_algebra import RankDeficientError, check_full_column_rank, offsets, triangular_factor

__all__ = ["FittedDetector", "GaussianDetector"]


@dataclass(frozen=True)
class GaussianDetector:
    """Learns mean and covariance of usual rows, and measures by Mahalanobis's distance how far others are.

    Examples
    --------
    >>> usual = [[0.0, 0.0], [2.0, 0.0], [0.0, 4.0], [2.0, 4.0]]
    >>> fitted = GaussianDetector().fit(usual)
    >>> fitted.squared_distances([[1.0, 2.0], [3.0, 2.0]]).round(3)
    array([0., 3.])
    """

    def fit(self, X: ArrayLike) -> FittedDetector:
        """Learn from rows that are as usual.

        Parameters
        ----------
        X : array_like of shape (n, p)
            More rows than columns.

        Raises
        ------
        ValueError
            For bad shapes, NaN or infinite values.
        RankDeficientError
            If there are too few rows, or if columns depend on each other: their covariance has no inverse.
        """
        A = as_matrix(X, "X")
        names = column_names(X, A.shape[1])
        shift = offsets(A)  # so that a column of equal numbers is exactly zero beside its mean
        shifted = A - shift
        middle = shifted.mean(axis=0)
        mean, centered = shift + middle, shifted - middle
        R = triangular_factor(centered)
        try:
            check_full_column_rank(R, centered)
        except RankDeficientError as problem:
            dependent = ", ".join(names[j] for j in problem.columns)
            what = f"{dependent} can be computed from the other columns" if dependent else f"{len(A)} rows are too few"
            raise RankDeficientError(
                f"{what}, so the covariance of the {A.shape[1]} columns has no inverse: leave columns out, or give "
                "more rows",
                problem.columns,
            ) from None
        return FittedDetector(mean, R / np.sqrt(len(A) - 1), names)


@dataclass(frozen=True, eq=False)
class FittedDetector:
    """What is usual.

    Attributes
    ----------
    mean : ndarray of shape (p,)
        The mean of the rows.
    root : ndarray of shape (p, p)
        An upper triangular R; the covariance of the rows, of divisor n − 1, is RᵀR.
    names : ColumnNames
        What the columns are called.

    Examples
    --------
    >>> fitted = GaussianDetector().fit([[1.0], [2.0], [3.0]])
    >>> fitted.mean, fitted.squared_distances([[4.0]]).round(3)
    (array([2.]), array([4.]))
    """

    mean: np.ndarray
    root: np.ndarray
    names: ColumnNames = field(repr=False)

    def whitened(self, X: ArrayLike) -> np.ndarray:
        """The rows in coordinates in which the usual ones have mean zero and the covariance I.

        Parameters
        ----------
        X : array_like of shape (n, p)
            Rows with the same columns.

        Raises
        ------
        ValueError
            For another number of columns, other names, NaN or infinite values.
        """
        A = same_columns(X, self.names)
        return solve_triangular(self.root, (A - self.mean).T, trans="T").T

    def squared_distances(self, X: ArrayLike) -> np.ndarray:
        """The squared Mahalanobis distance of each row from the mean.

        Parameters
        ----------
        X : array_like of shape (n, p)
            Rows with the same columns.
        """
        return np.sum(self.whitened(X) ** 2, axis=1)

    def threshold(self, share: float = 0.01) -> float:
        """The squared distance that a share of usual rows exceeds, if they are normal and many.

        Parameters
        ----------
        share : float
            Of false alarms, between 0 and 1.

        Raises
        ------
        ValueError
            If the share is not between 0 and 1.

        Examples
        --------
        >>> GaussianDetector().fit([[1.0], [2.0], [3.0]]).threshold(0.05).__round__(2)
        3.84
        """
        share = number(above=0, below=1, hint="it is the share of false alarms, such as 0.01")(share, "share")
        return float(stats.chi2.isf(share, len(self.mean)))

    def predict(self, X: ArrayLike, share: float = 0.01) -> Any:
        """Which rows are farther than the threshold.

        Parameters
        ----------
        X : array_like of shape (n, p)
            Rows with the same columns.
        share : float
            Of false alarms, if the usual rows are normal and many.

        Returns
        -------
        ndarray of shape (n,)
            True for an alarm.
        """
        return self.squared_distances(X) > self.threshold(share)
