"""What all fitted linear models share: `names`, `coef_`, `intercept_`, `predict` and `score`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from derived.inputs import ColumnNames, same_columns, with_intercept
from derived.metrics.classification import accuracy
from derived.metrics.regression import r_squared

__all__ = ["ClassificationFit", "RegressionFit", "Weights"]


class Weights:
    """Weights in one vector, that of the intercept first if there is one.

    Examples
    --------
    >>> class Fit(Weights):
    ...     w, names, has_intercept = np.array([3.0, 2.0]), ColumnNames(["area"]), True
    >>> Fit().intercept_, Fit().coef_, Fit().weight_names
    (3.0, array([2.]), ('intercept', 'area'))
    """

    if TYPE_CHECKING:

        @property
        def w(self) -> np.ndarray: ...  # noqa: D102

        @property
        def names(self) -> ColumnNames: ...  # noqa: D102

        @property
        def has_intercept(self) -> bool: ...  # noqa: D102

    @property
    def intercept_(self) -> float:
        """The intercept, 0.0 without one."""
        return float(self.w[0]) if self.has_intercept else 0.0

    @property
    def coef_(self) -> np.ndarray:
        """The weights of the columns that were given."""
        return self.w[1:] if self.has_intercept else self.w

    @property
    def weight_names(self) -> ColumnNames:
        """The names of all weights, that of the intercept first if there is one."""
        return with_intercept(self.names) if self.has_intercept else self.names


class RegressionFit:
    """What fitted models of a number share. They give `names`, `coef_` and `intercept_`.

    Examples
    --------
    >>> class Fit(RegressionFit):
    ...     coef_, intercept_, names = np.array([2.0]), 1.0, ColumnNames(["area"])
    >>> Fit().predict([1, 2]), Fit().score([1, 2], [3, 5])
    (array([3., 5.]), 1.0)
    """

    if TYPE_CHECKING:

        @property
        def names(self) -> ColumnNames: ...  # noqa: D102

        @property
        def coef_(self) -> np.ndarray: ...  # noqa: D102

        @property
        def intercept_(self) -> float: ...  # noqa: D102

    def predict(self, X: ArrayLike) -> np.ndarray:
        """The fitted value for each row.

        Parameters
        ----------
        X : array_like of shape (m, p)
            The columns of the fit, in their order.

        Returns
        -------
        ndarray of shape (m,)

        Raises
        ------
        ValueError
            If X has another number of columns than the data had, or a DataFrame has others or another order.
        """
        return self.intercept_ + same_columns(X, self.names) @ self.coef_

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
    """What fitted models of a class share. They give `names`, `coef_`, `intercept_`, and how a label is predicted.

    Examples
    --------
    >>> class Fit(ClassificationFit):
    ...     coef_, intercept_, names = np.array([2.0]), -3.0, ColumnNames(["hours"])
    ...     def predict(self, X):
    ...         return np.where(self.decision_function(X) > 0, "pass", "fail")
    >>> Fit().decision_function([1, 2]), Fit().predict([1, 2])
    (array([-1.,  1.]), array(['fail', 'pass'], dtype='<U4'))
    >>> Fit().score([1, 2], ["pass", "pass"])
    0.5
    """

    if TYPE_CHECKING:

        @property
        def names(self) -> ColumnNames: ...  # noqa: D102

        @property
        def coef_(self) -> np.ndarray: ...  # noqa: D102

        @property
        def intercept_(self) -> float | np.ndarray: ...  # noqa: D102

    def decision_function(self, X: ArrayLike) -> np.ndarray:
        """The scores by which the classes are told apart: log-odds, of shape (m,), or one for each class, (m, K).

        Parameters
        ----------
        X : array_like of shape (m, p)
            The columns of the fit, in their order.

        Raises
        ------
        ValueError
            If X has another number of columns than the data had, or a DataFrame has others or another order.
        """
        return same_columns(X, self.names) @ self.coef_.T + self.intercept_

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
