"""Numbers that belong to a matrix of any kind of number: determinant, singular values, condition, spectral radius."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from itertools import combinations

import numpy as np
import sympy

from derived.algebra.eigendecomposition import agree_but_for_rounding, all_negligible, eigen, negligible
from derived.algebra.values import Scalar
from derived.autodiff import PRECISE, Dual, Irrational, NoDerivative, apply, inexact, real_part


def determinant(matrix: np.ndarray) -> Scalar:
    """The determinant, by expansion along the rows: each minor once, and nothing is divided.

    So it can be differentiated where the matrix is singular, too.

    Examples
    --------
    >>> determinant(np.array([[Fraction(1), Fraction(2)], [Fraction(3), Fraction(4)]]))
    Fraction(-2, 1)
    """
    n = len(matrix)
    minors: dict[tuple[int, ...], Scalar] = {(): 1}
    for size in range(1, n + 1):
        row = matrix[n - size]
        minors = {
            columns: sum(
                (-1) ** k * (row[column] * minors[columns[:k] + columns[k + 1 :]]) for k, column in enumerate(columns)
            )
            for columns in combinations(range(n), size)
        }
    return minors[tuple(range(n))]


def singular_values(matrix: np.ndarray) -> np.ndarray:
    """The roots of the eigenvalues of AᵀA or AAᵀ, the smaller of the two, in decreasing order.

    Examples
    --------
    >>> singular_values(np.array([[Fraction(3), Fraction(0)], [Fraction(4), Fraction(0)]])).tolist()
    [Fraction(5, 1), Fraction(0, 1)]
    """
    n, p = matrix.shape
    squares = eigen(matrix.T @ matrix if p <= n else matrix @ matrix.T)[0][::-1]
    return np.array([_root(square, squares) for square in squares], dtype=object)


def _root(square: Scalar, squares: np.ndarray) -> Scalar:
    """The root of a number that is zero at least; of a fraction exactly, if it is a square."""
    if isinstance(square, Fraction):
        parts = [sympy.integer_nthroot(part, 2) for part in (square.numerator, square.denominator)]
        if all(exactly for _, exactly in parts):
            return Fraction(int(parts[0][0]), int(parts[1][0]))
    number = real_part(square)
    if negligible(number, squares):
        square = square - number  # below zero, or just above, by rounding
    return apply("sqrt", square)


def condition(matrix: np.ndarray) -> Scalar:
    """The largest singular value divided by the smallest.

    Raises
    ------
    ZeroDivisionError
        If that is zero.

    Examples
    --------
    >>> condition(np.array([[Fraction(0), Fraction(6)], [Fraction(2), Fraction(0)]]))
    Fraction(3, 1)
    """
    values = singular_values(matrix)
    if real_part(values[-1]) == 0:
        raise ZeroDivisionError("the matrix is singular: it has no condition number")
    return values[0] / values[-1]


def largest_modulus(matrix: np.ndarray) -> Scalar:
    """The largest absolute value of an eigenvalue, real or complex, of a square matrix.

    Examples
    --------
    >>> round(largest_modulus(np.array([[0.0, -4.0], [1.0, 0.0]], dtype=object)), 9)  # 2i and -2i
    2.0
    """
    if any(isinstance(v, Dual) for v in matrix.flat) or agree_but_for_rounding(matrix, matrix.T):
        values, _ = eigen(matrix)
        return _larger(values[-1], -values[0], values)
    if not any(inexact(v) for v in matrix.flat):
        raise Irrational("the eigenvalues of the matrix are roots; evaluate on floats")
    return _modulus_of_numbers(tuple(matrix.flat), len(matrix), PRECISE.dps)


@lru_cache(maxsize=1024)
def _modulus_of_numbers(entries: tuple[Scalar, ...], p: int, digits: int) -> Scalar:
    """The largest absolute value of an eigenvalue of numbers; asked for again with each misprint of a line."""
    matrix = np.array(entries, dtype=object).reshape(p, p)
    if not any(isinstance(v, PRECISE.mpf) for v in entries):
        return float(max(abs(np.linalg.eigvals(matrix.astype(float)))))
    try:
        values = PRECISE.eig(PRECISE.matrix((matrix + PRECISE.mpf(0)).tolist()), right=False)
    except RuntimeError as problem:
        raise ArithmeticError(f"the eigenvalues were not found: {problem}") from problem
    return max(abs(value) for value in values)


def _larger(a: Scalar, b: Scalar, beside: Iterable[Scalar]) -> Scalar:
    """The larger of two numbers, where it is differentiated the only one."""
    if negligible(real_part(a - b), beside) and not all_negligible([a - b], beside):
        raise NoDerivative("two eigenvalues are equally large here: the largest has no derivative")
    return max(a, b, key=real_part)
