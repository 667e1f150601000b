r"""The lasso: least squares with a price on the sum of absolute weights, which sets many weights to exactly zero.

With scikit-learn's convention the lasso minimizes :math:`\tfrac1{2n}\lVert\mathbf y - \mathbf X\mathbf w\rVert^2 +
\alpha\lVert\mathbf w\rVert_1`; the elastic net replaces the price by :math:`\alpha\bigl(\rho\lVert\mathbf w\rVert_1 +
\tfrac{1-\rho}2\lVert\mathbf w\rVert^2\bigr)`, where :math:`\rho` is `l1_ratio`. With all others held, one weight is
best at :math:`S(\mathbf x_j^\top\mathbf r_j / n,\, \alpha\rho) / (\lVert\mathbf x_j\rVert^2/n + \alpha(1-\rho))`, with
the soft threshold S and the residual :math:`\mathbf r_j` without feature j. Once the signs of the weights are known,
all are found from one linear system: that is the fast way.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.linalg.lapack import dposv

from derived.linear_algebra.factors import EPS, as_matrix, as_vector, check_method, check_stopping
from derived.linear_models.linear_regression import names_of, r_squared, rss, same_columns
from derived.linear_models.ridge import centered

__all__ = [
    "ElasticNet",
    "ElasticNetFit",
    "Lasso",
    "active_set",
    "alpha_max",
    "best_weight",
    "coordinate_descent",
    "dual_gap",
    "lasso_path",
    "objective",
    "soft_threshold",
]


def soft_threshold(z: Any, t: Any) -> Any:
    """Move z toward zero by t, and stop there: z − t above t, z + t below −t, and zero between.

    Parameters
    ----------
    z : float or ndarray
    t : float or ndarray
        The threshold, not negative; an array has an entry for each of z.

    Returns
    -------
    float or ndarray
        The w that minimizes ``(w − z)²/2 + t|w|``.

    Raises
    ------
    ValueError
        If a threshold is negative.

    References
    ----------
    Donoho and Johnstone, Ideal spatial adaptation by wavelet shrinkage, Biometrika 81 (1994), 425-455.

    Examples
    --------
    >>> soft_threshold(np.array([-3.0, 0.5, 2.0]), 1.0)
    array([-2.,  0.,  1.])
    """
    if not np.min(t) >= 0:
        raise ValueError(f"a threshold must be zero or more, not {np.min(t):g}")
    return z - np.clip(z, -t, t)


def best_weight(x: np.ndarray, r: np.ndarray, alpha: float, l1_ratio: float = 1.0) -> float:
    """The weight of a single feature that minimizes ``‖r − xw‖²/(2n) + α(ρ|w| + (1 − ρ)w²/2)``.

    Parameters
    ----------
    x : ndarray of shape (n,)
        The feature, not all zeros.
    r : ndarray of shape (n,)
        The residual of the model without this feature.
    alpha, l1_ratio : float
        The price α, and the share ρ of it that is on absolute values.

    References
    ----------
    Friedman, Hastie and Tibshirani, Regularization paths for generalized linear models via coordinate descent,
    Journal of Statistical Software 33 (2010), equation 5.

    Examples
    --------
    >>> float(best_weight(np.array([1.0, 1.0]), np.array([3.0, 5.0]), alpha=1.0))
    3.0
    """
    n = len(x)
    return soft_threshold(x @ r / n, alpha * l1_ratio) / (x @ x / n + alpha * (1 - l1_ratio))


def objective(X: np.ndarray, y: np.ndarray, w: np.ndarray, alpha: float, l1_ratio: float = 1.0) -> float:
    """What is minimized: ‖y − Xw‖²/(2n) + α(ρ‖w‖₁ + (1 − ρ)‖w‖²/2).

    Parameters
    ----------
    X : ndarray of shape (n, p)
    y : ndarray of shape (n,)
    w : ndarray of shape (p,)
    alpha, l1_ratio : float
        The price α, and the share ρ of it that is on absolute values.

    Examples
    --------
    >>> objective(np.eye(2), np.array([3.0, 0.0]), np.array([1.0, 0.0]), alpha=1.0)
    2.0
    """
    return float(rss(X, y, w) / (2 * len(y)) + alpha * (l1_ratio * np.abs(w).sum() + (1 - l1_ratio) * (w @ w) / 2))


def dual_gap(X: np.ndarray, y: np.ndarray, w: np.ndarray, alpha: Any, l1_ratio: float = 1.0) -> Any:
    """How far the objective at w can at most be above its minimum; zero only at the minimum.

    Parameters
    ----------
    X : ndarray of shape (n, p)
    y : ndarray of shape (n,)
    w : ndarray of shape (p,) or (p, m)
        Weights, or several of them in columns.
    alpha : float or ndarray of shape (m,)
        The price α, for each column of `w` its own.
    l1_ratio : float
        The share ρ of it that is on absolute values.

    Returns
    -------
    float or ndarray of shape (m,)
        In the units of `objective`.

    References
    ----------
    Kim, Koh, Lustig, Boyd and Gorinevsky, An interior-point method for large-scale l1-regularized least squares,
    IEEE Journal of Selected Topics in Signal Processing 1 (2007), 606-617, section III.

    Examples
    --------
    >>> X, y = np.eye(2), np.array([3.0, 0.0])
    >>> print(dual_gap(X, y, np.array([1.0, 0.0]), alpha=1.0))
    0.0
    >>> print(dual_gap(X, y, np.zeros(2), alpha=1.0).round(12))
    0.25
    """
    n, ridge = len(y), alpha * (1 - l1_ratio)
    r = (y - (X @ w).T).T
    correlation = X.T @ r / n - ridge * w
    largest = np.abs(correlation).max(axis=0)
    shrink = alpha * l1_ratio / np.maximum(largest, alpha * l1_ratio)  # so that no feature exceeds its price
    misfit = (1 - shrink) ** 2 * ((r**2).sum(axis=0) / n + ridge * (w**2).sum(axis=0)) / 2
    return misfit + (alpha * l1_ratio * np.abs(w) - shrink * correlation * w).sum(axis=0)


def alpha_max(X: np.ndarray, y: np.ndarray, l1_ratio: float = 1.0) -> float:
    """The least price at which all weights are zero: the largest of all ``|xⱼᵀy|/(nρ)``.

    Parameters
    ----------
    X : ndarray of shape (n, p)
    y : ndarray of shape (n,)
    l1_ratio : float

    Examples
    --------
    >>> alpha_max(np.eye(2), np.array([3.0, -4.0]))
    2.0
    """
    return float(np.abs(X.T @ y).max() / (len(y) * l1_ratio))


def coordinate_descent(
    X: np.ndarray,
    y: np.ndarray,
    alpha: float,
    l1_ratio: float = 1.0,
    w: np.ndarray | None = None,
    tol: float = 1e-8,
    max_iter: int = 1000,
) -> tuple[np.ndarray, int]:
    """Minimize `objective` one weight at a time, until the `dual_gap` is below `tol` times the objective at zero.

    Parameters
    ----------
    X : ndarray of shape (n, p)
        Without columns of zeros.
    y : ndarray of shape (n,)
    alpha, l1_ratio : float
        The price α, and the share ρ of it that is on absolute values.
    w : ndarray of shape (p,), optional
        Where to start; zeros if not given.
    tol : float
    max_iter : int
        The largest number of sweeps over all features.

    Returns
    -------
    w : ndarray of shape (p,)
    n_iter : int
        How many sweeps were made; `max_iter` if they were not enough.

    References
    ----------
    Friedman, Hastie and Tibshirani (2010), section 2.

    Examples
    --------
    >>> w, n_iter = coordinate_descent(np.eye(2), np.array([3.0, -0.5]), alpha=1.0)
    >>> w, n_iter
    (array([1., 0.]), 1)
    """
    w = np.zeros(X.shape[1]) if w is None else w.copy()
    r = y - X @ w
    enough = tol * objective(X, y, np.zeros_like(w), alpha)
    for sweep in range(1, max_iter + 1):
        for j, x in enumerate(X.T):
            r = r + x * w[j]  # the residual without feature j
            w[j] = best_weight(x, r, alpha, l1_ratio)
            r = r - x * w[j]
        if dual_gap(X, y, w, alpha, l1_ratio) <= enough:
            return w, sweep
    return w, max_iter


def active_set(
    G: np.ndarray, c: np.ndarray, l1: float, l2: float, w: np.ndarray, slack: Any = 0.0, max_iter: int = 10_000
) -> tuple[np.ndarray, int]:
    """Minimize wᵀGw/2 − cᵀw + l1·‖w‖₁ + l2·‖w‖²/2 by solving for the weights whose signs are known.

    For given signs the minimum is that of a quadratic: one linear system. Go toward it, but no further than to where
    the first weight gets to zero, and let go of that weight; once there, take in the features whose correlation with
    the residual exceeds the price. Each step lowers the objective, and there are finitely many sets of signs.

    Parameters
    ----------
    G : ndarray of shape (p, p)
        XᵀX/n.
    c : ndarray of shape (p,)
        Xᵀy/n.
    l1, l2 : float
        The prices αρ and α(1 − ρ).
    w : ndarray of shape (p,)
        Where to start: the nearer to the minimum, the fewer steps.
    slack : float or ndarray of shape (p,)
        By how much a correlation may exceed the price and still count as rounding.
    max_iter : int
        The largest number of linear systems.

    Returns
    -------
    w : ndarray of shape (p,)
    n_iter : int
        How many systems were solved.

    References
    ----------
    Lee, Battle, Raina and Ng, Efficient sparse coding algorithms, NIPS 19 (2006), algorithm 1; the step to the first
    zero is that of Lawson and Hanson, *Solving Least Squares Problems* (1974), chapter 23.

    Examples
    --------
    >>> active_set(np.eye(2), np.array([3.0, -0.5]), 1.0, 0.0, np.zeros(2))
    (array([2., 0.]), 1)
    """
    w, n_iter = w.copy(), 0
    active = np.flatnonzero(w)
    signs = np.sign(w[active])
    while True:
        while len(active) and n_iter < max_iter:
            n_iter += 1
            H = G[np.ix_(active, active)] + l2 * np.eye(len(active))
            step, longest = _newton_step(H, c[active] - H @ w[active] - l1 * signs)
            until_zero = _until_zero(w[active], signs, step)
            length = min(until_zero.min(), longest)
            w[active] += length * step
            if length == longest:
                break
            stays = until_zero > length
            w[active[~stays]] = 0.0
            active, signs = active[stays], signs[stays]
        gradient = c - w[active] @ G[active] - l2 * w
        wanted = _wanted(np.abs(gradient) - l1 - slack, active)
        if not len(wanted) or n_iter >= max_iter:
            return w, n_iter
        active, signs = np.append(active, wanted), np.append(signs, np.sign(gradient[wanted]))


def _newton_step(H: np.ndarray, r: np.ndarray) -> tuple[np.ndarray, float]:
    """The step H⁻¹r and its full length, 1; where H is singular and r points along its floor, that way without end."""
    factor, step, info = dposv(H, r)
    scale = np.sqrt(np.diag(H))
    if info == 0 and (np.diag(factor) > 1e-5 * scale).all():
        return step, 1.0
    values, V = np.linalg.eigh(H / np.outer(scale, scale))
    flat = values < 1e-10 * values[-1]
    along = V.T @ (r / scale)
    if np.linalg.norm(along[flat]) > 1e-8 * np.linalg.norm(along):
        return V[:, flat] @ along[flat] / scale, np.inf
    return V[:, ~flat] @ (along[~flat] / values[~flat]) / scale, 1.0


def _until_zero(w: np.ndarray, signs: np.ndarray, step: np.ndarray) -> np.ndarray:
    """How many steps each weight can go until it is zero; infinitely many where the step leads away from there."""
    shrinking = signs * step < 0
    return np.where(shrinking, np.maximum(-w / np.where(shrinking, step, 1.0), 0.0), np.inf)


def _wanted(excess: np.ndarray, active: np.ndarray) -> np.ndarray:
    """The features out of use whose correlation exceeds the price, the worst first."""
    wanted = np.setdiff1d(np.flatnonzero(excess > 0), active)
    return wanted[np.argsort(-excess[wanted])][: max(10, len(active))]  # more would mostly be let go again


def lasso_path(
    X: ArrayLike,
    y: ArrayLike,
    alphas: ArrayLike | int = 100,
    *,
    l1_ratio: float = 1.0,
    eps: float = 1e-3,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The weights for a whole range of prices α, from the largest down, each found from the one before.

    No intercept is fitted: center the columns of X, and y, before. Memory for p² numbers is needed.

    Parameters
    ----------
    X : array_like of shape (n, p)
    y : array_like of shape (n,)
    alphas : array_like of shape (m,) or int
        The prices, or how many: then they are evenly spaced on a logarithmic scale, from the least at which all
        weights are zero down to `eps` times that.
    l1_ratio : float
        1 for the lasso; less for the elastic net.
    eps : float

    Returns
    -------
    alphas : ndarray of shape (m,)
        From the largest down.
    coefs : ndarray of shape (p, m)
        A column of weights for each price.
    dual_gaps : ndarray of shape (m,)
        How far each objective can at most be above its minimum.

    Raises
    ------
    ValueError
        For bad shapes, NaN or infinite values, empty data, or settings out of range; or if no prices are given and X
        and y have nothing in common.

    Warns
    -----
    RuntimeWarning
        If a minimum was not reached.

    Examples
    --------
    >>> X, y = [[1, 0], [0, 1], [1, 1]], [3, 1, 4]
    >>> alphas, coefs, dual_gaps = lasso_path(X, y, alphas=[0.5, 1, 2])
    >>> alphas
    array([2. , 1. , 0.5])
    >>> coefs.round(3)
    array([[0.5, 2. , 2.5],
           [0. , 0. , 0.5]])
    """
    X = as_matrix(X, "X")
    y = as_vector(y, "y", length=len(X))
    _check_settings(1.0, l1_ratio)
    if isinstance(alphas, int):
        prices = _grid(X, y, l1_ratio, alphas, eps)
    else:
        prices = np.sort(as_vector(alphas, "alphas"))[::-1]
        _check_settings(prices[-1], l1_ratio)
    coefs, _ = _path(X, y, prices, l1_ratio)
    gaps = dual_gap(X, y, coefs, prices, l1_ratio)
    k = int(gaps.argmax())
    _tell_convergence(gaps[k], prices[k], 1e-8 * float(y @ y) / (2 * len(y)))
    return prices, coefs, gaps


