"""What may notice that a definition is wrong: a checked line, or a comparison with the code."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from derived.algebra.expressions import Expr, walk
from derived.algebra.instances import Instance
from derived.algebra.relations import All, Relation
from derived.derivation.claims import Claim, Verdict
from derived.derivation.letters import Name, names_in
from derived.derivation.rejections import NO_VALUE, first_rejection, in_floats

FIRST = 2  # instances of each line are asked before all the others are
SEEDS = 8  # so many are tried to find as many of small numbers


@dataclass(eq=False)
class Witness:
    """What may notice that a definition is wrong: a checked line, or a comparison with the code.

    Parameters
    ----------
    label : str
        The line that it belongs to,
    called : str
        and how a sentence calls that.
    formula : Expr
        What is claimed,
    claim : Claim
        by this claim,
    instances : list of Instance
        on these instances.
    shown : collection of Expr
        The formulas whose names it rests on.
    is_code : bool
        Whether it compares with the code.
    """

    label: str
    called: str
    formula: Expr
    claim: Claim
    instances: list[Instance]
    shown: Collection[Expr]
    is_code: bool = False
    names: dict[int, Name] = field(init=False)

    def __post_init__(self) -> None:
        self.names = {id(name): name for name in names_in(*self.shown)}

    def forget(self) -> None:
        """Give up the values that were kept for the misprints of the line itself: a page has many lines."""
        for instance in self.instances:
            instance.forget()
        if "quick" in self.__dict__ and self.quick is not None:
            self.quick.forget()

    @cached_property
    def cost(self) -> int:
        """How long it takes to ask, by the number of parts, more where derivatives are taken or equations solved."""
        nodes = [node for e in self.shown for node in walk(e)]
        derivatives = sum(hasattr(node, "symbol") or bool(getattr(node, "order", 0)) for node in nodes)
        solved = any(isinstance(e, Relation | All) for e in self.shown)
        return len(nodes) * 4 ** min(derivatives + 2 * solved, 4)

    @cached_property
    def small(self) -> list[Instance]:
        """Instances of small numbers in which the claim holds, so that a failure there is told at once."""
        if self.is_code:
            return []
        first = min(self.instances, key=lambda here: (1 in here.assigned.values(), sum(here.assigned.values())))
        found: list[Instance] = []
        for seed in range(SEEDS):
            here = Instance(seed, first.kind, small=True, assigned=first.assigned)
            here.keep(*self.shown)
            with suppress(*NO_VALUE):
                if len(found) < FIRST and self.claim(self.formula, here).holds:
                    found.append(here)
        return found

    @cached_property
    def quick(self) -> Instance | None:
        """An instance of floats, where a wrong definition is soon told."""
        return None if self.is_code else in_floats(self.formula, self.claim, self.instances, self.shown)

    def rests_on(self, name: Name) -> bool:
        """Whether a name decides the value of what is claimed."""
        return id(name) in self.names

    def rejects(self, name: Name, body: Any, instances: list[Instance]) -> str | None:
        """How it fails where a name stands for another body: "value", "undefined", or None if it does not."""

        def claim(formula: Expr, instance: Instance) -> Verdict:
            return self.claim(formula, instance.misdefine(name, body))

        try:
            fate = first_rejection(self.formula, claim, instances, self.quick)
        except RecursionError:  # a sequence that is defined by itself
            return "undefined"
        return None if fate == "undefined" and instances is self.small else fate  # others may have a value


Rounds = tuple[Callable[[Witness], list[Instance]], ...]  # which instances of each line are asked, in turn
EARLY: Rounds = (lambda witness: witness.small, lambda witness: witness.instances[:FIRST])
LATE: Rounds = (lambda witness: witness.instances[FIRST:],)


def witnesses_of(derivations: Iterable[Any]) -> list[Witness]:
    """All that may notice a wrong definition in some derivations."""
    return [witness for derivation in derivations for witness in derivation.witnesses]
