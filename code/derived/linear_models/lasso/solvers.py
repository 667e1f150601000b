"""Two ways to the weights of the lasso: one weight at a time, or all at once where their signs are known.

Coordinate descent is what most programs do, here in a plain version. For given signs the loss is quadratic, and one
linear system gives all weights: that is the fast way, along a path of falling prices.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from scipy.linalg.lapack import dposv

from derived.inputs import count, number, takes
from derived.linear_algebra.factors import EPS, power_above
from derived.linear_models.lasso.loss import alpha_max, best_weight, dual_gap, objective

__all__ = [
    "active_set",
    "coordinate_descent",
]

ORDINARY = 300  # the squares of numbers between 2**-300 and 2**300, and many of them together, are floats


@takes(
    X="n p",
    y="n",
    alpha=number(at_least=0),
    l1_ratio=number(at_least=0, at_most=1),
    w="p",
    tol=number(above=0),
    max_iter=count(),
)
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


@takes(
    G="p p",
    c="p",
    l1=number(at_least=0),
    l2=number(at_least=0),
    w="p",
    slack=" | p",
    max_iter=count(),
)
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
        wanted = _features_to_add(np.abs(gradient) - l1 - slack, active)
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


def _features_to_add(excess: np.ndarray, active: np.ndarray) -> np.ndarray:
    """The features out of use whose correlation exceeds the price, the worst first."""
    wanted = np.setdiff1d(np.flatnonzero(excess > 0), active)
    return wanted[np.argsort(-excess[wanted])][: max(10, len(active))]  # more would mostly be let go again


@takes(X="n p", y="n", alphas="k")
def follow_path(
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


@takes(X="n p", y="n")
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
    coefs, n_iter = follow_path(X, y, alpha * 2.0 ** np.arange(halvings, -1, -1), l1_ratio, max_iter)
    return coefs[:, -1], n_iter


def in_ordinary_units(
    X: np.ndarray, y: np.ndarray, alphas: Any, l1_ratio: float
) -> tuple[np.ndarray, np.ndarray, Any, float, float, float]:
    """The same problem with X and y of a size whose squares are floats, the prices changed to suit.

    Returns
    -------
    X, y, alphas, l1_ratio
        The problem as it is, where its squares are floats already.
    unit_X, unit_y : float
        By what X and y were divided: weights come in units of ``unit_y / unit_X``, losses in those of ``unit_y**2``.
    """
    unit_X, unit_y = (1.0 if 2**-ORDINARY < unit < 2**ORDINARY else unit for unit in map(power_above, (X, y)))
    if unit_X == unit_y == 1:
        return X, y, alphas, l1_ratio, 1.0, 1.0
    X, y = X / unit_X, y / unit_y
    least, most = 1e-10 * max(alpha_max(X, y), 1e-100), 1e100  # below and above, a price makes no difference
    l1, l2 = alphas * l1_ratio / unit_X / unit_y, alphas * (1 - l1_ratio) / unit_X / unit_X
    l1, l2 = np.clip(l1, least, most), np.minimum(l2, most)
    return X, y, l1 + l2, float(np.min(l1 / (l1 + l2))), unit_X, unit_y


SOLVERS: dict[str, Callable[..., tuple[np.ndarray, int]]] = {
    "active set": _by_active_set,
    "coordinate descent": _by_coordinate_descent,
}
