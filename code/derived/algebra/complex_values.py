"""Complex numbers over any kind of number: a pair, so that complex fractions are exact."""

from __future__ import annotations

from typing import Any

import numpy as np

from derived.algebra.values import Scalar, Value
from derived.autodiff import apply, real_part


class Complex:
    """A complex number.

    Parameters
    ----------
    real, imaginary : number
        Of one kind: Fraction, float, a number of more digits, SymPy or Dual.

    Examples
    --------
    >>> from fractions import Fraction
    >>> z = Complex(Fraction(1), Fraction(2))
    >>> z * z, 1 / z, z**-2 * z * z
    (-3 + 4i, 1/5 + -2/5i, 1 + 0i)
    """

    __slots__ = ("imaginary", "real")

    def __init__(self, real: Scalar, imaginary: Scalar):
        self.real, self.imaginary = real, imaginary

    def __add__(self, other: Value) -> Any:
        if isinstance(other, np.ndarray):
            return NotImplemented
        other = as_complex(other)
        return Complex(self.real + other.real, self.imaginary + other.imaginary)

    def __mul__(self, other: Value) -> Any:
        if isinstance(other, np.ndarray):
            return NotImplemented
        other = as_complex(other)
        return Complex(
            self.real * other.real - self.imaginary * other.imaginary,
            self.real * other.imaginary + self.imaginary * other.real,
        )

    def __truediv__(self, other: Value) -> Any:
        if isinstance(other, np.ndarray):
            return NotImplemented
        other = as_complex(other)
        square = other.squared_modulus()
        top = self * other.conjugate()
        return Complex(top.real / square, top.imaginary / square)

    def __sub__(self, other: Value) -> Any:
        return NotImplemented if isinstance(other, np.ndarray) else self + -as_complex(other)

    def __rsub__(self, other: Value) -> Any:
        return as_complex(other) - self

    def __rtruediv__(self, other: Value) -> Any:
        return as_complex(other) / self

    __radd__ = __add__
    __rmul__ = __mul__

    def __neg__(self) -> Complex:
        return Complex(-self.real, -self.imaginary)

    def __pow__(self, k: int) -> Any:
        if not isinstance(k, int):
            raise ArithmeticError("a complex number is raised to whole powers only: others have several values")
        base = 1 / self if k < 0 else self
        value = Complex(0 * self.real + 1, 0 * self.real)
        for _ in range(abs(k)):
            value = value * base
        return value

    def __eq__(self, other: object) -> bool:
        other = as_complex(other)
        return bool(self.real == other.real and self.imaginary == other.imaginary)

    def __hash__(self) -> int:
        return hash((self.real, self.imaginary))

    def __lt__(self, other: Value) -> bool:
        raise ArithmeticError(f"{self} is a complex number, and these have no order: compare moduli")

    __le__ = __gt__ = __ge__ = __lt__

    def __abs__(self) -> Any:
        return apply("sqrt", self.squared_modulus())

    def __repr__(self) -> str:
        return f"{real_part(self.real)} + {real_part(self.imaginary)}i"

    def squared_modulus(self) -> Scalar:
        """|z|², which is rational where the modulus is not."""
        return self.real * self.real + self.imaginary * self.imaginary

    def conjugate(self) -> Complex:
        """The mirror image on the real axis."""
        return Complex(self.real, -self.imaginary)


def as_complex(x: Any) -> Complex:
    """A number as a complex one.

    Examples
    --------
    >>> from fractions import Fraction
    >>> as_complex(Fraction(1, 2))
    1/2 + 0i
    """
    return x if isinstance(x, Complex) else Complex(x, 0 * x)


def as_pairs(*values: Value) -> tuple[np.ndarray, ...]:
    """Arrays, with each number as its real and imaginary part if one of them is complex.

    Examples
    --------
    >>> [a.tolist() for a in as_pairs(Complex(1, 2), 3)], [a.tolist() for a in as_pairs(1, 2)]
    ([[[1, 2]], [[3, 0]]], [[1], [2]])
    """
    arrays = [np.atleast_1d(np.asarray(value, dtype=object)) for value in values]
    if not any(isinstance(v, Complex) for a in arrays for v in a.flat):
        return tuple(arrays)
    return tuple(
        np.array([[z.real, z.imaginary] for z in map(as_complex, a.flat)], dtype=object).reshape(*a.shape, 2)
        for a in arrays
    )
