"""The exercises of the chapter on statistics.

`estimates` has means, variances and intervals; `comparing` what two groups, several looks and small studies tell;
`anomalies` how far from the others a number can be, and what a detector finds.
"""

from derived.exercises.chapters.statistics.anomalies import eleven_numbers, foreign_wines
from derived.exercises.chapters.statistics.comparing import (
    before_and_after,
    how_many_rides,
    several_looks,
    three_and_three,
    what_may_be_said,
)
from derived.exercises.chapters.statistics.estimates import (
    five_rides,
    the_best_divisor,
    two_thermometers,
)

__all__ = [
    "before_and_after",
    "eleven_numbers",
    "five_rides",
    "foreign_wines",
    "how_many_rides",
    "several_looks",
    "the_best_divisor",
    "three_and_three",
    "two_thermometers",
    "what_may_be_said",
]
