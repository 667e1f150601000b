"""Where a mean is taken: an instance in which the random letters of a formula are undecided."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import numpy as np

from derived.algebra.brackets import RELATION
from derived.algebra.cases import Cases
from derived.algebra.chance import Source
from derived.algebra.derivatives import Derivative
from derived.algebra.elementwise import Elementary
from derived.algebra.expressions import Expr, walk
from derived.algebra.named import Call
from derived.algebra.random_functions import Applied
from derived.algebra.random_numbers import RandomNumber
from derived.algebra.random_variables.independent import Independent
from derived.algebra.random_variables.spaces import Random, Space
from derived.algebra.relations import Relation
from derived.algebra.symbols import Symbol
from derived.algebra.valuation import Valuation
from derived.algebra.values import Scalar, Value, entries
from derived.autodiff import PRECISE, Dual, NoDerivative, apply


class Frame:
    """An instance with undecided letters, and the sources of chance that are its own.

    Parameters
    ----------
    outside : Valuation
        In which the mean is asked for.
    letters : list of Random
        Those that are undecided inside.
    """

    def __init__(self, outside: Valuation, letters: list[Random]):
        sources: dict[Space, Source] = {}
        values: dict[Symbol, Value] = {letter: letter.undecided(outside, sources) for letter in letters}
        self.instance = outside.bind(values)
        own = [random.sources for value in values.values() for random in _random_numbers(value)]
        self.own = frozenset().union(*own)
        self._outside, self._values = outside, values

    def afresh(self) -> Valuation:
        """The same instance, which remembers no values: in another course they may be others."""
        return self._outside.bind(self._values)

    @classmethod
    def each(cls, expectation: Expr, given: Expr | None, outside: Valuation) -> Iterator[tuple[Scalar, Frame]]:
        """The frames in which to take a mean, with their probabilities: one, but where a mean inside is given a letter.

        Such a mean depends on the actual value of that letter, so that the outcomes of its space are tried in turn. A
        letter with independent entries stays as it is where it is given.
        """
        letters = letters_of(expectation, outside)
        if given is not None and given.binding != RELATION:
            letters = [s for s in letters if not (isinstance(s, Independent) and s in set(walk_letters(given)))]
        tried = sorted({s.space for s in _given_inside(expectation, letters)}, key=lambda space: space.name)
        decided = [s for s in letters if s.space in tried]
        undecided = [s for s in letters if s.space not in tried]
        weights = [space.weights(outside) for space in tried]
        for outcome in itertools.product(*(range(len(w)) for w in weights)):
            p: Scalar = 1
            for w, k in zip(weights, outcome, strict=True):
                p = p * w[k]
            chosen = dict(zip(tried, outcome, strict=True))
            yield p, cls._frame(outside, decided, undecided, chosen)

    @classmethod
    def _frame(
        cls, outside: Valuation, decided: list[Random], undecided: list[Random], chosen: dict[Space, int]
    ) -> Frame:
        """A frame, made once for an instance: the misprints of a line share it."""
        rounding = PRECISE._prec_rounding if outside.kind == "precise" else ()  # a limit asks again in more digits
        key = ("frame", *undecided, *decided, *chosen.items(), *rounding)
        frames: dict[Any, Any] = outside.children
        if key not in frames:
            known: dict[Symbol, Value] = {s: s.known_table(outside)[chosen[s.space]] for s in decided}
            frames[key] = cls(outside.bind(known) if known else outside, undecided)
        return frames[key]


def _random_numbers(value: Value) -> Iterator[RandomNumber]:
    for x in entries(value):
        if isinstance(x, Dual):
            yield from _random_numbers(x.partials)
            yield from _random_numbers(x.value)
        if isinstance(x, RandomNumber):
            yield x


def walk_letters(expr: Expr) -> Iterator[Random]:
    """The random letters of an expression."""
    return (node for node in walk(expr) if isinstance(node, Random))


def letters_of(expr: Expr, instance: Valuation) -> list[Random]:
    """The random letters of an expression, those in the bodies that names have in this instance included."""
    bodies = (part for body in instance.bodies.values() for part in (body if isinstance(body, tuple) else (body,)))
    found = {letter: None for part in (expr, *bodies) for letter in walk_letters(part)}
    return sorted(found, key=lambda letter: (letter.name, len(letter.shape)))


def _given_inside(expectation: Expr, letters: list[Random]) -> list[Random]:
    """The letters on which means inside an expectation depend, as they are given."""
    inside = (getattr(node, "given", None) for node in walk(expectation) if node is not expectation)
    values = [given for given in inside if given is not None and given.binding != RELATION]
    return [s for given in values for s in walk_letters(given) if not isinstance(s, Independent) and s in letters]


def refuse_moving_kinks(expectation: Expr, values: list[Value], instance: Valuation) -> None:
    """Refuse derivatives of a mean that the derivatives of its body do not tell.

    Where a letter moves the place of a jump, the mean changes though the body has slope zero; second derivatives at a
    kink are the same case.

    Raises
    ------
    NoDerivative
    """
    bound = [value for letter, value in instance.bound.items() if letter in expectation.depends]
    depth = max((_depth(value) for value in bound), default=0)
    functions = [f for value in values for x in _random_numbers(value) for f in _functions(x)]
    if not depth or not (len(values) > 1 or any(f.kinks for f in functions)):
        return
    jumps = any(f.jumps for f in functions)
    for node in walk(expectation):
        jumps |= isinstance(node, Cases | Relation) or (isinstance(node, Elementary) and node.rule.jumps(apply))
        jumps |= isinstance(node, Derivative) or (isinstance(node, Call) and node.order > 0)
    if jumps or depth > 1:
        raise NoDerivative(
            f"a letter moves a jump or a kink inside {expectation.tex()}: its derivative is not the mean of that inside"
        )


def _functions(x: RandomNumber) -> Iterator[Applied]:
    for product in x.terms:
        for factor, _ in product:
            if isinstance(factor, Applied):
                yield factor
                yield from _functions(factor.argument)


def _depth(x: Any) -> int:
    """How many derivatives a number carries, or the numbers of an array, or the terms of a sequence."""
    if isinstance(x, Dual):
        return 1 + _depth(x.value)
    parts = x.values() if isinstance(x, dict) else x.flat if isinstance(x, np.ndarray) else ()
    return max((_depth(part) for part in parts), default=0)
