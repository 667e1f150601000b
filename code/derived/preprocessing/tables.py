"""Preprocessing: from a table with gaps and words to a matrix of numbers, learning from the training rows only.

A gap in a column of numbers is filled with the median of the column, and a second column tells where it was. A column
of words becomes a column of zeros and ones for each word but one, the reference: with all of them, and an intercept,
the columns would add up to each other. Words that are rare share a column. What is learned (medians, words, their
order) is learned in `fit` and used in `transform`, so that a row held out has no part in it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

__all__ = ["ColumnsByKind", "Imputation", "Imputer", "OneHot", "OneHotEncoder", "Table"]

OTHER = "other"


def _as_frame(X: Any, fitted: tuple[str, ...] | None = None) -> pd.DataFrame:
    """`X` as a DataFrame with rows and columns; with `fitted`, these columns in this order."""
    if not isinstance(X, pd.DataFrame):
        raise ValueError(f"X must be a DataFrame, whose columns have names, not {type(X).__name__}")
    if X.empty:
        raise ValueError(f"X is empty: it has shape {X.shape}; give at least one row and one column")
    if fitted is None:
        return X
    missing = [c for c in fitted if c not in X.columns]
    if missing:
        raise ValueError(f"X lacks columns that were there in fit: {', '.join(missing)}")
    return X[list(fitted)]


@dataclass(frozen=True)
class Imputer:
    """Fills gaps in columns of numbers with the column's median, and says where they were.

    Parameters
    ----------
    flag : bool
        Whether a column with gaps gets a companion, 1 where a value was missing: that it is missing may tell
        something.

    Examples
    --------
    >>> houses = pd.DataFrame({"frontage": [60.0, None, 80.0, 90.0]})
    >>> Imputer().fit(houses).transform(houses)
       frontage  frontage missing
    0      60.0               0.0
    1      80.0               1.0
    2      80.0               0.0
    3      90.0               0.0
    """

    flag: bool = True

    def fit(self, X: pd.DataFrame) -> Imputation:
        """Learn the medians, and which columns have gaps.

        Parameters
        ----------
        X : DataFrame of shape (n, p)
            Columns of numbers; gaps are NaN.

        Raises
        ------
        ValueError
            If X is no DataFrame, empty, or has a column that is not numeric, infinite somewhere, or all gaps.
        """
        frame = _as_numbers(_as_frame(X))
        empty = [str(c) for c in frame if frame[c].isna().all()]
        if empty:
            raise ValueError(f"{', '.join(empty)} has no value at all to learn a median from: leave the column out")
        gaps = tuple(c for c in frame if frame[c].isna().any()) if self.flag else ()
        return Imputation(frame.median(), gaps)


def _as_numbers(frame: pd.DataFrame) -> pd.DataFrame:
    words = [str(c) for c in frame if not pd.api.types.is_numeric_dtype(frame[c])]
    if words:
        raise ValueError(f"{', '.join(words)} is not numeric: encode categories with OneHotEncoder")
    infinite = [str(c) for c in frame if np.isinf(frame[c].to_numpy(float)).any()]
    if infinite:
        raise ValueError(f"{', '.join(infinite)} has infinite values: make them gaps (NaN) or leave the rows out")
    return frame.astype(float)


@dataclass(frozen=True, eq=False)
class Imputation:
    """Medians that were learned.

    Attributes
    ----------
    medians_ : Series
        For each column its median.
    flagged : tuple of str
        The columns that had gaps and get a companion.

    Examples
    --------
    >>> houses = pd.DataFrame({"rooms": [3, 4, 8], "garage": [1.0, None, 3.0]})
    >>> fit = Imputer().fit(houses)
    >>> fit.medians_.to_dict(), fit.flagged
    ({'rooms': 4.0, 'garage': 2.0}, ('garage',))
    >>> fit.transform(pd.DataFrame({"rooms": [None, 5.0], "garage": [None, 0.0]}))
       rooms  garage  garage missing
    0    4.0     2.0             1.0
    1    5.0     0.0             0.0
    """

    medians_: pd.Series
    flagged: tuple[str, ...]

    def transform(self, X: pd.DataFrame) -> pd.DataFrame:
        """The columns without gaps, then the companions.

        Raises
        ------
        ValueError
            As in `fit`, or if a column is lacking.
        """
        frame = _as_numbers(_as_frame(X, tuple(self.medians_.index)))
        companions = frame[list(self.flagged)].isna().astype(float).add_suffix(" missing")
        return pd.concat([frame.fillna(self.medians_), companions], axis=1)


@dataclass(frozen=True)
class OneHotEncoder:
    """Turns columns of words into columns of zeros and ones.

    Parameters
    ----------
    min_count : int
        Words seen less often share one column, `other`.
    reference : bool
        Whether the commonest word gets no column: its rows are zeros, and all weights tell the difference from it.
    unknown : {"error", "zeros"}
        What becomes of a word that was never seen, in a column that has no `other`: it is told, or gets zeros.

    Raises
    ------
    ValueError
        If a setting is out of range.

    Examples
    --------
    >>> streets = pd.DataFrame({"street": ["paved", "gravel", "paved", "sand"]})
    >>> OneHotEncoder(min_count=1).fit(streets).transform(streets)
       street=gravel  street=sand
    0            0.0          0.0
    1            1.0          0.0
    2            0.0          0.0
    3            0.0          1.0
    """

    min_count: int = 1
    reference: bool = True
    unknown: str = "error"

    def __post_init__(self) -> None:
        if self.min_count < 1:
            raise ValueError(f"min_count must be at least 1, not {self.min_count}")
        if self.unknown not in ("error", "zeros"):
            raise ValueError(f'unknown must be "error" or "zeros", not {self.unknown!r}')

    def fit(self, X: pd.DataFrame) -> OneHot:
        """Learn the words of each column.

        Parameters
        ----------
        X : DataFrame of shape (n, p)
            Columns of words (or anything that can be compared).

        Raises
        ------
        ValueError
            If X is no DataFrame, empty, or has gaps: give them a word of their own, such as "none".
        """
        words, references = {}, {}
        for name, column in _without_gaps(_as_frame(X)).items():
            counts = column.value_counts().sort_index()
            merged = counts[counts >= self.min_count]
            rare = counts[counts < self.min_count].sum()
            if rare:
                merged[OTHER] = merged.get(OTHER, 0) + rare
            words[str(name)] = tuple(merged.index)
            references[str(name)] = merged.idxmax() if self.reference else None
        return OneHot(words, references, self.unknown)


def _without_gaps(frame: pd.DataFrame) -> pd.DataFrame:
    gaps = [str(c) for c in frame if frame[c].isna().any()]
    if gaps:
        raise ValueError(f'{", ".join(gaps)} has gaps: give them a word of their own, as in .fillna("none")')
    return frame


@dataclass(frozen=True, eq=False)
class OneHot:
    """Words that were learned.

    Attributes
    ----------
    words_ : dict of tuple
        For each column its words in order, `other` last if there were rare ones.
    references_ : dict
        For each column the word without a column of its own; None without references.
    unknown : str
        As in `OneHotEncoder`.

    Examples
    --------
    >>> roofs = ["tile", "slate", "tile", "slate", "tile", "reed"]
    >>> fit = OneHotEncoder(min_count=2).fit(pd.DataFrame({"roof": roofs}))
    >>> fit.words_, fit.references_
    ({'roof': ('slate', 'tile', 'other')}, {'roof': 'tile'})

    Tin, never seen, is among the others:

    >>> fit.transform(pd.DataFrame({"roof": ["tile", "slate", "tin"]}))
       roof=slate  roof=other
    0         0.0         0.0
    1         1.0         0.0
    2         0.0         1.0
    """

    words_: dict[str, tuple[Any, ...]]
    references_: dict[str, Any]
    unknown: str = field(repr=False)

    def transform(self, X: pd.DataFrame) -> pd.DataFrame:
        """A column `name=word` of zeros and ones for each word but the references.

        Raises
        ------
        ValueError
            If a column is lacking or has gaps, or if a word was never seen and `unknown` is "error".
        """
        frame = _without_gaps(_as_frame(X, tuple(self.words_)))
        columns = {}
        for name, words in self.words_.items():
            column = frame[name].where(frame[name].isin(words), OTHER)
            if OTHER not in words and self.unknown == "error" and (column == OTHER).any():
                new = frame.loc[column == OTHER, name].iloc[0]
                raise ValueError(
                    f'{name} has the word {new!r}, which was never seen in fit: set min_count, or unknown="zeros"'
                )
            for word in words:
                if word != self.references_[name]:
                    columns[f"{name}={word}"] = (column == word).astype(float)
        return pd.DataFrame(columns, index=frame.index)


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

        Raises
        ------
        ValueError
            If X is no DataFrame or empty, or as the two steps do.
        """
        frame = _as_frame(X)
        kinds = {True: [], False: []}  # type: dict[bool, list[str]]
        for c in frame:
            kinds[pd.api.types.is_numeric_dtype(frame[c])].append(str(c))
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
    >>> table.transform(pd.DataFrame({"heat": ["oil"], "rooms": [np.nan]}))
       rooms  rooms missing  heat=oil
    0    4.0            1.0       1.0
    """

    parts: tuple[tuple[tuple[str, ...], Any], ...]

    def transform(self, X: pd.DataFrame) -> pd.DataFrame:
        """The columns that the steps make, side by side.

        Raises
        ------
        ValueError
            If X is no DataFrame, a column is lacking, or as the two steps do.
        """
        return pd.concat([step.transform(_as_frame(X, names)) for names, step in self.parts], axis=1)
