"""Expectation, variance, covariance and probability."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np

from derived.algebra.cases import Indicator
from derived.algebra.expressions import EVERY_DIGIT, RELATION, Expr, as_expr, walk
from derived.algebra.probability.averages import mean
from derived.algebra.probability.frames import Frame, refuse_moving_kinks, walk_letters
from derived.algebra.probability.independent import Independent
from derived.algebra.probability.integrals import Findings
from derived.algebra.probability.spaces import Random, Space
from derived.algebra.random_numbers import OpenComparison, each_course, without_courses
from derived.algebra.relations import Relation
from derived.algebra.shapes import Shape, ShapeError, shape_text
from derived.algebra.unwritable import as_written
from derived.algebra.valuation import Unsupported, Valuation
from derived.autodiff import real_part


class Expectation(Expr):
    """The mean of an expression over all that chance may decide, or over what agrees with something given."""

    symbol = r"\mathbb{E}"
    takes_relations = True

    def __init__(self, body: Expr, given: Expr | None = None):
        super().__init__(*((body,) if given is None else (body, given)))
        if body.binding == RELATION and type(self) is not Probability:
            raise ShapeError(f"{body.tex()} is an event: it has a probability, and its indicator an expectation")
        self.shape = self._shape(body)
        if self.given is not None and self.given.binding != RELATION and not isinstance(self.given, Random):
            for letter in (s for s in walk_letters(self.given) if isinstance(s, Independent)):
                raise ShapeError(
                    f"what {self.given.tex()} says of {letter.tex()} is not known: of letters with independent "
                    "entries, a whole letter or an event may be given"
                )

    def _shape(self, body: Expr) -> Shape:
        return body.shape

    @cached_property
    def findings(self) -> Findings:
        """How its values were found, so far."""
        return Findings()

    @property
    def digits(self) -> int:  # type: ignore[override]
        """How many digits of its values were right, so far."""
        return min(EVERY_DIGIT, self.findings.digits)

    @property
    def given(self) -> Expr | None:
        """What is known, an event or something whose actual value is."""
        return self.args[1] if len(self.args) > 1 else None

    @cached_property
    def depends(self) -> frozenset[Any]:
        inside = super().depends
        if self.given is not None and self.given.binding != RELATION:
            return inside  # the actual value decides
        return inside - {letter for letter in inside if isinstance(letter, Random | Space)}

    def tex(self) -> str:
        inside = r" \mid ".join(a.tex() for a in self.args)
        if any(mark in inside for mark in (r"\frac", r"\sum", r"\prod", r"\begin")):
            return rf"{self.symbol}\left[{inside}\right]"
        return f"{self.symbol}[{inside}]"

    def compute(self, instance: Valuation) -> Any:
        return self.mean(self.args[0].at, instance)

    def mean(self, value: Callable[[Valuation], Any], instance: Valuation) -> Any:
        """The mean of what a function of an instance is worth, over all that agrees with what is given."""
        if instance.kind == "rational":
            raise Unsupported("a field of rational functions knows nothing of random numbers")
        total: Any = 0
        weight: Any = 0
        seen = []
        for p, frame in Frame.each(self, self.given, instance):
            for found, happens in self._courses(value, frame, instance):
                total = total + mean(happens * found, frame.own, self.findings) * p
                weight = weight + mean(happens, frame.own, self.findings) * p
                seen.append(found)
        if self.given is not None:
            if real_part(weight) == 0:
                raise ZeroDivisionError("what is given has probability zero")
            total = total / weight
        refuse_moving_kinks(self, seen, instance)
        return _in_kind(total, instance)

    def _courses(self, value: Callable[[Valuation], Any], frame: Frame, actual: Valuation) -> list[tuple[Any, Any]]:
        """What a value is in each course that comparisons may take, if what is given holds there."""

        def where_given(here: Valuation) -> Any:
            return value(here) if self.given is None or self._agrees(here, actual) else None

        try:
            courses = [(without_courses(lambda: where_given(frame.instance)), 1)]
        except OpenComparison:
            if actual.has_symbols:
                raise Unsupported("which of two random numbers is larger depends on the numbers") from None
            courses = list(each_course(lambda: where_given(frame.afresh())))
        return [(found, happens) for found, happens in courses if found is not None]

    def _agrees(self, here: Valuation, actual: Valuation) -> bool:
        """Whether what is given holds: an event does, or something has its actual value."""
        given = self.args[1]
        if given.binding == RELATION:
            return bool(given.at(here))
        pairs = zip(np.atleast_1d(given.at(here)).flat, np.atleast_1d(given.at(actual)).flat, strict=True)
        return all(a is b or a == b for a, b in pairs)

    def typos(self) -> Iterator[Expr]:
        yield self.args[0]
        if len(self.args) > 1:
            yield type(self)(self.args[0])
            yield self.revised(symbol=Variance.symbol, fits=False)
        else:
            yield as_written(Expectation if isinstance(self, Variance) else Variance, self.args[0])


def _in_kind(value: Any, instance: Valuation) -> Any:
    """A mean with its whole numbers made numbers of the instance's kind."""
    if isinstance(value, np.ndarray):
        return np.array([*(_in_kind(x, instance) for x in value.flat), None], dtype=object)[:-1].reshape(value.shape)
    return instance.number(Fraction(value)) if isinstance(value, int) else value


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

    def compute(self, instance: Valuation) -> Any:
        body = self.args[0]
        return self.mean(_deviations(body, body, *2 * [self.mean(body.at, instance)]), instance)


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

    def compute(self, instance: Valuation) -> Any:
        a, b = self.args
        return self.mean(_deviations(a, b, self.mean(a.at, instance), self.mean(b.at, instance)), instance)

    @property
    def given(self) -> None:
        """Nothing is known."""
        return None

    def typos(self) -> Iterator[Expr]:
        return iter(())


def _deviations(a: Expr, b: Expr, mean_a: Any, mean_b: Any) -> Callable[[Valuation], Any]:
    """(a − mean of a)(b − mean of b)ᵀ, as a function of an instance."""

    def value(here: Valuation) -> Any:
        x, y = a.at(here) - mean_a, b.at(here) - mean_b
        return np.multiply.outer(x, y)[()] if isinstance(x, np.ndarray) or isinstance(y, np.ndarray) else x * y

    return value


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

    def compute(self, instance: Valuation) -> Any:
        return self.mean(Indicator(self.args[0]).at, instance)

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


def how_found(*expressions: Expr) -> str:
    """How the means in some expressions were found, in words, after they were evaluated.

    Parameters
    ----------
    *expressions : Expr

    Returns
    -------
    str
        Empty if there are no means.

    Examples
    --------
    >>> from derived.algebra import Instance, expectation, gaussian, how_found, noise, tanh
    >>> e, g, here = noise("e", variance=2), gaussian("g", variance=2), Instance(0)
    >>> even, bounded = expectation(e**4), expectation(tanh(g) ** 2)
    >>> _ = even.at(here), bounded.at(Instance(0, "precise"))
    >>> print(how_found(even))
    enumeration of every outcome
    >>> print(how_found(even, bounded))
    enumeration of every outcome, quadrature, two rules of which agree to 21 digits or more
    """
    means = [node for e in expressions for node in walk(e) if isinstance(node, Expectation)]
    ways = {way for node in means for way in node.findings.ways}
    words = ["exact moments"] if "moments" in ways else []
    words += ["enumeration of every outcome"] if "outcomes" in ways else []
    if "quadrature" in ways:
        digits = min(node.digits for node in means)
        words.append(f"quadrature, two rules of which agree to {digits} digits or more")
    return ", ".join(words)
