"""Infinity, to which a letter may go, and what cannot be followed there."""

from __future__ import annotations

from derived.algebra.expressions import Expr
from derived.algebra.named import Call
from derived.algebra.shapes import ShapeError
from derived.algebra.symbols import Symbol


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
