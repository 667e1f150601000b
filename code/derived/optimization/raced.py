r"""What came out of the race: ten optimizers on all surfaces, tuned on some starts and raced on others.

Written by ``benchmarks/race.py --write``, which takes some minutes; `heat` is one surface and one entrant of it, and a
test runs some of them again.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from derived.optimization.race import ENTRANTS, arrived, run, starts_on, steps_to_goal
from derived.optimization.scores import price
from derived.optimization.surfaces import SURFACES, Surface
from derived.optimization.walks import Optimizer

__all__ = ["BUDGET", "ENDS", "RATES", "heat", "load_race", "overall"]

BUDGET, TUNING, RACING = 1000, 30, 60
RATES = 10.0 ** np.arange(-6, 3.5, 0.5)
"""From a millionth to a thousand, two to a power of ten."""
ENDS = ("arrived", "was there", "gone", "hardly moves", "on its way", "not tuned")
"""How a walk ends: at its goal; elsewhere, though it was there before; outside of the domain by more than a side, or at
infinity; within a hundredth of a side for the last hundred steps; or none of these. The last is for walks that had no
rate to be run at, as none brought its entrant to the goal from any start for tuning."""
FILE = Path(str(resources.files("derived.optimization") / "raced.npz"))


def heat(surface: Surface, entrant: Callable[[Any], Optimizer]) -> dict[str, np.ndarray]:
    """One entrant on one surface, at all rates: 30 starts for tuning, 60 for the race.

    Parameters
    ----------
    surface : Surface
    entrant : callable
        Takes a rate, gives an optimizer.

    Returns
    -------
    dict
        "price", of shape (r,): the mean number of steps from the starts for tuning, twice the budget for
        failures; "tuned": the number of the rate with the least of them, −1 if none arrived at any rate;
        "all_steps", of shape (r, 60): the steps from the other starts; "ends", of shape (60,): how they end at
        the tuned rate, numbers of `ENDS`; "visits": how many of the 60 ever were at the goal, at the rate that
        was tuned for that.

    Examples
    --------
    >>> from derived.optimization.surfaces import SURFACES
    >>> booth = heat(SURFACES["Booth"], ENTRANTS["gradient descent"])
    >>> float(RATES[booth["tuned"]]), int(booth["all_steps"][booth["tuned"]].max()), int(booth["visits"])
    (0.1, 30, 60)
    """
    starts = starts_on(surface, TUNING + RACING, np.random.default_rng(14))
    steps, walks = run(surface, entrant, RATES, starts, BUDGET)
    visits = steps_to_goal(walks.path, lambda x: arrived(surface, x), stay=False).reshape(steps.shape)
    prices = price(steps[:, :TUNING], BUDGET)
    tuned = int(np.argmin(prices)) if prices.min() < 2 * BUDGET else -1
    for_visits = int(np.argmin(price(visits[:, :TUNING], BUDGET)))
    late = walks.path[-100:].reshape(-1, *steps.shape, 2)[:, tuned, TUNING:]
    return {
        "price": prices.astype(np.float32),
        "tuned": np.array(tuned, dtype=np.int8),
        "all_steps": np.where(np.isfinite(steps), steps, BUDGET + 1).astype(np.int16)[:, TUNING:],
        "ends": _ends(surface, steps[tuned, TUNING:], visits[tuned, TUNING:], late)
        if tuned >= 0
        else np.full(RACING, ENDS.index("not tuned"), np.int8),
        "visits": np.isfinite(visits[for_visits, TUNING:]).sum().astype(np.int8),
    }


def _ends(surface: Surface, steps: np.ndarray, visits: np.ndarray, late: np.ndarray) -> np.ndarray:
    """How walks end, as numbers of `ENDS`, from their last points, of shape (100, n, 2)."""
    (low, high), last = np.transpose(surface.domain), late[-1]
    side = (high - low).max()
    with np.errstate(invalid="ignore"):
        inside = ((last >= low - side) & (last <= high + side)).all(axis=-1)
        still = np.ptp(late, axis=0).max(axis=-1) <= side / 100
    return np.select([np.isfinite(steps), np.isfinite(visits), ~inside, still], [0, 1, 2, 3], 4).astype(np.int8)


def overall(heats: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The results of all heats, of shapes (surfaces, entrants, …), with the best single rate of each entrant.

    Parameters
    ----------
    heats : dict
        What `heat` returns, stacked.

    Returns
    -------
    dict
        "price", "ends" and "visits" as they are; "tuned", of shape (s, m), and "common", of shape (m,), the numbers of
        the rates that are best for each surface and for all of them together; "steps" and "common_steps", of shape
        (s, m, 60), at these rates, with the budget and one for those that did not arrive.

    Examples
    --------
    >>> one = heat(SURFACES["Sphere"], ENTRANTS["gradient descent"])
    >>> results = overall({name: values[np.newaxis, np.newaxis] for name, values in one.items()})
    >>> results["steps"].shape, float(RATES[results["common"][0]].round(3))
    ((1, 1, 60), 0.316)
    """
    tuned, prices, steps = heats["tuned"], heats["price"], heats["all_steps"]
    common = prices.mean(axis=0).argmin(axis=-1)
    return {
        "price": prices,
        "tuned": tuned,
        "common": common.astype(np.int8),
        "steps": np.where(
            tuned[..., None] >= 0,
            np.take_along_axis(steps, tuned[..., None, None].astype(int), axis=2)[:, :, 0],
            steps.dtype.type(BUDGET + 1),
        ),
        "common_steps": np.take_along_axis(steps, common[None, :, None, None], axis=2)[:, :, 0],
        "ends": heats["ends"],
        "visits": heats["visits"],
    }


@cache
def _file() -> dict[str, np.ndarray]:
    with np.load(FILE) as file:
        return dict(file)


def load_race() -> dict[str, np.ndarray]:
    """What `overall` made of all heats: surfaces as in `SURFACES`, entrants as in `ENTRANTS`, ∞ for never.

    Examples
    --------
    >>> race = load_race()
    >>> race["steps"].shape, race["tuned"].shape, race["common"].shape
    ((24, 10, 60), (24, 10), (10,))
    """
    found = dict(_file())
    for name in ("steps", "common_steps"):
        found[name] = np.where(found[name] > BUDGET, np.inf, found[name])
    assert found["steps"].shape == (len(SURFACES), len(ENTRANTS), RACING)
    return found
