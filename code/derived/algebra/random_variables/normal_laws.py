"""The normal law, and the laws of what is made of normal numbers: χ², Student's t and F."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np

from derived.algebra.chance import Intractable
from derived.algebra.counting import gamma_of
from derived.algebra.random_variables.laws import Continuous, exp_of
from derived.algebra.values import Real, Scalar
from derived.autodiff import PRECISE, apply, pi, real_part

Make = Callable[[Fraction], Scalar]


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

    scale = deviation

    def moment(self, k: int) -> Scalar:
        """(k − 1)!! σᵏ, and zero for odd k."""
        return 0 if k % 2 else math.prod(range(1, k, 2)) * self.variance ** (k // 2)

    def density(self, t: Any) -> Any:
        """The bell curve."""
        return exp_of(-t * t / 2) / root(2 * pi_like(t))

    def below(self, t: Any) -> Any:
        """The integral of the bell up to there."""
        return _above(-t)

    def parts(self, a: Real | None, b: Real | None, many: int) -> list[Scalar]:
        found = [_between(a, b, self.number)]
        ends = [(t, sign * self.density(t)) for t, sign in ((a, 1), (b, -1)) if t is not None]
        for k in range(1, many):
            before = (k - 1) * found[k - 2] if k > 1 else 0
            found.append(sum((height * t ** (k - 1) for t, height in ends), start=self.number(Fraction(0))) + before)
        return found

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


def pi_like(t: Any) -> Any:
    """π, as a number of the kind of another, or for an array of floats.

    Examples
    --------
    >>> pi_like(np.ones(2)) == pi_like(1.0) == math.pi
    True
    """
    return math.pi if isinstance(t, np.ndarray) else pi(t)


def root(x: Any) -> Any:
    """The square root of a number."""
    return apply("sqrt", x)


def log_of(x: Any) -> Any:
    """The logarithm of a number of any kind."""
    return apply("log", x)


def entry_by_entry(f: Callable[[Any], Any], x: np.ndarray) -> np.ndarray:
    """A function of each entry of an array of floats, as a float.

    Examples
    --------
    >>> entry_by_entry(PRECISE.exp, np.zeros(2)).tolist()
    [1.0, 1.0]
    """
    return np.array([float(f(v)) for v in x.ravel().tolist()]).reshape(x.shape)


def _special(f: Callable[..., Any], *args: Any) -> Any:
    """A function of mpmath at precise numbers; at floats as a float."""
    value = f(*(PRECISE.convert(a) for a in args))
    return float(value) if any(isinstance(a, float) for a in args) else value


class ChiSquared(Continuous):
    """χ²: the sum of k squares of independent standard normal numbers.

    Examples
    --------
    >>> [ChiSquared(lambda x: x, False, Fraction(3)).moment(k) for k in (1, 2)]
    [Fraction(3, 1), Fraction(15, 1)]
    """

    span = (0, math.inf)
    heavy = True

    def __init__(self, number: Make, wild: bool, degrees: Any):
        super().__init__(number, wild)
        self.degrees = degrees

    def moment(self, k: int) -> Scalar:
        """The product of k degrees, each two more than the one before."""
        return math.prod((self.degrees + 2 * j for j in range(k)), start=1)

    def density(self, t: Any) -> Any:
        """A power of t times an exponential."""
        if isinstance(t, np.ndarray):
            return entry_by_entry(self.density, t)
        half = self.degrees / 2
        constant = gamma_of(half) * exp_of(half * log_of(self.number(Fraction(2))))
        return exp_of((half - 1) * log_of(t) - t / 2) / constant

    def below(self, t: Any) -> Any:
        """The incomplete gamma function."""
        rule = lambda a, x: PRECISE.gammainc(a, 0, x, regularized=True)  # noqa: E731
        return _special(rule, self.degrees / 2, t / 2)


class Student(Continuous):
    """Student's t: a standard normal number over the root of an independent χ² by its degrees of freedom.

    Examples
    --------
    >>> Student(lambda x: x, False, Fraction(5)).moment(2)
    Fraction(5, 3)
    >>> Student(lambda x: x, False, Fraction(2)).moment(2)
    Traceback (most recent call last):
    derived.algebra.chance.Intractable: Student's t with 2 degrees of freedom has no finite moment 2: it needs more than 2
    """  # noqa: E501

    heavy = True

    def __init__(self, number: Make, wild: bool, degrees: Any):
        super().__init__(number, wild)
        self.degrees = degrees

    def moment(self, k: int) -> Scalar:
        """Finite for more than k degrees of freedom only."""
        if not self.degrees > k:
            raise Intractable(
                f"Student's t with {_short(self.degrees)} degrees of freedom has no finite moment {k}: it needs more "
                f"than {k}"
            )
        if k % 2:
            return 0
        n = self.degrees
        return math.prod(((2 * j - 1) * n / (n - 2 * j) for j in range(1, k // 2 + 1)), start=1)

    def density(self, t: Any) -> Any:
        """A power of 1 + t²/ν."""
        if isinstance(t, np.ndarray):
            return entry_by_entry(self.density, t)
        n = self.degrees
        constant = gamma_of((n + 1) / 2) / (gamma_of(n / 2) * root(n * pi(self.number(Fraction(1)))))
        return constant * exp_of(-(n + 1) / 2 * log_of(1 + t * t / n))

    def below(self, t: Any) -> Any:
        """The incomplete beta function, by the smaller tail."""
        n = self.degrees
        rule = lambda a, b, x: PRECISE.betainc(a, b, 0, x, regularized=True) / 2  # noqa: E731
        tail = _special(rule, n / 2, n * 0 + self.number(Fraction(1, 2)), n / (n + t * t))
        return tail if t < 0 else 1 - tail


class Fisher(Continuous):
    """F: two independent χ², each by its degrees of freedom, one over the other.

    Examples
    --------
    >>> Fisher(lambda x: x, False, Fraction(3), Fraction(6)).moment(1)
    Fraction(3, 2)
    """

    span = (0, math.inf)
    heavy = True

    def __init__(self, number: Make, wild: bool, first: Any, second: Any):
        super().__init__(number, wild)
        self.first, self.second = first, second

    def moment(self, k: int) -> Scalar:
        """Finite for more than 2k degrees of freedom of the second only."""
        a, b = self.first, self.second
        if not b > 2 * k:
            raise Intractable(
                f"F with {_short(b)} degrees of freedom below has no finite moment {k}: it needs more than {2 * k}"
            )
        return math.prod((b / a * (a + 2 * j) / (b - 2 - 2 * j) for j in range(k)), start=1)

    def density(self, t: Any) -> Any:
        """A power of t by a power of 1 + a t/b."""
        if isinstance(t, np.ndarray):
            return entry_by_entry(self.density, t)
        a, b = self.first, self.second
        constant = gamma_of((a + b) / 2) / (gamma_of(a / 2) * gamma_of(b / 2))
        powers = a / 2 * log_of(a / b) + (a / 2 - 1) * log_of(t) - (a + b) / 2 * log_of(1 + t * a / b)
        return constant * exp_of(powers)

    def below(self, t: Any) -> Any:
        """The incomplete beta function."""
        a, b = self.first, self.second
        rule = lambda p, q, x: PRECISE.betainc(p, q, 0, x, regularized=True)  # noqa: E731
        return _special(rule, a / 2, b / 2, a * t / (a * t + b))


def _short(x: Any) -> str:
    return f"{float(real_part(x)):g}"
