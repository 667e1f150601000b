"""The lasso path beside scikit-learn and least-angle regression: time for a hundred prices, and how near the minimum.

Run from the project's folder: ``python benchmarks/lasso.py``. The programs take turns, in a new random order each
round, and each time is divided by that of scikit-learn's `lasso_path` with its default tolerance in the same round.
*above* is how far the worst objective of the path is above the least that any program found, in units of the loss at
zero weights: scikit-learn stops when its dual gap is below 1e-4 of that, the others go on to the end.
"""

import sys
import warnings
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "code"))

import numpy as np
import pandas as pd
from sklearn.datasets import load_diabetes
from sklearn.linear_model import lars_path, lars_path_gram
from sklearn.linear_model import lasso_path as sklearn_lasso_path

from derived.datasets import make_regression
from derived.linear_models import lasso
from timing import formatted, in_turns

REFERENCE = "scikit-learn, default"


def by_coordinate_descent(X, y, alphas):
    """The teaching version, each price started from the one before, to scikit-learn's default tolerance."""
    w, coefs = np.zeros(X.shape[1]), []
    for alpha in alphas:
        w, _ = lasso.coordinate_descent(X, y, alpha, w=w, tol=1e-4)
        coefs.append(w)
    return np.array(coefs).T


def by_least_angles(X, y, alphas):
    """All corners of the path, then the prices between them: the path is straight from corner to corner."""
    if len(X) > X.shape[1]:
        knots, _, corners = lars_path_gram(X.T @ y, X.T @ X, n_samples=len(X), alpha_min=alphas[-1], method="lasso")
    else:
        knots, _, corners = lars_path(X, y, alpha_min=alphas[-1], method="lasso")
    return np.array([np.interp(alphas, knots[::-1], row[::-1]) for row in corners])


PROGRAMS = {
    REFERENCE: lambda X, y, alphas: sklearn_lasso_path(X, y, alphas=alphas)[1],
    "scikit-learn, tol=1e-7": lambda X, y, alphas: sklearn_lasso_path(X, y, alphas=alphas, tol=1e-7, max_iter=10**5)[1],
    "scikit-learn, LARS": by_least_angles,
    "derived, active set": lambda X, y, alphas: lasso.lasso_path(X, y, alphas)[1],
    "derived, coordinate descent": by_coordinate_descent,
}
SLOW = "derived, coordinate descent"  # once, and not on the largest


def problems(rng):
    X, y = load_diabetes(return_X_y=True)
    yield "diabetes, n = 442, p = 10", X, y
    for n, p, used, correlation in (
        (1000, 100, 10, 0.0),
        (1000, 100, 50, 0.5),
        (5000, 50, 20, 0.2),
        (200, 1000, 20, 0.3),
    ):
        w = np.append(rng.standard_normal(used), np.zeros(p - used))
        name = f"n = {n:,}, p = {p:,}, correlation {correlation}"
        yield name, *make_regression(rng, n, w, correlation=correlation)


def measure(X, y, rounds, rng):
    """Milliseconds, the ratio to the reference, and how far above the least objective."""
    X, y = np.asfortranarray(X - X.mean(axis=0)), y - y.mean()
    alphas = np.geomspace(1, 1e-3, 100) * lasso.alpha_max(X, y)
    programs = {name: program for name, program in PROGRAMS.items() if not (name == SLOW and X.shape[1] > 100)}
    table, answers = in_turns(programs, (X, y, alphas), rounds, rng, REFERENCE, once=(SLOW,))
    objectives = pd.DataFrame(
        {name: [lasso.objective(X, y, *at) for at in zip(w.T, alphas, strict=True)] for name, w in answers.items()}
    )
    above = objectives.sub(objectives.min(axis=1), axis=0).max() / (y @ y / (2 * len(y)))
    return formatted(table.assign(above=above))


def main():
    rng = np.random.default_rng(0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # scikit-learn tells where it stopped short of its tolerance
        for name, X, y in problems(rng):
            print(f"A path of 100 prices, {name}\n{measure(X, y, 9, rng)}\n")


if __name__ == "__main__":
    main()
