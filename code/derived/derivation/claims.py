"""What a line claims, as a test of any formula in its place: the formula that is printed, or a misprint of it.

A claim takes a formula and an instance and gives a verdict. The same claim judges the line and its misprints, so that a
line counts only as much as its claim can tell.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import numpy as np

from derived.algebra import exact
from derived.algebra.expressions import Expr, Symbol, walk
from derived.algebra.extrema import Argmin
from derived.algebra.instances import Instance
from derived.algebra.limits import Limit
from derived.algebra.relations import Relation, equal, error_between
from derived.dual import Irrational, jacobian, real_part

REPLICAS = 25
Z_ACCEPTED, Z_REJECTED = 4.5, 8.0


@dataclass(frozen=True)
class Verdict:
    """Whether a claim holds in one instance, the values on both sides, and the relative error between them.

    A verdict that is not `clear` is no ground to reject a misprint: another instance has to decide.
    """

    holds: bool
    values: tuple[Any, Any] = (None, None)
    error: float = 0.0
    clear: bool = True


Claim = Callable[[Expr, Instance], Verdict]


def equality(left: Expr) -> Claim:
    """The new formula equals the left one."""

    def claim(formula: Expr, instance: Instance) -> Verdict:
        a, b = left.at(instance), formula.at(instance)
        return Verdict(_tolerant(left, formula)(a, b), (a, b), error_between(a, b))

    return claim


def _tolerant(left: Expr, formula: Expr) -> Callable[[Any, Any], bool]:
    """How equality is judged: limits and minimizers found on floats are a little less exact than formulas."""
    rough = any(isinstance(node, Limit | Argmin) for e in (left, formula) for node in walk(e))

    def judge(a: Any, b: Any) -> bool:
        return equal(a, b) or (rough and _is_float(a) and error_between(a, b) < 1e-6)

    return judge


def _is_float(value: Any) -> bool:
    return any(isinstance(real_part(v), float) for v in np.atleast_1d(np.asarray(value, dtype=object)).flat)


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
        there = instance.bind({s: value.at(instance) for s, value in tight.items()})
        a, b = left.at(there), formula.at(there)
        return Verdict(sign in ("<=", ">=") and equal(a, b), (a, b), error_between(a, b))

    return claim


def holds(formula: Expr, instance: Instance) -> Verdict:
    """The relation is true in this instance."""
    if isinstance(formula, Relation):
        a, b = (part.at(instance) for part in formula.args)
        return Verdict(bool(formula.at(instance)), (a, b), error_between(a, b) if formula.sign == "=" else 0.0)
    return Verdict(bool(formula.at(instance)))


def holds_at(values: dict[Symbol, Expr]) -> Claim:
    """The relation is true where some symbols have given values."""

    def claim(formula: Expr, instance: Instance) -> Verdict:
        return holds(formula, instance.bind({s: v.at(instance) for s, v in values.items()}))

    return claim


def agreement(before: Expr) -> Claim:
    """Two relations have the same truth value in this instance."""

    def claim(formula: Expr, instance: Instance) -> Verdict:
        a, b = before.at(instance), formula.at(instance)
        return Verdict(bool(a) == bool(b), (a, b))

    return claim


def _solution(relation: Expr, unknowns: list[Symbol], instance: Instance) -> Instance:
    """The instance with the unknowns given values that solve the equations: one Newton step if they are linear."""
    shapes = [instance.dims(s.shape) for s in unknowns]
    counts = [int(np.prod(shape)) for shape in shapes]

    def here(flat: np.ndarray) -> Instance:
        parts = np.split(flat, np.cumsum(counts)[:-1])
        values = [v.reshape(shape) if shape else v[0] for v, shape in zip(parts, shapes, strict=True)]
        return instance.bind(dict(zip(unknowns, values, strict=True)))

    def residual(flat: np.ndarray) -> np.ndarray:
        return relation.residual(here(flat))  # type: ignore[attr-defined]

    x = np.concatenate([np.atleast_1d(np.asarray(s.at(instance), dtype=object)).ravel() for s in unknowns])
    found = False
    for step in range(40):
        r = residual(x)
        if found or all(real_part(v) == 0 for v in r):
            return here(x)
        if step and instance.kind == "exact":
            raise Irrational("the equations are not linear in the unknowns: solve on floats")
        scale = max([1.0, *(abs(real_part(v)) for v in x)])
        found = all(isinstance(v, float) and abs(v) < 1e-11 * scale for v in r)  # and one step more, to all digits
        x = x - exact.solve(jacobian(residual, x), r, instance.rng("solve"))
    raise ZeroDivisionError("Newton's method found no solution of the equations")


def consequence(before: Expr, unknowns: list[Symbol]) -> Claim:
    """Solve the equations before; the new relation must hold there."""
    solution = cache(partial(_solution, before, unknowns))

    def claim(formula: Expr, instance: Instance) -> Verdict:
        return holds(formula, solution(instance))

    return claim


def equivalence(before: Expr, unknowns: list[Symbol]) -> Claim:
    """Solve each side; its solution must solve the other, too."""
    forth = consequence(before, unknowns)

    def claim(formula: Expr, instance: Instance) -> Verdict:
        verdict = forth(formula, instance)
        if not verdict.holds:
            return verdict
        back = holds(before, _solution(formula, unknowns, instance))
        return Verdict(back.holds, back.values, max(verdict.error, back.error))

    return claim


def simulation(left: Expr) -> Claim:
    """Both sides agree up to chance: the z-score of their difference over independent samples is small."""

    def claim(formula: Expr, instance: Instance) -> Verdict:
        differences = []
        for replica in range(REPLICAS):
            here = Instance(instance.seed, "float", instance.small, replica)
            here.bodies, here.misdefined = instance.bodies, instance.misdefined
            differences.append(np.asarray(as_floats(left.at(here)) - as_floats(formula.at(here))))
        stack = np.array(differences, dtype=float)
        spread = stack.std(axis=0, ddof=1) / np.sqrt(REPLICAS)
        z = float(np.max(np.abs(stack.mean(axis=0)) / np.maximum(spread, 1e-12)))
        a, b = left.at(here), formula.at(here)
        return Verdict(z <= Z_ACCEPTED, (a, b), z, clear=not Z_ACCEPTED < z < Z_REJECTED)

    return claim


def as_floats(value: Any) -> Any:
    """A value computed in fractions, or in any other numbers, as floats."""
    array = np.asarray(value, dtype=object)
    floats = np.array([float(real_part(v)) for v in array.flat]).reshape(array.shape)
    return floats if array.shape else float(floats)
