"""Gram and Schmidt, power iteration and the best low rank, beside NumPy, and where they must refuse."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derived import linear_algebra as linalg

seeds = st.integers(0, 10**6)


@settings(deadline=None, max_examples=50)
@given(seed=seeds, modified=st.booleans(), twice=st.booleans())
def test_gram_schmidt_gives_the_factors_of_numpy(seed, modified, twice):
    A = np.random.default_rng(seed).standard_normal((7, 4))
    before = A.copy()
    Q, R = linalg.gram_schmidt(A, modified=modified, twice=twice)
    theirs_Q, theirs_R = np.linalg.qr(A)
    signs = np.sign(np.diag(theirs_R))
    np.testing.assert_allclose(Q, theirs_Q * signs, atol=1e-9)
    np.testing.assert_allclose(R, theirs_R * signs[:, np.newaxis], atol=1e-9)
    np.testing.assert_array_equal(A, before)


def test_the_three_ways_lose_right_angles_as_they_say():
    A = np.vander(np.linspace(0, 1, 40), 10)
    kappa, eps = np.linalg.cond(A), np.finfo(float).eps

    def off(**way):
        Q, R = linalg.gram_schmidt(A, **way)
        np.testing.assert_allclose(Q @ R, A, atol=1e-13)
        return np.linalg.norm(Q.T @ Q - np.eye(10), 2)

    assert off(modified=False) > 100 * off() > 1e4 * off(twice=True)
    assert off() < 10 * kappa * eps
    assert off(twice=True) < 100 * eps
    assert off(modified=False, twice=True) < 100 * eps


def test_gram_schmidt_refuses_dependent_columns_by_name():
    with pytest.raises(linalg.RankDeficientError, match="column 1 can be computed") as problem:
        linalg.gram_schmidt([[1, 0.1], [1, 0.1], [3, 0.3]])
    assert problem.value.columns == (1,)
    with pytest.raises(linalg.RankDeficientError, match="column 0"):
        linalg.gram_schmidt(np.zeros((2, 1)))
    with pytest.raises(linalg.RankDeficientError, match="column 2"):
        linalg.gram_schmidt([[1, 2, 3], [4, 5, 7]])


@settings(deadline=None, max_examples=30)
@given(seed=seeds)
def test_power_iteration_finds_the_largest_in_size(seed):
    rng = np.random.default_rng(seed)
    V, _ = np.linalg.qr(rng.standard_normal((4, 4)))
    A = V @ np.diag([-5.0, 3.0, 1.0, 0.5]) @ V.T
    A = (A + A.T) / 2
    value, vector, steps = linalg.power_iteration(A, rng.standard_normal(4))
    np.testing.assert_allclose(value, -5, rtol=1e-9)
    np.testing.assert_allclose(abs(vector @ V[:, 0]), 1, rtol=1e-9)
    assert 10 < steps < 100


def test_power_iteration_takes_as_many_steps_as_the_ratio_says():
    def steps(second):
        return linalg.power_iteration(np.diag([1.0, second]), [1, 1])[2]

    assert steps(0.5) == pytest.approx(12 * np.log(10) / np.log(2), rel=0.1)
    assert steps(0.9) == pytest.approx(12 * np.log(10) / -np.log(0.9), rel=0.1)
    assert steps(0.0) <= 3


@pytest.mark.parametrize("size", [1e-200, 1e200])
def test_power_iteration_of_matrices_of_any_size(size):
    assert linalg.power_iteration(size * np.array([[2.0, 1.0], [1.0, 2.0]]), [1, 0])[0] == pytest.approx(3 * size)


def test_power_iteration_says_why_it_cannot():
    with pytest.raises(ValueError, match="A is not symmetric"):
        linalg.power_iteration([[0, -1], [1, 0]], [1, 0])
    with pytest.raises(ValueError, match="start is zero"):
        linalg.power_iteration(np.eye(2), [0, 0])
    with pytest.raises(ValueError, match="takes this start to zero"):
        linalg.power_iteration([[1, 1], [1, 1]], [1, -1])
    with pytest.raises(RuntimeError, match="after 50 steps the direction still changes"):
        linalg.power_iteration(np.diag([1.0, -1.0]), [1, 1], max_steps=50)


@settings(deadline=None, max_examples=30)
@given(seed=seeds)
def test_no_matrix_of_low_rank_is_nearer(seed):
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((6, 4))
    d = np.linalg.svd(X, compute_uv=False)
    for rank in range(5):
        best = linalg.low_rank(X, rank)
        assert linalg.rank(best) == rank if rank else not best.any()
        missed = np.linalg.norm(X - best)
        np.testing.assert_allclose(missed, np.sqrt((d[rank:] ** 2).sum()), atol=1e-10)
        other = rng.standard_normal((6, rank))
        fitted = other @ np.linalg.lstsq(other, X, rcond=None)[0] if rank else np.zeros_like(X)
        assert np.linalg.norm(X - fitted) >= missed - 1e-10
        nearby = best + 1e-3 * rng.standard_normal((6, rank)) @ rng.standard_normal((rank, 4))
        assert np.linalg.norm(X - linalg.low_rank(nearby, rank)) >= missed - 1e-10
    np.testing.assert_allclose(linalg.low_rank(X, 9), X, atol=1e-12)
