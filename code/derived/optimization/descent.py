r"""Gradient descent: steps :math:`-\alpha\nabla f(\mathbf x)`, at a rate that is a number or a schedule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from derived.inputs import settle
from derived.optimization.results import Keep, WalkResult
from derived.optimization.schedules import Schedule, rate_at, rate_or_schedule
from derived.optimization.walks import Gradient, walk

__all__ = ["GradientDescent", "StepCount", "gradient_descent"]


class StepCount(NamedTuple):
    """The state of gradient descent: how many steps were taken, for the schedule to know.

    Examples
    --------
    >>> GradientDescent(0.1).init(np.zeros(3))
    StepCount(k=0)
    """

    k: int


@dataclass(frozen=True)
class GradientDescent:
    """The optimizer that steps against the gradient: x⁺ = x − α∇f(x).

    Parameters
    ----------
    rate : float or callable
        The learning rate α > 0, or a schedule that gives the rate of step k = 0, 1, …

    Raises
    ------
    ValueError
        If the rate is a number that is not positive and finite; at a step, if a schedule gives none of at least 0.

    Examples
    --------
    >>> descent = GradientDescent(rate=0.5)
    >>> x = np.array([3.0])
    >>> descent.update(2 * x, descent.init(x), x)
    (array([-3.]), StepCount(k=1))
    """

    rate: float | Schedule

    def __post_init__(self) -> None:
        settle(self, rate=rate_or_schedule)

    def init(self, x: np.ndarray) -> StepCount:
        """No step was taken.

        Parameters
        ----------
        x : ndarray of shape (p,)
            The point where a walk begins.
        """
        return StepCount(0)

    def update(self, gradient: np.ndarray, state: StepCount, x: np.ndarray) -> tuple[np.ndarray, StepCount]:
        """The step −αg, and one step more on the count.

        Parameters
        ----------
        gradient : ndarray of shape (p,)
            The gradient at x.
        state : NamedTuple
            What `init`, or the last `update`, returned.
        x : ndarray of shape (p,)
            The point.
        """
        return -rate_at(self.rate, state.k) * gradient, StepCount(state.k + 1)


def gradient_descent(
    gradient: Gradient,
    start: ArrayLike,
    rate: float | Schedule,
    tolerance: float = 1e-6,
    max_steps: int = 10_000,
    keep: Keep = "all",
) -> WalkResult:
    """Walk against the gradient: x⁺ = x − α∇f(x).

    Parameters
    ----------
    gradient : callable
        Takes a point of shape (p,), gives the gradient there, of the same shape. It gets a copy of the point.
    start : array_like of shape (p,)
        The first point; it is copied.
    rate : float or callable
        The learning rate α > 0, or a schedule that gives the rate of step k = 0, 1, …
    tolerance : float
        The walk has converged where the gradient's Euclidean length is at most this.
    max_steps : int
        After so many steps without convergence the walk is out of steps.
    keep : {"all", "last"}, int or callable
        Which points the result holds: all; the last alone; the start, every k-th and the last, for a whole number k;
        or, for a function, its value at every point instead of the points.

    Returns
    -------
    WalkResult

    Raises
    ------
    ValueError
        If the start is no vector of finite numbers, the gradient has another shape, the tolerance is negative, there
        is not a single step to take, `keep` is none of these, or the rate is a number that is not positive and finite,
        or a schedule that gives none of at least 0.

    References
    ----------
    Cauchy, Méthode générale pour la résolution des systèmes d'équations simultanées (1847).

    Examples
    --------
    >>> def gradient(x):
    ...     return 2 * (x - 3)
    >>> result = gradient_descent(gradient, [0.0], rate=0.25, tolerance=1e-3)
    >>> result.x.round(3), result.nit, result.status
    (array([3.]), 13, 'converged')
    """
    return walk(gradient, start, GradientDescent(rate), tolerance, max_steps, keep)
