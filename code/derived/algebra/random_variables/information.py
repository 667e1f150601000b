r"""Entropy, and the Kullback–Leibler divergence, of laws with densities or of separate values.

Both are means of logarithms, in natural units. Of normal letters these are polynomials, so that the means are exact.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from functools import cached_property
from typing import Any

from derived.algebra.brackets import ATOM
from derived.algebra.elementwise import Elementary
from derived.algebra.expressions import EVERY_DIGIT, Expr
from derived.algebra.random_variables.densities import Density
from derived.algebra.random_variables.expectations import Expectation
from derived.algebra.random_variables.independent import Independent
from derived.algebra.random_variables.integrals import Findings
from derived.algebra.random_variables.spaces import Random, Space
from derived.algebra.shapes import ShapeError
from derived.algebra.valuation import Valuation
from derived.algebra.values import Scalar, Value
from derived.autodiff import apply, real_part


class OfLetters(Expr):
    """What is said of the laws of one letter or two."""

    binding = ATOM
    found_as = "means"

    def __init__(self, *letters: Expr):
        super().__init__(*letters)
        for letter in letters:
            if not isinstance(letter, Independent):
                raise ShapeError(
                    f"{letter.tex()} is no letter of a law with a name: of such, as gaussian(...), entropy is known"
                )
        if len({hasattr(letter, "outcomes") for letter in letters}) > 1:
            raise ShapeError(f"of {' and '.join(e.tex() for e in letters)} only one has a density")
        if len({letter.shape for letter in letters}) > 1:
            raise ShapeError(f"{' and '.join(e.tex() for e in letters)} are of two shapes: their laws are not compared")

    @cached_property
    def _mean(self) -> Expr:
        """The mean that it is, where there are densities."""
        raise NotImplementedError

    @cached_property
    def findings(self) -> Findings:
        """How its values were found, so far."""
        return self._mean.findings if self._has_density else Findings()  # type: ignore[attr-defined]

    @property
    def digits(self) -> int:  # type: ignore[override]
        """How many digits of its values were right, so far."""
        return min(EVERY_DIGIT, self.findings.digits)

    @cached_property
    def _has_density(self) -> bool:
        return not any(hasattr(letter, "outcomes") for letter in self.args)

    @cached_property
    def depends(self) -> frozenset[Hashable]:
        inside = frozenset().union(*(letter.depends for letter in self.args))
        return frozenset(s for s in inside if not isinstance(s, Random | Space))

    def compute(self, instance: Valuation) -> Value:
        if self._has_density:
            return self._mean.at(instance)
        return self.of_outcomes(instance)

    def of_outcomes(self, instance: Valuation) -> Scalar:
        """The value from the probabilities of separate values."""
        raise NotImplementedError


class Entropy(OfLetters):
    """The entropy of a letter."""

    def tex(self) -> str:
        return f"H({self.args[0].tex()})"

    @cached_property
    def _mean(self) -> Expr:
        x = self.args[0]
        return Expectation(-Elementary("log", Density(x, x)))

    def of_outcomes(self, instance: Valuation) -> Scalar:
        total: Any = instance.number(0)  # type: ignore[arg-type]
        for p in self.args[0].outcomes(instance).values():  # type: ignore[attr-defined]
            if real_part(p) != 0:
                total = total - p * apply("log", p)
        return total


class Divergence(OfLetters):
    """The Kullback–Leibler divergence from the law of one letter to that of another."""

    def tex(self) -> str:
        return rf"D_{{\mathrm{{KL}}}}({self.args[0].tex()} \,\|\, {self.args[1].tex()})"

    @cached_property
    def _mean(self) -> Expr:
        x, y = self.args
        return Expectation(Elementary("log", Density(x, x)) - Elementary("log", Density(y, x)))

    def of_outcomes(self, instance: Valuation) -> Scalar:
        first, second = (letter.outcomes(instance) for letter in self.args)  # type: ignore[attr-defined]
        total: Any = instance.number(0)  # type: ignore[arg-type]
        for k, p in first.items():
            if real_part(p) != 0:
                if k not in second or real_part(second[k]) == 0:
                    raise ZeroDivisionError("a value of the first law has probability zero under the second")
                total = total + p * (apply("log", p) - apply("log", second[k]))
        return total

    def typos(self) -> Iterator[Expr]:
        yield Divergence(*self.args[::-1])


def entropy(random: Random) -> Expr:
    r"""The entropy of a random letter: the mean of −log of its density, or of its probabilities.

    Parameters
    ----------
    random : Random of any shape
        A letter of a law with a name, such as from `gaussian` or `categorical`.

    Returns
    -------
    Expr of shape ()

    Raises
    ------
    ShapeError
        If `random` is no such letter.

    Examples
    --------
    >>> from derived.algebra import PI, entropy, gaussian, log, number, scalar
    >>> from derived.derivation import Derivation
    >>> mu, sigma = scalar("mu"), scalar("sigma", "positive")
    >>> d = Derivation("How wide", label="wide").start(entropy(gaussian("X", mean=mu, variance=sigma**2)))
    >>> print(d.equals(log(2 * PI * sigma**2) / 2 + number(1) / 2, because="the mean of a square").lines[0].tex)
    H(X) = \frac{\log(2 \pi\, \sigma^{2})}{2} + \frac{1}{2}
    """
    return Entropy(random)


def divergence(first: Random, second: Random) -> Expr:
    r"""The Kullback–Leibler divergence: the mean, under the first law, of log of its density over that of the second.

    Parameters
    ----------
    first, second : Random of the same shape
        Letters of laws with names, both with densities or both with separate values.

    Returns
    -------
    Expr of shape ()

    Raises
    ------
    ShapeError
        If one of them is no such letter, or their shapes differ.
    ZeroDivisionError
        When it is evaluated, if something has a probability under the first law and none under the second.

    Examples
    --------
    >>> from derived.algebra import divergence, exponential, log, scalar
    >>> from derived.derivation import Derivation
    >>> a, b = scalar("a", "positive"), scalar("b", "positive")
    >>> d = Derivation("Two rates", label="rates").start(divergence(exponential("X", rate=a), exponential("Y", rate=b)))
    >>> print(d.equals(log(a / b) + b / a - 1, because="the mean of $X$ is $1/a$").lines[0].tex)
    D_{\mathrm{KL}}(X \,\|\, Y) = \log\left(\frac{a}{b}\right) + \frac{b}{a} - 1
    """
    return Divergence(first, second)
