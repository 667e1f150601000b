"""Relations between expressions, systems of them, and formulas by cases.

A relation is an expression whose value is True or False. Equations of exact numbers must hold exactly; of floats, up to
a tolerance that is stated with the evidence.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import sympy
from sympy.polys.fields import FracElement

from derived.algebra.complex_values import Complex, as_pairs
from derived.algebra.expressions import BIG, RELATION, Constant, Expr, Number, as_expr
from derived.algebra.instances import Unsupported
from derived.algebra.random_numbers import RandomNumber
from derived.algebra.shapes import ShapeError, shape_text
from derived.autodiff import DIGITS, PRECISE, Dual, NoDerivative, inexact, order, real_part

if TYPE_CHECKING:
    from derived.algebra.instances import Instance

TOLERANCE, SHARP = 1e-9, 1e-25  # for floats, and for numbers of sixty digits
SMALLEST = 1e-6  # both are compared relative to the largest of them, or to this: below it, rounding shows

_SIGNS = {
    "=": ("=", operator.eq),
    "<=": (r"\le", operator.le),
    ">=": (r"\ge", operator.ge),
    "<": ("<", operator.lt),
    ">": (">", operator.gt),
    "!=": (r"\ne", operator.ne),
}
_FLIPPED = {"<=": ">=", ">=": "<=", "<": ">", ">": "<"}


def error_between(a: Any, b: Any) -> float:
    """The largest difference between two values, relative to their size; 0.0 for equal exact values.

    Examples
    --------
    >>> error_between(np.array([1.0, 2.0]), np.array([1.0, 2.5]))
    0.2
    """
    a, b = as_pairs(a, b)
    if a.shape != b.shape:
        return float("inf")
    worst = 0.0
    scale = max([SMALLEST, *(abs(v) for v in map(real_part, (*a.flat, *b.flat)) if inexact(v) and _is_finite(v))])
    scale = scale * _share()
    for x, y in zip(map(real_part, a.flat), map(real_part, b.flat), strict=True):
        if isinstance(x, sympy.Basic) or isinstance(y, sympy.Basic):
            worst = max(worst, 0.0 if vanishes(x - y) else float("inf"))
        elif inexact(x) or inexact(y):
            error = abs(_difference(x, y)) / max(scale, abs(x), abs(y))
            worst = max(worst, float(error)) if _is_finite(error) else math.inf
        elif x != y:
            worst = float("inf") if float(max(abs(x), abs(y))) == 0 else max(worst, _ratio(x, y))
    return worst


def _is_finite(x: Any) -> bool:
    """Whether a rounded number is finite; those of sixty digits may be too large for a float."""
    return math.isfinite(x) if isinstance(x, float) else bool(PRECISE.isfinite(x))


def _difference(x: Any, y: Any) -> Any:
    """The difference of two numbers of which one may be a fraction, which no number of sixty digits knows."""
    kind = type(x) if inexact(x) else type(y)
    a, b = (v if inexact(v) else kind(v.numerator) / v.denominator for v in (x, y))
    return a - b


def _ratio(x: Any, y: Any) -> float:
    """The relative difference of two different exact numbers, never rounded down to zero."""
    return max(float(abs(x - y) / max(abs(x), abs(y))), 1e-300)


def vanishes(x: Any) -> bool:
    """Whether SymPy reduces an expression to zero: by its numerator, or by simplification if it is short.

    Examples
    --------
    >>> t = sympy.Symbol("t")
    >>> vanishes((t + 1) ** 2 - t**2 - 2 * t - 1), vanishes(t)
    (True, False)
    """
    if x == 0:
        return True
    if isinstance(x, Complex):
        return vanishes(x.real) and vanishes(x.imaginary)
    if not isinstance(x, sympy.Basic):
        return False
    numerator = sympy.fraction(sympy.together(x))[0]
    if sympy.expand(numerator) == 0:
        return True
    return sympy.count_ops(x) < 400 and sympy.simplify(x) == 0


def equal(a: Any, b: Any) -> bool:
    """Whether two values agree: exactly if they are exact, else to `TOLERANCE`."""
    numbers = [real_part(v) for values in as_pairs(a, b) for v in values.flat]
    if any(isinstance(v, RandomNumber) for v in numbers):
        return all(real_part(x - y) == 0 for x, y in zip(*(values.flat for values in as_pairs(a, b)), strict=True))
    rounded = TOLERANCE if any(isinstance(v, float) for v in numbers) else SHARP if any(map(inexact, numbers)) else 0
    alike = error_between(a, b) <= rounded
    if alike and rounded == SHARP and _doubting.get() and PRECISE.dps == DIGITS:
        pairs = zip(*(map(real_part, values.flat) for values in as_pairs(a, b)), strict=True)
        if any(abs(_difference(x, y)) > SHARP * max(abs(x), abs(y)) for x, y in pairs if inexact(x) or inexact(y)):
            raise Doubtful
    return alike


class Doubtful(Exception):
    """Two numbers agree beside one, but not beside themselves: whether that is rounding, more digits tell."""


_doubting: ContextVar[bool] = ContextVar("doubting", default=False)


@contextmanager
def doubting(whether: bool = True) -> Iterator[None]:
    """Raise `Doubtful` where numbers of sixty digits are next to nothing, and neither equal nor clearly different.

    Examples
    --------
    >>> small = PRECISE.mpf(10) ** -40
    >>> equal(small, 2 * small)
    True
    >>> with doubting():
    ...     equal(small, 2 * small)
    Traceback (most recent call last):
    derived.algebra.relations.Doubtful
    """
    token = _doubting.set(whether)
    try:
        yield
    finally:
        _doubting.reset(token)


def _share() -> Any:
    """How small a share of one is still compared relatively: rounding shows below it; less with more digits."""
    spare = PRECISE.dps - DIGITS
    return 1 if spare <= 0 else PRECISE.mpf(10) ** -spare


class Relation(Expr):
    """An equation or inequality between two expressions."""

    binding = RELATION

    def __init__(self, sign: str, left: Any, right: Any):
        self.sign = sign
        left, right = as_expr(left), as_expr(right)
        if isinstance(right, Number) and right.value == 0 and left.shape:
            right = Constant("zeros", left.shape)
        super().__init__(left, right)
        if left.shape != right.shape:
            raise ShapeError(
                f"{left.tex()} is a {shape_text(left.shape)} and {right.tex()} a {shape_text(right.shape)}: "
                f"they cannot stand on both sides of '{sign}'"
            )

    def rebuild(self, args: tuple[Expr, ...]) -> Expr:
        return Relation(self.sign, *args)

    def tex(self) -> str:
        return f"{self.args[0].tex()} {_SIGNS[self.sign][0]} {self.args[1].tex()}"

    def compute(self, instance: Instance) -> Any:
        a, b = (part.at(instance) for part in self.args)
        refuse_ties(a, b)
        if instance.has_symbols:
            if self.sign == "!=":
                return not Relation("=", *self.args).at(instance)
            return all(self._whatever(real_part(d)) for d in as_pairs(a - b)[0].flat)
        pairs = list(zip(np.atleast_1d(a).flat, np.atleast_1d(b).flat, strict=True))
        if self.sign == "=":
            return equal(a, b) and all(order(x, y) == 0 for x, y in pairs if _is_dual(x, y))
        if self.sign == "!=":
            return not Relation("=", *self.args).at(instance)
        holds = _SIGNS[self.sign][1]
        strict = self.sign in "<>"
        if strict:
            return all(holds(order(x, y), 0) and not _tied(x, y) for x, y in pairs)
        return all(holds(order(x, y), 0) or _close(x, y) for x, y in pairs)

    def _whatever(self, difference: Any) -> bool:
        """Whether left minus right, made of indeterminates, has the sign whatever they are worth."""
        if isinstance(difference, FracElement):
            difference = difference.as_expr()  # its own < compares monomials
        if self.sign == "=":
            truth = vanishes(difference) or (False if sympy.sympify(difference).is_number else None)
        else:
            truth = _SIGNS[self.sign][1](difference, 0)
        if truth not in (True, False):
            raise Unsupported(f"whether {self.tex()} depends on the numbers")
        return bool(truth)

    def __bool__(self) -> bool:
        raise TypeError(f"{self.tex()} is neither true nor false before its letters have values; in place of a < b < c "
                        "write all_of(a < b, b < c)")  # fmt: skip

    def residual(self, instance: Instance) -> np.ndarray:
        """Left side minus right side, as a flat array: zero where an equation holds."""
        if self.sign != "=":
            raise ShapeError(f"{self.tex()} is no equation: it cannot be solved")
        a, b = (part.at(instance) for part in self.args)
        return np.atleast_1d(np.asarray(a - b, dtype=object)).ravel()

    def typos(self) -> Iterator[Expr]:
        if self.sign in _FLIPPED:
            yield Relation(_FLIPPED[self.sign], *self.args)
            yield Relation(self.sign.rstrip("=") if "=" in self.sign else self.sign + "=", *self.args)
            yield Relation("=", *self.args)
        elif self.sign == "!=":
            yield Relation("=", *self.args)


def _is_dual(x: Any, y: Any) -> bool:
    return isinstance(x, Dual) or isinstance(y, Dual)


def refuse_ties(a: Any, b: Any) -> None:
    """Refuse a relation whose sides meet where it is differentiated, and part more slowly than a slope tells.

    Raises
    ------
    NoDerivative
    """
    for x, y in zip(np.atleast_1d(a).flat, np.atleast_1d(b).flat, strict=True):
        if _is_dual(x, y) and isinstance(difference := x - y, Dual):
            is_symbol = isinstance(real_part(difference), sympy.Basic | FracElement)
            if real_part(difference) == 0 if is_symbol else order(x, y) == 0:
                raise NoDerivative("a relation changes where it is differentiated, or does not: its sides meet there")


def _tied(x: Any, y: Any) -> bool:
    """Whether two numbers of sixty digits differ by rounding only, so that neither is less than the other."""
    if {type(x), type(y)} != {PRECISE.mpf}:
        return False
    rounding, size = 2**30 * PRECISE.eps, max(abs(x), abs(y))  # less, where a failure is confirmed with more digits
    if _doubting.get() and rounding * size < abs(x - y) <= rounding:
        raise Doubtful
    return abs(x - y) <= rounding * max(size, _share())


def _close(x: Any, y: Any) -> bool:
    x, y = real_part(x), real_part(y)
    if not inexact(x):
        return False
    rounded, size = TOLERANCE if isinstance(x, float) else SHARP, max(abs(x), abs(y))
    if not abs(x - y) <= rounded * max(size, _share()):
        return False
    if _doubting.get() and isinstance(x, PRECISE.mpf) and PRECISE.dps == DIGITS and abs(x - y) > rounded * size:
        raise Doubtful
    return True


def eq(left: Any, right: Any) -> Relation:
    r"""The equation left = right; a right side of 0 takes the shape of the left.

    Parameters
    ----------
    left, right : Expr of one shape, or number

    Returns
    -------
    Relation

    Raises
    ------
    ShapeError
        If the two sides differ in shape.

    Examples
    --------
    >>> from derived.algebra import eq, scalar
    >>> from derived.derivation import Derivation
    >>> x = scalar("x")
    >>> d = Derivation("An equation", label="equation").start(eq(2 * x - 6, 0))
    >>> print(d.iff(eq(x, 3), because="add 6, divide by 2", solve=x).lines[0].tex)
    2 x - 6 = 0 \iff x = 3
    """
    return Relation("=", left, right)


def ne(left: Any, right: Any) -> Relation:
    r"""The two sides differ; of arrays, in one entry at least.

    Parameters
    ----------
    left, right : Expr of one shape, or number

    Returns
    -------
    Relation

    Raises
    ------
    ShapeError
        If the two sides differ in shape.

    Examples
    --------
    >>> from derived.algebra import cases, ne, scalar
    >>> x = scalar("x")
    >>> cases((1 / x, ne(x, 0)), otherwise=0)
    \begin{cases}\frac{1}{x} & \text{if } x \ne 0 \\ 0 & \text{otherwise}\end{cases}
    """
    return Relation("!=", left, right)


class All(Expr):
    """A system: several relations that hold together."""

    binding = RELATION
    takes_relations = True

    def __init__(self, *args: Expr):
        super().__init__(*args)
        for part in args:
            if part.binding != RELATION:
                raise ShapeError(f"{part.tex()} is no relation: a system is made of them")

    def tex(self) -> str:
        return r",\quad ".join(part.tex() for part in self.args)

    def compute(self, instance: Instance) -> Any:
        return all(part.at(instance) for part in self.args)

    def residual(self, instance: Instance) -> np.ndarray:
        """The residuals of all equations, one after another."""
        return np.concatenate([part.residual(instance) for part in self.args])  # type: ignore[attr-defined]


def all_of(*relations: Relation) -> Expr:
    """Several relations that hold together.

    Parameters
    ----------
    *relations : Relation

    Returns
    -------
    Expr
        True where all of them are.

    Examples
    --------
    >>> from derived.algebra import all_of, eq, scalar
    >>> from derived.derivation import Derivation
    >>> x, y = scalar("x"), scalar("y")
    >>> d = Derivation("Two equations", label="system").start(all_of(eq(x + y, 5), eq(x - y, 1)))
    >>> d.iff(all_of(eq(x, 3), eq(y, 2)), because="add them; subtract them", solve=[x, y]).lines[0].evidence.kind
    'proved'
    """
    return All(*relations)


class Cases(Expr):
    """A formula by cases: the value of the first condition that holds, else the last value."""

    binding = binding_as_factor = BIG
    open_ended = True
    takes_relations = True

    def __init__(self, *args: Expr):
        super().__init__(*args)
        values, conditions = [*self.args[:-1:2], self.args[-1]], self.args[1::2]
        if any(v.binding == RELATION for v in values) or any(c.binding != RELATION for c in conditions):
            raise ShapeError(f"{self.tex()}: each case is a formula with a relation as its condition")
        if len({v.shape for v in values}) != 1:
            raise ShapeError("the cases differ in shape: " + ", ".join(shape_text(v.shape) for v in values))
        self.shape = values[0].shape

    def tex(self) -> str:
        *pairs, last = self.args
        rows = [f"{v.tex()} & \\text{{if }} {c.tex()}" for v, c in zip(pairs[::2], pairs[1::2], strict=True)]
        return r"\begin{cases}" + r" \\ ".join([*rows, f"{last.tex()} & \\text{{otherwise}}"]) + r"\end{cases}"

    def compute(self, instance: Instance) -> Any:
        return self.args[self.branch(instance)].at(instance)

    def branch(self, instance: Instance) -> int:
        """Which part holds the value in this instance."""
        for k in range(1, len(self.args), 2):
            if self.args[k].at(instance):
                return k - 1
        return len(self.args) - 1


def cases(*pairs: tuple[Any, Relation], otherwise: Any) -> Expr:
    r"""A formula by cases: ``cases((z - t, z > t), (z + t, z < -t), otherwise=0)``.

    Parameters
    ----------
    *pairs : (Expr or number, Relation)
        A value and when it is taken; the first condition that holds decides.
    otherwise : Expr or number
        The value if none does.

    Returns
    -------
    Expr of the shape of the values

    Raises
    ------
    ShapeError
        If the values differ in shape.

    Examples
    --------
    >>> from derived.algebra import cases, scalar, sign
    >>> from derived.derivation import Derivation
    >>> x = scalar("x")
    >>> three = cases((1, x > 0), (-1, x < 0), otherwise=0)
    >>> three
    \begin{cases}1 & \text{if } x > 0 \\ -1 & \text{if } x < 0 \\ 0 & \text{otherwise}\end{cases}
    >>> d = Derivation("Signs", label="signs").start(sign(x))
    >>> d.equals(three, because="what a sign is").lines[0].evidence.kind
    'exact'
    """
    parts = [part for value, condition in pairs for part in (as_expr(value), condition)]
    return Cases(*parts, as_expr(otherwise))


class Indicator(Expr):
    """1 where a relation holds, 0 where it does not."""

    takes_relations = True

    def __init__(self, relation: Expr):
        super().__init__(relation)
        if relation.binding != RELATION:
            raise ShapeError(f"{relation.tex()} is no relation: an indicator takes one")

    def tex(self) -> str:
        return rf"\mathbb{{1}}[{self.args[0].tex_in(BIG) if self.args[0].binding >= BIG else self.args[0].tex()}]"

    def compute(self, instance: Instance) -> Any:
        return instance.number(Fraction(int(self.args[0].at(instance))))


def indicator(relation: Expr) -> Expr:
    r"""1 where the relation holds, else 0.

    Parameters
    ----------
    relation : Relation

    Returns
    -------
    Expr of shape ()

    Raises
    ------
    ShapeError
        If it is no relation.

    Examples
    --------
    >>> from derived.algebra import Instance, index, indicator, summation
    >>> i = index("i")
    >>> count = summation(i, 10, indicator(i**2 > 50))
    >>> count, count.at(Instance(0))  # 8, 9 and 10
    (\sum_{i=1}^{10} \mathbb{1}[i^{2} > 50], Fraction(3, 1))
    """
    return Indicator(relation)
