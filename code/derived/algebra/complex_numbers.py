r"""Complex numbers: the unit i, real and imaginary part, conjugate and modulus.

Their values are those of `complex_values`.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from derived.algebra.arithmetic import Neg
from derived.algebra.brackets import POWER, parenthesized
from derived.algebra.complex_values import Complex, as_complex
from derived.algebra.expressions import Expr, Operand, as_expr
from derived.algebra.letters import superscripted
from derived.algebra.symbols import Symbol
from derived.algebra.valuation import Valuation
from derived.algebra.values import Scalar, Value
from derived.autodiff import power, real_part


class ImaginaryUnit(Expr):
    """The number i, whose square is −1."""

    def rebuild(self, args: tuple[Expr, ...]) -> Expr:
        return self

    def tex(self) -> str:
        return r"\mathrm{i}"

    def compute(self, instance: Valuation) -> Value:
        return Complex(instance.number(Fraction(0)), instance.number(Fraction(1)))

    def typos(self) -> Iterator[Expr]:
        yield Neg(self)


IMAGINARY_UNIT = ImaginaryUnit()


class ComplexLetter(Symbol):
    """A letter for a complex number, each part of which is any number."""

    def compute(self, instance: Valuation) -> Value:
        if self in instance.bound:
            return instance.bound[self]
        return Complex(*(instance[Symbol(f"{part} part of {self.name}")] for part in ("real", "imaginary")))

    @property
    def condition_tex(self) -> str:
        r"""What is known of it, as it is printed beside a line."""
        return rf"{self.tex()} \in \mathbb{{C}}"


class OfComplex(Expr):
    """What is made of a complex number, entry by entry on arrays."""

    def __init__(self, part: Expr):
        super().__init__(part)
        self.shape = part.shape

    def compute(self, instance: Valuation) -> Value:
        value = self.args[0].at(instance)
        if isinstance(value, np.ndarray):
            return np.array([self.of(as_complex(v)) for v in value.flat], dtype=object).reshape(value.shape)
        return self.of(as_complex(value))

    @staticmethod
    def of(z: Complex) -> Scalar:
        """The value for one number."""
        raise NotImplementedError


class Modulus(OfComplex):
    """The length of a complex number in the plane."""

    def tex(self) -> str:
        return rf"\left\lvert {self.args[0].tex()} \right\rvert"

    @staticmethod
    def of(z: Complex) -> Scalar:
        return abs(z)

    def to_power(self, exponent: Value, instance: Valuation) -> Value:
        """The value of a power; the square is rational where the modulus is not."""
        if real_part(exponent) == 2:
            return as_complex(self.args[0].at(instance)).squared_modulus()
        return power(self.at(instance), exponent)

    def typos(self) -> Iterator[Expr]:
        yield self.args[0]
        yield RealPart(self.args[0])


class RealPart(OfComplex):
    """The real part."""

    def tex(self) -> str:
        return r"\operatorname{Re}" + parenthesized(self.args[0].tex())

    @staticmethod
    def of(z: Complex) -> Scalar:
        return z.real

    def typos(self) -> Iterator[Expr]:
        yield self.args[0]
        yield ImaginaryPart(self.args[0])


class ImaginaryPart(OfComplex):
    """The imaginary part, a real number."""

    def tex(self) -> str:
        return r"\operatorname{Im}" + parenthesized(self.args[0].tex())

    @staticmethod
    def of(z: Complex) -> Scalar:
        return z.imaginary

    def typos(self) -> Iterator[Expr]:
        yield self.args[0]
        yield RealPart(self.args[0])


class Conjugate(OfComplex):
    """The mirror image on the real axis."""

    def __init__(self, part: Expr):
        super().__init__(part)
        self.binding = POWER if superscripted(self.tex()) else POWER + 1

    def tex(self) -> str:
        return rf"\overline{{{self.args[0].tex()}}}"

    @staticmethod
    def of(z: Complex) -> Scalar:
        return z.conjugate()

    def typos(self) -> Iterator[Expr]:
        yield self.args[0]


def complex_scalar(name: str, tex: str | None = None) -> Symbol:
    r"""A letter for any complex number.

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
    >>> from derived.algebra import complex_scalar, conjugate, modulus
    >>> from derived.derivation import Derivation
    >>> z, d = complex_scalar("z"), Derivation("A length", label="length")
    >>> print(d.start(z * conjugate(z)).equals(modulus(z) ** 2, because="multiply out").lines[0].tex)
    z\, \overline{z} = \left\lvert z \right\rvert^{2}
    """
    return ComplexLetter(name, (), tex=tex)


def modulus(z: Operand) -> Expr:
    r"""The modulus of a complex number, √(Re² + Im²), entry by entry on arrays.

    Parameters
    ----------
    z : Expr or number

    Returns
    -------
    Expr of the shape of `z`

    Examples
    --------
    >>> from derived.algebra import IMAGINARY_UNIT, Instance, modulus
    >>> (modulus(3 + 4 * IMAGINARY_UNIT) ** 2).at(Instance(0))
    Fraction(25, 1)
    """
    return Modulus(as_expr(z))


def real(z: Operand) -> Expr:
    r"""The real part of a complex number, entry by entry on arrays.

    Parameters
    ----------
    z : Expr or number

    Returns
    -------
    Expr of the shape of `z`

    Examples
    --------
    >>> from derived.algebra import IMAGINARY_UNIT, Instance, real
    >>> i = IMAGINARY_UNIT
    >>> real((1 + 2 * i) * i), real((1 + 2 * i) * i).at(Instance(0))
    (\operatorname{Re}((1 + 2 \mathrm{i})\, \mathrm{i}), Fraction(-2, 1))
    """
    return RealPart(as_expr(z))


def imaginary(z: Operand) -> Expr:
    r"""The imaginary part of a complex number, a real number, entry by entry on arrays.

    Parameters
    ----------
    z : Expr or number

    Returns
    -------
    Expr of the shape of `z`

    Examples
    --------
    >>> from derived.algebra import IMAGINARY_UNIT, Instance, imaginary
    >>> imaginary((1 + 2 * IMAGINARY_UNIT) ** 2).at(Instance(0))
    Fraction(4, 1)
    """
    return ImaginaryPart(as_expr(z))


def conjugate(z: Operand) -> Expr:
    r"""The conjugate of a complex number, entry by entry on arrays.

    Parameters
    ----------
    z : Expr or number

    Returns
    -------
    Expr of the shape of `z`

    Examples
    --------
    >>> from derived.algebra import complex_scalar, conjugate, real
    >>> from derived.derivation import Derivation
    >>> z, d = complex_scalar("z"), Derivation("Twice the real part", label="twice")
    >>> d.start(z + conjugate(z)).equals(2 * real(z), because="the imaginary parts cancel").lines[0].evidence.kind
    'proved'
    """
    return Conjugate(as_expr(z))
