"""The exercises of the chapter on the race."""

import numpy as np

from derived.algebra import index, product, scalar
from derived.exercises import Choice, Construction, Formula, Function, Number, Parts
from derived.optimization import GradientDescent, walk
from derived.optimization.optimizers import Adam

# --- a profile by hand ----------------------------------------------------------------------------------------------

a_profile_by_hand = Parts(
    {
        "first": Number(
            [1 / 4, 1 / 2, 1 / 4],
            wrong=[
                ([1, 2, 1], "A profile is a share: divide by the four problems."),
                ([3 / 4, 1 / 2, 3 / 4], "Fewer steps are better."),
                ([0, 1 / 4, 0], "Who is first on any problem counts, not on all of them."),
                ([1 / 3, 2 / 3, 1 / 3], "There are four problems, also for those who do not solve all of them."),
            ],
            given_back=[[10, 20, 40]],
        ),
        "within_twice": Number(
            [3 / 4, 1, 1 / 2],
            wrong=[
                ([3, 4, 2], "A profile is a share: divide by the four problems."),
                ([1 / 4, 1 / 2, 1 / 4], "That is at 1. Exactly twice the best counts: *at most* twice is asked for."),
                ([1 / 2, 1 / 2, 1 / 2], "The second runner needs 2, 1, 2 and 1 times the best: 20 is twice 10."),
            ],
        ),
    }
)

# --- where the curve ends -------------------------------------------------------------------------------------------

where_the_curve_ends = Parts(
    {
        "descent": Number(
            2 / 50,
            wrong=[
                (1, "That is the bound of the flat axis: the steep one is stricter."),
                (2 / 52, "That is the best rate, not the bound."),
                (1 / 50, r"The factor $1 - \alpha L$ may come down to $-1$, not only to 0."),
            ],
            given_back=[2, 50],
        ),
        "ball": Number(
            3 / 50,
            wrong=[
                (2 / 50, r"Momentum widens it: $2(1 + \beta)/L$."),
                (3 / 2, "That is the bound of the flat axis: the steep one is stricter."),
                (3.8 / 50, r"That is for $\beta = 0.9$."),
                (1.5 / 50, "A factor of two is missing."),
                (1 / 50, r"The bound grows with $\beta$: it is $2(1 + \beta)/L$."),
            ],
        ),
        "nesterov": Number(
            3 / 100,
            wrong=[
                (3 / 50, "That is the heavy ball's."),
                (3 / 4, "That is the bound of the flat axis: the steep one is stricter."),
                (2 / 50, r"For $\beta > 0$ it is less than gradient descent's."),
                (3.8 / 2.8 / 50, r"That is for $\beta = 0.9$."),
            ],
        ),
        "ten_times": Number(
            2 / 500,
            wrong=[
                (20 / 50, "The curvature grows, and so the bound falls."),
                (2 / 50, "All curvatures are ten times as large now."),
                (2 / 5000, "Ten times the height is ten times the curvature, not a hundred times."),
            ],
        ),
    }
)

# --- who notices ----------------------------------------------------------------------------------------------------

_LETTERS = ["", "a", "b", "c", "ab", "ac", "bc", "abc"]

who_notices = Parts(
    {
        "descent": Choice(
            "a",
            among=_LETTERS,
            wrong=[
                ("ac", "Its walk on the turned surface is the same walk, turned."),
                ("", "The gradient is seven times as long, and the rate is not."),
                ("ab", "A number that is added has no slope."),
                ("c", "It is the other way round: it sees the scale, and not the angle."),
            ],
            given_back=["abc"],
        ),
        "adam": Choice(
            "c",
            among=_LETTERS,
            wrong=[
                ("a", "Seven stands above and below, and cancels; the angle does not."),
                ("ac", "Seven stands above and below: it cancels."),
                ("", "Each coordinate is divided by a size of its own, and a turn mixes the coordinates."),
                ("abc", "A number that is added has no slope, and seven cancels."),
            ],
        ),
        "lion": Choice(
            "c",
            among=_LETTERS,
            wrong=[
                ("a", "A sign does not see how large its number is, but a turn changes it."),
                ("ac", "A sign does not see how large its number is."),
                ("", "The signs of (3, 4) and of the same arrow turned onto an axis, (5, 0), differ."),
                ("abc", "A sign does not see how large its number is, and what is added has no slope."),
            ],
        ),
    }
)

