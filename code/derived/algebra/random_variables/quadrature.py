"""Integrals over one variable of functions with kinks, of numbers of sixty digits, and of dual ones with derivatives.

Gauss and Legendre's rule is used on panels that are halved until two rules agree; an analytic function is summed over
the whole line.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np

from derived.algebra.chance import Intractable
from derived.algebra.series import size_of
from derived.algebra.values import Real
from derived.autodiff import PRECISE, real_part

ORDER = 24  # nodes of a panel
DEEPEST = 80  # how often a panel is halved at a singularity
POLE = 16  # halvings that leave as much as before
LEAST_DIGITS = 12
LONGEST, HALVINGS = 300, 5  # of the first steps on a line without ends
WIDTH = 3  # of the panels into which a line is cut at first
FARTHEST = 60  # panels of that width on each side


@cache
def legendre(digits: int) -> list[tuple[Real, Real]]:
    """The nodes and weights of Gauss and Legendre's rule on (−1, 1): precise, or floats if `digits` is 16.

    Examples
    --------
    >>> sum(w * x**2 for x, w in legendre(16))  # two thirds
    0.66666666666666...
    """
    starts, weights = np.polynomial.legendre.leggauss(ORDER)
    if digits <= 16:
        return [(float(x), float(w)) for x, w in zip(starts, weights, strict=True)]
    nodes = []
    for start in starts:
        x = PRECISE.mpf(start)
        for _ in range(digits.bit_length()):  # Newton's method doubles the digits
            before, p = 1, x
            for k in range(1, ORDER):
                before, p = p, ((2 * k + 1) * x * p - k * before) / (k + 1)
            slope = ORDER * (x * p - before) / (x * x - 1)
            x = x - p / slope
        nodes.append((x, 2 / ((1 - x * x) * slope**2)))
    return nodes


def integral(
    f: Callable[[Any], Any], span: tuple[Any, Any], borders: Sequence[Any], number: Callable[[Any], Any]
) -> tuple[Any, float]:
    """The integral of a function, and by how much two rules differ, in proportion.

    Parameters
    ----------
    f : callable
        Of numbers of the wanted kind; it falls off fast where the span has no end.
    span : pair
        Where it begins and ends, perhaps at ±∞.
    borders : sequence of numbers
        Where it may have a kink, a jump or a singularity.
    number : callable
        Makes a whole number or a fraction one of the wanted kind.

    Raises
    ------
    Intractable
        If the two rules do not come to agree, as for 1/x.

    Examples
    --------
    >>> value, error = integral(lambda x: abs(x - 1) * PRECISE.exp(-x), (0, math.inf), [PRECISE.mpf(1)], PRECISE.mpf)
    >>> abs(value - 2 / PRECISE.e) < 1e-25, error < 1e-12
    (True, True)
    """
    rule = legendre(16 if isinstance(number(1), float) else PRECISE.dps)
    fine = number(1) / (10**14 if isinstance(number(1), float) else 10**32)

    def panel(a: Any, b: Any) -> Any:
        half, middle = (b - a) / 2, (a + b) / 2
        return sum((f(middle + half * x) * w for x, w in rule), start=0 * half) * half

    todo = [(a, b, value, 0, 0) for a, b, value in _panels(panel, span, borders, number, fine)]
    scale = sum((size_of(value) for _, _, value, _, _ in todo), start=number(0))
    total, error = number(0), number(0)
    while todo:
        a, b, whole, depth, stuck = todo.pop()
        middle = (a + b) / 2
        halves = panel(a, middle), panel(middle, b)
        difference = size_of(whole - halves[0] - halves[1])
        if difference > fine * scale and depth < DEEPEST:
            for start, end, half in ((a, middle, halves[0]), (middle, b, halves[1])):
                same = stuck + 1 if size_of(half) > 0.98 * size_of(whole) else 0  # near a pole, as much as before
                todo.append((start, end, half, depth + 1, same))
            if len(todo) > 2 * FARTHEST + DEEPEST or same > POLE or todo[-2][-1] > POLE:
                raise Intractable("an integral does not settle: the function has a pole, or changes too fast")
        else:
            total, error = total + halves[0] + halves[1], error + difference
    proportion = float(error / max(size_of(total), scale * number(1) / 10**6)) if scale else 0.0
    if not proportion <= 10.0**-LEAST_DIGITS:
        raise Intractable("an integral does not settle: two rules differ, so that it may not exist")
    return (number(0) if size_of(total) <= 10 * fine * scale else total), proportion


def _panels(panel: Callable, span: tuple[Any, Any], borders: Sequence[Any], number: Callable, fine: Any) -> list:
    """Where the span is cut at first: at the borders, every `WIDTH`, and where no more is to be had."""
    low, high = span
    inside = sorted(
        {b for b in map(real_part, borders) if low < b < high} | {number(e) for e in span if not math.isinf(e)}
    )
    if not inside:
        inside = [number(0)]
    cut: list[tuple[Any, Any, Any]] = []
    for a, b in pairwise(inside):
        steps = max(1, math.ceil((b - a) / WIDTH))
        if steps > 4 * FARTHEST:
            raise Intractable("the borders of an integral are too far from each other")
        edges = [a + (b - a) * k / steps for k in range(steps + 1)]
        cut += [(s, t, panel(s, t)) for s, t in pairwise(edges)]
    scale = sum((size_of(value) for *_, value in cut), start=number(0))
    for edge, way in ((inside[-1], 1), (inside[0], -1)):
        end = edge
        if math.isinf(high if way > 0 else low):
            for _ in range(FARTHEST):
                a, b = sorted((end, end + way * WIDTH))
                cut.append((a, b, panel(a, b)))
                scale += size_of(cut[-1][2])
                end += way * WIDTH
                if way * end > 2 * WIDTH and size_of(cut[-1][2]) <= fine * scale / 1000:
                    break
            else:
                raise Intractable("an integral does not settle: the function does not fall off")
    return cut


def smooth_integral(f: Callable[[Any], Any], number: Callable[[Any], Any]) -> tuple[Any, float]:
    """The integral over the whole line of an analytic function that falls off: the mean of ever more values.

    The error of this rule is squared each time that its step is halved (Trefethen and Weideman 2014), so that two rules
    that agree to half of the digits will do.

    Parameters
    ----------
    f : callable
        Of numbers of the wanted kind.
    number : callable
        Makes a whole number or a fraction one of the wanted kind.

    Returns
    -------
    value, error
        And by how much the last two rules differ, in proportion.

    Raises
    ------
    Intractable
        If they do not agree.

    Examples
    --------
    >>> value, error = smooth_integral(lambda x: PRECISE.exp(-(x**2)), PRECISE.mpf)
    >>> abs(value**2 - PRECISE.pi) < 1e-30, error < 1e-15
    (True, True)
    """
    step = number(1) / 2
    values = [f(number(0))]
    scale, ends = size_of(values[0]), []
    for way in (1, -1):
        small = 0
        for k in range(1, LONGEST):
            values.append(f(way * k * step))
            scale += (size := size_of(values[-1]))
            small = small + 1 if size <= scale / 10**36 else 0
            if small > 3 and k > 16:
                break
        else:
            raise Intractable("an integral does not settle: the function does not fall off")
        ends.append(k)
    total, scale, many = sum(values, start=0 * step) * step, scale * step, 1
    agree = number(1) / (10**13 if isinstance(step, float) else 10**16)
    for _ in range(HALVINGS):
        step, many = step / 2, 2 * many
        between = sum((f(k * step) for k in range(1 - many * ends[1], many * ends[0], 2)), start=0 * step)
        total, before = total / 2 + between * step, total
        if size_of(total - before) <= agree * scale:
            zero = size_of(total) <= scale / 10 ** (14 if isinstance(step, float) else 30)
            return (number(0) if zero else total), float(size_of(total - before) / scale) if scale else 0.0
    raise Intractable("an integral does not settle: the function changes too fast")