def _grid(X: np.ndarray, y: np.ndarray, l1_ratio: float, many: int, eps: float) -> np.ndarray:
    if many < 1 or not 0 < eps < 1:
        raise ValueError(f"alphas must be at least 1, and eps between 0 and 1; they are {many} and {eps}")
    largest = alpha_max(X, y, l1_ratio)
    if largest == 0:
        raise ValueError("all columns of X are at right angles to y: the weights are zero at any price; give alphas")
    return np.geomspace(largest, eps * largest, many)


def _path(
    X: np.ndarray, y: np.ndarray, alphas: np.ndarray, l1_ratio: float, max_iter: int = 10_000
) -> tuple[np.ndarray, int]:
    """The weights for decreasing prices, in columns, and the number of linear systems solved."""
    n, p = X.shape
    G, c = X.T @ X / n, X.T @ y / n
    rounding = 100 * EPS * np.sqrt(np.diag(G) * (y @ y) / n)
    w, systems = np.zeros(p), 0
    coefs = np.empty((p, len(alphas)))
    for k, alpha in enumerate(alphas):
        w, n_iter = active_set(G, c, alpha * l1_ratio, alpha * (1 - l1_ratio), w, rounding, max_iter)
        coefs[:, k] = w
        systems += n_iter
    return coefs, systems


