"""Linear regression beside NumPy, scikit-learn and statsmodels: time to fit, and digits right on NIST's data.

Run from the project's folder: ``python benchmarks/linear_regression.py``. The programs take turns, in a new random
order each round, and each time is divided by that of NumPy in the same round.
"""

import sys
import warnings
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "code"), str(ROOT / "tests" / "data")]

import nist  # noqa: E402
import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402
import statsmodels.api as sm  # noqa: E402
from sklearn.linear_model import LinearRegression as SklearnLinearRegression  # noqa: E402

from derived.linear_models import linear_regression as lr  # noqa: E402
from timing import in_turns  # noqa: E402


def ours(method):
    return lambda A, y: lr.LinearRegression(intercept=False, method=method).fit(A, y).w


def scikit_learn(A, y):
    """With its own intercept, as it is meant to be used, where the first column is all ones."""
    ones = int((A[:, 0] == 1).all())
    fit = SklearnLinearRegression(fit_intercept=bool(ones)).fit(A[:, ones:], y)
    return np.append([fit.intercept_] * ones, fit.coef_)


PROGRAMS = {
    "numpy lstsq": lambda A, y: np.linalg.lstsq(A, y)[0],
    "derived, qr (default)": ours("qr"),
    "derived, qr unrefined": lr.solve_qr,
    "derived, cholesky": ours("cholesky"),
    "derived, svd": ours("svd"),
    "scikit-learn": scikit_learn,
    "statsmodels, pinv": lambda A, y: sm.OLS(y, A).fit().params,
    "statsmodels, qr": lambda A, y: sm.OLS(y, A).fit(method="qr").params,
}


def times(n, d, rounds, rng):
    """The median time of each program in milliseconds, and the median of its ratios to NumPy's."""
    X, noise = rng.standard_normal((n, d)), rng.standard_normal(n)
    y = X @ rng.standard_normal(d) + noise
    table, _ = in_turns(PROGRAMS, (X, y), rounds, rng, "numpy lstsq")
    return table.round(2)


def digits(reference):
    """The digits right in the worst weight; 0 where a program answers wrongly, 'refuses' where it says so."""
    A, y = reference.X.astype(float), reference.y.astype(float)
    row = {}
    for name, solve in PROGRAMS.items():
        try:
            row[name] = f"{max(0.0, nist.digits(solve(A, y), reference.weights)):.1f}"
        except ValueError:
            row[name] = "refuses"
    return row


def main():
    rng = np.random.default_rng(0)
    for n, d, rounds in ((100_000, 50, 15), (1_000, 10, 100), (100, 3, 300)):
        print(f"Fit, n = {n:,}, d = {d}, {rounds} rounds\n{times(n, d, rounds, rng)}\n")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # statsmodels tells of large condition numbers
        table = pd.DataFrame({reference.name: digits(reference) for reference in nist.load()})
    print(f"Digits right in the worst weight, NIST StRD\n{table.to_string()}")


if __name__ == "__main__":
    main()
