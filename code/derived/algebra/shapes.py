"""Shapes: () is a scalar, (n,) a column vector, ("row", n) a row, (n, p) a matrix; their entries are sizes.

Sizes are SymPy symbols, so that n + 1 and 1 + n are one size, and a product whose shapes do not fit is told at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol, TypeAlias, runtime_checkable

import sympy

Shape = tuple[Any, ...]


@runtime_checkable
class Sizeable(Protocol):
    """An expression, which may be made of sizes and whole numbers."""

    def as_size(self) -> sympy.Expr:
        """As one entry of a shape.

        Raises
        ------
        ShapeError
            If it is made of anything else.
        """
        ...


SizeLike: TypeAlias = Sizeable | sympy.Expr | int


class ShapeError(TypeError):
    r"""Parts of an expression do not fit together.

    Examples
    --------
    >>> from derived.algebra import matrix, sizes, vector
    >>> n, p = sizes("n p")
    >>> matrix("X", n, p) @ vector("y", n)
    Traceback (most recent call last):
    derived.algebra.shapes.ShapeError: \mathbf{X} is a matrix of n × p and \mathbf{y} a vector of n: they cannot be
    multiplied; is a transpose missing?
    """


def shape_text(shape: Shape) -> str:
    """A shape in words, for messages and for the list of symbols.

    Examples
    --------
    >>> shape_text((sympy.Symbol("n"), 2))
    'matrix of n × 2'
    >>> shape_text((2, 3, 2, 3))  # a misprint may differentiate a matrix by a matrix
    '2 × 3 × 2 × 3 array'
    """
    match shape:
        case ():
            return "scalar"
        case ("row", n):
            return f"row of {n}"
        case (n,):
            return f"vector of {n}"
        case (n, p):
            return f"matrix of {n} × {p}"
    return " × ".join(map(str, shape)) + " array"


class SizeSymbol(sympy.Symbol):
    """A size as an entry of shapes, where SymPy's arithmetic tells n + 1 from n and 1 + n from neither."""

    rank: int
    comparisons: tuple

    def __new__(cls, name: str, rank: int, comparisons: tuple = ()) -> SizeSymbol:
        """A positive whole number with a name, its place among the sizes declared with it, and what is known of it."""
        self = cls.__xnew__(cls, name, integer=True, positive=True)  # not SymPy's cache, which knows names only
        self.rank, self.comparisons = rank, comparisons
        return self

    def _hashable_content(self) -> tuple:
        return (*super()._hashable_content(), self.rank)


def dimension(size: SizeLike) -> sympy.Expr:
    """A size, or an expression of sizes, as one entry of a shape: equal shapes compare equal.

    Raises
    ------
    ShapeError
        If it is made of anything but sizes and whole numbers.

    Examples
    --------
    >>> from derived.algebra import sizes
    >>> n, p = sizes("n p")
    >>> dimension(n + 1) == dimension(1 + n), dimension(n) == dimension(p)
    (True, False)
    """
    match size:
        case int():
            return sympy.Integer(size)
        case sympy.Expr():
            return size
        case Sizeable():
            return size.as_size()
    raise ShapeError(f"{size} is no size: use names from sizes(...) and whole numbers")


def shape_of(sizes: Iterable[SizeLike]) -> Shape:
    """The shape that an author names by its sizes: none for a scalar, one for a vector, two for a matrix.

    Examples
    --------
    >>> from derived.algebra import sizes
    >>> n, p = sizes("n p")
    >>> shape_of((n, p + 1))
    (n, p + 1)
    """
    return tuple(dimension(size) for size in sizes)
