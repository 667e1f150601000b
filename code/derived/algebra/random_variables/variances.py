"""Variances and covariances: means of products of deviations."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from derived.algebra.expressions import Expr
from derived.algebra.operators import operator
from derived.algebra.random_variables.expectations import Expectation
from derived.algebra.shapes import Shape, ShapeError, shape_text
from derived.algebra.valuation import Valuation
from derived.algebra.values import Value


@operator("variance")
class Variance(Expectation):
    """The variance of a scalar; of a vector, its covariance matrix."""

    symbol = r"\operatorname{Var}"
    confused = "expectation"

    def _shape(self, body: Expr) -> Shape:
        if len(body.shape) > 1:
            raise ShapeError(f"{body.tex()} is a {shape_text(body.shape)}: a variance is of a scalar or vector")
        return body.shape * 2

    def compute(self, instance: Valuation) -> Value:
        body = self.args[0]
        return self.mean(_deviations(body, body, *2 * [self.mean(body.at, instance)]), instance)


class Covariance(Expectation):
    """The covariance of two scalars, or the matrix of covariances of two vectors."""

    symbol = r"\operatorname{Cov}"

    def __init__(self, left: Expr, right: Expr):
        Expr.__init__(self, left, right)
        if len(left.shape) > 1 or len(right.shape) > 1:
            raise ShapeError("a covariance is of scalars or vectors")
        self.shape = left.shape + right.shape

    def tex(self) -> str:
        return f"{self.symbol}[{', '.join(a.tex() for a in self.args)}]"

    def compute(self, instance: Valuation) -> Value:
        a, b = self.args
        return self.mean(_deviations(a, b, self.mean(a.at, instance), self.mean(b.at, instance)), instance)

    @property
    def given(self) -> None:
        """Nothing is known."""
        return None

    def typos(self) -> Iterator[Expr]:
        return iter(())


def _deviations(a: Expr, b: Expr, mean_a: Value, mean_b: Value) -> Callable[[Valuation], Value]:
    """(a − mean of a)(b − mean of b)ᵀ, as a function of an instance."""

    def value(here: Valuation) -> Value:
        x, y = a.at(here) - mean_a, b.at(here) - mean_b
        return np.multiply.outer(x, y)[()] if isinstance(x, np.ndarray) or isinstance(y, np.ndarray) else x * y

    return value


def variance(body: Expr) -> Expr:
    r"""The variance of a random scalar, or the covariance matrix of a random vector.

    Parameters
    ----------
    body : Expr of shape () or (n,)

    Returns
    -------
    Expr of shape () or (n, n)

    Raises
    ------
    ShapeError
        If `body` is a row or a matrix.

    Examples
    --------
    >>> from derived.algebra import expectation, random_scalar, variance
    >>> from derived.derivation import Derivation
    >>> X = random_scalar("X")
    >>> d = Derivation("Two moments", label="moments").start(variance(X))
    >>> print(d.equals(expectation(X**2) - expectation(X) ** 2, because="multiply out").lines[0].tex)
    \operatorname{Var}[X] = \mathbb{E}[X^{2}] - \mathbb{E}[X]^{2}
    """
    return Variance(body)


def covariance(left: Expr, right: Expr) -> Expr:
    """The covariance of two random scalars, or the matrix of covariances of two random vectors.

    Parameters
    ----------
    left : Expr of shape () or (n,)
    right : Expr of shape () or (m,)

    Returns
    -------
    Expr of shape (), (n,), (m,) or (n, m)

    Raises
    ------
    ShapeError
        If one of the two is a row or a matrix.

    Examples
    --------
    >>> from derived.algebra import Space, covariance, random_scalar, variance
    >>> from derived.derivation import Derivation
    >>> both = Space("both")
    >>> X, Y = random_scalar("X", both), random_scalar("Y", both)
    >>> d = Derivation("The variance of a sum", label="spread").start(variance(X + Y))
    >>> d.equals(variance(X) + variance(Y) + 2 * covariance(X, Y), because="multiply out").lines[0].evidence.kind
    'enumerated'
    """
    return Covariance(left, right)
