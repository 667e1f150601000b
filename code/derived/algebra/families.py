r"""Letters with an index, one for each: the weights of the layers of a network, the coefficients of a polynomial."""

from __future__ import annotations

from fractions import Fraction

import sympy

from derived.algebra.constants import Number
from derived.algebra.expressions import Expr
from derived.algebra.indexed import Indexed, place_of
from derived.algebra.shapes import Shape, SizeLike, shape_of
from derived.algebra.symbols import Symbol
from derived.algebra.valuation import Valuation
from derived.algebra.values import Value


class Family(Indexed):
    """Letters with an index, each of them free: ``W[l]`` is another matrix for each l.

    Examples
    --------
    >>> from derived.algebra import Instance
    >>> b, here = Family("b"), Instance(0)
    >>> b[1].at(here) == b[2].at(here), b[2].at(here) == b[2].at(here)
    (False, True)
    """

    def __init__(self, name: str, shape: Shape = (), conditions: tuple[str, ...] = (), superscript: bool = False):
        super().__init__(name, shape, superscript)
        self.conditions = conditions

    def usual(self, instance: Valuation, k: int) -> Value:
        return instance[Symbol(f"{self.name} of {k}", self.shape_at(Number(k)), *self.conditions)]


class Widths(Indexed):
    """Sizes with an index, each of them free: the widths of the layers of a network.

    Examples
    --------
    >>> from derived.algebra import Instance
    >>> d, here = Widths("d"), Instance(0)
    >>> d[1].at(here), d[2].at(here)
    (Fraction(1, 1), Fraction(2, 1))
    """

    def usual(self, instance: Valuation, k: int) -> Value:
        return instance.number(Fraction(instance.width(self.name, k)))

    def size_at(self, index: Expr) -> sympy.Expr:
        return sympy.Function(self.name, integer=True, positive=True)(place_of(index))


def widths(name: str) -> Widths:
    r"""Sizes with an index, one for each layer: ``d = widths("d")``, and ``W[l]`` has the shape (d[l], d[l - 1]).

    Parameters
    ----------
    name : str
        The letter, as for `Symbol`.

    Returns
    -------
    Widths
        ``d[l]`` is the width at l, a size and a number. Checks try widths from 1 to 4, one layer unlike another.

    Examples
    --------
    >>> from derived.algebra import family, index, scalar, sequence, smooth, vector, widths
    >>> d, l, t = widths("d"), index("ell"), scalar("t")
    >>> W, b = family("W", d[l], d[l - 1], superscript=True), family("b", d[l], superscript=True)
    >>> x, a, sigma = vector("x", d[0]), sequence("a", d[l], superscript=True), smooth("sigma", t)
    >>> a.recur(l, start=x, step=sigma(W[l] @ a[l - 1] + b[l]))
    >>> W[l].shape, W[l + 1].T.shape, a[l].shape
    ((d(ell), d(ell - 1)), (d(ell), d(ell + 1)), (d(ell),))
    >>> W[l] @ a[l]
    Traceback (most recent call last):
    derived.algebra.shapes.ShapeError: \mathbf{W}^{(\ell)} is a matrix of d(ell) × d(ell - 1) and \mathbf{a}^{(\ell)}
    a vector of d(ell): they cannot be multiplied; is a transpose missing?
    """
    return Widths(name)


def family(name: str, *sizes: SizeLike, conditions: tuple[str, ...] = (), superscript: bool = False) -> Family:
    r"""Letters with an index, one for each: the weights of the layers, the coefficients of a polynomial.

    Parameters
    ----------
    name : str
        The letter, as for `Symbol`.
    *sizes : Size, Expr of sizes or int
        None for numbers, one for vectors, two for matrices; made of `widths` at an index, each has a shape of its own.
    conditions : tuple of str
        What is known of each of them.
    superscript : bool
        Whether the index is set as one in parentheses, as that of a layer, and not as a subscript.

    Returns
    -------
    Family
        ``W[l]`` is the letter at l, a whole number.

    Raises
    ------
    ShapeError
        If one of `sizes` is no size.
    ValueError
        If the letter has a superscript of its own, and the index is to be one.

    Examples
    --------
    >>> from derived.algebra import family, index, matrix, scalar, sizes, summation
    >>> (p,), j, m = sizes("p"), index("j"), scalar("m", "whole")
    >>> c, A = family("c"), matrix("A", p, p)
    >>> summation(j, (0, m), c[j] * A**j)  # a polynomial of a matrix
    \sum_{j=0}^{m} c_{j} \mathbf{A}^{j}
    >>> family("W", p, p, superscript=True)[j].T
    (\mathbf{W}^{(j)})^\top
    """
    return Family(name, shape_of(sizes), conditions, superscript)
