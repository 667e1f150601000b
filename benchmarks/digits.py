"""The networks that read digits, trained in five folds each; the chapter on convolutional networks shows what came out.

Run from the project's folder, on one thread: ``OPENBLAS_NUM_THREADS=1 python benchmarks/digits.py``. It takes a quarter
of an hour, and prints what each network reads and how long it trained; with ``--write`` it writes
``code/derived/networks/readers.npz``. Names of networks behind it choose some, and the others stay as they are. Another
machine may differ in the last digits of its sums, and so, after hundreds of steps, by a digit or two that are read.
"""

import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "code")]

import numpy as np  # noqa: E402

from derived.networks.image_networks import moved  # noqa: E402
from derived.networks.readers import (  # noqa: E402
    FILE,
    FOLDS,
    READERS,
    percent_right,
    split_digits,
    train_reader,
)


def fold_of(name, fold):
    """What comes out of a fold, and the weights."""
    start = time.process_time()
    training = train_reader(name, fold)
    seconds = time.process_time() - start
    images, labels = split_digits(fold)[1]
    scores = [READERS[name].scores(training.params, moved(images, (0, right))) for right in range(9)]
    out = {"right": [percent_right(each, labels) for each in scores], "seconds": seconds}
    print(f"{name}, fold {fold}: {out['right'][0]:.1f} percent, {seconds:.0f} s", flush=True)
    return out | {"first": training.losses[0], "last": training.losses[-1]}, training.params


def main(names):
    """Train them in all folds, and write what comes out, with the weights of the first fold of the first network."""
    results = {}
    for name in names:
        runs = [fold_of(name, fold) for fold in range(FOLDS)]
        results |= {f"{name}: {what}": [out[what] for out, _ in runs] for what in runs[0][0]}
        if name == next(iter(READERS)):
            for k, (W, b) in enumerate(runs[0][1]):
                results |= {f"W{k}": W, f"b{k}": b}
        if "--write" in sys.argv:
            before = dict(np.load(FILE)) if FILE.exists() else {}
            written = before | {key: np.asarray(values, np.float32) for key, values in results.items()}
            np.savez_compressed(FILE, **written)


if __name__ == "__main__":
    main([name for name in sys.argv[1:] if name in READERS] or list(READERS))
