"""Tests with the laws of sums of squares: χ² for a table of counts, F for the means of several groups."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from derived.inputs import as_matrix, as_vector
from derived.statistics.deviations import mean_of, squares_about_mean

__all__ = ["TestResult", "chi_squared_test", "f_test"]


@dataclass(frozen=True)
class TestResult:
    """A test statistic with its degrees of freedom.

    Attributes
    ----------
    statistic : float
        The larger, the more it speaks against the null hypothesis.
    df : tuple of int
        The degrees of freedom of its law: one number for χ², two for F.
    p_value : float
        The chance of a statistic at least as large, if the null hypothesis is true.

    Examples
    --------
    >>> f_test([24, 25, 27, 28], [19, 20, 22, 27]).statistic
    4.0
    """

    __test__ = False  # no test of pytest's

    statistic: float
    df: tuple[int, ...]
    p_value: float


def chi_squared_test(table: ArrayLike) -> TestResult:
    """Whether rows and columns of a table of counts are independent: Pearson's test.

    Parameters
    ----------
    table : array_like of shape (r, k)
        How many were counted in each cell.

    Raises
    ------
    ValueError
        If there are fewer than two rows or columns, if a number is negative or not whole, or if a row or a column is
        empty.

    Examples
    --------
    >>> chi_squared_test([[30, 20], [20, 30]])
    TestResult(statistic=4.0, df=(1,), p_value=0.0455...)
    """
    counts = as_matrix(table, "table")
    if min(counts.shape) < 2 or (counts < 0).any():
        raise ValueError(f"table must have two rows and two columns at least, of counts, but is {counts.tolist()}")
    if shares := counts[counts != np.round(counts)].tolist():
        raise ValueError(f"table must hold counts, not shares of them: {shares[0]:g} is not whole")
    rows, columns = counts.sum(axis=1), counts.sum(axis=0)
    if not (rows.all() and columns.all()):
        raise ValueError(f"a row or a column of {counts.tolist()} is empty: leave it out")
    expected = np.outer(rows, columns) / counts.sum()
    statistic = float(np.sum((counts - expected) ** 2 / expected))
    df = (len(rows) - 1) * (len(columns) - 1)
    return TestResult(statistic, (df,), float(stats.chi2.sf(statistic, df)))


def f_test(*groups: ArrayLike) -> TestResult:
    """Whether groups have one mean: the analysis of variance.

    Parameters
    ----------
    *groups : array_like of shape (n,)
        Independent draws of each group, of equal variance.

    Raises
    ------
    ValueError
        If there are fewer than two groups, or no more numbers than groups, or if all numbers are the same.

    Examples
    --------
    >>> f_test([1, 2, 3], [2, 3, 4], [6, 7, 8])
    TestResult(statistic=21.0, df=(2, 6), p_value=0.0019...)
    """
    samples = [as_vector(group, f"group {k}") for k, group in enumerate(groups, 1)]
    n, k = sum(len(x) for x in samples), len(samples)
    if k < 2 or n <= k:
        raise ValueError(f"two groups at least, and more numbers than groups, are needed, not {n} numbers in {k}")
    first = samples[0][0]
    shifted = [x - first for x in samples]
    means = list(map(mean_of, shifted))
    middle = sum(len(x) * mean for x, mean in zip(samples, means, strict=True)) / n
    between = sum(len(x) * (mean - middle) ** 2 for x, mean in zip(samples, means, strict=True)) / (k - 1)
    within = sum(map(squares_about_mean, shifted)) / (n - k)
    if between == within == 0:
        raise ValueError(f"all numbers are {first:g}: they do not say how much such numbers vary; give others")
    with np.errstate(divide="ignore", invalid="ignore"):
        statistic = float(np.float64(between) / within)
    return TestResult(statistic, (k - 1, n - k), float(stats.f.sf(statistic, k - 1, n - k)))
