"""The solutions of equations: all of them, if they are linear or polynomial, else those that many starts find.

An equivalence between equations is only as good as the solutions that are tried: where one root of two is found, a line
that loses the other would pass.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import sympy
from sympy.polys.fields import FracElement

from derived.algebra import exact
from derived.algebra.conditions import STRUCTURES, meets
from derived.algebra.expressions import Expr, walk
from derived.algebra.instances import Instance
from derived.algebra.named import own_letter
from derived.algebra.symbols import Symbol
from derived.algebra.valuation import Unsupported
from derived.autodiff import DIGITS, PRECISE, Irrational, OutOfDomain, inexact, jacobian, real_part

STARTS = 16  # from where a search begins, near and far
STEPS, HALVINGS = 60, 30
HIGHEST_DEGREE = 4  # of equations whose roots are looked for by the way
_STEADY = 0.1  # how nearly equal the ratios of steps are at a multiple root
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
        lost = OverflowError if instance.wild else ZeroDivisionError  # to rounding, as where 1 − 10⁻⁹⁹ is 1
        raise lost(f"{relation.tex()}: no solution was found that the conditions allow")
    return [unknowns.there(flat) for flat in kept]


def places(relation: Expr, letter: Symbol, instance: Instance) -> list[Instance]:
    """The instance with a letter at each root of a polynomial equation; none if it is no such equation."""
    unknowns = Unknowns(relation, [letter], instance)
    found = _linear(unknowns)
    if found is None:
        unknowns, found = _roots(unknowns, HIGHEST_DEGREE)
    return [unknowns.there(flat) for flat in found or ()]


def _linear(unknowns: Unknowns) -> list[np.ndarray] | None:
    """A solution of linear equations, and if there are many, two of them; None if they are not linear."""
    x = unknowns.start(unknowns.instance)
    slopes = jacobian(unknowns.residual, x)
    others = jacobian(unknowns.residual, x + unknowns.instance.number(Fraction(1)))
    if not _same(slopes, others, least=0):  # a slope may be tiny, and still change
        return None
    rng = unknowns.instance.rng("solve")
    try:
        found = [x - exact.solve(slopes, unknowns.residual(x), rng) for _ in range(2)]
    except ZeroDivisionError:  # no solution on this piece of the equations, or slopes that are next to nothing
        return None
    if not all(unknowns.solved_by(flat) for flat in found):  # linear here, but not everywhere
        return None
    return found[:1] if _same(*found) else found


def _same(a: np.ndarray, b: np.ndarray, least: int = 1) -> bool:
    pairs = zip(map(real_part, a.flat), map(real_part, b.flat), strict=True)
    return all(abs(x - y) <= _SAME * max(least, abs(x), abs(y)) if inexact(x) else x == y for x, y in pairs)


def _roots(unknowns: Unknowns, highest: int | None = None) -> tuple[Unknowns, list[np.ndarray] | None]:
    """The real roots of one equation in one unknown, if it is a quotient of polynomials.

    The polynomial is found in fractions. Where a root is none, it is given sixty digits, as are the letters beside it.
    """
    instance = unknowns.instance
    if instance.has_symbols:
        raise Unsupported("the roots of an equation are found for numbers")
    twin = instance if instance.kind == "exact" else _in_fractions(unknowns)
    x = sympy.polys.fields.field("x", sympy.QQ)[1]
    try:
        residual = Unknowns(unknowns.relation, unknowns.letters, twin).residual(np.array([x], dtype=object))[0]
    except (Irrational, Unsupported, TypeError):
        return unknowns, None
    if not isinstance(residual, FracElement):  # the unknown does not stand in the equation
        return unknowns, None
    top, bottom = (
        sympy.Poly(part.as_expr(), sympy.Symbol("x"), domain="QQ") for part in (residual.numer, residual.denom)
    )
    if highest is not None and top.degree() > highest:
        return unknowns, None
    roots = [root for root in top.real_roots(multiple=False) if bottom.eval(root[0]) != 0]
    if instance.kind == "exact":
        if not all(root.is_Rational for root, _ in roots):
            raise Irrational("a root of the equation is no fraction: look for it among numbers of sixty digits")
        return unknowns, [np.array([Fraction(int(root.p), int(root.q))], dtype=object) for root, _ in roots]
    letters = {s for s in walk(unknowns.relation) if type(s) is Symbol and s not in unknowns.letters}
    same = instance.bind({s: _on_arrays(PRECISE.convert, s.at(twin)) for s in letters})
    values = [np.array([PRECISE.mpf(str(root.evalf(DIGITS)))], dtype=object) for root, _ in roots]
    return Unknowns(unknowns.relation, unknowns.letters, same), values


def _in_fractions(unknowns: Unknowns) -> Instance:
    """The instance with fractions near its numbers; letters that meet several conditions at once are drawn anew."""
    instance = unknowns.instance
    letters = {s for s in walk(unknowns.relation) if type(s) is Symbol and s not in unknowns.letters}
    free = [s for s in letters if not {*s.conditions} & {*STRUCTURES}]
    values = {s: _on_arrays(_near_fraction, s.at(instance)) for s in free}
    return instance.twin("exact").bind(values)


def _near_fraction(number: Any) -> Fraction:
    """The fraction that a number is, to twelve digits."""
    number = real_part(number)
    return Fraction(PRECISE.nstr(number, 12)) if inexact(number) else Fraction(number)


def _on_arrays(f: Callable[[Any], Any], value: Any) -> Any:
    """A function of numbers on a number, or on each entry of an array."""
    array = np.vectorize(f, otypes=[object])(value)
    return array if array.shape else array.item()


def _searched(unknowns: Unknowns) -> list[np.ndarray]:
    """The solutions that Newton's method finds from many starts, near and far."""
    if unknowns.instance.kind == "exact":
        raise Irrational("the equations are not linear in the unknowns: look for solutions among rounded numbers")
    kind, sizes = unknowns.instance.kind, unknowns.instance.assigned
    begins = [Instance(1000 + seed, kind, wild=seed % 2 == 1, assigned=sizes) for seed in range(STARTS)]
    starts = [unknowns.start(begin) for begin in begins]
    if sum(unknowns.counts) == 1:
        starts = [*_between_signs(unknowns), *starts]
    found: list[np.ndarray] = []
    for start in starts:
        x = _newton(unknowns, start)
        if x is not None and not any(_same(x, other) for other in found):
            found.append(x)
    return found


