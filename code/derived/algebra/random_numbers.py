"""Random numbers: what a formula is worth while chance has not decided.

A random number is a polynomial in *factors*: what a source of chance gives, such as the second entry of a noise, or a
function of another random number, such as exp of it. A formula is evaluated on them once, like on any other numbers;
its mean is then found factor by factor (`derived.algebra.random_variables.averages`). Which of two random numbers is
larger has no single answer, unless somebody judges (`derived.algebra.courses`).
"""

from __future__ import annotations

import itertools
import math
from fractions import Fraction
from typing import Any

import numpy as np

from derived.algebra.chance import Entry, Factor, Intractable, Point, Product
from derived.algebra.judges import judge
from derived.algebra.random_functions import Applied
from derived.algebra.values import Scalar, Value
from derived.autodiff import Dual, apply, inexact, pi, real_part

MOST_TERMS = 50_000
LARGEST_POWER = 12  # that is multiplied out


class RandomNumber:
    """A polynomial in factors that chance decides.

    Parameters
    ----------
    terms : dict
        The coefficient of each product of powers of factors, none of them zero.

    Examples
    --------
    >>> from derived.algebra.chance import Entry, Source
    >>> from derived.autodiff import apply
    >>> x, y = RandomNumber.of(Entry(Source(None))), RandomNumber.of(Entry(Source(None)))
    >>> len(((x + y) ** 2).terms), (x + y) * (x - y) + y**2 - x**2
    (3, 0)
    >>> [name for name in ("relu", "exp") if len(apply(name, 2 * x).terms) == 1]
    ['relu', 'exp']
    """

    __slots__ = ("sources", "terms")

    def __init__(self, terms: dict[Product, Scalar]):
        self.terms = terms
        self.sources = frozenset().union(*(factor.sources for product in terms for factor, _ in product))

    @classmethod
    def of(cls, factor: Factor) -> RandomNumber:
        """A factor by itself."""
        return cls({((factor, 1),): 1})

    def parts_at(self, point: Point) -> list[Scalar]:
        """The values of its terms, once chance has decided."""
        parts = []
        for product, coefficient in self.terms.items():
            part = point.number(coefficient)
            for factor, k in product:
                value = factor.at(point)
                part = part * (value if k == 1 else value**k)
            parts.append(part)
        return parts

    def at(self, point: Point) -> Value:
        """Its value, once chance has decided."""
        return sum(self.parts_at(point))

    def affine(self) -> tuple[dict[Entry, Scalar], Scalar] | None:
        """Its slopes in single entries and what is left, if it is a sum of these and no more."""
        slopes: dict[Entry, Scalar] = {}
        rest: Scalar = 0
        for product, coefficient in self.terms.items():
            match product:
                case ():
                    rest = coefficient
                case ((Entry() as entry, 1),):
                    slopes[entry] = coefficient
                case _:
                    return None
        return slopes, rest

    def __add__(self, other: Value) -> Any:
        if isinstance(other, Dual | np.ndarray):
            return NotImplemented
        terms = dict(self.terms)
        for product, c in (other.terms if isinstance(other, RandomNumber) else {(): other}).items():
            terms[product] = terms[product] + c if product in terms else c
        return _normalized(terms)

    def __mul__(self, other: Value) -> Any:
        if isinstance(other, Dual | np.ndarray):
            return NotImplemented
        if not isinstance(other, RandomNumber):
            return _normalized({product: c * other for product, c in self.terms.items()})
        if len(self.terms) * len(other.terms) > MOST_TERMS:
            raise Intractable(f"a product of random numbers has more than {MOST_TERMS:,} terms")
        terms: dict[Product, Scalar] = {}
        for (p, a), (q, b) in itertools.product(self.terms.items(), other.terms.items()):
            both = _product(p, q)
            terms[both] = terms[both] + a * b if both in terms else a * b
        return _normalized(terms)

    __radd__ = __add__
    __rmul__ = __mul__

    def __neg__(self) -> Any:
        return RandomNumber({product: -c for product, c in self.terms.items()})

    def __sub__(self, other: Value) -> Any:
        return NotImplemented if isinstance(other, Dual | np.ndarray) else self + -other

    def __rsub__(self, other: Value) -> Any:
        return -self + other

    def __truediv__(self, other: Value) -> Any:
        if isinstance(other, Dual | np.ndarray):
            return NotImplemented
        return self * (
            other**-1 if isinstance(other, RandomNumber) else 1 / (Fraction(other) if isinstance(other, int) else other)
        )

    def __rtruediv__(self, other: Value) -> Any:
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
        """An elementary function of it; the exponential of a sum is a product, its logarithm the sum again."""
        if name == "exp" and (parts := self.affine()):
            slopes, rest = parts
            result = 1 if rest == 0 and not isinstance(rest, float) else apply("exp", rest)
            for entry, slope in slopes.items():
                result = RandomNumber.of(Applied("exp", RandomNumber({((entry, 1),): slope}))) * result
            return result
        if name == "exp":
            return math.prod((RandomNumber.of(Applied("exp", x)) for x in parts_of(self)), start=self._constant_exp())
        if name in ("log", "reciprocal") and (exponent := self._exponent()):
            sum_of_all, c = exponent
            if name == "log" and real_part(c) > 0:
                return sum_of_all + apply("log", c)
            if name == "reciprocal":
                return (-sum_of_all).applied("exp") * (1 / c)
        return RandomNumber.of(Applied(name, self))

    def _constant_exp(self) -> Any:
        """The exponential of what chance has no part in."""
        rest = self.terms.get((), 0)
        return apply("exp", rest) if not isinstance(rest, int) else 1

    def _exponent(self) -> tuple[Any, Scalar] | None:
        """If it is the exponential of something, times a number: both."""
        if len(self.terms) != 1:
            return None
        ((product, c),) = self.terms.items()
        if not product or not all(isinstance(factor, Applied) and factor.name == "exp" for factor, _ in product):
            return None
        exponents: list[Any] = [factor.argument * k for factor, k in product if isinstance(factor, Applied)]
        return sum(exponents, start=0 * c), c

    def raised(self, k: Any) -> Any:
        """A power of it: a whole one is a product of powers."""
        if isinstance(k, RandomNumber | Dual):
            return apply("exp", apply("log", self) * k)
        if inexact(k) and k == int(k) and abs(k) <= LARGEST_POWER:
            k = int(k)
        return self**k if isinstance(k, int) else apply("exp", apply("log", self) * k)

    def pi(self) -> Any:
        """π, as a number of the kind of its coefficients."""
        return pi(next((c for c in self.terms.values() if inexact(real_part(c))), Fraction(1)))

    # Comparisons: how they turn out is for a judge to say.

    def __gt__(self, other: Value) -> Any:
        return NotImplemented if isinstance(other, Dual) else _judged_sign(self - other) > 0

    def __lt__(self, other: Value) -> Any:
        return NotImplemented if isinstance(other, Dual) else _judged_sign(self - other) < 0

    def __ge__(self, other: Value) -> Any:
        return NotImplemented if isinstance(other, Dual) else _judged_sign(self - other) >= 0

    def __le__(self, other: Value) -> Any:
        return NotImplemented if isinstance(other, Dual) else _judged_sign(self - other) <= 0

    def __eq__(self, other: Any) -> Any:
        return NotImplemented if isinstance(other, Dual | np.ndarray) else _judged_sign(self - other) == 0

    __hash__ = None  # type: ignore[assignment]

    def __int__(self) -> int:
        raise Intractable("a random number stands where a whole number is needed, as a bound or a size")

    def __float__(self) -> float:
        raise Intractable("a random number stands where a number is needed; take its mean first")


def parts_of(x: RandomNumber) -> list[RandomNumber]:
    """A random number without its constant as a sum of others that share no source of chance.

    Examples
    --------
    >>> from derived.algebra.chance import Entry, Source
    >>> x, y = RandomNumber.of(Entry(Source(None))), RandomNumber.of(Entry(Source(None)))
    >>> len(parts_of(x + x**2 + y + 1)), len(parts_of(x + x * y))
    (2, 1)
    """
    groups: list[dict[Product, Scalar]] = []
    for product, c in x.terms.items():
        if not product:
            continue
        sources = frozenset().union(*(factor.sources for factor, _ in product))
        merged = {product: c}
        for group in [g for g in groups if any(f.sources & sources for p in g for f, _ in p)]:
            groups.remove(group)
            merged |= group
        groups.append(merged)
    return [RandomNumber(group) for group in groups]


def _normalized(terms: dict[Product, Scalar]) -> Scalar:
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


def _judged_sign(x: Any) -> int:
    """The sign of a number; of a random one, as it is judged."""
    if not isinstance(x, RandomNumber):
        return int(x > 0) - int(x < 0)
    return judge().sign(x)
