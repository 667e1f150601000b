"""Least squares as a model."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from derived.inputs import (
    as_matrix,
    as_vector,
    choice,
    column_names,
    settle,
    takes,
    truth,
    with_intercept,
)
from derived.linear_algebra.factors import offsets
from derived.linear_algebra.rank import RankDeficientError, rank
from derived.linear_models.design import add_intercept, shifted_design, unshifted
from derived.linear_models.linear_regression.fit import LinearFit
from derived.linear_models.linear_regression.solvers import SOLVERS

__all__ = [
    "LinearRegression",
]


@dataclass(frozen=True)
class LinearRegression:
    """Least squares, with an intercept unless it is declined.

    Parameters
    ----------
    intercept : bool
        Whether a column of ones is put before the columns of X.
    method : {"qr", "cholesky", "svd"}
        QR is accurate, and refined where X is ill-conditioned; Cholesky is faster where n is much larger than p and X
        is well conditioned; SVD answers even where columns depend on each other, with the shortest weights.

    Raises
    ------
    ValueError
        If the method is unknown.

    Examples
    --------
    >>> model = LinearRegression().fit([[0], [1], [2]], [1, 3, 5])
    >>> round(model.intercept_, 12), model.coef_.round(12)
    (1.0, array([2.]))
    """

    intercept: bool = True
    method: str = "qr"

    def __post_init__(self) -> None:
        settle(self, intercept=truth, method=choice(SOLVERS))

    def fit(self, X: ArrayLike, y: ArrayLike, weights: ArrayLike | None = None) -> LinearFit:
        """Find the weights.

        Parameters
        ----------
        X : array_like of shape (n, p) or (n,)
            A row for each observation; the columns of a DataFrame give the names of the summary.
        y : array_like of shape (n,)
            The response.
        weights : array_like of shape (n,), optional
            How much each squared residual counts, inversely proportional to the variance of its error.

        Returns
        -------
        LinearFit

        Raises
        ------
        ValueError
            For bad shapes, NaN or infinite values, empty data, or weights that are not positive.
        RankDeficientError
            If columns depend on each other, an intercept included, unless the method is "svd".
        """
        A = as_matrix(X, "X")
        b = as_vector(y, "y", length=len(A))
        names = column_names(X, A.shape[1])
        weight_names = with_intercept(names) if self.intercept else names
        v = np.ones(len(A)) if weights is None else as_vector(weights, "weights", length=len(A))
        if (v <= 0).any():
            i = int(np.argmax(v <= 0))
            raise ValueError(f"weights must be positive, but weights[{i}] is {v[i]:g}; leave such rows out")
        design = add_intercept(A) if self.intercept else A
        try:
            w = self._solve(design, b, v)
        except RankDeficientError as problem:
            shortest = 'use method="svd", which gives the shortest of all solutions and no standard errors'
            raise problem.named(weight_names, shortest) from None
        return LinearFit(w, design, b, v, names, self.intercept)

    @takes(design="n q", y="n", weights="n")
    def _solve(self, design: np.ndarray, y: np.ndarray, weights: np.ndarray) -> np.ndarray:
        """The weights, by way of columns brought near zero; but the shortest of many are asked for as they are."""
        shifted, shift = shifted_design(design, self.intercept)
        (level,) = offsets(y[:, np.newaxis]) if self.intercept else (0.0,)
        y = y - level
        if self.method == "svd" and shift.any() and rank(shifted) < len(shift) + 1:
            shifted, shift = design, np.zeros_like(shift)
        if (weights != 1).any():
            root = np.sqrt(weights)
            shifted, y = shifted * root[:, np.newaxis], y * root
        w = unshifted(SOLVERS[self.method](shifted, y), shift)
        return np.append(w[0] + level, w[1:]) if level else w
