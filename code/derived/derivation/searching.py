"""A search for the solutions of equations: Newton's method from many starts, near and far."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np

from derived.algebra import exact
from derived.algebra.instances import Instance
from derived.autodiff import PRECISE, Irrational, OutOfDomain, jacobian, real_part
from derived.derivation.unknowns import ALIKE, Unknowns, alike

STARTS = 16  # from where a search begins, near and far
STEPS, HALVINGS = 60, 30
STEADY = 0.1  # how nearly equal the ratios of steps are at a multiple root
TINY = PRECISE.mpf(10) ** -50


def searched(unknowns: Unknowns) -> list[np.ndarray]:
    """The solutions that Newton's method finds from many starts, near and far."""
    if unknowns.instance.kind == "exact":
        raise Irrational("the equations are not linear in the unknowns: look for solutions among rounded numbers")
    kind, sizes = unknowns.instance.kind, unknowns.instance.assigned
    begins = [Instance(1000 + seed, kind, wild=seed % 2 == 1, assigned=sizes) for seed in range(STARTS)]
    starts = [unknowns.start(begin) for begin in begins]
    if sum(unknowns.counts) == 1:
        starts = [*_between_signs(unknowns), *starts]
    found: list[np.ndarray] = []
    for start in starts:
        x = _newton(unknowns, start)
        if x is not None and not any(alike(x, other) for other in found):
            found.append(x)
    return found


def _between_signs(unknowns: Unknowns) -> list[np.ndarray]:
    """Where one equation in one unknown changes its sign, nearly: by halving, between places near and far."""
    tens = [PRECISE.mpf(10) ** k for k in range(-3, 5)]
    places = sorted([*tens, *(-t for t in tens), *(PRECISE.mpf(k) / 4 for k in range(-12, 13))])
    values = [(x, r) for x in places if (r := _residual(unknowns, x)) is not None]
    found = []
    for (low, at_low), (high, at_high) in itertools.pairwise(values):
        if at_low * at_high < 0:
            a, b = low, high
            for _ in range(STEPS):
                middle = (a + b) / 2
                value = _residual(unknowns, middle)
                if value is None:
                    break
                a, b = (middle, b) if value * at_low > 0 else (a, middle)
            found.append(np.array([(a + b) / 2], dtype=object))
    return found


def _residual(unknowns: Unknowns, x: Any) -> Any:
    """The residual of one equation at a number, or None where it has none."""
    try:
        return unknowns.residual(np.array([x], dtype=object))[0]
    except ArithmeticError:
        return None


def _newton(unknowns: Unknowns, x: np.ndarray) -> np.ndarray | None:
    """Newton's method from one start: a solution, or None if it does not settle."""
    rng, sizes = unknowns.instance.rng("solve"), [PRECISE.inf, PRECISE.inf]
    for _ in range(STEPS):
        try:
            step = exact.solve(jacobian(unknowns.residual, x), unknowns.residual(x), rng)
            x, step = _within_the_domain(unknowns, x, step)
        except ArithmeticError:
            return None
        size = max(abs(real_part(v)) for v in step) / max(1, *(abs(real_part(v)) for v in x))
        if size < TINY or max(sizes[-1], size) < ALIKE:
            return x if _is_root(unknowns, x) else None
        ratios = [b / a for a, b in itertools.pairwise([*sizes[-2:], size])]
        if max(ratios) - min(ratios) < STEADY < min(ratios) < 1:  # a multiple root: Schroeder's longer step
            x = x - step * (ratios[-1] / (1 - ratios[-1]))
        sizes.append(size)
    return None


def _within_the_domain(unknowns: Unknowns, x: np.ndarray, step: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The next point, by a shorter step where a function has no value at the end of the whole one."""
    for _ in range(HALVINGS):
        try:
            unknowns.residual(x - step)
        except OutOfDomain:
            step = step / 2
        else:
            break
    return x - step, step


def _is_root(unknowns: Unknowns, x: np.ndarray) -> bool:
    """Whether the equations hold at a point, and not only because all around it is too small to be told from zero."""
    if not unknowns.solved_by(x):
        return False
    beside = x + np.array([max(1, abs(real_part(v))) for v in x], dtype=object) / 1000
    exactly = all(real_part(v) == 0 for v in unknowns.residual(x))
    return exactly or not unknowns.solved_by(beside)
