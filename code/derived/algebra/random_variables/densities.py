r"""Densities, distribution functions and quantiles: f_X(x), F_X(x), F_X^{-1}(p).

Those of a letter are found from its law. Those of a formula of random letters are found from the probability that it is
at most so much, the density as a difference of it at places very near to each other: that knows nothing of a change of
variables, which may so be derived.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from functools import cached_property
from typing import Any

import numpy as np

from derived.algebra.brackets import parenthesized
from derived.algebra.chance import Intractable
from derived.algebra.expressions import EVERY_DIGIT, Expr, Operand, as_expr
from derived.algebra.named import Named
from derived.algebra.random_variables.counts import Count, Rows
from derived.algebra.random_variables.events import Probability
from derived.algebra.random_variables.frames import letters_of
from derived.algebra.random_variables.independent import Independent
from derived.algebra.random_variables.integrals import Findings
from derived.algebra.random_variables.normal_laws import Normal
from derived.algebra.random_variables.normal_vectors import NormalVector
from derived.algebra.random_variables.placed_laws import mapped, placed, total
from derived.algebra.random_variables.spaces import Random, Space
from derived.algebra.relations import Relation
from derived.algebra.shapes import ShapeError, shape_text
from derived.algebra.symbols import Symbol
from derived.algebra.valuation import Unsupported, Valuation
from derived.algebra.values import Scalar, Value
from derived.autodiff import PRECISE, Dual, Irrational, NoDerivative, inexact

STEP = 9  # a difference of 10⁻⁹ at four places: its error is that to the fourth power
FEWEST = 20  # digits of probabilities of which a difference is taken
SLOPE = ((-2, 1), (-1, -8), (1, 8), (2, -1))  # of twelve steps


class OfLaw(Expr):
    """What the law of a random number says of a number."""

    letter = "f"
    slow = True
    takes_arrays = False
    found_as = "densities"

    def __init__(self, random: Expr, x: Expr):
        super().__init__(random, x)
        if isinstance(random, Count | Rows):
            raise ShapeError(f"{random.tex()} takes separate values: it has probabilities, as ℙ({random.tex()} = k)")
        if not any(isinstance(letter, Random) for letter in random.depends):
            raise ShapeError(f"{random.tex()} is not random: it has no law")
        if random.shape != x.shape or (x.shape and not (self.takes_arrays and isinstance(random, Independent))):
            raise ShapeError(
                f"{random.tex()} is a {shape_text(random.shape)} and {x.tex()} a {shape_text(x.shape)}: "
                f"{self.letter} is of two numbers" + (", or a letter and an array like it" if self.takes_arrays else "")
            )

    @cached_property
    def findings(self) -> Findings:
        """How its values were found, so far."""
        return Findings()

    @property
    def digits(self) -> int:  # type: ignore[override]
        """How many digits of its values were right, so far."""
        return min(EVERY_DIGIT, self.findings.digits)

    @cached_property
    def depends(self) -> frozenset[Hashable]:
        random, x = self.args
        return frozenset(s for s in random.depends if not isinstance(s, Random | Space)) | x.depends

    @cached_property
    def _place(self) -> Symbol:
        """A letter for the number, that nobody sees."""
        return Symbol("place in a law")

    @cached_property
    def _event(self) -> Probability:
        """That the random number is less than that."""
        return Probability(Relation("<=", self.args[0], self._place))

    def is_label(self, k: int) -> bool:
        return k == 0

    @property
    def head(self) -> str:
        """The function, with its random number as an index."""
        return f"{self.letter}_{{{self.args[0].tex()}}}"

    def tex(self) -> str:
        return self.head + parenthesized(self.args[1].tex())

    def compute(self, instance: Valuation) -> Value:
        if instance.has_symbols:
            raise Unsupported("a law is known of numbers")
        random, x = self.args[0], self.args[1].at(instance)
        while isinstance(random, Named):
            random = instance.body_of(random)
        if isinstance(random, Independent):
            return self.of_letter(random, instance, x)
        return mapped(x, lambda x: self.of_formula(instance, x))

    def of_letter(self, letter: Independent, instance: Valuation, x: Any) -> Value:
        """The value for a letter."""
        raise NotImplementedError

    def of_formula(self, instance: Valuation, x: Any) -> Scalar:
        """The value for a formula of letters."""
        raise NotImplementedError

    def _below(self, instance: Valuation, x: Any) -> Any:
        if not inexact(x):
            raise Irrational("a law is known of rounded numbers")
        return self._event.at(instance.bind({self._place: x}))

    def typos(self) -> Iterator[Expr]:
        yield (Distribution if isinstance(self, Density) else Density)(*self.args)


class Density(OfLaw):
    """The density of a random number at a number, or that of all entries of a letter together."""

    takes_arrays = True

    def of_letter(self, letter: Independent, instance: Valuation, x: Any) -> Value:
        if isinstance(letter, NormalVector):
            return letter.joint_density(instance, x)
        laws, values = placed(letter, instance), np.asarray(x, dtype=object)
        return total(np.array([law.density(v) for law, v in zip(laws.flat, values.flat, strict=True)], dtype=object))

    def of_formula(self, instance: Valuation, x: Any) -> Scalar:
        if isinstance(x, Dual):
            raise NoDerivative(f"{self.tex()} is found as a difference: its derivative is not")
        if instance.wild:
            raise Intractable("a difference of numbers that are very large or very small is not tried")
        self._refuse_several(instance)
        step = (PRECISE.mpf(10) ** -STEP if isinstance(x, PRECISE.mpf) else 1e-3) * min(abs(x), 1) + 0 * x
        value = sum(weight * self._below(instance, x + k * step) for k, weight in SLOPE) / (12 * step)
        if self._event.digits < FEWEST:
            raise Intractable(f"{self.tex()} is a difference of probabilities that are not known to enough digits")
        self.findings.add({"differences"}, self._event.digits - STEP)
        return value

    def _refuse_several(self, instance: Valuation) -> None:
        """Refuse a formula of several letters that are not all normal: its probabilities have few digits."""
        laws = {source.law for letter in letters_of(self.args[0], instance)
                for x in np.asarray(letter.undecided(instance, {}), dtype=object).flat
                for source in getattr(x, "sources", ())}  # fmt: skip
        continuous = [law for law in laws if law.continuous]
        if len(continuous) > 1 and not all(isinstance(law, Normal) for law in continuous):
            raise Intractable(f"{self.tex()} is of several letters: write its density as an integral over one of them")


class Distribution(OfLaw):
    """The distribution function of a random number at a number."""

    letter = "F"

    def of_letter(self, letter: Independent, instance: Valuation, x: Any) -> Value:
        return placed(letter, instance).item().below(x)

    def of_formula(self, instance: Valuation, x: Any) -> Scalar:
        value = self._below(instance, x)
        self.findings.add(self._event.findings.ways, self._event.digits)
        return value


class Quantile(OfLaw):
    """The number below which a random letter is with a given probability."""

    letter = "F"

    def __init__(self, random: Expr, p: Expr):
        super().__init__(random, p)
        if not isinstance(random, Independent):
            raise ShapeError(f"{random.tex()} is no letter of a known law: of such, quantiles are known")

    @property
    def head(self) -> str:
        return super().head + "^{-1}"

    def of_letter(self, letter: Independent, instance: Valuation, x: Any) -> Value:
        return placed(letter, instance).item().quantile(x)


def density(random: Expr, x: Operand) -> Expr:
    r"""The density f of a random number at a number; of a random letter with entries, that of all of them together.

    Parameters
    ----------
    random : Random of any shape, or Expr of shape ()
        A letter with a law that has a density, or a formula of such letters.
    x : Expr of the shape of `random`, or number

    Returns
    -------
    Expr of shape ()

    Raises
    ------
    ShapeError
        If `random` is not random, takes separate values, or differs in shape from `x`.

    Examples
    --------
    >>> from derived.algebra import PI, density, exp, gaussian, scalar, sqrt
    >>> from derived.derivation import Derivation
    >>> x, mu, sigma = scalar("x"), scalar("mu"), scalar("sigma", "positive")
    >>> X = gaussian("X", mean=mu, variance=sigma**2)
    >>> d = Derivation("The bell", label="bell").start(density(X, x))
    >>> d = d.equals(exp(-((x - mu) ** 2 / (2 * sigma**2))) / sqrt(2 * PI * sigma**2), because="the normal law")
    >>> print(d.lines[0].tex)
    f_{X}(x) = \frac{e^{-\frac{(x - \mu)^{2}}{2 \sigma^{2}}}}{\sqrt{2 \pi\, \sigma^{2}}}
    """
    return Density(random, as_expr(x))


def distribution(random: Expr, x: Operand) -> Expr:
    r"""The distribution function F of a random number, the probability that it is at most x.

    Parameters
    ----------
    random : Random or Expr of shape ()
        A letter with a law that has a density, or a formula of such letters.
    x : Expr of shape () or number

    Returns
    -------
    Expr of shape ()

    Raises
    ------
    ShapeError
        If `random` is not random, or takes separate values.

    Examples
    --------
    >>> from derived.algebra import density, distribution, gaussian, partial, scalar
    >>> from derived.derivation import Derivation
    >>> x, X = scalar("x"), gaussian("X", mean=1, variance=2)
    >>> d = Derivation("Slopes", label="slopes").start(partial(distribution(X, x), x))
    >>> print(d.equals(density(X, x), because="a density is a slope").lines[0].tex)
    \frac{\partial}{\partial x} F_{X}(x) = f_{X}(x)
    """
    return Distribution(random, as_expr(x))


def quantile(random: Random, p: Operand) -> Expr:
    r"""The number below which a random letter is with probability p.

    Parameters
    ----------
    random : Random of shape ()
        A letter with a law that has a density.
    p : Expr of shape () or number
        Between 0 and 1.

    Returns
    -------
    Expr of shape ()

    Raises
    ------
    ShapeError
        If `random` is no such letter.
    OutOfDomain
        When it is evaluated, if p is not between 0 and 1.

    Examples
    --------
    >>> from derived.algebra import Instance, number, quantile, student
    >>> upper = quantile(student("T", degrees=4), number(975) / 1000)
    >>> upper, round(upper.at(Instance(0, "float")), 6)
    (F_{T}^{-1}\left(\frac{975}{1000}\right), 2.776445)
    """
    return Quantile(random, as_expr(p))
