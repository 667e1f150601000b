"""What expressions are worth: beside NumPy and SciPy, and their derivatives beside differences and SymPy."""

import inspect
from fractions import Fraction

import numpy as np
import pytest
import scipy.linalg
import scipy.special
import sympy

from derived.algebra import *
from derived.algebra.instances import Instance
from derived.derivation.claims import as_floats

n, p = sizes("n p")
i, j = index("i"), index("j")
X, A, H = matrix("X", n, p, "full column rank"), matrix("A", p, p), matrix("H", p, p, "positive definite")
D = matrix("D", n, p, "rank deficient")
R = matrix("R", n, p, "rows of probabilities")
L, chosen = matrix("L", n, p, "one-hot rows"), vector("l", p, "one-hot")
x, y, w, v = vector("x", n), vector("y", n), vector("w", p), vector("v", p)
a, b, t = scalar("a"), scalar("b"), scalar("t", "positive")
k, Y = scalar("k", "whole"), random_scalar("Y")
LETTERS = {s.name: s for s in (X, A, H, D, x, y, w, v, a, b, t, k)}

WORTH = {
    "product": (X @ w, lambda X, w: X @ w),
    "quadratic form": (v.T @ A @ w, lambda v, A, w: v @ A @ w),
    "outer product": (v @ w.T, lambda v, w: np.outer(v, w)),
    "row times matrix": (x.T @ X, lambda x, X: x @ X),
    "sum and difference": (2 * A - A.T + H, lambda A, H: 2 * A - A.T + H),
    "minus": (-w / t, lambda w, t: -w / t),
    "inverse": (inverse(H) @ v, lambda H, v: np.linalg.solve(H, v)),
    "inverse of the transpose": (inverse(A).T, lambda A: np.linalg.inv(A).T),
    "pseudo-inverse": (pseudo_inverse(X), lambda X: np.linalg.pinv(X)),
    "pseudo-inverse of dependent columns": (pseudo_inverse(D), lambda D: np.linalg.pinv(D, rcond=1e-9)),
    "trace": (trace(A @ H), lambda A, H: np.trace(A @ H)),
    "diagonal": (diag(w), lambda w: np.diag(w)),
    "entrywise": (hadamard(v, w), lambda v, w: v * w),
    "Euclidean norm": (norm(w), lambda w: np.linalg.norm(w)),
    "norm of order one": (norm(w, 1), lambda w: np.linalg.norm(w, 1)),
    "Frobenius norm": (norm(A, "F"), lambda A: np.linalg.norm(A, "fro")),
    "squared norm": (norm(y - X @ w) ** 2, lambda y, X, w: ((y - X @ w) ** 2).sum()),
    "block": (block([[ones(n), X]]), lambda X: np.column_stack([np.ones(len(X)), X])),
    "column": (column(a, b * t, 3), lambda a, b, t: np.array([a, b * t, 3])),
    "stacked": (block([[v], [w]]), lambda v, w: np.concatenate([v, w])),
    "identity": (identity(p) - A, lambda A: np.eye(len(A)) - A),
    "matrix power": (A**3, lambda A: np.linalg.matrix_power(A, 3)),
    "number power": (t**a, lambda t, a: t**a),
    "entry": (X[2, 1], lambda X: X[1, 0]),
    "row as a column": (X[2], lambda X: X[1]),
    "sum": (summation(i, n, x[i] * y[i]), lambda x, y: x @ y),
    "sum of vectors": (summation(i, n, x[i] * X[i]), lambda x, X: X.T @ x),
    "shifted sum": (summation(i, (2, n), x[i] * x[i - 1]), lambda x: x[1:] @ x[:-1]),
    "double sum": (summation(i, p, summation(j, p, A[i, j] * w[i] * w[j])), lambda A, w: w @ A @ w),
    "indexed product": (product(i, n, x[i] + 2), lambda x: np.prod(x + 2)),
    "largest": (maximum(i, n, absolute(x[i])), lambda x: np.abs(x).max()),
    "exp": (exp(w), lambda w: np.exp(w)),
    "log": (log(t), lambda t: np.log(t)),
    "square root": (sqrt(t), lambda t: np.sqrt(t)),
    "sine and cosine": (sin(a) * cos(b), lambda a, b: np.sin(a) * np.cos(b)),
    "tanh": (tanh(w), lambda w: np.tanh(w)),
    "sigmoid": (sigmoid(X @ w), lambda X, w: scipy.special.expit(X @ w)),
    "ReLU": (relu(w), lambda w: np.maximum(w, 0)),
    "absolute value and sign": (absolute(a) * sign(b), lambda a, b: abs(a) * np.sign(b)),
    "softmax": (softmax(w), lambda w: scipy.special.softmax(w)),
    "log-sum-exp": (logsumexp(w), lambda w: scipy.special.logsumexp(w)),
    "softmax, row by row": (softmax(X), lambda X: scipy.special.softmax(X, axis=1)),
    "log-sum-exp, row by row": (logsumexp(X), lambda X: scipy.special.logsumexp(X, axis=1)),
    "rows of probabilities": (R @ ones(p), lambda X: np.ones(len(X))),
    "one-hot rows": (hadamard(L, L) @ ones(p), lambda X: np.ones(len(X))),
    "one-hot": (hadamard(chosen, chosen).T @ ones(p), lambda X: 1.0),
    "cases": (cases((a, a > 0), otherwise=-2 * a), lambda a: a if a > 0 else -2 * a),
    "indicator": (indicator(a > b), lambda a, b: float(a > b)),
    "substituted": (substitute(a**2 + b, a, b + 1), lambda b: (b + 1) ** 2 + b),
    "minimizer": (argmin(norm(y - X @ w) ** 2, w), lambda y, X: np.linalg.lstsq(X, y)[0]),
    "geometric limit": (limit(a / b + 1 / k, k), lambda a, b: a / b),
}


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", WORTH)
def test_worth_what_numpy_says(name, seed):
    expression, function = WORTH[name]
    here = Instance(seed, "float")
    given = [as_floats(LETTERS[letter].at(here)) for letter in inspect.signature(function).parameters]
    np.testing.assert_allclose(as_floats(expression.at(here)), function(*given), rtol=1e-7, atol=1e-9)


