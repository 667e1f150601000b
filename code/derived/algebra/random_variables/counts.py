"""Random letters of whole numbers: Bernoulli, binomial, Poisson, and the rows of a mini-batch."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, ClassVar

import numpy as np

from derived.algebra.expressions import Expr, Operand, as_expr
from derived.algebra.random_variables.independent import Independent, given_by, of_a_law, one_of
from derived.algebra.random_variables.laws import Poisson
from derived.algebra.random_variables.spaces import Random
from derived.algebra.shapes import SizeLike, dimension, shape_of
from derived.algebra.valuation import Valuation
from derived.algebra.values import Scalar, Value
from derived.autodiff import whole


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
