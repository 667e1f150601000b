"""Right gradients agree with differences, wrong ones do not."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize

from derived import optimization as gd
from derived.linear_models import linear_regression as lr
from tests.optimization.functions import seeds


@settings(deadline=None, max_examples=60)
@given(seed=seeds, scale=st.sampled_from([1e-6, 1.0, 1e6]))
def test_right_gradients_agree_and_wrong_ones_are_told(seed, scale):
    rng = np.random.default_rng(seed)
    X, y, w = rng.standard_normal((20, 4)), rng.standard_normal(20), rng.standard_normal(4)
    f, gradient = lambda w: scale * lr.rss(X, y, w), lambda w: scale * lr.rss_gradient(X, y, w)
    assert gd.check_gradient(f, gradient, w).success
    j = int(np.argmax(np.abs(gradient(w))))
    wrong = gd.check_gradient(f, lambda w: gradient(w) * (1 + 1e-3 * (np.arange(4) == j)), w)
    assert not wrong.success and wrong.worst == j
    assert wrong.message.startswith(f"the gradient differs: x[{j}] is worst")


def test_a_gradient_may_be_checked_at_a_minimum():
    X, y = np.random.default_rng(5).standard_normal((20, 3)), np.arange(20.0)
    check = gd.check_gradient(lambda w: lr.rss(X, y, w), lambda w: lr.rss_gradient(X, y, w), lr.solve_qr(X, y))
    assert check.success
    zero = gd.check_gradient(lambda x: 0.0, lambda x: 0 * x, [1.0])
    assert zero.success and zero.errors == 0


def test_numerical_gradient_agrees_with_scipy():
    x = np.array([-1.2, 1.0, 0.7])
    ours = gd.numerical_gradient(optimize.rosen, x, np.full(3, 1e-5))
    np.testing.assert_allclose(ours, optimize.rosen_der(x), rtol=1e-6)
    assert gd.check_gradient(optimize.rosen, optimize.rosen_der, x).success


@pytest.mark.parametrize("factor", [2, 99])  # right and wrong
def test_differences_that_rounding_hides_tell_nothing(factor):
    check = gd.check_gradient(lambda x: float(x[0] ** 2 + 1e20), lambda x: factor * x, [1.0])
    assert not check.success and "agrees" not in check.message
    assert "the differences tell nothing here" in check.message and "subtract a constant from f" in check.message
    assert gd.check_gradient(lambda x: float(x[0] ** 2), lambda x: factor * x, [1.0]).success == (factor == 2)
