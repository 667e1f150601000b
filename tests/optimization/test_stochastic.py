"""Mini-batches, and stochastic gradient descent."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derived import optimization as gd
from derived.datasets import make_line
from derived.linear_models import add_intercept
from derived.linear_models import linear_regression as lr
from tests.optimization.functions import mean_gradient, seeds


@settings(deadline=None, max_examples=40)
@given(seed=seeds, n=st.integers(1, 40), size=st.integers(1, 40))
def test_batches(seed, n, size):
    size = min(size, n)
    once = list(gd.batches(n, size, np.random.default_rng(seed)))
    np.testing.assert_array_equal(np.sort(np.concatenate(once)), np.arange(n))
    assert all(len(rows) == size for rows in once[:-1])
    again = list(gd.batches(n, size, np.random.default_rng(seed), replace=True))
    assert len(again) == len(once) == -(-n // size)
    assert all(len(rows) == size and rows.min() >= 0 and rows.max() < n for rows in again)


def test_one_batch_of_everything_is_gradient_descent():
    x, y = make_line(np.random.default_rng(2), n=30)
    X = add_intercept(x[:, np.newaxis])
    everything, gradient = np.arange(30), mean_gradient(X, y)
    plain = gd.gradient_descent(lambda w: gradient(w, everything), np.zeros(2), 0.2, max_steps=40)
    batch = gd.stochastic_gradient_descent(
        gradient, np.zeros(2), 30, 0.2, np.random.default_rng(0), batch_size=30, epochs=40
    )
    np.testing.assert_allclose(batch.path, plain.path, rtol=1e-12)
    np.testing.assert_allclose(batch.norms, plain.norms, rtol=1e-10)


@pytest.mark.parametrize("replace", [False, True])
def test_stochastic_descent_with_a_schedule_comes_near_the_minimum(replace):
    x, y = make_line(np.random.default_rng(3), n=200)
    X = add_intercept(x[:, np.newaxis])
    walk = lambda rate, seed=0: gd.stochastic_gradient_descent(
        mean_gradient(X, y), [0.0, 0.0], 200, rate, np.random.default_rng(seed), 10, 100, replace=replace
    )
    best = lr.solve_qr(X, y)
    kept, lowered = walk(0.2), walk(gd.inverse_time(0.2, 0.02))
    assert kept.status == lowered.status == "out of steps"
    assert kept.nit == 100 * 20 and kept.norms.shape == (101,)
    np.testing.assert_allclose(lowered.x, best, atol=0.03)
    spread = lambda result: np.linalg.norm(result.path[-200:] - best, axis=1).mean()
    assert spread(lowered) < spread(kept) / 4
    np.testing.assert_array_equal(walk(0.2).path, kept.path)
    assert (walk(0.2, seed=1).path[-1] != kept.x).any()


def test_stochastic_descent_converges_where_all_rows_agree():
    X = np.random.default_rng(4).standard_normal((40, 2))
    result = gd.stochastic_gradient_descent(
        mean_gradient(X, X @ [1.0, -2.0]), [0.0, 0.0], 40, 0.05, np.random.default_rng(0), 4
    )
    assert result.success
    np.testing.assert_allclose(result.x, [1, -2], atol=1e-5)
    gone = gd.stochastic_gradient_descent(
        mean_gradient(X, X @ [1.0, -2.0]), [0.0, 0.0], 40, 1e200, np.random.default_rng(0), 4
    )
    assert gone.status == "diverged" and np.isfinite(gone.path).all()
