"""Functions to walk on, shared by the tests of optimization."""

import numpy as np
from hypothesis import strategies as st

from derived.linear_models import linear_regression as lr

seeds = st.integers(0, 2**32 - 1)


def quadratic(curvatures, seed=0):
    """H with these eigenvalues in random directions, and f, ∇f with the minimum at a random point."""
    rng = np.random.default_rng(seed)
    Q, _ = np.linalg.qr(rng.standard_normal((len(curvatures), len(curvatures))))
    H, minimum = Q @ np.diag(curvatures) @ Q.T, rng.standard_normal(len(curvatures))
    H = (H + H.T) / 2
    return H, minimum, lambda x: (x - minimum) @ H @ (x - minimum) / 2, lambda x: H @ (x - minimum)


def slope_of_square(x):
    return 2 * x


def mean_gradient(X, y):
    return lambda w, rows: lr.rss_gradient(X[rows], y[rows], w) / len(rows)
