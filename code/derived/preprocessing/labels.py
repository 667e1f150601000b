"""Labels of any kind as rows of zeros with a single one."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from derived.inputs import as_labels

__all__ = ["one_hot"]


def one_hot(y: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Labels as rows of zeros with a single one.

    Parameters
    ----------
    y : array_like of shape (n,)
        Labels of any kind that can be sorted: numbers, strings, booleans.

    Returns
    -------
    Y : ndarray of shape (n, K)
        A row for each label, a column for each class.
    classes : ndarray of shape (K,)
        The different labels, sorted.

    Raises
    ------
    ValueError
        If the labels are no vector, empty, missing (NaN or None), or all the same.

    Examples
    --------
    >>> one_hot(["cat", "dog", "cat"])
    (array([[1., 0.],
           [0., 1.],
           [1., 0.]]), array(['cat', 'dog'], dtype='<U3'))
    """
    classes, numbers = as_labels(y)
    return np.eye(len(classes))[numbers], classes