def _check_settings(alpha: float, l1_ratio: float) -> None:
    if not 0 < alpha < np.inf:
        raise ValueError(f"alpha must be a number above zero, not {alpha}; for alpha=0 use LinearRegression")
    if not 0 < l1_ratio <= 1:
        raise ValueError(
            f"l1_ratio must be above 0 and at most 1, not {l1_ratio}; for 0 the problem is ridge regression"
        )


def _tell_convergence(gap: float, alpha: float, enough: float) -> bool:
    """Whether a dual gap is small enough; if not, a warning."""
    if gap <= enough:
        return True
    warnings.warn(
        f"the lasso with alpha={alpha:g} did not converge: its objective may be {gap:.1e} above the minimum, and "
        f"{enough:.1e} was asked for; raise max_iter or tol, or give the features like scales",
        RuntimeWarning,
        stacklevel=3,
    )
    return False


def _by_coordinate_descent(
    X: np.ndarray, y: np.ndarray, alpha: float, l1_ratio: float, tol: float, max_iter: int
) -> tuple[np.ndarray, int]:
    w, used = np.zeros(X.shape[1]), X.any(axis=0)
    w[used], n_iter = coordinate_descent(X[:, used], y, alpha, l1_ratio, None, tol, max_iter)
    return w, n_iter


