"""Optimizers that remember: what each must do, and the mistakes of public tutorials, each caught."""

import itertools
from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derived import optimization as gd
from derived.optimization.optimizers import (
    LBFGS,
    Adadelta,
    Adagrad,
    Adam,
    Adamax,
    AdamW,
    AMSGrad,
    Clipped,
    HeavyBall,
    Lion,
    Moments,
    Muon,
    Nadam,
    Nesterov,
    OnTrees,
    Penalized,
    RMSprop,
    Velocity,
    clipped,
    orthogonalized,
)
from derived.optimization.surfaces import SURFACES
from tests.optimization.functions import quadratic, seeds, slope_of_square

ALL = [
    HeavyBall(), HeavyBall(dampening=0.9, first_gradient_whole=True), HeavyBall(rate_in_velocity=False), Nesterov(),
    Nesterov(rate_in_velocity=False), Adagrad(), Adagrad(epsilon_inside=True, initial_sum=0.1), RMSprop(),
    RMSprop(centered=True, bias_correction=True, epsilon=1e-3), Adadelta(), Adam(), Adam(epsilon_place="inside"),
    Adam(epsilon_place="before correction"), Adam(bias_correction=False), Adamax(), Adamax(epsilon_place="outside"),
    Nadam(), Nadam(momentum_decay=None), Nadam(momentum_in_mean=True), AdamW(),
    AdamW(gd.inverse_time(0.1, 0.5), decay_times_rate=False), AMSGrad(), AMSGrad(bias_correction="after"),
    AMSGrad(bias_correction="before"), Lion(weight_decay=0.1), Clipped(Adam(), 0.5, axis=-1), Penalized(Adam(), 0.1),
]  # fmt: skip


def name(optimizer):
    return type(optimizer).__name__


each = pytest.mark.parametrize("optimizer", ALL, ids=name)


def steps_of(optimizer, gradients, x=None):
    """The steps for these gradients, one after another."""
    x = np.zeros_like(gradients[0]) if x is None else x
    state, steps = optimizer.init(x), []
    for g in gradients:
        step, state = optimizer.update(g, state, x)
        x = x + step
        steps.append(step)
    return np.array(steps)


def some_gradients(seed, shape=(12, 3)):
    return np.random.default_rng(seed).standard_normal(shape)


# Pairs of pure functions.


@each
def test_nothing_is_changed_in_place_and_any_state_can_be_gone_on_from(optimizer):
    x, gradients = np.array([[3.0, -4.0], [0.5, 2.0]]), some_gradients(0, (4, 2, 2))
    for array in (x, *gradients):
        array.flags.writeable = False
    state = optimizer.init(x)
    for g in gradients:
        for array in state:
            if isinstance(array, np.ndarray):
                array.flags.writeable = False
        step, after = optimizer.update(g, state, x)
        again, after_again = optimizer.update(g, state, x)
        np.testing.assert_array_equal(step, again)
        assert type(after) is type(state) and hasattr(state, "_fields")
        for one, other in zip(after, after_again, strict=True):
            np.testing.assert_array_equal(one, other)
        state = after


@pytest.mark.parametrize("optimizer", [*ALL, LBFGS()], ids=name)
def test_who_goes_on_in_place_cannot_change_what_is_remembered(optimizer):
    careful, careless, gradients = np.ones(3), np.ones(3), some_gradients(15, (6, 3))
    state, other = optimizer.init(careful), optimizer.init(careless)
    for g in gradients:
        step, state = optimizer.update(g, state, careful)
        careful = careful + step
        given = g.copy()
        step, other = optimizer.update(given, other, careless)
        careless += step
        given[:] = step[:] = np.nan
    np.testing.assert_array_equal(careless, careful)


