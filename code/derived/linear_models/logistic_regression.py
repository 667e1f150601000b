r"""Logistic regression: the probability of a yes, from log-odds that are linear in the features.

With :math:`p_i = \sigma(\mathbf x_i^\top\mathbf w)`, :math:`\sigma(z) = 1/(1 + e^{-z})`, and labels 0 and 1, maximum
likelihood minimizes the cross-entropy :math:`J(\mathbf w) = -\sum_i y_i\log p_i + (1 - y_i)\log(1 - p_i)`. Its gradient
is :math:`\mathbf X^\top(\mathbf p - \mathbf y)`, its Hessian :math:`\mathbf X^\top\mathbf S\mathbf X` with
:math:`\mathbf S = \operatorname{diag}(p_i(1 - p_i))`; Newton's method on it is iteratively reweighted least squares. A
penalty adds :math:`\tfrac\lambda2\lVert\mathbf w\rVert^2`, the intercept not counted. All of it is a sum, not a mean.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy import sparse, stats
from scipy.linalg import cho_solve, solve_triangular
from scipy.optimize import linprog

from derived.linear_algebra.factors import EPS, RankDeficientError, as_matrix, scale_columns, triangular_factor
from derived.linear_models.linear_regression import add_intercept, names_of, same_columns
from derived.metrics.classification import (
    SeparableDataError,
    accuracy,
    as_labels,
    check_independent_columns,
    check_settings,
)

__all__ = [
    "LogisticFit",
    "LogisticRegression",
    "OddsRatio",
    "hessian_factor",
    "log_loss",
    "log_loss_gradient",
    "log_loss_hessian",
    "log_odds",
    "newton",
    "odds_ratio",
    "separated_rows",
    "sigmoid",
    "weighted_gram",
]


def sigmoid(z: np.ndarray) -> np.ndarray:
    """σ(z) = 1/(1 + e⁻ᶻ), entry by entry, without overflow and with all its digits for every z.

    Parameters
    ----------
    z : ndarray of any shape
        Log-odds.

    Returns
    -------
    ndarray of the same shape
        Probabilities.

    Examples
    --------
    >>> sigmoid(np.array([-800.0, 0.0, 800.0]))
    array([0. , 0.5, 1. ])
    """
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def log_odds(p: np.ndarray) -> np.ndarray:
    """log(p/(1 − p)), entry by entry: what the sigmoid undoes.

    Parameters
    ----------
    p : ndarray of any shape
        Probabilities between 0 and 1, neither included.

    Examples
    --------
    >>> log_odds(np.array([0.5, 0.75])).round(4)
    array([0.    , 1.0986])
    """
    return np.log(p) - np.log1p(-p)


def log_loss(X: np.ndarray, y: np.ndarray, w: np.ndarray, penalty: float | np.ndarray = 0.0) -> float:
    """The cross-entropy −Σ yᵢ log pᵢ + (1 − yᵢ) log(1 − pᵢ), plus ½ Σ λⱼwⱼ².

    Parameters
    ----------
    X : ndarray of shape (n, d)
    y : ndarray of shape (n,)
        Zeros and ones.
    w : ndarray of shape (d,)
    penalty : float or ndarray of shape (d,)
        λ, one for all weights or one for each.

    Examples
    --------
    >>> round(log_loss(np.ones((1, 1)), np.array([1.0]), np.array([0.0])), 6)
    0.693147
    """
    return _cross_entropy(X @ w, y) + _ridge(w, penalty)


def _cross_entropy(z: np.ndarray, y: np.ndarray) -> float:
    """Σ log(1 + e⁻ᵐ), where m is z for y = 1 and −z for y = 0, without overflow and without cancellation."""
    m = np.where(y == 1, z, -z)
    return float((np.log1p(np.exp(-np.abs(m))) - np.minimum(m, 0)).sum())


def _ridge(w: np.ndarray, penalty: float | np.ndarray) -> float:
    return float(np.sum(penalty * w**2)) / 2


def log_loss_gradient(X: np.ndarray, y: np.ndarray, w: np.ndarray, penalty: float | np.ndarray = 0.0) -> np.ndarray:
    """The gradient Xᵀ(p − y) + λw of the cross-entropy and its penalty, of shape (d,).

    Parameters
    ----------
    X : ndarray of shape (n, d)
    y : ndarray of shape (n,)
        Zeros and ones.
    w : ndarray of shape (d,)
    penalty : float or ndarray of shape (d,)
        λ, one for all weights or one for each.

    Examples
    --------
    >>> log_loss_gradient(np.ones((1, 1)), np.array([1.0]), np.array([0.0]))
    array([-0.5])
    """
    return X.T @ (sigmoid(X @ w) - y) + penalty * w


def log_loss_hessian(X: np.ndarray, w: np.ndarray, penalty: float | np.ndarray = 0.0) -> np.ndarray:
    """The Hessian XᵀSX + λI of the cross-entropy and its penalty, S = diag(p(1 − p)), of shape (d, d).

    Parameters
    ----------
    X : ndarray of shape (n, d)
    w : ndarray of shape (d,)
    penalty : float or ndarray of shape (d,)
        λ, one for all weights or one for each.

    Examples
    --------
    >>> log_loss_hessian(np.ones((1, 1)), np.array([0.0]))
    array([[0.25]])
    """
    p = sigmoid(X @ w)
    return weighted_gram(X, p * (1 - p)) + np.diag(np.broadcast_to(penalty, len(w)))


def weighted_gram(X: np.ndarray, s: np.ndarray, rows: int = 2048) -> np.ndarray:
    """The product Xᵀ diag(s) X, so many rows at a time that a block and its copy stay in the processor's cache.

    Parameters
    ----------
    X : ndarray of shape (n, d)
    s : ndarray of shape (n,)
        Not negative.
    rows : int
        The size of a block.

    Examples
    --------
    >>> weighted_gram(np.array([[1.0], [2.0]]), np.array([3.0, 4.0]))
    array([[19.]])
    """
    root = np.sqrt(s)[:, np.newaxis]
    total = np.zeros((X.shape[1], X.shape[1]))
    for start in range(0, len(X), rows):
        block = X[start : start + rows] * root[start : start + rows]
        total += block.T @ block
    return total


def hessian_factor(X: np.ndarray, s: np.ndarray, penalty: np.ndarray) -> np.ndarray:
    """The upper triangular R with RᵀR = X' diag(s) X + diag(λ): by Cholesky, or by QR where that squares too much.

    Parameters
    ----------
    X : ndarray of shape (n, d)
    s : ndarray of shape (n,)
        Not negative.
    penalty : ndarray of shape (d,)
        λ, not negative.

    Raises
    ------
    RankDeficientError
        If the matrix cannot be told from a singular one.

    Examples
    --------
    >>> abs(hessian_factor(np.ones((4, 1)), np.full(4, 0.25), np.zeros(1)))
    array([[1.]])
    """
    n, d = X.shape
    H = weighted_gram(X, s) + np.diag(penalty)
    unit = np.sqrt(np.diag(H))  # that of each column: the units of the data must not matter
    try:
        R = np.linalg.cholesky(H / np.outer(unit, unit)).T if (unit > 0).all() else np.zeros((d, d))
    except np.linalg.LinAlgError:
        R = np.zeros((d, d))
    if (np.diag(R) ** 2 > 10 * n * d * EPS).all():
        return R * unit
    Z, scale = scale_columns(np.vstack([X * np.sqrt(s)[:, np.newaxis], np.diag(np.sqrt(penalty))]))
    check_independent_columns(Z, [f"column {j}" for j in range(d)])
    return triangular_factor(Z) * scale


def newton(
    X: np.ndarray, y: np.ndarray, penalty: np.ndarray, tol: float = 1e-5, max_iter: int = 50
) -> tuple[np.ndarray, int, bool]:
    """Minimize the penalized cross-entropy by Newton's method, each step halved until the loss falls enough.

    Parameters
    ----------
    X : ndarray of shape (n, d)
    y : ndarray of shape (n,)
        Zeros and ones.
    penalty : ndarray of shape (d,)
        λ for each weight.
    tol : float
        Converged when a whole step moves no observation's log-odds by more than this; as each step squares the error,
        what is left is about its square.
    max_iter : int
        The largest number of steps.

    Returns
    -------
    w : ndarray of shape (d,)
    n_iter : int
        How many steps were taken.
    converged : bool

    Raises
    ------
    SeparableDataError
        Without penalty, if the step leads to where larger weights always fit better.
    RankDeficientError
        If the Hessian cannot be told from a singular matrix.

    References
    ----------
    Hastie, Tibshirani and Friedman, *The Elements of Statistical Learning* (2009), section 4.4.1.

    Examples
    --------
    >>> X, y = np.ones((4, 1)), np.array([1.0, 1.0, 1.0, 0.0])
    >>> w, n_iter, converged = newton(X, y, penalty=np.zeros(1))
    >>> w.round(6), round(float(np.log(3)), 6), converged
    (array([1.098612]), 1.098612, True)
    """
    w, z = np.zeros(X.shape[1]), np.zeros(len(X))
    J = _cross_entropy(z, y)
    for n_iter in range(1, max_iter + 1):
        p = sigmoid(z)
        gradient = X.T @ (p - y) + penalty * w
        R = hessian_factor(X, p * (1 - p), penalty)
        step = -cho_solve((R, False), gradient)
        along, before, t = X @ step, J, 1.0
        J = _cross_entropy(z + along, y) + _ridge(w + step, penalty)
        while before + 0.25 * t * (gradient @ step) + 1e-12 * before < J:
            t /= 2
            J = _cross_entropy(z + t * along, y) + _ridge(w + t * step, penalty)
        w, z = w + t * step, z + t * along
        if not penalty.any():
            _refuse_to_run_away(X, y, z, along)
        if t == 1 and np.abs(along).max() <= tol:
            return w, n_iter, True
    return w, n_iter, False


def _refuse_to_run_away(X: np.ndarray, y: np.ndarray, z: np.ndarray, along: np.ndarray) -> None:
    """Tell data that no finite weights fit best, once the log-odds or the last step put no row on the wrong side."""
    sides = (np.where(y == 1, v, -v) for v in (z, along))
    if any(side.min() > -1e-6 * np.abs(side).max() for side in sides):
        separated = separated_rows(X, y)
        if separated.any():
            rows = "all rows are" if separated.all() else f"{separated.sum()} of {len(y)} rows are"
            raise SeparableDataError(
                f"the classes are {'completely' if separated.all() else 'quasi-completely'} separated: {rows} on the "
                "right side of a flat boundary and none on the wrong side, so that larger weights always fit better "
                "and none are the best; give a penalty, as in LogisticRegression(penalty=1.0)"
            )


def separated_rows(X: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Which rows a flat boundary can put on their right side while it puts none on the wrong side.

    With mᵢ = ±xᵢᵀv, plus for y = 1, the linear program maximizes Σ tᵢ over v and 0 ≤ tᵢ ≤ 1 with tᵢ ≤ mᵢ. As v can be
    multiplied by any number, each tᵢ comes out as 0 or 1.

    Parameters
    ----------
    X : ndarray of shape (n, d)
        With a column of ones, if the model has an intercept.
    y : ndarray of shape (n,)
        Zeros and ones.

    Returns
    -------
    ndarray of bool, shape (n,)
        All True: complete separation. Some: quasi-complete separation. None: a finite maximum of the likelihood exists.

    References
    ----------
    Albert and Anderson, On the existence of maximum likelihood estimates in logistic regression models, Biometrika 71
    (1984).

    Examples
    --------
    >>> X = np.array([[1.0, 1.0], [1.0, 2.0], [1.0, 2.0], [1.0, 3.0]])
    >>> separated_rows(X, np.array([0, 0, 1, 1])).tolist()
    [True, False, False, True]
    >>> separated_rows(X, np.array([0, 1, 1, 0])).tolist()
    [False, False, False, False]
    """
    n, d = X.shape
    margins = sparse.csr_array(np.where(y == 1, 1, -1)[:, np.newaxis] * scale_columns(X)[0])
    program = linprog(
        np.append(np.zeros(d), -np.ones(n)),
        A_ub=sparse.hstack([-margins, sparse.eye_array(n)]),
        b_ub=np.zeros(n),
        bounds=[(None, None)] * d + [(0, 1)] * n,
    )
    if not program.success:
        raise RuntimeError(f"the linear program that looks for a boundary stopped: {program.message}")
    return program.x[d:] > 0.5


