"""Bad input is told."""

import numpy as np
import pytest

from derived import optimization as gd
from tests.optimization.functions import slope_of_square


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: gd.gradient_descent(slope_of_square, [1.0], 0.0), "rate must be a number above 0, not 0.0"),
        (lambda: gd.gradient_descent(slope_of_square, [1.0], np.nan), "rate must be a number above 0, not nan"),
        (lambda: gd.gradient_descent(slope_of_square, [np.nan], 0.1), r"start\[0\] is missing"),
        (lambda: gd.gradient_descent(slope_of_square, [1.0], 0.1, tolerance=-1), "of at least 0, not -1"),
        (lambda: gd.gradient_descent(slope_of_square, [1.0], 0.1, max_steps=0), "max_steps must be a whole number"),
        (lambda: gd.gradient_descent(lambda x: np.ones(2), [1.0], 0.1), r"shape \(2,\), but the point has \(1,\)"),
        (lambda: list(gd.batches(3, 4, np.random.default_rng(0))), "between 1 and the number of rows, 3, not 4"),
        (lambda: gd.stochastic_gradient_descent(lambda x, r: x, [1.0], 5, 0.1, np.random.default_rng(0), 5, 0),
         "epochs must be a whole number of at least 1"),
        (lambda: gd.exponential(0.1, 1.0), "decay must be a number above 0 and below 1, not 1.0"),
        (lambda: gd.inverse_time(0.1, -1), "decay must be a number above 0"),
        (lambda: gd.warm_up(0.0, 5), "rate must be a number above 0, not 0.0"),
        (lambda: gd.warm_up(0.1, 0), "steps must be a whole number"),
        (lambda: gd.cosine(0.1, 0), "steps must be a whole number"),
        (lambda: gd.best_rate([[1.0, 2.0], [0.0, 1.0]]), "hessian must be symmetric"),
        (lambda: gd.stable_rate(np.ones((2, 3))), r"symmetric, but has shape \(2, 3\)"),
        (lambda: gd.best_rate([[1.0, 0.0], [0.0, -2.0]]), "eigenvalue -2, but a single minimum"),
        (lambda: gd.backtracking(sum, np.ones(1), np.ones(1), np.ones(1)), "does not lead downhill: .* is 1"),
        (lambda: gd.backtracking(sum, np.ones(1), np.ones(1), shrink=1), "shrink must be a number above 0 and below 1"),
        (lambda: gd.numerical_gradient(sum, [1.0, 2.0], [1e-3, 0.0]), r"h\[1\] is 0, and the difference"),
        (lambda: gd.check_gradient(lambda x: x, lambda x: x, [1.0, 2.0]), "f must give a number"),
        (lambda: gd.gradient_descent(slope_of_square, [1.0], lambda k: None), "schedule gives at step 0 .* not None"),
        (lambda: gd.gradient_descent(slope_of_square, [1.0], lambda k: 0.1 - k), "at step 1 .* 0, not -0.9"),
        (lambda: gd.gradient_descent(slope_of_square, [1.0], lambda k: np.nan), "at step 0 .* 0, not nan"),
        (lambda: gd.warm_up(lambda k: "a", 5)(2), "what the schedule gives at step 2 must be a number .* not 'a'"),
        (lambda: gd.walk_many(lambda x: x, [[1.0], [2.0]], gd.GradientDescent(lambda k: np.array([[0.1], [-1]]))),
         r"what the schedule gives at step 0\[1, 0\] is -1: it must be zero or more"),
        (lambda: gd.check_gradient(lambda x: np.nan, slope_of_square, [1.0]), "not finite: choose another point"),
    ],
)  # fmt: skip
def test_bad_input_is_told(call, words):
    with pytest.raises(ValueError, match=words):
        call()
