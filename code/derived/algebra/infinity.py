"""Infinity, to which a letter may go, and what cannot be followed there."""

from __future__ import annotations

from collections.abc import Iterator

from derived.algebra.brackets import ATOM, SUM
from derived.algebra.constants import Number
from derived.algebra.expressions import Expr, Operand, as_expr
from derived.algebra.named import Call
from derived.algebra.shapes import ShapeError
from derived.algebra.symbols import Symbol
from derived.algebra.valuation import Valuation
from derived.algebra.values import Value


class Infinity:
    """Where a letter goes that grows beyond all bounds; ``-INFINITY`` where it falls.

    Examples
    --------
    >>> -INFINITY
    -∞
    """

    def __init__(self, sign: int = 1):
        self.sign = sign

    def __neg__(self) -> Infinity:
        return Infinity(-self.sign)

    def __repr__(self) -> str:
        return "∞" if self.sign > 0 else "-∞"

    def tex(self) -> str:
        """As LaTeX."""
        return r"\infty" if self.sign > 0 else r"-\infty"


INFINITY = Infinity()


class Endless(Expr):
    """∞ or −∞ as the bound of a sum or an integral: it is printed, and has no value."""

    def __init__(self, sign: int):
        super().__init__()
        self.sign, self.binding = sign, ATOM if sign > 0 else SUM

    def rebuild(self, args: tuple[Expr, ...]) -> Expr:
        return self

    def tex(self) -> str:
        return Infinity(self.sign).tex()

    def compute(self, instance: Valuation) -> Value:
        raise OverflowError("infinity is no number")

    def typos(self) -> Iterator[Expr]:
        yield Endless(-self.sign)
        yield Number(0)


def as_bound(end: Operand | Infinity) -> Expr:
    r"""Where something ends, as an expression.

    Examples
    --------
    >>> as_bound(-INFINITY), as_bound(3)
    (-\infty, 3)
    """
    return Endless(end.sign) if isinstance(end, Infinity) else as_expr(end)


def refuse_unknown(body: Expr, symbol: Symbol) -> None:
    """Refuse to follow a function far out of which only a few properties are known.

    Raises
    ------
    ShapeError

    Examples
    --------
    >>> from derived.algebra import scalar, smooth
    >>> x = scalar("x")
    >>> refuse_unknown(smooth("f", x)(x), x)
    Traceback (most recent call last):
    derived.algebra.shapes.ShapeError: what f(x) does as x grows is not known of every such function
    """
    for node in body.nodes:
        if isinstance(node, Call) and node.function.body is None and symbol in node.depends:
            raise ShapeError(f"what {node.tex()} does as {symbol.tex()} grows is not known of every such function")
