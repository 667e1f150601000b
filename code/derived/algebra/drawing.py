"""How a letter is drawn: what may be known of it, in the words that the reader sees, and numbers of which it is true.

A condition is as wide as its words: whole numbers from the least on, every rank, both signs, numbers near zero, far
from it and tiny. Whatever a draw left out could be where a line is false.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import sympy

from derived.algebra import exact
from derived.algebra.valuation import Unsupported, Valuation
from derived.autodiff import PRECISE, order, real_part

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

    def number(self, value: Fraction | int) -> Any:
        """A fraction as a number of the instance's kind."""
        return self.instance.number(Fraction(value))

    def array(self, dims: tuple[int, ...]) -> np.ndarray:
        """An array of independent entries."""
        array = np.empty(dims, dtype=object)
        for place in np.ndindex(*dims):
            array[place] = self.entry("_".join([self.name, *(str(k + 1) for k in place)]))
        return array

    def entry(self, name: str) -> Any:
        """One entry, or its SymPy symbol."""
        if self.instance.has_symbols:
            return self._symbol(name)
        return self._entry(self)

    def _symbol(self, name: str) -> Any:
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

    def magnitude(self) -> Any:
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

    def share(self) -> Any:
        """A number between 0 and 1; now and then very near to one of them, where the instance reaches far."""
        here, rng = self.instance, self.rng
        if here.coarse:
            return self.number(Fraction(rng.randint(1, 15), 16))
        if here.wild and (side := rng.randint(0, 2)):
            tiny = Fraction(rng.randint(1000, 9999), 1000) / 10 ** rng.randint(2, -SMALLEST)
            return self.number(tiny if side == 1 else 1 - tiny)
        steps = 4 if here.small else LARGEST
        return self.number(Fraction(rng.randint(1, steps - 1), steps))


def any_number(draw: Draw) -> Any:
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


def positive(draw: Draw) -> Any:
    """A number above zero.

    Examples
    --------
    >>> from derived.algebra import Instance
    >>> all(positive(Draw(Instance(seed), "x", positive)) > 0 for seed in range(9))
    True
    """
    return draw.magnitude()


def whole(draw: Draw) -> Any:
    """A whole number from its least on: as the design of the instances has it, or one of the first few."""
    low, _ = limits_of(draw.conditions)
    least = 0 if low is None else int(low[0]) + (not low[1])
    return draw.number(draw.instance.assigned.get(draw.name, least + draw.rng.randint(0, WHOLES - 1)))


def binary(draw: Draw) -> Any:
    """0 or 1, as the design of the instances has it, or at random."""
    return draw.number(draw.instance.assigned.get(draw.name, draw.rng.randint(0, 1)))


def a_sign(draw: Draw) -> Any:
    """−1 or 1, as the design of the instances has it, or at random."""
    return draw.number(draw.instance.assigned.get(draw.name, draw.rng.choice((-1, 1))))


def within(conditions: tuple[str, ...]) -> Callable[[Draw], Any]:
    """How a number is drawn that lies above one limit, below another, or between the two."""
    low, high = limits_of(conditions)

    def entry(draw: Draw) -> Any:
        touching = [end for end, included in filter(None, (low, high)) if included]
        if touching and draw.rng.random() < 1 / 4:
            return draw.number(draw.rng.choice(touching))
        if low and high:
            return draw.share() * draw.number(high[0] - low[0]) + draw.number(low[0])
        if low:
            return draw.magnitude() + draw.number(low[0])
        return draw.number(high[0] if high else Fraction(0)) - draw.magnitude()

    return entry


def free(draw: Draw, dims: tuple[int, ...]) -> np.ndarray:
    """Independent entries; in a coarse instance, now and then one throughout; of any rank, where the instance asks."""
    if draw.any_rank and len(dims) == 2 and not draw.instance.has_symbols:
        return of_rank(draw, dims, draw.rng.randint(0, min(dims)))
    array = draw.array(dims)
    if draw.instance.coarse and dims and draw.rng.random() < 1 / 4:
        array[...] = array.flat[0]
    return array


def of_rank(draw: Draw, dims: tuple[int, ...], r: int) -> np.ndarray:
    """A product of two factors with `r` columns and rows, which has that rank but for a coincidence."""
    return draw.array((dims[0], r)) @ draw.array((r, dims[1])) + np.full(dims, draw.number(0), dtype=object)


def symmetric(draw: Draw, dims: tuple[int, ...]) -> np.ndarray:
    """A = Aᵀ; of any rank, where the instance asks."""
    A = draw.array(dims)
    A = np.where(np.tri(dims[0], dims[1], k=-1, dtype=np.bool_), A.T, A)
    if draw.any_rank and not draw.instance.has_symbols:
        B = draw.array((draw.rng.randint(0, dims[0]), dims[1]))
        signs = np.array([draw.rng.choice((-1, 1)) for _ in B], dtype=object)
        return (B.T * signs) @ B + np.full(dims, draw.number(0), dtype=object)
    return A


