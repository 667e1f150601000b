r"""Back through a long chain of steps in little memory: a few states are kept, the others computed again.

Reverse mode needs the states of a chain from the last to the first. Keeping one in every :math:`k` of :math:`T` states,
and computing the others once more, one stretch after another, holds :math:`T/k + k - 1` states at a time instead of
:math:`T`. That is least for :math:`k = \sqrt T`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from derived.autodiff.reverse.functions import vjp
from derived.inputs import count, function, takes

__all__ = [
    "pull_back_chain",
]


@takes(step=function, steps=count(), every=count())
def pull_back_chain(
    step: Callable[[Any], Any], x: Any, steps: int, adjoint: Any, every: int | None = None
) -> tuple[Any, Any]:
    """The end of a chain of steps, and the adjoint of its start, from that of its end.

    Parameters
    ----------
    step : callable
        Of one array, returns the next.
    x : ndarray
        The start.
    steps : int
        How many steps are taken, at least one.
    adjoint : ndarray of the shape of `x`
        Of the end.
    every : int, optional
        One in how many states is kept; the root of the number of steps, rounded up, if left out.

    Returns
    -------
    end, adjoint : ndarray
        Of the shape of `x`.

    Raises
    ------
    ValueError
        If `steps` or `every` is no whole number, or less than one.

    Examples
    --------
    >>> end, slope = pull_back_chain(lambda x: x * x, np.array([1.1]), 3, np.array([1.0]))
    >>> end.round(3), slope.round(3)                    # x⁸, and 8 x⁷
    (array([2.144]), array([15.59]))
    """
    every = math.isqrt(steps - 1) + 1 if every is None else every
    kept, state = {0: x}, x
    for k in range(1, steps):
        state = step(state)
        if k % every == 0:
            kept[k] = state
    end = step(state)
    for first in reversed(range(0, steps, every)):
        states = [kept.pop(first)]
        while len(states) < min(every, steps - first):
            states.append(step(states[-1]))
        while states:
            adjoint = vjp(step, states.pop())[1](adjoint)
    return end, np.asarray(adjoint)
