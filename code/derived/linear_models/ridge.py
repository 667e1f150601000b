r"""Ridge regression: least squares that pays for the length of its weights.

With a price :math:`\lambda \ge 0`, called ``alpha`` in code, ridge minimizes :math:`\lVert\mathbf y - b\mathbf 1 -
\mathbf X\mathbf w\rVert^2 + \lambda\lVert\mathbf w\rVert^2`. The intercept :math:`b` is free: taking the means off
:math:`\mathbf y` and off the columns removes it. Then :math:`\hat{\mathbf w} = (\mathbf X^\top\mathbf X +
\lambda\mathbf I)^{-1}\mathbf X^\top\mathbf y`, and with :math:`\mathbf X = \mathbf U\mathbf D\mathbf V^\top` the
part of :math:`\mathbf y` along each column of :math:`\mathbf U` shrinks by :math:`d^2/(d^2 + \lambda)`. The squares
are summed, not averaged.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike
from scipy.linalg import cho_solve

from derived.linear_algebra.factors import EPS, RankDeficientError, as_matrix, as_vector, check_method
from derived.linear_models.linear_regression import LinearRegression, names_of, r_squared, rss, same_columns
from derived.model_selection.validation import leave_one_out_residuals

__all__ = [
    "Ridge",
    "RidgeFit",
    "RidgePath",
    "degrees_of_freedom",
    "ridge_gradient",
    "ridge_loss",
    "ridge_path",
    "shrinkage",
    "solve_cholesky",
    "solve_svd",
]


def ridge_loss(X: np.ndarray, y: np.ndarray, w: np.ndarray, alpha: float) -> float:
    """The penalized sum of squares ‖y − Xw‖² + λ‖w‖².

    Parameters
    ----------
    X : ndarray of shape (n, p)
    y : ndarray of shape (n,)
    w : ndarray of shape (p,)
    alpha : float
        λ.

    Examples
    --------
    >>> X, y = np.array([[1.0], [1.0]]), np.array([1.0, 3.0])
    >>> ridge_loss(X, y, np.array([2.0]), alpha=0.5)
    4.0
    """
    return rss(X, y, w) + alpha * float(w @ w)


def ridge_gradient(X: np.ndarray, y: np.ndarray, w: np.ndarray, alpha: float) -> np.ndarray:
    """The gradient 2Xᵀ(Xw − y) + 2λw of the penalized sum of squares, of shape (p,).

    Parameters
    ----------
    X : ndarray of shape (n, p)
    y : ndarray of shape (n,)
    w : ndarray of shape (p,)
    alpha : float
        λ.

    Examples
    --------
    >>> X, y = np.array([[1.0], [1.0]]), np.array([1.0, 3.0])
    >>> ridge_gradient(X, y, np.array([2.0]), alpha=0.5)
    array([2.])
    """
    return 2 * X.T @ (X @ w - y) + 2 * alpha * w


def solve_cholesky(X: np.ndarray, y: np.ndarray, alpha: float) -> np.ndarray:
    """Solve (XᵀX + λI) w = Xᵀy by Cholesky's factorization: fast where there are many rows.

    Parameters
    ----------
    X : ndarray of shape (n, p)
        Without an intercept: columns and y have their means taken off.
    y : ndarray of shape (n,)
    alpha : float
        λ, not negative.

    Returns
    -------
    ndarray of shape (p,)

    Raises
    ------
    RankDeficientError
        If λ is so small, beside columns that nearly depend on each other, that XᵀX + λI cannot be told from a singular
        matrix.

    References
    ----------
    Hoerl and Kennard, Ridge regression: biased estimation for nonorthogonal problems, Technometrics 12 (1970), 55-67.

    Examples
    --------
    >>> solve_cholesky(np.array([[1.0], [2.0]]), np.array([1.0, 2.0]), alpha=5.0)
    array([0.5])
    """
    n, p = X.shape
    A = X.T @ X + alpha * np.eye(p)
    try:
        L = np.linalg.cholesky(A)
    except np.linalg.LinAlgError:
        L = np.zeros((p, p))
    if (np.diag(L) ** 2 <= 10 * n * EPS * np.diag(A)).any():
        raise RankDeficientError(
            f"alpha = {alpha:g} is too small beside columns that depend on each other: XᵀX + λI cannot be told from a "
            'singular matrix; take a larger alpha, or method="svd"'
        )
    return cho_solve((L, True), X.T @ y)


def solve_svd(X: np.ndarray, y: np.ndarray, alpha: float) -> np.ndarray:
    """Solve ridge by w = V diag(d/(d² + λ)) Uᵀy: accurate, and for λ → 0 the shortest of the least-squares weights.

    Parameters
    ----------
    X : ndarray of shape (n, p)
        Without an intercept: columns and y have their means taken off.
    y : ndarray of shape (n,)
    alpha : float
        λ, not negative.

    Returns
    -------
    ndarray of shape (p,)

    References
    ----------
    Hastie, Tibshirani and Friedman, *The Elements of Statistical Learning* (2009), equation 3.47.

    Examples
    --------
    >>> X, y = np.array([[1.0], [2.0]]), np.array([1.0, 2.0])
    >>> solve_svd(X, y, alpha=5.0).round(12)
    array([0.5])
    """
    U, d, Vt = svd_of_rank(X)
    return Vt.T @ (d / (d**2 + alpha) * (U.T @ y))


def svd_of_rank(X: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """U, d, Vᵀ without the singular values that rounding cannot tell from zero."""
    U, d, Vt = np.linalg.svd(X, full_matrices=False)
    kept = d > max(X.shape) * EPS * d[0]
    return U[:, kept], d[kept], Vt[kept]


def shrinkage(d: np.ndarray, alpha: float) -> np.ndarray:
    """What ridge leaves of y along each left singular vector: d²/(d² + λ).

    Parameters
    ----------
    d : ndarray of shape (r,)
        Singular values, positive.
    alpha : float
        λ.

    Examples
    --------
    >>> shrinkage(np.array([3.0, 1.0]), alpha=1.0)
    array([0.9, 0.5])
    """
    return d**2 / (d**2 + alpha)


def degrees_of_freedom(X: np.ndarray, alpha: float) -> float:
    """The trace of X(XᵀX + λI)⁻¹Xᵀ, the sum of the shrinkages: p for λ = 0, falling to 0.

    Parameters
    ----------
    X : ndarray of shape (n, p)
        Without an intercept, which would count as one more.
    alpha : float
        λ.

    Examples
    --------
    >>> degrees_of_freedom(np.diag([3.0, 1.0]), alpha=1.0)
    1.4
    """
    return float(shrinkage(svd_of_rank(X)[1], alpha).sum())


SOLVERS: dict[str, Callable[[np.ndarray, np.ndarray, float], np.ndarray]] = {
    "svd": solve_svd,
    "cholesky": solve_cholesky,
}


@dataclass(frozen=True)
class Ridge:
    """Ridge regression, with an intercept, which is not penalized, unless it is declined.

    Bring the columns to comparable units first (`derived.model_selection.StandardScaler`): the price is per squared
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
        if not (np.isfinite(self.alpha) and self.alpha >= 0):
            raise ValueError(f"alpha is a price and must be a number from 0 up, not {self.alpha}")
        check_method(self.method, SOLVERS)

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
        names = tuple(names_of(X, A.shape[1]))
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


