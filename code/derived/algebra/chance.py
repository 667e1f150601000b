"""What chance decides: sources, each by itself, what they give, and points at which all of them are decided."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Hashable, Sequence
from typing import Any

from derived.algebra.values import Scalar, Value

_serials = itertools.count()


class Intractable(OverflowError):
    """A mean that can be had neither by moments nor by enumeration nor by quadrature."""


class Source:
    """What chance decides by itself, independently of all other sources, by a law."""

    def __init__(self, law: Any):
        self.law = law
        self.means: dict[Hashable, Any] = {}  # of products of factors, for the misprints that share them


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

    def at(self, point: Point) -> Value:
        """Its value, once chance has decided."""
        raise NotImplementedError


class Entry(Factor):
    """What a source gives: itself a number, or one that a table holds for each of its outcomes."""

    def __init__(self, source: Source, table: Sequence[Scalar] | None = None):
        super().__init__(frozenset((source,)))
        self.source, self.table = source, table

    def at(self, point: Point) -> Value:
        value = point.values[self.source]
        return value if self.table is None else point.number(self.table[value])


class Point:
    """What chance decided: the value, or the number of the outcome, of each source.

    Parameters
    ----------
    values : dict from Source
    number : callable
        Makes the coefficients of random numbers numbers of the kind in which to compute.
    on_arrays : bool
        Whether the values are arrays of floats: as many points at once.
    """

    def __init__(
        self,
        values: dict[Source, Any],
        number: Callable[[Scalar], Scalar] = lambda x: x,
        on_arrays: bool = False,
    ):
        self.values, self.number, self.on_arrays = values, number, on_arrays
        self.known: dict[Factor, Scalar] = {}


Product = tuple[tuple[Factor, int], ...]
