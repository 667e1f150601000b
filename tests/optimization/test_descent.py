"""Gradient descent beside SciPy, closed forms and the exact bounds on quadratics; how every walk ends is told."""

import re
import tracemalloc
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize

from derived import optimization as gd
from derived.datasets import make_line
from derived.linear_models import add_intercept
from derived.linear_models import linear_regression as lr

seeds = st.integers(0, 2**32 - 1)


def quadratic(curvatures, seed=0):
    """H with these eigenvalues in random directions, and f, ∇f with the minimum at a random point."""
    rng = np.random.default_rng(seed)
    Q, _ = np.linalg.qr(rng.standard_normal((len(curvatures), len(curvatures))))
    H, minimum = Q @ np.diag(curvatures) @ Q.T, rng.standard_normal(len(curvatures))
    H = (H + H.T) / 2
    return H, minimum, lambda x: (x - minimum) @ H @ (x - minimum) / 2, lambda x: H @ (x - minimum)


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


# How it ends.


def slope_of_square(x):
    return 2 * x


class Leap:
    def init(self, x):
        return gd.Stateless()

    def update(self, gradient, state, x):
        return np.full_like(x, np.inf), state


def test_every_ending_is_told():
    walk = gd.gradient_descent
    assert (
        walk(slope_of_square, [1.0], 0.5).message
        == "converged in 1 steps: the gradient's length is 0, the tolerance 1e-06"
    )
    slow = walk(slope_of_square, [1.0], 1e-6, max_steps=10)
    assert (slow.status, slow.success, slow.nit) == ("out of steps", False, 10)
    assert slow.message.startswith("not converged: 10 steps took the gradient's length from 2 to 2; allow more steps")
    growing = walk(slope_of_square, [1.0], 1.5, max_steps=10)
    assert growing.status == "out of steps"
    assert growing.message.endswith("from 2 to 2e+03; take a smaller rate")
    gone = walk(slope_of_square, [1.0], 10.0)
    assert gone.status == "diverged" and "take a smaller rate" in gone.message
    assert np.isfinite(gone.x).all() and not gone.success
    stuck = walk(lambda x: np.ones(1), [1e20], 1.0)
    assert stuck.status == "stalled" and stuck.nit == 0 and "see check_gradient" in stuck.message
    nowhere = walk(lambda x: np.array([np.nan]), [1.0], 1.0)
    assert nowhere.status == "diverged" and nowhere.nit == 0
    leap = gd.walk(slope_of_square, [1.0], Leap())
    assert leap.status == "diverged" and leap.x == 1


def test_a_start_at_the_minimum_takes_no_step():
    result = gd.gradient_descent(slope_of_square, [0.0], 0.1)
    assert result.success and result.nit == 0
    np.testing.assert_array_equal(result.path, [[0.0]])


def test_the_result_holds_the_whole_walk():
    result = gd.gradient_descent(slope_of_square, [1.0, 2.0], 0.1, max_steps=7)
    assert result.path.shape == (8, 2) and result.norms.shape == (8,)
    np.testing.assert_array_equal(result.path[-1], result.x)
    np.testing.assert_allclose(result.norms, 2 * np.linalg.norm(result.path, axis=1))
    np.testing.assert_allclose(result.values(lambda x: x @ x), result.norms**2 / 4)


# What is kept of a walk.


def test_every_point_every_kth_or_the_last_alone():
    walk = lambda keep: gd.gradient_descent(slope_of_square, [8.0, 0.0], 0.25, tolerance=1, keep=keep)
    everything = walk("all")
    np.testing.assert_array_equal(everything.path[:, 0], [8, 4, 2, 1, 0.5])
    for keep, steps in (
        ("all", [0, 1, 2, 3, 4]),
        ("last", [4]),
        (1, range(5)),
        (2, [0, 2, 4]),
        (np.int64(3), [0, 3, 4]),
    ):
        result = walk(keep)
        np.testing.assert_array_equal(result.steps, steps)
        np.testing.assert_array_equal(result.path, everything.path[result.steps])
        np.testing.assert_array_equal(result.norms, everything.norms)
        assert result.nit == 4 and result.message == everything.message


def test_a_function_of_the_points_may_be_kept_instead():
    result = gd.gradient_descent(slope_of_square, [8.0, 0.0], 0.25, tolerance=1, keep=lambda x: x @ x)
    np.testing.assert_array_equal(result.path, [64, 16, 4, 1, 0.25])
    np.testing.assert_array_equal(result.x, [0.5, 0])


@pytest.mark.parametrize("keep", [0, -1, 2.0, True, None, "first"])
def test_what_else_cannot_be_kept(keep):
    with pytest.raises(ValueError, match=f'keep must be "all", "last", .* not {keep!r}'):
        gd.gradient_descent(slope_of_square, [1.0], 0.1, keep=keep)


def test_many_weights_need_no_memory_for_their_path():
    tracemalloc.start()
    gd.gradient_descent(lambda x: x, np.ones(10_000), 1e-3, max_steps=300, keep="last")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 20 * 8 * 10_000  # 300 points would be 300 · 8 · 10,000 bytes


