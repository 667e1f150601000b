"""Exercises of the chapter on statistics: how far from the others a number can be, and what a detector finds."""

import numpy as np

from derived.exercises import Construction, Number, Parts

# --- eleven numbers ---------------------------------------------------------------------------------------------------


def _farthest(x: np.ndarray) -> float:
    spread = x.std(ddof=1)
    return float(np.abs(x - x.mean()).max() / spread) if spread > 0 else 0.0


eleven_numbers = Construction(
    [*10 * [0], 1],
    properties=[
        (lambda x: x.ndim == 1 and x.size >= 2, "Give a list of numbers."),
        (
            lambda x: _farthest(x) > 3,
            lambda x: f"The farthest of yours is `{_farthest(x):.3f}` standard deviations from the mean.",
        ),
        (lambda x: x.size == 11, lambda x: f"Yours are `{x.size}`; fewer can do it."),
    ],
    ordered=False,
    wrong=[
        ([*9 * [0], 1], r"Ten are too few, whatever they are: $9/\sqrt{10}$ is below 3."),
        ([*11 * [0], 1], r"For which smallest $n$ is $(n - 1)/\sqrt n$ above 3?"),
        (list(range(11)), "Let all be alike but one."),
    ],
    given_back=[[3]],
)

# --- foreign wines ----------------------------------------------------------------------------------------------------

foreign_wines = Parts(
    {
        "learned": Number(
            2,
            wrong=[
                (10, "That is what is left out and then looked at; here the detector knows them all."),
                (0.71, "That is what a law of many normal rows promises: one percent of 71. Count."),
                (101, "Those are the wines of other growers."),
            ],
            given_back=[71],
        ),
        "left_out": Number(
            10,
            wrong=[
                (2, "Leave each wine out before the detector learns."),
                (61, "Count the alarms, not the others."),
                (71, "Learn anew for each wine from the other 70, not from that one wine."),
            ],
        ),
        "foreign": Number(
            101,
            wrong=[
                (107, "So many there are; some look like this grower's."),
                (6, "Those are the ones that are not noticed."),
                (103, "That is with a share of five percent; one percent is asked for."),
            ],
        ),
    }
)
