r"""Linear regression: the weights that make the sum of squared errors as small as it can be.

With a row of :math:`\mathbf X` for each observation, least squares minimizes
:math:`J(\mathbf w) = \lVert\mathbf y - \mathbf X\mathbf w\rVert^2`. Its gradient is
:math:`2\mathbf X^\top(\mathbf X\mathbf w - \mathbf y)`, its Hessian :math:`2\mathbf X^\top\mathbf X`, and its minimum,
for independent columns, :math:`\hat{\mathbf w} = (\mathbf X^\top\mathbf X)^{-1}\mathbf X^\top\mathbf y`. No factor 1/2
and no 1/n stand before the sum; gradients are columns. Three ways to the minimum follow, then the statistics.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy import stats
from scipy.linalg import solve_triangular

from derived.linear_algebra.factors import (
    EPS,
    RankDeficientError,
    accurate_product,
    as_matrix,
    as_vector,
    check_full_column_rank,
    check_method,
    condition_number,
    gram_factor,
    orthonormal_basis,
    rank,
    scale_columns,
    triangular_factor,
)

__all__ = [
    "LinearFit",
    "LinearRegression",
    "add_intercept",
    "error_bound",
    "fit_line",
    "refine",
    "rss",
    "rss_gradient",
    "rss_hessian",
    "solve_normal_equations",
    "solve_qr",
    "solve_svd",
]


def rss(X: np.ndarray, y: np.ndarray, w: np.ndarray) -> float:
    """The residual sum of squares ‖y − Xw‖².

    Parameters
    ----------
    X : ndarray of shape (n, p)
    y : ndarray of shape (n,)
    w : ndarray of shape (p,)

    Examples
    --------
    >>> rss(np.array([[1.0], [1.0]]), np.array([1.0, 3.0]), np.array([2.0]))
    2.0
    """
    r = y - X @ w
    return float(r @ r)


def rss_gradient(X: np.ndarray, y: np.ndarray, w: np.ndarray) -> np.ndarray:
    """The gradient 2Xᵀ(Xw − y) of the residual sum of squares, of shape (p,).

    Parameters
    ----------
    X : ndarray of shape (n, p)
    y : ndarray of shape (n,)
    w : ndarray of shape (p,)

    Examples
    --------
    >>> X, y = np.array([[1.0], [1.0]]), np.array([1.0, 3.0])
    >>> rss_gradient(X, y, np.array([2.0]))
    array([0.])
    """
    return 2 * X.T @ (X @ w - y)


def rss_hessian(X: np.ndarray) -> np.ndarray:
    """The Hessian 2XᵀX of the residual sum of squares, of shape (p, p); it does not depend on w.

    Parameters
    ----------
    X : ndarray of shape (n, p)

    Examples
    --------
    >>> rss_hessian(np.array([[1.0], [1.0]]))
    array([[4.]])
    """
    return 2 * X.T @ X


def fit_line(x: ArrayLike, y: ArrayLike) -> tuple[float, float]:
    """The least-squares line through points in the plane.

    Parameters
    ----------
    x, y : array_like of shape (n,)
        The points.

    Returns
    -------
    intercept, slope : float
        b = S_xy / S_xx and a = ȳ − b x̄.

    Raises
    ------
    ValueError
        If all x are the same, so that a line through them would be vertical; or for bad input.

    Examples
    --------
    >>> fit_line([0, 1, 2], [1, 3, 5])
    (1.0, 2.0)
    """
    x = as_vector(x, "x")
    y = as_vector(y, "y", length=len(x))
    x_bar, y_bar = x.mean(), y.mean()
    S_xx = ((x - x_bar) ** 2).sum()
    S_xy = ((x - x_bar) * (y - y_bar)).sum()
    if S_xx <= (len(x) * EPS * np.abs(x).max()) ** 2:
        raise ValueError(f"all x are {x[0]:g}: a line needs points at two different x at least")
    slope = S_xy / S_xx
    return float(y_bar - slope * x_bar), float(slope)


def solve_normal_equations(X: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Solve XᵀX w = Xᵀy by Cholesky's factorization: fast, but the condition number of X is squared.

    Parameters
    ----------
    X : ndarray of shape (n, p)
    y : ndarray of shape (n,)

    Returns
    -------
    ndarray of shape (p,)

    Raises
    ------
    RankDeficientError
        If the columns of X depend on each other, or so nearly that XᵀX cannot tell.

    References
    ----------
    Golub and Van Loan, *Matrix Computations* (2013), algorithm 5.3.1.

    Examples
    --------
    >>> X = np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]])
    >>> y = np.array([1.0, 3.0, 5.0])
    >>> solve_normal_equations(X, y).round(12)
    array([1., 2.])
    """
    Z, scale = scale_columns(X)
    L = gram_factor(Z)
    v = solve_triangular(L, Z.T @ y, lower=True)
    return solve_triangular(L.T, v) / scale


