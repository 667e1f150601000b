r"""Inference on fitted weights: standard errors, tests, intervals and a table, the same for all models.

Where the weights :math:`\hat w_j` have the estimated covariance :math:`\mathbf C\mathbf C^\top`, the standard error of
one is :math:`s_j = \lVert\mathbf c_j\rVert`, the length of a row of :math:`\mathbf C`. A weight that is zero in truth,
divided by it, follows Student's t distribution if the noise is normal and its variance was estimated, and about the
normal distribution if the observations are many. An interval is :math:`\hat w_j \pm q s_j`, with q a quantile of the
same distribution.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import stats

from derived.inputs import number

__all__ = ["Inference", "critical_value", "percent"]


class Inference:
    """What statistics says of fitted weights. A fit inherits it, and gives `weight_names`, `covariance_root` and `df`.

    Examples
    --------
    >>> class Fit(Inference):
    ...     w, weight_names = np.array([4.0, 1.0]), ("a", "b")
    ...     covariance_root, df = np.diag([2.0, 1.0]), np.inf
    >>> Fit().standard_errors, Fit().test_statistics, Fit().p_values.round(4)
    (array([2., 1.]), array([2., 1.]), array([0.0455, 0.3173]))
    >>> Fit().confidence_intervals(0.95).round(2)
    array([[ 0.08,  7.92],
           [-0.96,  2.96]])
    >>> Fit().summary(0.99).columns.tolist()
    ['weight', 'standard error', 'z', 'p', '99% from', '99% to']
    """

    if TYPE_CHECKING:

        @property
        def w(self) -> np.ndarray:
            """The weights, of shape (p,)."""

    @property
    def weight_names(self) -> tuple[str, ...]:
        """What the weights are called."""
        raise NotImplementedError

    @property
    def covariance_root(self) -> np.ndarray:
        """A matrix C, of shape (p, p), such that CCᵀ is the estimated covariance of the weights."""
        raise NotImplementedError

    @property
    def df(self) -> float:
        """The degrees of freedom of Student's t distribution; infinitely many are the normal one."""
        raise NotImplementedError

    @property
    def covariance(self) -> np.ndarray:
        """The estimated covariance CCᵀ of the weights, of shape (p, p)."""
        return self.covariance_root @ self.covariance_root.T

    @property
    def standard_errors(self) -> np.ndarray:
        """The estimated standard deviations of the weights."""
        C = self.covariance_root
        largest = np.abs(C).max(axis=1, keepdims=True)  # taken out first, as squares of tiny numbers would be zero
        unit = np.where(largest > 0, largest, 1.0)
        return unit[:, 0] * np.linalg.norm(C / unit, axis=1)

    @property
    def test_statistics(self) -> np.ndarray:
        """The weights divided by their standard errors; infinite where the fit is perfect."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return self.w / self.standard_errors

    @property
    def p_values(self) -> np.ndarray:
        """The chance, were a weight zero, of a test statistic at least this far from zero."""
        return 2 * stats.t.sf(np.abs(self.test_statistics), self.df)

    def confidence_intervals(self, level: float = 0.95) -> np.ndarray:
        """An interval for each weight, of shape (p, 2), that covers it in a share `level` of all samples.

        Parameters
        ----------
        level : float
            How much of the time the interval is to cover, between 0 and 1.

        Raises
        ------
        ValueError
            If the level is not between 0 and 1.
        """
        half = critical_value(level, self.df) * self.standard_errors
        return np.column_stack([self.w - half, self.w + half])

    def summary(self, level: float = 0.95) -> pd.DataFrame:
        """A table with a row for each weight: it, its standard error, test statistic, p value and interval.

        Parameters
        ----------
        level : float
            How much of the time the interval is to cover, between 0 and 1.

        Raises
        ------
        ValueError
            If the level is not between 0 and 1.
        """
        low, high = self.confidence_intervals(level).T
        return pd.DataFrame(
            {
                "weight": self.w,
                "standard error": self.standard_errors,
                "z" if np.isinf(self.df) else "t": self.test_statistics,
                "p": self.p_values,
                f"{percent(level)} from": low,
                f"{percent(level)} to": high,
            },
            index=pd.Index(self.weight_names, name="column"),
        )


def critical_value(level: float, df: float = np.inf) -> float:
    """How many standard errors an interval reaches to either side, to cover with a chance of `level`.

    Parameters
    ----------
    level : float
        Between 0 and 1, such as 0.95.
    df : float
        The degrees of freedom of Student's t distribution; infinitely many are the normal one.

    Raises
    ------
    ValueError
        If the level is not between 0 and 1, or the degrees of freedom are not above 0.

    Examples
    --------
    >>> round(critical_value(0.95), 2), round(critical_value(0.95, df=2), 2)
    (1.96, 4.3)
    """
    level = number(above=0, below=1, hint="it is a probability, such as 0.95")(level, "level")
    if not (isinstance(df, float) and df == np.inf):
        df = number(above=0, hint="infinitely many, np.inf, are the normal law")(df, "df")
    return float(stats.t.isf((1 - level) / 2, df))


def percent(share: float) -> str:
    """A share in percent, with all its digits.

    Parameters
    ----------
    share : float
        Of one.

    Raises
    ------
    ValueError
        If it is no finite number.

    Examples
    --------
    >>> percent(0.95), percent(0.999)
    ('95%', '99.9%')
    """
    number()(share, "share")
    return f"{(100 * Decimal(str(share))).normalize():f}%"
