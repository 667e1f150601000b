r"""Floor, ceiling and remainder: ⌊x⌋, ⌈x⌉ and a mod s.

They are constant between jumps: their derivative is zero there, and at a jump there is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np
import sympy
from sympy.polys.fields import FracElement

from derived.algebra import designs
from derived.algebra.arithmetic import Div
from derived.algebra.brackets import MODULO, POWER, PRODUCT
from derived.algebra.constants import Number
from derived.algebra.expressions import Expr, Operand, as_expr, walk
from derived.algebra.shapes import ShapeError, dimension, shape_text
from derived.algebra.symbols import Size
from derived.algebra.valuation import Unsupported, Valuation
from derived.algebra.values import Scalar, Value
from derived.autodiff import PRECISE, order, real_part

ROUNDED = PRECISE.mpf(10) ** -40  # what is computed to sixty digits and so near a whole number is that number


def _thresholds(node: Expr) -> Iterator[int]:
    """The numbers in what is rounded, if sizes or whole numbers are: these are tried up to one more."""
    counts = [s for s in node.depends if isinstance(s, Size) or "whole" in getattr(s, "conditions", ())]
    reach = designs.FARTHEST
    for k in (abs(part.value) for part in walk(node) if counts and isinstance(part, Number)):
        if k > reach:
            raise ValueError(f"{node.tex()}: sizes and whole numbers are tried up to {reach}, and {k} is beyond that")
        yield int(k)


class Floor(Expr):
    """The largest whole number that is not above a number, entry by entry on arrays."""

    branches = True
    brackets = r"\lfloor", r"\rfloor"

    def __init__(self, part: Expr):
        super().__init__(part)
        self.shape = part.shape

    def tex(self) -> str:
        inside, (opening, closing) = self.args[0].tex(), self.brackets
        if r"\frac" in inside or r"\sum" in inside:
            return rf"\left{opening} {inside} \right{closing}"
        return rf"{opening} {inside} {closing}"

    def as_size(self) -> sympy.Expr:
        """As an entry of a shape, made of sizes."""
        part = self.args[0]
        inside = dimension(part.args[0]) / dimension(part.args[1]) if isinstance(part, Div) else dimension(part)
        return self.of_sizes(inside)

    @staticmethod
    def of_sizes(x: sympy.Expr) -> sympy.Expr:
        """Of an expression of SymPy."""
        return sympy.floor(x)

    def compute(self, instance: Valuation) -> Value:
        value = self.args[0].at(instance)
        if isinstance(value, np.ndarray):
            return np.array([self._rounded_value(v, instance) for v in value.flat], dtype=object).reshape(value.shape)
        return self._rounded_value(value, instance)

    def _rounded_value(self, x: Scalar, instance: Valuation) -> Scalar:
        number = real_part(x)
        if isinstance(number, FracElement) and number.numer.is_ground and number.denom.is_ground:
            number = Fraction(int(number.numer.LC), int(number.denom.LC))
        if isinstance(number, sympy.Basic | FracElement) and not getattr(number, "is_number", False):
            raise Unsupported(f"{self.tex()} depends on the numbers")
        below = _below(number)
        side = order(x, below) if below == number else 1  # at a jump, a number that varies may be on either side
        return instance.number(Fraction(self.whole(below, side)))

    @staticmethod
    def whole(below: int, side: int) -> int:
        """The value, from the whole number below and on which side of that the number is."""
        return below + min(side, 0)

    def thresholds(self) -> Iterator[int]:
        return _thresholds(self)

    def typos(self) -> Iterator[Expr]:
        yield self.args[0]
        yield (Ceiling if type(self) is Floor else Floor)(self.args[0])


class Ceiling(Floor):
    """The smallest whole number that is not below a number, entry by entry on arrays."""

    brackets = r"\lceil", r"\rceil"

    @staticmethod
    def of_sizes(x: sympy.Expr) -> sympy.Expr:
        return sympy.ceiling(x)

    @staticmethod
    def whole(below: int, side: int) -> int:
        return below + max(side, 0)


def _below(x: Any) -> int:
    """The whole number at or below; of a number with rounding errors, the one that it is meant to be."""
    if isinstance(x, int | Fraction):
        return x // 1
    if isinstance(x, sympy.Basic):
        return int(sympy.floor(x))
    if not abs(x) < 10**30:
        raise ArithmeticError(f"{x} is too large to be rounded")
    nearest = int(x + (0.5 if x >= 0 else -0.5))
    if not isinstance(x, float) and abs(x - nearest) <= ROUNDED:
        return nearest
    return nearest if nearest <= x else nearest - 1


def floor(x: Operand) -> Expr:
    r"""The largest whole number that is not above x; of sizes, a size.

    Parameters
    ----------
    x : Expr or number

    Returns
    -------
    Expr of the shape of `x`

    Raises
    ------
    NoDerivative
        When its derivative is evaluated at a jump.

    Examples
    --------
    >>> from derived.algebra import Instance, ceiling, floor, number, sizes, vector
    >>> n, k, s = sizes("n k s")
    >>> floor(number(-7) / 2).at(Instance(0)), ceiling(number(-7) / 2).at(Instance(0))
    (Fraction(-4, 1), Fraction(-3, 1))
    >>> windows = floor((n - k) / s) + 1
    >>> windows, vector("o", windows).shape
    (\left\lfloor \frac{n - k}{s} \right\rfloor + 1, (floor((-k + n)/s) + 1,))
    """
    return Floor(as_expr(x))


def ceiling(x: Operand) -> Expr:
    r"""The smallest whole number that is not below x; of sizes, a size.

    Parameters
    ----------
    x : Expr or number

    Returns
    -------
    Expr of the shape of `x`

    Raises
    ------
    NoDerivative
        When its derivative is evaluated at a jump.

    Examples
    --------
    >>> from derived.algebra import ceiling, floor, scalar
    >>> from derived.derivation import Derivation
    >>> x, d = scalar("x"), Derivation("Mirrored", label="mirrored")
    >>> print(d.start(ceiling(x)).equals(-floor(-x), because="up is down in the mirror").lines[0].tex)
    \lceil x \rceil = -\lfloor -x \rfloor
    """
    return Ceiling(as_expr(x))


class Remainder(Expr):
    """What is left of a number after a positive one is taken from it as often as possible."""

    binding = MODULO
    branches = True

    def __init__(self, number: Expr, divisor: Expr):
        super().__init__(number, divisor)
        for part in self.args:
            if part.shape:
                raise ShapeError(f"{part.tex()} is a {shape_text(part.shape)}: a remainder is of scalars")

    def tex(self) -> str:
        number, divisor = self.args
        return rf"{number.tex_before(PRODUCT)} \;\mathrm{{mod}}\; {divisor.tex_in(POWER - 2)}"

    def compute(self, instance: Valuation) -> Value:
        number, divisor = self.args
        a, s = number.at(instance), divisor.at(instance)
        if not instance.has_symbols and not real_part(s) > 0:
            raise ArithmeticError(f"{self.tex()} is for a positive {divisor.tex()}, and here it is {real_part(s)}")
        return a - s * Floor(number / divisor).at(instance)

    def thresholds(self) -> Iterator[int]:
        return _thresholds(self)

    def typos(self) -> Iterator[Expr]:
        number, divisor = self.args
        yield Remainder(divisor, number)
        yield number
        yield Floor(number / divisor)


def remainder(number: Operand, divisor: Operand) -> Expr:
    r"""The remainder of a division: a mod s = a − s ⌊a / s⌋, between 0 and s.

    Parameters
    ----------
    number : Expr of shape (), or number
    divisor : Expr of shape (), or number
        Positive.

    Returns
    -------
    Expr of shape ()

    Raises
    ------
    ShapeError
        If one of them is no scalar.
    ArithmeticError
        When it is evaluated, if the divisor is not positive; when its derivative is, if it jumps there.

    Examples
    --------
    >>> from derived.algebra import Instance, remainder, sizes
    >>> n, k, s = sizes("n k s")
    >>> remainder(n - k, s), remainder(n - k, s) + 1
    ((n - k) \;\mathrm{mod}\; s, ((n - k) \;\mathrm{mod}\; s) + 1)
    >>> remainder(-7, 3).at(Instance(0))
    Fraction(2, 1)
    """
    return Remainder(as_expr(number), as_expr(divisor))
