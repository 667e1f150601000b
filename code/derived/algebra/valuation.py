"""What an expression asks of an instance: a number for every letter, and frames in which some have another.

Expressions, and the drawing of their letters, know this contract only; `instances` fulfills it.
"""

from __future__ import annotations

import random
from collections.abc import Hashable
from fractions import Fraction
from typing import Any, Protocol

from derived.algebra.shapes import Shape
from derived.algebra.values import Scalar, Value


class Node(Protocol):
    """What an instance asks of an expression in turn."""

    @property
    def digits(self) -> int:
        """How many digits of its rounded value are right."""
        ...

    @property
    def depends(self) -> frozenset[Hashable]:
        """The letters, spaces and functions on which its value may depend."""
        ...

    def compute(self, instance: Any, /) -> Value:
        """Its value from those of its parts."""
        ...


class Unsupported(ValueError):
    """A condition that cannot be written with free SymPy symbols, such as orthonormal columns.

    Examples
    --------
    >>> from derived.algebra import Instance, matrix
    >>> matrix("Q", 2, 2, "orthonormal").at(Instance(0, "symbolic"))
    Traceback (most recent call last):
    derived.algebra.valuation.Unsupported: Q is orthonormal: free symbols are not
    """


class Valuation(Protocol):
    """Numbers for letters.

    Attributes
    ----------
    seed : int
        What the draws depend on, besides the names of the letters.
    kind : {"exact", "precise", "float", "symbolic", "rational"}
        The kind of the numbers.
    small, wild, any_rank : bool
        Whether numbers are small; are tiny and very large; whether matrices may have any rank.
    coarse : int
        If not 0, numbers are multiples of one over it, often equal or zero.
    unit : Fraction
        How far wild numbers reach.
    assigned : dict
        Numbers for sizes and for letters of few values, by name.
    generators : dict
        The indeterminates, by name, if the kind is "rational".
    drawn : dict
        What was drawn, or met, so far: the same in all frames.
    bound : dict
        Values that letters were given.
    outcome : dict
        Which outcome of each chance is looked at.
    bodies : dict
        Other bodies of names and functions.
    children : dict
        The frames that were made of this one.
    """

    seed: int
    kind: str
    small: bool
    wild: bool
    any_rank: bool
    coarse: int
    unit: Fraction
    assigned: dict[str, int]
    generators: dict[str, Scalar]
    drawn: dict[Hashable, Any]
    bound: dict[Any, Any]
    outcome: dict[Hashable, int]
    bodies: dict[Hashable, Any]
    children: dict[Any, Any]

    @property
    def has_symbols(self) -> bool:
        """Whether the entries are indeterminates, not numbers."""
        ...

    @property
    def origin(self) -> Valuation:
        """The outermost frame, in which no letter has another value and no name another body."""
        ...

    def __getitem__(self, symbol: Any, /) -> Value:
        """The value of a letter."""
        ...

    def value_of(self, node: Node, /) -> Value:
        """The value of an expression, remembered where it is to be kept."""
        ...

    def number(self, value: Fraction, /) -> Scalar:
        """A fraction as a number of this kind."""
        ...

    def dims(self, shape: Shape, /) -> tuple[int, ...]:
        """The sizes of a shape, as whole numbers."""
        ...

    def width(self, name: str, k: int, /) -> int:
        """How large the k-th of the widths of a name is."""
        ...

    def rng(self, name: str, /) -> random.Random:
        """The generator that belongs to one name."""
        ...

    def bind(self, values: dict[Any, Any], outcome: dict[Hashable, int] | None = None, /) -> Valuation:
        """A frame in which some letters have other values, or some chances are decided."""
        ...

    def frame_of(self, depends: frozenset[Hashable], /) -> Valuation:
        """The outermost frame in which nothing of these is different."""
        ...

    def body_of(self, name: Any, /) -> Any:
        """What a name, a function or a sequence stands for."""
        ...

    def twin(self, kind: str, bodies: dict[Hashable, Any] | None = None, /) -> Valuation:
        """The same seed and sizes in numbers of another kind, with nothing bound, and neither wild nor coarse."""
        ...
