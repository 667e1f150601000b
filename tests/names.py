"""Names must be shown before a line uses them: here they are shown for tests that are about something else."""

from derived.algebra.expressions import Expr
from derived.algebra.sequences import Sequence
from derived.derivation import Derivation
from derived.derivation.letters import names_in


def show(*formulas: Expr) -> None:
    """Show every name that some formulas use, each in a derivation of its own; nothing asks what rests on it."""
    for k, name in enumerate(reversed(list(names_in(*formulas)))):
        here = Derivation(f"Name {k}", label=f"name-{k}")
        if isinstance(name, Sequence):
            here.recur(name, because="a name", rests="later")
        else:
            here.define(name, because="a name", rests="later")
