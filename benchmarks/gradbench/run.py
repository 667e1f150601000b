"""Seven tasks of GradBench: how far off each gradient is, beside the benchmark's tolerance, and what it costs.

Run from the project's folder: ``OPENBLAS_NUM_THREADS=1 python benchmarks/gradbench/run.py``. The inputs are of the
benchmark's sizes or, where the reference is slow, smaller; `tasks.py` says how each is written. Times are those of the
gradient, and of the gradient in evaluations of the function, the median of several runs.
"""

import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "code"), str(Path(__file__).parent)]

import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402
import references  # noqa: E402
import tasks  # noqa: E402

from derived.autodiff.reverse import leaves  # noqa: E402


def mixture(rng, n, d, k):
    """Random parameters and points for gmm."""
    parameters = {
        "alpha": rng.standard_normal(k),
        "mu": rng.random((k, d)),
        "q": rng.standard_normal((k, d)) / 4,
        "l": rng.standard_normal((k, d * (d - 1) // 2)) / 4,
    }
    return parameters, rng.standard_normal((n, d)), 0, 1.0


def text(rng, layers, characters, bits=7):
    """Random parameters and rows of bits for lstm."""
    parameters = [rng.random((2 * layers, 4 * bits)), rng.random((3, bits))]
    return parameters, rng.random((2 * layers, bits)), rng.integers(0, 2, (characters, bits)).astype(float)


def cases(rng, large=True):
    """For each task its function, its gradient, arguments, and the gradient by other means, if that is to be had."""
    cases = {
        "llsq, n=1024, m=128": (tasks.llsq, tasks.llsq_gradient, (rng.random(128), 1024), references.llsq_gradient),
        "lse, n=2500": (tasks.lse, tasks.lse_gradient, (rng.random(2500),), references.lse_gradient),
        "gmm, n=50, d=3, k=4": (tasks.gmm, tasks.gmm_gradient, mixture(rng, 50, 3, 4), references.gmm_gradient),
        "lstm, l=2, c=12": (tasks.lstm, tasks.lstm_gradient, text(rng, 2, 12), references.lstm_gradient),
        "det, 5 × 5": (tasks.det, tasks.det_gradient, (rng.random(25), 5), references.det_gradient),
    }
    if large:
        cases |= {
            "llsq, n=16392, m=128": (
                tasks.llsq,
                tasks.llsq_gradient,
                (rng.random(128), 16392),
                references.llsq_gradient,
            ),
            "lse, n=1280000": (tasks.lse, tasks.lse_gradient, (rng.random(1_280_000),), references.lse_gradient),
            "gmm, n=1000, d=64, k=25": (tasks.gmm, tasks.gmm_gradient, mixture(rng, 1000, 64, 25), None),
            "lstm, l=2, c=1024": (tasks.lstm, tasks.lstm_gradient, text(rng, 2, 1024), None),
            "det, 8 × 8": (tasks.det, tasks.det_gradient, (rng.random(64), 8), references.det_gradient),
        }
    return cases


def flat(tree):
    return np.concatenate([np.ravel(leaf) for leaf in leaves(tree)])


def seconds(f, *arguments, runs=5):
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        f(*arguments)
        times.append(time.perf_counter() - start)
    return float(np.median(times))


def main():
    rows = {}
    for name, (f, gradient, arguments, reference) in cases(np.random.default_rng(31337)).items():
        off = references.difference(flat(gradient(*arguments)), flat(reference(*arguments))) if reference else np.nan
        took = seconds(gradient, *arguments)
        rows[name] = {"off by": off, "ms": 1000 * took, "evaluations": took / seconds(f, *arguments)}
    for modes in ("ff", "fr", "rf", "rr"):
        start = time.perf_counter()
        off = references.difference(tasks.saddle(np.ones(2), modes), references.SADDLE)
        rows[f"saddle, {modes}"] = {"off by": off, "ms": 1000 * (time.perf_counter() - start)}
    for modes in ("ff", "fr", "rf", "rr"):
        start = time.perf_counter()
        off = references.difference(tasks.particle(0.0, modes), references.PARTICLE)
        rows[f"particle, {modes}"] = {"off by": off, "ms": 1000 * (time.perf_counter() - start)}
    table = pd.DataFrame(rows).T
    print(f"Tolerance: {references.TOLERANCE:g}")
    print(table.map(lambda value: "" if np.isnan(value) else f"{value:.3g}").to_string())


if __name__ == "__main__":
    main()
