"""Exercises of several parts, each with a share of the points."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from derived.exercises.verdicts import EMPTY, Exercise, Verdict, is_empty, not_yet


@dataclass(frozen=True)
class Parts(Exercise):
    """An exercise of several parts, answered by name.

    Parameters
    ----------
    parts : dict of str to Exercise
        What is asked for, by the names that the answer has them under.
    follows : dict of str to callable, optional
        How a part follows from others, which name the parameters: a reader whose later answer follows from an earlier,
        wrong one hears which one to mend.

    Examples
    --------
    >>> from derived.exercises import Number
    >>> box = Parts({"edges": Number(12, wrong=[(8, "Those are the corners.")]), "faces": Number(6)})
    >>> box.check({"edges": 12, "faces": 6})
    Right.
    >>> verdict = box.check({"edges": 8, "faces": 6})
    >>> verdict, verdict.share
    (Not yet: 1 of 2 is right.
    <BLANKLINE>
    - edges: Those are the corners.
    - faces: right., 0.5)
    >>> square = Parts({"side": Number(3), "area": Number(9)}, follows={"area": lambda side: side**2})
    >>> square.check({"side": 4, "area": 16})
    Not yet: 0 of 2 are right.
    <BLANKLINE>
    - side: 4 is not right.
    - area: That follows from your side: mend that first.
    """

    parts: dict[str, Exercise]
    follows: dict[str, Callable[..., Any]] = field(default_factory=dict, repr=False)

    def __getitem__(self, name: str) -> Exercise:
        """One of the parts."""
        return self.parts[name]

    @property
    def solution(self) -> dict[str, Any]:
        """A right answer to each part."""
        return {name: part.solution for name, part in self.parts.items()}

    def check(self, answer: Any) -> Verdict:
        """Check each part, and say of each what is off."""
        if is_empty(answer) or (isinstance(answer, dict) and all(is_empty(part) for part in answer.values())):
            return Verdict(0.0, EMPTY)
        names = ", ".join(f"`{name}`" for name in self.parts)
        if not isinstance(answer, dict):
            return not_yet(f"Answer by name: `answer = dict(...)` with {names}.")
        if unknown := [name for name in answer if name not in self.parts]:
            return not_yet(f"There is no `{unknown[0]}` here, but {names}.")
        verdicts = {name: part.check(answer.get(name)) for name, part in self.parts.items()}
        for name in self.follows:
            first = [f"`{earlier}`" for earlier in self.before(name) if not verdicts[earlier]]
            if not verdicts[name] and first and self._follows(name, answer):
                verdicts[name] = not_yet(f"That follows from your {' and '.join(first)}: mend that first.")
        right = sum(map(bool, verdicts.values()))
        if right == len(verdicts):
            return Verdict(1.0, "**Right.**")
        share = sum(verdict.share for verdict in verdicts.values()) / len(verdicts)
        said = "\n".join(f"- `{name}`: {_beside(verdict)}" for name, verdict in verdicts.items())
        return Verdict(
            share, f"**Not yet:** {right} of {len(verdicts)} {'is' if right == 1 else 'are'} right.\n\n{said}"
        )

    def before(self, name: str) -> list[str]:
        """The parts from which one follows."""
        return list(inspect.signature(self.follows[name]).parameters)

    def _follows(self, name: str, answer: dict[str, Any]) -> bool:
        """Whether an answer to a part is what follows from the answers to others."""
        part = self.parts[name]
        try:
            with np.errstate(all="ignore"):
                expected = self.follows[name](*(self.parts[b].taken(answer[b]) for b in self.before(name)))
            return part.same(part.taken(answer[name]), part.taken(expected))
        except Exception:  # as where nothing follows: a root of a negative number, a division by zero
            return False


def _beside(verdict: Verdict) -> str:
    """What a verdict says, in a list."""
    if verdict:
        return "right."
    if verdict.message == EMPTY:
        return "no answer yet."
    return verdict.message.removeprefix("**Not yet.** ").replace("\n\n", " ")
