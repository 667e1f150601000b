r"""Derivations whose every line is checked, from the expressions that typeset it.

A derivation is a chain of lines. A line claims something about the formula it prints: that it equals the one before,
that it is at least as large, that one equation holds exactly when another does. The claim is tested on random
instances; then every one-symbol misprint of the formula is put in its place, and the same test must reject it. A
misprint that is not rejected must be equal in value: proved by SymPy on symbols of fixed sizes, or named by the author.
A line that fails, and a check that cannot fail, stop the derivation with the line, the instance and both values.
"""

from __future__ import annotations

import inspect
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from derived.algebra import exact
from derived.algebra.calculus import Argmin, Function, Limit, Named, Sequence, Term
from derived.algebra.expressions import Constant, Expr, Mul, Neg, Number, Size, Symbol, walk
from derived.algebra.functions import Elementary
from derived.algebra.instances import LARGEST, Instance, Unsupported
from derived.algebra.matrices import Norm
from derived.algebra.misprints import misprints
from derived.algebra.probability import Expectation, Gaussian
from derived.algebra.relations import All, Cases, Relation, equal, error_between, vanishes
from derived.algebra.sums import Extreme
from derived.dual import Irrational, jacobian, real_part

__all__ = ["Derivation", "DerivationError", "Evidence", "Line", "Tally"]

TRIALS = {"exact": 4, "float": 8, "symbolic": 1}
BRANCHING_TRIALS = 40
REPLICAS = 25
Z_ACCEPTED, Z_REJECTED = 4.5, 8.0


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


@dataclass(frozen=True)
class Verdict:
    """Whether a claim holds in one instance, the values on both sides, and the relative error between them.

    A verdict that is not `clear` is no ground to reject a misprint: another instance has to decide.
    """

    holds: bool
    values: tuple[Any, Any] = (None, None)
    error: float = 0.0
    clear: bool = True


