"""Gradients as functions of functions: nesting, parameters in trees, long chains, and what is refused."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from derived.autodiff.reverse import (
    NoRule,
    affine,
    cross_entropy,
    grad,
    hessian,
    jacobian,
    jvp,
    leaves,
    primitive,
    relu,
    value_and_grad,
    vjp,
)


def test_an_inner_derivative_takes_the_outer_variable_for_a_constant():
    """The perturbation confusion: d/dx [x d/dy (x + y)] is 1, and not 2."""
    assert grad(lambda x: x * grad(lambda y: x + y)(1.0))(1.0) == 1.0
    assert jvp(lambda x: x * jvp(lambda y: x + y, 1.0, 1.0)[1], 1.0, 1.0)[1] == 1.0
    assert grad(lambda x: x * jvp(lambda y: x * y, 1.0, 1.0)[1])(3.0) == 6.0


@given(st.integers(1, 6), st.floats(0.5, 2.0))
def test_derivatives_of_any_order(order, x):
    f = np.exp
    for _ in range(order):
        f = grad(f)
    np.testing.assert_allclose(f(x), np.exp(x), rtol=1e-13)


def test_a_hundred_thousand_operations_in_a_row():
    def chain(x):
        for _ in range(100_000):
            x = x * 0.99999 + 0.00001
        return x

    np.testing.assert_allclose(grad(chain)(2.0), 0.99999**100_000, rtol=1e-9)


def test_a_value_that_is_used_twice_gets_both_shares():
    def diamond(a):
        b = a + a
        return b + b

    assert grad(diamond)(3.0) == 4.0


def test_shares_that_are_one_array_are_added_up_apart():
    """A sum hands the same adjoint on to both; what is added to one of them later must not reach the other."""

    def f(x, y):
        total = np.zeros(2)
        for k in range(4):
            total = total + (x + y) + k * x
        return np.sum(total * np.array([1.0, 10.0]))

    x, y = np.array([2.0, 3.0]), np.array([5.0, 7.0])
    for both in (value_and_grad(lambda xy: f(*xy)), lambda xy: (f(*xy), vjp(lambda xy: f(*xy), xy)[1](1.0))):
        value, (by_x, by_y) = both((x, y))
        assert value == f(x, y)
        assert by_x.tolist() == [10.0, 100.0]
        assert by_y.tolist() == [4.0, 40.0]
    v = np.array([1.0, 10.0])
    _, pull_back = vjp(lambda x: x + x + x + x, x)
    assert pull_back(v).tolist() == pull_back(v).tolist() == [4.0, 40.0]
    assert v.tolist() == [1.0, 10.0]


def test_a_second_way_back_gives_the_same():
    _, pull_back = vjp(np.tanh, np.array([0.3, -2.0]))
    v = np.array([1.0, 2.0])
    np.testing.assert_array_equal(pull_back(v), pull_back(v))


def test_parameters_keep_their_form():
    params = {"layers": [(np.ones((2, 3)), np.zeros(3)), (np.ones((3, 2)), np.zeros(2))], "scale": 2.0}
    X, labels = np.array([[1.0, -1.0], [0.5, 2.0]]), np.array([0, 1])

    def loss(params):
        (W, b), (V, c) = params["layers"]
        return cross_entropy(params["scale"] * affine(relu(affine(X, W, b)), V, c), labels)

    value, gradient = value_and_grad(loss)(params)
    np.testing.assert_allclose(value, np.log(2))
    assert [np.shape(g) for g in leaves(gradient)] == [(2, 3), (3,), (3, 2), (2,), ()]
    assert type(gradient["layers"][0]) is tuple


def test_jacobians_by_rows_and_by_columns_agree():
    def f(x):
        return np.stack([np.sum(x**2), x[0] * x[1], np.sin(x[2])])

    x = np.array([1.0, 2.0, 3.0])
    by_hand = np.array([[2.0, 4.0, 6.0], [2.0, 1.0, 0.0], [0.0, 0.0, np.cos(3.0)]])
    np.testing.assert_allclose(jacobian(f, forward=True)(x), by_hand)
    np.testing.assert_allclose(jacobian(f, forward=False)(x), by_hand)
    assert jacobian(lambda X: X @ np.ones(3))(np.ones((2, 3))).shape == (2, 2, 3)


def test_the_hessian_of_a_quadratic_is_its_matrix():
    A = np.array([[2.0, 1.0], [1.0, 3.0]])
    np.testing.assert_allclose(hessian(lambda w: 0.5 * w @ A @ w)(np.array([5.0, -1.0])), A)


def test_what_does_not_depend_has_the_derivative_zero():
    assert grad(lambda x: 3.0)(1.0) == 0.0
    assert grad(lambda x, y: y * y)(np.ones(2), 2.0).tolist() == [0.0, 0.0]
    assert grad(lambda x: float(np.sum(x > 0)))(np.ones(2)).tolist() == [0.0, 0.0]
    assert grad(lambda x, y: y * y)(np.ones(2, np.float32), 2.0).dtype == np.float32


def test_the_arguments_are_not_changed_and_can_be_written_into_again():
    x, c = np.ones(3), np.arange(6.0)
    grad(lambda x: np.sum(x * c[::2] * c[:3]))(x)
    x[0], c[0] = 5.0, 5.0
    assert x.tolist() == [5.0, 1.0, 1.0]


def test_whole_numbers_are_differentiated_as_real_ones():
    assert grad(lambda x: np.sum(x**2))(np.array([1, 2])).tolist() == [2.0, 4.0]


def test_a_branch_of_python_is_followed():
    f = grad(lambda x: x * x if x > 0 else -x)
    assert (f(3.0), f(-3.0)) == (6.0, -1.0)


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: grad(lambda x: x * 2)(np.ones(3)), ValueError, r"returned an array of shape \(3,\): add up"),
        (lambda: grad(lambda x: np.sum(np.i0(x)))(np.ones(3)), NoRule, r"np\.\w*\.?i0 has no rule"),
        (lambda: grad(lambda x: np.sum(np.arctan2(x, 1)))(np.ones(3)), NoRule, r"np\.arctan2 has no rule"),
        (lambda: grad(lambda x: np.multiply.reduce(x))(np.ones(3)), NoRule, r"np\.multiply with reduce"),
        (lambda: grad(_writes)(np.ones(3)), TypeError, "cannot be changed in place"),
        (lambda: grad(_adds_in_place)(np.ones(3)), TypeError, "cannot be changed in place"),
        (lambda: grad(_writes_into_a_constant)(np.ones(3)), ValueError, "read-only"),
        (lambda: grad(lambda x: float(x))(1.0), TypeError, r"float\(\) would forget"),
        (lambda: grad(lambda x: np.sum(np.array([x, x])))(1.0), TypeError, r"np\.array\(\) would forget"),
        (lambda: grad(lambda x: [1.0, 2.0][x])(1.0), TypeError, "is no index"),
        (lambda: grad(np.sum)(np.array([1j])), TypeError, "by real numbers"),
        (lambda: grad(lambda x: None)(1.0), ValueError, r"returned nothing \(None\): does its last line lack a return"),
        (lambda: vjp(lambda x: None, 1.0), ValueError, "returned nothing"),
        (lambda: jvp(lambda x: None, 1.0, 1.0), ValueError, "returned nothing"),
        (lambda: jacobian(lambda x: None)(np.ones(2)), ValueError, "returned nothing"),
        (lambda: grad(lambda x: {"loss": x})(1.0), ValueError, "returned a dict"),
        (lambda: grad(lambda x: "loss")(1.0), ValueError, "returned a str"),
        (lambda: grad(lambda x: np.sum(np.exp(1j * x)))(np.ones(2)), TypeError, "real numbers, and .* made complex"),
        (lambda: grad(lambda x: np.sum(np.abs(np.exp(1j * x))))(np.ones(2)), TypeError, "made complex ones"),
        (lambda: grad(lambda x: 1j)(1.0), TypeError, "made complex ones"),
        (lambda: vjp(lambda x: 1j * x, np.ones(2)), TypeError, "made complex ones"),
        (lambda: jvp(lambda x: 1j * x, 1.0, 1.0), TypeError, "made complex ones"),
        (
            lambda: hessian(lambda p: np.sum(p["a"] ** 2))({"a": np.ones(2)}),
            TypeError,
            "by one array, and here is a dict",
        ),
        (lambda: jacobian(lambda p: p["a"])({"a": np.ones(2)}), TypeError, "by one array, and here is a dict with 1"),
        (lambda: jacobian(lambda p: p[0] * p[1])([np.ones(2), 2.0]), TypeError, "here is a list with 2 in it"),
        (lambda: cross_entropy(np.zeros((2, 3)), np.array([0])), ValueError, r"\(2, 3\), and the labels \(1,\)"),
        (lambda: cross_entropy(np.zeros(3), np.array([0])), ValueError, r"have the shape \(3,\)"),
        (lambda: cross_entropy(np.zeros((0, 3)), np.array([], int)), ValueError, "a row of scores for each label"),
        (lambda: cross_entropy(np.zeros((2, 3)), [0, -1]), ValueError, r"labels\[1\] is -1: .*classes are 0 to 2"),
        (lambda: cross_entropy(np.zeros((2, 3)), [3, 1]), ValueError, r"labels\[0\] is 3"),
        (lambda: cross_entropy(np.zeros((2, 3)), [0.0, 1.0]), ValueError, "whole numbers, 0 to 2"),
        (lambda: grad(lambda z: cross_entropy(z, np.array([1])))(np.zeros((2, 3))), ValueError, r"labels \(1,\)"),
        (lambda: grad(np.sum)(np.array(["a"])), TypeError, "by real numbers"),
        (lambda: vjp(np.tanh, np.ones(3))[1](np.ones(2)), ValueError, r"\(2,\), and the result \(3,\)"),
        (lambda: jvp(np.tanh, np.ones(3), np.ones(2)), ValueError, r"\[\(2,\)\], and x \[\(3,\)\]"),
        (lambda: grad(lambda x: np.sum(x @ np.ones((4, 2))))(np.ones(3)), ValueError, "3.*4|4.*3"),
    ],
)
def test_what_is_refused_is_told(call, error, words):
    with pytest.raises(error, match=words):
        call()


def test_a_list_of_numbers_counts_as_an_array():
    def f(x):
        return np.stack([x[0] * x[1], x[0]])

    for forward in (False, True, None):
        assert jacobian(f, forward=forward)([2.0, 5.0]).tolist() == [[5.0, 2.0], [1.0, 0.0]]
    assert hessian(lambda x: x[0] * x[1] ** 2)([1, 3]).tolist() == [[0.0, 6.0], [6.0, 2.0]]


@pytest.mark.parametrize("forward", [True, False, None])
def test_the_jacobian_of_nothing_is_empty(forward):
    assert jacobian(lambda x: x * 2, forward=forward)(np.zeros(0)).shape == (0, 0)
    assert jacobian(lambda x: np.sum(x), forward=forward)(np.zeros(0)).shape == (0,)


def test_no_array_is_written_into_while_a_way_back_may_need_it():
    x, c = np.ones(3), np.arange(3.0)
    y, pull_back = vjp(lambda x: x * x * c, x)
    for array in (x, c):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 50.0
    y[:] = 7.0  # a copy
    assert pull_back(np.ones(3)).tolist() == [0.0, 2.0, 4.0]
    del pull_back
    x[0] = c[0] = 50.0
    assert x[0] == c[0] == 50.0


def test_a_result_that_is_changed_is_not_the_one_of_the_way_back():
    y, pull_back = vjp(np.exp, np.zeros(2))
    y -= 1.0
    assert pull_back(np.ones(2)).tolist() == [1.0, 1.0]


def test_the_last_of_two_ways_back_unlocks():
    c = np.arange(6.0)
    part = c[:2]
    _, first = vjp(lambda x: x * part, np.ones(2))
    _, second = vjp(lambda x: x * c, np.ones(6))
    del first
    for array in (part, c):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 9.0
    del second
    part[0] = c[1] = 9.0
    assert c.tolist()[:2] == [9.0, 9.0]


def test_what_somebody_else_has_locked_stays_locked():
    x = np.ones(2)
    x.flags.writeable = False
    grad(lambda x: np.sum(x * x))(x)
    assert not x.flags.writeable


def test_a_function_that_fails_leaves_nothing_locked():
    x = np.ones(2)
    for attempt in (lambda: vjp(_writes, x), lambda: grad(_writes)(x), lambda: vjp(lambda x: None, x)):
        with pytest.raises((TypeError, ValueError)):
            attempt()
        x[0] = 1.0


CHANGED_LATER = {
    "the array under a view that cannot be written into": (np.ones(1), lambda x, c: x * np.broadcast_to(c, (3,))),
    "an index": (np.array([0, 1, 1]), lambda x, i: x[i]),
    "an index in a tuple": (np.array([0, 1, 1]), lambda x, i: np.stack([x, x])[0, i]),
    "a condition": (np.array([True, False, True]), lambda x, c: np.where(c, x, 2 * x)),
    "labels": (np.array([0]), lambda x, c: cross_entropy(np.reshape(x, (1, 3)), c)),
}


@pytest.mark.parametrize("name", CHANGED_LATER)
def test_what_was_used_cannot_be_changed_before_the_way_back(name):
    c, use = CHANGED_LATER[name]

    def changes(x):
        y = use(x, c)
        c[0] = 2
        return np.sum(y)

    before = c.copy()
    with pytest.raises(ValueError, match="read-only"):
        grad(changes)(np.ones(3))
    np.testing.assert_array_equal(c, before)
    c[0] = 1  # and afterwards it can


def test_an_option_that_is_no_array_is_left_alone():
    """A type of NumPy is its own base."""

    @primitive([lambda g, y, x, dtype: g], [lambda t, y, x, dtype: t])
    def cast(x, dtype):
        return x.astype(dtype)

    assert grad(lambda x: np.sum(cast(x, dtype=np.dtype(float))))(np.ones(2)).tolist() == [1.0, 1.0]


def test_lists_may_be_changed_and_count_as_they_were():
    factors, index, condition = [1.0, 2.0], [0, 0], [True, False]

    def changes(x):
        y = x * factors + x[index] + np.where(condition, x, 5.0 * x)
        factors[0], index[0], condition[0] = 9.0, 1, False
        return np.sum(y)

    assert grad(changes)(np.ones(2)).tolist() == [4.0, 7.0]


def _writes(x):
    x[0] = 1.0
    return np.sum(x)


def _adds_in_place(x):
    x += 1.0
    return np.sum(x)


def _writes_into_a_constant(x):
    c = np.ones(3)
    y = np.sum(x * c)
    c[0] = 7.0
    return y


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize(
    ("f", "x", "words"),
    [
        (lambda x: np.sum(np.log(x)), np.array([1.0, -1.0]), r"log made the first NaN, of \[ 1., -1.\]"),
        (lambda x: np.sum(np.exp(np.sqrt(x - 2.0) * 0)), np.array([1.0]), "sqrt made the first NaN"),
        (lambda x: np.sqrt(np.sum(x * x)), np.zeros(2), "derivative of multiply made the first NaN|derivative of sqrt"),
        (np.sum, np.array([np.nan]), "argument of sum is NaN already"),
    ],
)
def test_the_operation_that_made_the_first_nan_is_named(f, x, words):
    with pytest.raises(FloatingPointError, match=words):
        grad(f)(x)


def test_an_operation_keeps_its_own_rule_in_derivatives_of_derivatives():
    def square_slope(moved, y, x):
        return moved * 2 * x

    @primitive([square_slope], [square_slope])
    def square(x):
        return np.sqrt(x * x) ** 2  # whose own slope at 0 has no value

    assert grad(grad(square))(0.0) == 2.0
    assert jvp(grad(square), 0.0, 1.0)[1] == 2.0
