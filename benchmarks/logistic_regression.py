"""Logistic regression beside scikit-learn and statsmodels: time to the same gradient.

Run from the project's folder: ``python benchmarks/logistic_regression.py``. All minimize the same function, with
tolerances that leave gradients of about one size where a program can stop there; the table shows them. The programs
take turns, in a new random order each round, and each time is divided by that of newton-cholesky in the same round.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "code")]

import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402
import statsmodels.api as sm  # noqa: E402
from sklearn.linear_model import LogisticRegression as SklearnLogisticRegression  # noqa: E402

from derived.linear_models import logistic_regression as lr  # noqa: E402
from derived.probability import sigmoid  # noqa: E402
from timing import formatted, in_turns  # noqa: E402


def ours(tol):
    return lambda X, y, penalty: lr.LogisticRegression(penalty=penalty, tol=tol).fit(X, y).w


def scikit_learn(solver, tol):
    def fit(X, y, penalty):
        C = 1 / penalty if penalty else np.inf
        model = SklearnLogisticRegression(C=C, solver=solver, tol=tol, max_iter=10_000).fit(X, y)
        return np.append(model.intercept_, model.coef_)

    return fit


def statsmodels(X, y, penalty):
    assert not penalty, "it knows none"
    return sm.Logit(y, sm.add_constant(X)).fit(disp=0, tol=1e-8).params


PROGRAMS = {
    "scikit-learn, newton-cholesky": scikit_learn("newton-cholesky", 1e-6),
    "scikit-learn, lbfgs": scikit_learn("lbfgs", 1e-6),
    "statsmodels Logit": statsmodels,
    "derived, the same gradient": ours(1e-3),
    "derived, as it comes": ours(1e-5),
}
REFERENCE = "scikit-learn, newton-cholesky"


def compare(n, d, penalty, rounds, rng):
    """The median time of each program in milliseconds, its ratio to the reference, and the gradient it leaves."""
    X = rng.standard_normal((n, d))
    y = (rng.random(n) < sigmoid(2 * X @ rng.standard_normal(d) / np.sqrt(d) - 0.5)).astype(float)
    A, ridge = np.column_stack([np.ones(n), X]), np.append(0.0, np.full(d, penalty))
    programs = {name: program for name, program in PROGRAMS.items() if not (penalty and program is statsmodels)}
    table, answers = in_turns(programs, (X, y, penalty), rounds, rng, REFERENCE)
    left = {name: np.abs(lr.log_loss_gradient(A, y, w, ridge)).max() / n for name, w in answers.items()}
    return formatted(table.assign(**{"largest entry of gradient / n": pd.Series(left)}))


def main():
    rng = np.random.default_rng(0)
    for n, d, penalty, rounds in (
        (50_000, 30, 1.0, 25),
        (50_000, 30, 0.0, 25),
        (1_000, 10, 1.0, 50),
        (100, 3, 1.0, 50),
    ):
        print(f"n = {n:,}, d = {d}, penalty = {penalty:g}\n{compare(n, d, penalty, rounds, rng)}\n")


if __name__ == "__main__":
    main()
