"""How a line is checked: its claim is tested on many instances.

A line that fails is an error that names the line, the instance and both values. How sharp the test is, its misprints
show (`sharpness`).
"""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property

from derived.algebra.chance import Intractable
from derived.algebra.differentiation import independence
from derived.algebra.expressions import Expr, walk
from derived.algebra.instances import Instance
from derived.algebra.minimizers import NotFound
from derived.algebra.named import Call, Function
from derived.algebra.relations import Relation
from derived.algebra.settling import Undecided
from derived.algebra.sums import Big
from derived.algebra.symbols import Symbol
from derived.autodiff import Irrational, NoDerivative, OutOfDomain
from derived.derivation import pursuit
from derived.derivation.claims import Claim, Verdict, judged, of_numbers_alone
from derived.derivation.counterexamples import message, small_counterexample
from derived.derivation.evidence import described
from derived.derivation.lines import DerivationError, Evidence
from derived.derivation.proofs import Proofs
from derived.derivation.rejections import NO_VALUE, in_floats
from derived.derivation.trials import EXACT_INSTANCES, FAR, WILD_INSTANCES, assignments, trials

NOTHING_CLAIMED = {  # there the line has no value, or its left side has none
    ZeroDivisionError: "where it would divide by zero",
    NoDerivative: "where there is no derivative, as at a kink",
    OutOfDomain: "where a function has no value",
}


