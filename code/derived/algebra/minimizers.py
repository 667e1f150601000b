"""Where a function is least: Newton's method from several places, exact where one step of it is.

What is found is compared with values elsewhere: a minimum is one only if none of them is as low.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np

from derived.algebra import exact
from derived.algebra.settling import Undecided
from derived.algebra.valuation import Valuation
from derived.algebra.values import Scalar
from derived.autodiff import PRECISE, Irrational, OutOfDomain, gradient_and_hessian, inexact, real_part

STEPS, HALVINGS = 40, 30
REACH = (Fraction(1, 1000), 1, 1000, 10**6)  # how far from a minimizer other values are looked at
NO_VALUE = (ArithmeticError, ValueError)
Loss = Callable[[np.ndarray], Scalar]


class NotFound(Undecided):
    """A minimum that may be there, and was not found: nothing can be said of a line that asks for it."""


def in_one_step(loss: Loss, x: np.ndarray) -> np.ndarray:
    """The minimizer of what is quadratic, exactly.

    Examples
    --------
    >>> in_one_step(lambda x: (x[0] - 3) ** 2, np.array([Fraction(0)])).tolist()
    [Fraction(3, 1)]
    """
    g, H = gradient_and_hessian(loss, x)
    x = x - exact.inverse(H) @ g
    try:
        g, H = gradient_and_hessian(loss, x)
        is_there = all(real_part(v) == 0 for v in g)
    except OutOfDomain:
        is_there = False
    if not is_there:
        raise Irrational("Newton's method does not end in one step: evaluate on precise numbers")
    if not _positive_definite(H):
        raise ZeroDivisionError("the stationary point is no unique minimum")
    return x


def descents(loss: Loss, places: list[np.ndarray]) -> list[np.ndarray]:
    """The minimizers that are found from some places.

    Examples
    --------
    >>> places = [np.array([x], dtype=object) for x in (-2.0, 0.5)]
    >>> [round(x, 6) for (x,) in descents(lambda x: (x[0] ** 2 - 1) ** 2, places)]
    [-1.0, 1.0]
    """
    return [x for x in (descent(loss, place) for place in places) if x is not None]


def descent(loss: Loss, x: np.ndarray) -> np.ndarray | None:
    """Newton's method, damped where the Hessian is not positive definite or the step too long.

    Examples
    --------
    >>> (x,) = descent(lambda x: x[0] ** 4 - 4 * x[0], np.array([5.0], dtype=object))
    >>> round(x, 6)
    1.0
    """
    try:
        for _ in range(STEPS):
            g, H = gradient_and_hessian(loss, x)
            if _positive_definite(H) and _is_small(step := exact.inverse(H) @ g, x):
                return x - step
            if all(real_part(v) == 0 for v in g):
                return x
            x = _lower(loss, x, g, H)
    except NO_VALUE:
        pass
    return None


def _lower(loss: Loss, x: np.ndarray, g: np.ndarray, H: np.ndarray) -> np.ndarray:
    """The next point: a Newton step, its Hessian made definite and its length halved until the value falls."""
    one, push = g[0] * 0 + 1, 0
    eye = np.array(np.diag([one] * len(g)), dtype=object)
    scale = max(abs(real_part(v)) for v in H.flat) + one
    while not _positive_definite(H + eye * push):
        push = push * 4 if push else scale / 1000
    step = exact.inverse(H + eye * push) @ g
    here = real_part(loss(x))
    for _ in range(HALVINGS):
        try:
            if real_part(loss(x - step)) <= here + abs(here) * _tiny(here):
                return x - step
        except NO_VALUE:
            pass
        step = step / 2
    raise ZeroDivisionError("no lower value along the step")


def _tiny(v: Any) -> Any:
    """A difference of numbers that only rounding makes."""
    v = real_part(v)
    return PRECISE.mpf(10) ** -40 if isinstance(v, PRECISE.mpf) else 1e-10 if inexact(v) else 0


def _is_small(step: np.ndarray, x: np.ndarray) -> bool:
    """Whether a step changes no digit that is looked at."""
    return all(abs(real_part(s)) <= _tiny(s) * max(1, abs(real_part(v))) for s, v in zip(step, x, strict=True))


def _positive_definite(H: np.ndarray) -> bool:
    """Whether elimination without exchanges meets positive pivots only."""
    H = np.array(H, dtype=object)
    for k in range(len(H)):
        if not real_part(H[k, k]) > 0:
            return False
        for i in range(k + 1, len(H)):
            H[i] = H[i] - H[k] * (H[i, k] / H[k, k])
    return True


def refuse_better(loss: Loss, best: np.ndarray, found: list[np.ndarray], instance: Valuation, what: str) -> None:
    """Refuse a place that has lower values elsewhere, or equal ones: at what was found, and farther and farther out.

    Examples
    --------
    >>> from derived.algebra import Instance
    >>> flat = lambda x: x[0] * 0
    >>> refuse_better(flat, np.array([Fraction(0)]), [], Instance(0), "minimum")
    Traceback (most recent call last):
    derived.algebra.settling.Undecided: the stationary point is no unique minimum
    """
    others = list(found)
    least = real_part(loss(best))
    tie = instance.number(Fraction(0 if instance.kind == "exact" else 1, 10**30)) * max(1, abs(least))
    room = Fraction(1, 10**30) if instance.kind == "exact" else Fraction(1, 10**8)
    rng = instance.rng("elsewhere")
    for reach in REACH:
        for _ in range(3):
            step = [instance.number(Fraction(rng.choice((-1, 1)) * rng.randint(1, 9)) * reach) for _ in best]
            others += [best + np.array(step, dtype=object), best - np.array(step, dtype=object)]
    for other in others:
        try:
            value = real_part(loss(other))
        except NO_VALUE:
            continue
        far = max(abs(real_part(a - b)) for a, b in zip(other, best, strict=True))
        if far <= instance.number(room) * max(1, *(abs(real_part(v)) for v in best)):
            continue
        if value < least - tie:
            raise NotFound(f"what was found is no {what}: there is a better value elsewhere")
        if value <= least + tie:
            raise Undecided(f"the stationary point is no unique {what}")
