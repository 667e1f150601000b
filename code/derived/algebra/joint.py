r"""Conditions that several letters meet together, such as 4β > (1 + β − αλ)².

The numbers are drawn by trial: the letters as each was declared, brought near one, until the relation holds.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from derived.algebra.expressions import RELATION, Expr, Size, Symbol
from derived.algebra.shapes import ShapeError
from derived.dual import inexact

if TYPE_CHECKING:
    from derived.algebra.instances import Instance

TRIES = 2000
# Letters with these conditions may be made larger or smaller; all others stay as they were drawn.
_SCALED = {"positive", "nonnegative", "symmetric", "positive definite", "full column rank", "diagonal", "increasing"}


class Joint:
    """A relation that several letters meet together."""

    def __init__(self, relation: Expr, letters: tuple[Symbol, ...]):
        if relation.binding != RELATION:
            raise ShapeError(f"{relation.tex()} is no relation: what is known of several letters together is one")
        others = {s for s in relation.depends if isinstance(s, Symbol) and not isinstance(s, Size)} - {*letters}
        if others:
            named = ", ".join(sorted(s.tex() for s in others))
            raise ShapeError(f"{relation.tex()} speaks of {named}, too: name all of its letters, so that all are drawn")
        self.relation, self.letters, self.impossible = relation, letters, False

    def values(self, instance: Instance) -> dict[Symbol, Any]:
        """Values for the letters for which the relation holds; the same whenever an instance is asked."""
        if ("joint", id(self)) not in instance.drawn:
            instance.drawn["joint", id(self)] = self._found(instance)
        return instance.drawn["joint", id(self)]

    def _found(self, instance: Instance) -> dict[Symbol, Any]:
        for attempt in range(0 if self.impossible else TRIES):
            values = {letter: _near_one(letter, instance, attempt) for letter in self.letters}
            try:
                if self.relation.at(instance.bind(values)):
                    return values
            except ArithmeticError:
                continue
        self.impossible |= not instance.coarse  # a few small numbers need not be among those that meet it
        raise ArithmeticError(
            f"no numbers were found for which {self.relation.tex()}, in {TRIES} tries: make it wider, or write one "
            "letter as a formula of the others"
        )


def _near_one(letter: Symbol, instance: Instance, attempt: int) -> Any:
    """The letter as it is drawn under another name, as many times as large as brings it between 0.01 and 100."""
    name = f"{letter.name}, try {attempt}"
    value = instance[Symbol(name, letter.shape, *letter.conditions)]
    if letter.shape or not set(letter.conditions) <= _SCALED or value == 0 or instance.coarse:
        return value
    digits = 0
    size = abs(value)
    while size >= 10:
        size, digits = size / 10, digits - 1
    while size < 1:
        size, digits = size * 10, digits + 1
    power = Fraction(10) ** (digits + instance.rng(name).choice([-2, -1, -1, 0, 0, 1]))
    return value * instance.number(power) if inexact(value) else value * power


class JointLetter(Symbol):
    """A letter of which something is known together with others."""

    def __init__(self, letter: Symbol, joint: Joint):
        super().__init__(letter.name, letter.shape, *letter.conditions, tex=letter.tex())
        self.letter, self.joint = letter, joint

    @cached_property
    def condition_tex(self) -> str:
        """What is known of it together with others, as it is printed beside a line."""
        return self.joint.relation.tex()

    def compute(self, instance: Instance) -> Any:
        if self in instance.bound:
            return instance.bound[self]
        if instance.has_symbols:
            return instance[self.letter]  # what holds for any numbers holds for these
        return self.joint.values(instance)[self.letter]


def such_that(relation: Expr, *letters: Symbol) -> tuple[Symbol, ...]:
    r"""The letters again, of which now something is known together.

    Parameters
    ----------
    relation : Relation, or several with `all_of`
        What holds of them; an inequality, since it is met by trial.
    *letters : Symbol
        All letters of the relation, as they were declared.

    Returns
    -------
    tuple of Symbol
        To be used in place of the letters.

    Raises
    ------
    ShapeError
        If it is no relation, or speaks of other letters.
    ArithmeticError
        When it is evaluated, if no numbers are found.

    Examples
    --------
    >>> from derived.algebra import IMAGINARY_UNIT, modulus, scalar, sqrt, such_that
    >>> from derived.derivation import Derivation
    >>> b, c = scalar("b"), scalar("c", "positive")
    >>> b, c = such_that(b**2 < 4 * c, b, c)
    >>> z = (-b + IMAGINARY_UNIT * sqrt(4 * c - b**2)) / 2  # a root of z² + b z + c
    >>> d = Derivation("A pair of complex roots", label="roots").start(modulus(z) ** 2)
    >>> d.equals(c, because="the product of the roots").lines[0].evidence.kind
    'proved'
    """
    joint = Joint(relation, letters)
    return tuple(JointLetter(letter, joint) for letter in letters)
