"""Instances: a number for every symbol of a formula, drawn at random under the conditions it was declared with.

An *exact* instance draws whole numbers up to a million, as fractions: two polynomials that agree there are the same
polynomial, up to a chance that can be stated (Schwartz 1980; Zippel 1979). A *precise* instance serves formulas with
roots and exponentials, on numbers of sixty digits, a *float* one the comparison with code; in a *symbolic* one every
entry is a SymPy symbol, and agreement is a proof for those sizes. A *rational* one is the same for formulas without
functions, in SymPy's field of rational functions, where a difference that is zero is seen at once. A *coarse* one has
few small numbers, so that things are equal or zero; a *wild* one has tiny and very large ones. Every draw depends on
the seed and the symbol's own name only, so an instance is the same whatever asks first.
"""

from __future__ import annotations

import random
from collections.abc import Hashable, Iterable
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
import sympy
import sympy.polys.fields

from derived.algebra import conditions
from derived.algebra.expressions import Expr, walk
from derived.algebra.shapes import Shape, WholeSymbol, sizes_of, whole_letters_of, widths_of
from derived.algebra.symbols import Size, Symbol
from derived.algebra.valuation import Node
from derived.algebra.values import Scalar, Value
from derived.autodiff import PRECISE, whole

WIDEST = 4  # of the layers of a network


