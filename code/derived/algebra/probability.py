r"""Expectation, variance and probability, exactly: over finite probability spaces that are enumerated.

A random symbol lives on a `Space` of finitely many outcomes. Symbols on one space depend on each other, symbols on
different spaces are independent. An expectation is then a finite sum, and an identity between expectations can be
checked without tolerance. Noise of a given variance is drawn with two values for each entry, and for one entry three,
lopsided and different from entry to entry, so that nothing but its mean and its variance can be used. A `gaussian` is
simulated instead.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from derived.algebra.expressions import RELATION, Expr, Symbol, as_expr, dimension, walk
from derived.algebra.instances import Draw, Unsupported, positive
from derived.algebra.relations import Indicator, Relation, equal
from derived.algebra.shapes import Shape, ShapeError, shape_text
from derived.dual import Irrational, apply, whole

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
        _refuse_symbols(instance)
        draw = Draw(instance, f"space {self.name}", positive)
        raw = [draw.entry("") for _ in range(self.outcomes)]
        return [w / sum(raw) for w in raw]


def _refuse_symbols(instance: Instance) -> None:
    if instance.has_symbols:
        raise Unsupported("a probability space is enumerated on numbers")


class Random(Symbol):
    """A random symbol: a value for each outcome of its space."""

    def __init__(self, name: str, shape: Shape, space: Space, *conditions: str):
        super().__init__(name, shape, *conditions)
        self.space = space

    def table(self, instance: Instance) -> list[Any]:
        """Its value for each outcome."""
        values = [
            instance[Symbol(f"{self.name}[{k}]", self.shape, *self.conditions)] for k in range(self.space.outcomes)
        ]
        if "binary" in self.conditions:
            values[:2] = [instance.number(Fraction(1)), instance.number(Fraction(0))]  # an event that can go both ways
        return values

    def at(self, instance: Instance) -> Any:
        if self in instance.bound:
            return instance.bound[self]
        key = ("table", self)
        if key not in instance.drawn:
            instance.drawn[key] = self.table(instance)
        table = instance.drawn[key]
        k = instance.outcome.get(self.space)
        return table[instance.rng(self.space.name).randrange(len(table)) if k is None else k]


class Noise(Random):
    """A random vector (or scalar) of independent entries with mean zero and a given variance."""

    def __init__(self, name: str, shape: Shape, variance: Expr):
        super().__init__(name, shape, Space(name))
        self.space.weights = self._weights  # type: ignore[method-assign]
        self.variance = variance

    def _laws(self, instance: Instance) -> list[list[tuple[Any, Any]]]:
        """For each entry its values with their probabilities: a and −v/a, so that the variance is v.

        Two values tie the fourth moment to the third. One entry has three: zero, and two of a larger variance.
        """
        _refuse_symbols(instance)
        draw = Draw(instance, self.name, positive)
        entries = draw.array(instance.dims(self.shape) or (1,)).ravel()
        moving = instance.number(Fraction(draw.rng.randint(1, 9), 10))
        laws = []
        for k, a in enumerate(entries):
            q = moving if k == instance.seed % len(entries) else 1
            b = self.variance.at(instance) / (a * q)
            laws.append([(a, q * b / (a + b)), (-b, q * a / (a + b))] + ([] if q == 1 else [(0 * a, 1 - q)]))
        return laws

    def _weights(self, instance: Instance) -> list[Any]:
        return [_product(p for _, p in combination) for combination in itertools.product(*self._laws(instance))]

    def table(self, instance: Instance) -> list[Any]:
        values = [np.array([v for v, _ in c], dtype=object) for c in itertools.product(*self._laws(instance))]
        return values if self.shape else [v[0] for v in values]


class Gaussian(Random):
    """Independent normal entries with mean zero, simulated: every replica of an instance has its own sample."""

    SAMPLE = 400

    def __init__(self, name: str, shape: Shape, variance: Expr):
        super().__init__(name, shape, Space(name, self.SAMPLE))
        self.space.weights = lambda instance: [1 / self.SAMPLE] * self.SAMPLE  # type: ignore[method-assign]
        self.variance = variance

    def at(self, instance: Instance) -> Any:
        if self.space not in instance.outcome and self not in instance.bound and instance.kind == "float":
            raise IndexError(f"{self.tex()} stands outside an expectation: a simulation has no single value for it")
        return super().at(instance)

    def table(self, instance: Instance) -> list[Any]:
        if instance.kind != "float":
            raise Irrational(f"{self.name} is normal: it is simulated on floats")
        rng = random.Random(f"{instance.seed}/{self.name}/{instance.replica}")
        dims = instance.dims(self.shape)
        scale = apply("sqrt", self.variance.at(instance))
        half = [[rng.gauss(0, scale) for _ in range(int(np.prod(dims)))] for _ in range(self.SAMPLE // 2)]
        values = [np.array(v, dtype=object) for v in half]
        values += [-v for v in values]
        return values if self.shape else [v[0] for v in values]


def _product(numbers: Any) -> Any:
    result = 1
    for x in numbers:
        result = result * x
    return result


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


def noise(name: str, *sizes: Any, variance: Any) -> Random:
    r"""Independent entries with mean zero and this variance, otherwise arbitrary: ``noise("varepsilon", n, ...)``.

    Parameters
    ----------
    name : str
        As for `Symbol`.
    *sizes : Size, Expr of sizes or int
        None for a scalar, one for a vector, two for a matrix.
    variance : Expr of shape () or number
        Of each entry, positive.

    Returns
    -------
    Random of shape `sizes`

    Raises
    ------
    ShapeError
        If one of `sizes` is no size.

    Examples
    --------
    >>> from derived.algebra import identity, noise, scalar, sizes, variance
    >>> from derived.derivation import Derivation
    >>> (n,), sigma = sizes("n"), scalar("sigma", "positive")
    >>> d = Derivation("Noise", label="noise").start(variance(noise("varepsilon", n, variance=sigma**2)))
    >>> print(d.equals(sigma**2 * identity(n), because="the entries are independent").lines[0].tex)
    \operatorname{Var}[\boldsymbol{\varepsilon}] = \sigma^{2} \mathbf{I}
    """
    return Noise(name, tuple(dimension(s) for s in sizes), as_expr(variance))


def gaussian(name: str, *sizes: Any, variance: Any) -> Random:
    """Independent normal entries with mean zero and this variance, simulated.

    Parameters
    ----------
    name : str
        As for `Symbol`.
    *sizes : Size, Expr of sizes or int
        None for a scalar, one for a vector, two for a matrix.
    variance : Expr of shape () or number
        Of each entry, positive.

    Returns
    -------
    Random of shape `sizes`

    Raises
    ------
    ShapeError
        If one of `sizes` is no size.
    Irrational
        When it is evaluated, if not on floats.
    IndexError
        When it is evaluated outside an expectation.

    Examples
    --------
    >>> from derived.algebra import Instance, expectation, gaussian
    >>> z = gaussian("z", variance=1)
    >>> here = Instance(0, "float")  # 400 draws
    >>> [round(expectation(z**k).at(here), 1) for k in (2, 4)]  # 1 and 3, up to chance
    [1.0, 2.5]
    """
    return Gaussian(name, tuple(dimension(s) for s in sizes), as_expr(variance))


class Uniform(Random):
    """Whole numbers drawn with replacement from 1, …, N: the rows of a mini-batch."""

    def __init__(self, name: str, count: Any, largest: Expr):
        super().__init__(name, (dimension(count),), Space(name))
        self.largest = largest
        self.space.weights = self._weights  # type: ignore[method-assign]

    def table(self, instance: Instance) -> list[Any]:
        top = whole(self.largest.at(instance))
        rows = itertools.product(range(1, top + 1), repeat=instance.dims(self.shape)[0])
        return [np.array([instance.number(Fraction(k)) for k in row], dtype=object) for row in rows]

    def _weights(self, instance: Instance) -> list[Any]:
        total = len(self.table(instance))
        return [instance.number(Fraction(1, total))] * total


def drawn_rows(name: str, count: Any, largest: Expr) -> Random:
    """`count` row numbers, a whole number or a size, drawn with replacement from 1 to `largest`.

    Parameters
    ----------
    name : str
        As for `Symbol`.
    count : Size, Expr of sizes or int
        How many are drawn.
    largest : Expr of shape ()
        How many rows there are to draw from, each as likely as the others.

    Returns
    -------
    Random of shape (count,)

    Raises
    ------
    ShapeError
        If `count` is no size.

    Examples
    --------
    >>> from derived.algebra import drawn_rows, expectation, index, sizes, summation, vector
    >>> from derived.derivation import Derivation
    >>> (n,), i = sizes("n"), index("i")
    >>> x, k = vector("x", n), drawn_rows("k", 2, n)
    >>> d = Derivation("A mini-batch of two", label="batch").start(expectation((x[k[1]] + x[k[2]]) / 2))
    >>> d.equals(summation(i, n, x[i]) / n, because="each row is as likely as any other").lines[0].evidence.kind
    'enumerated'
    """
    return Uniform(name, count, largest)


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

    def tex(self) -> str:
        inside = r" \mid ".join(a.tex() for a in self.args)
        if any(mark in inside for mark in (r"\frac", r"\sum", r"\prod", r"\begin")):
            return rf"{self.symbol}\left[{inside}\right]"
        return f"{self.symbol}[{inside}]"

    def at(self, instance: Instance) -> Any:
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
        p = _product(w[k] for w, k in zip(weights, combination, strict=True))
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

    def at(self, instance: Instance) -> Any:
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

    def at(self, instance: Instance) -> Any:
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

    def at(self, instance: Instance) -> Any:
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

    def at(self, instance: Instance) -> Any:
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
