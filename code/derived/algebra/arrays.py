r"""Arrays given by their entries, and letters for arrays with more than two indices.

A convolution is such an array, :math:`(\sum_j w_j x_{i + j})_{i \le n}`, and so are the matrix that it is, a dilated
vector and a mask.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from derived.algebra.brackets import POWER, parenthesized
from derived.algebra.constants import Number
from derived.algebra.expressions import Expr, Operand, as_expr
from derived.algebra.shapes import Shape, ShapeError, SizeLike, dimension, shape_of, shape_text
from derived.algebra.sums import Big
from derived.algebra.symbols import Index, Symbol
from derived.algebra.unwritable import Unwritable
from derived.algebra.valuation import Valuation
from derived.algebra.values import Value


class Entries(Big):
    """The array whose part at each place, from 1 to a size, a formula gives: a number or an array again."""

    binding = POWER + 1
    binding_as_factor = POWER - 2
    open_ended = False

    def __init__(self, index: Symbol, low: Expr, high: Expr, body: Expr):
        super().__init__(index, low, high, body)
        if not (isinstance(low, Number) and low.value == 1):
            raise ShapeError(f"entries are counted from 1, not from {low.tex()}")
        if body.shape and body.shape[0] == "row":
            raise ShapeError(f"{body.tex()} is a {shape_text(body.shape)}: entries are numbers, or arrays of them")
        self.shape = (dimension(high), *body.shape)

    def tex(self) -> str:
        places, entry = self._places_and_entry()
        return rf"{parenthesized(entry.tex())}_{{{', '.join(places)}}}"

    def _places_and_entry(self) -> tuple[list[str], Expr]:
        """Where all indices run, as LaTeX, and what stands there."""
        *_, high, body = self.args
        inner, entry = body._places_and_entry() if isinstance(body, Entries) else ([], body)
        return [rf"{self.index.tex()} \le {high.tex()}", *inner], entry

    def tex_at(self, subscript: str, shape: Shape) -> str:
        return f"{parenthesized(self.tex())}_{{{subscript}}}"

    def compute(self, instance: Valuation) -> Value:
        dims = instance.dims(self.shape)
        values = np.full(dims, instance.number(Fraction(0)), dtype=object)
        for k, value in enumerate(self.terms(instance)[: dims[0]]):
            values[k] = value
        return values

    def typos(self) -> Iterator[Expr]:
        yield Unwritable(parenthesized(self._places_and_entry()[1].tex()), self)


def entries(*places: tuple[Index, Operand], of: Operand) -> Expr:
    r"""The array with these entries: ``entries((i, n), (j, p), of=x[i] * y[j])`` has n rows and p columns.

    Parameters
    ----------
    *places : (Index, Size, Expr of sizes or int)
        For each axis what runs along it, from 1, and how far.
    of : Expr or number
        The entry.

    Returns
    -------
    Expr
        One index and a scalar make a vector, two a matrix.

    Raises
    ------
    ShapeError
        If a place does not run to a size, or there is none.

    Examples
    --------
    >>> from derived.algebra import define, entries, floor, index, sizes, summation, vector
    >>> from derived.derivation import Derivation
    >>> n, k = sizes("n k", "n >= k")
    >>> i, j, m = index("i"), index("j"), index("m")
    >>> w, x = vector("w", k, "zero outside"), vector("x", n)
    >>> y = entries((i, n - k + 1), of=summation(j, k, w[j] * x[i + j - 1]))  # a cross-correlation
    >>> y
    \left(\sum_{j=1}^{k} w_{j}\, x_{i + j - 1}\right)_{i \le n - k + 1}

    It is linear in x, so it is a matrix:

    >>> T = entries((i, n - k + 1), (m, n), of=w[m - i + 1])
    >>> d = Derivation("A convolution is a matrix", label="matrix").start(y)
    >>> print(d.equals(T @ x, because="row i has the kernel, shifted by i - 1").lines[0].tex)
    \left(\sum_{j=1}^{k} w_{j}\, x_{i + j - 1}\right)_{i \le n - k + 1} = (w_{m - i + 1})_{i \le n - k + 1, m \le n} \mathbf{x}
    """  # noqa: E501
    if not places:
        raise ShapeError("entries(...) has no place: write entries((i, n), of=...)")
    found = as_expr(of)
    for index, high in reversed(places):
        found = Entries(index, Number(1), as_expr(high), found)
    return found


def array(name: str, *sizes: SizeLike, conditions: tuple[str, ...] = (), tex: str | None = None) -> Symbol:
    r"""A letter for an array with any number of indices, as an image of several channels or the kernels of a layer.

    Parameters
    ----------
    name : str
        As in the code; it is set in bold.
    *sizes : Size, Expr of sizes or int
        How many entries it has along each axis.
    conditions : tuple of str
        What is known of it, as in ``("zero outside",)``.
    tex : str, optional
        How it is set, where that does not follow from the name.

    Returns
    -------
    Symbol of shape `sizes`

    Raises
    ------
    ShapeError
        If one of `sizes` is no size.

    Examples
    --------
    >>> from derived.algebra import Instance, array, index, sizes
    >>> (C, n), c, i, j = sizes("C n"), index("c"), index("i"), index("j")
    >>> X = array("X", C, n, n, conditions=("zero outside",))
    >>> X[c, i, j], X[c, i + 1, j], X[c]
    (x_{cij}, x_{c,i + 1,j}, \mathbf{X}_{c})
    >>> X[1, 0, 5].at(Instance(0)), X[1, 1, 1].at(Instance(0)) == 0  # row 0 is outside
    (Fraction(0, 1), False)
    """
    return Symbol(name, shape_of(sizes), *conditions, tex=tex)
