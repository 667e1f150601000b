"""Random letters of whole numbers: Bernoulli, binomial, Poisson, and the rows of a mini-batch."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any, ClassVar

import numpy as np

from derived.algebra.expressions import Expr, Operand, as_expr
from derived.algebra.random_variables.independent import Independent, given_by, of_a_law, one_of
from derived.algebra.random_variables.laws import Poisson
from derived.algebra.random_variables.spaces import Random
from derived.algebra.shapes import ShapeError, SizeLike, dimension, shape_of
from derived.algebra.valuation import Valuation
from derived.algebra.values import Scalar, Value
from derived.autodiff import apply, real_part, whole


class Count(Independent):
    """Independent entries that are whole numbers: of the binomial law, or of Poisson's where there is no `trials`."""

    allowed: ClassVar = {"mean": (">= 0",), "probability": (">= 0", "<= 1")}

    @property
    def law(self) -> str:
        """Poisson's, Bernoulli's or the binomial."""
        if "mean" in self.parameters:
            return "Poisson with mean {mean}"
        if self.parameters["trials"].tex() == "1":
            return "1 with probability {probability}, else 0"
        return "binomial with {trials} trials of probability {probability}"

    def entry(self, instance: Valuation, k: int, many: int, **parameters: Any) -> Scalar:
        if "mean" in parameters:
            return given_by(Poisson(instance.number, parameters["mean"]))
        weights, p = [instance.number(Fraction(1))], parameters["probability"]
        for _ in range(whole(parameters["trials"])):
            weights = [a * (1 - p) + b * p for a, b in zip([*weights, 0], [0, *weights], strict=True)]
        return one_of(weights, [instance.number(Fraction(j)) for j in range(len(weights))])

    def outcomes(self, instance: Valuation) -> dict[Any, Scalar]:
        """Each value with its probability."""
        return outcomes_of(self.undecided(instance, {}))

    def mass(self, instance: Valuation, k: Any) -> Scalar | None:
        """The probability of a number, if the law has no last one: then not all outcomes are there to look at."""
        if "mean" not in self.parameters or self.shape or instance.has_symbols:
            return None
        mean: Any = self.parameters["mean"].at(instance)
        if real_part(k) < 0 or real_part(k) != int(real_part(k)):
            return instance.number(Fraction(0))
        return apply("exp", -mean) * mean ** whole(k) / math.factorial(whole(k))

    def actual(self, instance: Valuation) -> Value:
        trials = self.parameters.get("trials")
        top = whole(trials.at(instance)) if trials else 9 ** (1 + instance.seed % 4)
        values, rng = np.empty(instance.dims(self.shape), dtype=object), instance.rng(self.name)
        for place in np.ndindex(*values.shape):
            values[place] = instance.number(Fraction(rng.randint(0, top)))
        return values if values.shape else values.item()


class Rows(Independent):
    """Whole numbers drawn with replacement from 1, …, N: the rows of a mini-batch."""

    words = "drawn from the whole numbers from 1 to {largest}, each as likely"

    def entry(self, instance: Valuation, k: int, many: int, **parameters: Any) -> Scalar:
        top = whole(parameters["largest"])
        return one_of([instance.number(Fraction(1, top))] * top, [instance.number(Fraction(j + 1)) for j in range(top)])

    def actual(self, instance: Valuation) -> Value:
        top, rng = whole(self.parameters["largest"].at(instance)), instance.rng(self.name)
        return np.array(
            [instance.number(Fraction(rng.randint(1, top))) for _ in range(*instance.dims(self.shape))], dtype=object
        )


class Categories(Independent):
    """Whole numbers from 1 on, each with a probability of its own."""

    words = "one of $1, 2, \\ldots$ with the probabilities {probabilities}"
    whole: ClassVar = ("probabilities",)

    def entry(self, instance: Valuation, k: int, many: int, **parameters: Any) -> Scalar:
        weights = list(parameters["probabilities"])
        return one_of(weights, [instance.number(Fraction(j + 1)) for j in range(len(weights))])

    def outcomes(self, instance: Valuation) -> dict[Any, Scalar]:
        """Each value with its probability."""
        return outcomes_of(self.undecided(instance, {}))

    def actual(self, instance: Valuation) -> Value:
        many, rng = len(self.parameters["probabilities"].array_at(instance)), instance.rng(self.name)
        values = np.empty(instance.dims(self.shape), dtype=object)
        for place in np.ndindex(*values.shape):
            values[place] = instance.number(Fraction(rng.randint(1, many)))
        return values if values.shape else values.item()


