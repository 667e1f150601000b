"""What belongs to the spectrum of a matrix, as expressions: determinant, eigenvalues, singular values, and more.

Eigenvalues are of symmetric matrices; only the spectral radius is of any square one, whose eigenvalues may be complex.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
import sympy

from derived.algebra import matrix_numbers
from derived.algebra.brackets import parenthesized
from derived.algebra.eigendecomposition import eigen
from derived.algebra.expressions import Expr
from derived.algebra.matrices import SameTransposed, Trace
from derived.algebra.operators import OPERATORS
from derived.algebra.shapes import Shape, ShapeError, shape_text
from derived.algebra.valuation import Unsupported, Valuation
from derived.algebra.values import Scalar, Value
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
    of: Callable[[np.ndarray], Scalar]
    confused: tuple[str, ...] = ()
    square: bool = True


SPECTRAL = {
    "determinant": Rule(r"\det", matrix_numbers.determinant),
    "largest eigenvalue": Rule(r"\lambda_{\max}", lambda A: eigen(A)[0][-1], ("smallest eigenvalue",)),
    "smallest eigenvalue": Rule(r"\lambda_{\min}", lambda A: eigen(A)[0][0], ("largest eigenvalue",)),
    "largest singular value": Rule(
        r"\sigma_{\max}",
        lambda A: matrix_numbers.singular_values(A)[0],
        ("smallest singular value",),
        square=False,
    ),
    "smallest singular value": Rule(
        r"\sigma_{\min}", lambda A: matrix_numbers.singular_values(A)[-1], ("largest singular value",), square=False
    ),
    "spectral radius": Rule(r"\rho", matrix_numbers.largest_modulus, ("condition number",)),
    "condition number": Rule(r"\kappa", matrix_numbers.condition, ("spectral radius",), square=False),
}


class OfSpectrum(SameTransposed):
    """What the determinant, the eigenvalues and the singular values share."""

    branches = True  # which of the values is the largest depends on the numbers
    what = ""

    def unknown(self, instance: Valuation, place: int = 0) -> sympy.Symbol:
        """With free symbols, a symbol more: the same for the same matrix."""
        matrix = self.args[0].array_at(instance)
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

    def compute(self, instance: Valuation) -> Value:
        if instance.has_symbols and self.name != "determinant":
            return self.unknown(instance)
        return self.rule.of(self.args[0].array_at(instance))

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

    def compute(self, instance: Valuation) -> Value:
        if instance.has_symbols:
            return np.array([self.unknown(instance, k) for k in range(*instance.dims(self.shape))], dtype=object)
        value = self.args[0].array_at(instance)
        return eigen(value)[0] if self.letter == "lambda" else matrix_numbers.singular_values(value)


OPERATORS["determinant"] = partial(Spectral, "determinant")
