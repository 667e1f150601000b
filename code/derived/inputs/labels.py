"""Labels of any one kind: texts, numbers, truth values or dates, with none missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from derived.inputs.missing import check_unmasked, refuse_missing
from derived.inputs.values import KINDS, one_kind

__all__ = ["as_labels", "as_two_classes", "classes_of", "counted_labels", "same_labels"]


@dataclass(frozen=True)
class Labels:
    """A vector of labels, what kind they are of, and the order of their classes where the data give one."""

    values: np.ndarray
    kind: str
    order: np.ndarray | None = None


def as_labels(y: ArrayLike, length: int | None = None) -> tuple[np.ndarray, np.ndarray]:
    """The classes among labels, and for each label the number of its class.

    Parameters
    ----------
    y : array_like of shape (n,)
        Labels of one kind that can be sorted: numbers, texts, truth values, dates.
    length : int, optional
        How many there must be.

    Returns
    -------
    classes : ndarray of shape (K,)
        The different labels, sorted; those of an ordered Categorical in its order.
    numbers : ndarray of shape (n,)
        Whole numbers from 0 to K − 1, such that ``classes[numbers]`` are the labels.

    Raises
    ------
    ValueError
        If the labels are no vector, empty, missing (NaN, None, NA or masked), of different kinds, of another length,
        or all the same.

    Examples
    --------
    >>> as_labels(["cat", "dog", "cat"])
    (array(['cat', 'dog'], dtype='<U3'), array([0, 1, 0]))
    >>> as_labels([1, "dog"])
    Traceback (most recent call last):
    ValueError: y has labels of different kinds: y[0] is 1, a number, and
    y[1] is 'dog', a text; ...
    """
    labels = read_labels(y, "y")
    if length is not None and len(labels.values) != length:
        raise ValueError(
            f"y has {len(labels.values)} labels, but X has {length} rows: one label is needed for each row"
        )
    return classes_of(labels)


def classes_of(labels: Labels) -> tuple[np.ndarray, np.ndarray]:
    """The classes among labels that were read, at least two, and the number of each label's class.

    Parameters
    ----------
    labels : Labels
        As `same_labels` returns them.

    Raises
    ------
    ValueError
        If all are the same, or cannot be sorted.

    Examples
    --------
    >>> _, _, both = same_labels(["a", "b"], ["b", "b"])
    >>> classes_of(both)
    (array(['a', 'b'], dtype='<U1'), array([0, 1, 1, 1]))
    """
    classes, codes = _sorted_classes(labels)
    if len(classes) < 2:
        raise ValueError(f"all labels are {classes[0]}: there is nothing to tell apart; give at least two classes")
    return classes, codes


def as_two_classes(y: ArrayLike) -> np.ndarray:
    """Labels as 0 and 1: of two classes, the second in order is the positive one.

    Parameters
    ----------
    y : array_like of shape (n,)
        Labels as for `as_labels`.

    Raises
    ------
    ValueError
        As `as_labels` does, or if there are more than two classes.

    Examples
    --------
    >>> as_two_classes(["no", "yes", "no"])
    array([0, 1, 0])
    """
    classes, codes = as_labels(y)
    if len(classes) != 2:
        raise ValueError(f"y must have two classes, but has {len(classes)}: {', '.join(map(str, classes[:5]))} ...")
    return codes


def same_labels(y: ArrayLike, predicted: ArrayLike) -> tuple[np.ndarray, np.ndarray, Labels]:
    """Two vectors of labels that can be compared, and both of them together.

    Parameters
    ----------
    y, predicted : array_like of shape (n,)
        The true labels, and those that a classifier gave.

    Returns
    -------
    truth, answers : ndarray of shape (n,)
    both : Labels
        The first after the second.

    Raises
    ------
    ValueError
        If the two differ in length or in kind, as texts and numbers do; or as `as_labels` does.

    Examples
    --------
    >>> same_labels([1, 2], ["1", "2"])
    Traceback (most recent call last):
    ValueError: y has labels that are numbers, and predicted such that are texts: ...
    """
    truth, answers = read_labels(y, "y"), read_labels(predicted, "predicted")
    if len(truth.values) != len(answers.values):
        raise ValueError(
            f"y and predicted must be vectors of one length, not of shapes {truth.values.shape}, {answers.values.shape}"
        )
    if truth.kind != answers.kind:
        raise ValueError(
            f"y has labels that are {truth.kind}s, and predicted such that are {answers.kind}s: none would ever be "
            "right; turn one into the kind of the other"
        )
    both = Labels(_joined(truth.values, answers.values), truth.kind, truth.order)
    return both.values[: len(truth.values)], both.values[len(truth.values) :], both


def _joined(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Both in one vector, without a whole number becoming a float that it is not."""
    if a.dtype.kind == b.dtype.kind:
        return np.concatenate([a, b])
    return _typed([*pd.Series(a).astype(object), *pd.Series(b).astype(object)])


