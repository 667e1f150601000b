r"""Evaluation traces: a formula as a list of elementary operations, one a line, with values and derivatives beside.

For :math:`f(x_1, x_2) = \log x_1 + x_1 x_2 - \sin x_2` the list begins :math:`v_1 = x_1`, :math:`v_2 = x_2`,
:math:`v_3 = \log v_1`. Down the list run the values, and with them, in forward mode, the tangents
:math:`\dot v_i`; up the list, in reverse mode, the adjoints :math:`\bar v_i`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from derived.autodiff.elementary import ELEMENTARY
from derived.autodiff.evaluation import apply as elementary
from derived.autodiff.evaluation import explained, slope_at

__all__ = [
    "Line",
    "Trace",
    "Traced",
    "trace",
]


@dataclass(frozen=True)
class Line:
    r"""One line of a trace: :math:`v_i = \varphi(v_j, v_k)`.

    Attributes
    ----------
    tex : str
        The operation, as LaTeX: ``v_{1} v_{2}``.
    value : number
        What it comes to.
    parents : tuple of int
        The lines that it uses, from 0.
    slopes : tuple of number
        Its derivative by each of them.
    operation : str
        What to write into a node of the graph: ``×``.

    Examples
    --------
    >>> trace(lambda x, y: x * y, x=2.0, y=3.0).lines[-1]
    Line(tex='v_{1} v_{2}', value=6.0, parents=(0, 1), slopes=(3.0, 2.0), operation='×')
    """

    tex: str
    value: Any
    parents: tuple[int, ...] = ()
    slopes: tuple[Any, ...] = ()
    operation: str = ""


class Traced:
    """A number in a trace: what is computed from it adds a line.

    It is compared by its value, as the number itself would be, and a comparison adds no line: the trace is that of the
    branch which is taken.

    Examples
    --------
    >>> x = Traced(lines := [Line("x", 2.0)], 0)
    >>> y = x * x + 1
    >>> [line.tex for line in lines], y.value
    (['x', 'v_{1} v_{1}', 'v_{2} + 1'], 5.0)
    >>> y == 5, max(x, y) is y, len(lines)
    (True, True, 3)
    """

    __slots__ = ("lines", "place")

    def __init__(self, lines: list[Line], place: int):
        self.lines, self.place = lines, place

    @property
    def value(self) -> Any:
        """What it is worth."""
        return self.lines[self.place].value

    @property
    def tex(self) -> str:
        """Its name."""
        return f"v_{{{self.place + 1}}}"

    def _computed(self, tex: str, operation: str, value: Any, *by: tuple[Any, Any]) -> Traced:
        """A new line, from the slope by each of its numbers; one that occurs twice keeps both."""
        known = [(x.place, slope) for x, slope in by if isinstance(x, Traced)]
        places, slopes = tuple(p for p, _ in known), tuple(s for _, s in known)
        self.lines.append(Line(tex, value, places, slopes, operation))
        return Traced(self.lines, len(self.lines) - 1)

    def __add__(self, other: Any) -> Traced:
        return self._computed(f"{self.tex} + {_tex(other)}", "+", self.value + _value(other), (self, 1), (other, 1))

    def __radd__(self, other: Any) -> Traced:
        return self._computed(f"{_tex(other)} + {self.tex}", "+", _value(other) + self.value, (self, 1))

    def __sub__(self, other: Any) -> Traced:
        return self._computed(f"{self.tex} - {_tex(other)}", "−", self.value - _value(other), (self, 1), (other, -1))

    def __rsub__(self, other: Any) -> Traced:
        return self._computed(f"{_tex(other)} - {self.tex}", "−", _value(other) - self.value, (self, -1))

    def __mul__(self, other: Any) -> Traced:
        a, b = self.value, _value(other)
        return self._computed(f"{self.tex} {_factor(other)}", "×", a * b, (self, b), (other, a))

    def __rmul__(self, other: Any) -> Traced:
        b = _value(other)
        return self._computed(rf"{_tex(other)}\,{self.tex}", "×", b * self.value, (self, b))

    def __truediv__(self, other: Any) -> Traced:
        a, b = self.value, _value(other)
        return self._computed(f"{self.tex} / {_tex(other)}", "÷", a / b, (self, 1 / b), (other, -a / (b * b)))

    def __rtruediv__(self, other: Any) -> Traced:
        a, b = self.value, _value(other)
        return self._computed(f"{_tex(other)} / {self.tex}", "÷", b / a, (self, -b / (a * a)))

    def __neg__(self) -> Traced:
        return self._computed(f"-{self.tex}", "−", -self.value, (self, -1))

    def __abs__(self) -> Traced:
        return self.applied("abs")

    def __rpow__(self, other: Any) -> Traced:
        raise TypeError(f'a variable as an exponent has no rule here: write apply("exp", x * log({_tex(other)}))')

    def __pow__(self, k: float) -> Traced:
        if isinstance(k, Traced):
            raise TypeError('a variable as an exponent has no rule here: write apply("exp", y * apply("log", x))')
        a, k = self.value, _value(k)
        return self._computed(f"{self.tex}^{{{k}}}", f"^{k}", a**k, (self, k * a ** (k - 1) if k else 0))

    def __lt__(self, other: Any) -> Any:
        return self.value < _value(other)

    def __le__(self, other: Any) -> Any:
        return self.value <= _value(other)

    def __gt__(self, other: Any) -> Any:
        return self.value > _value(other)

    def __ge__(self, other: Any) -> Any:
        return self.value >= _value(other)

    def __eq__(self, other: object) -> Any:
        return self.value == _value(other)

    def __hash__(self) -> int:
        return hash(self.value)

    def __bool__(self) -> bool:
        return bool(self.value)

    def applied(self, name: str) -> Traced:
        """An elementary function of it.

        Parameters
        ----------
        name : str
            A key of the table of elementary functions.
        """
        rule, a = ELEMENTARY[name], self.value
        tex = f"{rule.tex} {self.tex}" if name != "exp" else f"e^{{{self.tex}}}"
        return self._computed(tex, name, elementary(name, a), (self, slope_at(name, a)))


def _value(x: Any) -> Any:
    """What it is worth; NumPy's small integers as Python's, since they would overflow."""
    return x.value if isinstance(x, Traced) else x.item() if isinstance(x, np.generic) else x


def _tex(x: Any) -> str:
    return x.tex if isinstance(x, Traced) else f"{x:g}" if isinstance(x, float) else str(x)


def _factor(x: Any) -> str:
    return x.tex if isinstance(x, Traced) else rf"\cdot {_tex(x)}"


@dataclass(frozen=True)
class Trace:
    """A formula, line by line; the last is its value.

    Attributes
    ----------
    names : tuple of str
        Of its variables, which are the first lines.
    lines : tuple of Line
        What was computed, in order.

    Examples
    --------
    >>> from derived.autodiff import apply
    >>> steps = trace(lambda x, y: x * y + apply("sin", x), x=0.0, y=3.0)
    >>> steps.value, steps.tangents(x=1), steps.adjoints()
    (0.0, [1, 0, 3.0, 1.0, 4.0], [4.0, 0.0, 1, 1, 1])
    """

    names: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def value(self) -> Any:
        """What the formula comes to."""
        return self.lines[-1].value

    def tangents(self, **directions: Any) -> list:
        """How each line changes as the variables do: forward mode, from the first line to the last.

        Parameters
        ----------
        **directions : number
            The tangent of each variable that moves.

        Raises
        ------
        ValueError
            If there is no such variable.
        """
        if unknown := set(directions) - set(self.names):
            raise ValueError(f"there is no variable {', '.join(sorted(unknown))}; there are {', '.join(self.names)}")
        tangents = [directions.get(name, 0) for name in self.names]
        for line in self.lines[len(self.names) :]:
            tangents.append(sum(slope * tangents[i] for i, slope in zip(line.parents, line.slopes, strict=True)))
        return tangents

    def adjoints(self) -> list:
        """How the last line depends on each: reverse mode, from the last line to the first."""
        adjoints: list[Any] = [0] * len(self.lines)
        adjoints[-1] = 1
        for i in range(len(self.lines) - 1, -1, -1):
            line = self.lines[i]
            for j, slope in zip(line.parents, line.slopes, strict=True):
                adjoints[j] += adjoints[i] * slope
        return adjoints


def trace(f: Callable[..., Any], /, **variables: Any) -> Trace:
    """Break a formula into elementary operations.

    Parameters
    ----------
    f : callable
        Of numbers, by name: arithmetic, and elementary functions by `apply`.
    **variables : number
        What they are worth: floats or fractions.

    Raises
    ------
    TypeError
        If nothing was computed from the variables, or by what has no rule here: ``2**x``, or ``np.sin``, which is
        ``apply("sin", x)``.

    Examples
    --------
    >>> [line.tex for line in trace(lambda x: (x + 1) ** 2, x=3.0).lines]
    ['x', 'v_{1} + 1', 'v_{2}^{2}']
    """
    lines = [Line(name, _value(value)) for name, value in variables.items()]
    try:
        y = f(**{name: Traced(lines, place) for place, name in enumerate(variables)})
    except TypeError as problem:
        if told := explained(problem, "a number in a trace"):
            raise told from problem
        raise
    if not isinstance(y, Traced) or y.lines is not lines:
        raise TypeError(f"the function returned {y!r}, which was not computed from {', '.join(variables)}")
    if y.place != len(lines) - 1:  # the last line is the result: what was computed after it does not count
        y._computed(y.tex, "=", y.value, (y, 1))
    return Trace(tuple(variables), tuple(lines))
