"""Columns brought to mean zero and standard deviation one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from derived.inputs import ColumnNames, as_matrix, column_names, like_input, same_columns
from derived.linear_algebra.factors import offsets, scale_columns

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

        Parameters
        ----------
        X : array_like of shape (n, p) or (n,)
            The columns.

        Raises
        ------
        ValueError
            For bad shapes, NaN or infinite values, or empty data.
        """
        A = as_matrix(X, "X")
        shift = offsets(A)
        Z, unit = scale_columns(A - shift)  # so that no digits are lost, and squares are numbers still
        constant = (A[0] == A).all(axis=0)
        means, deviations = shift + unit * Z.mean(axis=0), unit * Z.std(axis=0)
        return Standardization(
            np.where(constant, A[0], means), np.where(constant, 1.0, deviations), column_names(X, A.shape[1])
        )


@dataclass(frozen=True, eq=False)
class Standardization:
    """Means and standard deviations that were learned, to be used on any rows.

    Attributes
    ----------
    mean_ : ndarray of shape (p,)
        The mean of each column.
    scale_ : ndarray of shape (p,)
        The standard deviation of each column; a column that was constant has scale 1, and becomes zeros.
    names : ColumnNames
        The names of the columns.

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
    names: ColumnNames = field(repr=False)

    def transform(self, X: ArrayLike) -> Any:
        """(X − mean)/scale, column by column; a DataFrame if X is one.

        Parameters
        ----------
        X : array_like of shape (m, p)
            The columns of the fit, in their order.

        Raises
        ------
        ValueError
            For bad input, or if the columns of X have other names than in `fit`, or another order.
        """
        return like_input((same_columns(X, self.names) - self.mean_) / self.scale_, X, self.names)

    def inverse_transform(self, Z: ArrayLike) -> Any:
        """Back to the units of the data; a DataFrame if Z is one.

        Parameters
        ----------
        Z : array_like of shape (m, p)
            What `transform` made.
        """
        return like_input(same_columns(Z, self.names) * self.scale_ + self.mean_, Z, self.names)
