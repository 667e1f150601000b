"""What the tests of calculus share: a line put to a derivation, and what became of it."""

from derived.derivation import Derivation, DerivationError


def accepted(before, after, **options):
    """The line that claims that two formulas are equal; fails if it is refused."""
    return Derivation("A case", label="case", **options).start(before).equals(after, because="a case").lines[-1]


def holds(relation, **options):
    """The line that claims a relation; fails if it is refused."""
    return Derivation("A case", label="case", **options).holds(relation, because="a case").lines[-1]


def refusal(write):
    """Why a line is not accepted; fails if it is."""
    try:
        line = write()
    except DerivationError as problem:
        return str(problem)
    raise AssertionError(f"accepted: {line.tex}")


def is_refused(before, after, **options):
    """Why the claim that two formulas are equal is not accepted; fails if it is."""
    return refusal(lambda: accepted(before, after, **options))
