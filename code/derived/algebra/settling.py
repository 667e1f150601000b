"""Limits of numbers: whether values at farther and farther points settle, and where.

Values are asked at points as far as 10⁸⁰, in twice as many digits as seem needed and rounded in two ways: what rounding
has eaten shows as a difference between the two. A limit is what three scales in a row agree on, the last two of them
to 25 digits, if no nearer values had settled on something else. A formula that is there for whole numbers only, as a
sum up to k, is asked at some hundred of them, and two ways of extrapolation have to agree. All else is undecided.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from math import factorial
from typing import Any

import numpy as np

from derived.algebra.differentiation import digits
from derived.algebra.extrapolation import COUNTS, FEWER, IN_A_ROW, extrapolated, gap
from derived.algebra.values import Real, Value, entries
from derived.autodiff import PRECISE, Dual

NEAR = (20, 40, 80, 160, 320, 640)
FAR = (5, 10, 20, 40, 80, 160, 320, 640)  # exponents of ten; those from 160 on for what settles slowly, such as 1/√k
SETTLED, CLOSE = 1e-25, 1e-10  # how well the last two scales have to agree, and those before them
DEEPEST = 2000  # digits
SOUND, NOTHING = 1e-45, 1e-44  # how well two roundings have to agree, and what may be due to them
PATIENT = 200  # digits, where differences of what is nearly equal are taken
Values = Callable[[Real], Value]


class Undecided(ArithmeticError):
    """A value that is not found: nothing can be said of it, neither that it is right nor that it is wrong.

    Attributes
    ----------
    seen : list
        The values that were seen on the way, each as a flat list of numbers.

    Examples
    --------
    >>> settle(lambda k: PRECISE.cos(k))
    Traceback (most recent call last):
    derived.algebra.settling.Undecided: the values do not settle
    """

    def __init__(self, why: str, seen: list[list[Real]] | None = None):
        super().__init__(why)
        self.seen = seen or []


def settle(f: Values, whole: bool = False, seed: str = "") -> Value:
    """The limit of f(k) as k goes to infinity.

    Parameters
    ----------
    f : callable
        Takes a precise number and gives a number, a dual number or an array of them.
    whole : bool
        Whether k is a whole number.
    seed : str
        What the points depend on.

    Raises
    ------
    Undecided
        If the values do not settle, or not soon enough to be sure.

    Examples
    --------
    >>> float(settle(lambda k: (1 + 1 / k) ** int(k), whole=True))
    2.718281828459045
    """
    points = _Points(f, whole, random.Random(seed))
    reached = list(_while_there(points.far, FAR[:5]))
    if not reached and points.is_countable:
        return _in_form_of(_from_whole_numbers(points), points.form)
    if len(reached) < 5:
        reached = [*_while_there(points.near, NEAR), *reached]
    found = _settled(reached)
    if found is None and len(reached) == 5:
        reached += _while_there(points.far, FAR[5:])
        found = _settled(reached)
    if found is None:
        raise Undecided("the values do not settle", [v[:-1] for v in reached])
    near = list(_while_there(points.near, (40, 320)))
    if len(near) == 2 and gap(*near) <= SETTLED and gap(near[1], found) > CLOSE:
        raise Undecided("the values settle, and then jump", [v[:-1] for v in reached])
    return _in_form_of(found, points.form)


def _while_there(values: Callable[[int], list[Real] | None], scales: Iterable[int]) -> Iterator[list[Real]]:
    """Values at one scale after another, up to the first where there is none to be trusted."""
    for scale in scales:
        found = values(scale)
        if found is None:
            return
        yield found


class _Points:
    """The values at points of one scale: a flat list of numbers, or None where there are none to be trusted."""

    def __init__(self, f: Values, whole: bool, rng: random.Random):
        self.f, self.whole, self.rng = f, whole, rng
        self.form: Value = 0  # what a value looks like
        self.is_countable = False  # whether there are values at whole numbers that are not too large, and only there

    def far(self, scale: int) -> list[Real] | None:
        """At points about 10^scale: whole ones with many divisors, and their neighbors, or any."""
        if self.whole:
            n = 10
            while factorial(n) < 10**scale:
                n += 1
            return self._common_value([factorial(n), factorial(n) + 1, factorial(n) + self.rng.randint(2, 99)], scale)
        return self._common_value([self._between(10**scale, 10) for _ in range(2)], scale)

    def near(self, k: int) -> list[Real] | None:
        """At points about k."""
        if self.whole:
            return self._common_value([3 * k, 3 * k + 1, 3 * k + self.rng.randint(2, 9)], 3)
        return self._common_value([self._between(k, 2) for _ in range(2)], 3)

    def _between(self, low: int, factor: int) -> Real:
        """A number between `low` and a multiple of it, with so many digits that it is no whole one."""
        with digits(len(str(low)) + 60):
            return PRECISE.mpf(self.rng.randint(10**9, factor * 10**9)) * low / (10**9 + 7)

    def _common_value(self, points: list[Real], scale: int) -> list[Real] | None:
        """The last value, and as one more number how far the others are from it."""
        values = [self._free_of_rounding(k, 60 + 2 * scale) for k in points]
        found = [v for v in values if v is not None]
        if len(found) < len(values):
            return None
        return [*found[-1], sum(gap(v, found[-1]) for v in found[:-1])]

    def _free_of_rounding(self, k: Real, many: int) -> list[Real] | None:
        """The value at k, in so many digits that rounding does not matter."""
        while many <= DEEPEST:
            try:
                with digits(many), _rounded("d"):
                    rough = self._flat_value(k)
                with digits(2 * many), _rounded("u"):
                    fine = self._flat_value(k)
            except IndexError:
                self.is_countable = True
                return None
            except (ArithmeticError, ValueError, MemoryError):
                return None
            if gap(rough, fine) <= SOUND:
                return fine
            many *= 2
        return None

    def _flat_value(self, k: Real) -> list[Real]:
        value = self.f(PRECISE.mpf(k) if isinstance(k, int) else k)
        self.form = value
        return list(_numbers(value))

    def at(self, k: int) -> list[Real] | None:
        """The value at one whole number, if there is one, in many digits: differences of them are to be taken."""
        try:
            with digits(PATIENT):
                return self._flat_value(k)
        except (ArithmeticError, ValueError, IndexError):
            return None


def _settled(scales: list[list[Real]]) -> list[Real] | None:
    """What the last three scales agree on, if they do; each ends in its own spread, which has to vanish, too."""
    if len(scales) < 3:
        return None
    third, second, last = scales[-3:]
    before, now = gap(third, second), gap(second, last)
    if before <= CLOSE and now <= SETTLED and abs(last[-1]) <= SETTLED and (now <= NOTHING or now <= before / 4):
        return last[:-1]
    return None


def _from_whole_numbers(points: _Points) -> list[Real]:
    """From whole numbers: by a polynomial in 1/k, or from a dozen in a row, as a sum of powers."""
    counts = COUNTS if points.at(COUNTS[-1]) else FEWER
    others = sorted(points.rng.sample(range(3 * counts[-1] // 4, counts[-1]), 4))
    values, row, beside = ([points.at(k) for k in places] for places in (counts, IN_A_ROW, others))
    if None in (*values, *row, *beside):
        raise Undecided("the values cannot be had far enough")
    with digits(PATIENT):
        columns = zip(zip(*values), zip(*row), zip(*beside), strict=True)  # noqa: B905
        limits = [extrapolated(counts, near, far, dict(zip(others, more, strict=True))) for near, far, more in columns]
    found = [limit for limit in limits if limit is not None]
    if len(found) < len(limits):
        raise Undecided("the values settle too slowly, or not at all")
    return found


@contextmanager
def _rounded(how: str) -> Iterator[None]:
    """Round every result toward zero, "d", or away from it, "u"."""
    before = PRECISE._prec_rounding[1]
    PRECISE._prec_rounding[1] = how
    try:
        yield
    finally:
        PRECISE._prec_rounding[1] = before


def _numbers(value: Value) -> Iterator[Real]:
    """The numbers that a value is made of, the derivatives that it carries included."""
    for x in entries(value):
        if isinstance(x, Dual):
            yield from _numbers(x.value)
            yield from _numbers(x.partials)
        else:
            yield PRECISE.mpf(x.numerator) / x.denominator if isinstance(x, int | Fraction) else PRECISE.convert(x)


def _in_form_of(numbers: list[Real], form: Value) -> Value:
    """A value of the form of another, made of these numbers."""
    rest = iter(numbers)

    def made(x: Any) -> Any:
        if isinstance(x, Dual):
            return Dual(made(x.value), np.array([made(p) for p in x.partials], dtype=object), x.level)
        return +next(rest)  # rounded to the digits that are usual

    if not isinstance(form, np.ndarray):
        return made(form)
    return np.array([made(x) for x in form.flat], dtype=object).reshape(form.shape)
