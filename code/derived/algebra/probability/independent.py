"""Random letters with independent entries: noise, and those whose law has a name."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, ClassVar

import numpy as np
import sympy

from derived.algebra.conditions import meets
from derived.algebra.drawing import Draw, positive
from derived.algebra.expressions import Expr, as_expr, dimension
from derived.algebra.instances import Instance
from derived.algebra.probability.laws import Exponential, Finite, Normal, Poisson, Uniform
from derived.algebra.probability.spaces import Random, Space
from derived.algebra.random_numbers import Entry, RandomNumber, Source
from derived.algebra.shapes import Shape, ShapeError, shape_text
from derived.algebra.symbols import Symbol
from derived.algebra.valuation import Unsupported, Valuation
from derived.autodiff import whole

TRIED = 8  # so many numbers of its letters are put into a parameter, to see whether there is such a law


class Independent(Random):
    """A random letter whose entries are independent, each with its own source of chance.

    Parameters
    ----------
    name : str
    shape : tuple
    **parameters : Expr
        Those of the law: each a number for all entries, or an array with one for each.
    """

    like: tuple[str, ...] = ()  # what is known of the values that it may have, as for `Symbol`
    words = ""  # its law, with the names of its parameters
    allowed: ClassVar[dict[str, tuple[str, ...]]] = {}  # what each parameter has to be

    def __init__(self, name: str, shape: Shape, **parameters: Expr):
        super().__init__(name, shape, Space(name))
        for word, value in parameters.items():
            if value.shape not in ((), shape):
                raise ShapeError(
                    f"the {word} of {name} is a {shape_text(value.shape)}: it must be a number, or a "
                    f"{shape_text(shape)} as {name} is"
                )
            if any(isinstance(letter, Random) for letter in value.depends):
                raise ShapeError(
                    f"the {word} of {name} is random itself: a law whose parameters are drawn is not known"
                )
        self.parameters = parameters
        for word in parameters:
            self._judge(word)

    def _judge(self, word: str) -> None:
        """Refuse a parameter for which there is no such law, at numbers that its letters may be."""
        value, allowed = self.parameters[word], self.allowed.get(word, ())
        for seed in range(TRIED if allowed else 0):
            numbers = np.atleast_1d(np.asarray(value.at(Instance(seed, "precise")), dtype=object))
            if not all(meets(allowed, number) for number in numbers.flat):
                raise ShapeError(
                    f"the {word} of {self.name} is {value.tex()}, which need not be {' and '.join(allowed)}: declare "
                    "its letters so, as scalar('x', 'positive') or scalar('x', 'between 0 and 1')"
                )

    @property
    def law(self) -> str:
        """Its law in words, with the names of its parameters."""
        return self.words

    @property
    def in_words(self) -> str:
        """Its law, as the reader sees it after the letter."""
        words = self.law.format(**{name: f"${value.tex()}$" for name, value in self.parameters.items()})
        return f"has independent entries, each {words}" if self.shape else f"is {words}"

    @property
    def hidden(self) -> tuple[Expr, ...]:
        """The parameters of its law."""
        return tuple(self.parameters.values())

    def undecided(self, instance: Valuation, sources: dict[Space, Source]) -> Any:
        values = np.empty(instance.dims(self.shape), dtype=object)
        parameters = {word: value.at(instance) for word, value in self.parameters.items()}
        for k, place in enumerate(np.ndindex(*values.shape)):
            here = {w: v[place] if isinstance(v, np.ndarray) else v for w, v in parameters.items()}
            values[place] = self.entry(instance, k, values.size, **here)
        return values if values.shape else values.item()

    def entry(self, instance: Valuation, k: int, many: int, **parameters: Any) -> Any:
        """The k-th of so many entries, while chance has not decided, from the parameters of its law."""
        raise NotImplementedError

    def actual(self, instance: Valuation) -> Any:
        return instance[Symbol(self.name, self.shape, *self.like)]


def _letter(law: Any) -> RandomNumber:
    return RandomNumber.of(Entry(Source(law)))


def _one_of(weights: list[Any], values: list[Any]) -> RandomNumber:
    return RandomNumber.of(Entry(Source(Finite(weights)), values))


class FreeMoments:
    """Mean zero, a variance, and a symbol for each higher moment: what SymPy proves of these holds for every law."""

    continuous = False
    found_by = "moments"

    def __init__(self, name: str, variance: Any):
        self.name, self.variance = name, variance

    def moment(self, k: int) -> Any:
        """A free symbol, from the third on."""
        return (0, self.variance)[k - 1] if k <= 2 else sympy.Symbol(f"{self.name}^{k}", real=True)

    def outcomes(self) -> Any:
        """None are known."""
        raise Unsupported(f"of {self.name} only moments are known")


class Noise(Independent):
    """Independent entries with mean zero and a given variance.

    Each entry has a law of its own: one of m lopsided coins is tossed, each of which falls on a or on −v/a and so has
    mean zero and the variance v. This is a law for any positive v, so that inequalities can be tried on it. Its moments
    of order 3 to 2m + 1 are independent of each other: they are as many as the numbers that are free, the a of each
    coin and how likely it is. One entry has four coins, which one depends on the instance; the others have fewer, so
    that all the ways they can fall may be enumerated.
    """

    words = "random with mean 0 and variance {variance}"
    allowed: ClassVar = {"variance": (">= 0",)}

    def entry(self, instance: Valuation, k: int, many: int, **parameters: Any) -> Any:
        (v,) = parameters.values()
        if instance.has_symbols:
            if instance.kind == "rational":
                raise Unsupported(f"the moments of {self.name} are no letters of the formula")
            return _letter(FreeMoments(f"{self.name}_{k + 1}", v))
        coins = (4, 3, 2, 1)[min((k + instance.seed) % many, 3)]
        draw = Draw(instance, f"{self.name} {k}", positive)
        shares = [draw.entry("") for _ in range(coins)]
        weights, values = [], []
        for share in shares:
            a = draw.entry("")
            b = v / a
            weights += [share * b / (a + b) / sum(shares), share * a / (a + b) / sum(shares)]
            values += [a, -b]
        return _one_of(weights, values)


class Gaussian(Independent):
    """Independent normal entries."""

    words = "normal with mean {mean} and variance {variance}"
    allowed: ClassVar = {"variance": (">= 0",)}

    def entry(self, instance: Valuation, k: int, many: int, **parameters: Any) -> Any:
        return parameters["mean"] + _letter(Normal(instance.number, parameters["variance"], instance.wild))


class Flat(Independent):
    """Independent entries, uniform on an interval."""

    words = "uniform between {low} and {high}"
    like = ("between 0 and 1",)

    def entry(self, instance: Valuation, k: int, many: int, **parameters: Any) -> Any:
        low, high = parameters["low"], parameters["high"]
        return low + (high - low) * _letter(Uniform(instance.number, instance.wild))

    def actual(self, instance: Valuation) -> Any:
        low, high = (self.parameters[word].at(instance) for word in ("low", "high"))
        return low + (high - low) * super().actual(instance)


class Waiting(Independent):
    """Independent entries of the exponential law."""

    words = "exponential with rate {rate}"
    allowed: ClassVar = {"rate": ("> 0",)}
    like = ("positive",)

    def entry(self, instance: Valuation, k: int, many: int, **parameters: Any) -> Any:
        return _letter(Exponential(instance.number, instance.wild)) / parameters["rate"]


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

    def entry(self, instance: Valuation, k: int, many: int, **parameters: Any) -> Any:
        if "mean" in parameters:
            return _letter(Poisson(instance.number, parameters["mean"]))
        weights, p = [instance.number(Fraction(1))], parameters["probability"]
        for _ in range(whole(parameters["trials"])):
            weights = [a * (1 - p) + b * p for a, b in zip([*weights, 0], [0, *weights], strict=True)]
        return _one_of(weights, [instance.number(Fraction(j)) for j in range(len(weights))])

    def actual(self, instance: Valuation) -> Any:
        trials = self.parameters.get("trials")
        top = whole(trials.at(instance)) if trials else 9 ** (1 + instance.seed % 4)
        values, rng = np.empty(instance.dims(self.shape), dtype=object), instance.rng(self.name)
        for place in np.ndindex(*values.shape):
            values[place] = instance.number(Fraction(rng.randint(0, top)))
        return values if values.shape else values.item()


class Rows(Independent):
    """Whole numbers drawn with replacement from 1, …, N: the rows of a mini-batch."""

    words = "drawn from the whole numbers from 1 to {largest}, each as likely"

    def entry(self, instance: Valuation, k: int, many: int, **parameters: Any) -> Any:
        top = whole(parameters["largest"])
        return _one_of(
            [instance.number(Fraction(1, top))] * top, [instance.number(Fraction(j + 1)) for j in range(top)]
        )

    def actual(self, instance: Valuation) -> Any:
        top, rng = whole(self.parameters["largest"].at(instance)), instance.rng(self.name)
        return np.array(
            [instance.number(Fraction(rng.randint(1, top))) for _ in range(*instance.dims(self.shape))], dtype=object
        )


def noise(name: str, *sizes: Any, variance: Any) -> Random:
    r"""Independent entries with mean zero and this variance, otherwise arbitrary: ``noise("varepsilon", n, ...)``.

    Parameters
    ----------
    name : str
        As for `Symbol`.
    *sizes : Size, Expr of sizes or int
        None for a scalar, one for a vector, two for a matrix.
    variance : Expr or number
        Of each entry, positive.

    Returns
    -------
    Random of shape `sizes`

    Raises
    ------
    ShapeError
        If one of `sizes` is no size, or a parameter neither a number nor of that shape.

    Examples
    --------
    >>> from derived.algebra import expectation, identity, noise, scalar, sizes, variance
    >>> from derived.derivation import Derivation, DerivationError
    >>> (n,), sigma = sizes("n"), scalar("sigma", "positive")
    >>> d = Derivation("Noise", label="noise").start(variance(noise("varepsilon", n, variance=sigma**2)))
    >>> print(d.equals(sigma**2 * identity(n), because="the entries are independent").lines[0].tex)
    \operatorname{Var}[\boldsymbol{\varepsilon}] = \sigma^{2} \mathbf{I}
    >>> e = noise("epsilon", variance=sigma**2)
    >>> try:
    ...     d.start(expectation(e**4)).equals(3 * sigma**4, because="only if it is normal")
    ... except DerivationError as problem:
    ...     print(str(problem).splitlines()[0])
    Line 2 of 'Noise' (noise-2) is wrong.
    """
    return Noise(name, tuple(dimension(s) for s in sizes), variance=as_expr(variance))


def gaussian(name: str, *sizes: Any, variance: Any, mean: Any = 0) -> Random:
    r"""Independent normal entries with this mean and variance.

    Parameters
    ----------
    name : str
        As for `Symbol`.
    *sizes : Size, Expr of sizes or int
        None for a scalar, one for a vector, two for a matrix.
    variance : Expr or number
        Of each entry, positive.
    mean : Expr or number
        Of each entry.

    Returns
    -------
    Random of shape `sizes`

    Raises
    ------
    ShapeError
        If one of `sizes` is no size, or a parameter neither a number nor of that shape.

    Examples
    --------
    >>> from derived.algebra import exp, expectation, gaussian, scalar
    >>> from derived.derivation import Derivation
    >>> mu, sigma = scalar("mu"), scalar("sigma", "positive")
    >>> d = Derivation("Normal", label="normal").start(expectation(gaussian("g", mean=mu, variance=sigma**2) ** 3))
    >>> print(d.equals(mu**3 + 3 * mu * sigma**2, because="the odd moments about the mean are 0").lines[0].tex)
    \mathbb{E}[g^{3}] = \mu^{3} + 3 \mu\, \sigma^{2}
    """
    return Gaussian(name, tuple(dimension(s) for s in sizes), mean=as_expr(mean), variance=as_expr(variance))


def uniform(name: str, *sizes: Any, low: Any = 0, high: Any = 1) -> Random:
    """Independent entries, uniform between two numbers.

    Parameters
    ----------
    name : str
        As for `Symbol`.
    *sizes : Size, Expr of sizes or int
        None for a scalar, one for a vector, two for a matrix.
    low, high : Expr or number
        Where the interval begins and ends.

    Returns
    -------
    Random of shape `sizes`

    Raises
    ------
    ShapeError
        If one of `sizes` is no size, or a parameter neither a number nor of that shape.

    Examples
    --------
    >>> from derived.algebra import Instance, uniform, variance
    >>> variance(uniform("u", low=1, high=3)).at(Instance(0))
    Fraction(1, 3)
    """
    return Flat(name, tuple(dimension(s) for s in sizes), low=as_expr(low), high=as_expr(high))


def exponential(name: str, *sizes: Any, rate: Any = 1) -> Random:
    """Independent entries of the exponential law, with mean 1/rate.

    Parameters
    ----------
    name : str
        As for `Symbol`.
    *sizes : Size, Expr of sizes or int
        None for a scalar, one for a vector, two for a matrix.
    rate : Expr or number
        Positive.

    Returns
    -------
    Random of shape `sizes`

    Raises
    ------
    ShapeError
        If one of `sizes` is no size, or a parameter neither a number nor of that shape.

    Examples
    --------
    >>> from derived.algebra import Instance, expectation, exponential
    >>> expectation(exponential("t", rate=2) ** 3).at(Instance(0))
    Fraction(3, 4)
    """
    return Waiting(name, tuple(dimension(s) for s in sizes), rate=as_expr(rate))


def bernoulli(name: str, *sizes: Any, probability: Any) -> Random:
    r"""Independent entries that are 1 with this probability, and else 0.

    Parameters
    ----------
    name : str
        As for `Symbol`.
    *sizes : Size, Expr of sizes or int
        None for a scalar, one for a vector, two for a matrix.
    probability : Expr or number
        Between 0 and 1; a vector gives each entry its own.

    Returns
    -------
    Random of shape `sizes`

    Raises
    ------
    ShapeError
        If one of `sizes` is no size, or a parameter neither a number nor of that shape.

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
    return Count(name, tuple(dimension(s) for s in sizes), trials=as_expr(1), probability=as_expr(probability))


