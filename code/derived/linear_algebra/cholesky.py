"""Cholesky's factorization of ZᵀZ: fast, but it squares the condition number of Z."""

from __future__ import annotations

import numpy as np

from derived.inputs import not_negative, takes
from derived.linear_algebra.factors import EPS, scale_columns, triangular_factor
from derived.linear_algebra.products import weighted_gram
from derived.linear_algebra.rank import (
    RankDeficientError,
    check_full_column_rank,
    check_independent_columns,
    condition_number,
)

__all__ = [
    "gram_factor",
    "hessian_factor",
]


@takes(Z="n p")
def gram_factor(Z: np.ndarray) -> np.ndarray:
    """The lower triangular L of Cholesky's factorization ZᵀZ = LLᵀ.

    Parameters
    ----------
    Z : ndarray of shape (n, p)
        With scaled columns.

    Raises
    ------
    RankDeficientError
        If the columns depend on each other, or so nearly that the product ZᵀZ, whose condition number is the square
        of that of Z, cannot be told from a singular matrix.

    Examples
    --------
    >>> gram_factor(np.array([[1.0, 0.6], [0.0, 0.8]])).round(2)
    array([[1. , 0. ],
           [0.6, 0.8]])
    """
    n, p = Z.shape
    try:
        L = np.linalg.cholesky(Z.T @ Z)
    except np.linalg.LinAlgError:
        L = np.zeros((p, p))
    if n >= p and (np.diag(L) ** 2 > 10 * n * p * EPS).all():
        return L
    check_full_column_rank(triangular_factor(Z), Z)
    raise RankDeficientError(
        f"the columns are nearly dependent (condition number {condition_number(Z):.0e} after scaling): XᵀX cannot be "
        'told from a singular matrix; use method="qr", which does not square it'
    )


@takes(X="n d", s=("n", not_negative), penalty=("d", not_negative))
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
