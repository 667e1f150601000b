"""The solutions of equations: all of them, if they are linear or polynomial, else those that `searching` finds.

An equivalence between equations is only as good as the solutions that are tried: where one root of two is found, a line
that loses the other would pass.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import sympy
from sympy.polys.fields import FracElement

from derived.algebra import exact
from derived.algebra.conditions import STRUCTURES
from derived.algebra.expressions import Expr, walk
from derived.algebra.instances import Instance
from derived.algebra.symbols import Symbol
from derived.algebra.valuation import Unsupported
from derived.autodiff import DIGITS, PRECISE, Irrational, inexact, jacobian, real_part
from derived.derivation.searching import searched
from derived.derivation.unknowns import Unknowns, alike

HIGHEST_DEGREE = 4  # of equations whose roots are looked for by the way


def solutions(relation: Expr, letters: list[Symbol], instance: Instance) -> list[Instance]:
    """The instance with the unknowns given each of the values that solve the equations.

    Raises
    ------
    Irrational
        If a solution is no fraction where all numbers are.
    ZeroDivisionError
        If none is found.
    """
    unknowns = Unknowns(relation, letters, instance)
    found = _linear(unknowns)
    if found is None and sum(unknowns.counts) == 1:
        unknowns, found = _roots(unknowns)
    if found is None:
        found = searched(unknowns)
    kept = [flat for flat in found if unknowns.allowed(flat)]
    if not kept:
        lost = OverflowError if instance.wild else ZeroDivisionError  # to rounding, as where 1 − 10⁻⁹⁹ is 1
        raise lost(f"{relation.tex()}: no solution was found that the conditions allow")
    return [unknowns.there(flat) for flat in kept]


def places(relation: Expr, letter: Symbol, instance: Instance) -> list[Instance]:
    """The instance with a letter at each root of a polynomial equation; none if it is no such equation."""
    unknowns = Unknowns(relation, [letter], instance)
    found = _linear(unknowns)
    if found is None:
        unknowns, found = _roots(unknowns, HIGHEST_DEGREE)
    return [unknowns.there(flat) for flat in found or ()]


def _linear(unknowns: Unknowns) -> list[np.ndarray] | None:
    """A solution of linear equations, and if there are many, two of them; None if they are not linear."""
    x = unknowns.start(unknowns.instance)
    slopes = jacobian(unknowns.residual, x)
    others = jacobian(unknowns.residual, x + unknowns.instance.number(Fraction(1)))
    if not alike(slopes, others, least=0):  # a slope may be tiny, and still change
        return None
    rng = unknowns.instance.rng("solve")
    try:
        found = [x - exact.solve(slopes, unknowns.residual(x), rng) for _ in range(2)]
    except ZeroDivisionError:  # no solution on this piece of the equations, or slopes that are next to nothing
        return None
    if not all(unknowns.solved_by(flat) for flat in found):  # linear here, but not everywhere
        return None
    return found[:1] if alike(*found) else found


def _roots(unknowns: Unknowns, highest: int | None = None) -> tuple[Unknowns, list[np.ndarray] | None]:
    """The real roots of one equation in one unknown, if it is a quotient of polynomials.

    The polynomial is found in fractions. Where a root is none, it is given sixty digits, as are the letters beside it.
    """
    instance = unknowns.instance
    if instance.has_symbols:
        raise Unsupported("the roots of an equation are found for numbers")
    twin = instance if instance.kind == "exact" else _in_fractions(unknowns)
    x = sympy.polys.fields.field("x", sympy.QQ)[1]
    try:
        residual = Unknowns(unknowns.relation, unknowns.letters, twin).residual(np.array([x], dtype=object))[0]
    except (Irrational, Unsupported, TypeError):
        return unknowns, None
    if not isinstance(residual, FracElement):  # the unknown does not stand in the equation
        return unknowns, None
    top, bottom = (
        sympy.Poly(part.as_expr(), sympy.Symbol("x"), domain="QQ") for part in (residual.numer, residual.denom)
    )
    if highest is not None and top.degree() > highest:
        return unknowns, None
    roots = [root for root in top.real_roots(multiple=False) if bottom.eval(root[0]) != 0]
    if instance.kind == "exact":
        if not all(root.is_Rational for root, _ in roots):
            raise Irrational("a root of the equation is no fraction: look for it among numbers of sixty digits")
        return unknowns, [np.array([Fraction(int(root.p), int(root.q))], dtype=object) for root, _ in roots]
    letters = {s for s in walk(unknowns.relation) if type(s) is Symbol and s not in unknowns.letters}
    same = instance.bind({s: _on_arrays(PRECISE.convert, s.at(twin)) for s in letters})
    values = [np.array([PRECISE.mpf(str(root.evalf(DIGITS)))], dtype=object) for root, _ in roots]
    return Unknowns(unknowns.relation, unknowns.letters, same), values


def _in_fractions(unknowns: Unknowns) -> Instance:
    """The instance with fractions near its numbers; letters that meet several conditions at once are drawn anew."""
    instance = unknowns.instance
    letters = {s for s in walk(unknowns.relation) if type(s) is Symbol and s not in unknowns.letters}
    free = [s for s in letters if not {*s.conditions} & {*STRUCTURES}]
    values = {s: _on_arrays(_near_fraction, s.at(instance)) for s in free}
    return instance.twin("exact").bind(values)


def _near_fraction(number: Any) -> Fraction:
    """The fraction that a number is, to twelve digits."""
    number = real_part(number)
    return Fraction(PRECISE.nstr(number, 12)) if inexact(number) else Fraction(number)


def _on_arrays(f: Callable[[Any], Any], value: Any) -> Any:
    """A function of numbers on a number, or on each entry of an array."""
    array = np.vectorize(f, otypes=[object])(value)
    return array if array.shape else array.item()