Claim = Callable[[Expr, Instance], Verdict]


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
    lines: list[Line] = field(default_factory=list)
    _current: Expr | None = None
    _letters: dict[Symbol, None] = field(default_factory=dict)
    _pending: bool = False
    _proofs: dict[tuple[str, str], bool] = field(default_factory=dict)

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
        index, start, step = sequence.rule
        term = Term(sequence, index)
        self._learn(term, step)
        evidence = Evidence("definition", "A definition: there is nothing to check.")
        name = sequence[0].tex()
        self._add(Line(rf"{term.tex()} = {step.tex()},\quad {name} = {start.tex()}", because, evidence))
        self._current, self._pending = term, False
        return self

    def assume(self, relation: Expr | str, because: str) -> Derivation:
        """State an assumption; what it says must already be built into the symbols."""
        tex = relation if isinstance(relation, str) else relation.tex()
        if isinstance(relation, Expr):
            self._learn(relation)
            self._test(relation, _holds, self._kind_for(relation, relation))
        evidence = Evidence("assumption", "An assumption: every instance was drawn so that it holds.")
        self._add(Line(tex, because, evidence, written=isinstance(relation, str)))
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
        claim = _equivalence(before, unknowns) if unknowns else _agreement(before)
        return self._logical(r"\iff", relation, claim, because, before, branching=not unknowns, **options)

    def implies(self, relation: Expr, because: str, solve: Iterable[Symbol] | Symbol, **options: Any) -> Derivation:
        """Claim that wherever the relation before holds, this one does."""
        before = self._before(relation)
        unknowns = [solve] if isinstance(solve, Symbol) else list(solve)
        return self._logical(r"\implies", relation, _consequence(before, unknowns), because, before, **options)

    def holds(self, relation: Expr, because: str, at: dict[Symbol, Expr] | None = None, **options: Any) -> Derivation:
        """Claim that a relation holds always; with `at`, wherever these symbols have these values."""
        self._learn(relation, *(at or {}).values())
        claim = _at(at) if at else _holds
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
        claim = _bound(left, sign, tight) if tight is not None else _equality(left)
        formula: Expr = expr
        if self._pending:
            formula, claim = relation, _both_sides(claim, tight)
        tex = relation.tex() if self._pending else relation.tex()[len(left.tex()) :].lstrip()
        evidence, tally = self._examine(formula, claim, (left, expr), same, branching=tight is not None)
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
    ) -> Derivation:
        self._learn(relation)
        continues = bool(sign) and not self._pending
        parts = [] if not sign else [sign] if continues else [before.tex(), sign]
        evidence, tally = self._examine(relation, claim, (before, relation), same, branching)
        self._add(Line(" ".join([*parts, relation.tex()]), because, evidence, tally, continues=continues))
        self._current, self._pending = relation, False
        return self

    def _before(self, relation: Expr) -> Expr:
        if not isinstance(self._current, Relation | All):
            raise DerivationError(
                f"{self._place()}: '{relation.tex()}' needs a relation to go on from; begin with start(eq(...))"
            )
        return self._current

    def _add(self, line: Line) -> None:
        if not line.because.strip():
            raise DerivationError(f"{self._place()} gives no reason: say why in because=...")
        self.lines.append(line)

    def _place(self) -> str:
        return f"Line {len(self.lines) + 1} of '{self.title}' ({self.label}-{len(self.lines) + 1})"

    def _learn(self, *expressions: Expr) -> None:
        """Remember the letters: they are what a letter may be mistaken for."""
        for e in expressions:
            for node in walk(e):
                bound = getattr(node, "index", None) or getattr(node, "symbol", None)
                for letter in (node, bound):
                    if isinstance(letter, Symbol):
                        known = next((s for s in self._letters if s.name == letter.name), letter)
                        if known.shape != letter.shape:
                            raise DerivationError(f"{self._place()}: {letter.name} has two shapes in one derivation")
                        self._letters.setdefault(letter)

    # --- checking ---------------------------------------------------------------------------------------------------

    def _examine(
        self,
        formula: Expr,
        claim: Claim,
        shown: tuple[Expr, Expr],
        same: dict[str, str] | None,
        branching: bool = False,
    ) -> tuple[Evidence, Tally]:
        """Test the claim on the formula, then on all its misprints."""
        if any(isinstance(node, Gaussian) for e in shown for node in walk(e)):
            claim = _simulation(shown[0])
            formula = shown[1]
        kind = self._kind_for(*shown, claim=claim, formula=formula)
        branching = branching or any(_branches(node) for e in shown for node in walk(e))
        instances = _instances(kind, branching)
        worst = self._test(formula, claim, kind, instances)
        tally = self._sharpen(formula, claim, kind, instances, same or {})
        return _describe(kind, shown, instances, worst, self._proved(formula, claim, shown)), tally

    def _kind_for(self, *shown: Expr, claim: Claim | None = None, formula: Expr | None = None) -> str:
        """Exact numbers where they can be had, else floats."""
        try:
            here = Instance(0)
            if claim is not None and formula is not None:
                claim(formula, here)
            else:
                for e in shown:
                    e.at(here)
        except Irrational:
            return "float"
        except ArithmeticError:
            pass
        return "exact"

    def _test(self, formula: Expr, claim: Claim, kind: str, instances: list[Instance] | None = None) -> float:
        worst = 0.0
        for instance in instances or _instances(kind, branching=False):
            try:
                verdict = claim(formula, instance)
            except (ArithmeticError, IndexError) as problem:
                raise DerivationError(f"{self._place()} has no value: {problem}\n  {formula.tex()}") from problem
            if not verdict.holds:
                raise DerivationError(self._counterexample(formula, claim, instance, verdict))
            worst = max(worst, verdict.error)
        return worst

    def _counterexample(self, formula: Expr, claim: Claim, instance: Instance, verdict: Verdict) -> str:
        """Say which line is wrong, at which instance, with both values: at small numbers where that can be had."""
        for seed in range(40):
            small = Instance(seed, instance.kind, small=True)
            try:
                tried = claim(formula, small)
            except (ArithmeticError, IndexError):
                continue
            if not tried.holds:
                instance, verdict = small, tried
                break
        letters = {node: None for node in walk(formula) if isinstance(node, Symbol)} | self._letters
        lines = [f"  {s.name} = {_plain(s.at(instance))}" for s in letters if _is_free(s, instance)]
        left, right = verdict.values
        said = (
            [f"  before this line: {_plain(left)}", f"  on this line:     {_plain(right)}"] if left is not None else []
        )
        return "\n".join([f"{self._place()} is wrong.", f"  {formula.tex()}", "For example, with", *lines, *said])

    def _sharpen(
        self, formula: Expr, claim: Claim, kind: str, instances: list[Instance], same: dict[str, str]
    ) -> Tally:
        """Put every misprint in the place of the formula: the claim must reject it, or it must be equal in value."""
        by_shape = undefined = by_value = 0
        equals: list[tuple[str, str]] = []
        for misprint in misprints(formula, self._letters):
            if misprint.formula is None:
                by_shape += 1
                continue
            outcome = _first_rejection(misprint.formula, claim, instances)
            if outcome == "undefined":
                undefined += 1
            elif outcome == "value":
                by_value += 1
            else:
                equals.append((misprint.formula.tex(), self._why_equal(formula, misprint.formula, same)))
        unused = set(same) - {tex for tex, _ in equals}
        if unused:
            raise DerivationError(
                f"{self._place()} names misprints as equal that are none: {', '.join(sorted(unused))}"
            )
        if not by_shape + undefined + by_value:
            raise DerivationError(f"{self._place()}: its check cannot fail, no misprint of it is rejected")
        return Tally(by_shape, undefined, by_value, tuple(equals))

    def _why_equal(self, formula: Expr, misprint: Expr, same: dict[str, str]) -> str:
        tex = misprint.tex()
        if tex in same:
            return same[tex]
        if _is_multiple_of_zero(formula, misprint):
            return "true as well: a multiple of zero is zero"
        if any(self._agree(a, b) for a, b in _differing_parts(formula, misprint)):
            return "equal in value: SymPy proves it, with a symbol for every entry"
        if isinstance(misprint, Relation) and self._agree(*misprint.args):
            return "true as well: SymPy proves it, with a symbol for every entry"
        raise DerivationError(
            f"{self._place()}: a misprint would not be caught:\n  printed:  {formula.tex()}\n  misprint: {tex}\n"
            "Sharpen the check, or say in same={...} why the two are equal."
        )

    def _agree(self, first: Expr, second: Expr) -> bool:
        """Whether SymPy proves two parts equal; what was once tried is remembered by how it is written."""
        key = first.tex(), second.tex()
        if key not in self._proofs:
            self._proofs[key] = _proved_equal(first, second)
        return self._proofs[key]

    def _proved(self, formula: Expr, claim: Claim, shown: tuple[Expr, Expr]) -> bool:
        """Whether SymPy proves the line: only where no size is left open, so that the symbols are all there is."""
        if any(
            isinstance(node, Size) or any(d != "row" and d.free_symbols for d in node.shape)
            for node in self._nodes(shown)
        ):
            return False
        if any(isinstance(node, Symbol) and {"whole"} & set(node.conditions) for node in self._nodes(shown)):
            return False
        try:
            return claim(formula, Instance(0, "symbolic")).holds
        except (Unsupported, ArithmeticError, TypeError, ValueError, NotImplementedError):
            return False

    @staticmethod
    def _nodes(shown: tuple[Expr, Expr]) -> Iterator[Expr]:
        for e in shown:
            yield from walk(e)

    def _compare(self, expr: Expr, function: Callable, arguments: dict[str, Expr] | None = None) -> str:
        """Compare the formula with the function of the package that computes it, on floats."""
        name = f"{function.__module__}.{function.__qualname__}"
        letters = {s.name: s for s in self._letters} | (arguments or {})
        wanted = [p.name for p in inspect.signature(function).parameters.values() if p.default is p.empty]
        missing = [parameter for parameter in [*wanted, *(arguments or {})] if parameter not in letters]
        if missing:
            raise DerivationError(f"{self._place()}: {name} needs {missing[0]!r}, and no symbol has that name")
        names = dict.fromkeys([*wanted, *(arguments or {})])
        for instance in _instances("float", branching=False):
            given = {p: _as_floats(letters[p].at(instance)) for p in names}
            value, formula = function(**given), expr.at(instance)
            if error_between(np.asarray(value, dtype=float), _as_floats(formula)) > 1e-8:
                raise DerivationError(
                    f"{self._place()}: the formula and the code differ\n  {expr.tex()} = {_plain(formula)}\n"
                    f"  {name}(...) = {_plain(value)}\n  with "
                    + ", ".join(f"{p} = {_plain(v)}" for p, v in given.items())
                )
        return name

    # --- showing ----------------------------------------------------------------------------------------------------

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        from derived import typeset  # noqa: PLC0415 (it shows what this module makes)

        return typeset.mimebundle(self)


