"""The controls of a figure to manipulate: a slider over numbers, a choice among words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from derived.inputs import as_floats, number

__all__ = [
    "Choice",
    "Slider",
]


@dataclass(frozen=True)
class Slider:
    """A control for a number.

    Parameters
    ----------
    label : str
        What it changes.
    values : sequence of numbers
        The values that it can take, in rising order.
    start : number
        The one that it begins with.
    fmt : str
        How a value is written.

    Raises
    ------
    ValueError
        If there is no label, fewer than two values, if they do not rise, or if the start is not among them.

    Examples
    --------
    >>> Slider("learning rate", [0.1, 0.2, 0.3], start=0.2, fmt="{:.1f}").words
    ['0.1', '0.2', '0.3']
    """

    label: str
    values: Sequence[float]
    start: float
    fmt: str = "{:g}"
    kind: str = field(default="slider", init=False, repr=False)

    def __post_init__(self) -> None:
        values = np.atleast_1d(as_floats(self.values, "values"))
        _check_label(self.label, len(values))
        number()(self.start, "start")
        if not np.all(np.isfinite(values)) or np.any(np.diff(values) <= 0):
            raise ValueError(
                f"{self.label}: the values of a slider must be finite and rise, but they are {self.values}"
            )
        if not np.isclose(values, self.start, rtol=1e-9, atol=1e-12).any():
            raise ValueError(f"{self.label}: the start, {self.start}, is not among the values {values.tolist()}")

    @property
    def positions(self) -> list[Any]:
        """The values, as Python numbers."""
        return np.asarray(self.values).tolist()

    @property
    def words(self) -> list[str]:
        """The values as they are shown."""
        return [self.fmt.format(v).replace("-", "\N{MINUS SIGN}") for v in self.positions]

    @property
    def begin(self) -> int:
        """Which of the values is the start."""
        return int(np.argmin(np.abs(as_floats(self.values, "values") - float(self.start))))


@dataclass(frozen=True)
class Choice:
    """A control with a few named options.

    Parameters
    ----------
    label : str
        What is chosen.
    options : sequence of str
        The options, in the order in which they are shown.
    start : str
        The one chosen at the beginning.

    Raises
    ------
    ValueError
        If there is no label, fewer than two options, an empty or a repeated one, or if the start is not among them.

    Examples
    --------
    >>> Choice("penalty", ["none", "ridge", "lasso"], start="ridge").begin
    1
    """

    label: str
    options: Sequence[str]
    start: str
    kind: str = field(default="choice", init=False, repr=False)

    def __post_init__(self) -> None:
        _check_label(self.label, len(self.options))
        if not all(isinstance(option, str) for option in self.options):
            raise ValueError(f"{self.label}: the options must be texts, but they are {self.options}")
        if len(set(self.options)) < len(self.options) or not all(o.strip() for o in self.options):
            raise ValueError(f"{self.label}: the options must differ and none be empty, but they are {self.options}")
        if self.start not in self.options:
            raise ValueError(f"{self.label}: the start, {self.start!r}, is not among the options {self.options}")

    @property
    def positions(self) -> list[str]:
        """The options."""
        return list(self.options)

    words = positions

    @property
    def begin(self) -> int:
        """Which of the options is the start."""
        return list(self.options).index(self.start)


def _check_label(label: str, positions: int) -> None:
    if not isinstance(label, str) or not label.strip():
        raise ValueError("a control needs a label: readers must know what they change")
    if positions < 2:
        raise ValueError(f"{label}: a control needs at least two positions, but it has {positions}")
