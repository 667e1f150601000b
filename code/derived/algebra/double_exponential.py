"""Integrals over an interval, a half line or the line, of numbers of any kind, by the double exponential rule.

The variable is put as a function of another on the whole line, so that the integrand falls off doubly exponentially,
and the trapezoidal rule is taken with ever smaller steps (Takahasi and Mori 1974). Each halving about doubles the
digits, so that two rules which agree to half of them will do. Singularities at the ends do no harm; others have to be
made ends. Where the mass of an integrand lies is looked for first.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from derived.algebra.chance import Intractable
from derived.algebra.series import size_of
from derived.autodiff import PRECISE, OutOfDomain

Function = Callable[[Any], Any]
Node = tuple[Any, Any]  # what stands for the place, and how fast that moves

FIRST, LAST = 1, 8  # the steps are 2⁻¹, …, 2⁻⁸
FARTHEST = 13  # first steps to each side
PROBED = (0, 1, 2, 3, 4, 5, 7, 9, 12, 16, 20)  # how far from 0 the mass is looked for at first, to both sides
CLIMBED = 200  # steps uphill, after which there is no summit
PEAK = 1000  # what is less than the highest place by this factor does not count in that


@cache
def _node(kind: str, level: int, k: int, rounded: bool, digits: int) -> Node:
    """The k-th node of a level: for "line" and "half" a place and its speed; for "unit" its distance from an end."""
    make = float if rounded else PRECISE.mpf
    exp, pi = (math.exp, math.pi) if rounded else (PRECISE.exp, PRECISE.pi)
    u = make(k) / 2**level
    grown, shrunk = exp(u), exp(-u)
    cosh, angle = (grown + shrunk) / 2, pi * (grown - shrunk) / 4
    if kind == "unit":
        q = exp(-2 * abs(angle))
        return q / (1 + q), pi * cosh * q / (1 + q) ** 2
    up, down = exp(angle), exp(-angle)
    if kind == "half":
        return up, pi / 2 * cosh * up
    return (up - down) / 2, pi / 2 * cosh * (up + down) / 2


class Span:
    """Where an integral is taken, with the place for each node.

    Parameters
    ----------
    low, high : number
        Its ends; ±math.inf where it has none.
    center, scale : number
        Of the mass of the integrand, where an end is missing.
    """

    def __init__(self, low: Any, high: Any, center: Any = 0, scale: Any = 1):
        self.low, self.high, self.center, self.scale = low, high, center, scale
        ends = (not _endless(low)) + (not _endless(high))
        self.kind = ("line", "half", "unit")[ends]

    def place(self, level: int, k: int, rounded: bool) -> Node:
        """The place for a node, and its weight."""
        t, speed = _node(self.kind, level, k, rounded, PRECISE.dps)
        if self.kind == "unit":
            width = self.high - self.low
            return (self.low + width * t if k < 0 else self.high - width * t), width * speed
        if self.kind == "line":
            return self.center + self.scale * t, self.scale * speed
        return (self.high - self.scale * t if _endless(self.low) else self.low + self.scale * t), self.scale * speed


def _endless(end: Any) -> bool:
    return isinstance(end, float) and math.isinf(end)


def integral(f: Function, low: Any, high: Any, number: Callable[[Any], Any]) -> tuple[Any, float]:
    """The integral of a function that is smooth inside of a span, and by how much two rules differ, in proportion.

    Parameters
    ----------
    f : callable
        Of numbers of the wanted kind; its values may carry derivatives.
    low, high : number
        Where the span begins and ends, perhaps at ±math.inf.
    number : callable
        Makes a whole number or a fraction one of the wanted kind, floats or numbers of sixty digits.

    Raises
    ------
    Intractable
        If the integral does not settle: because it is infinite, or the function changes too fast.

    Examples
    --------
    >>> bell, error = integral(lambda x: PRECISE.exp(-(x**2)), -math.inf, math.inf, PRECISE.mpf)
    >>> abs(bell**2 - PRECISE.pi) < 1e-30, error < 1e-14
    (True, True)
    >>> integral(lambda x: 1 / (1 + x**2), 0.0, math.inf, float)[0]  # half of π
    1.5707963267948966
    """
    rounded = isinstance(number(1), float)
    span = Span(low, high)
    if span.kind == "line":
        span = Span(low, high, *_located(f, number))
    elif span.kind == "half":
        span = Span(low, high, 0, _stretch(f, span, number))
    fine = 1e-17 if rounded else 1e-36
    ends, total, scale = _first(f, span, rounded, fine)
    total, scale = total / 2**FIRST, scale / 2**FIRST
    if not scale:
        return number(0), 0.0
    agree = 1e-9 if rounded else 1e-15
    for level in range(FIRST + 1, LAST + 1):
        here = (span.place(level, k, rounded) for k in _odd(ends, level))
        between = sum((_weighted(f, x, w) for x, w in here), start=0 * total)
        total, before = total / 2 + between / 2**level, total
        error = float(size_of(total - before) / scale)
        if error <= agree and level > FIRST + 1:
            return (number(0) if size_of(total) <= fine * 10**4 * scale else total), error
    raise Intractable("an integral does not settle: the function changes too fast, or has a pole")


def _odd(ends: tuple[int, int], level: int) -> Iterator[int]:
    """The nodes of a level that are none of the levels before."""
    back, forth = (end * 2 ** (level - FIRST) for end in ends)
    return iter(range(-back + (back + 1) % 2, forth + 1, 2))


def _weighted(f: Function, x: Any, weight: Any) -> Any:
    """The value at a node times its weight; at an end, where a function may have no value, it has none."""
    try:
        return f(x) * weight
    except (ZeroDivisionError, OutOfDomain):
        if weight > 1e-25:
            raise
        return 0 * weight


def _first(f: Function, span: Span, rounded: bool, fine: float) -> tuple[tuple[int, int], Any, Any]:
    """The sum over the first nodes, out to where they count no more: the last of them, the sum, and of sizes."""
    total = _weighted(f, *span.place(FIRST, 0, rounded))
    scale, ends = size_of(total), []
    for way in (-1, 1):
        small = 0
        for k in range(1, FARTHEST + 1):
            term = _weighted(f, *span.place(FIRST, way * k, rounded))
            total, scale = total + term, scale + size_of(term)
            small = small + 1 if size_of(term) <= fine * scale else 0
            if small > 1 and k > 3:
                break
        else:
            raise Intractable("an integral does not settle: the function does not fall off, or has a pole")
        ends.append(k)
    return (ends[0], ends[1]), total, scale


def _located(f: Function, number: Callable[[Any], Any]) -> tuple[Any, Any]:
    """Where on the line a function is large, and how wide that is."""
    heights = {x: size_of(f(x)) for k in PROBED for x in (number(k), -number(k))}
    top = max(heights, key=lambda x: heights[x])
    peak, step = heights[top], number(4)
    for _ in range(CLIMBED):
        higher = [x for x in (top - step, top + step) if size_of(f(x)) > peak]
        if higher:
            top, peak = higher[0], size_of(f(higher[0]))
        else:
            step = step / 4
        if step < 1e-3:
            break
    else:
        raise Intractable("an integral does not settle: the function grows")
    wide = [x for x, height in heights.items() if height * PEAK >= peak]
    low, high = min([top, *wide]), max([top, *wide])
    reach = number(1) / 1024
    while reach < 1000 and max(size_of(f(low - reach)), size_of(f(high + reach))) * 10 > peak:
        reach = 2 * reach
    return (low + high) / 2, (high - low + 2 * reach) / 6


def _stretch(f: Function, span: Span, number: Callable[[Any], Any]) -> Any:
    """How far from its end a function on a half line has most of its mass."""
    end, way = (span.high, -1) if _endless(span.low) else (span.low, 1)
    steps = [number(2) ** k for k in range(-16, 12)]
    return max(steps, key=lambda step: step * size_of(f(end + way * step)))
