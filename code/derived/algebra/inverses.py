"""Transposes, inverses and pseudo-inverses of matrices."""

from __future__ import annotations

from collections.abc import Iterator

from derived.algebra import exact
from derived.algebra.arithmetic import Pow
from derived.algebra.brackets import POWER
from derived.algebra.constants import Number
from derived.algebra.expressions import Expr
from derived.algebra.operators import operator
from derived.algebra.shapes import Shape, ShapeError, shape_text
from derived.algebra.unwritable import as_written
from derived.algebra.valuation import Valuation
from derived.algebra.values import Value


@operator("T")
class Transpose(Expr):
    """A transpose: rows become columns."""

    binding = POWER

    def __init__(self, part: Expr):
        super().__init__(part)
        match part.shape:
            case ():
                raise ShapeError(f"{part.tex()} is a scalar: it has no transpose")
            case ("row", n):
                self.shape = (n,)
            case (n,):
                self.shape = ("row", n)
            case (n, p):
                self.shape = (p, n)

    def tex(self) -> str:
        part = self.args[0]
        if type(part) is Inverse:  # not the pseudo-inverse, which is a kind of it
            return f"{part.args[0].tex_in(POWER + 1)}^{{-\\top}}"
        return f"{part.tex_in(POWER + 1)}^\\top"

    def compute(self, instance: Valuation) -> Value:
        return self.args[0].array_at(instance).T

    def typos(self) -> Iterator[Expr]:
        part = self.args[0]
        yield part
        if type(part) is Inverse:
            yield part.args[0]


class Inverse(Expr):
    """The inverse of a square matrix."""

    binding = POWER
    mark = "-1"

    def __init__(self, part: Expr):
        super().__init__(part)
        self.shape = self._shape(part)

    def _shape(self, part: Expr) -> Shape:
        if len(part.shape) != 2 or part.shape[0] != part.shape[1]:
            raise ShapeError(f"{part.tex()} is a {shape_text(part.shape)}: only a square matrix has an inverse")
        return part.shape

    def tex(self) -> str:
        return f"{self.args[0].tex_in(POWER + 1)}^{{{self.mark}}}"

    def compute(self, instance: Valuation) -> Value:
        return exact.inverse(self.args[0].array_at(instance))

    def typos(self) -> Iterator[Expr]:
        yield self.args[0]
        yield from (as_written(Pow, self.args[0], Number(k)) for k in (-2, 0))


class PseudoInverse(Inverse):
    """The Moore–Penrose pseudo-inverse."""

    mark = "+"

    def _shape(self, part: Expr) -> Shape:
        if len(part.shape) != 2 or part.shape[0] == "row":
            raise ShapeError(f"{part.tex()} is a {shape_text(part.shape)}: a pseudo-inverse is for a matrix")
        return part.shape[::-1]

    def compute(self, instance: Valuation) -> Value:
        return exact.pseudo_inverse(self.args[0].array_at(instance))

    def typos(self) -> Iterator[Expr]:
        yield self.args[0]
        yield as_written(Inverse, self.args[0])


def inverse(matrix: Expr) -> Expr:
    """The inverse of a square matrix; ``inverse(A)`` prints A⁻¹.

    Parameters
    ----------
    matrix : Expr of shape (n, n)

    Returns
    -------
    Expr of shape (n, n)

    Raises
    ------
    ShapeError
        If `matrix` is not square.
    ZeroDivisionError
        When it is evaluated, if the matrix is singular.

    Examples
    --------
    >>> from derived.algebra import inverse, matrix, sizes
    >>> from derived.derivation import Derivation
    >>> (p,), d = sizes("p"), Derivation("Undone in reverse order", label="undone")
    >>> A, B = matrix("A", p, p), matrix("B", p, p)
    >>> d.start(inverse(A @ B)).equals(inverse(B) @ inverse(A), because="last in, first out").lines[0].evidence.kind
    'exact'
    """
    return Inverse(matrix)


def pseudo_inverse(matrix: Expr) -> Expr:
    """The Moore–Penrose pseudo-inverse A⁺.

    Parameters
    ----------
    matrix : Expr of shape (n, p)

    Returns
    -------
    Expr of shape (p, n)

    Raises
    ------
    ShapeError
        If `matrix` is a scalar, a vector or a row.

    References
    ----------
    Ben-Israel and Greville, *Generalized Inverses*, 2003, theorem 1.3.5, by which it is computed.

    Examples
    --------
    >>> from derived.algebra import Instance, matrix, pseudo_inverse, sizes
    >>> n, p = sizes("n p")
    >>> X, here = matrix("X", n, p, "rank deficient"), Instance(0)
    >>> (X @ pseudo_inverse(X) @ X).at(here).tolist() == X.at(here).tolist()  # even where no inverse exists
    True
    """
    return PseudoInverse(matrix)
