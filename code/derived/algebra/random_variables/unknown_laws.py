"""Random letters of which little is known: a mean and a variance, a symmetry, or that they are like another letter."""

from __future__ import annotations

from typing import Any, ClassVar

import sympy

from derived.algebra.drawing import Draw, positive
from derived.algebra.expressions import Operand, as_expr
from derived.algebra.random_variables.independent import Independent, given_by, of_a_law, one_of
from derived.algebra.random_variables.spaces import Random, refuse_symbols
from derived.algebra.shapes import Shape, ShapeError, SizeLike, shape_of
from derived.algebra.valuation import Unsupported, Valuation
from derived.algebra.values import Scalar


class FreeMoments:
    """Mean zero, a variance, and a symbol for each higher moment: what SymPy proves of these holds for every law."""

    continuous = False

    def __init__(self, name: str, variance: Operand):
        self.name, self.variance = name, variance

    def moment(self, k: int) -> Scalar:
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

    allowed: ClassVar = {"variance": (">= 0",)}

    @property
    def law(self) -> str:
        """Its mean and its variance."""
        return f"random with mean {'{mean}' if 'mean' in self.parameters else 0} and variance {{variance}}"

    def entry(self, instance: Valuation, k: int, many: int, **parameters: Any) -> Scalar:
        v, mean = parameters["variance"], parameters.get("mean", 0)
        if instance.has_symbols:
            if instance.kind == "rational":
                raise Unsupported(f"the moments of {self.name} are no letters of the formula")
            return mean + given_by(FreeMoments(f"{self.name}_{k + 1}", v))
        coins = (4, 3, 2, 1)[min((k + instance.seed) % many, 3)]
        draw = Draw(instance, f"{self.name} {k}", positive)
        shares = [draw.entry("") for _ in range(coins)]
        weights, values = [], []
        for share in shares:
            a = draw.entry("")
            b = v / a
            weights += [share * b / (a + b) / sum(shares), share * a / (a + b) / sum(shares)]
            values += [a, -b]
        return mean + one_of(weights, values)


class Symmetric(Independent):
    """Independent entries, of a law symmetric about 0: one of four coins is tossed, each of which falls on a or −a."""

    words = "symmetric about 0"
    COINS = 4

    def entry(self, instance: Valuation, k: int, many: int, **parameters: Any) -> Scalar:
        refuse_symbols(instance)
        draw = Draw(instance, f"{self.name} {k}", positive)
        shares = [draw.entry("") for _ in range(self.COINS)]
        weights = [share / sum(shares) / 2 for share in shares for _ in range(2)]
        return one_of(weights, [sign * a for a in (draw.entry("") for _ in shares) for sign in (1, -1)])


class Copies(Independent):
    """Independent entries, each with the law of another letter, which lives on a space."""

    def __init__(self, name: str, shape: Shape, of: Random):
        super().__init__(name, shape)
        self.of = of
        if isinstance(of, Independent) or of.shape:
            raise ShapeError(f"{of.tex()} is no random_scalar(...), of which a law could be copied")

    @property
    def law(self) -> str:
        """That of the other letter."""
        return f"with the law of ${self.of.tex()}$"

    def entry(self, instance: Valuation, k: int, many: int, **parameters: Any) -> Scalar:
        return one_of(self.of.space.weights(instance), self.of.known_table(instance))


@of_a_law
def noise(name: str, *sizes: SizeLike, variance: Operand, mean: Operand | None = None) -> Random:
    r"""Independent entries with this variance and mean zero, or another; otherwise of any law, each of its own.

    Parameters
    ----------
    variance : Expr or number
        Of each entry, positive.
    mean : Expr or number, optional
        Of each entry, if not 0.

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
    return Noise(name, shape_of(sizes), variance=as_expr(variance), **({} if mean is None else {"mean": as_expr(mean)}))


@of_a_law
def symmetric(name: str, *sizes: SizeLike) -> Random:
    r"""Independent entries, each of a law of which only is known that it is symmetric about 0.

    Examples
    --------
    >>> from derived.algebra import Instance, expectation, symmetric
    >>> z, here = symmetric("z"), Instance(0)
    >>> expectation(z**3).at(here), expectation(z**4).at(here) > 0
    (Fraction(0, 1), True)
    """
    return Symmetric(name, shape_of(sizes))


@of_a_law
def sample(name: str, *sizes: SizeLike, of: Random) -> Random:
    r"""Independent entries that all follow the law of a random number: a sample from a population.

    Parameters
    ----------
    of : Random of shape ()
        From `random_scalar`: its law is any.

    Examples
    --------
    >>> from derived.algebra import index, random_scalar, sample, sizes, summation, variance
    >>> from derived.derivation import Derivation
    >>> (n,), i, X = sizes("n"), index("i"), random_scalar("X")
    >>> x = sample("x", n, of=X)
    >>> d = Derivation("A mean", label="mean").start(variance(summation(i, n, x[i]) / n))
    >>> print(d.equals(variance(X) / n, because="the variances of independent numbers add up").lines[0].tex)
    \operatorname{Var}\left[\frac{\sum_{i=1}^{n} x_{i}}{n}\right] = \frac{\operatorname{Var}[X]}{n}
    """
    return Copies(name, shape_of(sizes), of)
