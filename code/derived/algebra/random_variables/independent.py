"""Random letters with independent entries: what they share."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from derived.algebra.chance import Entry, Source
from derived.algebra.conditions import meets
from derived.algebra.docstrings import shares
from derived.algebra.expressions import Expr
from derived.algebra.instances import Instance
from derived.algebra.random_numbers import RandomNumber
from derived.algebra.random_variables.laws import Finite
from derived.algebra.random_variables.spaces import Random, Space
from derived.algebra.shapes import Shape, ShapeError, shape_text
from derived.algebra.symbols import Symbol
from derived.algebra.valuation import Valuation
from derived.algebra.values import Scalar, Value, entries

of_a_law = shares(
    """
Parameters
----------
name : str
    As for `Symbol`.
*sizes : Size, Expr of sizes or int
    None for a scalar, one for a vector, two for a matrix.

Returns
-------
Random of shape `sizes`

Raises
------
ShapeError
    If one of `sizes` is no size, or a parameter neither a number nor of that shape.
"""
)

TRIED = 8  # so many numbers of its letters are put into a parameter, to see whether there is such a law


class Independent(Random):
    """A random letter whose entries are independent, each with its own source of chance.

    Parameters
    ----------
    name : str
    shape : tuple
    **parameters : Expr
        Those of the law: each a number for all entries, or an array with one for each.
    """

    like: tuple[str, ...] = ()  # what is known of the values that it may have, as for `Symbol`
    words = ""  # its law, with the names of its parameters
    allowed: ClassVar[dict[str, tuple[str, ...]]] = {}  # what each parameter has to be
    whole: ClassVar[tuple[str, ...]] = ()  # the parameters that are arrays of which each entry needs all

    def __init__(self, name: str, shape: Shape, **parameters: Expr):
        super().__init__(name, shape, Space(name))
        for word, value in parameters.items():
            if value.shape not in ((), shape) and word not in self.whole:
                raise ShapeError(
                    f"the {word} of {name} is a {shape_text(value.shape)}: it must be a number, or a "
                    f"{shape_text(shape)} as {name} is"
                )
            if any(isinstance(letter, Random) for letter in value.depends):
                raise ShapeError(
                    f"the {word} of {name} is random itself: a law whose parameters are drawn is not known"
                )
        self.parameters = parameters
        for word in parameters:
            self._validate(word)

    def _validate(self, word: str) -> None:
        """Refuse a parameter for which there is no such law, at numbers that its letters may be."""
        value, allowed = self.parameters[word], self.allowed.get(word, ())
        for seed in range(TRIED if allowed else 0):
            if not all(meets(allowed, number) for number in entries(value.at(Instance(seed, "precise")))):
                raise ShapeError(
                    f"the {word} of {self.name} is {value.tex()}, which need not be {' and '.join(allowed)}: declare "
                    "its letters so, as scalar('x', 'positive') or scalar('x', 'between 0 and 1')"
                )

    @property
    def law(self) -> str:
        """Its law in words, with the names of its parameters."""
        return self.words

    @property
    def in_words(self) -> str:
        """Its law, as the reader sees it after the letter."""
        words = self.law.format(**{name: f"${value.tex()}$" for name, value in self.parameters.items()})
        return f"has independent entries, each {words}" if self.shape else f"is {words}"

    @property
    def hidden(self) -> tuple[Expr, ...]:
        """The parameters of its law."""
        return tuple(self.parameters.values())

    def undecided(self, instance: Valuation, sources: dict[Space, Source]) -> Value:
        values = np.empty(instance.dims(self.shape), dtype=object)
        parameters = {word: value.at(instance) for word, value in self.parameters.items()}
        for k, place in enumerate(np.ndindex(*values.shape)):
            here = {
                w: v[place] if isinstance(v, np.ndarray) and w not in self.whole else v for w, v in parameters.items()
            }
            values[place] = self.entry(instance, k, values.size, **here)
        return values if values.shape else values.item()

    def entry(self, instance: Valuation, k: int, many: int, **parameters: Any) -> Scalar:
        """The k-th of so many entries, while chance has not decided, from the parameters of its law."""
        raise NotImplementedError

    def actual(self, instance: Valuation) -> Value:
        return instance[Symbol(self.name, self.shape, *self.like)]


def given_by(law: Any) -> RandomNumber:
    """A random number that follows a law.

    Examples
    --------
    >>> from fractions import Fraction
    >>> len(given_by(Finite([Fraction(1, 2)] * 2)).sources)
    1
    """
    return RandomNumber.of(Entry(Source(law)))


def one_of(weights: list[Scalar], values: list[Scalar]) -> RandomNumber:
    """A random number of few values, with the probability of each.

    Examples
    --------
    >>> from fractions import Fraction
    >>> coin = one_of([Fraction(1, 3), Fraction(2, 3)], [0, 1])
    >>> [source.law.outcomes() for source in coin.sources]
    [[(Fraction(1, 3), 0), (Fraction(2, 3), 1)]]
    """
    return RandomNumber.of(Entry(Source(Finite(weights)), values))
