"""A step written out as straight code: the same numbers as `value_and_grad`, and what is refused."""

from collections import namedtuple

import numpy as np
import pytest

from derived.autodiff.reverse import (
    NotCompiled,
    affine,
    compiled,
    cross_entropy,
    grad,
    leaves,
    logsumexp,
    primitive,
    relu,
    value_and_grad,
    vjp,
)


def network(params, X, labels, penalty=0.0):
    h = X
    for W, b in params["layers"]:
        h = relu(affine(h, W, b))
    loss = cross_entropy(affine(h, *params["last"]), labels)
    return loss + penalty * sum(np.sum(W**2) for W, _ in params["layers"])


def problem(seed, n=7, dtype=float):
    rng = np.random.default_rng(seed)

    def layer(p, q):
        return rng.standard_normal((p, q)).astype(dtype), rng.standard_normal(q).astype(dtype)

    params = {"layers": [layer(5, 4), layer(4, 3)], "last": layer(3, 2)}
    return params, rng.standard_normal((n, 5)).astype(dtype), rng.integers(0, 2, n)


def assert_same(found, wanted):
    """Of the same kinds, and as near as numbers get that go through the same operations."""
    for one, other in zip(leaves(found), leaves(wanted), strict=True):
        assert type(one) is type(other)
        assert np.asarray(one).dtype == np.asarray(other).dtype
        np.testing.assert_allclose(one, other, rtol=8 * np.finfo(np.asarray(one).dtype).eps)


@pytest.mark.parametrize("dtype", [float, np.float32])
def test_other_values_of_the_same_form_go_through_the_same_code(dtype):
    step, calls = compiled(lambda *arguments: calls.append(1) or network(*arguments)), []
    for seed in range(4):
        params, X, labels = problem(seed, dtype=dtype)
        assert_same(step(params, X, labels, 0.1 * seed), value_and_grad(network)(params, X, labels, 0.1 * seed))
    assert len(calls) == 2  # for the first arguments alone: once to see what it does, once to write it down


def test_another_form_is_written_anew():
    step = compiled(network)
    codes = set()
    for n in (7, 3, 7):
        params, X, labels = problem(n, n)
        assert_same(step(params, X, labels), value_and_grad(network)(params, X, labels))
        assert_same(step(params, X, labels, penalty=0.5), value_and_grad(network)(params, X, labels, penalty=0.5))
        codes.add(step.code)
    assert len(step._versions) == 4
    half = step(*problem(1, dtype=np.float32))
    assert len(step._versions) == 5
    assert_same(half, value_and_grad(network)(*problem(1, dtype=np.float32)))


def test_whole_numbers_and_words_belong_to_the_form():
    def f(x, times, name):
        for _ in range(times):
            x = x * x
        return np.sum(x) if name == "sum" else np.mean(x)

    step = compiled(f)
    for times, name in ((1, "sum"), (2, "sum"), (2, "mean"), (True, "sum"), (1, "sum")):
        assert_same(step(np.array([1.5, 2.0]), times, name), value_and_grad(f)(np.array([1.5, 2.0]), times, name))
    assert len(step._versions) == 4


OTHERS = {
    "a number": (lambda w, x: np.sum(w * x) + w**2, [(2.0, np.ones(3)), (-1.0, np.arange(3.0))]),
    "the second argument's": (
        lambda x, w: logsumexp(w * x - x),
        [(np.ones(3), np.arange(3.0)), (np.arange(3.0), np.ones(3))],
    ),
    "what the value does not depend on": (
        lambda w, x: np.sum(x),
        [(np.ones(2), np.ones(3)), (np.zeros(2), np.zeros(3))],
    ),
    "parts that it does not depend on": (
        lambda w, x: np.sum(w[0] * x),
        [((np.ones(3), 2.0, np.ones(2)), np.arange(3.0)), ((np.zeros(3), 1.0, np.zeros(2)), np.ones(3))],
    ),
    "parts of 32 bits that it does not depend on": (
        lambda w, x: np.sum(w[0] * x),
        [([np.ones(2, np.float32), np.ones(3, np.float32)], np.ones(2, np.float32)) for _ in range(2)],
    ),
    "the argument itself": (lambda w, x: w, [(2.0, 1.0), (3.0, 1.0)]),
    "what is used many times": (
        lambda w, x: np.sum(np.stack([w, w * w, x]) @ (w + w)),
        [(np.array([1.0, 2.0]), np.ones(2)), (np.array([3.0, -2.0]), np.zeros(2))],
    ),
    "shares that are one array": (
        lambda w, x: np.sum(((w[0] + w[1]) + (w[0] + w[1]) + w[0] + (w[0] + w[1])) * x),
        [((np.ones(2), np.ones(2)), np.array([1.0, 10.0])), ((np.ones(2), np.zeros(2)), np.array([2.0, 3.0]))],
    ),
    "data that are centered": (
        lambda w, x: np.mean((x - x.mean(axis=0)) @ w) + np.sum((x / len(x)) @ w),
        [(np.ones(2), np.arange(6.0).reshape(3, 2)), (np.arange(2.0), np.ones((3, 2)))],
    ),
    "whole numbers in data": (
        lambda w, x: np.sum(w * x),
        [(np.ones(2), np.array([1, 2])), (np.ones(2), np.array([3, 5]))],
    ),
    "numbers of 32 bits": (
        lambda w, x: w * np.sum(x),
        [(2.0, np.ones(2, np.float32)), (3.0, np.arange(2, dtype=np.float32))],
    ),
    "a number of 64 bits among 32": (
        lambda w, x: np.sum(w * x),
        [(np.ones(2, np.float32), np.float64(3.0)), (np.zeros(2, np.float32), np.float64(2.0))],
    ),
    "arrays of a single number": (
        lambda w, x: w * w * x,
        [(np.array(2.0), np.array(3.0)), (np.array(1.0), np.array(5.0))],
    ),
    "a constant": (lambda w, x: np.sum(w * x) * 10**30 * np.float64(2.0), [(np.ones(2), 1.0), (np.zeros(2), 2.0)]),
    "parts of arrays": (
        lambda w, x: np.sum(w[1:, ::2] * x) + w[0, 0],
        [(np.ones((3, 4)), 2.0), (np.zeros((3, 4)), 3.0)],
    ),
}