BODIES = {
    "least squares": (norm(y - X @ w) ** 2, w),
    "quadratic form": (w.T @ A @ w, w),
    "in a matrix": (norm(A @ v - w, 1), A),
    "log determinant's cousin": (log(w.T @ H @ w), w),
    "logistic loss": (-summation(i, n, log(sigmoid(x[i] * (X[i].T @ w)))), w),
    "softmax and its logarithm": (logsumexp(A @ w) - softmax(w).T @ v, w),
    "inverse": (v.T @ inverse(A) @ v, A),
    "norm": (norm(A @ w), w),
    "trace": (trace(A.T @ H @ A), A),
    "entrywise functions": (tanh(w).T @ exp(A @ w), w),
    "a number": (sin(a) ** 2 * sqrt(t) / (1 + a**2), a),
    "a power": (t**a, t),
}


@pytest.mark.parametrize("name", BODIES)
def test_gradients_beside_central_differences(name):
    body, variable = BODIES[name]
    here = Instance(3, "float")
    at = np.asarray(as_floats(variable.at(here)), dtype=float)
    h = 1e-6
    differences = np.zeros(at.shape)
    for place in np.ndindex(*at.shape):
        step = np.zeros(at.shape)
        step[place] = h
        above, below = (body.at(here.bind({variable: _value(at + s)})) for s in (step, -step))
        differences[place] = (float(above) - float(below)) / (2 * h)
    computed = (gradient if at.shape else partial)(body, variable).at(here)
    np.testing.assert_allclose(as_floats(computed), differences, rtol=1e-6, atol=1e-7)


def _value(array):
    return array.astype(object) if array.shape else float(array)


@pytest.mark.parametrize("k_", [-1, 0, 4])
def test_an_entry_that_is_not_there_has_no_derivative(k_):
    u = vector("u", 3)
    with pytest.raises(IndexError, match=rf"asks for entry \({k_},\) of \(3,\)"):
        partial(norm(u) ** 2, u[k_]).at(Instance(0))


