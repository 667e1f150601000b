r"""Random vectors with the normal law of several dimensions, of any mean and covariance matrix.

The covariance matrix is taken apart as L D Lᵀ, with ones on the diagonal of L: the vector is its mean and L times
independent normal numbers with the variances D. So moments stay fractions, and the density is a product of bells that
knows nothing of a determinant or an inverse.
"""

from __future__ import annotations

import math
from typing import Any, ClassVar

import numpy as np

from derived.algebra.constants import zeros
from derived.algebra.expressions import Expr, Operand, as_expr
from derived.algebra.random_variables.independent import Independent, given_by
from derived.algebra.random_variables.normal_laws import Normal
from derived.algebra.random_variables.placed_laws import Placed
from derived.algebra.random_variables.spaces import Random, Space
from derived.algebra.shapes import ShapeError, SizeLike, dimension, shape_text
from derived.algebra.valuation import Valuation
from derived.algebra.values import Array, Scalar, Value
from derived.autodiff import OutOfDomain, real_part


def taken_apart(matrix: Array) -> tuple[Array, list[Any]]:
    """A symmetric positive definite matrix as L D Lᵀ: the columns of L, with ones on its diagonal, and D.

    Raises
    ------
    OutOfDomain
        If the matrix is not positive definite.

    Examples
    --------
    >>> from fractions import Fraction
    >>> columns, d = taken_apart(np.array([[4, 2], [2, 3]], dtype=object) * Fraction(1))
    >>> columns.tolist() == [[1, 0], [Fraction(1, 2), 1]], d == [4, 2]
    (True, True)
    """
    many = len(matrix)
    columns: Array = np.full((many, many), 0, dtype=object)
    left: Array = matrix.copy()
    diagonal: list[Any] = []
    for k in range(many):
        pivot = left[k, k]
        if not real_part(pivot) > 0:
            raise OutOfDomain("a covariance matrix is not positive definite: there is no density")
        diagonal.append(pivot)
        columns[k, k] = 1
        for i in range(k + 1, many):
            columns[i, k] = left[i, k] / pivot
        for i in range(k + 1, many):
            for j in range(k + 1, many):
                left[i, j] = left[i, j] - columns[i, k] * left[j, k]
    return columns, diagonal


class NormalVector(Independent):
    """A random vector with a normal law: the only one whose entries depend on each other."""

    whole: ClassVar = ("mean", "covariance")

    @property
    def in_words(self) -> str:
        mean, covariance = (self.parameters[word].tex() for word in ("mean", "covariance"))
        return f"is normal with mean ${mean}$ and covariance ${covariance}$"

    def _apart(self, instance: Valuation) -> tuple[Array, Array, list[Any]]:
        mean, covariance = (self.parameters[word].array_at(instance) for word in ("mean", "covariance"))
        return mean, *taken_apart(covariance)

    def undecided(self, instance: Valuation, sources: dict[Space, Any]) -> Value:
        mean, columns, variances = self._apart(instance)
        independent = np.array([given_by(Normal(instance.number, v, instance.wild)) for v in variances] + [None])[:-1]
        return mean + columns @ independent

    def joint_density(self, instance: Valuation, x: Array) -> Scalar:
        """The density of all entries together: that of the independent numbers of which the vector is made."""
        mean, columns, variances = self._apart(instance)
        rest: list[Any] = list(x - mean)
        total: list[Any] = []
        for k, variance in enumerate(variances):
            law = Normal(instance.number, variance, instance.wild)
            total.append(Placed(law, 0, law.scale).density(rest[k]))
            for i in range(k + 1, len(rest)):
                rest[i] = rest[i] - columns[i, k] * rest[k]
        return math.prod(total)


def normal_vector(name: str, size: SizeLike, *, covariance: Expr, mean: Operand | None = None) -> Random:
    r"""A random vector with the normal law of a mean and a covariance matrix: its entries may depend on each other.

    Parameters
    ----------
    name : str
        As for `Symbol`.
    size : Size, Expr of sizes or int
        How many entries it has.
    covariance : Expr of shape (size, size)
        Positive definite, as of ``matrix("Sigma", p, p, "positive definite")``.
    mean : Expr of shape (size,)
        Zero, if not given.

    Returns
    -------
    Random of shape (size,)

    Raises
    ------
    ShapeError
        If the shapes do not fit, or a parameter is random.
    OutOfDomain
        When it is evaluated, if the covariance matrix is not positive definite.

    Examples
    --------
    >>> from derived.algebra import expectation, inverse, matrix, normal_vector, sizes
    >>> from derived.derivation import Derivation
    >>> (p,) = sizes("p")
    >>> S = matrix("Sigma", p, p, "positive definite")
    >>> x, d = normal_vector("x", p, covariance=S), Derivation("A squared distance", label="distance")
    >>> d = d.start(expectation(x.T @ inverse(S) @ x)).equals(p, because="one for each direction")
    >>> print(d.lines[0].tex)
    \mathbb{E}[\mathbf{x}^\top \boldsymbol{\Sigma}^{-1} \mathbf{x}] = p
    """
    shape = (dimension(size),)
    center = zeros(size) if mean is None else as_expr(mean)
    for word, value, wanted in (("mean", center, shape), ("covariance", covariance, shape * 2)):
        if value.shape != wanted:
            raise ShapeError(f"the {word} of {name} is a {shape_text(value.shape)}: it must be a {shape_text(wanted)}")
    return NormalVector(name, shape, mean=center, covariance=covariance)
