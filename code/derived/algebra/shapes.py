"""Shapes: () is a scalar, (n,) a column vector, ("row", n) a row, (n, p) a matrix; their entries are sizes.

Sizes are SymPy symbols, so that n + 1 and 1 + n are one size, and a product whose shapes do not fit is told at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Protocol, TypeAlias, runtime_checkable

import sympy
from sympy.core.function import AppliedUndef

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


class WholeSymbol(sympy.Symbol):
    """A letter for a whole number as part of a size: the padding p in n + 2p, the layer l in the width of layer l."""

    letter: Any

    def __new__(cls, letter: Any) -> WholeSymbol:
        """The letter of a formula, whose value an instance knows."""
        self = cls.__xnew__(cls, letter.name, integer=True)
        self.letter = letter
        return self

    def _hashable_content(self) -> tuple:
        return (*super()._hashable_content(), self.letter)


def sizes_of(shape: Shape) -> list[SizeSymbol]:
    """The sizes of which a shape is made, each once, in the order of their names.

    Examples
    --------
    >>> from derived.algebra import matrix, sizes
    >>> n, p = sizes("n p")
    >>> sizes_of(matrix("X", n + p, p).shape)
    [n, p]
    """
    return [s for s in _letters_of(shape) if isinstance(s, SizeSymbol)]


def whole_letters_of(shape: Shape) -> list[Any]:
    """The letters for whole numbers, and for layers, of which a shape is made.

    Examples
    --------
    >>> from derived.algebra import scalar, sizes, vector
    >>> (n,), p = sizes("n"), scalar("p", "whole")
    >>> whole_letters_of(vector("x", n + 2 * p).shape)
    [p]
    """
    return [s.letter for s in _letters_of(shape) if isinstance(s, WholeSymbol)]


def _letters_of(shape: Shape) -> list[sympy.Symbol]:
    found = {symbol for dim in shape if dim != "row" and not dim.is_Integer for symbol in dim.free_symbols}
    return sorted(found, key=lambda symbol: symbol.name)


def widths_of(dim: sympy.Expr) -> Iterator[tuple[sympy.Expr, str, sympy.Expr]]:
    """The widths of layers of which a size is made: each with its name and its layer."""
    yield from ((width, width.func.__name__, width.args[0]) for width in dim.atoms(AppliedUndef))


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
