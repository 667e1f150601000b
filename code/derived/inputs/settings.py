"""Settings: numbers in a range, counts, choices. Each rule takes a value and its name, and gives the value to use."""

from __future__ import annotations

import math
import numbers
from collections.abc import Callable, Collection
from decimal import Decimal
from typing import Any

import numpy as np

from derived.inputs.values import shown

__all__ = ["Rule", "choice", "count", "function", "generator", "number", "settle", "truth"]

Rule = Callable[[Any, str], Any]


def number(
    at_least: float | None = None,
    above: float | None = None,
    at_most: float | None = None,
    below: float | None = None,
    hint: str = "",
) -> Rule:
    """A finite number in a range, of any type that has numbers but the truth values.

    Parameters
    ----------
    at_least, above, at_most, below : float, optional
        The ends of the range.
    hint : str
        What to do instead, for the message.

    Returns
    -------
    callable
        ``rule(value, name)`` gives the number as a float.

    Examples
    --------
    >>> penalty = number(at_least=0, hint="0 is none")
    >>> penalty(np.float32(0.5), "penalty")
    0.5
    >>> penalty("0.5", "penalty")
    Traceback (most recent call last):
    ValueError: penalty must be a number of at least 0, not '0.5'; 0 is none
    """
    lows = [f"of at least {at_least:g}"] if at_least is not None else []
    lows += [f"above {above:g}"] if above is not None else []
    highs = [f"at most {at_most:g}"] if at_most is not None else []
    highs += [f"below {below:g}"] if below is not None else []
    span = f" {' and '.join(lows + highs)}" if lows or highs else ""

    def rule(value: Any, name: str) -> float:
        x = _real(value)
        fine = math.isfinite(x)
        fine &= (at_least is None or x >= at_least) and (above is None or x > above)
        fine &= (at_most is None or x <= at_most) and (below is None or x < below)
        if not fine:
            raise ValueError(f"{name} must be a number{span}, not {shown(value)}{f'; {hint}' if hint else ''}")
        return x

    return rule


def _real(value: Any) -> float:
    """The value as a float; NaN, which is in no range, for what is no number."""
    value = _scalar(value)
    if isinstance(value, bool | np.bool_ | np.timedelta64) or not isinstance(value, numbers.Real | Decimal):
        return math.nan
    try:
        return float(value)
    except (OverflowError, ValueError):
        return math.nan


def _scalar(value: Any) -> Any:
    """What an array without axes holds."""
    return value.item() if isinstance(value, np.ndarray) and value.ndim == 0 else value


def count(at_least: int = 1, hint: str = "") -> Rule:
    """A whole number: Python's, NumPy's, or a float that is whole; no truth value.

    Parameters
    ----------
    at_least : int
        The least.
    hint : str
        What to do instead, for the message.

    Returns
    -------
    callable
        ``rule(value, name)`` gives the number as an int.

    Examples
    --------
    >>> count()(np.int64(3), "max_iter"), count()(3.0, "max_iter")
    (3, 3)
    >>> count()(True, "max_iter")
    Traceback (most recent call last):
    ValueError: max_iter must be a whole number of at least 1, not True
    """

    def rule(value: Any, name: str) -> int:
        x = _real(value)
        if not (math.isfinite(x) and x >= at_least and x == math.floor(x)):
            raise ValueError(
                f"{name} must be a whole number of at least {at_least}, not {shown(value)}{f'; {hint}' if hint else ''}"
            )
        return int(_scalar(value))

    return rule


def truth(value: Any, name: str) -> bool:
    """A truth value, Python's or NumPy's.

    Examples
    --------
    >>> truth(np.True_, "intercept")
    True
    >>> truth("no", "intercept")
    Traceback (most recent call last):
    ValueError: intercept must be True or False, not 'no'
    """
    value = _scalar(value)
    if not isinstance(value, bool | np.bool_):
        raise ValueError(f"{name} must be True or False, not {shown(value)}")
    return bool(value)


def choice(options: Collection[str]) -> Rule:
    """One of a few names.

    Examples
    --------
    >>> choice(["qr", "svd"])("lu", "method")
    Traceback (most recent call last):
    ValueError: method must be one of qr, svd, not 'lu'
    """

    def rule(value: Any, name: str) -> str:
        if not isinstance(value, str) or value not in options:
            raise ValueError(f"{name} must be one of {', '.join(options)}, not {shown(value)}")
        return str(value)

    return rule


def generator(value: Any, name: str) -> np.random.Generator:
    """A source of chance.

    Examples
    --------
    >>> generator(0, "rng")
    Traceback (most recent call last):
    ValueError: rng must be a numpy.random.Generator, as from np.random.default_rng(0), not 0
    """
    if not isinstance(value, np.random.Generator):
        raise ValueError(
            f"{name} must be a numpy.random.Generator, as from np.random.default_rng(0), not {shown(value)}"
        )
    return value


def function(value: Any, name: str) -> Callable[..., Any]:
    """Something that can be called.

    Examples
    --------
    >>> function(3, "gradient")
    Traceback (most recent call last):
    ValueError: gradient must be a function, not 3
    """
    if not callable(value):
        raise ValueError(f"{name} must be a function, not {shown(value)}")
    return value


def settle(settings: Any, **rules: Rule) -> None:
    """Judge the settings of a frozen dataclass, and keep each as its rule gives it; for ``__post_init__``.

    Parameters
    ----------
    settings : dataclass instance
        Whose fields are judged.
    **rules
        For each field its rule.

    Raises
    ------
    ValueError
        If a value breaks its rule.

    Examples
    --------
    >>> from dataclasses import dataclass
    >>> @dataclass(frozen=True)
    ... class Model:
    ...     degree: int
    ...     def __post_init__(self):
    ...         settle(self, degree=count())
    >>> Model(np.uint8(2))
    Model(degree=2)
    """
    for name, rule in rules.items():
        object.__setattr__(settings, name, rule(getattr(settings, name), name))
