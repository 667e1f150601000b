r"""Conditions that several letters meet together, such as 4β > (1 + β − αλ)².

The numbers are drawn by trial: the letters as each was declared, brought near one, until the relation holds.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property

from derived.algebra.brackets import RELATION
from derived.algebra.conditions import STRUCTURES
from derived.algebra.expressions import Expr
from derived.algebra.shapes import ShapeError
from derived.algebra.symbols import Size, Symbol
from derived.algebra.valuation import Valuation
from derived.algebra.values import Value, entries
from derived.autodiff import Irrational

TRIES, OUTSIDE, HALVINGS, TEN = 2000, 40, 20, 10
_CONTINUOUS = {"positive", "nonnegative", "between 0 and 1"}  # with two numbers, all between them
# Letters with these conditions may be made larger or smaller; all others stay as they were drawn.
_SCALED = {"positive", "nonnegative", *(name for name, structure in STRUCTURES.items() if structure.scalable)}


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

    def values(self, instance: Valuation) -> dict[Symbol, Value]:
        """Values for the letters for which the relation holds; the same whenever an instance is asked."""
        instance = instance.origin
        if ("joint", id(self)) not in instance.drawn:
            instance.drawn["joint", id(self)] = self._search(instance)
        return instance.drawn["joint", id(self)]

    def _search(self, instance: Valuation) -> dict[Symbol, Value]:
        for attempt in range(0 if self.impossible else TRIES):
            values = {letter: _near_one(letter, instance, attempt) for letter in self.letters}
            if self._holds(instance, values):
                return self._toward_the_border(instance, values)
        self.impossible |= not instance.coarse  # a few small numbers need not be among those that meet it
        raise ArithmeticError(
            f"no numbers were found for which {self.relation.tex()}, in {TRIES} tries: make it wider, or write one "
            "letter as a formula of the others"
        )

    def _holds(self, instance: Valuation, values: dict[Symbol, Value]) -> bool:
        try:
            return bool(self.relation.at(instance.bind(values)))
        except Irrational:  # the line asks for numbers of sixty digits instead
            raise
        except ArithmeticError:
            return False

    def _toward_the_border(self, instance: Valuation, values: dict[Symbol, Value]) -> dict[Symbol, Value]:
        """Most times, move one of the letters nearly to where the relation ceases to hold."""
        rng = instance.rng(f"border of {self.relation.tex()}")
        free = [s for s in self.letters if not s.shape and not set(s.conditions) - _CONTINUOUS]
        if not free or _keeps_draws(instance) or rng.random() < 1 / 4:
            return values
        letter = rng.choice(free)
        beyond = ({**values, letter: _near_one(letter, instance, -k)} for k in range(1, OUTSIDE))
        outside = next((there[letter] for there in beyond if not self._holds(instance, there)), None)
        for _ in range(0 if outside is None else rng.randint(1, HALVINGS)):
            between = (values[letter] + outside) / 2
            if self._holds(instance, {**values, letter: between}):
                values = {**values, letter: between}
            else:
                outside = between
        return values


def _near_one(letter: Symbol, instance: Valuation, attempt: int) -> Value:
    """The letter as it is drawn under another name, many times as large or small: its largest entry is near one."""
    name = f"{letter.name}, try {attempt}"
    value = instance[Symbol(name, letter.shape, *letter.conditions)]
    size = max(abs(v) for v in entries(value))
    if _keeps_draws(instance) or size == 0:
        return value
    rng = instance.rng(name)
    if letter.conditions == ("between 0 and 1",):
        return rng.choice([value, value, value / 64, 1 - value / 64])
    if not set(letter.conditions) <= _SCALED:
        return value
    digits = 0
    while size >= TEN:
        size, digits = size / TEN, digits - 1
    while size < 1:
        size, digits = size * TEN, digits + 1
    power = Fraction(TEN) ** (digits + rng.choice([-2, -1, -1, 0, 0, 1]))
    return value * instance.number(power)


def _keeps_draws(instance: Valuation) -> bool:
    """Whether the numbers are to be left as they were drawn, because few of them are wanted."""
    return bool(instance.coarse) and instance.seed % 2 == 0


class JointLetter(Symbol):
    """A letter of which something is known together with others."""

    branches = True  # what holds in one part of where they may be need not hold in another

    def __init__(self, letter: Symbol, joint: Joint):
        super().__init__(letter.name, letter.shape, *letter.conditions, tex=letter.tex())
        self.letter, self.joint = letter, joint

    @cached_property
    def condition_tex(self) -> str:
        """What is known of it together with others, as it is printed beside a line."""
        return self.joint.relation.tex()

    def compute(self, instance: Valuation) -> Value:
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
