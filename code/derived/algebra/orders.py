"""Order terms: lines that hold up to what vanishes fast enough.

A line f(x + h) = f(x) + h f'(x) + O(h²) says how fast the difference of its two sides vanishes with h. It is checked on
h of 10⁻¹⁰, 10⁻²⁰ and 10⁻⁴⁰ of both signs: the difference, divided by what stands in the order term, has to settle, and
not at zero, so that an order that is too high is refused, and one that is too low, too.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from fractions import Fraction
from functools import cached_property

from derived.algebra.brackets import parenthesized
from derived.algebra.differentiation import digits
from derived.algebra.dual_letters import SCALES, digits_for, dual_units, equal_as_duals, largest_size
from derived.algebra.expressions import Expr, Operand, as_expr
from derived.algebra.infinity import INFINITY, Infinity, refuse_unknown
from derived.algebra.named import whole_letter
from derived.algebra.shapes import ShapeError
from derived.algebra.symbols import Symbol
from derived.algebra.valuation import Valuation
from derived.algebra.values import Scalar, Value
from derived.autodiff import PRECISE, Irrational, inexact

DIGITS = 500  # for order terms; duals ask for fewer
_SHARE = Symbol("share of an order term")
SETTLED = Fraction(1, 1000)


class OrderTerm(Expr):
    """O(g): something that is at most a multiple of g as a letter goes to zero, or to infinity."""

    def __init__(self, inside: Expr, small: Symbol, to: Infinity | None = None):
        super().__init__(inside)
        if inside.shape:
            raise ShapeError(f"{inside.tex()}: an order is told by a scalar")
        self.small, self.to = whole_letter(small), to
        if to is not None:
            refuse_unknown(inside, small)

    @cached_property
    def depends(self) -> frozenset[Hashable]:
        return self.args[0].depends | {_SHARE}

    def rebuild(self, args: tuple[Expr, ...]) -> Expr:
        return OrderTerm(args[0], self.small, self.to)

    def tex(self) -> str:
        return "O" + parenthesized(self.args[0].tex())

    def compute(self, instance: Valuation) -> Value:
        if _SHARE not in instance.bound:
            raise ArithmeticError(f"{self.tex()} has no value of its own: it stands in an equation only")
        return self.args[0].at(instance) * instance.bound[_SHARE]


def _terms(*formulas: Expr) -> list[OrderTerm]:
    return [n for e in formulas for n in e.nodes if isinstance(n, OrderTerm)]


def up_to_order(*formulas: Expr) -> bool:
    """Whether formulas have order terms or dual numbers, so that two sides have no values to be shown side by side.

    Examples
    --------
    >>> from derived.algebra import big_o, dual_unit, scalar
    >>> h = scalar("h")
    >>> up_to_order(1 + big_o(h, h)), up_to_order(1 + dual_unit("varepsilon")), up_to_order(1 + h)
    (True, True, False)
    """
    return bool(dual_units(*formulas) or _terms(*formulas))


def holds_to_order(left: Expr, right: Expr, instance: Valuation) -> bool | None:
    """Whether two sides agree up to their order terms, or as dual numbers; None if they have neither.

    Examples
    --------
    >>> from derived.algebra import Instance, big_o, dual_unit, scalar
    >>> h, eps = scalar("h"), dual_unit("varepsilon")
    >>> [holds_to_order((1 + h) ** 3, 1 + 3 * h + big_o(h**k, h), Instance(0)) for k in (1, 2, 3)]
    [False, True, False]
    >>> holds_to_order((1 + eps) ** 3, 1 + 3 * eps, Instance(0)), holds_to_order(h, h, Instance(0))
    (True, None)
    """
    units, terms = dual_units(left, right), _terms(left, right)
    if not units and not terms:
        return None
    if instance.has_symbols or instance.kind == "float":
        raise Irrational("an order is found on fractions, or on precise numbers")
    if (units and terms) or len({(t.small, t.to) for t in terms}) > 1:
        raise ShapeError("a line has order terms of one letter, or dual numbers, and not both")
    if units:
        with digits(digits_for(units)):
            return equal_as_duals(left, right, units, instance)
    with digits(DIGITS):
        small, to = terms[0].small, terms[0].to
        if to is not None:
            refuse_unknown(left, small)
            refuse_unknown(right, small)
        return all(_exact_order(left, right, small, points, instance) for points in _points(small, to, instance))


def _points(small: Symbol, to: Infinity | None, instance: Valuation) -> Iterator[list[Fraction]]:
    """Where a letter is put on its way: from each side to zero; far out to even numbers, odd ones and any."""
    if to is None:
        signs = (1,) if {"positive", "nonnegative"} & {*small.conditions} else (1, -1)
        yield from ([Fraction(sign * 37, 10 * 10**scale) for scale in SCALES] for sign in signs)
        return
    odd = instance.rng(f"beside {small.name}").randint(1, 49) * 2 + 1
    others = (1, odd) if "whole" in small.conditions else (Fraction(1, 3), odd)
    yield from ([37 * Fraction(10) ** scale + other for scale in SCALES] for other in (0, *others))


def _exact_order(left: Expr, right: Expr, small: Symbol, points: list[Fraction], instance: Valuation) -> bool:
    """Whether the difference is of the order of the order term on the right, and of no other."""
    mine, theirs = [], []
    for point in points:
        here = instance.bind({small: instance.number(point)})
        (a, da), (b, db) = (_with_share(e, here) for e in (left, right))
        if db == 0:
            return False
        mine.append(largest_size(a - b) / db)
        theirs.append(da / db)
    if not all(_settles(ratios) for ratios in (mine, theirs)):
        return False
    return any(ratios[-1] > ratios[0] / 10**9 for ratios in (mine, theirs))  # and not both vanish


def _with_share(e: Expr, here: Valuation) -> tuple[Value, Scalar]:
    """The value without order terms, and what they would add."""
    without, with_it = (e.at(here.bind({_SHARE: here.number(Fraction(k))})) for k in (0, 1))
    return without, largest_size(with_it - without)


def _settles(ratios: list[Scalar]) -> bool:
    """Whether three ratios come to rest, or vanish."""
    first, second, last = ratios
    small = last * 0 + 1
    if second <= first / 10**3 and last <= second / 10**3:
        return True
    room = small / 1000 if inexact(small) else SETTLED
    return abs(second - last) <= room * last and abs(first - second) <= room * second


def same_but_for_order(formula: Expr, misprint: Expr, instance: Valuation) -> bool:
    """Whether two formulas, both true, differ in the sign or a factor of an order term only."""
    if not _terms(formula) or not _terms(misprint):
        return False
    here = instance.bind({_SHARE: instance.number(Fraction(0))})
    a, b = formula.at(here), misprint.at(here)
    return bool(largest_size(a - b) <= (PRECISE.mpf(10) ** -40 if inexact(largest_size(a)) else 0))


def big_o(inside: Operand, small: Symbol, to: Infinity | None = None) -> Expr:
    r"""An order term: ``big_o(h**2, h)`` is O(h²) as h goes to 0, ``big_o(1 / k, k, INFINITY)`` as k grows.

    Parameters
    ----------
    inside : Expr of shape () or number
    small : Symbol of shape ()
        The letter that goes to zero.
    to : INFINITY, optional
        If it grows instead.

    Returns
    -------
    Expr of shape ()

    Raises
    ------
    ShapeError
        If `inside` is no scalar, or `small` no symbol.

    Examples
    --------
    >>> from derived.algebra import big_o, scalar, smooth
    >>> from derived.derivation import Derivation
    >>> x, h = scalar("x"), scalar("h")
    >>> f = smooth("f", x)
    >>> d = Derivation("A central difference", label="central").start((f(x + h) - f(x - h)) / (2 * h))
    >>> print(d.equals(f.derivative(x) + big_o(h**2, h), because="odd terms are left").lines[0].tex)
    \frac{f(x + h) - f(x - h)}{2 h} = f'(x) + O(h^{2})
    """
    if to is not None and to is not INFINITY:
        raise ShapeError("an order is told as a letter goes to 0, or to INFINITY")
    return OrderTerm(as_expr(inside), small, to)