@pytest.mark.parametrize("name", OTHERS)
def test_the_gradient_is_that_of_value_and_grad(name):
    f, calls = OTHERS[name]
    argument = int(name.startswith("the second"))
    step = compiled(f, argument)
    for arguments in (*calls, calls[0]):
        assert_same(step(*arguments), value_and_grad(f, argument)(*arguments))
    assert len(step._versions) == 1


def test_parameters_keep_their_form():
    Layer = namedtuple("Layer", "W b")
    step = compiled(lambda p: np.sum(p["first"].W @ p["first"].b) + sum(p["rest"][0]) * p[3])
    for scale in (1.0, 2.0):
        params = {"first": Layer(np.eye(2), scale * np.ones(2)), "rest": [(scale, 2.0)], 3: scale}
        gradient = step(params)[1]
        assert type(gradient["first"]) is Layer
        assert gradient["rest"] == [(scale, scale)]
        assert gradient["first"].b.tolist() == [1.0, 1.0]
        assert gradient[3] == 2.0 + scale
    assert len(step._versions) == 1


def test_what_was_returned_is_not_written_over():
    step = compiled(network)
    step(*problem(0))
    value, gradient = step(*problem(1))
    kept = [np.copy(g) for g in leaves(gradient)]
    step(*problem(2))
    assert_same(leaves(gradient), kept)
    gradient["last"][0][:] = 0.0  # and it may be written into
    params, X, _ = problem(3)
    params["last"][0][:] = X[0, 0] = 1.0  # and so may the arguments
    assert value == value_and_grad(network)(*problem(1))[0]


def test_an_operation_with_one_name_and_another_rule_is_another():
    def times(factor, name):
        return primitive([lambda g, y, x: factor * g], [lambda t, y, x: factor * t], name=name)(lambda x: factor * x)

    double, triple = times(2, "a2"), times(3, "step")
    step = compiled(lambda x: np.sum(triple(double(x))))
    for x in (np.ones(2), np.zeros(2)):
        assert step(x)[1].tolist() == [6.0, 6.0]


def test_many_operations_in_a_row():
    def chain(x):
        for _ in range(5_000):
            x = x * 0.9999 + 0.00001
        return x

    step = compiled(chain)
    step(1.0)
    assert_same(step(2.0), value_and_grad(chain)(2.0))


def test_only_so_many_forms_are_kept():
    step = compiled(lambda x, n: x * n)
    for n in range(250):
        assert step(3.0, n) == (3.0 * n, float(n))
    assert len(step._versions) == 100


state = np.random.default_rng(0)
FIXED = np.ones(3)