@each
def test_entries_go_their_own_ways_so_that_any_shape_will_do(optimizer):
    gradients, x = some_gradients(1, (6, 5, 4)), some_gradients(2, (5, 4))
    together = steps_of(optimizer, gradients, x)
    assert together.shape == gradients.shape
    for i in range(5):
        np.testing.assert_allclose(together[:, i], steps_of(optimizer, gradients[:, i], x[i]), rtol=1e-14)
    if not isinstance(optimizer, Clipped):
        np.testing.assert_allclose(together[:, 2, 3], steps_of(optimizer, gradients[:, 2, 3], x[2, 3]), rtol=1e-14)


@each
def test_single_precision_stays_single(optimizer):
    g = np.ones((3, 2), dtype=np.float32)
    step, state = optimizer.update(g, optimizer.init(g), g)
    assert step.dtype == np.float32
    assert {array.dtype.name for array in state if isinstance(array, np.ndarray)} <= {"float32"}


@each
def test_a_walk_goes_down_and_is_converged_only_when_it_is(optimizer):
    _, minimum, f, gradient = quadratic([1.0, 4.0], seed=3)
    start = minimum + [1.0, -1.0]
    kept = start.copy()
    result = gd.walk(gradient, start, optimizer, tolerance=1e-9, max_steps=150)
    np.testing.assert_array_equal(start, kept)
    assert f(result.x) < f(start)
    assert result.success == (np.linalg.norm(gradient(result.x)) <= 1e-9)
    if not result.success:
        assert result.status == "out of steps" and result.message.startswith("not converged: 150 steps")
    few = gd.walk(gradient, start, optimizer, max_steps=1)
    assert few.status == "out of steps" and not few.success


@pytest.mark.parametrize(
    "optimizer",
    [HeavyBall(0.1), Nesterov(0.1), Adagrad(1.0), RMSprop(gd.exponential(0.5, 0.97), epsilon=1e-3), Adam(0.1),
     Adamax(0.1), Nadam(0.1), AdamW(0.1, weight_decay=0.0), AMSGrad(0.1), Clipped(HeavyBall(0.1), 1.0)],
    ids=name,
)  # fmt: skip
def test_they_find_the_minimum_of_a_quadratic(optimizer):
    _, minimum, _, gradient = quadratic([1.0, 4.0], seed=4)
    result = gd.walk(gradient, minimum + [2.0, -1.0], optimizer, max_steps=5_000)
    assert result.success, result.message
    np.testing.assert_allclose(result.x, minimum, atol=1e-5)


# Momentum.


@settings(deadline=None, max_examples=30)
@given(seed=seeds, factor=st.floats(0.1, 100))
def test_momentum_is_linear_in_the_gradients_and_rates_for_each_coordinate_do_not_see_their_scale(seed, factor):
    gradients = some_gradients(seed)
    for optimizer in (HeavyBall(), HeavyBall(dampening=0.5), Nesterov(), Nesterov(rate_in_velocity=False)):
        scaled = steps_of(optimizer, factor * gradients)
        np.testing.assert_allclose(scaled, factor * steps_of(optimizer, gradients), rtol=1e-9, atol=1e-14)
    for optimizer in (
        Adagrad(epsilon=0), RMSprop(epsilon=0), Adam(epsilon=0), Adamax(epsilon=0), Nadam(epsilon=0), AMSGrad(epsilon=0)
    ):  # fmt: skip
        np.testing.assert_allclose(steps_of(optimizer, factor * gradients), steps_of(optimizer, gradients), rtol=1e-9)


def test_a_nesterov_that_divides_by_squared_gradients_is_caught():
    @dataclass(frozen=True)
    class Mistaken(Nesterov):
        def update(self, gradient, state, x):
            v = 0.9 * state.v + gradient * gradient
            return -0.01 * gradient / np.sqrt(v + 1e-8), Velocity(state.k + 1, v)

    gradients = some_gradients(5)
    assert not np.allclose(steps_of(Mistaken(), 10 * gradients), 10 * steps_of(Mistaken(), gradients))