def test_the_gradient_by_a_row_is_that_row_of_the_gradient():
    here, loss = Instance(0), norm(A @ w) ** 2
    np.testing.assert_array_equal(gradient(loss, A[1]).at(here), gradient(loss, A).at(here)[0])
    np.testing.assert_array_equal(jacobian_of(A @ w, A[1]).at(here)[0], w.at(here))


@pytest.mark.parametrize("name", ["least squares", "quadratic form", "logistic loss", "softmax and its logarithm"])
def test_hessians_beside_differences_of_gradients(name):
    body, variable = BODIES[name]
    here = Instance(5, "float")
    at, h = np.asarray(as_floats(variable.at(here)), dtype=float), 1e-6
    rows = []
    for k_ in range(len(at)):
        step = h * np.eye(len(at))[k_]
        above, below = (gradient(body, variable).at(here.bind({variable: _value(at + s)})) for s in (step, -step))
        rows.append((as_floats(above) - as_floats(below)) / (2 * h))
    computed = as_floats(hessian_of(body, variable).at(here))
    np.testing.assert_allclose(computed, rows, rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(computed, computed.T, rtol=1e-9, atol=1e-12)


def test_jacobians_have_a_row_for_each_output():
    here = Instance(2, "float")
    inside = as_floats((X @ w).at(here))
    slopes = scipy.special.expit(inside) * scipy.special.expit(-inside)
    expected = slopes[:, None] * as_floats(X.at(here))
    np.testing.assert_allclose(as_floats(jacobian_of(sigmoid(X @ w), w).at(here)), expected, rtol=1e-12)


@pytest.mark.parametrize(
    "body", [a**3 * b - a / b, exp(a * b) * sin(a), log(1 + a**2), tanh(a) / (2 + cos(a)), (a - b) ** 4 / (1 + b**2)]
)
def test_partial_derivatives_beside_sympy(body):
    here = Instance(0, "symbolic")
    expected = sympy.diff(body.at(here), a.at(here))
    assert sympy.simplify(partial(body, a).at(here) - expected) == 0


def test_sizes_are_added_subtracted_and_multiplied():
    here = Instance(0)
    for size in (n + p, n - p, n - 1, 2 * p, (n - p) * (p + 1)):
        assert len(vector("u", size).at(here)) == size.at(here)


def test_exact_instances_are_fractions_without_rounding():
    here = Instance(4)
    value = (norm(y - X @ w) ** 2 / 3).at(here)
    assert isinstance(value, Fraction)
    X_, y_, w_ = (s.at(here) for s in (X, y, w))
    by_hand = sum((y_[r] - sum(X_[r, c] * w_[c] for c in range(len(w_)))) ** 2 for r in range(len(y_)))
    assert value == Fraction(by_hand, 3)


def test_solving_is_exact():
    here = Instance(1)
    best = argmin(norm(y - X @ w) ** 2, w).at(here)
    normal = (X.T @ (y - X @ w)).at(here.bind({w: best}))
    assert all(residual == 0 for residual in normal)


def test_orthonormal_columns_are_so_exactly():
    Q = matrix("Q", n, p, "orthonormal")
    assert ((Q.T @ Q).at(Instance(6)) == np.eye(Instance(6).dims(Q.shape)[1], dtype=int)).all()


def test_conditions_hold_in_floats_too():
    here = Instance(8, "float")
    assert np.linalg.eigvalsh(as_floats(H.at(here))).min() > 0
    assert np.linalg.matrix_rank(as_floats(D.at(here))) < as_floats(D.at(here)).shape[1]
    R = matrix("R", p, p, "upper triangular")
    triangle = as_floats(R.at(here))
    np.testing.assert_array_equal(triangle, np.triu(triangle))
    scipy.linalg.solve_triangular(triangle, np.ones(len(triangle)))  # raises if it were singular


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda n, p: scalar("s", "postive"), r"s: unknown condition 'postive'; known: whole, .*positive"),
        (lambda n, p: vector("v", n, "> one"), "unknown condition '> one'"),
        (lambda n, p: scalar("s", "symmetric"), "s: 'symmetric' is said of a square matrix, and s is a scalar"),
        (lambda n, p: vector("v", n, "orthonormal"), "'orthonormal' is said of a matrix, and v is a vector"),
        (lambda n, p: matrix("A", n, p, "unit"), "'unit' is said of a vector, and A is another matrix"),
        (
            lambda n, p: matrix("A", n, p, "symmetric"),
            "'symmetric' is said of a square matrix, and A is another matrix",
        ),
    ],
)
def test_a_condition_is_judged_where_the_letter_is_made(make, words):
    with pytest.raises(ValueError, match=words):
        make(*sizes("n p"))


