"""Fitted weights of least squares, and what statistics says of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike
from scipy.linalg import solve_triangular

from derived.inputs import ColumnNames, same_columns
from derived.linear_algebra.factors import inverse_factor, offsets, power_above, triangular_factor
from derived.linear_algebra.projections import orthonormal_basis
from derived.linear_algebra.rank import RankDeficientError, check_full_column_rank, rank
from derived.linear_models.design import add_intercept, shifted_design, unshifted
from derived.linear_models.fits import LinearPrediction, Weights
from derived.linear_models.linear_regression.robust import RobustInference, sandwich_root
from derived.metrics.regression import share_explained, variation
from derived.statistics.inference import Inference, critical_value
from derived.supervised import RegressionFit

__all__ = [
    "LinearFit",
]


@dataclass(frozen=True, eq=False)
class LinearFit(Weights, LinearPrediction, RegressionFit, Inference):
    """Fitted weights, and what statistics says of them.

    Attributes
    ----------
    w : ndarray of shape (p,)
        All weights, the intercept first if there is one.
    X : ndarray of shape (n, p)
        The design matrix, with its column of ones.
    y : ndarray of shape (n,)
        The response.
    weights : ndarray of shape (n,)
        How much each squared residual counts.
    names : ColumnNames
        The names of the columns that were given.
    has_intercept : bool
        Whether the first column is the intercept.

    Examples
    --------
    Four points about the line 1 + 2x, each at a distance of one:

    >>> from derived.linear_models import LinearRegression
    >>> X, y = [0, 1, 2, 3], [2, 2, 4, 8]
    >>> fit = LinearRegression().fit(X, y)
    >>> fit.residuals.round(6)
    array([ 1., -1., -1.,  1.])
    >>> round(fit.sigma2, 6), round(fit.score(X, y), 3)
    (2.0, 0.833)
    >>> fit.w.round(6), fit.standard_errors.round(3)  # that of the slope is √(2/5)
    (array([1., 2.]), array([1.183, 0.632]))

    So few points do not tell that the slope is not zero:

    >>> fit.confidence_intervals(0.95)[1].round(2)
    array([-0.72,  4.72])
    >>> fit.summary().round(2)
            weight  standard error     t     p  95% from  95% to
    column
    intercept  1.0            1.18  0.85  0.49     -4.09    6.09
    x1         2.0            0.63  3.16  0.09     -0.72    4.72
    >>> fit.predict([4]).round(6), fit.prediction_interval([4]).round(1)
    (array([9.]), array([[-0.6, 18.6]]))
    """

    w: np.ndarray
    X: np.ndarray = field(repr=False)
    y: np.ndarray = field(repr=False)
    weights: np.ndarray = field(repr=False)
    names: ColumnNames
    has_intercept: bool

    @cached_property
    def _shifted(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
        """The design matrix with columns far from zero brought near it, by how much; weights for it; and that of y."""
        design, shift = shifted_design(self.X, self.has_intercept)
        (level,) = offsets(self.y[:, np.newaxis]) if self.has_intercept else (0.0,)
        if not shift.any() and level == 0:
            return self.X, shift, self.w, 0.0
        intercept = np.average(self.y - level - design[:, 1:] @ self.coef_, weights=self.weights)
        return design, shift, np.append(intercept, self.coef_), float(level)

    def _design(self, X: ArrayLike) -> np.ndarray:
        A = same_columns(X, self.names) - self._shifted[1]
        return add_intercept(A) if self.has_intercept else A

    def predict(self, X: ArrayLike) -> np.ndarray:
        """The fitted value for each row of X.

        Parameters
        ----------
        X : array_like of shape (m, p)
            The columns of the fit, in their order.

        Raises
        ------
        ValueError
            If X has another number of columns than the data had, or a DataFrame has them in another order.
        """
        _, _, w, level = self._shifted
        return self._design(X) @ w + level

    @cached_property
    def fitted(self) -> np.ndarray:
        """The fitted values ŷ = Xw."""
        return self.y - self.residuals

    @cached_property
    def residuals(self) -> np.ndarray:
        """The residuals y − Xw."""
        design, _, w, level = self._shifted
        return self.y - level - design @ w

    @cached_property
    def rss(self) -> float:
        """The weighted residual sum of squares."""
        return self._unit * self._unit * self._sums_of_squares[0]

    @cached_property
    def _unit(self) -> float:
        """A power of two about as large as y, since squares of large or tiny values are no floats."""
        return power_above(self.y)

    @cached_property
    def _sums_of_squares(self) -> tuple[float, float]:
        """Of residuals, and of y about its mean if there is an intercept; weighted, and in squared units of y."""
        y, unexplained = self.y / self._unit, float(self.weights @ (self.residuals / self._unit) ** 2)
        return unexplained, variation(y, self.weights) if self.has_intercept else float(self.weights @ y**2)

    @cached_property
    def _weighted(self) -> np.ndarray:
        """The shifted design matrix with its rows multiplied by the roots of the weights."""
        return self._shifted[0] * np.sqrt(self.weights)[:, np.newaxis]

    @cached_property
    def _factor(self) -> np.ndarray:
        """The triangular factor R of the weighted design matrix."""
        R = triangular_factor(self._weighted)
        try:
            check_full_column_rank(R, self.X)
        except RankDeficientError as problem:
            raise problem.named(self.weight_names) from None
        return R

    @cached_property
    def df_resid(self) -> int:
        """The degrees of freedom that the residuals have left, n − p, or n − rank where columns are dependent."""
        return len(self.y) - rank(self._weighted)

    @property
    def sigma2(self) -> float:
        """The unbiased estimate RSS/(n − p) of the variance of the noise."""
        return self.sigma * self.sigma

    @cached_property
    def sigma(self) -> float:
        """The estimated standard deviation of the noise, the root of `sigma2`.

        Raises
        ------
        ValueError
            If there are no more observations than weights: nothing is left to estimate it from.
        """
        if self.df_resid <= 0:
            raise ValueError(
                f"{len(self.y)} observations determine {len(self.w)} weights with nothing to spare: "
                "the variance of the noise cannot be estimated; take more observations or fewer columns"
            )
        return self._unit * float(np.sqrt(self._sums_of_squares[0] / self.df_resid))

    @cached_property
    def leverage(self) -> np.ndarray:
        """The diagonal of the hat matrix, which tells how much each response pulls on its own fitted value."""
        return (orthonormal_basis(self._weighted) ** 2).sum(axis=1)

    @cached_property
    def unscaled_covariance(self) -> np.ndarray:
        """(XᵀX)⁻¹ of the weighted design matrix, computed from R alone as R⁻¹R⁻ᵀ.

        Raises
        ------
        RankDeficientError
            If columns depend on each other: the data do not tell their weights.
        """
        C = self._inverse
        return C @ C.T

    @cached_property
    def _inverse(self) -> np.ndarray:
        """A matrix C with (XᵀX)⁻¹ = CCᵀ."""
        return unshifted(inverse_factor(self._factor), self._shifted[1])

    @property
    def df(self) -> int:
        """The degrees of freedom that are left, from which the variance of the noise is estimated."""
        return self.df_resid

    @cached_property
    def covariance_root(self) -> np.ndarray:
        """σ̂R⁻¹, as the estimated covariance of the weights is σ̂²(XᵀX)⁻¹ = σ̂²R⁻¹R⁻ᵀ."""
        return self.sigma * self._inverse

    @property
    def t_values(self) -> np.ndarray:
        """The weights divided by their standard errors; infinite where the fit is perfect."""
        return self.test_statistics

    @property
    def r_squared(self) -> float:
        """The share of the variation of y that the model explains; about zero instead of the mean without intercept."""
        return share_explained(*self._sums_of_squares)

    @property
    def adjusted_r_squared(self) -> float:
        """R² with each sum of squares divided by its degrees of freedom."""
        unexplained, total = self._sums_of_squares
        if self.df_resid <= 0:
            self.sigma  # noqa: B018  (tells why there is none)
        return share_explained(unexplained / self.df_resid, total / (len(self.y) - self.has_intercept))

    @cached_property
    def robust(self) -> RobustInference:
        """Standard errors, tests and intervals that do not take the noise to be equally large everywhere (HC3)."""
        residuals = np.sqrt(self.weights) * self.residuals
        root = sandwich_root(self._weighted, self._factor, residuals, self.leverage)
        return RobustInference(self, unshifted(root, self._shifted[1]))

    def _interval(self, X: ArrayLike, level: float, noise: int) -> np.ndarray:
        """Fitted values give or take the error of their estimate, σ̂²xᵀ(XᵀX)⁻¹x = σ̂²‖R⁻ᵀx‖², plus σ̂² for `noise`."""
        A = self._design(X)
        spread = (solve_triangular(self._factor, A.T, trans="T") ** 2).sum(axis=0)
        half = critical_value(level, self.df) * self.sigma * np.sqrt(spread + noise)
        _, _, w, y_level = self._shifted
        fitted = A @ w + y_level
        return np.column_stack([fitted - half, fitted + half])

    def confidence_band(self, X: ArrayLike, level: float = 0.95) -> np.ndarray:
        """An interval for the mean response at each row of X, of shape (m, 2).

        Parameters
        ----------
        X : array_like of shape (m, p)
            The columns of the fit, in their order.
        level : float
            How much of the time the interval is to cover, between 0 and 1.
        """
        return self._interval(X, level, noise=0)

    def prediction_interval(self, X: ArrayLike, level: float = 0.95) -> np.ndarray:
        """An interval for one new response at each row of X, of shape (m, 2): the noise of that response added.

        Parameters
        ----------
        X : array_like of shape (m, p)
            The columns of the fit, in their order.
        level : float
            How much of the time the interval is to cover, between 0 and 1.
        """
        return self._interval(X, level, noise=1)
