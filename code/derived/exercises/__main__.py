"""Test the exercises of all chapters, or of one: ``python -m derived.exercises linear_regression``."""

import sys

from derived.exercises.chapters import by_chapter
from derived.exercises.grading import audit


def main(chapters: list[str]) -> bool:
    """Print what is wrong with each exercise of these chapters, or of all; whether anything is."""
    found, failed = by_chapter(), False
    for chapter in chapters or found:
        if chapter not in found:
            print(f"{chapter} has no exercises here; these have: {', '.join(found)}")
            failed = True
        for name, exercise in found.get(chapter, {}).items():
            faults = audit(exercise)
            failed |= bool(faults)
            print(f"{chapter}.{name}: {' '.join(faults) or 'right'}")
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
