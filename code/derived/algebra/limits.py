"""Limits, as a letter goes to a number or to infinity."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import sympy

from derived.algebra.arithmetic import Mul, Neg
from derived.algebra.brackets import PRODUCT
from derived.algebra.constants import Number
from derived.algebra.expressions import EVERY_DIGIT, Expr, Operand, as_expr
from derived.algebra.infinity import INFINITY, Infinity, refuse_unknown
from derived.algebra.named import is_random, whole_letter
from derived.algebra.settling import Undecided, settle
from derived.algebra.shapes import ShapeError, shape_text
from derived.algebra.symbols import Index, Symbol
from derived.algebra.valuation import Unsupported, Valuation
from derived.algebra.values import Array, Real, Scalar, Value, entries
from derived.autodiff import PRECISE, Irrational, inexact, real_part

LONGEST_FOR_SYMPY = 150  # operations of a formula whose limit is asked of SymPy
APART = 1e-20  # two sides that differ by more have no limit in common


class Limit(Expr):
    """A limit, entry by entry: of precise numbers by their values ever farther out, of symbols by SymPy.

    At a number it has two sides, and there is none if they differ; a positive letter goes to 0 from above only.
    """

    binding = PRODUCT
    open_ended = takes_what_follows = True
    digits = EVERY_DIGIT - 1  # what is extrapolated has fewer

    def __init__(self, body: Expr, symbol: Symbol, to: Expr | Infinity, side: str = ""):
        super().__init__(body)
        for part in (whole_letter(symbol), *([to] if isinstance(to, Expr) else [])):
            if part.shape:
                raise ShapeError(
                    f"{part.tex()} is a {shape_text(part.shape)}: a limit is taken as a scalar goes to a number"
                )
        if isinstance(to, Infinity):
            refuse_unknown(body, symbol)
        if side not in ("", "above", "below") or (side and isinstance(to, Infinity)):
            raise ValueError(f"the side {side!r} is none: at a number, a letter comes from 'above' or 'below'")
        self.symbol, self.to, self.shape = symbol, to, body.shape
        at_zero = isinstance(to, Number) and to.value == 0
        is_positive = bool({"positive", "nonnegative"} & set(symbol.conditions))
        self.side = side or ("above" if at_zero and is_positive else "")

    @property
    def hidden(self) -> tuple[Expr, ...]:
        """Where it goes, if not to infinity, which is printed below and is no part of its own."""
        return (self.to,) if isinstance(self.to, Expr) else ()

    def rebuild(self, args: tuple[Expr, ...]) -> Expr:
        return Limit(args[0], self.symbol, self.to, self.side)

    def tex(self) -> str:
        arrow = {"": r"\to", "above": r"\downarrow", "below": r"\uparrow"}[self.side]
        return rf"\lim_{{{self.symbol.tex()} {arrow} {self.to.tex()}}} {self.args[0].tex_in(PRODUCT)}"

    def compute(self, instance: Valuation) -> Value:
        if instance.kind in ("exact", "rational"):
            raise Irrational("a limit is found on precise numbers")
        if instance.kind == "symbolic":
            positive = self.to is INFINITY or "positive" in self.symbol.conditions
            return self._by_sympy(instance, sympy.Symbol(self.symbol.name, real=True, positive=positive or None))
        try:
            value = self._from_values(instance)
        except Undecided as problem:
            value = self._by_sympy_where_slow(instance, problem.seen)
        return value if instance.kind != "float" else _as_floats(value)

    def _from_values(self, instance: Valuation) -> Value:
        seed = f"{instance.seed}/{self.symbol.name}"
        if isinstance(self.to, Infinity):
            sign, whole = self.to.sign, isinstance(self.symbol, Index) or "whole" in self.symbol.conditions
            return settle(lambda k: self._at(instance, sign * k), whole, seed)
        center = self.to.at(instance)
        sides = {"above": lambda k: self._at(instance, center + 1 / k)}
        sides["below"] = lambda k: self._at(instance, center - 1 / k)
        if self.side:
            return settle(sides[self.side], seed=seed)
        above, below = settle(sides["above"], seed=seed), settle(sides["below"], seed=seed)
        for a, b in zip(*(map(real_part, entries(v)) for v in (above, below)), strict=True):
            if abs(a - b) > APART * max(1, abs(a), abs(b)):
                raise ArithmeticError(
                    f"{self.tex()} has two sides: {float(a):.6g} from above, {float(b):.6g} from below"
                )
        return above

    def _at(self, instance: Valuation, point: Scalar) -> Value:
        return self.args[0].at(instance.bind({self.symbol: point}))

    def _by_sympy(self, instance: Valuation, x: sympy.Symbol) -> Value:
        """The limit as SymPy finds it, of symbols or of rational numbers."""
        value: Array = np.asarray(self._at(instance, x), dtype=object)
        to: Any = sympy.oo * self.to.sign if isinstance(self.to, Infinity) else self.to.at(instance)
        side = {"": "+-", "above": "+", "below": "-"}[self.side]
        limits = [_limit(sympy.sympify(v), x, to, side) for v in value.flat]
        if any(v is None for v in limits):
            raise Unsupported(f"SymPy finds no limit of {self.args[0].tex()}")
        return np.array(limits, dtype=object).reshape(value.shape) if value.shape else limits[0]

    def _by_sympy_where_slow(self, instance: Valuation, seen: list[list[Real]]) -> Value:
        """What SymPy says where values settle too slowly, such as those of 1/log k; they must come nearer to it."""
        if not _settles_slowly(seen):
            raise Undecided(f"{self.tex()} is not decided: its values do not settle")
        values: dict[Symbol, Value] = {}
        numbers: dict[sympy.Symbol, Scalar] = {}
        for letter in self.args[0].depends:
            if is_random(letter):
                raise Undecided(f"{self.tex()} is not decided: it is random")
            if isinstance(letter, Symbol) and self.symbol not in letter.depends:
                values[letter] = _as_symbols(letter.name, letter.at(instance), numbers)
        try:
            twin = instance.twin("symbolic", instance.bodies).bind(values)
            found = self._by_sympy(twin, sympy.Symbol(self.symbol.name, positive=True if self.to is INFINITY else None))
            shape = np.asarray(found, dtype=object).shape
            precise = [sympy.lambdify(list(numbers), v, PRECISE)(*numbers.values()) for v in entries(found)]
            value: Array = np.array([PRECISE.convert(v) for v in precise], dtype=object).reshape(shape)
        except (Unsupported, Irrational, IndexError, ValueError, TypeError, KeyError, AttributeError) as problem:
            raise Undecided(f"{self.tex()} is not decided: its values settle slowly, and SymPy gives up") from problem
        if not _comes_nearer(seen, value):
            raise Undecided(f"{self.tex()} is not decided: SymPy says {found}, but the values do not come nearer to it")
        return value if value.shape else value.item()

    def typos(self) -> Iterator[Expr]:
        body, letter, to = self.args[0], self.symbol, self.to
        yield body
        yield Mul(Number(2), self)
        if isinstance(to, Infinity):
            yield Limit(body, letter, Number(0))
            yield Limit(body, letter, -to)
        else:
            yield Limit(body, letter, INFINITY)
            yield from (Limit(body, letter, other) for other in (*to.typos(), Neg(to)))

    def also_true(self, misprint: Expr) -> str | None:
        if isinstance(misprint, Limit) and (misprint.symbol, misprint.side) == (self.symbol, self.side):
            return "true as well: another formula with the same limit"
        return None


def _settles_slowly(seen: list[list[Real]]) -> bool:
    """Whether values at farther and farther points seem to settle, if slowly: their steps become smaller."""
    steps = [max(abs(b - a) for a, b in zip(*two, strict=True)) for two in pairwise(seen)]
    return len(steps) > 2 and all(b < 0.9 * a for a, b in pairwise(steps))


def _comes_nearer(seen: list[list[Real]], limit: np.ndarray) -> bool:
    """Whether the values that were seen at farther and farther points come nearer to a limit."""
    distances = [max(abs(v - a) for v, a in zip(values, limit.flat, strict=True)) for values in seen]
    return all(b < a for a, b in pairwise(distances))


@cache
def _limit(value: Any, x: sympy.Symbol, to: Any, side: str) -> Any:
    """The limit of a SymPy expression, or None if there is none, or it is not found."""
    if sympy.count_ops(value) > LONGEST_FOR_SYMPY:
        return None
    try:
        found = sympy.limit(value, x, to, side)
    except (NotImplementedError, ValueError, TypeError, AttributeError, RecursionError, KeyError):
        return None
    return None if found.has(sympy.oo, sympy.zoo, sympy.Limit, sympy.AccumBounds, sympy.nan, x) else found


def _as_symbols(name: str, value: Value, numbers: dict[sympy.Symbol, Scalar]) -> Value:
    """Symbols of the same sign in the place of numbers, which are noted."""
    if isinstance(value, np.ndarray):
        parts = [_as_symbols(f"{name};{k}", v, numbers) for k, v in enumerate(value.flat)]
        return np.array(parts, dtype=object).reshape(value.shape)
    if not isinstance(value, float | PRECISE.mpf):
        raise Undecided("values that carry derivatives do not settle")
    if value == 0:
        return sympy.Integer(0)
    symbol = sympy.Symbol(name, positive=True)
    numbers[symbol] = abs(value)
    return symbol if value > 0 else -symbol


def _as_floats(value: Any) -> Value:
    if isinstance(value, np.ndarray):
        return np.array([_as_floats(v) for v in value.flat], dtype=object).reshape(value.shape)
    return float(value) if inexact(value) else value


def limit(body: Expr, symbol: Symbol, to: Operand | Infinity = INFINITY, side: str = "") -> Expr:
    r"""The limit of an expression as a scalar symbol goes to a number, or by default to infinity.

    At a number it is taken from both sides, unless one is named; a positive symbol goes to 0 from above, and prints so.

    Parameters
    ----------
    body : Expr of any shape
        A vector or a matrix has the limits of its entries.
    symbol : Symbol of shape ()
    to : Expr of shape (), number, INFINITY or -INFINITY
        Where it goes.
    side : {"", "above", "below"}
        From where it comes, at a number.

    Returns
    -------
    Expr of the shape of `body`

    Raises
    ------
    ShapeError
        If `symbol` or `to` is no scalar.
    Undecided
        When it is evaluated, if the values do not settle, and SymPy cannot tell: an ArithmeticError.
    ArithmeticError
        When it is evaluated, if it differs from one side to the other, or grows beyond all bounds.

    Examples
    --------
    >>> from derived.algebra import exp, limit, scalar
    >>> from derived.derivation import Derivation
    >>> k, x = scalar("k", "positive"), scalar("x")
    >>> d = Derivation("Compound interest", label="interest").start(limit((1 + x / k) ** k, k))
    >>> print(d.equals(exp(x), because="the definition of the exponential").lines[0].tex)
    \lim_{k \to \infty} \left(1 + \frac{x}{k}\right)^{k} = e^{x}
    """
    return Limit(body, symbol, to if isinstance(to, Infinity) else as_expr(to), side)
