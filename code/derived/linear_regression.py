r"""Linear regression: the weights that make the sum of squared errors as small as it can be.

With a row of :math:`\mathbf X` for each observation, least squares minimizes
:math:`J(\mathbf w) = \lVert\mathbf y - \mathbf X\mathbf w\rVert^2`. Its gradient is
:math:`2\mathbf X^\top(\mathbf X\mathbf w - \mathbf y)`, its Hessian :math:`2\mathbf X^\top\mathbf X`, and its minimum,
for independent columns, :math:`\hat{\mathbf w} = (\mathbf X^\top\mathbf X)^{-1}\mathbf X^\top\mathbf y`. No factor 1/2
and no 1/n stand before the sum; gradients are columns. Three ways to the minimum follow, then the statistics.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy import stats

from derived.linalg import (
    RankDeficientError,
    as_matrix,
    as_vector,
    check_full_column_rank,
    gram_factor,
    scale_columns,
    solve_triangular,
)

__all__ = [
    "LinearFit",
    "LinearRegression",
    "add_intercept",
    "fit_line",
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
    >>> rss_gradient(np.array([[1.0], [1.0]]), np.array([1.0, 3.0]), np.array([2.0]))
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
    if S_xx <= (len(x) * np.finfo(float).eps * np.abs(x).max()) ** 2:
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
    >>> solve_normal_equations(np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]]), np.array([1.0, 3.0, 5.0])).round(12)
    array([1., 2.])
    """
    Z, scale = scale_columns(X)
    L = gram_factor(Z)
    v = solve_triangular(L, Z.T @ y, lower=True)
    return solve_triangular(L.T, v) / scale


def solve_qr(X: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Solve least squares by Householder's QR of [X y], of which only R is kept: w = R⁻¹Qᵀy.

    The last column of the R of [X y] is Qᵀy, so that Q is never formed.

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
        If the columns of X depend on each other.

    References
    ----------
    Golub and Van Loan, *Matrix Computations* (2013), section 5.3.3.

    Examples
    --------
    >>> solve_qr(np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]]), np.array([1.0, 3.0, 5.0])).round(12)
    array([1., 2.])
    """
    p = X.shape[1]
    R: np.ndarray = np.linalg.qr(np.column_stack([X, y]), mode="r")  # type: ignore[assignment]
    check_full_column_rank(R[:p, :p], X)
    return solve_triangular(R[:p, :p], R[:p, p])


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
        Singular values below max(n, p)·ε times the largest count as zero.

    References
    ----------
    Golub and Van Loan, *Matrix Computations* (2013), theorem 5.5.1.

    Examples
    --------
    >>> solve_svd(np.array([[1.0, 1.0]]), np.array([2.0])).round(12)
    array([1., 1.])
    """
    U, s, Vt = np.linalg.svd(X, full_matrices=False)
    kept = s > max(X.shape) * np.finfo(float).eps * s[0]
    return Vt[kept].T @ ((U[:, kept].T @ y) / s[kept])