# --- claims -----------------------------------------------------------------------------------------------------------


def _equality(left: Expr) -> Claim:
    """The new formula equals the left one."""
    memory: dict[int, Any] = {}

    def claim(formula: Expr, instance: Instance) -> Verdict:
        key = id(instance)
        if key not in memory:
            memory[key] = instance, left.at(instance)
        a, b = memory[key][1], formula.at(instance)
        return Verdict(_tolerant(left, formula)(a, b), (a, b), error_between(a, b))

    return claim


def _tolerant(left: Expr, formula: Expr) -> Callable[[Any, Any], bool]:
    """How equality is judged: limits and minimizers found on floats are a little less exact than formulas."""
    rough = any(isinstance(node, Limit | Argmin) for e in (left, formula) for node in walk(e))

    def judge(a: Any, b: Any) -> bool:
        return equal(a, b) or (rough and _is_float(a) and error_between(a, b) < 1e-6)

    return judge


def _is_float(value: Any) -> bool:
    return any(isinstance(real_part(v), float) for v in np.atleast_1d(np.asarray(value, dtype=object)).flat)


def _both_sides(claim: Claim, tight: dict[Symbol, Expr] | None) -> Claim:
    """For a line that prints both sides: the relation it prints must hold, and be sharp where it is said to be."""

    def both(formula: Expr, instance: Instance) -> Verdict:
        if not isinstance(formula, Relation):
            raise TypeError("a line with two sides is a relation")
        left, right = formula.args
        if tight is None:
            return _equality(left)(right, instance)
        return _bound(left, formula.sign, tight)(right, instance)

    return both


