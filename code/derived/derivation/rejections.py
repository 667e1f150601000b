"""How a misprint is rejected: by another value, or by having none, at one of the instances of its line."""

from __future__ import annotations

from derived.algebra.expressions import Expr
from derived.algebra.instances import Instance
from derived.autodiff import Irrational
from derived.derivation.claims import Claim, judged
from derived.derivation.trials import EXACT_INSTANCES

NO_VALUE = (ArithmeticError, IndexError, ValueError)


def first_rejection(misprint: Expr, claim: Claim, trials: list[Instance]) -> str | None:
    """How a misprint is rejected: "value", "undefined", or None if it is not."""
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
