"""Two ways to the weights of ridge regression: Cholesky's factorization and the singular value decomposition.

The second shows what the price does: it shrinks the part of y along each left singular vector by d²/(d² + λ).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.linalg import cho_solve

from derived.linear_algebra.factors import EPS
from derived.linear_algebra.rank import RankDeficientError
from derived.linear_algebra.svd import truncated_svd

__all__ = [
    "degrees_of_freedom",
    "shrinkage",
    "solve_cholesky",
    "solve_svd",
]


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
    A = X.T @ X + alpha * np.eye(p)
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
    return Vt.T @ (d / (d**2 + alpha) * (U.T @ y))


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
    return d**2 / (d**2 + alpha)


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
    >>> degrees_of_freedom(np.diag([3.0, 1.0]), alpha=1.0)
    1.4
    """
    return float(shrinkage(truncated_svd(X)[1], alpha).sum())


SOLVERS: dict[str, Callable[[np.ndarray, np.ndarray, float], np.ndarray]] = {
    "svd": solve_svd,
    "cholesky": solve_cholesky,
}
