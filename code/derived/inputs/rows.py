"""Rows: how many there are, and some of them, in the container that they came in."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from derived.inputs.missing import check_unmasked

__all__ = ["number_of_rows", "take_rows"]


def number_of_rows(data: Any, name: str) -> int:
    """How many rows an array, a DataFrame or a list has.

    Examples
    --------
    >>> number_of_rows([[1, 2], [3, 4], [5, 6]], "X")
    3
    >>> number_of_rows(7, "X")
    Traceback (most recent call last):
    ValueError: X must be an array with rows, not 7
    """
    if isinstance(data, str | bytes | dict | set) or np.ndim(data) == 0:
        raise ValueError(f"{name} must be an array with rows, not {data!r}")
    return len(data)


def take_rows(data: Any, which: np.ndarray) -> Any:
    """Some rows, in the order of their numbers.

    Parameters
    ----------
    data : array_like with n rows
        DataFrames, Series, masked arrays and pandas' arrays stay what they are; a list becomes an array, whose entries
        are those of the list: a missing label does not become the text 'nan'.
    which : ndarray of int
        The numbers of the rows.

    Examples
    --------
    >>> take_rows(["a", "b", None], np.array([2, 0]))
    array([None, 'a'], dtype=object)
    """
    if hasattr(data, "iloc"):
        return data.iloc[which]
    if isinstance(data, np.ndarray | pd.Index | pd.api.extensions.ExtensionArray):
        return data[which]
    check_unmasked(data, "the list of rows")
    array = np.asarray(data)
    entries = np.array(data, dtype=object)
    alike = len({type(entry) for entry in entries.flat} - {int, float}) == 0 or len(set(map(type, entries.flat))) == 1
    return (array if alike else entries)[which]
