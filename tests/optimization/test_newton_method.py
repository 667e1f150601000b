"""Newton's method, and its ways to go wrong."""

import re

import numpy as np
import pytest

from derived import optimization as gd
from tests.optimization.functions import slope_of_square


def test_newton_tells_saddles_and_maxima():
    saddle = gd.newton(lambda x: np.array([x[0], -x[1]]), lambda x: np.diag([1.0, -1.0]), [3.0, 2.0])
    assert saddle.status == "not a minimum" and "a saddle, so start elsewhere" in saddle.message
    np.testing.assert_array_equal(saddle.x, 0)
    top = gd.newton(lambda x: -2 * x, lambda x: -2 * np.eye(2), [3.0, 2.0])
    assert not top.success and "a maximum" in top.message
    flat = gd.newton(lambda x: 4 * x**3, lambda x: np.diag(12 * x**2), [1.0])
    assert flat.success  # the curvature goes to zero from above
    np.testing.assert_allclose(flat.path.ravel(), (2 / 3) ** np.arange(flat.nit + 1))
    assert gd.newton(np.sin, lambda x: np.diag(np.cos(x)), [1.2], max_steps=1).status == "out of steps"


def test_newton_may_diverge():
    # The gradient arctan(x) flattens out: from beyond 1.3917 each step overshoots further.
    result = gd.newton(np.arctan, lambda x: np.diag(1 / (1 + x**2)), [1.5])
    assert result.status == "diverged"
    assert gd.newton(np.arctan, lambda x: np.diag(1 / (1 + x**2)), [1.3]).success


def test_backtracking_along_newtons_direction_tames_a_step_too_far():
    # Newton's step on the root of 1 + x² is x → −x³.
    def f(x):
        return np.hypot(1, x[0])

    def gradient(x):
        return x / f(x)

    def hessian(x):
        return np.array([[1 / f(x) ** 3]])

    class Damped:
        def init(self, x):
            return gd.Stateless()

        def update(self, g, state, x):
            d = gd.newton_step(hessian(x), g)
            return gd.backtracking(f, x, g, d) * d, state

    plain = gd.newton(gradient, hessian, [1.1])
    assert plain.status == "diverged"
    np.testing.assert_allclose(plain.path[1:4], -(plain.path[:3] ** 3), rtol=1e-12)
    for start in (1.1, 50.0):
        assert gd.walk(gradient, [start], Damped()).success


def test_a_singular_hessian_is_told():
    result = gd.newton(lambda x: np.ones(1), lambda x: np.zeros((1, 1)), [0.0])
    assert result.status == "diverged" and "start elsewhere" in result.message
    assert "after 0 steps the Hessian is singular" in result.message
    later = gd.newton(lambda x: x**3 - 3 * x + 3, lambda x: np.diag(3 * x**2 - 3), [0.0])
    assert later.status == "diverged" and later.message.startswith("diverged: after 1 steps the Hessian is singular")
    with pytest.raises(np.linalg.LinAlgError, match="Singular"):
        gd.newton_step(np.zeros((1, 1)), np.ones(1))


def test_newton_which_has_no_rate_advises_none():
    def walk(gradient, hessian, start=1.0, max_steps=50):
        return gd.newton(gradient, lambda x: np.diag(hessian(x)), [start], max_steps=max_steps)

    ends = {
        "diverged": walk(np.log, lambda x: 1 / x, 10.0),  # one step leaves the domain
        "out of steps": walk(np.sin, np.cos, 1.2, max_steps=1),
        "stalled": walk(lambda x: np.ones(1), lambda x: np.ones(1), 1e20),
    }
    singular = walk(lambda x: np.ones(1), lambda x: np.zeros(1))
    assert {end: result.status for end, result in ends.items()} == {end: end for end in ends}
    assert "not finite; start elsewhere, or shorten each step" in ends["diverged"].message
    for result in (singular, *ends.values()):
        assert not re.search(r"\brate\b", result.message)
        assert re.search("elsewhere|more steps|is wrong", result.message)


def test_a_hessian_of_another_shape_is_told():
    with pytest.raises(ValueError, match=r"the Hessian has shape \(1,\), but must have \(1, 1\)"):
        gd.newton(slope_of_square, lambda x: 2 * np.ones(1), [1.0])


def test_a_singular_step_says_what_to_do():
    with pytest.raises(np.linalg.LinAlgError, match=r"Singular Hessian: .* add a multiple of the identity"):
        gd.newton_step([[1, 2], [2, 4]], [1, 1])


def test_newton_walks_from_one_point():
    with pytest.raises(ValueError, match=r"walks from one point, and x has shape \(2, 2\): use newton for each start"):
        gd.walk_many(lambda x: x * [2, 8], [[1.0, 1], [3, 1]], gd.Newton(lambda x: np.diag([2.0, 8])), max_steps=1)
