"""How often a classifier is right, and which classes it takes for which."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from derived.inputs import classes_of, same_labels

__all__ = [
    "accuracy",
    "confusion_matrix",
]


def accuracy(y: ArrayLike, predicted: ArrayLike) -> float:
    """The share of labels that a classifier gave rightly.

    Parameters
    ----------
    y, predicted : array_like of shape (n,)
        The true labels, and those that it gave.

    Raises
    ------
    ValueError
        If the two are no vectors of one length, empty, or of different kinds, or if labels are missing.

    Examples
    --------
    >>> accuracy(["a", "b", "b", "b"], ["a", "a", "b", "b"])
    0.75
    """
    truth, answers, _ = same_labels(y, predicted)
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
        If the two are no vectors of one length, empty, or of different kinds, or if labels are missing.

    Examples
    --------
    >>> confusion_matrix(["a", "b", "b"], ["a", "a", "b"])
    predicted  a  b
    true
    a          1  0
    b          1  1
    """
    truth, _, both = same_labels(y, predicted)
    classes, numbers = classes_of(both)
    counts = np.zeros((len(classes), len(classes)), dtype=int)
    np.add.at(counts, (numbers[: len(truth)], numbers[len(truth) :]), 1)
    return pd.DataFrame(counts, index=pd.Index(classes, name="true"), columns=pd.Index(classes, name="predicted"))