@pytest.mark.parametrize(
    ("f", "words"),
    [
        (lambda x: np.sum(x if np.sum(x) > 0 else -x), "depends on a value"),
        (lambda x: np.sum(x) if np.sum(x) else x[0], "depends on a value"),
        (lambda x: np.sum(x * np.sign(x)), "depends on a value"),
        (lambda x: np.sum(np.where(x > 0, x, 0.0)), "depends on a value"),
        (lambda x: x[np.argmax(x)], "depends on a value"),
        (lambda x: np.sum(np.sort(x.value) * x), "multiply uses an array of shape \\(3,\\)"),
        (lambda x: np.linalg.slogdet(np.outer(x, x) + np.eye(3))[1], "add uses an array of shape \\(3, 3\\)"),
        (lambda x: np.linalg.det(np.diag(x)), "depends on a value"),
        (lambda x: np.sum(x * FIXED), "multiply uses an array of shape \\(3,\\) .* Give such arrays as arguments"),
        (lambda x: np.sum(x + np.zeros_like(x)), "add uses an array of shape \\(3,\\)"),
        (lambda x: np.sum(x * [1.0, 2.0, 3.0]), "multiply uses an array of shape \\(3,\\)"),
        (lambda x: np.sum(x[np.array([0, 1, 1])]), "indexing uses an array of shape \\(3,\\)"),
        (lambda x: np.sum(x[[0, 1, 1]]), "indexing uses a list"),
        (lambda x: np.sum(np.stack([x, x])[0, [0, 1]]), "indexing uses a list"),
        (lambda x: np.sum(x * state.standard_normal(3)), "multiply uses an array of shape"),
        (lambda x: np.sum(x * state.standard_normal()), "something else when called again"),
        (lambda x: np.sum(x * grad(lambda y: np.sum(y * y))(x)), "depends on a value"),
    ],
)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_what_may_be_something_else_the_next_time_is_refused(f, words):
    with pytest.raises(NotCompiled, match=words):
        compiled(f)(np.array([2.0, 1.0, 3.0]))


def test_an_index_that_is_an_argument_is_refused():
    with pytest.raises(NotCompiled, match=r"indexing uses an array of shape \(2,\)"):
        compiled(lambda x, rows: np.sum(x[rows]))(np.ones(3), np.array([0, 1]))


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: compiled(lambda x: x * 2)(np.ones(3)), ValueError, r"returned an array of shape \(3,\): add up"),
        (lambda: compiled(lambda x: None)(1.0), ValueError, "returned nothing"),
        (lambda: compiled(lambda x: np.sum(np.exp(1j * x)))(np.ones(2)), TypeError, "made complex"),
        (lambda: compiled(np.sum)(np.array([1, 2])), NotCompiled, r"array\(\[1, 2\]\): make it one"),
        (lambda: compiled(lambda x: x * x)(3), NotCompiled, "here is 3: make it one"),
        (lambda: compiled(lambda x, s: x)(1.0, {1, 2}), TypeError, "unhashable type: 'set'"),
        (lambda: compiled(np.sum)(np.ma.ones(2)), TypeError, "arrays, floats, trees of them"),
        (lambda: grad(compiled(lambda x: x * x))(3.0), NotCompiled, "is not differentiated again"),
        (lambda: compiled(_writes_into_a_constant)(np.ones(3), np.ones(3)), ValueError, "read-only"),
        (lambda: _known(network)(*problem(1)[:2], np.full(7, 2)), ValueError, r"labels\[0\] is 2"),
        (lambda: _known(network)(*problem(1)[:2], np.array([0, 1])), ValueError, r"labels \(2,\)"),
    ],
)
def test_what_is_refused_is_told(call, error, words):
    with pytest.raises(error, match=words):
        call()


def _known(f):
    step = compiled(f)
    step(*problem(0))
    return step


def _writes_into_a_constant(x, c):
    y = np.sum(x * c)
    c[0] = 7.0
    return y


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_the_operation_that_made_the_first_nan_is_named_in_a_later_step_too():
    step = compiled(lambda w, x: np.sum(np.log(w * x)))
    step(np.ones(2), np.ones(2))
    with pytest.raises(FloatingPointError, match=r"log made the first NaN, of \[ 1., -2.\]"):
        step(np.ones(2), np.array([1.0, -2.0]))
    back = compiled(lambda w: np.sqrt(np.sum(w * w)))
    back(np.ones(2))
    with pytest.raises(FloatingPointError, match="made the first NaN"):
        back(np.zeros(2))


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_infinities_that_cancel_in_the_check_alone_are_no_nan():
    step = compiled(lambda w: np.sum(np.log(w)))
    step(np.ones(1))
    value, gradient = step(np.zeros(1))  # minus infinity, with a slope of infinity: their sum is NaN
    assert value == -np.inf
    assert gradient.tolist() == [np.inf]


def test_nothing_stays_locked():
    params, X, labels = problem(0)
    step = compiled(network)
    step(params, X, labels)
    with pytest.raises(NotCompiled):
        compiled(lambda x: np.sum(x) if x[0, 0] > 0 else -x[0, 0])(X)
    for array in (*leaves(params), X, labels):
        assert array.flags.writeable
    assert vjp(np.sum, X)[0] == X.sum()
