r"""Reverse mode on numbers, on one screen.

Each operation adds a line to the tape: which numbers it was computed from, and with which slopes. An adjoint is
:math:`\bar v_i = \sum_k \bar v_k\,\partial v_k / \partial v_i`, so the way back is a single loop from the last line to
the first. No sorting, no recursion: the tape is in an order in which nothing is used before it is there.
"""

from __future__ import annotations

import math
import numbers
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

__all__ = [
    "Number",
    "ScalarTape",
    "dot",
    "exp",
    "log",
    "relu",
    "tanh",
]


class ScalarTape:
    """A list of lines; each has, for every number an operation was computed from, its place on the tape and the slope.

    Examples
    --------
    >>> tape = ScalarTape()
    >>> x, y = tape.number(2.0), tape.number(3.0)
    >>> z = x * y + tanh(x - 2)
    >>> gradient = tape.adjoints(z)
    >>> gradient[x.place], gradient[y.place]
    (4.0, 2.0)
    """

    def __init__(self) -> None:
        self.lines: list[tuple] = []

    def number(self, value: float) -> Number:
        """A number to differentiate by.

        Parameters
        ----------
        value : float
            What it is worth.

        Raises
        ------
        TypeError
            If that is no real number.
        ValueError
            If it is NaN.
        """
        if type(value) is not float and not isinstance(value, numbers.Real):
            raise TypeError(f"a tape of numbers takes real numbers, and here is {value!r}")
        if math.isnan(value):
            raise ValueError("a number of the tape is NaN from the start")
        self.lines.append(())
        return Number(value, len(self.lines) - 1, self.lines)

    def adjoints(self, output: Number) -> list[float]:
        """How the output depends on each number on the tape, by its place.

        Parameters
        ----------
        output : Number
            What is differentiated.

        Raises
        ------
        ValueError
            If the output is of another tape.
        FloatingPointError
            If it, or an adjoint, is NaN.
        """
        if output.lines is not self.lines:
            _refuse_two_tapes()
        adjoints = [0.0] * len(self.lines)
        adjoints[output.place] = 1.0
        for place in range(output.place, -1, -1):
            adjoint = adjoints[place]
            if adjoint:
                line = self.lines[place]
                for k in range(0, len(line), 2):
                    adjoints[line[k]] += adjoint * line[k + 1]
        if math.isnan(output.value) or any(map(math.isnan, adjoints)):
            raise FloatingPointError("the output or an adjoint is NaN: some operation left the numbers it is made for")
        return adjoints


class Number:
    """A number that knows its place on a tape.

    Examples
    --------
    >>> x = ScalarTape().number(2.0)
    >>> (1 / x).value, x.lines is (1 / x).lines
    (0.5, True)
    """

    __slots__ = ("lines", "place", "value")

    def __init__(self, value: float, place: int, lines: list[tuple]):
        self.value, self.place, self.lines = value, place, lines

    def __add__(self, other: Any) -> Number:
        lines = self.lines
        if type(other) is Number:
            if other.lines is not lines:
                _refuse_two_tapes()
            lines.append((self.place, 1.0, other.place, 1.0))
            return Number(self.value + other.value, len(lines) - 1, lines)
        lines.append((self.place, 1.0))
        return Number(self.value + other, len(lines) - 1, lines)

    def __mul__(self, other: Any) -> Number:
        lines = self.lines
        if type(other) is Number:
            if other.lines is not lines:
                _refuse_two_tapes()
            lines.append((self.place, other.value, other.place, self.value))
            return Number(self.value * other.value, len(lines) - 1, lines)
        lines.append((self.place, other))
        return Number(self.value * other, len(lines) - 1, lines)

    __radd__ = __add__
    __rmul__ = __mul__

    def __neg__(self) -> Number:
        return self * -1.0

    def __sub__(self, other: Any) -> Number:
        return self + -other

    def __rsub__(self, other: Any) -> Number:
        return -self + other

    def __pow__(self, k: float) -> Number:
        if type(k) is Number:
            raise TypeError("an exponent on the tape has no rule here: write exp(y * log(x)) for x**y")
        return computed(self.value**k, self, k * self.value ** (k - 1) if k else 0.0)

    def __truediv__(self, other: Any) -> Number:
        return self * other**-1.0

    def __rtruediv__(self, other: float) -> Number:
        return self**-1.0 * other

    def __repr__(self) -> str:
        return f"Number({self.value!r})"