@dataclass
class Check:
    """One line under examination.

    Parameters
    ----------
    place : str
        How messages call the line.
    formula : Expr
        What is tested and misprinted.
    claim : Claim
        What is said of it.
    shown : tuple of Expr
        Its two sides.
    letters : collection of Symbol
        What a letter may be mistaken for.
    trials : int
        How many instances are needed at least: more than usual where a formula behaves differently in different places.
    proofs : Proofs
        What SymPy was asked before, and what it said.
    beside : tuple of Expr
        What letters are worth where the line is said to be sharp.
    inequality : Relation, optional
        That is claimed to hold always, so that one may look for the place where it is nearest to failing.
    """

    place: str
    formula: Expr
    claim: Claim
    shown: tuple[Expr, Expr]
    letters: Collection[Symbol]
    trials: int = 0
    proofs: Proofs = field(default_factory=Proofs)
    inequality: Relation | None = None
    beside: tuple[Expr, ...] = ()
    left_out: list[Instance] = field(default_factory=list, init=False)
    no_value: dict[str, None] = field(default_factory=dict, init=False)
    undecided: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        nodes = [node for e in self.shown for node in walk(e)]
        try:
            self.kind = self._kind(assignments(nodes, EXACT_INSTANCES)[0])
            self.instances = trials(self.shown, self.kind, self.trials, self.beside)
        except ValueError as problem:
            raise DerivationError(f"{self.place}: {problem}") from problem
        for instance in self.instances:
            instance.keep(*self.shown)

    def _kind(self, assigned: dict[str, int]) -> str:
        """Exact numbers where they can be had, else numbers of sixty digits: of functions, those have more kinds."""
        if any(isinstance(node, Call) and _is_known(node.function) for node in self.formula.nodes):
            return "precise"
        try:
            self.claim(self.formula, Instance(0, assigned=assigned))
        except (Irrational, OverflowError):
            return "precise"
        except NO_VALUE:
            pass
        return "exact"

    @cached_property
    def quick(self) -> Instance | None:
        """An instance of floats, where misprints are soon told."""
        return in_floats(self.formula, self.claim, self.instances, self.shown)

    def evidence(self) -> Evidence:
        """Test the claim on every instance, and say what that shows.

        Raises
        ------
        DerivationError
            If it does not hold, with the instance and both values, or if it has no value where its left side has one.
        """
        worst, left_out, why = 0.0, [], None
        for instance in list(self.instances):
            try:
                verdict = self.verdict(self.formula, instance)
            except DerivationError:
                raise
            except Irrational as problem:
                if self.kind == "precise":
                    raise DerivationError(f"{self.place} has no value: {problem}\n  {self.formula.tex()}") from problem
                return self._on_rounded_numbers()
            except NO_VALUE as problem:
                self._without_value(instance, problem)
                self.undecided += isinstance(problem, Undecided) and instance.wild
                self.instances.remove(instance)
                left_out.append(instance)
                why = why or problem
                continue
            if not verdict.holds:
                raise DerivationError(self._message(*(self.fails_at(self.formula) or (instance, verdict))))
            worst = max(worst, verdict.error)
        self._by_no_chance()
        self._pursue()
        self._enough(left_out, why)
        self.left_out = left_out
        found = described(self.formula, self.claim, self.shown, self.instances, self.no_value, worst)
        return replace(found, detail=found.detail + independence())

    def _on_rounded_numbers(self) -> Evidence:
        """Begin again where a value is no fraction, be it in one place only, as on one piece of a formula by cases."""
        self.kind, self.instances = "precise", trials(self.shown, "precise", self.trials, self.beside)
        for instance in self.instances:
            instance.keep(*self.shown)
        return self.evidence()

    def verdict(self, formula: Expr, instance: Instance) -> Verdict:
        """What the claim says of a formula.

        Raises
        ------
        ArithmeticError, IndexError or ValueError
            If the formula has no value there.
        DerivationError
            If it cannot be evaluated at all.
        """
        try:
            return judged(self.claim, formula, instance)
        except (DerivationError, *NO_VALUE):
            raise
        except Exception as problem:
            raise DerivationError(
                f"{self.place} could not be checked: {type(problem).__name__}: {problem}\n  {formula.tex()}"
            ) from problem

    def _without_value(self, instance: Instance, problem: Exception) -> None:
        """Refuse a line that has no value; but where its left side has none, nothing is claimed."""
        if isinstance(problem, NotFound) or (isinstance(problem, Undecided) and not (instance.coarse or instance.wild)):
            raise DerivationError(f"{self.place} is not decided: {problem}\n  {self.formula.tex()}") from problem
        if isinstance(problem, Intractable) and not (instance.coarse or instance.wild):
            means = any(getattr(node, "found_as", "") == "means" for e in self.shown for node in walk(e))
            raise DerivationError(
                f"{self.place} has no value: {problem}\n  {self.formula.tex()}"
                + ("\nIf a mean exists under a condition only, declare its letters so that it is met." if means else "")
            ) from problem
        far = instance.wild or max(instance.assigned.values(), default=0) >= min(FAR)
        if instance.coarse or (far and isinstance(problem, OverflowError | IndexError | Undecided)):
            self._nothing_claimed(problem)
            return
        try:
            if self.shown[0] is not self.formula:
                self.shown[0].at(instance)
        except NO_VALUE:
            if not instance.wild:  # where it may be rounding alone that makes a denominator zero
                self._nothing_claimed(problem)
            return
        where = ", ".join(f"{name} = {number}" for name, number in instance.assigned.items())
        raise DerivationError(
            f"{self.place} has no value{f' where {where}' if where else ''}: {problem}\n  {self.formula.tex()}"
            + ("\nIf it is meant for larger sizes, declare that: sizes('n', 'n >= 2')." if where else "")
        ) from problem

    def _nothing_claimed(self, problem: Exception) -> None:
        """Remember why a line has no value somewhere, for its mark to say."""
        self.no_value |= {words: None for kind, words in NOTHING_CLAIMED.items() if isinstance(problem, kind)}

    def _by_no_chance(self) -> None:
        """Judge numbers alone again, in more digits: every instance has shown the same."""
        if self.kind == "precise" and self.inequality is None and self.instances:
            verdict = Verdict(True)
            with suppress(*NO_VALUE):
                verdict = of_numbers_alone(self.claim, self.formula, self.shown, self.instances[0])
            if not verdict.holds:
                raise DerivationError(self._message(self.instances[0], verdict))

    def _pursue(self) -> None:
        """Go downhill from where an inequality is nearly an equation, and refuse it if it fails there."""
        if self.inequality is not None and (there := pursuit.counterexample(self.inequality, self.instances)):
            left, right = (part.at(there) for part in self.inequality.args)
            raise DerivationError(self._message(there, Verdict(False, (left, right))))

    def _enough(self, left_out: list[Instance], why: Exception | None) -> None:
        """Refuse a line that was tried in too few places, or whose sums were empty wherever it was tried."""
        tried = [instance for instance in self.instances if not instance.coarse]
        if len(tried) < EXACT_INSTANCES:
            raise DerivationError(f"{self.place} has no value: {why}\n  {self.formula.tex()}")
        if self.undecided > WILD_INSTANCES // 2:
            raise DerivationError(f"{self.place} is not decided for most numbers: {why}\n  {self.formula.tex()}")
        for name in tried[0].assigned:
            values = {here.assigned[name] for here in tried}
            if len(values) < min(EXACT_INSTANCES, len(values | {here.assigned[name] for here in left_out})):
                raise DerivationError(
                    f"{self.place} has a value for {name} = {', '.join(map(str, sorted(values)))} only: too few to tell"
                )
        for node in (node for e in self.shown for node in walk(e)):
            if isinstance(node, Big) and not any(here.drawn.get(("terms", id(node)), 1) for here in tried):
                raise DerivationError(f"{self.place}: {node.tex()} is empty wherever it was tried, so it shows nothing")

    def fails_at(self, formula: Expr) -> tuple[Instance, Verdict] | None:
        """An instance of small numbers in which a formula fails the claim, if there is one."""
        return small_counterexample(formula, self.claim, self.instances)

    def _message(self, instance: Instance, verdict: Verdict) -> str:
        return message(self.place, self.formula, self.letters, instance, verdict)


def _is_known(function: Function) -> bool:
    """Whether a function is none in particular, but convex, say."""
    return bool(function.nature and function.nature.words)
