"""The same models in PyTorch and Keras: run the chapter's code, and keep what it gives for where they are missing.

Install ``requirements-frameworks.txt`` beside the book's own requirements, and run from the project's folder, on one
thread: ``OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 python benchmarks/frameworks.py``. It runs all cells of the chapter,
says how far the results are from those that are kept, and times the networks; with ``--write`` it replaces
``code/derived/frameworks/results.json``.
"""

import json
import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "code"), str(ROOT / "book" / "_extensions")]
os.environ |= {"TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": ""}

import matplotlib as mpl  # noqa: E402

mpl.use("agg")
from IPython.core.interactiveshell import InteractiveShell  # noqa: E402

from chapters import code_of, completed  # noqa: E402
from derived.frameworks import recording  # noqa: E402
from derived.frameworks.recorded import FILE, is_installed  # noqa: E402

CHAPTER = ROOT / "book" / "neural-networks" / "libraries.md"
TIMED = {
    "mlp_ours": "perceptron, 5 epochs",
    "mlp_sklearn": "perceptron, 5 epochs",
    "mlp_torch": "perceptron, 5 epochs",
    "mlp_keras": "perceptron, 5 epochs",
    "cnn_ours": "convolution, 30 steps",
    "cnn_torch": "convolution, 30 steps",
    "cnn_keras": "convolution, 30 steps",
}
COLUMNS = {"ours": "ours", "sklearn": "scikit-learn", "torch": "PyTorch", "keras": "Keras"}


def page(times):
    """Run all cells of the chapter, with some times to show; what they define, and what the libraries gave."""
    FILE.parent.mkdir(exist_ok=True)
    known = json.loads(FILE.read_text("utf-8")) if FILE.exists() else {}
    FILE.write_text(json.dumps({**known, "times": times}), "utf-8")
    shell = InteractiveShell.instance()
    with recording() as results:
        for cell in code_of(completed(CHAPTER.read_text("utf-8"))):
            shell.run_cell(cell, store_history=True).raise_error()
    return shell.user_ns, dict(results)


def seconds(function, arguments):
    """The least of five runs: what a machine that does nothing else takes."""
    taken = []
    for _ in range(5):
        begin = time.perf_counter()
        function(*arguments)
        taken.append(time.perf_counter() - begin)
    return min(taken)


def main():
    if not (is_installed("torch") and is_installed("tensorflow")):
        sys.exit("PyTorch or TensorFlow is missing: install requirements-frameworks.txt")
    before = FILE.read_text("utf-8") if FILE.exists() else None
    names, results = page({"nothing yet": {"ours": 1.0}})
    data = names["images"], names["labels"]
    arguments = {"mlp": (*data, names["start"], 5), "cnn": (*data, names["kernels"], names["dense"])}
    last = names["channels_last"](names["kernels"], names["dense"], 8, 4)
    times = {}
    for name, row in TIMED.items():
        model, _, library = name.partition("_")
        given = (*data, *last) if name == "cnn_keras" else arguments[model]
        times.setdefault(row, {})[COLUMNS[library]] = seconds(names[name], given)
    for row, each in times.items():
        print(row, {name: f"{t / each['ours']:.2f}" for name, t in each.items()})
    if "--write" in sys.argv:
        rounded = {row: {name: round(t, 4) for name, t in each.items()} for row, each in times.items()}
        FILE.write_text(json.dumps({**results, "times": rounded}, sort_keys=True) + "\n", "utf-8")
    elif before is None:
        FILE.unlink()
    else:
        FILE.write_text(before, "utf-8")


if __name__ == "__main__":
    main()
