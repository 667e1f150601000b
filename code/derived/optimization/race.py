r"""A race: optimizers on surfaces, from many starts and at many rates, all at once.

A walk has *arrived* when it is, and stays to its end, within a thousandth of a lowest place, both in height and in
place: the height above the minimum is at most a thousandth of the surface's usual height, and the distance at most a
thousandth of the longer side of the domain. A short gradient does not count, nor a visit. Rates are tuned on some
starts and raced on others.

`run` lets an entrant run from all starts at all rates, and `steps_to_goal` takes the time; `scores` compares.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from derived.inputs import as_floats, as_matrix, as_vector, count, function, generator, takes
from derived.optimization import optimizers
from derived.optimization.descent import GradientDescent
from derived.optimization.many_walks import ManyWalks, walk_many
from derived.optimization.surfaces import Surface
from derived.optimization.walks import Optimizer

__all__ = ["ENTRANTS", "arrived", "goal_height", "run", "starts_on", "steps_to_goal"]

SHARE = 1e-3  # of the usual height, and of the side of the domain

ENTRANTS: dict[str, Callable[[Any], Optimizer]] = {
    "gradient descent": GradientDescent,
    "heavy ball": optimizers.HeavyBall,
    "Nesterov": optimizers.Nesterov,
    "Adagrad": optimizers.Adagrad,
    "RMSprop": optimizers.RMSprop,
    "Adadelta": lambda rate: optimizers.Adadelta(rate=rate),
    "Adam": optimizers.Adam,
    "Adamax": optimizers.Adamax,
    "Nadam": optimizers.Nadam,
    "AdamW": optimizers.AdamW,
}
"""Who races, by name: each takes a rate, and has the usual defaults for all else. Adadelta's rate is a factor."""


@takes(per_side=count())
def goal_height(surface: Surface, share: float = SHARE, per_side: int = 101) -> float:
    """How high one may be, to be as good as at the bottom: the minimum, and a share of the usual height above it.

    The usual height is the median over a grid in the domain. A surface without a minimum is to be left through the
    floor of its domain: the height is the lowest value on that grid.

    Parameters
    ----------
    surface : Surface
    share : float
        Of the usual height.
    per_side : int
        How many places the grid has along each side.

    Examples
    --------
    >>> from derived.optimization.surfaces import SURFACES
    >>> round(goal_height(SURFACES["Sphere"]), 4), goal_height(SURFACES["Monkey saddle"])
    (0.017, -16.0)
    """
    sides = (np.linspace(low, high, per_side) for low, high in surface.domain)
    heights = surface(np.stack(np.meshgrid(*sides), axis=-1))
    if not len(surface.minima):
        return float(np.min(heights))
    return float(surface.minimum + share * (np.median(heights) - surface.minimum))


def arrived(surface: Surface, x: ArrayLike, share: float = SHARE) -> np.ndarray:
    """Whether points are at a lowest place, in height and in place.

    Parameters
    ----------
    surface : Surface
    x : array_like of shape (…, 2)
        Points.
    share : float
        Of the usual height, and of the longer side of the domain.

    Returns
    -------
    ndarray of shape (…)

    Examples
    --------
    Rastrigin's other pits are level, and no goal; nor is a place in the plain around Easom's hole:

    >>> from derived.optimization.surfaces import SURFACES
    >>> arrived(SURFACES["Rastrigin"], [[0, 0.001], [0, 0.995], [0, 0.1]]).tolist()
    [True, False, False]
    >>> bool(arrived(SURFACES["Easom"], [50, 50]))
    False
    """
    x = as_floats(x, "x")
    with np.errstate(all="ignore"):
        low = surface(x) <= goal_height(surface, share)
        if not len(surface.minima):
            return low
        away = np.linalg.norm(x[..., np.newaxis, :] - surface.minima, axis=-1).min(axis=-1)
    return low & (away <= share * np.ptp(surface.domain, axis=1).max())


