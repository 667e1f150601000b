"""Linear algebra over any kind of number: fractions exactly, floats with pivoting, duals and symbols by the same steps.

NumPy's own solvers know floats only. Gauss and Jordan's elimination needs nothing but +, −, × and ÷, so it works on
everything that the expressions are evaluated on.
"""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import numpy as np
import sympy

from derived.autodiff import PRECISE, inexact, real_part

_NOISE, _FAINT = 1e-11, PRECISE.mpf(10) ** -45
HIGHEST = 200


def _is_zero(x: Any, scale: float) -> bool:
    x = real_part(x)
    if isinstance(x, sympy.Basic):
        return bool(sympy.simplify(x) == 0)
    return abs(x) <= (_NOISE if isinstance(x, float) else _FAINT) * scale if inexact(x) else x == 0


def reduce(matrix: np.ndarray) -> tuple[np.ndarray, list[int]]:
    """The reduced row echelon form, and the columns of its pivots.

    Parameters
    ----------
    matrix : ndarray of shape (n, p)
        Of objects: Fraction, float, Dual or SymPy.

    Examples
    --------
    >>> from fractions import Fraction as F
    >>> R, pivots = reduce(np.array([[F(1), F(2)], [F(2), F(4)]]))
    >>> pivots
    [0]
    """
    R = np.array(matrix, dtype=object)
    numbers = [real_part(v) for v in R.flat]
    like = PRECISE.mpf if any(isinstance(v, PRECISE.mpf) for v in numbers) else Fraction
    for place, v in np.ndenumerate(R):
        if isinstance(v, int):
            R[place] = like(v)  # two whole numbers would divide to a float
    scale = max([1.0, *(abs(v) for v in numbers if inexact(v))])
    pivots: list[int] = []
    for column in range(R.shape[1]):
        row = len(pivots)
        candidates = [i for i in range(row, len(R)) if not _is_zero(R[i, column], scale)]
        if not candidates:
            continue
        if inexact(real_part(R[candidates[0], column])):
            best = max(candidates, key=lambda i: abs(real_part(R[i, column])))
        else:
            best = candidates[0]
        R[[row, best]] = R[[best, row]]
        R[row] = R[row] / R[row, column]
        for i in range(len(R)):
            if i != row:
                R[i] = R[i] - R[row] * R[i, column]
        pivots.append(column)
    return R, pivots


def inverse(matrix: np.ndarray) -> np.ndarray:
    """The inverse of a square matrix.

    Raises
    ------
    ZeroDivisionError
        If the matrix is singular.

    Examples
    --------
    >>> from fractions import Fraction as F
    >>> inverse(np.array([[F(2), F(0)], [F(0), F(4)]])).tolist()
    [[Fraction(1, 2), Fraction(0, 1)], [Fraction(0, 1), Fraction(1, 4)]]
    """
    n = len(matrix)
    if any(isinstance(v, sympy.Basic) for v in matrix.flat):
        return np.array(sympy.Matrix(matrix).inv("ADJ"), dtype=object)
    R, pivots = reduce(np.hstack([matrix, np.eye(n, dtype=int).astype(object)]))
    if pivots != list(range(n)):
        raise ZeroDivisionError("the matrix is singular: it has no inverse")
    return R[:, n:]


def matrix_power(matrix: np.ndarray, k: int) -> np.ndarray:
    """A square matrix to a whole power: the identity for 0, a power of the inverse below.

    Raises
    ------
    ZeroDivisionError
        If the matrix is singular and the power negative.
    OverflowError
        If the power is out of reach.

    Examples
    --------
    >>> from fractions import Fraction as F
    >>> A = np.array([[F(1), F(1)], [F(0), F(1)]])
    >>> matrix_power(A, 5)[0, 1], matrix_power(A, -5)[0, 1], matrix_power(A, 0)[0, 1]
    (Fraction(5, 1), Fraction(-5, 1), Fraction(0, 1))
    """
    if abs(k) > HIGHEST:
        raise OverflowError(f"a matrix to the power {k} is out of reach: the exponent is no count")
    factor = inverse(matrix) if k < 0 else matrix
    product = 0 * matrix + np.eye(len(matrix), dtype=int).astype(object)
    for _ in range(abs(k)):
        product = product @ factor
    return product


def pseudo_inverse(matrix: np.ndarray) -> np.ndarray:
    """The Moore–Penrose pseudo-inverse, from a factorization into full-rank factors A = C F.

    A⁺ = Fᵀ (F Fᵀ)⁻¹ (Cᵀ C)⁻¹ Cᵀ, with C the columns of A that hold pivots and F the non-zero rows of its reduced form
    (MacDuffee's theorem; Ben-Israel and Greville, *Generalized Inverses*, 2003, theorem 1.3.5).

    Examples
    --------
    >>> from fractions import Fraction as F
    >>> pseudo_inverse(np.array([[F(1), F(1)]])).tolist()
    [[Fraction(1, 2)], [Fraction(1, 2)]]
    """
    R, pivots = reduce(matrix)
    C, F = matrix[:, pivots], R[: len(pivots)]
    return F.T @ inverse(F @ F.T) @ inverse(C.T @ C) @ C.T


def solve(A: np.ndarray, b: np.ndarray, rng: random.Random) -> np.ndarray:
    """A solution of A x = b; where there are many, one of them at random.

    Raises
    ------
    ZeroDivisionError
        If there is no solution.

    Examples
    --------
    >>> from fractions import Fraction as F
    >>> solve(np.array([[F(2)]]), np.array([F(6)]), random.Random(0)).tolist()
    [Fraction(3, 1)]
    """
    p = A.shape[1]
    R, pivots = reduce(np.column_stack([A, b]))
    if p in pivots:
        raise ZeroDivisionError("the equations contradict each other: they have no solution")
    x = np.array([type(real_part(b[0]))(rng.randint(-9, 9)) for _ in range(p)], dtype=object)
    free = [j for j in range(p) if j not in pivots]
    for row, j in enumerate(pivots):
        x[j] = R[row, p] - sum(R[row, k] * x[k] for k in free)
    return x
