"""Random letters with a density: normal, uniform, exponential, of Laplace, and χ², Student's t and F.

A law takes three places. Here is its letter, a class of `Independent` with its words and the conditions on its
parameters, and the function that authors call. What the letter follows, the density and the moments, is a subclass of
`Continuous` in `laws`, which asks for `moment`, `density` and `below`, and for `stretched` and `parts` where they are
known. A moment that does not exist or is infinite raises `Intractable` there, with the condition under which it is
finite: the line that asks for it is refused. What readers compute with, density, distribution function and quantiles on
arrays, is no matter of the engine: it goes to `derived.probability`, and `implements=` compares the two.
"""

from __future__ import annotations

from typing import Any, ClassVar

from derived.algebra.expressions import Operand, as_expr
from derived.algebra.random_variables.independent import Independent, given_by, of_a_law
from derived.algebra.random_variables.laws import Exponential, Laplace, Uniform
from derived.algebra.random_variables.normal_laws import ChiSquared, Fisher, Normal, Student
from derived.algebra.random_variables.spaces import Random
from derived.algebra.shapes import SizeLike, shape_of
from derived.algebra.valuation import Valuation
from derived.algebra.values import Scalar, Value


class GaussianEntries(Independent):
    """Independent normal entries."""

    words = "normal with mean {mean} and variance {variance}"
    allowed: ClassVar = {"variance": (">= 0",)}

    def entry(self, instance: Valuation, k: int, many: int, **parameters: Any) -> Scalar:
        return parameters["mean"] + given_by(Normal(instance.number, parameters["variance"], instance.wild))


class UniformEntries(Independent):
    """Independent entries, uniform on an interval."""

    words = "uniform between {low} and {high}"
    like = ("between 0 and 1",)

    def entry(self, instance: Valuation, k: int, many: int, **parameters: Any) -> Scalar:
        low, high = parameters["low"], parameters["high"]
        return low + (high - low) * given_by(Uniform(instance.number, instance.wild))

    def actual(self, instance: Valuation) -> Value:
        low, high = (self.parameters[word].at(instance) for word in ("low", "high"))
        return low + (high - low) * super().actual(instance)


class ExponentialEntries(Independent):
    """Independent entries of the exponential law."""

    words = "exponential with rate {rate}"
    allowed: ClassVar = {"rate": ("> 0",)}
    like = ("positive",)

    def entry(self, instance: Valuation, k: int, many: int, **parameters: Any) -> Scalar:
        return given_by(Exponential(instance.number, instance.wild)) / parameters["rate"]


class LaplaceEntries(Independent):
    """Independent entries of the law of Laplace."""

    words = "Laplace with mean {mean} and scale {scale}"
    allowed: ClassVar = {"scale": ("> 0",)}

    def entry(self, instance: Valuation, k: int, many: int, **parameters: Any) -> Scalar:
        return parameters["mean"] + parameters["scale"] * given_by(Laplace(instance.number, instance.wild))


class OfNormal(Independent):
    """Independent entries of a law that comes of normal numbers, with its degrees of freedom."""

    like: tuple[str, ...] = ("positive",)
    allowed: ClassVar = {"degrees": ("> 0",), "first": ("> 0",), "second": ("> 0",)}

    @property
    def law(self) -> str:
        """F, χ² or Student's t."""
        if "first" in self.parameters:
            return "$F$ with {first} and {second} degrees of freedom"
        return ("$t$" if isinstance(self, StudentEntries) else r"$\chi^2$") + " with {degrees} degrees of freedom"

    def entry(self, instance: Valuation, k: int, many: int, **parameters: Any) -> Scalar:
        if "first" in parameters:
            return given_by(Fisher(instance.number, instance.wild, parameters["first"], parameters["second"]))
        kind = Student if isinstance(self, StudentEntries) else ChiSquared
        return given_by(kind(instance.number, instance.wild, parameters["degrees"]))


class StudentEntries(OfNormal):
    """Independent entries of Student's t."""

    like = ()


@of_a_law
def gaussian(name: str, *sizes: SizeLike, variance: Operand, mean: Operand = 0) -> Random:
    r"""Independent normal entries with this mean and variance.

    Parameters
    ----------
    variance : Expr or number
        Of each entry, positive.
    mean : Expr or number
        Of each entry.

    Examples
    --------
    >>> from derived.algebra import exp, expectation, gaussian, scalar
    >>> from derived.derivation import Derivation
    >>> mu, sigma = scalar("mu"), scalar("sigma", "positive")
    >>> d = Derivation("Normal", label="normal").start(expectation(gaussian("g", mean=mu, variance=sigma**2) ** 3))
    >>> print(d.equals(mu**3 + 3 * mu * sigma**2, because="the odd moments about the mean are 0").lines[0].tex)
    \mathbb{E}[g^{3}] = \mu^{3} + 3 \mu\, \sigma^{2}
    """
    return GaussianEntries(name, shape_of(sizes), mean=as_expr(mean), variance=as_expr(variance))


