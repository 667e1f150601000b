"""Optimizers beside PyTorch, and from many starts at once beside a loop.

Run from the project's folder: ``python benchmarks/optimizers.py``, on one thread (``OPENBLAS_NUM_THREADS=1``). First
fifty steps of Adam over 17,226 parameters in six arrays, the weights of a network 64-128-64-10, in float64; PyTorch is
left out where it is not installed (``pip install torch``). Then nine optimizers, each from a thousand starts on
Himmelblau's function: all at once, and, from fifty of them, one after another; times are those of a start.
"""

import itertools
import sys
import time
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "code")]

import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402

from derived.optimization import walk, walk_many  # noqa: E402
from derived.optimization.optimizers import (  # noqa: E402
    Adadelta,
    Adagrad,
    Adam,
    Adamax,
    AdamW,
    HeavyBall,
    Nadam,
    Nesterov,
    OnTrees,
    RMSprop,
)
from derived.optimization.surfaces import SURFACES  # noqa: E402
from timing import formatted, in_turns  # noqa: E402

SIZES = (64, 128, 64, 10)
STEPS = 50
OURS = "derived"


def ours(params, gradients):
    """Fifty steps, by pure functions."""
    method = OnTrees(Adam(0.001))
    states = method.init(params)
    for _ in range(STEPS):
        steps, states = method.update(gradients, states, params)
        params = method.stepped(params, steps)
    return params


def pytorch(**options):
    import torch as to  # noqa: PLC0415

    to.set_num_threads(1)

    def steps(params, gradients):
        tensors = [to.from_numpy(p.copy()).requires_grad_() for p in params]
        for tensor, g in zip(tensors, gradients, strict=True):
            tensor.grad = to.from_numpy(g)
        optimizer = to.optim.Adam(tensors, 0.001, **options)
        for _ in range(STEPS):
            optimizer.step()
        return [tensor.detach().numpy() for tensor in tensors]

    return steps


def adam(rounds, rng):
    """A step of Adam, over six arrays."""
    params = [rng.standard_normal(s) for m, n in itertools.pairwise(SIZES) for s in ((m, n), (n,))]
    gradients = [rng.standard_normal(p.shape) for p in params]
    programs, reference = {OURS: ours}, OURS
    if find_spec("torch"):
        programs |= {"PyTorch": pytorch(), "PyTorch, foreach": pytorch(foreach=True)}
        reference = "PyTorch"
    table, answers = in_turns(programs, (params, gradients), rounds, rng, reference)
    for name, answer in answers.items():
        pairs = zip(answer, answers[OURS], strict=True)
        table.loc[name, "largest difference"] = max(np.abs(theirs - mine).max() for theirs, mine in pairs)
    return formatted(table)


def many_starts(rng, starts=1000, alone=50, steps=200):
    """The time of a walk from one start, for nine optimizers: from all starts at once, and from one after another."""
    surface = SURFACES["Himmelblau"]
    points = rng.uniform(-5, 5, (starts, 2))
    optimizers = [HeavyBall(0.001), Nesterov(0.001), Adagrad(0.5), RMSprop(0.01), Adadelta(), Adam(0.05), Adamax(0.05),
                  Nadam(0.05), AdamW(0.05)]  # fmt: skip
    rows = {}
    for optimizer in optimizers:
        begin = time.perf_counter()
        together = walk_many(surface.gradient_formula, points, optimizer, 0.0, steps)
        middle = time.perf_counter()
        one_by_one = [walk(surface.gradient_formula, x, optimizer, 0.0, steps, "last").x for x in points[:alone]]
        end = time.perf_counter()
        at_once, in_a_loop = 1e6 * (middle - begin) / starts, 1e6 * (end - middle) / alone
        rows[type(optimizer).__name__] = {
            "µs at once": f"{at_once:.0f}",
            "µs in a loop": f"{in_a_loop:.0f}",
            "times faster": f"{in_a_loop / at_once:.0f}",
            "largest difference": f"{np.abs(together.x[:alone] - one_by_one).max():.0e}",
        }
    return pd.DataFrame(rows).T


def main():
    rng = np.random.default_rng(0)
    print(f"Fifty steps of Adam over 17,226 parameters in six arrays\n{adam(60, rng)}\n")
    print(f"Two hundred steps from each start\n{many_starts(rng)}")


if __name__ == "__main__":
    main()