@pytest.mark.parametrize("keep", ["all", lambda x: x.fill(7.0)])
def test_what_writes_into_its_argument_cannot_change_the_path(keep):
    H = np.diag([1.0, 3.0])

    def f(x):
        value = x @ H @ x / 2
        x[:] = 100
        return value

    def gradient(x, rows=None):
        x[:] = H @ x
        return x

    def hessian(x):
        x[:] = np.nan
        return H

    clean = lambda x, rows=None: H @ x
    walks = {
        "descent": lambda f, g, h: gd.gradient_descent(g, start, 0.1, keep=keep),
        "line search": lambda f, g, h: gd.line_search_descent(f, g, start, keep=keep),
        "Newton": lambda f, g, h: gd.newton(g, h, start, keep=keep),
        "batches": lambda f, g, h: gd.stochastic_gradient_descent(
            g, start, 10, 0.1, np.random.default_rng(0), batch_size=2, epochs=3, keep=keep
        ),
    }
    start = np.array([1.0, 2.0])
    for walk in walks.values():
        careless, careful = walk(f, gradient, hessian), walk(lambda x: x @ H @ x / 2, clean, lambda x: H)
        np.testing.assert_array_equal(careless.x, careful.x)
        np.testing.assert_array_equal(careless.path, careful.path)
    assert gd.check_gradient(f, gradient, start).success
    np.testing.assert_array_equal(start, [1.0, 2.0])


def test_a_gradient_that_reuses_its_answer_cannot_change_what_an_optimizer_remembers():
    class Last(NamedTuple):
        gradient: np.ndarray

    class TwoSteps:
        def init(self, x):
            return Last(np.zeros_like(x))

        def update(self, gradient, state, x):
            return -0.1 * (gradient + state.gradient), Last(gradient)

    answer = np.empty(1)

    def reusing(x):
        answer[:] = 2 * x
        return answer

    careless, careful = (gd.walk(g, [1.0], TwoSteps(), max_steps=20) for g in (reusing, slope_of_square))
    np.testing.assert_array_equal(careless.path, careful.path)


# Optimizers are pairs of pure functions.


@pytest.mark.parametrize(
    "optimizer",
    [gd.GradientDescent(gd.inverse_time(0.1, 0.5)), gd.LineSearch(lambda x: x @ x), gd.Newton(lambda x: 2 * np.eye(2))],
    ids=lambda optimizer: type(optimizer).__name__,
)
def test_an_optimizer_changes_nothing_and_can_go_on_from_any_state(optimizer):
    x = np.array([3.0, -4.0])
    state = optimizer.init(x)
    assert isinstance(state, tuple)
    first, after = optimizer.update(2 * x, state, x)
    again, _ = optimizer.update(2 * x, state, x)
    np.testing.assert_array_equal(first, again)
    np.testing.assert_array_equal(x, [3.0, -4.0])
    walked = gd.walk(slope_of_square, x, optimizer, max_steps=1)
    np.testing.assert_array_equal(walked.x, x + first)
    assert walked.state == after


def test_a_schedule_counts_the_steps_in_the_state():
    optimizer = gd.GradientDescent(lambda k: 10.0**-k)
    x = np.ones(1)
    _, state = optimizer.update(x, optimizer.init(x), x)
    step, _ = optimizer.update(x, state, x)
    np.testing.assert_allclose(step, -0.1)


# Newton's ways to go wrong.


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


# Mini-batches.


def mean_gradient(X, y):
    return lambda w, rows: lr.rss_gradient(X[rows], y[rows], w) / len(rows)


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


# Line search.


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


# Checking gradients.


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
    assert wrong.message.startswith(f"the gradient differs: entry {j} is worst")


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


# Bad input.


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: gd.gradient_descent(slope_of_square, [1.0], 0.0), "rate must be a number above 0, not 0.0"),
        (lambda: gd.gradient_descent(slope_of_square, [1.0], np.nan), "rate must be a number above 0, not nan"),
        (lambda: gd.gradient_descent(slope_of_square, [np.nan], 0.1), r"start\[0\] is nan"),
        (lambda: gd.gradient_descent(slope_of_square, [1.0], 0.1, tolerance=-1), "of at least 0, not -1"),
        (lambda: gd.gradient_descent(slope_of_square, [1.0], 0.1, max_steps=0), "max_steps must be a whole number"),
        (lambda: gd.gradient_descent(lambda x: np.ones(2), [1.0], 0.1), r"shape \(2,\), but the point has \(1,\)"),
        (lambda: list(gd.batches(3, 4, np.random.default_rng(0))), "between 1 and the number of rows, 3, not 4"),
        (lambda: gd.stochastic_gradient_descent(lambda x, r: x, [1.0], 5, 0.1, np.random.default_rng(0), 5, 0),
         "epochs must be a whole number of at least 1"),
        (lambda: gd.exponential(0.1, 1.0), "decay must be a number above 0 and below 1, not 1.0"),
        (lambda: gd.inverse_time(0.1, -1), "decay must be a number above 0"),
        (lambda: gd.cosine(0.1, 0), "steps must be a whole number"),
        (lambda: gd.best_rate([[1.0, 2.0], [0.0, 1.0]]), "hessian must be symmetric"),
        (lambda: gd.stable_rate(np.ones((2, 3))), r"symmetric, but has shape \(2, 3\)"),
        (lambda: gd.best_rate([[1.0, 0.0], [0.0, -2.0]]), "eigenvalue -2, but a single minimum"),
        (lambda: gd.backtracking(sum, np.ones(1), np.ones(1), np.ones(1)), "does not lead downhill: .* is 1"),
        (lambda: gd.backtracking(sum, np.ones(1), np.ones(1), shrink=1), "shrink must be a number above 0 and below 1"),
        (lambda: gd.check_gradient(lambda x: np.nan, slope_of_square, [1.0]), "not finite: choose another point"),
    ],
)  # fmt: skip
def test_bad_input_is_told(call, words):
    with pytest.raises(ValueError, match=words):
        call()