@dataclass(frozen=True)
class OddsRatio:
    """How many times larger the odds are in one group than in another.

    Attributes
    ----------
    estimate : float
        The odds ratio.
    low : float
        The lower end of its confidence interval.
    high : float
        The upper end of its confidence interval.
    standard_error : float
        That of its logarithm.

    Examples
    --------
    The odds of yes are 1 in the first group, and 1/4 in the second:

    >>> ratio = odds_ratio([[10, 10], [5, 20]])
    >>> ratio.estimate, round(ratio.low, 2), round(ratio.high, 2)
    (4.0, 1.07, 14.9)
    >>> round(ratio.standard_error**2, 6)  # 1/10 + 1/10 + 1/5 + 1/20
    0.45
    """

    estimate: float
    low: float
    high: float
    standard_error: float


def odds_ratio(table: ArrayLike, level: float = 0.95) -> OddsRatio:
    """The odds ratio of a two by two table of counts, with Woolf's interval.

    Parameters
    ----------
    table : array_like of shape (2, 2)
        [[a, b], [c, d]]: a row for each group, the counts of yes and of no.
    level : float
        The confidence of the interval.

    Raises
    ------
    ValueError
        If the table has another shape, or a count is not a positive number: with a zero the ratio is zero or infinite.

    References
    ----------
    Woolf, On estimating the relation between blood group and disease, Annals of Human Genetics 19 (1955).

    Examples
    --------
    >>> odds_ratio([[8, 6], [3, 15]]).estimate.__round__(2)
    6.67
    """
    counts = as_matrix(table, "table")
    if counts.shape != (2, 2) or (counts <= 0).any():
        raise ValueError(
            f"table must be two by two positive counts, but is {counts.tolist()}; with a zero the odds ratio is zero "
            "or infinite: LogisticRegression(penalty=1.0) gives a finite one"
        )
    (a, b), (c, d) = counts
    standard_error = float(np.sqrt((1 / counts).sum()))
    half = _normal_quantile(level) * standard_error
    ratio = float(a * d / (b * c))
    return OddsRatio(ratio, float(ratio * np.exp(-half)), float(ratio * np.exp(half)), standard_error)


