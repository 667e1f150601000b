"""Every rule against difference quotients, both ways through it, and once more in second order."""

import numpy as np
import pytest

from derived.autodiff import ELEMENTARY, apply, reverse
from derived.autodiff.reverse import affine, cross_entropy, grad, jvp, logsumexp, relu, sigmoid, softmax, softplus, vjp

rng = np.random.default_rng(5)


def normal(*shape):
    return rng.standard_normal(shape)


def positive(*shape):
    return rng.uniform(0.5, 2.0, shape)


A, B = normal(3, 4), normal(4, 2)
SQUARE = normal(3, 3) + 3 * np.eye(3)
LABELS = np.array([2, 0, 1])

OPERATIONS = {
    "add, broadcast": (lambda x: x + A, normal(4)),
    "subtract, a column": (lambda x: A - x, normal(3, 1)),
    "multiply, a number": (lambda x: x * A, normal()),
    "divide": (lambda x: A / x, positive(3, 4)),
    "divide, the other": (lambda x: x / (1 + A**2), normal(3, 4)),
    "a whole power": (lambda x: x**3, normal(5)),
    "a power of a number": (lambda x: x**2.5, positive(5)),
    "a number to a power": (lambda x: 2.5**x, normal(5)),
    "a power of zero": (lambda x: x**2, np.zeros(2)),
    "minus": (lambda x: -x, normal(2)),
    "reciprocal": (np.reciprocal, positive(3)),
    "square": (np.square, normal(3)),
    "sqrt": (np.sqrt, positive(3)),
    "cbrt": (np.cbrt, positive(3)),
    "exp": (np.exp, normal(3)),
    "expm1": (np.expm1, normal(3)),
    "exp2": (np.exp2, normal(3)),
    "log": (np.log, positive(3)),
    "log1p": (np.log1p, positive(3)),
    "log2": (np.log2, positive(3)),
    "log10": (np.log10, positive(3)),
    "logaddexp": (lambda x: np.logaddexp(x, A), normal(4)),
    "logaddexp, the other": (lambda x: np.logaddexp(A, x), normal(4)),
    "sin": (np.sin, normal(3)),
    "cos": (np.cos, normal(3)),
    "tan": (np.tan, normal(3) / 4),
    "arcsin": (np.arcsin, normal(3) / 8),
    "arccos": (np.arccos, normal(3) / 8),
    "arctan": (np.arctan, normal(3)),
    "sinh": (np.sinh, normal(3)),
    "cosh": (np.cosh, normal(3)),
    "tanh": (np.tanh, normal(3)),
    "absolute": (np.abs, np.array([-1.5, 0.5, 2.0])),
    "maximum": (lambda x: np.maximum(x, A), normal(4)),
    "minimum": (lambda x: np.minimum(A, x), normal(4)),
    "clip": (lambda x: np.clip(x, -0.5, 0.5), np.array([-2.0, 0.1, 0.3, 4.0])),
    "sigmoid": (sigmoid, normal(3)),
    "relu": (relu, np.array([-1.0, 2.0])),
    "softplus": (softplus, normal(3)),
    "an entry": (lambda x: x[1], normal(3)),
    "a part": (lambda x: x[1:, ::2], normal(3, 4)),
    "rows, one twice": (lambda x: x[[0, 2, 0]], normal(3, 4)),
    "where a mask says": (lambda x: x[A > 0], normal(3, 4)),
    "a new axis": (lambda x: x[:, None] * A.T, normal(4)),
    "reshape": (lambda x: x.reshape(2, 6), normal(3, 4)),
    "ravel": (np.ravel, normal(3, 4)),
    "expand_dims": (lambda x: np.expand_dims(x, 1), normal(3)),
    "squeeze": (np.squeeze, normal(3, 1)),
    "transpose": (lambda x: x.T @ A, normal(3, 4)),
    "transpose of three axes": (lambda x: np.transpose(x, (2, 0, 1)), normal(2, 3, 4)),
    "swapaxes": (lambda x: np.swapaxes(x, 0, 2), normal(2, 3, 4)),
    "moveaxis": (lambda x: np.moveaxis(x, 0, -1), normal(2, 3, 4)),
    "flip": (lambda x: np.flip(x, 1), normal(3, 4)),
    "broadcast_to": (lambda x: np.broadcast_to(x, (3, 4)), normal(4)),
    "trace": (np.trace, SQUARE),
    "diag of a matrix": (np.diag, SQUARE),
    "diag of a vector": (np.diag, normal(3)),
    "concatenate": (lambda x: np.concatenate([x, A, 2 * x]), normal(2, 4)),
    "concatenate, side by side": (lambda x: np.concatenate([A, x], axis=1), normal(3, 2)),
    "stack": (lambda x: np.stack([x, x * x], axis=-1), normal(3)),
    "where": (lambda x: np.where(A > 0, x, 2 * x), normal(4)),
    "sum": (np.sum, normal(3, 4)),
    "sum of columns": (lambda x: np.sum(x, axis=0), normal(3, 4)),
    "sum, axes kept": (lambda x: x / x.sum(axis=1, keepdims=True), positive(3, 4)),
    "sum over two axes": (lambda x: np.sum(x, axis=(0, 2)), normal(2, 3, 4)),
    "mean": (lambda x: np.mean(x, axis=-1), normal(3, 4)),
    "variance": (lambda x: np.var(x, axis=0, ddof=1), normal(3, 4)),
    "deviation": (np.std, normal(5)),
    "max": (np.max, normal(6)),
    "max of rows": (lambda x: x.max(axis=1), normal(3, 4)),
    "min": (lambda x: np.min(x, axis=0, keepdims=True), normal(3, 4)),
    "product": (np.prod, normal(4)),
    "product with a zero": (np.prod, np.array([2.0, 0.0, 3.0])),
    "product with two": (lambda x: np.prod(x, axis=1), np.array([[0.0, 0.0, 3.0], [1.0, 2.0, 3.0]])),
    "cumsum": (np.cumsum, normal(4)),
    "cumsum of rows": (lambda x: np.cumsum(x, axis=1), normal(3, 4)),
    "logsumexp": (logsumexp, normal(4)),
    "logsumexp of rows": (lambda x: logsumexp(x, axis=1, keepdims=True), normal(3, 4)),
    "softmax": (softmax, normal(3, 4)),
    "cross entropy": (lambda x: cross_entropy(x, LABELS), normal(3, 4)),
    "matrix times matrix": (lambda x: x @ B, normal(3, 4)),
    "matrix times matrix, the other": (lambda x: A @ x, normal(4, 2)),
    "matrix times vector": (lambda x: A @ x, normal(4)),
    "matrix times vector, the matrix": (lambda x: x @ B[:, 0], normal(3, 4)),
    "vector times matrix": (lambda x: x @ B, normal(4)),
    "vector times matrix, the matrix": (lambda x: A[0] @ x, normal(4, 2)),
    "vector times vector": (lambda x: x @ A[0], normal(4)),
    "vector times itself": (lambda x: x @ x, normal(4)),
    "stacks of matrices": (lambda x: x @ normal_stack, normal(2, 3, 4)),
    "a stack and a matrix": (lambda x: normal_stack @ x, normal(2, 3)),
    "a stack and a vector": (lambda x: normal_stack @ x, normal(2)),
    "a vector and a stack": (lambda x: x @ normal_stack, normal(4)),
    "dot": (lambda x: np.dot(2.0, np.dot(x, B)), normal(3, 4)),
    "outer": (lambda x: np.outer(x, A[0]), normal(3)),
    "norm": (np.linalg.norm, normal(4)),
    "einsum, a product": (lambda x: np.einsum("ij,jk->ik", x, B), normal(3, 4)),
    "einsum, the other": (lambda x: np.einsum("ij,jk->ki", A, x), normal(4, 2)),
    "einsum, a lonely axis": (lambda x: np.einsum("ij,k->k", x, A[0]), normal(3, 4)),
    "einsum, all of it": (lambda x: np.einsum("bi,bi->b", x, A), normal(3, 4)),
    "affine": (lambda x: affine(x, B, B[0]), normal(3, 4)),
    "affine, the weights": (lambda x: affine(A, x, B[0]), normal(4, 2)),
    "affine, the offsets": (lambda x: affine(A, B, x), normal(2)),
    "inverse": (np.linalg.inv, SQUARE),
    "solve": (lambda x: np.linalg.solve(x, A[:, 0]), SQUARE),
    "solve, the right side": (lambda x: np.linalg.solve(SQUARE, x), normal(3)),
    "solve, columns": (lambda x: np.linalg.solve(x, A), SQUARE),
    "solve, the columns": (lambda x: np.linalg.solve(SQUARE, x), normal(3, 2)),
    "determinant": (np.linalg.det, SQUARE),
    "log-determinant": (lambda x: np.linalg.slogdet(x)[1], SQUARE),
}
normal_stack = normal(2, 4, 2)

