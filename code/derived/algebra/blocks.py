"""Matrices made of blocks, vectors stacked on each other, and columns of numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import sympy

from derived.algebra.expressions import Expr, Operand, as_expr
from derived.algebra.shapes import Shape, ShapeError, dimension, shape_text
from derived.algebra.valuation import Valuation
from derived.algebra.values import Value, entries


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

    def compute(self, instance: Valuation) -> Value:
        if len(self.shape) == 1:
            return np.concatenate([b.array_at(instance) for b in self.args])
        values = [entries(b.at(instance)).reshape(instance.dims(_as_matrix(b.shape))) for b in self.args]
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


def block(rows: list[list[Operand]]) -> Expr:
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


class Column(Expr):
    """A vector by its entries."""

    def __init__(self, *args: Expr):
        super().__init__(*args)
        for entry in args:
            if entry.shape:
                raise ShapeError(f"{entry.tex()} is a {shape_text(entry.shape)}: the entries of a column are scalars")
        self.shape = (dimension(len(args)),)

    def tex(self) -> str:
        return r"\begin{bmatrix}" + r" \\ ".join(entry.tex() for entry in self.args) + r"\end{bmatrix}"

    def compute(self, instance: Valuation) -> Value:
        values = np.empty(len(self.args), dtype=object)
        values[:] = [entry.at(instance) for entry in self.args]
        return values


def column(*entries: Operand) -> Expr:
    r"""A vector by its entries: ``column(x[1] * x[2], 3)``; where ``block`` has a matrix, this has a vector.

    Parameters
    ----------
    *entries : Expr of shape () or number
        At least one, from the top to the bottom.

    Returns
    -------
    Expr of shape (k,) for k entries

    Raises
    ------
    ShapeError
        If there is none, or one of them is no scalar.

    Examples
    --------
    >>> from derived.algebra import column, gradient, vector
    >>> from derived.derivation import Derivation
    >>> x = vector("x", 2)
    >>> d = Derivation("An area", label="area").start(gradient(x[1] * x[2], x))
    >>> print(d.equals(column(x[2], x[1]), because="each side by the other").lines[0].tex)
    \nabla_{\mathbf{x}}\, (x_{1}\, x_{2}) = \begin{bmatrix}x_{2} \\ x_{1}\end{bmatrix}
    """
    if not entries:
        raise ShapeError("a column has at least one entry")
    return Column(*(as_expr(entry) for entry in entries))
