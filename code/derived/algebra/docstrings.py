"""Sections of docstrings that several functions share, written once."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from typing import TypeVar

F = TypeVar("F", bound=Callable[..., object])

ORDER = ("Parameters", "Returns", "Raises")


def shares(sections: str) -> Callable[[F], F]:
    """Put shared sections into the docstring of a function, before its examples.

    Parameters
    ----------
    sections : str
        Parameters, Returns and Raises, as numpydoc has them. What the function says of its own comes after what is
        shared; of what is returned only one is said: its own, if it says so.

    Returns
    -------
    callable
        The decorator.

    Examples
    --------
    >>> @shares('''
    ... Parameters
    ... ----------
    ... x : float
    ...
    ... Returns
    ... -------
    ... float
    ... ''')
    ... def power(x, k):
    ...     '''The power of a number.
    ...
    ...     Parameters
    ...     ----------
    ...     k : int
    ...     '''
    >>> power.__doc__.splitlines()[2:6]
    ['Parameters', '----------', 'x : float', 'k : int']
    """
    _, shared = _parsed(sections)

    def decorate(function: F) -> F:
        summary, own = _parsed(function.__doc__ or "")
        merged: dict[str, str] = {}
        for title in dict.fromkeys((*ORDER, *own)):
            both = [part[title] for part in (shared, own) if title in part]
            if both:
                merged[title] = both[-1] if title == "Returns" else "\n".join(both)
        said = [f"{title}\n{'-' * len(title)}\n{text}" for title, text in merged.items()]
        function.__doc__ = "\n\n".join([summary, *said])
        return function

    return decorate


def _parsed(docstring: str) -> tuple[str, dict[str, str]]:
    """What stands before the sections of a docstring, and these by their titles."""
    summary, *parts = re.split(r"^([A-Z][a-z]+)\n-+\n", inspect.cleandoc(docstring), flags=re.MULTILINE)
    return summary.strip(), dict(zip(parts[::2], (text.strip("\n") for text in parts[1::2]), strict=True))
