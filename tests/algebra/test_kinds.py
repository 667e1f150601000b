"""The kinds of numbers that formulas are evaluated on: each has the arithmetic that expressions rest on."""

from fractions import Fraction

import numpy as np
import pytest
import sympy

from derived.algebra import Instance, scalar
from derived.algebra.chance import Entry, Source
from derived.algebra.complex_values import Complex
from derived.algebra.random_numbers import RandomNumber
from derived.autodiff import PRECISE, Dual, real_part

KINDS = {
    "exact": Fraction(3, 4),
    "whole": 3,
    "precise": PRECISE.mpf(0.75),
    "float": 0.75,
    "symbolic": sympy.Symbol("x"),
    "rational": scalar("x").at(Instance.over_field([scalar("x")])),
    "with derivatives": Dual(Fraction(3, 4), np.array([Fraction(1)]), level=1),
    "complex": Complex(Fraction(3, 4), Fraction(-1)),
    "random": RandomNumber.of(Entry(Source(None))),
}
SAME = {
    "sum and difference": lambda x: (x + 1) - 1,
    "from the other side": lambda x: -(1 - (1 + x)),
    "double and half": lambda x: (2 * x) / 2,
    "square over itself": lambda x: x * x * (1 / x),
    "power": lambda x: x**2 / x,
    "minus": lambda x: 0 - (-x),
}


@pytest.mark.parametrize("law", SAME)
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "random"])
def test_a_number_of_each_kind_has_the_arithmetic_of_a_scalar(kind, law):
    x = KINDS[kind]
    assert real_part(SAME[law](x) - x) == 0


@pytest.mark.parametrize("law", ["sum and difference", "from the other side", "double and half", "minus"])
def test_a_random_number_has_it_but_for_division_by_itself(law):  # which may be by zero
    x = KINDS["random"]
    assert SAME[law](x) - x == 0