@of_a_law
def uniform(name: str, *sizes: SizeLike, low: Operand = 0, high: Operand = 1) -> Random:
    """Independent entries, uniform between two numbers.

    Parameters
    ----------
    low, high : Expr or number
        Where the interval begins and ends.

    Examples
    --------
    >>> from derived.algebra import Instance, uniform, variance
    >>> variance(uniform("u", low=1, high=3)).at(Instance(0))
    Fraction(1, 3)
    """
    return UniformEntries(name, shape_of(sizes), low=as_expr(low), high=as_expr(high))


@of_a_law
def exponential(name: str, *sizes: SizeLike, rate: Operand = 1) -> Random:
    """Independent entries of the exponential law, with mean 1/rate.

    Parameters
    ----------
    rate : Expr or number
        Positive.

    Examples
    --------
    >>> from derived.algebra import Instance, expectation, exponential
    >>> expectation(exponential("t", rate=2) ** 3).at(Instance(0))
    Fraction(3, 4)
    """
    return ExponentialEntries(name, shape_of(sizes), rate=as_expr(rate))


@of_a_law
def laplace(name: str, *sizes: SizeLike, scale: Operand, mean: Operand = 0) -> Random:
    r"""Independent entries of the law of Laplace, with density exp(−|x − mean|/scale)/(2 scale).

    Parameters
    ----------
    scale : Expr or number
        Positive: the mean distance from the mean.
    mean : Expr or number
        Of each entry.

    Examples
    --------
    >>> from derived.algebra import Instance, laplace, variance
    >>> variance(laplace("x", scale=3)).at(Instance(0))
    Fraction(18, 1)
    """
    return LaplaceEntries(name, shape_of(sizes), mean=as_expr(mean), scale=as_expr(scale))


@of_a_law
def chi_squared(name: str, *sizes: SizeLike, degrees: Operand) -> Random:
    r"""Independent entries of the law χ², that of a sum of so many squares of standard normal numbers.

    Parameters
    ----------
    degrees : Expr or number
        How many degrees of freedom.

    Examples
    --------
    >>> from derived.algebra import chi_squared, expectation, scalar
    >>> from derived.derivation import Derivation
    >>> k = scalar("k", "whole", "positive")
    >>> Q, d = chi_squared("Q", degrees=k), Derivation("A mean of squares", label="squares")
    >>> print(d.start(expectation(Q)).equals(k, because="each square has the mean 1").lines[0].tex)
    \mathbb{E}[Q] = k
    """
    return OfNormal(name, shape_of(sizes), degrees=as_expr(degrees))


@of_a_law
def student(name: str, *sizes: SizeLike, degrees: Operand) -> Random:
    r"""Independent entries of Student's t, of which the moment k exists for more than k degrees of freedom only.

    Parameters
    ----------
    degrees : Expr or number
        How many degrees of freedom.

    Examples
    --------
    >>> from derived.algebra import scalar, student, variance
    >>> from derived.derivation import Derivation
    >>> nu = scalar("nu", "> 2")
    >>> d = Derivation("Wider than the bell", label="wider").start(variance(student("T", degrees=nu)))
    >>> print(d.equals(nu / (nu - 2), because="the mean of one over χ²").lines[0].tex)
    \operatorname{Var}[T] = \frac{\nu}{\nu - 2}
    """
    return StudentEntries(name, shape_of(sizes), degrees=as_expr(degrees))


@of_a_law
def fisher(name: str, *sizes: SizeLike, first: Operand, second: Operand) -> Random:
    """Independent entries of Fisher's F, two χ² one over the other, each by its degrees of freedom.

    Parameters
    ----------
    first, second : Expr or number
        The degrees of freedom of the one above, and of the one below.

    Examples
    --------
    >>> from derived.algebra import Instance, expectation, fisher
    >>> expectation(fisher("F", first=3, second=6)).at(Instance(0))
    Fraction(3, 2)
    """
    return OfNormal(name, shape_of(sizes), first=as_expr(first), second=as_expr(second))
