r"""A free index: "for every j" from 1 to n, its ends included.

A bound index is given its values by the sum or product that it runs in. A free one stands in a line that holds for each
of its values: every instance draws one of them, the first and the last more often than any other, since it is at the
borders that formulas with neighbors go wrong.
"""

from __future__ import annotations

from collections.abc import Hashable
from fractions import Fraction
from functools import cached_property

from derived.algebra.expressions import Expr, Operand, as_expr
from derived.algebra.symbols import Index
from derived.algebra.valuation import Valuation
from derived.algebra.values import Value
from derived.autodiff import whole


class FreeIndex(Index):
    r"""An index that stands for each whole number from one to another.

    Parameters
    ----------
    name : str
        As for `Symbol`.
    low, high : Expr
        The first and the last.
    tex : str, optional
        How it is set.

    Examples
    --------
    >>> from derived.algebra import Instance, sizes
    >>> from derived.algebra.expressions import as_expr
    >>> (n,) = sizes("n")
    >>> j = FreeIndex("j", as_expr(1), n)
    >>> j.condition_tex
    'j = 1, \\dots, n'
    >>> here = Instance(0)
    >>> bool(1 <= j.at(here) <= n.at(here))
    True
    """

    def __init__(self, name: str, low: Expr, high: Expr, tex: str | None = None):
        super().__init__(name, tex=tex)
        self.bounds = low, high

    @property
    def running(self) -> Index:
        return Index(self.name, tex=self.tex())

    @cached_property
    def depends(self) -> frozenset[Hashable]:
        return super().depends | {self.running}

    @property
    def hidden(self) -> tuple[Expr, ...]:
        """Its first and last value."""
        return self.bounds

    @cached_property
    def condition_tex(self) -> str:
        r"""What it stands for, as it is printed beside a line."""
        low, high = self.bounds
        return rf"{self.tex()} = {low.tex()}, \dots, {high.tex()}"

    def compute(self, instance: Valuation) -> Value:
        for letter in (self.running, self):
            if letter in instance.bound:
                return instance.bound[letter]
        low, high = (whole(bound.at(instance)) for bound in self.bounds)
        if low > high:
            raise IndexError(
                f"{self.tex()} runs from {self.bounds[0].tex()} to {self.bounds[1].tex()}, and here from {low} to "
                f"{high}: declare the sizes such that there is always one"
            )
        rng = instance.rng(f"index {self.name}{' in the wild' * instance.wild}")
        place = rng.choice([low, high, min(low + 1, high), rng.randint(low, high)])
        if instance.has_symbols:
            place = (low + high) // 2
        return instance.number(Fraction(place))


def index(name: str, *bounds: Operand, tex: str | None = None) -> Index:
    r"""An index: of sums and products, or, with its bounds, one that stands free in a line that holds for each value.

    Parameters
    ----------
    name : str
        As in the code.
    *bounds : Expr or int
        For a free index: its last value, or its first and its last; the first is 1 if not given.
    tex : str, optional
        How it is set, where that does not follow from the name.

    Returns
    -------
    Index

    Raises
    ------
    TypeError
        If there are more than two bounds.

    Examples
    --------
    >>> from derived.algebra import index, matrix, partial, sizes, summation, vector
    >>> from derived.derivation import Derivation
    >>> n, p = sizes("n p")
    >>> i, j, X, w = index("i"), index("j"), matrix("X", n, p), vector("w", p)
    >>> X[i, j], X[i], summation(j, p, X[i, j] * w[j])  # an entry, a row as a column vector, entry i of X w
    (x_{ij}, \mathbf{x}_{i}, \sum_{j=1}^{p} x_{ij}\, w_{j})
    >>> k = index("k", p)  # for every k = 1, ..., p
    >>> d = Derivation("One entry", label="entry").start(partial(summation(j, p, w[j] ** 2), w[k]))
    >>> print(d.equals(2 * w[k], because="the other terms do not change").lines[0].tex)
    \frac{\partial}{\partial w_{k}} \left(\sum_{j=1}^{p} w_{j}^{2}\right) = 2 w_{k}
    """
    if not bounds:
        return Index(name, tex=tex)
    if len(bounds) > 2:
        raise TypeError(f"index({name!r}, ...) takes a first and a last value, not {len(bounds)}")
    low, high = (1, *bounds)[-2:]
    return FreeIndex(name, as_expr(low), as_expr(high), tex)
