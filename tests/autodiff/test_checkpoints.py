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


def test_a_chain_without_steps_is_refused():
    with pytest.raises(ValueError, match="one step at least, and here are 0"):
        pull_back_chain(turn, np.zeros(2), 0, np.ones(2))
    with pytest.raises(ValueError, match="must be 1 or more, and it is 0"):
        pull_back_chain(turn, np.zeros(2), 3, np.ones(2), 0)
