"""Back through a chain in little memory: the same adjoint, fewer states, and what it costs."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from derived.autodiff.reverse import grad, pull_back_chain


def turn(x):
    return np.stack([np.sin(x[0]) + 0.5 * x[1], np.cos(x[1]) * x[0]])


@given(st.integers(1, 30), st.integers(1, 40))
def test_the_adjoint_is_that_of_the_whole_chain(steps, every):
    def whole(x):
        for _ in range(steps):
            x = turn(x)
        return x[0] + 2 * x[1]

    x = np.array([0.3, 0.7])
    end, adjoint = pull_back_chain(turn, x, steps, np.array([1.0, 2.0]), every)
    np.testing.assert_allclose(adjoint, grad(whole)(x), rtol=1e-12)
    np.testing.assert_allclose(end[0] + 2 * end[1], whole(x), rtol=1e-15)


def test_one_state_in_the_root_of_all_is_kept_and_each_step_is_taken_at_most_three_times():
    taken = []

    def step(x):
        taken.append(1)
        return 0.9 * x

    steps = 100
    pull_back_chain(step, np.ones(1), steps, np.ones(1))
    every = math.isqrt(steps)
    assert len(taken) == steps + (steps - steps // every) + steps  # forth, again, and recorded


@pytest.mark.parametrize(("settings", "words"), [
    ({"steps": 0}, "steps must be a whole number of at least 1, not 0"),
    ({"steps": 2.5}, "steps must be a whole number of at least 1, not 2.5"),
    ({"steps": True}, "steps must be a whole number"),
    ({"every": 0}, "every must be a whole number of at least 1, not 0"),
    ({"every": 2.5}, "every must be a whole number of at least 1, not 2.5"),
    ({"step": 3}, "step must be a function, not 3"),
])  # fmt: skip
def test_what_is_no_setting_is_refused_by_its_name(settings, words):
    with pytest.raises(ValueError, match=words):
        pull_back_chain(**{"step": turn, "x": np.zeros(2), "steps": 3, "adjoint": np.ones(2)} | settings)


def test_whole_numbers_may_be_of_any_kind():
    by_floats = pull_back_chain(turn, np.array([0.3, 0.7]), 4.0, np.ones(2), np.int64(2))
    np.testing.assert_array_equal(by_floats, pull_back_chain(turn, np.array([0.3, 0.7]), 4, np.ones(2), 2))
