"""The page that is being read: the derivations that one Python process has seen, and what they have shown.

A line may use a name only if the page has shown what it stands for; and a definition may wait for lines further down,
which `close_page` then asks.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from derived.algebra.named import Named
from derived.algebra.sequences import Sequence
from derived.derivation.letters import names_in
from derived.derivation.lines import DerivationError, Line
from derived.derivation.witnesses import Witness, witnesses_of

if TYPE_CHECKING:
    from derived.derivation.letters import Name
    from derived.derivation.writing import Writing


@dataclass
class Page:
    """The derivations of a page, by their labels: one that is written anew takes the place of the one before."""

    derivations: dict[str, Writing] = field(default_factory=dict)

    def add(self, derivation: Writing) -> None:
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

    def where_shown(self, derivation: Writing) -> dict[str, str]:
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


@dataclass(frozen=True)
class ClosedPage:
    """The definitions of a page, each with all that rests on it.

    Attributes
    ----------
    lines : dict of str to Line
        The lines that are definitions, by their labels.

    Examples
    --------
    >>> page = new_page()
    >>> close_page().lines
    {}
    """

    lines: dict[str, Line]

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        from derived.derivation.typeset import line_data  # noqa: PLC0415 (it shows what this module makes)

        made = sum(line.tally.made for line in self.lines.values())
        free = sum(len(line.tally.free) for line in self.lines.values())
        said = f"{len(self.lines)} definitions, {made} misprints: every one that changes a value is noticed"
        said += f", but for {free} that are named with their reasons." if free else "."
        data = {label: line_data(label, line) for label, line in self.lines.items()}
        text = json.dumps(data, ensure_ascii=False, indent=1)
        return {"text/plain": said, "text/html": f"<p>{said}</p>", "text/markdown": f"```{{closing}}\n{text}\n```\n"}


def close_page() -> ClosedPage:
    """Judge the definitions of the page by all of its lines: the last cell of a chapter whose definitions wait.

    Returns
    -------
    ClosedPage
        To be shown: the marks of the definitions then count every line that rests on them.

    Raises
    ------
    DerivationError
        If misprints of a definition are noticed by no line of the page and no code, and named by nobody.

    Examples
    --------
    >>> from derived.algebra import define, scalar
    >>> from derived.derivation import Derivation
    >>> x, page = scalar("x"), new_page()
    >>> h = define("h", x + 1)
    >>> first = Derivation("A name", label="name").define(h, because="for later", rests="later")
    >>> second = Derivation("Its use", label="use").start(3 * h).equals(3 * x + 3, because="multiply out")
    >>> close_page().lines["name-1"].resting
    1
    """
    page = this_page()
    witnesses, lines, problems = page.witnesses(), {}, []
    for derivation in page.derivations.values():
        for definition in derivation.definitions.values():
            try:
                lines[definition.label] = definition.as_line(witnesses, closing=True)
            except DerivationError as problem:
                problems.append(str(problem))
    if problems:
        raise DerivationError("\n\n".join(problems))
    return ClosedPage(lines)
