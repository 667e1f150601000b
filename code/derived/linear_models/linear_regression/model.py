"""Least squares as a model, and what statistics says of the fitted weights."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike
from scipy.linalg import solve_triangular

from derived.inputs import (
    ColumnNames,
    as_matrix,
    as_vector,
    choice,
    column_names,
    same_columns,
    settle,
    truth,
    with_intercept,
)
from derived.linear_algebra.factors import inverse_factor, offsets, power_above, triangular_factor
from derived.linear_algebra.projections import orthonormal_basis
from derived.linear_algebra.rank import RankDeficientError, check_full_column_rank, rank
from derived.linear_models.design import add_intercept, shifted_design, unshifted
from derived.linear_models.linear_regression.solvers import SOLVERS
from derived.metrics.regression import r_squared, share_explained, variation
from derived.statistics.inference import Inference, quantile

__all__ = [
    "LinearFit",
    "LinearRegression",
]


@dataclass(frozen=True)
class LinearRegression:
    """Least squares, with an intercept unless it is declined.

    Parameters
    ----------
    intercept : bool
        Whether a column of ones is put before the columns of X.
    method : {"qr", "cholesky", "svd"}
        QR is accurate, and refined where X is ill-conditioned; Cholesky is faster where n is much larger than p and X
        is well conditioned; SVD answers even where columns depend on each other, with the shortest weights.

    Raises
    ------
    ValueError
        If the method is unknown.

    Examples
    --------
    >>> model = LinearRegression().fit([[0], [1], [2]], [1, 3, 5])
    >>> round(model.intercept_, 12), model.coef_.round(12)
    (1.0, array([2.]))
    """

    intercept: bool = True
    method: str = "qr"

    def __post_init__(self) -> None:
        settle(self, intercept=truth, method=choice(SOLVERS))

    def fit(self, X: ArrayLike, y: ArrayLike, weights: ArrayLike | None = None) -> LinearFit:
        """Find the weights.

        Parameters
        ----------
        X : array_like of shape (n, p) or (n,)
            A row for each observation; the columns of a DataFrame give the names of the summary.
        y : array_like of shape (n,)
            The response.
        weights : array_like of shape (n,), optional
            How much each squared residual counts, inversely proportional to the variance of its error.

        Returns
        -------
        LinearFit

        Raises
        ------
        ValueError
            For bad shapes, NaN or infinite values, empty data, or weights that are not positive.
        RankDeficientError
            If columns depend on each other, an intercept included, unless the method is "svd".
        """
        A = as_matrix(X, "X")
        b = as_vector(y, "y", length=len(A))
        names = column_names(X, A.shape[1])
        if self.intercept:
            names = with_intercept(names)
        v = np.ones(len(A)) if weights is None else as_vector(weights, "weights", length=len(A))
        if (v <= 0).any():
            i = int(np.argmax(v <= 0))
            raise ValueError(f"weights must be positive, but weights[{i}] is {v[i]:g}; leave such rows out")
        try:
            w = self._solve(A, b, v)
        except RankDeficientError as problem:
            raise problem.named(names) from None
        return LinearFit(w, add_intercept(A) if self.intercept else A, b, v, names, self.intercept)

    def _solve(self, X: np.ndarray, y: np.ndarray, weights: np.ndarray) -> np.ndarray:
        """The weights, by way of columns brought near zero; but the shortest of many are asked for as they are."""
        design, shift = shifted_design(X, self.intercept)
        (level,) = offsets(y[:, np.newaxis]) if self.intercept else (0.0,)
        y = y - level
        if self.method == "svd" and shift.any() and rank(design) < design.shape[1]:
            design, shift = add_intercept(X), np.zeros_like(shift)
        if (weights != 1).any():
            root = np.sqrt(weights)
            design, y = design * root[:, np.newaxis], y * root
        w = unshifted(SOLVERS[self.method](design, y), shift)
        return np.append(w[0] + level, w[1:]) if level else w


@dataclass(frozen=True, eq=False)
class LinearFit(Inference):
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
        The names of the columns.
    has_intercept : bool
        Whether the first column is the intercept.

    Examples
    --------
    Four points about the line 1 + 2x, each at a distance of one:

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

    @property
    def intercept_(self) -> float:
        """The intercept, 0.0 without one."""
        return float(self.w[0]) if self.has_intercept else 0.0

    @property
    def coef_(self) -> np.ndarray:
        """The weights of the columns that were given."""
        return self.w[1:] if self.has_intercept else self.w

    @cached_property
    def _shifted(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
        """The design matrix with columns far from zero brought near it, by how much; weights for it; and that of y."""
        if not self.has_intercept:
            return self.X, np.zeros(len(self.w)), self.w, 0.0
        design, shift = shifted_design(self.X[:, 1:], intercept=True)
        (level,) = offsets(self.y[:, np.newaxis])
        if not shift.any() and level == 0:
            return self.X, shift, self.w, 0.0
        intercept = np.average(self.y - level - design[:, 1:] @ self.coef_, weights=self.weights)
        return design, shift, np.append(intercept, self.coef_), float(level)

    def _design(self, X: ArrayLike) -> np.ndarray:
        A = same_columns(X, self.names[self.has_intercept :]) - self._shifted[1]
        return add_intercept(A) if self.has_intercept else A

    def predict(self, X: ArrayLike) -> np.ndarray:
        """The fitted value for each row of X.

        Raises
        ------
        ValueError
            If X has another number of columns than the data had, or a DataFrame has them in another order.
        """
        _, _, w, level = self._shifted
        return self._design(X) @ w + level

    def score(self, X: ArrayLike, y: ArrayLike) -> float:
        """R² on other data: 1 − (sum of squared errors) / (sum of squares about the mean).

        Raises
        ------
        ValueError
            If X and y do not fit each other or the model, or if all y are the same.
        """
        return r_squared(y, self.predict(X))

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
            raise problem.named(self.names) from None
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
    def weight_names(self) -> tuple[str, ...]:
        """The names of the weights."""
        return self.names

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

    def _interval(self, X: ArrayLike, level: float, noise: int) -> np.ndarray:
        """Fitted values give or take the error of their estimate, σ̂²xᵀ(XᵀX)⁻¹x = σ̂²‖R⁻ᵀx‖², plus σ̂² for `noise`."""
        A = self._design(X)
        spread = (solve_triangular(self._factor, A.T, trans="T") ** 2).sum(axis=0)
        half = quantile(level, self.df) * self.sigma * np.sqrt(spread + noise)
        _, _, w, level = self._shifted
        fitted = A @ w + level
        return np.column_stack([fitted - half, fitted + half])

    def confidence_band(self, X: ArrayLike, level: float = 0.95) -> np.ndarray:
        """An interval for the mean response at each row of X, of shape (m, 2)."""
        return self._interval(X, level, noise=0)

    def prediction_interval(self, X: ArrayLike, level: float = 0.95) -> np.ndarray:
        """An interval for one new response at each row of X, of shape (m, 2): the noise of that response added."""
        return self._interval(X, level, noise=1)