def test_the_heavy_ball_in_polyak_s_form():
    alpha, beta = 0.1, 0.8
    _, _, _, gradient = quadratic([1.0, 3.0], seed=6)
    points = gd.walk(gradient, [5.0, -3.0], HeavyBall(alpha, beta), max_steps=20).path
    for before, x, after in zip(points, points[1:], points[2:], strict=False):
        np.testing.assert_allclose(after, x - alpha * gradient(x) + beta * (x - before), rtol=1e-12)


@pytest.mark.parametrize("in_velocity", [True, False])
def test_nesterov_s_gradients_are_taken_ahead(in_velocity):
    alpha, beta = 0.1, 0.8
    _, _, _, gradient = quadratic([1.0, 3.0], seed=6)
    method, x, v = Nesterov(alpha, beta, in_velocity), np.array([5.0, -3.0]), np.zeros(2)
    y, state = x, method.init(x)
    for _ in range(20):
        v = beta * v - alpha * gradient(x + beta * v)
        x = x + v
        step, state = method.update(gradient(y), state, y)
        y = y + step
        np.testing.assert_allclose(method.behind(state, y), x, rtol=1e-12)
        np.testing.assert_allclose(y, x + beta * v, rtol=1e-12)


@settings(deadline=None, max_examples=60)
@given(beta=st.floats(0, 0.95), share=st.floats(0.02, 1.2).filter(lambda s: abs(s - 1) > 0.02))
def test_the_heavy_ball_is_stable_where_the_rate_times_curvature_is_below_two_and_two_beta(beta, share):
    curvature = 3.0
    alpha = share * (2 + 2 * beta) / curvature
    x, state, ball = np.array([1.0]), Velocity(0, np.zeros(1)), HeavyBall(alpha, beta)
    sizes = []
    for _ in range(4_000):
        step, state = ball.update(curvature * x, state, x)
        x = x + step
        sizes.append(abs(x[0]) + abs(step[0]))
        if sizes[-1] > 1e6:
            break
    assert (sizes[-1] < 1e-2) == (share < 1)


def test_polyak_s_rate_and_momentum_are_the_fastest_on_a_quadratic():
    low, high = 1.0, 100.0
    root = np.sqrt(high / low)
    alpha, beta = (2 / (np.sqrt(low) + np.sqrt(high))) ** 2, ((root - 1) / (root + 1)) ** 2

    def error(alpha, beta, steps=60):
        _, minimum, _, gradient = quadratic([low, high], seed=7)
        result = gd.walk(gradient, minimum + [1.0, 1.0], HeavyBall(alpha, beta), 0.0, steps)
        return np.linalg.norm(result.x - minimum)

    best = error(alpha, beta)
    np.testing.assert_allclose((error(alpha, beta, 70) / best) ** (1 / 10), (root - 1) / (root + 1), rtol=0.05)
    plain = gd.best_rate(np.diag([low, high]))
    assert best < error(plain, 0.0) / 500
    for a, b in itertools.product((0.8, 1, 1.1), (0.9, 1, 1.1)):
        if (a, b) != (1, 1):
            assert error(a * alpha, b * beta, 200) > error(alpha, beta, 200)


def test_damping_takes_a_factor_of_the_rate_and_nothing_else():
    gradients = some_gradients(8)
    damped = steps_of(HeavyBall(0.1, dampening=0.9), gradients)
    np.testing.assert_allclose(damped, steps_of(HeavyBall(0.01), gradients), rtol=1e-12)
    steady = steps_of(HeavyBall(0.1), np.ones((300, 1)))[-1, 0]
    np.testing.assert_allclose(steady, -0.1 / (1 - 0.9), rtol=1e-10)
    whole = steps_of(HeavyBall(0.1, dampening=0.9, first_gradient_whole=True), gradients)
    np.testing.assert_allclose(whole[0], -0.1 * gradients[0])


def test_a_falling_rate_shows_where_it_enters():
    gradients, rate = np.ones((3, 1)), lambda k: [1.0, 0.1, 0.1][k]
    np.testing.assert_allclose(steps_of(HeavyBall(rate, 0.5), gradients).ravel(), [-1, -0.6, -0.4])
    inside = steps_of(HeavyBall(rate, 0.5, rate_in_velocity=False), gradients)
    np.testing.assert_allclose(inside.ravel(), [-1, -0.15, -0.175])


