r"""Integrals, over an interval, a half line or the line: \int f(x) dx.

The letter under the integral is put in as a random number of which the law has the density 1, so that the integrand is
evaluated once, and kinks and jumps in it are found and made ends. A polynomial is integrated in closed form; else the
double exponential rule has to agree with itself at two steps. It is a test, no proof, and its mark says so.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator
from fractions import Fraction
from functools import cached_property
from typing import Any

from derived.algebra.arithmetic import Mul, Neg
from derived.algebra.brackets import BIG
from derived.algebra.chance import Entry, Intractable, Source
from derived.algebra.constants import Number
from derived.algebra.courses import each_course, without_courses
from derived.algebra.expressions import EVERY_DIGIT, Expr, Operand, as_expr
from derived.algebra.infinity import INFINITY, Endless, Infinity, as_bound
from derived.algebra.integrands import over
from derived.algebra.judges import OpenComparison
from derived.algebra.named import Call, whole_letter
from derived.algebra.random_numbers import RandomNumber
from derived.algebra.random_variables.frames import refuse_moving_kinks
from derived.algebra.random_variables.integrals import Findings
from derived.algebra.random_variables.laws import Lebesgue
from derived.algebra.shapes import ShapeError, shape_text
from derived.algebra.symbols import Index, Size, Symbol
from derived.algebra.valuation import Unsupported, Valuation
from derived.algebra.values import Scalar, Value
from derived.autodiff import PRECISE


class Integral(Expr):
    """A definite integral over a number, entry by entry on arrays."""

    binding = binding_as_factor = BIG
    open_ended = slow = True
    found_as = "integrals"

    def __init__(self, symbol: Symbol, low: Expr, high: Expr, body: Expr):
        super().__init__(low, high, body)
        if isinstance(symbol, Index | Size) or whole_letter(symbol).shape:
            raise ShapeError(f"{symbol.tex()} is no number that could be integrated over: write a scalar(...)")
        for end in (low, high):
            if end.shape:
                raise ShapeError(f"{end.tex()} is a {shape_text(end.shape)}: an integral ends at numbers")
        self.symbol, self.shape = symbol, body.shape

    @cached_property
    def findings(self) -> Findings:
        """How its values were found, so far."""
        return Findings()

    @property
    def digits(self) -> int:  # type: ignore[override]
        """How many digits of its values were right, so far."""
        return min(EVERY_DIGIT, self.findings.digits)

    @cached_property
    def depends(self) -> frozenset[Hashable]:
        low, high, body = self.args
        return low.depends | high.depends | (body.depends - {self.symbol})

    def rebuild(self, args: tuple[Expr, ...]) -> Expr:
        return Integral(self.symbol, *args)

    def tex(self) -> str:
        low, high, body = self.args
        return rf"\int_{{{low.tex()}}}^{{{high.tex()}}} {body.tex_in(BIG)} \,\mathrm{{d}}{self.symbol.tex()}"

    def is_label(self, k: int) -> bool:
        return k < 2

    def compute(self, instance: Valuation) -> Value:
        if self.depends:
            return self._value(instance)
        key = f"value in {instance.kind} of {PRECISE.prec}"  # the same in every instance
        if key not in self.notes:
            self.notes[key] = self._value(instance)
        return self.notes[key]

    def _value(self, instance: Valuation) -> Value:
        if instance.has_symbols:
            raise Unsupported("an integral is found on numbers")
        x, width, source = self._variable(instance)

        def value(here: Valuation) -> Value:
            return self.args[-1].at(here.bind({self.symbol: x}))

        try:
            courses: list[tuple[Value, Scalar]] = [(without_courses(lambda: value(instance)), 1)]
        except OpenComparison:
            courses = list(each_course(lambda: value(instance)))
        total: Any = instance.number(Fraction(0))
        for found, happens in courses:
            total = total + over(width * (happens * found), source, self.findings)
        refuse_moving_kinks(self, [found for found, _ in courses], instance)
        return total

    def _variable(self, instance: Valuation) -> tuple[Any, Any, Source]:
        """The letter as a random number, by how much it moves, and its source: on (0, 1), on (0, ∞) or on the line."""
        low, high, _ = self.args
        backwards = isinstance(low, Endless) and low.sign > 0, isinstance(high, Endless) and high.sign < 0
        if any(backwards):
            raise Intractable(f"{self.tex()} has no end on one side: write its ends in order")
        ends: list[Any] = [None if isinstance(end, Endless) else end.at(instance) for end in (low, high)]
        span = {(True, True): (-math.inf, math.inf), (False, False): (0, 1)}.get(
            (ends[0] is None, ends[1] is None), (0, math.inf)
        )
        source = Source(Lebesgue(instance.number, span, instance.wild))
        t = RandomNumber.of(Entry(source))
        match ends:
            case None, None:
                return t, 1, source
            case None, high_end:
                return high_end - t, 1, source
            case low_end, None:
                return low_end + t, 1, source
        return ends[0] + (ends[1] - ends[0]) * t, ends[1] - ends[0], source

    def also_true(self, misprint: Expr) -> str | None:
        if not isinstance(misprint, Integral):
            return None
        x, body = self.symbol, self.args[-1]
        if misprint.symbol is x or misprint.symbol == x:
            over_the_line = [end.tex() for end in (*self.args[:2], *misprint.args[:2])] == [r"-\infty", r"\infty"] * 2
            turned = over_the_line and turned_around(body, misprint.args[-1], x) and occurrences(body, x) == 1
            return "no error: the line turned around" if turned else None
        if [e.tex() for e in misprint.args] != [e.tex() for e in self.args]:
            return None
        free = x not in body.depends and misprint.symbol not in misprint.args[-1].depends
        return "no error: what does not stand under the integral may have any name" if free else None

    def typos(self) -> Iterator[Expr]:
        yield self.args[-1]
        yield Mul(Number(2), self)


def turned_around(e: Expr, other: Expr, x: Symbol) -> bool:
    """Whether a formula has −x in the place of a letter x that stands in another, once, and is the same elsewhere."""
    if e == x:
        return isinstance(other, Neg) and other.args[0] == x
    differ = [(a, b) for a, b in zip(e.args, other.args, strict=False) if a.tex() != b.tex()]
    return (
        type(e) is type(other) and len(e.args) == len(other.args) and len(differ) == 1 and turned_around(*differ[0], x)
    )


def occurrences(e: Expr, x: Symbol) -> int:
    """How often a letter stands in a formula; twice, where it may stand out of sight."""
    if e == x:
        return 1
    own = {*e.function.variables} if isinstance(e, Call) else set()
    out_of_sight = any(x in part.depends - own for part in e.hidden)
    return sum(occurrences(part, x) for part in e.args) + 2 * out_of_sight


def integral(
    body: Operand, symbol: Symbol, low: Operand | Infinity = -INFINITY, high: Operand | Infinity = INFINITY
) -> Expr:
    r"""The integral of an expression over a letter, from one number to another, or by default over the whole line.

    Its value is found by a rule that has to agree with itself at two steps, to fifteen digits or more, and is right to
    twice as many; of a polynomial it is exact. An integral inside of another is found to ten digits.

    Parameters
    ----------
    body : Expr of any shape, or number
    symbol : Symbol of shape ()
        What is integrated over.
    low, high : Expr of shape (), number, -INFINITY or INFINITY
        The ends.

    Returns
    -------
    Expr of the shape of `body`

    Raises
    ------
    ShapeError
        If `symbol` or an end is no number.
    Intractable
        When it is evaluated, if it is infinite, or does not settle: an ArithmeticError.

    Examples
    --------
    >>> from derived.algebra import PI, exp, integral, scalar, sqrt
    >>> from derived.derivation import Derivation
    >>> x, sigma = scalar("x"), scalar("sigma", "positive")
    >>> d = Derivation("The bell", label="bell").start(integral(exp(-(x**2 / (2 * sigma**2))), x))
    >>> line = d.equals(sqrt(2 * PI) * sigma, because="in polar coordinates").lines[0]
    >>> print(line.tex, line.evidence.kind)
    \int_{-\infty}^{\infty} e^{-\frac{x^{2}}{2 \sigma^{2}}} \,\mathrm{d}x = \sqrt{2 \pi}\, \sigma quadrature
    """
    ends = (as_bound(low), as_bound(high))
    return Integral(symbol, *ends, as_expr(body))
