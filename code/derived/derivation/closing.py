"""Closing a page: the definitions that wait for lines further down are judged by all that the page has shown."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from derived.derivation.lines import DerivationError, Line
from derived.derivation.pages import this_page
from derived.derivation.typeset import line_data


@dataclass(frozen=True)
class ClosedPage:
    """The definitions of a page, each with all that rests on it.

    Attributes
    ----------
    lines : dict of str to Line
        The lines that are definitions, by their labels.

    Examples
    --------
    >>> from derived.derivation import new_page
    >>> page = new_page()
    >>> close_page().lines
    {}
    """

    lines: dict[str, Line]

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        made = sum(line.tally.made for line in self.lines.values())
        free = sum(len(line.tally.free) for line in self.lines.values())
        said = f"{len(self.lines)} definitions, {made} misprints: every one that changes a value is noticed"
        said += f", but for {free} that are named with their reasons." if free else "."
        data = {label: line_data(line) for label, line in self.lines.items()}
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
    >>> from derived.derivation import Derivation, new_page
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
