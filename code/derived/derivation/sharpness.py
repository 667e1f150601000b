"""How sharp a check is: every misprint is put in the place of the formula, and must be rejected, or be equal in value.

That it is equal must be shown by a law, proved by SymPy on symbols of fixed sizes, or named by the author.
"""

from __future__ import annotations

from collections.abc import Hashable
from contextlib import suppress

from derived.algebra.agreement import equal
from derived.algebra.brackets import RELATION
from derived.algebra.equals import differing_parts, law_of_equality
from derived.algebra.expressions import Expr
from derived.algebra.instances import Instance
from derived.algebra.limits import Limit
from derived.algebra.misprints import misprints
from derived.algebra.orders import same_but_for_order, up_to_order
from derived.algebra.relations import Relation
from derived.derivation.checks import Check
from derived.derivation.counterexamples import beside_misprint, small_counterexample
from derived.derivation.lines import SHOWN_WRONG, DerivationError, Tally, Wrong
from derived.derivation.proofs import is_multiple_of_zero, says_less
from derived.derivation.rejections import NO_VALUE, first_rejection
from derived.derivation.trials import EXACT_INSTANCES

FEW = 8  # trials, before a proof is looked for


def tally(check: Check, same: dict[str, str]) -> Tally:
    """Put every misprint in the place of the formula: the claim must reject it, or it must be equal in value.

    Raises
    ------
    DerivationError
        If a misprint is neither, or if none is rejected.
    """
    fates = {"shape": 0, "undefined": 0, "value": 0}
    equals: list[tuple[str, str]] = []
    wrong: list[Wrong] = []
    without_numbers: list[Wrong] = []  # shown where those of all others are too long
    for misprint in misprints(check.formula, check.letters):
        if misprint.formula is None:
            fates["shape"] += 1
            continue
        if (
            misprint.equal
            and first_rejection(misprint.formula, check.claim, check.instances[:FEW], check.quick) != "value"
        ):
            equals.append((misprint.tex, same.get(misprint.tex, misprint.equal)))
            continue
        fate, reason = _fate(check, misprint.formula, same)
        if fate is None:
            equals.append((misprint.formula.tex(), reason))
            continue
        fates[fate] += 1
        if fate == "value" and len(without_numbers) < SHOWN_WRONG:
            without_numbers.append(Wrong(misprint.tex, "its value is another, in numbers too long for here"))
        has_numbers = not (isinstance(misprint.formula, Relation) and up_to_order(misprint.formula))
        if fate == "value" and len(wrong) < SHOWN_WRONG and has_numbers:
            found = small_counterexample(misprint.formula, check.claim, check.instances)
            if found and (shown := beside_misprint(misprint.formula, check.shown[0], *found)):
                wrong.append(shown)
    unused = set(same) - {tex for tex, _ in equals}
    if unused:
        raise DerivationError(f"{check.place} names misprints as equal that are none: {', '.join(sorted(unused))}")
    if not any(fates.values()):
        raise DerivationError(f"{check.place}: its check cannot fail, no misprint of it is rejected")
    return Tally(
        fates["shape"], fates["undefined"], fates["value"], tuple(equals), wrong=tuple(wrong or without_numbers)
    )


def _fate(check: Check, misprint: Expr, same: dict[str, str]) -> tuple[str | None, str]:
    """How a misprint is rejected, or None and why it is no error."""
    same_everywhere = all(map(_is_closed, (*check.shown, misprint)))
    few = EXACT_INSTANCES if same_everywhere else FEW
    if fate := first_rejection(misprint, check.claim, check.instances[:few], check.quick):
        return fate, ""
    # A proof is one for certain sizes: where a line has some, all trials come first.
    if not check.instances[0].assigned and misprint.tex() not in same and (proof := proof_of_equality(check, misprint)):
        return None, proof
    if not same_everywhere and (fate := first_rejection(misprint, check.claim, check.instances[FEW:])):
        return fate, ""
    return None, why_no_error(check, misprint, same)


def _is_closed(e: Expr) -> bool:
    """Whether a number is the same in every instance: no letter is left open, but by a limit that gives it values."""
    return not any(node.shape for node in e.nodes) and not _left_open(e)


def _left_open(e: Expr) -> frozenset[Hashable]:
    """The letters on which a value depends, without those that limits give values to."""
    if not any(isinstance(node, Limit) for node in e.nodes):
        return e.depends
    parts = (*e.args, *e.hidden)
    own = e.depends.difference(*(part.depends for part in parts))  # as a function that it calls
    inside = own.union(*map(_left_open, parts)) & e.depends
    return inside - {e.symbol} if isinstance(e, Limit) else inside


def why_no_error(check: Check, misprint: Expr, same: dict[str, str]) -> str:
    """Why a misprint that no trial rejects is equal in value, by the author's words or by proof.

    Raises
    ------
    DerivationError
        If that cannot be said.
    """
    tex = misprint.tex()
    if reason := same.get(tex) or proof_of_equality(check, misprint):
        return reason
    parts = differing_parts(check.formula, misprint)
    if _differ_where_left_out(check, parts[-1] if parts else (check.formula, misprint)):
        return "no error: it differs only where the left side has no value"
    raise DerivationError(
        f"{check.place}: a misprint would not be caught:\n  printed:  {check.formula.tex()}\n  misprint: {tex}\n"
        "Sharpen the check, or say in same={...} why the two are equal."
    )


def proof_of_equality(check: Check, misprint: Expr) -> str | None:
    """Why a misprint is equal in value, or as true, whatever its letters are worth; None if that is not known."""
    if law := law_of_equality(check.formula, misprint):
        return law
    if says_less(check.formula, misprint):
        return "true as well: what is less is not greater"
    parts = differing_parts(check.formula, misprint)
    if reason := next((why for a, b in parts if (why := a.also_true(b))), None):
        return reason
    printed, other = (e.args[1] if isinstance(e, Relation) else e for e in (check.formula, misprint))
    if same_but_for_order(printed, other, check.instances[0]):
        return "true as well: of an order term, a sign or a factor says nothing"
    if any(is_multiple_of_zero(a, b) for a, b in parts):
        return "true as well: a multiple of zero is zero"
    for a, b in parts:
        theorem = a.equal_if(b)
        if theorem and _agree(check, *theorem[1:]):
            return f"equal in value: {theorem[0]}"
    if any(_agree(check, a, b) for a, b in parts if a.binding != RELATION):
        return "equal in value: SymPy proves it, with a symbol for every entry"
    if isinstance(misprint, Relation) and _agree(check, *misprint.args):
        return "true as well: SymPy proves it, with a symbol for every entry"
    return None


def _differ_where_left_out(check: Check, whole: tuple[Expr, Expr]) -> bool:
    """Whether a misprint of the right side has another value where the left side has none."""
    printed, misprint = (e.args[1] if isinstance(e, Relation) and e.sign == "=" else e for e in whole)
    if printed.binding == RELATION or printed.shape != misprint.shape:
        return False
    for instance in check.left_out:
        with suppress(*NO_VALUE):
            if not equal(printed.at(instance), misprint.at(instance)):
                return True
    return False


def _agree(check: Check, first: Expr, second: Expr) -> bool:
    seem = all(_seem_equal(first, second, instance) for instance in check.instances[:2])
    return seem and check.proofs.equal(first, second, check.instances[0].assigned)


def _seem_equal(first: Expr, second: Expr, instance: Instance) -> bool:
    """Whether two formulas are equal in one instance, before SymPy is asked to prove it."""
    try:
        return first.shape == second.shape and equal(first.at(instance), second.at(instance))
    except NO_VALUE:
        return False
