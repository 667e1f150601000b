"""Points for an answer, and the test of an exercise itself: whether it knows right answers from wrong ones."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from derived.exercises.parts import Parts
from derived.exercises.verdicts import Exercise

EXPECTED = 3  # wrong answers for which every exercise has a hint


def grade(exercise: Exercise, answer: Any, points: float = 1.0) -> float:
    """Points for an answer: all, none, or those for the parts that are right. What is off is printed.

    As the last line of a test cell this is what nbgrader takes for partial credit; other graders call it for its value.

    Parameters
    ----------
    exercise : Exercise
        The exercise.
    answer : object
        The answer that was given.
    points : float
        What a right answer is worth.

    Returns
    -------
    float
        From 0 to `points`.

    Raises
    ------
    ValueError
        If `points` is negative.

    Examples
    --------
    >>> from derived.exercises import Number, Parts
    >>> box = Parts({"edges": Number(12), "faces": Number(6)})
    >>> grade(box, {"edges": 12, "faces": 8}, points=4)
    Not yet: 1 of 2 is right.
    <BLANKLINE>
    - edges: right.
    - faces: 8 is not right.
    2.0
    """
    if not points >= 0:
        raise ValueError(f"points={points}: an exercise cannot be worth less than nothing")
    verdict = exercise.check(answer)
    print(verdict)
    return float(points * verdict.share)


def audit(exercise: Exercise) -> list[str]:
    """What is wrong with an exercise: empty if it accepts its solution and answers all else as it says.

    It must refuse an empty answer, each wrong answer with the hint for it and for no other, and the question given
    back; and there must be three wrong answers at least.

    Parameters
    ----------
    exercise : Exercise
        The exercise.

    Returns
    -------
    list of str
        Its faults, a sentence each.

    Examples
    --------
    >>> from derived.exercises import Number
    >>> audit(Number(4, wrong=[(2, "Twice."), (8, "Half."), (4, "No.")], given_back=[[2, 2]]))
    ['The wrong answer 4 is accepted.']
    """
    faults = list(_faults(exercise))
    expected = sum(len(one.wrong) for one in _single(exercise))
    if expected < EXPECTED:
        faults.append(f"It has a hint for {expected} wrong answers: give it {EXPECTED} at least.")
    if not any(one.given_back for one in _single(exercise)):
        faults.append("It does not say how the question could be given back as an answer: given_back=[...].")
    return faults


def _single(exercise: Exercise) -> list[Exercise]:
    """The exercise, or its parts."""
    return list(exercise.parts.values()) if isinstance(exercise, Parts) else [exercise]


def _breaks(exercise: Parts) -> Iterator[str]:
    """Where a part does not follow from others as the exercise says."""
    for name, rule in exercise.follows.items():
        right = [exercise[earlier].taken(exercise[earlier].solution) for earlier in exercise.before(name)]
        if not exercise[name].check(rule(*right)):
            yield f"The right `{name}` does not follow from what is right before it."


def _faults(exercise: Exercise) -> Iterator[str]:
    if not (verdict := exercise.check(exercise.solution)):
        yield f"Its solution is refused: {verdict}"
    if exercise.check(...) or exercise.check(None):
        yield "An empty answer is accepted."
    if isinstance(exercise, Parts):
        yield from _breaks(exercise)
    for one in _single(exercise):
        hints = [hint for _, hint in one.wrong]
        if len(set(hints)) < len(hints):
            yield "Two wrong answers have the same hint."
        for answer, hint in one.wrong:
            verdict = one.check(answer)
            if verdict:
                yield f"The wrong answer {answer} is accepted."
            elif hint not in verdict.message:
                yield f"The wrong answer {answer} is not met with its hint, but with: {verdict}"
        for answer in one.given_back:
            if one.check(answer):
                yield f"The question given back is accepted: {answer}"
