"""The largest or smallest value over a running index, maxᵢ and minᵢ, and where it is: arg maxᵢ."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from derived.algebra.brackets import BIG
from derived.algebra.docstrings import shares
from derived.algebra.expressions import Expr, Operand, as_expr
from derived.algebra.shapes import ShapeError, shape_text
from derived.algebra.sums import Big, bounds_of
from derived.algebra.symbols import Index, Symbol
from derived.algebra.valuation import Unsupported, Valuation
from derived.algebra.values import Value
from derived.autodiff import order, whole


class Extreme(Big):
    """The largest or smallest value of an indexed scalar."""

    def __init__(self, kind: str, index: Symbol, low: Expr, high: Expr, body: Expr):
        super().__init__(index, low, high, body)
        self.kind = kind
        if body.shape:
            raise ShapeError(f"{body.tex()} is a {shape_text(body.shape)}: a {kind}imum is of scalars")

    def rebuild(self, args: tuple[Expr, ...]) -> Expr:
        return type(self)(self.kind, self.index, *args)

    @property
    def name_tex(self) -> str:
        """What stands before the bounds."""
        return rf"\{self.kind}"

    def tex(self) -> str:
        low, high, body = self.args
        return rf"{self.name_tex}_{{{low.tex()} \le {self.index.tex()} \le {high.tex()}}} {body.tex_in(BIG)}"

    def compute(self, instance: Valuation) -> Value:
        values = self.terms(instance)
        return values[self.place_in(values, instance)]

    def place_in(self, values: list[Value], instance: Valuation) -> int:
        """Where the extreme of some values is, counted from 0: of several, the first."""
        if not values:
            raise IndexError(f"{self.tex()} has no values to choose from")
        if instance.kind == "rational":
            raise Unsupported(f"which value {self.tex()} is depends on the numbers")
        best = 0
        for k, value in enumerate(values):  # at a tie of duals it depends on the direction, which `order` tells
            if order(value, values[best]) * (1 if self.kind == "max" else -1) > 0:
                best = k
        return best

    def typos(self) -> Iterator[Expr]:
        yield type(self)("min" if self.kind == "max" else "max", self.index, *self.args)


class PlaceOfExtreme(Extreme):
    """The index at which an indexed scalar is largest or smallest: of several, the first."""

    @property
    def name_tex(self) -> str:
        return rf"\operatorname*{{arg\,{self.kind}}}"

    def compute(self, instance: Valuation) -> Value:
        first = whole(self.args[0].at(instance))
        return instance.number(Fraction(first + self.place_in(self.terms(instance), instance)))

    def typos(self) -> Iterator[Expr]:
        yield from super().typos()
        yield Extreme(self.kind, self.index, *self.args)


shared = shares("""
Parameters
----------
index : Index
    What runs.
bounds : Expr, int or pair of them
    Where it ends, both ends included; or where it begins, 1 if not given, and where it ends.
body : Expr of shape (), or number
    What takes the values.

Returns
-------
Expr of shape ()

Raises
------
ShapeError
    If `body` is no scalar.
IndexError
    When it is evaluated, as for `summation`, or if there are no values.
""")


@shared
def maximum(index: Index, bounds: Operand | tuple[Operand, Operand], body: Operand) -> Expr:
    r"""The largest value of an indexed expression, with bounds as in `summation`.

    Examples
    --------
    >>> from derived.algebra import Instance, index, maximum
    >>> i = index("i")
    >>> highest = maximum(i, 4, i * (5 - i))
    >>> highest, highest.at(Instance(0))
    (\max_{1 \le i \le 4} i (5 - i), Fraction(6, 1))
    """
    return Extreme("max", index, *bounds_of(bounds), as_expr(body))


@shared
def minimum(index: Index, bounds: Operand | tuple[Operand, Operand], body: Operand) -> Expr:
    r"""The smallest value of an indexed expression, with bounds as in `summation`.

    Examples
    --------
    >>> from derived.algebra import Instance, index, minimum
    >>> i = index("i")
    >>> lowest = minimum(i, 4, (i - 3) ** 2)
    >>> lowest, lowest.at(Instance(0))
    (\min_{1 \le i \le 4} (i - 3)^{2}, Fraction(0, 1))
    """
    return Extreme("min", index, *bounds_of(bounds), as_expr(body))


@shared
def place_of_maximum(index: Index, bounds: Operand | tuple[Operand, Operand], body: Operand) -> Expr:
    r"""The index at which an expression is largest, arg max: of several, the first; with bounds as in `summation`.

    Examples
    --------
    >>> from derived.algebra import Instance, index, place_of_maximum
    >>> i = index("i")
    >>> where = place_of_maximum(i, 4, i * (5 - i))  # 4, 6, 6, 4
    >>> where, where.at(Instance(0))
    (\operatorname*{arg\,max}_{1 \le i \le 4} i (5 - i), Fraction(2, 1))
    """
    return PlaceOfExtreme("max", index, *bounds_of(bounds), as_expr(body))
