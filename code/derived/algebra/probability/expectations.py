"""Expectation, variance, covariance and probability."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from derived.algebra.expressions import RELATION, Expr, as_expr, walk
from derived.algebra.probability.laws import product_of
from derived.algebra.probability.spaces import Random, Space
from derived.algebra.relations import Indicator, Relation, equal
from derived.algebra.shapes import Shape, ShapeError, shape_text

if TYPE_CHECKING:
    from derived.algebra.instances import Instance


class Expectation(Expr):
    """The mean of an expression over all outcomes, or over those where something is given."""

    symbol = r"\mathbb{E}"
    takes_relations = True

    def __init__(self, body: Expr, given: Expr | None = None):
        super().__init__(*((body,) if given is None else (body, given)))
        if body.binding == RELATION and type(self) is not Probability:
            raise ShapeError(f"{body.tex()} is an event: it has a probability, and its indicator an expectation")
        self.shape = self._shape(body)

    def _shape(self, body: Expr) -> Shape:
        return body.shape

    @cached_property
    def depends(self) -> frozenset[Any]:
        inside = super().depends
        if any(isinstance(given, Random) for given in self.args[1:]):
            return inside  # the actual value decides
        return inside - {letter for letter in inside if isinstance(letter, Random | Space)}

    def tex(self) -> str:
        inside = r" \mid ".join(a.tex() for a in self.args)
        if any(mark in inside for mark in (r"\frac", r"\sum", r"\prod", r"\begin")):
            return rf"{self.symbol}\left[{inside}\right]"
        return f"{self.symbol}[{inside}]"

    def compute(self, instance: Instance) -> Any:
        return self.mean(self.args[0], instance)

    def mean(self, body: Expr, instance: Instance) -> Any:
        """The weighted mean of `body`, over the outcomes that agree with what is given."""
        given = self.args[1] if len(self.args) > 1 else None
        total, weight = None, None
        for p, here in outcomes(self, instance):
            if given is not None and not _agrees(given, here, instance):
                continue
            term = body.at(here) * p
            total = term if total is None else total + term
            weight = p if weight is None else weight + p
        if weight is None:
            raise ZeroDivisionError("what is given has probability zero")
        return total if given is None else total / weight

    def typos(self) -> Iterator[Expr]:
        yield self.args[0]
        if len(self.args) > 1:
            yield type(self)(self.args[0])


def _agrees(given: Expr, here: Instance, actual: Instance) -> bool:
    """Whether an outcome has what is given: an event, or the actual value of a random symbol."""
    if given.binding == RELATION:
        return bool(given.at(here))
    return equal(given.at(here), given.at(actual))


def outcomes(expr: Expr, instance: Instance) -> Iterator[tuple[Any, Instance]]:
    """Every outcome of the spaces that an expression lives on, with its probability."""
    spaces = sorted({e.space for e in walk(expr) if isinstance(e, Random)}, key=lambda s: s.name)
    weights = []
    for space in spaces:
        key = ("weights", space)
        if key not in instance.drawn:
            instance.drawn[key] = space.weights(instance)
        weights.append(instance.drawn[key])
    for combination in itertools.product(*(range(len(w)) for w in weights)):
        p = product_of(w[k] for w, k in zip(weights, combination, strict=True))
        yield p, instance.bind({}, dict(zip(spaces, combination, strict=True)))


def expectation(body: Expr, given: Expr | None = None) -> Expr:
    r"""𝔼 of an expression; `given` is a relation or a random symbol.

    Parameters
    ----------
    body : Expr of any shape, or number
    given : Relation or Random, optional
        An event; or a symbol, whose value then decides what the expectation is worth.

    Returns
    -------
    Expr of the shape of `body`

    Raises
    ------
    ZeroDivisionError
        When it is evaluated, if what is given has probability zero.

    Examples
    --------
    >>> from derived.algebra import Instance, Space, eq, expectation, random_scalar
    >>> people, here = Space("people"), Instance(0)
    >>> Y, T = random_scalar("Y", people), random_scalar("T", people, "binary")
    >>> expectation(Y, eq(T, 1)), expectation(Y, T)
    (\mathbb{E}[Y \mid T = 1], \mathbb{E}[Y \mid T])
    >>> expectation(expectation(Y, T)).at(here) == expectation(Y).at(here)  # the law of total expectation
    True
    """
    return Expectation(as_expr(body), given)


class Variance(Expectation):
    """The variance of a scalar; of a vector, its covariance matrix."""

    symbol = r"\operatorname{Var}"

    def _shape(self, body: Expr) -> Shape:
        if len(body.shape) > 1:
            raise ShapeError(f"{body.tex()} is a {shape_text(body.shape)}: a variance is of a scalar or vector")
        return body.shape * 2

    def compute(self, instance: Instance) -> Any:
        body = self.args[0]
        return self.mean(_Outer(body, body, self.mean(body, instance), self.mean(body, instance)), instance)


class Covariance(Expectation):
    """The covariance of two scalars, or the matrix of covariances of two vectors."""

    symbol = r"\operatorname{Cov}"

    def __init__(self, left: Expr, right: Expr):
        Expr.__init__(self, left, right)
        if len(left.shape) > 1 or len(right.shape) > 1:
            raise ShapeError("a covariance is of scalars or vectors")
        self.shape = left.shape + right.shape

    def tex(self) -> str:
        return f"{self.symbol}[{', '.join(a.tex() for a in self.args)}]"

    def compute(self, instance: Instance) -> Any:
        a, b = self.args
        whole = Expectation(a + b if a.shape == b.shape else _Outer(a, b, 0, 0))
        return whole.mean(_Outer(a, b, whole.mean(a, instance), whole.mean(b, instance)), instance)

    def typos(self) -> Iterator[Expr]:
        return iter(())


class _Outer(Expr):
    """(a − mean of a)(b − mean of b)ᵀ, for covariances."""

    def __init__(self, a: Expr, b: Expr, mean_a: Any, mean_b: Any):
        super().__init__(a, b)
        self.mean_a, self.mean_b = mean_a, mean_b

    def compute(self, instance: Instance) -> Any:
        a, b = self.args[0].at(instance) - self.mean_a, self.args[1].at(instance) - self.mean_b
        return np.multiply.outer(a, b)[()] if isinstance(a, np.ndarray) or isinstance(b, np.ndarray) else a * b


def variance(body: Expr) -> Expr:
    r"""The variance of a random scalar, or the covariance matrix of a random vector.

    Parameters
    ----------
    body : Expr of shape () or (n,)

    Returns
    -------
    Expr of shape () or (n, n)

    Raises
    ------
    ShapeError
        If `body` is a row or a matrix.

    Examples
    --------
    >>> from derived.algebra import expectation, random_scalar, variance
    >>> from derived.derivation import Derivation
    >>> X = random_scalar("X")
    >>> d = Derivation("Two moments", label="moments").start(variance(X))
    >>> print(d.equals(expectation(X**2) - expectation(X) ** 2, because="multiply out").lines[0].tex)
    \operatorname{Var}[X] = \mathbb{E}[X^{2}] - \mathbb{E}[X]^{2}
    """
    return Variance(body)


def covariance(left: Expr, right: Expr) -> Expr:
    """The covariance of two random scalars, or the matrix of covariances of two random vectors.

    Parameters
    ----------
    left : Expr of shape () or (n,)
    right : Expr of shape () or (m,)

    Returns
    -------
    Expr of shape (), (n,), (m,) or (n, m)

    Raises
    ------
    ShapeError
        If one of the two is a row or a matrix.

    Examples
    --------
    >>> from derived.algebra import Space, covariance, random_scalar, variance
    >>> from derived.derivation import Derivation
    >>> both = Space("both")
    >>> X, Y = random_scalar("X", both), random_scalar("Y", both)
    >>> d = Derivation("The variance of a sum", label="spread").start(variance(X + Y))
    >>> d.equals(variance(X) + variance(Y) + 2 * covariance(X, Y), because="multiply out").lines[0].evidence.kind
    'enumerated'
    """
    return Covariance(left, right)


class Probability(Expectation):
    """The probability of an event, perhaps given another."""

    symbol = r"\mathbb{P}"

    def __init__(self, event: Expr, given: Expr | None = None):
        super().__init__(event, given)
        if event.binding != RELATION:
            raise ShapeError(f"{event.tex()} is no event: a probability is of a relation, as P(eq(A, 1))")

    def _shape(self, body: Expr) -> Shape:
        return ()

    def compute(self, instance: Instance) -> Any:
        return self.mean(Indicator(self.args[0]), instance)

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
