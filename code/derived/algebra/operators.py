"""Signs between expressions: which class each makes is written in a table that the classes fill themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

Kind = TypeVar("Kind", bound=type)

OPERATORS: dict[str, Callable[..., Any]] = {}


def operator(sign: str) -> Callable[[Kind], Kind]:
    """Say that a class is what a sign between (or before, or after) expressions makes of them.

    Examples
    --------
    >>> from derived.algebra import scalar
    >>> x = scalar("x")
    >>> type(x + 1) is OPERATORS["+"]
    True
    """

    def entered(kind: Kind) -> Kind:
        OPERATORS[sign] = kind
        return kind

    return entered