def binomial(name: str, *sizes: Any, trials: Any, probability: Any) -> Random:
    """Independent entries that count the successes of so many trials.

    Parameters
    ----------
    name : str
        As for `Symbol`.
    *sizes : Size, Expr of sizes or int
        None for a scalar, one for a vector, two for a matrix.
    trials : Expr or number
        How many trials, a whole number.
    probability : Expr or number
        Of a success, between 0 and 1.

    Returns
    -------
    Random of shape `sizes`

    Raises
    ------
    ShapeError
        If one of `sizes` is no size, or a parameter neither a number nor of that shape.

    Examples
    --------
    >>> from derived.algebra import Instance, binomial, number, variance
    >>> variance(binomial("k", trials=10, probability=number(1) / 3)).at(Instance(0))
    Fraction(20, 9)
    """
    return Count(name, tuple(dimension(s) for s in sizes), trials=as_expr(trials), probability=as_expr(probability))


def poisson(name: str, *sizes: Any, mean: Any) -> Random:
    """Independent entries of Poisson's law.

    Parameters
    ----------
    name : str
        As for `Symbol`.
    *sizes : Size, Expr of sizes or int
        None for a scalar, one for a vector, two for a matrix.
    mean : Expr or number
        Positive.

    Returns
    -------
    Random of shape `sizes`

    Raises
    ------
    ShapeError
        If one of `sizes` is no size, or a parameter neither a number nor of that shape.

    Examples
    --------
    >>> from derived.algebra import Instance, expectation, poisson
    >>> expectation(poisson("k", mean=3) ** 2).at(Instance(0))
    Fraction(12, 1)
    """
    return Count(name, tuple(dimension(s) for s in sizes), mean=as_expr(mean))


def drawn_rows(name: str, count: Any, largest: Expr) -> Random:
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
