"""Formulas by cases, and indicators."""

from __future__ import annotations

from fractions import Fraction

from derived.algebra.brackets import BIG, RELATION
from derived.algebra.expressions import Expr, Operand, as_expr
from derived.algebra.shapes import ShapeError, shape_text
from derived.algebra.valuation import Valuation
from derived.algebra.values import Value


class Cases(Expr):
    """A formula by cases: the value of the first condition that holds, else the last value."""

    binding = binding_as_factor = BIG
    open_ended = True
    takes_relations = True

    def __init__(self, *args: Expr):
        super().__init__(*args)
        values, conditions = [*self.args[:-1:2], self.args[-1]], self.args[1::2]
        if any(v.binding == RELATION for v in values) or any(c.binding != RELATION for c in conditions):
            raise ShapeError(f"{self.tex()}: each case is a formula with a relation as its condition")
        if len({v.shape for v in values}) != 1:
            raise ShapeError("the cases differ in shape: " + ", ".join(shape_text(v.shape) for v in values))
        self.shape = values[0].shape

    def tex(self) -> str:
        *pairs, last = self.args
        rows = [f"{v.tex()} & \\text{{if }} {c.tex()}" for v, c in zip(pairs[::2], pairs[1::2], strict=True)]
        return r"\begin{cases}" + r" \\ ".join([*rows, f"{last.tex()} & \\text{{otherwise}}"]) + r"\end{cases}"

    def compute(self, instance: Valuation) -> Value:
        return self.args[self.branch(instance)].at(instance)

    def branch(self, instance: Valuation) -> int:
        """Which part holds the value in this instance."""
        for k in range(1, len(self.args), 2):
            if self.args[k].at(instance):
                return k - 1
        return len(self.args) - 1


def cases(*pairs: tuple[Operand, Expr], otherwise: Operand) -> Expr:
    r"""A formula by cases: ``cases((z - t, z > t), (z + t, z < -t), otherwise=0)``.

    Parameters
    ----------
    *pairs : (Expr or number, Relation)
        A value and when it is taken; the first condition that holds decides.
    otherwise : Expr or number
        The value if none does.

    Returns
    -------
    Expr of the shape of the values

    Raises
    ------
    ShapeError
        If the values differ in shape.

    Examples
    --------
    >>> from derived.algebra import cases, scalar, sign
    >>> from derived.derivation import Derivation
    >>> x = scalar("x")
    >>> three = cases((1, x > 0), (-1, x < 0), otherwise=0)
    >>> three
    \begin{cases}1 & \text{if } x > 0 \\ -1 & \text{if } x < 0 \\ 0 & \text{otherwise}\end{cases}
    >>> d = Derivation("Signs", label="signs").start(sign(x))
    >>> d.equals(three, because="what a sign is").lines[0].evidence.kind
    'exact'
    """
    parts = [part for value, condition in pairs for part in (as_expr(value), condition)]
    return Cases(*parts, as_expr(otherwise))


class Indicator(Expr):
    """1 where a relation holds, 0 where it does not."""

    takes_relations = True

    def __init__(self, relation: Expr):
        super().__init__(relation)
        if relation.binding != RELATION:
            raise ShapeError(f"{relation.tex()} is no relation: an indicator takes one")

    def tex(self) -> str:
        return rf"\mathbb{{1}}[{self.args[0].tex_in(BIG) if self.args[0].binding >= BIG else self.args[0].tex()}]"

    def compute(self, instance: Valuation) -> Value:
        return instance.number(Fraction(int(bool(self.args[0].at(instance)))))


def indicator(relation: Expr) -> Expr:
    r"""1 where the relation holds, else 0.

    Parameters
    ----------
    relation : Relation

    Returns
    -------
    Expr of shape ()

    Raises
    ------
    ShapeError
        If it is no relation.

    Examples
    --------
    >>> from derived.algebra import Instance, index, indicator, summation
    >>> i = index("i")
    >>> count = summation(i, 10, indicator(i**2 > 50))
    >>> count, count.at(Instance(0))  # 8, 9 and 10
    (\sum_{i=1}^{10} \mathbb{1}[i^{2} > 50], Fraction(3, 1))
    """
    return Indicator(relation)
