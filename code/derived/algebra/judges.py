"""Who says how comparisons of random numbers turn out, while chance has not decided."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol


class OpenComparison(ArithmeticError):
    """A formula asked which of two random numbers is larger, where nobody judges."""


class Judge(Protocol):
    """Somebody who says it."""

    def sign(self, x: Any, /) -> int:
        """Whether a random number is taken to be positive, 1, negative, -1, or zero."""
        ...


_judges: list[Judge | None] = [None]


@contextmanager
def judged_by(somebody: Judge | None) -> Iterator[None]:
    """Let somebody, or nobody, say how the comparisons inside turn out.

    Examples
    --------
    >>> from derived.algebra.chance import Entry, Source
    >>> from derived.algebra.random_numbers import RandomNumber
    >>> coin = RandomNumber.of(Entry(Source(None)))
    >>> class Optimist:
    ...     def sign(self, x):
    ...         return 1
    >>> with judged_by(Optimist()):
    ...     coin > 1
    True
    """
    _judges.append(somebody)
    try:
        yield
    finally:
        _judges.pop()


def judge() -> Judge:
    """Who judges at present.

    Raises
    ------
    OpenComparison
        If nobody does.

    Examples
    --------
    >>> judge()
    Traceback (most recent call last):
    derived.algebra.judges.OpenComparison: which of two random numbers is larger was asked outside of a mean
    """
    if _judges[-1] is None:
        raise OpenComparison("which of two random numbers is larger was asked outside of a mean")
    return _judges[-1]
