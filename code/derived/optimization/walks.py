"""The walk that all optimizers share: ask for a step, take it, until the gradient is short.

An optimizer is a pair of pure functions. `init` makes the state in which it starts at a point, a NamedTuple; `update`
takes the gradient, the state and the point, and returns the step that is to be added to the point and the next state.
Nothing here warns: the result tells convergence, divergence and running out of steps apart.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import ArrayLike

from derived.inputs import as_floats, as_vector, count, function, number, takes
from derived.optimization.results import Keep, Record, WalkResult

__all__ = ["Optimizer", "Stateless", "walk"]

Function = Callable[[np.ndarray], float]
Gradient = Callable[[np.ndarray], np.ndarray]


class Optimizer(Protocol):
    """What chooses the steps of a walk: a pair of pure functions, `init` and `update`.

    Examples
    --------
    Momentum remembers the last step; on x² it overshoots, and comes back:

    >>> class Velocity(NamedTuple):
    ...     v: np.ndarray
    >>> class Momentum:
    ...     def init(self, x):
    ...         return Velocity(np.zeros_like(x))
    ...     def update(self, gradient, state, x):
    ...         v = 0.5 * state.v - 0.375 * gradient
    ...         return v, Velocity(v)
    >>> walk(lambda x: 2 * x, [8.0], Momentum(), max_steps=3).path.ravel()
    array([ 8.   ,  2.   , -2.5  , -2.875])
    """

    def init(self, x: np.ndarray) -> Any:
        """The state, a NamedTuple, in which a walk from x begins.

        Parameters
        ----------
        x : ndarray of shape (p,)
            The point where a walk begins.
        """
        ...

    def update(self, gradient: np.ndarray, state: Any, x: np.ndarray) -> tuple[np.ndarray, Any]:
        """The step to be added to x, where this is the gradient, and the state after it.

        Parameters
        ----------
        gradient : ndarray of shape (p,)
            The gradient at x.
        state : NamedTuple
            What `init`, or the last `update`, returned.
        x : ndarray of shape (p,)
            The point.
        """
        ...


class Stateless(NamedTuple):
    """The state of an optimizer that remembers nothing.

    Examples
    --------
    >>> Stateless()
    Stateless()
    """


@takes(gradient=function, tolerance=number(at_least=0), max_steps=count())
def walk(
    gradient: Gradient,
    start: ArrayLike,
    optimizer: Optimizer,
    tolerance: float = 1e-6,
    max_steps: int = 10_000,
    keep: Keep = "all",
) -> WalkResult:
    """Add an optimizer's steps to x until the gradient is no longer than the tolerance.

    Parameters
    ----------
    gradient : callable
        Takes a point of shape (p,), gives the gradient there, of the same shape. It gets a copy: what it does to it
        does not change the walk.
    start : array_like of shape (p,)
        The first point; it is copied.
    optimizer : object
        With ``init(x)``, which returns a state, and ``update(gradient, state, x)``, which returns a step and the next
        state; such as `GradientDescent`, `LineSearch` or `Newton`.
    tolerance : float
        The walk has converged where the gradient's Euclidean length is at most this.
    max_steps : int
        After so many steps without convergence the walk is out of steps.
    keep : {"all", "last"}, int or callable
        Which points the result holds: all; the last alone, for many weights; the start, every k-th and the last, for
        a whole number k; or, for a function, its value at every point instead of the points.

    Returns
    -------
    WalkResult

    Raises
    ------
    ValueError
        If the start is no vector of finite numbers, the gradient has another shape, the tolerance is negative, there
        is not a single step to take, or `keep` is none of these.

    Examples
    --------
    >>> from derived.optimization import GradientDescent
    >>> def gradient(x):
    ...     return 2 * x
    >>> walk(gradient, [8.0], GradientDescent(0.25), tolerance=1).path.ravel()
    array([8. , 4. , 2. , 1. , 0.5])
    >>> walk(gradient, [8.0], GradientDescent(0.25), tolerance=1, keep=3).path.ravel()
    array([8. , 1. , 0.5])
    >>> walk(gradient, [8.0], GradientDescent(0.25), tolerance=1, keep=lambda x: x @ x).path
    array([64.  , 16.  ,  4.  ,  1.  ,  0.25])
    """
    check_optimizer(optimizer)
    x = as_vector(start, "start")
    state, record = optimizer.init(x.copy()), Record(x, keep)
    with np.errstate(over="ignore", invalid="ignore"):
        while True:
            g = gradient_at(gradient, x)
            record.norms.append(float(np.linalg.norm(g)))
            if not np.isfinite(record.norms[-1]):
                return record.result("diverged", tolerance, state)
            if record.norms[-1] <= tolerance:
                return record.result("converged", tolerance, state)
            if record.nit == max_steps:
                return record.result("out of steps", tolerance, state)
            step, state = optimizer.update(g, state, x.copy())
            x_next = x + step
            if not np.isfinite(x_next).all():
                return record.result("diverged", tolerance, state)
            if (x_next == x).all():
                return record.result("stalled", tolerance, state)
            x = x_next
            record.add(x)


def check_optimizer(optimizer: Any) -> None:
    """Refuse what has no pair of functions."""
    if isinstance(optimizer, type) or not all(callable(getattr(optimizer, f, None)) for f in ("init", "update")):
        raise ValueError(f"optimizer must have init and update, as GradientDescent(0.1) has, not be {optimizer!r}")


def gradient_at(gradient: Callable[..., np.ndarray], x: np.ndarray, *rows: np.ndarray) -> np.ndarray:
    """The gradient at a copy of x, copied, with a shape that was checked."""
    g = np.array(as_floats(gradient(x.copy(), *rows), "the gradient"))
    if g.shape != x.shape:
        raise ValueError(f"the gradient has shape {g.shape}, but the point has {x.shape}: they must be the same")
    return g
