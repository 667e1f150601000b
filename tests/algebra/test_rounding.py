"""Floor, ceiling and remainder: their values, their jumps, and sizes made of them."""

import math
from fractions import Fraction

import numpy as np
import pytest

from derived.algebra import *
from derived.algebra.rounding import _below
from derived.derivation import Derivation, DerivationError

n, k, s = sizes("n k s")
i = index("i")
x, y = scalar("x"), scalar("y")
a, c = scalar("a"), scalar("c", "positive")


def line(before, formula):
    """The one line of a derivation."""
    return Derivation("Test", label="test").start(before).equals(formula, because="a test").lines[0]


TRUE = {
    "a ceiling is a floor in the mirror": (ceiling(x), -floor(-x)),
    "a whole number comes out": (floor(x + 3), floor(x) + 3),
    "what a remainder is": (remainder(x, c), x - c * floor(x / c)),
    "a count of steps": (floor(n / s), summation(i, n, indicator(i * s <= n))),
    "ceiling by floor, for whole numbers": (ceiling(n / s), floor((n + s - 1) / s)),
}


@pytest.mark.parametrize("what", TRUE)
def test_true_lines(what):
    assert line(*TRUE[what]).tally.rejected


def test_a_remainder_has_a_period():
    here = Instance(2)
    assert all(remainder(x + k * c, c).at(here) == remainder(x, c).at(here) for k in (-2, -1, 1, 5))


FALSE = {
    "a floor is no ceiling": (floor(x), ceiling(x)),
    "they differ by one, but not for whole numbers": (ceiling(x), floor(x) + 1),
    "a floor is the number for whole numbers only": (floor(x), x + 0 * floor(x)),
    "nearest is not below": (floor(x + number(1) / 2), floor(x)),
    "a floor of a sum": (floor(x + y), floor(x) + floor(y)),
    "toward zero or down": (floor(-x), -floor(x)),
    "ceiling by floor, one too many": (ceiling(n / s), floor(n / s) + 1),
    "the order of a remainder": (remainder(n, s), remainder(s, n)),
    "the remainder by a number that no size reached": (remainder(n, 11), n),
    "a quotient that no size reached": (floor(n / 9), 0 * n),
    "a product with a remainder": (remainder(2 * n, s), 2 * remainder(n, s)),
}


@pytest.mark.parametrize("what", FALSE)
def test_false_lines(what):
    with pytest.raises(DerivationError, match="is wrong"):
        line(*FALSE[what])


def test_a_number_beyond_all_sizes_is_refused():
    with pytest.raises(DerivationError, match="tried up to 12, and 50 is beyond that"):
        line(remainder(n, 50), n)


def test_their_misprints():
    made = {m.formula.tex() for m in misprints(floor(x / c) + remainder(x, c), [x, c]) if m.formula}
    assert r"\left\lceil \frac{x}{c} \right\rceil + (x \;\mathrm{mod}\; c)" in made  # floor for ceiling
    assert r"\frac{x}{c} + (x \;\mathrm{mod}\; c)" in made  # the brackets lost
    assert r"\left\lfloor \frac{x}{c} \right\rfloor + (c \;\mathrm{mod}\; x)" in made  # the order exchanged
    made = {m.formula.tex() for m in misprints(ceiling(x), [x]) if m.formula}
    assert r"\lfloor x \rfloor" in made


def test_printed():
    assert floor(x).tex() == r"\lfloor x \rfloor"
    assert (floor(x / 2) ** 2).tex() == r"\left\lfloor \frac{x}{2} \right\rfloor^{2}"
    assert (remainder(x, 2) * 3).tex() == r"(x \;\mathrm{mod}\; 2) \cdot 3"
    assert remainder(x * y, 2 * y).tex() == r"x\, y \;\mathrm{mod}\; (2 y)"
    assert eq(remainder(n - k, s), 0).tex() == r"(n - k) \;\mathrm{mod}\; s = 0"


@pytest.mark.parametrize("value", [Fraction(7, 2), Fraction(-7, 2), Fraction(4), Fraction(-4), 0.1, -2.5, 3.0, 1e-9])
def test_worth_what_python_says(value):
    assert _below(value) == math.floor(value)
    here = Instance(0, "float" if isinstance(value, float) else "exact").bind({x: value})
    assert floor(x).at(here) == math.floor(value) and ceiling(x).at(here) == math.ceil(value)
    assert remainder(x, 3).at(here) == value % 3


def test_constant_between_jumps_and_no_derivative_at_one():
    def slope(of, value):
        return partial(of, x).at(Instance(0).bind({x: value}))

    assert slope(floor(x), Fraction(1, 2)) == 0 and slope(ceiling(x), Fraction(-1, 2)) == 0
    assert slope(remainder(x, 3), Fraction(7, 2)) == 1
    assert slope(x * floor(x), Fraction(5, 2)) == 2
    for of in (floor(x), ceiling(x), remainder(x, 2)):
        with pytest.raises(ArithmeticError, match="no derivative at a jump"):
            slope(of, Fraction(4))
    assert slope(floor(x) + ceiling(-x), Fraction(4)) == 0  # their jumps cancel
    assert slope(floor(y) * x, Fraction(4)) == floor(y).at(Instance(0))  # what does not vary has no jump
    with pytest.raises(ArithmeticError, match="is for a positive c, and here it is -2"):
        remainder(x, c).at(Instance(0).bind({c: Fraction(-2)}))


def test_a_number_too_large_for_its_digits():
    with pytest.raises(ArithmeticError, match="too large to be rounded"):
        floor(x).at(Instance(0, "float").bind({x: math.inf}))


def test_a_size_that_is_rounded():
    windows = floor((n - k) / s) + 1
    o, here = vector("o", windows), Instance(3)
    rows, kernel, stride = (int(size.at(here)) for size in (n, k, s))
    assert len(o.at(here)) == (rows - kernel) // stride + 1 == int(windows.at(here))
    counted = summation(i, (0, n), indicator(i * s + k <= n))
    assert all(windows.at(here) == counted.at(here) for here in map(Instance, range(9)))
    with pytest.raises(DerivationError, match="is wrong"):
        line(ceiling((n - k) / s) + 1, counted)
    with pytest.raises(ShapeError, match="is no size"):
        vector("o", n / k)


def test_a_convolution_with_a_stride():
    rows, kernel, stride = sizes("n k s", "n >= k")
    windows = floor((rows - kernel) / stride) + 1
    o, w, u = vector("o", windows), vector("w", kernel), vector("x", rows)
    j, b = index("a"), index("b", kernel)
    out = summation(i, windows, o[i] * summation(j, kernel, w[j] * u[(i - 1) * stride + j]))
    line(partial(out, w[b]), summation(i, windows, o[i] * u[(i - 1) * stride + b]))
    # a stride that leaves a remainder: the last entry is in no window
    seen = indicator(eq(remainder(rows - kernel, stride), 0))
    line(partial(out, u[rows]), seen * o[windows] * w[kernel])
    for of, wrong in ((w[b], summation(i, windows, o[i] * u[i + b - 1])), (u[rows], o[windows] * w[kernel])):
        with pytest.raises(DerivationError, match="is wrong") as told:
            line(partial(out, of), wrong)
        assert "  i = " not in str(told.value)  # an index that runs has no value to tell


def test_entry_by_entry():
    v, here = vector("v", 4), Instance(1, "float")
    np.testing.assert_array_equal(floor(v).at(here).astype(float), np.floor(v.at(here).astype(float)))
