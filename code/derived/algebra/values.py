"""What formulas are worth: numbers of many kinds, and arrays of them.

An expression never asks of which kind its numbers are; the instance decides that. These are the kinds:

=====================  ========================================================================
exact                  `fractions.Fraction`, and whole numbers
precise                mpmath's numbers of sixty digits, made by `derived.autodiff.PRECISE`
float                  Python's floats, and entries of NumPy's arrays of floats
symbolic               SymPy's expressions
rational               elements of SymPy's field of rational functions
with derivatives       `derived.autodiff.Dual`, around any of the others
complex                `derived.algebra.complex_values.Complex`, a pair of any of the others
random                 `derived.algebra.random_numbers.RandomNumber`, while chance has not decided
=====================  ========================================================================

What comes out of arithmetic is of a kind that depends on both numbers, as a fraction times an array is an array, and is
not told by the types.
"""

from __future__ import annotations

from typing import Any, Protocol, TypeAlias

import numpy as np


class Scalar(Protocol):
    """A number of any kind that the engine computes with."""

    def __add__(self, other: Any, /) -> Any: ...

    def __radd__(self, other: Any, /) -> Any: ...

    def __sub__(self, other: Any, /) -> Any: ...

    def __rsub__(self, other: Any, /) -> Any: ...

    def __mul__(self, other: Any, /) -> Any: ...

    def __rmul__(self, other: Any, /) -> Any: ...

    def __truediv__(self, other: Any, /) -> Any: ...

    def __rtruediv__(self, other: Any, /) -> Any: ...

    def __pow__(self, k: Any, /) -> Any: ...

    def __neg__(self) -> Any: ...


class Real(Scalar, Protocol):
    """A number that has a size, and is more or less than others: any but the complex and the symbolic ones."""

    def __pos__(self) -> Any: ...

    def __abs__(self) -> Any: ...

    def __lt__(self, other: Any, /) -> Any: ...

    def __le__(self, other: Any, /) -> Any: ...

    def __gt__(self, other: Any, /) -> Any: ...

    def __ge__(self, other: Any, /) -> Any: ...


# Of dtype object, with scalars as entries, which NumPy's types cannot say.
Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]
Value: TypeAlias = Scalar | Array


def entries(value: Value) -> Array:
    """The numbers that a value is made of, in a row.

    Examples
    --------
    >>> from fractions import Fraction
    >>> entries(Fraction(1, 2)).tolist(), entries(np.array([[1, 2], [3, 4]], dtype=object)).tolist()
    ([Fraction(1, 2)], [1, 2, 3, 4])
    """
    return np.asarray(value, dtype=object).ravel()
