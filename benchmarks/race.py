"""The race: ten optimizers on all surfaces, at nineteen rates, from many starts; the chapter on it shows what came out.

Run from the project's folder, on one thread: ``OPENBLAS_NUM_THREADS=1 python benchmarks/race.py``. It takes some
minutes, and prints who arrived how often; with ``--write`` it replaces ``code/derived/optimization/raced.npz``. Nothing
is measured in seconds: all counts are steps, and the same on every machine, up to the last digit of its functions.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "code")]

import numpy as np  # noqa: E402

from derived.optimization.race import ENTRANTS  # noqa: E402
from derived.optimization.raced import BUDGET, FILE, RATES, heat, overall  # noqa: E402
from derived.optimization.surfaces import SURFACES  # noqa: E402


def main():
    heats = [[heat(surface, entrant) for entrant in ENTRANTS.values()] for surface in SURFACES.values()]
    stacked = {name: np.array([[h[name] for h in row] for row in heats]) for name in heats[0][0]}
    results = overall(stacked)
    for name, row in zip(SURFACES, results["steps"], strict=True):
        print(f"{name:18}", *(f"{int((runs < BUDGET + 1).sum()):4}" for runs in row))
        print(" " * 18, *(f"{int(v):4}" for v in results["visits"][list(SURFACES).index(name)]))
    print("one rate for all", RATES[results["common"]])
    if "--write" in sys.argv:
        np.savez_compressed(FILE, **results)


if __name__ == "__main__":
    main()