class Instance:
    """Numbers for symbols, drawn when they are first asked for.

    Parameters
    ----------
    seed : int
        Instances with different seeds differ; sizes, too.
    kind : {"exact", "precise", "float", "symbolic", "rational"}
        Fractions, numbers of sixty digits, floats, SymPy symbols, or generators of a field of rational functions (see
        `over_field`).
    small : bool
        Draw small whole numbers and the least sizes, for an example that a person can follow.
    coarse : int
        If not 0, draw multiples of 1 / `coarse` only, most of them between −3 and 3, many zero or equal, and make some
        arrays of one number throughout.
    wild : bool
        Draw numbers of either sign anywhere between a millionth and ten thousand, where they are not exact.
    any_rank : bool
        Draw matrices of which nothing is known with any rank, as a pseudo-inverse asks for.
    assigned : dict, optional
        Numbers for sizes, and for letters of few values, by name: as a design of several instances has them.
    unit : Fraction
        The largest number in the formula: every other instance has wild numbers that many times as large.

    Examples
    --------
    >>> from derived.algebra import sizes, vector
    >>> n, p = sizes("n p")
    >>> x = vector("x", n)
    >>> here = Instance(seed=1, kind="float", small=True)
    >>> here[x].shape == (here[n],)
    True
    """

    def __init__(
        self,
        seed: int,
        kind: str = "exact",
        small: bool = False,
        coarse: int = 0,
        wild: bool = False,
        any_rank: bool = False,
        assigned: dict[str, int] | None = None,
        unit: Fraction = Fraction(1),
    ):
        self.seed, self.kind, self.small, self.coarse = seed, kind, small, coarse
        self.wild, self.any_rank, self.assigned, self.unit = wild, any_rank, assigned or {}, unit
        self.drawn: dict[Hashable, Any] = {}
        self.bound: dict[Symbol, Value] = {}
        self.outcome: dict[Hashable, int] = {}
        self.kept: dict[int, Node] = {}
        self.values: dict[Hashable, Value] = {}
        self.parent: Instance | None = None
        self.changed: frozenset[Hashable] = frozenset()
        self.children: dict[Any, Instance] = {}
        self.bodies: dict[Hashable, Any] = {}
        self.misdefined: frozenset[Hashable] = frozenset()
        self.field: Any = None
        self.generators: dict[str, Scalar] = {}

    @classmethod
    def over_field(cls, expressions: Iterable[Expr], assigned: dict[str, int] | None = None) -> Instance:
        """An instance in which every entry of every letter of some expressions is an indeterminate.

        Examples
        --------
        >>> from derived.algebra import scalar
        >>> x = scalar("x")
        >>> here = Instance.over_field([x])
        >>> (x * (1 / x) - 1).at(here) == 0
        True
        """
        self = cls(0, "rational", assigned=assigned)
        letters = {e for expression in expressions for e in walk(expression) if isinstance(e, Symbol)}
        names = sorted(
            "_".join([s.name, *(str(k + 1) for k in place)])
            for s in letters
            for place in np.ndindex(*self.dims(s.shape))
        )
        self.field, *generators = sympy.polys.fields.field(names or ["x"], sympy.QQ)
        self.generators = dict(zip(names, generators, strict=False))
        return self

    @property
    def has_symbols(self) -> bool:
        """Whether the entries are indeterminates, not numbers."""
        return self.kind in ("symbolic", "rational")

    def bind(self, values: dict[Symbol, Value], outcome: dict[Hashable, int] | None = None) -> Instance:
        """Return this instance with some symbols given other values, or some chances decided."""
        outcome = outcome or {}
        key = (*values.items(), *outcome.items())
        if not all(isinstance(value, int | Fraction) for _, value in key):
            return self._child({*values, *outcome}, bound=self.bound | values, outcome=self.outcome | outcome)
        if key not in self.children:  # an index or an outcome comes again with each misprint
            self.children[key] = self._child(
                {*values, *outcome}, bound=self.bound | values, outcome=self.outcome | outcome
            )
        return self.children[key]

    def misdefine(self, name: Any, body: Any) -> Instance:
        """Return this instance with another body for a name or a function, or another rule for a sequence."""
        parts = body if isinstance(body, tuple) else (body,)
        return self._child(
            {name},
            bodies=self.bodies | {name: body},
            misdefined=self.misdefined.union(*(part.depends for part in parts)),
        )

    def body_of(self, name: Any) -> Any:
        """What a name, a function or a sequence stands for here."""
        return self.bodies.get(name, name.body)

    def _child(self, changed: set[Hashable], **parts: Any) -> Instance:
        child = object.__new__(Instance)
        child.__dict__ = self.__dict__ | parts
        child.parent, child.changed, child.values, child.children = self, frozenset(changed), {}, {}
        return child

    def keep(self, *expressions: Expr) -> None:
        """Remember the values of the parts of these: their misprints share all but a few."""
        self.kept |= {id(node): node for expression in expressions for node in walk(expression)}

    def forget(self) -> None:
        """Give up the values that were remembered, those of other frames and of the twin included."""
        self.values.clear()
        self.children.clear()
        self.__dict__.pop("rounded", None)

    def value_of(self, node: Node) -> Value:
        """The value of an expression; remembered where it is to be kept, with what it depends on."""
        if id(node) not in self.kept:
            return node.compute(self)
        here = self if self.parent is None else self.frame_of(node.depends)
        key: Any = id(node)
        if self.kind == "precise":
            key = key, *PRECISE._prec_rounding  # a limit asks again in more digits, rounded otherwise
        values = here.values
        if key not in values:
            values[key] = node.compute(here)
        return values[key]

    @property
    def origin(self) -> Instance:
        """The outermost frame, in which no letter has another value and no name another body."""
        return self if self.parent is None else self.parent.origin

    def frame_of(self, depends: frozenset[Hashable]) -> Instance:
        """The outermost frame in which nothing of these is different."""
        here = self
        if self.bodies and not depends.isdisjoint(self.bodies):
            depends = depends | self.misdefined
        while here.parent is not None and here.changed.isdisjoint(depends):
            here = here.parent
        return here

    def rng(self, name: str) -> random.Random:
        """The generator that belongs to one name."""
        return random.Random(f"{self.seed}/{name}")

    def number(self, value: Fraction, /) -> Scalar:
        """A fraction as a number of this instance's kind."""
        match self.kind:
            case "exact":
                return value
            case "precise":
                return PRECISE.convert(value)
            case "float":
                return float(value)
            case "rational":
                return self.field(sympy.QQ(value.numerator, value.denominator))
        return sympy.Rational(value.numerator, value.denominator)

    def dims(self, shape: Shape) -> tuple[int, ...]:
        """The sizes of a shape, as whole numbers."""
        return tuple(self._dim(d) for d in shape if d != "row")

    def _dim(self, dim: sympy.Expr) -> int:
        known = {s: self.size(s.name, s.rank) for s in sizes_of((dim,))}
        known |= {WholeSymbol(letter): whole(letter.at(self)) for letter in whole_letters_of((dim,))}
        for width, name, place in widths_of(dim):
            known[width] = self.width(name, int(place.xreplace(known)))
        return int(dim.xreplace(known))

    def width(self, name: str, k: int) -> int:
        """How large the k-th of the widths of a name is here: of each layer another."""
        return 2 + k % 2 if self.has_symbols else self.rng(f"{name} of {k}").randint(1, WIDEST)

    def size(self, name: str, rank: int) -> int:
        """What a size is worth here; if nothing was assigned to it, the later ones declared together are smaller."""
        return self.assigned.get(name, rank + 2 if self.small or self.has_symbols else 2 * rank + 2)

    def __getitem__(self, symbol: Symbol) -> Value:
        if symbol in self.bound:
            return self.bound[symbol]
        if isinstance(symbol, Size):
            return self.number(Fraction(self.size(symbol.name, symbol.rank)))
        if symbol not in self.drawn:
            self.drawn[symbol] = self._draw(symbol)
        return self.drawn[symbol]

    def _draw(self, symbol: Symbol) -> Value:
        value = conditions.value(self, symbol.name, symbol.conditions, self.dims(symbol.shape))
        return value if symbol.shape else value.item()

    def twin(self, kind: str, bodies: dict[Hashable, Any] | None = None) -> Instance:
        """The same seed and sizes in numbers of another kind, with nothing bound, and neither wild nor coarse."""
        twin = Instance(self.seed, kind, assigned=self.assigned)
        twin.bodies = bodies or {}
        return twin

    @cached_property
    def rounded(self) -> Instance:
        """The twin in numbers of sixty digits, which keeps what this one keeps."""
        twin = self.twin("precise")
        twin.kept = self.kept
        return twin

    def again(self) -> Instance:
        """The same instance, with nothing computed yet."""
        fresh = Instance(
            self.seed,
            self.kind,
            self.small,
            self.coarse,
            self.wild,
            self.any_rank,
            self.assigned,
            self.unit,
        )
        fresh.kept, fresh.bound, fresh.outcome = self.kept, self.bound, self.outcome
        return fresh
