"""Line search: a rate for each step, found by trying."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from derived.inputs import function, number, settle, takes
from derived.optimization.results import Keep, WalkResult
from derived.optimization.schedules import positive
from derived.optimization.walks import Function, Gradient, Stateless, walk

__all__ = [
    "LineSearch",
    "backtracking",
    "line_search_descent",
]


SHARE = number(above=0, below=1)


@takes(f=function, x="p", g="p", direction="p", rate=positive, shrink=SHARE, share=SHARE)
def backtracking(
    f: Function,
    x: np.ndarray,
    g: np.ndarray,
    direction: np.ndarray | None = None,
    rate: float = 1.0,
    shrink: float = 0.5,
    share: float = 1e-4,
) -> float:
    """Shrink the rate until the step lowers f by a share of what its slope promises: Armijo's condition.

    Parameters
    ----------
    f : callable
        The function.
    x, g : ndarray of shape (p,)
        The point, and the gradient there.
    direction : ndarray of shape (p,), optional
        Where to go; by default −g.
    rate : float
        The first to try.
    shrink : float
        The factor to the next.
    share : float
        Of the decrease α gᵀd that the slope promises, how much is enough.

    Returns
    -------
    float
        The rate, or 0.0 if none was small enough: floats can see no decrease.

    Raises
    ------
    ValueError
        If the direction does not lead downhill, or `rate`, `shrink` or `share` make no sense.

    References
    ----------
    Armijo, Minimization of functions having Lipschitz continuous first partial derivatives (1966); Nocedal and
    Wright, *Numerical Optimization* (2006), algorithm 3.1.

    Examples
    --------
    >>> x = np.array([3.0])
    >>> backtracking(lambda x: x @ x, x, 2 * x, rate=2.0)
    0.5
    """
    d = -g if direction is None else direction
    slope = float(g @ d)
    if slope >= 0:
        raise ValueError(f"the direction does not lead downhill: the slope along it is {slope:.3g}")
    alpha, here = rate, f(x.copy())
    while (x + alpha * d != x).any():
        if f(x + alpha * d) <= here + share * alpha * slope:
            return alpha
        alpha *= shrink
    return 0.0


@dataclass(frozen=True)
class LineSearch:
    """The optimizer that steps against the gradient, each time at a rate found by `backtracking`.

    Parameters
    ----------
    f : callable
        The function to minimize.
    rate : float
        The first rate to try in each step; it may be too large.

    Examples
    --------
    >>> search = LineSearch(lambda x: x @ x, rate=2.0)
    >>> x = np.array([3.0])
    >>> search.update(2 * x, search.init(x), x)
    (array([-3.]), Stateless())
    """

    f: Function
    rate: float = 1.0

    def __post_init__(self) -> None:
        settle(self, f=function, rate=positive)

    def init(self, x: np.ndarray) -> Stateless:
        """Nothing is remembered.

        Parameters
        ----------
        x : ndarray of shape (p,)
            The point where a walk begins.
        """
        return Stateless()

    def update(self, gradient: np.ndarray, state: Stateless, x: np.ndarray) -> tuple[np.ndarray, Stateless]:
        """The step −αg at the first rate that lowers f enough.

        Parameters
        ----------
        gradient : ndarray of shape (p,)
            The gradient at x.
        state : NamedTuple
            What `init`, or the last `update`, returned.
        x : ndarray of shape (p,)
            The point.
        """
        return -backtracking(self.f, x, gradient, rate=self.rate) * gradient, state


def line_search_descent(
    f: Function,
    gradient: Gradient,
    start: ArrayLike,
    rate: float = 1.0,
    tolerance: float = 1e-6,
    max_steps: int = 10_000,
    keep: Keep = "all",
) -> WalkResult:
    """Gradient descent that finds the rate of each step by `backtracking` from `rate`.

    Parameters
    ----------
    f : callable
        The function to minimize.
    gradient : callable
        Takes a point of shape (p,), gives the gradient there, of the same shape. It gets a copy of the point.
    start : array_like of shape (p,)
        The first point; it is copied.
    rate : float
        The first rate to try in each step; it may be too large.
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
        is not a single step to take, `keep` is none of these, or the rate is not
        positive and finite.

    Examples
    --------
    >>> result = line_search_descent(
    ...     lambda x: x @ x, lambda x: 2 * x, [3.0, 4.0], rate=100.0
    ... )
    >>> result.status
    'converged'
    """
    return walk(gradient, start, LineSearch(f, rate), tolerance, max_steps, keep)
