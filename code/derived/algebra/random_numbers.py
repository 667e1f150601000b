"""Random numbers: what a formula is worth while chance has not decided.

A random number is a polynomial in *factors*: what a source of chance gives, such as the second entry of a noise, or a
function of another random number, such as exp of it. A formula is evaluated on them once, like on any other numbers;
its mean is then found factor by factor (`derived.algebra.probability.averages`).

Which of two random numbers is larger has no single answer. Inside `each_course` a comparison tries them all, one after
another, and each course that things may take comes with the random number that is 1 if they do and 0 if not.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from derived.autodiff import Dual, apply, real_part, whole

_serials = itertools.count()
MOST_TERMS = 50_000
MOST_COURSES = 300


class OpenComparison(ArithmeticError):
    """A formula asked which of two random numbers is larger, outside of `each_course`."""


class Intractable(OverflowError):
    """A mean that can be had neither by moments nor by enumeration nor by quadrature."""


class Source:
    """What chance decides by itself, independently of all other sources, by a law."""

    def __init__(self, law: Any):
        self.law = law
        self.means: dict[Any, Any] = {}  # of products of factors, for the misprints that share them


class Factor:
    """A factor of a random number.

    Parameters
    ----------
    sources : frozenset of Source
        What decides its value.
    """

    decides = False  # whether it is 1 or 0, as a comparison has it

    def __init__(self, sources: frozenset[Source]):
        self.sources, self.serial = sources, next(_serials)

    def at(self, point: Point) -> Any:
        """Its value, once chance has decided."""
        raise NotImplementedError


class Entry(Factor):
    """What a source gives: itself a number, or one that a table holds for each of its outcomes."""

    def __init__(self, source: Source, table: Sequence[Any] | None = None):
        super().__init__(frozenset((source,)))
        self.source, self.table = source, table

    def at(self, point: Point) -> Any:
        value = point.values[self.source]
        return value if self.table is None else point.number(self.table[value])


class Applied(Factor):
    """A function of a random number.

    `border` tells that the function has a kink, a jump or a pole where its argument is zero.
    """

    def __init__(self, name: str, argument: RandomNumber):
        super().__init__(argument.sources)
        self.name, self.argument = name, argument
        self.border, self.decides = name in _BORDERS, name in _HOLDS

    def at(self, point: Point) -> Any:
        if self not in point.known:
            point.known[self] = point.apply(self.name, self.argument, point)
        return point.known[self]


_BORDERS = {"abs", "relu", "sign", "log", "sqrt", "reciprocal", "> 0", "< 0", "= 0", "<= 0"}
_HOLDS = {"> 0": (1,), "< 0": (-1,), "= 0": (0,), "<= 0": (-1, 0)}
JUMPS = {"sign", *_HOLDS}


def applied_to_number(name: str, argument: RandomNumber, point: Point) -> Any:
    """A function at one point: elementary, one over, or whether the argument has a sign."""
    if name in _HOLDS:
        return int(_sign(argument.parts_at(point)) in _HOLDS[name])
    x = argument.at(point)
    return 1 / x if name == "reciprocal" else apply(name, x)


def _sign(parts: list[Any]) -> int:
    """The sign of a sum, where rounding of its terms counts for nothing."""
    total, parts = real_part(sum(parts)), [real_part(part) for part in parts]
    if not isinstance(total, int | Fraction) and abs(total) <= max(map(abs, parts)) * (
        1e-13 if isinstance(total, float) else 1e-50
    ):
        return 0
    return int(total > 0) - int(total < 0)


class Point:
    """What chance decided: the value, or the number of the outcome, of each source.

    Parameters
    ----------
    values : dict from Source
    number : callable
        Makes the coefficients of random numbers numbers of the kind in which to compute.
    apply : callable
        Evaluates a function, given its name, its argument and the point.
    """

    def __init__(
        self,
        values: dict[Source, Any],
        number: Callable[[Any], Any] = lambda x: x,
        apply: Callable[..., Any] = applied_to_number,
    ):
        self.values, self.number, self.apply = values, number, apply
        self.known: dict[Factor, Any] = {}


Product = tuple[tuple[Factor, int], ...]


class RandomNumber:
    """A polynomial in factors that chance decides.

    Parameters
    ----------
    terms : dict
        The coefficient of each product of powers of factors, none of them zero.

    Examples
    --------
    >>> from derived.autodiff import apply
    >>> x, y = RandomNumber.of(Entry(Source(None))), RandomNumber.of(Entry(Source(None)))
    >>> len(((x + y) ** 2).terms), (x + y) * (x - y) + y**2 - x**2
    (3, 0)
    >>> [name for name in ("relu", "exp") if len(apply(name, 2 * x).terms) == 1]
    ['relu', 'exp']
    """

    __slots__ = ("sources", "terms")

    def __init__(self, terms: dict[Product, Any]):
        self.terms = terms
        self.sources = frozenset().union(*(factor.sources for product in terms for factor, _ in product))

    @classmethod
    def of(cls, factor: Factor) -> RandomNumber:
        """A factor by itself."""
        return cls({((factor, 1),): 1})

    def parts_at(self, point: Point) -> list[Any]:
        """The values of its terms, once chance has decided."""
        parts = []
        for product, coefficient in self.terms.items():
            part = point.number(coefficient)
            for factor, k in product:
                value = factor.at(point)
                part = part * (value if k == 1 else value**k)
            parts.append(part)
        return parts

    def at(self, point: Point) -> Any:
        """Its value, once chance has decided."""
        return sum(self.parts_at(point))

    def affine(self) -> tuple[dict[Entry, Any], Any] | None:
        """Its slopes in single entries and what is left, if it is a sum of these and no more."""
        slopes: dict[Entry, Any] = {}
        rest: Any = 0
        for product, coefficient in self.terms.items():
            match product:
                case ():
                    rest = coefficient
                case ((Entry() as entry, 1),):
                    slopes[entry] = coefficient
                case _:
                    return None
        return slopes, rest

    def __add__(self, other: Any) -> Any:
        if isinstance(other, Dual | np.ndarray):
            return NotImplemented
        terms = dict(self.terms)
        for product, c in (other.terms if isinstance(other, RandomNumber) else {(): other}).items():
            terms[product] = terms[product] + c if product in terms else c
        return _made(terms)

    def __mul__(self, other: Any) -> Any:
        if isinstance(other, Dual | np.ndarray):
            return NotImplemented
        if not isinstance(other, RandomNumber):
            return _made({product: c * other for product, c in self.terms.items()})
        if len(self.terms) * len(other.terms) > MOST_TERMS:
            raise Intractable(f"a product of random numbers has more than {MOST_TERMS:,} terms")
        terms: dict[Product, Any] = {}
        for (p, a), (q, b) in itertools.product(self.terms.items(), other.terms.items()):
            both = _product(p, q)
            terms[both] = terms[both] + a * b if both in terms else a * b
        return _made(terms)

    __radd__ = __add__
    __rmul__ = __mul__

    def __neg__(self) -> Any:
        return RandomNumber({product: -c for product, c in self.terms.items()})

    def __sub__(self, other: Any) -> Any:
        return NotImplemented if isinstance(other, Dual | np.ndarray) else self + -other

    def __rsub__(self, other: Any) -> Any:
        return -self + other

    def __truediv__(self, other: Any) -> Any:
        if isinstance(other, Dual | np.ndarray):
            return NotImplemented
        return self * (
            other**-1 if isinstance(other, RandomNumber) else 1 / (Fraction(other) if isinstance(other, int) else other)
        )

    def __rtruediv__(self, other: Any) -> Any:
        return self**-1 * other

    def __pow__(self, k: int) -> Any:
        if k < 0:
            return self.applied("reciprocal") ** -k
        if k == 0:
            return 1
        if k == 1:
            return self
        half = self ** (k // 2)
        return half * half * self if k % 2 else half * half

    def __abs__(self) -> Any:
        return self.applied("abs")

    def applied(self, name: str) -> Any:
        """An elementary function of it; the exponential of a sum is a product."""
        if name == "exp" and (parts := self.affine()):
            slopes, rest = parts
            result = 1 if rest == 0 and not isinstance(rest, float) else apply("exp", rest)
            for entry, slope in slopes.items():
                result = RandomNumber.of(Applied("exp", RandomNumber({((entry, 1),): slope}))) * result
            return result
        return RandomNumber.of(Applied(name, self))

    # Comparisons: which way they go is for the courses to say.

    def __gt__(self, other: Any) -> Any:
        return NotImplemented if isinstance(other, Dual) else _decided(self - other) > 0

    def __lt__(self, other: Any) -> Any:
        return NotImplemented if isinstance(other, Dual) else _decided(self - other) < 0

    def __ge__(self, other: Any) -> Any:
        return NotImplemented if isinstance(other, Dual) else _decided(self - other) >= 0

    def __le__(self, other: Any) -> Any:
        return NotImplemented if isinstance(other, Dual) else _decided(self - other) <= 0

    def __eq__(self, other: Any) -> Any:
        return NotImplemented if isinstance(other, Dual | np.ndarray) else _decided(self - other) == 0

    __hash__ = None  # type: ignore[assignment]

    def __int__(self) -> int:
        raise Intractable("a random number stands where a whole number is needed, as a bound or a size")

    def __float__(self) -> float:
        raise Intractable("a random number stands where a number is needed; take its mean first")


def _made(terms: dict[Product, Any]) -> Any:
    """A random number; or a number, if chance has no part in it."""
    terms = {product: c for product, c in terms.items() if c != 0}
    if not terms:
        return 0
    return terms[()] if len(terms) == 1 and () in terms else RandomNumber(terms)


def _product(p: Product, q: Product) -> Product:
    """The product of two products of powers, its factors in order."""
    if not p or not q:
        return p or q
    powers = dict(p)
    for factor, k in q:
        powers[factor] = powers.get(factor, 0) + k
    return tuple(sorted(powers.items(), key=lambda item: item[0].serial))


def chosen(array: np.ndarray, places: list[Any]) -> Any:
    """What stands in an array at places, counted from 1, some of which are random: each one entry of few outcomes.

    Raises
    ------
    IndexError
        If there is no such place in the array.
    Intractable
        If a random place is anything else.
    """
    for index in places:
        choices = [index] if not isinstance(index, RandomNumber) else _outcomes(index)[1]
        if not all(1 <= whole(choice) <= len(array) for choice in choices):
            raise IndexError(f"a place is asked for that is not among the first {len(array)}")
        rows = [array[whole(choice) - 1] for choice in choices]
        if len(rows) == 1:
            array = rows[0]
        else:
            columns = zip(*(np.asarray(row, dtype=object).ravel() for row in rows), strict=True)
            cells = [_mixed(_outcomes(index)[0], column) for column in columns]
            array = _array(cells, rows[0].shape) if isinstance(rows[0], np.ndarray) else cells[0]
    return array


def _outcomes(index: RandomNumber) -> tuple[Source, Sequence[Any]]:
    """The source of a random place, and its values at the outcomes."""
    match list(index.terms.items()):
        case [(((Entry() as entry, 1),), 1)] if entry.table is not None:
            return entry.source, entry.table
    raise Intractable("an index is drawn by chance, but not as one of a number of rows")


def _array(cells: list[Any], shape: tuple[int, ...]) -> np.ndarray:
    array = np.empty(len(cells), dtype=object)
    array[:] = cells
    return array.reshape(shape)


def _mixed(source: Source, values: Sequence[Any]) -> Any:
    """The random number that has these values at the outcomes of a source; of duals, a dual of such."""
    top = max((v for v in values if isinstance(v, Dual)), key=lambda v: v.level, default=None)
    if top is None:
        return RandomNumber.of(Entry(source, values))
    split = [
        (v.value, v.partials) if isinstance(v, Dual) and v.level == top.level else (v, 0 * top.partials) for v in values
    ]
    slopes = [_mixed(source, column) for column in zip(*(partials for _, partials in split), strict=True)]
    return type(top)(_mixed(source, [v for v, _ in split]), np.array(slopes, dtype=object), top.level)


class Course:
    """One way in which all comparisons may turn out, in the order in which they are asked."""

    def __init__(self, signs: list[int], seen: dict[Any, RandomNumber]):
        self.signs, self.seen = signs, seen
        self.decided: dict[Any, int] = {}
        self.happens: Any = 1
        self.others: list[list[int]] = []

    def sign(self, x: RandomNumber) -> int:
        """The sign of a random number, in this course."""
        key, turned = _normal_form(x)
        if key not in self.decided:
            asked = len(self.decided)
            if asked == len(self.signs):
                self.others += [[*self.signs, other] for other in ((-1,) if _is_continuous(x) else (-1, 0))]
                self.signs.append(1)
            sign = self.decided[key] = self.signs[asked]
            name = {1: "> 0", -1: "<= 0" if _is_continuous(x) else "< 0", 0: "= 0"}[sign]
            if (key, name) not in self.seen:
                self.seen[key, name] = RandomNumber.of(Applied(name, -x if turned < 0 else x))
            self.happens = self.seen[key, name] * self.happens
        return turned * self.decided[key]


def _is_continuous(x: RandomNumber) -> bool:
    """Whether every source of it is: then it is zero with probability zero."""
    return all(source.law.continuous for source in x.sources)


def _normal_form(x: RandomNumber) -> tuple[Any, int]:
    """The same for all multiples of a random number, and the sign of the multiple."""
    order = sorted(x.terms.items(), key=lambda item: [(factor.serial, k) for factor, k in item[0]])
    first = Fraction(order[0][1]) if isinstance(order[0][1], int) else order[0][1]
    return tuple((product, c / first) for product, c in order), 1 if first > 0 else -1


_courses: list[Course | None] = [None]


def _decided(x: Any) -> int:
    """The sign of a number; of a random one, in the course that is being tried."""
    if not isinstance(x, RandomNumber):
        return int(x > 0) - int(x < 0)
    if _courses[-1] is None:
        raise OpenComparison("which of two random numbers is larger was asked outside of a mean")
    return _courses[-1].sign(x)


def without_courses(value: Callable[[], Any]) -> Any:
    """The value of a formula, or `OpenComparison` if it depends on a comparison."""
    _courses.append(None)
    try:
        return value()
    finally:
        _courses.pop()


def each_course(value: Callable[[], Any]) -> Iterator[tuple[Any, Any]]:
    """The value of a formula in every course that its comparisons may take, with the indicator of that course.

    Parameters
    ----------
    value : callable
        Evaluates the formula.

    Yields
    ------
    value, RandomNumber

    Raises
    ------
    Intractable
        If there are more courses than can be tried.
    """
    todo: list[list[int]] = [[]]
    seen: dict[Any, RandomNumber] = {}
    for tried in itertools.count():
        if not todo:
            return
        if tried == MOST_COURSES:
            raise Intractable(f"comparisons of random numbers can turn out in more than {MOST_COURSES} ways")
        course = Course(todo.pop(), seen)
        _courses.append(course)
        try:
            result = value()
        finally:
            _courses.pop()
        todo += course.others
        yield result, course.happens
