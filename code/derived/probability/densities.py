r"""Laws with a density: a probability is the area under it, and no single number has any.

Each of the four has a `density`, its logarithm, the distribution function `below`, which is the area to the left of a
number, and its inverse, the `quantile`. Numbers are drawn by it: the quantile of a uniform number follows the law.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, ndtri

from derived.inputs import count, entries, generator, number, probabilities, settle

__all__ = ["Exponential", "Laplace", "Normal", "Uniform"]

_POSITIVE = number(above=0)


def _shares(share: ArrayLike) -> np.ndarray:
    return probabilities(entries(share, "share"), "share")


class Continuous:
    """What laws with a density share; each gives `log_density`, `below` and `quantile`."""

    def density(self, x: ArrayLike) -> np.ndarray:
        """The density at each x.

        Parameters
        ----------
        x : array_like of any shape
        """
        return np.exp(self.log_density(x))

    def log_density(self, x: ArrayLike) -> np.ndarray:
        """The logarithm of the density; −∞ where it is zero.

        Parameters
        ----------
        x : array_like of any shape
        """
        raise NotImplementedError

    def below(self, x: ArrayLike) -> np.ndarray:
        """The probability of a number below x, the distribution function.

        Parameters
        ----------
        x : array_like of any shape
        """
        raise NotImplementedError

    def quantile(self, share: ArrayLike) -> np.ndarray:
        """The number below which a share of the probability lies.

        Parameters
        ----------
        share : array_like of any shape
            Between 0 and 1.

        Raises
        ------
        ValueError
            If one is no probability.
        """
        raise NotImplementedError

    def draw(self, rng: np.random.Generator, size: int) -> np.ndarray:
        """So many numbers of this law: quantiles of uniform ones.

        Parameters
        ----------
        rng : numpy.random.Generator
        size : int
        """
        return self.quantile(generator(rng, "rng").uniform(size=count()(size, "size")))


@dataclass(frozen=True)
class Normal(Continuous):
    """The bell curve.

    Parameters
    ----------
    mean : float
    variance : float
        The square of the standard deviation, above zero.

    Raises
    ------
    ValueError
        If the variance is not positive.

    Examples
    --------
    >>> bell = Normal(0, 1)
    >>> bell.density([0, 1, 2]).round(3)
    array([0.399, 0.242, 0.054])
    >>> (bell.below([1, 2, 3]) - bell.below([-1, -2, -3])).round(3)
    array([0.683, 0.954, 0.997])
    >>> round(float(bell.quantile(0.975)), 2)
    1.96
    """

    mean: float = 0.0
    variance: float = 1.0

    def __post_init__(self) -> None:
        settle(self, mean=number(), variance=number(above=0, hint="it is the square of the standard deviation"))

    @property
    def deviation(self) -> float:
        """The standard deviation."""
        return float(np.sqrt(self.variance))

    def log_density(self, x: ArrayLike) -> np.ndarray:
        """−(x − mean)²/(2 variance) − ½ log(2π variance)."""
        return -((entries(x, "x") - self.mean) ** 2) / (2 * self.variance) - np.log(2 * np.pi * self.variance) / 2

    def below(self, x: ArrayLike) -> np.ndarray:
        """Φ((x − mean)/deviation)."""
        return ndtr((entries(x, "x") - self.mean) / self.deviation)

    def quantile(self, share: ArrayLike) -> np.ndarray:
        """Mean + deviation Φ⁻¹(share)."""
        return self.mean + self.deviation * ndtri(_shares(share))


@dataclass(frozen=True)
class Uniform(Continuous):
    """Every number of an interval alike.

    Parameters
    ----------
    low, high : float

    Raises
    ------
    ValueError
        If the interval has no length.

    Examples
    --------
    >>> wait = Uniform(0, 10)
    >>> wait.density([-1, 5]), wait.below([2.5]), round(wait.variance, 2)
    (array([0. , 0.1]), array([0.25]), 8.33)
    """

    low: float = 0.0
    high: float = 1.0

    def __post_init__(self) -> None:
        settle(self, low=number(), high=number(above=number()(self.low, "low"), hint="it is where the interval ends"))

    @property
    def mean(self) -> float:
        """The middle."""
        return (self.low + self.high) / 2

    @property
    def variance(self) -> float:
        """A twelfth of the squared length."""
        return (self.high - self.low) ** 2 / 12

    def log_density(self, x: ArrayLike) -> np.ndarray:
        """−log(high − low) inside of the interval."""
        at = entries(x, "x")
        return np.where((at >= self.low) & (at <= self.high), -np.log(self.high - self.low), -np.inf)

    def below(self, x: ArrayLike) -> np.ndarray:
        """(x − low)/(high − low) inside of the interval."""
        return np.clip((entries(x, "x") - self.low) / (self.high - self.low), 0, 1)

    def quantile(self, share: ArrayLike) -> np.ndarray:
        """Low + share (high − low)."""
        return self.low + _shares(share) * (self.high - self.low)


@dataclass(frozen=True)
class Exponential(Continuous):
    """How long to wait for what comes at any moment alike, and does not remember how long you have waited.

    Parameters
    ----------
    rate : float
        How many come in a unit of time, above zero.

    Raises
    ------
    ValueError
        If the rate is not positive.

    Examples
    --------
    >>> wait = Exponential(0.5)
    >>> wait.mean, wait.variance, wait.below([0, 2]).round(3)
    (2.0, 4.0, array([0.   , 0.632]))
    """

    rate: float = 1.0

    def __post_init__(self) -> None:
        settle(self, rate=_POSITIVE)

    @property
    def mean(self) -> float:
        """1/rate."""
        return 1 / self.rate

    @property
    def variance(self) -> float:
        """1/rate²."""
        return 1 / self.rate**2

    def log_density(self, x: ArrayLike) -> np.ndarray:
        """Log rate − rate x, from zero up."""
        at = entries(x, "x")
        return np.where(at >= 0, np.log(self.rate) - self.rate * np.maximum(at, 0), -np.inf)

    def below(self, x: ArrayLike) -> np.ndarray:
        """1 − exp(−rate x), from zero up."""
        return -np.expm1(-self.rate * np.maximum(entries(x, "x"), 0))

    def quantile(self, share: ArrayLike) -> np.ndarray:
        """−log(1 − share)/rate."""
        with np.errstate(divide="ignore"):
            return -np.log1p(-_shares(share)) / self.rate


@dataclass(frozen=True)
class Laplace(Continuous):
    """Two exponential laws, back to back: pointed in the middle, with more far from it than the bell has.

    Parameters
    ----------
    mean : float
    scale : float
        The mean distance from it, above zero.

    Raises
    ------
    ValueError
        If the scale is not positive.

    Examples
    --------
    >>> pointed = Laplace(0, 1)
    >>> pointed.density([-1, 0, 1]).round(3), pointed.variance
    (array([0.184, 0.5  , 0.184]), 2.0)
    """

    mean: float = 0.0
    scale: float = 1.0

    def __post_init__(self) -> None:
        settle(self, mean=number(), scale=_POSITIVE)

    @property
    def variance(self) -> float:
        """Twice the squared scale."""
        return 2 * self.scale**2

    def log_density(self, x: ArrayLike) -> np.ndarray:
        """−|x − mean|/scale − log(2 scale)."""
        return -np.abs(entries(x, "x") - self.mean) / self.scale - np.log(2 * self.scale)

    def below(self, x: ArrayLike) -> np.ndarray:
        """Half of exp(−|x − mean|/scale) to the left of the mean, and one minus that to its right."""
        z = (entries(x, "x") - self.mean) / self.scale
        tail = np.exp(-np.abs(z)) / 2
        return np.where(z < 0, tail, 1 - tail)

    def quantile(self, share: ArrayLike) -> np.ndarray:
        """The mean, moved by scale log(2 share) to the left or to the right."""
        p = _shares(share)
        with np.errstate(divide="ignore"):
            far = np.log(2 * np.minimum(p, 1 - p))
        return self.mean + self.scale * np.where(p < 0.5, far, -far)
