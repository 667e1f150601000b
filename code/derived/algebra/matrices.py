"""What is special to matrices and vectors: entrywise products, traces, diagonals, norms and blocks."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np
import sympy

from derived.algebra import eigen
from derived.algebra.arithmetic import one_lost
from derived.algebra.expressions import POWER, PRODUCT, Expr, as_expr
from derived.algebra.letters import parenthesized
from derived.algebra.operators import OPERATORS
from derived.algebra.shapes import Shape, ShapeError, shape_text
from derived.algebra.valuation import Unsupported, Valuation
from derived.autodiff import apply, power, real_part, whole


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

    def compute(self, instance: Valuation) -> Any:
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


class Trace(Expr):
    """The sum of the diagonal of a square matrix."""

    def __init__(self, part: Expr):
        super().__init__(part)
        if len(part.shape) != 2 or part.shape[0] != part.shape[1]:
            raise ShapeError(f"{part.tex()} is a {shape_text(part.shape)}: only a square matrix has a trace")

    def tex(self) -> str:
        return rf"\operatorname{{tr}}{parenthesized(self.args[0].tex())}"

    def compute(self, instance: Valuation) -> Any:
        return np.trace(self.args[0].at(instance))

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

    def compute(self, instance: Valuation) -> Any:
        v = self.args[0].at(instance)
        array = np.full((len(v), len(v)), instance.number(Fraction(0)), dtype=object)
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


class Norm(Expr):
    """A norm: of order 2 for vectors, 1 for the sum of absolute values, "F" for a matrix."""

    of_matrices: tuple[int | str, ...] = ("F",)

    def __init__(self, part: Expr, order: int | str = 2):
        super().__init__(part)
        matrix = len(part.shape) == 2 and part.shape[0] != "row"
        if not part.shape or order not in (self.of_matrices if matrix else (1, 2)):
            raise ShapeError(
                f"{part.tex()} is a {shape_text(part.shape)}, and the order is {order!r}: norms 1 and 2 are for "
                "vectors, 'F' and 2 for matrices, where it is always said; no others are known"
            )
        self.order = order

    def rebuild(self, args: tuple[Expr, ...]) -> Expr:
        return Norm(args[0], self.order)

    def tex(self) -> str:
        subscript = "" if self.order == 2 else f"_{{{self.order}}}"
        return rf"\lVert {self.args[0].tex()} \rVert{subscript}"

    def compute(self, instance: Valuation) -> Any:
        if self.order == 1:
            return apply("abs", self.args[0].at(instance)).sum()
        return apply("sqrt", self._squared(instance))

    def to_power(self, exponent: Any, instance: Valuation) -> Any:
        """The value of a power; an even one is rational where the norm itself is not."""
        if self.order != 1 and real_part(exponent) in (2, 4, 6):
            return power(self._squared(instance), whole(exponent) // 2)
        return super().to_power(exponent, instance)

    def _squared(self, instance: Valuation) -> Any:
        v = self.args[0].at(instance)
        return (v * v).sum()

    def typos(self) -> Iterator[Expr]:
        part = self.args[0]
        yield SpectralNorm(part, 2) if self.order == "F" else Norm(part, 3 - int(self.order))
        yield part


class SameTransposed(Expr):
    """What is worth the same for a matrix and for its transpose."""

    def equal_if(self, other: Expr) -> tuple[str, Expr, Expr] | None:
        if type(other) is not type(self) or self.rebuild(other.args).tex() != other.tex():
            return None
        return "a matrix and its transpose have the same", self.args[0].T, other.args[0]


class SpectralNorm(Norm, SameTransposed):
    """The norm of order 2 of a matrix, its largest singular value."""

    of_matrices = (2,)

    def rebuild(self, args: tuple[Expr, ...]) -> Expr:
        return SpectralNorm(args[0], self.order)

    def tex(self) -> str:
        return rf"\lVert {self.args[0].tex()} \rVert_{{2}}"

    def compute(self, instance: Valuation) -> Any:
        if instance.has_symbols:
            raise Unsupported(f"{self.tex()} depends on the numbers")
        return eigen.singular_values(self.args[0].at(instance))[0]

    def _squared(self, instance: Valuation) -> Any:
        return power(self.compute(instance), 2)

    def typos(self) -> Iterator[Expr]:
        yield Norm(self.args[0], "F")


def norm(x: Expr, order: int | str = "") -> Expr:
    r"""A norm: ``norm(x)``, ``norm(x, 1)``, ``norm(A, "F")``, ``norm(A, 2)``.

    Parameters
    ----------
    x : Expr of shape (n,) or (n, p)
    order : {2, 1, "F"}, optional
        For a vector, the Euclidean length, unless it is said to be the sum of absolute values; for a matrix, always
        said, 2 the spectral norm and "F" Frobenius's.

    Returns
    -------
    Expr of shape ()

    Raises
    ------
    ShapeError
        If `x` is a scalar, or the order none of these or not for its shape.

    Examples
    --------
    >>> from derived.algebra import norm, vector
    >>> from derived.derivation import Derivation
    >>> v, w, d = vector("v", 2), vector("w", 2), Derivation("The law of cosines", label="cosines")
    >>> norm(v), norm(w, 1), norm(v @ w.T, "F") ** 2
    (\lVert \mathbf{v} \rVert, \lVert \mathbf{w} \rVert_{1}, \lVert \mathbf{v} \mathbf{w}^\top \rVert_{F}^{2})
    >>> d.start(norm(v - w) ** 2).equals(v.T @ v - 2 * v.T @ w + w.T @ w, because="expand").lines[0].evidence.kind
    'proved'
    """
    if order == 2 and len(x.shape) == 2 and x.shape[0] != "row":
        return SpectralNorm(x, order)
    return Norm(x, 2 if order == "" else order)


class Block(Expr):
    """A matrix made of blocks, or a vector of stacked vectors."""

    def __init__(self, rows: list[list[Expr]]):
        self.layout = [len(row) for row in rows]
        super().__init__(*(b for row in rows for b in row))
        if all(len(row) == 1 and len(row[0].shape) == 1 for row in rows):
            self.shape = (sum(row[0].shape[0] for row in rows),)
            return
        heights = [{_as_matrix(b.shape)[0] for b in row} for row in rows]
        widths = {sum(_as_matrix(b.shape)[1] for b in row) for row in rows}
        if any(len(h) != 1 for h in heights) or len(widths) != 1:
            raise ShapeError("the blocks do not tile: " + ", ".join(shape_text(b.shape) for b in self.args))
        self.shape = (sum(h.pop() for h in heights), widths.pop())

    def _rows(self, parts: Any) -> list[list[Any]]:
        it = iter(parts)
        return [[next(it) for _ in range(k)] for k in self.layout]

    def rebuild(self, args: tuple[Expr, ...]) -> Expr:
        return Block(self._rows(args))

    def tex(self) -> str:
        rows = [" & ".join(b.tex() for b in row) for row in self._rows(self.args)]
        return r"\begin{bmatrix}" + r" \\ ".join(rows) + r"\end{bmatrix}"

    def compute(self, instance: Valuation) -> Any:
        if len(self.shape) == 1:
            return np.concatenate([b.at(instance) for b in self.args])
        values = [np.reshape(b.at(instance), instance.dims(_as_matrix(b.shape))) for b in self.args]
        return np.block(self._rows(values))


def _as_matrix(shape: Shape) -> Shape:
    match shape:
        case ():
            return (sympy.Integer(1), sympy.Integer(1))
        case ("row", n):
            return (sympy.Integer(1), n)
        case (n,):
            return (n, sympy.Integer(1))
    return shape


def block(rows: list[list[Any]]) -> Expr:
    r"""A block matrix: ``block([[ones(n), X]])`` puts a column of ones before X.

    Parameters
    ----------
    rows : list of lists of Expr or number
        Its rows of blocks; a scalar is a 1 × 1 block, a vector a column. Rows of one vector each are stacked.

    Returns
    -------
    Expr of shape (n, p), or of shape (n,) if vectors are stacked

    Raises
    ------
    ShapeError
        If the blocks do not tile.

    Examples
    --------
    >>> from derived.algebra import block, matrix, ones, sizes
    >>> n, p = sizes("n p")
    >>> design = block([[ones(n), matrix("X", n, p)]])
    >>> design, design.shape
    (\begin{bmatrix}\mathbf{1} & \mathbf{X}\end{bmatrix}, (n, p + 1))
    """
    return Block([[as_expr(b) for b in row] for row in rows])
