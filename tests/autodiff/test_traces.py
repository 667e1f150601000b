"""Traces and the tape of numbers against each other, against dual numbers and against what is known."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from derived.autodiff import apply, jacobian, scalar_tape, trace
from derived.autodiff.scalar_tape import Number, ScalarTape

numbers = st.floats(0.3, 3.0)


def formula(x, y, sin=lambda v: apply("sin", v), log=lambda v: apply("log", v)):
    return (log(x) + x * y - sin(y) / (x + 2) + 3 / y - x**3) * x


@given(numbers, numbers)
def test_forward_and_reverse_agree_with_dual_numbers(x, y):
    steps = trace(formula, x=x, y=y)
    wanted = jacobian(lambda v: formula(*v), np.array([x, y]))
    np.testing.assert_allclose(np.array(steps.adjoints()[:2], float), wanted.astype(float), rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(steps.tangents(x=1)[-1], wanted[0], rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(steps.tangents(y=1)[-1], wanted[1], rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(steps.value, formula(x, y), rtol=1e-15)


def test_fractions_stay_fractions():
    steps = trace(lambda x, y: (x + y) / (1 - x * y), x=Fraction(1, 2), y=Fraction(1, 3))
    assert steps.value == 1
    assert steps.adjoints()[:2] == [Fraction(8, 5), Fraction(9, 5)]


def test_a_line_is_written_as_it_is_computed():
    steps = trace(lambda a, b: -a + 2 * b - a / 4 + apply("exp", a * a) - (1 - b), a=1.0, b=2.0)
    assert [line.tex for line in steps.lines] == [
        "a", "b", "-v_{1}", r"2\,v_{2}", "v_{3} + v_{4}", "v_{1} / 4", "v_{5} - v_{6}", "v_{1} v_{1}",
        "e^{v_{8}}", "v_{7} + v_{9}", "1 - v_{2}", "v_{10} - v_{11}",
    ]  # fmt: skip


def test_a_variable_may_be_called_as_the_function_is():
    assert trace(lambda f: 2 * f, f=3.0).tangents(f=1)[-1] == 2


def test_what_is_wrong_is_told():
    with pytest.raises(TypeError, match=r"returned 3, which was not computed from x"):
        trace(lambda x: 3, x=1.0)
    with pytest.raises(ValueError, match="there is no variable z; there are x, y"):
        trace(lambda x, y: x * y, x=1.0, y=2.0).tangents(z=1)


@given(numbers, numbers)
def test_the_tape_of_numbers_agrees_with_the_trace(x, y):
    tape = ScalarTape()
    a, b = tape.number(x), tape.number(y)
    z = scalar_tape.log(a) * b - scalar_tape.tanh(a * b) + scalar_tape.exp(1 - b) / a + 2 / b - a**3
    z = z + scalar_tape.relu(a - b) + scalar_tape.dot([a, b], [b, 2.0], a)
    steps = trace(
        lambda x, y: apply("log", x) * y - apply("tanh", x * y) + apply("exp", 1 - y) / x + 2 / y - x**3
        + (x - y if x.value > y.value else 0 * x) + x * y + 2 * y + x,
        x=x, y=y,
    )  # fmt: skip
    np.testing.assert_allclose(z.value, steps.value, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(tape.adjoints(z)[:2], steps.adjoints()[:2], rtol=1e-10, atol=1e-12)


def test_a_hundred_thousand_numbers_in_a_row():
    tape = ScalarTape()
    x = y = tape.number(1.0)
    for _ in range(100_000):
        y = y * 0.9999
    assert math.isclose(tape.adjoints(y)[x.place], 0.9999**100_000, rel_tol=1e-9)


def test_the_result_is_what_the_function_returns_and_not_its_last_line():
    def two(x):
        y = 2 * x
        x * x  # computed, and not returned
        return y

    steps = trace(two, x=3.0)
    assert steps.value == 6 and steps.tangents(x=1)[-1] == 2
    steps = trace(lambda a, b: a, a=1.0, b=2.0)
    assert steps.value == 1 and steps.tangents(a=1)[-1] == 1 and steps.tangents(b=1)[-1] == 0


@pytest.mark.parametrize(
    ("program", "at", "slope"),
    [
        (lambda v: v if v > 0 else -v, 2.0, 1),
        (lambda v: v if v > 0 else -v, -2.0, -1),
        (lambda v: v if v >= 0 else -v, 0.0, 1),
        (lambda v: v if v == 1 else v * v, 1.0, 1),  # what was done, not what was meant
        (lambda v: v if v == 1 else v * v, 3.0, 6),
        (lambda v: v if v != 1 else v * v, 1.0, 2),
        (lambda v: 3 * v if 2 < v <= 4 else v, 4.0, 3),
        (lambda v: v * v if v < 2 * v else v, 3.0, 6),
        (lambda v: max(v, v * v), 3.0, 6),
        (lambda v: 5 * v if v in (0, 1, 2) else v, 2.0, 5),
        (lambda v: v * v if {v: "seen"}.get(2.0) else v, 2.0, 4),
        (lambda v: v * v if v else v, 0.0, 1),
    ],
)
def test_a_number_in_a_trace_is_compared_by_its_value(program, at, slope):
    assert trace(program, v=at).tangents(v=1)[-1] == slope


def test_a_comparison_writes_no_line():
    steps = trace(lambda v: v * v if v > 0 and v != 7 and not v <= -1 else v, v=2.0)
    assert [line.tex for line in steps.lines] == ["v", "v_{1} v_{1}"]


@pytest.mark.parametrize("mixed", [
    lambda x, y: x + y,
    lambda x, y: x * y,
    lambda x, y: x - y,
    lambda x, y: x / y,
    lambda x, y: scalar_tape.dot([x], [2.0], y),
    lambda x, y: scalar_tape.dot([x], [y], x),
])  # fmt: skip
def test_numbers_of_two_tapes_do_not_mix(mixed):
    x, y = ScalarTape().number(3.0), ScalarTape().number(5.0)
    with pytest.raises(ValueError, match="two tapes are mixed"):
        mixed(x, y)


def test_a_tape_has_no_adjoints_of_another():
    x = ScalarTape().number(3.0)
    other = ScalarTape()
    other.number(1.0)
    with pytest.raises(ValueError, match="two tapes are mixed"):
        other.adjoints(x)


def test_what_is_no_number_comes_on_no_tape():
    tape = ScalarTape()
    for value in ("a", None, 1j, np.ones(2), tape):
        with pytest.raises(TypeError, match="takes real numbers"):
            tape.number(value)
    with pytest.raises(ValueError, match="NaN from the start"):
        tape.number(float("nan"))
    assert tape.lines == []
    assert [tape.number(value).value for value in (1, np.float32(0.5), Fraction(1, 2))] == [1, 0.5, 0.5]


def test_a_nan_on_a_tape_of_numbers_is_told():
    tape = ScalarTape()
    x = tape.number(1e300)
    big = x * x
    with pytest.raises(FloatingPointError, match="NaN"):
        tape.adjoints(big - big)
    with pytest.raises(FloatingPointError, match="NaN"):
        tape.adjoints(big * 0.0)


def test_powers_on_a_tape_of_numbers():
    tape = ScalarTape()
    x = tape.number(0.0)
    assert tape.adjoints(x**0)[x.place] == 0.0
    with pytest.raises(TypeError, match=r"exp\(y \* log\(x\)\)"):
        tape.number(2.0) ** x
    assert isinstance(x**2, Number)


@pytest.mark.parametrize(("f", "x", "words"), [
    (lambda x: None, 1.0, "returned nothing"),
    (lambda x: {"loss": x}, 1.0, "returned a dict"),
    (lambda x: x * x, [3.0, 4.0], "here is a list"),
    (lambda p: p["a"], {"a": 1.0}, "here is a dict"),
])  # fmt: skip
def test_forward_mode_tells_what_it_cannot_differentiate(f, x, words):
    with pytest.raises(TypeError, match=words):
        jacobian(f, x)


def test_powers_in_a_trace():
    assert trace(lambda x: x**0, x=0).adjoints() == [0, 1]
    assert trace(lambda x: abs(x) ** 2, x=-3).adjoints()[0] == -6
    for formula, words in (
        (lambda x: x**x, r'write apply\("exp", y \* apply\("log", x\)\)'),
        (lambda x: 2**x, r'write apply\("exp", x \* log\(2\)\)'),
        (lambda x: np.sin(x), r'np.sin does not know a number in a trace: write apply\("sin", x\)'),
    ):
        with pytest.raises(TypeError, match=words):
            trace(formula, x=4.0)


@pytest.mark.parametrize("formula", [lambda x: x * x, lambda x: np.int8(100) * x, lambda x: x * np.int8(100)])
@pytest.mark.parametrize("x", [np.int8(100), 100])
def test_small_integers_in_a_trace_do_not_overflow(formula, x):
    assert trace(formula, x=x).value == 10000