# --- write the profile ----------------------------------------------------------------------------------------------


def _profile(T: np.ndarray, factor: float) -> np.ndarray:
    best = T.min(axis=1, keepdims=True)
    return ((factor * best >= T) & np.isfinite(T)).mean(axis=0)


def _infinity_counts(T: np.ndarray, factor: float) -> np.ndarray:
    return (factor * T.min(axis=1, keepdims=True) >= T).mean(axis=0)


def _best_runner_overall(T: np.ndarray, factor: float) -> np.ndarray:
    return ((factor * T.min() >= T) & np.isfinite(T)).mean(axis=0)


def _solved_only(T: np.ndarray, factor: float) -> np.ndarray:
    there = np.isfinite(T)
    within = (factor * T.min(axis=1, keepdims=True) >= T) & there
    return within.sum(axis=0) / np.maximum(there.sum(axis=0), 1)


def _strictly(T: np.ndarray, factor: float) -> np.ndarray:
    return ((factor * T.min(axis=1, keepdims=True) > T) & np.isfinite(T)).mean(axis=0)


def _by_problem(T: np.ndarray, factor: float) -> np.ndarray:
    return ((factor * T.min(axis=1, keepdims=True) >= T) & np.isfinite(T)).mean(axis=1)


def _times_themselves(T: np.ndarray, factor: float) -> np.ndarray:
    return T


def _some_times(rng: np.random.Generator) -> tuple:
    T = rng.integers(1, 9, (7, 7)).astype(float)
    T[rng.random((7, 7)) < 0.3] = np.inf
    T[rng.integers(7)] = np.inf
    return T, float(rng.integers(1, 4))


write_the_profile = Function(
    _profile,
    inputs=_some_times,
    wrong=[
        (_infinity_counts, "Where nobody arrives, infinity is at most infinity: such a problem counts for nobody."),
        (_best_runner_overall, "The best on the *same* problem: a minimum for each row."),
        (_solved_only, "The share is one of all problems, also of those that a runner does not solve."),
        (_strictly, "*At most* so many times the best, equality included."),
        (_by_problem, "One number for each runner: the mean over the rows."),
    ],
    given_back=[_times_themselves],
)

# --- how many starts ------------------------------------------------------------------------------------------------

_p, _n, _k = scalar("p", "between 0 and 1"), scalar("n", "whole", ">= 1"), index("k")

how_many_starts = Formula(
    right=1 - (1 - _p) ** _n,
    letters=(_p, _n),
    wrong=[
        (_n * _p, "That is how many arrive on average; it may be more than one."),
        (_p**_n, "That is the chance that all arrive."),
        (1 - _p**_n, "That is the chance that not all of them arrive."),
        ((1 - _p) ** _n, "That is the chance that none arrives."),
    ],
    given_back=[1 - product(_k, _n, 1 - _p)],
)

# --- start by start -------------------------------------------------------------------------------------------------

start_by_start = Parts(
    {
        "only_a": Number(
            5,
            wrong=[
                (8, "From three of these B arrives, too."),
                (3, "Those are the starts from which both arrive."),
                (6, "From start 7 it is B that arrives alone."),
            ],
            given_back=[10],
        ),
        "only_b": Number(
            1,
            wrong=[
                (4, "From three of these A arrives, too."),
                (2, "From start 3 nobody arrives."),
                (0, "Look at start 7."),
            ],
            given_back=[10],
        ),
        "coin": Number(
            14 / 64,
            digits=3,
            wrong=[
                (7 / 64, "One way *or the other*: B might have been the one with five."),
                (12 / 64, "Six to none is more uneven still, and counts as well."),
                (6 / 64, "That is five to one for A alone: count six to none as well, and the other way."),
                (14 / 1024, "Only the six starts that part them are throws."),
            ],
            given_back=[0.5],
        ),
    }
)

