"""Exercises whose answer is a formula: compared with the right one by the engine that checks the derivations."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from derived.algebra.derivatives import Derivative
from derived.algebra.differentials import Differential
from derived.algebra.elementwise import Elementary
from derived.algebra.equals import law_of_equality
from derived.algebra.expressions import Expr, as_expr, walk
from derived.algebra.extrema import Argmin
from derived.algebra.instances import Instance
from derived.algebra.limits import Limit
from derived.algebra.named import Call, Named
from derived.algebra.named import Function as NamedFunction
from derived.algebra.orders import OrderTerm
from derived.algebra.partials import Mixed
from derived.algebra.random_variables.expectations import Expectation
from derived.algebra.relations import Relation
from derived.algebra.shapes import shape_text, sizes_of
from derived.algebra.substitution import Substituted
from derived.algebra.sums import Prod, Sum
from derived.algebra.symbols import Index, Size, Symbol
from derived.derivation.checks import Check
from derived.derivation.claims import Verdict as Judgement
from derived.derivation.claims import equality
from derived.derivation.counterexamples import plain
from derived.derivation.lines import DerivationError
from derived.derivation.rejections import NO_VALUE
from derived.exercises.verdicts import GIVEN_BACK, Exercise, Refusal

# What says what is to be found, and not what it is.
UNFINISHED: dict[type[Expr], str] = {
    Derivative: "a derivative",
    Mixed: "a derivative",
    Differential: "a differential",
    Substituted: "a substitution",
    Argmin: "a search for an extremum",
    Limit: "a limit",
    Expectation: "an expectation",
    OrderTerm: "an order term",
}


NAMES: dict[type[Expr], str] = {Sum: "summation", Prod: "product"}  # where the class is called otherwise


@dataclass(frozen=True)
class Formula(Exercise):
    r"""An exercise whose answer is a formula in `derived.algebra`.

    Any formula of the same value is right, however it is written; except that derivatives, extrema, limits and
    expectations have to be carried out, unless the right formula has them, too.

    Parameters
    ----------
    right : Expr
        The right formula.
    letters : tuple of Expr
        What the answer is written with, for the first lines of the cell: ``z, = exercise.letters``.
    in_terms_of : tuple of Expr
        If given, no letter may stand outside of these.
    without : tuple of str
        Functions of `derived.algebra` that may not be in the answer, as ``"summation"`` where a sum is to be found.
    wrong, given_back
        As for every `Exercise`; what is equal to a question by the laws of arithmetic alone is that question.

    Examples
    --------
    >>> from derived.algebra import partial, scalar, tanh
    >>> z = scalar("z")
    >>> slope = Formula(
    ...     right=1 - tanh(z) ** 2,
    ...     letters=(z,),
    ...     in_terms_of=(tanh(z),),
    ...     wrong=[(1 - tanh(z), "The square is lost."), (1 + tanh(z) ** 2, r"Is $\tanh$ steeper than the line $z$?")],
    ...     given_back=[partial(tanh(z), z)],
    ... )
    >>> slope.check((1 - tanh(z)) * (1 + tanh(z)))
    Right.
    >>> slope.check(1 - tanh(z))
    Not yet. The square is lost.
    <BLANKLINE>
    For example, with z = 0.654566 your answer is 0.425264, and it should be 0.669679.
    >>> slope.check(partial(tanh(z), z))
    Not yet. There is still a derivative in it. That is the question, given back: carry it out.
    """

    right: Expr
    letters: tuple[Expr, ...] = ()
    in_terms_of: tuple[Expr, ...] = field(default=(), repr=False)
    without: tuple[str, ...] = field(default=(), repr=False)

    @property
    def solution(self) -> Expr:
        """The right formula."""
        return self.right

    def taken(self, answer: Any) -> Expr:
        """The answer as an expression of the right shape and letters, with nothing left to be carried out."""
        if isinstance(answer, Relation):
            raise Refusal("Give the formula alone, without what it is equal to.")
        if isinstance(answer, float):
            raise Refusal(
                f"{answer!r} is a rounded number: write `number(1) / 2` for one half, so that it stays exact."
            )
        try:
            formula = as_expr(answer)
        except TypeError:
            raise Refusal(f"A formula is asked for, and this is a {type(answer).__name__}.") from None
        self._refuse_what_is_unfinished(formula)
        if unknown := [letter for letter in formula.depends if not self._knows(letter)]:
            names = ", ".join(sorted(f"`{getattr(letter, 'name', letter)}`" for letter in unknown))
            raise Refusal(f"It contains {names}, on which the answer does not depend.")
        if formula.shape != self.right.shape:
            wanted, found = (shape_text(e.shape) for e in (self.right, formula))
            raise Refusal(f"Yours is a {found}, and a {wanted} is asked for.")
        return formula

    def fault(self, answer: Expr) -> str | None:
        """Numbers for which it differs from the right formula, with both values; None if there are none."""
        return difference(self.right, answer)

    def unfit(self, answer: Expr) -> str | None:
        """Why it is not in the terms that are asked for."""
        if used := {operator(node) for node in walk(answer)} & set(self.without):
            return f"The value is right; but write it without `{min(used)}`: to do that is the question."
        if any(answer.tex() == question.tex() or law_of_equality(question, answer) for question in self.given_back):
            return GIVEN_BACK
        outside = self._letters_outside(answer) if self.in_terms_of else {}
        if outside:
            terms = ", ".join(f"${term.tex()}$" for term in self.in_terms_of)
            return (
                f"The value is right; but write it in terms of {terms} alone: ${next(iter(outside))}$ stands outside."
            )
        return None

    def same(self, answer: Expr, other: Expr) -> bool:
        """Whether two formulas are equal in value."""
        return answer is other or (answer.shape == other.shape and difference(other, answer) is None)

    def _refuse_what_is_unfinished(self, formula: Expr) -> None:
        wanted = {unfinished(node) for node in walk(self.right)}
        for node in walk(formula):
            if (name := unfinished(node)) not in wanted | {""}:
                raise Refusal(f"There is still {name} in it. {GIVEN_BACK}")

    def _knows(self, letter: Any) -> bool:
        """Whether the answer may depend on a letter: one of the right formula or its like, or a name for such ones."""
        if isinstance(letter, Named | NamedFunction) and letter.body is not None:
            own = letter.variables if isinstance(letter, NamedFunction) else ()
            return all(self._knows(part) for part in letter.body.depends.difference(own))
        parts = (self.right, *self.letters)
        sizes = {size.name for part in parts for node in walk(part) for size in sizes_of(node.shape)}
        return any(letter in part.depends for part in parts) or (isinstance(letter, Size) and letter.name in sizes)

    def _letters_outside(self, formula: Expr) -> dict[str, None]:
        """The letters that stand in a formula outside of the terms that are asked for."""
        if any(formula.tex() == term.tex() for term in self.in_terms_of):
            return {}
        if isinstance(formula, Symbol) and not formula.hidden:
            return {} if isinstance(formula, Index | Size) else {formula.tex(): None}
        return {tex: None for part in (*formula.args, *formula.hidden) for tex in self._letters_outside(part)}


def unfinished(node: Expr) -> str:
    """What an operator leaves to be carried out, in words, or "" if it says itself what it is worth.

    Examples
    --------
    >>> from derived.algebra import partial, scalar
    >>> x = scalar("x")
    >>> unfinished(partial(x**2, x)), unfinished(2 * x)
    ('a derivative', '')
    """
    if isinstance(node, Call) and node.order:
        return UNFINISHED[Derivative]
    return next((name for kind, name in UNFINISHED.items() if isinstance(node, kind)), "")


def operator(node: Expr) -> str:
    """What `derived.algebra` calls the operator of a node.

    Examples
    --------
    >>> from derived.algebra import index, scalar, summation, tanh
    >>> operator(tanh(scalar("z"))), operator(summation(index("k"), 3, scalar("z")))
    ('tanh', 'summation')
    """
    return node.name if isinstance(node, Elementary) else NAMES.get(type(node), type(node).__name__.lower())


def difference(right: Expr, answer: Expr) -> str | None:
    """How a formula differs from the right one: numbers for its letters, and both values; None if it does not.

    Parameters
    ----------
    right, answer : Expr
        Two formulas.

    Returns
    -------
    str or None
        A sentence.

    Examples
    --------
    >>> from derived.algebra import scalar
    >>> x = scalar("x")
    >>> difference(x**2, x * x), difference(x**2, 2 * x)
    (None, 'For example, with `x = -2` your answer is `-4`, and it should be `4`.')
    """
    check = Check("Your answer", answer, equality(right), (right, answer), ())
    try:
        check.evidence()
    except DerivationError as problem:
        found = check.fails_at(answer) or _failure(check)
        return _counterexample(right, answer, *found) if found else str(problem).splitlines()[0]
    return None


def _failure(check: Check) -> tuple[Instance, Judgement] | None:
    """The first instance in which the answer differs, whatever its numbers."""
    for here in check.instances:
        with suppress(*NO_VALUE):
            judgement = check.verdict(check.formula, here)
            if not judgement.holds:
                return here, judgement
    return None


def _counterexample(right: Expr, answer: Expr, here: Instance, judgement: Judgement) -> str:
    values = {}
    for letter in (x for x in right.depends | answer.depends if isinstance(x, Symbol)):
        with suppress(KeyError, *NO_VALUE):  # a letter of chance has no value of its own
            values[letter.name] = plain(letter.at(here))
    numbers = ", ".join(f"`{name} = {value}`" for name, value in sorted(values.items()))
    wanted, found = (plain(value) for value in judgement.values)
    off = f", off by `{judgement.error:.1g}` of it" if found == wanted else ""  # to the digits that are shown
    return f"For example, with {numbers} your answer is `{found}`{off}, and it should be `{wanted}`."