# A rate for each coordinate.


@settings(deadline=None, max_examples=30)
@given(seed=seeds)
def test_adagrad_rmsprop_and_adadelta_are_what_their_sums_say(seed):
    gradients, k = some_gradients(seed), 7
    sums = np.sqrt((gradients[: k + 1] ** 2).sum(axis=0))
    np.testing.assert_allclose(steps_of(Adagrad(0.3), gradients)[k], -0.3 * gradients[k] / (sums + 1e-8), rtol=1e-10)
    weights = (0.1 * 0.9 ** np.arange(k, -1, -1))[:, np.newaxis]
    mean_square = (weights * gradients[: k + 1] ** 2).sum(axis=0)
    np.testing.assert_allclose(
        steps_of(RMSprop(0.3), gradients)[k], -0.3 * gradients[k] / (np.sqrt(mean_square) + 1e-8), rtol=1e-10
    )
    variance = mean_square - (weights * gradients[: k + 1]).sum(axis=0) ** 2
    np.testing.assert_allclose(
        steps_of(RMSprop(0.3, centered=True, epsilon=0.01, epsilon_inside=True), gradients)[k],
        -0.3 * gradients[k] / np.sqrt(variance + 0.01), rtol=1e-10,
    )  # fmt: skip
    steps = steps_of(Adadelta(0.9), gradients)
    steps_before = np.sqrt((weights[1:] * steps[:k] ** 2).sum(axis=0) + 1e-6)
    np.testing.assert_allclose(steps[k], -steps_before / np.sqrt(mean_square + 1e-6) * gradients[k], rtol=1e-10)


def test_adadelta_s_steps_have_the_units_of_x():
    f_in_meters = lambda x: 2 * x  # the gradient of x²
    walk = lambda unit: gd.walk(
        lambda x: f_in_meters(x / unit) / unit, [3.0 * unit], Adadelta(epsilon=1e-12 * unit**2), 0.0, 40
    )
    tiny = replace(Adadelta(), epsilon=1e-300)
    assert abs(steps_of(tiny, np.ones((1, 1)))[0, 0]) < 1e-100
    in_meters = steps_of(Adadelta(epsilon=1e-12), 1e3 * np.ones((5, 1)))
    np.testing.assert_allclose(steps_of(Adadelta(epsilon=1e-12), 1e5 * np.ones((5, 1))), in_meters, rtol=1e-6)
    assert walk(1.0).nit == 40


def test_epsilon_outside_and_inside_the_root_differ_by_its_root():
    g = np.array([[1e-6]])
    np.testing.assert_allclose(steps_of(Adagrad(1.0, epsilon=1e-8), g), -1e-6 / (1e-6 + 1e-8))
    np.testing.assert_allclose(steps_of(Adagrad(1.0, epsilon=1e-8, epsilon_inside=True), g), -0.01, rtol=1e-4)


# Adam and its kin.


@settings(deadline=None, max_examples=30)
@given(seed=seeds, rate=st.floats(1e-4, 10))
def test_the_first_step_of_adam_has_the_length_of_the_rate_in_every_coordinate(seed, rate):
    g = np.random.default_rng(seed).standard_normal((1, 4)) * 10.0 ** np.arange(-3, 1)
    for optimizer in (Adam(rate, epsilon=0), Adamax(rate, epsilon=0), AMSGrad(rate, epsilon=0, bias_correction="after"),
                      RMSprop(rate, epsilon=0, bias_correction=True), Adagrad(rate, epsilon=0)):  # fmt: skip
        np.testing.assert_allclose(steps_of(optimizer, g), -rate * np.sign(g), rtol=1e-9)


