"""Eigenvalues and eigenvectors of symmetric matrices of any kind of number.

Rounded numbers are left to NumPy and mpmath. A matrix of fractions whose eigenvalues are fractions, too, has them
exactly. On dual numbers eigenvalues move by perturbation theory: dλ = vᵀ dA v for a unit eigenvector v.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np
import sympy

from derived.algebra import exact
from derived.algebra.values import Real, Scalar
from derived.autodiff import PRECISE, Dual, Irrational, NoDerivative, inexact, real_part


def eigen(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The eigenvalues of a symmetric matrix, in increasing order, and eigenvectors of them, as orthogonal columns.

    The columns have length one, unless they are exact.

    Parameters
    ----------
    matrix : ndarray of shape (p, p)
        Of objects: Fraction, float, a number of more digits, or Dual around these.

    Returns
    -------
    values : ndarray of shape (p,)
    vectors : ndarray of shape (p, p)

    Raises
    ------
    Irrational
        If the entries are fractions, and the eigenvalues are none.
    ArithmeticError
        If the matrix is not symmetric, or is to be differentiated where eigenvalues meet.

    Examples
    --------
    >>> values, vectors = eigen(np.array([[Fraction(2), Fraction(1)], [Fraction(1), Fraction(2)]]))
    >>> values.tolist()
    [Fraction(1, 1), Fraction(3, 1)]
    >>> eigen(np.array([[2.0, 1.0], [1.0, 1.0]]))[0].astype(float).round(4).tolist()
    [0.382, 2.618]
    """
    level = max((v.level for v in matrix.flat if isinstance(v, Dual)), default=0)
    if level:
        return _perturbed(matrix, level)
    entries = tuple(matrix.flat)
    values, vectors = _eigen_of_numbers(entries, len(matrix), PRECISE.dps, any(inexact(v) for v in entries))
    return values.copy(), vectors.copy()


@lru_cache(maxsize=1024)
def _eigen_of_numbers(entries: tuple[Scalar, ...], p: int, digits: int, rounded: bool) -> tuple[np.ndarray, np.ndarray]:
    """The eigenvalues and vectors of numbers; asked for again with each misprint of a line."""
    matrix = np.array(entries, dtype=object).reshape(p, p)
    if not agree_but_for_rounding(matrix, matrix.T):
        raise ArithmeticError("the matrix is not symmetric: its eigenvalues need not be real")
    return _rounded(matrix) if rounded else _rational(matrix)


def _perturbed(matrix: np.ndarray, level: int) -> tuple[np.ndarray, np.ndarray]:
    """The eigenvalues of A + dA and their vectors, to first order in the infinitesimals of a level."""
    parts = [(v.value, v.partials) if isinstance(v, Dual) and v.level == level else (v, None) for v in matrix.flat]
    base = np.array([value for value, _ in parts], dtype=object).reshape(matrix.shape)
    values, vectors = eigen(base)
    p, inputs = len(values), next(len(partials) for _, partials in parts if partials is not None)
    moves = np.zeros((p, p, inputs), dtype=object)
    for place, (_, partials) in zip(np.ndindex(p, p), parts, strict=True):
        moves[place] = 0 if partials is None else partials
    _require_symmetric_moves(vectors, moves)
    lengths = [v @ v for v in vectors.T]
    mixing = np.tensordot(vectors.T, np.moveaxis(moves, 1, 2) @ vectors, 1).swapaxes(1, 2)  # of column j in column i
    turned = np.zeros((p, p, inputs), dtype=object)
    for j, i in np.ndindex(p, p):
        mixing[j, i] = mixing[j, i] / lengths[j]
    for j, i in np.ndindex(p, p):
        gap = values[i] - values[j]
        if i != j and not negligible(real_part(gap), values):
            turned[:, i] += np.multiply.outer(vectors[:, j], mixing[j, i] / gap)
        elif i != j and not all_negligible([*mixing[j, i], *(mixing[i, i] - mixing[j, j])], values):
            raise NoDerivative("two eigenvalues meet here: they have no derivative")
    like = next(v.like for v in matrix.flat if isinstance(v, Dual) and v.level == level)
    moved = [like(values[i], mixing[i, i]) for i in range(p)]
    columns = [like(vectors[place], turned[place]) for place in np.ndindex(p, p)]
    return np.array(moved, dtype=object), np.array(columns, dtype=object).reshape(p, p)


