"""A formula beside the code: the function of the package that computes it, called with the numbers of an instance."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterable

import numpy as np

from derived.algebra.agreement import error_between
from derived.algebra.expressions import Expr, walk
from derived.algebra.instances import Instance
from derived.algebra.symbols import Symbol
from derived.derivation.claims import Claim, Verdict, as_floats
from derived.derivation.counterexamples import plain
from derived.derivation.lines import DerivationError
from derived.derivation.rejections import NO_VALUE
from derived.derivation.trials import EXACT_INSTANCES, FAR, assignments

CLOSE = 1e-8
ENOUGH = 3  # comparisons at least


def compare(
    place: str, formula: Expr, function: Callable, letters: Iterable[Symbol], arguments: dict[str, Expr]
) -> tuple[str, Claim]:
    """Compare a formula with the function that computes it, on floats; return its name, and the claim that they agree.

    Its parameters are found by their names among the letters, or given as arguments.

    Raises
    ------
    DerivationError
        If they differ, if a parameter has no letter, or if the function fails.

    Examples
    --------
    >>> from derived.algebra import scalar
    >>> from derived.linear_models import rss
    >>> x = scalar("x")
    >>> compare("Line 1", 2 * x, lambda x: 3 * x, [x], {})
    Traceback (most recent call last):
    derived.derivation.lines.DerivationError: Line 1: the formula and the code differ
    ...
    """
    name = import_path(function)
    known = {s.name: s for s in letters} | arguments
    wanted = [p.name for p in inspect.signature(function).parameters.values() if p.default is p.empty]
    names = list(dict.fromkeys([*wanted, *arguments]))
    for parameter in names:
        if parameter not in known:
            raise DerivationError(f"{place}: {name} needs {parameter!r}, and no symbol has that name")

    def given(instance: Instance) -> dict:
        return {p: as_floats(known[p].at(instance)) for p in names}

    def agrees(formula: Expr, instance: Instance) -> Verdict:
        here = formula.at(instance)
        try:
            value = function(**given(instance))
        except Exception as problem:  # whatever it is that the code says of such numbers
            raise ArithmeticError(f"{name} fails: {problem}") from problem
        error = error_between(np.asarray(value, dtype=float), as_floats(here))
        return Verdict(error <= CLOSE, (here, value), error)

    problem, compared = None, 0
    for instance in float_instances(formula, *(known[p] for p in names)):
        try:
            verdict = agrees(formula, instance)
        except NO_VALUE as met:  # where the code refuses such numbers, as of a single row, or the formula has no value
            problem = problem or met
            continue
        compared += 1
        if not verdict.holds:
            here, value = verdict.values
            raise DerivationError(
                f"{place}: the formula and the code differ\n  {formula.tex()} = {plain(here)}\n"
                f"  {name}(...) = {plain(value)}\n  with "
                + ", ".join(f"{p} = {plain(v)}" for p, v in given(instance).items())
            )
    if problem and compared < ENOUGH:
        raise problem
    return name, agrees


def import_path(function: Callable) -> str:
    """Where a reader imports a function from: the package nearest to the top that offers it; of the page, its name.

    Examples
    --------
    >>> from derived.linear_models import rss
    >>> rss.__module__, import_path(rss)
    ('derived.linear_models.linear_regression.loss', 'derived.linear_models.rss')
    """
    outermost, *_ = function.__qualname__.split(".")
    package, *below = function.__module__.split(".")
    while below and outermost not in getattr(sys.modules.get(package), "__all__", ()):
        package = f"{package}.{below.pop(0)}"
    return f"{package}.{function.__qualname__}".removeprefix("__main__.")


def float_instances(*shown: Expr) -> list[Instance]:
    """Instances of floats on which a formula is compared with code: sizes by design, with ties and zeros, too."""
    designs = assignments([node for e in shown for node in walk(e)], EXACT_INSTANCES)
    sizes = [here for here in designs if max(here.values(), default=0) < min(FAR)]
    plain_ones = [Instance(seed, "float", assigned=here) for seed, here in enumerate(sizes)]
    seeds = range(EXACT_INSTANCES)
    return plain_ones + [Instance(seed, "float", assigned=sizes[seed % len(sizes)], coarse=1) for seed in seeds]
