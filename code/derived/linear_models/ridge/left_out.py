r"""The error of ridge regression at each row of the fit without that row, from the one fit to all.

Where :math:`h_i` is the leverage of a row, the error is :math:`(y_i - \hat y_i)/(1 - h_i)`. With a small price, and no
more rows than columns, both differences cancel to nothing but rounding, so they are never formed. What is left of y
along each left singular vector is a share :math:`\lambda/(d^2 + \lambda)`, and all of what is at right angles to the
columns; so it is with :math:`1 - h_i`.
"""

from __future__ import annotations

import numpy as np

from derived.linear_algebra.factors import EPS
from derived.linear_models.ridge.solvers import shares


def left_out_errors(U: np.ndarray, d: np.ndarray, y: np.ndarray, alphas: np.ndarray, intercept: bool) -> np.ndarray:
    """The error at each row of the fit without that row, for each price.

    Parameters
    ----------
    U : ndarray of shape (n, r)
        The left singular vectors of X, whose columns have their means taken off if there is an intercept.
    d : ndarray of shape (r,)
        Its singular values, positive.
    y : ndarray of shape (n,)
        The response, its mean taken off likewise.
    alphas : ndarray of shape (k,)
        Prices λ, not negative.
    intercept : bool
        Whether the model has an intercept.

    Returns
    -------
    ndarray of shape (k, n)

    Raises
    ------
    ValueError
        If a row determines its own fitted value, so that the others cannot tell it.

    Examples
    --------
    Of two rows each has only the other to learn from, whatever the price:

    >>> U, d = np.array([[-1.0], [1.0]]) / np.sqrt(2), np.array([1.0])
    >>> left_out_errors(U, d, np.array([-0.5, 0.5]), np.array([1e-14]), True).round(6)
    array([[-1.,  1.]])
    """
    n = len(y)
    basis = np.column_stack([np.full(n, n**-0.5), U]) if intercept else U
    residual, free = _at_right_angles(basis, y)
    lost = np.stack([shares(d, root)[1] for root in np.sqrt(alphas)])
    residual, free = residual + (lost * (U.T @ y)) @ U.T, free + lost @ (U**2).T
    alone = (free == 0).any(axis=0)
    if alone.any():
        raise ValueError(
            f"row {int(np.argmax(alone))} has a leverage of 1: no other row tells anything of it, and "
            "without it there is no fit to be wrong; remove the column that only this row has, or penalize the weights"
        )
    return residual / free


def _at_right_angles(basis: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The part of y at right angles to an orthonormal basis, and the squared length of that of each unit vector."""
    n, r = basis.shape
    if r >= n:
        return np.zeros(n), np.zeros(n)
    length2 = 1 - (basis**2).sum(axis=1)
    near = length2 < 0.1  # where the difference has cancelled: no more than r/0.9 rows
    units = np.zeros((n, np.count_nonzero(near)))
    units[near, np.arange(units.shape[1])] = 1.0
    length2[near] = (_rejected(basis, units) ** 2).sum(axis=0)
    inside = length2 <= (10 * n * EPS) ** 2
    return np.where(inside, 0.0, _rejected(basis, y)), np.where(inside, 0.0, length2)


def _rejected(basis: np.ndarray, v: np.ndarray) -> np.ndarray:
    """What is left of v at right angles to the basis; taken off twice, since the first time leaves rounding errors."""
    for _ in range(2):
        v = v - basis @ (basis.T @ v)
    return v
