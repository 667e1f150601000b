r"""Determinants, eigenvalues and the spectral radius, as functions of a matrix.

Eigenvalues are of symmetric matrices; only the spectral radius is of any square one, whose eigenvalues may be complex.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import sympy

from derived.algebra import eigen
from derived.algebra.expressions import Expr
from derived.algebra.letters import parenthesized
from derived.algebra.matrices import SameTransposed, Trace
from derived.algebra.operators import OPERATORS
from derived.algebra.shapes import Shape, ShapeError, shape_text
from derived.algebra.valuation import Unsupported, Valuation
from derived.autodiff import Dual


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

    branches = True  # which of the values is the largest depends on the numbers
    what = ""

    def unknown(self, instance: Valuation, place: int = 0) -> Any:
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
        require_matrix(part, f"a {name}", self.rule.square)

    def rebuild(self, args: tuple[Expr, ...]) -> Expr:
        return Spectral(self.name, *args)

    def tex(self) -> str:
        return self.rule.tex + parenthesized(self.args[0].tex())

    def tex_to(self, exponent: str) -> str:
        """LaTeX of a power: in parentheses, since λ²(A) may be read as an eigenvalue of the square."""
        return rf"{parenthesized(self.tex())}^{{{exponent}}}"

    def compute(self, instance: Valuation) -> Any:
        if instance.has_symbols and self.name != "determinant":
            return self.unknown(instance)
        return self.rule.of(self.args[0].at(instance))

    def typos(self) -> Iterator[Expr]:
        if self.name == "determinant":
            yield Trace(self.args[0])
        square = self.args[0].shape[0] == self.args[0].shape[1]
        yield from (Spectral(name, self.args[0]) for name in self.rule.confused if square or not SPECTRAL[name].square)


def require_matrix(part: Expr, what: str, square: bool) -> None:
    r"""Refuse what is no matrix, or not square where that is asked for.

    Examples
    --------
    >>> from derived.algebra import vector
    >>> require_matrix(vector("x", 3), "a trace", square=True)
    Traceback (most recent call last):
    derived.algebra.shapes.ShapeError: \mathbf{x} is a vector of 3: only a square matrix has a trace
    """
    matrix = len(part.shape) == 2 and part.shape[0] != "row"
    if not matrix or (square and part.shape[0] != part.shape[1]):
        kind = "square matrix" if square else "matrix"
        raise ShapeError(f"{part.tex()} is a {shape_text(part.shape)}: only a {kind} has {what}")


class Spectrum(OfSpectrum):
    """All eigenvalues of a symmetric matrix in increasing order, or all singular values in decreasing order."""

    def __init__(self, letter: str, part: Expr):
        super().__init__(part)
        self.letter = self.what = letter
        require_matrix(part, "eigenvalues" if letter == "lambda" else "singular values", square=letter == "lambda")
        self.shape = (sympy.Min(*part.shape),)

    def rebuild(self, args: tuple[Expr, ...]) -> Expr:
        return Spectrum(self.letter, *args)

    def tex(self) -> str:
        return rf"\boldsymbol{{\{self.letter}}}{parenthesized(self.args[0].tex())}"

    def tex_at(self, subscript: str, shape: Shape) -> str:
        return rf"\{self.letter}_{{{subscript}}}{parenthesized(self.args[0].tex())}"

    def compute(self, instance: Valuation) -> Any:
        if instance.has_symbols:
            return np.array([self.unknown(instance, k) for k in range(*instance.dims(self.shape))], dtype=object)
        value = self.args[0].at(instance)
        return eigen.eigen(value)[0] if self.letter == "lambda" else eigen.singular_values(value)


OPERATORS["determinant"] = partial(Spectral, "determinant")


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