def _normal_quantile(level: float) -> float:
    if not 0 < level < 1:
        raise ValueError(f"level is a probability between 0 and 1, such as 0.95, not {level}")
    return float(stats.norm.ppf((1 + level) / 2))


@dataclass(frozen=True)
class LogisticRegression:
    """Logistic regression for two classes, by maximum likelihood or with a penalty, by Newton's method.

    Parameters
    ----------
    penalty : float
        λ in J(w) + ½λ‖w‖², where the intercept is not counted: 1/C of scikit-learn's LogisticRegression. Without
        penalty no best weights exist if the classes can be separated.
    intercept : bool
        Whether a column of ones is put before the columns of X.
    tol : float
        Converged when a step moves no observation's log-odds by more than this.
    max_iter : int
        The largest number of Newton steps.

    Raises
    ------
    ValueError
        If a setting is out of range.

    References
    ----------
    Hastie, Tibshirani and Friedman, *The Elements of Statistical Learning* (2009), section 4.4.

    Examples
    --------
    >>> y = ["no", "no", "yes", "no", "yes", "yes"]
    >>> model = LogisticRegression().fit([[1], [2], [3], [4], [5], [6]], y)
    >>> model.coef_.round(2), model.predict([[0], [9]])
    (array([1.21]), array(['no', 'yes'], dtype='<U3'))
    """

    penalty: float = 0.0
    intercept: bool = True
    tol: float = 1e-5
    max_iter: int = 50

    def __post_init__(self) -> None:
        check_settings(self.penalty, self.tol, self.max_iter)

    def fit(self, X: ArrayLike, y: ArrayLike) -> LogisticFit:
        """Find the weights.

        Parameters
        ----------
        X : array_like of shape (n, d) or (n,)
            A row for each observation; the columns of a DataFrame give the names of the summary.
        y : array_like of shape (n,)
            A label for each row, of two different ones: numbers, strings or booleans. The second in sorted order is
            the positive class, whose probability is modeled.

        Returns
        -------
        LogisticFit

        Raises
        ------
        ValueError
            For bad shapes, NaN or infinite values, empty data, missing labels, or other than two classes.
        SeparableDataError
            Without penalty, if the classes are completely or quasi-completely separated.
        RankDeficientError
            If columns depend on each other, an intercept included, and no penalty decides between them.

        Warns
        -----
        RuntimeWarning
            If `max_iter` steps were not enough; `converged_` is then False.
        """
        A = as_matrix(X, "X")
        classes, numbers = as_labels(y, length=len(A))
        if len(classes) > 2:
            raise ValueError(
                f"y has {len(classes)} classes, {', '.join(map(str, classes[:5]))}{', ...' * (len(classes) > 5)}: "
                "logistic regression tells two apart; use derived.linear_models.softmax_regression for more"
            )
        names = names_of(X, A.shape[1])
        if self.intercept:
            A, names = add_intercept(A), ["intercept", *names]
        labels, ridge = numbers.astype(float), np.full(A.shape[1], float(self.penalty))
        ridge[: self.intercept] = 0
        try:
            w, n_iter, converged = newton(A, labels, ridge, self.tol, self.max_iter)
        except RankDeficientError:
            check_independent_columns(A, names)
            raise
        if not converged:
            warnings.warn(
                f"Newton's method did not converge in {n_iter} steps: raise max_iter, or bring the columns of X to "
                "comparable size",
                RuntimeWarning,
                stacklevel=2,
            )
        return LogisticFit(w, A, labels, classes, tuple(names), self.intercept, ridge, n_iter, converged)


