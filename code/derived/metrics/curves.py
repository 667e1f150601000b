r"""What a classifier finds at every threshold: ROC and precision–recall curves.

A classifier gives each observation a score; at or above a threshold it says *positive*. Of the :math:`P` positives it
finds a share :math:`\mathrm{TP}/P`, the true positive rate or *recall*; of the :math:`N` negatives it takes a share
:math:`\mathrm{FP}/N` for positive, the false positive rate; of what it calls positive a share
:math:`\mathrm{TP}/(\mathrm{TP} + \mathrm{FP})` is, the *precision*. Moving the threshold draws the curves.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from derived.inputs import as_ranked, as_two_classes

__all__ = [
    "ROC",
    "PrecisionRecall",
    "precision_recall_curve",
    "roc_curve",
]


@dataclass(frozen=True, eq=False)
class ROC:
    """The receiver operating characteristic: what each threshold finds, and at what price.

    Attributes
    ----------
    false_positive_rate : ndarray of shape (m,)
        The share of the negatives that are called positive, from 0, where nothing is, to 1, where everything is.
    true_positive_rate : ndarray of shape (m,)
        The share of the positives that are called positive, from 0 to 1 likewise.
    thresholds : ndarray of shape (m,)
        Scores at or above them are called positive; the first is infinite.

    Examples
    --------
    >>> roc = roc_curve([0, 0, 1, 1], [0.1, 0.6, 0.6, 0.9])
    >>> roc.thresholds
    array([inf, 0.9, 0.6, 0.1])
    >>> roc.true_positive_rate, roc.false_positive_rate
    (array([0. , 0.5, 1. , 1. ]), array([0. , 0. , 0.5, 1. ]))

    Of the four pairs of a positive and a negative, three are in order, and one is a tie:

    >>> roc.area
    0.875
    """

    false_positive_rate: np.ndarray
    true_positive_rate: np.ndarray
    thresholds: np.ndarray

    @property
    def area(self) -> float:
        """The area under the curve, the chance that a positive scores higher than a negative, ties counting half."""
        return float(np.trapezoid(self.true_positive_rate, self.false_positive_rate))


def _counts(y: ArrayLike, score: ArrayLike) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For each different score, from the highest down: it, and the true and false positives at or above it."""
    positive = as_two_classes(y)
    thresholds, level = np.unique(as_ranked(score, "score", length=len(positive)), return_inverse=True)
    called = np.cumsum(np.bincount(level)[::-1])
    true = np.cumsum(np.bincount(level, weights=positive)[::-1])
    return thresholds[::-1].astype(float), true, called - true


def roc_curve(y: ArrayLike, score: ArrayLike) -> ROC:
    """The true and the false positive rate at every threshold.

    Parameters
    ----------
    y : array_like of shape (n,)
        Labels of two classes; the second in order counts as positive.
    score : array_like of shape (n,)
        The higher, the more positive: probabilities, log-odds or any other number.

    Raises
    ------
    ValueError
        If there are not two classes, or scores are missing, infinite or of another length.

    References
    ----------
    Fawcett, An introduction to ROC analysis, Pattern Recognition Letters 27 (2006), algorithm 1.

    Examples
    --------
    >>> roc_curve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]).area
    0.75
    """
    thresholds, true, false = _counts(y, score)
    return ROC(np.append(0, false / false[-1]), np.append(0, true / true[-1]), np.append(np.inf, thresholds))


@dataclass(frozen=True, eq=False)
class PrecisionRecall:
    """Precision and recall at every threshold.

    Attributes
    ----------
    precision : ndarray of shape (m,)
        The share of positives among what is called positive; it may go up and down.
    recall : ndarray of shape (m,)
        The share of the positives that are called positive; it rises to 1.
    thresholds : ndarray of shape (m,)
        Scores at or above them are called positive; from the highest score down.

    Examples
    --------
    >>> y = ["spam", "ham", "ham", "spam"]
    >>> curve = precision_recall_curve(y, [0.8, 0.6, 0.4, 0.2])
    >>> curve.thresholds
    array([0.8, 0.6, 0.4, 0.2])
    >>> curve.precision.round(3), curve.recall
    (array([1.   , 0.5  , 0.333, 0.5  ]), array([0.5, 0.5, 0.5, 1. ]))

    The first positive is found at a precision of 1, the second at 1/2:

    >>> curve.average_precision
    0.75
    """

    precision: np.ndarray
    recall: np.ndarray
    thresholds: np.ndarray

    @property
    def average_precision(self) -> float:
        """The mean of the precision over the positives found, one after another, Σ (Rₖ − Rₖ₋₁) Pₖ."""
        return float(np.diff(self.recall, prepend=0) @ self.precision)


def precision_recall_curve(y: ArrayLike, score: ArrayLike) -> PrecisionRecall:
    """Precision and recall at every threshold.

    Parameters
    ----------
    y : array_like of shape (n,)
        Labels of two classes; the second in order counts as positive.
    score : array_like of shape (n,)
        The higher, the more positive.

    Raises
    ------
    ValueError
        If there are not two classes, or scores are missing, infinite or of another length.

    Examples
    --------
    >>> curve = precision_recall_curve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])
    >>> curve.precision.round(2), curve.recall
    (array([1.  , 0.5 , 0.67, 0.5 ]), array([0.5, 0.5, 1. , 1. ]))
    """
    thresholds, true, false = _counts(y, score)
    return PrecisionRecall(true / (true + false), true / true[-1], thresholds)
