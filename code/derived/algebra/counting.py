r"""What counts arrangements, and interpolates the count: factorials, binomial coefficients, the gamma function."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import sympy

from derived.algebra.brackets import ATOM, POWER, parenthesized
from derived.algebra.expressions import Expr, Operand, as_expr
from derived.algebra.shapes import ShapeError, shape_text
from derived.algebra.valuation import Unsupported, Valuation
from derived.algebra.values import Scalar, Value
from derived.autodiff import PRECISE, Irrational, NoDerivative, OutOfDomain, inexact, whole


class Counting(Expr):
    """What the three share: they are of numbers."""

    def __init__(self, *args: Expr):
        super().__init__(*args)
        for part in args:
            if part.shape:
                raise ShapeError(f"{part.tex()} is a {shape_text(part.shape)}: {self.counted} of numbers")

    counted = "this is"

    def compute(self, instance: Valuation) -> Value:
        values = [part.at(instance) for part in self.args]
        if instance.kind == "rational" and not all(_is_whole(v) for v in values):
            raise Unsupported(f"{self.tex()} is no rational function")
        return self.value(*values)

    def value(self, *values: Scalar) -> Scalar:
        """What it is worth for the numbers of its parts."""
        raise NotImplementedError


def _is_whole(x: Any) -> bool:
    try:
        whole(x)
    except (IndexError, TypeError, ValueError):
        return False
    return True


def gamma_of(x: Any) -> Any:
    """The gamma function of a number of any kind.

    Raises
    ------
    Irrational
        For a fraction that is not whole.
    OutOfDomain
        For 0, −1, −2, …

    Examples
    --------
    >>> gamma_of(Fraction(5)), gamma_of(0.5) ** 2 - math.pi < 1e-14
    (Fraction(24, 1), True)
    """
    if isinstance(x, sympy.Basic):
        return sympy.gamma(x)
    if not isinstance(x, int | Fraction) and not inexact(x):
        raise NoDerivative("the derivative of the gamma function is not among the elementary functions")
    if x <= 0 and x == int(x):
        raise OutOfDomain(f"the gamma function has a pole at {int(x)}")
    if isinstance(x, float):
        return math.gamma(x)
    if inexact(x):
        return PRECISE.gamma(x)
    if x != int(x):
        raise Irrational(f"the gamma function of {x} is no fraction; evaluate it on floats")
    return Fraction(math.factorial(int(x) - 1))


class Gamma(Counting):
    """The gamma function of a number."""

    binding = ATOM
    counted = "the gamma function is"

    def tex(self) -> str:
        return r"\Gamma" + parenthesized(self.args[0].tex())

    def value(self, *values: Scalar) -> Scalar:
        return gamma_of(values[0])

    def typos(self) -> Iterator[Expr]:
        yield self.args[0]
        yield Factorial(self.args[0])


class Factorial(Counting):
    """n! of a whole number."""

    binding = POWER
    counted = "a factorial is"

    def tex(self) -> str:
        return self.args[0].tex_in(ATOM) + "!"

    def value(self, *values: Scalar) -> Scalar:
        n = whole(values[0])
        if n < 0:
            raise OutOfDomain(f"{n}! is no number")
        return values[0] * 0 + math.factorial(n)

    def typos(self) -> Iterator[Expr]:
        yield self.args[0]


class Choose(Counting):
    """The binomial coefficient of two whole numbers: how many ways there are to choose k of n."""

    counted = "a binomial coefficient is"

    def tex(self) -> str:
        n, k = self.args
        return rf"\binom{{{n.tex()}}}{{{k.tex()}}}"

    def value(self, *values: Scalar) -> Scalar:
        n, k = map(whole, values)
        if n < 0:
            raise OutOfDomain(f"of {n} none can be chosen")
        return 0 * values[0] + (math.comb(n, k) if k >= 0 else 0)

    def typos(self) -> Iterator[Expr]:
        n, k = self.args
        yield Choose(k, n)


def gamma(x: Operand) -> Expr:
    r"""The gamma function Γ of a number, which is (n − 1)! for a whole one.

    Parameters
    ----------
    x : Expr of shape () or number

    Returns
    -------
    Expr of shape ()

    Raises
    ------
    ShapeError
        If `x` is an array.
    OutOfDomain
        When it is evaluated, at 0, −1, −2, …

    Examples
    --------
    >>> from derived.algebra import PI, gamma, number, sqrt
    >>> from derived.derivation import Derivation
    >>> d = Derivation("A half", label="half").start(gamma(number(1) / 2))
    >>> print(d.equals(sqrt(PI), because="the integral over the bell").lines[0].tex)
    \Gamma\left(\frac{1}{2}\right) = \sqrt{\pi}
    """
    return Gamma(as_expr(x))


def factorial(n: Operand) -> Expr:
    r"""The factorial n!, in how many orders n things can be put.

    Parameters
    ----------
    n : Expr of shape () or number
        A whole number from 0 on.

    Returns
    -------
    Expr of shape ()

    Raises
    ------
    ShapeError
        If `n` is an array.

    Examples
    --------
    >>> from derived.algebra import Instance, factorial, scalar
    >>> k = scalar("k", "whole")
    >>> factorial(k + 1) / factorial(k), factorial(5).at(Instance(0))
    (\frac{(k + 1)!}{k!}, Fraction(120, 1))
    """
    return Factorial(as_expr(n))


def choose(n: Operand, k: Operand) -> Expr:
    r"""The binomial coefficient, in how many ways k of n things can be chosen: 0 if k is more than n.

    Parameters
    ----------
    n, k : Expr of shape () or number
        Whole numbers, n from 0 on.

    Returns
    -------
    Expr of shape ()

    Raises
    ------
    ShapeError
        If one of them is an array.

    Examples
    --------
    >>> from derived.algebra import binomial, choose, eq, probability, scalar
    >>> from derived.derivation import Derivation
    >>> n, k, p = scalar("n", "whole"), scalar("k", "whole"), scalar("p", "between 0 and 1")
    >>> K = binomial("K", trials=n, probability=p)
    >>> d = Derivation("Successes", label="successes").start(probability(eq(K, k)))
    >>> print(d.equals(choose(n, k) * p**k * (1 - p) ** (n - k), because="so many orders").lines[0].tex)
    \mathbb{P}(K = k) = \binom{n}{k}\, p^{k} (1 - p)^{n - k}
    """
    return Choose(as_expr(n), as_expr(k))