@takes(n=count(), rng=generator)
def starts_on(surface: Surface, n: int, rng: np.random.Generator) -> np.ndarray:
    """So many places in the domain, uniform, of shape (n, 2).

    Parameters
    ----------
    surface : Surface
    n : int
    rng : numpy.random.Generator

    Examples
    --------
    >>> from derived.optimization.surfaces import SURFACES
    >>> starts_on(SURFACES["Himmelblau"], 3, np.random.default_rng(0)).shape
    (3, 2)
    """
    low, high = np.transpose(surface.domain)
    return rng.uniform(low, high, (n, 2))


def steps_to_goal(path: np.ndarray, at_goal: Callable[[np.ndarray], np.ndarray], stay: bool = True) -> np.ndarray:
    """After how many steps each walk came to its goal: ∞ for those that never did.

    Parameters
    ----------
    path : ndarray of shape (m + 1, …, d)
        All points of the walks, as `walk_many` keeps them.
    at_goal : callable
        Takes points, gives truth values.
    stay : bool
        Whether it counts only if a walk stays there to its end. If not, a visit is enough.

    Returns
    -------
    ndarray of shape (…)

    Examples
    --------
    >>> path = np.array([[[4.0], [4.0]], [[2.0], [1.0]], [[1.0], [6.0]]])
    >>> steps_to_goal(path, lambda x: x[..., 0] <= 2), steps_to_goal(path, lambda x: x[..., 0] <= 2, stay=False)
    (array([ 1., inf]), array([1., 1.]))
    """
    there = at_goal(path)
    if stay:
        there = np.logical_and.accumulate(there[::-1])[::-1]
    return np.where(there.any(axis=0), there.argmax(axis=0), np.inf)


@takes(entrant=function, budget=count())
def run(
    surface: Surface, entrant: Callable[[Any], Optimizer], rates: ArrayLike, starts: np.ndarray, budget: int = 1000
) -> tuple[np.ndarray, ManyWalks]:
    """Let an entrant run from all starts at all rates.

    Parameters
    ----------
    surface : Surface
    entrant : callable
        Takes a rate, gives an optimizer that goes entry by entry, as those of `ENTRANTS`.
    rates : array_like of shape (r,)
        The rates.
    starts : ndarray of shape (n, 2)
        The starts.
    budget : int
        How many steps each may take.

    Returns
    -------
    steps : ndarray of shape (r, n)
        The steps to the goal, ∞ where the walk did not come to stay; without a minimum it need not stay.
    walks : ManyWalks
        All the walks, r·n of them, the starts moving fastest.

    Examples
    --------
    On the sphere the rate ½ arrives in one step, and a rate above 1 never does:

    >>> from derived.optimization.surfaces import SURFACES
    >>> run(SURFACES["Sphere"], GradientDescent, [0.5, 1.1], np.array([[3.0, 4.0], [0.0, 2.0]]))[0]
    array([[ 1.,  1.],
           [inf, inf]])
    """
    if not isinstance(surface, Surface):
        raise ValueError(f"surface must be a Surface, such as SURFACES['Booth'], not {surface!r}")
    rates, starts = as_vector(np.atleast_1d(rates), "rates"), as_matrix(np.atleast_2d(starts), "starts")
    if not (rates > 0).all():
        raise ValueError(f"rates must be positive, and hold {rates[rates <= 0][0]:g}")
    each = np.repeat(rates, len(starts))[:, np.newaxis]
    gradient = surface.gradient_formula or surface.gradient
    begin = np.tile(starts, (len(rates), 1))
    walks = walk_many(gradient, begin, entrant(lambda _: each), tolerance=0, max_steps=budget, keep_path=True)
    stay = len(surface.minima) > 0  # without a minimum there is no place to stay at: to be so low once is enough
    steps = steps_to_goal(walks.path, lambda x: arrived(surface, x), stay)
    return steps.reshape(len(rates), len(starts)), walks
