"""The unknowns of equations, as one vector of numbers."""

from __future__ import annotations

import numpy as np

from derived.algebra.conditions import meets
from derived.algebra.expressions import Expr
from derived.algebra.instances import Instance
from derived.algebra.named import own_letter
from derived.algebra.symbols import Symbol
from derived.autodiff import PRECISE, inexact, real_part

ALIKE = PRECISE.mpf(10) ** -20


class Unknowns:
    """The letters for which equations are solved, as one flat vector.

    Parameters
    ----------
    relation : Relation or All
        The equations.
    letters : list of Symbol
        The unknowns.
    instance : Instance
        With the values of all other letters.
    """

    def __init__(self, relation: Expr, letters: list[Symbol], instance: Instance):
        self.relation, self.letters, self.instance = relation, [own_letter(s) for s in letters], instance
        self.shapes = [instance.dims(s.shape) for s in letters]
        self.counts = [int(np.prod(shape)) for shape in self.shapes]

    def start(self, instance: Instance) -> np.ndarray:
        """The values that an instance has for the unknowns."""
        return np.concatenate([np.atleast_1d(np.asarray(s.at(instance), dtype=object)).ravel() for s in self.letters])

    def there(self, flat: np.ndarray) -> Instance:
        """The instance with these values for the unknowns."""
        parts = np.split(flat, np.cumsum(self.counts)[:-1])
        values = [v.reshape(shape) if shape else v[0] for v, shape in zip(parts, self.shapes, strict=True)]
        return self.instance.bind(dict(zip(self.letters, values, strict=True)))

    def residual(self, flat: np.ndarray) -> np.ndarray:
        """Left minus right sides of the equations, for these values."""
        return self.relation.residual(self.there(flat))  # type: ignore[attr-defined]

    def solved_by(self, flat: np.ndarray) -> bool:
        """Whether the equations hold for these values."""
        try:
            return bool(self.relation.at(self.there(flat)))
        except ArithmeticError:
            return False

    def allowed(self, flat: np.ndarray) -> bool:
        """Whether these values are such as the unknowns were declared to be."""
        parts = np.split(flat, np.cumsum(self.counts)[:-1])
        for letter, part in zip(self.letters, parts, strict=True):
            if not all(meets(letter.conditions, v) for v in part):
                return False
        return True


def alike(a: np.ndarray, b: np.ndarray, least: int = 1) -> bool:
    """Whether two vectors are the same, up to rounding."""
    pairs = zip(map(real_part, a.flat), map(real_part, b.flat), strict=True)
    return all(abs(x - y) <= ALIKE * max(least, abs(x), abs(y)) if inexact(x) else x == y for x, y in pairs)
