"""What a derivation consists of: lines, each with its reason, its evidence and the fate of its misprints."""

from __future__ import annotations

import traceback
from dataclasses import dataclass


class DerivationError(ValueError):
    """A line of a derivation is wrong, or its check could not have told.

    Examples
    --------
    >>> from derived.algebra import scalar
    >>> from derived.derivation import Derivation
    >>> x = scalar("x")
    >>> Derivation("A square", "square").start((x + 1) ** 2).equals(x**2 + 1, because="square both terms")
    Traceback (most recent call last):
    derived.derivation.lines.DerivationError: Line 1 of 'A square' (square-1) is wrong.
      (x + 1)^{2} = x^{2} + 1
    For example, with
      x = -2
      before this line: 1
      on this line:     5
    """

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
        "proved", "exact", "enumerated", "moments", "quadrature", "numeric", "tried" or "by hand"; or what
        is not checked by itself: "definition", "assumption" or "quoted".
    detail : str
        What was done, in a sentence.
    worst : float or None
        The largest relative error seen.

    Examples
    --------
    >>> from derived.algebra import sizes, vector
    >>> from derived.derivation import Derivation
    >>> (n,) = sizes("n")
    >>> x, y = vector("x", n), vector("y", n)
    >>> d = Derivation("Inner products", "inner").start(x.T @ y).equals(y.T @ x, because="a number is its transpose")
    >>> d.lines[0].evidence.kind, d.lines[0].evidence.worst
    ('exact', 0.0)
    >>> d.lines[0].evidence.detail
    'Tested exactly: 12 random instances (n = 1, 2, 3, 4, 5, 6, 10, 30) in whole numbers up to a million, computed in
    fractions, with no tolerance.'
    """

    kind: str
    detail: str
    worst: float | None = None


SHOWN_WRONG = 1  # wrong misprints of a line that its mark shows: the page has hundreds of lines


@dataclass(frozen=True)
class Wrong:
    """A misprint that was rejected, to be shown.

    Attributes
    ----------
    tex : str
        Its LaTeX.
    how : str
        The numbers that reject it, or the line that notices it.

    Examples
    --------
    >>> from derived.algebra import scalar
    >>> from derived.derivation import Derivation
    >>> x = scalar("x")
    >>> d = Derivation("Twice", label="twice").start(x + x).equals(2 * x, because="collect")
    >>> wrong = d.lines[0].tally.wrong[0]
    >>> wrong.tex, wrong.how
    ('x - x = 2 x', 'with x = -2: 0 and -4')
    """

    tex: str
    how: str


@dataclass(frozen=True)
class Tally:
    """What became of the misprints of a line.

    Attributes
    ----------
    by_shape : int
        How many are rejected because the shapes do not fit.
    undefined : int
        How many are rejected because they have no value.
    by_value : int
        How many are rejected because their value is another.
    equal : tuple of (str, str)
        The LaTeX of those equal in value, each with the reason.
    by_code : int
        Of a definition: how many are rejected only because the code that it names gives another number.
    free : tuple of (str, str)
        Of a definition: the LaTeX of those that nothing notices, each with the author's reason.
    wrong : tuple of Wrong
        A few of those rejected, with what rejects them.

    Examples
    --------
    No value can tell that a square has lost its minus sign:

    >>> from derived.algebra import scalar
    >>> from derived.derivation import Derivation
    >>> x = scalar("x")
    >>> d = Derivation("Signs", "signs").start(x**2).equals((-x) ** 2, because="the signs cancel")
    >>> tally = d.lines[0].tally
    >>> tally.rejected, tally.made
    (12, 13)
    >>> tally.equal
    (('x^{2} = x^{2}', 'an even power does not see the sign'),)
    """

    by_shape: int = 0
    undefined: int = 0
    by_value: int = 0
    equal: tuple[tuple[str, str], ...] = ()
    by_code: int = 0
    free: tuple[tuple[str, str], ...] = ()
    wrong: tuple[Wrong, ...] = ()

    @property
    def rejected(self) -> int:
        """How many were rejected."""
        return self.by_shape + self.undefined + self.by_value + self.by_code

    @property
    def made(self) -> int:
        """How many there were."""
        return self.rejected + len(self.equal) + len(self.free)


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
    claim : str
        What it is: "identity", "bound", "equivalence", "result", "definition", "assumption" or "quoted".
    source : str
        Of a quoted theorem: where it is proved.
    resting : int
        Of a line that shows a name: how many lines rest on it.
    waits : bool
        Of a line that shows a name: whether it is judged only at the end of the page.
    label : str
        How the page calls it.

    Examples
    --------
    >>> from derived.algebra import scalar
    >>> from derived.derivation import Derivation
    >>> a, b = scalar("a"), scalar("b")
    >>> d = Derivation("A difference", "difference").start(a - b)
    >>> d = d.equals(a + (-b), because="subtract by adding").equals(-b + a, because="in any order")
    >>> line = d.lines[1]
    >>> line.tex, line.because, line.evidence.kind, line.continues
    ('= -b + a', 'in any order', 'proved', True)
    """

    tex: str
    because: str
    evidence: Evidence
    tally: Tally = Tally()
    implements: str | None = None
    continues: bool = False
    written: bool = False
    claim: str = "identity"
    source: str = ""
    resting: int = 0
    waits: bool = False
    label: str = ""
