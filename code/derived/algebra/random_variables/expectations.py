"""Expectations: means over all that chance may decide, or over what agrees with something given."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np

from derived.algebra.brackets import RELATION
from derived.algebra.courses import each_course, without_courses
from derived.algebra.expressions import EVERY_DIGIT, Expr, as_expr, walk
from derived.algebra.judges import OpenComparison
from derived.algebra.operators import OPERATORS, operator
from derived.algebra.random_variables.averages import mean
from derived.algebra.random_variables.frames import Frame, refuse_moving_kinks, walk_letters
from derived.algebra.random_variables.independent import Independent
from derived.algebra.random_variables.integrals import Findings
from derived.algebra.random_variables.spaces import Random, Space
from derived.algebra.shapes import Shape, ShapeError
from derived.algebra.unwritable import as_written
from derived.algebra.valuation import Unsupported, Valuation
from derived.algebra.values import Scalar, Value, entries
from derived.autodiff import real_part


@operator("expectation")
class Expectation(Expr):
    """The mean of an expression over all that chance may decide, or over what agrees with something given."""

    symbol = r"\mathbb{E}"
    takes_relations = True
    found_as = "means"
    of_events = False  # whether its body is true or false
    confused = "variance"  # the operator that is misprinted in its place

    def __init__(self, body: Expr, given: Expr | None = None):
        super().__init__(*((body,) if given is None else (body, given)))
        if body.binding == RELATION and not self.of_events:
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
    def depends(self) -> frozenset[Hashable]:
        inside = super().depends
        if self.given is not None and self.given.binding != RELATION:
            return inside  # the actual value decides
        return inside - {letter for letter in inside if isinstance(letter, Random | Space)}

    def tex(self) -> str:
        inside = r" \mid ".join(a.tex() for a in self.args)
        if any(mark in inside for mark in (r"\frac", r"\sum", r"\prod", r"\int", r"\begin")):
            return rf"{self.symbol}\left[{inside}\right]"
        return f"{self.symbol}[{inside}]"

    def compute(self, instance: Valuation) -> Value:
        return self.mean(self.args[0].at, instance)

    def mean(self, value: Callable[[Valuation], Value], instance: Valuation) -> Value:
        """The mean of what a function of an instance is worth, over all that agrees with what is given."""
        if instance.kind == "rational":
            raise Unsupported("a field of rational functions knows nothing of random numbers")
        total: Any = 0
        weight: Any = 0
        seen = []
        for p, frame in Frame.each(self, self.given, instance):
            for found, happens in self._courses(value, frame, instance):
                total = total + mean(happens * found, frame.own, self.findings) * p
                if self.given is not None:
                    weight = weight + mean(happens, frame.own, self.findings) * p
                seen.append(found)
        if self.given is not None:
            if real_part(weight) == 0:
                raise ZeroDivisionError("what is given has probability zero")
            total = total / weight
        refuse_moving_kinks(self, seen, instance)
        return _in_kind(total, instance)

    def _courses(
        self, value: Callable[[Valuation], Value], frame: Frame, actual: Valuation
    ) -> list[tuple[Value, Scalar]]:
        """What a value is in each course that comparisons may take, if what is given holds there."""

        def where_given(here: Valuation) -> Any:
            return value(here) if self.given is None or self._agrees(here, actual) else None

        try:
            courses: list[tuple[Value, Scalar]] = [(without_courses(lambda: where_given(frame.instance)), 1)]
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
        pairs = zip(entries(given.at(here)), entries(given.at(actual)), strict=True)
        return all(a is b or a == b for a, b in pairs)

    def typos(self) -> Iterator[Expr]:
        kind: Any = OPERATORS[self.confused]
        yield self.args[0]
        if len(self.args) > 1:
            yield type(self)(self.args[0])
            yield self.revised(symbol=kind.symbol, fits=False)
        else:
            yield as_written(kind, self.args[0])


def _in_kind(value: Value, instance: Valuation) -> Value:
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
    means = _found(expressions)
    ways = {way for node in means for way in node.findings.ways}
    words = ["exact moments"] if "moments" in ways else []
    words += ["enumeration of every outcome"] if "outcomes" in ways else []
    words += ["differences of probabilities"] if "differences" in ways else []
    words += ["a closed form"] if "closed form" in ways else []
    if "quadrature" in ways:
        digits = min(node.digits for node in means)
        words.append(f"quadrature, two rules of which agree to {digits} digits or more")
    return ", ".join(words)


def what_was_found(*expressions: Expr) -> str:
    """What `how_found` speaks of: means, integrals, or both.

    Examples
    --------
    >>> from derived.algebra import Instance, expectation, integral, noise, scalar
    >>> x = scalar("x")
    >>> both = expectation(noise("e", variance=1)) + integral(x, x, 0, 1)
    >>> _ = both.at(Instance(0))
    >>> what_was_found(both)
    'means and integrals'
    """
    *first, last = dict.fromkeys(node.found_as for node in _found(expressions)) or ("",)
    return f"{', '.join(first)} and {last}" if first else last


def _found(expressions: tuple[Expr, ...]) -> list[Any]:
    """The means and integrals in some formulas, means first."""
    every: Iterator[Any] = (node for e in expressions for node in walk(e))
    nodes = [node for node in every if hasattr(type(node), "findings") and node.findings.ways]
    return sorted(nodes, key=lambda node: not isinstance(node, Expectation))
