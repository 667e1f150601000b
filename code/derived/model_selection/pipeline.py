"""Steps that prepare the columns and a model, fitted as one.

Whatever is learned from data, means and scales included, is learned anew each time that rows are held out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from derived.inputs import settle
from derived.model_selection.validation import Model, with_fit

__all__ = [
    "FittedPipeline",
    "Pipeline",
]


@dataclass(frozen=True)
class Pipeline:
    """Steps that prepare the columns, then a model, fitted as one, so that cross-validation holds out from all of them.

    Parameters
    ----------
    steps : sequence
        Each has ``fit(X)``, which returns something with ``transform(X)``.
    model : object
        With ``fit(X, y)``.

    Examples
    --------
    >>> from derived.linear_models import LinearRegression
    >>> from derived.preprocessing import PolynomialFeatures, StandardScaler
    >>> steps = [PolynomialFeatures(2), StandardScaler()]
    >>> parabola = Pipeline(steps, LinearRegression())
    >>> parabola.fit([0, 1, 2, 3], [0, 1, 4, 9]).predict([4]).round(10)
    array([16.])
    """

    steps: Sequence[Any]
    model: Model

    def __post_init__(self) -> None:
        settle(self, steps=_steps, model=with_fit)

    def fit(self, X: Any, y: Any) -> FittedPipeline:
        """Fit each step to what the steps before it made of X, and the model to what all of them made.

        Parameters
        ----------
        X : array_like or DataFrame with n rows
            What the first step takes.
        y : array_like of shape (n,)
            The response, or the labels.

        Raises
        ------
        ValueError
            As the steps and the model do.
        """
        fitted = []
        for step in self.steps:
            fitted.append(step.fit(X))
            X = fitted[-1].transform(X)
        return FittedPipeline(tuple(fitted), self.model.fit(X, y))


def _steps(steps: Any, name: str) -> tuple[Any, ...]:
    if not isinstance(steps, list | tuple):
        raise ValueError(f"{name} must be a list, even of a single step, not {steps!r}")
    return tuple(with_fit(step, f"{name}[{k}]") for k, step in enumerate(steps))


@dataclass(frozen=True, eq=False)
class FittedPipeline:
    """Fitted steps and a fitted model.

    Attributes
    ----------
    steps : tuple
        What the steps learned.
    model : object
        The fitted model, in the columns that the steps made.

    Examples
    --------
    >>> from derived.linear_models import LinearRegression
    >>> from derived.preprocessing import StandardScaler
    >>> pipeline = Pipeline([StandardScaler()], LinearRegression())
    >>> fit = pipeline.fit([10, 10, 30, 30], [0, 2, 4, 6])
    >>> fit.steps[0].mean_, fit.transform([40]), fit.model.coef_.round(6)
    (array([20.]), array([[2.]]), array([2.]))
    >>> fit.predict([40]).round(6), round(fit.score([20, 40], [3, 7]), 6)
    (array([7.]), 1.0)
    """

    steps: tuple[Any, ...] = field(repr=False)
    model: Any

    def transform(self, X: Any) -> Any:
        """What the steps make of X.

        Parameters
        ----------
        X : array_like or DataFrame
            Rows like those of the fit.

        Raises
        ------
        ValueError
            As the steps do.
        """
        for step in self.steps:
            X = step.transform(X)
        return X

    def predict(self, X: Any) -> np.ndarray:
        """The model's prediction for each row of X.

        Parameters
        ----------
        X : array_like or DataFrame
            Rows like those of the fit.
        """
        return self.model.predict(self.transform(X))

    def score(self, X: Any, y: Any) -> float:
        """The model's score on these rows.

        Parameters
        ----------
        X : array_like or DataFrame with m rows
            Rows like those of the fit.
        y : array_like of shape (m,)
            What is true of them.
        """
        return self.model.score(self.transform(X), y)
