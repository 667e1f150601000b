"""Letters whose square is zero: a dual number a + bε is computed with a small real ε.

Two of them are equal if they differ by O(ε²), which is seen on ε of 10⁻¹⁰, 10⁻²⁰ and 10⁻⁴⁰ of both signs.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
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


def equal_as_duals(left: Expr, right: Expr, unit: DualUnit, instance: Valuation) -> bool:
    """Whether two sides are equal without ε, and differ by O(ε²), for ε of either sign.

    Examples
    --------
    >>> from derived.algebra import Instance
    >>> eps, here = dual_unit("varepsilon"), Instance(0)
    >>> equal_as_duals((1 + eps) ** 2, 1 + 2 * eps, eps, here), equal_as_duals((1 + eps) ** 2, 1 + eps, eps, here)
    (True, False)
    """

    def gap(h: Fraction) -> Any:
        here = instance.bind({unit: instance.number(h)})
        return largest_size(left.at(here) - right.at(here))

    at_zero = gap(Fraction(0))
    if at_zero > (PRECISE.mpf(10) ** -50 if inexact(at_zero) else 0):
        return False
    for sign in (1, -1):
        steps = [Fraction(sign * 37, 10 * 10**scale) for scale in SCALES]
        first, second, last = (gap(h) / instance.number(h * h) for h in steps)
        if last > 2 * first + 1 or last > 2 * second + 1:
            return False
    return True


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
    r"""The letter ε of dual numbers: not zero, with ε² = 0.

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
