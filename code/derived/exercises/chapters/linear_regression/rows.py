"""Exercises of the chapter on linear regression: what each row of the data does."""

import numpy as np

from derived.exercises import Function
from derived.linear_models import LinearRegression

# --- houses that count differently ------------------------------------------------------------------------------------


def _weighted(X: np.ndarray, y: np.ndarray, m: np.ndarray) -> np.ndarray:
    return np.linalg.solve(X.T @ (m[:, None] * X), X.T @ (m * y))


def _houses(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return rng.normal(size=(4, 2)).round(1), rng.integers(-5, 6, 4) / 1.0, rng.integers(1, 6, 4) / 1.0


def _obeys(houses: tuple, w: np.ndarray) -> bool:
    X, y, m = houses
    return w.shape == X.shape[1:] and bool(np.all(np.abs(X.T @ (m * (y - X @ w))) < 1e-6))


houses_that_count_differently = Function(
    _weighted,
    inputs=_houses,
    properties=[
        (
            _obeys,
            r"The normal equations do not hold: "
            r"$\mathbf X^\top\operatorname{diag}(\mathbf m)(\mathbf y - \mathbf X\mathbf w)$ is not zero.",
        )
    ],
    without=["LinearRegression", "WLS"],
    wrong=[
        (lambda X, y, m: _weighted(X, y, m * 0 + 1), "All houses count the same here: where does $m_i$ come in?"),
        (lambda X, y, m: _weighted(X, y, m**2), "House $i$ counts $m_i^2$ times: what multiplies its row is squared."),
        (lambda X, y, m: _weighted(X, y, np.sqrt(m)), r"House $i$ counts $\sqrt{m_i}$ times: take $m_i$ itself."),
        (
            lambda X, y, m: np.linalg.solve(X.T @ X, X.T @ (m * y)),
            "On the left side, too, house $i$ counts $m_i$ times.",
        ),
        (
            lambda X, y, m: np.linalg.solve(X.T @ (m[:, None] * X), X.T @ y),
            "On the right side, too, house $i$ counts $m_i$ times.",
        ),
    ],
    given_back=[lambda X, y, m: LinearRegression(intercept=False).fit(X, y, weights=m).w],
)
