"""Laws: of a source of chance, its moments, its outcomes with their probabilities, or its density."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from derived.algebra.values import Real, Scalar, Value
from derived.autodiff import PRECISE, Irrational, apply, inexact, real_part


class Finite:
    """Finitely many outcomes, numbered from 0, with a probability for each.

    Parameters
    ----------
    weights : sequence of numbers

    Examples
    --------
    >>> coin = Finite([Fraction(1, 3), Fraction(2, 3)])
    >>> sum(p for p, _ in coin.outcomes())
    Fraction(1, 1)
    """

    continuous = False

    def __init__(self, weights: Sequence[Scalar]):
        self.weights = weights

    def outcomes(self) -> list[tuple[Scalar, int]]:
        """Each outcome, with its probability before it."""
        return [(p, k) for k, p in enumerate(self.weights)]


class Continuous:
    """A law with a density on an interval, for numbers of the kind that `number` makes of fractions.

    Where they are `wild`, very large and very small, integrals are not tried.
    """

    continuous = True
    span = (-math.inf, math.inf)

    def __init__(self, number: Callable[[Fraction], Scalar], wild: bool = False):
        self.number, self.wild = number, wild

    def rounded(self) -> None:
        """Refuse fractions, on which there is no quadrature."""
        if not inexact(self.number(Fraction(1))):
            raise Irrational("a mean under a law with a density is no fraction; evaluate it on floats")

    def moment(self, k: int) -> Scalar:
        """The mean of the k-th power; `derived.algebra.chance.Intractable` if there is none, or it is infinite."""
        raise NotImplementedError

    def density(self, t: Scalar) -> Scalar:
        """The density at a point."""
        raise NotImplementedError

    def value(self, t: Scalar) -> Value:
        """What the source gives at a point of the interval."""
        return t

    def stretched(self, x: Scalar) -> tuple[Scalar, Scalar]:
        """A point of the interval for each number of the whole line, and how fast it moves."""
        return x, 1

    def parts(self, a: Real | None, b: Real | None, many: int) -> list[Scalar]:
        """The integrals of the density times 1, t, t², …, so many, from a to b; None stands for an end of the span."""
        raise NotImplementedError


def _exp(x: Any) -> Scalar:
    return PRECISE.exp(x) if isinstance(x, PRECISE.mpf) else np.exp(x)


class Normal(Continuous):
    """The normal law with mean zero; its points are standard deviations.

    Examples
    --------
    >>> [Normal(lambda x: x, Fraction(1, 2)).moment(k) for k in (2, 3, 4)]
    [Fraction(1, 2), 0, Fraction(3, 4)]
    """

    def __init__(self, number: Callable[[Fraction], Scalar], variance: Scalar, wild: bool = False):
        super().__init__(number, wild)
        self.variance = variance

    @property
    def deviation(self) -> Scalar:
        """The standard deviation."""
        return apply("sqrt", self.variance)

    def moment(self, k: int) -> Scalar:
        """(k − 1)!! σᵏ, and zero for odd k."""
        return 0 if k % 2 else math.prod(range(1, k, 2)) * self.variance ** (k // 2)

    def density(self, t: Scalar) -> Scalar:
        """The bell curve."""
        return _exp(-t * t / 2) / (
            PRECISE.sqrt(2 * PRECISE.pi) if isinstance(t, PRECISE.mpf) else math.sqrt(2 * math.pi)
        )

    def parts(self, a: Real | None, b: Real | None, many: int) -> list[Scalar]:
        found = [_between(a, b, self.number)]
        ends = [(t, sign * self.density(t)) for t, sign in ((a, 1), (b, -1)) if t is not None]
        for k in range(1, many):
            before = (k - 1) * found[k - 2] if k > 1 else 0
            found.append(sum((height * t ** (k - 1) for t, height in ends), start=self.number(Fraction(0))) + before)
        return found

    def value(self, t: Scalar) -> Value:
        """So many standard deviations."""
        return self.deviation * t

    def tilted(self, k: int, slope: Scalar) -> Scalar:
        """The mean of xᵏ exp(b x): exp(b²v/2) times that of (x + b v)ᵏ, as the square is completed."""
        moved = slope * self.variance
        powers = sum(math.comb(k, j) * self.moment(j) * moved ** (k - j) for j in range(k + 1))
        return apply("exp", slope * moved / 2) * powers


def _between(a: Real | None, b: Real | None, number: Callable[[Fraction], Scalar]) -> Scalar:
    """The probability that a standard normal number is between a and b, by the smaller tails."""
    if a is not None and (b is None or a > 0):
        return _above(a) - (0 if b is None else _above(b))
    if b is None:
        return number(Fraction(1))
    return _above(-b) - (0 if a is None else _above(-a))


def _above(t: Scalar) -> Scalar:
    root = math.sqrt(2) if isinstance(t, float) else PRECISE.sqrt(2)
    return (math.erfc if isinstance(t, float) else PRECISE.erfc)(t / root) / 2


class Uniform(Continuous):
    """The uniform law between 0 and 1."""

    span = (0, 1)

    def moment(self, k: int) -> Scalar:
        """1/(k + 1)."""
        return self.number(Fraction(1, k + 1))

    def density(self, t: Scalar) -> Scalar:
        """One."""
        return 0 * t + 1

    def stretched(self, x: Scalar) -> tuple[Scalar, Scalar]:
        below, above = apply("sigmoid", x), apply("sigmoid", -x)
        return below, below * above

    def parts(self, a: Real | None, b: Real | None, many: int) -> list[Scalar]:
        low, high = (self.number(Fraction(end)) if t is None else t for end, t in ((0, a), (1, b)))
        return [(high**k - low**k) / k for k in range(1, many + 1)]


class Exponential(Continuous):
    """The exponential law with mean 1."""

    span = (0, math.inf)

    def moment(self, k: int) -> Scalar:
        """K!."""
        return math.factorial(k)

    def density(self, t: Scalar) -> Scalar:
        """The exponential of −t."""
        return _exp(-t)

    def stretched(self, x: Scalar) -> tuple[Scalar, Scalar]:
        return apply("exp", x), apply("exp", x)

    def parts(self, a: Real | None, b: Real | None, many: int) -> list[Scalar]:
        ends = [(self.number(Fraction(0)) if a is None else a, 1), *([] if b is None else [(b, -1)])]
        found: list[Scalar] = []
        for k in range(many):
            edge = sum((sign * t**k * self.density(t) for t, sign in ends), start=self.number(Fraction(0)))
            found.append(edge + (k * found[k - 1] if k else 0))
        return found


class Poisson:
    """The Poisson law: every whole number from 0 on, until their probabilities count no more.

    Examples
    --------
    >>> [Poisson(lambda x: x, Fraction(2)).moment(k) for k in (1, 2, 3)]
    [Fraction(2, 1), Fraction(6, 1), Fraction(22, 1)]
    """

    continuous = False
    MOST = 20_000

    def __init__(self, number: Callable[[Fraction], Scalar], mean: Scalar):
        self.number, self.rate = number, mean

    def moment(self, k: int) -> Scalar:
        """λ times the sum of all lower moments, each with its binomial coefficient."""
        moments = [1]
        for j in range(k):
            moments.append(self.rate * sum(math.comb(j, i) * m for i, m in enumerate(moments)))
        return moments[k]

    def outcomes(self) -> list[tuple[Scalar, Scalar]]:
        """Each whole number, with its probability before it."""
        p, found = apply("exp", -self.rate), []
        for k in itertools.count():
            found.append((p, self.number(Fraction(k))))
            if k > real_part(self.rate) and abs(real_part(p)) < 1e-70:
                return found
            if k > self.MOST:
                raise Irrational("a Poisson law with so large a mean is not enumerated")
            p = p * self.rate / (k + 1)
        return found
