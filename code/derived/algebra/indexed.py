"""Letters with an index: what sequences and families share, and their terms.

A term may stand where a derivative asks for a variable: it then takes other values by itself, and what is computed from
it follows, as ∂J/∂z⁽ˡ⁾ means.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from functools import cached_property
from typing import Any

import sympy

from derived.algebra.arithmetic import Add, Sub
from derived.algebra.brackets import POWER
from derived.algebra.constants import Number
from derived.algebra.expressions import Expr, Operand, as_expr
from derived.algebra.letters import letter_tex, part_name, superscripted
from derived.algebra.shapes import Shape, ShapeError, WholeSymbol, shape_text, whole_letters_of
from derived.algebra.symbols import Index, Symbol
from derived.algebra.unwritable import Unwritable
from derived.algebra.valuation import Valuation
from derived.algebra.values import Value
from derived.autodiff import whole


class Indexed:
    """What a sequence and a family of letters share: a name, a shape, and how the index is set."""

    def __init__(self, name: str, shape: Shape = (), superscript: bool = False):
        self.name, self.shape, self.superscript = name, shape, superscript
        self.over = [letter for letter in whole_letters_of(shape) if isinstance(letter, Index)]
        if len(self.over) > 1:
            raise ShapeError(f"{name}: its shape speaks of {' and '.join(map(str, self.over))}, and it has one index")
        self.letter = letter_tex(name, shape)
        if superscript and superscripted(self.letter):
            raise ValueError(f"{name} ends in a superscript of its own: let its index be a subscript")

    def __getitem__(self, index: Operand) -> Term:
        return Term(self, as_expr(index))

    def shape_at(self, index: Expr) -> Shape:
        """The shape of the term at an index, which may be another for each, as that of a layer is."""
        if not self.over:
            return self.shape
        there = {WholeSymbol(self.over[0]): place_of(index)}
        return tuple(dim.xreplace(there) for dim in self.shape)

    def size_at(self, index: Expr) -> sympy.Expr:
        """The term at an index as one entry of a shape, if it is the width of a layer."""
        raise ShapeError(f"{self[index].tex()} is no size: use names from sizes(...) and widths(...)")

    @property
    def hidden(self) -> tuple[Expr, ...]:
        """What decides its terms, and is not printed with them."""
        return ()

    @property
    def depends(self) -> frozenset[Hashable]:
        """What may change the value of its terms, their index apart."""
        return frozenset((self,))

    def value(self, instance: Valuation, k: int) -> Value:
        """The k-th term; the value that a derivative gave it, if one did."""
        given: dict[int, Any] = instance.bound.get(self, {})
        return given[k] if k in given else self.usual(instance, k)

    def usual(self, instance: Valuation, k: int) -> Value:
        """The k-th term, where no derivative gives it another value."""
        raise NotImplementedError


def place_of(index: Expr) -> sympy.Expr:
    """An index as SymPy has it, to whom l + 1 − 1 is l.

    Raises
    ------
    ShapeError
        If it is anything but letters and numbers, added up.

    Examples
    --------
    >>> from derived.algebra import index
    >>> l = index("l")
    >>> place_of(l + 1 - 1) == place_of(l), place_of(l + 1)
    (True, l + 1)
    """
    match index:
        case Number():
            return index.as_size()
        case Symbol() if not index.shape:
            return WholeSymbol(index)
        case Sub(args=(left, right)):
            return place_of(left) - place_of(right)
        case Add(args=(left, right)):
            return place_of(left) + place_of(right)
    raise ShapeError(f"{index.tex()} is no place of a layer: write a letter, or a letter plus or minus a number")


class Term(Expr):
    """One term of a sequence or a family."""

    binding = POWER + 1
    is_letter = True

    def __init__(self, sequence: Indexed, index: Expr):
        super().__init__(index)
        if index.shape:
            raise ShapeError(f"{index.tex()} is a {shape_text(index.shape)}: an index is a whole number")
        self.sequence, self.shape = sequence, sequence.shape_at(index)
        if sequence.superscript or superscripted(sequence.letter):
            self.binding = POWER

    @property
    def hidden(self) -> tuple[Expr, ...]:
        """The rule of its sequence."""
        return self.sequence.hidden

    @cached_property
    def depends(self) -> frozenset[Hashable]:
        return self.sequence.depends | self.args[0].depends

    def rebuild(self, args: tuple[Expr, ...]) -> Expr:
        return Term(self.sequence, *args)

    def tex(self) -> str:
        return self._with_index(self.sequence.letter, [])

    def tex_at(self, subscript: str, shape: Shape) -> str:
        """LaTeX of an entry or a row: the index of the layer above, or before that of the entry."""
        name = part_name(self.sequence.name, self.shape, shape)
        return self._with_index(letter_tex(name, shape), [subscript])

    def _with_index(self, letter: str, subscripts: list[str]) -> str:
        letter = f"{{{letter}}}" if "_" in letter else letter
        place = self.args[0].tex()
        if self.sequence.superscript:
            return f"{letter}{''.join(f'_{{{s}}}' for s in subscripts)}^{{({place})}}"
        return f"{letter}_{{{','.join([place, *subscripts])}}}"

    def as_size(self) -> sympy.Expr:
        return self.sequence.size_at(self.args[0])

    def compute(self, instance: Valuation) -> Value:
        return self.sequence.value(instance, whole(self.args[0].at(instance)))

    def is_label(self, k: int) -> bool:
        return True

    def typos(self) -> Iterator[Expr]:
        yield Unwritable(self.sequence.letter, self)

    def with_value(self, instance: Valuation, value: Value) -> Valuation:
        """The instance in which this term has another value; what is computed from it follows."""
        given: dict[Any, Any] = instance.bound.get(self.sequence, {})
        place = whole(self.args[0].at(instance))
        return instance.bind({self.sequence: {**given, place: value}})
