r"""Derivations whose lines are checked, from the expressions that typeset them.

A derivation is a chain of lines. A line claims something about the formula it prints: that it equals the one before,
that it is at least as large, that one equation holds exactly when another does. The claim is tested on random
instances; then every one-symbol misprint of the formula is put in its place, and the same test must reject it. A
misprint that is not rejected must be recognized as no error: by a law, proved by SymPy on symbols of fixed sizes, or
named by the author. A definition claims nothing; its misprints are put to the lines that use it. A line that fails, and
a check that cannot fail, stop the derivation with the line, the instance and both values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Self

from derived.algebra.expressions import Expr, as_expr
from derived.algebra.named import Function, Named
from derived.algebra.sequences import Sequence
from derived.algebra.symbols import Symbol
from derived.derivation import sharpness, typeset
from derived.derivation.claims import agreement, both_sides, consequence, equivalence, holds, holds_at
from derived.derivation.lines import DerivationError, Evidence, Line, Tally
from derived.derivation.writing import Writing, is_inequality, writes_line

OF_THE_LETTER = (
    'What is assumed has to hold for the numbers that are drawn. Let it be a condition of the letter, scalar("x", '
    '"positive") or (x,) = such_that(ne(x, 0), x): it is then printed above the lines, and need not be assumed.'
)


class Derivation(Writing):
    """A chain of lines, each checked when it is written; its definitions, when it is read.

    Parameters
    ----------
    title : str
        What is derived.
    label : str
        A name to refer to: line 2 of ``label="ols"`` is the equation ``ols-2``. Every method that writes a line takes
        ``as_="normal"``, a name for it: then it is ``ols-normal``, whatever stands before it.
    conventions : str
        Layout, factors and the like, in a few words.
    derivatives : {"duals", "differences"}
        How its checks differentiate: by dual numbers, or, where these are what is derived, by SymPy and differences.

    Raises
    ------
    DerivationError
        From the method that writes a line, if the line is wrong or its check is blunt; from `lines`, and when it is
        shown, if a definition has misprints that nothing notices.

    Examples
    --------
    >>> from derived.algebra import scalar
    >>> x, y = scalar("x"), scalar("y")
    >>> d = Derivation("A square", label="square").start((x + y) ** 2)
    >>> d.equals(x**2 + 2 * x * y + y**2, because="multiply out").lines[0].evidence.kind
    'proved'
    """

    @writes_line
    def define(
        self,
        name: Function | Named,
        because: str,
        implements: Callable | None = None,
        free: dict[str, str] | None = None,
        rests: str = "here",
        **arguments: Expr,
    ) -> Self:
        """Show what a letter or a function stands for, and go on from it.

        Every misprint of it must be noticed by a line that uses the name, or by the code.

        Parameters
        ----------
        name : Function or Named
            From `derived.algebra.define`.
        because : str
            What it is for.
        implements : callable, optional
            As in `equals`, with its parameters as keywords where they are no letters.
        free : dict, optional
            LaTeX of misprints that nothing notices, each with the reason: a convention, a letter of one's own choice.
        rests : {"here", "later"}
            Where the lines are that notice: in this derivation or above it; or further down the page, which then ends
            with `close_page`.
        """
        if name.body is None:
            raise DerivationError(f"{self._place()}: {name.name} has no body to show")
        left = name(*name.variables) if isinstance(name, Function) else name
        self._define(name, left, name.body, because, free, rests, implements, arguments=arguments)
        self._current, self._pending = left, False
        return self

    @writes_line
    def recur(self, sequence: Sequence, because: str, free: dict[str, str] | None = None, rests: str = "here") -> Self:
        """Show the recurrence of a sequence, as a definition, and go on from its general term.

        Parameters
        ----------
        sequence : Sequence
            From `derived.algebra.sequence`.
        because : str
            What it is for.
        free, rests
            As in `define`.
        """
        term = sequence[sequence.body.index]
        self._define(sequence, term, sequence.body, because, free, rests)
        self._current, self._pending = term, True  # the line ended with the start
        return self

    @writes_line
    def assume(
        self, relation: Expr | str, because: str, free: dict[str, str] | None = None, rests: str = "here"
    ) -> Self:
        """State an assumption; what it says must already be built into the symbols.

        An equation of a name that was not shown with its body shows the name, and goes on from it, as `define` does:
        ``assume(eq(y, X @ w + e), because="the model")``.

        Parameters
        ----------
        relation : Relation or str
            What is assumed.
        because : str
            What it is for.
        free, rests
            As in `define`, where a name is shown.
        """
        if name := self._introduced(relation):
            return self._shows(name, "assumption", because, free, rests)
        try:
            tex, how, _ = self._stated(relation, "every instance was drawn so that it holds")
        except DerivationError as problem:
            raise DerivationError(f"{problem}\n{OF_THE_LETTER}") from problem
        evidence = Evidence("assumption", f"An assumption: {how}.")
        self._add(Line(tex, because, evidence, written=isinstance(relation, str), claim="assumption"))
        self._pending = True
        return self

    @writes_line
    def quote(
        self,
        relation: Expr | str,
        source: str,
        because: str = "quoted, not derived here",
        tight: dict[Symbol, Expr] | None = None,
        same: dict[str, str] | None = None,
        free: dict[str, str] | None = None,
        rests: str = "here",
    ) -> Self:
        """Quote a theorem that is proved elsewhere: a relation is tried like a line, words are not.

        An equation of a name that was not shown with its body, as in ``quote(eq(H, V @ diag(lam) @ V.T), ...)``, says
        that what has this name can be written so: it shows the name, and goes on from it, as `define` does.

        Parameters
        ----------
        relation : Relation or str
            What it says.
        source : str
            Where it is proved, in Markdown.
        because : str, optional
            What it is for.
        tight, same
            As in `holds`.
        free, rests
            As in `define`, where a name is shown.
        """
        if name := self._introduced(relation):
            return self._shows(name, "quoted", because, free, rests, source)
        tex, how, check = self._stated(relation, "tried on random instances, where it held", tight)
        tally = sharpness.tally(check, same or {}) if check else Tally()
        evidence = Evidence("quoted", f"A theorem from elsewhere ({source}): {how}.")
        written = isinstance(relation, str)
        self._add(Line(tex, because, evidence, tally, written=written, claim="quoted", source=source))
        self._pending = True
        return self

    @writes_line
    def start(self, expr: Any) -> Self:
        """Begin a chain: the next line prints this on its left side."""
        expr = as_expr(expr)
        self.letters.learn(self._place(), expr)
        self._current, self._pending = expr, True
        return self

    @writes_line
    def equals(
        self,
        expr: Any,
        because: str,
        implements: Callable | None = None,
        same: dict[str, str] | None = None,
        **arguments: Expr,
    ) -> Self:
        """Claim that the expression equals the one before.

        Parameters
        ----------
        expr : Expr
            The new right side.
        because : str
            The rule that takes you there.
        implements : callable, optional
            A function of the package that computes this formula; its parameters are found by their names among the
            symbols, or given as keywords.
        same : dict, optional
            LaTeX of misprints that are equal in value, each with the reason.
        """
        return self._chain("=", expr, because, implements, same, arguments)

    @writes_line
    def at_most(self, expr: Any, because: str, tight: dict[Symbol, Expr], same: dict[str, str] | None = None) -> Any:
        """Claim that the expression is at least the one before, and equal to it where `tight` says."""
        return self._chain("<=", expr, because, None, same, {}, tight)

    @writes_line
    def at_least(self, expr: Any, because: str, tight: dict[Symbol, Expr], same: dict[str, str] | None = None) -> Any:
        """Claim that the expression is at most the one before, and equal to it where `tight` says."""
        return self._chain(">=", expr, because, None, same, {}, tight)

    @writes_line
    def iff(self, relation: Expr, because: str, solve: Iterable[Symbol] | Symbol = (), **options: Any) -> Self:
        """Claim that the relation before holds exactly when this one does.

        Parameters
        ----------
        relation : Relation
            The new equation, system or inequality.
        solve : Symbol or several
            For equations: the unknowns. Each side is solved for them and the solution put into the other.
        same : dict, optional
            As in `equals`.
        """
        before = self._before(relation)
        unknowns = [solve] if isinstance(solve, Symbol) else list(solve)
        if not (unknowns or is_inequality(before) or is_inequality(relation)):
            raise DerivationError(
                f"{self._place()}: '{relation.tex()}' is an equation: say for which letter both sides are solved, in "
                "solve=..., so that no solution is lost"
            )
        claim = equivalence(before, unknowns) if unknowns else agreement(before)
        kind = "equivalence"
        return self._logical(r"\iff", relation, claim, because, before, kind, branching=not unknowns, **options)

    @writes_line
    def implies(self, relation: Expr, because: str, solve: Iterable[Symbol] | Symbol, **options: Any) -> Self:
        """Claim that wherever the relation before holds, this one does."""
        before = self._before(relation)
        unknowns = [solve] if isinstance(solve, Symbol) else list(solve)
        if not unknowns:
            raise DerivationError(
                f"{self._place()}: solve=... names no letter: say for which the equations before are solved"
            )
        return self._logical(r"\implies", relation, consequence(before, unknowns), because, before, "result", **options)

    @writes_line
    def holds(
        self,
        relation: Expr,
        because: str,
        at: dict[Symbol, Expr] | None = None,
        tight: dict[Symbol, Expr] | None = None,
        **options: Any,
    ) -> Self:
        """Claim that a relation holds always.

        Parameters
        ----------
        relation : Relation
            What holds.
        because : str
            Why.
        at : dict, optional
            Values of some symbols, to claim it only where they have these.
        tight : dict, optional
            For an inequality: values where its sides are equal.
        same : dict, optional
            As in `equals`.
        """
        values = {**(at or {}), **(tight or {})}.values()
        self.letters.learn(self._place(), relation, *values)
        claim = both_sides(holds, tight) if tight else holds_at(at) if at else holds
        if at:
            where = r",\; ".join(f"{s.tex()} = {value.tex()}" for s, value in at.items())
            options["where"] = rf"\quad \text{{where }} {where}"
        options.setdefault("branching", is_inequality(relation))
        return self._logical("", relation, claim, because, relation, "result", used=values, **options)

    @writes_line
    def written(self, tex: str, because: str, check: Callable[[], bool], wrong: Iterable[Callable[[], bool]]) -> Any:
        """A line whose LaTeX and check are written by hand: `check` must hold, and each of `wrong` must not."""
        rejections = [not bool(w()) for w in wrong]
        if not check():
            raise DerivationError(f"{self._place()} is wrong: its check by hand does not hold\n  {tex}")
        if not rejections or not all(rejections):
            raise DerivationError(f"{self._place()}: its check by hand does not reject its misprints\n  {tex}")
        evidence = Evidence("by hand", "Written by hand, with a check by hand.")
        self._add(Line(tex, because, evidence, Tally(by_value=len(rejections)), written=True, claim="result"))
        self._pending = True
        return self

    def __str__(self) -> str:
        return self._repr_mimebundle_()["text/plain"]

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return typeset.mimebundle(self)
