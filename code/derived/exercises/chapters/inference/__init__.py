"""The exercises of the chapter on inference for linear regression.

`intervals` has standard errors and intervals with pencil and paper, `rows` what each row does, and its noise, `columns`
what each column does, and how sure its weight is.
"""

from derived.exercises.chapters.inference.columns import (
    houses_in_windsor,
    how_similar,
    one_weight_at_a_time,
)
from derived.exercises.chapters.inference.intervals import (
    a_house_in_the_middle,
    an_interval_by_hand,
    two_groups,
)
from derived.exercises.chapters.inference.rows import (
    design_your_experiment,
    each_house_left_out,
    four_plots,
    the_likeliest_noise,
)

__all__ = [
    "a_house_in_the_middle",
    "an_interval_by_hand",
    "design_your_experiment",
    "each_house_left_out",
    "four_plots",
    "houses_in_windsor",
    "how_similar",
    "one_weight_at_a_time",
    "the_likeliest_noise",
    "two_groups",
]
