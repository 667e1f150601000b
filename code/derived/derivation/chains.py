r"""Derivations whose every line is checked, from the expressions that typeset it.

A derivation is a chain of lines. A line claims something about the formula it prints: that it equals the one before,
that it is at least as large, that one equation holds exactly when another does. The claim is tested on random
instances; then every one-symbol misprint of the formula is put in its place, and the same test must reject it. A
misprint that is not rejected must be equal in value: proved by SymPy on symbols of fixed sizes, or named by the author.
A line that fails, and a check that cannot fail, stop the derivation with the line, the instance and both values.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from derived.algebra.expressions import Expr, Size, Symbol, bound_letter, walk
from derived.algebra.named import Function, Named
from derived.algebra.probability.laws import Gaussian
from derived.algebra.relations import All, Relation, error_between
from derived.algebra.sequences import Sequence
from derived.derivation.checks import BOUND_TRIALS, BRANCHING_TRIALS, Check, instances, plain
from derived.derivation.claims import (
    Claim,
    agreement,
    as_floats,
    both_sides,
    bound,
    consequence,
    equality,
    equivalence,
    holds,
    holds_at,
)
from derived.derivation.faces import Thing, faces
from derived.derivation.lines import DerivationError, Evidence, Line, Tally


@dataclass
class Derivation:
    """A chain of lines, each checked when it is written.

    Parameters
    ----------
    title : str
        What is derived.
    label : str
        A name to refer to: line 2 of ``label="ols"`` is the equation ``ols-2``.
    conventions : str
        Layout, factors and the like, in a few words.

    Raises
    ------
    DerivationError
        From the method that writes a line, if the line is wrong or its check is blunt.

    Examples
    --------
    >>> from derived.algebra import scalar
    >>> x, y = scalar("x"), scalar("y")
    >>> d = Derivation("A square", label="square").start((x + y) ** 2)
    >>> d.equals(x**2 + 2 * x * y + y**2, because="multiply out").lines[0].evidence.kind
    'proved'
    """

    title: str
    label: str
    conventions: str = ""
    lines: list[Line] = field(default_factory=list, init=False)
    _current: Expr | None = field(default=None, init=False)
    _letters: dict[Symbol, None] = field(default_factory=dict, init=False)
    _faces: dict[str, Thing] = field(default_factory=dict, init=False)

    _sizes: dict[str, int] = field(default_factory=dict, init=False)
    _pending: bool = field(default=False, init=False)
    _proofs: dict[tuple[str, str], bool] = field(default_factory=dict, init=False)

    # --- writing lines ----------------------------------------------------------------------------------------------

    def define(self, function: Function | Named, because: str, implements: Callable | None = None) -> Derivation:
        """Show what a letter or a function stands for, and go on from it."""
        if function.body is None:
            raise DerivationError(f"{self._place()}: {function.name} has no body to show")
        left = function(*function.variables) if isinstance(function, Function) else function
        self._learn(left, function.body)
        evidence = Evidence("definition", "A definition: there is nothing to check.")
        name = self._compare(function.body, implements) if implements else None
        self._add(Line(f"{left.tex()} = {function.body.tex()}", because, evidence, implements=name))
        self._current, self._pending = left, False
        return self

    def recur(self, sequence: Sequence, because: str) -> Derivation:
        """Show the recurrence of a sequence, as a definition, and go on from its general term."""
        term = sequence[sequence.body.index]
        self._learn(term, *sequence.body.args)
        evidence = Evidence("definition", "A definition: there is nothing to check.")
        self._add(Line(sequence.body.tex(), because, evidence))
        self._current, self._pending = term, True  # the line ended with the start
        return self

    def assume(self, relation: Expr | str, because: str) -> Derivation:
        """State an assumption; what it says must already be built into the symbols."""
        tex = relation if isinstance(relation, str) else relation.tex()
        if isinstance(relation, Expr):
            self._learn(relation)
            self._check(relation, holds, (relation, relation)).evidence()
            how = "every instance was drawn so that it holds"
        else:
            how = "in words, of which the numbers of the check know nothing"
        self._add(
            Line(tex, because, Evidence("assumption", f"An assumption: {how}."), written=isinstance(relation, str))
        )
        self._pending = True
        return self

    def start(self, expr: Expr) -> Derivation:
        """Begin a chain: the next line prints this on its left side."""
        self._learn(expr)
        self._current, self._pending = expr, True
        return self

    def equals(
        self,
        expr: Any,
        because: str,
        implements: Callable | None = None,
        same: dict[str, str] | None = None,
        **arguments: Expr,
    ) -> Derivation:
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

    def at_most(self, expr: Any, because: str, tight: dict[Symbol, Expr], same: dict[str, str] | None = None) -> Any:
        """Claim that the expression is at least the one before, and equal to it where `tight` says."""
        return self._chain("<=", expr, because, None, same, {}, tight)

    def at_least(self, expr: Any, because: str, tight: dict[Symbol, Expr], same: dict[str, str] | None = None) -> Any:
        """Claim that the expression is at most the one before, and equal to it where `tight` says."""
        return self._chain(">=", expr, because, None, same, {}, tight)

    def iff(self, relation: Expr, because: str, solve: Iterable[Symbol] | Symbol = (), **options: Any) -> Derivation:
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
        claim = equivalence(before, unknowns) if unknowns else agreement(before)
        return self._logical(r"\iff", relation, claim, because, before, branching=not unknowns, **options)

    def implies(self, relation: Expr, because: str, solve: Iterable[Symbol] | Symbol, **options: Any) -> Derivation:
        """Claim that wherever the relation before holds, this one does."""
        before = self._before(relation)
        unknowns = [solve] if isinstance(solve, Symbol) else list(solve)
        return self._logical(r"\implies", relation, consequence(before, unknowns), because, before, **options)

    def holds(self, relation: Expr, because: str, at: dict[Symbol, Expr] | None = None, **options: Any) -> Derivation:
        """Claim that a relation holds always; with `at`, wherever these symbols have these values."""
        self._learn(relation, *(at or {}).values())
        claim = holds_at(at) if at else holds
        if at:
            values = r",\; ".join(f"{s.tex()} = {value.tex()}" for s, value in at.items())
            options["where"] = rf"\quad \text{{where }} {values}"
        options.setdefault("branching", isinstance(relation, Relation) and relation.sign != "=")
        return self._logical("", relation, claim, because, relation, **options)

    def written(self, tex: str, because: str, check: Callable[[], bool], wrong: Iterable[Callable[[], bool]]) -> Any:
        """A line whose LaTeX and check are written by hand: `check` must hold, and each of `wrong` must not."""
        rejections = [not bool(w()) for w in wrong]
        if not check():
            raise DerivationError(f"{self._place()} is wrong: its check by hand does not hold\n  {tex}")
        if not rejections or not all(rejections):
            raise DerivationError(f"{self._place()}: its check by hand does not reject its misprints\n  {tex}")
        evidence = Evidence("by hand", "Written by hand, with a check by hand.")
        self._add(Line(tex, because, evidence, Tally(by_value=len(rejections)), written=True))
        self._pending = True
        return self

    # --- what the lines have in common ------------------------------------------------------------------------------

    def _chain(
        self,
        sign: str,
        expr: Any,
        because: str,
        implements: Callable | None,
        same: dict[str, str] | None,
        arguments: dict[str, Expr],
        tight: dict[Symbol, Expr] | None = None,
    ) -> Derivation:
        if self._current is None:
            raise DerivationError(f"{self._place()}: nothing to go on from; begin with start(...) or define(...)")
        relation = Relation(sign, self._current, expr)
        left, expr = relation.args
        self._learn(expr, *(tight or {}).values())
        claim = bound(left, sign, tight) if tight is not None else equality(left)
        formula: Expr = expr
        if self._pending:
            formula, claim = relation, both_sides(claim, tight)
        tex = relation.tex() if self._pending else relation.tex()[len(left.tex()) :].lstrip()
        trials = BOUND_TRIALS if tight is not None else 0
        check = self._check(formula, claim, (left, expr), trials, equality=tight is None)
        evidence, tally = check.evidence(), check.tally(same or {})
        name = self._compare(expr, implements, arguments) if implements else None
        self._add(Line(tex, because, evidence, tally, name, continues=not self._pending))
        self._current, self._pending = expr, False
        return self

    def _logical(
        self,
        sign: str,
        relation: Expr,
        claim: Claim,
        because: str,
        before: Expr,
        same: dict[str, str] | None = None,
        branching: bool = False,
        where: str = "",
    ) -> Derivation:
        self._learn(relation)
        continues = bool(sign) and not self._pending
        parts = [] if not sign else [sign] if continues else [before.tex(), sign]
        check = self._check(relation, claim, (before, relation), BRANCHING_TRIALS if branching else 0)
        evidence, tally = check.evidence(), check.tally(same or {})
        self._add(Line(" ".join([*parts, relation.tex() + where]), because, evidence, tally, continues=continues))
        self._current, self._pending = relation, False
        return self

    def _before(self, relation: Expr) -> Expr:
        if not isinstance(self._current, Relation | All):
            raise DerivationError(
                f"{self._place()}: '{relation.tex()}' needs a relation to go on from; begin with start(eq(...))"
            )
        return self._current

    def _check(
        self, formula: Expr, claim: Claim, shown: tuple[Expr, Expr], trials: int = 0, equality: bool = False
    ) -> Check:
        if not equality and any(isinstance(node, Gaussian) for e in shown for node in walk(e)):
            raise DerivationError(f"{self._place()}: a simulation can tell that two sides are equal, and nothing else")
        return Check(self._place(), formula, claim, shown, self._letters, trials, self._proofs)

    def _add(self, line: Line) -> None:
        if not line.because.strip():
            raise DerivationError(f"{self._place()} gives no reason: say why in because=...")
        self.lines.append(line)

    def _place(self) -> str:
        return f"Line {len(self.lines) + 1} of '{self.title}' ({self.label}-{len(self.lines) + 1})"

    def _learn(self, *expressions: Expr) -> None:
        """Remember the letters: they are what a letter may be mistaken for."""
        for e in expressions:
            for tex, thing in faces(e):
                self._stands(tex, thing)
            for node in walk(e):
                for name, rank in _sizes(node):
                    self._tell_apart(name, rank)
                for letter in (node, bound_letter(node)):
                    if isinstance(letter, Symbol):
                        self._fits(letter)
                        self._letters.setdefault(letter)

    def _stands(self, tex: str, thing: Thing) -> None:
        """Refuse what looks like something else that was shown before."""
        (first, known), (second, new) = self._faces.setdefault(tex, thing), thing
        if known != new:
            raise DerivationError(
                f"{self._place()}: {tex} stands for two things in one derivation: {first} and "
                + (second if second != first else "another of that name")
            )

    def _tell_apart(self, name: str, rank: int) -> None:
        """Refuse sizes that were declared apart: two would always be equal, or one have two values."""
        self._sizes.setdefault(name, rank)
        for other, place in self._sizes.items():
            if (other == name) != (place == rank):
                raise DerivationError(
                    f"{self._place()}: the sizes {other} and {name} were declared apart, so that each is drawn without "
                    "regard to the other; declare all that meet in one derivation in one sizes(...)"
                )

    def _fits(self, letter: Symbol) -> None:
        """Refuse a letter that was declared otherwise before: whichever is asked first would decide the numbers."""
        for known in (s for s in self._letters if s.name == letter.name):
            if known.shape != letter.shape:
                raise DerivationError(f"{self._place()}: {letter.name} has two shapes in one derivation")
            if known == letter and known.conditions != letter.conditions:
                both = " and ".join(", ".join(s.conditions) or "none" for s in (known, letter))
                raise DerivationError(
                    f"{self._place()}: {letter.name} has two sets of conditions in one derivation: {both}"
                )

    def _compare(self, expr: Expr, function: Callable, arguments: dict[str, Expr] | None = None) -> str:
        """Compare the formula with the function of the package that computes it, on floats."""
        name = f"{function.__module__}.{function.__qualname__}"
        letters = {s.name: s for s in self._letters} | (arguments or {})
        wanted = [p.name for p in inspect.signature(function).parameters.values() if p.default is p.empty]
        missing = [parameter for parameter in [*wanted, *(arguments or {})] if parameter not in letters]
        if missing:
            raise DerivationError(f"{self._place()}: {name} needs {missing[0]!r}, and no symbol has that name")
        names = dict.fromkeys([*wanted, *(arguments or {})])
        for instance in instances("float"):
            given = {p: as_floats(letters[p].at(instance)) for p in names}
            value, formula = function(**given), expr.at(instance)
            if error_between(np.asarray(value, dtype=float), as_floats(formula)) > 1e-8:
                raise DerivationError(
                    f"{self._place()}: the formula and the code differ\n  {expr.tex()} = {plain(formula)}\n"
                    f"  {name}(...) = {plain(value)}\n  with "
                    + ", ".join(f"{p} = {plain(v)}" for p, v in given.items())
                )
        return name

    # --- showing ----------------------------------------------------------------------------------------------------

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        from derived import typeset  # noqa: PLC0415 (it shows what this module makes)

        return typeset.mimebundle(self)


def _sizes(node: Expr) -> set[tuple[str, int]]:
    """The sizes that a part of a formula has, or is, with their ranks."""
    found = {(s.name, s.rank) for d in node.shape if d != "row" for s in d.free_symbols}
    return found | ({(node.name, node.rank)} if isinstance(node, Size) else set())
