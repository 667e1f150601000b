"""Sums, products, fractions and powers."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import sympy

from derived.algebra import exact
from derived.algebra.brackets import BIG, POWER, PRODUCT, SUM, parenthesized
from derived.algebra.constants import Number
from derived.algebra.expressions import Expr
from derived.algebra.operators import operator
from derived.algebra.shapes import Shape, ShapeError, shape_text
from derived.algebra.symbols import Index, Size, Symbol
from derived.algebra.unwritable import as_written
from derived.algebra.valuation import Valuation
from derived.algebra.values import Value
from derived.autodiff import whole

STEP_AT_THE_END = re.compile(r"\\mathrm\{d\}(\\[a-z]+\{\w+\}|\w+)$")  # dX Y is no change of XY, and keeps its distance


@operator("+")
class Add(Expr):
    """A sum of two terms of the same shape."""

    binding = SUM
    sign = "+"

    def __init__(self, left: Expr, right: Expr):
        super().__init__(left, right)
        if left.shape != right.shape:
            raise ShapeError(
                f"{left.tex()} is a {shape_text(left.shape)} and {right.tex()} a {shape_text(right.shape)}: "
                f"'{self.sign}' needs two of the same shape"
            )
        self.shape, self.takes_what_follows = left.shape, right.takes_what_follows

    def tex(self) -> str:
        left, right = self.args
        first = parenthesized(left.tex()) if left.takes_what_follows else left.tex_in(SUM)
        return f"{first} {self.sign} {right.tex_in(BIG)}"

    def compute(self, instance: Valuation) -> Value:
        return self.args[0].at(instance) + self.args[1].at(instance)

    def as_size(self) -> sympy.Expr:
        return self.args[0].as_size() + self.args[1].as_size()

    def typos(self) -> Iterator[Expr]:
        yield Sub(*self.args)
        yield from one_lost(self)


@operator("-")
class Sub(Add):
    """A difference of two terms of the same shape."""

    sign = "-"

    def compute(self, instance: Valuation) -> Value:
        return self.args[0].at(instance) - self.args[1].at(instance)

    def as_size(self) -> sympy.Expr:
        return self.args[0].as_size() - self.args[1].as_size()

    def typos(self) -> Iterator[Expr]:
        yield Add(*self.args)
        yield from one_lost(self)


@operator("minus")
class Neg(Expr):
    """A change of sign."""

    binding = SUM

    def __init__(self, part: Expr):
        super().__init__(part)
        self.shape, self.open_ended = part.shape, part.ends_openly(BIG)
        self.takes_what_follows = part.takes_what_follows

    def tex(self) -> str:
        return f"-{self.args[0].tex_in(BIG)}"

    def compute(self, instance: Valuation) -> Value:
        return -self.args[0].at(instance)

    def typos(self) -> Iterator[Expr]:
        yield self.args[0]


def one_lost(e: Expr) -> Iterator[Expr]:
    """What is left of a sum or a product of several when its last part is lost, or, of two, the first.

    A sign in front stays: of a − b without a is left −b, of −a b without a as well.
    """
    left, right = e.args
    yield left
    same_kind = isinstance(left, Add if isinstance(e, Add) else Mul | MatMul)
    if same_kind and (isinstance(e, Add) or not left.open_ended):
        return  # of the parts of the left, each is lost in its own turn
    negative = isinstance(e, Sub) or (not isinstance(e, Add) and is_negative(left))
    yield Neg(right) if negative else right


def is_negative(e: Expr) -> bool:
    """Whether it begins with a minus sign."""
    return isinstance(e, Neg) or (isinstance(e, Number) and e.value < 0)


def _product_binding(first: Expr) -> int:
    """A product that begins with a minus sign binds like a sum: −2x needs parentheses where −x does."""
    negative = is_negative(first)
    negative |= isinstance(first, Mul | MatMul) and first.binding == SUM
    return SUM if negative and not first.open_ended else PRODUCT


@operator("*")
class Mul(Expr):
    """A product with a scalar."""

    binding = PRODUCT

    def __init__(self, left: Expr, right: Expr):
        super().__init__(left, right)
        self.binding, self.open_ended = _product_binding(left), right.ends_openly(right.binding_as_factor)
        self.takes_what_follows = right.takes_what_follows
        if left.shape and right.shape:
            raise ShapeError(
                f"{left.tex()} is a {shape_text(left.shape)} and {right.tex()} a {shape_text(right.shape)}: "
                "use @ for their matrix product, hadamard(...) for the entrywise one"
            )
        self.shape = left.shape or right.shape

    def tex(self) -> str:
        left, right = self.args
        a, b = left.tex_before(self.binding), right.tex_in(right.binding_as_factor)
        if b[0].isdigit() or (b.startswith(r"\frac") and a[-1].isdigit()):
            return rf"{a} \cdot {b}"
        return f"{a} {b}" if _ends_in_number(left) or right.shape or b[0] == "(" else rf"{a}\, {b}"

    def compute(self, instance: Valuation) -> Value:
        a, b = self.args[0].at(instance), self.args[1].at(instance)
        return b * a if isinstance(b, np.ndarray) else a * b  # an array knows how to be scaled, a number need not

    def as_size(self) -> sympy.Expr:
        return self.args[0].as_size() * self.args[1].as_size()

    def typos(self) -> Iterator[Expr]:
        yield from one_lost(self)


def _ends_in_number(expr: Expr) -> bool:
    return isinstance(expr, Number) or (isinstance(expr, Div) and all(isinstance(a, Number) for a in expr.args))


@operator("@")
class MatMul(Expr):
    """A matrix product; a vector is a column, its transpose a row."""

    binding = PRODUCT

    def __init__(self, left: Expr, right: Expr):
        super().__init__(left, right)
        self.binding, self.open_ended = _product_binding(left), right.ends_openly(right.binding_as_factor)
        self.shape = self._product_shape(left.shape, right.shape)

    def _product_shape(self, a: Shape, b: Shape) -> Shape:
        match a, b:
            case ("row", n), (m,) if n == m:
                return ()
            case ("row", n), (m, p) if m != "row" and n == m:
                return ("row", p)
            case (n,), ("row", m):
                return (n, m)
            case (n, p), (m,) if n != "row" and p == m:
                return (n,)
            case (n, p), (m, q) if n != "row" and m != "row" and p == m:
                return (n, q)
        left, right = self.args
        raise ShapeError(
            f"{left.tex()} is a {shape_text(a)} and {right.tex()} a {shape_text(b)}: "
            + ("use * with a scalar" if () in (a, b) else "they cannot be multiplied; is a transpose missing?")
        )

    def tex(self) -> str:
        left, right = self.args
        a, b = left.tex_before(self.binding), right.tex_in(right.binding_as_factor)
        apart = r"\, " if b.startswith(r"\mathrm{d}") or STEP_AT_THE_END.search(a) else " "
        return f"{a}{apart}{b}"

    def compute(self, instance: Valuation) -> Value:
        left, right = self.args
        a, b = left.array_at(instance), right.array_at(instance)
        if right.shape[0] == "row" and len(left.shape) == 1:
            return np.multiply.outer(a, b)
        return a @ b

    def typos(self) -> Iterator[Expr]:
        yield from one_lost(self)


@operator("/")
class Div(Expr):
    """A fraction with a scalar denominator."""

    binding = PRODUCT + 1

    def __init__(self, top: Expr, bottom: Expr):
        super().__init__(top, bottom)
        if bottom.shape:
            raise ShapeError(f"{bottom.tex()} is a {shape_text(bottom.shape)}: only a scalar divides; use inverse(...)")
        self.shape = top.shape

    def tex(self) -> str:
        return rf"\frac{{{self.args[0].tex()}}}{{{self.args[1].tex()}}}"

    def compute(self, instance: Valuation) -> Value:
        return self.args[0].at(instance) / self.args[1].at(instance)

    def typos(self) -> Iterator[Expr]:
        top, bottom = self.args
        yield top
        yield as_written(Div, Number(1), bottom)
        yield as_written(Div, bottom, top)
        yield Mul(Number(2), self)


@operator("**")
class Pow(Expr):
    """A power: of a scalar, or of a square matrix with a whole exponent, a letter perhaps; the power 0 is 1, or I."""

    binding = POWER

    def __init__(self, base: Expr, exponent: Expr):
        super().__init__(base, exponent)
        square = len(base.shape) == 2 and base.shape[0] == base.shape[1]
        if exponent.shape or (base.shape and not (square and _is_count(exponent))):
            raise ShapeError(
                f"{base.tex()} is a {shape_text(base.shape)}: scalars are raised to a power, and square matrices to a "
                "whole one, not below zero: a number, or a letter declared as a size, an index or whole"
            )
        self.shape = base.shape

    def tex(self) -> str:
        base, exponent = self.args
        return base.tex_to(exponent.tex())

    def compute(self, instance: Valuation) -> Value:
        base, exponent = self.args
        k = exponent.value if isinstance(exponent, Number) else exponent.at(instance)
        return exact.matrix_power(base.array_at(instance), whole(k)) if base.shape else base.to_power(k, instance)

    def typos(self) -> Iterator[Expr]:
        base, exponent = self.args
        if not (isinstance(exponent, Number) and exponent.value == 2):  # else it becomes 1
            yield base


def _is_count(exponent: Expr) -> bool:
    """Whether it is a whole number by declaration, and none that is printed as negative."""
    if isinstance(exponent, Number):
        return exponent.value.denominator == 1 and exponent.value >= 0
    if isinstance(exponent, Add | Mul):
        return all(_is_count(part) for part in exponent.args)
    return isinstance(exponent, Size | Index) or (isinstance(exponent, Symbol) and "whole" in exponent.conditions)