def _bound(left: Expr, sign: str, tight: dict[Symbol, Expr]) -> Claim:
    """The new formula bounds the left one, with equality where `tight` puts the symbols."""

    def claim(formula: Expr, instance: Instance) -> Verdict:
        a, b = left.at(instance), formula.at(instance)
        if not Relation(sign, left, formula).at(instance):
            return Verdict(False, (a, b))
        there = instance.bind({s: value.at(instance) for s, value in tight.items()})
        a, b = left.at(there), formula.at(there)
        return Verdict(sign != "=" and equal(a, b), (a, b), error_between(a, b))

    return claim


def _holds(formula: Expr, instance: Instance) -> Verdict:
    if isinstance(formula, Relation):
        a, b = (part.at(instance) for part in formula.args)
        return Verdict(bool(formula.at(instance)), (a, b), error_between(a, b) if formula.sign == "=" else 0.0)
    return Verdict(bool(formula.at(instance)))


def _at(values: dict[Symbol, Expr]) -> Claim:
    def claim(formula: Expr, instance: Instance) -> Verdict:
        return _holds(formula, instance.bind({s: v.at(instance) for s, v in values.items()}))

    return claim


def _agreement(before: Expr) -> Claim:
    """Two relations have the same truth value in this instance."""

    def claim(formula: Expr, instance: Instance) -> Verdict:
        a, b = before.at(instance), formula.at(instance)
        return Verdict(bool(a) == bool(b), (a, b))

    return claim


