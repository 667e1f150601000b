"""Partial derivatives, of higher order too, with respect to scalars and single entries."""

from __future__ import annotations

from itertools import groupby

from derived.algebra.brackets import ATOM, PRODUCT
from derived.algebra.derivatives import Derivative
from derived.algebra.expressions import Expr
from derived.algebra.items import Item
from derived.algebra.named import Call
from derived.algebra.shapes import ShapeError
from derived.algebra.symbols import Symbol
from derived.algebra.valuation import Valuation
from derived.algebra.values import Value


class Mixed(Expr):
    """A partial derivative of higher order: with respect to the last variable first."""

    binding = PRODUCT

    def __init__(self, body: Expr, *variables: Expr):
        super().__init__(body, *variables)
        self._inner = body
        for variable in reversed(variables):
            self._inner = Derivative("gradient", self._inner, variable)
        if self._inner.shape:
            raise ShapeError(f"{self.tex()}: a partial derivative of higher order is with respect to scalars")
        self.open_ended = not isinstance(body, Call | Symbol | Item)

    def tex(self) -> str:
        body, *variables = self.args
        steps = [(tex, len(list(same))) for tex, same in groupby(v.tex() for v in variables)]
        below = r"\, ".join(rf"\partial {tex}^{many}" if many > 1 else rf"\partial {tex}" for tex, many in steps)
        if isinstance(body, Call | Symbol | Item):
            return rf"\frac{{\partial^{len(variables)} {body.tex()}}}{{{below}}}"
        return rf"\frac{{\partial^{len(variables)}}}{{{below}}} {body.tex_in(ATOM)}"

    def compute(self, instance: Valuation) -> Value:
        return self._inner.at(instance)


def partial(body: Expr, variable: Expr, *more: Expr) -> Expr:
    r"""The partial derivative of a scalar with respect to a scalar symbol or one entry, as ``partial(J(w), w[j])``.

    With several variables it is of higher order, as ``partial(f(x, y), x, y)``.

    Parameters
    ----------
    body : Expr of shape ()
    variable, *more : Symbol of shape (), or one entry of a Symbol

    Returns
    -------
    Expr of shape ()

    Raises
    ------
    ShapeError
        If `body` is no scalar, or `variable` neither a symbol nor an entry of one.

    Examples
    --------
    >>> from derived.algebra import Instance, partial, scalar, vector
    >>> x, w = scalar("x"), vector("w", 3)
    >>> partial(w[1] * w[2] ** 2, w[2])
    \frac{\partial}{\partial w_{2}} (w_{1}\, w_{2}^{2})
    >>> partial(x**3 - 2 * x, x).at(Instance(0).bind({x: 5}))  # 3 x² − 2, exactly
    Fraction(73, 1)
    """
    return Mixed(body, variable, *more) if more else Derivative("gradient", body, variable)
