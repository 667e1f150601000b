"""The lasso and the elastic net as models."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from derived.inputs import (
    ColumnNames,
    as_matrix,
    as_vector,
    choice,
    column_names,
    count,
    number,
    settle,
    truth,
)
from derived.linear_models.design import centered
from derived.linear_models.fits import LinearPrediction
from derived.linear_models.lasso.loss import dual_gap
from derived.linear_models.lasso.solvers import SOLVERS, in_ordinary_units
from derived.supervised import RegressionFit

__all__ = [
    "ElasticNet",
    "ElasticNetFit",
    "Lasso",
]


PRICE = number(above=0, hint="for alpha=0 use LinearRegression")
SHARE = number(above=0, at_most=1, hint="for 0 the problem is ridge regression")


def warn_unless_converged(gap: float, alpha: float, enough: float) -> bool:
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
        settle(self, alpha=PRICE, l1_ratio=SHARE, intercept=truth, method=choice(SOLVERS))
        settle(self, tol=number(above=0), max_iter=count())

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
        names = column_names(X, A.shape[1])
        constant = (A[0] == A).all(axis=0) & self.intercept
        A, means, mean = centered(A, b, self.intercept)
        A, b = np.where(constant, 0.0, A), b - mean
        if constant.any():
            _warn_of_constant_columns([name for name, c in zip(names, constant, strict=True) if c])
        A, b, alpha, l1_ratio, unit_X, unit_y = in_ordinary_units(A, b, self.alpha, self.l1_ratio)
        w, n_iter = SOLVERS[self.method](A, b, alpha, l1_ratio, self.tol, self.max_iter)
        gap = float(dual_gap(A, b, w, alpha, l1_ratio))
        converged = warn_unless_converged(gap, self.alpha, self.tol * float(b @ b) / (2 * len(b)))
        w = w * (unit_y / unit_X)
        return ElasticNetFit(w, float(mean - means @ w), names, n_iter, gap * unit_y * unit_y, converged)


def _warn_of_constant_columns(names: list[str]) -> None:
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
class ElasticNetFit(LinearPrediction, RegressionFit):
    """Fitted weights.

    Attributes
    ----------
    coef_ : ndarray of shape (p,)
        The weights, many of them exactly zero.
    intercept_ : float
        0.0 without one.
    names : ColumnNames
        The names of the columns that were given.
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
    names: ColumnNames = field(repr=False)
    n_iter_: int
    dual_gap_: float
    converged_: bool
