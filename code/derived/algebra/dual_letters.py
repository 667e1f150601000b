"""Letters whose square is zero: a dual number a + bε is computed with a small real ε.

Two of them are equal if they differ by O(ε²), which is seen on ε of 10⁻¹⁰, 10⁻²⁰ and 10⁻⁴⁰ of both signs. Of several
letters each has the square zero, and their products are not zero: these are nested dual numbers. What stands before a
product is found by adding up differences D over the signs of its letters, (D(ε₁, ε₂) − D(−ε₁, ε₂) − D(ε₁, −ε₂) +
D(−ε₁, −ε₂)) / 4ε₁ε₂, in which all squares cancel; it has to be O(ε²), too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, product
from math import prod
from typing import Any

from derived.algebra.expressions import Expr
from derived.algebra.symbols import Symbol
from derived.algebra.valuation import Valuation
from derived.algebra.values import Value, entries
from derived.autodiff import PRECISE, inexact, real_part

SCALES = (10, 20, 40)


class DualUnit(Symbol):
    """A letter ε, not zero, with ε² = 0."""

    def compute(self, instance: Valuation) -> Value:
        if self not in instance.bound:
            raise ArithmeticError(f"{self.tex()} is no real number: it stands in an equation only")
        return instance.bound[self]

    def typos(self) -> Iterator[Expr]:
        return iter(())


class Conjugate(Expr):
    """A dual number with −ε in place of ε."""

    def __init__(self, part: Expr):
        super().__init__(part)
        self.shape = part.shape

    def tex(self) -> str:
        return rf"\overline{{{self.args[0].tex()}}}"

    def compute(self, instance: Valuation) -> Value:
        return self.args[0].at(instance.bind({unit: -unit.at(instance) for unit in dual_units(self)}))


def dual_units(*formulas: Expr) -> list[DualUnit]:
    r"""The letters ε in some formulas, each once.

    Examples
    --------
    >>> eps = dual_unit("varepsilon")
    >>> dual_units(1 + eps, eps**2)
    [\varepsilon]
    """
    return list(dict.fromkeys(n for e in formulas for n in e.nodes if isinstance(n, DualUnit)))


def digits_for(units: Sequence[DualUnit]) -> int:
    """How many digits tell whether O(ε²) is left before the product of all these letters, for the smallest ε.

    Examples
    --------
    >>> digits_for([dual_unit("varepsilon")]), digits_for([dual_unit("varepsilon"), dual_unit("eta")])
    (160, 200)
    """
    return SCALES[-1] * (len(units) + 3)


def equal_as_duals(left: Expr, right: Expr, units: Sequence[DualUnit], instance: Valuation) -> bool:
    """Whether two sides are equal without ε, and differ by O(ε²), for ε of either sign; of several, for each of them.

    Examples
    --------
    >>> from derived.algebra import Instance
    >>> eps, eta, here = dual_unit("varepsilon"), dual_unit("eta"), Instance(0)
    >>> equal_as_duals((1 + eps) ** 2, 1 + 2 * eps, [eps], here), equal_as_duals((1 + eps) ** 2, 1 + eps, [eps], here)
    (True, False)
    >>> [equal_as_duals((eps + eta) ** 2, k * eps * eta, [eps, eta], here) for k in (0, 1, 2)]
    [False, False, True]
    """

    def gap(steps: dict[DualUnit, Fraction]) -> Value:
        here = instance.bind({unit: instance.number(steps.get(unit, Fraction(0))) for unit in units})
        return left.at(here) - right.at(here)

    def slope_left(some: Sequence[DualUnit], h: Fraction) -> Any:
        """What is left before the product of some of the letters, times that product."""
        signs = product((1, -1), repeat=len(some))
        terms = [prod(way) * gap(dict(zip(some, (s * h for s in way), strict=True))) for way in signs]
        return largest_size(sum(terms))

    at_zero = largest_size(gap({}))
    if at_zero > (PRECISE.mpf(10) ** -50 if inexact(at_zero) else 0):
        return False
    steps = [Fraction(37, 10 * 10**scale) for scale in SCALES]
    for unit, sign in product(units, (1, -1)):
        if not _is_bounded([largest_size(gap({unit: sign * h})) / instance.number(h**2) for h in steps]):
            return False
    several = (some for many in range(2, len(units) + 1) for some in combinations(units, many))
    return all(
        _is_bounded([slope_left(some, h) / instance.number(h ** (len(some) + 2)) for h in steps]) for some in several
    )


def _is_bounded(ratios: list[Any]) -> bool:
    """Whether three ratios do not grow."""
    first, second, last = ratios
    return bool(last <= 2 * first + 1 and last <= 2 * second + 1)


def largest_size(difference: Value) -> Any:
    """The largest absolute value of the entries of a number or an array.

    Examples
    --------
    >>> import numpy as np
    >>> largest_size(-2), largest_size(np.array([1, -3, 2], dtype=object))
    (2, 3)
    """
    return max(abs(real_part(v)) for v in entries(difference))


def dual_unit(name: str, tex: str | None = None) -> DualUnit:
    r"""The letter ε of dual numbers: not zero, with ε² = 0; the product of two such letters is not zero.

    Parameters
    ----------
    name : str
        As for `Symbol`.
    tex : str, optional
        How it is set.

    Returns
    -------
    Symbol of shape ()

    Examples
    --------
    >>> from derived.algebra import dual_unit, scalar
    >>> from derived.derivation import Derivation
    >>> eps, (a, b, c, k) = dual_unit("varepsilon"), map(scalar, "abck")
    >>> d = Derivation("A product of dual numbers", label="duals").start((a + b * eps) * (c + k * eps))
    >>> print(d.equals(a * c + (a * k + b * c) * eps, because="ε² = 0").lines[0].tex)
    (a + b\, \varepsilon) (c + k\, \varepsilon) = a\, c + (a\, k + b\, c)\, \varepsilon
    """
    return DualUnit(name, tex=tex)


def dual_conjugate(dual: Expr) -> Expr:
    r"""The conjugate a − bε of a dual number a + bε.

    Parameters
    ----------
    dual : Expr of any shape

    Returns
    -------
    Expr of the shape of `dual`

    Examples
    --------
    >>> from derived.algebra import dual_conjugate, dual_unit, scalar
    >>> from derived.derivation import Derivation
    >>> eps, a, b = dual_unit("varepsilon"), scalar("a"), scalar("b")
    >>> d = Derivation("A modulus", label="modulus").start((a + b * eps) * dual_conjugate(a + b * eps))
    >>> print(d.equals(a**2, because="the infinitesimal parts cancel").lines[0].tex)
    (a + b\, \varepsilon)\, \overline{a + b\, \varepsilon} = a^{2}
    """
    return Conjugate(dual)
