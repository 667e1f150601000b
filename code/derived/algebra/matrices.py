"""What is special to matrices: entrywise products, traces and diagonals."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from derived.algebra.arithmetic import one_lost
from derived.algebra.brackets import POWER, PRODUCT, parenthesized
from derived.algebra.expressions import Expr
from derived.algebra.operators import OPERATORS
from derived.algebra.shapes import ShapeError, shape_text
from derived.algebra.valuation import Valuation
from derived.algebra.values import Array, Value


class Hadamard(Expr):
    """The entrywise product of two arrays of the same shape."""

    binding = PRODUCT
    open_ended = True  # A ⊙ B C is read as A ⊙ (B C)

    def __init__(self, left: Expr, right: Expr):
        super().__init__(left, right)
        if left.shape != right.shape or not left.shape:
            raise ShapeError(
                f"{left.tex()} is a {shape_text(left.shape)} and {right.tex()} a {shape_text(right.shape)}: "
                "the entrywise product needs two arrays of the same shape"
            )
        self.shape = left.shape

    def tex(self) -> str:
        left, right = self.args
        first = left.tex() if isinstance(left, Hadamard) else left.tex_before(PRODUCT)
        return rf"{first} \odot {right.tex_in(POWER - 2)}"

    def compute(self, instance: Valuation) -> Value:
        return self.args[0].at(instance) * self.args[1].at(instance)

    def typos(self) -> Iterator[Expr]:
        yield from one_lost(self)


def hadamard(left: Expr, right: Expr) -> Expr:
    r"""The entrywise product, printed with ⊙.

    Parameters
    ----------
    left, right : Expr of one shape, (n,) or (n, p)

    Returns
    -------
    Expr of that shape

    Raises
    ------
    ShapeError
        If the shapes differ or are those of scalars.

    Examples
    --------
    >>> from derived.algebra import hadamard, ones, vector
    >>> from derived.derivation import Derivation
    >>> u, v = vector("u", 3), vector("v", 3)
    >>> d = Derivation("A dot product", label="dot").start(ones(3).T @ hadamard(u, v))
    >>> print(d.equals(u.T @ v, because="multiply entry by entry, then add up").lines[0].tex)
    \mathbf{1}^\top (\mathbf{u} \odot \mathbf{v}) = \mathbf{u}^\top \mathbf{v}
    """
    return Hadamard(left, right)


class SameTransposed(Expr):
    """What is worth the same for a matrix and for its transpose."""

    def equal_if(self, other: Expr) -> tuple[str, Expr, Expr] | None:
        if type(other) is not type(self) or self.rebuild(other.args).tex() != other.tex():
            return None
        return "a matrix and its transpose have the same", self.args[0].T, other.args[0]


class Trace(Expr):
    """The sum of the diagonal of a square matrix."""

    def __init__(self, part: Expr):
        super().__init__(part)
        if len(part.shape) != 2 or part.shape[0] != part.shape[1]:
            raise ShapeError(f"{part.tex()} is a {shape_text(part.shape)}: only a square matrix has a trace")

    def tex(self) -> str:
        return rf"\operatorname{{tr}}{parenthesized(self.args[0].tex())}"

    def compute(self, instance: Valuation) -> Value:
        return np.trace(self.args[0].array_at(instance))

    def typos(self) -> Iterator[Expr]:
        yield OPERATORS["determinant"](self.args[0])


def trace(matrix: Expr) -> Expr:
    r"""The trace of a square matrix, the sum of its diagonal.

    Parameters
    ----------
    matrix : Expr of shape (n, n)

    Returns
    -------
    Expr of shape ()

    Raises
    ------
    ShapeError
        If `matrix` is not square.

    Examples
    --------
    >>> from derived.algebra import matrix, trace
    >>> from derived.derivation import Derivation
    >>> A, B = matrix("A", 3, 2), matrix("B", 2, 3)
    >>> d = Derivation("Around the circle", label="circle").start(trace(A @ B))
    >>> print(d.equals(trace(B @ A), because="both add up every a_ij b_ji").lines[0].tex)
    \operatorname{tr}(\mathbf{A} \mathbf{B}) = \operatorname{tr}(\mathbf{B} \mathbf{A})
    """
    return Trace(matrix)


class Diag(Expr):
    """The diagonal matrix with a vector on its diagonal."""

    def __init__(self, part: Expr):
        super().__init__(part)
        if len(part.shape) != 1:
            raise ShapeError(f"{part.tex()} is a {shape_text(part.shape)}: diag(...) takes a vector")
        self.shape = part.shape * 2

    def tex(self) -> str:
        return rf"\operatorname{{diag}}{parenthesized(self.args[0].tex())}"

    def compute(self, instance: Valuation) -> Value:
        v = self.args[0].array_at(instance)
        array: Array = np.full((len(v), len(v)), instance.number(Fraction(0)), dtype=object)
        np.fill_diagonal(array, v)
        return array


def diag(vector: Expr) -> Expr:
    """The diagonal matrix with a vector on its diagonal.

    Parameters
    ----------
    vector : Expr of shape (n,)

    Returns
    -------
    Expr of shape (n, n)

    Raises
    ------
    ShapeError
        If `vector` is not a column vector.

    Examples
    --------
    >>> from derived.algebra import diag, hadamard, vector
    >>> from derived.derivation import Derivation
    >>> u, v = vector("u", 3), vector("v", 3)
    >>> d = Derivation("Scaling each entry", label="scaling").start(diag(u) @ v)
    >>> d.equals(hadamard(u, v), because="row i of the matrix has only its entry i").lines[0].evidence.kind
    'proved'
    """
    return Diag(vector)
