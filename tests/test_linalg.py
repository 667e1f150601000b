"""What the linear models share."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derived import linalg


@settings(deadline=None, max_examples=50)
@given(seed=st.integers(0, 10**6))
def test_projection_is_idempotent_symmetric_and_keeps_the_columns(seed):
    X = np.random.default_rng(seed).standard_normal((8, 3))
    P = linalg.projection(X)
    np.testing.assert_allclose(P @ P, P, atol=1e-10)
    np.testing.assert_allclose(P, P.T, atol=1e-10)
    np.testing.assert_allclose(P @ X, X, atol=1e-10)
    np.testing.assert_allclose(np.trace(P), 3)


def test_rank_and_condition_number_agree_with_numpy():
    rng = np.random.default_rng(0)
    full = rng.standard_normal((9, 4))
    low = full[:, :2] @ rng.standard_normal((2, 4))
    assert (linalg.rank(full), linalg.rank(low)) == (4, 2)
    np.testing.assert_allclose(linalg.condition_number(full), np.linalg.cond(full))
    assert linalg.condition_number(np.zeros((3, 2))) == np.inf


@pytest.mark.parametrize("size", [1e-200, 1.0, 1e200])
def test_columns_are_scaled_without_overflow(size):
    X = size * np.array([[3.0, 0.0], [4.0, 0.0]])
    scaled, scale = linalg.scale_columns(X)
    np.testing.assert_allclose(scaled, [[0.6, 0], [0.8, 0]])
    np.testing.assert_allclose(scale, [5 * size, 1])


def test_projection_refuses_dependent_columns():
    with pytest.raises(linalg.RankDeficientError, match="column 1"):
        linalg.projection(np.array([[1.0, 0.0], [1.0, 0.0], [1.0, 0.0]]))


def test_error_keeps_its_columns():
    with pytest.raises(linalg.RankDeficientError) as caught:
        linalg.projection(np.ones((4, 2)))
    assert len(caught.value.columns) == 1
    assert "twin" in str(caught.value.named(["twin", "twin"]))
    plain = linalg.RankDeficientError("too few rows")
    assert plain.named(["a"]) is plain


def test_shapes():
    assert linalg.as_matrix([1, 2]).shape == (2, 1)
    with pytest.raises(ValueError, match="empty"):
        linalg.as_vector([])