def test_under_a_constant_gradient_every_step_of_adam_is_as_long():
    gradients = np.full((50, 1), 7.0)
    for optimizer in (
        Adam(0.1),
        Adamax(0.1),
        AMSGrad(0.1, bias_correction="after"),
        RMSprop(0.1, bias_correction=True),
    ):
        np.testing.assert_allclose(steps_of(optimizer, gradients), -0.1, rtol=1e-6)


def test_adam_without_its_correction_or_without_the_power_of_t_is_caught():
    gradients = np.full((3, 1), 7.0)
    uncorrected = steps_of(Adam(0.1, bias_correction=False), gradients)
    np.testing.assert_allclose(uncorrected[0], -0.1 * 0.1 / np.sqrt(0.001), rtol=1e-6)

    class WithoutPower(Adam):
        def update(self, gradient, state, x):
            k, m, v = state
            m, v = 0.9 * m + 0.1 * gradient, 0.999 * v + 0.001 * gradient**2
            return -self.rate * (m / 0.1) / np.sqrt(v / 0.001), Moments(k + 1, m, v)

    for mistaken in (uncorrected, steps_of(WithoutPower(0.1), gradients)):
        assert not np.allclose(mistaken, -0.1, rtol=0.01)


def test_the_means_are_unbiased_once_corrected():
    rng = np.random.default_rng(9)
    gradients = 3 + rng.standard_normal((5, 200_000))
    state = Adam().init(gradients[0])
    for t, g in enumerate(gradients, 1):
        _, state = Adam().update(g, state, 0 * g)
        np.testing.assert_allclose(state.m.mean(), 3 * (1 - 0.9**t), rtol=0.01)
        np.testing.assert_allclose(state.v.mean(), 10 * (1 - 0.999**t), rtol=0.01)


def test_epsilon_in_three_places():
    g = np.full((1, 1), 0.5)
    first = lambda place: steps_of(Adam(1.0, epsilon=0.01, epsilon_place=place), g)[0, 0]
    np.testing.assert_allclose(first("outside"), -0.5 / 0.51)
    np.testing.assert_allclose(first("inside"), -0.5 / np.sqrt(0.26))
    np.testing.assert_allclose(first("before correction"), -0.5 / (0.5 + 0.01 / np.sqrt(0.001)))


def test_an_adamax_with_adam_s_rule_is_caught():
    gradients = np.array([[8.0], [0.0], [0.0], [1.0]])
    state, largest = Adamax(beta2=0.5).init(gradients[0]), []
    for g in gradients:
        _, state = Adamax(beta2=0.5, epsilon=0).update(g, state, g)
        largest.append(state.u.item())
    assert largest == [8, 4, 2, 1]  # faded, and not added up: a mean of squares would go on with √(½·8² + …)
    assert not np.allclose(steps_of(Adamax(), gradients), steps_of(Adam(), gradients), rtol=0.01)
    # The largest gradient needs no correction, and only the mean has one.
    m = 0.1 * 8
    np.testing.assert_allclose(steps_of(Adamax(1.0, epsilon=0), gradients)[0], -(m / (1 - 0.9)) / 8)


def test_adamax_where_all_gradients_were_zero():
    np.testing.assert_array_equal(steps_of(Adamax(), np.zeros((3, 2))), 0)
    np.testing.assert_array_equal(steps_of(Adamax(epsilon_place="outside"), np.zeros((3, 2))), 0)


@settings(deadline=None, max_examples=30)
@given(seed=seeds)
def test_a_nadam_that_is_plain_adam_is_caught(seed):
    gradients = some_gradients(seed, (8, 2))
    ours = steps_of(Nadam(0.1, momentum_decay=None), gradients)
    m = v = 0.0
    for t, g in enumerate(gradients, 1):
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        ahead = 0.9 * m / (1 - 0.9 ** (t + 1)) + 0.1 * g / (1 - 0.9**t)
        np.testing.assert_allclose(ours[t - 1], -0.1 * ahead / (np.sqrt(v / (1 - 0.999**t)) + 1e-8), rtol=1e-10)
    assert not np.allclose(ours, steps_of(Adam(0.1), gradients), rtol=0.01)


