"""From where an inequality is nearly an equation, go on downhill: it may fail in a narrow place that no draw meets.

21 x ≤ x² + 110 holds for every whole number, and fails between ten and eleven. A draw meets that place by luck only,
but the room between the two sides shrinks on the way to it, and a search that follows finds it.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import numpy as np

from derived.algebra.conditions import STRUCTURES, meets
from derived.algebra.expressions import walk
from derived.algebra.instances import Instance
from derived.algebra.named import Call
from derived.algebra.relations import Relation
from derived.algebra.symbols import Symbol
from derived.derivation.claims import holds, judged
from derived.derivation.trials import few_values

STARTS, ROUNDS, WIDEST = 8, 12, 12  # WIDEST: of so many entries at most is each moved by itself
FAULTS = (ArithmeticError, IndexError, ValueError, TypeError)


def counterexample(relation: Relation, instances: Iterable[Instance]) -> Instance | None:
    """An instance in which an inequality fails, found downhill from those where it is nearest to failing."""
    nodes = list(dict.fromkeys(walk(relation)))
    if any(isinstance(node, Call) and node.body is None for node in nodes):  # any smooth function: too slow to follow
        return None
    letters = [s for s in nodes if type(s) is Symbol and _moves(s)]
    assigned = [dict(pairs) for pairs in dict.fromkeys(tuple(here.assigned.items()) for here in instances)]
    starts = [Instance(seed, "float", assigned=assigned[seed % len(assigned)]) for seed in range(6 * STARTS)]
    rooms = sorted((room, seed) for seed, here in enumerate(starts) if (room := _room(relation, here)) is not None)
    for room, seed in rooms[:STARTS] if letters else ():
        values = _downhill(relation, starts[seed], letters, room)
        there = Instance(seed, "precise", assigned=starts[seed].assigned)
        there = there.bind({s: _rational(v, there) for s, v in values.items()})
        try:
            if not judged(holds, relation, there).holds:
                return there
        except FAULTS:
            continue
    return None


def _moves(letter: Symbol) -> bool:
    return not few_values(letter) and not set(letter.conditions) & set(STRUCTURES)


def _room(relation: Relation, here: Instance) -> float | None:
    """How far the two sides are from meeting, relative to their size; None where one has no value."""
    try:
        low, high = (np.asarray(part.at(here), dtype=float) for part in relation.args)
    except FAULTS:
        return None
    gap = (high - low if "<" in relation.sign else low - high) / (1 + np.abs(low) + np.abs(high))
    return float(np.min(gap)) if np.all(np.isfinite(gap)) else None


def _downhill(relation: Relation, here: Instance, letters: list[Symbol], room: float) -> dict[Symbol, Any]:
    """Values of the letters at which the two sides are nearer: a pattern search, entry by entry."""
    values = {s: np.array(s.at(here), dtype=float) for s in letters}
    places = [(s, k) for s in letters for k in np.ndindex(values[s].shape)][:WIDEST]
    steps = dict.fromkeys(places, 1.0)
    for _ in range(ROUNDS):
        for s, k in places:
            for step in (steps[s, k], -steps[s, k]):
                moved = values[s].copy()
                moved[k] += step
                if not meets(s.conditions, float(moved[k])):
                    continue
                nearer = _room(relation, here.bind({t: _entries(moved if t is s else values[t]) for t in letters}))
                if nearer is not None and nearer < room:
                    values[s], room, steps[s, k] = moved, nearer, 2 * steps[s, k]
                    break
            else:
                steps[s, k] /= 4
    return values


def _entries(value: np.ndarray) -> Any:
    return value.astype(object) if value.shape else float(value)


def _rational(value: np.ndarray, there: Instance) -> Any:
    """Floats as numbers of an instance: nearby fractions of small denominators."""
    numbers = [there.number(Fraction(float(v)).limit_denominator(10**6)) for v in value.flat]
    array = np.array([*numbers, None], dtype=object)[:-1].reshape(value.shape)
    return array if value.shape else array.item()
