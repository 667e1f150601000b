"""The names of columns: kept from `fit` to `predict`, compared there, and never two alike."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

__all__ = [
    "ColumnNames",
    "check_names",
    "column_names",
    "distinct",
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
