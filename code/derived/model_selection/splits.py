"""Rows held out, once or in turns."""

from __future__ import annotations

from typing import Any

import numpy as np

from derived.inputs import count, generator, number, number_of_rows, take_rows, takes

__all__ = [
    "k_fold",
    "train_test_split",
]


def train_test_split(*arrays: Any, rng: np.random.Generator, test_size: float = 0.25) -> list[Any]:
    """Part rows at random into those to learn from and those to be examined on.

    Parameters
    ----------
    *arrays : array_like or DataFrame, each with n rows
        All are parted in the same way; a DataFrame stays one.
    rng : numpy.random.Generator
        The source of chance.
    test_size : float or int
        The share of the rows that are held out, below 1 and rounded up to whole rows; or their number.

    Returns
    -------
    list
        The training part and the test part of the first array, then of the second, and so on.

    Raises
    ------
    ValueError
        If the arrays differ in length, a part would be empty, or a setting is of the wrong type.

    Examples
    --------
    >>> X, y = np.arange(8.0).reshape(4, 2), np.arange(4.0)
    >>> rng = np.random.default_rng(0)
    >>> X_train, X_test, y_train, y_test = train_test_split(X, y, rng=rng)
    >>> X_train.shape, y_test.shape
    ((3, 2), (1,))
    """
    lengths = [number_of_rows(a, f"array {k}") for k, a in enumerate(arrays)]
    if len(set(lengths)) != 1:
        raise ValueError(f"give arrays with the same number of rows, not {lengths or 'none'}")
    n = lengths[0]
    held_out = _number_held_out(test_size, n)
    if not 0 < held_out < n:
        raise ValueError(
            f"test_size = {test_size} would hold out {held_out} of {n} rows: give a share between 0 and 1, or a number "
            "of rows, that leaves some on each side"
        )
    order = generator(rng, "rng").permutation(n)
    return [take_rows(a, part) for a in arrays for part in (order[held_out:], order[:held_out])]


def _number_held_out(test_size: Any, n: int) -> int:
    """A number of rows as it is; a share of them rounded up, but for what rounding alone put above a whole number."""
    hint = "give a share between 0 and 1, or a whole number of rows"
    size = number(at_least=0, hint=hint)(test_size, "test_size")
    if isinstance(test_size, int | np.integer) or size > 1:
        return count(hint=hint)(test_size, "test_size")
    rows = float(str(test_size)) * n  # the digits that were written: np.float32(0.1) is a tenth
    return round(rows) if abs(rows - round(rows)) < 1e-9 * n else int(np.ceil(rows))


@takes(n=count(), k=count(), rng=generator)
def k_fold(n: int, k: int, rng: np.random.Generator | None = None) -> list[tuple[np.ndarray, np.ndarray]]:
    """Part n rows into k folds, each of which is held out once.

    Parameters
    ----------
    n : int
        How many rows there are.
    k : int
        How many folds: 5 or 10 are usual, and n leaves out one row at a time.
    rng : numpy.random.Generator, optional
        To shuffle the rows; without it, a fold is a block of neighbors, and rows that are sorted are parted badly.

    Returns
    -------
    list of k pairs (train, test) of ndarray of int
        The rows to learn from, and those that are held out.

    Raises
    ------
    ValueError
        If k is not between 2 and n.

    Examples
    --------
    >>> for train, test in k_fold(5, 2):
    ...     print(train, test)
    [3 4] [0 1 2]
    [0 1 2] [3 4]
    """
    if not 2 <= k <= n:
        raise ValueError(f"{n} rows can be parted into 2 to {n} folds, not {k}")
    order = np.arange(n) if rng is None else rng.permutation(n)
    return [(np.setdiff1d(order, fold), np.sort(fold)) for fold in np.array_split(order, k)]
