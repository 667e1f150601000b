"""What a whole Jacobian costs, forward and in reverse, by the shape of the function: in evaluations of the function.

Run from the project's folder, on one thread: ``OPENBLAS_NUM_THREADS=1 python benchmarks/forward_reverse.py``. It prints
the module ``code/derived/autodiff/measured.py``, from which the chapter on forward and reverse mode draws its figure;
with ``--write`` it replaces that file.
"""

import platform
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "code")]

import numpy as np  # noqa: E402

from derived.autodiff.reverse import jacobian  # noqa: E402
from timing import in_turns  # noqa: E402

WIDTH, SHAPES = 256, (1, 4, 16, 64, 256)
FILE = ROOT / "code" / "derived" / "autodiff" / "measured.py"


def three_steps(n, m, rng):
    """A function of three steps, from n numbers to m, with 256 in the middle."""
    first = rng.standard_normal((WIDTH, n)) / np.sqrt(n)
    middle = rng.standard_normal((WIDTH, WIDTH)) / np.sqrt(WIDTH)
    last = rng.standard_normal((m, WIDTH)) / np.sqrt(WIDTH)
    return lambda x: last @ np.tanh(middle @ np.tanh(first @ x))


def costs(n, m, rounds, rng):
    """The median ratios of both ways to one evaluation."""
    f = three_steps(n, m, rng)
    programs = {"f": f, "forward": jacobian(f, forward=True), "reverse": jacobian(f, forward=False)}
    table, answers = in_turns(programs, (rng.standard_normal(n),), rounds, rng, "f")
    assert np.allclose(answers["forward"], answers["reverse"])
    return float(table.loc["forward", "ratio"]), float(table.loc["reverse", "ratio"])


def processor():
    """The name of the processor, as the system gives it."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        name = next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        name = platform.processor() or platform.machine()
    return name.replace("(R)", "").replace("(TM)", "")


def rows(pairs):
    return "[\n" + "".join(f"    ({size}, {f:.3g}, {r:.3g}),\n" for size, f, r in pairs) + "]"


def module(rounds=41):
    """The source of the module with what was measured."""
    rng = np.random.default_rng(0)
    many_inputs = rows([(n, *costs(n, 1, rounds, rng)) for n in SHAPES])
    many_outputs = rows([(m, *costs(1, m, rounds, rng)) for m in SHAPES])
    return f'''"""What a whole Jacobian costs forward and in reverse, in evaluations of the function, as measured once.

Written by ``benchmarks/forward_reverse.py --write``: three steps with {WIDTH} numbers in the middle, medians of
{rounds} rounds. Each row has the number of inputs or of outputs, and the cost forward and in reverse.
"""

__all__ = ["MACHINE", "MANY_INPUTS", "MANY_OUTPUTS", "VERSIONS"]

MACHINE = "one core of an {processor()}"
VERSIONS = "Python {platform.python_version()}, NumPy {np.__version__}"

MANY_INPUTS = {many_inputs}
"""With one output."""

MANY_OUTPUTS = {many_outputs}
"""With one input."""
'''


if __name__ == "__main__":
    source = module()
    if "--write" in sys.argv:
        FILE.write_text(source)
    print(source)
