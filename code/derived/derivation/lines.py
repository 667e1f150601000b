"""What a derivation consists of: lines, each with its reason, its evidence and the fate of its misprints."""

from __future__ import annotations

import traceback
from dataclasses import dataclass


class DerivationError(ValueError):
    """A line of a derivation is wrong, or its check could not have told."""

    def _render_traceback_(self) -> list[str]:
        """In a notebook, show the message alone, after the line of the cell that it is about."""
        frames = [f for f in traceback.extract_tb(self.__traceback__) if f.name == "<module>"]
        where = [f"line {frames[-1].lineno} of this cell:"] if frames else []
        return [*where, f"DerivationError: {self}"]


@dataclass(frozen=True)
class Evidence:
    """How a line was checked.

    Attributes
    ----------
    kind : str
        "proved", "exact", "enumerated", "numeric", "simulated", "by hand"; "definition" or "assumption" if not checked.
    detail : str
        What was done, in a sentence.
    worst : float or None
        The largest relative error seen, or for a simulation the largest z-score.
    """

    kind: str
    detail: str
    worst: float | None = None


@dataclass(frozen=True)
class Tally:
    """What became of the misprints of a line.

    Attributes
    ----------
    by_shape, undefined, by_value : int
        Rejected because the shapes do not fit, because it has no value, because its value is another.
    equal : tuple of (str, str)
        The LaTeX of those equal in value, each with the reason.
    """

    by_shape: int = 0
    undefined: int = 0
    by_value: int = 0
    equal: tuple[tuple[str, str], ...] = ()

    @property
    def rejected(self) -> int:
        """How many were rejected."""
        return self.by_shape + self.undefined + self.by_value

    @property
    def made(self) -> int:
        """How many there were."""
        return self.rejected + len(self.equal)


@dataclass(frozen=True)
class Line:
    """One line of a derivation.

    Attributes
    ----------
    tex : str
        The formula, with its relation sign in front where it continues a chain.
    because : str
        The reason, in Markdown.
    evidence : Evidence
        How it was checked.
    tally : Tally
        What became of its misprints.
    implements : str or None
        The function of the package that was compared with it.
    continues : bool
        Whether it starts with the relation sign, going on from the line before.
    written : bool
        Whether its LaTeX was written by hand.
    """

    tex: str
    because: str
    evidence: Evidence
    tally: Tally = Tally()
    implements: str | None = None
    continues: bool = False
    written: bool = False
