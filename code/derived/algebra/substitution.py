"""A formula at a value of one of its letters."""

from __future__ import annotations

from collections.abc import Hashable
from functools import cached_property

from derived.algebra.brackets import PRODUCT
from derived.algebra.derivatives import Derivative
from derived.algebra.expressions import Expr, Operand, as_expr, walk
from derived.algebra.named import whole_letter
from derived.algebra.shapes import ShapeError, shape_text, sizes_of, whole_letters_of
from derived.algebra.symbols import Symbol
from derived.algebra.valuation import Valuation
from derived.algebra.values import Value


class Substituted(Expr):
    """An expression with one symbol given another value."""

    binding = PRODUCT + 1

    def __init__(self, body: Expr, symbol: Symbol, value: Expr):
        super().__init__(body, value)
        if whole_letter(symbol).shape != value.shape:
            raise ShapeError(
                f"{symbol.tex()} is a {shape_text(symbol.shape)}, {value.tex()} a {shape_text(value.shape)}"
            )
        if any(symbol.name in {s.name for s in sizes_of(node.shape)} or symbol in whole_letters_of(node.shape)
               for node in walk(body)):  # fmt: skip
            raise ShapeError(f"{symbol.tex()} is a size of {body.tex()}, which can have no other")
        self.symbol, self.shape = symbol, body.shape

    @cached_property
    def depends(self) -> frozenset[Hashable]:
        body, value = self.args
        return (body.depends - {self.symbol}) | value.depends

    def rebuild(self, args: tuple[Expr, ...]) -> Expr:
        return Substituted(args[0], self.symbol, args[1])

    def tex(self) -> str:
        body, value = self.args
        before = body.tex() if isinstance(body, Derivative) else body.tex_in(PRODUCT + 1)
        return rf"\left.{before}\right|_{{{self.symbol.tex()} = {value.tex()}}}"

    def compute(self, instance: Valuation) -> Value:
        body, value = self.args
        return body.at(instance.bind({self.symbol: value.at(instance)}))


def substitute(body: Expr, symbol: Symbol, value: Operand) -> Expr:
    r"""The expression at a value of one of its symbols.

    Parameters
    ----------
    body : Expr of any shape
    symbol : Symbol
        A whole letter, not one entry.
    value : Expr of the shape of `symbol`, or number
        What takes its place.

    Returns
    -------
    Expr of the shape of `body`

    Raises
    ------
    ShapeError
        If `symbol` is no whole letter, or differs in shape from `value`.

    Examples
    --------
    >>> from derived.algebra import Instance, partial, scalar, substitute
    >>> x = scalar("x")
    >>> slope = substitute(partial(x**2, x), x, 3)
    >>> slope, slope.at(Instance(0))
    (\left.\frac{\partial}{\partial x} (x^{2})\right|_{x = 3}, Fraction(6, 1))
    """
    return Substituted(body, symbol, as_expr(value))
