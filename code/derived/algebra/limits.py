"""Limits of a scalar, as a letter goes to a number or to infinity."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import sympy

from derived.algebra.expressions import PRODUCT, Expr, Number, Symbol, as_expr
from derived.algebra.named import whole_letter
from derived.algebra.shapes import ShapeError, shape_text
from derived.dual import Irrational, real_part

if TYPE_CHECKING:
    from derived.algebra.instances import Instance


INFINITY = None
SETTLED = 1e-7


def _extrapolated(steps: list[float], values: list[float]) -> float:
    """The value at step 0 of the polynomial through the values at the first steps (Neville's scheme)."""
    steps, table = steps[:8], values[:8]
    for k in range(1, len(steps)):
        table = [
            (steps[i] * b - steps[i + k] * a) / (steps[i] - steps[i + k]) for i, (a, b) in enumerate(pairwise(table))
        ]
    return table[0]


class Limit(Expr):
    """A limit, by SymPy where it can, else by extrapolation of values at doubling points.

    At a number it has two sides, and there is none if they differ; a positive letter goes to 0 from above only.
    """

    binding = PRODUCT
    open_ended = True

    def __init__(self, body: Expr, symbol: Symbol, to: Expr | None):
        super().__init__(body)
        for part in (body, whole_letter(symbol), *([] if to is None else [to])):
            if part.shape:
                raise ShapeError(
                    f"{part.tex()} is a {shape_text(part.shape)}: a limit is of a scalar, as a scalar goes to a number"
                )
        self.symbol, self.to = symbol, to
        at_zero = isinstance(to, Number) and to.value == 0
        self._from_above = at_zero and bool({"positive", "nonnegative"} & set(symbol.conditions))

    @property
    def hidden(self) -> tuple[Expr, ...]:
        """Where it goes, if not to infinity, which is printed below and is no part of its own."""
        return () if self.to is None else (self.to,)

    def rebuild(self, args: tuple[Expr, ...]) -> Expr:
        return Limit(args[0], self.symbol, self.to)

    def tex(self) -> str:
        to = r"\infty" if self.to is None else self.to.tex()
        arrow = r"\downarrow" if self._from_above else r"\to"
        return rf"\lim_{{{self.symbol.tex()} {arrow} {to}}} {self.args[0].tex_in(PRODUCT)}"

    def compute(self, instance: Instance) -> Any:
        if instance.kind in ("exact", "rational"):
            raise Irrational("a limit is extrapolated on floats")
        if instance.kind == "symbolic":
            positive = self.to is None or "positive" in self.symbol.conditions
            x = sympy.Symbol(self.symbol.name, real=True, **({"positive": True} if positive else {}))
            value = self.args[0].at(instance.bind({self.symbol: x}))
            to = sympy.oo if self.to is None else self.to.at(instance)
            return sympy.limit(value, x, to, "+" if self._from_above else "+-")
        if self.to is None:
            return self._extrapolated(instance, lambda h: 1 / h)
        center = self.to.at(instance)
        reach = min(1.0, abs(real_part(center))) or 1.0  # a positive letter stays so
        above = self._extrapolated(instance, lambda h: center + reach * h)
        if self._from_above:
            return above
        below = self._extrapolated(instance, lambda h: center - reach * h)
        a, b = real_part(above), real_part(below)
        if not abs(a - b) <= 1e-5 * max(1.0, abs(a), abs(b)):
            raise ArithmeticError(f"{self.tex()} has two sides: {a:.6g} from above, {b:.6g} from below")
        return above

    def _extrapolated(self, instance: Instance, point: Callable[[float], Any]) -> Any:
        """The limit of the values at these points as h goes to 0."""
        steps = [2.0**-k for k in range(2, 12)]
        values: list[float] = []
        with suppress(OverflowError):
            values.extend(self.args[0].at(instance.bind({self.symbol: point(h)})) for h in steps)
        values = [v for v in values if v != 0] or values  # far out, a small base underflows to zero
        gap, settled = min((abs(b - a) / max(abs(b), 1e-300), b) for a, b in pairwise(values))
        return settled if gap <= SETTLED else _extrapolated(steps, values)

    def typos(self) -> Iterator[Expr]:
        yield Limit(self.args[0], self.symbol, Number(0) if self.to is None else INFINITY)


def limit(body: Expr, symbol: Symbol, to: Any = INFINITY) -> Expr:
    r"""The limit of an expression as a scalar symbol goes to a number, or by default to infinity.

    At a number it is taken from both sides; only a positive symbol goes to 0 from above, and prints so.

    Parameters
    ----------
    body : Expr of shape ()
    symbol : Symbol of shape ()
    to : Expr of shape () or number, optional
        Where it goes.

    Returns
    -------
    Expr of shape ()

    Raises
    ------
    ShapeError
        If one of them is no scalar, or `symbol` no symbol.
    ArithmeticError
        When it is evaluated, if it differs from one side to the other.

    Examples
    --------
    >>> from derived.algebra import exp, limit, scalar
    >>> from derived.derivation import Derivation
    >>> k, x = scalar("k", "positive"), scalar("x")
    >>> d = Derivation("Compound interest", label="interest").start(limit((1 + x / k) ** k, k))
    >>> print(d.equals(exp(x), because="the definition of the exponential").lines[0].tex)
    \lim_{k \to \infty} \left(1 + \frac{x}{k}\right)^{k} = e^{x}
    """
    return Limit(body, symbol, None if to is None else as_expr(to))
