"""What fitted linear models share beside what all models do: `coef_`, `intercept_`, and what follows from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from derived.inputs import ColumnNames, same_columns, with_intercept

__all__ = ["LinearPrediction", "LinearScores", "Weights"]


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


class LinearPrediction:
    """The prediction of a number from `names`, `coef_` and `intercept_`, which a fit gives.

    Examples
    --------
    >>> class Fit(LinearPrediction):
    ...     coef_, intercept_, names = np.array([2.0]), 1.0, ColumnNames(["area"])
    >>> Fit().predict([1, 2])
    array([3., 5.])
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


class LinearScores:
    """The scores of classes from `names`, `coef_` and `intercept_`, which a fit gives.

    Examples
    --------
    >>> class Fit(LinearScores):
    ...     coef_, intercept_, names = np.array([2.0]), -3.0, ColumnNames(["hours"])
    >>> Fit().decision_function([1, 2])
    array([-1.,  1.])
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