def test_nadam_s_momentum_warms_up():
    mu = [Nadam().momentum_at(t) for t in (1, 250, 2_500, 250_000)]
    np.testing.assert_allclose(mu, [0.9 * (1 - 0.5 * 0.96**0.004), 0.9 * 0.52, 0.9 * (1 - 0.5 * 0.96**10), 0.9])
    assert Nadam(momentum_decay=None).momentum_at(1) == 0.9


def test_no_rate_of_amsgrad_rises_again():
    gradients = np.vstack([np.full((1, 1), 10.0), np.full((400, 1), 0.1)])
    adam, amsgrad = (steps_of(o, gradients)[-1, 0] for o in (Adam(0.1, beta2=0.9), AMSGrad(0.1, beta2=0.9)))
    assert abs(adam) > 0.09 and abs(amsgrad) < 0.01


def test_lion_s_two_means():
    gradients = np.array([[1.0], [-0.05], [-0.5]])
    np.testing.assert_array_equal(steps_of(Lion(1.0), gradients).ravel(), [-1, -1, 1])


# Decay of weights, and a penalty.


def test_for_plain_descent_penalty_and_decay_are_one_and_for_adam_they_are_two():
    x, gradients = np.array([2.0, -3.0]), some_gradients(10, (20, 2)) * [100.0, 0.01]
    rate, price = 0.1, 0.05

    class Decayed(gd.GradientDescent):
        def update(self, gradient, state, x):
            step, after = super().update(gradient, state, x)
            return step - self.rate * price * x, after

    np.testing.assert_allclose(
        steps_of(Penalized(gd.GradientDescent(rate), price), gradients, x), steps_of(Decayed(rate), gradients, x)
    )
    penalized = steps_of(Penalized(Adam(rate), price), gradients, x)
    decayed = steps_of(AdamW(rate, weight_decay=price), gradients, x)
    plain = steps_of(Adam(rate), gradients, x)
    np.testing.assert_allclose(decayed[0] - plain[0], -rate * price * x, rtol=1e-12)
    assert abs(penalized[0, 0] - plain[0, 0]) < 1e-3 * rate * price * abs(x[0])  # divided by its large gradients


def test_decay_times_rate_or_by_the_schedule_alone():
    x, none = np.array([2.0]), np.zeros((3, 1))
    schedule = gd.exponential(0.1, 0.5)
    times = steps_of(AdamW(schedule, weight_decay=0.01), none, x)
    alone = steps_of(AdamW(schedule, weight_decay=gd.exponential(0.01, 0.5), decay_times_rate=False), none, x)
    np.testing.assert_allclose(times[:2, 0], [-0.1 * 0.01 * 2, -0.05 * 0.01 * (2 - 0.002)])
    np.testing.assert_allclose(alone[:2, 0], [-0.01 * 2, -0.005 * (2 - 0.02)])


# What goes around an optimizer.


@settings(deadline=None, max_examples=40)
@given(seed=seeds, length=st.floats(0.1, 10))
def test_clipping_keeps_the_direction(seed, length):
    g = np.random.default_rng(seed).standard_normal((5, 3)) * 3
    rows = clipped(g, length, axis=1)
    lengths = np.linalg.norm(g, axis=1)
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), np.minimum(lengths, length))
    np.testing.assert_allclose(rows / np.linalg.norm(rows, axis=1)[:, np.newaxis], g / lengths[:, np.newaxis])
    np.testing.assert_allclose(np.linalg.norm(clipped(g, length)), min(np.linalg.norm(g), length))
    np.testing.assert_array_equal(clipped(np.zeros(3), length), 0)


