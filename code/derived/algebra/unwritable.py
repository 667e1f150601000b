"""Formulas that can be printed and no more: misprints whose shapes do not fit, or that no expression is."""

from __future__ import annotations

from derived.algebra.expressions import Expr
from derived.algebra.shapes import ShapeError


def as_written(kind: type[Expr], *parts: Expr) -> Expr:
    r"""An operator on these parts, whether or not their shapes fit: if not, it can be printed and no more.

    Examples
    --------
    >>> from derived.algebra import matrix, vector
    >>> from derived.algebra.arithmetic import MatMul
    >>> A, v = matrix("A", 2, 3), vector("v", 2)
    >>> wrong = as_written(MatMul, A, v)
    >>> wrong, wrong.fits
    (\mathbf{A} \mathbf{v}, False)
    """
    node = object.__new__(kind)
    fits = all(part.fits for part in parts)
    try:
        node.__init__(*parts)  # type: ignore[misc]
    except ShapeError:
        fits = False
    if not fits:
        node.args, node.fits, node.shape = parts, False, parts[0].shape
    return node


class Unwritable(Expr):
    """What a misprint may print and no expression can: the letter of an array where an entry was meant, a lost half.

    Parameters
    ----------
    tex : str
        What is printed.
    like : Expr
        In whose place.
    """

    fits = False

    def __init__(self, tex: str, like: Expr):
        super().__init__()
        self._tex, self.shape, self.binding = tex, like.shape, like.binding

    def rebuild(self, args: tuple[Expr, ...]) -> Expr:
        return self

    def tex(self) -> str:
        return self._tex
