"""Line search meets Armijo's condition, and no sooner."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from derived import optimization as gd
from tests.optimization.functions import quadratic, seeds


@settings(deadline=None, max_examples=40)
@given(seed=seeds, rate=st.floats(1e-3, 1e6))
def test_backtracking_meets_armijo_and_no_sooner(seed, rate):
    _, minimum, f, gradient = quadratic([0.1, 3.0, 20.0], seed)
    x = minimum + np.ones(3)
    g = gradient(x)
    alpha = gd.backtracking(f, x, g, rate=rate)
    enough = lambda a: f(x - a * g) <= f(x) - 1e-4 * a * (g @ g)
    assert enough(alpha)
    assert alpha == rate or not enough(2 * alpha)
    assert np.log2(rate / alpha) == round(np.log2(rate / alpha))


def test_backtracking_steps_back_into_the_domain():
    f = lambda x: float(x[0] - np.log(x[0])) if x[0] > 0 else np.nan
    x = np.array([0.25])
    assert 0 < gd.backtracking(f, x, 1 - 1 / x, direction=np.array([-1.0]) * (1 - 1 / x), rate=64.0) < 64
    result = gd.line_search_descent(f, lambda x: 1 - 1 / x, [5.0], rate=8.0)
    np.testing.assert_allclose(result.x, 1, atol=1e-6)


def test_line_search_stalls_where_the_gradient_is_wrong():
    wrong = gd.line_search_descent(lambda x: x @ x, lambda x: -2 * x, [1.0])
    assert wrong.status == "stalled" and "see check_gradient" in wrong.message
