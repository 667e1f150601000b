"""Exercises whose answer is an example: numbers or words of the reader's own choice with the properties asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from derived.exercises.numbers import as_numbers
from derived.exercises.verdicts import GIVEN_BACK, Exercise, Refusal


@dataclass(frozen=True)
class Construction(Exercise):
    """An exercise that asks for numbers, or words, with certain properties, of which there may be many.

    Parameters
    ----------
    right : array_like
        An example.
    properties : sequence of (predicate, message)
        What must hold of the array, in this order, each with what to say where it does not: a sentence, or a function
        from the array to one.
    ordered : bool
        Whether their order matters when an answer is recognized.
    words : bool
        Whether words are asked for.
    wrong, given_back
        As for every `Exercise`.

    Examples
    --------
    >>> zero_mean = Construction(
    ...     [-1, 0, 1],
    ...     properties=[
    ...         (lambda x: x.size == 3, "Give three numbers."),
    ...         (lambda x: np.ptp(x) > 0, "Not all of them the same."),
    ...         (lambda x: abs(x.mean()) < 1e-12, lambda x: f"Their mean is `{x.mean():.3g}`."),
    ...     ],
    ...     wrong=[([1, 2, 3], "Take their mean off.")],
    ... )
    >>> zero_mean.check([5, 5, -10]), zero_mean.check([3, 2, 1])
    (Right., Not yet. Their mean is 2.)
    >>> zero_mean.check([1, 2, 3])
    Not yet. Take their mean off.
    <BLANKLINE>
    Their mean is 2.
    """

    right: ArrayLike
    properties: Sequence[tuple[Callable[[np.ndarray], bool], str | Callable[[np.ndarray], str]]] = field(repr=False)
    ordered: bool = True
    words: bool = False

    @property
    def solution(self) -> ArrayLike:
        """An example."""
        return self.right

    def taken(self, answer: Any) -> np.ndarray:
        """The answer as an array of floats, or of words."""
        read = as_words if self.words else as_numbers
        values = read(answer)
        if any(np.array_equal(values, read(question)) for question in self.given_back):
            raise Refusal(GIVEN_BACK)
        return values

    def fault(self, answer: np.ndarray) -> str | None:
        """What the first property that it lacks has to say."""
        for holds, said in self.properties:
            if not holds(answer):
                return said if isinstance(said, str) else said(answer)
        return None

    def same(self, answer: np.ndarray, other: np.ndarray) -> bool:
        """Whether they are the same."""
        if answer.shape != other.shape:
            return False
        pair = (answer, other) if self.ordered else (np.sort(answer), np.sort(other))
        return np.array_equal(*pair) if self.words else np.allclose(*pair)


def as_words(answer: Any) -> np.ndarray:
    """An answer as an array of words.

    Raises
    ------
    Refusal
        If it is something else.

    Examples
    --------
    >>> as_words(["area", "age"])
    array(['area', 'age'], dtype='<U4')
    """
    words = [answer] if isinstance(answer, str) else answer
    if not isinstance(words, list | tuple | np.ndarray) or not all(isinstance(word, str) for word in words):
        raise Refusal('A list of words is asked for, such as `["one", "another"]`.')
    return np.array(words, dtype=str)
