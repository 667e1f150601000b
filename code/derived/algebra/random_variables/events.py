"""Probabilities of events: means of their indicators."""

from __future__ import annotations

from collections.abc import Iterator

from derived.algebra.brackets import RELATION
from derived.algebra.cases import Indicator
from derived.algebra.expressions import Expr
from derived.algebra.random_variables.counts import Count
from derived.algebra.random_variables.expectations import Expectation
from derived.algebra.random_variables.spaces import Random
from derived.algebra.relations import Relation
from derived.algebra.shapes import Shape, ShapeError
from derived.algebra.valuation import Valuation
from derived.algebra.values import Value


class Probability(Expectation):
    """The probability of an event, perhaps given another."""

    symbol = r"\mathbb{P}"
    of_events = True

    def __init__(self, event: Expr, given: Expr | None = None):
        super().__init__(event, given)
        if event.binding != RELATION:
            raise ShapeError(f"{event.tex()} is no event: a probability is of a relation, as P(eq(A, 1))")

    def _shape(self, body: Expr) -> Shape:
        return ()

    def compute(self, instance: Valuation) -> Value:
        event = self.args[0]
        if self.given is None and isinstance(event, Relation) and event.sign == "=":
            for count, k in (event.args, event.args[::-1]):
                if not isinstance(count, Count) or any(isinstance(letter, Random) for letter in k.depends):
                    continue
                if (mass := count.mass(instance, k.at(instance))) is not None:
                    return mass
        return self.mean(Indicator(event).at, instance)

    def tex(self) -> str:
        inside = r" \mid ".join(a.tex() for a in self.args)
        return f"{self.symbol}({inside})"

    def typos(self) -> Iterator[Expr]:
        if len(self.args) > 1:
            yield Probability(self.args[0])
            yield Probability(self.args[1], self.args[0])


def probability(event: Relation, given: Expr | None = None) -> Expr:
    """ℙ of an event, a relation between random symbols; `given` is another.

    Parameters
    ----------
    event : Relation
    given : Relation or Random, optional
        What is known, as in `expectation`.

    Returns
    -------
    Expr of shape ()

    Raises
    ------
    ShapeError
        If `event` is no relation.
    ZeroDivisionError
        When it is evaluated, if what is given has probability zero.

    Examples
    --------
    >>> from derived.algebra import Space, eq, probability, random_scalar
    >>> from derived.derivation import Derivation
    >>> s, d = Space("patients"), Derivation("Bayes's rule", label="bayes")
    >>> ill, positive = eq(random_scalar("D", s, "binary"), 1), eq(random_scalar("T", s, "binary"), 1)
    >>> posterior = probability(positive, ill) * probability(ill) / probability(positive)
    >>> d.start(probability(ill, positive)).equals(posterior, because="ℙ of both, in two ways").lines[0].evidence.kind
    'enumerated'
    """
    return Probability(event, given)
