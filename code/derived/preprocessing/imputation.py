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
from derived.inputs.missing import missing_entries

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
        frame = as_frame(X)
        frame = _as_numbers(frame, frame)
        missing = dict(zip(frame, missing_entries(frame).T, strict=True))
        empty = [name for name, gaps in missing.items() if gaps.all()]
        if empty:
            raise ValueError(f"{', '.join(empty)} has no value at all to learn a median from: leave the column out")
        flagged = tuple(name for name, gaps in missing.items() if gaps.any()) if self.flag else ()
        return Imputation(frame.median(), flagged)


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
        frame = _as_numbers(as_frame(X, tuple(self.medians_.index)), as_frame(X))
        flagged = frame[list(self.flagged)]
        companions = pd.DataFrame(missing_entries(flagged).astype(float), frame.index, flagged.columns)
        made = pd.concat([frame.fillna(self.medians_), companions.add_suffix(" missing")], axis=1)
        distinct(made.columns, "there would be two columns")
        return made


def _as_numbers(frame: pd.DataFrame, given: pd.DataFrame) -> pd.DataFrame:
    """Columns as floats, with NaN in the gaps; what is no number is refused at its place in the table given."""
    gaps = missing_entries(frame)
    filled = {name: _filled(frame[name], gap) for name, gap in zip(frame, gaps.T, strict=True)}
    others = dict.fromkeys(given.columns.difference(frame.columns), 0.0)
    numbers = as_array(given.assign(**filled, **others), "X", infinite=True)
    made = pd.DataFrame(numbers, frame.index, given.columns)[list(frame)]
    for name in made:
        if np.isinf(made[name]).any():
            raise ValueError(f"{name} has infinite values: make them gaps (NaN) or leave the rows out")
    return made.mask(gaps)


def _filled(column: pd.Series, gap: np.ndarray) -> Any:
    """A column with zeros in its gaps; one of categories as it is, to be refused."""
    if isinstance(column.dtype, pd.CategoricalDtype) or not gap.any():
        return column
    return np.where(gap, 0, column if column.dtype == float else column.astype(object))
