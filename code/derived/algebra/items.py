"""Entries and rows of an array."""

from __future__ import annotations

from collections.abc import Iterator

from derived.algebra.brackets import POWER, parenthesized
from derived.algebra.expressions import Expr
from derived.algebra.operators import operator
from derived.algebra.random_numbers import RandomNumber
from derived.algebra.random_places import chosen
from derived.algebra.shapes import Shape, ShapeError, shape_text
from derived.algebra.symbols import Index
from derived.algebra.unwritable import Unwritable, as_written
from derived.algebra.valuation import Valuation
from derived.algebra.values import Value
from derived.autodiff import whole


@operator("[]")
class Item(Expr):
    """An entry x_i or X_ij, or the row x_i of a matrix as a column vector."""

    binding = POWER + 1

    def __init__(self, array: Expr, *index: Expr):
        super().__init__(array, *index)
        if any(i.shape for i in index) or len(index) > len(array.shape) or not array.shape:
            raise ShapeError(f"{array.tex()} is a {shape_text(array.shape)}: it cannot have {len(index)} indices")
        self.shape = array.shape[2:] if array.shape[0] == "row" else array.shape[len(index) :]
        if array.is_letter:
            self.binding = min(self.binding, array.binding)

    def tex(self) -> str:
        array, *index = self.args
        comma = "," if len(index) > 1 and any(not isinstance(i, Index) for i in index) else ""
        return array.tex_at(comma.join(i.tex() for i in index), self.shape)

    def tex_at(self, subscript: str, shape: Shape) -> str:
        return f"{parenthesized(self.tex())}_{{{subscript}}}"

    def is_label(self, k: int) -> bool:
        return k > 0

    def typos(self) -> Iterator[Expr]:
        array, *index = self.args
        yield Unwritable(array.tex_at("", self.shape).replace("_{}", "").replace(",}", "}"), self)
        for k in range(1, len(index)):  # two neighbors exchanged
            yield as_written(Item, array, *index[: k - 1], index[k], index[k - 1], *index[k + 1 :])

    def compute(self, instance: Valuation) -> Value:
        values, places = self.args[0].array_at(instance), [place.at(instance) for place in self.args[1:]]
        if any(isinstance(place, RandomNumber) for place in places):
            return chosen(values, places)
        counted = tuple(whole(place) - 1 for place in places)
        if self.args[0].zero_outside and not _inside(counted, values.shape):
            return 0 * values[(0,) * len(counted)]
        return values[self._existing(counted, values.shape)]

    def places(self, instance: Valuation, sizes: tuple[int, ...]) -> tuple[int, ...]:
        """Its indices, counted from 0, into an array of these sizes."""
        return self._existing(tuple(whole(i.at(instance)) - 1 for i in self.args[1:]), sizes)

    def _existing(self, places: tuple[int, ...], sizes: tuple[int, ...]) -> tuple[int, ...]:
        if not _inside(places, sizes):
            raise IndexError(f"{self.tex()} asks for entry {tuple(k + 1 for k in places)} of {sizes}")
        return places


def _inside(places: tuple[int, ...], sizes: tuple[int, ...]) -> bool:
    """Whether there is such an entry."""
    return all(0 <= k < size for k, size in zip(places, sizes, strict=False))