def centered(X: np.ndarray, y: np.ndarray, intercept: bool) -> tuple[np.ndarray, np.ndarray, float]:
    """The columns with their means taken off, these means, and that of y; all means are 0 without an intercept."""
    if not intercept:
        return X, np.zeros(X.shape[1]), 0.0
    return X - X.mean(axis=0), X.mean(axis=0), y.mean()


@dataclass(frozen=True, eq=False)
class RidgeFit:
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
    names : tuple of str
        The names of the columns.
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
    names: tuple[str, ...]
    has_intercept: bool

    def predict(self, X: ArrayLike) -> np.ndarray:
        """The fitted value for each row of X.

        Raises
        ------
        ValueError
            If X has another number of columns than the data had, or a DataFrame has them in another order.
        """
        return self.intercept_ + same_columns(X, self.names) @ self.coef_

    def score(self, X: ArrayLike, y: ArrayLike) -> float:
        """R² on any data: 1 − (sum of squared errors) / (sum of squares about the mean).

        Raises
        ------
        ValueError
            If X and y do not fit each other or the model, or if all y are the same.
        """
        return r_squared(y, self.predict(X))

    @cached_property
    def fitted(self) -> np.ndarray:
        """The fitted values."""
        return self.intercept_ + self.X @ self.coef_

    @property
    def residuals(self) -> np.ndarray:
        """The residuals."""
        return self.y - self.fitted

    @cached_property
    def leverage(self) -> np.ndarray:
        """The diagonal of the matrix that takes y to the fitted values, the pull of each response on its own."""
        U, d, _ = svd_of_rank(centered(self.X, self.y, self.has_intercept)[0])
        return U**2 @ shrinkage(d, self.alpha) + self.has_intercept / len(self.y)

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
        return leave_one_out_residuals(self.y, self.fitted, self.leverage)