def solve_qr(X: np.ndarray, y: np.ndarray, refined: bool = False) -> np.ndarray:
    """Solve least squares by Householder's QR of [X y], of which only R is kept: w = R⁻¹Qᵀy.

    The last column of the R of [X y] is Qᵀy, so that Q is never formed. The units of the columns do not matter.

    Parameters
    ----------
    X : ndarray of shape (n, p)
    y : ndarray of shape (n,)
    refined : bool
        Whether to `refine` the weights where `error_bound` does not promise thirteen digits.

    Returns
    -------
    ndarray of shape (p,)

    Raises
    ------
    RankDeficientError
        If the columns of X depend on each other.

    References
    ----------
    Golub and Van Loan, *Matrix Computations* (2013), section 5.3.3.

    Examples
    --------
    >>> X = np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]])
    >>> y = np.array([1.0, 3.0, 5.0])
    >>> solve_qr(X, y).round(12)
    array([1., 2.])
    """
    p = X.shape[1]
    R = triangular_factor(np.column_stack([X, y]))
    check_full_column_rank(R[:p, :p], X)
    w = solve_triangular(R[:p, :p], R[:p, p])
    if refined and error_bound(R) > 1e-13:
        w = refine(X, y, w, R[:p, :p])
    return w


def error_bound(R: np.ndarray) -> float:
    """How large the relative rounding error of the weights may be: ε(κ + κ² tan θ).

    Here κ is the condition number of X with its columns scaled, and θ the angle between y and the columns of X:
    where the fit is poor, QR too suffers from κ².

    Parameters
    ----------
    R : ndarray of shape (p + 1, p + 1)
        The triangular factor of [X y]. Above its corner stands Qᵀy, as long as the fitted values; the corner itself
        is the length of the residual.

    References
    ----------
    The leading terms of theorem 5.3.1 of Golub and Van Loan, *Matrix Computations* (2013).

    Examples
    --------
    >>> error_bound(np.diag([1.0, 1.0, 0.0]))
    2.220446049250313e-16
    """
    p = R.shape[1] - 1
    kappa = condition_number(scale_columns(R[:p, :p])[0])
    fitted, residual = np.linalg.norm(R[:p, p]), np.linalg.norm(R[p:, p])
    return float(EPS * kappa * (1 + kappa * residual / max(fitted, EPS * residual, np.finfo(float).tiny)))


def refine(X: np.ndarray, y: np.ndarray, w: np.ndarray, R: np.ndarray) -> np.ndarray:
    """Correct weights by one step of iterative refinement: add R⁻¹R⁻ᵀXᵀ(y − Xw).

    In exact arithmetic any w would arrive at the minimum. In floats the step is as good as its gradient, so that is
    computed to more digits than a float holds.

    Parameters
    ----------
    X : ndarray of shape (n, p)
    y : ndarray of shape (n,)
    w : ndarray of shape (p,)
        Weights near the minimum.
    R : ndarray of shape (p, p)
        The triangular factor of X.

    Returns
    -------
    ndarray of shape (p,)

    References
    ----------
    Björck, *Numerical Methods for Least Squares Problems* (1996), on corrected seminormal equations.

    Examples
    --------
    >>> X = np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]])
    >>> y = np.array([1.0, 3.0, 5.0])
    >>> refine(X, y, np.zeros(2), triangular_factor(X)).round(12)
    array([1., 2.])
    """
    Z, scale = scale_columns(np.column_stack([X, y]))
    X, R, scale_X = Z[:, :-1], R / scale[:-1], scale[:-1]
    residual, residual_tail = accurate_product(Z, scale * np.append(-w, 1.0))
    gradient, gradient_tail = accurate_product(X.T, residual)
    gradient += gradient_tail + X.T @ residual_tail
    return w + solve_triangular(R, solve_triangular(R, gradient, trans="T")) / scale_X


