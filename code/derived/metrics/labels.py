"""Labels of classes: of any kind that can be sorted, told apart by number."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

__all__ = [
    "as_labels",
]


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
