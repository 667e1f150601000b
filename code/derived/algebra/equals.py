"""Whether a misprint is worth what the formula is, by a law that has a name: two numbers exchanged in a product, say.

Such a misprint cannot be rejected and need not be tried. Most of these laws are laws of arithmetic, by which two
formulas have one form (`canonical`); others are `invariances`, or tell two relations equivalent. What no law knows, is
put to SymPy.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from derived.algebra.arithmetic import Add, Mul, Neg, Pow, Sub
from derived.algebra.brackets import RELATION
from derived.algebra.canonical import terms
from derived.algebra.constants import Number
from derived.algebra.derivatives import Derivative
from derived.algebra.expressions import Expr
from derived.algebra.invariances import LAWS
from derived.algebra.inverses import Transpose
from derived.algebra.properties import is_nonnegative
from derived.algebra.relations import All, Relation

_OF_PARTS = {  # attributes that are made of the parts
    "args", "shape", "binding", "open_ended", "layout", "step", "starts", "end",
}  # fmt: skip


def law_of_equality(formula: Expr, misprint: Expr) -> str | None:
    """The law by which a misprint is worth what the formula is, or None if none of those known here applies.

    Examples
    --------
    >>> from derived.algebra import matrix, scalar
    >>> x, y, A, B = scalar("x"), scalar("y"), matrix("A", 3, 3), matrix("B", 3, 3)
    >>> law_of_equality(x * y + 1, y * x + 1)
    'numbers may be multiplied in any order, and products grouped in any way'
    >>> law_of_equality((x - y) ** 2, (-(x - y)) ** 2)
    'an even power does not see the sign'
    >>> law_of_equality(A @ B, B @ A), law_of_equality(x - y, y - x)
    (None, None)
    """
    for a, b in differing_parts(formula, misprint):
        if isinstance(a, Relation) and isinstance(b, Relation):
            if _is_trivial(b) and any(
                a is claim for claim in (formula.args if isinstance(formula, All) else [formula])
            ):
                return "true as well: both sides are the same"
            if law := _same_relation(a, b):
                return law
        elif RELATION in (a.binding, b.binding):
            continue
        elif _canonical_key(a) == _canonical_key(b):
            return _law_of_arithmetic(a, b)
        for law, key in LAWS:
            known = key(a)
            if known is not None and known == key(b):
                return law
    return None


def differing_parts(formula: Expr, misprint: Expr) -> list[tuple[Expr, Expr]]:
    r"""The parts in which two formulas differ, the smallest first: if they are equal in value, so are the wholes.

    Examples
    --------
    >>> from derived.algebra import scalar
    >>> x, y = scalar("x"), scalar("y")
    >>> differing_parts(1 + x * y, 1 + x * x)
    [(y, x), (x\, y, x\, x), (1 + x\, y, 1 + x\, x)]
    """
    pairs = [(formula, misprint)]
    while True:
        a, b = pairs[-1]
        if type(a) is not type(b) or len(a.args) != len(b.args):
            break
        different = [(s, t) for s, t in zip(a.args, b.args, strict=True) if s.tex() != t.tex()]
        if len(different) != 1 or _attributes_beside_parts(a) != _attributes_beside_parts(b):
            break
        pairs.append(different[0])
    return pairs[::-1]


def _attributes_beside_parts(e: Expr) -> dict[str, Any]:
    """What tells it from others of its class, its parts apart: an order, a name, a letter that it binds."""
    return {name: value for name, value in e.attributes.items() if name not in _OF_PARTS}


def _canonical_key(e: Expr) -> Hashable:
    """The formula as a sum of products, remembered with it: all misprints of a formula are compared with that."""
    if "form" not in e.notes:
        e.notes["form"] = frozenset(terms(e).items())
    return e.notes["form"]


def _law_of_arithmetic(a: Expr, b: Expr) -> str:
    """The law by which two sums of products are the same."""
    if isinstance(a, Transpose) or isinstance(b, Transpose):
        return "a number, and a symmetric matrix, is its own transpose"
    if isinstance(a, Add) or isinstance(b, Add):
        return "the terms of a sum may be added in any order"
    if terms(a, turned=False) == terms(b, turned=False):
        return "numbers may be multiplied in any order, and products grouped in any way"
    return "a number, and a symmetric matrix, is its own transpose"


def _zeros(e: Expr) -> frozenset[str]:
    """The factors of which one has to be zero."""
    e = _unpowered(e)
    if isinstance(e, Mul) and not e.shape:
        return _zeros(e.args[0]) | _zeros(e.args[1])
    return frozenset((e.tex(),))


def _unpowered(e: Expr) -> Expr:
    """A formula without a number before it, and a positive power around it or around what is differentiated."""
    match e:
        case Neg(args=(part,)):
            return _unpowered(part)
        case Mul(args=(Number(value=value), part)) if value:
            return _unpowered(part)
        case Pow(args=(base, Number(value=value))) if value > 0 and not base.shape:
            return base
        case Derivative(kind="gradient", args=(body, x)) if (inner := _unpowered(body)) is not body:
            return Derivative("gradient", inner, x)
    return e


def _is_trivial(relation: Relation) -> bool:
    left, right = relation.args
    return left.tex() == right.tex() and "=" in relation.sign


def _same_relation(a: Relation, b: Relation) -> str | None:
    """An equation turned around, or multiplied; an inequality with zero multiplied by a positive number."""
    left, right = b.args
    if a.sign != b.sign:
        return None
    both_zero = not terms(a.args[1]) and not terms(right)
    if a.sign == "=" and both_zero and _zeros(a.args[0]) == _zeros(left):
        return "true as well: a multiple of zero, and a power, is zero; so is then the derivative of a power"
    powered = isinstance(left, Pow) and _unpowered(left).tex() == a.args[0].tex()
    if powered and is_nonnegative(a.args[0]) and all(e.args[1].tex() == "1" for e in (a, b)):
        return "a power of what is not negative is on the same side of one"
    first, second = (terms(Sub(*e.args)) for e in (a, b))
    if not first or first.keys() != second.keys():
        return None
    ratios = {second[term] / first[term] for term in first}
    if len(ratios) == 1 and (a.sign == "=" or ratios.pop() > 0):
        return "the same relation, turned around or multiplied by a number"
    return None
