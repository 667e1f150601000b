"""Tables and matrices that have the columns of `fit`, and tables for what is made of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from derived.inputs.arrays import as_matrix
from derived.inputs.columns import ColumnNames, check_names, distinct

__all__ = ["as_frame", "like_input", "same_columns"]


def same_columns(X: ArrayLike, fitted: ColumnNames) -> np.ndarray:
    """`X` as a matrix, with the columns on which something was fitted, in their order.

    Parameters
    ----------
    X : array_like of shape (m, p) or (m,)
        New data.
    fitted : ColumnNames
        The names of the columns in `fit`.

    Returns
    -------
    ndarray of shape (m, p)

    Raises
    ------
    ValueError
        If the number of columns differs; or if both have names, and these are others or in another order.

    Examples
    --------
    >>> same_columns(pd.DataFrame({"b": [1], "a": [2]}), ColumnNames(["a", "b"]))
    Traceback (most recent call last):
    ValueError: the columns of X are in the order ['b', 'a'], but in fit they were in the
    order ['a', 'b']: write X[['a', 'b']]
    """
    check_names(X, fitted)
    A = as_matrix(X, "X")
    if A.shape[1] != len(fitted):
        raise ValueError(f"X has {A.shape[1]} columns, but in fit it had {len(fitted)}; write [[...]] for a single row")
    return A


def like_input(Z: np.ndarray, X: Any, names: Iterable[str]) -> Any:
    """A matrix made from `X`: a DataFrame with the same rows if `X` is one, an array otherwise.

    Parameters
    ----------
    Z : ndarray of shape (n, q)
        What was made.
    X : array_like with n rows
        What it was made from.
    names : iterable of str
        The names of the new columns.

    Examples
    --------
    >>> like_input(np.ones((1, 1)), pd.DataFrame({"a": [7]}, index=["here"]), ["a²"])
           a²
    here  1.0
    """
    if not isinstance(X, pd.DataFrame | pd.Series):
        return Z
    return pd.DataFrame(Z, index=X.index, columns=distinct(names, "there would be two columns"))


def as_frame(X: Any, fitted: Iterable[str] | None = None) -> pd.DataFrame:
    """`X` as a DataFrame whose columns have texts for names; with `fitted`, only these columns, found by name.

    Parameters
    ----------
    X : DataFrame of shape (n, p)
        A table.
    fitted : iterable of str, optional
        The names of the columns in `fit`.

    Raises
    ------
    ValueError
        If X is no DataFrame or empty, two columns have the same name, or one that was there in fit is lacking.

    Examples
    --------
    >>> as_frame(pd.DataFrame([[1, 2]]), fitted=["1"]).columns.tolist()
    ['1']
    """
    if not isinstance(X, pd.DataFrame):
        raise ValueError(f"X must be a DataFrame, whose columns have names, not {type(X).__name__}")
    if X.empty:
        raise ValueError(f"X is empty: it has shape {X.shape}; give at least one row and one column")
    frame = X.set_axis(distinct(map(str, X.columns), "X has two columns"), axis=1)
    if fitted is None:
        return frame
    wanted = list(fitted)
    lacking = [name for name in wanted if name not in frame.columns]
    if lacking:
        raise ValueError(f"X lacks columns that were there in fit: {', '.join(lacking)}")
    return frame[wanted]
