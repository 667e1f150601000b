"""The exercises of the chapter on linear regression.

`points` has lines through a few points, `rows` what each row does, `columns` what each column does, and what its weight
says.
"""

from derived.exercises.chapters.linear_regression.columns import (
    a_fit_of_your_own,
    other_units,
    the_column_left_out,
)
from derived.exercises.chapters.linear_regression.points import by_hand, through_the_origin, what_is_left
from derived.exercises.chapters.linear_regression.rows import houses_that_count_differently

__all__ = [
    "a_fit_of_your_own",
    "by_hand",
    "houses_that_count_differently",
    "other_units",
    "the_column_left_out",
    "through_the_origin",
    "what_is_left",
]
