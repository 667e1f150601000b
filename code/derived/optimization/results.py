"""What a walk returns: where it ended, what it kept on the way, and why it stopped, in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from derived.inputs import count

__all__ = ["WalkResult"]

Status = Literal["converged", "not a minimum", "out of steps", "stalled", "diverged"]
Keep = Literal["all", "last"] | int | Callable[[np.ndarray], Any]


@dataclass(frozen=True, eq=False)
class WalkResult:
    """Where a walk ended, how it got there, and why it stopped.

    Attributes
    ----------
    x : ndarray of shape (p,)
        The last point whose coordinates are finite.
    nit : int
        How many steps were taken.
    path : ndarray of shape (m, p)
        The points that were kept, by default all, from the start to `x`; or what `keep`, if it was a function, made
        of each.
    steps : ndarray of shape (m,)
        After how many steps each of them was reached: 0 for the start, `nit` for `x`.
    norms : ndarray of shape (nit + 1,)
        The length of the gradient at each point; for the stochastic form, of the gradient on all data, at the start and
        after each epoch.
    status : {"converged", "not a minimum", "out of steps", "stalled", "diverged"}
        Only the first is a success. "stalled": a step no longer changes `x`, whose gradient is not small yet.
    message : str
        The same in a sentence, with the numbers, and what to do.
    state : NamedTuple
        The state in which the optimizer ended.

    Examples
    --------
    Each step of this walk on x² lands beyond the minimum, half as far away:

    >>> from derived.optimization import gradient_descent
    >>> result = gradient_descent(lambda x: 2 * x, [4.0], rate=0.75, tolerance=1)
    >>> result.path.ravel(), result.norms
    (array([ 4. , -2. ,  1. , -0.5]), array([8., 4., 2., 1.]))
    >>> result.x, result.nit, result.success, result.values(lambda x: x @ x)
    (array([-0.5]), 3, True, array([16.  ,  4.  ,  1.  ,  0.25]))

    At a higher rate each step lands farther away than the one before:

    >>> result = gradient_descent(lambda x: 2 * x, [4.0], rate=1.5, max_steps=3)
    >>> print(result.message)
    not converged: 3 steps took the gradient's length from 8 to 64;
    take a smaller rate
    """

    x: np.ndarray
    nit: int
    path: np.ndarray = field(repr=False)
    steps: np.ndarray = field(repr=False)
    norms: np.ndarray = field(repr=False)
    status: Status
    message: str
    state: Any = field(repr=False)

    @property
    def success(self) -> bool:
        """Whether the gradient came down to the tolerance, at what may be a minimum."""
        return self.status == "converged"

    def values(self, f: Callable[[np.ndarray], float]) -> np.ndarray:
        """A function along the path, of shape (m,): one value for each point that was kept.

        Parameters
        ----------
        f : callable
            Takes a point, gives a number.
        """
        return np.array([f(x.copy()) for x in self.path])


def kept_every(keep: Keep) -> int:
    """Every how many steps a point is kept; 0 where only the last one is."""
    if callable(keep) or (isinstance(keep, str) and keep == "all"):
        return 1
    if isinstance(keep, str) and keep == "last":
        return 0
    try:
        return count()(keep, "keep")
    except ValueError as problem:
        raise ValueError(
            'keep must be "all", "last", a whole number k from 1 up for every k-th point, or a function whose values '
            f"are kept, not {keep!r}"
        ) from problem


class Record:
    """What a walk writes down on its way: the points that are to be kept, and the length of each gradient."""

    def __init__(self, start: np.ndarray, keep: Keep):
        self._of: Callable[[np.ndarray], Any] = keep if callable(keep) else np.asarray
        self._every = kept_every(keep)
        self._path: list[Any] = []
        self._steps: list[int] = []
        self.norms: list[float] = []
        self.nit, self.x = 0, start
        self._keep_by_turn()

    def add(self, x: np.ndarray) -> None:
        """Write down the point after one step more."""
        self.nit, self.x = self.nit + 1, x
        self._keep_by_turn()

    def _keep_by_turn(self) -> None:
        if self._every and self.nit % self._every == 0:
            self._keep_point()

    def _keep_point(self) -> None:
        self._path.append(self._of(self.x.copy()))
        self._steps.append(self.nit)

    def result(self, status: Status, tolerance: float, state: Any) -> WalkResult:
        """The walk as it ended; the last point is always kept."""
        if self._steps[-1:] != [self.nit]:
            self._keep_point()
        return WalkResult(
            self.x.copy(),
            self.nit,
            np.array(self._path),
            np.array(self._steps),
            np.array(self.norms),
            status,
            end_message(status, self.nit, self.norms, tolerance, rate_advice(self.norms)),
            state,
        )


def rate_advice(norms: list[float]) -> dict[Status, str]:
    """What to do after each ending of a walk that has a rate."""
    grown = norms[-1] >= norms[0]
    return {
        "out of steps": "take a smaller rate" if grown else "allow more steps, a larger rate, or scale the variables",
        "stalled": "the rate is zero, floats can tell no more, or the gradient is wrong (see check_gradient)",
        "diverged": "take a smaller rate, or start elsewhere",
    }


def end_message(
    status: Status, nit: int, norms: list[float] | np.ndarray, tolerance: float, advice: dict[Status, str]
) -> str:
    """How a walk ended, in a sentence with its numbers, and the advice for such an end."""
    first, last = norms[0], norms[-1]
    match status:
        case "converged":
            return f"converged in {nit} steps: the gradient's length is {last:.2g}, the tolerance {tolerance:g}"
        case "out of steps":
            ending = f"not converged: {nit} steps took the gradient's length from {first:.2g} to {last:.2g}"
        case "stalled":
            ending = f"stalled after {nit} steps: the next would not change x, whose gradient has the length {last:.2g}"
        case _:
            ending = f"diverged: after {nit} steps the gradient or the next point is not finite"
    return f"{ending}; {advice[status]}"
