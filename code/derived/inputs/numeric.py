"""What counts as a number, and which whole numbers a float would round."""

from __future__ import annotations

import numbers
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from derived.inputs.missing import check_unmasked, refuse_missing
from derived.inputs.values import place, shown

LARGEST_CONSECUTIVE = 2**53  # up to here, and not beyond, every whole number is a float


def numeric(values: Any, name: str) -> np.ndarray:
    """`values` as an array of numbers that are still what they were; whatever is no number is refused."""
    check_unmasked(values, name)
    if isinstance(values, pd.DataFrame):
        return _numeric_frame(values, name)
    array = _entries(values, name)
    if array.dtype.kind not in "biuf":
        _check_numbers(array, name)
    return array


def _entries(values: Any, name: str, which: str = "it") -> np.ndarray:
    """The entries as an array of numbers or of objects; a type of which no entry is a number is refused."""
    if isinstance(getattr(values, "dtype", None), pd.CategoricalDtype):
        raise _not_numeric(name, f"{which} is categorical, and categories are no numbers")
    try:
        array = np.asarray(values)
        if array.dtype.kind not in "biufO" or (array.dtype.kind == "f" and not isinstance(values, np.ndarray)):
            array = _as_given(values, array)
    except ValueError as problem:
        raise _not_numeric(name, str(problem)) from problem
    if array.dtype.kind in "cmM":
        raise _not_numeric(name, f"{which} has entries of type {array.dtype}")
    return array


def _as_given(values: Any, array: np.ndarray) -> np.ndarray:
    """A list as an array of its own entries where NumPy would turn some of them into others: numbers into texts."""
    if array.dtype.kind == "f" and (array.size == 0 or not (np.abs(array) >= LARGEST_CONSECUTIVE).any()):
        return array
    return array if isinstance(values, np.ndarray) else np.array(values, dtype=object)


def _numeric_frame(frame: pd.DataFrame, name: str) -> np.ndarray:
    if all(isinstance(t, np.dtype) and t.kind in "biuf" for t in frame.dtypes):
        array = frame.to_numpy(dtype=float)
        if not (np.abs(array) >= LARGEST_CONSECUTIVE).any():
            return array
    columns = [_entries(frame.iloc[:, j], name, f"column {c}") for j, c in enumerate(frame.columns)]
    if not columns:
        return np.empty(frame.shape)
    kept = {c.dtype for c in columns}
    array = np.column_stack(columns if len(kept) == 1 else [c.astype(object) for c in columns])
    if any(c.dtype.kind not in "biuf" for c in columns):
        _check_numbers(array, name, frame)
    return array


def _check_numbers(array: np.ndarray, name: str, given: Any = None) -> None:
    """Refuse what is missing, and what is no number, in an array of objects."""
    refuse_missing(array, name, given)
    for index, value in np.ndenumerate(array):
        _check_number(value, place(name, index, given), name)


def _check_number(value: Any, where: str, name: str) -> None:
    if isinstance(value, str | bytes):
        raise _not_numeric(name, f"{where} is {shown(value)}, a text and not a number")
    if not isinstance(value, numbers.Real | np.bool_ | Decimal) or isinstance(value, np.timedelta64):
        raise _not_numeric(name, f"{where} is of type {type(value).__name__}, not a real number")


def _not_numeric(name: str, why: str) -> ValueError:
    return ValueError(f"{name} must be numeric: {why}; turn texts and categories into numbers first")


def exact_floats(array: np.ndarray, name: str, given: Any = None) -> np.ndarray:
    """Numbers as floats, none of them rounded to another whole number; `given` as for `refuse_missing`."""
    try:
        rounded = array.astype(float)
    except OverflowError as problem:
        raise ValueError(f"{name} has a number too large for a float: divide all by a power of ten first") from problem
    entry = rounded_entry(array, rounded)
    if entry is not None:
        raise ValueError(
            f"{place(name, entry, given)} is {array[entry]}, which a float would round to {int(rounded[entry])}: whole "
            f"numbers beyond 2**53 lose digits; subtract a common value from {name} first"
        )
    return rounded


def rounded_entry(array: np.ndarray, rounded: np.ndarray) -> tuple[int, ...] | None:
    """Where a whole number has become another one, if anywhere."""
    if array.dtype.kind not in "iuO" or array.dtype.itemsize < 8 or rounded.size == 0:
        return None
    for index in map(tuple, np.argwhere(np.abs(rounded) >= LARGEST_CONSECUTIVE)):
        value = array[index]
        if isinstance(value, numbers.Integral) and int(rounded[index]) != int(value):
            return index
    return None
