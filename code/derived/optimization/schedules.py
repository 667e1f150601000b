"""Schedules: the learning rate as a function of the number of steps taken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from derived.inputs import as_array, count, not_negative, number, takes

__all__ = [
    "constant",
    "cosine",
    "exponential",
    "inverse_time",
    "warm_up",
]


Schedule = Callable[[int], float]


positive = number(above=0)


def rate_or_schedule(rate: float | Schedule, name: str) -> float | Schedule:
    """The rule for rates: a positive number, or a schedule as it is."""
    return rate if callable(rate) else positive(rate, name)


def rate_at(rate: float | Schedule, k: int) -> float:
    """The rate of step k, from 0 up."""
    return _scheduled(rate(k), f"what the schedule gives at step {k}") if callable(rate) else rate


_GIVEN = number(at_least=0, hint="a schedule takes the number of steps taken, and gives the rate")


def _scheduled(rate: Any, name: str) -> Any:
    """The rule for what a schedule gives: a number, or one for each of many walks; it may come down to zero."""
    return not_negative(as_array(rate, name), name) if np.ndim(rate) else _GIVEN(rate, name)


@takes(rate=positive)
def constant(rate: float) -> Schedule:
    """The same rate at every step.

    Parameters
    ----------
    rate : float
        The rate α > 0.

    Examples
    --------
    >>> constant(0.1)(1000)
    0.1
    """
    return lambda k: rate


@takes(rate=positive, decay=positive)
def inverse_time(rate: float, decay: float) -> Schedule:
    """Rate α/(1 + ck): its sum is infinite and the sum of its squares is not, as Robbins and Monro (1951) ask.

    Parameters
    ----------
    rate : float
        The first rate α > 0.
    decay : float
        How fast it falls, c > 0.

    Examples
    --------
    >>> schedule = inverse_time(0.1, decay=0.5)
    >>> schedule(0), schedule(2)
    (0.1, 0.05)
    """
    return lambda k: rate / (1 + decay * k)


@takes(rate=positive, decay=number(above=0, below=1))
def exponential(rate: float, decay: float) -> Schedule:
    """Rate α·cᵏ with 0 < c < 1. The rates add up to α/(1 − c): the walk can never go further than they reach.

    Parameters
    ----------
    rate : float
        The first rate α > 0.
    decay : float
        The factor c from one step to the next, between 0 and 1.

    Examples
    --------
    >>> exponential(0.1, decay=0.5)(1)
    0.05
    """
    return lambda k: rate * decay**k


@takes(rate=positive, steps=count(), end=number(at_least=0))
def cosine(rate: float, steps: int, end: float = 0.0) -> Schedule:
    """From `rate` down to `end` along half a wave of the cosine, in so many steps; `end` after that.

    Parameters
    ----------
    rate : float
        The first rate α > 0.
    steps : int
        In how many steps it comes down.
    end : float
        The last rate.

    References
    ----------
    Loshchilov and Hutter, SGDR: Stochastic gradient descent with warm restarts, ICLR (2017), equation 5.

    Examples
    --------
    >>> schedule = cosine(0.1, steps=10)
    >>> schedule(0), round(schedule(5), 12), schedule(10)
    (0.1, 0.05, 0.0)
    """
    return lambda k: end + (rate - end) * (1 + float(np.cos(np.pi * min(k / steps, 1)))) / 2


@takes(rate=rate_or_schedule, steps=count())
def warm_up(rate: float | Schedule, steps: int) -> Schedule:
    """Up along a line in so many steps, to a rate or a schedule, and from then on as that says.

    Parameters
    ----------
    rate : float or callable
        The rate α > 0, or a schedule.
    steps : int
        In how many steps it comes up: step k = 0, 1, … has the share (k + 1)/steps.

    References
    ----------
    Goyal and others, Accurate, large minibatch SGD: training ImageNet in 1 hour (2017), section 2.2.

    Examples
    --------
    >>> schedule = warm_up(exponential(1.0, decay=0.5), steps=4)
    >>> [schedule(k) for k in range(5)]
    [0.25, 0.25, 0.1875, 0.125, 0.0625]
    """
    return lambda k: min(1.0, (k + 1) / steps) * rate_at(rate, k)
