"""Three ways to the weights of least squares: the normal equations, QR and the singular value decomposition.

The normal equations are solved by Cholesky's factorization, which is fast and squares the condition number; QR is as
accurate as the data allow; the singular value decomposition answers even where columns depend on each other.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from scipy.linalg import solve_triangular

from derived.inputs import takes, truth
from derived.linear_algebra.cholesky import gram_factor
from derived.linear_algebra.factors import EPS, scale_columns, triangular_factor
from derived.linear_algebra.products import accurate_product
from derived.linear_algebra.projections import orthonormal_basis
from derived.linear_algebra.rank import check_full_column_rank, condition_number
from derived.linear_algebra.svd import truncated_svd

__all__ = [
    "error_bound",
    "refine",
    "solve_normal_equations",
    "solve_qr",
    "solve_svd",
]


@takes(X="n p", y="n")
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
    >>> X = np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]])
    >>> y = np.array([1.0, 3.0, 5.0])
    >>> solve_normal_equations(X, y).round(12)
    array([1., 2.])
    """
    Z, scale = scale_columns(X)
    L = gram_factor(Z)
    v = solve_triangular(L, Z.T @ y, lower=True)
    return solve_triangular(L.T, v) / scale


@takes(X="n p", y="n", refined=truth)
def solve_qr(X: np.ndarray, y: np.ndarray, refined: bool = False) -> np.ndarray:
    """Solve least squares by Householder's QR of [X y], of which only R is kept: w = R⁻¹Qᵀy.

    The last column of the R of [X y] is Qᵀy, so that Q is never formed. The units of the columns do not matter.

    Parameters
    ----------
    X : ndarray of shape (n, p)
    y : ndarray of shape (n,)
    refined : bool
        Whether to `refine` the weights where `error_bound` does not promise thirteen digits.

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
    >>> X = np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]])
    >>> y = np.array([1.0, 3.0, 5.0])
    >>> solve_qr(X, y).round(12)
    array([1., 2.])
    """
    p = X.shape[1]
    R = triangular_factor(np.column_stack([X, y]))
    check_full_column_rank(R[:p, :p], X)
    w = solve_triangular(R[:p, :p], R[:p, p])
    if refined and error_bound(R) > 1e-13:
        w = refine(X, y, w, R[:p, :p])
    return w


@takes(R="q q")
def error_bound(R: np.ndarray) -> float:
    """About how large the relative rounding error of the weights may be: ε(κ + κ² tan θ), without its constants.

    Here κ is the condition number of X with its columns scaled, and θ the angle between y and the columns of X:
    where the fit is poor, QR too suffers from κ².

    Parameters
    ----------
    R : ndarray of shape (p + 1, p + 1)
        The triangular factor of [X y]. Above its corner stands Qᵀy, as long as the fitted values; the corner itself
        is the length of the residual.

    References
    ----------
    The leading terms of theorem 5.3.1 of Golub and Van Loan, *Matrix Computations* (2013).

    Examples
    --------
    >>> error_bound(np.diag([1.0, 1.0, 0.0]))
    2.220446049250313e-16
    """
    p = R.shape[1] - 1
    Z = scale_columns(R)[0]
    kappa = condition_number(Z[:p, :p])
    fitted, residual = np.linalg.norm(Z[:p, p]), np.linalg.norm(Z[p:, p])
    return float(EPS * kappa * (1 + kappa * residual / max(fitted, EPS * residual, np.finfo(float).tiny)))


@takes(X="n p", y="n", w="p", R="p p")
def refine(X: np.ndarray, y: np.ndarray, w: np.ndarray, R: np.ndarray) -> np.ndarray:
    """Correct weights by one step of iterative refinement: add R⁻¹R⁻ᵀXᵀ(y − Xw).

    In exact arithmetic any w would arrive at the minimum. In floats the step is as good as its gradient, so that is
    computed to more digits than a float holds.

    Parameters
    ----------
    X : ndarray of shape (n, p)
    y : ndarray of shape (n,)
    w : ndarray of shape (p,)
        Weights near the minimum.
    R : ndarray of shape (p, p)
        The triangular factor of X.

    Returns
    -------
    ndarray of shape (p,)

    References
    ----------
    Björck, *Numerical Methods for Least Squares Problems* (1996), on corrected seminormal equations.

    Examples
    --------
    >>> X = np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]])
    >>> y = np.array([1.0, 3.0, 5.0])
    >>> refine(X, y, np.zeros(2), triangular_factor(X)).round(12)
    array([1., 2.])
    """
    Z, scale = scale_columns(np.column_stack([X, y]))
    X, R, scale_X = Z[:, :-1], R / scale[:-1], scale[:-1]
    residual, residual_tail = accurate_product(Z, scale * np.append(-w, 1.0))
    gradient, gradient_tail = accurate_product(X.T, residual)
    gradient += gradient_tail + X.T @ residual_tail
    return w + solve_triangular(R, solve_triangular(R, gradient, trans="T")) / scale_X


@takes(X="n p", y="n")
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
        Shortest depends on the units of the columns; the rank, and with it whether there are many, does not.

    References
    ----------
    Golub and Van Loan, *Matrix Computations* (2013), theorem 5.5.1.

    Examples
    --------
    >>> solve_svd(np.array([[1.0, 1.0]]), np.array([2.0])).round(12)
    array([1., 1.])
    """
    Z, scale = scale_columns(X)
    U, d, Vt = truncated_svd(Z)
    w = Vt.T @ ((U.T @ y) / d) / scale
    if len(d) == len(w):
        return w
    rows = orthonormal_basis(Vt.T * (scale / scale.max())[:, np.newaxis])  # those of X span the shortest of all
    return rows @ (rows.T @ w)


SOLVERS: dict[str, Callable[[np.ndarray, np.ndarray], np.ndarray]] = {
    "cholesky": solve_normal_equations,
    "qr": partial(solve_qr, refined=True),
    "svd": solve_svd,
}
