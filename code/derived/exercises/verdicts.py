"""What all exercises share: an answer is looked at, judged, and answered with a verdict that says what is off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

EMPTY = "**No answer yet.** Put yours in the place of the three dots, and run the cell again."
GIVEN_BACK = "That is the question, given back: carry it out."


@dataclass(frozen=True)
class Verdict:
    """What a check says of an answer; true where the answer is right.

    Parameters
    ----------
    share : float
        How much of the answer is right, from 0 to 1.
    message : str
        One sentence or a few, in Markdown: *right*, or what is off, with a hint and a counterexample.

    Examples
    --------
    >>> verdict = Verdict(0.5, "**Not yet.** The sign is wrong.")
    >>> verdict, bool(verdict)
    (Not yet. The sign is wrong., False)
    """

    share: float
    message: str

    def __bool__(self) -> bool:
        return self.share == 1

    def __repr__(self) -> str:
        return self.message.replace("**", "").replace("`", "")

    def _repr_markdown_(self) -> str:
        return self.message


class Refusal(Exception):
    """Why an answer is not taken for one: it is of another kind, or not what is asked for."""


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """A question with its right answer, and with the wrong ones that are to be expected.

    The kinds are `Formula`, `Number`, `Choice`, `Function`, `Construction`, and `Parts`, which is several at once.

    Parameters
    ----------
    wrong : sequence of (answer, hint)
        Plausible wrong answers, each with the hint for someone who gives it: at least three.
    given_back : sequence
        Answers that are right in value and only say the question again.

    Examples
    --------
    >>> from derived.exercises import Number
    >>> exercise = Number(6, wrong=[(5, "Add the edges at the back."), (3, "A die has more.")])
    >>> exercise.check(...)
    No answer yet. Put yours in the place of the three dots, and run the cell again.
    >>> exercise.check(5)
    Not yet. Add the edges at the back.
    >>> exercise.check(6)
    Right.
    """

    hint_says_all: ClassVar[bool] = False  # so that what the fault is need not be said beside it

    wrong: Sequence[tuple[Any, str]] = field(default=(), repr=False)
    given_back: Sequence[Any] = field(default=(), repr=False)

    @property
    def solution(self) -> Any:
        """An answer that is right."""
        raise NotImplementedError

    def taken(self, answer: Any) -> Any:
        """The answer as this kind of exercise takes it.

        Raises
        ------
        Refusal
            If it is of another kind.
        """
        return answer

    def fault(self, answer: Any) -> str | None:
        """What is wrong with an answer, a counterexample perhaps, or None if it is right."""
        raise NotImplementedError

    def unfit(self, answer: Any) -> str | None:
        """Why an answer of the right value is not what is asked for, as one in another form; None if it is."""
        return None

    def same(self, answer: Any, other: Any) -> bool:
        """Whether two answers come to the same."""
        raise NotImplementedError

    def check(self, answer: Any) -> Verdict:
        """Say whether an answer is right, or what is off.

        Parameters
        ----------
        answer : object
            The answer; three dots stand for none.

        Returns
        -------
        Verdict
        """
        if is_empty(answer):
            return Verdict(0.0, EMPTY)
        try:
            return self._judged(self.taken(answer))
        except Refusal as refusal:
            return not_yet(str(refusal))
        except Exception as problem:  # whatever an answer may hold, a reader gets a verdict
            return not_yet(f"It cannot be judged: {type(problem).__name__}: {problem}")

    def _judged(self, answer: Any) -> Verdict:
        if fault := self.fault(answer):
            hint = self.hint(answer)
            return not_yet(hint) if hint and self.hint_says_all else not_yet(hint, fault if fault != hint else "")
        if unfit := self.unfit(answer):
            return not_yet(unfit)
        return Verdict(1.0, "**Right.**")

    def hint(self, answer: Any) -> str:
        """The hint for a wrong answer, if it is one of those that were expected."""
        return next((hint for wrong, hint in self.wrong if self.same(answer, self.taken(wrong))), "")


def is_empty(answer: Any) -> bool:
    """Whether nothing was put in the place of the three dots, be there several."""
    several = isinstance(answer, list | tuple) and len(answer) > 0
    return answer is None or answer is ... or (several and all(map(is_empty, answer)))


def not_yet(*said: str) -> Verdict:
    """The verdict on a wrong answer: what there is to say, a paragraph each."""
    return Verdict(0.0, "**Not yet.** " + "\n\n".join(part for part in said if part))