@dataclass(frozen=True, eq=False)
class RidgePath:
    """Ridge for many prices.

    Attributes
    ----------
    alphas : ndarray of shape (k,)
        The prices λ.
    coef_ : ndarray of shape (k, p)
        A row of weights for each of them.
    intercept_ : ndarray of shape (k,)
    degrees_of_freedom : ndarray of shape (k,)
        The sums of the leverages, the intercept counted.
    loo_mse : ndarray of shape (k,)
        The mean squares of the errors when one row at a time is left out.

    Examples
    --------
    >>> path = ridge_path([-3, -1, 1, 3], [1, 0, 3, 2], alphas=[1, 10, 100])
    >>> path.coef_.ravel().round(3), path.intercept_.round(6)
    (array([0.286, 0.2  , 0.05 ]), array([1.5, 1.5, 1.5]))
    >>> path.loo_mse.round(3), path.best_alpha
    (array([2.112, 1.67 , 2.046]), 10.0)
    """

    alphas: np.ndarray
    coef_: np.ndarray = field(repr=False)
    intercept_: np.ndarray = field(repr=False)
    degrees_of_freedom: np.ndarray = field(repr=False)
    loo_mse: np.ndarray = field(repr=False)

    @property
    def best_alpha(self) -> float:
        """The price whose leave-one-out error is least."""
        return float(self.alphas[np.argmin(self.loo_mse)])


def ridge_path(X: ArrayLike, y: ArrayLike, alphas: ArrayLike, intercept: bool = True) -> RidgePath:
    """Fit ridge for many prices, and leave out each row in turn, with one singular value decomposition.

    Parameters
    ----------
    X : array_like of shape (n, p) or (n,)
    y : array_like of shape (n,)
    alphas : array_like of shape (k,)
        Prices λ, all positive.
    intercept : bool
        Whether the model has an intercept.

    Returns
    -------
    RidgePath

    Raises
    ------
    ValueError
        If a price is not positive; for bad shapes, NaN or infinite values, or empty data; or if a row determines its
        own fitted value.

    References
    ----------
    Golub, Heath and Wahba, Generalized cross-validation as a method for choosing a good ridge parameter, Technometrics
    21 (1979), 215-223.

    Examples
    --------
    >>> path = ridge_path([[0], [1], [2]], [1, 3, 5], alphas=[2.0, 6.0])
    >>> path.coef_.ravel().round(12), path.degrees_of_freedom.round(12)
    (array([1. , 0.5]), array([1.5 , 1.25]))
    """
    A = as_matrix(X, "X")
    b = as_vector(y, "y", length=len(A))
    prices = as_vector(alphas, "alphas")
    if (prices <= 0).any():
        raise ValueError(f"alphas must be positive, but one is {prices.min():g}; for 0 use LinearRegression")
    X_centered, X_mean, y_mean = centered(A, b, intercept)
    U, d, Vt = svd_of_rank(X_centered)
    s = d**2 / (d**2 + prices[:, np.newaxis])  # a row of shrinkages for each price
    c = U.T @ (b - y_mean)
    coef = (s * c / d) @ Vt
    fitted = y_mean + (s * c) @ U.T
    leverages = s @ (U**2).T + intercept / len(b)
    left_out = [leave_one_out_residuals(b, *pair) for pair in zip(fitted, leverages, strict=True)]
    return RidgePath(prices, coef, y_mean - coef @ X_mean, leverages.sum(axis=1), np.mean(np.square(left_out), axis=1))
