"""Minimizers, maximizers, and least and greatest values of a scalar."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from derived.algebra.arithmetic import Mul
from derived.algebra.brackets import PRODUCT
from derived.algebra.conditions import ENTRIES, STRUCTURES, in_words, meets
from derived.algebra.constants import Number
from derived.algebra.docstrings import shares
from derived.algebra.expressions import Expr
from derived.algebra.minimizers import STEPS, NotFound, descents, in_one_step, refuse_better
from derived.algebra.named import own_letter, whole_letter
from derived.algebra.shapes import ShapeError
from derived.algebra.symbols import Index, Size, Symbol
from derived.algebra.valuation import Unsupported, Valuation
from derived.algebra.values import Value, entries
from derived.autodiff import OutOfDomain, real_part

_STARTS = 1  # places to begin at, besides where the letter was drawn


class Argmin(Expr):
    """The minimizer of a scalar with respect to a symbol: exact, where one step of Newton's method is."""

    binding = PRODUCT
    open_ended = takes_what_follows = True
    digits = 18  # of a minimum that is flat, Newton's method finds fewer than sixty

    def __init__(self, body: Expr, symbol: Symbol, kind: str = "min"):
        super().__init__(body)
        if body.shape or not isinstance(symbol, Symbol) or len(symbol.shape) > 1:
            raise ShapeError("argmin takes a scalar expression and a symbol, a number or a vector")
        self.symbol, self.shape, self.kind = own_letter(whole_letter(symbol)), symbol.shape, kind
        if separate := {*symbol.conditions} & {*ENTRIES, *STRUCTURES} or isinstance(symbol, Index | Size):
            known = ", ".join(in_words(c) for c in separate) if isinstance(separate, set) else "a whole number"
            raise ShapeError(
                f"{symbol.tex()} is {known}: the place of an {kind}imum is looked for by Newton's method, among all "
                "numbers or those of an interval"
            )

    def rebuild(self, args: tuple[Expr, ...]) -> Expr:
        return type(self)(args[0], self.symbol, self.kind)

    def tex(self) -> str:
        return rf"\operatorname*{{arg\,{self.kind}}}_{{{self.symbol.tex()}}}\, {self.args[0].tex_in(PRODUCT)}"

    def compute(self, instance: Valuation) -> Value:
        x = self.best(instance)
        return x if self.symbol.shape else x[0]

    def best(self, instance: Valuation) -> np.ndarray:
        """The minimizer, as a flat array: the best of those that are found from several places."""
        if instance.has_symbols:
            raise Unsupported("argmin is found by Newton's method, not with free symbols")
        sign = 1 if self.kind == "min" else -1

        def loss(v: np.ndarray) -> Any:
            if not self._is_allowed(v):
                raise OutOfDomain(f"{self.symbol.tex()} may not have this value")
            return self.args[0].at(instance.bind({self.symbol: v if self.symbol.shape else v[0]})) * sign

        near = instance.twin(instance.kind) if instance.wild else instance
        begin = [entries(s.at(near)) for s in self._starts()]
        if instance.kind == "exact":
            found = [in_one_step(loss, begin[0])]
        else:
            tried = 1 if self.symbol.shape else len(begin)
            found = descents(loss, begin[:tried])
            if found:  # where nothing is found at once, as at a kink, nothing is tried for long
                found += descents(loss, [*begin[tried:], *(-x for x in begin if self._is_allowed(-x))])
        if not found:
            raise NotFound(f"no {self.kind}imum found in {STEPS} Newton steps from {len(begin)} places")
        best = min(found, key=lambda x: real_part(loss(x)))
        refuse_better(loss, best, [*found, *begin], instance, f"{self.kind}imum")
        return best

    def _starts(self) -> Iterator[Symbol]:
        """The letter, and others that are drawn under the same conditions."""
        yield self.symbol
        for k in range(_STARTS):
            yield Symbol(f"{self.symbol.name} from place {k + 1}", self.symbol.shape, *self.symbol.conditions)

    def _is_allowed(self, x: np.ndarray) -> bool:
        """Whether the letter may have this value."""
        return all(meets(self.symbol.conditions, real_part(v)) for v in x)

    def typos(self) -> Iterator[Expr]:
        yield type(self)(self.args[0], self.symbol, "max" if self.kind == "min" else "min")
        yield Mul(Number(2), self)

    def also_true(self, misprint: Expr) -> str | None:
        if type(misprint) is type(self) and misprint.args[0] is not self.args[0]:
            return "true as well: another formula with the same extreme, or at the same place"
        return None


class Least(Argmin):
    """The least value of a scalar, or the greatest, whatever a symbol is worth."""

    def __init__(self, body: Expr, symbol: Symbol, kind: str = "min"):
        super().__init__(body, symbol, kind)
        self.shape = ()

    def tex(self) -> str:
        return rf"\{self.kind}_{{{self.symbol.tex()}}}\, {self.args[0].tex_in(PRODUCT)}"

    def compute(self, instance: Valuation) -> Value:
        x = self.best(instance)
        return self.args[0].at(instance.bind({self.symbol: x if self.symbol.shape else x[0]}))


of_a_scalar = shares("""
Parameters
----------
body : Expr of shape ()
symbol : Symbol of shape () or (p,)

Raises
------
ShapeError
    If `body` is no scalar or `symbol` no symbol.
""")


@of_a_scalar
def argmin(body: Expr, symbol: Symbol) -> Expr:
    r"""The minimizer of a scalar: ``argmin(J(w), w)``.

    Returns
    -------
    Expr of the shape of `symbol`

    Raises
    ------
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


@of_a_scalar
def argmax(body: Expr, symbol: Symbol) -> Expr:
    r"""The maximizer of a scalar.

    Returns
    -------
    Expr of the shape of `symbol`

    Raises
    ------
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


@of_a_scalar
def minimum_of(body: Expr, symbol: Symbol) -> Expr:
    r"""The least value of a scalar, whatever the symbol is worth.

    Returns
    -------
    Expr of shape ()

    Raises
    ------
    ZeroDivisionError
        When it is evaluated, if there is none, or it is found at several places.

    Examples
    --------
    >>> from derived.algebra import Instance, minimum_of, scalar
    >>> x = scalar("x")
    >>> least = minimum_of(x**2 - 6 * x, x)
    >>> least, least.at(Instance(0))
    (\min_{x}\, (x^{2} - 6 x), Fraction(-9, 1))
    """
    return Least(body, symbol)


@of_a_scalar
def maximum_of(body: Expr, symbol: Symbol) -> Expr:
    r"""The greatest value of a scalar, whatever the symbol is worth.

    Returns
    -------
    Expr of shape ()

    Raises
    ------
    ZeroDivisionError
        When it is evaluated, if there is none, or it is found at several places.

    Examples
    --------
    >>> from derived.algebra import Instance, maximum_of, scalar
    >>> x = scalar("x")
    >>> area = maximum_of(x * (10 - x), x)
    >>> area, area.at(Instance(0))
    (\max_{x}\, x (10 - x), Fraction(25, 1))
    """
    return Least(body, symbol, "max")
