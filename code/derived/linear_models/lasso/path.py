"""The lasso for a whole range of prices, each answer found from the one before."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from derived.inputs import as_matrix, as_vector, count, number
from derived.linear_models.lasso.loss import alpha_max, dual_gap
from derived.linear_models.lasso.model import PRICE, SHARE, warn_unless_converged
from derived.linear_models.lasso.solvers import follow_path, in_ordinary_units

__all__ = [
    "lasso_path",
]


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
    l1_ratio = SHARE(l1_ratio, "l1_ratio")
    if np.ndim(alphas) == 0:
        prices = price_grid(X, y, l1_ratio, count()(alphas, "alphas"), number(above=0, below=1)(eps, "eps"))
    else:
        prices = np.sort(as_vector(alphas, "alphas"))[::-1]
        PRICE(prices[-1], "alphas")
    X, y, scaled, l1_ratio, unit_X, unit_y = in_ordinary_units(X, y, prices, l1_ratio)
    coefs, _ = follow_path(X, y, scaled, l1_ratio)
    gaps = dual_gap(X, y, coefs, scaled, l1_ratio)
    k = int(gaps.argmax())
    warn_unless_converged(gaps[k], prices[k], 1e-8 * float(y @ y) / (2 * len(y)))
    return prices, coefs * (unit_y / unit_X), gaps * unit_y * unit_y


def price_grid(X: np.ndarray, y: np.ndarray, l1_ratio: float, many: int, eps: float) -> np.ndarray:
    """Prices evenly spaced on a logarithmic scale, from the least at which all weights are zero down to `eps` of it."""
    X, y, _, _, unit_X, unit_y = in_ordinary_units(X, y, 1.0, l1_ratio)
    largest = alpha_max(X, y, l1_ratio) * unit_X * unit_y
    if not np.isfinite(largest):
        raise ValueError("the prices would be too large for floats: divide X or y by a power of ten first")
    if largest == 0:
        raise ValueError("all columns of X are at right angles to y: the weights are zero at any price; give alphas")
    return np.geomspace(largest, eps * largest, many)
