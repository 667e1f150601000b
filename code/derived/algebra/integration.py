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
from itertools import pairwise
from typing import Any

import numpy as np

from derived.algebra.arithmetic import Mul, Neg
from derived.algebra.brackets import BIG
from derived.algebra.chance import Entry, Factor, Intractable, Point, Source
from derived.algebra.complex_values import Complex
from derived.algebra.constants import Number
from derived.algebra.courses import each_course, without_courses
from derived.algebra.double_exponential import integral as double_exponential
from derived.algebra.expressions import EVERY_DIGIT, Expr, Operand, as_expr
from derived.algebra.infinity import INFINITY, Endless, Infinity, as_bound
from derived.algebra.judges import OpenComparison
from derived.algebra.named import Call, whole_letter
from derived.algebra.random_functions import Applied
from derived.algebra.random_numbers import RandomNumber
from derived.algebra.random_variables.frames import refuse_moving_kinks
from derived.algebra.random_variables.integrals import FEW_DIGITS, Findings, borders_of
from derived.algebra.random_variables.laws import Lebesgue
from derived.algebra.random_variables.pieces import in_pieces, is_piecewise_polynomial
from derived.algebra.random_variables.zeros import zeros_of
from derived.algebra.shapes import ShapeError, shape_text
from derived.algebra.symbols import Index, Size, Symbol
from derived.algebra.valuation import Unsupported, Valuation
from derived.algebra.values import Scalar, Value
from derived.autodiff import PRECISE, Dual, real_part


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


def over(x: Value, source: Source, findings: Findings) -> Value:
    """The integral of a random number over what one source gives, entry by entry; what others decide stays random."""
    if isinstance(x, np.ndarray):
        found = np.empty(x.shape, dtype=object)
        for place, entry in np.ndenumerate(x):
            found[place] = over(entry, source, findings)
        return found
    if isinstance(x, Dual):
        slopes: Any = over(np.asarray(x.partials, dtype=object), source, findings)
        return over(x.value, source, findings) + x.like(0, slopes)
    if isinstance(x, Complex):
        return Complex(over(x.real, source, findings), over(x.imaginary, source, findings))
    if not isinstance(x, RandomNumber) or source not in x.sources:
        if source.law.span == (0, 1) or real_part_is_zero(x):
            return x
        raise Intractable("an integral over all numbers of one that does not change is infinite")
    if x.sources != {source}:
        return RandomNumber.of(Inner(x, source, findings))
    if source.law.span == (0, 1) and all(map(is_piecewise_polynomial, x.terms)):
        findings.add({"closed form"}, PRECISE.dps)
        total: Any = 0
        for group, coefficient in x.terms.items():
            cuts = _cuts(RandomNumber({group: 1}), source, {})
            total = total + in_pieces(group, lambda ts: {source: ts[0]}, source.law, cuts) * coefficient
        return total
    source.law.rounded()
    if source.law.wild:
        raise Intractable("an integral over numbers that are very large or very small is not tried")
    return at_a_point(x, source, Point({}), findings)


def real_part_is_zero(x: Value) -> bool:
    """Whether it is the number zero."""
    return not isinstance(x, RandomNumber) and real_part(x) == 0


def at_a_point(x: RandomNumber, source: Source, point: Point, findings: Findings) -> Scalar:
    """The integral over one source, where all others have decided."""
    number: Any = source.law.number
    few = _has_inner(x) or any(isinstance(value, float) for value in point.values.values())
    if few:
        number = _float
    known = dict(point.values)

    make = number if few else (lambda c: c)
    terms = [(make(c), sorted(group, key=lambda item: not item[0].decides)) for group, c in x.terms.items()]

    def f(t: Any) -> Any:
        here, total = Point({**known, source: t}, make), 0 * t
        for c, factors in terms:
            term = c
            for factor, k in factors:
                value: Any = factor.at(here)
                if isinstance(value, int) and value == 0:  # and so the rest need not have a value
                    break
                term = term * (value if k == 1 else value**k)
            else:
                total = total + term
        return total

    span = source.law.span
    edges = sorted({t for t in map(real_part, _cuts(x, source, known)) if span[0] < t < span[1]})
    ends = [number(e) if not math.isinf(e) else e for e in (span[0], *edges, span[1])]
    total: Any = number(0)
    for low, high in pairwise(ends):
        value, error = double_exponential(f, low, high, number)
        findings.add({"quadrature"}, min(FEW_DIGITS if few else EVERY_DIGIT, int(-math.log10(max(error, 1e-60)))))
        total = total + value
    return PRECISE.mpf(total) if few and isinstance(source.law.number(1), PRECISE.mpf) and not known else total


def _cuts(x: RandomNumber, source: Source, known: dict[Source, Any]) -> list[Any]:
    """Where the number that a source gives meets a kink, a jump or a pole."""
    rounded = any(isinstance(value, float) for value in known.values())
    law = Lebesgue(float, source.law.span) if rounded else source.law
    found: list[Any] = []
    for border in (border for group in x.terms for border in borders_of(group) if source in border.sources):
        if _has_inner(border):  # which is smooth where the other integrand is
            continue

        def height(t: Any, border: RandomNumber = border) -> Any:
            return border.at(Point({**known, source: t}, _float) if rounded else Point({**known, source: t}))

        def many(ts: np.ndarray, border: RandomNumber = border) -> Any:
            return border.at(Point({s: _float(v) for s, v in known.items()} | {source: ts}, _float, on_arrays=True))

        found += zeros_of(height, law, many)
    return found


def _has_inner(x: RandomNumber) -> bool:
    """Whether another integral stands inside."""
    return any(
        isinstance(factor, Inner) or (isinstance(factor, Applied) and _has_inner(factor.argument))
        for group in x.terms
        for factor, _ in group
    )


def _float(x: Any) -> float:
    if isinstance(x, Dual):
        raise Intractable("the derivative of an integral over several numbers is asked for")
    return float(x)


class Inner(Factor):
    """An integral inside of another, or of a mean: a function of what the other sources decide."""

    def __init__(self, x: RandomNumber, source: Source, findings: Findings):
        super().__init__(x.sources - {source})
        self.x, self.source, self.findings = x, source, findings

    def at(self, point: Point) -> Value:
        if point.on_arrays:
            raise TypeError("an integral is found at one place at a time")
        if self not in point.known:
            point.known[self] = at_a_point(self.x, self.source, point, self.findings)
        return point.known[self]


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
