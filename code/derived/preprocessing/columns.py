"""A table with columns of numbers and of words: one step for each kind."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from derived.inputs import as_frame, distinct, kind_of
from derived.inputs.missing import missing_entries
from derived.preprocessing.encoding import OneHotEncoder
from derived.preprocessing.imputation import Imputer

__all__ = [
    "ColumnsByKind",
    "Table",
]


@dataclass(frozen=True)
class ColumnsByKind:
    """One step for the columns of numbers, another for those of words.

    Parameters
    ----------
    numbers, words : object
        With ``fit(X)``, which returns something with ``transform(X)``; both give DataFrames.

    Examples
    --------
    >>> streets = ["paved", "gravel", "paved"]
    >>> houses = pd.DataFrame({"area": [60.0, 80.0, 70.0], "street": streets})
    >>> ColumnsByKind().fit(houses).transform(houses).columns.tolist()
    ['area', 'street=gravel']
    """

    numbers: Any = field(default_factory=Imputer)
    words: Any = field(default_factory=OneHotEncoder)

    def fit(self, X: pd.DataFrame) -> Table:
        """Learn both.

        Parameters
        ----------
        X : DataFrame of shape (n, p)
            Columns of numbers, and of words.

        Raises
        ------
        ValueError
            If X is no DataFrame or empty, or as the two steps do.
        """
        frame = as_frame(X)
        kinds = {True: [], False: []}  # type: dict[bool, list[str]]
        for c in frame:
            kinds[_is_numeric(frame[c])].append(c)
        steps = zip((self.numbers, self.words), (kinds[True], kinds[False]), strict=True)
        return Table(tuple((tuple(names), step.fit(frame[names])) for step, names in steps if names))


@dataclass(frozen=True, eq=False)
class Table:
    """What the two steps learned.

    Attributes
    ----------
    parts : tuple of pairs
        The columns of a kind, and the fitted step for them.

    Examples
    --------
    >>> heat, rooms = ["gas", "gas", "oil"], [2.0, None, 6.0]
    >>> table = ColumnsByKind().fit(pd.DataFrame({"heat": heat, "rooms": rooms}))
    >>> [names for names, step in table.parts], table.parts[0][1].medians_.to_dict()
    ([('rooms',), ('heat',)], {'rooms': 4.0})
    >>> table.transform(pd.DataFrame({"heat": ["oil"], "rooms": [float("nan")]}))
       rooms  rooms missing  heat=oil
    0    4.0            1.0       1.0
    """

    parts: tuple[tuple[tuple[str, ...], Any], ...]

    def transform(self, X: pd.DataFrame) -> pd.DataFrame:
        """The columns that the steps make, side by side.

        Parameters
        ----------
        X : DataFrame of shape (m, p)
            The columns of the fit, by their names.

        Raises
        ------
        ValueError
            If X is no DataFrame, a column is lacking, or as the two steps do.
        """
        made = pd.concat([step.transform(as_frame(X, names)) for names, step in self.parts], axis=1)
        distinct(made.columns, "there would be two columns")
        return made


def _is_numeric(column: pd.Series) -> bool:
    """Whether a column holds numbers, be it as objects."""
    if column.dtype != object:
        return pd.api.types.is_numeric_dtype(column)
    known = column[~missing_entries(column)]
    return len(known) > 0 and all(kind_of(value) in ("number", "truth value") for value in known)
