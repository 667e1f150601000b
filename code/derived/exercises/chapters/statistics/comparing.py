"""Exercises of the chapter on statistics: what two groups, several looks and small studies tell."""

import itertools

import numpy as np

from derived.exercises import Choice, Function, Number, Parts

# --- three and three --------------------------------------------------------------------------------------------------

three_and_three = Parts(
    {
        "splits": Number(
            20,
            wrong=[
                (6, "So many numbers there are; in how many ways can three of six be chosen?"),
                (720, "The order within a group does not matter."),
                (64, "Each group has three: not every number may go where it likes."),
            ],
            given_back=[3],
        ),
        "as_far": Number(
            4,
            wrong=[
                (2, "As far from zero on either side: exchange the two groups."),
                (3, "Either group may have the small numbers: the count is even."),
                (6, "Only with a sum of 9 or less are the means four hours apart."),
            ],
        ),
        "p": Number(
            1 / 5,
            wrong=[
                (1 / 10, "As far from zero on either side counts."),
                (4 / 64, "Divide by the number of splits."),
                (1 / 20, "Several splits are as far from zero as the one that happened."),
            ],
        ),
        "smallest": Number(
            1 / 10,
            wrong=[
                (0, "The split that happened is one of them: no $p$-value of this test is zero."),
                (1 / 20, "Exchange the groups: that split is as far from zero on the other side."),
                (1 / 5, "Let all numbers of one group be below all of the other: how many splits are so far?"),
            ],
        ),
        "each": Number(
            4,
            wrong=[
                (3, "What is the smallest $p$ that three can have?"),
                (5, "That is enough; fewer are, too."),
                (6, "Count the splits of eight numbers into four and four."),
            ],
        ),
    },
    follows={"p": lambda splits, as_far: as_far / splits, "smallest": lambda splits: 2 / splits},
)

# --- what may be said -------------------------------------------------------------------------------------------------

_WORDS = ("true", "false")

what_may_be_said = Parts(
    {
        "a": Choice("true", among=_WORDS, wrong=[("false", "Is zero in the interval?")]),
        "b": Choice("false", among=_WORDS, wrong=[("true", "What is random: the interval, or the true mean?")]),
        "c": Choice("false", among=_WORDS, wrong=[("true", "The interval is for the mean, not for single rides.")]),
        "d": Choice("true", among=_WORDS, wrong=[("false", "How does the standard error depend on $n$?")]),
        "e": Choice("true", among=_WORDS, wrong=[("false", "That is just what the interval promises.")]),
        "f": Choice(
            "false",
            among=_WORDS,
            wrong=[("true", "The $p$-value supposes that there is no difference; it does not say how likely that is.")],
        ),
        "width": Number(
            2,
            wrong=[
                (2 / 3, r"The width falls with $\sqrt n$, not with $n$."),
                (1, "That is half the width: from one end to the other, please."),
                (18, "More rides make it narrower."),
            ],
            given_back=[6],
        ),
    }
)

# --- how many rides ---------------------------------------------------------------------------------------------------

how_many_rides = Parts(
    {
        "half": Number(
            32,
            wrong=[
                (31, "With 31 the power is a little below 80 percent: round up."),
                (31.36, "Round up to whole rides."),
                (16, "Half the difference: $\\delta$ is squared."),
                (8, "That is for a difference of four."),
            ],
            given_back=[2],
        ),
        "surer": Number(
            11,
            wrong=[
                (10, "With 10 the power is a little below 90 percent: round up."),
                (10.4976, "Round up to whole rides."),
                (8, "That is for a power of 80 percent."),
                (9, "A normal number stays above $-1.28$ in 90 percent of all cases: add 1.28 to 1.96."),
            ],
        ),
        "quieter": Number(
            2,
            wrong=[
                (1.96, "Round up to whole rides."),
                (4, "$n$ is proportional to the variance, the square of the standard deviation."),
                (16, "Less spread takes fewer rides: $n$ becomes smaller."),
                (8, "That is for the variance of 8; half the standard deviation is a quarter of it."),
            ],
        ),
    }
)

# --- several looks ----------------------------------------------------------------------------------------------------

several_looks = Parts(
    {
        "expected": Number(
            0.5,
            wrong=[
                (0.05, "That is the expected number for one test."),
                (1 - 0.95**10, "That is the chance of one at least."),
                (5, "Five in a hundred, not one in two."),
            ],
            given_back=[10],
        ),
        "any": Number(
            1 - 0.95**10,
            digits=3,
            wrong=[
                (0.5, "That is the expected number; the chance of one or more is smaller."),
                (0.95**10, "That is the chance of none."),
                (0.05**10, "That is the chance that all ten raise one."),
            ],
        ),
        "bonferroni": Number(
            0.005,
            wrong=[
                (0.5, "Divide the level by the number of tests; it is $p$ that is multiplied."),
                (0.05, "Then the chance of a false alarm is that of the second question."),
                (0.045, "Divide by ten, do not subtract a tenth."),
            ],
        ),
    },
)

# --- before and after -------------------------------------------------------------------------------------------------


def _signs(d: np.ndarray) -> np.ndarray:
    return np.array(list(itertools.product([1.0, -1.0], repeat=len(d))))


def _share(d: np.ndarray) -> float:
    return float(np.mean(np.abs(_signs(d) @ d) >= abs(d.sum()) - 1e-9))


before_and_after = Function(
    _share,
    inputs=lambda rng: (rng.integers(-5, 10, rng.integers(2, 7)).astype(float),),
    without=["permutation_test", "wilcoxon"],
    wrong=[
        (lambda d: float(np.mean(_signs(d) @ d >= d.sum() - 1e-9)), "As far from zero on either side counts."),
        (
            lambda d: float(np.mean(np.abs(_signs(d) @ d) > abs(d.sum()) + 1e-9)),
            "*At least* as far: what happened counts, too.",
        ),
        (lambda d: float(np.mean(_signs(d) @ d)), "Count how many are as far from zero as the sum that happened."),
        (
            lambda d: float(np.mean([abs(s @ np.abs(d)) >= np.abs(d).sum() - 1e-9 for s in _signs(d)])),
            "Compare with the sum of the differences as they are, with their signs.",
        ),
    ],
    given_back=[sum],
)