def test_warm_up_comes_up_along_a_line_and_then_leaves_the_schedule_alone():
    falling = gd.inverse_time(0.3, 0.1)
    rates = [gd.warm_up(falling, 5)(k) / falling(k) for k in range(8)]
    np.testing.assert_allclose(rates, [0.2, 0.4, 0.6, 0.8, 1, 1, 1, 1])
    first = steps_of(Adam(gd.warm_up(0.1, 4)), np.full((5, 1), 7.0)).ravel()
    np.testing.assert_allclose(first, [-0.025, -0.05, -0.075, -0.1, -0.1], rtol=1e-6)


def test_schedules_and_clipping_compose():
    careful = Clipped(Penalized(Adam(gd.cosine(0.1, 100)), 0.01), 1.0)
    result = gd.walk(SURFACES["Rosenbrock"].gradient, [-1.2, 1.0], careful, max_steps=100)
    assert result.state.k == 100 and np.linalg.norm(np.diff(result.path, axis=0)[-1]) < 1e-4


def test_arrays_in_trees_each_have_their_state():
    params = {"layers": [(np.ones((2, 3)), np.zeros(3))], "out": np.array([5.0])}
    method = OnTrees(Adam(0.1))
    states = method.init(params)
    steps, states = method.update(params, states, params)
    after = method.stepped(params, steps)
    np.testing.assert_allclose(after["layers"][0][0], 0.9, rtol=1e-6)
    np.testing.assert_allclose(after["out"], 4.9, rtol=1e-6)
    np.testing.assert_array_equal(after["layers"][0][1], 0)
    assert params["out"] == 5 and [state.k for state in states] == [1, 1, 1]


# A look ahead.


def test_lbfgs_takes_the_last_step_to_the_last_change_of_the_gradient():
    _, _, _, gradient = quadratic([1.0, 5.0, 30.0], seed=12)
    result = gd.walk(gradient, [5.0, -3.0, 1.0], LBFGS(), max_steps=6)
    state, x = result.state, result.x
    s, y = x - state.x, gradient(x) - state.g
    # From the gradient y, where the pair (s, y) is known, the step is -s: the secant condition.
    known = state._replace(g=np.zeros(3), x=x - s)
    step, _ = LBFGS().update(y, known, x)
    np.testing.assert_allclose(step, -s, rtol=1e-9)


def test_lbfgs_needs_few_steps_and_forgets_what_is_old():
    _, minimum, _, gradient = quadratic([1.0, 10.0, 100.0], seed=13)
    result = gd.walk(gradient, minimum + 1, LBFGS(memory=3))
    assert result.success and result.nit < 30 and len(result.state.s) == 3
    np.testing.assert_allclose(result.x, minimum, atol=1e-6)
    assert gd.walk(gradient, minimum + 1, gd.GradientDescent(0.019), max_steps=100).status == "out of steps"


def test_a_pair_that_tells_of_no_valley_is_left_out():
    method, x = LBFGS(), np.array([1.0])
    step, state = method.update(-2 * x, method.init(x), x)  # on -x² the gradient falls along the step
    _, state = method.update(-2 * (x + step), state, x + step)
    assert state.s == ()


@pytest.mark.parametrize("shape", [(4, 4), (3, 6), (6, 3)])
def test_muon_s_steps_are_about_as_long_in_all_directions(shape):
    G = np.random.default_rng(14).standard_normal(shape)
    lengths = np.linalg.svd(orthogonalized(G))[1]
    assert lengths.min() > 0.6 and lengths.max() < 1.3
    U, _, Vt = np.linalg.svd(G, full_matrices=False)  # whose directions stay what they are
    np.testing.assert_allclose(np.sort(np.diag(U.T @ orthogonalized(G) @ Vt.T)), np.sort(lengths), rtol=1e-9)
    method = Muon(0.1, weight_decay=0.5)
    step, state = method.update(G, method.init(G), G)
    np.testing.assert_allclose(state.M, 0.05 * G)
    factor = max(1, shape[0] / shape[1]) ** 0.5
    np.testing.assert_allclose(step, -0.1 * (factor * orthogonalized(G) + 0.5 * G), rtol=1e-9)
    np.testing.assert_allclose(orthogonalized(1000 * G), orthogonalized(G), rtol=1e-9)
    np.testing.assert_array_equal(orthogonalized(0 * G), 0)