def outcomes_of(x: Any) -> dict[Any, Scalar]:
    """The values of a random number that one source decides, with their probabilities.

    Examples
    --------
    >>> outcomes_of(one_of([Fraction(1, 3), Fraction(2, 3)], [0, 1]))
    {0: Fraction(1, 3), 1: Fraction(2, 3)}
    """
    ((((entry, _),), _),) = x.terms.items()
    table = entry.table
    return {(k if table is None else table[k]): p for p, k in entry.source.law.outcomes()}


@of_a_law
def bernoulli(name: str, *sizes: SizeLike, probability: Operand) -> Random:
    r"""Independent entries that are 1 with this probability, and else 0.

    Parameters
    ----------
    probability : Expr or number
        Between 0 and 1; a vector gives each entry its own.

    Examples
    --------
    >>> from derived.algebra import bernoulli, diag, hadamard, ones, sizes, variance, vector
    >>> from derived.derivation import Derivation
    >>> (n,) = sizes("n")
    >>> p = vector("p", n, "between 0 and 1")
    >>> d = Derivation("Labels", label="labels").start(variance(bernoulli("y", n, probability=p)))
    >>> print(d.equals(diag(hadamard(p, ones(n) - p)), because="the labels are independent").lines[0].tex)
    \operatorname{Var}[\mathbf{y}] = \operatorname{diag}(\mathbf{p} \odot (\mathbf{1} - \mathbf{p}))
    """
    return Count(name, shape_of(sizes), trials=as_expr(1), probability=as_expr(probability))


@of_a_law
def binomial(name: str, *sizes: SizeLike, trials: Operand, probability: Operand) -> Random:
    """Independent entries that count the successes of so many trials.

    Parameters
    ----------
    trials : Expr or number
        How many trials, a whole number.
    probability : Expr or number
        Of a success, between 0 and 1.

    Examples
    --------
    >>> from derived.algebra import Instance, binomial, number, variance
    >>> variance(binomial("k", trials=10, probability=number(1) / 3)).at(Instance(0))
    Fraction(20, 9)
    """
    return Count(name, shape_of(sizes), trials=as_expr(trials), probability=as_expr(probability))


@of_a_law
def categorical(name: str, *sizes: SizeLike, probabilities: Expr) -> Random:
    r"""Independent entries that are one of 1, …, K, the number of a class.

    Parameters
    ----------
    probabilities : Expr of shape (K,)
        Of each class: not negative, and one together, as of ``vector("p", K, "probabilities")``.

    Examples
    --------
    >>> from derived.algebra import categorical, eq, index, probability, sizes, vector
    >>> from derived.derivation import Derivation
    >>> (K,) = sizes("K")
    >>> p, k = vector("p", K, "probabilities"), index("k", K)
    >>> d = Derivation("A class", label="class").start(probability(eq(categorical("Y", probabilities=p), k)))
    >>> print(d.equals(p[k], because="so it was declared").lines[0].tex)
    \mathbb{P}(Y = k) = p_{k}
    """
    if len(probabilities.shape) != 1 or probabilities.shape[0] == "row":
        raise ShapeError(f"{probabilities.tex()} is no vector of probabilities, one for each class")
    return Categories(name, shape_of(sizes), probabilities=probabilities)


@of_a_law
def poisson(name: str, *sizes: SizeLike, mean: Operand) -> Random:
    """Independent entries of Poisson's law.

    Parameters
    ----------
    mean : Expr or number
        Positive.

    Examples
    --------
    >>> from derived.algebra import Instance, expectation, poisson
    >>> expectation(poisson("k", mean=3) ** 2).at(Instance(0))
    Fraction(12, 1)
    """
    return Count(name, shape_of(sizes), mean=as_expr(mean))


def drawn_rows(name: str, count: SizeLike, largest: Expr) -> Random:
    """`count` row numbers, a whole number or a size, drawn with replacement from 1 to `largest`.

    Parameters
    ----------
    name : str
        As for `Symbol`.
    count : Size, Expr of sizes or int
        How many are drawn.
    largest : Expr of shape ()
        How many rows there are to draw from, each as likely as the others.

    Returns
    -------
    Random of shape (count,)

    Raises
    ------
    ShapeError
        If `count` is no size.

    Examples
    --------
    >>> from derived.algebra import drawn_rows, expectation, index, sizes, summation, vector
    >>> from derived.derivation import Derivation
    >>> (n,), i = sizes("n"), index("i")
    >>> x, k = vector("x", n), drawn_rows("k", 2, n)
    >>> d = Derivation("A mini-batch of two", label="batch").start(expectation((x[k[1]] + x[k[2]]) / 2))
    >>> d.equals(summation(i, n, x[i]) / n, because="each row is as likely as any other").lines[0].evidence.kind
    'enumerated'
    """
    return Rows(name, (dimension(count),), largest=as_expr(largest))