# --- when to give up ------------------------------------------------------------------------------------------------

when_to_give_up = Parts(
    {
        "soon": Number(
            20 + 7 / 3 * 20,
            wrong=[
                (20, "Seven of ten walks fail, and cost their 20 steps, too."),
                (20 + 0.7 * 20, r"Before an arrival there are $(1 - p)/p$ failures on average, not $1 - p$."),
                (20 / 0.7, "Three of ten arrive, not seven."),
                (110 + 7 / 3 * 20, "Those that need 200 steps do not arrive within 20."),
            ],
            given_back=[10],
        ),
        "late": Number(
            110 + 4 / 6 * 200,
            wrong=[
                (110, "Four of ten walks fail, and cost their 200 steps, too."),
                (200 + 4 / 6 * 200, "Half of those that arrive need only 20."),
                (110 + 0.4 * 200, r"Before an arrival there are $(1 - p)/p$ failures on average, not $1 - p$."),
                (20 + 4 / 6 * 200, "Half of those that arrive need 200."),
            ],
            given_back=[10],
        ),
    }
)

# --- a race that is rigged ------------------------------------------------------------------------------------------


def _steps(c: float, optimizer: GradientDescent | Adam) -> float:
    path = walk(lambda x: c * x, [1.0], optimizer, tolerance=0, max_steps=100).path
    there = np.abs(path[:, 0]) <= 0.1
    return float(there.argmax()) if there.any() else np.inf


def _both(rate: float, c: float) -> tuple[float, float]:
    return _steps(c, Adam(rate)), _steps(c, GradientDescent(rate))


def _told(rate: float, c: float) -> str:
    ours, theirs = _both(rate, c)
    return f"With the curvature `{c:g}` Adam takes `{ours:g}` steps, and gradient descent `{theirs:g}`."


a_race_that_is_rigged = Construction(
    [0.1, 0.5, 10],
    properties=[
        (lambda s: s.shape == (3,), "Give three numbers: the rate, and two curvatures."),
        (lambda s: bool((s > 0).all()), "All three have to be positive."),
        (lambda s: _both(s[0], s[1])[0] < _both(s[0], s[1])[1], lambda s: _told(s[0], s[1])),
        (lambda s: _both(s[0], s[2])[1] < _both(s[0], s[2])[0], lambda s: _told(s[0], s[2])),
    ],
    wrong=[
        ([0.1, 10, 0.5], "The two curvatures are the other way round."),
        ([0.1, 1, 1], "With one curvature the winner is one."),
        ([1e-4, 1, 10], "At so small a rate neither arrives within a hundred steps."),
    ],
    given_back=[[0.1, 1]],
)

# --- a field of your own --------------------------------------------------------------------------------------------

a_field_of_your_own = Parts(
    {
        "rate": Number(
            10.0**-1.5,
            wrong=[
                (0.1, "Near, but not the least: compare the prices on the first thirty starts."),
                (0.01, "That is one step of the list too small."),
                (9, "That is its place in the list: give the rate."),
            ],
            given_back=[[0, 1], [30, 60]],
        ),
        "enough": Number(
            8,
            wrong=[
                (9, "At one of these only 41 arrive."),
                (7, "At one of the slower rates more than fifty arrive, too."),
                (60, "Count rates, not starts."),
            ],
            given_back=[19],
        ),
        "median": Number(
            91.5,
            wrong=[
                (93, "That is at the rate 0.1."),
                (90.93333333333334, "That is the mean on the starts for tuning: take the median on the others."),
                (100.5, "That is at the rate 0.01."),
            ],
        ),
    }
)