def _by_active_set(
    X: np.ndarray, y: np.ndarray, alpha: float, l1_ratio: float, _tol: float, max_iter: int
) -> tuple[np.ndarray, int]:
    """From the least price at which all weights are zero, halving it until `alpha` is reached."""
    halvings = max(0, int(np.ceil(np.log2(max(alpha_max(X, y, l1_ratio), alpha) / alpha))))
    coefs, n_iter = _path(X, y, alpha * 2.0 ** np.arange(halvings, -1, -1), l1_ratio, max_iter)
    return coefs[:, -1], n_iter


SOLVERS: dict[str, Callable[..., tuple[np.ndarray, int]]] = {
    "active set": _by_active_set,
    "coordinate descent": _by_coordinate_descent,
}


@dataclass(frozen=True)
class ElasticNet:
    """Least squares with a price on the sizes of the weights: α(ρ‖w‖₁ + (1 − ρ)‖w‖²/2) beside ‖y − Xw‖²/(2n).

    The intercept is free of charge. The weights are not comparable, and neither is their price, unless the features
    have like units: standardize them first.

    Parameters
    ----------
    alpha : float
        The price α, above zero. (This is scikit-learn's convention. Without the factor 1/(2n) the price would be 2nα.)
    l1_ratio : float
        The share ρ of the price that is on absolute values, above 0 and at most 1; with 1, this is the lasso.
    intercept : bool
        Whether there is an intercept.
    method : {"active set", "coordinate descent"}
        The first is fast and exact up to rounding. The second is what most programs do, in a plain version.
    tol : float
        The minimum counts as reached when the dual gap is below `tol` times the loss without any feature.
    max_iter : int
        The largest number of linear systems for each price on the way, or of sweeps.

    Raises
    ------
    ValueError
        If a setting is out of range.

    References
    ----------
    Zou and Hastie, Regularization and variable selection via the elastic net, Journal of the Royal Statistical Society
    B 67 (2005), 301-320; the convention is that of Friedman, Hastie and Tibshirani (2010).

    Examples
    --------
    >>> X, y = [[0, 0], [2, 1], [4, 0]], [1, 5, 9]
    >>> fit = ElasticNet(alpha=1.0, l1_ratio=0.5).fit(X, y)
    >>> fit.coef_.round(3), round(fit.intercept_, 3)
    (array([1.526, 0.   ]), 1.947)
    """

    alpha: float = 1.0
    l1_ratio: float = 0.5
    intercept: bool = True
    method: str = "active set"
    tol: float = 1e-8
    max_iter: int = 10_000

    def __post_init__(self) -> None:
        _check_settings(self.alpha, self.l1_ratio)
        check_method(self.method, SOLVERS)
        check_stopping(self.tol, self.max_iter)

    def fit(self, X: ArrayLike, y: ArrayLike) -> ElasticNetFit:
        """Find the weights.

        Parameters
        ----------
        X : array_like of shape (n, p) or (n,)
            A row for each observation; the columns of a DataFrame give the names.
        y : array_like of shape (n,)
            The response.

        Returns
        -------
        ElasticNetFit

        Raises
        ------
        ValueError
            For bad shapes, NaN or infinite values, or empty data.

        Warns
        -----
        UserWarning
            If a column is constant: beside the intercept it says nothing, and its weight is zero.
        RuntimeWarning
            If `max_iter` was not enough; `converged_` is then False.
        """
        A = as_matrix(X, "X")
        b = as_vector(y, "y", length=len(A))
        names = names_of(X, A.shape[1])
        constant = (A[0] == A).all(axis=0) & self.intercept
        A, means, mean = centered(A, b, self.intercept)
        A, b = np.where(constant, 0.0, A), b - mean
        if constant.any():
            _tell_constant([name for name, c in zip(names, constant, strict=True) if c])
        w, n_iter = SOLVERS[self.method](A, b, self.alpha, self.l1_ratio, self.tol, self.max_iter)
        gap = float(dual_gap(A, b, w, self.alpha, self.l1_ratio))
        converged = _tell_convergence(gap, self.alpha, self.tol * float(b @ b) / (2 * len(b)))
        return ElasticNetFit(w, float(mean - means @ w), tuple(names), n_iter, gap, converged)