def read_labels(values: Any, name: str) -> Labels:
    """Labels of one kind, with none missing."""
    check_unmasked(values, name)
    order = None
    dtype = getattr(values, "dtype", None)
    if isinstance(dtype, pd.CategoricalDtype):
        order = np.asarray(dtype.categories) if dtype.ordered else None
    labels = _entries(values)
    if labels.ndim != 1 or labels.size == 0:
        raise ValueError(f"{name} must be a vector with a label for each row of X, but has shape {labels.shape}")
    refuse_missing(labels, name)
    if labels.dtype != object:
        return Labels(labels, KINDS[labels.dtype.kind], order)
    kind = one_kind(labels, name)
    return Labels(_typed(labels.tolist()), kind, order)


def _entries(values: Any) -> np.ndarray:
    """The entries as they were given: NumPy would turn a list of a text and a number into one of texts."""
    array = values if isinstance(values, np.ndarray) else None
    if isinstance(values, np.ma.MaskedArray):
        array = values.data
    if array is None and hasattr(values, "to_numpy"):
        array = values.to_numpy()
    if array is not None:
        array = np.asarray(array)
        return array if array.dtype.kind in KINDS else array.astype(object)
    if not isinstance(values, list | tuple):
        return np.asarray(values, dtype=object)
    entries = np.empty(len(values), dtype=object)
    for i, value in enumerate(values):
        if np.ndim(value) or isinstance(value, list | tuple):
            return np.empty((len(values), np.size(value)), dtype=object)  # no vector, as the shape will tell
        entries[i] = value
    return entries


def _typed(entries: list[Any]) -> np.ndarray:
    """Entries of one kind as an array of their own type, where that changes none of them."""
    objects = np.empty(len(entries), dtype=object)
    objects[:] = entries
    try:
        array = np.array(entries)
    except (ValueError, OverflowError):
        return objects
    if array.dtype.kind not in "biufUS" or array.tolist() != entries:
        return objects
    return array


def _sorted_classes(labels: Labels) -> tuple[np.ndarray, np.ndarray]:
    try:
        classes, codes = np.unique(labels.values, return_inverse=True)
    except TypeError as problem:
        raise ValueError(f"labels must be of a kind that can be sorted: {problem}; use texts or numbers") from problem
    if labels.order is None:
        return classes, codes
    position = {label: k for k, label in enumerate(labels.order.tolist())}
    by_order = np.argsort([position.get(label, len(position)) for label in classes.tolist()], kind="stable")
    return classes[by_order], np.argsort(by_order)[codes]


def counted_labels(values: ArrayLike, name: str) -> dict[Any, int]:
    """How often each label comes, in the order of the classes.

    Parameters
    ----------
    values : array_like of shape (n,)
        Labels of one kind.
    name : str
        What to call them in messages.

    Raises
    ------
    ValueError
        As `as_labels` does, but for labels that are all the same.

    Examples
    --------
    >>> counted_labels(["tile", "slate", "tile"], "roof")
    {'slate': 1, 'tile': 2}
    """
    classes, codes = _sorted_classes(read_labels(values, name))
    return dict(zip(pd.Series(classes).astype(object), np.bincount(codes).tolist(), strict=True))
