"""Fitted weights of logistic regression, and what statistics says of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from derived.inputs import ColumnNames
from derived.linear_algebra.cholesky import hessian_factor
from derived.linear_algebra.factors import inverse_factor
from derived.linear_models.design import conditioned
from derived.linear_models.fits import LinearScores, Weights
from derived.linear_models.logistic_regression.loss import log_loss
from derived.probability import sigmoid
from derived.statistics.inference import Inference
from derived.supervised import ClassificationFit

__all__ = [
    "LogisticFit",
]


@dataclass(frozen=True, eq=False)
class LogisticFit(Weights, LinearScores, ClassificationFit, Inference):
    """Fitted weights, and what statistics says of them.

    Attributes
    ----------
    w : ndarray of shape (d,)
        All weights, the intercept first if there is one.
    X : ndarray of shape (n, d)
        The design matrix, with its column of ones.
    y : ndarray of shape (n,)
        The labels as zeros and ones.
    classes_ : ndarray of shape (2,)
        The labels that 0 and 1 stand for.
    names : ColumnNames
        The names of the columns that were given.
    has_intercept : bool
        Whether the first column is the intercept.
    penalty : ndarray of shape (d,)
        λ for each weight.
    n_iter_ : int
        How many Newton steps were taken.
    converged_ : bool
        Whether they arrived.

    Examples
    --------
    One yes in four where x is 0, three in four where it is 1, so that the odds rise from 1/3 to 3:

    >>> from derived.linear_models import LogisticRegression
    >>> y = ["no", "no", "no", "yes", "no", "yes", "yes", "yes"]
    >>> fit = LogisticRegression().fit([0, 0, 0, 0, 1, 1, 1, 1], y)
    >>> fit.predict_proba([0, 1]).round(6)
    array([[0.75, 0.25],
           [0.25, 0.75]])
    >>> fit.predict([0, 1])
    array(['no', 'yes'], dtype='<U3')
    >>> np.exp(fit.coef_).round(6), np.exp(fit.confidence_intervals()[1]).round(1)
    (array([9.]), array([  0.4, 220.9]))
    >>> fit.z_values.round(2), fit.p_values.round(2)
    (array([-0.95,  1.35]), array([0.34, 0.18]))
    """

    w: np.ndarray
    X: np.ndarray = field(repr=False)
    y: np.ndarray = field(repr=False)
    classes_: np.ndarray
    names: ColumnNames
    has_intercept: bool
    penalty: np.ndarray = field(repr=False)
    n_iter_: int
    converged_: bool

    def predict_proba(self, X: ArrayLike) -> np.ndarray:
        """The probability of each class, in the order of `classes_`, of shape (n, 2).

        Parameters
        ----------
        X : array_like of shape (m, p)
            The columns of the fit, in their order.
        """
        z = self.decision_function(X)
        return np.column_stack([sigmoid(-z), sigmoid(z)])

    def predict(self, X: ArrayLike) -> np.ndarray:
        """The more probable class for each row.

        Parameters
        ----------
        X : array_like of shape (m, p)
            The columns of the fit, in their order.
        """
        return self.classes_[(self.decision_function(X) > 0).astype(int)]

    @cached_property
    def log_likelihood(self) -> float:
        """The logarithm of the probability of the labels, the penalty not counted."""
        return -log_loss(self.X, self.y, self.w)

    @cached_property
    def null_log_likelihood(self) -> float:
        """The same for the best model that has an intercept only."""
        share = self.y.mean()
        return float(len(self.y) * (share * np.log(share) + (1 - share) * np.log(1 - share)))

    @property
    def pseudo_r_squared(self) -> float:
        """McFadden's 1 − (log-likelihood) / (log-likelihood with an intercept only)."""
        return 1 - self.log_likelihood / self.null_log_likelihood

    @property
    def df(self) -> float:
        """Infinity, as Wald's test takes the normal distribution, which is right for many observations."""
        return np.inf

    @cached_property
    def covariance_root(self) -> np.ndarray:
        """R⁻¹, where RᵀR is the Hessian XᵀSX, whose inverse is the covariance of the weights for many observations.

        Raises
        ------
        ValueError
            If the weights were penalized, or the fit did not converge: then this is not their covariance.
        """
        if self.penalty.any() or not self.converged_:
            raise ValueError(
                "standard errors are those of a maximum of the likelihood, but this fit "
                + ("has a penalty: fit with penalty=0" if self.penalty.any() else "did not converge: raise max_iter")
            )
        p = sigmoid(self.X @ self.w)
        design = conditioned(self.X, self.has_intercept)
        return design.weights(inverse_factor(hessian_factor(design.Z, p * (1 - p), self.penalty)))

    @property
    def z_values(self) -> np.ndarray:
        """The weights divided by their standard errors."""
        return self.test_statistics

    def summary(self, level: float = 0.95) -> pd.DataFrame:
        """A table: weight, odds ratio, standard error, z, p and interval of the weight of each column.

        Parameters
        ----------
        level : float
            How much of the time the interval is to cover, between 0 and 1.

        Examples
        --------
        >>> from derived.linear_models import LogisticRegression
        >>> fit = LogisticRegression().fit([1, 2, 3, 4, 5, 6], [0, 0, 1, 0, 1, 1])
        >>> fit.summary().round(2)["odds ratio"].to_dict()
        {'intercept': 0.01, 'x1': 3.37}
        """
        table = super().summary(level)
        table.insert(1, "odds ratio", np.exp(self.w))
        return table