SHARED = [name for name in ELEMENTARY if hasattr(reverse, name) or hasattr(np, name)]


@pytest.mark.parametrize("name", SHARED)
def test_arrays_and_formulas_have_the_same_elementary_functions(name):
    f, entry = getattr(reverse, name, None) or getattr(np, name), ELEMENTARY[name]
    points = [t for t in (-30.0, -1.5, 0.0, 0.3, 2.0, 30.0) if entry.domain is None or (t and entry.domain(t))]
    x = np.array(points)
    np.testing.assert_allclose(f(x), [apply(name, t) for t in points], rtol=1e-13, atol=1e-16)
    slopes = grad(lambda t: np.sum(f(t) + 0 * t))(x)
    np.testing.assert_allclose(slopes, [entry.derivative(t, apply) for t in points], rtol=1e-11, atol=1e-11)


operations = pytest.mark.parametrize("name", OPERATIONS)


def difference(f, x, direction, h=1e-6):
    """The central difference quotient."""
    return (f(x + h * direction) - f(x - h * direction)) / (2 * h)


@operations
def test_a_tangent_is_the_difference_quotient(name):
    f, x = OPERATIONS[name]
    x = np.asarray(x)
    t = np.random.default_rng(1).standard_normal(x.shape)
    y, moved = jvp(f, x, t)
    np.testing.assert_allclose(y, f(x), rtol=1e-15)
    np.testing.assert_allclose(moved, difference(f, x, t), rtol=1e-6, atol=1e-8)
    assert np.shape(moved) == np.shape(y)


