r"""Determinants, eigenvalues and singular values, and what is made of them: spectral norm, radius, condition number.

Eigenvalues are of symmetric matrices; only the spectral radius is of any square one, whose eigenvalues may be complex.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import sympy

from derived.algebra import eigen
from derived.algebra.expressions import PRODUCT, Expr, Symbol, as_expr
from derived.algebra.instances import Unsupported
from derived.algebra.letters import parenthesized
from derived.algebra.matrices import SameTransposed, Trace
from derived.algebra.shapes import Shape, ShapeError, shape_text
from derived.dual import Dual, whole

if TYPE_CHECKING:
    from derived.algebra.instances import Instance


@dataclass(frozen=True)
class Rule:
    r"""A number that belongs to a matrix: how it is written, computed, and what it is mistaken for.

    Examples
    --------
    >>> SPECTRAL["determinant"].tex, SPECTRAL["determinant"].square
    ('\\det', True)
    """

    tex: str
    of: Callable[[np.ndarray], Any]
    confused: tuple[str, ...] = ()
    square: bool = True


SPECTRAL = {
    "determinant": Rule(r"\det", eigen.determinant),
    "largest eigenvalue": Rule(r"\lambda_{\max}", lambda A: eigen.eigen(A)[0][-1], ("smallest eigenvalue",)),
    "smallest eigenvalue": Rule(r"\lambda_{\min}", lambda A: eigen.eigen(A)[0][0], ("largest eigenvalue",)),
    "largest singular value": Rule(
        r"\sigma_{\max}",
        lambda A: eigen.singular_values(A)[0],
        ("smallest singular value",),
        square=False,
    ),
    "smallest singular value": Rule(
        r"\sigma_{\min}", lambda A: eigen.singular_values(A)[-1], ("largest singular value",), square=False
    ),
    "spectral radius": Rule(r"\rho", eigen.largest_modulus, ("condition number",)),
    "condition number": Rule(r"\kappa", eigen.condition, ("spectral radius",), square=False),
}


class OfSpectrum(SameTransposed):
    """What the determinant, the eigenvalues and the singular values share."""

    what = ""

    def unknown(self, instance: Instance, place: int = 0) -> Any:
        """With free symbols, a symbol more: the same for the same matrix."""
        matrix = self.args[0].at(instance)
        if instance.kind != "symbolic" or any(isinstance(entry, Dual) for entry in matrix.flat):
            raise Unsupported(f"{self.tex()} depends on the numbers")
        return sympy.Symbol(f"{self.what} {place} of {matrix.tolist()}", real=True)


class Spectral(OfSpectrum):
    """A number that belongs to a matrix, one of `SPECTRAL`."""

    def __init__(self, name: str, part: Expr):
        super().__init__(part)
        self.name, self.rule, self.what = name, SPECTRAL[name], name
        _require_matrix(part, f"a {name}", self.rule.square)

    def rebuild(self, args: tuple[Expr, ...]) -> Expr:
        return Spectral(self.name, *args)

    def tex(self) -> str:
        return self.rule.tex + parenthesized(self.args[0].tex())

    def tex_to(self, exponent: str) -> str:
        """LaTeX of a power: in parentheses, since λ²(A) may be read as an eigenvalue of the square."""
        return rf"{parenthesized(self.tex())}^{{{exponent}}}"

    def compute(self, instance: Instance) -> Any:
        if instance.has_symbols and self.name != "determinant":
            return self.unknown(instance)
        return self.rule.of(self.args[0].at(instance))

    def typos(self) -> Iterator[Expr]:
        if self.name == "determinant":
            yield Trace(self.args[0])
        square = self.args[0].shape[0] == self.args[0].shape[1]
        yield from (Spectral(name, self.args[0]) for name in self.rule.confused if square or not SPECTRAL[name].square)


def _require_matrix(part: Expr, what: str, square: bool) -> None:
    matrix = len(part.shape) == 2 and part.shape[0] != "row"
    if not matrix or (square and part.shape[0] != part.shape[1]):
        kind = "square matrix" if square else "matrix"
        raise ShapeError(f"{part.tex()} is a {shape_text(part.shape)}: only a {kind} has {what}")


class Spectrum(OfSpectrum):
    """All eigenvalues of a symmetric matrix in increasing order, or all singular values in decreasing order."""

    def __init__(self, letter: str, part: Expr):
        super().__init__(part)
        self.letter = self.what = letter
        _require_matrix(part, "eigenvalues" if letter == "lambda" else "singular values", square=letter == "lambda")
        self.shape = (sympy.Min(*part.shape),)

    def rebuild(self, args: tuple[Expr, ...]) -> Expr:
        return Spectrum(self.letter, *args)

    def tex(self) -> str:
        return rf"\boldsymbol{{\{self.letter}}}{parenthesized(self.args[0].tex())}"

    def tex_at(self, subscript: str, shape: Shape) -> str:
        return rf"\{self.letter}_{{{subscript}}}{parenthesized(self.args[0].tex())}"

    def compute(self, instance: Instance) -> Any:
        if instance.has_symbols:
            return np.array([self.unknown(instance, k) for k in range(*instance.dims(self.shape))], dtype=object)
        value = self.args[0].at(instance)
        return eigen.eigen(value)[0] if self.letter == "lambda" else eigen.singular_values(value)


class Eigenletter(Symbol):
    """An eigenvalue of a matrix, or a vector that belongs to it, as a letter: A v = λ v by construction."""

    def __init__(self, name: str, matrix: Expr, place: Expr | None, pair: tuple[str, str]):
        super().__init__(name, matrix.shape[:1] if name == pair[1] else ())
        self.matrix, self.place, self.pair = matrix, place, pair

    @property
    def hidden(self) -> tuple[Expr, ...]:
        """The matrix, and the place of the eigenvalue if it is told."""
        return (self.matrix,) if self.place is None else (self.matrix, self.place)

    @cached_property
    def condition_tex(self) -> str:
        r"""What is known of it, as it is printed beside a line."""
        value, vector = Symbol(self.pair[0]).tex(), Symbol(self.pair[1], self.matrix.shape[:1]).tex()
        known = rf"{self.matrix.tex_in(PRODUCT)} {vector} = {value} {vector},\ {vector} \ne \mathbf{{0}}"
        if self.place is not None:
            known += rf",\ {value} = \lambda_{{{self.place.tex()}}}{parenthesized(self.matrix.tex())}"
        return known

    def compute(self, instance: Instance) -> Any:
        if self in instance.bound:
            return instance.bound[self]
        if instance.has_symbols:
            return instance[Symbol(self.name, self.shape)]  # what holds for any number and vector holds for these
        values, vectors = eigen.eigen(self.matrix.at(instance))
        rng = instance.rng(" and ".join(self.pair))
        anywhere = rng.choice([0, len(values) - 1, rng.randrange(len(values))])
        place = anywhere if self.place is None else whole(self.place.at(instance)) - 1
        if not 0 <= place < len(values):
            raise IndexError(f"{self.tex()} asks for eigenvalue {place + 1} of {len(values)}")
        if not self.shape:
            return values[place]
        scale = instance[Symbol(f"scale of {self.name}", (), "positive")]
        return vectors[:, place] * scale * rng.choice([-1, 1])


def determinant(matrix: Expr) -> Expr:
    r"""The determinant of a square matrix.

    Parameters
    ----------
    matrix : Expr of shape (p, p)

    Returns
    -------
    Expr of shape ()

    Raises
    ------
    ShapeError
        If `matrix` is not square.

    Examples
    --------
    >>> from derived.algebra import determinant, gradient, inverse, log, matrix, sizes
    >>> from derived.derivation import Derivation
    >>> (p,), d = sizes("p"), Derivation("The slope of a determinant", label="det")
    >>> A = matrix("A", p, p)
    >>> d = d.start(gradient(determinant(A), A)).equals(determinant(A) * inverse(A).T, because="Jacobi's formula")
    >>> print(d.lines[0].tex)
    \nabla_{\mathbf{A}}\, \det(\mathbf{A}) = \det(\mathbf{A}) \mathbf{A}^{-\top}
    """
    return Spectral("determinant", matrix)


def largest_eigenvalue(matrix: Expr) -> Expr:
    r"""The largest eigenvalue of a symmetric matrix.

    Parameters
    ----------
    matrix : Expr of shape (p, p)

    Returns
    -------
    Expr of shape ()

    Raises
    ------
    ShapeError
        If `matrix` is not square.
    ArithmeticError
        When it is evaluated, if the matrix is not symmetric.

    Examples
    --------
    >>> from derived.algebra import Instance, block, largest_eigenvalue, number
    >>> two = block([[number(2), number(1)], [number(1), number(2)]])
    >>> largest_eigenvalue(two.T @ two).at(Instance(0))
    Fraction(9, 1)
    """
    return Spectral("largest eigenvalue", matrix)


def smallest_eigenvalue(matrix: Expr) -> Expr:
    r"""The smallest eigenvalue of a symmetric matrix.

    Parameters
    ----------
    matrix : Expr of shape (p, p)

    Returns
    -------
    Expr of shape ()

    Raises
    ------
    ShapeError
        If `matrix` is not square.
    ArithmeticError
        When it is evaluated, if the matrix is not symmetric.

    Examples
    --------
    >>> from derived.algebra import eigenpair, matrix, smallest_eigenvalue, vector
    >>> from derived.derivation import Derivation
    >>> S, x = matrix("S", 3, 3, "symmetric"), vector("x", 3)
    >>> first, v = eigenpair(S, "lambda_1", "v_1", 1)
    >>> d = Derivation("Rayleigh's quotient", label="rayleigh").start(smallest_eigenvalue(S))
    >>> d = d.at_most(x.T @ S @ x / (x.T @ x), because="a weighted mean of eigenvalues", tight={x: v})
    >>> print(d.lines[0].tex)
    \lambda_{\min}(\mathbf{S}) \le \frac{\mathbf{x}^\top \mathbf{S} \mathbf{x}}{\mathbf{x}^\top \mathbf{x}}
    """
    return Spectral("smallest eigenvalue", matrix)


def largest_singular_value(matrix: Expr) -> Expr:
    r"""The largest singular value, which is the spectral norm.

    Parameters
    ----------
    matrix : Expr of shape (n, p)

    Returns
    -------
    Expr of shape ()

    Raises
    ------
    ShapeError
        If it is no matrix.

    Examples
    --------
    >>> from derived.algebra import Instance, block, largest_singular_value, number
    >>> largest_singular_value(block([[number(3), number(0)], [number(4), number(0)]])).at(Instance(0))
    Fraction(5, 1)
    """
    return Spectral("largest singular value", matrix)


def smallest_singular_value(matrix: Expr) -> Expr:
    r"""The smallest of the min(n, p) singular values of a matrix.

    Parameters
    ----------
    matrix : Expr of shape (n, p)

    Returns
    -------
    Expr of shape ()

    Raises
    ------
    ShapeError
        If it is no matrix.

    Examples
    --------
    >>> from derived.algebra import Instance, block, number, smallest_singular_value
    >>> smallest_singular_value(block([[number(3), number(0)], [number(4), number(0)]])).at(Instance(0))
    Fraction(0, 1)
    """
    return Spectral("smallest singular value", matrix)


def spectral_radius(matrix: Expr) -> Expr:
    r"""The largest absolute value of the eigenvalues, real or complex, of a square matrix.

    Parameters
    ----------
    matrix : Expr of shape (p, p)

    Returns
    -------
    Expr of shape ()

    Raises
    ------
    ShapeError
        If `matrix` is not square.
    ArithmeticError
        When its derivative is evaluated, if the matrix is not symmetric.

    Examples
    --------
    >>> from derived.algebra import Instance, block, scalar, spectral_radius, zeros
    >>> x = scalar("x")
    >>> turn = spectral_radius(block([[zeros(), -x], [x, zeros()]]))  # its eigenvalues are i x and -i x
    >>> turn
    \rho\left(\begin{bmatrix}0 & -x \\ x & 0\end{bmatrix}\right)
    >>> round(float(turn.at(Instance(0, "float").bind({x: -2.0}))), 9)
    2.0
    """
    return Spectral("spectral radius", matrix)


def condition_number(matrix: Expr) -> Expr:
    r"""The largest singular value divided by the smallest.

    Parameters
    ----------
    matrix : Expr of shape (n, p)

    Returns
    -------
    Expr of shape ()

    Raises
    ------
    ShapeError
        If it is no matrix.
    ZeroDivisionError
        When it is evaluated, if the smallest singular value is zero.

    Examples
    --------
    >>> from derived.algebra import Instance, block, condition_number, number
    >>> condition_number(block([[number(0), number(-6)], [number(2), number(0)]])).at(Instance(0))
    Fraction(3, 1)
    """
    return Spectral("condition number", matrix)


def eigenvalues(matrix: Expr) -> Expr:
    r"""The eigenvalues of a symmetric matrix as a vector, in increasing order.

    Parameters
    ----------
    matrix : Expr of shape (p, p)

    Returns
    -------
    Expr of shape (p,)

    Raises
    ------
    ShapeError
        If `matrix` is not square.
    ArithmeticError
        When it is evaluated, if the matrix is not symmetric.

    Examples
    --------
    >>> from derived.algebra import define, determinant, eigenvalues, index, matrix, product, sizes
    >>> from derived.derivation import Derivation
    >>> (p,), i = sizes("p"), index("i")
    >>> S = matrix("S", p, p, "symmetric")
    >>> d = Derivation("A determinant by eigenvalues", label="product").start(determinant(S))
    >>> print(d.equals(product(i, p, eigenvalues(S)[i]), because="in the basis of the eigenvectors").lines[0].tex)
    \det(\mathbf{S}) = \prod_{i=1}^{p} \lambda_{i}(\mathbf{S})
    """
    return Spectrum("lambda", matrix)


def singular_values(matrix: Expr) -> Expr:
    r"""The min(n, p) singular values of a matrix as a vector, in decreasing order.

    Parameters
    ----------
    matrix : Expr of shape (n, p)

    Returns
    -------
    Expr of shape (min(n, p),)

    Raises
    ------
    ShapeError
        If it is no matrix.

    Examples
    --------
    >>> from derived.algebra import matrix, norm, singular_values, sizes
    >>> from derived.derivation import Derivation
    >>> (p,) = sizes("p")
    >>> A, d = matrix("A", p, p), Derivation("Frobenius's norm", label="frobenius")
    >>> print(d.start(norm(A, "F")).equals(norm(singular_values(A)), because="rotations keep lengths").lines[0].tex)
    \lVert \mathbf{A} \rVert_{F} = \lVert \boldsymbol{\sigma}(\mathbf{A}) \rVert
    """
    return Spectrum("sigma", matrix)


def eigenpair(
    matrix: Expr, value: str = "lambda", vector: str = "v", place: Any = None
) -> tuple[Eigenletter, Eigenletter]:
    r"""An eigenvalue of a symmetric matrix and a vector that belongs to it, as letters: A v = λ v by construction.

    Parameters
    ----------
    matrix : Expr of shape (p, p)
    value, vector : str
        The letters.
    place : Expr or int, optional
        Which eigenvalue, counted from the smallest; if not given, any.

    Returns
    -------
    tuple of two Symbols, of shapes () and (p,)
        The vector is of any length but zero.

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
    _require_matrix(matrix, "eigenvalues", square=True)
    which = None if place is None else as_expr(place)
    return Eigenletter(value, matrix, which, (value, vector)), Eigenletter(vector, matrix, which, (value, vector))
