"""The tasks of GradBench, written with our automatic differentiation, are right to its tolerance."""

import sys
from pathlib import Path

import numpy as np
import pytest

FOLDER = Path(__file__).parents[2] / "benchmarks" / "gradbench"


@pytest.fixture(scope="module")
def bench():
    sys.path.insert(0, str(FOLDER))
    try:
        import references  # noqa: PLC0415
        import run  # noqa: PLC0415
        import tasks  # noqa: PLC0415

        yield references, run, tasks
    finally:
        sys.path.remove(str(FOLDER))


def test_values_and_gradients_agree_with_other_means(bench):
    references, run, _ = bench
    for name, (_, gradient, arguments, reference) in run.cases(np.random.default_rng(1), large=False).items():
        off = references.difference(run.flat(gradient(*arguments)), run.flat(reference(*arguments)))
        assert off < references.TOLERANCE / 10, name


def test_values(bench):
    references, run, tasks = bench
    cases = run.cases(np.random.default_rng(2), large=False)
    for name, task in (("gmm, n=50, d=3, k=4", "gmm"), ("lstm, l=2, c=12", "lstm")):
        arguments = cases[name][2]
        assert np.isclose(getattr(tasks, task)(*arguments), getattr(references, task)(*arguments), rtol=1e-10)
    A = np.random.default_rng(3).random(25)
    assert np.isclose(tasks.det(A, 5), np.linalg.det(A.reshape(5, 5)))


@pytest.mark.parametrize("modes", ["ff", "fr", "rf", "rr"])
def test_derivatives_within_derivatives(bench, modes):
    """The first gradient of each descent; `run.py` goes on to the end, which takes minutes."""
    references, _, tasks = bench
    outer, inner = (tasks.MODES[mode] for mode in modes)

    def function(w):
        return tasks.miss(w, inner)

    w, x = np.array([0.1]), np.array([0.5, -0.25])
    assert references.difference(outer(function)(w), references.by_differences(function, w)) < references.TOLERANCE
    assert references.difference(outer(tasks.worst(0.1 * x, inner))(x), 2 * x) < references.TOLERANCE


def test_saddle(bench):
    references, _, tasks = bench
    assert references.difference(tasks.saddle(np.ones(2)), references.SADDLE) < references.TOLERANCE
