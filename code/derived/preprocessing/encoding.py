"""Columns of words as columns of zeros and ones.

There is a column for each word but one, the reference: with all of them, and an intercept, the columns would add up to
each other. Words that are rare share a column. The words and their order are learned in `fit`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from derived.inputs import as_frame, choice, count, counted_labels, distinct, kind_of, settle, truth
from derived.inputs.missing import refuse_missing
from derived.inputs.values import first_of_each_type

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
        Where each word comes once, none is common, and each has a column.
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
        settle(self, min_count=count(), reference=truth, unknown=choice(["error", "zeros"]))

    def fit(self, X: pd.DataFrame) -> OneHot:
        """Learn the words of each column.

        Parameters
        ----------
        X : DataFrame of shape (n, p)
            Columns of words (or anything that can be compared).

        Raises
        ------
        ValueError
            If X is no DataFrame or empty, or if an entry is missing: fill in a word for it, as in
            ``X.fillna("none")``.
        """
        words, references, grouped = {}, {}, []
        frame = as_frame(X)
        refuse_missing(frame, "X", frame)
        for name, column in frame.items():
            counts = counted_labels(column, name)
            rare = sum(k for k in counts.values() if k < self.min_count)
            kept = {word: k for word, k in counts.items() if k >= self.min_count}
            if rare:
                if OTHER in kept:
                    raise ValueError(f"{name} has the word {OTHER!r}, and rare words that need this name: rename it")
                kept[OTHER] = rare
                grouped.append(name)
            words[name] = tuple(kept)
            references[name] = _commonest(kept) if self.reference else None
        fit = OneHot(words, references, self.unknown, tuple(grouped))
        distinct([made for name in words for made in fit.columns_of(name)], "there would be two columns")
        return fit


def _commonest(counts: dict[Any, int]) -> Any:
    """The word that comes most often; None where each comes once, so that none is common."""
    word = max(counts, key=lambda word: counts[word])
    return word if counts[word] > 1 or len(counts) == 1 else None


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
    grouped : tuple of str
        The columns that had rare words: their last word, `other`, is the name of the group.

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
    grouped: tuple[str, ...] = field(repr=False)

    def columns_of(self, name: str) -> dict[str, Any]:
        """The columns that are made of one, and the word of each.

        Parameters
        ----------
        name : str
            A column of the fit.
        """
        return {f"{name}={word}": word for word in self.words_[name] if word != self.references_[name]}

    def transform(self, X: pd.DataFrame) -> pd.DataFrame:
        """A column `name=word` of zeros and ones for each word but the references.

        Parameters
        ----------
        X : DataFrame of shape (m, p)
            The columns of the fit, by their names.

        Raises
        ------
        ValueError
            If a column is lacking, an entry is missing, or if a word was never seen and `unknown` is "error", or is of
            another kind than those in `fit`.
        """
        frame = as_frame(X, self.words_)
        refuse_missing(frame, "X", as_frame(X))
        columns: dict[str, np.ndarray] = {}
        for name in self.words_:
            found = self._words_found(frame[name], name)
            columns |= {made: (found == word).astype(float) for made, word in self.columns_of(name).items()}
        return pd.DataFrame(columns, index=frame.index)

    def _words_found(self, column: pd.Series, name: str) -> np.ndarray:
        """The words of a column, `other` for those that share a column, None for those never seen."""
        learned = self.words_[name]
        group = OTHER if name in self.grouped else None
        known = set(learned[:-1] if group else learned)
        kinds = {kind_of(word) for word in known}
        words = list(column.astype(object))
        for _, word in first_of_each_type(words):
            if kinds and kind_of(word) not in kinds:
                raise ValueError(f"{name} has {word!r}, a {kind_of(word)}, but in fit each was a {kinds.pop()}")
        new = [word for word in words if word not in known]
        if new and group is None and self.unknown == "error":
            raise ValueError(
                f'{name} has the word {new[0]!r}, which was never seen in fit: set min_count, or unknown="zeros"'
            )
        found = np.empty(len(words), dtype=object)
        found[:] = [word if word in known else group for word in words]
        return found
