"""Ridge regression as a model, and what the fit says of itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from derived.inputs import (
    ColumnNames,
    as_matrix,
    as_vector,
    choice,
    column_names,
    number,
    settle,
    truth,
)
from derived.linear_algebra.rank import RankDeficientError
from derived.linear_algebra.svd import truncated_svd
from derived.linear_models.design import centered
from derived.linear_models.fits import LinearPrediction
from derived.linear_models.linear_regression.model import LinearRegression
from derived.linear_models.ridge.left_out import left_out_errors
from derived.linear_models.ridge.solvers import SOLVERS, shares
from derived.supervised import RegressionFit

__all__ = [
    "Ridge",
    "RidgeFit",
]


@dataclass(frozen=True)
class Ridge:
    """Ridge regression, with an intercept, which is not penalized, unless it is declined.

    Bring the columns to comparable units first (`derived.preprocessing.StandardScaler`): the price is per squared
    weight, whatever its unit.

    Parameters
    ----------
    alpha : float
        λ, the price of a squared weight against a *sum* of squared residuals, as in scikit-learn's Ridge.
    intercept : bool
        Whether the model has an intercept.
    method : {"svd", "cholesky"}
        SVD is accurate for every alpha; Cholesky is faster where n is much larger than p.

    Raises
    ------
    ValueError
        If alpha is negative or not finite, or the method unknown.

    Examples
    --------
    >>> fit = Ridge(alpha=2.0).fit([[0], [1], [2]], [1, 3, 5])
    >>> round(fit.intercept_, 12), fit.coef_.round(12)
    (2.0, array([1.]))
    """

    alpha: float = 1.0
    intercept: bool = True
    method: str = "svd"

    def __post_init__(self) -> None:
        settle(self, alpha=number(at_least=0), intercept=truth, method=choice(SOLVERS))

    def fit(self, X: ArrayLike, y: ArrayLike) -> RidgeFit:
        """Find the weights.

        Parameters
        ----------
        X : array_like of shape (n, p) or (n,)
            A row for each observation.
        y : array_like of shape (n,)
            The response.

        Returns
        -------
        RidgeFit

        Raises
        ------
        ValueError
            For bad shapes, NaN or infinite values, or empty data.
        RankDeficientError
            If alpha is 0 and columns depend on each other, an intercept included; or, with method "cholesky", if alpha
            is too small beside such columns.
        """
        A = as_matrix(X, "X")
        b = as_vector(y, "y", length=len(A))
        names = column_names(X, A.shape[1])
        if self.alpha == 0:
            w, intercept = self._least_squares(X, b)
        else:
            X_centered, X_mean, y_mean = centered(A, b, self.intercept)
            w = SOLVERS[self.method](X_centered, b - y_mean, self.alpha)
            intercept = float(y_mean - X_mean @ w)
        return RidgeFit(w, intercept, self.alpha, A, b, names, self.intercept)

    def _least_squares(self, X: ArrayLike, y: np.ndarray) -> tuple[np.ndarray, float]:
        try:
            fit = LinearRegression(self.intercept).fit(X, y)
        except RankDeficientError as problem:
            raise RankDeficientError(
                "with alpha = 0 ridge is least squares, and here many weights fit equally well; take alpha > 0, or "
                f"choose as least squares would: {problem}",
                problem.columns,
            ) from None
        return fit.coef_, fit.intercept_


@dataclass(frozen=True, eq=False)
class RidgeFit(LinearPrediction, RegressionFit):
    """Fitted weights, and what the fit says of itself.

    Attributes
    ----------
    coef_ : ndarray of shape (p,)
        The weights.
    intercept_ : float
        The intercept, 0.0 without one.
    alpha : float
        λ.
    X : ndarray of shape (n, p)
    y : ndarray of shape (n,)
        The data.
    names : ColumnNames
        The names of the columns that were given.
    has_intercept : bool

    Examples
    --------
    The squares of the column add up to 20, so that a price of 20 halves the weight, which for least squares is 2.2:

    >>> fit = Ridge(alpha=20).fit([-3, -1, 1, 3], [4, 6, 14, 16])
    >>> fit.coef_.round(6), round(fit.intercept_, 6), fit.predict([5]).round(6)
    (array([1.1]), 10.0, array([15.5]))
    >>> fit.leverage.round(6), round(fit.degrees_of_freedom, 6)
    (array([0.475, 0.275, 0.275, 0.475]), 1.5)
    >>> fit.residuals.round(6), fit.loo_residuals.round(3)
    (array([-2.7, -2.9,  2.9,  2.7]), array([-5.143, -4.   ,  4.   ,  5.143]))
    """

    coef_: np.ndarray
    intercept_: float
    alpha: float
    X: np.ndarray = field(repr=False)
    y: np.ndarray = field(repr=False)
    names: ColumnNames
    has_intercept: bool

    @cached_property
    def fitted(self) -> np.ndarray:
        """The fitted values."""
        return self.intercept_ + self.X @ self.coef_

    @property
    def residuals(self) -> np.ndarray:
        """The residuals."""
        return self.y - self.fitted

    @cached_property
    def _singular(self) -> tuple[np.ndarray, np.ndarray]:
        """The left singular vectors and the singular values of the columns without their means."""
        U, d, _ = truncated_svd(centered(self.X, self.y, self.has_intercept)[0])
        return U, d

    @cached_property
    def leverage(self) -> np.ndarray:
        """The diagonal of the matrix that takes y to the fitted values, the pull of each response on its own."""
        U, d = self._singular
        return U**2 @ shares(d, np.sqrt(self.alpha))[0] + self.has_intercept / len(self.y)

    @property
    def degrees_of_freedom(self) -> float:
        """The sum of the leverages, that is, how many free weights, the intercept being one, would pull as much."""
        return float(self.leverage.sum())

    @property
    def loo_residuals(self) -> np.ndarray:
        """The error at each row of the fit without that row, with the same alpha.

        Raises
        ------
        ValueError
            If a row determines its own fitted value.
        """
        _, _, y_mean = centered(self.X, self.y, self.has_intercept)
        errors = left_out_errors(*self._singular, self.y - y_mean, np.array([self.alpha]), self.has_intercept)
        return errors[0]
