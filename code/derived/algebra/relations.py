"""Relations between expressions, and systems of them: expressions whose value is True or False."""

from __future__ import annotations

import operator as comparisons
from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
import sympy
from sympy.polys.fields import FracElement

from derived.algebra.agreement import close, equal, is_dual, refuse_ties, tied, vanishes
from derived.algebra.brackets import RELATION
from derived.algebra.complex_values import as_pairs
from derived.algebra.constants import Constant, Number
from derived.algebra.expressions import Expr, Operand, as_expr
from derived.algebra.operators import OPERATORS
from derived.algebra.shapes import ShapeError, shape_text
from derived.algebra.valuation import Unsupported, Valuation
from derived.algebra.values import Value, entries
from derived.autodiff import order, real_part

_SIGNS = {
    "=": ("=", comparisons.eq),
    "<=": (r"\le", comparisons.le),
    ">=": (r"\ge", comparisons.ge),
    "<": ("<", comparisons.lt),
    ">": (">", comparisons.gt),
    "!=": (r"\ne", comparisons.ne),
}
_FLIPPED = {"<=": ">=", ">=": "<=", "<": ">", ">": "<"}


class Relation(Expr):
    """An equation or inequality between two expressions."""

    binding = RELATION

    def __init__(self, sign: str, left: Operand, right: Operand):
        self.sign = sign
        left, right = as_expr(left), as_expr(right)
        if isinstance(right, Number) and right.value == 0 and left.shape:
            right = Constant("zeros", left.shape)
        super().__init__(left, right)
        if left.shape != right.shape:
            raise ShapeError(
                f"{left.tex()} is a {shape_text(left.shape)} and {right.tex()} a {shape_text(right.shape)}: "
                f"they cannot stand on both sides of '{sign}'"
            )

    def rebuild(self, args: tuple[Expr, ...]) -> Expr:
        return Relation(self.sign, *args)

    def tex(self) -> str:
        return f"{self.args[0].tex()} {_SIGNS[self.sign][0]} {self.args[1].tex()}"

    def compute(self, instance: Valuation) -> Value:
        a, b = (part.at(instance) for part in self.args)
        refuse_ties(a, b)
        if instance.has_symbols:
            if self.sign == "!=":
                return not Relation("=", *self.args).at(instance)
            return all(self._holds_for_all(real_part(d)) for d in as_pairs(a - b)[0].flat)
        pairs = list(zip(entries(a), entries(b), strict=True))
        if self.sign == "=":
            return equal(a, b) and all(order(x, y) == 0 for x, y in pairs if is_dual(x, y))
        if self.sign == "!=":
            return not Relation("=", *self.args).at(instance)
        holds = _SIGNS[self.sign][1]
        strict = self.sign in "<>"
        if strict:
            return all(holds(order(x, y), 0) and not tied(x, y) for x, y in pairs)
        return all(holds(order(x, y), 0) or close(x, y) for x, y in pairs)

    def _holds_for_all(self, difference: Any) -> bool:
        """Whether left minus right, made of indeterminates, has the sign whatever they are worth."""
        if isinstance(difference, FracElement):
            difference = difference.as_expr()  # its own < compares monomials
        if self.sign == "=":
            truth = vanishes(difference) or (False if sympy.sympify(difference).is_number else None)
        else:
            truth = _SIGNS[self.sign][1](difference, 0)
        if truth not in (True, False):
            raise Unsupported(f"whether {self.tex()} depends on the numbers")
        return bool(truth)

    def __bool__(self) -> bool:
        raise TypeError(f"{self.tex()} is neither true nor false before its letters have values; in place of a < b < c "
                        "write all_of(a < b, b < c)")  # fmt: skip

    def residual(self, instance: Valuation) -> np.ndarray:
        """Left side minus right side, as a flat array: zero where an equation holds."""
        if self.sign != "=":
            raise ShapeError(f"{self.tex()} is no equation: it cannot be solved")
        a, b = (part.at(instance) for part in self.args)
        return entries(a - b)

    def typos(self) -> Iterator[Expr]:
        if self.sign in _FLIPPED:
            yield Relation(_FLIPPED[self.sign], *self.args)
            yield Relation(self.sign.rstrip("=") if "=" in self.sign else self.sign + "=", *self.args)
            yield Relation("=", *self.args)
        elif self.sign == "!=":
            yield Relation("=", *self.args)


OPERATORS |= {sign: partial(Relation, sign) for sign in _FLIPPED}


def eq(left: Operand, right: Operand) -> Relation:
    r"""The equation left = right; a right side of 0 takes the shape of the left.

    Parameters
    ----------
    left, right : Expr of one shape, or number

    Returns
    -------
    Relation

    Raises
    ------
    ShapeError
        If the two sides differ in shape.

    Examples
    --------
    >>> from derived.algebra import eq, scalar
    >>> from derived.derivation import Derivation
    >>> x = scalar("x")
    >>> d = Derivation("An equation", label="equation").start(eq(2 * x - 6, 0))
    >>> print(d.iff(eq(x, 3), because="add 6, divide by 2", solve=x).lines[0].tex)
    2 x - 6 = 0 \iff x = 3
    """
    return Relation("=", left, right)


def ne(left: Operand, right: Operand) -> Relation:
    r"""The two sides differ; of arrays, in one entry at least.

    Parameters
    ----------
    left, right : Expr of one shape, or number

    Returns
    -------
    Relation

    Raises
    ------
    ShapeError
        If the two sides differ in shape.

    Examples
    --------
    >>> from derived.algebra import cases, ne, scalar
    >>> x = scalar("x")
    >>> cases((1 / x, ne(x, 0)), otherwise=0)
    \begin{cases}\frac{1}{x} & \text{if } x \ne 0 \\ 0 & \text{otherwise}\end{cases}
    """
    return Relation("!=", left, right)


class All(Expr):
    """A system: several relations that hold together."""

    binding = RELATION
    takes_relations = True

    def __init__(self, *args: Expr):
        super().__init__(*args)
        for part in args:
            if part.binding != RELATION:
                raise ShapeError(f"{part.tex()} is no relation: a system is made of them")

    def tex(self) -> str:
        return r",\quad ".join(part.tex() for part in self.args)

    def compute(self, instance: Valuation) -> Value:
        return all(part.at(instance) for part in self.args)

    def residual(self, instance: Valuation) -> np.ndarray:
        """The residuals of all equations, one after another."""
        return np.concatenate([part.residual(instance) for part in self.args])  # type: ignore[attr-defined]


def all_of(*relations: Relation) -> Expr:
    """Several relations that hold together.

    Parameters
    ----------
    *relations : Relation

    Returns
    -------
    Expr
        True where all of them are.

    Examples
    --------
    >>> from derived.algebra import all_of, eq, scalar
    >>> from derived.derivation import Derivation
    >>> x, y = scalar("x"), scalar("y")
    >>> d = Derivation("Two equations", label="system").start(all_of(eq(x + y, 5), eq(x - y, 1)))
    >>> d.iff(all_of(eq(x, 3), eq(y, 2)), because="add them; subtract them", solve=[x, y]).lines[0].evidence.kind
    'proved'
    """
    return All(*relations)
