"""Gaps in columns of numbers, filled with what other rows have there.

A gap is filled with the median of its column, and a second column tells where it was. The medians are learned in `fit`
and used in `transform`, so that a row held out has no part in them.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from derived.preprocessing.frames import _as_frame, _as_numbers

__all__ = [
    "Imputation",
    "Imputer",
]


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
