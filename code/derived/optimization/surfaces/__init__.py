r"""Test functions: surfaces with known minima, on which optimizers are tried, each hard for a reason of its own.

All of them take points of shape (…, d), many at once, and are written in NumPy's own functions, so that
`derived.autodiff.reverse` differentiates them. `SURFACES` has them by name, each a `Surface` that knows its domain, its
minima, its derivatives and what makes it hard.

`bowls` have one low place, `basins` a few, `ripples` very many, and `folds` are not smooth; `surface` is what they are.
"""

from derived.optimization.surfaces.basins import (
    BASINS,
    branin,
    goldstein_price,
    himmelblau,
    monkey_saddle,
    six_hump_camel,
    styblinski_tang,
    three_hump_camel,
)
from derived.optimization.surfaces.bowls import BOWLS, beale, booth, matyas, mccormick, rosenbrock, sphere
from derived.optimization.surfaces.folds import FOLDS, bukin_6, cross_in_tray, eggholder, holder_table
from derived.optimization.surfaces.ripples import (
    RIPPLES,
    ackley,
    drop_wave,
    easom,
    griewank,
    levi_13,
    rastrigin,
    schaffer_2,
)
from derived.optimization.surfaces.surface import Surface

SURFACES: dict[str, Surface] = {surface.name: surface for surface in (*BOWLS, *BASINS, *RIPPLES, *FOLDS)}
"""All surfaces, by name."""

__all__ = [
    "SURFACES",
    "Surface",
    "ackley",
    "beale",
    "booth",
    "branin",
    "bukin_6",
    "cross_in_tray",
    "drop_wave",
    "easom",
    "eggholder",
    "goldstein_price",
    "griewank",
    "himmelblau",
    "holder_table",
    "levi_13",
    "matyas",
    "mccormick",
    "monkey_saddle",
    "rastrigin",
    "rosenbrock",
    "schaffer_2",
    "six_hump_camel",
    "sphere",
    "styblinski_tang",
    "three_hump_camel",
]
