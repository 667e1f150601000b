"""The names of columns: kept from `fit` to `predict`, compared there, and never two alike."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from derived.inputs.arrays import as_matrix

__all__ = [
    "ColumnNames",
    "as_frame",
    "check_names",
    "column_names",
    "distinct",
    "like_input",
    "same_columns",
    "with_intercept",
]


class ColumnNames(tuple[str, ...]):
    """The names of columns as texts, and whether they were given or made up.

    Attributes
    ----------
    given : bool
        Whether the data had names. Where they had none, data with any names are accepted later.

    Examples
    --------
    >>> names = ColumnNames(["x1", "x2"], given=False)
    >>> names[1:], names[1:].given
    (('x2',), False)
    """

    given: bool

    def __new__(cls, names: Iterable[Any], given: bool = True) -> ColumnNames:
        """Take the names as texts."""
        made = super().__new__(cls, map(str, names))
        made.given = given
        return made

    def __getitem__(self, key: Any) -> Any:
        """A name; or, for a slice, some of the names."""
        item = super().__getitem__(key)
        return ColumnNames(item, self.given) if isinstance(key, slice) else item

    def __getnewargs__(self) -> tuple[Any, ...]:
        return tuple(self), self.given


def column_names(X: Any, columns: int) -> ColumnNames:
    """The names of the columns of a DataFrame or a Series; x1, x2, … for anything else.

    Parameters
    ----------
    X : array_like of shape (n, p) or (n,)
        The data.
    columns : int
        How many columns they have.

    Raises
    ------
    ValueError
        If two columns have the same name. A name that is a number is the same as its text.

    Examples
    --------
    >>> column_names(pd.DataFrame({"area": [1.0], 2020: [3.0]}), 2)
    ('area', '2020')
    >>> column_names([[1.0, 3.0]], 2)
    ('x1', 'x2')
    """
    if isinstance(X, pd.DataFrame):
        return ColumnNames(distinct(map(str, X.columns), "X has two columns"))
    if isinstance(X, pd.Series) and X.name is not None:
        return ColumnNames([X.name])
    return ColumnNames([f"x{j + 1}" for j in range(columns)], given=False)


def distinct(names: Iterable[str], what: str) -> list[str]:
    """Names, all different.

    Parameters
    ----------
    names : iterable of str
        The names.
    what : str
        What has them, for the message: ``X has two columns``.

    Raises
    ------
    ValueError
        If two are alike.

    Examples
    --------
    >>> distinct(["a", "b", "a"], "X has two columns")
    Traceback (most recent call last):
    ValueError: X has two columns called 'a': rename one of them
    """
    names, seen = list(names), set[str]()
    for name in names:
        if name in seen:
            raise ValueError(f"{what} called {name!r}: rename one of them")
        seen.add(name)
    return names


def with_intercept(names: ColumnNames) -> ColumnNames:
    """The names after that of the intercept.

    Parameters
    ----------
    names : ColumnNames
        Those of the columns that were given.

    Raises
    ------
    ValueError
        If one of them is called intercept.

    Examples
    --------
    >>> with_intercept(ColumnNames(["area"]))
    ('intercept', 'area')
    """
    if "intercept" in names:
        raise ValueError(
            "X has a column called 'intercept', which is what the model calls its own: rename the column, or fit with "
            "intercept=False"
        )
    return ColumnNames(("intercept", *names), names.given)


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


def check_names(X: Any, fitted: ColumnNames) -> None:
    """Refuse names of columns that are others than in `fit`, or in another order; data without names pass.

    Parameters
    ----------
    X : array_like
        New data.
    fitted : ColumnNames
        The names of the columns in `fit`.

    Raises
    ------
    ValueError
        If both have names, and these differ.

    Examples
    --------
    >>> check_names(pd.DataFrame({"b": [1]}), ColumnNames(["a"]))
    Traceback (most recent call last):
    ValueError: X lacks columns that were there in fit: a, but has others: b
    """
    names = column_names(X, 0)
    if not (names.given and fitted.given) or names == fitted:
        return
    lacking = [name for name in fitted if name not in names]
    if lacking:
        new = [name for name in names if name not in fitted]
        others = f", but has others: {', '.join(new)}" if new else ""
        raise ValueError(f"X lacks columns that were there in fit: {', '.join(lacking)}{others}")
    new = [name for name in names if name not in fitted]
    if new:
        raise ValueError(f"X has columns that were not there in fit: {', '.join(new)}; write X[{list(fitted)}]")
    raise ValueError(
        f"the columns of X are in the order {list(names)}, but in fit they were in the order {list(fitted)}: write "
        f"X[{list(fitted)}]"
    )


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