def test_two_conditions_of_a_kind_are_refused():
    for conditions in (("orthonormal", "symmetric"), ("whole", "binary")):
        with pytest.raises(ValueError, match="cannot be drawn together"):
            matrix("Q", p, p, *conditions)
    with pytest.raises(ValueError, match="no number is more than 2 and less than 1"):
        scalar("x", "> 2", "< 1")
    assert matrix("Q", p, p, "symmetric", "positive").at(Instance(0)).min() > 0


def test_increasing_entries():
    lam = vector("lambda", n, "increasing")
    for kind in ("exact", "float"):
        values = Instance(1, kind)[lam]
        assert values[0] > 0
        assert (np.diff(values) > 0).all()


def test_a_mini_batch_of_any_size():
    n, B = sizes("n B")
    rows = drawn_rows("k", B, n)
    data = vector("x", n)
    mean = summation(j, B, data[rows[j]]) / B
    for seed in (0, 1):
        here = Instance(seed)
        assert len(rows.at(here)) == here[B]
        numbers = as_floats(data.at(here))
        np.testing.assert_allclose(float(expectation(mean).at(here)), numbers.mean())
        np.testing.assert_allclose(float(variance(mean).at(here)), numbers.var() / float(here[B]))


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: norm(w, 3), r"the order is 3: norms 1 and 2 are for vectors, 'F' and 2 for matrices"),
        (lambda: norm(w, 0), "the order is 0"),
        (lambda: norm(w, INFINITY), "the order is ∞"),
        (lambda: norm(w, "inf"), "the order is 'inf'"),
        (lambda: norm(w, "F"), "is a vector of p, and the order is 'F'"),
        (lambda: norm(A), "is a matrix of p × p, and the order is 2"),
        (lambda: norm(a, 1), "is a scalar"),
        (lambda: substitute(w[1] ** 2, w[1], 3), r"w_\{1\} is no whole letter.*: name a letter"),
        (lambda: substitute(a**2, 2, 3), "2 is no whole letter"),
        (lambda: define("f", w[1], w[1] ** 2), r"w_\{1\} is no whole letter"),
        (lambda: exp(A), "is a matrix of p × p: exp of it would be read as the matrix exponential"),
        (lambda: absolute(X), "is a matrix of n × p: abs of it would be read as a determinant"),
        (lambda: partial(expectation(Y**2), Y), "Y is random"),
        (lambda: substitute(expectation(Y**2), Y, a), "Y is random.*; write the formula of another letter"),
        (lambda: argmin(expectation((Y - a) ** 2), Y), "Y is random"),
        (lambda: limit(expectation(Y), Y, 0), "Y is random"),
        (lambda: define("f", Y, Y**2), "Y is random"),
        (lambda: softmax(a), "a is a scalar: softmax takes a vector"),
        (lambda: logsumexp(a), "a is a scalar: logsumexp takes a vector"),
        (lambda: maximum(i, n, X[i]), "is a vector of p: a maximum is of scalars"),
        (lambda: limit(a, w, 0), "a vector of p: a limit is taken as a scalar goes to a number"),
        (lambda: limit(w[1], w[1], 0), r"w_\{1\} is no whole letter"),
        (lambda: limit(a, a, w), "a vector of p: a limit is taken as a scalar goes"),
    ],
)
def test_what_does_not_fit_is_refused_while_it_is_written(make, words):
    with pytest.raises(ShapeError, match=words):
        make()


def test_a_chain_of_inequalities_is_not_read_as_its_last():
    with pytest.raises(TypeError, match=r"x > 0.*all_of"):  # Python reads 0 < x < 1 as (0 < x) and (x < 1)
        0 < scalar("x") < 1  # noqa: B015
