"""Softmax regression beside scikit-learn: time to the same gradient, on real digits and on made data.

Run from the project's folder: ``python benchmarks/softmax_regression.py``. All minimize the same function, with
tolerances that leave gradients of about one size; the table shows them. The programs take turns, in a new random
order each round, and each time is divided by that of newton-cholesky in the same round.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "code")]

import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402
from sklearn.datasets import load_digits  # noqa: E402
from sklearn.linear_model import LogisticRegression  # noqa: E402

from derived.linear_models import softmax_regression as sr  # noqa: E402
from derived.preprocessing import one_hot  # noqa: E402
from timing import formatted, in_turns  # noqa: E402


def ours(X, y):
    return sr.SoftmaxRegression(penalty=1.0, tol=1e-3).fit(X, y).W


def scikit_learn(solver):
    def fit(X, y):
        model = LogisticRegression(C=1.0, solver=solver, tol=1e-6, max_iter=10_000).fit(X, y)
        return np.vstack([model.intercept_, model.coef_.T])

    return fit


REFERENCE = "scikit-learn, newton-cholesky"
PROGRAMS = {REFERENCE: scikit_learn("newton-cholesky"), "scikit-learn, lbfgs": scikit_learn("lbfgs"), "derived": ours}


def made(n, d, K, rng):
    """Labels drawn from a softmax of normal features."""
    X = rng.standard_normal((n, d))
    Z = X @ rng.standard_normal((d, K)) / np.sqrt(d)
    return X, (Z + rng.gumbel(size=Z.shape)).argmax(axis=1)


def compare(X, y, rounds, rng):
    """The median time of each program in milliseconds, its ratio to the reference, and the gradient it leaves."""
    A, (Y, _) = np.column_stack([np.ones(len(X)), X]), one_hot(y)
    ridge = np.append(0.0, np.ones(X.shape[1]))[:, np.newaxis]
    table, answers = in_turns(PROGRAMS, (X, y), rounds, rng, REFERENCE)
    left = {name: np.abs(sr.cross_entropy_gradient(A, Y, W) + ridge * W).max() / len(X) for name, W in answers.items()}
    return formatted(table.assign(**{"largest entry of gradient / n": pd.Series(left)}))


def main():
    rng = np.random.default_rng(0)
    digits = load_digits()
    print(f"The 1,797 digits, d = 64, K = 10\n{compare(digits.data / 16, digits.target, 15, rng)}\n")
    for n, d, K, rounds in ((20_000, 30, 4, 15), (1_000, 10, 3, 50), (150, 4, 3, 50)):
        print(f"n = {n:,}, d = {d}, K = {K}\n{compare(*made(n, d, K, rng), rounds, rng)}\n")


if __name__ == "__main__":
    main()
