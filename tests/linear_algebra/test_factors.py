"""What the linear models share."""

from fractions import Fraction

import numpy as np
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
    assert "svd" not in str(named), "advice that only a model can follow"
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


@pytest.mark.parametrize("f", [linalg.rank, linalg.projection, linalg.orthonormal_basis, linalg.condition_number])
@pytest.mark.parametrize("dtype", ["i1", "u1", "f2"])
def test_small_integers_do_not_overflow(f, dtype):
    X = np.array([[100, 120], [90, 50], [110, 7]])
    np.testing.assert_array_equal(f(X.astype(dtype)), f(X.astype(float)))


def test_products_of_small_integers():
    A, v = np.array([[100, 100]], np.int8), np.array([100, 100], np.int8)
    assert linalg.accurate_product(A, v)[0].tolist() == [20000]
    assert linalg.gram_factor(A.T).tolist() == [[np.sqrt(20000)]]
    scaled, scale = linalg.scale_columns(A.T)
    assert (scaled * scale).tolist() == [[100], [100]]


@pytest.mark.parametrize("size", [1e-300, 1e-200, 1e200, 1e300])
def test_the_rank_is_the_same_at_extreme_scales(size):
    X = np.random.default_rng(0).standard_normal((6, 3))
    Z = size * np.column_stack([X, X @ [1, 2, 3]])
    assert linalg.rank(Z) == 3 and linalg.rank(Z[:, :3]) == 3 and linalg.orthonormal_basis(Z).shape == (6, 3)
    np.testing.assert_allclose(linalg.projection(Z[:, :3]), linalg.projection(X), atol=1e-12)
    linalg.check_full_column_rank(linalg.triangular_factor(Z[:, :3]), Z[:, :3])


def test_all_tell_the_same_rank():
    rng, ranks = np.random.default_rng(5), set()
    for exponent in range(10, 17):
        X = np.column_stack([np.ones(10), 10.0**exponent + np.arange(10), rng.standard_normal(10)])
        r = linalg.rank(X)
        ranks.add(r)
        assert linalg.orthonormal_basis(X).shape[1] == r
        if r < 3:
            with pytest.raises(linalg.RankDeficientError) as caught:
                linalg.projection(X)
            assert caught.value.columns == (1,)
        else:
            linalg.check_full_column_rank(linalg.triangular_factor(X), X)
    assert ranks == {2, 3}


@pytest.mark.parametrize("wrong", [[[np.nan]], [["1"]], np.ma.array([[1.0]], mask=True), [], [[[1.0]]]], ids=repr)
@pytest.mark.parametrize(
    "f",
    [linalg.rank, linalg.projection, linalg.orthonormal_basis, linalg.condition_number, linalg.gram_factor]
    + [linalg.scale_columns, linalg.triangular_factor],
)
def test_bad_matrices_are_told(f, wrong):
    with pytest.raises(ValueError, match=r"missing|numeric|masked|empty|shape"):
        f(wrong)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: linalg.inverse_factor([[1.0, 2], [3, 4]]), r"R\[1, 0\] is 3, but R has to be upper triangular"),
        (lambda: linalg.inverse_factor([[1.0, 2], [0, 0]]), r"R\[1, 1\] is 0, so R has no inverse"),
        (lambda: linalg.check_independent_columns([[1, 2], [3, 5]], ["a"]), "names has 1 entries, but X has 2 columns"),
    ],
)
def test_what_has_no_inverse_and_no_names_is_told(call, said):
    with pytest.raises(ValueError, match=said):
        call()


@pytest.mark.parametrize("X", [[[1, 2], [2, 4]], [[0.1, 0.3], [0.2, 0.6], [0.7, 2.1]], [[1, 2, 3], [4, 5, 7]]])
def test_the_condition_number_of_dependent_columns_is_infinite(X):
    assert linalg.condition_number(X) == np.inf
    assert linalg.condition_number(np.diag([1, 1e-200])) == pytest.approx(1e200)  # units make none dependent
