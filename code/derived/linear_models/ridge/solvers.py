"""Two ways to the weights of ridge regression: Cholesky's factorization and the singular value decomposition.

The second shows what the price does: it shrinks the part of y along each left singular vector by d²/(d² + λ).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from scipy.linalg import cho_solve

from derived.inputs import number, takes
from derived.linear_algebra.factors import EPS, power_above
from derived.linear_algebra.rank import RankDeficientError
from derived.linear_algebra.svd import truncated_svd

__all__ = [
    "degrees_of_freedom",
    "shrinkage",
    "solve_cholesky",
    "solve_svd",
]


@takes(X="n p", y="n", alpha=number(at_least=0))
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
    with np.errstate(over="ignore", invalid="ignore"):
        A = X.T @ X + alpha * np.eye(p)
    if not np.isfinite(A).all():  # XᵀX is too large for floats: solve for w in larger units
        unit = power_above(X)
        return solve_cholesky(X / unit, y, alpha / unit / unit) / unit
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


@takes(X="n p", y="n", alpha=number(at_least=0))
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
    U, d, Vt = truncated_svd(X)
    return Vt.T @ (shrinkage(d, alpha) / d * (U.T @ y))


@takes(d="r", alpha=number(at_least=0))
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
    return shares(d, np.sqrt(alpha))[0]


def shares(d: np.ndarray, root: Any) -> tuple[np.ndarray, np.ndarray]:
    """d²/(d² + λ) and λ/(d² + λ) from d and √λ, of which the larger may have no square that is a float."""
    unit = np.maximum(d, root)
    kept, lost = (d / unit) ** 2, (root / unit) ** 2
    return kept / (kept + lost), lost / (kept + lost)


@takes(X="n p", alpha=number(at_least=0))
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
    >>> round(degrees_of_freedom(np.diag([3.0, 1.0]), alpha=1.0), 12)
    1.4
    """
    return float(shrinkage(truncated_svd(X)[1], alpha).sum())


SOLVERS: dict[str, Callable[[np.ndarray, np.ndarray, float], np.ndarray]] = {
    "svd": solve_svd,
    "cholesky": solve_cholesky,
}
