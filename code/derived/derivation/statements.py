r"""Relations that a sentence of the text states: each is checked like a line, and set where the sentence names it.

The cell that states them shows nothing; in the text, the role ``{checked}`` followed by the name sets the formula.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Self

from derived.algebra.expressions import Expr
from derived.algebra.named import Function, Named
from derived.derivation import typeset
from derived.derivation.chains import Derivation
from derived.derivation.lines import DerivationError, Line


class Statement(Derivation):
    """A derivation of one line, which stands in a sentence and is called by its name."""

    def _label(self) -> str:
        return self.label

    def _called(self) -> str:
        return f"“{self.label}” in the text"

    def _place(self) -> str:
        return f"The statement '{self.label}' in the text"


@dataclass
class Statements:
    r"""Some statements of the text, by their names; written with `state`.

    Examples
    --------
    >>> from derived.algebra import define, scalar
    >>> a, b = scalar("a"), scalar("b")
    >>> said = Statements().define("middle", define("m", (a + b) / 2), because="halfway between two numbers")
    >>> print(said.lines["middle"].tex)
    m = \frac{a + b}{2}
    """

    said: dict[str, Statement] = field(default_factory=dict)

    @property
    def lines(self) -> dict[str, Line]:
        """The line of each."""
        return {name: statement.lines[0] for name, statement in self.said.items()}

    def state(self, name: str, relation: Expr, because: str, derivatives: str = "duals", **options: Any) -> Self:
        """One more relation: see the function `state`."""
        self._new(name, derivatives).holds(relation, because, **options)
        return self

    def define(self, name: str, what: Named | Function, because: str, rests: str = "later", **options: Any) -> Self:
        """Say in a sentence what a letter stands for: a definition, which waits for the lines of the page.

        Parameters
        ----------
        name : str
            How the text calls it.
        what : Named or Function
            From `derived.algebra.define`.
        because, rests, **options
            As for `Derivation.define`.
        """
        self._new(name).define(what, because, rests=rests, **options)
        return self

    def _new(self, name: str, derivatives: str = "duals") -> Statement:
        if name in self.said:
            raise DerivationError(f"The statement '{name}' is made twice: give each a name of its own")
        self.said[name] = Statement("In the text", label=name, derivatives=derivatives)
        return self.said[name]

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return typeset.statements_mimebundle(self.said)


def state(name: str, relation: Expr, because: str, derivatives: str = "duals", **options: Any) -> Statements:
    r"""Check a relation that a sentence of the text states; the sentence then names it, in the role ``checked``.

    Parameters
    ----------
    name : str
        How the text calls it; no other formula of the book has this name.
    relation : Relation
        What is stated.
    because : str
        Why it holds.
    derivatives : {"duals", "differences"}
        How its check differentiates, as for `Derivation`.
    **options
        ``at`` and ``same``, as for `Derivation.holds`.

    Returns
    -------
    Statements
        To be shown at the end of a cell; more can be added with ``.state(...)`` and ``.define(...)``.

    Raises
    ------
    DerivationError
        If the relation is wrong, or its check is blunt.

    Examples
    --------
    >>> from derived.algebra import eq, scalar
    >>> x = scalar("x")
    >>> said = state("odd", eq((-x) ** 3, -(x**3)), because="three signs are one")
    >>> said = said.state("even", eq((-x) ** 2, x * x), because="two signs are none")
    >>> [line.evidence.kind for line in said.lines.values()]
    ['proved', 'proved']
    """
    return Statements().state(name, relation, because, derivatives, **options)