def solve_svd(X: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Solve least squares by w = V Σ⁺ Uᵀy: where many w fit equally well, the shortest.

    Parameters
    ----------
    X : ndarray of shape (n, p)
        Its columns may depend on each other; n < p is allowed.
    y : ndarray of shape (n,)

    Returns
    -------
    ndarray of shape (p,)
        Singular values below max(n, p)·ε times the largest count as zero. Shortest depends on the units of the
        columns, and so does what counts as zero.

    References
    ----------
    Golub and Van Loan, *Matrix Computations* (2013), theorem 5.5.1.

    Examples
    --------
    >>> solve_svd(np.array([[1.0, 1.0]]), np.array([2.0])).round(12)
    array([1., 1.])
    """
    U, s, Vt = np.linalg.svd(X, full_matrices=False)
    kept = s > max(X.shape) * EPS * s[0]
    return Vt[kept].T @ ((U[:, kept].T @ y) / s[kept])


SOLVERS: dict[str, Callable[[np.ndarray, np.ndarray], np.ndarray]] = {
    "cholesky": solve_normal_equations,
    "qr": partial(solve_qr, refined=True),
    "svd": solve_svd,
}


def add_intercept(X: np.ndarray) -> np.ndarray:
    """Put a column of ones before the columns of X.

    Examples
    --------
    >>> add_intercept(np.array([[5.0], [7.0]]))
    array([[1., 5.],
           [1., 7.]])
    """
    return np.column_stack([np.ones(len(X)), X])


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
        check_method(self.method, SOLVERS)

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
        names = names_of(X, A.shape[1])
        if self.intercept:
            A, names = add_intercept(A), ["intercept", *names]
        v = np.ones(len(A)) if weights is None else as_vector(weights, "weights", length=len(A))
        if (v <= 0).any():
            i = int(np.argmax(v <= 0))
            raise ValueError(f"weights must be positive, but weights[{i}] is {v[i]:g}; leave such rows out")
        root = np.sqrt(v)
        try:
            w = SOLVERS[self.method](*((A, b) if weights is None else (A * root[:, np.newaxis], b * root)))
        except RankDeficientError as problem:
            raise problem.named(names) from None
        return LinearFit(w, A, b, v, tuple(names), self.intercept)


def column_names(X: ArrayLike) -> list[str] | None:
    """The names of the columns of a DataFrame; None for anything else."""
    return [str(c) for c in X.columns] if isinstance(X, pd.DataFrame) else None


def names_of(X: ArrayLike, columns: int) -> list[str]:
    """The names of the columns of a DataFrame; x1, x2, … for anything else."""
    return column_names(X) or [f"x{j + 1}" for j in range(columns)]


def same_columns(X: ArrayLike, fitted: Sequence[str]) -> np.ndarray:
    """`X` as a matrix with the columns on which a model was fitted, in their order."""
    A, names = as_matrix(X, "X"), column_names(X)
    if A.shape[1] != len(fitted):
        raise ValueError(
            f"X has {A.shape[1]} columns, but the model was fitted on {len(fitted)}; write [[...]] for a single row"
        )
    if names and names != list(fitted) and sorted(names) == sorted(fitted):
        raise ValueError(f"the columns of X are in the order {names}, but the model was fitted on {list(fitted)}")
    return A


def share_explained(unexplained: float, total: float) -> float:
    """R² = 1 − unexplained/total, of which there is none where nothing varies."""
    if total == 0:
        raise ValueError("all values of y are the same: there is no variation to explain, and no R²")
    return 1 - unexplained / total


def r_squared(y: ArrayLike, predicted: np.ndarray) -> float:
    """R² of predictions: 1 − (sum of squared errors) / (sum of squares of y about its mean)."""
    y = as_vector(y, "y", length=len(predicted))
    errors = y - predicted
    return share_explained(float(errors @ errors), variation(y, np.ones(len(y))))


def variation(y: np.ndarray, weights: np.ndarray) -> float:
    """The weighted sum of squares of y about its mean."""
    z = y - y[0]  # equal values leave zeros, not rounding errors
    return float(weights @ (z - np.average(z, weights=weights)) ** 2)


@dataclass(frozen=True, eq=False)
class LinearFit:
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
    names : tuple of str
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
    >>> fit.predict([4]).round(6), fit.prediction_interval([4]).round(1)
    (array([9.]), array([[-0.6, 18.6]]))
    """

    w: np.ndarray
    X: np.ndarray = field(repr=False)
    y: np.ndarray = field(repr=False)
    weights: np.ndarray = field(repr=False)
    names: tuple[str, ...]
    has_intercept: bool

    @property
    def intercept_(self) -> float:
        """The intercept, 0.0 without one."""
        return float(self.w[0]) if self.has_intercept else 0.0

    @property
    def coef_(self) -> np.ndarray:
        """The weights of the columns that were given."""
        return self.w[1:] if self.has_intercept else self.w

    def _design(self, X: ArrayLike) -> np.ndarray:
        A = same_columns(X, self.names[self.has_intercept :])
        return add_intercept(A) if self.has_intercept else A

    def predict(self, X: ArrayLike) -> np.ndarray:
        """The fitted value for each row of X.

        Raises
        ------
        ValueError
            If X has another number of columns than the data had, or a DataFrame has them in another order.
        """
        return self._design(X) @ self.w

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
        return self.X @ self.w

    @cached_property
    def residuals(self) -> np.ndarray:
        """The residuals y − Xw."""
        return self.y - self.fitted

    @cached_property
    def rss(self) -> float:
        """The weighted residual sum of squares."""
        return float(self.weights @ self.residuals**2)

    @cached_property
    def _weighted(self) -> np.ndarray:
        """The design matrix with its rows multiplied by the roots of the weights."""
        return self.X * np.sqrt(self.weights)[:, np.newaxis]

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

    @cached_property
    def sigma2(self) -> float:
        """The unbiased estimate RSS/(n − p) of the variance of the noise.

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
        return self.rss / self.df_resid

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
        R_inverse = solve_triangular(self._factor, np.eye(len(self.w)))
        return R_inverse @ R_inverse.T

    @cached_property
    def covariance(self) -> np.ndarray:
        """The estimated covariance σ̂²(XᵀX)⁻¹ of the weights."""
        return self.sigma2 * self.unscaled_covariance

    @property
    def standard_errors(self) -> np.ndarray:
        """The estimated standard deviations of the weights."""
        return np.sqrt(np.diag(self.covariance))

    @property
    def t_values(self) -> np.ndarray:
        """The weights divided by their standard errors; infinite where the fit is perfect."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return self.w / self.standard_errors

    @property
    def p_values(self) -> np.ndarray:
        """The chance, were a weight zero and the noise normal, of a t value at least this far from zero."""
        return 2 * stats.t.sf(np.abs(self.t_values), self.df_resid)

    @cached_property
    def _total(self) -> float:
        """The weighted sum of squares of y, about its mean if there is an intercept."""
        return variation(self.y, self.weights) if self.has_intercept else float(self.weights @ self.y**2)

    @property
    def r_squared(self) -> float:
        """The share of the variation of y that the model explains; about zero instead of the mean without intercept."""
        return share_explained(self.rss, self._total)

    @property
    def adjusted_r_squared(self) -> float:
        """R² with each sum of squares divided by its degrees of freedom."""
        return share_explained(self.sigma2, self._total / (len(self.y) - self.has_intercept))

    def _quantile(self, level: float) -> float:
        if not 0 < level < 1:
            raise ValueError(f"level is a probability between 0 and 1, such as 0.95, not {level}")
        return float(stats.t.ppf((1 + level) / 2, self.df_resid))

    def confidence_intervals(self, level: float = 0.95) -> np.ndarray:
        """An interval for each weight, of shape (p, 2), that covers it in a share `level` of all samples."""
        half = self._quantile(level) * self.standard_errors
        return np.column_stack([self.w - half, self.w + half])

    def _interval(self, X: ArrayLike, level: float, noise: float) -> np.ndarray:
        """Fitted values give or take the error of their estimate, σ̂²xᵀ(XᵀX)⁻¹x = σ̂²‖R⁻ᵀx‖², plus `noise`."""
        A = self._design(X)
        spread = (solve_triangular(self._factor, A.T, trans="T") ** 2).sum(axis=0)
        half = self._quantile(level) * np.sqrt(self.sigma2 * spread + noise)
        return np.column_stack([A @ self.w - half, A @ self.w + half])

    def confidence_band(self, X: ArrayLike, level: float = 0.95) -> np.ndarray:
        """An interval for the mean response at each row of X, of shape (m, 2)."""
        return self._interval(X, level, noise=0.0)

    def prediction_interval(self, X: ArrayLike, level: float = 0.95) -> np.ndarray:
        """An interval for one new response at each row of X, of shape (m, 2): the noise of that response added."""
        return self._interval(X, level, noise=self.sigma2)

    def summary(self, level: float = 0.95) -> pd.DataFrame:
        """A table: weight, standard error, t, p and interval of each column.

        Examples
        --------
        >>> fit = LinearRegression().fit([[0], [1], [2], [3]], [1, 3, 5, 8])
        >>> fit.summary().round(3)["weight"].to_dict()
        {'intercept': 0.8, 'x1': 2.3}
        """
        low, high = self.confidence_intervals(level).T
        return pd.DataFrame(
            {
                "weight": self.w,
                "standard error": self.standard_errors,
                "t": self.t_values,
                "p": self.p_values,
                f"{level:.0%} from": low,
                f"{level:.0%} to": high,
            },
            index=pd.Index(self.names, name="column"),
        )
