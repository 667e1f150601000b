"""How a line is checked: its claim is tested on many instances, then all its misprints are put to the same test.

A misprint that is not rejected must be equal in value: proved by SymPy on symbols of fixed sizes, or named by the
author. A line that fails, and a check that cannot fail, are errors that name the line, the instance and both values.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from derived.algebra.agreement import equal
from derived.algebra.differentiation import independence
from derived.algebra.equals import differing_parts, why_equal
from derived.algebra.expressions import RELATION, Expr, walk
from derived.algebra.extrema import NotFound
from derived.algebra.indices import FreeIndex
from derived.algebra.instances import Instance
from derived.algebra.misprints import misprints
from derived.algebra.named import Call, Function, Named
from derived.algebra.orders import same_but_for_order
from derived.algebra.probability.expectations import how_found
from derived.algebra.random_numbers import Intractable
from derived.algebra.relations import Relation
from derived.algebra.settling import Undecided
from derived.algebra.sums import Big
from derived.algebra.symbols import Index, Size, Symbol
from derived.autodiff import DIGITS, Irrational, NoDerivative, OutOfDomain, inexact, real_part
from derived.derivation import pursuit
from derived.derivation.claims import Claim, Verdict, judged
from derived.derivation.lines import SHOWN_WRONG, DerivationError, Evidence, Tally, Wrong
from derived.derivation.proofs import Proofs, is_multiple_of_zero, says_less
from derived.derivation.trials import EXACT, FAR, WILD, assignments, trials

NO_VALUE = (ArithmeticError, IndexError, ValueError)
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
            self.kind = self._kind(assignments(nodes, EXACT)[0])
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
                raise DerivationError(self._counterexample(instance, verdict))
            worst = max(worst, verdict.error)
        self._pursue()
        self._enough(left_out, why)
        self.left_out = left_out
        found = self._describe(worst)
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
            raise DerivationError(
                f"{self.place} has no value: {problem}\n  {self.formula.tex()}\nIf a mean exists under a condition "
                "only, declare its letters so that it is met."
            ) from problem
        far = instance.wild or max(instance.assigned.values(), default=0) >= min(FAR)
        if instance.coarse or (far and isinstance(problem, OverflowError | IndexError | Undecided)):
            self._nothing_claimed(problem)
            return
        try:
            if self.shown[0] is not self.formula:
                self.shown[0].at(instance)
        except NO_VALUE:
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

    def _pursue(self) -> None:
        """Go downhill from where an inequality is nearly an equation, and refuse it if it fails there."""
        if self.inequality is not None and (there := pursuit.counterexample(self.inequality, self.instances)):
            left, right = (part.at(there) for part in self.inequality.args)
            raise DerivationError(self._told(there, Verdict(False, (left, right))))

    def _enough(self, left_out: list[Instance], why: Exception | None) -> None:
        """Refuse a line that was tried in too few places, or whose sums were empty wherever it was tried."""
        tried = [instance for instance in self.instances if not instance.coarse]
        if len(tried) < EXACT:
            raise DerivationError(f"{self.place} has no value: {why}\n  {self.formula.tex()}")
        if self.undecided > WILD // 2:
            raise DerivationError(f"{self.place} is not decided for most numbers: {why}\n  {self.formula.tex()}")
        for name in tried[0].assigned:
            values = {here.assigned[name] for here in tried}
            if len(values) < min(EXACT, len(values | {here.assigned[name] for here in left_out})):
                raise DerivationError(
                    f"{self.place} has a value for {name} = {', '.join(map(str, sorted(values)))} only: too few to tell"
                )
        for node in (node for e in self.shown for node in walk(e)):
            if isinstance(node, Big) and not any(here.drawn.get(("terms", id(node)), 1) for here in tried):
                raise DerivationError(f"{self.place}: {node.tex()} is empty wherever it was tried, so it shows nothing")

    def _counterexample(self, instance: Instance, verdict: Verdict) -> str:
        """Say which line is wrong, at which instance, with both values: at small numbers where that can be had."""
        return self._told(*(self.fails_at(self.formula) or (instance, verdict)))

    def _told(self, instance: Instance, verdict: Verdict) -> str:
        """Say which line is wrong, at this instance, with both values."""
        letters = dict.fromkeys(s for s in (*walk(self.formula), *self.letters) if isinstance(s, Symbol))
        lines = [f"  {s.name} = {plain(s.at(instance))}" for s in letters if _is_free(s, instance)]
        left, right = verdict.values
        if left is not None:
            lines += [f"  before this line: {plain(left)}", f"  on this line:     {plain(right)}"]
        return "\n".join([f"{self.place} is wrong.", f"  {self.formula.tex()}", "For example, with", *lines])

    def fails_at(self, formula: Expr) -> tuple[Instance, Verdict] | None:
        """An instance of small numbers in which a formula fails the claim, if there is one."""
        sizes = sorted((here.assigned for here in self.instances), key=lambda assigned: sum(assigned.values()))
        for seed in range(40):
            small = Instance(seed, self.kind, small=True, assigned=sizes[seed % min(len(sizes), EXACT)])
            try:
                tried = self.claim(formula, small)
            except NO_VALUE:
                continue
            if not tried.holds:
                return small, tried
        return None

    def _wrong(self, formula: Expr) -> Iterator[Wrong]:
        """A misprint with the numbers that reject it, if these are few and small."""
        found = self.fails_at(formula)
        if found is None:
            return
        instance, (left, right) = found[0], found[1].values
        if left is None and isinstance(formula, Relation):  # an order term has no value to be shown
            return
        letters = dict.fromkeys(s for s in walk(formula) if isinstance(s, Symbol) and _is_free(s, instance))
        numbers = ", ".join(f"{s.name} = {plain(s.at(instance))}" for s in letters)
        sides = f": {plain(left)} and {plain(right)}" if left is not None else ""
        if isinstance(formula, Relation) and any(
            not equal(part.at(instance), value) for part, value in zip(formula.args, (left, right), strict=True)
        ):  # tried elsewhere: where an equation was solved, or where the sides are said to be equal
            numbers, sides = "", f"where it is tried, its sides are {plain(left)} and {plain(right)}"
        if len(numbers + sides) < 160:
            yield Wrong(formula.tex(), f"with {numbers}{sides}" if numbers else sides)

    def tally(self, same: dict[str, str]) -> Tally:
        """Put every misprint in the place of the formula: the claim must reject it, or it must be equal in value.

        Raises
        ------
        DerivationError
            If a misprint is neither, or if none is rejected.
        """
        fates = {"shape": 0, "undefined": 0, "value": 0}
        equals: list[tuple[str, str]] = []
        wrong: list[Wrong] = []
        for misprint in misprints(self.formula, self.letters):
            if misprint.formula is None:
                fates["shape"] += 1
            elif misprint.equal:
                equals.append((misprint.tex, same.get(misprint.tex, misprint.equal)))
            elif fate := first_rejection(misprint.formula, self.claim, self.instances):
                fates[fate] += 1
                if fate == "value" and len(wrong) < SHOWN_WRONG:
                    wrong.extend(self._wrong(misprint.formula))
            else:
                equals.append((misprint.formula.tex(), self._why_equal(misprint.formula, same)))
        unused = set(same) - {tex for tex, _ in equals}
        if unused:
            raise DerivationError(f"{self.place} names misprints as equal that are none: {', '.join(sorted(unused))}")
        if not any(fates.values()):
            raise DerivationError(f"{self.place}: its check cannot fail, no misprint of it is rejected")
        return Tally(fates["shape"], fates["undefined"], fates["value"], tuple(equals), wrong=tuple(wrong))

    def why_equal(self, misprint: Expr) -> str:
        """Why a misprint is equal in value.

        Raises
        ------
        DerivationError
            If that cannot be said.
        """
        return self._why_equal(misprint, {})

    def _why_equal(self, misprint: Expr, same: dict[str, str]) -> str:
        tex = misprint.tex()
        if tex in same:
            return same[tex]
        if law := why_equal(self.formula, misprint):
            return law
        if says_less(self.formula, misprint):
            return "true as well: what is less is not greater"
        parts = differing_parts(self.formula, misprint)
        if reason := next((why for a, b in parts if (why := a.also_true(b))), None):
            return reason
        printed, other = (e.args[1] if isinstance(e, Relation) else e for e in (self.formula, misprint))
        if same_but_for_order(printed, other, self.instances[0]):
            return "true as well: of an order term, a sign or a factor says nothing"
        if any(is_multiple_of_zero(a, b) for a, b in parts):
            return "true as well: a multiple of zero is zero"
        for a, b in parts:
            theorem = a.equal_if(b)
            if theorem and self._agree(*theorem[1:]):
                return f"equal in value: {theorem[0]}"
        if any(self._agree(a, b) for a, b in parts if a.binding != RELATION):
            return "equal in value: SymPy proves it, with a symbol for every entry"
        if isinstance(misprint, Relation) and self._agree(*misprint.args):
            return "true as well: SymPy proves it, with a symbol for every entry"
        if self._differ_where_left_out(parts[-1] if parts else (self.formula, misprint)):
            return "no error: it differs only where the left side has no value"
        raise DerivationError(
            f"{self.place}: a misprint would not be caught:\n  printed:  {self.formula.tex()}\n  misprint: {tex}\n"
            "Sharpen the check, or say in same={...} why the two are equal."
        )

    def _differ_where_left_out(self, whole: tuple[Expr, Expr]) -> bool:
        """Whether a misprint of the right side has another value where the left side has none."""
        printed, misprint = (e.args[1] if isinstance(e, Relation) and e.sign == "=" else e for e in whole)
        if printed.binding == RELATION or printed.shape != misprint.shape:
            return False
        for instance in self.left_out:
            with suppress(*NO_VALUE):
                if not equal(printed.at(instance), misprint.at(instance)):
                    return True
        return False

    def _agree(self, first: Expr, second: Expr) -> bool:
        seem = all(self._seem_equal(first, second, instance) for instance in self.instances[:2])
        return seem and self.proofs.equal(first, second, self.instances[0].assigned)

    @staticmethod
    def _seem_equal(first: Expr, second: Expr, instance: Instance) -> bool:
        """Whether two formulas are equal in one instance, before SymPy is asked to prove it."""
        try:
            return first.shape == second.shape and equal(first.at(instance), second.at(instance))
        except NO_VALUE:
            return False

    def _proved(self) -> bool:
        """Whether SymPy proves the line: only where no size is left open, so that the symbols are all there is."""
        for node in (node for e in self.shown for node in walk(e)):
            if isinstance(node, Size | FreeIndex) or any(d != "row" and d.free_symbols for d in node.shape):
                return False
            if isinstance(node, Symbol) and "whole" in node.conditions:
                return False
        try:
            return self.claim(self.formula, Instance(0, "symbolic")).holds
        except Exception:  # SymPy gives up in many ways, and none of them says that the line is wrong
            return False

    def _describe(self, worst: float) -> Evidence:
        """The strongest evidence that applies, in words."""
        without = f"; {' and '.join(self.no_value)}, nothing is claimed" if self.no_value else ""
        coarse = sum(bool(instance.coarse) for instance in self.instances)
        many = len(self.instances) - coarse
        far = " or in fractions tiny and large," if any(instance.wild for instance in self.instances) else ""
        small = f" and {coarse} of few small numbers, often equal or zero" if coarse else ""
        sizes = self._sizes_in_words()
        means = how_found(*self.shown)
        if self._proved():
            return Evidence("proved", f"SymPy reduces the difference of the two sides to zero{without}.", 0.0)
        if self.kind == "precise":
            kind = "quadrature" if "quadrature" in means else "numeric"
            of_means = f"; means by {means}" if means else ""
            return Evidence(kind, f"{kind.capitalize()}: {many} random instances{sizes}, near zero, far from it and "
                            f"tiny, in numbers of {DIGITS} digits{small}{of_means}; the largest relative error is "
                            f"{worst:.1e}{without}.", worst)  # fmt: skip
        if means:
            kind = "moments" if "moments" in means else "enumerated"
            return Evidence(kind, f"{kind.capitalize()}: means by {means}, in fractions, on {many} random "
                            f"instances{sizes}{small}, with no tolerance{without}.", 0.0)  # fmt: skip
        return Evidence("exact", f"Exact: {many} random instances{sizes} in whole numbers up to a million{far}{small}, "
                        f"computed in fractions, with no tolerance{without}.", 0.0)  # fmt: skip

    def _sizes_in_words(self) -> str:
        """Which sizes and whole numbers were tried."""
        tried = [here.assigned for here in self.instances if not here.coarse]
        values = {name: sorted({here[name] for here in tried}) for name in tried[0]} if tried else {}
        words = [f"{name} = {', '.join(map(str, v))}" for name, v in values.items()]
        return f" ({', '.join(words)})" if words else ""


def first_rejection(misprint: Expr, claim: Claim, trials: list[Instance]) -> str | None:
    """How a misprint is rejected: "value", "undefined", or None if it is not."""
    for instance in trials:
        try:
            verdict = judged(claim, misprint, instance)
            if not verdict.holds and verdict.clear:
                return "value"
        except Irrational:
            return _rejection_on_rounded(misprint, claim, trials[: 2 * EXACT])
        except NO_VALUE:
            if not instance.coarse and not instance.wild:
                return "undefined"
    return None


def _rejection_on_rounded(misprint: Expr, claim: Claim, trials: list[Instance]) -> str | None:
    """How a misprint that is no fraction, where the line is one, is rejected on numbers of sixty digits."""
    for here in trials:
        try:
            if not claim(misprint, here.rounded).holds:
                return "value"
        except NO_VALUE:
            if not here.coarse and not here.wild:
                return "undefined"
    return None


def instances(*shown: Expr) -> list[Instance]:
    """Instances of floats on which a formula is compared with code: sizes by design, with ties and zeros, too."""
    designs = assignments([node for e in shown for node in walk(e)], EXACT)
    sizes = [here for here in designs if max(here.values(), default=0) < min(FAR)]
    plain_ones = [Instance(seed, "float", assigned=here) for seed, here in enumerate(sizes)]
    return plain_ones + [Instance(seed, "float", assigned=sizes[seed % len(sizes)], coarse=1) for seed in range(EXACT)]


def _is_known(function: Function) -> bool:
    """Whether a function is none in particular, but convex, say."""
    return bool(function.nature and function.nature.words)


def _is_free(s: Symbol, instance: Instance) -> bool:
    if isinstance(s, Named) or type(s) is Index:  # which runs, and has no value of its own
        return False
    try:
        s.at(instance)
    except (KeyError, ArithmeticError, IndexError):
        return False
    return True


def plain(value: Any) -> str:
    """A value as a person would write it."""
    if isinstance(value, np.ndarray):
        return "[" + ", ".join(plain(v) for v in value) + "]"
    value = real_part(value)
    return f"{float(value):.6g}" if inexact(value) else str(value)
