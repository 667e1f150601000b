"""Exercises that check an answer, say what is off, and give points.

`verdicts` has what all kinds share; `formulas`, `numbers`, `functions`, `constructions` and `parts` are the kinds;
`grading` gives points, and tests an exercise itself. The exercises of each chapter are in `chapters`, a module each:
``python -m derived.exercises`` tests them all.
"""

from derived.exercises.constructions import Construction
from derived.exercises.formulas import Formula
from derived.exercises.functions import Function
from derived.exercises.grading import audit, grade
from derived.exercises.numbers import Choice, Number
from derived.exercises.parts import Parts
from derived.exercises.verdicts import Exercise, Verdict

__all__ = [
    "Choice",
    "Construction",
    "Exercise",
    "Formula",
    "Function",
    "Number",
    "Parts",
    "Verdict",
    "audit",
    "grade",
]
