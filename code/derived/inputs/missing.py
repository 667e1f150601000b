"""Missing values: what says that there is none, and the one way in which they are refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from derived.inputs.values import place, shown


def missing_entries(values: Any) -> np.ndarray:
    """Where an array has no value: None, NaN, pandas' NA and NaT, and single entries that are masked.

    Examples
    --------
    >>> missing_entries(np.array([1, None, "nan", np.ma.masked], dtype=object))
    array([False,  True, False,  True])
    """
    array = np.asarray(values)
    if array.dtype.kind == "f":
        return np.isnan(array)
    missing = np.asarray(pd.isna(array))
    if array.dtype == object:
        masked = np.reshape([entry is np.ma.masked for entry in array.flat], array.shape)
        missing = missing | masked.astype(bool)
    return missing


def refuse_missing(values: Any, name: str, given: Any = None) -> None:
    """Refuse an array that has missing entries.

    Parameters
    ----------
    values : ndarray of any shape, Series or DataFrame
        The entries.
    name : str
        What to call them in messages.
    given : DataFrame, optional
        What they were taken from, whose columns have names: the place that is told is the one there.

    Raises
    ------
    ValueError
        If an entry is missing.

    Examples
    --------
    >>> refuse_missing(np.array([2.0, np.nan, np.nan]), "y")
    Traceback (most recent call last):
    ValueError: y[1] is missing (nan), as 2 in all are: leave such rows out, or fill them in first
    """
    missing = missing_entries(values)
    if missing.any():
        first = np.argwhere(missing)[0]
        value = shown(np.asarray(values)[tuple(first)])
        if isinstance(values, pd.DataFrame) and isinstance(given, pd.DataFrame):
            first[1] = given.columns.get_loc(values.columns[first[1]])
        _refuse(place(name, first, given), int(missing.sum()), value)


def check_unmasked(values: Any, name: str) -> None:
    """Refuse masked entries, which NumPy would otherwise unmask without a word.

    Parameters
    ----------
    values : object
        An array, or a list that may have masked arrays for rows.
    name : str
        What to call it in messages.

    Raises
    ------
    ValueError
        If an entry is masked.

    Examples
    --------
    >>> check_unmasked(np.ma.array([1, 2], mask=[False, True]), "y")
    Traceback (most recent call last):
    ValueError: y[1] is missing (masked): leave such rows out, or fill them in first
    """
    rows = enumerate(values) if isinstance(values, list | tuple) else [(None, values)]
    for i, row in rows:
        if isinstance(row, np.ma.MaskedArray) and (mask := np.ma.getmaskarray(row)).any():
            where = place(name if i is None else f"{name}[{i}]", np.argwhere(mask)[0])
            _refuse(where, int(mask.sum()), "masked")


def _refuse(where: str, number: int, value: str) -> None:
    others = f", as {number} in all are" if number > 1 else ""
    raise ValueError(f"{where} is missing ({value}){others}: leave such rows out, or fill them in first")
