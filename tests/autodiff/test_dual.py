"""Dual numbers: derivatives against SymPy, nested ones, and the kinds of number they carry."""

import math
from fractions import Fraction

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from derived.autodiff import (
    ELEMENTARY,
    Dual,
    Irrational,
    OutOfDomain,
    apply,
    gradient_and_hessian,
    hessian,
    jacobian,
    power,
    trace,
    whole,
)

SMOOTH = ["exp", "log", "sqrt", "sin", "cos", "tanh", "sigmoid"]


@pytest.mark.parametrize("name", SMOOTH)
def test_first_and_second_derivatives_agree_with_sympy(name):
    t = sympy.Symbol("t")
    formula = ELEMENTARY[name].symbolic(t)
    for x in (0.3, 1.7):
        first = jacobian(lambda v: apply(name, v), x)
        second = hessian(lambda v: apply(name, v), x)
        np.testing.assert_allclose(first, float(formula.diff(t).subs(t, x)), rtol=1e-12)
        np.testing.assert_allclose(second, float(formula.diff(t, 2).subs(t, x)), rtol=1e-12)
        np.testing.assert_allclose(apply(name, x), float(formula.subs(t, x)), rtol=1e-14)


@pytest.mark.parametrize(("name", "x", "value", "slope"), [
    ("relu", 2, 2, 1), ("relu", -2, 0, 0), ("abs", -3, 3, -1), ("sign", -3, -1, 0)])  # fmt: skip
def test_functions_with_corners(name, x, value, slope):
    assert apply(name, Fraction(x)) == value
    assert jacobian(lambda v: apply(name, v), Fraction(x)) == slope
    assert apply(name, float(x)) == value
    assert apply(name, sympy.Integer(x)) == value


fractions = st.fractions(-5, 5, max_denominator=20)


@settings(deadline=None)
@given(a=fractions, b=fractions, c=fractions.filter(bool))
def test_rational_functions_are_differentiated_exactly(a, b, c):
    def f(x):
        return (x[0] * x[1] - x[1] ** 3) / x[2] + 1 / x[2] - x[0]

    x, y, z = sympy.symbols("x y z")
    formula = (x * y - y**3) / z + 1 / z - x
    at = {x: sympy.Rational(a), y: sympy.Rational(b), z: sympy.Rational(c)}
    point = np.array([a, b, c], dtype=object)
    assert list(jacobian(f, point)) == [sympy.diff(formula, s).subs(at) for s in (x, y, z)]
    expected = [[sympy.diff(formula, s, t).subs(at) for t in (x, y, z)] for s in (x, y, z)]
    assert hessian(f, point).tolist() == expected


def test_levels_are_not_confused():
    # d/dx (x · d/dy (x + y)) = 1: the inner derivative must not see the outer infinitesimal.
    assert jacobian(lambda x: x * jacobian(lambda y: x + y, 1.0), 1.0) == 1.0


def test_powers():
    assert power(Fraction(2), Fraction(3)) == 8
    assert power(4.0, 0.5) == 2.0
    np.testing.assert_allclose(power(2.0, Dual(3.0, np.ones(1), 1)).partials[0], 8 * np.log(2))
    assert jacobian(lambda x: power(x, 0), 3.0) == 0
    with pytest.raises(Irrational):
        power(Fraction(2), Fraction(1, 2))
    with pytest.raises(ValueError, match="is no real number"):
        power(-2.0, 0.5)


def test_constants_have_no_derivative_and_arrays_broadcast():
    assert jacobian(lambda x: 7.0, 1.0) == 0
    x = Dual(2.0, np.ones(1), 1)
    assert [v.value for v in x * np.array([1.0, 2.0], dtype=object)] == [2.0, 4.0]
    assert [v.value for v in np.array([1.0, 2.0], dtype=object) - x] == [-1.0, 0.0]
    assert (x < 3) and (x > 1) and "Dual(2.0" in repr(x)


def test_exact_values_that_are_none():
    with pytest.raises(Irrational, match=r"exp\(1\) has no exact value"):
        apply("exp", Fraction(1))


@pytest.mark.parametrize("x", [Fraction(1, 2), float("inf"), 1.5])
def test_indices_are_whole(x):
    with pytest.raises(IndexError, match="no whole number"):
        whole(x)


@pytest.mark.parametrize("number", [np.int8(100), np.uint8(100)])
def test_small_integers_do_not_overflow(number):
    assert hessian(lambda x: x * x * x, number) == 600
    assert jacobian(lambda x: x * x * x, np.array([number]))[0, 0] == 30000


@pytest.mark.parametrize(
    ("f", "error", "words"),
    [
        (np.sin, TypeError, r'np.sin does not know a number that carries derivatives: write apply\("sin", x\)'),
        (lambda x: np.sum(np.exp(np.array([x, x]))), TypeError, r'write apply\("exp", x\)'),
        (np.arctan, TypeError, "np.arctan does not know .*: there is apply for exp, log, sqrt"),
        (math.sin, TypeError, "the functions of math do not know a number that carries derivatives: write apply"),
        (lambda x: apply("nope", x), ValueError, "no elementary function 'nope'; there are exp, log, sqrt"),
        (lambda x: apply("sqrt", x), OutOfDomain, "the slope of sqrt at 0 is no real number"),
        (lambda x: x**0.5, OutOfDomain, r"0 to the power -[01]\.5 is no real number"),
        (lambda x: apply("log", x), OutOfDomain, r"log\(0\) is no real number"),
    ],
)
def test_what_has_no_derivative_by_these_rules_is_told(f, error, words):
    for differentiate in (jacobian, hessian):
        with pytest.raises(error, match=words):
            differentiate(f, 0.0)


def test_other_errors_stay_as_they_are():
    with pytest.raises(TypeError, match="unsupported operand"):
        jacobian(lambda x: x + "a", 1.0)
    with pytest.raises(OutOfDomain, match="the slope of sqrt at 0"):
        trace(lambda x: apply("sqrt", x), x=0.0)
    with pytest.raises(TypeError, match="here is a list: make it an array"):
        gradient_and_hessian(lambda x: x[0] * x[1], [1.0, 2.0])


def test_pythons_own_abs_is_the_one_of_the_table():
    assert jacobian(abs, -3.0) == -1 and jacobian(lambda x: np.abs(x).sum(), np.array([-3.0, 2.0])).tolist() == [-1, 1]
