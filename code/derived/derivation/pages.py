"""The page that is being read: the derivations that one Python process has seen, and what they have shown.

A line may use a name only if the page has shown what it stands for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from derived.algebra.named import Named
from derived.algebra.sequences import Sequence
from derived.derivation.definitions import Definition
from derived.derivation.letters import Letters, Name, names_in
from derived.derivation.lines import DerivationError, Line
from derived.derivation.witnesses import Witness, witnesses_of


class Written(Protocol):
    """What a page asks of a derivation.

    Attributes
    ----------
    title, label, conventions : str
        As the reader sees them.
    letters : Letters
        Those that its lines use.
    lines : list of Line
        What it consists of.
    shown : list of Named, Function or Sequence
        What it defines.
    definitions : dict
        Its lines that are definitions, by number.
    witnesses : list of Witness
        What may notice that a definition is wrong.
    """

    title: str
    label: str
    conventions: str
    letters: Letters
    shown: list[Name]
    definitions: dict[int, Definition]
    witnesses: list[Witness]

    @property
    def lines(self) -> list[Line]:
        """The lines."""
        ...


@dataclass
class Page:
    """The derivations of a page, by their labels: one that is written anew takes the place of the one before."""

    derivations: dict[str, Written] = field(default_factory=dict)

    def add(self, derivation: Written) -> None:
        """Take in a derivation.

        Raises
        ------
        DerivationError
            If a derivation and a statement of the text have one name.
        """
        if type(self.derivations.get(derivation.label, derivation)) is not type(derivation):
            raise DerivationError(f"{derivation.label} names a derivation and a statement of the text: rename one")
        self.derivations[derivation.label] = derivation

    def shows(self, name: Name) -> bool:
        """Whether a name was defined: that very object, and no other since that looks like it."""
        alike = [shown for d in self.derivations.values() for shown in d.shown if looks_of(shown) == looks_of(name)]
        return bool(alike) and alike[-1] is name

    def where_shown(self, derivation: Written) -> dict[str, str]:
        """The names that a derivation rests on, as LaTeX, each with the label of the line that says what it is."""
        lines = {id(d.name): d.label for other in self.derivations.values() for d in other.definitions.values()}
        own = [d.body for d in derivation.definitions.values()]
        used = [*names_in(*own), *(name for w in derivation.witnesses for name in w.names.values())]
        return {looks_of(name): lines[id(name)] for name in used if id(name) in lines}

    def witnesses(self) -> list[Witness]:
        """All lines and comparisons with code that the page has so far."""
        return witnesses_of(self.derivations.values())


def looks_of(name: Name) -> str:
    """The letter of a name, as LaTeX."""
    match name:
        case Named():
            return name.tex()
        case Sequence():
            return name.letter
    return name.tex


_PAGES = [Page()]


def this_page() -> Page:
    """The page that derivations are added to."""
    return _PAGES[-1]


def new_page() -> Page:
    """Begin a page: what was shown before is forgotten.

    Only a process that reads several chapters needs it; a notebook is a page.

    Examples
    --------
    >>> len(new_page().derivations)
    0
    """
    _PAGES[:] = [Page()]
    return _PAGES[-1]
