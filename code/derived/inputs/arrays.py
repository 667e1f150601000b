"""Arrays of numbers, of any shape, as vectors and as matrices."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from derived.inputs.missing import refuse_missing
from derived.inputs.numeric import exact_floats, numeric, rounded_entry
from derived.inputs.values import first_of_each_type, place

__all__ = ["as_array", "as_floats", "as_matrix", "as_ranked", "as_single_or_double", "as_unrounded", "as_vector"]


def as_array(values: Any, name: str, infinite: bool = False) -> np.ndarray:
    """Numbers of any shape as floats.

    Parameters
    ----------
    values : array_like
        Numbers, truth values, or a container of them; see `derived.inputs`.
    name : str
        What to call it in messages.
    infinite : bool
        Whether infinite values are let through.

    Returns
    -------
    ndarray of float
        The array itself where it is one of floats already, not a copy.

    Raises
    ------
    ValueError
        If an entry is missing, infinite, no number, or a whole number that no float holds.

    Examples
    --------
    >>> as_array(np.array([200, 100], dtype=np.uint8), "x")
    array([200., 100.])
    >>> as_array([1, "2"], "x")
    Traceback (most recent call last):
    ValueError: x must be numeric: x[1] is '2', a text and not a number; ...
    """
    array = as_floats(values, name)
    _check_entries(array, name, infinite, values)
    return array


def as_floats(values: Any, name: str) -> np.ndarray:
    """Numbers of any shape as floats, of which some may be NaN or infinite, as what a function returns may be.

    Parameters
    ----------
    values : array_like
        As for `as_array`.
    name : str
        What to call it in messages.

    Raises
    ------
    ValueError
        If an entry is no number, or a whole number that no float holds.

    Examples
    --------
    >>> as_floats([1, float("inf")], "gradient")
    array([ 1., inf])
    """
    ready = type(values) is np.ndarray and values.dtype == float
    return values if ready else exact_floats(numeric(values, name), name, values)


def as_single_or_double(values: Any, name: str, finite: bool = False, exact: bool = False) -> Any:
    """Numbers of any shape as floats, of 32 bits where they were: what networks compute with.

    Parameters
    ----------
    values : array_like, or a recorded array
        As for `as_array`. An array that answers NumPy's functions itself, as one that records them does, stays.
    name : str
        What to call it in messages.
    finite : bool
        Whether entries that are missing or infinite are refused.
    exact : bool
        Whether an array of objects, such as fractions or symbols, stays, too.

    Returns
    -------
    ndarray of float32 or float64, or what was given
        The array itself where it is one of floats already, not a copy.

    Raises
    ------
    ValueError
        If an entry is no number, or a whole number that no float holds.

    Examples
    --------
    >>> as_single_or_double(np.array([200, 100], dtype=np.uint8), "X")
    array([200., 100.])
    >>> as_single_or_double(np.ones(1, dtype=np.float32), "X").dtype
    dtype('float32')
    >>> as_single_or_double([1.0, float("nan")], "X", finite=True)
    Traceback (most recent call last):
    ValueError: X[1] is missing (nan): leave such rows out, or fill them in first
    """
    kind = values.dtype.char if type(values) is np.ndarray else ""
    if not kind and not isinstance(values, np.ndarray) and hasattr(values, "__array_function__"):
        return values
    if exact and kind == "O":
        return _without_words(values, name)
    array = values if kind == "f" else as_floats(values, name)
    if finite:
        _check_entries(array, name, False, values)
    return array


def as_matrix(X: ArrayLike, name: str = "X") -> np.ndarray:
    """`X` as a matrix of floats, one row an observation; a vector becomes one column.

    Parameters
    ----------
    X : array_like of shape (n, p) or (n,)
        Anything that NumPy can make an array of, a DataFrame included.
    name : str
        What to call it in messages.

    Returns
    -------
    ndarray of shape (n, p)
        A copy.

    Raises
    ------
    ValueError
        If it is empty or has another number of axes, or if an entry is no number, missing or infinite.

    Examples
    --------
    >>> as_matrix([1, 2, 3]).shape
    (3, 1)
    """
    A = np.array(as_array(X, name))
    if A.ndim == 1:
        A = A[:, np.newaxis]
    if A.ndim != 2:
        raise ValueError(f"{name} must be a matrix with a row for each observation, but has shape {A.shape}")
    if A.size == 0:
        raise ValueError(f"{name} is empty: it has shape {A.shape}; give at least one row and one column")
    return A


def as_vector(y: ArrayLike, name: str = "y", length: int | None = None) -> np.ndarray:
    """`y` as a vector of floats.

    Parameters
    ----------
    y : array_like of shape (n,)
        The values.
    name : str
        What to call it in messages.
    length : int, optional
        How long it must be.

    Returns
    -------
    ndarray of shape (n,)
        A copy.

    Raises
    ------
    ValueError
        If it is empty, no vector or of another length, or if an entry is no number, missing or infinite.

    Examples
    --------
    >>> as_vector([1, 2]).dtype
    dtype('float64')
    """
    v = np.array(as_array(y, name))
    _check_vector(v, name, length)
    return v


def as_ranked(values: ArrayLike, name: str, length: int | None = None) -> np.ndarray:
    """A vector of numbers to be put in order: whole numbers keep digits that a float would round away.

    Parameters
    ----------
    values : array_like of shape (n,)
        The values.
    name : str
        What to call it in messages.
    length : int, optional
        How long it must be.

    Returns
    -------
    ndarray of shape (n,)
        Of floats; of whole numbers, in Python's own arithmetic, where a float would round one.

    Raises
    ------
    ValueError
        As `as_vector` does.

    Examples
    --------
    >>> as_ranked([2**53, 2**53 + 1], "score").tolist()
    [9007199254740992, 9007199254740993]
    """
    ranked = as_unrounded(values, name)
    _check_vector(ranked, name, length)
    return ranked


def as_unrounded(values: Any, name: str) -> np.ndarray:
    """Numbers of any shape as floats; or as they are, in Python's own arithmetic, where a float would round one.

    Parameters
    ----------
    values : array_like
        As for `as_array`.
    name : str
        What to call it in messages.

    Raises
    ------
    ValueError
        If an entry is missing, infinite or no number.

    Examples
    --------
    >>> as_unrounded([1, 2], "X"), as_unrounded([1, 2**53 + 1], "X")
    (array([1., 2.]), array([1, 9007199254740993], dtype=object))
    """
    if type(values) is np.ndarray and values.dtype == float:
        return as_array(values, name)
    array = numeric(values, name)
    rounded = np.array(array, dtype=float)
    _check_entries(rounded, name, False, values)
    return rounded if rounded_entry(array, rounded) is None else array.astype(object)


def _check_vector(v: np.ndarray, name: str, length: int | None) -> None:
    if v.ndim != 1:
        raise ValueError(f"{name} must be a vector, but has shape {v.shape}; use {name}.ravel() if it is one column")
    if v.size == 0:
        raise ValueError(f"{name} is empty: give at least one value")
    if length is not None and len(v) != length:
        raise ValueError(f"{name} has {len(v)} values, but {length} are needed, one for each row of X")


def _without_words(objects: np.ndarray, name: str) -> np.ndarray:
    """Objects of which none is a text or nothing."""
    for i, value in first_of_each_type(objects.ravel()):
        if value is None or isinstance(value, str | bytes):
            where = place(name, np.unravel_index(i, objects.shape))
            raise ValueError(f"{where} is {value!r}, which is no number: mend it, or leave its row out")
    return objects


def _check_entries(A: np.ndarray, name: str, infinite: bool, given: Any) -> None:
    """Refuse missing entries, and infinite ones unless they are let through."""
    if np.isfinite(A).all():
        return
    refuse_missing(A, name, given)
    if not infinite:
        wrong = np.argwhere(np.isinf(A))[0]
        raise ValueError(
            f"{place(name, wrong, given)} is {A[tuple(wrong)]}, but all entries must be finite: leave such "
            "rows out, or find out what stands for them"
        )
