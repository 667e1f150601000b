r"""How good a classifier is: labels, the confusion matrix, ROC and precision–recall curves, calibration.

A classifier gives each observation a score; at or above a threshold it says *positive*. Of the :math:`P` positives it
finds a share :math:`\mathrm{TP}/P`, the true positive rate or *recall*; of the :math:`N` negatives it takes a share
:math:`\mathrm{FP}/N` for positive, the false positive rate; of what it calls positive a share
:math:`\mathrm{TP}/(\mathrm{TP} + \mathrm{FP})` is, the *precision*. Moving the threshold draws the curves. *Calibrated*
are scores that are probabilities: of all observations with a score of 0.8, eight in ten are positive.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from derived.linear_algebra.factors import (
    RankDeficientError,
    as_vector,
    check_full_column_rank,
    check_stopping,
    triangular_factor,
)

__all__ = [
    "ROC",
    "Calibration",
    "PrecisionRecall",
    "SeparableDataError",
    "accuracy",
    "as_labels",
    "brier_score",
    "calibration_curve",
    "check_independent_columns",
    "confusion_matrix",
    "precision_recall_curve",
    "roc_curve",
]


class SeparableDataError(ValueError):
    """A flat boundary tells classes apart without an error, so that no finite weights are the best.

    Examples
    --------
    >>> from derived.linear_models import LogisticRegression
    >>> LogisticRegression().fit([1, 2], ["no", "yes"])
    Traceback (most recent call last):
    derived.metrics.classification.SeparableDataError: the classes are completely separated:
    all rows are on the right side of a flat boundary and none on the wrong side,
    ...; give a penalty, as in LogisticRegression(penalty=1.0)
    """


def as_labels(y: ArrayLike, length: int | None = None) -> tuple[np.ndarray, np.ndarray]:
    """The classes among labels of any kind, and for each label the number of its class.

    Parameters
    ----------
    y : array_like of shape (n,)
        Labels that can be sorted: numbers, strings, booleans.
    length : int, optional
        How many there must be.

    Returns
    -------
    classes : ndarray of shape (K,)
        The different labels, sorted.
    numbers : ndarray of shape (n,)
        Whole numbers from 0 to K − 1, such that ``classes[numbers]`` are the labels.

    Raises
    ------
    ValueError
        If the labels are no vector, empty, missing (NaN or None), of another length, or all the same.

    Examples
    --------
    >>> as_labels(["cat", "dog", "cat"])
    (array(['cat', 'dog'], dtype='<U3'), array([0, 1, 0]))
    """
    labels = np.asarray(y)
    if labels.ndim != 1 or labels.size == 0:
        raise ValueError(f"y must be a vector with a label for each row of X, but has shape {labels.shape}")
    if length is not None and len(labels) != length:
        raise ValueError(f"y has {len(labels)} labels, but X has {length} rows: one label is needed for each row")
    missing = pd.isna(labels)
    if missing.any():
        raise ValueError(f"y[{int(np.argmax(missing))}] is missing: leave such rows out")
    classes, numbers = np.unique(labels, return_inverse=True)
    if len(classes) < 2:
        raise ValueError(f"all labels are {classes[0]}: there is nothing to tell apart; give at least two classes")
    return classes, numbers


def check_independent_columns(X: np.ndarray, names: list[str]) -> None:
    """Refuse columns that depend on each other, by name.

    Parameters
    ----------
    X : ndarray of shape (n, d)
    names : list of str
        What the columns are called.

    Raises
    ------
    RankDeficientError
        If a column is a combination of those before it up to rounding, or if there are fewer rows than columns.

    Examples
    --------
    >>> X = np.array([[1.0, 2.0], [3.0, 6.0]])
    >>> check_independent_columns(X, ["feet", "half feet"])
    Traceback (most recent call last):
    derived.linear_algebra.factors.RankDeficientError: half feet can be computed from the other
    columns: remove it, or give a penalty
    """
    try:
        check_full_column_rank(triangular_factor(X), X)
    except RankDeficientError as problem:
        called = ", ".join(names[j] for j in problem.columns) or f"with only {len(X)} rows, some columns"
        raise RankDeficientError(
            f"{called} can be computed from the other columns: remove it, or give a penalty", problem.columns
        ) from None


def check_settings(penalty: float, tol: float, max_iter: int) -> None:
    """Refuse settings of a penalized fit that make no sense."""
    if not 0 <= penalty < np.inf:
        raise ValueError(f"penalty must be a number from zero up, not {penalty}")
    check_stopping(tol, max_iter)


def _two_classes(y: ArrayLike) -> np.ndarray:
    """Labels as 0 and 1: of two classes, the second in order is the positive one."""
    classes, numbers = as_labels(y)
    if len(classes) != 2:
        raise ValueError(f"y must have two classes, but has {len(classes)}: {', '.join(map(str, classes[:5]))} ...")
    return numbers


def _side_by_side(y: ArrayLike, predicted: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    truth, answers = np.asarray(y), np.asarray(predicted)
    if truth.shape != answers.shape or truth.ndim != 1:
        raise ValueError(f"y and predicted must be vectors of one length, not of shapes {truth.shape}, {answers.shape}")
    return truth, answers


def accuracy(y: ArrayLike, predicted: ArrayLike) -> float:
    """The share of labels that a classifier gave rightly.

    Parameters
    ----------
    y, predicted : array_like of shape (n,)
        The true labels, and those that it gave.

    Raises
    ------
    ValueError
        If the two are no vectors of one length.

    Examples
    --------
    >>> accuracy(["a", "b", "b", "b"], ["a", "a", "b", "b"])
    0.75
    """
    truth, answers = _side_by_side(y, predicted)
    return float(np.mean(truth == answers))


def confusion_matrix(y: ArrayLike, predicted: ArrayLike) -> pd.DataFrame:
    """How often each class was taken for each.

    Parameters
    ----------
    y, predicted : array_like of shape (n,)
        The true labels, and those that a classifier gave.

    Returns
    -------
    DataFrame of shape (K, K)
        A row for each true class, a column for each predicted one.

    Raises
    ------
    ValueError
        If the two differ in length, or labels are missing.

    Examples
    --------
    >>> confusion_matrix(["a", "b", "b"], ["a", "a", "b"])
    predicted  a  b
    true
    a          1  0
    b          1  1
    """
    truth, answers = _side_by_side(y, predicted)
    classes, numbers = as_labels(np.concatenate([truth, answers]))
    counts = np.zeros((len(classes), len(classes)), dtype=int)
    np.add.at(counts, (numbers[: len(truth)], numbers[len(truth) :]), 1)
    return pd.DataFrame(counts, index=pd.Index(classes, name="true"), columns=pd.Index(classes, name="predicted"))


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
    positive = _two_classes(y)
    score = as_vector(score, "score", length=len(positive))
    order = np.argsort(-score, kind="stable")
    last = np.append(np.flatnonzero(np.diff(score[order])), len(score) - 1)
    true = np.cumsum(positive[order])[last]
    return score[order][last], true, last + 1 - true


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
        As `roc_curve`.

    Examples
    --------
    >>> curve = precision_recall_curve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])
    >>> curve.precision.round(2), curve.recall
    (array([1.  , 0.5 , 0.67, 0.5 ]), array([0.5, 0.5, 1. , 1. ]))
    """
    thresholds, true, false = _counts(y, score)
    return PrecisionRecall(true / (true + false), true / true[-1], thresholds)


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


def _as_probabilities(p: ArrayLike, length: int) -> np.ndarray:
    p = as_vector(p, "p", length=length)
    if p.min() < 0 or p.max() > 1:
        i = int(np.argmax((p < 0) | (p > 1)))
        raise ValueError(f"p[{i}] is {p[i]:g}, which is no probability; log-odds go through the sigmoid first")
    return p


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
    if groups < 1:
        raise ValueError(f"groups must be at least 1, not {groups}")
    positive = _two_classes(y)
    p = _as_probabilities(p, len(positive))
    group = np.minimum((p * groups).astype(int), groups - 1)
    count = np.bincount(group, minlength=groups)
    kept = count > 0
    predicted, observed = (np.bincount(group, weights=v, minlength=groups)[kept] / count[kept] for v in (p, positive))
    return Calibration(predicted, observed, count[kept])


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
    positive = _two_classes(y)
    return float(np.mean((_as_probabilities(p, len(positive)) - positive) ** 2))