def positive_definite(draw: Draw, dims: tuple[int, ...]) -> np.ndarray:
    """A = BᵀB + δI with 0 < δ < 1 (B has fewer rows at times, if coarse); with free symbols, any symmetric A."""
    if draw.instance.has_symbols:
        return symmetric(draw, dims)
    B = draw.array((draw.rng.randint(0, dims[0]) if draw.instance.coarse else dims[0], dims[1]))
    return B.T @ B + np.diag(np.array([draw.share()] * dims[0], dtype=object)) + draw.number(0)


def positive_semidefinite(draw: Draw, dims: tuple[int, ...]) -> np.ndarray:
    """A = BᵀB, of any rank; with free symbols, any symmetric A."""
    if draw.instance.has_symbols:
        return symmetric(draw, dims)
    B = draw.array((draw.rng.randint(0, dims[0]), dims[1]))
    return B.T @ B + np.full(dims, draw.number(0), dtype=object)


def full_column_rank(draw: Draw, dims: tuple[int, ...]) -> np.ndarray:
    """Independent columns."""
    A = draw.array(dims)
    while not draw.instance.has_symbols and len(exact.reduce(A)[1]) < dims[1]:
        A = draw.array(dims)
    return A


def orthonormal(draw: Draw, dims: tuple[int, ...]) -> np.ndarray:
    """QᵀQ = I: the first columns of a product of reflections, which has fractions where its vectors do."""
    draw.not_symbolic("orthonormal")
    one = draw.number(1)
    n = dims[0]
    Q = np.array(np.diag(np.array([one] * n, dtype=object)), dtype=object)
    Q[Q == 0] = 0 * one
    for _ in range(n - draw.rng.randint(0, 1)):  # so that Q turns, or turns and mirrors
        v = draw.array((n,))
        while not any(v):
            v = draw.array((n,))
        Q = Q - np.multiply.outer(Q @ v, v) * (2 * one / (v @ v))
    return Q[:, : dims[1]]


def unit(draw: Draw, dims: tuple[int, ...]) -> np.ndarray:
    """A vector of length one."""
    return orthonormal(draw, (dims[0], 1))[:, 0]


def diagonal(draw: Draw, dims: tuple[int, ...]) -> np.ndarray:
    """Zero off the diagonal; here and there on it, too, where the instance asks for any rank."""
    return np.where(np.eye(dims[0], dims[1], dtype=np.bool_), draw.array(dims), draw.number(0))


def increasing(draw: Draw, dims: tuple[int, ...]) -> np.ndarray:
    """Positive, each entry larger than the one before; with free symbols, which prove more, any numbers."""
    if draw.instance.has_symbols:
        return draw.array(dims)
    return np.cumsum([positive(draw) for _ in range(dims[0])], dtype=object)


def upper_triangular(draw: Draw, dims: tuple[int, ...]) -> np.ndarray:
    """Zero below the diagonal, positive on it."""
    A = draw.array(dims)
    A[np.tri(dims[0], dims[1], k=-1, dtype=np.bool_)] = draw.number(0)
    for i in range(min(dims)):
        A[i, i] = positive(draw) if not draw.instance.has_symbols else A[i, i]
    return A


def rank_deficient(draw: Draw, dims: tuple[int, ...]) -> np.ndarray:
    """Fewer independent columns than columns, perhaps none."""
    draw.not_symbolic("of deficient rank")
    return of_rank(draw, dims, draw.rng.randint(0, min(dims[0], dims[1] - 1)))


def probabilities(draw: Draw, dims: tuple[int, ...]) -> np.ndarray:
    """Positive entries that add up to one, in a vector or in each row of a matrix."""
    draw.not_symbolic("made of probabilities")
    weights = np.array([positive(draw) for _ in range(int(np.prod(dims)))], dtype=object).reshape(dims)
    return weights / weights.sum(axis=-1, keepdims=True)