@dataclass(frozen=True, eq=False)
class LogisticFit:
    """Fitted weights, and what statistics says of them.

    Attributes
    ----------
    w : ndarray of shape (d,)
        All weights, the intercept first if there is one.
    X : ndarray of shape (n, d)
        The design matrix, with its column of ones.
    y : ndarray of shape (n,)
        The labels as zeros and ones.
    classes_ : ndarray of shape (2,)
        The labels that 0 and 1 stand for.
    names : tuple of str
        The names of the columns.
    has_intercept : bool
        Whether the first column is the intercept.
    penalty : ndarray of shape (d,)
        λ for each weight.
    n_iter_ : int
        How many Newton steps were taken.
    converged_ : bool
        Whether they arrived.

    Examples
    --------
    One yes in four where x is 0, three in four where it is 1, so that the odds rise from 1/3 to 3:

    >>> y = ["no", "no", "no", "yes", "no", "yes", "yes", "yes"]
    >>> fit = LogisticRegression().fit([0, 0, 0, 0, 1, 1, 1, 1], y)
    >>> fit.predict_proba([0, 1]).round(6)
    array([[0.75, 0.25],
           [0.25, 0.75]])
    >>> fit.predict([0, 1])
    array(['no', 'yes'], dtype='<U3')
    >>> np.exp(fit.coef_).round(6), np.exp(fit.confidence_intervals()[1]).round(1)
    (array([9.]), array([  0.4, 220.9]))
    >>> fit.z_values.round(2), fit.p_values.round(2)
    (array([-0.95,  1.35]), array([0.34, 0.18]))
    """

    w: np.ndarray
    X: np.ndarray = field(repr=False)
    y: np.ndarray = field(repr=False)
    classes_: np.ndarray
    names: tuple[str, ...]
    has_intercept: bool
    penalty: np.ndarray = field(repr=False)
    n_iter_: int
    converged_: bool

    @property
    def intercept_(self) -> float:
        """The intercept, 0.0 without one."""
        return float(self.w[0]) if self.has_intercept else 0.0

    @property
    def coef_(self) -> np.ndarray:
        """The weights of the columns that were given, each of them what one unit more adds to the log-odds."""
        return self.w[1:] if self.has_intercept else self.w

    def decision_function(self, X: ArrayLike) -> np.ndarray:
        """The log-odds of the positive class, of shape (n,).

        Raises
        ------
        ValueError
            If X has another number of columns than the data had, or a DataFrame has them in another order.
        """
        return same_columns(X, self.names[self.has_intercept :]) @ self.coef_ + self.intercept_

    def predict_proba(self, X: ArrayLike) -> np.ndarray:
        """The probability of each class, in the order of `classes_`, of shape (n, 2)."""
        z = self.decision_function(X)
        return np.column_stack([sigmoid(-z), sigmoid(z)])

    def predict(self, X: ArrayLike) -> np.ndarray:
        """The more probable class for each row."""
        return self.classes_[(self.decision_function(X) > 0).astype(int)]

    def score(self, X: ArrayLike, y: ArrayLike) -> float:
        """The share of rows that are classified rightly."""
        return accuracy(y, self.predict(X))

    @cached_property
    def log_likelihood(self) -> float:
        """The logarithm of the probability of the labels, the penalty not counted."""
        return -log_loss(self.X, self.y, self.w)

    @cached_property
    def null_log_likelihood(self) -> float:
        """The same for the best model that has an intercept only."""
        share = self.y.mean()
        return float(len(self.y) * (share * np.log(share) + (1 - share) * np.log(1 - share)))

    @property
    def pseudo_r_squared(self) -> float:
        """McFadden's 1 − (log-likelihood) / (log-likelihood with an intercept only)."""
        return 1 - self.log_likelihood / self.null_log_likelihood

    @cached_property
    def covariance(self) -> np.ndarray:
        """The estimated covariance (XᵀSX)⁻¹ of the weights, for many observations.

        Raises
        ------
        ValueError
            If the weights were penalized, or the fit did not converge: then this is not their covariance.
        """
        if self.penalty.any() or not self.converged_:
            raise ValueError(
                "standard errors are those of a maximum of the likelihood, but this fit "
                + ("has a penalty: fit with penalty=0" if self.penalty.any() else "did not converge: raise max_iter")
            )
        p = sigmoid(self.X @ self.w)
        R = hessian_factor(self.X, p * (1 - p), self.penalty)
        R_inverse = solve_triangular(R, np.eye(len(R)))
        return R_inverse @ R_inverse.T

    @property
    def standard_errors(self) -> np.ndarray:
        """The estimated standard deviations of the weights."""
        return np.sqrt(np.diag(self.covariance))

    @property
    def z_values(self) -> np.ndarray:
        """The weights divided by their standard errors."""
        return self.w / self.standard_errors

    @property
    def p_values(self) -> np.ndarray:
        """The chance, were a weight zero, of a z value at least this far from zero (Wald's test, for large samples)."""
        return 2 * stats.norm.sf(np.abs(self.z_values))

    def confidence_intervals(self, level: float = 0.95) -> np.ndarray:
        """An interval for each weight, of shape (d, 2); its exponentials are an interval for the odds ratio."""
        half = _normal_quantile(level) * self.standard_errors
        return np.column_stack([self.w - half, self.w + half])

    def summary(self, level: float = 0.95) -> pd.DataFrame:
        """A table: weight, odds ratio, standard error, z, p and interval of the weight of each column.

        Examples
        --------
        >>> fit = LogisticRegression().fit([1, 2, 3, 4, 5, 6], [0, 0, 1, 0, 1, 1])
        >>> fit.summary().round(2)["odds ratio"].to_dict()
        {'intercept': 0.01, 'x1': 3.37}
        """
        low, high = self.confidence_intervals(level).T
        return pd.DataFrame(
            {
                "weight": self.w,
                "odds ratio": np.exp(self.w),
                "standard error": self.standard_errors,
                "z": self.z_values,
                "p": self.p_values,
                f"{level:.0%} from": low,
                f"{level:.0%} to": high,
            },
            index=pd.Index(self.names, name="column"),
        )
