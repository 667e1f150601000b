"""What a line claims, as a test of any formula in its place: the formula that is printed, or a misprint of it.

A claim takes a formula and an instance and gives a verdict. The same claim judges the line and its misprints, so that a
line counts only as much as its claim can tell.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any

import numpy as np

from derived.algebra.agreement import Doubtful, agree_to, doubting, equal, error_between
from derived.algebra.conditions import meets
from derived.algebra.expressions import EVERY_DIGIT, Expr, walk
from derived.algebra.infinity import Endless
from derived.algebra.instances import Instance
from derived.algebra.named import own_letter
from derived.algebra.orders import holds_to_order
from derived.algebra.relations import Relation
from derived.algebra.symbols import Symbol
from derived.autodiff import DIGITS, PRECISE, OutOfDomain, inexact, real_part
from derived.derivation.roots import solutions

CONFIRMING = (4 * DIGITS, 100 * DIGITS)  # so many digits, where sixty do not tell
NO_CHANCE = 50  # digits in which two numbers do not agree by chance


@dataclass(frozen=True)
class Verdict:
    """Whether a claim holds in one instance, the values on both sides, and the relative error between them.

    A verdict that is not `clear` is no ground to reject a misprint: another instance has to decide. Where it fails
    because sides differ that are said to be equal, its values are those `there`.
    """

    holds: bool
    values: tuple[Any, Any] = (None, None)
    error: float = 0.0
    clear: bool = True
    there: Instance | None = None


Claim = Callable[[Expr, Instance], Verdict]


def equality(left: Expr) -> Claim:
    """The new formula equals the left one."""

    def claim(formula: Expr, instance: Instance) -> Verdict:
        if (agrees := holds_to_order(left, formula, instance)) is not None:
            return Verdict(agrees)
        a, b = left.at(instance), formula.at(instance)
        return Verdict(_agree(a, b, left, formula), (a, b), error_between(a, b))

    return claim


def _agree(a: Any, b: Any, left: Expr, formula: Expr) -> bool:
    """Whether two values are equal: what is found by a search or a quadrature has fewer digits than a formula."""
    if equal(a, b):
        return True
    digits = min(node.digits for node in (*left.nodes, *formula.nodes))
    return _is_rounded(a) and error_between(a, b) <= 10.0**-digits


def _is_rounded(value: Any) -> bool:
    return any(inexact(real_part(v)) for v in np.atleast_1d(np.asarray(value, dtype=object)).flat)


def both_sides(claim: Claim, tight: dict[Symbol, Expr] | None) -> Claim:
    """For a line that prints both sides: the relation it prints must hold, and be sharp where it is said to be."""

    def both(formula: Expr, instance: Instance) -> Verdict:
        if not isinstance(formula, Relation):
            raise TypeError("a line with two sides is a relation")
        left, right = formula.args
        if tight is None:
            return equality(left)(right, instance)
        return bound(left, formula.sign, tight)(right, instance)

    return both


def bound(left: Expr, sign: str, tight: dict[Symbol, Expr]) -> Claim:
    """The new formula bounds the left one, with equality where `tight` puts the symbols."""

    def claim(formula: Expr, instance: Instance) -> Verdict:
        a, b = left.at(instance), formula.at(instance)
        if not Relation(sign, left, formula).at(instance):
            return Verdict(False, (a, b))
        there = put(tight, instance, borders=True)
        a, b = left.at(there), formula.at(there)
        is_tight = sign in ("<=", ">=") and equal(a, b)
        return Verdict(is_tight, (a, b), error_between(a, b), there=None if is_tight else there)

    return claim


def holds(formula: Expr, instance: Instance) -> Verdict:
    """The relation is true in this instance."""
    if isinstance(formula, Relation):
        a, b = (part.at(instance) for part in formula.args)
        return Verdict(bool(formula.at(instance)), (a, b), error_between(a, b) if formula.sign == "=" else 0.0)
    return Verdict(bool(formula.at(instance)))


def put(values: dict[Symbol, Expr], instance: Instance, borders: bool = False) -> Instance:
    """The instance in which some letters have given values, such as they may have, or come near to at their borders.

    Raises
    ------
    OutOfDomain
        If a letter was declared so that it cannot be that.
    """
    found = {own_letter(letter): value.at(instance) for letter, value in values.items()}
    for letter, value in found.items():
        if not all(meets(letter.conditions, v, borders) for v in np.atleast_1d(np.asarray(value, dtype=object)).flat):
            raise OutOfDomain(f"{letter.tex()} was declared so that it cannot be {values[letter].tex()}")
    return instance.bind(found)


def holds_at(values: dict[Symbol, Expr]) -> Claim:
    """The relation is true where some symbols have given values."""

    def claim(formula: Expr, instance: Instance) -> Verdict:
        return holds(formula, put(values, instance))

    return claim


def agreement(before: Expr) -> Claim:
    """Two relations have the same truth value in this instance."""

    def claim(formula: Expr, instance: Instance) -> Verdict:
        a, b = _is_true(before, instance), _is_true(formula, instance)
        return Verdict(a == b, (a, b))

    return claim


def _is_true(relation: Expr, instance: Instance) -> bool:
    """Whether a relation holds: not where one of its functions has no value."""
    try:
        return bool(relation.at(instance))
    except OutOfDomain:
        return False


def consequence(before: Expr, unknowns: list[Symbol]) -> Claim:
    """Solve the equations before; the new relation must hold at every solution."""
    found = cache(partial(solutions, before, unknowns))

    def claim(formula: Expr, instance: Instance) -> Verdict:
        verdict = Verdict(True)
        with doubting(False):  # a solution has sixty digits and no more
            for there in found(instance):
                verdict = worse(verdict, holds(formula, there))
        return verdict

    return claim


def equivalence(before: Expr, unknowns: list[Symbol]) -> Claim:
    """Solve each side; its solutions must solve the other, too."""
    forth = consequence(before, unknowns)

    def claim(formula: Expr, instance: Instance) -> Verdict:
        verdict = forth(formula, instance)
        if not verdict.holds:
            return verdict
        with doubting(False):
            for there in solutions(formula, unknowns, instance):
                verdict = worse(verdict, holds(before, there))
        return verdict

    return claim


def worse(first: Verdict, second: Verdict) -> Verdict:
    """Of two verdicts the one that does not hold, or that has the larger error."""
    if not (first.holds and second.holds):
        return second if first.holds else first
    return max(first, second, key=lambda verdict: verdict.error)


def as_floats(value: Any) -> Any:
    """A value computed in fractions, or in any other numbers, as floats."""
    array = np.asarray(value, dtype=object)
    floats = np.array([float(real_part(v)) for v in array.flat]).reshape(array.shape)
    return floats if array.shape else float(floats)


def judged(claim: Claim, formula: Expr, instance: Instance) -> Verdict:
    """What a claim says of a formula; with more digits where sixty do not tell, or may have been lost.

    That is so where numbers next to nothing are compared, and where a claim fails on wild numbers.

    Raises
    ------
    OverflowError
        If no number of digits tells.
    """
    verdict = None
    try:
        with doubting():
            verdict = claim(formula, instance)
    except Doubtful:
        if any(node.digits < EVERY_DIGIT for node in (*formula.nodes, *instance.kept.values())):
            with doubting(False):  # what is found by a search has no more digits
                verdict = claim(formula, instance)
    for many in CONFIRMING:
        if verdict is None or (instance.wild and not verdict.holds):
            with PRECISE.workdps(many), suppress(Doubtful), doubting():
                verdict = claim(formula, instance.again())
    if verdict is None:
        raise OverflowError(f"two numbers cannot be told apart in {CONFIRMING[-1]} digits")
    return verdict


def of_numbers_alone(claim: Claim, formula: Expr, shown: tuple[Expr, Expr], instance: Instance) -> Verdict:
    """What a claim says in four times as many digits, if no letter stands in an equation: two numbers may be near.

    Of a series, an integral or a minimum there are no more digits.
    """
    nodes = [node for e in shown for node in walk(e)]
    few = any(isinstance(n, Endless) or hasattr(type(n), "findings") or n.digits < EVERY_DIGIT for n in nodes)
    if few or any(e.depends for e in shown) or (isinstance(formula, Relation) and formula.sign != "="):
        return Verdict(True)
    with PRECISE.workdps(CONFIRMING[0]):
        verdict = claim(formula, instance.again())
        a, b = verdict.values
        alike = verdict.holds and (a is None or agree_to(a, b, NO_CHANCE))
        return replace(verdict, holds=alike)