def _refuse_two_tapes() -> NoReturn:
    raise ValueError("two tapes are mixed: a place means another number on each, so take all numbers from one tape")


def computed(value: float, x: Number, slope: float) -> Number:
    """What is computed from one number.

    Parameters
    ----------
    value : float
        Of the result.
    x : Number
        What it was computed from.
    slope : float
        How it depends on that.
    """
    x.lines.append((x.place, slope))
    return Number(value, len(x.lines) - 1, x.lines)


def exp(x: Number) -> Number:
    """The exponential; its slope is itself.

    Parameters
    ----------
    x : Number
        The exponent.

    Examples
    --------
    >>> tape = ScalarTape()
    >>> y = exp(tape.number(0.0))
    >>> y.value, tape.adjoints(y)[0]
    (1.0, 1.0)
    """
    y = math.exp(x.value)
    return computed(y, x, y)


def log(x: Number) -> Number:
    """The natural logarithm; its slope is 1/x.

    Parameters
    ----------
    x : Number
        Positive.

    Examples
    --------
    >>> tape = ScalarTape()
    >>> y = log(tape.number(2.0))
    >>> y.value, tape.adjoints(y)[0]
    (0.6931471805599453, 0.5)
    """
    return computed(math.log(x.value), x, 1 / x.value)


def tanh(x: Number) -> Number:
    """The hyperbolic tangent; its slope is one minus its square.

    Parameters
    ----------
    x : Number
        Any.

    Examples
    --------
    >>> tape = ScalarTape()
    >>> y = tanh(tape.number(0.0))
    >>> y.value, tape.adjoints(y)[0]
    (0.0, 1.0)
    """
    y = math.tanh(x.value)
    return computed(y, x, 1 - y * y)


def relu(x: Number) -> Number:
    """The larger of x and 0; its slope is 1 where x is positive, else 0.

    Parameters
    ----------
    x : Number
        Any.

    Examples
    --------
    >>> tape = ScalarTape()
    >>> y = relu(tape.number(-3.0))
    >>> y.value, tape.adjoints(y)[0]
    (0.0, 0.0)
    """
    return computed(x.value, x, 1.0) if x.value > 0 else computed(0.0, x, 0.0)


def dot(weights: Sequence[Number], x: Iterable[Any], offset: Number) -> Number:
    """A weighted sum and an offset in a single line of the tape, with as many slopes as it has terms.

    Parameters
    ----------
    weights : sequence of Number
        One for each entry of `x`.
    x : iterable of Number or float
        As many.
    offset : Number
        Added to the sum.

    Examples
    --------
    >>> tape = ScalarTape()
    >>> w = [tape.number(2.0), tape.number(3.0)]
    >>> y = dot(w, [5.0, 7.0], tape.number(1.0))
    >>> y.value, tape.adjoints(y)
    (32.0, [5.0, 7.0, 1.0, 1.0])
    """
    line, total, lines = [offset.place, 1.0], offset.value, offset.lines
    for w, v in zip(weights, x, strict=True):
        if w.lines is not lines:
            _refuse_two_tapes()
        if type(v) is Number:
            if v.lines is not lines:
                _refuse_two_tapes()
            line += (w.place, v.value, v.place, w.value)
            total += w.value * v.value
        else:
            line += (w.place, v)
            total += w.value * v
    lines.append(tuple(line))
    return Number(total, len(lines) - 1, lines)
