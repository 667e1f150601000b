"""The exercises of the chapter on multipliers and the lasso."""

import importlib

import numpy as np

from derived.algebra import index, log, number, partial, scalar, sizes, summation
from derived.exercises import Formula, Function, Number, Parts
from derived.linear_models import coordinate_descent, soft_threshold

# --- a budget for loaves --------------------------------------------------------------------------------------------

a_budget_for_loaves = Parts(
    {
        "three": Number(
            [2, 1],
            wrong=[
                ([12 / 7, 9 / 7], "Take the same off each, do not divide both by the same."),
                ([3, 0], "The second change is worth something, too, at the price that the first pays."),
                ([2.5, 1.5], "Together that is four: one more has to be taken off."),
            ],
            given_back=[[4, 3]],
        ),
        "one": Number(
            [1, 0],
            wrong=[
                ([4 / 7, 3 / 7], "Take the same off each, and stop at zero."),
                ([0.5, 0.5], "The first was wanted more: it stays larger by one, as it was."),
            ],
        ),
        "multipliers": Number(
            [4, 6],
            wrong=[
                ([2, 3], "That is what is taken off each: the derivative of a square brings a factor of two."),
                ([-4, -6], r"The constraint pushes back: the multiplier of $g \le 0$ is not negative."),
            ],
        ),
    }
)

# --- the largest entropy --------------------------------------------------------------------------------------------

(_K,) = sizes("K")
_k = index("k")

the_largest_entropy = Parts(
    {
        "q": Formula(
            right=1 / _K,
            letters=(_K,),
            wrong=[
                (number(1) / 2 + 0 * _K, "They have to add up to one, whatever $K$ is."),
                (_K / (_K + 1), "They have to add up to one: all of them are equal."),
            ],
        ),
        "entropy": Formula(
            right=log(_K),
            letters=(_K,),
            without=("summation",),
            wrong=[
                (-log(_K), "Mind the sign: the logarithm of $1/K$ is negative, and the entropy has a minus before it."),
                (log(_K) / _K, "That is one term of the sum: there are $K$ of them."),
                (_K * log(_K), "Each logarithm is weighted with its probability."),
            ],
            given_back=[-summation(_k, _K, 1 / _K * log(1 / _K))],
        ),
    }
)

# --- only upward ----------------------------------------------------------------------------------------------------


def _targets(rng: np.random.Generator) -> tuple[np.ndarray, float]:
    return rng.uniform(-3, 3, 5).round(2), round(float(rng.uniform(0.1, 1.5)), 2)


def _search(z: np.ndarray, t: float) -> np.ndarray:
    tried = np.linspace(0, 3, 301)
    return tried[((tried[:, None] - z) ** 2 / 2 + t * tried[:, None]).argmin(axis=0)]


only_upward = Function(
    lambda z, t: np.maximum(z - t, 0),
    inputs=_targets,
    wrong=[
        (soft_threshold, "That can be negative, where no weight may be."),
        (lambda z, t: np.maximum(z, 0), "What a weight costs, $t$ times itself, is left out."),
        (lambda z, t: np.maximum(z, 0) - t, "Take $t$ off before what is below zero becomes zero."),
        (lambda z, t: np.abs(soft_threshold(z, t)), "For negative $z$ no weight helps: the best is zero."),
        (lambda z, t: np.where(z > t, z, 0), "What is left above $t$ is shrunk, too."),
    ],
    given_back=[_search],
)

# --- a net made of a lasso ------------------------------------------------------------------------------------------

_alpha, _rho = scalar("alpha", "positive"), scalar("rho", "between 0 and 1")
_n, _p, _t = scalar("n", "positive"), scalar("p", "positive"), scalar("t", "positive")

a_net_made_of_a_lasso = Formula(
    right=_alpha * _rho * _n / (_n + _p),
    letters=(_alpha, _rho, _n, _p),
    wrong=[
        (_alpha * _rho, "The lasso on $n + p$ rows divides the sum of squares by $2(n + p)$."),
        (_alpha * _rho * (_n + _p) / _n, "Upside down: the squares are divided by more, so the price must fall."),
        (_alpha * (1 - _rho) * _n / (_n + _p), r"$1 - \rho$ is the share of the squares, which the new rows pay."),
        (_alpha * _n / (_n + _p), r"Only the share $\rho$ of the price is on the absolute values."),
    ],
    given_back=[partial(_alpha * _rho * _n / (_n + _p) * _t, _t)],
)

# --- the corners of the path ----------------------------------------------------------------------------------------


def _corners(X: np.ndarray, y: np.ndarray) -> np.ndarray:
    G, c = X.T @ X / len(y), X.T @ y / len(y)
    found = [float(np.abs(c).max())]
    while found[-1] > 0:
        below = found[-1] * (1 - 1e-6)
        w = coordinate_descent(X, y, below, tol=1e-14)[0]
        active = w != 0
        inside = G[np.ix_(active, active)]
        a, b = np.linalg.solve(inside, c[active]), np.linalg.solve(inside, np.sign(w[active]))  # w = a - alpha b
        beside, speed = c[~active] - G[~active][:, active] @ a, G[~active][:, active] @ b
        prices = np.concatenate([a / b, beside / (1 - speed), -beside / (1 + speed)])
        found.append(float(prices[(prices > 0) & (prices < below)].max(initial=0.0)))
    return np.array(found)


def _data(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    return rng.normal(size=(20, 4)).round(1), rng.normal(size=20).round(1)


def _by_scikit_learn(X: np.ndarray, y: np.ndarray) -> np.ndarray:
    return importlib.import_module("sklearn.linear_model").lars_path(X, y, method="lasso")[0]


corners_of_the_path = Function(
    _corners,
    inputs=_data,
    without=["lars_path"],
    wrong=[
        (
            lambda X, y: np.append(np.sort(np.abs(X.T @ y))[::-1] / len(y), 0.0),
            "While one weight grows, the correlations of all the others change.",
        ),
        (lambda X, y: _corners(X, y)[:-1], "The last corner is at a price of zero, where least squares is."),
        (lambda X, y: _corners(X, y)[::-1], "Begin with the largest price, at which nothing is bought."),
        (lambda X, y: len(y) * _corners(X, y), r"The loss is a mean: divide the correlations by $n$."),
    ],
    given_back=[_by_scikit_learn],
)
