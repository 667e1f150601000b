"""The small transformer of the book beside microgpt, the GPT in 200 lines of pure Python: same names, start and steps.

    OPENBLAS_NUM_THREADS=1 python benchmarks/small_gpt.py [--steps 1000] [microgpt.py]

Without a file, only ours is run. With one (it is not part of this project: fetch Karpathy's), it is run on the names of
the book in a folder of its own, what it prints is read, and the losses and the seconds are compared. Its first
parameters are drawn here again, in its order, from Python's own generator with its seed.
"""

import argparse
import random
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "code")]

import numpy as np  # noqa: E402

from derived.autodiff.reverse import value_and_grad  # noqa: E402
from derived.datasets import load_names  # noqa: E402
from derived.networks.text import encode  # noqa: E402
from derived.networks.transformer import next_symbol_loss  # noqa: E402
from derived.optimization.optimizers import Adam, OnTrees  # noqa: E402

WIDTH, CONTEXT, HEADS, HIDDEN = 16, 16, 4, 64
LOSS = re.compile(r"^.*step\s+(\d+)\s*/\s*\d+ \| loss ([0-9.]+)", re.MULTILINE)


def begin(seed=42):
    """The names in the order of microgpt, and its first parameters: its matrices are ours, transposed."""
    rng = random.Random(seed)
    names = load_names()["name"].tolist()
    rng.shuffle(names)

    def drawn(rows, columns):
        return np.array([[rng.gauss(0, 0.08) for _ in range(columns)] for _ in range(rows)])

    symbols, positions, scores = drawn(27, WIDTH), drawn(CONTEXT, WIDTH), drawn(27, WIDTH).T
    block = {name: drawn(WIDTH, WIDTH).T for name in ("query", "key", "value", "output")}
    block |= {"up": drawn(HIDDEN, WIDTH).T, "down": drawn(WIDTH, HIDDEN).T}
    return names, {"symbols": symbols, "positions": positions, "blocks": [block], "scores": scores}


def ours(steps, planned):
    """The losses of the first steps of so many planned, one name a step, and the seconds they took."""
    names, params = begin()
    rows = [encode([name])[0] for name in names]
    both = value_and_grad(lambda params, row: next_symbol_loss(params, row, HEADS))
    method = OnTrees(Adam(lambda k: 0.01 * (1 - k / planned), beta1=0.85, beta2=0.99))
    state, losses, start = method.init(params), [], time.perf_counter()
    for k in range(steps):
        loss, slopes = both(params, rows[k % len(rows)])
        change, state = method.update(slopes, state, params)
        params = method.stepped(params, change)
        losses.append(float(loss))
    return losses, time.perf_counter() - start


def theirs(file):
    """What microgpt printed for the same names, and the seconds it took, its few words at the end included."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "input.txt").write_text("\n".join(load_names()["name"]), "utf-8")
        start = time.perf_counter()
        said = subprocess.run(
            [sys.executable, str(Path(file).resolve())], cwd=folder, capture_output=True, text=True, check=True
        ).stdout
    return [float(loss) for _, loss in LOSS.findall(said.replace("\r", "\n"))], time.perf_counter() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?")
    parser.add_argument("--steps", type=int, default=1000)
    given = parser.parse_args()
    losses, seconds = ours(given.steps, 1000)
    print(f"ours: {len(losses)} steps in {seconds:.2f} s, {1000 * seconds / len(losses):.2f} ms each")
    print(f"the mean loss of the last hundred: {np.mean(losses[-100:]):.4f}")
    if given.file:
        printed, long = theirs(given.file)
        both = min(len(printed), len(losses))
        apart = np.abs(np.array(printed[:both]) - losses[:both]).max()
        print(f"microgpt: {len(printed)} steps in {long:.1f} s; losses differ by at most {apart:.1e}, printed to 1e-4")
        print(f"ours takes 1/{long / len(printed) / (seconds / len(losses)):.0f} of its time")


if __name__ == "__main__":
    main()
