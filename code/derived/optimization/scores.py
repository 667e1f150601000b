r"""How runners are compared: over many problems, and with how much certainty.

`price` is the mean time with a fine for not arriving, `performance_ratios` and `performance_profile` compare over many
problems, after Dolan and Moré, `wilson` tells how sure a share of arrivals is, and `with_restarts` what an arrival
costs where not every walk arrives. All take the steps to a goal, ∞ for never, as `derived.optimization.race.run` has
them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from derived.inputs import as_floats, as_vector, count, number, takes

__all__ = ["performance_profile", "performance_ratios", "price", "wilson", "with_restarts"]


@takes(budget=count())
def price(steps: ArrayLike, budget: int) -> np.ndarray:
    """The mean number of steps over the last axis, where a walk that does not arrive costs twice the budget.

    Parameters
    ----------
    steps : array_like of shape (…, n)
        Steps to the goal.
    budget : int
        How many steps were allowed.

    Examples
    --------
    >>> price([[10, 30], [5, np.inf]], budget=100)
    array([ 20. , 102.5])
    """
    steps = _times(steps)
    return np.where(steps <= budget, steps, 2 * budget).mean(axis=-1)


def _times(steps: ArrayLike) -> np.ndarray:
    """Steps to a goal, ∞ for never; NaN and what is below zero are refused."""
    times = np.asarray(steps, dtype=float)
    if not times.size or not (times >= 0).all():
        wrong = f"hold {times[~(times >= 0)][0]:g}" if times.size else "are empty"
        raise ValueError(f"steps must be at least 0, ∞ for never, and {wrong}")
    return times


def performance_ratios(steps: ArrayLike) -> np.ndarray:
    r"""Each time, divided by the best time on the same problem: :math:`r_{ij} = t_{ij}/\min_k t_{ik}`.

    Parameters
    ----------
    steps : array_like of shape (n, m)
        The times of m runners on n problems, positive, ∞ for never.

    Returns
    -------
    ndarray of shape (n, m)
        ∞ where the runner did not arrive, also if nobody did.

    Examples
    --------
    >>> performance_ratios([[9, 6], [1, 6], [np.inf, 6]])
    array([[1.5, 1. ],
           [1. , 6. ],
           [inf, 1. ]])
    """
    steps = _times(steps)
    if steps.ndim != 2:
        raise ValueError(f"steps must have a row for each problem and a column for each runner, not {steps.shape}")
    if not steps.all():
        raise ValueError("steps must be positive, and hold 0: count the start as a step")
    best = steps.min(axis=1, keepdims=True)
    return np.where(np.isfinite(steps), steps / np.where(np.isfinite(best), best, 1.0), np.inf)


def performance_profile(steps: ArrayLike, factors: ArrayLike) -> np.ndarray:
    """On which share of the problems each runner's time is at most so many times the best.

    Parameters
    ----------
    steps : array_like of shape (n, m)
        As for `performance_ratios`.
    factors : array_like of shape (k,)
        From 1 up.

    Returns
    -------
    ndarray of shape (k, m)

    References
    ----------
    Dolan and Moré, Benchmarking optimization software with performance profiles, Mathematical Programming 91 (2002).

    Examples
    --------
    >>> performance_profile([[9, 6], [1, 6], [np.inf, 6]], [1, 2, 6]).round(2)
    array([[0.33, 0.67],
           [0.67, 0.67],
           [0.67, 1.  ]])
    """
    factors = as_vector(np.atleast_1d(factors), "factors")
    if not (factors >= 1).all():
        raise ValueError(f"factors are multiples of the best time, from 1 up, and hold {factors[~(factors >= 1)][0]:g}")
    return (performance_ratios(steps) <= factors[:, np.newaxis, np.newaxis]).mean(axis=1)


@takes(n=count(), level=number(above=0, below=1))
def wilson(arrivals: ArrayLike, n: int, level: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
    r"""An interval for a chance, from how often it came true: Wilson's.

    .. math:: \frac{\hat p + z^2/2n \pm z\sqrt{\hat p(1 - \hat p)/n + z^2/4n^2}}{1 + z^2/n}

    Parameters
    ----------
    arrivals : array_like of int
        How often it came true.
    n : int
        Out of how many.
    level : float
        How often such intervals are to cover the chance, on average.

    Returns
    -------
    low, high : ndarray
        Of the shape of `arrivals`.

    References
    ----------
    Wilson, Probable inference, the law of succession, and statistical inference, Journal of the American Statistical
    Association 22 (1927).

    Examples
    --------
    None out of sixty does not mean never:

    >>> low, high = wilson([0, 30, 60], 60)
    >>> low.round(3), high.round(3)
    (array([0.   , 0.377, 0.94 ]), array([0.06 , 0.623, 1.   ]))
    """
    arrivals = as_floats(arrivals, "arrivals")
    wrong = arrivals[(arrivals < 0) | (arrivals > n) | (arrivals != np.round(arrivals))]
    if wrong.size:
        raise ValueError(f"arrivals must be between 0 and n = {n}, whole numbers (counts, no shares), not {wrong[0]:g}")
    p, z2 = arrivals / n, stats.norm.ppf((1 + level) / 2) ** 2
    half = np.sqrt(z2 * (p * (1 - p) / n + z2 / (4 * n**2)))
    middle, wide = p + z2 / (2 * n), 1 + z2 / n
    return np.clip((middle - half) / wide, 0, 1), np.clip((middle + half) / wide, 0, 1)


@takes(budget=count())
def with_restarts(steps: ArrayLike, budget: int) -> np.ndarray:
    r"""What an arrival costs, over the last axis, if one starts again elsewhere until a walk arrives.

    .. math:: \bar s + \frac{1 - p}{p}B

    Parameters
    ----------
    steps : array_like of shape (…, n)
        Steps to the goal.
    budget : int
        After how many steps, B, a walk is given up.

    Returns
    -------
    ndarray
        The mean of those that arrived, and the budget of each failure; ∞ where none arrived.

    Examples
    --------
    >>> with_restarts([[10, 30], [10, np.inf], [np.inf, np.inf]], budget=100)
    array([ 20., 110.,  inf])
    """
    steps = _times(steps)
    there = steps <= budget
    spent, often = np.where(there, steps, budget).sum(axis=-1), there.sum(axis=-1)
    with np.errstate(divide="ignore"):
        return np.where(often > 0, spent / np.where(often > 0, often, 1), np.inf)
