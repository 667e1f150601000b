"""Probability spaces of finitely many outcomes, and the random letters that live on them."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from derived.algebra.expressions import Symbol, dimension
from derived.algebra.instances import Draw, Unsupported, positive
from derived.algebra.shapes import Shape

if TYPE_CHECKING:
    from derived.algebra.instances import Instance


class Space:
    """Finitely many outcomes with random positive probabilities.

    Parameters
    ----------
    name : str
        Tells it from other spaces.
    outcomes : int
        How many there are.

    Examples
    --------
    >>> from derived.algebra import Instance, Space, covariance, random_scalar
    >>> weather, here = Space("weather", 3), Instance(0)
    >>> sum(weather.weights(here))
    Fraction(1, 1)
    >>> rain, wind = random_scalar("R", weather), random_scalar("W", weather)  # they depend on each other
    >>> covariance(rain, wind).at(here) == 0
    False
    """

    def __init__(self, name: str, outcomes: int = 4):
        self.name, self.outcomes = name, outcomes

    def weights(self, instance: Instance) -> list[Any]:
        """The probabilities of the outcomes in this instance."""
        refuse_symbols(instance)
        draw = Draw(instance, f"space {self.name}", positive)
        raw = [draw.entry("") for _ in range(self.outcomes)]
        return [w / sum(raw) for w in raw]


def refuse_symbols(instance: Instance) -> None:
    """Tell an instance of free symbols that chance needs numbers."""
    if instance.has_symbols:
        raise Unsupported("a probability space is enumerated on numbers")


class Random(Symbol):
    """A random symbol: a value for each outcome of its space."""

    def __init__(self, name: str, shape: Shape, space: Space, *conditions: str):
        super().__init__(name, shape, *conditions)
        self.space = space

    @cached_property
    def depends(self) -> frozenset[Any]:
        return frozenset((self, self.space))

    def table(self, instance: Instance) -> list[Any]:
        """Its value for each outcome."""
        values = [
            instance[Symbol(f"{self.name}[{k}]", self.shape, *self.conditions)] for k in range(self.space.outcomes)
        ]
        if "binary" in self.conditions:
            values[:2] = [instance.number(Fraction(1)), instance.number(Fraction(0))]  # an event that can go both ways
        return values

    def compute(self, instance: Instance) -> Any:
        if self in instance.bound:
            return instance.bound[self]
        key = ("table", self)
        if key not in instance.drawn:
            instance.drawn[key] = self.table(instance)
        table = instance.drawn[key]
        k = instance.outcome.get(self.space)
        return table[instance.rng(self.space.name).randrange(len(table)) if k is None else k]


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


def random_vector(name: str, size: Any, space: Space | None = None, *conditions: str) -> Random:
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
