"""The race: goals, times, scores, and that a part of it comes out again as it was written down."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import binom

from derived.optimization import race, raced, scores
from derived.optimization.optimizers import Adam
from derived.optimization.surfaces import SURFACES
from derived.optimization.walks import walk

# Goals.


@pytest.mark.parametrize("name", SURFACES)
def test_every_lowest_place_is_a_goal_and_its_surroundings_are_none(name):
    surface = SURFACES[name]
    if not len(surface.minima):
        assert not race.arrived(surface, [0.0, 0.0]) and race.arrived(surface, [-3.0, 0.0])
        return
    assert race.arrived(surface, surface.minima).all()
    side = np.ptp(surface.domain, axis=1).max()
    assert not race.arrived(surface, surface.minima + [0.0, 0.01 * side]).any()
    assert not race.arrived(surface, np.full(2, np.nan))
    assert not race.arrived(surface, np.full(2, np.inf))


def test_no_other_pit_is_a_goal():
    rastrigin, griewank = SURFACES["Rastrigin"], SURFACES["Griewank"]
    assert not race.arrived(rastrigin, [0.994959, 0.0])
    assert not race.arrived(griewank, [3.14002, 4.43844])  # only 0.0074 above the lowest
    assert not race.arrived(SURFACES["Three-hump camel"], [-1.7476, 0.8738])
    assert not race.arrived(SURFACES["McCormick"], SURFACES["McCormick"].minima[0] - np.pi)  # lower, and outside


def test_the_goal_does_not_depend_on_units():
    booth = SURFACES["Booth"]
    higher = replace(booth, f=lambda x: 100 * booth.f(x))
    places = booth.minima[0] + np.random.default_rng(0).normal(0, 0.02, (200, 2))
    np.testing.assert_array_equal(race.arrived(booth, places), race.arrived(higher, places))
    assert 0 < race.arrived(booth, places).sum() < 200


# Times.


def test_many_rates_at_once_are_the_walks_one_by_one():
    himmelblau, rates = SURFACES["Himmelblau"], [0.003, 0.3]
    starts = race.starts_on(himmelblau, 4, np.random.default_rng(1))
    steps, walks = race.run(himmelblau, Adam, rates, starts, budget=200)
    assert steps.shape == (2, 4) and walks.path.shape == (201, 8, 2)
    for i, rate in enumerate(rates):
        for j, start in enumerate(starts):
            path = walk(himmelblau.gradient_formula, start, Adam(rate), tolerance=0, max_steps=200).path
            assert steps[i, j] == race.steps_to_goal(path, lambda x: race.arrived(himmelblau, x))


def test_a_visit_is_no_arrival():
    path = np.array([[[2.0], [2.0], [0.0]], [[0.0], [1.0], [2.0]], [[-2.0], [3.0], [0.1]]])
    at_goal = lambda x: np.abs(x[..., 0]) < 0.5
    assert race.steps_to_goal(path, at_goal).tolist() == [np.inf, np.inf, 2]
    assert race.steps_to_goal(path, at_goal, stay=False).tolist() == [1, np.inf, 0]


def test_divergence_is_no_arrival():
    steps, walks = race.run(SURFACES["Rosenbrock"], race.ENTRANTS["gradient descent"], [1.0], np.array([[-1.2, 1.0]]))
    assert steps.tolist() == [[np.inf]] and walks.status[0] == "diverged"


# Scores.


def test_profiles_of_the_three_bowls():
    times = [[9, 4], [1, 4], [np.inf, 4]]
    np.testing.assert_array_equal(scores.performance_ratios(times), [[2.25, 1], [1, 4], [np.inf, 1]])
    expected = np.array([[1, 2], [2, 2], [2, 3]]) / 3
    np.testing.assert_allclose(scores.performance_profile(times, [1, 3, 4]), expected)


def test_nobody_wins_what_nobody_solves():
    times = [[np.inf, np.inf], [2, 3]]
    np.testing.assert_array_equal(scores.performance_ratios(times)[0], [np.inf, np.inf])
    np.testing.assert_array_equal(scores.performance_profile(times, [1e9]), [[0.5, 0.5]])
    with pytest.raises(ValueError, match="steps must be positive, and hold 0"):
        scores.performance_ratios([[0, 1]])


def test_wilson_against_statsmodels():
    proportion = pytest.importorskip("statsmodels.stats.proportion")
    for level in (0.9, 0.95):
        counts = np.arange(61)
        theirs = proportion.proportion_confint(counts, 60, alpha=1 - level, method="wilson")
        np.testing.assert_allclose(scores.wilson(counts, 60, level), theirs, atol=1e-12)


def test_wilson_covers_as_often_as_it_says_and_the_usual_interval_does_not():
    n, counts, chances = 60, np.arange(61), np.linspace(0.01, 0.99, 99)
    low, high = scores.wilson(counts, n)
    half = 1.96 * np.sqrt(counts / n * (1 - counts / n) / n)
    weights = binom.pmf(counts, n, chances[:, None])
    covered = (weights * ((low <= chances[:, None]) & (chances[:, None] <= high))).sum(axis=1)
    usual = (weights * (np.abs(counts / n - chances[:, None]) <= half)).sum(axis=1)
    assert 0.94 < covered.mean() < 0.96 and covered.min() > 0.88
    assert usual.min() < 0.5


def test_restarts_cost_what_a_simulation_costs():
    steps, rng = np.array([10.0, 30.0, np.inf, np.inf, np.inf]), np.random.default_rng(3)
    spent = []
    for _ in range(20_000):
        total = 0.0
        while np.isinf(taken := rng.choice(steps)):
            total += 100
        spent.append(total + taken)
    assert abs(np.mean(spent) - scores.with_restarts(steps, 100)) < 4 * np.std(spent) / np.sqrt(20_000)
    assert scores.with_restarts([np.inf, np.inf], 100) == np.inf


@pytest.mark.parametrize(("call", "words"), [
    (lambda: scores.price([1.0, np.nan], 10), "steps must be at least 0, ∞ for never, and hold nan"),
    (lambda: scores.with_restarts([-3.0, 1.0], 10), "and hold -3"),
    (lambda: scores.price([], 10), "and are empty"),
    (lambda: scores.with_restarts([1.0], -1), "budget must be a whole number of at least 1, not -1"),
    (lambda: scores.wilson(3, 60.5), "n must be a whole number of at least 1, not 60.5"),
    (lambda: scores.wilson([3], 0), "n must be a whole number of at least 1, not 0"),
    (lambda: scores.performance_profile([3.0, 4.0], [1]), r"not \(2,\)"),
    (lambda: scores.performance_profile([[3.0, 4.0]], [0.5]), "from 1 up, and hold 0.5"),
    (lambda: race.goal_height(SURFACES["Booth"], per_side=0), "per_side must be a whole number"),
])  # fmt: skip
def test_scores_refuse_what_is_no_time_and_no_count(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_one_factor_may_stand_alone():
    assert scores.performance_profile([[9, 6]], 2).tolist() == [[1.0, 1.0]]


def test_bad_numbers_are_refused():
    with pytest.raises(ValueError, match="arrivals must be between 0 and n = 60"):
        scores.wilson(61, 60)
    with pytest.raises(ValueError, match="level"):
        scores.wilson(6, 60, level=95)
    with pytest.raises(ValueError, match="budget"):
        race.run(SURFACES["Sphere"], Adam, [0.1], np.zeros((1, 2)), budget=0)


# What was written down.


@pytest.mark.parametrize(
    ("track", "name"),
    [
        ("Booth", "heavy ball"),
        ("Himmelblau", "Adam"),
        ("Ackley", "RMSprop"),
        ("Monkey saddle", "AdamW"),
        ("Matyas", "Adadelta"),
        ("Easom", "Adagrad"),
    ],
)
def test_a_part_of_the_race_comes_out_again(track, name):
    written, row, column = raced.load_race(), list(SURFACES).index(track), list(race.ENTRANTS).index(name)
    again = raced.heat(SURFACES[track], race.ENTRANTS[name])
    assert again["tuned"] == written["tuned"][row, column]
    steps = np.where(again["all_steps"] > raced.BUDGET, np.inf, again["all_steps"])
    same = (steps[again["tuned"]] if again["tuned"] >= 0 else np.inf) == written["steps"][row, column]
    assert same.mean() > 0.9  # the last digits of a sine differ from machine to machine, and some walks are chaotic
    np.testing.assert_allclose(again["price"], written["price"][row, column], rtol=0.05)
    assert (again["ends"] == written["ends"][row, column]).mean() > 0.9


def test_the_rates_were_wide_enough():
    written = raced.load_race()
    arriving = np.isfinite(written["steps"]).mean(axis=-1) >= 0.5
    at_end = arriving & ((written["tuned"] == 0) | (written["tuned"] == len(raced.RATES) - 1))
    assert np.argwhere(at_end).tolist() == [[0, 3]]  # Adagrad on the sphere
