"""What the linear models share."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derived import linear_algebra as linalg

seeds = st.integers(0, 10**6)


@settings(deadline=None, max_examples=50)
@given(seed=seeds)
def test_projection_is_idempotent_symmetric_and_keeps_the_columns(seed):
    X = np.random.default_rng(seed).standard_normal((8, 3))
    P = linalg.projection(X)
    np.testing.assert_allclose(P @ P, P, atol=1e-10)
    np.testing.assert_allclose(P, P.T, atol=1e-10)
    np.testing.assert_allclose(P @ X, X, atol=1e-10)
    np.testing.assert_allclose(np.trace(P), 3)
    Q = linalg.orthonormal_basis(X)
    np.testing.assert_allclose(Q @ Q.T, P, atol=1e-10)


@pytest.mark.parametrize("units", [1.0, 1e-9, 1e9])
def test_rank_does_not_depend_on_units(units):
    rng = np.random.default_rng(0)
    full = rng.standard_normal((9, 4))
    low = full[:, :2] @ rng.standard_normal((2, 4))
    assert (linalg.rank(full * [units, 1, 1, 1]), linalg.rank(low * [units, 1, 1, 1])) == (4, 2)
    assert linalg.orthonormal_basis(low * [units, 1, 1, 1]).shape == (9, 2)
    assert linalg.rank(full.T) == 4
    assert linalg.rank(np.zeros((3, 2))) == 0


def test_condition_number_agrees_with_numpy():
    full = np.random.default_rng(0).standard_normal((9, 4))
    np.testing.assert_allclose(linalg.condition_number(full), np.linalg.cond(full))
    assert linalg.condition_number(np.zeros((3, 2))) == np.inf


@pytest.mark.parametrize("size", [1e-200, 1.0, 1e200])
def test_columns_are_scaled_without_rounding_or_overflow(size):
    X = size * np.array([[3.0, 0.0, 0.1], [4.0, 0.0, 1 / 3]])
    scaled, scale = linalg.scale_columns(X)
    np.testing.assert_array_equal(scaled * scale, X)
    lengths = np.linalg.norm(scaled, axis=0)
    assert lengths[1] == 0
    assert (lengths[[0, 2]] >= 0.5).all()
    assert (lengths <= 1).all()
    assert (np.frexp(scale)[0] == 0.5).all()


@pytest.mark.parametrize("shape", [(9, 4), (4, 4), (3, 5)])
def test_the_triangular_factor_has_the_same_inner_products(shape):
    A = np.random.default_rng(1).standard_normal(shape)
    R = linalg.triangular_factor(A)
    assert R.shape == (min(shape), shape[1])
    np.testing.assert_array_equal(R, np.triu(R))
    np.testing.assert_allclose(R.T @ R, A.T @ A, atol=1e-13)


@settings(deadline=None, max_examples=50)
@given(seed=seeds, n=st.integers(1, 40))
def test_accurate_product_survives_cancellation(seed, n):
    rng = np.random.default_rng(seed)
    A = rng.standard_normal((3, 2 * n)) * 2.0 ** rng.integers(-10, 10, 2 * n)
    v = rng.standard_normal(2 * n)
    A[:, n:], v[n:] = A[:, :n], -v[:n] * (1 + 1e-12 * rng.standard_normal(n))
    exact = [sum(Fraction(a) * Fraction(b) for a, b in zip(row, v, strict=True)) for row in A]
    product, remainder = linalg.accurate_product(A, v)
    size = np.abs(A) @ np.abs(v)
    found = [Fraction(a) + Fraction(b) for a, b in zip(product, remainder, strict=True)]
    assert all(abs(a - b) <= 1e-20 * s for a, b, s in zip(found, exact, size, strict=True))
    np.testing.assert_array_equal(product + remainder, product)


def test_dependent_columns_are_refused_and_named():
    X = np.random.default_rng(2).standard_normal((6, 3))
    dependent = np.column_stack([X[:, 0], np.zeros(6), X[:, 1], X[:, 0] - 2 * X[:, 1], X[:, 2]])
    with pytest.raises(linalg.RankDeficientError, match="column 1, column 3 can be computed") as caught:
        linalg.projection(dependent)
    assert caught.value.columns == (1, 3)
    named = caught.value.named(["a", "b", "c", "d", "e"])
    assert str(named).startswith("b, d can be computed from the other columns")
    assert named.columns == (1, 3)
    with pytest.raises(linalg.RankDeficientError, match="2 rows and 3 columns") as caught:
        linalg.projection(X[:2])
    assert caught.value.named(["a", "b", "c"]) is caught.value


def test_many_rows_do_not_hide_a_dependent_column():
    rng = np.random.default_rng(3)
    X = rng.uniform(1, 2, (50_000, 3))
    X = np.column_stack([X, X @ [0.1, 0.3, 0.7]])
    with pytest.raises(linalg.RankDeficientError, match="column 3"):
        linalg.check_full_column_rank(linalg.triangular_factor(X), X)


@pytest.mark.parametrize("units", [1e-200, 1e200])
def test_units_do_not_make_columns_dependent(units):
    X = np.random.default_rng(4).standard_normal((6, 3)) * [1, units, 1]
    linalg.check_full_column_rank(linalg.triangular_factor(X), X)


def test_gram_factor_tells_dependent_from_nearly_dependent():
    x = np.linspace(0, 1, 20)
    Z = linalg.scale_columns(np.column_stack([np.ones(20), x]))[0]
    L = linalg.gram_factor(Z)
    np.testing.assert_allclose(L @ L.T, Z.T @ Z, atol=1e-14)
    with pytest.raises(linalg.RankDeficientError, match="column 1 can be computed"):
        linalg.gram_factor(np.column_stack([x, x]))
    with pytest.raises(linalg.RankDeficientError, match=r'nearly dependent.*use method="qr"'):
        linalg.gram_factor(np.column_stack([x, x + 1e-9 * x**2]))


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([], r"A is empty: it has shape \(0, 1\); give at least one row"),
        (5.0, r"A must be a matrix .* but has shape \(\)"),
        (np.ones((2, 2, 2)), r"shape \(2, 2, 2\)"),
        ([[1.0, np.nan], [np.inf, 1.0]], r"A\[0, 1\] is nan, and 2 value\(s\) .* remove these rows or fill them in"),
        ([["a"], ["b"]], "A must be numeric: .* turn categories into numbers"),
        ([["1.5"]], "A must be numeric"),
        (np.array([1j]), "A must be numeric: its entries are of type complex128"),
        (np.array(["2020-01-01"], dtype="M8[D]"), "A must be numeric: its entries are of type datetime64"),
        ([[1.0], [1.0, 2.0]], "A must be numeric: .*inhomogeneous"),
        (pd.DataFrame({"a": [1.0, 2.0], "b": ["x", "y"]}), "A must be numeric"),
        (pd.DataFrame({"a": pd.array([1, None], dtype="Int64")}), "A must be numeric|is nan"),
    ],
)
def test_bad_matrices_are_told(values, words):
    with pytest.raises(ValueError, match=words):
        linalg.as_matrix(values, "A")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([], "b is empty: give at least one value"),
        ([[1.0], [2.0]], r"b must be a vector, but has shape \(2, 1\); use b\.ravel\(\)"),
        ([1.0, 2.0], "b has 2 values, but 3 are needed, one for each row of X"),
        ([1.0, -np.inf, 2.0], r"b\[1\] is -inf"),
        (["a", "b", "c"], "b must be numeric"),
    ],
)
def test_bad_vectors_are_told(values, words):
    with pytest.raises(ValueError, match=words):
        linalg.as_vector(values, "b", length=3)


def test_good_input_is_copied():
    X, y = np.eye(2), np.ones(2)
    assert linalg.as_matrix([1, True, Fraction(1, 2)]).tolist() == [[1.0], [1.0], [0.5]]
    assert linalg.as_matrix(pd.DataFrame({"a": [1, 2], "b": [True, False]})).tolist() == [[1.0, 1.0], [2.0, 0.0]]
    linalg.as_matrix(X)[0, 0] = linalg.as_vector(y)[0] = 7.0
    assert X[0, 0] == y[0] == 1.0
