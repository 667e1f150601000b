"""Products of columns, for models that are linear in them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations_with_replacement
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from derived.inputs import ColumnNames, as_matrix, column_names, count, like_input, same_columns, settle

__all__ = [
    "PolynomialFeatures",
    "Products",
]


@dataclass(frozen=True)
class PolynomialFeatures:
    """All products of up to `degree` columns: x₁, x₂, x₁², x₁x₂, x₂², …; without the constant.

    Parameters
    ----------
    degree : int

    Raises
    ------
    ValueError
        If the degree is below 1.

    Examples
    --------
    >>> PolynomialFeatures(3).transform([2.0, 10.0])
    array([[   2.,    4.,    8.],
           [  10.,  100., 1000.]])
    """

    degree: int

    def __post_init__(self) -> None:
        settle(self, degree=count(hint="degree 0 is the intercept alone"))

    def fit(self, X: ArrayLike) -> Products:
        """Learn the names of the columns; there is nothing else to learn.

        Parameters
        ----------
        X : array_like of shape (n, p) or (n,)
            The columns.

        Raises
        ------
        ValueError
            For bad input, or if two products would have the same name.
        """
        return Products(self.degree, column_names(X, as_matrix(X, "X").shape[1]))

    def transform(self, X: ArrayLike) -> Any:
        """The products of these columns, whatever their names are; see `Products.transform`.

        Parameters
        ----------
        X : array_like of shape (n, p) or (n,)
            The columns.
        """
        return self.fit(X).transform(X)


@dataclass(frozen=True)
class Products:
    """Products of the columns that were there in `fit`.

    Attributes
    ----------
    degree : int
        That of the largest products.
    names : ColumnNames
        The names of the columns.

    Examples
    --------
    >>> import pandas as pd
    >>> houses = pd.DataFrame({"area": [2.0], "rooms": [3.0]})
    >>> PolynomialFeatures(2).fit(houses).transform(houses)
       area  rooms  area^2  area rooms  rooms^2
    0   2.0    3.0     4.0         6.0      9.0
    """

    degree: int
    names: ColumnNames

    @property
    def factors(self) -> list[list[int]]:
        """For each product the columns that are multiplied, by rising degree."""
        degrees = range(1, self.degree + 1)
        return [list(c) for d in degrees for c in combinations_with_replacement(range(len(self.names)), d)]

    def transform(self, X: ArrayLike) -> Any:
        """The products, of shape (n, number of products), by rising degree; a DataFrame if X is one.

        Parameters
        ----------
        X : array_like of shape (m, p)
            The columns of the fit, in their order.

        Raises
        ------
        ValueError
            For bad input, if the columns of X have other names than in `fit`, or if a product is too large for a float,
            or all of it too small.
        """
        A, factors = same_columns(X, self.names), self.factors
        with np.errstate(over="ignore", under="ignore"):
            Z = as_matrix(np.column_stack([A[:, c].prod(axis=1) for c in factors]), "a product of columns")
        zero = np.flatnonzero(~Z.any(axis=0))
        if any(A[:, factors[k]].all(axis=1).any() for k in zero):
            raise ValueError("a product of columns is too small for a float: scale the columns first (StandardScaler)")
        return like_input(Z, X, [self._name(c) for c in factors])

    def _name(self, columns: list[int]) -> str:
        """The name of a product: ``area^2 rooms``."""
        powers = {j: columns.count(j) for j in columns}
        return " ".join(self.names[j] + (f"^{k}" if k > 1 else "") for j, k in powers.items())
