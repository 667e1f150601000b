r"""Eigenvalues and singular values with their vectors, as letters: A v = λ v and A v = σ u by construction.

They are computed from the matrix of the instance, so that whatever stands for it decides them. The place of a value may
be an index that runs: a matrix is then a sum over them.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from derived.algebra.brackets import PRODUCT, parenthesized
from derived.algebra.eigendecomposition import eigen, negligible
from derived.algebra.expressions import Expr, Operand, as_expr
from derived.algebra.matrix_numbers import singular_values
from derived.algebra.shapes import Shape
from derived.algebra.spectra import require_matrix
from derived.algebra.symbols import Symbol
from derived.algebra.values import Value
from derived.autodiff import apply, real_part, whole

if TYPE_CHECKING:
    import random
from derived.algebra.valuation import Valuation


class SpectralLetter(Symbol):
    """A letter for one of the values of a matrix, or for a vector that belongs to it."""

    branches = True  # values may meet, and then a vector is one of many

    def __init__(self, names: tuple[str, ...], role: int, shape: Shape, matrix: Expr, place: Operand | None):
        super().__init__(names[role], shape)
        self.names, self.role, self.matrix = names, role, matrix
        self.place = None if place is None else as_expr(place)

    @property
    def hidden(self) -> tuple[Expr, ...]:
        """The matrix, and the place of the value if it is told."""
        return (self.matrix,) if self.place is None else (self.matrix, self.place)

    @cached_property
    def condition_tex(self) -> str:
        r"""What is known of it, as it is printed beside a line."""
        raise NotImplementedError

    def compute(self, instance: Valuation) -> Value:
        if self in instance.bound:
            return instance.bound[self]
        place = None if self.place is None else whole(self.place.at(instance)) - 1
        if instance.has_symbols:  # what holds for any number and vector holds for these
            return instance[Symbol(self.name if place is None else f"{self.name} at {place}", self.shape)]
        matrix = self.matrix.array_at(instance)
        many, rng = min(matrix.shape), instance.rng(" and ".join(self.names))
        if place is None:
            place = rng.choice([0, many - 1, rng.randrange(many)])
        if not 0 <= place < many:
            raise IndexError(f"{self.tex()} asks for value {place + 1} of {many}")
        return self.of(matrix, place, instance, rng)

    def of(self, matrix: np.ndarray, place: int, instance: Valuation, rng: random.Random) -> Value:
        """The value for a matrix of numbers."""
        raise NotImplementedError


class Eigenletter(SpectralLetter):
    """An eigenvalue of a symmetric matrix, or a vector that belongs to it."""

    def __init__(self, names: tuple[str, ...], role: int, matrix: Expr, place: Operand | None, orthonormal: bool):
        super().__init__(names, role, matrix.shape[:role], matrix, place)
        self.orthonormal = orthonormal

    @cached_property
    def condition_tex(self) -> str:
        r"""What is known of it, as it is printed beside a line."""
        value, vector = Symbol(self.names[0]).tex(), Symbol(self.names[1], self.matrix.shape[:1]).tex()
        known = rf"{self.matrix.tex_in(PRODUCT)} {vector} = {value} {vector}"
        known += rf",\ {vector} \text{{ orthonormal}}" if self.orthonormal else rf",\ {vector} \ne \mathbf{{0}}"
        if self.place is not None:
            known += rf",\ {value} = \lambda_{{{self.place.tex()}}}{parenthesized(self.matrix.tex())}"
        return known

    def of(self, matrix: np.ndarray, place: int, instance: Valuation, rng: random.Random) -> Value:
        values, vectors = eigen(matrix)
        if not self.shape:
            return values[place]
        if self.orthonormal:
            v = vectors[:, place]
            return v / apply("sqrt", v @ v) * rng.choice([-1, 1])
        alike = [j for j in range(len(values)) if negligible(real_part(values[j] - values[place]), values)]
        return sum(vectors[:, j] * rng.choice([-1, 1]) * instance.number(Fraction(rng.randint(1, 9))) for j in alike)


class SingularLetter(SpectralLetter):
    """A singular value of a matrix, or a vector on its left or right."""

    def __init__(self, names: tuple[str, ...], role: int, matrix: Expr, place: Operand | None):
        rows, columns = matrix.shape
        super().__init__(names, role, ((), (rows,), (columns,))[role], matrix, place)

    @cached_property
    def condition_tex(self) -> str:
        r"""What is known of it, as it is printed beside a line."""
        rows, columns = self.matrix.shape
        value, left, right = (
            Symbol(name, shape).tex() for name, shape in zip(self.names, ((), (rows,), (columns,)), strict=True)
        )
        known = (
            rf"{self.matrix.tex_in(PRODUCT)} {right} = {value} {left},\ {self.matrix.T.tex()} {left} = {value} {right}"
        )
        known += rf",\ {left} \text{{ and }} {right} \text{{ orthonormal}}"
        if self.place is not None:
            known += rf",\ {value} = \sigma_{{{self.place.tex()}}}{parenthesized(self.matrix.tex())}"
        return known

    def of(self, matrix: np.ndarray, place: int, instance: Valuation, rng: random.Random) -> Value:
        sigma = singular_values(matrix)[place]
        if not self.role:
            return sigma
        _, vectors = eigen(matrix.T @ matrix)
        v = vectors[:, -1 - place]
        v = v / apply("sqrt", v @ v) * rng.choice([-1, 1])
        if self.role == len(self.names) - 1:
            return v
        if real_part(sigma) == 0:
            raise ZeroDivisionError(f"{self.tex()} belongs to a singular value of zero: any of many vectors would do")
        return matrix @ v / sigma


def eigenpair(
    matrix: Expr, value: str = "lambda", vector: str = "v", place: Operand | None = None, orthonormal: bool = False
) -> tuple[Eigenletter, Eigenletter]:
    r"""An eigenvalue of a symmetric matrix and a vector that belongs to it, as letters: A v = λ v by construction.

    Parameters
    ----------
    matrix : Expr of shape (p, p)
    value, vector : str
        The letters.
    place : Expr or int, optional
        Which eigenvalue, counted from the smallest; if not given, any. It may be an index that runs.
    orthonormal : bool
        Whether the vectors at all places are of length one, and orthogonal to each other.

    Returns
    -------
    tuple of two Symbols, of shapes () and (p,)
        The vector is of any length but zero, and where eigenvalues are equal any of theirs, unless `orthonormal`.

    Raises
    ------
    ShapeError
        If `matrix` is not square.

    Examples
    --------
    >>> from derived.algebra import eigenpair, matrix, scalar, sizes
    >>> from derived.derivation import Derivation
    >>> (p,), k = sizes("p"), scalar("k", "whole")
    >>> S = matrix("S", p, p, "symmetric")
    >>> lam, v = eigenpair(S)
    >>> v.condition_tex
    '\\mathbf{S} \\mathbf{v} = \\lambda \\mathbf{v},\\ \\mathbf{v} \\ne \\mathbf{0}'
    >>> d = Derivation("Powers", label="powers").start(S**k @ v)
    >>> print(d.equals(lam**k * v, because="each factor stretches by the same").lines[0].tex)
    \mathbf{S}^{k} \mathbf{v} = \lambda^{k} \mathbf{v}
    """
    require_matrix(matrix, "eigenvalues", square=True)
    number, column = (Eigenletter((value, vector), role, matrix, place, orthonormal) for role in (0, 1))
    return number, column


def singular_triple(
    matrix: Expr, value: str = "sigma", left: str = "u", right: str = "v", place: Operand | None = None
) -> tuple[SingularLetter, SingularLetter, SingularLetter]:
    r"""A singular value of a matrix with its two vectors, as letters: A v = σ u and Aᵀ u = σ v by construction.

    Parameters
    ----------
    matrix : Expr of shape (n, p)
    value, left, right : str
        The letters.
    place : Expr or int, optional
        Which singular value, counted from the largest; if not given, any. It may be an index that runs.

    Returns
    -------
    tuple of three Symbols, of shapes (), (n,) and (p,)
        The vectors are of length one, and at different places orthogonal to each other.

    Raises
    ------
    ShapeError
        If it is no matrix.
    ZeroDivisionError
        When the left vector is evaluated, if the value is zero.

    Examples
    --------
    >>> from derived.algebra import index, matrix, singular_triple, sizes, summation
    >>> from derived.derivation import Derivation
    >>> n, p = sizes("n p", "n >= p")
    >>> X, i = matrix("X", n, p, "full column rank"), index("i")
    >>> sigma, u, v = singular_triple(X, "sigma_i", "u_i", "v_i", i)
    >>> d = Derivation("The singular value decomposition", label="svd").start(X)
    >>> print(d.equals(summation(i, p, sigma * (u @ v.T)), because="put in a basis of vectors v").lines[0].tex)
    \mathbf{X} = \sum_{i=1}^{p} \sigma_{i} (\mathbf{u}_{i} \mathbf{v}_{i}^\top)
    """
    require_matrix(matrix, "singular values", square=False)
    number, first, second = (SingularLetter((value, left, right), role, matrix, place) for role in range(3))
    return number, first, second