# What may be known of a symbol: the words that the reader sees, and how it is drawn.
ENTRIES: dict[str, tuple[str, Callable]] = {
    "whole": ("a whole number", whole),
    "binary": ("0 or 1", binary),
    "a sign": ("−1 or 1", a_sign),
}
LIMITS: dict[str, tuple[str, tuple[str, ...]]] = {
    "positive": ("positive", ("> 0",)),
    "nonnegative": ("not negative", (">= 0",)),
    "between 0 and 1": ("between 0 and 1", ("> 0", "< 1")),
}
STRUCTURES: dict[str, tuple[str, Callable]] = {
    "symmetric": ("symmetric", symmetric),
    "positive definite": ("symmetric and positive definite", positive_definite),
    "positive semidefinite": ("symmetric and positive semidefinite", positive_semidefinite),
    "full column rank": ("with independent columns", full_column_rank),
    "orthonormal": ("with orthonormal columns", orthonormal),
    "unit": ("of length one", unit),
    "diagonal": ("diagonal", diagonal),
    "increasing": ("positive and increasing", increasing),
    "upper triangular": ("upper triangular with a positive diagonal", upper_triangular),
    "rank deficient": ("with dependent columns", rank_deficient),
    "probabilities": ("of positive entries that add up to one", probabilities),
    "rows of probabilities": ("with rows of positive entries that add up to one", probabilities),
}
VALUES_OF: dict[str, Callable[[Any], bool]] = {
    "whole": lambda x: x == int(x) and x >= 0,
    "binary": lambda x: x in (0, 1),
    "a sign": lambda x: x in (-1, 1),
}
OTHERS: dict[str, tuple[str, None]] = {"invertible": ("with an inverse", None)}
TALL = ("full column rank", "orthonormal")  # conditions that no matrix of more columns than rows can meet
CONDITIONS = ENTRIES | LIMITS | STRUCTURES | OTHERS
_COMPARED = re.compile(r"(>=|<=|>|<)\s*(-?\d+(?:/\d+)?)")
_TEX = {">=": r"\ge", "<=": r"\le"}


def limits_of(conditions: tuple[str, ...]) -> tuple[tuple[Fraction, bool] | None, tuple[Fraction, bool] | None]:
    """The limits below and above that conditions name, each with whether it may be reached.

    Examples
    --------
    >>> limits_of(("positive",)), limits_of(("whole", ">= 2"))[0]
    (((Fraction(0, 1), False), None), (Fraction(2, 1), True))
    """
    low, high = None, None
    for condition in (c for name in conditions for c in LIMITS.get(name, ("", (name,)))[1]):
        if match := _COMPARED.fullmatch(condition):
            sign, end = match[1], Fraction(match[2])
            if sign[0] == ">":
                low = max(low or (end, True), (end, "=" in sign), key=lambda limit: (limit[0], not limit[1]))
            else:
                high = min(high or (end, True), (end, "=" in sign))
    return low, high


def meets(conditions: tuple[str, ...], value: Any, borders: bool = False) -> bool:
    """Whether a number lies within the limits that conditions name, or at one that it only comes near to.

    Examples
    --------
    >>> meets(("positive",), Fraction(0)), meets((">= 0", "< 1"), Fraction(0))
    (False, True)
    """
    if (allowed := next((VALUES_OF[c] for c in conditions if c in VALUES_OF), None)) and not allowed(real_part(value)):
        return False
    low, high = limits_of(conditions)
    above = low is None or order(value, _like(value, low[0])) >= (0 if low[1] or borders else 1)
    return above and (high is None or order(value, _like(value, high[0])) <= (0 if high[1] or borders else -1))


def _like(value: Any, fraction: Fraction) -> Any:
    """A fraction as a number that can be compared with another."""
    return fraction if isinstance(real_part(value), Fraction) else PRECISE.convert(fraction)


def in_words(condition: str) -> str:
    r"""A condition as the reader sees it, after the letter: in words, or as a comparison in TeX.

    Examples
    --------
    >>> in_words("full column rank"), in_words(">= 2")
    ('with independent columns', '\\ge 2')
    """
    if match := _COMPARED.fullmatch(condition):
        return f"{_TEX.get(match[1], match[1])} {match[2]}"
    return CONDITIONS[condition][0]


def check_conditions(name: str, conditions: tuple[str, ...]) -> None:
    """Refuse a condition that is not known, and two of a kind, of which one would not be met.

    Raises
    ------
    ValueError
        With the conditions that are known.
    """
    for condition in conditions:
        if condition not in CONDITIONS and not _COMPARED.fullmatch(condition):
            raise ValueError(
                f"{name}: unknown condition {condition!r}; known: {', '.join(CONDITIONS)}, and "
                "comparisons such as '> 1'"
            )
    for kinds in (ENTRIES, STRUCTURES):
        both = [c for c in conditions if c in kinds]
        if len(both) > 1:
            raise ValueError(f"{name}: {both[0]!r} and {both[1]!r} cannot be drawn together; name one of them")
    low, high = limits_of(conditions)
    if low and high and low[0] >= high[0]:
        raise ValueError(f"{name}: no number is more than {low[0]} and less than {high[0]}")


def value(instance: Valuation, name: str, conditions: tuple[str, ...], dims: tuple[int, ...]) -> np.ndarray:
    """The numbers of a symbol in an instance."""
    entries = [ENTRIES[c][1] for c in conditions if c in ENTRIES]
    structures = [STRUCTURES[c][1] for c in conditions if c in STRUCTURES]
    entry = entries[0] if entries else within(conditions) if any(limits_of(conditions)) else any_number
    structure = structures[0] if structures else free
    return structure(Draw(instance, name, entry, conditions), dims)
