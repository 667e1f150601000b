"""Sums of ridges: what stands for a function of which only a few properties are known.

A ridge is a function of one number put on a direction, h(aᵀx + b). More ridges than dimensions, each of them a
polynomial and a bump 1/(1 + t²), make a function that no polynomial equals, and whose derivatives are as free as those
of any smooth function; yet it has exact values on fractions. A property such as convexity holds for a sum if it holds
for each of its ridges, and is had by construction.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from derived.algebra.valuation import Valuation
from derived.algebra.values import Value
from derived.autodiff import Irrational, apply

EXTRA = 2  # so many ridges more than dimensions


@dataclass(frozen=True)
class Ridge:
    """A function of one number, and what is known of it.

    Attributes
    ----------
    value : callable
        The function, for numbers of every kind.
    known : frozenset of str
        Of "convex", "positive" and "increasing", those that it is.
    bend : Fraction or None
        Its second derivative stays between −bend and bend; None if nothing bounds it.
    exact : bool
        Whether its values are fractions on fractions.

    Examples
    --------
    >>> bowl = RIDGES["bowl"]
    >>> bowl.value(Fraction(1)), sorted(bowl.known), bowl.bend
    (Fraction(3, 2), ['convex', 'positive'], Fraction(5, 2))
    """

    value: Callable[[Any], Any]
    known: frozenset[str] = frozenset()
    bend: Fraction | None = None
    exact: bool = True


def _bump(t: Any) -> Any:
    return 1 / (1 + t * t)


def _corner(t: Any) -> Any:
    return apply("sqrt", 1 + t * t)


CONVEX, POSITIVE, INCREASING = "convex", "positive", "increasing"

# The second derivative of the bump is least, −2, at 0 and largest, 1/2, at ±1; its first stays within ±2/3.
RIDGES = {
    "line": Ridge(lambda t: t, frozenset({CONVEX, INCREASING}), Fraction(0)),
    "parabola": Ridge(lambda t: t * t, frozenset({CONVEX}), Fraction(2)),
    "fourth power": Ridge(lambda t: t * t * t * t, frozenset({CONVEX})),
    "third power": Ridge(lambda t: t * t * t, frozenset({INCREASING})),
    "bump": Ridge(_bump, frozenset({POSITIVE}), Fraction(2)),
    "dip": Ridge(lambda t: -_bump(t), frozenset(), Fraction(2)),
    "bowl": Ridge(lambda t: t * t + _bump(t), frozenset({CONVEX, POSITIVE}), Fraction(5, 2)),
    "climb": Ridge(lambda t: 2 * t + 3 * _bump(t), frozenset({INCREASING}), Fraction(6)),
    "wave": Ridge(lambda t: apply("sin", t), frozenset(), Fraction(1), exact=False),
    "corner": Ridge(_corner, frozenset({CONVEX, POSITIVE}), Fraction(1), exact=False),
    "ramp": Ridge(lambda t: t + _corner(t), frozenset({CONVEX, POSITIVE, INCREASING}), Fraction(1), exact=False),
    "growth": Ridge(lambda t: apply("exp", t), frozenset({CONVEX, POSITIVE, INCREASING}), exact=False),
    "step": Ridge(lambda t: t / _corner(t), frozenset({INCREASING}), Fraction(1), exact=False),
}
_ANYTHING = ("line", "parabola", "third power", "bump", "wave")  # on each direction, where nothing is known


class RidgeSum:
    """A function drawn at random among those with some properties.

    Parameters
    ----------
    instance : Valuation
        What draws, and says of which kind the numbers are.
    name : str
        The function's; two functions differ.
    inputs : int
        How many numbers it takes.
    outputs : int
        How many it gives; one, if anything is known of it.
    known : collection of str
        Of "convex", "concave", "positive", "increasing" and "decreasing", what it has to be; of the convex ones, one in
        four is a plane or has level lines.
    bent : bool
        Whether its second derivatives stay within ±1, in every direction.

    Raises
    ------
    Irrational
        If there are such functions, but none of them with exact values on fractions.
    ValueError
        If there are none, as a positive concave one.

    Examples
    --------
    >>> from derived.algebra import Instance
    >>> f = RidgeSum(Instance(0), "f", 1, 1, ["positive"])
    >>> [value > 0 for value in (f([Fraction(k)])[0] for k in range(-3, 4))]
    [True, True, True, True, True, True, True]
    """

    directions: np.ndarray
    shifts: np.ndarray

    def __init__(
        self,
        instance: Valuation,
        name: str,
        inputs: int,
        outputs: int = 1,
        known: Collection[str] = (),
        bent: bool = False,
    ):
        self.instance, self.inputs, self.outputs = instance, inputs, outputs
        self.rng = instance.rng(f"function {name}")
        turn = (instance.seed + sum(map(ord, name))) % 4  # the kinds of functions take turns, lest chance leave one out
        self.sign, self.mirrored, wanted = _as_increasing_and_convex(set(known))
        self.offset = np.full(outputs, instance.number(Fraction(0)), dtype=object)
        if not known and not bent:
            self._draw_anything()
        elif bent and turn == 1 and POSITIVE not in wanted:
            self._draw_parabolas(1)
        elif bent and turn == 3 and not wanted:
            self._draw_parabolas(-1)
        else:
            self._draw_known(wanted, bent, turn)

    def __call__(self, point: Value) -> np.ndarray:
        """Its values at a point, a list or an array of numbers."""
        t = self.directions @ np.asarray(point, dtype=object) + self.shifts
        heights = np.array([h.value(t[line]) for line, h in self.terms], dtype=object)
        return self.weights @ heights + self.offset

    def _draw_anything(self) -> None:
        """A polynomial, a bump and, where values need not be exact, a sine on each of many directions."""
        self._directions(self.inputs + EXTRA)
        ridges = [RIDGES[name] for name in _ANYTHING if RIDGES[name].exact or not self._needs_fractions]
        self.terms = [(line, h) for line in range(len(self.directions)) for h in ridges]
        self.weights = self._numbers([[self._fraction() for _ in self.terms] for _ in range(self.outputs)])
        self.offset = self._numbers([self._fraction() for _ in range(self.outputs)])

    def _draw_parabolas(self, sign: int) -> None:
        """±½‖x − c‖², whose second derivatives reach the bound everywhere."""
        self._directions(self.inputs, axes=True)
        self.terms = [(line, RIDGES["parabola"]) for line in range(self.inputs)]
        self.weights = self._numbers([[Fraction(sign * self.sign, 2)] * self.inputs])

    def _draw_known(self, wanted: set[str], bent: bool, turn: int) -> None:
        """Ridges with each of the properties and positive weights: few of them in turn, or a plane."""
        flat = turn == 2 and wanted == {CONVEX}
        menu = [h for h in RIDGES.values() if wanted <= h.known and not (bent and h.bend is None)]
        menu = [h for h in menu if h.exact or not self._needs_fractions]
        if all(h is RIDGES["line"] for h in menu):
            if self._needs_fractions:
                raise Irrational("no function with these properties has exact values on fractions")
            raise ValueError(f"no function is known that is {' and '.join(sorted(wanted))} and no constant")
        curved = [h for h in menu if h is not RIDGES["line"]]
        lines = self.rng.randint(1, self.inputs) if flat else self.inputs + (EXTRA if turn else 0)
        self._directions(lines, one_way=INCREASING in wanted)
        kinds = [RIDGES["line"] if flat and line == 0 else self.rng.choice(curved) for line in range(lines)]
        self.terms = list(enumerate(kinds))
        weights = [Fraction(self.rng.randint(1, 9)) for _ in kinds]
        if bent:  # |Σ w aaᵀ h''| ≤ Σ w |a|² bend
            bends = [self._lengths[line] * (h.bend or 0) for line, h in self.terms]
            most = sum(w * bend for w, bend in zip(weights, bends, strict=True))
            weights = [w / most if most else w for w in weights]
        self.weights = self._numbers([[w * self.sign for w in weights]])
        if POSITIVE not in wanted:
            self.offset = self._numbers([self._fraction() * self.rng.choice((1, 10, 1000))])
        if wanted == {CONVEX} and not flat:  # what is convex may fall, and be negative
            self._add_a_plane()

    def _add_a_plane(self) -> None:
        """A linear function of its own direction, of either sign."""
        many = len(self.directions)
        plane = self._numbers([[self._fraction() for _ in range(self.inputs)]])
        self.directions = np.vstack([self.directions, plane])
        self.shifts = np.append(self.shifts, self._numbers([Fraction(0)]))
        self.terms = [*self.terms, (many, RIDGES["line"])]
        self.weights = np.hstack([self.weights, self._numbers([[self.rng.choice((1, 1, 10))]])])

    @property
    def _needs_fractions(self) -> bool:
        return self.instance.kind == "exact"

    def _directions(self, many: int, axes: bool = False, one_way: bool = False) -> None:
        """Directions a and shifts b, in small fractions; for a function that increases, all pointing the same way."""
        rows = [[self._fraction() for _ in range(self.inputs)] for _ in range(many)]
        if axes:
            rows = [[Fraction(int(i == j)) for j in range(self.inputs)] for i in range(many)]
        elif one_way:
            rows = [[abs(a) * (-1 if self.mirrored else 1)] for (a,) in rows]
        self._lengths = [sum((a * a for a in row), start=Fraction(0)) for row in rows]
        self.directions = self._numbers(rows)
        self.shifts = self._numbers([self._fraction() if self.rng.random() < 3 / 4 else Fraction(0) for _ in rows])

    def _fraction(self) -> Fraction:
        return Fraction(self.rng.choice([-1, 1]) * self.rng.randint(1, 12), self.rng.randint(4, 8))

    def _numbers(self, fractions: Any) -> np.ndarray:
        array = np.array(fractions, dtype=object)
        return np.array([self.instance.number(v) for v in array.flat], dtype=object).reshape(array.shape)


def _as_increasing_and_convex(known: set[str]) -> tuple[int, bool, set[str]]:
    """The sign, whether to mirror, and what is wanted then: a concave function is minus a convex one."""
    sign = 1
    if "concave" in known:
        if {CONVEX, POSITIVE} & known:
            raise ValueError("a concave function that is convex is a plane, and a positive one is constant")
        opposite = {"concave": CONVEX, INCREASING: "decreasing", "decreasing": INCREASING}
        sign, known = -1, {opposite[k] for k in known}
    if {INCREASING, "decreasing"} <= known:
        raise ValueError("a function that increases does not decrease")
    mirrored = "decreasing" in known
    return sign, mirrored, {INCREASING if k == "decreasing" else k for k in known}
