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
from derived.autodiff import inexact, real_part
from derived.derivation.claims import Claim, Verdict
from derived.derivation.lines import Wrong
from derived.derivation.rejections import NO_VALUE
from derived.derivation.trials import EXACT_INSTANCES

ATTEMPTS = 40  # so many instances of small numbers are tried
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
    """Which line is wrong, with the numbers of an instance and both values."""
    free = dict.fromkeys(s for s in (*walk(formula), *letters) if isinstance(s, Symbol))
    lines = [f"  {s.name} = {plain(s.at(instance))}" for s in free if _is_free(s, instance)]
    terms = [s for s in instance.drawn if isinstance(s, Symbol) and s not in free]  # of families, as "W of 2"
    lines += [f"  {s.name} = {plain(instance.drawn[s])}" for s in sorted(terms, key=lambda s: s.name)]
    left, right = verdict.values
    if left is not None:
        lines += [f"  before this line: {plain(left)}", f"  on this line:     {plain(right)}"]
    return "\n".join([f"{place} is wrong.", f"  {formula.tex()}", "For example, with", *lines])


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


def plain(value: Any) -> str:
    """A value as a person would write it."""
    if isinstance(value, np.ndarray):
        return "[" + ", ".join(plain(v) for v in value) + "]"
    value = real_part(value)
    return f"{float(value):.6g}" if inexact(value) else str(value)