def _require_symmetric_moves(vectors: np.ndarray, moves: np.ndarray) -> None:
    """Second derivatives need a matrix that stays symmetric; first ones only one that is."""
    nested = any(isinstance(v, Dual) for v in (*vectors.flat, *moves.flat))
    if nested and not agree_but_for_rounding(moves, np.swapaxes(moves, 0, 1)):
        raise ArithmeticError("the matrix does not stay symmetric: its second derivatives are not computed")


def _rounded(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The eigenvalues and vectors of rounded numbers, to as many digits as they have."""
    if not any(isinstance(v, PRECISE.mpf) for v in matrix.flat):
        values, vectors = np.linalg.eigh(matrix.astype(float))
        return values.astype(object), vectors.astype(object)
    try:
        values, vectors = PRECISE.eigsy(PRECISE.matrix((matrix + PRECISE.mpf(0)).tolist()))
    except RuntimeError as problem:
        raise ArithmeticError(f"the eigenvalues were not found: {problem}") from problem
    return np.array(list(values), dtype=object), np.array(vectors.tolist(), dtype=object).reshape(matrix.shape)


def _rational(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The eigenvalues of a matrix of fractions, where all of them are fractions."""
    x = sympy.Symbol("x")
    entries = [[sympy.Rational(Fraction(v).numerator, Fraction(v).denominator) for v in row] for row in matrix]
    roots = sympy.Matrix(entries).charpoly(x).ground_roots()
    if sum(roots.values()) != len(matrix):
        raise Irrational("the eigenvalues of the matrix are no fractions; evaluate on floats")
    values, columns = [], []
    for root in sorted(roots):
        value = Fraction(int(root.p), int(root.q))
        basis: list[np.ndarray] = []
        for v in _null_space(matrix - np.diag([value] * len(matrix))):
            for u in basis:
                v = v - (u @ v) / (u @ u) * u  # noqa: PLW2901 (Gram and Schmidt's steps)
            basis.append(v)
        values += [value] * len(basis)
        columns += basis
    return np.array(values, dtype=object), np.column_stack(columns)


def _null_space(matrix: np.ndarray) -> list[np.ndarray]:
    """A basis of the vectors that a matrix of fractions takes to zero."""
    R, pivots = exact.reduce(matrix)
    p = matrix.shape[1]
    basis = []
    for free in (j for j in range(p) if j not in pivots):
        v = np.array([Fraction(int(j == free)) for j in range(p)], dtype=object)
        for row, pivot in enumerate(pivots):
            v[pivot] = -R[row, free]
        basis.append(v)
    return basis


def negligible(v: Real, beside: Iterable[Scalar]) -> bool:
    """Whether a number is zero but for rounding, beside others.

    Examples
    --------
    >>> negligible(1e-15, [1.0, 3.0]), negligible(1e-15, [1e-15]), negligible(Fraction(1, 10**60), [1])
    (True, False, False)
    """
    if not inexact(v):
        return bool(v == 0)
    rounding = 2.0**-42 if isinstance(v, float) else 2**10 * PRECISE.eps
    return bool(abs(v) <= rounding * max((abs(real_part(u)) for u in beside), default=1))


def all_negligible(numbers: Iterable[Any], beside: Iterable[Scalar]) -> bool:
    """Whether numbers, and all that they carry as derivatives, are zero.

    Examples
    --------
    >>> all_negligible([0, Dual(Fraction(0), np.array([1]), 1)], [1])  # a zero that moves
    False
    """
    return all(
        all_negligible([v.value, *v.partials], beside) if isinstance(v, Dual) else negligible(v, beside)
        for v in numbers
    )


def agree_but_for_rounding(a: np.ndarray, b: np.ndarray) -> bool:
    """Whether two arrays are equal but for rounding, with all that they carry as derivatives.

    Examples
    --------
    >>> ones = np.array([1.0, 1.0], dtype=object)
    >>> agree_but_for_rounding(ones, ones + 1e-15), agree_but_for_rounding(ones, ones + 1e-9)
    (True, False)
    """
    return all_negligible(list((a - b).flat), [v for v in a.flat if not isinstance(v, Dual)] or [1])
