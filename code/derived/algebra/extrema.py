"""Minimizers and maximizers of a scalar, by Newton's method."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from derived.algebra import exact
from derived.algebra.expressions import PRODUCT, Expr, Symbol
from derived.algebra.instances import Unsupported
from derived.algebra.named import whole_letter
from derived.algebra.shapes import ShapeError
from derived.dual import Irrational, hessian, jacobian, real_part

if TYPE_CHECKING:
    from derived.algebra.instances import Instance


_STEPS = 60


class Argmin(Expr):
    """The minimizer of a scalar with respect to a symbol, by Newton's method: exact, where one step is."""

    binding = PRODUCT
    open_ended = True

    def __init__(self, body: Expr, symbol: Symbol, kind: str = "min"):
        super().__init__(body)
        if body.shape or not isinstance(symbol, Symbol):
            raise ShapeError("argmin takes a scalar expression and a symbol")
        self.symbol, self.shape, self.kind = whole_letter(symbol), symbol.shape, kind

    def rebuild(self, args: tuple[Expr, ...]) -> Expr:
        return Argmin(args[0], self.symbol, self.kind)

    def tex(self) -> str:
        return rf"\operatorname*{{arg\,{self.kind}}}_{{{self.symbol.tex()}}}\, {self.args[0].tex_in(PRODUCT)}"

    def compute(self, instance: Instance) -> Any:
        sign = 1 if self.kind == "min" else -1
        if instance.has_symbols:
            raise Unsupported("argmin is found by Newton's method, not with free symbols")

        def loss(v: np.ndarray) -> Any:
            return sign * self.args[0].at(instance.bind({self.symbol: v if self.shape else v[0]}))

        x = np.atleast_1d(np.asarray(self.symbol.at(instance), dtype=object))
        for _ in range(_STEPS):
            g, H = jacobian(loss, x), hessian(loss, x)
            if all(_tiny(v) for v in g):
                if not _positive_definite(H):
                    raise ZeroDivisionError("the stationary point is no unique minimum")
                return x if self.shape else x[0]
            if instance.kind == "exact" and _ > 0:
                raise Irrational("Newton's method does not end in one step: evaluate on floats")
            step = exact.inverse(H) @ g
            while instance.kind == "float" and loss(x - step) > loss(x) + 1e-12 * abs(real_part(loss(x))):
                step = step / 2
            x = x - step
        raise ZeroDivisionError(f"no minimum found in {_STEPS} Newton steps")

    def typos(self) -> Iterator[Expr]:
        yield Argmin(self.args[0], self.symbol, "max" if self.kind == "min" else "min")


def _tiny(v: Any) -> bool:
    v = real_part(v)
    return abs(v) < 1e-10 if isinstance(v, float) else v == 0


def _positive_definite(H: np.ndarray) -> bool:
    """Whether elimination without exchanges meets positive pivots only."""
    H = np.array(H, dtype=object)
    for k in range(len(H)):
        if not real_part(H[k, k]) > 0:
            return False
        for i in range(k + 1, len(H)):
            H[i] = H[i] - H[k] * (H[i, k] / H[k, k])
    return True


def argmin(body: Expr, symbol: Symbol) -> Expr:
    r"""The minimizer of a scalar: ``argmin(J(w), w)``.

    Parameters
    ----------
    body : Expr of shape ()
    symbol : Symbol of shape () or (p,)

    Returns
    -------
    Expr of the shape of `symbol`

    Raises
    ------
    ShapeError
        If `body` is no scalar or `symbol` no symbol.
    ZeroDivisionError
        When it is evaluated, if Newton's method ends at no unique minimum.

    Examples
    --------
    >>> from derived.algebra import Instance, argmin, norm, ones, scalar, vector
    >>> c, y = scalar("c"), vector("y", 4)
    >>> closest, here = argmin(norm(y - c * ones(4)) ** 2, c), Instance(0)
    >>> closest
    \operatorname*{arg\,min}_{c}\, \lVert \mathbf{y} - c \mathbf{1} \rVert^{2}
    >>> closest.at(here) == sum(y.at(here)) / 4  # the mean is closest to all, in squares
    True
    """
    return Argmin(body, symbol)


def argmax(body: Expr, symbol: Symbol) -> Expr:
    r"""The maximizer of a scalar.

    Parameters
    ----------
    body : Expr of shape ()
    symbol : Symbol of shape () or (p,)

    Returns
    -------
    Expr of the shape of `symbol`

    Raises
    ------
    ShapeError
        If `body` is no scalar or `symbol` no symbol.
    ZeroDivisionError
        When it is evaluated, if Newton's method ends at no unique maximum.

    Examples
    --------
    >>> from derived.algebra import Instance, argmax, scalar
    >>> x = scalar("x")
    >>> widest = argmax(x * (10 - x), x)  # two sides of a rectangle that add up to 10
    >>> widest, widest.at(Instance(0)) == 5
    (\operatorname*{arg\,max}_{x}\, x (10 - x), True)
    """
    return Argmin(body, symbol, "max")
