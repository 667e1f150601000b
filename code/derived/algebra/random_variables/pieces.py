"""Means of functions that are polynomials of a random number between kinks and jumps: in closed form, to all digits."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any, NamedTuple

from derived.algebra.chance import Entry, Factor, Point, Product, Source
from derived.algebra.random_functions import Applied
from derived.algebra.random_numbers import RandomNumber
from derived.algebra.random_variables.laws import Continuous
from derived.algebra.values import Scalar
from derived.autodiff import real_part


class Piece(NamedTuple):
    """The slopes of what each source gives, a place on the piece, and what all sources give there."""

    slopes: dict[Source, Any]
    inside: Scalar
    point: Point


def is_piecewise_polynomial(group: Product) -> bool:
    """Whether a product is a polynomial between the borders.

    Examples
    --------
    >>> x = RandomNumber.of(Entry(Source(None)))
    >>> [is_piecewise_polynomial(product) for name in ("abs", "exp") for product in x.applied(name).terms]
    [True, False]
    """
    return all(map(_is_in_pieces, (factor for factor, _ in group)))


def _is_in_pieces(factor: Factor) -> bool:
    match factor:
        case Entry() | Applied(decides=True):
            return True
        case Applied(argument=argument):
            return factor.has_lines and all(map(is_piecewise_polynomial, argument.terms))
    return False


def in_pieces(group: Product, values: Callable[..., dict[Source, Any]], law: Continuous, cuts: list[Scalar]) -> Scalar:
    """The mean of a function that is a polynomial of what a law gives between any two borders."""
    number, (low, high) = law.number, law.span
    slopes = values([number(Fraction(1))])
    edges = [None, *sorted({t for t in map(real_part, cuts) if low < t < high}), None]
    total: Scalar = 0
    for a, b in itertools.pairwise(edges):
        start = (number(Fraction(low)) if math.isfinite(low) else None) if a is None else a
        stop = (number(Fraction(high)) if math.isfinite(high) else None) if b is None else b
        if start is None:
            inside = number(Fraction(0)) if stop is None else stop - 1
        else:
            inside = start + 1 if stop is None else (start + stop) / 2
        piece = Piece(slopes, inside, Point(values([inside])))
        coefficients = _polynomial(RandomNumber({group: 1}), piece)
        parts = law.parts(a, b, len(coefficients))
        total = sum((c * part for c, part in zip(coefficients, parts, strict=True)), start=total)
    return total


def _polynomial(x: RandomNumber, piece: Piece) -> list[Scalar]:
    """The coefficients, in the variable of a law, of a random number on the piece around a place."""
    total: list[Scalar] = [0]
    for product, coefficient in x.terms.items():
        term: list[Scalar] = [coefficient]
        for factor, k in product:
            part = _polynomial_of(factor, piece)
            for _ in range(k):
                term = _times(term, part)
        total = [a + b for a, b in itertools.zip_longest(total, term, fillvalue=0)]
    return total


def _polynomial_of(factor: Factor, piece: Piece) -> list[Scalar]:
    match factor:
        case Entry(source=source, table=table):
            return [0, piece.slopes[source]] if table is None else [table[piece.slopes[source]]]
        case Applied(decides=True):
            return [factor.at(piece.point)]
        case Applied(argument=argument):
            part = _polynomial(argument, piece)
            line = factor.line(real_part(sum(c * piece.inside**k for k, c in enumerate(part))))
            if line is not None:
                constant, slope = line
                return [constant + slope * part[0], *(slope * c for c in part[1:])] if slope else [constant]
    raise TypeError(f"{factor} is no factor of a random number")


def _times(p: list[Scalar], q: list[Scalar]) -> list[Scalar]:
    product: list[Scalar] = [0] * (len(p) + len(q) - 1)
    for (i, a), (j, b) in itertools.product(enumerate(p), enumerate(q)):
        product[i + j] = product[i + j] + a * b
    return product
