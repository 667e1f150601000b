"""Numbers, π among them, and the arrays that are the same in every instance: the identity, ones, zeros."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from fractions import Fraction
from functools import cached_property

import numpy as np
import sympy

from derived.algebra.brackets import ATOM, PRODUCT, SUM
from derived.algebra.expressions import Expr
from derived.algebra.operators import operator
from derived.algebra.shapes import Shape, SizeLike, dimension, shape_of, whole_letters_of
from derived.algebra.valuation import Valuation
from derived.algebra.values import Value
from derived.autodiff import pi


@operator("number")
class Number(Expr):
    """A whole number or a fraction."""

    def __init__(self, value: int | Fraction):
        super().__init__()
        self.value = Fraction(value)
        whole = self.value.denominator == 1
        self.binding = (ATOM if whole else PRODUCT) if self.value >= 0 else SUM

    def rebuild(self, args: tuple[Expr, ...]) -> Expr:
        return self

    def tex(self) -> str:
        v = self.value
        sign = "-" if v < 0 else ""
        v = abs(v)
        return sign + (str(v) if v.denominator == 1 else rf"\frac{{{v.numerator}}}{{{v.denominator}}}")

    def compute(self, instance: Valuation) -> Value:
        return instance.number(self.value)

    def as_size(self) -> sympy.Expr:
        return sympy.Rational(self.value.numerator, self.value.denominator)

    def typos(self) -> Iterator[Expr]:
        v, one = abs(self.value), (1 if self.value >= 0 else -1)
        top, bottom = v.numerator, v.denominator
        wrong = {v + 1, abs(v - 1)}
        if bottom > 1:
            digits = [(top + 1, bottom), (top - 1, bottom), (top, bottom + 1), (top, bottom - 1)]
            wrong = {Fraction(*of) for of in (*digits, (top, 1), (1, bottom), (bottom, top))}
        yield from (Number(one * u) for u in sorted(wrong - {v}))
        if one < 0:
            yield Number(v)


def number(value: int | Fraction) -> Expr:
    r"""A number as an expression: ``number(1) / 2`` is one half.

    Examples
    --------
    >>> (number(1) / 2).tex()
    '\\frac{1}{2}'
    """
    return Number(value)


class CircleNumber(Expr):
    """The number π, which is no fraction: it has sixty digits, or is SymPy's own."""

    def rebuild(self, args: tuple[Expr, ...]) -> Expr:
        return self

    def tex(self) -> str:
        return r"\pi"

    def compute(self, instance: Valuation) -> Value:
        return pi(instance.number(Fraction(1)))


PI = CircleNumber()
r"""π as an expression.

Examples
--------
>>> from derived.algebra import cos, scalar
>>> from derived.derivation import Derivation
>>> x = scalar("x")
>>> d = Derivation("Half a turn", label="turn").start(cos(x + PI))
>>> print(d.equals(-cos(x), because="to the opposite side of the circle").lines[0].tex)
\cos(x + \pi) = -\cos(x)
"""


class Constant(Expr):
    """An array that is the same in every instance: identity, ones or zeros."""

    def __init__(self, kind: str, shape: Shape):
        super().__init__()
        self.kind, self.shape = kind, shape

    @cached_property
    def depends(self) -> frozenset[Hashable]:
        """The letters that decide its shape, as the layer does for ones of its width."""
        return frozenset().union(*(letter.depends for letter in whole_letters_of(self.shape)))

    def rebuild(self, args: tuple[Expr, ...]) -> Expr:
        return self

    def tex(self) -> str:
        if not self.shape:
            return "0"
        return {"identity": r"\mathbf{I}", "ones": r"\mathbf{1}", "zeros": r"\mathbf{0}"}[self.kind]

    def compute(self, instance: Valuation) -> Value:
        dims = instance.dims(self.shape)
        filled = {
            "identity": lambda: np.eye(dims[0], dtype=int),
            "ones": lambda: np.ones(dims, dtype=int),
            "zeros": lambda: np.zeros(dims, dtype=int),
        }[self.kind]()
        array = np.empty(dims, dtype=object)
        array[...] = np.vectorize(lambda v: instance.number(Fraction(int(v))), otypes=[object])(filled)
        return array if dims else array.item()

    def typos(self) -> Iterator[Expr]:
        if not self.shape:
            yield Number(1)
        elif self.kind != "identity":
            yield Constant("zeros" if self.kind == "ones" else "ones", self.shape)


def identity(n: SizeLike) -> Expr:
    r"""The n × n identity matrix.

    Parameters
    ----------
    n : Size, Expr of sizes or int
        How many rows and columns.

    Returns
    -------
    Expr of shape (n, n)

    Raises
    ------
    ShapeError
        If `n` is no size.

    Examples
    --------
    >>> from derived.algebra import Instance, identity, matrix, scalar, sizes
    >>> n, p = sizes("n p")
    >>> X, lam = matrix("X", n, p), scalar("lambda", "positive")
    >>> X.T @ X + lam * identity(p)  # as in ridge regression
    \mathbf{X}^\top \mathbf{X} + \lambda \mathbf{I}
    >>> identity(2).at(Instance(0)).astype(int).tolist()
    [[1, 0], [0, 1]]
    """
    return Constant("identity", (dimension(n), dimension(n)))


def ones(*sizes: SizeLike) -> Expr:
    r"""A vector or matrix of ones.

    Parameters
    ----------
    *sizes : Size, Expr of sizes or int
        One for a vector, two for a matrix.

    Returns
    -------
    Expr of shape (n,) or (n, p)

    Raises
    ------
    ShapeError
        If one of `sizes` is no size.

    Examples
    --------
    >>> from derived.algebra import index, ones, summation, vector
    >>> from derived.derivation import Derivation
    >>> x, i = vector("x", 3), index("i")
    >>> d = Derivation("A sum", label="total").start(ones(3).T @ x)
    >>> print(d.equals(summation(i, 3, x[i]), because="every factor is 1").lines[0].tex)
    \mathbf{1}^\top \mathbf{x} = \sum_{i=1}^{3} x_{i}
    """
    return Constant("ones", shape_of(sizes))


def zeros(*sizes: SizeLike) -> Expr:
    r"""A scalar, vector or matrix of zeros.

    Parameters
    ----------
    *sizes : Size, Expr of sizes or int
        None for a scalar, one for a vector, two for a matrix.

    Returns
    -------
    Expr of shape (), (n,) or (n, p)

    Raises
    ------
    ShapeError
        If one of `sizes` is no size.

    Examples
    --------
    >>> from derived.algebra import Instance, softmax, zeros
    >>> softmax(zeros(4)), softmax(zeros(4)).at(Instance(0, "float")).tolist()
    (\operatorname{softmax}(\mathbf{0}), [0.25, 0.25, 0.25, 0.25])
    """
    return Constant("zeros", shape_of(sizes))


def is_zero(e: Expr) -> bool:
    """Whether it is the number or an array of zeros."""
    return (isinstance(e, Number) and e.value == 0) or (isinstance(e, Constant) and e.kind == "zeros")
