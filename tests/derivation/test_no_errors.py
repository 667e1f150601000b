"""Misprints that are called no errors are none: each law holds for the whole line, wherever it is applied."""

import pytest

from derived.algebra import *
from derived.algebra.equals import law_of_equality
from derived.derivation import Derivation

(K,) = sizes("K", "K >= 2")
r, s = index("r", K), index("s", K)
a = scalar("a")
A = define("A", block([[2, 1], [1, 3]]), tex="A")
P = define("P", block([[1, 0], [0, 1]]), tex="P")

LINES = {
    "a number that is not zero": lambda d: (
        d.define(A, because="a matrix")
        .start(inverse(A))
        .equals((number(1) / 5) * block([[3, -1], [-1, 2]]), because="swap, turn, divide")
    ),
    "a vector that is not zero": lambda d: (
        d.define(P, because="a matrix").start(P @ ones(2)).equals(ones(2), because="it")
    ),
    "an equation solved": lambda d: d.start(eq(2 * a, 6)).iff(eq(a, 3), because="divide", solve=a),
}


@pytest.mark.parametrize("name", LINES)
def test_what_became_zero_is_not_called_true_as_well(name):
    for line in LINES[name](Derivation("Case", label="case")).lines:
        assert not [(tex, why) for tex, why in line.tally.equal if "zero" in why]


def test_a_condition_that_always_holds_within_a_formula_is_an_error():
    p = vector("p", K, "positive")
    derivation = Derivation("Case", label="case").start(p[r] * indicator(eq(r, s)) - p[r] * p[s])
    line = derivation.equals(p[r] * (indicator(eq(r, s)) - p[s]), because="take out").lines[-1]
    assert not [(tex, why) for tex, why in line.tally.equal if "both sides" in why]
    assert any("[r = r]" in wrong.tex for wrong in line.tally.wrong) or line.tally.rejected


@pytest.mark.parametrize(
    ("formula", "misprint", "law"),
    [
        (eq(2 * a, 6), eq(2 * a, 0), None),
        (eq(a, 0), eq(2 * a, 0), "a multiple of zero"),
        (eq(a, 3), eq(3, 3), "both sides are the same"),
        (indicator(eq(r, s)), indicator(eq(r, r)), None),
        (a * indicator(eq(r, s)), a * indicator(eq(s, r)), "turned around"),
    ],
)
def test_laws_of_relations(formula, misprint, law):
    found = law_of_equality(formula, misprint)
    assert found is None if law is None else law in found