def _solution(relation: Expr, unknowns: list[Symbol], instance: Instance) -> Instance:
    """The instance with the unknowns given values that solve the equations: one Newton step if they are linear."""
    shapes = [instance.dims(s.shape) for s in unknowns]
    counts = [int(np.prod(shape)) for shape in shapes]

    def here(flat: np.ndarray) -> Instance:
        parts = np.split(flat, np.cumsum(counts)[:-1])
        values = [v.reshape(shape) if shape else v[0] for v, shape in zip(parts, shapes, strict=True)]
        return instance.bind(dict(zip(unknowns, values, strict=True)))

    def residual(flat: np.ndarray) -> np.ndarray:
        return relation.residual(here(flat))  # type: ignore[attr-defined]

    x = np.concatenate([np.atleast_1d(np.asarray(s.at(instance), dtype=object)).ravel() for s in unknowns])
    for step in range(40):
        r = residual(x)
        scale = max([1.0, *(abs(real_part(v)) for v in x)])
        if all(real_part(v) == 0 or (isinstance(v, float) and abs(v) < 1e-11 * scale) for v in r):
            return here(x)
        if step and instance.kind == "exact":
            raise Irrational("the equations are not linear in the unknowns: solve on floats")
        x = x - exact.solve(jacobian(residual, x), r, instance.rng("solve"))
    raise ZeroDivisionError("Newton's method found no solution of the equations")


def _consequence(before: Expr, unknowns: list[Symbol]) -> Claim:
    """Solve the equations before; the new relation must hold there."""
    memory: dict[int, Any] = {}

    def claim(formula: Expr, instance: Instance) -> Verdict:
        key = id(instance)
        if key not in memory:
            memory[key] = instance, _solution(before, unknowns, instance)
        verdict = _holds(formula, memory[key][1])
        return verdict

    return claim


def _equivalence(before: Expr, unknowns: list[Symbol]) -> Claim:
    """Solve each side; its solution must solve the other, too."""
    forth = _consequence(before, unknowns)

    def claim(formula: Expr, instance: Instance) -> Verdict:
        verdict = forth(formula, instance)
        if not verdict.holds:
            return verdict
        back = _holds(before, _solution(formula, unknowns, instance))
        return Verdict(back.holds, back.values, max(verdict.error, back.error))

    return claim


def _simulation(left: Expr) -> Claim:
    """Both sides agree up to chance: the z-score of their difference over independent samples is small."""

    def claim(formula: Expr, instance: Instance) -> Verdict:
        differences = []
        for replica in range(REPLICAS):
            here = Instance(instance.seed, "float", instance.small, replica)
            differences.append(np.asarray(_as_floats(left.at(here)) - _as_floats(formula.at(here))))
        stack = np.array(differences, dtype=float)
        spread = stack.std(axis=0, ddof=1) / np.sqrt(REPLICAS)
        z = float(np.max(np.abs(stack.mean(axis=0)) / np.maximum(spread, 1e-12)))
        a, b = left.at(here), formula.at(here)
        return Verdict(z <= Z_ACCEPTED, (a, b), z, clear=not Z_ACCEPTED < z < Z_REJECTED)

    return claim


# --- judging ----------------------------------------------------------------------------------------------------------


def _instances(kind: str, branching: bool) -> list[Instance]:
    return [Instance(seed, kind) for seed in range(BRANCHING_TRIALS if branching else TRIALS[kind])]


def _branches(node: Expr) -> bool:
    """Whether a formula behaves differently in different places, so that more instances are needed."""
    return (
        isinstance(node, Cases | Extreme)
        or (isinstance(node, Elementary) and node.name in ("relu", "abs", "sign"))
        or (isinstance(node, Norm) and node.order == 1)
    )


def _first_rejection(misprint: Expr, claim: Claim, instances: list[Instance]) -> str | None:
    """How a misprint is rejected: "value", "undefined", or None if it is not."""
    for instance in instances:
        try:
            verdict = claim(misprint, instance)
            if not verdict.holds and verdict.clear:
                return "value"
        except Irrational:
            if _first_rejection(misprint, claim, _instances("float", branching=False)) is None:
                return None
            return "value"
        except (ArithmeticError, IndexError):
            return "undefined"
        except ValueError as problem:
            if "math domain" in str(problem):
                return "undefined"
            raise
    return None


