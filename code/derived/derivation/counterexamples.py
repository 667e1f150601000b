"""Counterexamples: numbers with which a line, or a misprint of it, fails, as a person would write them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from derived.algebra.agreement import equal
from derived.algebra.expressions import Expr, walk
from derived.algebra.instances import Instance
from derived.algebra.named import Named
from derived.algebra.relations import Relation
from derived.algebra.symbols import Index, Symbol
from derived.autodiff import DIGITS, PRECISE, inexact, real_part
from derived.derivation.claims import Claim, Verdict
from derived.derivation.lines import Wrong
from derived.derivation.rejections import NO_VALUE
from derived.derivation.trials import EXACT_INSTANCES

ATTEMPTS = 40  # so many instances of small numbers are tried
FEW_DIGITS = 6
MORE_DIGITS = (FEW_DIGITS, 10, 15, 20, 40, DIGITS, 4 * DIGITS)
LONGEST = 160  # so many signs of a counterexample are shown beside a misprint


def small_counterexample(formula: Expr, claim: Claim, instances: list[Instance]) -> tuple[Instance, Verdict] | None:
    """An instance of small numbers, of the kind and sizes of others, in which a formula fails, if there is one."""
    sizes = sorted((here.assigned for here in instances), key=lambda assigned: sum(assigned.values()))
    for seed in range(ATTEMPTS):
        small = Instance(seed, instances[0].kind, small=True, assigned=sizes[seed % min(len(sizes), EXACT_INSTANCES)])
        try:
            tried = claim(formula, small)
        except NO_VALUE:
            continue
        if not tried.holds:
            return small, tried
    return None


def message(place: str, formula: Expr, letters: Iterable[Symbol], instance: Instance, verdict: Verdict) -> str:
    """Which line is wrong, or not tight where it is said to be, with the numbers of an instance and both values."""
    what, where = "is wrong.", "For example, with"
    if verdict.there is not None:
        instance = verdict.there
        what, where = "is not tight where tight=... says that it is.", "There, with"
    free = dict.fromkeys(s for s in (*walk(formula), *letters) if isinstance(s, Symbol))
    lines = [f"  {s.name} = {plain(s.at(instance))}" for s in free if _is_free(s, instance)]
    terms = [s for s in instance.drawn if isinstance(s, Symbol) and s not in free]  # of families, as "W of 2"
    lines += [f"  {s.name} = {plain(instance.drawn[s])}" for s in sorted(terms, key=lambda s: s.name)]
    lines = [where, *dict.fromkeys(lines)] if lines else []
    left, right = verdict.values
    if left is not None:
        before, after = told_apart(left, right)
        lines += [f"  before this line: {before}", f"  on this line:     {after}"]
    return "\n".join([f"{place} {what}", f"  {formula.tex()}", *lines])


def beside_misprint(misprint: Expr, before: Expr, instance: Instance, verdict: Verdict) -> Wrong | None:
    """A misprint with the numbers that reject it, those of the side before it included, if these are few and small."""
    left, right = verdict.values
    if left is None and isinstance(misprint, Relation):  # an order term has no value to be shown
        return None
    parts = (misprint,) if isinstance(misprint, Relation) else (before, misprint)
    letters = dict.fromkeys(s for e in parts for s in walk(e) if isinstance(s, Symbol) and _is_free(s, instance))
    numbers = ", ".join(f"{s.name} = {plain(s.at(instance))}" for s in letters)
    sides = f": {plain(left)} and {plain(right)}" if left is not None else ""
    if isinstance(misprint, Relation) and any(
        not equal(part.at(instance), value) for part, value in zip(misprint.args, (left, right), strict=True)
    ):  # tried elsewhere: where an equation was solved, or where the sides are said to be equal
        numbers, sides = "", f"where it is tried, its sides are {plain(left)} and {plain(right)}"
    if len(numbers + sides) >= LONGEST:
        return None
    return Wrong(misprint.tex(), f"with {numbers}{sides}" if numbers else sides.removeprefix(": "))


def _is_free(s: Symbol, instance: Instance) -> bool:
    if isinstance(s, Named) or type(s) is Index:  # which runs, and has no value of its own
        return False
    try:
        s.at(instance)
    except (KeyError, ArithmeticError, IndexError):
        return False
    return True


def told_apart(left: Any, right: Any) -> tuple[str, str]:
    """Two values as a person would write them, with as many digits as tell them apart, if any number of them does.

    Examples
    --------
    >>> told_apart(1.0, 1.5), told_apart(1.0, 1.00000000000025)
    (('1', '1.5'), ('1.0', '1.00000000000025'))
    """
    written = [(plain(left, many), plain(right, many)) for many in MORE_DIGITS]
    return next(((a, b) for a, b in written if a != b), written[0])


def plain(value: Any, digits: int = FEW_DIGITS) -> str:
    """A value as a person would write it."""
    if isinstance(value, np.ndarray):
        return "[" + ", ".join(plain(v, digits) for v in value) + "]"
    value = real_part(value)
    if not inexact(value):
        return str(value)
    return f"{float(value):.6g}" if digits == FEW_DIGITS else PRECISE.nstr(PRECISE.convert(value), digits)
