"""Misprints of two neighbors: a pair of brackets lost, factors exchanged, a matrix product for an entrywise one.

What is printed stays the same but for the brackets, or the order of two factors; what it says is another tree.
"""

from __future__ import annotations

from collections.abc import Iterator

from derived.algebra.arithmetic import Add, MatMul, Mul, Neg, Pow, Sub
from derived.algebra.brackets import parenthesized
from derived.algebra.constants import Number
from derived.algebra.derivatives import Derivative
from derived.algebra.expressions import Expr
from derived.algebra.extrema import Argmin
from derived.algebra.inverses import Inverse, Transpose
from derived.algebra.items import Item
from derived.algebra.limits import Limit
from derived.algebra.matrices import Hadamard
from derived.algebra.shapes import ShapeError
from derived.algebra.sums import Big
from derived.algebra.unwritable import as_written

PRODUCTS = Mul | MatMul | Hadamard
_SUFFIXES = PRODUCTS | Add | Pow | Transpose | Inverse | Item  # something follows their first part
_PREFIXES = PRODUCTS | Add | Neg | Big | Derivative | Limit | Argmin  # something stands before their body
_INFIXES = PRODUCTS | Add


def with_part(e: Expr, k: int, part: Expr) -> Expr:
    """A node with another part; where the shapes do not fit, what can be printed and no more."""
    args = (*e.args[:k], part, *e.args[k + 1 :])
    if isinstance(e, Mul | MatMul):
        return product_of(*args)
    if all(a.fits for a in args):
        try:
            return e.rebuild(args)
        except ShapeError:
            pass
    return e.revised(args=args, fits=False)


def product_of(left: Expr, right: Expr) -> Expr:
    """The product of two factors, of whichever kind their shapes ask for."""
    return as_written(MatMul if left.shape and right.shape else Mul, left, right)


def is_bracketed(e: Expr, part: Expr) -> bool:
    """Whether a part is printed in parentheses that only group it."""
    return isinstance(e, _SUFFIXES | _PREFIXES) and parenthesized(part.tex()) in e.tex()


def without_brackets(e: Expr) -> Iterator[Expr]:
    """The formula as it reads when one pair of brackets is lost, and others decide what belongs together."""
    wanted = e.tex().count("(") - 1
    return (wrong for wrong in _lost_inside(e) if wrong.tex().count("(") == wanted)


def _lost_inside(e: Expr) -> Iterator[Expr]:
    for k, part in enumerate(e.args):
        bracketed = is_bracketed(e, part)
        found = [_unbracketed(e, k, part)] if bracketed else []
        for changed in _lost_inside(part):
            found.append(with_part(e, k, changed) if bracketed else _unbracketed(e, k, changed))
        yield from (wrong for wrong in found if wrong is not None)


def _unbracketed(e: Expr, k: int, part: Expr) -> Expr | None:
    """`e` with this part printed without brackets: what does not belong together any more, stands outside."""
    whole = with_part(e, k, part)
    if not is_bracketed(whole, part):
        return whole
    first = isinstance(e, _SUFFIXES) and k == 0
    if first and isinstance(part, _INFIXES | Neg | Big | Limit | Argmin):  # what follows belongs to the last of them
        last = _unbracketed(e, k, part.args[-1])
        return None if last is None else with_part(part, len(part.args) - 1, last)
    if not first and isinstance(part, _INFIXES):  # what stands before belongs to the first of them
        head = _unbracketed(e, k, part.args[0])
        return None if head is None else with_part(part, 0, head)
    if not first and isinstance(part, Neg) and isinstance(e, PRODUCTS):
        return as_written(Sub, e.args[0], part.args[0])
    return None


def exchanged(e: Expr) -> Iterator[Expr]:
    """The formula with two neighboring factors exchanged, or one kind of product for another."""
    if isinstance(e, PRODUCTS):
        wanted = e.tex().count("(")
        yield from (wrong for wrong in _neighbors(e) if wrong.tex().count("(") <= wanted)
    for k, part in enumerate(e.args):
        yield from (with_part(e, k, wrong) for wrong in exchanged(part))


def _neighbors(e: Expr) -> Iterator[Expr]:
    left, right = e.args
    chain = isinstance(left, PRODUCTS) and not is_bracketed(e, left)
    last = left.args[1] if chain else left
    if isinstance(left, Neg):  # the sign stays in front
        yield _joined(e, Neg(right), left.args[0])
    elif not isinstance(last, Number) and not isinstance(right, Number):  # nobody writes x 2
        yield _joined(e, _joined(left, left.args[0], right) if chain else right, last)
    if isinstance(e, MatMul):
        yield as_written(Hadamard, left, right)
    elif isinstance(e, Hadamard):
        yield as_written(MatMul, left, right)


def _joined(like: Expr, left: Expr, right: Expr) -> Expr:
    """Two factors in a product of this kind; of their shapes, only one may fit."""
    return as_written(Hadamard, left, right) if isinstance(like, Hadamard) else product_of(left, right)
