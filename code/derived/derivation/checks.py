"""How a line is checked: its claim is tested on random instances, then all its misprints are put to the same test.

A misprint that is not rejected must be equal in value: proved by SymPy on symbols of fixed sizes, or named by the
author. A line that fails, and a check that cannot fail, are errors that name the line, the instance and both values.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from derived.algebra.expressions import RELATION, Constant, Expr, Mul, Neg, Number, Size, Symbol, walk
from derived.algebra.functions import Elementary
from derived.algebra.instances import LARGEST, NEAR, Instance, Unsupported
from derived.algebra.matrices import Norm
from derived.algebra.misprints import misprints
from derived.algebra.named import Named
from derived.algebra.probability.expectations import Expectation
from derived.algebra.probability.laws import Gaussian
from derived.algebra.relations import Cases, Indicator, Relation, vanishes
from derived.algebra.sums import Extreme
from derived.derivation.claims import REPLICAS, Claim, Verdict, simulation
from derived.derivation.lines import SHOWN_WRONG, DerivationError, Evidence, Tally, Wrong
from derived.dual import Irrational, real_part

TRIALS = {"exact": 4, "float": 8, "symbolic": 1}
BRANCHING_TRIALS = NEAR
BOUND_TRIALS = NEAR + 16  # what holds near zero only is no bound
COARSE = 40  # instances of few numbers, where things are equal or zero


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
    proofs : dict
        What SymPy was asked before, by how it is written, and what it said.
    """

    place: str
    formula: Expr
    claim: Claim
    shown: tuple[Expr, Expr]
    letters: Collection[Symbol]
    trials: int = 0
    proofs: dict[tuple[str, str], bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        nodes = [node for e in self.shown for node in walk(e)]
        simulated = any(isinstance(node, Gaussian) for node in nodes)
        if simulated:
            self.claim, self.formula = simulation(self.shown[0]), self.shown[1]
        if any(_branches(node) for node in nodes):
            self.trials = max(self.trials, BRANCHING_TRIALS)
        self.kind = self._kind()
        self.instances = instances(self.kind, self.trials)
        if not simulated and (self.trials or any(isinstance(node, Relation) for node in nodes)):
            self.instances += coarse_instances(self.kind, COARSE if self.trials else COARSE // 2)
        for instance in self.instances:
            instance.keep(*self.shown)

    def _kind(self) -> str:
        """Exact numbers where they can be had, else floats."""
        try:
            self.claim(self.formula, Instance(0))
        except Irrational:
            return "float"
        except (ArithmeticError, IndexError):
            pass
        return "exact"

    def evidence(self) -> Evidence:
        """Test the claim on every instance, and say what that shows.

        Raises
        ------
        DerivationError
            If it does not hold, with the instance and both values.
        """
        worst = 0.0
        for instance in list(self.instances):
            try:
                verdict = self.claim(self.formula, instance)
            except (ArithmeticError, IndexError, ValueError) as problem:
                if instance.coarse:  # where something divides by zero, nothing is claimed
                    self.instances.remove(instance)
                    continue
                raise DerivationError(f"{self.place} has no value: {problem}\n  {self.formula.tex()}") from problem
            if not verdict.holds:
                raise DerivationError(self._counterexample(instance, verdict))
            worst = max(worst, verdict.error)
        coarse = sum(bool(instance.coarse) for instance in self.instances)
        return _describe(self.kind, self.shown, (len(self.instances) - coarse, coarse), worst, self._proved())

    def _counterexample(self, instance: Instance, verdict: Verdict) -> str:
        """Say which line is wrong, at which instance, with both values: at small numbers where that can be had."""
        instance, verdict = self._fails_at(self.formula) or (instance, verdict)
        letters = dict.fromkeys([*(s for s in walk(self.formula) if isinstance(s, Symbol)), *self.letters])
        lines = [f"  {s.name} = {plain(s.at(instance))}" for s in letters if _is_free(s, instance)]
        left, right = verdict.values
        if left is not None:
            lines += [f"  before this line: {plain(left)}", f"  on this line:     {plain(right)}"]
        return "\n".join([f"{self.place} is wrong.", f"  {self.formula.tex()}", "For example, with", *lines])

    def _fails_at(self, formula: Expr) -> tuple[Instance, Verdict] | None:
        """An instance of small numbers in which a formula fails the claim, if there is one."""
        for seed in range(40):
            small = Instance(seed, self.kind, small=True)
            try:
                tried = self.claim(formula, small)
            except (ArithmeticError, IndexError):
                continue
            if not tried.holds:
                return small, tried
        return None

    def _wrong(self, formula: Expr) -> Iterator[Wrong]:
        """A misprint with the numbers that reject it, if these are few and small."""
        found = self._fails_at(formula)
        if found is None:
            return
        instance, (left, right) = found[0], found[1].values
        letters = dict.fromkeys(s for s in walk(formula) if isinstance(s, Symbol) and _is_free(s, instance))
        numbers = ", ".join(f"{s.name} = {plain(s.at(instance))}" for s in letters)
        sides = f": {plain(left)} and {plain(right)}" if left is not None else ""
        if len(numbers + sides) < 160:
            yield Wrong(formula.tex(), f"with {numbers}{sides}")

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
        parts = _differing_parts(self.formula, misprint)
        if any(_is_multiple_of_zero(a, b) for a, b in parts):
            return "true as well: a multiple of zero is zero"
        if any(self._agree(a, b) for a, b in parts if a.binding != RELATION):
            return "equal in value: SymPy proves it, with a symbol for every entry"
        if isinstance(misprint, Relation) and self._agree(*misprint.args):
            return "true as well: SymPy proves it, with a symbol for every entry"
        raise DerivationError(
            f"{self.place}: a misprint would not be caught:\n  printed:  {self.formula.tex()}\n  misprint: {tex}\n"
            "Sharpen the check, or say in same={...} why the two are equal."
        )

    def _agree(self, first: Expr, second: Expr) -> bool:
        key = first.tex(), second.tex()
        if key not in self.proofs:
            self.proofs[key] = _proved_equal(first, second)
        return self.proofs[key]

    def _proved(self) -> bool:
        """Whether SymPy proves the line: only where no size is left open, so that the symbols are all there is."""
        for node in (node for e in self.shown for node in walk(e)):
            if isinstance(node, Size) or any(d != "row" and d.free_symbols for d in node.shape):
                return False
            if isinstance(node, Symbol) and "whole" in node.conditions:
                return False
        try:
            return self.claim(self.formula, Instance(0, "symbolic")).holds
        except (Unsupported, ArithmeticError, TypeError, ValueError, NotImplementedError):
            return False


def instances(kind: str, trials: int = 0) -> list[Instance]:
    """The random instances on which a line is tested."""
    if kind == "exact":
        trials //= 2  # they are far apart, whichever they are: the coarse ones come near
    return [Instance(seed, kind) for seed in range(max(trials, TRIALS[kind]))]


def coarse_instances(kind: str, many: int) -> list[Instance]:
    """Instances of few small numbers: whole ones, halves, and sixteenths, four of each in turn."""
    return [Instance(seed, kind, coarse=(1, 2, 16)[seed // 4 % 3]) for seed in range(many)]


def _branches(node: Expr) -> bool:
    """Whether a formula behaves differently in different places, so that more instances are needed."""
    return (
        node.branches
        or isinstance(node, Cases | Extreme | Indicator)
        or (isinstance(node, Elementary) and node.name in ("relu", "abs", "sign"))
        or (isinstance(node, Norm) and node.order == 1)
    )


def first_rejection(misprint: Expr, claim: Claim, trials: list[Instance]) -> str | None:
    """How a misprint is rejected: "value", "undefined", or None if it is not."""
    for instance in trials:
        try:
            verdict = claim(misprint, instance)
            if not verdict.holds and verdict.clear:
                return "value"
        except (ArithmeticError, IndexError, ValueError) as problem:
            if instance.coarse:
                continue
            if isinstance(problem, Irrational):
                return "value" if first_rejection(misprint, claim, instances("float")) else None
            if isinstance(problem, ValueError) and "math domain" not in str(problem):
                raise
            return "undefined"
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
    return pairs[::-1]


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


def _describe(kind: str, shown: tuple[Expr, Expr], instances: tuple[int, int], worst: float, proved: bool) -> Evidence:
    """The strongest evidence that applies, in words; of the instances, the second number are coarse ones."""
    many, coarse = instances
    small = f" and {coarse} of few small numbers, often equal or zero" if coarse else ""
    nodes = [node for e in shown for node in walk(e)]
    if any(isinstance(node, Gaussian) for node in nodes):
        return Evidence("simulated", f"Simulated: {REPLICAS} samples for each of {many} instances; the largest "
                        f"z-score of the difference is {worst:.1f}.", worst)  # fmt: skip
    if proved:
        return Evidence("proved", "SymPy reduces the difference of the two sides to zero.", 0.0)
    if kind == "float":
        return Evidence("numeric", f"Numeric: {many} random instances in floating point{small}; the largest "
                        f"relative error is {worst:.1e}.", worst)  # fmt: skip
    if any(isinstance(node, Expectation) for node in nodes):
        return Evidence("enumerated", f"Enumerated: every outcome of a finite probability space, in fractions, on "
                        f"{many} random instances{small}, with no tolerance.", 0.0)  # fmt: skip
    return Evidence("exact", f"Exact: {many} random instances in whole numbers up to {LARGEST:,}{small}, computed in "
                    "fractions, with no tolerance.", 0.0)  # fmt: skip


def _is_free(s: Symbol, instance: Instance) -> bool:
    if isinstance(s, Named):
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
    return f"{value:.6g}" if isinstance(value, float) else str(value)
