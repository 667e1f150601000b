"""Columns of words as columns of zeros and ones.

There is a column for each word but one, the reference: with all of them, and an intercept, the columns would add up to
each other. Words that are rare share a column. The words and their order are learned in `fit`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from derived.preprocessing.frames import _as_frame

__all__ = [
    "OneHot",
    "OneHotEncoder",
]


OTHER = "other"


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
