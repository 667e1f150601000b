"""Whether scores are probabilities: of all observations with a score of 0.8, eight in ten should be positive."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from derived.inputs import as_two_classes, as_vector, count, probabilities

__all__ = [
    "Calibration",
    "brier_score",
    "calibration_curve",
]


@dataclass(frozen=True, eq=False)
class Calibration:
    """What was predicted beside what happened, in groups of like predictions.

    Attributes
    ----------
    predicted : ndarray of shape (m,)
        The mean probability in each group.
    observed : ndarray of shape (m,)
        The share of positives in each group.
    count : ndarray of shape (m,)
        How many observations a group has.

    Examples
    --------
    >>> rain = ["dry", "dry", "dry", "wet", "wet", "wet", "wet", "wet"]
    >>> chance = [0.25, 0.25, 0.25, 0.25, 0.75, 0.75, 0.75, 0.75]
    >>> forecast = calibration_curve(rain, chance, groups=2)
    >>> forecast.predicted, forecast.observed, forecast.count
    (array([0.25, 0.75]), array([0.25, 1.  ]), array([4, 4]))
    >>> forecast.error  # right for half of the days, 0.25 too low for the others
    0.125
    """

    predicted: np.ndarray
    observed: np.ndarray
    count: np.ndarray

    @property
    def error(self) -> float:
        """The expected calibration error, which is the mean distance of the two, each group counting by its size."""
        return float(np.average(np.abs(self.predicted - self.observed), weights=self.count))


def calibration_curve(y: ArrayLike, p: ArrayLike, groups: int = 10) -> Calibration:
    """Sort the probabilities into intervals of one width, and compare each group with what happened.

    Parameters
    ----------
    y : array_like of shape (n,)
        Labels of two classes; the second in order counts as positive.
    p : array_like of shape (n,)
        Probabilities of the positive class.
    groups : int
        How many intervals between 0 and 1; empty ones are left out.

    Raises
    ------
    ValueError
        If there are not two classes, p are no probabilities, or there are no groups.

    Examples
    --------
    >>> curve = calibration_curve([0, 1, 1, 1], [0.1, 0.2, 0.8, 0.9], groups=2)
    >>> curve.predicted, curve.observed
    (array([0.15, 0.85]), array([0.5, 1. ]))
    """
    groups = count()(groups, "groups")
    positive = as_two_classes(y)
    p = probabilities(as_vector(p, "p", length=len(positive)), "p")
    group = np.searchsorted(np.arange(1, groups) / groups, p, side="right")
    sizes = np.bincount(group)
    kept = sizes > 0
    predicted, observed = (np.bincount(group, weights=v)[kept] / sizes[kept] for v in (p, positive))
    return Calibration(predicted, observed, sizes[kept])


def brier_score(y: ArrayLike, p: ArrayLike) -> float:
    """The mean squared difference of probabilities and outcomes: 0 for a seer, 0.25 for 'one half' every time.

    Parameters
    ----------
    y : array_like of shape (n,)
        Labels of two classes; the second in order counts as positive.
    p : array_like of shape (n,)
        Probabilities of the positive class.

    Raises
    ------
    ValueError
        If there are not two classes, or p are no probabilities.

    References
    ----------
    Brier, Verification of forecasts expressed in terms of probability, Monthly Weather Review 78 (1950).

    Examples
    --------
    >>> round(brier_score([0, 1], [0.2, 0.6]), 2)
    0.1
    """
    positive = as_two_classes(y)
    return float(np.mean((probabilities(as_vector(p, "p", length=len(positive)), "p") - positive) ** 2))
