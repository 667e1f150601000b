"""What the gate takes once the book has grown: this book, with made chapters up to thirty, through `.ci/run`.

Run from the project's folder: ``python benchmarks/gate.py [chapters] [folder]``. The committed state is cloned, into a
temporary folder or the one that is named; chapters like those of `build.py` are put beside the book's own and committed
there; then the clone's `.ci/run` runs, from nothing, and what each of its stages took is told at the end.
"""

import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import yaml

from build import chapter

ROOT = Path(__file__).resolve().parents[1]
GOAL = 35  # minutes, with thirty chapters on a quiet machine of two cores
FOLDER = "book/made"


def grow(root, chapters):
    """Put made chapters at the end of the first part of a book, until its numbered parts have this many."""
    file = root / "_toc.yml"
    text = file.read_text("utf-8")
    own = sum(len(part["chapters"]) for part in yaml.safe_load(text)["parts"] if part.get("numbered"))
    (root / FOLDER).mkdir()
    made = range(own + 1, chapters + 1)
    for k in made:
        (root / FOLDER / f"chapter-{k}.md").write_text(chapter(k, f"ANSWER = {k}"), "utf-8")
    # in the form in which it is written by hand, which `make new` reads
    end = [part.start() for part in re.finditer("^  - caption:", text, re.MULTILINE)][1]
    lines = "".join(f"      - file: {FOLDER}/chapter-{k}\n" for k in made)
    file.write_text(f"{text[:end].rstrip()}\n{lines}{text[end:]}", "utf-8")


def lay(root, chapters):
    """A clone of this project with a book of many chapters, all committed."""
    subprocess.run(["git", "clone", "--quiet", ROOT, root], check=True)
    grow(root, chapters)
    author = ["-c", "user.name=benchmark", "-c", "user.email=benchmark@localhost"]
    subprocess.run(["git", "add", "--all"], cwd=root, check=True)
    subprocess.run(["git", *author, "commit", "--quiet", "-m", f"{chapters} chapters"], cwd=root, check=True)


def run(root):
    """Run the gate, show what it says, and return its status and the seconds of its stages."""
    stages, start = {}, time.perf_counter()
    stage = "what the machine has to give"
    with subprocess.Popen(
        ["bash", ".ci/run"], cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as gate:
        for line in gate.stdout:
            print(line, end="", flush=True)
            if line.startswith("== "):
                stages[stage], start = time.perf_counter() - start, time.perf_counter()
                stage = line[3:].strip()
    stages[stage] = time.perf_counter() - start
    return gate.returncode, stages


def main(chapters, folder):
    """Lay out the clone, run its gate, and say what it took."""
    lay(folder, chapters)
    status, stages = run(folder)
    print(f"\n{chapters} chapters: the gate {'failed' if status else 'passed'}. Minutes:")
    for stage, seconds in stages.items():
        print(f"{seconds / 60:6.1f}  {stage}")
    print(f"{sum(stages.values()) / 60:6.1f}  in all; the goal is {GOAL} with thirty")
    return status


if __name__ == "__main__":
    number, *named = sys.argv[1:] or ["30"]
    with tempfile.TemporaryDirectory() as temporary:
        sys.exit(main(int(number), Path(*named) if named else Path(temporary) / "book"))
