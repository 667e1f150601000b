"""What is known of an elementary function: the facets of an entry in the table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any, Literal

import numpy as np

from derived.autodiff.numbers import Irrational

__all__ = ["ElementaryFunction"]

Evaluate = Callable[[str, Any], Any]
Side = Callable[[Any], int]


@dataclass(frozen=True)
class ElementaryFunction:
    r"""An elementary function: its values on each kind of number, its derivative, its print, and what is known of it.

    Attributes
    ----------
    tex : str
        Its name as LaTeX.
    number : callable
        The function of a float.
    precise : callable
        The function of a `PRECISE` number.
    symbolic : callable
        The function of a SymPy expression.
    derivative : callable
        ``derivative(x, at)`` is f'(x) for every kind of number, where ``at(name, x)`` evaluates an elementary function.
    exact : callable or None
        The function of a fraction where the answer is a fraction again.
    arrays : callable or None
        The function of an array of floats; None is `number`, entry by entry.
    domain : callable or None
        Whether a number is in its domain; None is all numbers.
    pieces : callable or None
        For a function with kinks or jumps, ``pieces(x, side, at)`` is the piece on which x lies; ``side(k)`` is -1, 0
        or 1 as x is less than, equal to or greater than k.
    borders : tuple of int or Fraction
        Where a piece or the domain ends, or where a higher derivative has a jump.
    parity : {"even", "odd", ""}
        Whether f(-x) is f(x) or -f(x).
    nonnegative : bool
        Whether no value is negative.
    notation : str
        What is printed of f(x), with braces for x, where that is not the name and brackets: ``\sqrt{{{}}}``.
    is_power : bool
        Whether it is printed as a power, so that a further exponent asks for brackets.
    exponent_at_name : bool
        Whether a whole exponent is printed beside the name, as in sin²(x).
    of_matrices : str
        What f(A) of a matrix A would be read as, where that is not entry by entry.
    confused_with : tuple of str
        The functions that a misprint puts in its place.

    Examples
    --------
    >>> from derived.autodiff import ELEMENTARY, apply
    >>> absolute = ELEMENTARY["abs"]
    >>> absolute.number(-2.0), absolute.exact(Fraction(-2, 3))
    (2.0, Fraction(2, 3))
    >>> import sympy
    >>> absolute.symbolic(sympy.Symbol("x"))
    Abs(x)

    The logarithm of a fraction is none, though its derivative is:

    >>> ELEMENTARY["log"].exact is None, ELEMENTARY["log"].derivative(Fraction(3), apply)
    (True, Fraction(1, 3))
    >>> ELEMENTARY["tanh"].derivative(sympy.Symbol("x"), apply)
    1 - tanh(x)**2
    """

    tex: str
    number: Callable[[float], float]
    precise: Callable[[Any], Any]
    symbolic: Callable[[Any], Any]
    derivative: Callable[[Any, Evaluate], Any]
    exact: Callable[[Any], Any] | None = None
    arrays: Callable[[np.ndarray], np.ndarray] | None = None
    domain: Callable[[Any], bool] | None = None
    pieces: Callable[[Any, Side, Evaluate], Any] | None = None
    borders: tuple[int | Fraction, ...] = ()
    parity: Literal["even", "odd", ""] = ""
    nonnegative: bool = False
    notation: str = ""
    is_power: bool = False
    exponent_at_name: bool = False
    of_matrices: str = ""
    confused_with: tuple[str, ...] = ()

    def on_arrays(self, x: np.ndarray) -> np.ndarray:
        """The function of an array of floats.

        Parameters
        ----------
        x : ndarray of float

        Returns
        -------
        ndarray of float, of the shape of `x`
        """
        return np.vectorize(self.number, otypes=[float])(x) if self.arrays is None else self.arrays(x)

    def line(self, place: Any, at: Evaluate) -> tuple[Any, ...] | None:
        """The constant and the slope of the piece around a place; None if that piece is no straight line.

        Parameters
        ----------
        place : number
            Where.
        at : callable
            Evaluates an elementary function.
        """
        if self.pieces is None:
            return None
        try:
            start, one, three = (Fraction(self.pieces(Fraction(k), side_of(place), at)) for k in (0, 1, 3))
        except Irrational:
            return None
        line = tuple(int(c) if c.denominator == 1 else c for c in (start, one - start))
        return line if three == start + 3 * (one - start) else None

    def has_lines(self, at: Evaluate) -> bool:
        """Whether all pieces are straight lines.

        Parameters
        ----------
        at : callable
            Evaluates an elementary function.
        """
        if self.pieces is None:
            return False
        ends = sorted(map(Fraction, self.borders))
        between = [(a + b) / 2 for a, b in pairwise(ends)]
        return all(self.line(place, at) is not None for place in (ends[0] - 1, *ends, *between, ends[-1] + 1))

    def jumps(self, at: Evaluate) -> bool:
        """Whether two pieces do not meet.

        Parameters
        ----------
        at : callable
            Evaluates an elementary function.
        """
        if self.pieces is None:
            return False
        for border in map(float, self.borders):
            below, above = (self.pieces(border, side_of(border + step), at) for step in (-1e-9, 1e-9))
            if abs(above - below) > 1e-12 * max(1, abs(border)):
                return True
        return False


def side_of(place: Any) -> Side:
    """On which side of a number a place lies: -1 below, 1 above."""
    return lambda k: int(place > k) - int(place < k)
