"""The solutions of equations: all of them, if they are linear or polynomial, else those that many starts find.

An equivalence between equations is only as good as the solutions that are tried: where one root of two is found, a line
that loses the other would pass.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import numpy as np
import sympy

from derived.algebra import exact
from derived.algebra.drawing import meets
from derived.algebra.expressions import Expr, Symbol, walk
from derived.algebra.instances import Instance, Unsupported
from derived.dual import DIGITS, PRECISE, Irrational, inexact, jacobian, real_part

STARTS = 24  # from where a search begins, near and far
LADDER = (3, 10, 30, 100, 300)  # and for one unknown from each of these, up and down: an exponential is steep
STEPS = 60
_TINY, _SAME = PRECISE.mpf(10) ** -50, PRECISE.mpf(10) ** -20


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
        self.relation, self.letters, self.instance = relation, letters, instance
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

    def allowed(self, flat: np.ndarray) -> bool:
        """Whether these values are such as the unknowns were declared to be."""
        parts = np.split(flat, np.cumsum(self.counts)[:-1])
        for letter, part in zip(self.letters, parts, strict=True):
            if not all(meets(letter.conditions, v) for v in part):
                return False
        return True


def solutions(relation: Expr, letters: list[Symbol], instance: Instance) -> list[Instance]:
    """The instance with the unknowns given each of the values that solve the equations.

    Raises
    ------
    Irrational
        If a solution is no fraction where all numbers are.
    ZeroDivisionError
        If none is found.
    """
    unknowns = Unknowns(relation, letters, instance)
    found = _linear(unknowns)
    if found is None and sum(unknowns.counts) == 1:
        unknowns, found = _roots(unknowns)
    if found is None:
        found = _searched(unknowns)
    kept = [flat for flat in found if unknowns.allowed(flat)]
    if not kept:
        lost = OverflowError if found and instance.wild else ZeroDivisionError  # to rounding, as where 1 − 10⁻⁹⁹ is 1
        raise lost(f"{relation.tex()}: no solution was found that the conditions allow")
    return [unknowns.there(flat) for flat in kept]


def _linear(unknowns: Unknowns) -> list[np.ndarray] | None:
    """A solution of linear equations, and if there are many, two of them; None if they are not linear."""
    x = unknowns.start(unknowns.instance)
    slopes = jacobian(unknowns.residual, x)
    other = x + unknowns.instance.number(Fraction(1))
    if not _same(slopes, jacobian(unknowns.residual, other), least=0):  # a slope may be tiny, and still change
        return None
    rng = unknowns.instance.rng("solve")
    found = [x - exact.solve(slopes, unknowns.residual(x), rng) for _ in range(2)]
    return found[:1] if _same(*found) else found


def _same(a: np.ndarray, b: np.ndarray, least: int = 1) -> bool:
    pairs = zip(map(real_part, a.flat), map(real_part, b.flat), strict=True)
    return all(abs(x - y) <= _SAME * max(least, abs(x), abs(y)) if inexact(x) else x == y for x, y in pairs)


def _roots(unknowns: Unknowns) -> tuple[Unknowns, list[np.ndarray] | None]:
    """The real roots of one equation in one unknown, if it is a quotient of polynomials.

    The polynomial is found in fractions. Where a root is none, it is given sixty digits, as are the letters beside it.
    """
    instance = unknowns.instance
    twin = instance if instance.kind == "exact" else Instance(instance.seed, "exact", assigned=instance.assigned)
    x = sympy.polys.fields.field("x", sympy.QQ)[1]
    try:
        residual = Unknowns(unknowns.relation, unknowns.letters, twin).residual(np.array([x], dtype=object))[0]
    except (Irrational, Unsupported, TypeError):
        return unknowns, None
    top, bottom = (
        sympy.Poly(part.as_expr(), sympy.Symbol("x"), domain="QQ") for part in (residual.numer, residual.denom)
    )
    roots = [root for root in top.real_roots(multiple=False) if bottom.eval(root[0]) != 0]
    if instance.kind == "exact":
        if not all(root.is_Rational for root, _ in roots):
            raise Irrational("a root of the equation is no fraction: look for it among numbers of sixty digits")
        return unknowns, [np.array([Fraction(int(root.p), int(root.q))], dtype=object) for root, _ in roots]
    letters = {s for s in walk(unknowns.relation) if type(s) is Symbol and s not in unknowns.letters}
    same = instance.bind({s: _rounded(s.at(twin)) for s in letters})
    values = [np.array([PRECISE.mpf(str(root.evalf(DIGITS)))], dtype=object) for root, _ in roots]
    return Unknowns(unknowns.relation, unknowns.letters, same), values


def _rounded(value: Any) -> Any:
    """A fraction, or an array of them, as numbers of sixty digits."""
    array = np.vectorize(PRECISE.convert, otypes=[object])(value)
    return array if array.shape else array.item()


def _searched(unknowns: Unknowns) -> list[np.ndarray]:
    """The solutions that Newton's method finds from many starts, near and far."""
    if unknowns.instance.kind == "exact":
        raise Irrational("the equations are not linear in the unknowns: look for solutions among rounded numbers")
    instance = unknowns.instance
    drawn = (
        Instance(1000 + seed, instance.kind, wild=seed % 2 == 1, assigned=instance.assigned) for seed in range(STARTS)
    )
    starts = [unknowns.start(begin) for begin in drawn]
    if sum(unknowns.counts) == 1:
        rungs = (instance.number(Fraction(sign * rung)) for rung in LADDER for sign in (1, -1))
        starts += [np.array([rung], dtype=object) for rung in rungs]
    return _settled(unknowns, starts)


def _settled(unknowns: Unknowns, starts: Iterable[np.ndarray]) -> list[np.ndarray]:
    """Where Newton's method arrives, each place once."""
    found: list[np.ndarray] = []
    for x in (_newton(unknowns, start) for start in starts):
        if x is not None and not any(_same(x, other) for other in found):
            found.append(x)
    return found


def _newton(unknowns: Unknowns, x: np.ndarray) -> np.ndarray | None:
    """Newton's method from one start: a solution, or None if it does not settle."""
    rng, previous = unknowns.instance.rng("solve"), None
    for _ in range(STEPS):
        try:
            step = exact.solve(jacobian(unknowns.residual, x), unknowns.residual(x), rng)
        except ArithmeticError:
            return None
        x = x - step
        size = max(abs(real_part(v)) for v in step) / max(1, *(abs(real_part(v)) for v in x))
        if size < _TINY or (previous is not None and previous < _SAME and 3 * size < 2 * previous):
            return x
        previous = size
    return None
