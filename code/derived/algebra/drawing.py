"""How the numbers of a letter are drawn: under its conditions, and else anywhere.

A condition is as wide as its words: whole numbers from the least on, both signs, numbers near zero, far from it and
tiny. Whatever a draw left out could be where a line is false.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction

import numpy as np
import sympy

from derived.algebra.ranges import limits_of
from derived.algebra.valuation import Unsupported, Valuation
from derived.algebra.values import Scalar

LARGEST = 10**6
SMALLEST, DECADES = -6, 10  # numbers drawn far and wide are between 10⁻⁶ and 10⁴, or that many times the largest beside
NEIGHBORS = (0, 0, 0, 1, 2, 5)  # the entries of an array are not all of one scale
SPANS = (3, 1, 3, 3, 12, 3, 1, 40)  # how far coarse numbers reach, in one instance after another
WHOLES = 6  # how many values a whole number takes, from its least on


class Draw:
    """What a condition needs to draw a symbol: the instance, a generator, and how one entry is drawn.

    Parameters
    ----------
    instance : Valuation
        Which kind of numbers, and how far they reach.
    name : str
        Of the symbol: its numbers depend on this and the seed only.
    entry : callable
        How one entry is drawn.
    conditions : tuple of str
        What is known of the symbol.

    Examples
    --------
    >>> from derived.algebra import Instance
    >>> Draw(Instance(0), "x", positive).array((3, 2)).shape
    (3, 2)
    """

    def __init__(self, instance: Valuation, name: str, entry: Callable, conditions: tuple[str, ...] = ()):
        self.instance, self.name, self.conditions = instance, name, conditions
        self.rng, self._entry = instance.rng(name), entry
        self.any_rank = instance.any_rank and "invertible" not in conditions

    def number(self, value: Fraction | int) -> Scalar:
        """A fraction as a number of the instance's kind."""
        return self.instance.number(Fraction(value))

    def array(self, dims: tuple[int, ...]) -> np.ndarray:
        """An array of independent entries."""
        array = np.empty(dims, dtype=object)
        for place in np.ndindex(*dims):
            array[place] = self.entry("_".join([self.name, *(str(k + 1) for k in place)]))
        return array

    def entry(self, name: str) -> Scalar:
        """One entry, or its SymPy symbol."""
        if self.instance.has_symbols:
            return self._symbol(name)
        return self._entry(self)

    def _symbol(self, name: str) -> Scalar:
        if "whole" in self.conditions:
            return self.number(self.instance.assigned.get(self.name, 3))
        if {"binary", "a sign"} & set(self.conditions):
            raise Unsupported(f"{self.name} takes two values only")
        if self.instance.kind == "rational":
            return self.instance.generators[name]
        low, _ = limits_of(self.conditions)
        known = {"positive": True} if low == (0, False) or (low and low[0] > 0) else {}
        known |= {"nonnegative": True} if low == (0, True) else {}
        return sympy.Symbol(name, real=True, **known)

    def not_symbolic(self, condition: str) -> None:
        """Refuse to be drawn with free symbols."""
        if self.instance.has_symbols:
            raise Unsupported(f"{self.name} is {condition}: free symbols are not")

    def magnitude(self) -> Scalar:
        """A number above zero: near one, or anywhere on the scale where the instance reaches far."""
        here, rng = self.instance, self.rng
        if steps := here.coarse:
            return self.number(Fraction(rng.randint(1, SPANS[here.seed % len(SPANS)] * steps), steps))
        if here.kind == "exact" and not here.wild:
            return Fraction(rng.randint(1, 3 if here.small else LARGEST))
        if not here.wild or (here.kind == "exact" and here.seed % 3 == 0):
            return self.number(Fraction(rng.randint(2 * 10**5, 2 * LARGEST), LARGEST))
        own = random.Random(self.name).randrange(DECADES) if here.seed % 4 else 0  # or one scale for all letters
        exponent = SMALLEST + (here.seed + own + rng.choice(NEIGHBORS)) % DECADES
        unit = here.unit if here.seed % 2 else 1
        return self.number(Fraction(rng.randint(1000, 9999), 1000) * Fraction(10) ** exponent * unit)

    def share(self) -> Scalar:
        """A number between 0 and 1; now and then very near to one of them, where the instance reaches far."""
        here, rng = self.instance, self.rng
        if here.coarse:
            return self.number(Fraction(rng.randint(1, 15), 16))
        if here.wild and (side := rng.randint(0, 2)):
            tiny = Fraction(rng.randint(1000, 9999), 1000) / 10 ** rng.randint(2, -SMALLEST)
            return self.number(tiny if side == 1 else 1 - tiny)
        steps = 4 if here.small else LARGEST
        return self.number(Fraction(rng.randint(1, steps - 1), steps))


def any_number(draw: Draw) -> Scalar:
    """A number of either sign.

    Examples
    --------
    >>> from derived.algebra import Instance
    >>> {any_number(Draw(Instance(seed), "x", any_number)) > 0 for seed in range(9)} == {False, True}
    True
    """
    here, rng = draw.instance, draw.rng
    if steps := here.coarse:
        reach = SPANS[here.seed % len(SPANS)] * steps
        return draw.number(0 if rng.random() < 1 / 5 else Fraction(rng.randint(-reach, reach), steps))
    if draw.any_rank and rng.random() < 1 / 6:
        return draw.number(0)
    if here.kind == "exact" and not here.wild:
        reach = 3 if here.small else LARGEST
        return Fraction(rng.randint(-reach, reach))
    if here.wild:
        return rng.choice((-1, 1)) * draw.magnitude()
    return draw.number(Fraction(rng.randint(-2 * LARGEST, 2 * LARGEST), LARGEST))


def positive(draw: Draw) -> Scalar:
    """A number above zero.

    Examples
    --------
    >>> from derived.algebra import Instance
    >>> all(positive(Draw(Instance(seed), "x", positive)) > 0 for seed in range(9))
    True
    """
    return draw.magnitude()


def whole(draw: Draw) -> Scalar:
    """A whole number from its least on: as the design of the instances has it, or one of the first few."""
    low, _ = limits_of(draw.conditions)
    least = 0 if low is None else int(low[0]) + (not low[1])
    return draw.number(draw.instance.assigned.get(draw.name, least + draw.rng.randint(0, WHOLES - 1)))


def binary(draw: Draw) -> Scalar:
    """0 or 1, as the design of the instances has it, or at random."""
    return draw.number(draw.instance.assigned.get(draw.name, draw.rng.randint(0, 1)))


def a_sign(draw: Draw) -> Scalar:
    """−1 or 1, as the design of the instances has it, or at random."""
    return draw.number(draw.instance.assigned.get(draw.name, draw.rng.choice((-1, 1))))


def within(conditions: tuple[str, ...]) -> Callable[[Draw], Scalar]:
    """How a number is drawn that lies above one limit, below another, or between the two."""
    low, high = limits_of(conditions)

    def entry(draw: Draw) -> Scalar:
        touching = [end for end, included in filter(None, (low, high)) if included]
        if touching and draw.rng.random() < 1 / 4:
            return draw.number(draw.rng.choice(touching))
        if low and high:
            return draw.share() * draw.number(high[0] - low[0]) + draw.number(low[0])
        if low:
            return draw.magnitude() + draw.number(low[0])
        return draw.number(high[0] if high else Fraction(0)) - draw.magnitude()

    return entry
