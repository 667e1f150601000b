"""Products of columns, for models that are linear in them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations_with_replacement

import numpy as np
from numpy.typing import ArrayLike

from derived.linear_algebra.arrays import as_matrix

__all__ = [
    "PolynomialFeatures",
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
        if self.degree < 1:
            raise ValueError(f"degree must be 1 or more, not {self.degree}; degree 0 is the intercept alone")

    def fit(self, X: ArrayLike) -> PolynomialFeatures:
        """Return itself: there is nothing to learn."""
        return self

    def transform(self, X: ArrayLike) -> np.ndarray:
        """The products, of shape (n, number of products), by rising degree.

        Raises
        ------
        ValueError
            For bad input, or if a product is too large for a float.
        """
        A = as_matrix(X, "X")
        degrees = range(1, self.degree + 1)
        factors = [list(c) for d in degrees for c in combinations_with_replacement(range(A.shape[1]), d)]
        with np.errstate(over="ignore"):
            return as_matrix(np.column_stack([A[:, c].prod(axis=1) for c in factors]), "a product of columns")
