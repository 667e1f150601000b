"""The odds ratio of a two by two table."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from derived.inputs import as_matrix
from derived.statistics.inference import critical_value

__all__ = [
    "OddsRatio",
    "odds_ratio",
]


@dataclass(frozen=True)
class OddsRatio:
    """How many times larger the odds are in one group than in another.

    Attributes
    ----------
    estimate : float
        The odds ratio.
    low : float
        The lower end of its confidence interval.
    high : float
        The upper end of its confidence interval.
    standard_error : float
        That of its logarithm.

    Examples
    --------
    The odds of yes are 1 in the first group, and 1/4 in the second:

    >>> ratio = odds_ratio([[10, 10], [5, 20]])
    >>> ratio.estimate, round(ratio.low, 2), round(ratio.high, 2)
    (4.0, 1.07, 14.9)
    >>> round(ratio.standard_error**2, 6)  # 1/10 + 1/10 + 1/5 + 1/20
    0.45
    """

    estimate: float
    low: float
    high: float
    standard_error: float


def odds_ratio(table: ArrayLike, level: float = 0.95) -> OddsRatio:
    """The odds ratio of a two by two table of counts, with Woolf's interval.

    Parameters
    ----------
    table : array_like of shape (2, 2)
        [[a, b], [c, d]]: a row for each group, the counts of yes and of no.
    level : float
        The confidence of the interval.

    Raises
    ------
    ValueError
        If the table has another shape, or a count is not a positive number: with a zero the ratio is zero or infinite.

    References
    ----------
    Woolf, On estimating the relation between blood group and disease, Annals of Human Genetics 19 (1955).

    Examples
    --------
    >>> odds_ratio([[8, 6], [3, 15]]).estimate.__round__(2)
    6.67
    """
    counts = as_matrix(table, "table")
    if counts.shape != (2, 2) or (counts <= 0).any():
        raise ValueError(
            f"table must be two by two positive counts, but is {counts.tolist()}; with a zero the odds ratio is zero "
            "or infinite: LogisticRegression(penalty=1.0) gives a finite one"
        )
    if shares := counts[counts != np.round(counts)].tolist():
        raise ValueError(f"table must hold counts, not shares of them: {shares[0]:g} is not whole")
    (a, b), (c, d) = counts
    standard_error = float(np.sqrt((1 / counts).sum()))
    half = critical_value(level) * standard_error
    ratio = float((a / b) * (d / c))
    return OddsRatio(ratio, float(ratio * np.exp(-half)), float(ratio * np.exp(half)), standard_error)
