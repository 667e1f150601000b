"""What a build of a book of many chapters costs: from nothing, with nothing changed, and after one change of each kind.

Run from the project's folder: ``python benchmarks/build.py [chapters ...]``, by default 7 and 30. The book is made in a
temporary folder, with the real package, extensions and settings: chapters of some thousand words with formulas, a
derivation, a figure, and cells that keep a core busy for a second each. Seconds on the clock, and of all cores
together; *cells* is the time of the chapters' kernels, in sum, which a cold build spreads over the cores.
"""

import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd
import yaml

ROOT = Path(__file__).resolve().parents[1]
BUILD = [sys.executable, "-c", "from jupyter_book.cli.main import main; main()", "build", "."]
PROJECT = ("_config.yml", "pyproject.toml", "requirements.txt", "README.md", "LICENSE", "CITATION.cff", "code",
           "book/_extensions", "book/_static", "book/references.bib")  # fmt: skip
GOALS = {"nothing": 3, "a sentence": 6}  # seconds, with thirty chapters on a quiet machine of two cores
COLD = 1.15  # the ratio of a cold build's seconds to the time of its cells, spread over the cores

CHAPTER = r"""---
myst:
  html_meta:
    description: Chapter {k} of a book that is built to be timed.
---

# Chapter {k}

```{{code-cell}}
import time
import numpy as np
from derived.show import *
{answer}
```

{sections}
"""
SECTION = r"""
(section-{k}-{s})=
## Section {s}

{prose}

$$
\hat{{\mathbf w}}_{{{s}}} = \left(\mathbf X^\top \mathbf X + {k} \mathbf I\right)^{{-1}} \mathbf X^\top \mathbf y
$$ (formula-{k}-{s})

By {{eq}}`formula-{k}-{s}` and {{ref}}`section-{k}-1`, this is what is to be had.
"""
SENTENCE = (
    r"The weights $\mathbf w_{{{i}}}$ of model {i} move a step of $\eta = {i}^{{-1}}$ against the gradient "
    r"$\nabla J(\mathbf w_{{{i}}}) = 2 \mathbf X^\top (\mathbf X \mathbf w_{{{i}}} - \mathbf y)$ of their loss, and "
    "rest where it is nothing; how fast they come there depends on how long and narrow the valley is that they walk. "
)
DERIVATION = r"""
```{{code-cell}}
from derived.algebra import *
from derived.derivation import Derivation
n, p = sizes("n p")
X, y, w = matrix("X", n, p), vector("y", n), vector("w", p)
(
    Derivation("The gradient", label="gradient-{k}")
    .start(gradient(norm(y - X @ w) ** 2, w))
    .equals(2 * X.T @ (X @ w - y), because="the chain rule")
)
```
"""
FIGURE = r"""
```{{code-cell}}
---
figure: figure-{k}
caption: A wave.
alt: A curve that goes up and down {k} times.
---
fig, ax = figure("x", "y")
_ = ax.plot(np.linspace(0, 1, 200), np.sin(np.linspace(0, 6 * {k}, 200)))
```
"""
BUSY = r"""
```{{code-cell}}
end = time.process_time() + 1
while time.process_time() < end:
    total = {s} + sum(range(1000)) + ANSWER
print(total)
```
"""


def chapter(k, answer, sections=12, sentences=10, busy=3):
    """The source of a chapter; ``answer`` is the line of code that its cells have their ANSWER from."""
    parts = []
    for s in range(1, sections + 1):
        prose = "\n".join(SENTENCE.format(i=100 * s + i) for i in range(1, sentences + 1))
        parts.append(SECTION.format(k=k, s=s, prose=prose))
        parts += (
            [DERIVATION.format(k=k)] * (s == 2) + [FIGURE.format(k=k)] * (s == 3) + [BUSY.format(s=s)] * (s <= busy)
        )
    return CHAPTER.format(k=k, answer=answer, sections="\n".join(parts))


def write_book(root, chapters):
    """A book in a folder."""
    for name in PROJECT:
        source, target = ROOT / name, root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.exists():
            shutil.copy(source, target)
    names = [f"chapter-{k}" for k in range(1, chapters + 1)]
    for k, name in enumerate(names, 1):
        (root / "book" / f"{name}.md").write_text(chapter(k, f"from derived.part_{k} import ANSWER"), "utf-8")
        (root / "code" / "derived" / f"part_{k}.py").write_text(f'"""Of chapter {k}."""\n\nANSWER = {k}\n', "utf-8")
    (root / "book" / "index.md").write_text("# A book to be timed\n\nWords.\n", "utf-8")
    (root / "book" / "sources.md").write_text("# Sources\n\n```{bibliography}\n:all:\n```\n", "utf-8")
    modules = sorted((root / "code" / "derived").glob("*/__init__.py"))
    api = "\n".join(f".. automodule:: derived.{path.parent.name}\n   :no-index:\n" for path in modules)
    (root / "book" / "modules.md").write_text(f"# Modules\n\n```{{eval-rst}}\n{api}\n```\n", "utf-8")
    files = [{"file": f"book/{name}"} for name in [*names, "modules", "sources"]]
    parts = [{"caption": "Chapters", "numbered": True, "chapters": files}]
    toc = {"format": "jb-book", "root": "book/index", "parts": parts}
    (root / "_toc.yml").write_text(yaml.safe_dump(toc, sort_keys=False), "utf-8")


def replace(path, old, new):
    """Change a file in one place."""
    text = path.read_text("utf-8")
    assert old in text, f"{path.name} has no {old!r}"
    path.write_text(text.replace(old, new, 1), "utf-8")


def changes(root):
    """One change of each kind, by its name."""
    page, module = root / "book" / "chapter-2.md", root / "code" / "derived" / "part_3.py"
    return {
        "all, cold": lambda: None,
        "nothing": lambda: None,
        "a sentence": lambda: replace(page, "of their loss, and rest", "of their losses, and rest"),
        "a cell": lambda: replace(page, "sum(range(1000))", "sum(range(1001))"),
        "a module of one chapter": lambda: replace(module, "ANSWER = 3", "ANSWER = 4"),
        "a comment in it": lambda: replace(module, "ANSWER = 4", "ANSWER = 4  # not 3"),
    }


def build(root):
    """Build the book: seconds on the clock and of the cores, and those of its cells in sum."""
    clean = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "BOOK_URL")}
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(BUILD, cwd=root, env=clean, capture_output=True, text=True, check=False)
    seconds, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    cells = [float(ran) for ran in re.findall(r"ran in ([\d.]+) s", done.stdout)]
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"seconds": seconds, "of all cores": used, "chapters run": len(cells), "cells": sum(cells)}


def measure(chapters):
    """The costs of all changes to a book."""
    rows = {}
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write_book(root, chapters)
        for name, change in changes(root).items():
            change()
            rows[name] = build(root)
    table = pd.DataFrame(rows).T
    table["cells / cores"] = table["cells"] / int(os.environ.get("BOOK_JOBS") or os.cpu_count() or 1)
    table["ratio"] = (table["seconds"] / table["cells / cores"]).where(table["cells"] > 0)
    return table


if __name__ == "__main__":
    for number in map(int, sys.argv[1:] or ["7", "30"]):
        print(f"\n{number} chapters\n")
        print(measure(number).to_string(float_format="{:.1f}".format, na_rep="–"), flush=True)
    goals = ", ".join(f"{name} under {seconds} s" for name, seconds in GOALS.items())
    print(f"\nGoals with thirty: {goals}; all, cold: a ratio of at most {COLD}")
