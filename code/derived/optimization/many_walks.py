"""A walk from many starts at once: each step is one computation for all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from derived.inputs import as_matrix, count, function, number, takes
from derived.optimization.walks import Optimizer, check_optimizer, gradient_at

__all__ = ["ManyWalks", "walk_many"]


@dataclass(frozen=True, eq=False)
class ManyWalks:
    """Where walks from many starts ended, and why each of them stopped.

    Attributes
    ----------
    x : ndarray of shape (n, d)
        The last point of each.
    nit : ndarray of shape (n,)
        How many steps each took.
    status : ndarray of shape (n,)
        "converged", "diverged", "stalled" or "out of steps", each as for `walk`.
    norms : ndarray of shape (n,)
        The length of the last gradient of each.
    path : ndarray of shape (m + 1, n, d)
        All points, from the starts to where the last walk stopped; a walk that has stopped stays where it is. Empty if
        it was not kept.

    Examples
    --------
    On x⁴ − 2x² a rate is small enough for some starts, and too large for others:

    >>> from derived.optimization import GradientDescent
    >>> walks = walk_many(lambda x: 4 * x**3 - 4 * x, [[0.5], [2.0], [5.0], [1.0]], GradientDescent(0.1))
    >>> walks.status.tolist(), walks.nit.tolist()
    (['converged', 'converged', 'diverged', 'converged'], [12, 14, 5, 0])
    >>> walks.success.tolist()
    [True, True, False, True]
    """

    x: np.ndarray
    nit: np.ndarray
    status: np.ndarray
    norms: np.ndarray
    path: np.ndarray = field(repr=False)

    @property
    def success(self) -> np.ndarray:
        """Which of them came to a gradient within the tolerance, of shape (n,)."""
        return self.status == "converged"


@takes(gradient=function, tolerance=number(at_least=0), max_steps=count())
def walk_many(
    gradient: Callable[[np.ndarray], np.ndarray],
    starts: ArrayLike,
    optimizer: Optimizer,
    tolerance: float = 1e-6,
    max_steps: int = 10_000,
    keep_path: bool = False,
) -> ManyWalks:
    """Walk from each start as `walk` does, all at once.

    Parameters
    ----------
    gradient : callable
        Takes points of shape (n, d), gives the gradient at each, of the same shape, as `Surface.gradient` does.
    starts : array_like of shape (n, d)
        The first points; they are copied.
    optimizer : object
        With ``init(x)`` and ``update(gradient, state, x)`` that go entry by entry, as those of
        `derived.optimization.optimizers` do.
    tolerance : float
        A walk has converged where its gradient's Euclidean length is at most this.
    max_steps : int
        After so many steps those that have not are out of steps.
    keep_path : bool
        Whether all points are kept.

    Returns
    -------
    ManyWalks

    Raises
    ------
    ValueError
        If the starts are no matrix of finite numbers, the gradient has another shape, the tolerance is negative, or
        there is not a single step to take.

    Examples
    --------
    >>> from derived.optimization.optimizers import Adam
    >>> from derived.optimization.surfaces import SURFACES
    >>> himmelblau, starts = SURFACES["Himmelblau"], [[4, 4], [-4, 4], [-4, -4], [4, -4]]
    >>> walks = walk_many(himmelblau.gradient, starts, Adam(0.1))
    >>> bool(walks.success.all()), walks.x.round(3).tolist()
    (True, [[3.0, 2.0], [-2.805, 3.131], [-3.779, -3.283], [3.584, -1.848]])
    """
    check_optimizer(optimizer)
    x = as_matrix(starts, "starts")
    state, status, nit, path = optimizer.init(x.copy()), np.full(len(x), "", dtype="<U12"), np.zeros(len(x), int), [x]
    with np.errstate(all="ignore"):
        while True:
            g = gradient_at(gradient, x)
            norms = np.linalg.norm(g, axis=1)
            _end(status, norms <= tolerance, "converged")
            _end(status, ~np.isfinite(norms), "diverged")
            if len(path) > max_steps:
                _end(status, status == "", "out of steps")
            if (status != "").all():
                return ManyWalks(x, nit, status, norms, np.array(path if keep_path else []))
            step, state = optimizer.update(g, state, x.copy())
            x_next = x + step
            _end(status, ~np.isfinite(x_next).all(axis=1), "diverged")
            _end(status, (x_next == x).all(axis=1), "stalled")
            going = status == ""
            nit += going
            x = np.where(going[:, np.newaxis], x_next, x)
            path.append(x)


def _end(status: np.ndarray, where: np.ndarray, ending: str) -> None:
    """Write down how walks end that are still going."""
    status[(status == "") & where] = ending
