"""The exercises of the chapters: a module for each, or a folder where they are many; an object for each exercise."""

import importlib
import pkgutil

from derived.exercises.verdicts import Exercise


def by_chapter() -> dict[str, dict[str, Exercise]]:
    """All exercises, by the names of their chapters and their own.

    Examples
    --------
    >>> "through_the_origin" in by_chapter()["linear_regression"]
    True
    """
    found = {}
    for module in pkgutil.iter_modules(__path__):
        names = vars(importlib.import_module(f"{__name__}.{module.name}"))
        found[module.name] = {name: thing for name, thing in names.items() if isinstance(thing, Exercise)}
    return found
