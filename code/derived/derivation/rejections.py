"""How a misprint is rejected: by another value, or by having none, at one of the instances of its line."""

from __future__ import annotations

from collections.abc import Iterable

from derived.algebra.expressions import Expr, walk
from derived.algebra.instances import Instance
from derived.autodiff import Irrational
from derived.derivation.claims import Claim, judged
from derived.derivation.trials import EXACT_INSTANCES

NO_VALUE = (ArithmeticError, IndexError, ValueError)
FAR_APART = 1e-3  # sides that differ by so much in floats are not equal


def in_floats(formula: Expr, claim: Claim, instances: list[Instance], shown: Iterable[Expr]) -> Instance | None:
    """An instance of floats in which misprints of a line with integrals are soon told, if the line itself holds there.

    Parameters
    ----------
    formula, claim
        The line, and what is said of it.
    instances : list of Instance
        Where it is tested.
    shown : iterable of Expr
        What stands on it.
    """
    here = instances[0]
    if here.kind != "precise" or here.wild or here.coarse or here.bound:
        return None
    shown = tuple(shown)
    slow = [node for e in shown for node in walk(e) if node.slow]
    if not slow or any(part.slow for node in slow for e in node.args for part in walk(e)):
        return None  # an integral inside of another is one of floats already
    quick = here.twin("float")
    quick.keep(*shown)
    try:
        return quick if claim(formula, quick).holds else None
    except NO_VALUE:
        return None


def first_rejection(misprint: Expr, claim: Claim, trials: list[Instance], quick: Instance | None = None) -> str | None:
    """How a misprint is rejected: "value", "undefined", or None if it is not; an instance of floats is asked first."""
    if quick is not None:
        try:
            verdict = claim(misprint, quick)
            if not verdict.holds and verdict.clear and FAR_APART < verdict.error < float("inf"):
                return "value"
        except NO_VALUE:
            pass  # which floats have sooner than numbers of sixty digits
    for instance in trials:
        try:
            verdict = judged(claim, misprint, instance)
            if not verdict.holds and verdict.clear:
                return "value"
        except Irrational:
            return _rejection_on_rounded(misprint, claim, trials[: 2 * EXACT_INSTANCES])
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