def _differing_parts(formula: Expr, misprint: Expr) -> list[tuple[Expr, Expr]]:
    """The parts that differ, the smallest first: if they are equal in value, so are the wholes."""
    pairs = [(formula, misprint)]
    while True:
        a, b = pairs[-1]
        if type(a) is not type(b) or len(a.args) != len(b.args):
            break
        different = [(s, t) for s, t in zip(a.args, b.args, strict=True) if s.tex() != t.tex()]
        if len(different) != 1 or a.rebuild(b.args).tex() != b.tex():
            break
        pairs.append(different[0])
    return [(a, b) for a, b in reversed(pairs) if not isinstance(a, Relation | All)]


def _is_multiple_of_zero(formula: Expr, misprint: Expr) -> bool:
    """Whether a relation with zero on its right side has only been multiplied by 2 or, an equation, by −1."""
    if not (isinstance(formula, Relation) and isinstance(misprint, Relation) and misprint.sign == formula.sign):
        return False
    right = formula.args[1]
    zero = (isinstance(right, Constant) and right.kind == "zeros") or (isinstance(right, Number) and right.value == 0)
    multiple = misprint.args[0]
    kinds = Neg | Mul if formula.sign == "=" else Mul
    return zero and isinstance(multiple, kinds) and multiple.args[-1] is formula.args[0]


def _proved_equal(formula: Expr, misprint: Expr) -> bool:
    """Whether SymPy finds the difference of two formulas to be zero, with an indeterminate for every entry."""
    for make in (lambda: Instance.over_field([formula, misprint]), lambda: Instance(0, "symbolic")):
        try:
            here = make()
            return _same_symbols(formula.at(here), misprint.at(here))
        except (Unsupported, Irrational, ArithmeticError, IndexError, TypeError, ValueError, KeyError):
            continue
    return False


def _same_symbols(a: Any, b: Any) -> bool:
    a, b = np.atleast_1d(np.asarray(a, dtype=object)), np.atleast_1d(np.asarray(b, dtype=object))
    return a.shape == b.shape and all(vanishes(x - y) for x, y in zip(a.flat, b.flat, strict=True))


def _describe(kind: str, shown: tuple[Expr, Expr], instances: list[Instance], worst: float, proved: bool) -> Evidence:
    """The strongest evidence that applies, in words."""
    nodes = [node for e in shown for node in walk(e)]
    many = len(instances)
    if any(isinstance(node, Gaussian) for node in nodes):
        return Evidence("simulated", f"Simulated: {REPLICAS} samples for each of {many} instances; the largest "
                        f"z-score of the difference is {worst:.1f}.", worst)  # fmt: skip
    if proved:
        return Evidence("proved", "SymPy reduces the difference of the two sides to zero.", 0.0)
    if kind == "float":
        return Evidence("numeric", f"Numeric: {many} random instances in floating point; the largest relative error "
                        f"is {worst:.1e}.", worst)  # fmt: skip
    if any(isinstance(node, Expectation) for node in nodes):
        return Evidence("enumerated", f"Enumerated: every outcome of a finite probability space, in fractions, on "
                        f"{many} random instances, with no tolerance.", 0.0)  # fmt: skip
    return Evidence("exact", f"Exact: {many} random instances in whole numbers up to {LARGEST:,}, computed in "
                    "fractions, with no tolerance.", 0.0)  # fmt: skip


# --- words ------------------------------------------------------------------------------------------------------------


def _is_free(s: Symbol, instance: Instance) -> bool:
    if isinstance(s, Named):
        return False
    try:
        s.at(instance)
    except (KeyError, ArithmeticError, IndexError):
        return False
    return True


def _plain(value: Any) -> str:
    """A value as a person would write it."""
    if isinstance(value, np.ndarray):
        return "[" + ", ".join(_plain(v) for v in value) + "]"
    value = real_part(value)
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _as_floats(value: Any) -> Any:
    array = np.asarray(value, dtype=object)
    floats = np.array([float(real_part(v)) for v in array.flat]).reshape(array.shape)
    return floats if array.shape else float(floats)
