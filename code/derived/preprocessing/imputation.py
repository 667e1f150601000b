"""Gaps in columns of numbers, filled with what other rows have there.

A gap is filled with the median of its column, and a second column tells where it was. The medians are learned in `fit`
and used in `transform`, so that a row held out has no part in them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from derived.inputs import as_array, as_frame, distinct, settle, truth

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

    def __post_init__(self) -> None:
        settle(self, flag=truth)

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
        frame = _as_numbers(as_frame(X))
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

        Parameters
        ----------
        X : DataFrame of shape (m, p)
            The columns of the fit, by their names.

        Raises
        ------
        ValueError
            As in `fit`, or if a column is lacking.
        """
        frame = _as_numbers(as_frame(X, tuple(self.medians_.index)))
        companions = frame[list(self.flagged)].isna().astype(float).add_suffix(" missing")
        made = pd.concat([frame.fillna(self.medians_), companions], axis=1)
        distinct(made.columns, "there would be two columns")
        return made


def _as_numbers(frame: pd.DataFrame) -> pd.DataFrame:
    """The columns as floats, with NaN in the gaps."""
    return pd.DataFrame({name: _with_gaps(column, name) for name, column in frame.items()}, index=frame.index)


def _with_gaps(column: pd.Series, name: Any) -> np.ndarray:
    known = column.notna().to_numpy()
    values = np.full(len(column), np.nan)
    values[known] = as_array(column[known], name, infinite=True)
    if np.isinf(values).any():
        raise ValueError(f"{name} has infinite values: make them gaps (NaN) or leave the rows out")
    return values
