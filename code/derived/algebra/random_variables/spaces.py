"""Probability spaces of finitely many outcomes, and the random letters that live on them."""

from __future__ import annotations

from collections.abc import Hashable
from fractions import Fraction
from functools import cached_property

import numpy as np

from derived.algebra.chance import Entry, Source
from derived.algebra.drawing import Draw, positive
from derived.algebra.random_numbers import RandomNumber
from derived.algebra.random_variables.laws import Finite
from derived.algebra.shapes import Shape, SizeLike, dimension
from derived.algebra.symbols import Symbol
from derived.algebra.valuation import Unsupported, Valuation
from derived.algebra.values import Array, Value


class Space:
    """Finitely many outcomes with random positive probabilities.

    A number that lives here is the same for two outcomes each, so that to know it does not tell the outcome, and of two
    numbers neither tells the other; letters of two values run through all their combinations. Sixteen values leave the
    moments of a number free up to the thirtieth.

    Parameters
    ----------
    name : str
        Tells it from other spaces.
    outcomes : int
        How many there are.

    Examples
    --------
    >>> from derived.algebra import Instance, Space, covariance, expectation, random_scalar
    >>> weather, here = Space("weather"), Instance(0)
    >>> sum(weather.weights(here))
    Fraction(1, 1)
    >>> rain, wind = random_scalar("R", weather), random_scalar("W", weather)  # they depend on each other
    >>> covariance(rain, wind).at(here) == 0, expectation(rain, wind).at(here) == rain.at(here)
    (False, False)
    """

    def __init__(self, name: str, outcomes: int = 32):
        self.name, self.outcomes = name, outcomes
        self.letters: dict[bool, list[str]] = {True: [], False: []}  # those of two values, and the others

    def weights(self, instance: Valuation) -> list[Value]:
        """The probabilities of the outcomes in this instance."""
        refuse_symbols(instance)
        draw = Draw(instance, f"space {self.name}", positive)
        raw = [draw.entry("") for _ in range(self.outcomes)]
        return [w / sum(raw) for w in raw]

    def rank(self, letter: str, two_valued: bool) -> int:
        """The place of a letter among those of its kind that live here."""
        known = self.letters[two_valued]
        if letter not in known:
            known.append(letter)
        return known.index(letter)

    def representative(self, outcome: int, rank: int) -> int:
        """The first of the outcomes for which the number of this rank is the same."""
        partner = outcome ^ (rank % (self.outcomes - 1) + 1) if self.outcomes > 1 else outcome
        return min(outcome, partner) if partner < self.outcomes else outcome


def refuse_symbols(instance: Valuation) -> None:
    """Tell an instance of free symbols that chance needs numbers."""
    if instance.has_symbols:
        raise Unsupported("a probability space is enumerated on numbers")


class Random(Symbol):
    """A random symbol: a value for each outcome of its space."""

    def __init__(self, name: str, shape: Shape, space: Space, *conditions: str):
        super().__init__(name, shape, *conditions)
        self.space = space
        self.two_valued = not shape and bool({"binary", "a sign"} & set(conditions))
        self.rank = space.rank(name, self.two_valued)

    @cached_property
    def depends(self) -> frozenset[Hashable]:
        return super().depends | {self.space}

    def table(self, instance: Valuation) -> list[Value]:
        """Its value for each outcome."""
        space = self.space
        if self.two_valued and self.rank < space.outcomes.bit_length() - 1:
            low = -1 if "a sign" in self.conditions else 0
            return [instance.number(Fraction(low if k >> self.rank & 1 else 1)) for k in range(space.outcomes)]
        outcomes = (space.representative(k, self.rank) for k in range(space.outcomes))
        return [instance[Symbol(f"{self.name}[{k}]", self.shape, *self.conditions)] for k in outcomes]

    def known_table(self, instance: Valuation) -> list[Value]:
        """Its value for each outcome, made once."""
        key = ("table", self)
        if key not in instance.drawn:
            instance.drawn[key] = self.table(instance)
        return instance.drawn[key]

    def undecided(self, instance: Valuation, sources: dict[Space, Source]) -> Value:
        """Its value while chance has not decided: letters on one space share its source."""
        if self.space not in sources:
            sources[self.space] = Source(Finite(self.space.weights(instance)))
        source, table = sources[self.space], self.known_table(instance)
        if not self.shape:
            return RandomNumber.of(Entry(source, table))
        arrays = [np.asarray(outcome, dtype=object) for outcome in table]
        values: Array = np.empty(arrays[0].shape, dtype=object)
        for place in np.ndindex(*values.shape):
            values[place] = RandomNumber.of(Entry(source, [array[place] for array in arrays]))
        return values

    def compute(self, instance: Valuation) -> Value:
        return instance.bound[self] if self in instance.bound else self.actual(instance)

    def actual(self, instance: Valuation) -> Value:
        """What it happens to be, outside of every expectation."""
        table = self.known_table(instance)
        return table[instance.rng(self.space.name).randrange(len(table))]


def random_scalar(name: str, space: Space | None = None, *conditions: str) -> Random:
    """A random number, on a space of its own unless one is given; ``"binary"`` makes it an event.

    Parameters
    ----------
    name : str
        As for `Symbol`.
    space : Space, optional
        Where it lives: symbols on one space depend on each other.
    *conditions : str
        What is known of each of its values, as for `Symbol`.

    Returns
    -------
    Random of shape ()

    Examples
    --------
    >>> from derived.algebra import eq, expectation, probability, random_scalar
    >>> from derived.derivation import Derivation
    >>> A = random_scalar("A", None, "binary")
    >>> d = Derivation("The mean of 0 or 1", label="event").start(expectation(A))
    >>> d.equals(probability(eq(A, 1)), because="0 adds nothing").lines[0].evidence.kind
    'enumerated'
    """
    return Random(name, (), space or Space(name), *conditions)


def random_vector(name: str, size: SizeLike, space: Space | None = None, *conditions: str) -> Random:
    r"""A random vector, on a space of its own unless one is given.

    Parameters
    ----------
    name : str
        As for `Symbol`.
    size : Size, Expr of sizes or int
        How many entries it has; they depend on each other.
    space : Space, optional
        Where it lives: symbols on one space depend on each other.
    *conditions : str
        What is known of each of its values, as for `Symbol`.

    Returns
    -------
    Random of shape (size,)

    Raises
    ------
    ShapeError
        If `size` is no size.

    Examples
    --------
    >>> from derived.algebra import expectation, matrix, random_vector
    >>> from derived.derivation import Derivation
    >>> A, v = matrix("A", 2, 3), random_vector("v", 3)
    >>> d = Derivation("Means are linear", label="mean").start(expectation(A @ v))
    >>> print(d.equals(A @ expectation(v), because="A does not depend on chance").lines[0].tex)
    \mathbb{E}[\mathbf{A} \mathbf{v}] = \mathbf{A} \mathbb{E}[\mathbf{v}]
    """
    return Random(name, (dimension(size),), space or Space(name), *conditions)