@operations
def test_the_way_back_is_the_transpose_of_the_way_on(name):
    f, x = OPERATIONS[name]
    x = np.asarray(x)
    here = np.random.default_rng(2)
    t = here.standard_normal(x.shape)
    y, pull_back = vjp(f, x)
    v = here.standard_normal(np.shape(y))
    back = pull_back(v)
    assert np.shape(back) == x.shape
    np.testing.assert_allclose(np.sum(back * t), np.sum(v * jvp(f, x, t)[1]), rtol=1e-12, atol=1e-13)


@operations
def test_the_second_derivative_in_a_direction(name):
    f, x = OPERATIONS[name]
    x = np.asarray(x)
    here = np.random.default_rng(3)
    t, v = here.standard_normal(x.shape), here.standard_normal(np.shape(f(x)))
    gradient = grad(lambda x: np.sum(v * f(x) + 0.5 * f(x) ** 2))
    wanted = difference(gradient, x, t, 1e-5)
    np.testing.assert_allclose(jvp(gradient, x, t)[1], wanted, rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(grad(lambda x: np.sum(gradient(x) * t))(x), wanted, rtol=1e-5, atol=1e-6)


@operations
def test_numbers_of_32_bits_stay_such(name, monkeypatch):
    for constant in ("A", "B", "SQUARE", "normal_stack"):
        monkeypatch.setitem(globals(), constant, globals()[constant].astype(np.float32))
    f, x = OPERATIONS[name]
    x = np.array(x, dtype=np.float32, ndmin=1)
    t = np.ones_like(x)
    y, pull_back = vjp(f, x)
    assert y.dtype == np.float32
    assert jvp(f, x, t)[1].dtype == np.float32
    assert pull_back(np.ones_like(y)).dtype == np.float32
    assert grad(lambda x: np.sum(f(x)))(x).dtype == np.float32
