"""Laws: of a source of chance, its moments, its outcomes with their probabilities, or its density.

Here are the first of them; `normal_laws` has the normal law and those that come of it.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from derived.algebra.double_exponential import integral as double_exponential
from derived.algebra.values import Real, Scalar
from derived.autodiff import Irrational, apply, inexact, real_part


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
    heavy = False  # whether its density falls off too slowly for a rule of equal steps, or is infinite at an end
    kinks: tuple[int, ...] = ()  # the points at which its density has one
    span: tuple[float, float] = (-math.inf, math.inf)

    def __init__(self, number: Callable[[Fraction], Scalar], wild: bool = False):
        self.number, self.wild = number, wild

    def rounded(self) -> None:
        """Refuse fractions, on which there is no quadrature."""
        if not inexact(self.number(Fraction(1))):
            raise Irrational("a mean under a law with a density is no fraction; evaluate it on floats")

    def moment(self, k: int) -> Scalar:
        """The mean of the k-th power; `derived.algebra.chance.Intractable` if there is none, or it is infinite."""
        raise NotImplementedError

    def density(self, t: Any) -> Any:
        """The density at a point of the span: a number of any kind, a random one included, or an array of floats."""
        raise NotImplementedError

    def below(self, t: Any) -> Any:
        """The probability of all that is less than a rounded number."""
        raise NotImplementedError

    @property
    def scale(self) -> Any:
        """What the source gives for the point 1."""
        return 1

    def stretched(self, x: Scalar) -> tuple[Scalar, Scalar]:
        """A point of the interval for each number of the whole line, and how fast it moves."""
        return x, 1

    def parts(self, a: Real | None, b: Real | None, many: int) -> list[Scalar]:
        """The integrals of the density times 1, t, t², …, so many, from a to b; None stands for an end of the span."""
        low, high = (end if t is None else t for t, end in ((a, self.span[0]), (b, self.span[1])))
        found = [(1 if b is None else self.below(b)) - (0 if a is None else self.below(a))]

        def moment(k: int) -> Any:
            return double_exponential(lambda t: self.density(t) * t**k, low, high, self.number)[0]

        found += map(moment, range(1, many))
        return found


def exp_of(x: Any) -> Any:
    """The exponential of a number of any kind, or of an array of floats.

    Examples
    --------
    >>> exp_of(np.zeros(2)).tolist(), exp_of(0.0)
    ([1.0, 1.0], 1.0)
    """
    return np.exp(x) if isinstance(x, np.ndarray) else apply("exp", x)


class Uniform(Continuous):
    """The uniform law between 0 and 1."""

    span: tuple[float, float] = (0, 1)

    def moment(self, k: int) -> Scalar:
        """1/(k + 1)."""
        return self.number(Fraction(1, k + 1))

    def density(self, t: Any) -> Any:
        """One."""
        return 0 * t + 1

    def below(self, t: Any) -> Any:
        """The point itself."""
        return t

    def stretched(self, x: Scalar) -> tuple[Scalar, Scalar]:
        below, above = apply("sigmoid", x), apply("sigmoid", -x)
        return below, below * above

    def parts(self, a: Real | None, b: Real | None, many: int) -> list[Scalar]:
        low, high = (self.number(Fraction(end)) if t is None else t for end, t in ((0, a), (1, b)))
        return [(high**k - low**k) / k for k in range(1, many + 1)]


class Lebesgue(Uniform):
    """The density 1 on a span, which is no law unless that is (0, 1): a mean under it is an integral.

    Examples
    --------
    >>> Lebesgue(lambda x: x, (0, 1)).moment(2)
    Fraction(1, 3)
    """

    def __init__(self, number: Callable[[Fraction], Scalar], span: tuple[float, float], wild: bool = False):
        super().__init__(number, wild)
        self.span = span


class Exponential(Continuous):
    """The exponential law with mean 1."""

    span = (0, math.inf)

    def moment(self, k: int) -> Scalar:
        """K!."""
        return math.factorial(k)

    def density(self, t: Any) -> Any:
        """The exponential of −t."""
        return exp_of(-t)

    def below(self, t: Any) -> Any:
        """One less that."""
        return 1 - exp_of(-t)

    def stretched(self, x: Scalar) -> tuple[Scalar, Scalar]:
        return apply("exp", x), apply("exp", x)

    def parts(self, a: Real | None, b: Real | None, many: int) -> list[Scalar]:
        ends = [(self.number(Fraction(0)) if a is None else a, 1), *([] if b is None else [(b, -1)])]
        found: list[Scalar] = []
        for k in range(many):
            edge = sum((sign * t**k * self.density(t) for t, sign in ends), start=self.number(Fraction(0)))
            found.append(edge + (k * found[k - 1] if k else 0))
        return found


class Laplace(Continuous):
    """The law of Laplace with mean 0 and scale 1: the exponential to both sides.

    Examples
    --------
    >>> [Laplace(lambda x: x).moment(k) for k in (1, 2, 4)]
    [0, 2, 24]
    """

    heavy = True
    kinks = (0,)

    def moment(self, k: int) -> Scalar:
        """K! for an even k."""
        return 0 if k % 2 else math.factorial(k)

    def density(self, t: Any) -> Any:
        """Half of the exponential of −|t|."""
        return exp_of(-abs(t)) / 2

    def below(self, t: Any) -> Any:
        """The same below 0, and one less that of −t above."""
        return 1 - exp_of(-t) / 2 if t > 0 else exp_of(t) / 2


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
