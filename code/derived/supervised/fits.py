"""Fits of a class and of a number: what is predicted for a row, and how good that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from derived.inputs import ColumnNames
from derived.metrics.classification import accuracy
from derived.metrics.regression import r_squared

__all__ = ["ClassificationFit", "RegressionFit"]


class RegressionFit:
    """What fitted models of a number share. They give `names` and `predict`.

    Examples
    --------
    >>> class Mean(RegressionFit):
    ...     def predict(self, X):
    ...         return np.full(len(X), 4.0)
    >>> Mean().score([[1.0], [2.0]], [3.0, 5.0])
    0.0
    """

    if TYPE_CHECKING:

        @property
        def names(self) -> ColumnNames: ...  # noqa: D102

    def predict(self, X: ArrayLike) -> np.ndarray:
        """The fitted value for each row of X.

        Parameters
        ----------
        X : array_like of shape (m, p)
            The columns of the fit, in their order.
        """
        raise NotImplementedError

    def score(self, X: ArrayLike, y: ArrayLike) -> float:
        """R² on any data: 1 − (sum of squared errors) / (sum of squares about the mean).

        Parameters
        ----------
        X : array_like of shape (m, p)
            The columns of the fit, in their order.
        y : array_like of shape (m,)
            What was observed there.

        Raises
        ------
        ValueError
            If X and y do not fit each other or the model, or if all y are the same.
        """
        return r_squared(y, self.predict(X))


class ClassificationFit:
    """What fitted models of a class share. They give `names` and `predict`.

    Examples
    --------
    >>> class Rule(ClassificationFit):
    ...     def predict(self, X):
    ...         return np.where(np.ravel(X) > 1.5, "pass", "fail")
    >>> Rule().score([1, 2], ["pass", "pass"])
    0.5
    """

    if TYPE_CHECKING:

        @property
        def names(self) -> ColumnNames: ...  # noqa: D102

    def predict(self, X: ArrayLike) -> np.ndarray:
        """The most probable class for each row of X.

        Parameters
        ----------
        X : array_like of shape (m, p)
            The columns of the fit, in their order.
        """
        raise NotImplementedError

    def score(self, X: ArrayLike, y: ArrayLike) -> float:
        """The share of rows that are classified rightly.

        Parameters
        ----------
        X : array_like of shape (m, p)
            The columns of the fit, in their order.
        y : array_like of shape (m,)
            The true labels.

        Raises
        ------
        ValueError
            If X and y do not fit each other or the model.
        """
        return accuracy(y, self.predict(X))
