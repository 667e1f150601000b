"""What writing any line takes: learn its letters, test its claim and its misprints, and only then keep it."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import Any, Self

from derived.algebra.differentiation import by
from derived.algebra.expressions import Expr, as_expr
from derived.algebra.named import Named
from derived.algebra.relations import All, Relation
from derived.algebra.symbols import Symbol
from derived.derivation import sharpness
from derived.derivation.checks import Check
from derived.derivation.claims import Claim, both_sides, bound, equality, holds
from derived.derivation.comparisons import compare, float_instances
from derived.derivation.definitions import Definition, printed_with
from derived.derivation.letters import Letters, Name
from derived.derivation.lines import DerivationError, Evidence, Line
from derived.derivation.pages import this_page
from derived.derivation.proofs import Proofs
from derived.derivation.trials import BOUND, BRANCHING
from derived.derivation.witnesses import Witness

NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def writes_line(method: Callable) -> Callable:
    """Let a method that writes a line name it, in ``as_=``, and make every fault a refusal that names the line."""

    @wraps(method)
    def careful(self: Writing, *args: Any, as_: str = "", **options: Any) -> Any:
        inspect.signature(method).bind(self, *args, **options)  # a wrong call is no fault of the line
        self._call_next(as_)
        self._tested.clear()
        shown = len(self.shown)
        try:
            for given in (*args, *options.values()):
                if isinstance(given, bool):  # which no line takes
                    as_expr(given)
            with by(self.derivatives):
                return method(self, *args, **options)
        except DerivationError:
            del self.shown[shown:]
            raise
        except Exception as problem:
            del self.shown[shown:]
            said = f"{type(problem).__name__}: {problem}"
            raise DerivationError(f"{self._place()} could not be checked: {said}") from problem

    return careful


@dataclass
class Writing:
    """A derivation as far as it is written."""

    title: str
    label: str
    conventions: str = ""
    derivatives: str = "duals"
    shown: list[Name] = field(default_factory=list, init=False, repr=False)
    definitions: dict[int, Definition] = field(default_factory=dict, init=False, repr=False)
    witnesses: list[Witness] = field(default_factory=list, init=False, repr=False)
    letters: Letters = field(init=False, repr=False)
    _next: str = field(default="", init=False, repr=False)
    _tested: list[Witness] = field(default_factory=list, init=False, repr=False)
    _lines: list[Line] = field(default_factory=list, init=False, repr=False)
    _current: Expr | None = field(default=None, init=False, repr=False)
    _pending: bool = field(default=False, init=False, repr=False)
    _proofs: Proofs = field(default_factory=Proofs, init=False, repr=False)

    def __post_init__(self) -> None:
        page = this_page()
        self.letters = Letters(lambda name: any(name is own for own in self.shown) or page.shows(name))
        page.add(self)

    @property
    def lines(self) -> list[Line]:
        """The lines; those that are definitions with what rests on them so far.

        Raises
        ------
        DerivationError
            If a definition has misprints that no line notices, and no code, and that nobody names.
        """
        self.letters.nothing_awaited()
        witnesses = this_page().witnesses() if self.definitions else []
        return [
            self.definitions[k].as_line(witnesses) if k in self.definitions else line
            for k, line in enumerate(self._lines)
        ]

    def _define(
        self,
        name: Name,
        left: Expr,
        body: Expr,
        because: str,
        free: dict[str, str] | None,
        rests: str,
        implements: Callable | None = None,
        claim: str = "definition",
        source: str = "",
        arguments: dict[str, Expr] | None = None,
    ) -> None:
        if rests not in ("here", "later"):
            raise DerivationError(
                f'{self._place()}: rests={rests!r} says where the lines are that use it: "here" or "later"'
            )
        self.shown.append(name)
        self.letters.define(self._place(), name)
        self.letters.learn(self._place(), body, left)
        code = self._compare(left, implements, arguments or {}) if implements else None
        evidence = Evidence(claim, "")
        line = Line(printed_with(left, body), because, evidence, implements=code, claim=claim, source=source)
        definition = Definition(
            self._place(), self._label(), name, left, body, line, self.letters.declared, free or {}, rests == "later",
            self.derivatives,
        )  # fmt: skip
        self._add(line)
        definition.line = self._lines[-1]
        self.definitions[len(self._lines) - 1] = definition

    def _introduced(self, relation: Expr | str) -> Named | None:
        """The name that an equation shows for the first time: its left side, if its right side is the body."""
        if isinstance(relation, Relation) and relation.sign == "=":
            name, body = relation.args
            if isinstance(name, Named) and not self.letters.is_shown(name) and body.tex() == name.body.tex():
                return name
        return None

    def _shows(
        self, name: Named, claim: str, because: str, free: dict[str, str] | None, rests: str, source: str = ""
    ) -> Self:
        """A line that shows a name and says more: that it is assumed, or a theorem."""
        self._define(name, name, name.body, because, free, rests, claim=claim, source=source)
        self._current, self._pending = name, False
        return self

    def _stated(
        self, relation: Expr | str, how: str, tight: dict[Symbol, Expr] | None = None
    ) -> tuple[str, str, Check | None]:
        """What is stated and not derived: its LaTeX, how it was tried, and its check, if it is a relation."""
        if isinstance(relation, str):
            return relation, "in words, of which the numbers of the check know nothing", None
        values = (tight or {}).values()
        self.letters.learn(self._place(), relation, *values)
        claim = both_sides(holds, tight) if tight else holds
        trials = BOUND if is_inequality(relation) else 0
        always = relation if is_inequality(relation) else None
        check = self._check(relation, claim, (relation, relation), trials, used=values, always=always)
        check.evidence()
        return relation.tex(), how, check

    def _chain(
        self,
        sign: str,
        expr: Any,
        because: str,
        implements: Callable | None,
        same: dict[str, str] | None,
        arguments: dict[str, Expr],
        tight: dict[Symbol, Expr] | None = None,
    ) -> Self:
        if self._current is None:
            raise DerivationError(f"{self._place()}: nothing to go on from; begin with start(...) or define(...)")
        relation = Relation(sign, self._current, expr)
        left, expr = relation.args
        self.letters.learn(self._place(), expr, *(tight or {}).values())
        claim = bound(left, sign, tight) if tight is not None else equality(left)
        formula: Expr = expr
        if self._pending:
            formula, claim = relation, both_sides(claim, tight)
        tex = relation.tex() if self._pending else relation.tex()[len(left.tex()) :].lstrip()
        trials = BOUND if tight is not None else 0
        always, used = relation if tight is not None else None, (tight or {}).values()
        check = self._check(formula, claim, (left, expr), trials, used=used, always=always)
        kind = "identity" if tight is None else "bound"
        evidence, tally = _as_tried(check.evidence(), kind == "bound"), sharpness.tally(check, same or {})
        name = self._compare(expr, implements, arguments) if implements else None
        self._add(Line(tex, because, evidence, tally, name, continues=not self._pending, claim=kind))
        self._current, self._pending = expr, False
        return self

    def _logical(
        self,
        sign: str,
        relation: Expr,
        claim: Claim,
        because: str,
        before: Expr,
        kind: str,
        same: dict[str, str] | None = None,
        branching: bool = False,
        where: str = "",
        used: Iterable[Expr] = (),
    ) -> Self:
        self.letters.learn(self._place(), relation)
        continues = bool(sign) and not self._pending
        parts = [] if not sign else [sign] if continues else [before.tex(), sign]
        always = relation if is_inequality(relation) and not sign and not where else None
        needed = BRANCHING if branching else 0
        check = self._check(relation, claim, (before, relation), needed, used=used, always=always)
        evidence, tally = _as_tried(check.evidence(), is_inequality(relation)), sharpness.tally(check, same or {})
        tex = " ".join([*parts, relation.tex() + where])
        self._add(Line(tex, because, evidence, tally, continues=continues, claim=kind))
        self._current, self._pending = relation, False
        return self

    def _before(self, relation: Expr) -> Expr:
        if not isinstance(self._current, Relation | All):
            raise DerivationError(
                f"{self._place()}: '{relation.tex()}' needs a relation to go on from; begin with start(eq(...))"
            )
        return self._current

    def _check(
        self,
        formula: Expr,
        claim: Claim,
        shown: tuple[Expr, Expr],
        trials: int = 0,
        used: Iterable[Expr] = (),
        always: Expr | None = None,
    ) -> Check:
        inequality = always if isinstance(always, Relation) else None
        check = Check(
            self._place(), formula, claim, shown, self.letters.declared, trials, self._proofs, inequality, (*used,)
        )
        self._tested.append(
            Witness(self._label(), self._called(), check.formula, check.claim, check.instances, (*shown, *used))
        )
        return check

    def _compare(self, expr: Expr, function: Callable, arguments: dict[str, Expr]) -> str:
        """Compare a formula with the code; the name of the function."""
        name, claim = compare(self._place(), expr, function, self.letters.known, arguments)
        shown = (expr, *arguments.values())
        self._tested.append(
            Witness(self._label(), self._called(), expr, claim, float_instances(*shown), shown, is_code=True)
        )
        return name

    def _add(self, line: Line) -> None:
        if not line.because.strip():
            raise DerivationError(f"{self._place()} gives no reason: say why in because=...")
        if line.claim != "definition":
            self.letters.nothing_awaited()
        self._lines.append(replace(line, label=self._label()))
        for witness in self._tested:
            witness.forget()
        self.witnesses += self._tested

    def _call_next(self, name: str) -> None:
        """Give the next line a name, or none.

        Raises
        ------
        DerivationError
            If it is no name, or that of another line.
        """
        self._next = ""
        if not name:
            return
        if not NAME.fullmatch(name):
            raise DerivationError(
                f"{self._place()}: as_={name!r} is no name for a line: write small letters, then digits, hyphens"
            )
        if any(line.label == f"{self.label}-{name}" for line in self._lines):
            raise DerivationError(f"{self._place()}: another line is called {name!r}")
        self._next = name

    def _label(self) -> str:
        return f"{self.label}-{self._next or len(self._lines) + 1}"

    def _called(self) -> str:
        """How other lines speak of the line that is being written."""
        return f"line {self._label()}"

    def _place(self) -> str:
        return f"Line {len(self._lines) + 1} of '{self.title}' ({self._label()})"


def is_inequality(relation: Expr) -> bool:
    """Whether a relation, or one of several, says which of two sides is larger."""
    if isinstance(relation, All):
        return any(is_inequality(part) for part in relation.args)
    return isinstance(relation, Relation) and relation.sign != "="


def _as_tried(evidence: Evidence, is_bound: bool) -> Evidence:
    """What holds at many places is no more than tried there: of an inequality, exact numbers show nothing else."""
    if not is_bound:
        return evidence
    how = evidence.detail.partition(": ")[2]
    return Evidence("tried", f"Tried, which does not show it for all numbers: {how}", evidence.worst)
