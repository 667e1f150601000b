"""The courses that things may take: every way in which the comparisons of random numbers may turn out.

Inside `each_course` a comparison tries them all, one after another, and each course comes with the random number that
is 1 if things take it and 0 if not.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Hashable, Iterator
from fractions import Fraction
from typing import Any

from derived.algebra.chance import Intractable
from derived.algebra.judges import judged_by
from derived.algebra.random_functions import Applied
from derived.algebra.random_numbers import RandomNumber
from derived.algebra.values import Scalar, Value

MOST_COURSES = 300


class Course:
    """One way in which all comparisons may turn out, in the order in which they are asked."""

    def __init__(self, signs: list[int], seen: dict[Hashable, RandomNumber]):
        self.signs, self.seen = signs, seen
        self.decided: dict[Hashable, int] = {}
        self.happens: Scalar = 1
        self.others: list[list[int]] = []

    def sign(self, x: RandomNumber) -> int:
        """The sign of a random number, in this course."""
        key, turned = _normal_form(x)
        if key not in self.decided:
            asked = len(self.decided)
            if asked == len(self.signs):
                self.others += [[*self.signs, other] for other in ((-1,) if _is_continuous(x) else (-1, 0))]
                self.signs.append(1)
            sign = self.decided[key] = self.signs[asked]
            name = {1: "> 0", -1: "<= 0" if _is_continuous(x) else "< 0", 0: "= 0"}[sign]
            if (key, name) not in self.seen:
                self.seen[key, name] = RandomNumber.of(Applied(name, -x if turned < 0 else x))
            self.happens = self.seen[key, name] * self.happens
        return turned * self.decided[key]


def _is_continuous(x: RandomNumber) -> bool:
    """Whether every source of it is: then it is zero with probability zero."""
    return all(source.law.continuous for source in x.sources)


def _normal_form(x: RandomNumber) -> tuple[Hashable, int]:
    """The same for all multiples of a random number, and the sign of the multiple."""
    order = sorted(x.terms.items(), key=lambda item: [(factor.serial, k) for factor, k in item[0]])
    first: Any = Fraction(order[0][1]) if isinstance(order[0][1], int) else order[0][1]
    return tuple((product, c / first) for product, c in order), 1 if first > 0 else -1


def without_courses(value: Callable[[], Value]) -> Value:
    """The value of a formula, or `OpenComparison` if it depends on a comparison.

    Examples
    --------
    >>> without_courses(lambda: 2 > 1)
    True
    >>> from derived.algebra.chance import Entry, Source
    >>> coin = RandomNumber.of(Entry(Source(None)))
    >>> without_courses(lambda: coin > 1)
    Traceback (most recent call last):
    derived.algebra.judges.OpenComparison: which of two random numbers is larger was asked outside of a mean
    """
    with judged_by(None):
        return value()


def each_course(value: Callable[[], Value]) -> Iterator[tuple[Value, Scalar]]:
    """The value of a formula in every course that its comparisons may take, with the indicator of that course.

    Parameters
    ----------
    value : callable
        Evaluates the formula.

    Yields
    ------
    value, RandomNumber

    Raises
    ------
    Intractable
        If there are more courses than can be tried.

    Examples
    --------
    >>> from derived.algebra.chance import Entry, Source
    >>> from derived.algebra.random_variables.laws import Finite
    >>> coin = RandomNumber.of(Entry(Source(Finite([Fraction(1, 2)] * 2)), [0, 1]))
    >>> [value for value, _ in each_course(lambda: "more" if coin > 0 else "less or as much")]
    ['more', 'less or as much', 'less or as much']
    """
    untried: list[list[int]] = [[]]
    seen: dict[Hashable, RandomNumber] = {}
    for tried in itertools.count():
        if not untried:
            return
        if tried == MOST_COURSES:
            raise Intractable(f"comparisons of random numbers can turn out in more than {MOST_COURSES} ways")
        course = Course(untried.pop(), seen)
        with judged_by(course):
            result = value()
        untried += course.others
        yield result, course.happens
