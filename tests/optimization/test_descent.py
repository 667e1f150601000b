"""Gradient descent beside closed forms and the exact bounds on quadratics."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize

from derived import optimization as gd
from derived.linear_models import linear_regression as lr
from tests.optimization.functions import quadratic, seeds, slope_of_square

# Where it ends.


def test_least_squares_by_descent_is_the_closed_form():
    rng = np.random.default_rng(1)
    X, y = rng.standard_normal((50, 4)), rng.standard_normal(50)
    rate = gd.best_rate(lr.rss_hessian(X))
    result = gd.gradient_descent(lambda w: lr.rss_gradient(X, y, w), np.zeros(4), rate, tolerance=1e-10)
    assert result.success
    np.testing.assert_allclose(result.x, lr.solve_qr(X, y), rtol=1e-10)


def test_line_search_and_newton_agree_with_scipy_on_rosenbrock():
    start = [-1.2, 1.0]
    theirs = optimize.minimize(optimize.rosen, start, jac=optimize.rosen_der, method="BFGS", tol=1e-10)
    ours = gd.line_search_descent(optimize.rosen, optimize.rosen_der, start, tolerance=1e-6, max_steps=50_000)
    fast = gd.newton(optimize.rosen_der, optimize.rosen_hess, start)
    assert ours.success and fast.success
    np.testing.assert_allclose(ours.x, theirs.x, atol=1e-5)
    np.testing.assert_allclose(fast.x, theirs.x, atol=1e-7)
    assert fast.nit < 10
    assert ours.nit > 1000


@settings(deadline=None, max_examples=40)
@given(seed=seeds, kappa=st.floats(1.5, 100), share=st.floats(0.05, 0.95))
def test_below_the_bound_it_converges_and_above_it_diverges(seed, kappa, share):
    H, minimum, _, gradient = quadratic([1.0, np.sqrt(kappa), kappa], seed)
    bound = gd.stable_rate(H)
    result = gd.gradient_descent(gradient, np.zeros(3), share * bound, tolerance=1e-8, max_steps=100_000)
    assert result.success
    np.testing.assert_allclose(result.x, minimum, atol=1e-7)
    result = gd.gradient_descent(gradient, np.zeros(3), (2 - share) * bound, max_steps=100_000)
    assert result.status == "diverged"
    assert np.isfinite(result.path).all()


@settings(deadline=None, max_examples=40)
@given(seed=seeds, kappa=st.floats(1.5, 1000))
def test_the_error_shrinks_by_the_promised_factor(seed, kappa):
    curvatures = np.array([1.0, np.sqrt(kappa), kappa])
    H, minimum, _, gradient = quadratic(curvatures, seed)
    rate = gd.best_rate(H)
    factor = gd.contraction(H, rate)
    np.testing.assert_allclose(factor, (kappa - 1) / (kappa + 1), rtol=1e-9)
    path = gd.gradient_descent(gradient, np.zeros(3), rate, tolerance=1e-9, max_steps=20).path
    errors = np.linalg.norm(path - minimum, axis=1)
    assert (errors[1:] <= factor * errors[:-1] + 1e-12).all()
    _, Q = np.linalg.eigh(H)
    steps = np.arange(len(path))[:, np.newaxis]
    np.testing.assert_allclose((path - minimum) @ Q, (1 - rate * curvatures) ** steps * (-minimum @ Q), atol=1e-9)


@settings(deadline=None, max_examples=40)
@given(seed=seeds, other=st.floats(0.01, 2.0))
def test_no_rate_is_better_than_the_best(seed, other):
    H, *_ = quadratic([0.5, 1.0, 7.0], seed)
    best = gd.best_rate(H)
    assert gd.contraction(H, other * best) >= gd.contraction(H, best) - 1e-12


@settings(deadline=None, max_examples=40)
@given(seed=seeds)
def test_newton_needs_one_step_on_a_quadratic(seed):
    _, minimum, _, gradient = quadratic([0.01, 1.0, 1000.0], seed)
    H = quadratic([0.01, 1.0, 1000.0], seed)[0]
    result = gd.newton(gradient, lambda x: H, np.full(3, 5.0), tolerance=1e-8)
    assert result.success and result.nit == 1
    np.testing.assert_allclose(result.x, minimum, atol=1e-6)


# Schedules.


def test_schedules():
    k = np.arange(100)
    values = {
        gd.constant(0.3): np.full(100, 0.3),
        gd.inverse_time(0.3, 0.1): 0.3 / (1 + 0.1 * k),
        gd.exponential(0.3, 0.9): 0.3 * 0.9**k,
        gd.cosine(0.3, 50, end=0.1): 0.2 + 0.1 * np.cos(np.pi * np.minimum(k / 50, 1)),
    }
    for schedule, expected in values.items():
        np.testing.assert_allclose([schedule(int(i)) for i in k], expected, rtol=1e-12)


def test_an_exponential_schedule_may_end_too_early():
    result = gd.gradient_descent(slope_of_square, [1.0], gd.exponential(0.01, 0.5), max_steps=2000)
    assert result.status == "stalled"
    assert result.x > 0.9
