"""The exercises of the chapter on linear regression.

`points` has lines through a few points, `rows` what each row does, and its noise, `columns` what each column does, and
what its weight says.
"""

from derived.exercises.chapters.linear_regression.columns import (
    houses_in_windsor,
    one_weight_at_a_time,
    other_units,
    the_column_left_out,
    two_groups,
)
from derived.exercises.chapters.linear_regression.points import by_hand, through_the_origin, what_is_left
from derived.exercises.chapters.linear_regression.rows import (
    design_your_experiment,
    each_house_left_out,
    houses_that_count_differently,
    the_likeliest_noise,
)

__all__ = [
    "by_hand",
    "design_your_experiment",
    "each_house_left_out",
    "houses_in_windsor",
    "houses_that_count_differently",
    "one_weight_at_a_time",
    "other_units",
    "the_column_left_out",
    "the_likeliest_noise",
    "through_the_origin",
    "two_groups",
    "what_is_left",
]
