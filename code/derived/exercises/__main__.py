"""Test the exercises of all chapters, or of one: ``python -m derived.exercises linear_regression``."""

import sys

from derived.exercises.chapters import by_chapter
from derived.exercises.grading import audit


def main(chapters: list[str]) -> bool:
    """Print what is wrong with each exercise of these chapters, or of all; whether anything is."""
    failed = False
    for chapter, exercises in by_chapter().items():
        if chapter not in (chapters or [chapter]):
            continue
        for name, exercise in exercises.items():
            faults = audit(exercise)
            failed |= bool(faults)
            print(f"{chapter}.{name}: {' '.join(faults) or 'right'}")
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
