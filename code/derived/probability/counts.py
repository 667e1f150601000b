r"""Laws of whole numbers: each a probability for every number that may come up.

Bernoulli's is that of one question, :math:`p^k (1 - p)^{1 - k}`; the binomial one counts how many of n such questions
are answered by yes, :math:`\binom nk p^k (1 - p)^{n - k}`; Poisson's, :math:`e^{-\lambda}\lambda^k/k!`, is what becomes
of it where n is large, p small and np = λ.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import bdtr, gammaln, pdtr, xlog1py, xlogy

from derived.inputs import as_array, count, generator, number, settle

__all__ = ["Bernoulli", "Binomial", "Poisson"]

_SHARE = number(at_least=0, at_most=1, hint="it is a probability")


@dataclass(frozen=True)
class Binomial:
    """How many of n independent questions are answered by yes, each with the probability p.

    Parameters
    ----------
    n : int
    p : float

    Raises
    ------
    ValueError
        If n is no whole number, or p no probability.

    Examples
    --------
    Three tests of which each is right nine times in ten:

    >>> tests = Binomial(3, 0.9)
    >>> tests.probability([0, 1, 2, 3]).round(3)
    array([0.001, 0.027, 0.243, 0.729])
    >>> round(tests.mean, 2), round(tests.variance, 2)
    (2.7, 0.27)
    """

    n: int
    p: float

    def __post_init__(self) -> None:
        settle(self, n=count(at_least=0), p=_SHARE)

    @property
    def mean(self) -> float:
        """N p."""
        return self.n * self.p

    @property
    def variance(self) -> float:
        """N p (1 − p)."""
        return self.n * self.p * (1 - self.p)

    def probability(self, k: ArrayLike) -> np.ndarray:
        """The probability of each k; zero for what is no whole number from 0 to n.

        Parameters
        ----------
        k : array_like of any shape
        """
        asked = as_array(k, "k")
        fine = (asked == np.floor(asked)) & (asked >= 0) & (asked <= self.n)
        yes = np.where(fine, asked, 0)
        no = self.n - yes
        log_ways = gammaln(self.n + 1) - gammaln(yes + 1) - gammaln(no + 1)
        return np.where(fine, np.exp(log_ways + xlogy(yes, self.p) + xlog1py(no, -self.p)), 0.0)

    def below(self, k: ArrayLike) -> np.ndarray:
        """The probability of at most k, the distribution function.

        Parameters
        ----------
        k : array_like of any shape
        """
        most = np.floor(as_array(k, "k"))
        return np.where(most < 0, 0.0, np.where(most >= self.n, 1.0, bdtr(np.clip(most, 0, self.n), self.n, self.p)))

    def draw(self, rng: np.random.Generator, size: int) -> np.ndarray:
        """So many numbers of this law.

        Parameters
        ----------
        rng : numpy.random.Generator
        size : int
        """
        return np.asarray(generator(rng, "rng").binomial(self.n, self.p, count()(size, "size")))


class Bernoulli(Binomial):
    """A single question: 1 for yes, with the probability p, and 0 for no.

    Parameters
    ----------
    p : float

    Examples
    --------
    >>> ill = Bernoulli(0.01)
    >>> ill.probability([0, 1]), round(ill.variance, 4)
    (array([0.99, 0.01]), 0.0099)
    """

    def __init__(self, p: float):
        super().__init__(1, p)

    def __repr__(self) -> str:
        return f"Bernoulli(p={self.p:g})"


@dataclass(frozen=True)
class Poisson:
    """How many of very many things happen, of which each is improbable: calls in a minute, misprints on a page.

    Parameters
    ----------
    rate : float
        How many on average.

    Raises
    ------
    ValueError
        If the rate is no number from zero up.

    Examples
    --------
    >>> calls = Poisson(2)
    >>> calls.probability([0, 1, 2, 3]).round(3)
    array([0.135, 0.271, 0.271, 0.18 ])
    """

    rate: float

    def __post_init__(self) -> None:
        settle(self, rate=number(at_least=0, hint="it says how many come on average"))

    @property
    def mean(self) -> float:
        """The rate."""
        return self.rate

    @property
    def variance(self) -> float:
        """The rate, too."""
        return self.rate

    def probability(self, k: ArrayLike) -> np.ndarray:
        """The probability of each k; zero for what is no whole number from 0 up.

        Parameters
        ----------
        k : array_like of any shape
        """
        asked = as_array(k, "k")
        fine = (asked == np.floor(asked)) & (asked >= 0)
        many = np.where(fine, asked, 0)
        return np.where(fine, np.exp(xlogy(many, self.rate) - self.rate - gammaln(many + 1)), 0.0)

    def below(self, k: ArrayLike) -> np.ndarray:
        """The probability of at most k, the distribution function.

        Parameters
        ----------
        k : array_like of any shape
        """
        most = np.floor(as_array(k, "k"))
        return np.where(most < 0, 0.0, pdtr(np.maximum(most, 0), self.rate))

    def draw(self, rng: np.random.Generator, size: int) -> np.ndarray:
        """So many numbers of this law.

        Parameters
        ----------
        rng : numpy.random.Generator
        size : int
        """
        return np.asarray(generator(rng, "rng").poisson(self.rate, count()(size, "size")))