def test_muon_is_for_matrices():
    with pytest.raises(ValueError, match=r"x has shape \(3,\): leave it to AdamW"):
        Muon().init(np.zeros(3))


# Many walks at once.


@pytest.mark.parametrize("optimizer", [gd.GradientDescent(0.004), HeavyBall(0.002), Adam(0.1), Nadam(0.1)], ids=name)
def test_many_walks_are_those_that_one_would_take_alone(optimizer):
    surface = SURFACES["Himmelblau"]
    starts = np.random.default_rng(11).uniform(-5, 5, (12, 2))
    walks = gd.walk_many(surface.gradient, starts, optimizer, 1e-4, 400, keep_path=True)
    assert walks.path.shape == (walks.nit.max() + 1, 12, 2)
    for i, start in enumerate(starts):
        alone = gd.walk(surface.gradient, start, optimizer, 1e-4, 400)
        assert (walks.status[i], walks.nit[i]) == (alone.status, alone.nit)
        np.testing.assert_allclose(walks.x[i], alone.x, rtol=1e-6)
        np.testing.assert_allclose(walks.path[: alone.nit + 1, i], alone.path, rtol=1e-6, atol=1e-9)


def test_every_ending_of_many_walks_is_told():
    slope = lambda x: np.where(np.abs(x) > 1e15, 3.0, np.where(np.abs(x) > 50, 1e308 * x, 2 * x))
    starts = np.array([[0.0], [1.0], [40.0], [60.0], [1e17]])
    kept = starts.copy()
    walks = gd.walk_many(slope, starts, gd.GradientDescent(0.1), 1.0, 10)
    assert walks.status.tolist() == ["converged", "converged", "out of steps", "diverged", "stalled"]
    assert walks.nit.tolist()[:3] == [0, 4, 10] and walks.success.tolist() == [True, True, False, False, False]
    assert np.isfinite(walks.x).all() and walks.path.size == 0
    np.testing.assert_array_equal(starts, kept)
    np.testing.assert_allclose(walks.norms[1], 2 * 0.8**4)
    one = gd.walk_many(slope_of_square, [[1.0]], gd.GradientDescent(0.1), 0.0, 1)
    assert one.status == "out of steps" and not one.success.any()


# Bad input.


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: Adam(0.0), "rate must be a number above 0, not 0.0"),
        (lambda: Adam(beta1=1.0), "beta1 must be a number of at least 0 and below 1, not 1.0"),
        (lambda: Adam(epsilon=-1e-8), "epsilon must be a number of at least 0"),
        (lambda: Adam(epsilon_place="under"), "epsilon_place must be one of outside, inside, before correction"),
        (lambda: HeavyBall(momentum=1.5), "momentum must be a number of at least 0 and below 1, not 1.5"),
        (lambda: Adadelta(epsilon=0), "epsilon must be a number above 0, not 0"),
        (lambda: AdamW(weight_decay=-1), "weight_decay must be a number of at least 0"),
        (lambda: Nadam(momentum_decay=-1), "momentum_decay must be .* None keeps the momentum constant"),
        (lambda: Clipped(Adam(), 0), "length must be a number above 0"),
        (lambda: Clipped(Adam, 1.0), "optimizer must have init and update"),
        (lambda: OnTrees(3), "optimizer must have init and update"),
        (lambda: RMSprop(centered="yes"), "centered must be True or False"),
        (lambda: gd.walk_many(slope_of_square, [[np.nan]], Adam()), r"starts\[0, 0\] is missing"),
        (lambda: gd.walk_many(lambda x: x[:1], [[1.0], [2.0]], Adam()), r"gradient has shape \(1, 1\), but the point"),
    ],
)  # fmt: skip
def test_bad_settings_are_told(call, words):
    with pytest.raises(ValueError, match=words):
        call()
