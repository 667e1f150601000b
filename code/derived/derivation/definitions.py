"""Definitions are tested by what rests on them.

Of a definition alone nothing can be said: it is true because it says so. But were it misprinted, the lines that use
the name would be false, and the code that computes it would give another number. So every misprint of the body is put
in its place, and a line, or the code, must notice. What nothing notices is named by the author with its reason: a
convention, a letter that is free.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from derived.algebra.differentiation import by
from derived.algebra.equals import differing_parts
from derived.algebra.expressions import Expr
from derived.algebra.misprints import misprints
from derived.algebra.sequences import Recurrence, Sequence
from derived.algebra.symbols import Index, Symbol
from derived.derivation.checks import Check
from derived.derivation.claims import equality
from derived.derivation.letters import Name
from derived.derivation.lines import SHOWN_WRONG, DerivationError, Evidence, Line, Tally, Wrong
from derived.derivation.rejections import first_rejection
from derived.derivation.sharpness import why_no_error
from derived.derivation.witnesses import EARLY, LATE, Rounds, Witness


@dataclass
class Definition:
    """A line that says what a name stands for.

    Parameters
    ----------
    place : str
        How messages call the line.
    label : str
        How the page calls it.
    name : Named, Function or Sequence
        What is defined.
    left : Expr
        The name, or the function or the sequence at its letters.
    body : Expr
        What it stands for.
    line : Line
        As it is printed.
    letters : collection of Symbol
        What a letter may be mistaken for.
    free : dict
        LaTeX of misprints that nothing notices, each with the reason.
    later : bool
        Whether it waits for lines further down the page.
    derivatives : {"duals", "differences"}
        How its derivation differentiates.
    """

    place: str
    label: str
    name: Name
    left: Expr
    body: Expr
    line: Line
    letters: Collection[Symbol]
    free: dict[str, str]
    later: bool
    derivatives: str = "duals"
    _tally: Tally | None = None

    def as_line(self, witnesses: list[Witness], closing: bool = False) -> Line:
        """The line, with what rests on it and the fate of its misprints.

        Raises
        ------
        DerivationError
            If there are misprints that nothing notices, and nobody names.
        """
        resting = [w for w in witnesses if w.rests_on(self.name) and w.label != self.label]
        lines = len({w.label for w in resting})
        if self.later and not closing:
            said = f"{self._what()}; what rests on it comes later on the page."
            return replace(self.line, evidence=Evidence(self.line.claim, said), resting=lines, waits=True)
        if self._tally is None:
            try:
                with by(self.derivatives):
                    self._tally = self._judged([w for w in witnesses if w.rests_on(self.name)])
            except DerivationError:
                raise
            except Exception as problem:
                said = f"{type(problem).__name__}: {problem}"
                raise DerivationError(f"{self.place} could not be checked, for a misprint of it: {said}") from problem
        count = "1 line rests" if lines == 1 else f"{lines} lines rest"
        said = f"{self._what()}: {count} on it" + (", and the code." if self.line.implements else ".")
        return replace(self.line, evidence=Evidence(self.line.claim, said), tally=self._tally, resting=lines)

    def _what(self) -> str:
        """What the line is, in words."""
        match self.line.claim:
            case "assumption":
                return "An assumption, which says what the letter stands for"
            case "quoted":
                return f"A theorem from elsewhere ({self.line.source}), which says what the letter stands for"
        return "A definition"

    def _judged(self, witnesses: list[Witness]) -> Tally:
        """Put every misprint in the place of the body: a line that uses the name has to notice, or the code."""
        if not witnesses:
            raise DerivationError(
                f"{self.place}: nothing rests on this definition: no line uses the name\n  {self.line.tex}\n"
                'Write the lines that do, or name the code in implements=..., or say rests="later" if they come '
                "further down the page, which close_page() then has to end"
            )
        witnesses = sorted(witnesses, key=lambda w: (w.is_code, w.cost))
        fates = {"shape": 0, "undefined": 0, "value": 0, "code": 0}
        equal: list[tuple[str, str]] = []
        free: list[tuple[str, str]] = []
        wrong: list[Wrong] = []
        unnoticed: list[str] = []

        def count(found: tuple[Witness, str], tex: str) -> None:
            witness, fate = found
            fates["code" if witness.is_code else fate] += 1
            if fate == "value" and len(wrong) < SHOWN_WRONG:
                how = "the code gives another number" if witness.is_code else f"{witness.called} would be false"
                wrong.append(Wrong(tex, how))

        for one in misprints(self.body, self.letters):
            misprint = one.formula
            if misprint is None:
                fates["shape"] += 1
                continue
            tex = printed_with(self.left, misprint)
            if one.equal:
                equal.append((tex, one.equal))
                continue
            if self._says_nothing(misprint):
                fates["undefined"] += 1
            elif found := self._noticed(misprint, witnesses, EARLY):
                count(found, tex)
            elif reason := self._why_no_error(misprint):
                equal.append((tex, reason))
            elif found := self._noticed(misprint, witnesses, LATE):
                count(found, tex)
            elif tex in self.free:
                free.append((tex, self.free[tex]))
            else:
                unnoticed.append(tex)
        if unnoticed:
            raise DerivationError(self._unnoticed(unnoticed, len(witnesses)))
        if unused := set(self.free) - {tex for tex, _ in free}:
            raise DerivationError(
                f"{self.place} names misprints as free that are noticed, or equal in value, or none: "
                + ", ".join(sorted(unused))
            )
        return Tally(fates["shape"], fates["undefined"], fates["value"], tuple(equal), fates["code"], tuple(free),
                     tuple(wrong))  # fmt: skip

    def _says_nothing(self, misprint: Expr) -> bool:
        """Whether a name would stand for itself, or an index runs nowhere: a sum around the name would let it run."""
        by_itself = self.name in misprint.depends and not isinstance(self.name, Sequence)
        return by_itself or any(type(letter) is Index for letter in misprint.depends - self.body.depends)

    def _noticed(self, body: Any, witnesses: list[Witness], rounds: Rounds) -> tuple[Witness, str] | None:
        """Who notices another body, and how: a few instances of each line are asked before all of one."""
        for instances in rounds:
            for k, witness in enumerate(witnesses):
                if fate := witness.rejects(self.name, body, instances(witness)):
                    witnesses.insert(0, witnesses.pop(k))  # who noticed one is asked first about the next
                    return witness, fate
        return None

    def _why_no_error(self, misprint: Expr) -> str | None:
        body = self.body
        if isinstance(body, Recurrence):  # has no value by itself, but the part that is misprinted may have one
            body, misprint = differing_parts(body, misprint)[0]
            if isinstance(body, Recurrence) or body.shape != misprint.shape:
                return None
        try:
            check = Check(self.place, body, equality(body), (body, misprint), self.letters)
            rejected = first_rejection(misprint, check.claim, check.instances)
            return None if rejected else why_no_error(check, misprint, {})
        except DerivationError:
            return None

    def _unnoticed(self, unnoticed: list[str], many: int) -> str:
        listed = [f"  misprint: {tex}" for tex in unnoticed[:12]]
        if len(unnoticed) > len(listed):
            listed.append(f"  and {len(unnoticed) - len(listed)} more")
        lines = "the line that rests" if many == 1 else f"any of the {many} lines that rest"
        count = "1 misprint" if len(unnoticed) == 1 else f"{len(unnoticed)} misprints"
        return "\n".join([
            f"{self.place}: {count} of this definition would not be noticed by {lines} on it:",
            f"  printed:  {self.line.tex}",
            *listed,
            "Write a line that tells them apart, or name the code in implements=...; or say in free={...} why each is "
            "free (a convention, a letter of one's own choice); or say rests=\"later\" if lines further down the page "
            "do, which close_page() then has to end.",
        ])  # fmt: skip


def printed_with(left: Expr, body: Expr) -> str:
    """A definition as it is printed: a recurrence says its left sides itself."""
    return body.tex() if isinstance(body, Recurrence) else f"{left.tex()} = {body.tex()}"
