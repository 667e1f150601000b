"""Where a function of one variable changes its sign: the borders between the pieces of an integrand."""

from __future__ import annotations

from typing import Any

import numpy as np

from derived.autodiff import real_part

STEPS = 400  # between the places that are looked at


def zeros_of(h: Any, law: Any, many: Any = None) -> list[Any]:
    """Where a function of one variable changes its sign, over all that the law reaches.

    Parameters
    ----------
    h : callable
        Of numbers of the kind of the law.
    law : Continuous
    many : callable, optional
        The same of an array of floats, to look at many places at once.
    """
    number = law.number
    low, high = (
        number(0) if e == 0 else number(1) if e == 1 else number(80 if law.span[0] == 0 else 40) * (1 if e > 0 else -1)
        for e in law.span
    )
    a, b = h(low), h(high)
    middle, third = h((low + high) / 2), h((2 * low + high) / 3)
    slope = (b - a) / (high - low)
    if _is_negligible(middle - (a + b) / 2, a, b) and _is_negligible(third - (2 * a + b) / 3, a, b):  # a straight line
        return [] if not real_part(slope) else [low - a / slope]
    places = [low + (high - low) * k / STEPS for k in range(STEPS + 1)]
    if many is not None and (seen := _seen(many, places)) is not None:
        brackets = [(places[k], places[k + 1]) for k in seen]
        signs = [(h(s), h(t)) for s, t in brackets]
        if all(real_part(u) * real_part(v) < 0 for u, v in signs):
            return [bisected(h, s, t) for s, t in brackets]
    found = []
    values = [h(t) for t in places]
    for s, t, u, v in zip(places, places[1:], values, values[1:], strict=False):
        if real_part(u) == 0:
            found.append(s)
        elif real_part(u) * real_part(v) < 0:
            found.append(bisected(h, s, t))
    return found


def _seen(many: Any, places: list[Any]) -> np.ndarray | None:
    """After which places a function is seen to change its sign; None if floats do not tell."""
    try:
        with np.errstate(all="ignore"):
            values = np.asarray(many(np.array([float(real_part(t)) for t in places])), dtype=float)
    except (ArithmeticError, TypeError, ValueError):
        return None
    if values.shape != (len(places),) or not np.isfinite(values).all() or not values.all():
        return None
    return np.flatnonzero(values[:-1] * values[1:] < 0)


def _is_negligible(x: Any, a: Any, b: Any) -> bool:
    size = max(abs(real_part(a)), abs(real_part(b)))
    return abs(real_part(x)) <= size * (1e-12 if isinstance(real_part(x), float) else 1e-45)


def bisected(h: Any, a: Any, b: Any) -> Any:
    """A zero between two places where the signs differ: regula falsi, with the Illinois rule, to all digits."""
    u, v = real_part(h(a)), real_part(h(b))
    for _ in range(300):
        c = (a * v - b * u) / (v - u)
        w = real_part(h(c))
        if w == 0 or abs(b - a) <= abs(c) * (1e-15 if isinstance(c, float) else 1e-55):
            return c
        if (w > 0) == (v > 0):
            u = u / 2
        else:
            a, u = b, v
        b, v = c, w
    return b
