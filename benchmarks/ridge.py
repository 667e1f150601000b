"""Ridge beside scikit-learn: one fit, and a path of prices with the leave-one-out error of each.

Run from the project's folder: ``python benchmarks/ridge.py``. The programs take turns, in a new random order each
round, and each time is divided by that of scikit-learn in the same round. The weights are compared, too.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "code"))

import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402
from sklearn.linear_model import Ridge as SklearnRidge  # noqa: E402
from sklearn.linear_model import RidgeCV  # noqa: E402

from derived.linear_models.ridge import Ridge, ridge_path  # noqa: E402
from timing import in_turns  # noqa: E402

ALPHAS = np.logspace(-2, 4, 100)


def best_of_path(X, y):
    path = ridge_path(X, y, ALPHAS)
    return path.coef_[np.argmin(path.loo_mse)]


ONE_FIT = {
    "scikit-learn": lambda X, y: SklearnRidge(1.0).fit(X, y).coef_,
    "derived, cholesky": lambda X, y: Ridge(1.0, method="cholesky").fit(X, y).coef_,
    "derived, svd (default)": lambda X, y: Ridge(1.0).fit(X, y).coef_,
}
PATH = {
    "scikit-learn": lambda X, y: RidgeCV(ALPHAS).fit(X, y).coef_,
    "derived": best_of_path,
}


def compare(programs, n, p, rounds, rng):
    """The median time of each program in milliseconds, its ratio to scikit-learn's, and how far its weights differ."""
    X = rng.standard_normal((n, p))
    y = X @ rng.standard_normal(p) + 3 * rng.standard_normal(n)
    table, answers = in_turns(programs, (X, y), rounds, rng, "scikit-learn")
    differences = {name: np.abs(w - answers["scikit-learn"]).max() for name, w in answers.items()}
    return table.round({"ms": 3, "ratio": 2}).assign(**{"largest difference": pd.Series(differences)})


def main():
    rng = np.random.default_rng(0)
    for n, p, rounds in ((100_000, 50, 9), (1_000, 20, 50), (100, 500, 15)):
        print(f"One fit, n = {n:,}, p = {p}, {rounds} rounds\n{compare(ONE_FIT, n, p, rounds, rng)}\n")
    for n, p, rounds in ((300, 65, 15), (5_000, 50, 5)):
        print(f"100 prices, leaving one out, n = {n:,}, p = {p}\n{compare(PATH, n, p, rounds, rng)}\n")


if __name__ == "__main__":
    main()
