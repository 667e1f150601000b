"""Random letters of a known kind: noise of a given variance, normal noise, rows drawn with replacement."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from derived.algebra.expressions import Expr, as_expr, dimension
from derived.algebra.instances import Draw, positive
from derived.algebra.probability.spaces import Random, Space, refuse_symbols
from derived.algebra.shapes import Shape
from derived.dual import Irrational, apply, whole

if TYPE_CHECKING:
    from derived.algebra.instances import Instance


def product_of(numbers: Any) -> Any:
    """The product of numbers of any kind, 1 if there are none."""
    result = 1
    for x in numbers:
        result = result * x
    return result


class Noise(Random):
    """A random vector (or scalar) of independent entries with mean zero and a given variance."""

    def __init__(self, name: str, shape: Shape, variance: Expr):
        super().__init__(name, shape, Space(name))
        self.space.weights = self._weights  # type: ignore[method-assign]
        self.variance = variance

    @cached_property
    def depends(self) -> frozenset[Any]:
        return frozenset((self, self.space)) | self.variance.depends

    def _laws(self, instance: Instance) -> list[list[tuple[Any, Any]]]:
        """For each entry its values with their probabilities: a and −v/a, so that the variance is v.

        Two values tie the fourth moment to the third. One entry has three: zero, and two of a larger variance.
        """
        refuse_symbols(instance)
        draw = Draw(instance, self.name, positive)
        entries = draw.array(instance.dims(self.shape) or (1,)).ravel()
        moving = instance.number(Fraction(draw.rng.randint(1, 9), 10))
        laws = []
        for k, a in enumerate(entries):
            q = moving if k == instance.seed % len(entries) else 1
            b = self.variance.at(instance) / (a * q)
            laws.append([(a, q * b / (a + b)), (-b, q * a / (a + b))] + ([] if q == 1 else [(0 * a, 1 - q)]))
        return laws

    def _weights(self, instance: Instance) -> list[Any]:
        return [product_of(p for _, p in combination) for combination in itertools.product(*self._laws(instance))]

    def table(self, instance: Instance) -> list[Any]:
        values = [np.array([v for v, _ in c], dtype=object) for c in itertools.product(*self._laws(instance))]
        return values if self.shape else [v[0] for v in values]


class Gaussian(Random):
    """Independent normal entries with mean zero, simulated: every replica of an instance has its own sample."""

    SAMPLE = 400

    def __init__(self, name: str, shape: Shape, variance: Expr):
        super().__init__(name, shape, Space(name, self.SAMPLE))
        self.space.weights = lambda instance: [1 / self.SAMPLE] * self.SAMPLE  # type: ignore[method-assign]
        self.variance = variance

    @cached_property
    def depends(self) -> frozenset[Any]:
        return frozenset((self, self.space)) | self.variance.depends

    def compute(self, instance: Instance) -> Any:
        if self.space not in instance.outcome and self not in instance.bound and instance.kind == "float":
            raise IndexError(f"{self.tex()} stands outside an expectation: a simulation has no single value for it")
        return super().compute(instance)

    def table(self, instance: Instance) -> list[Any]:
        if instance.kind != "float":
            raise Irrational(f"{self.name} is normal: it is simulated on floats")
        rng = random.Random(f"{instance.seed}/{self.name}/{instance.replica}")
        dims = instance.dims(self.shape)
        scale = apply("sqrt", self.variance.at(instance))
        half = [[rng.gauss(0, scale) for _ in range(int(np.prod(dims)))] for _ in range(self.SAMPLE // 2)]
        values = [np.array(v, dtype=object) for v in half]
        values += [-v for v in values]
        return values if self.shape else [v[0] for v in values]


def noise(name: str, *sizes: Any, variance: Any) -> Random:
    r"""Independent entries with mean zero and this variance, otherwise arbitrary: ``noise("varepsilon", n, ...)``.

    Parameters
    ----------
    name : str
        As for `Symbol`.
    *sizes : Size, Expr of sizes or int
        None for a scalar, one for a vector, two for a matrix.
    variance : Expr of shape () or number
        Of each entry, positive.

    Returns
    -------
    Random of shape `sizes`

    Raises
    ------
    ShapeError
        If one of `sizes` is no size.

    Examples
    --------
    >>> from derived.algebra import identity, noise, scalar, sizes, variance
    >>> from derived.derivation import Derivation
    >>> (n,), sigma = sizes("n"), scalar("sigma", "positive")
    >>> d = Derivation("Noise", label="noise").start(variance(noise("varepsilon", n, variance=sigma**2)))
    >>> print(d.equals(sigma**2 * identity(n), because="the entries are independent").lines[0].tex)
    \operatorname{Var}[\boldsymbol{\varepsilon}] = \sigma^{2} \mathbf{I}
    """
    return Noise(name, tuple(dimension(s) for s in sizes), as_expr(variance))


def gaussian(name: str, *sizes: Any, variance: Any) -> Random:
    """Independent normal entries with mean zero and this variance, simulated.

    Parameters
    ----------
    name : str
        As for `Symbol`.
    *sizes : Size, Expr of sizes or int
        None for a scalar, one for a vector, two for a matrix.
    variance : Expr of shape () or number
        Of each entry, positive.

    Returns
    -------
    Random of shape `sizes`

    Raises
    ------
    ShapeError
        If one of `sizes` is no size.
    Irrational
        When it is evaluated, if not on floats.
    IndexError
        When it is evaluated outside an expectation.

    Examples
    --------
    >>> from derived.algebra import Instance, expectation, gaussian
    >>> z = gaussian("z", variance=1)
    >>> here = Instance(0, "float")  # 400 draws
    >>> [round(expectation(z**k).at(here), 1) for k in (2, 4)]  # 1 and 3, up to chance
    [1.0, 2.5]
    """
    return Gaussian(name, tuple(dimension(s) for s in sizes), as_expr(variance))


class Uniform(Random):
    """Whole numbers drawn with replacement from 1, …, N: the rows of a mini-batch."""

    def __init__(self, name: str, count: Any, largest: Expr):
        super().__init__(name, (dimension(count),), Space(name))
        self.largest = largest
        self.space.weights = self._weights  # type: ignore[method-assign]

    @cached_property
    def depends(self) -> frozenset[Any]:
        return frozenset((self, self.space)) | self.largest.depends

    def table(self, instance: Instance) -> list[Any]:
        top = whole(self.largest.at(instance))
        rows = itertools.product(range(1, top + 1), repeat=instance.dims(self.shape)[0])
        return [np.array([instance.number(Fraction(k)) for k in row], dtype=object) for row in rows]

    def _weights(self, instance: Instance) -> list[Any]:
        total = len(self.table(instance))
        return [instance.number(Fraction(1, total))] * total


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
    return Uniform(name, count, largest)
