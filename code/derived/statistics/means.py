r"""Means of samples, and the difference of two: how far each may be off.

The mean of n independent numbers of variance :math:`\sigma^2` has the variance :math:`\sigma^2/n`, and the standard
error is the root of that with :math:`s^2`, of divisor n − 1, in the place of :math:`\sigma^2`. If the numbers are
normal, the error divided by the standard error follows Student's t distribution.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from derived.inputs import number, takes, truth
from derived.statistics.deviations import mean_of, squares_about_mean
from derived.statistics.inference import critical_value

__all__ = ["Estimate", "estimate_difference", "estimate_mean"]


@dataclass(frozen=True)
class Estimate:
    """A number that was estimated, with its standard error.

    Attributes
    ----------
    value : float
        The estimate.
    standard_error : float
        The estimated standard deviation of the estimate.
    df : float
        The degrees of freedom of Student's t distribution.

    Examples
    --------
    >>> saved = Estimate(value=4.0, standard_error=2.0, df=6)
    >>> saved.t(), round(saved.p_value(), 3)
    (2.0, 0.092)
    >>> [round(end, 1) for end in saved.interval(0.95)]
    [-0.9, 8.9]
    """

    value: float
    standard_error: float
    df: float

    def t(self, null: float = 0.0) -> float:
        """How many standard errors the estimate is above a value.

        Parameters
        ----------
        null : float
            The value that is to be tested.

        Raises
        ------
        ValueError
            If the numbers do not vary, and are the value itself: that is zero of no standard errors.
        """
        null = number()(null, "null")
        if self.standard_error == 0 and self.value == null:
            raise ValueError(
                f"the estimate is {null:g} itself, and the numbers do not vary: they do not say how far others would "
                "be off; give numbers that vary"
            )
        with np.errstate(divide="ignore", invalid="ignore"):
            return float(np.float64(self.value - null) / self.standard_error)

    def p_value(self, null: float = 0.0) -> float:
        """The chance, if the true value were `null`, of an estimate at least so many standard errors off, up or down.

        Parameters
        ----------
        null : float
            The value that is to be tested.

        Raises
        ------
        ValueError
            As `t` does.
        """
        return float(2 * stats.t.sf(abs(self.t(null)), self.df))

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        """The values that the data do not speak against: those whose p value is above 1 − level.

        Parameters
        ----------
        level : float
            In which share of all samples the interval is to hold the true value, between 0 and 1.

        Raises
        ------
        ValueError
            If the level is not between 0 and 1.
        """
        half = critical_value(level, self.df) * self.standard_error
        return self.value - half, self.value + half


@takes(x="n")
def estimate_mean(x: np.ndarray) -> Estimate:
    """The mean of a population, from a sample.

    Parameters
    ----------
    x : ndarray of shape (n,)
        Independent draws, two at least.

    Raises
    ------
    ValueError
        For fewer than two numbers, of which nothing says how much they vary.

    Examples
    --------
    >>> estimate_mean(np.array([19.0, 20.0, 22.0, 27.0])).value
    22.0
    """
    variance = _sum_of_squares(x, "x") / (len(x) - 1)
    return Estimate(mean_of(x), float(np.sqrt(variance / len(x))), len(x) - 1)


@takes(x="n", y="m", equal_variances=truth)
def estimate_difference(x: np.ndarray, y: np.ndarray, equal_variances: bool = True) -> Estimate:
    """By how much the mean of x is above that of y: Student's two samples, or Welch's.

    Parameters
    ----------
    x : ndarray of shape (n,)
        Independent draws from one population.
    y : ndarray of shape (m,)
        And from another, independent of the first.
    equal_variances : bool
        Whether both vary equally. If not, each sample has its own variance, and the degrees of freedom are Welch's.

    Raises
    ------
    ValueError
        If a sample has fewer than two numbers.

    References
    ----------
    Welch, The generalization of 'Student's' problem when several different population variances are involved,
    Biometrika 34 (1947).

    Examples
    --------
    >>> road, canal = np.array([24.0, 25.0, 27.0, 28.0]), np.array([19.0, 20.0, 22.0, 27.0])
    >>> estimate_difference(road, canal)
    Estimate(value=4.0, standard_error=2.0, df=6)
    >>> round(estimate_difference(road, canal, equal_variances=False).df, 2)
    4.48
    """
    n, m = len(x), len(y)
    squares = np.array([_sum_of_squares(x, "x"), _sum_of_squares(y, "y")])
    difference = mean_of(x) - mean_of(y)
    if equal_variances:
        variance = squares.sum() / (n + m - 2)
        return Estimate(difference, float(np.sqrt(variance * (1 / n + 1 / m))), n + m - 2)
    parts = squares / [(n - 1) * n, (m - 1) * m]
    if not parts.any():
        return Estimate(difference, 0.0, n + m - 2)
    shares = parts / parts.sum()
    return Estimate(difference, float(np.sqrt(parts.sum())), float(1 / np.sum(shares**2 / [n - 1, m - 1])))


def _sum_of_squares(x: np.ndarray, name: str) -> float:
    """Σ (xᵢ − x̄)², of two numbers at least."""
    if len(x) < 2:
        raise ValueError(f"{name} has one number, {x[0]:g}, which does not say how much such numbers vary; give two")
    return squares_about_mean(x)
