"""Exercises whose answer is a number or an array of numbers, or a word out of a few."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from derived.exercises.verdicts import GIVEN_BACK, Exercise, Refusal

CLOSE = 1e-9  # the relative error of an answer that is not rounded
NEARLY = 0.01  # and of one that is
COARSER = (1, 2)  # so many digits fewer than were asked for: an answer was rounded too much


@dataclass(frozen=True)
class Number(Exercise):
    """An exercise whose answer is a number, or an array of numbers.

    Parameters
    ----------
    right : array_like
        The right answer.
    digits : int, optional
        How many decimals the answer is to have; without it, all of its digits have to be right.
    wrong, given_back
        As for every `Exercise`.

    Examples
    --------
    >>> mean = Number(2.5, wrong=[(10, "Divide by how many there are."), (2, "That is the median.")])
    >>> mean.check(5 / 2), mean.check(10)
    (Right., Not yet. Divide by how many there are.)
    >>> mean.check(2.48)
    Not yet. That is near, and not equal: give all digits, or a fraction such as 2/7.
    >>> Number(2 / 3, digits=2).check(0.67), Number([1, 2]).check([1, 3])
    (Right., Not yet. Entry 2, which is 3, is not right.)
    """

    hint_says_all = True

    right: ArrayLike
    digits: int | None = None

    @property
    def solution(self) -> ArrayLike:
        """The right answer."""
        return self.right

    @property
    def tolerance(self) -> np.ndarray:
        """How far each number may be off."""
        if self.digits is None:
            return CLOSE * np.maximum(np.abs(np.asarray(self.right, dtype=float)), 1e-3)
        return np.full(np.shape(self.right), 0.5000001 * 10.0**-self.digits)

    def taken(self, answer: Any) -> np.ndarray:
        """The answer as floats, of the right shape."""
        numbers = as_numbers(answer)
        if any(np.array_equal(numbers, as_numbers(question)) for question in self.given_back):
            raise Refusal(GIVEN_BACK)
        if numbers.shape != np.shape(self.right):
            raise Refusal(
                f"{_count(np.shape(self.right))} asked for; yours: {_count(numbers.shape).split()[0].lower()}."
            )
        return numbers

    def fault(self, answer: np.ndarray) -> str | None:
        """Which number is off, and whether only by rounding."""
        error = np.abs(answer - np.asarray(self.right, dtype=float))
        off = np.flatnonzero(~(error <= self.tolerance).ravel())
        if not off.size:
            return None
        if self.digits is not None and self._is_rounded(answer, self.digits):
            return (
                f"That is near: give it to {self.digits} decimal{'s' * (self.digits != 1)}, and round only at the end."
            )
        if self.digits is None and np.all(error <= NEARLY * np.abs(np.asarray(self.right, dtype=float))):
            return "That is near, and not equal: give all digits, or a fraction such as `2/7`."
        where = f"Entry {off[0] + 1}, which is `{answer.ravel()[off[0]]:g}`, is" if answer.shape else f"`{answer:g}` is"
        return f"{where} not right."

    def _is_rounded(self, answer: np.ndarray, digits: int) -> bool:
        right = np.asarray(self.right, dtype=float)
        rounded = [np.round(right, digits - fewer) for fewer in COARSER]
        near = [np.abs(answer - right) <= 10 * self.tolerance, *(np.isclose(answer, r, atol=1e-9) for r in rounded)]
        return bool(np.all(np.any(near, axis=0)))

    def same(self, answer: np.ndarray, other: np.ndarray) -> bool:
        """Whether they are equal, as far as an answer has to be exact."""
        return bool(np.all(np.abs(answer - other) <= self.tolerance))


@dataclass(frozen=True)
class Choice(Exercise):
    """An exercise whose answer is one of a few words.

    Parameters
    ----------
    right : str
        The right one.
    among : sequence of str
        All of them.
    wrong, given_back
        As for every `Exercise`.

    Examples
    --------
    >>> shape = Choice("bowl", among=["bowl", "saddle"], wrong=[("saddle", "Both curvatures are positive.")])
    >>> shape.check("Bowl"), shape.check("saddle"), shape.check("hill")
    (Right., Not yet. Both curvatures are positive., Not yet. Answer with one of these: "bowl", "saddle".)
    """

    hint_says_all = True

    right: str
    among: Sequence[str] = field(default=())

    @property
    def solution(self) -> str:
        """The right word."""
        return self.right

    def taken(self, answer: Any) -> str:
        """The answer as one of the words."""
        word = answer.strip().casefold() if isinstance(answer, str) else None
        known = {name.casefold(): name for name in self.among}
        if word not in known:
            names = ", ".join(f'"{name}"' for name in self.among)
            raise Refusal(f"Answer with one of these: {names}.")
        if known[word] in self.given_back:
            raise Refusal(GIVEN_BACK)
        return known[word]

    def fault(self, answer: str) -> str | None:
        """That it is another one."""
        return None if answer == self.right else f'"{answer}" is not right.'

    def same(self, answer: str, other: str) -> bool:
        """Whether they are the same word."""
        return answer == other


def as_numbers(answer: Any) -> np.ndarray:
    """An answer as an array of floats.

    Parameters
    ----------
    answer : array_like
        Numbers of any kind.

    Returns
    -------
    ndarray

    Raises
    ------
    Refusal
        If it is something else, or not finite.

    Examples
    --------
    >>> from fractions import Fraction
    >>> as_numbers([Fraction(1, 2), 3])
    array([0.5, 3. ])
    """
    try:
        parts = np.asarray(answer, dtype=object)
        if any(part is ... for part in parts.flat):
            raise Refusal("A number is lacking: put it in the place of the three dots.")
        if any(isinstance(part, str | bytes | bool | np.bool_) or part is None for part in parts.flat):
            raise TypeError
        numbers = np.array([float(part) for part in parts.flat]).reshape(parts.shape)
    except (TypeError, ValueError):
        raise Refusal(f"Numbers are asked for, and this is {_called(answer)}.") from None
    if not np.all(np.isfinite(numbers)):
        raise Refusal("That is not finite: has something been divided by zero?")
    return numbers


def _called(answer: Any) -> str:
    if callable(answer):
        return "a function: call it, and give what it returns"
    if getattr(answer, "dtype", None) == np.dtype(bool):
        return "made of True and False: multiply it by 1.0"
    return f"of the type {type(answer).__name__}"


def _count(shape: tuple[int, ...]) -> str:
    if shape == ():
        return "One number is"
    return f"{' × '.join(map(str, shape))} numbers are"
