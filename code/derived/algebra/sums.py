"""Sums and products over a running index: Σᵢ, Πᵢ."""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Iterator
from fractions import Fraction
from functools import cached_property

import numpy as np

from derived.algebra.arithmetic import Mul
from derived.algebra.brackets import BIG
from derived.algebra.constants import Number
from derived.algebra.expressions import Expr, Operand, as_expr
from derived.algebra.infinity import Endless, Infinity, as_bound
from derived.algebra.series import series
from derived.algebra.shapes import ShapeError, shape_text
from derived.algebra.symbols import Index, Symbol
from derived.algebra.valuation import Valuation
from derived.algebra.values import Value
from derived.autodiff import whole

LONGEST = 1000  # terms of a sum; more come only from a bound that is not meant


class Big(Expr):
    """What the indexed sum, product and maximum share: an index that runs, and a body."""

    binding = binding_as_factor = BIG
    open_ended = True
    sign = ""

    def __init__(self, index: Symbol, low: Expr, high: Expr, body: Expr):
        super().__init__(low, high, body)
        self.index, self.shape = index.running, body.shape

    @cached_property
    def depends(self) -> frozenset[Hashable]:
        low, high, body = self.args
        return low.depends | high.depends | (body.depends - {self.index})

    def rebuild(self, args: tuple[Expr, ...]) -> Expr:
        return type(self)(self.index, *args)

    def tex(self) -> str:
        low, high, body = self.args
        return rf"{self.sign}_{{{self.index.tex()}={low.tex()}}}^{{{high.tex()}}} {body.tex_in(BIG)}"

    def terms(self, instance: Valuation) -> list[Value]:
        """The values of the body, the index running from low to high."""
        low, high, body = self.args
        if isinstance(low, Endless) or isinstance(high, Endless):
            raise OverflowError(f"{self.tex()} is none of its kind that has a value without an end")
        steps = range(whole(low.at(instance)), whole(high.at(instance)) + 1)
        if len(steps) > LONGEST:
            raise IndexError(f"{self.tex()} would have {len(steps)} terms: its bounds are no sizes")
        key = ("terms", id(self))
        instance.drawn[key] = max(len(steps), instance.drawn.get(key, 0))
        return [body.at(instance.bind({self.index: instance.number(Fraction(i))})) for i in steps]

    def is_label(self, k: int) -> bool:
        return k < 2

    def typos(self) -> Iterator[Expr]:
        other = Prod if isinstance(self, Sum) else Sum
        yield self.revised(sign=other.sign, fits=False) if self.shape else other(self.index, *self.args)
        yield Mul(Number(2), self)
        yield self.args[-1]


class Sum(Big):
    """An indexed sum."""

    sign = r"\sum"

    def compute(self, instance: Valuation) -> Value:
        empty = instance.number(Fraction(0))
        if self.shape:
            empty = np.full(instance.dims(tuple(d for d in self.shape if d != "row")), empty, dtype=object)
        if isinstance(self.args[1], Endless) and not self.shape:
            return series(self._endless_terms(instance), empty)
        return sum(self.terms(instance), start=empty)

    def _endless_terms(self, instance: Valuation) -> Iterator[Value]:
        low, high, body = self.args
        if isinstance(low, Endless) or not isinstance(high, Endless) or high.sign < 0:
            raise OverflowError(f"{self.tex()} begins or ends nowhere")
        for i in itertools.count(whole(low.at(instance))):
            yield body.at(instance.bind({self.index: instance.number(Fraction(i))}))


class Prod(Big):
    """An indexed product of scalars."""

    sign = r"\prod"

    def __init__(self, index: Symbol, low: Expr, high: Expr, body: Expr):
        super().__init__(index, low, high, body)
        if body.shape:
            raise ShapeError(f"{body.tex()} is a {shape_text(body.shape)}: an indexed product is of scalars")

    def compute(self, instance: Valuation) -> Value:
        product = instance.number(Fraction(1))
        for term in self.terms(instance):
            product = product * term
        return product


def bounds_of(bounds: Operand | Infinity | tuple[Operand, Operand | Infinity]) -> tuple[Expr, Expr]:
    """Where an index begins, at 1 if that is not given, and where it ends."""
    low, high = bounds if isinstance(bounds, tuple) else (1, bounds)
    return as_bound(low), as_bound(high)


def summation(index: Index, bounds: Operand | Infinity | tuple[Operand, Operand | Infinity], body: Operand) -> Expr:
    r"""An indexed sum: ``summation(i, n, x[i])``, or ``summation(i, (2, n), ...)`` from 2, or to ``INFINITY``.

    A series is summed until its terms, which have to fall off as a geometric series does, count no more.

    Parameters
    ----------
    index : Index
        What runs.
    bounds : Expr, int or pair of them
        Where it ends, both ends included; or where it begins, 1 if not given, and where it ends.
    body : Expr of any shape, or number
        The term.

    Returns
    -------
    Expr of the shape of `body`

    Raises
    ------
    IndexError
        When it is evaluated, if its bounds are no whole numbers or it has more than a thousand terms.

    Examples
    --------
    >>> from derived.algebra import index, sizes, summation
    >>> from derived.derivation import Derivation
    >>> (n,), i = sizes("n"), index("i")
    >>> d = Derivation("The sum of the first numbers", label="sum").start(summation(i, n, i))
    >>> print(d.equals(n * (n + 1) / 2, because="pair the first with the last").lines[0].tex)
    \sum_{i=1}^{n} i = \frac{n (n + 1)}{2}
    """
    return Sum(index, *bounds_of(bounds), as_expr(body))


def product(index: Index, bounds: Operand | tuple[Operand, Operand], body: Operand) -> Expr:
    r"""An indexed product of scalars, with bounds as in `summation`.

    Parameters
    ----------
    index : Index
        What runs.
    bounds : Expr, int or pair of them
        Where it ends, both ends included; or where it begins, 1 if not given, and where it ends.
    body : Expr of shape (), or number
        The factor.

    Returns
    -------
    Expr of shape ()

    Raises
    ------
    ShapeError
        If `body` is no scalar.
    IndexError
        When it is evaluated, as for `summation`.

    Examples
    --------
    >>> from derived.algebra import Instance, index, product
    >>> i = index("i")
    >>> product(i, 5, i), product(i, (2, 4), i**2)
    (\prod_{i=1}^{5} i, \prod_{i=2}^{4} i^{2})
    >>> product(i, 5, i).at(Instance(0)), product(i, 0, i).at(Instance(0))  # an empty product is 1
    (Fraction(120, 1), Fraction(1, 1))
    """
    return Prod(index, *bounds_of(bounds), as_expr(body))