def _between_signs(unknowns: Unknowns) -> list[np.ndarray]:
    """Where one equation in one unknown changes its sign, nearly: by halving, between places near and far."""
    tens = [PRECISE.mpf(10) ** k for k in range(-3, 5)]
    places = sorted([*tens, *(-t for t in tens), *(PRECISE.mpf(k) / 4 for k in range(-12, 13))])
    values = [(x, r) for x in places if (r := _residual(unknowns, x)) is not None]
    found = []
    for (low, at_low), (high, at_high) in itertools.pairwise(values):
        if at_low * at_high < 0:
            a, b = low, high
            for _ in range(STEPS):
                middle = (a + b) / 2
                value = _residual(unknowns, middle)
                if value is None:
                    break
                a, b = (middle, b) if value * at_low > 0 else (a, middle)
            found.append(np.array([(a + b) / 2], dtype=object))
    return found


def _residual(unknowns: Unknowns, x: Any) -> Any:
    """The residual of one equation at a number, or None where it has none."""
    try:
        return unknowns.residual(np.array([x], dtype=object))[0]
    except ArithmeticError:
        return None


def _newton(unknowns: Unknowns, x: np.ndarray) -> np.ndarray | None:
    """Newton's method from one start: a solution, or None if it does not settle."""
    rng, sizes = unknowns.instance.rng("solve"), [PRECISE.inf, PRECISE.inf]
    for _ in range(STEPS):
        try:
            step = exact.solve(jacobian(unknowns.residual, x), unknowns.residual(x), rng)
            x, step = _within_the_domain(unknowns, x, step)
        except ArithmeticError:
            return None
        size = max(abs(real_part(v)) for v in step) / max(1, *(abs(real_part(v)) for v in x))
        if size < _TINY or max(sizes[-1], size) < _SAME:
            return x if _is_root(unknowns, x) else None
        ratios = [b / a for a, b in itertools.pairwise([*sizes[-2:], size])]
        if max(ratios) - min(ratios) < _STEADY < min(ratios) < 1:  # a multiple root: Schroeder's longer step
            x = x - step * (ratios[-1] / (1 - ratios[-1]))
        sizes.append(size)
    return None


def _within_the_domain(unknowns: Unknowns, x: np.ndarray, step: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The next point, by a shorter step where a function has no value at the end of the whole one."""
    for _ in range(HALVINGS):
        try:
            unknowns.residual(x - step)
        except OutOfDomain:
            step = step / 2
        else:
            break
    return x - step, step


def _is_root(unknowns: Unknowns, x: np.ndarray) -> bool:
    """Whether the equations hold at a point, and not only because all around it is too small to be told from zero."""
    if not unknowns.solved_by(x):
        return False
    beside = x + np.array([max(1, abs(real_part(v))) for v in x], dtype=object) / 1000
    exactly = all(real_part(v) == 0 for v in unknowns.residual(x))
    return exactly or not unknowns.solved_by(beside)