def _tell_constant(names: list[str]) -> None:
    warnings.warn(
        f"constant columns say nothing beside an intercept, and get the weight zero; remove them: {', '.join(names)}",
        UserWarning,
        stacklevel=3,
    )


@dataclass(frozen=True)
class Lasso(ElasticNet):
    """The lasso: minimize ‖y − Xw‖²/(2n) + α‖w‖₁, the intercept free of charge.

    All settings, and what is raised, are those of `ElasticNet`, where `l1_ratio` is now 1.

    References
    ----------
    Tibshirani, Regression shrinkage and selection via the lasso, Journal of the Royal Statistical Society B 58 (1996),
    267-288.

    Examples
    --------
    >>> fit = Lasso(alpha=1.0).fit([[0, 0], [2, 1], [4, 0]], [1, 5, 9])
    >>> fit.coef_.round(3), round(fit.intercept_, 3)
    (array([1.625, 0.   ]), 1.75)
    """

    l1_ratio: float = field(default=1.0, init=False)


@dataclass(frozen=True, eq=False)
class ElasticNetFit:
    """Fitted weights.

    Attributes
    ----------
    coef_ : ndarray of shape (p,)
        The weights, many of them exactly zero.
    intercept_ : float
        0.0 without one.
    names : tuple of str
        The names of the columns.
    n_iter_ : int
        How many linear systems were solved, or sweeps made.
    dual_gap_ : float
        How far the objective can at most be above its minimum.
    converged_ : bool
        Whether that is as little as was asked for.

    Examples
    --------
    Least squares would give the weights 3 and 0.5; the lasso takes 1 off each, and stops at zero:

    >>> X, y = [[1, 1], [1, -1], [-1, 1], [-1, -1]], [5.5, 4.5, -0.5, -1.5]
    >>> fit = Lasso(alpha=1.0).fit(X, y)
    >>> fit.coef_.round(6), round(fit.intercept_, 6), fit.names
    (array([2., 0.]), 2.0, ('x1', 'x2'))
    >>> fit.predict([[3, 7]]).round(6), round(fit.score(X, y), 3)
    (array([8.]), 0.865)
    >>> fit.converged_, fit.dual_gap_ < 1e-12
    (True, True)
    """

    coef_: np.ndarray
    intercept_: float
    names: tuple[str, ...] = field(repr=False)
    n_iter_: int
    dual_gap_: float
    converged_: bool

    def predict(self, X: ArrayLike) -> np.ndarray:
        """The fitted value for each row of X.

        Raises
        ------
        ValueError
            If X has another number of columns than the data had, or a DataFrame has them in another order.
        """
        return same_columns(X, self.names) @ self.coef_ + self.intercept_

    def score(self, X: ArrayLike, y: ArrayLike) -> float:
        """R² on other data: 1 − (sum of squared errors) / (sum of squares about the mean).

        Raises
        ------
        ValueError
            If X and y do not fit each other or the model, or if all y are the same.
        """
        return r_squared(y, self.predict(X))
