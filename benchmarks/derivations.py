"""What it costs to check the derivations of a chapter, beside what its other cells cost.

Run from the project's folder: ``python benchmarks/derivations.py [chapter.md ...]``. Each chapter's cells run in this
process, on one core; the time in which a line was tested, misprints included, is counted apart, as is that in which the
misprints of definitions were put to the lines that rest on them.
"""

import ast
import contextlib
import io
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "code"), str(ROOT / "book" / "_extensions")]

import matplotlib as mpl  # noqa: E402
import pandas as pd  # noqa: E402

from chapters import code_of  # noqa: E402
from derived.derivation import Derivation, new_page, sharpness  # noqa: E402
from derived.derivation.checks import Check  # noqa: E402
from derived.derivation.definitions import Definition  # noqa: E402


def timed(function, spent):
    """The function, adding the seconds that it takes to `spent`."""

    def measured(*args):
        start = time.perf_counter()
        try:
            return function(*args)
        finally:
            spent.append(time.perf_counter() - start)

    return measured


def run(chapter):
    """Execute the cells of a chapter; return its derivations and the seconds in all."""
    new_page()
    cells, names, found = code_of(chapter.read_text("utf-8")), {}, []
    start = time.perf_counter()
    for cell in cells:
        tree = ast.parse(cell)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, str(chapter), "exec"), names)
        if last is not None:
            value = eval(compile(ast.Expression(last.value), str(chapter), "eval"), names)
            if isinstance(value, Derivation):
                found.append(value)
                value._repr_mimebundle_()  # its definitions are judged when it is shown
    return found, time.perf_counter() - start


def main():
    mpl.use("agg")
    pages = [Path(p) for p in sys.argv[1:]] or sorted((ROOT / "book").rglob("*.md"))
    spent: list[float] = []
    judging: list[float] = []
    Check.evidence, sharpness.tally = timed(Check.evidence, spent), timed(sharpness.tally, spent)
    Definition._judged = timed(Definition._judged, judging)
    rows = {}
    for page in pages:
        spent.clear()
        judging.clear()
        with contextlib.redirect_stdout(io.StringIO()):
            found, seconds = run(page)
        lines = [line for derivation in found for line in derivation.lines if line.tally.made]
        if lines:
            checks, definitions = sum(spent), sum(judging)
            rows[page.stem] = {
                "checked lines": len(lines),
                "misprints": sum(line.tally.made for line in lines),
                "checks (s)": checks,
                "per 30 lines (s)": 30 * checks / len(lines),
                "definitions (s)": definitions,
                "rest (s)": seconds - checks - definitions,
                "ratio": (checks + definitions) / (seconds - checks - definitions),
            }
    print(pd.DataFrame(rows).T.round(2).to_string())


if __name__ == "__main__":
    main()