SOLVERS: dict[str, Callable[[np.ndarray, np.ndarray], np.ndarray]] = {
    "cholesky": solve_normal_equations,
    "qr": solve_qr,
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
        QR is accurate; Cholesky is faster where n is much larger than p and X is well conditioned; SVD answers even
        where columns depend on each other, with the shortest weights.

    Raises
    ------
    ValueError
        If the method is unknown.

    Examples
    --------
    >>> model = LinearRegression().fit([[0], [1], [2]], [1, 3, 5])
    >>> model.intercept_.round(12), model.coef_.round(12)
    (np.float64(1.0), array([2.]))
    """

    intercept: bool = True
    method: str = "qr"

    def __post_init__(self) -> None:
        if self.method not in SOLVERS:
            raise ValueError(f"method must be one of {', '.join(SOLVERS)}, not {self.method!r}")

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
        names = [str(c) for c in X.columns] if isinstance(X, pd.DataFrame) else None
        A = as_matrix(X, "X")
        b = as_vector(y, "y", length=len(A))
        names = names or [f"x{j + 1}" for j in range(A.shape[1])]
        if self.intercept:
            A, names = add_intercept(A), ["intercept", *names]
        v = np.ones(len(A)) if weights is None else as_vector(weights, "weights", length=len(A))
        if (v <= 0).any():
            raise ValueError(f"weights must be positive, but weights[{int(np.argmax(v <= 0))}] is {v[v <= 0][0]:g}")
        root = np.sqrt(v)
        try:
            w = SOLVERS[self.method](A * root[:, np.newaxis], b * root)
        except RankDeficientError as problem:
            raise problem.named(names) from None
        return LinearFit(w, A, b, v, tuple(names), self.intercept)


@dataclass(frozen=True)
class LinearFit:
    """Fitted weights, and what statistics says of them.

    Attributes
    ----------
    w : ndarray of shape (p,)
        All weights, the intercept first if there is one.
    X : ndarray of shape (n, p)
        The design matrix, with its column of ones.
    y, weights : ndarray of shape (n,)
        The response, and how much each squared residual counts.
    names : tuple of str
        The names of the columns.
    has_intercept : bool
        Whether the first column is the intercept.
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
        return self.w[0] if self.has_intercept else 0.0

    @property
    def coef_(self) -> np.ndarray:
        """The weights of the columns that were given."""
        return self.w[1:] if self.has_intercept else self.w

    def _design(self, X: ArrayLike) -> np.ndarray:
        A = as_matrix(X, "X")
        if A.shape[1] != len(self.coef_):
            raise ValueError(f"X has {A.shape[1]} columns, but the model was fitted on {len(self.coef_)}")
        return add_intercept(A) if self.has_intercept else A

    def predict(self, X: ArrayLike) -> np.ndarray:
        """The fitted value for each row of X.

        Raises
        ------
        ValueError
            If X has another number of columns than the data had.
        """
        return self._design(X) @ self.w

    def score(self, X: ArrayLike, y: ArrayLike) -> float:
        """R² on other data: 1 − (sum of squared errors) / (sum of squares about the mean)."""
        y = as_vector(y, "y")
        return 1 - float(((y - self.predict(X)) ** 2).sum() / ((y - y.mean()) ** 2).sum())

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

    @property
    def df_resid(self) -> int:
        """The degrees of freedom n − p that the residuals have left."""
        return len(self.y) - self._basis.shape[1]

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
    def _basis(self) -> np.ndarray:
        """An orthonormal basis of the columns of the weighted design matrix."""
        A = self.X * np.sqrt(self.weights)[:, np.newaxis]
        U, s, _ = np.linalg.svd(scale_columns(A)[0], full_matrices=False)
        return U[:, s > max(A.shape) * np.finfo(float).eps * s[0]]

    @cached_property
    def leverage(self) -> np.ndarray:
        """The diagonal of the hat matrix: how much each response pulls on its own fitted value."""
        return (self._basis**2).sum(axis=1)

    @cached_property
    def unscaled_covariance(self) -> np.ndarray:
        """(XᵀX)⁻¹ of the weighted design matrix, from R alone: R⁻¹R⁻ᵀ."""
        R: np.ndarray = np.linalg.qr(self.X * np.sqrt(self.weights)[:, np.newaxis], mode="r")  # type: ignore[assignment]
        check_full_column_rank(R, self.X)
        R_inverse = solve_triangular(R, np.eye(len(R)))
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
        """The weights divided by their standard errors."""
        return self.w / self.standard_errors

    @property
    def p_values(self) -> np.ndarray:
        """The chance, were a weight zero and the noise normal, of a t value at least this far from zero."""
        return 2 * stats.t.sf(np.abs(self.t_values), self.df_resid)

    @property
    def r_squared(self) -> float:
        """The share of the variation of y that the model explains; about zero instead of the mean without intercept."""
        mean = np.average(self.y, weights=self.weights) if self.has_intercept else 0.0
        return 1 - self.rss / float(self.weights @ (self.y - mean) ** 2)

    @property
    def adjusted_r_squared(self) -> float:
        """R² with each sum of squares divided by its degrees of freedom."""
        total = len(self.y) - int(self.has_intercept)
        return 1 - (1 - self.r_squared) * total / self.df_resid

    def _quantile(self, level: float) -> float:
        if not 0 < level < 1:
            raise ValueError(f"level is a probability between 0 and 1, such as 0.95, not {level}")
        return float(stats.t.ppf((1 + level) / 2, self.df_resid))

    def confidence_intervals(self, level: float = 0.95) -> np.ndarray:
        """An interval for each weight, of shape (p, 2), that covers it in a share `level` of all samples."""
        half = self._quantile(level) * self.standard_errors
        return np.column_stack([self.w - half, self.w + half])

    def confidence_band(self, X: ArrayLike, level: float = 0.95) -> np.ndarray:
        """An interval for the mean response at each row of X, of shape (m, 2)."""
        A = self._design(X)
        half = self._quantile(level) * np.sqrt(np.einsum("ij,jk,ik->i", A, self.covariance, A))
        return np.column_stack([A @ self.w - half, A @ self.w + half])

    def prediction_interval(self, X: ArrayLike, level: float = 0.95) -> np.ndarray:
        """An interval for one new response at each row of X, of shape (m, 2): the noise of that response added."""
        A = self._design(X)
        variance = np.einsum("ij,jk,ik->i", A, self.covariance, A) + self.sigma2
        half = self._quantile(level) * np.sqrt(variance)
        return np.column_stack([A @ self.w - half, A @ self.w + half])

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
