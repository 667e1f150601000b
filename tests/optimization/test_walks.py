"""How walks end, what they keep, and what an optimizer is."""

import re
import tracemalloc
from typing import NamedTuple

import numpy as np
import pytest

from derived import optimization as gd
from tests.optimization.functions import slope_of_square

# How it ends.


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


@pytest.mark.parametrize("keep", [0, -1, 2.5, True, None, "first", [1, 2], np.array([1, 2])])
def test_what_else_cannot_be_kept(keep):
    with pytest.raises(ValueError, match=f'keep must be "all", "last", .* not {re.escape(repr(keep))}'):
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
