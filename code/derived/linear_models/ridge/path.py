"""Ridge regression for many prices, each row left out in turn, from one singular value decomposition."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from derived.inputs import as_matrix, as_vector, truth
from derived.linear_algebra.svd import truncated_svd
from derived.linear_models.design import centered
from derived.linear_models.ridge.left_out import left_out_errors
from derived.linear_models.ridge.solvers import shares

__all__ = [
    "RidgePath",
    "ridge_path",
]


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
    intercept = truth(intercept, "intercept")
    A = as_matrix(X, "X")
    b = as_vector(y, "y", length=len(A))
    prices = as_vector(alphas, "alphas")
    if (prices <= 0).any():
        raise ValueError(f"alphas must be positive, but one is {prices.min():g}; for 0 use LinearRegression")
    X_centered, X_mean, y_mean = centered(A, b, intercept)
    U, d, Vt = truncated_svd(X_centered)
    s = np.stack([shares(d, root)[0] for root in np.sqrt(prices)])  # a row of shrinkages for each price
    coef = (s * (U.T @ (b - y_mean)) / d) @ Vt
    left_out = left_out_errors(U, d, b - y_mean, prices, intercept)
    return RidgePath(prices, coef, y_mean - coef @ X_mean, s.sum(axis=1) + intercept, np.mean(left_out**2, axis=1))
