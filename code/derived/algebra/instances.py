"""Instances: a number for every symbol of a formula, drawn at random under the conditions it was declared with.

An *exact* instance draws whole numbers up to a million, as fractions: two polynomials that agree there are the same
polynomial, up to a chance that can be stated (Schwartz 1980; Zippel 1979). A *float* instance serves formulas with
roots and exponentials; in a *symbolic* one every entry is a SymPy symbol, and agreement is a proof for those sizes.
A *rational* one is the same for formulas without functions, in SymPy's field of rational functions, where a difference
that is zero is seen at once. A *coarse* one has few small numbers, exact or floats, so that things are equal or zero.
Every draw depends on the seed and the symbol's own name only, so an instance is the same whatever asks first.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

import numpy as np
import sympy
import sympy.polys.fields

from derived.algebra import exact
from derived.algebra.expressions import Expr, Size, Symbol, walk
from derived.algebra.shapes import Shape
from derived.dual import power

LARGEST = 10**6
NEAR = 40  # so many instances draw their floats near zero, where rounding does little; any more, farther out


class Unsupported(ValueError):
    """A condition that cannot be written with free SymPy symbols, such as orthonormal columns."""


class Instance:
    """Numbers for symbols, drawn when they are first asked for.

    Parameters
    ----------
    seed : int
        Instances with different seeds differ; sizes, too.
    kind : {"exact", "float", "symbolic", "rational"}
        Fractions, floats, SymPy symbols, or generators of a field of rational functions (see `over_field`).
    small : bool
        Draw small whole numbers and the least sizes, for an example that a person can follow.
    replica : int
        Which sample a simulated random variable uses; all else stays.
    coarse : int
        If not 0, draw multiples of 1 / `coarse` between −3 and 3 only, many of them zero or equal, and make some arrays
        of one number throughout.

    Examples
    --------
    >>> from derived.algebra import sizes, vector
    >>> n, p = sizes("n p")
    >>> x = vector("x", n)
    >>> here = Instance(seed=1, kind="float", small=True)
    >>> here[x].shape == (here[n],)
    True
    """

    def __init__(self, seed: int, kind: str = "exact", small: bool = False, replica: int = 0, coarse: int = 0):
        self.seed, self.kind, self.small, self.replica, self.coarse = seed, kind, small, replica, coarse
        self.drawn: dict[Any, Any] = {}
        self.bound: dict[Symbol, Any] = {}
        self.outcome: dict[Any, int] = {}
        self.kept: dict[int, Expr] = {}
        self.values: dict[int, Any] = {}
        self.parent: Instance | None = None
        self.changed: frozenset[Any] = frozenset()
        self.children: dict[Any, Instance] = {}
        self.bodies: dict[Any, Any] = {}
        self.misdefined: frozenset[Any] = frozenset()
        self.field: Any = None
        self.generators: dict[str, Any] = {}

    @classmethod
    def over_field(cls, expressions: Iterable[Expr]) -> Instance:
        """An instance in which every entry of every letter of some expressions is an indeterminate.

        Examples
        --------
        >>> from derived.algebra import scalar
        >>> x = scalar("x")
        >>> here = Instance.over_field([x])
        >>> (x * (1 / x) - 1).at(here) == 0
        True
        """
        self = cls(0, "rational")
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

    @property
    def is_far(self) -> bool:
        """Whether floats are drawn from a wider range, for what may hold near zero only, such as a bound."""
        return self.seed >= NEAR

    def bind(self, values: dict[Symbol, Any], outcome: dict[Any, int] | None = None) -> Instance:
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

    def _child(self, changed: set[Any], **parts: Any) -> Instance:
        child = object.__new__(Instance)
        child.__dict__ = self.__dict__ | parts
        child.parent, child.changed, child.values, child.children = self, frozenset(changed), {}, {}
        return child

    def keep(self, *expressions: Expr) -> None:
        """Remember the values of the parts of these: their misprints share all but a few."""
        self.kept = {id(node): node for expression in expressions for node in walk(expression)}

    def value_of(self, node: Expr) -> Any:
        """The value of an expression; remembered where it is to be kept, with what it depends on."""
        if id(node) not in self.kept:
            return node.compute(self)
        here, depends = self, node.depends
        if self.bodies and not depends.isdisjoint(self.bodies):
            depends = depends | self.misdefined
        while here.parent is not None and here.changed.isdisjoint(depends):
            here = here.parent
        if id(node) not in here.values:
            here.values[id(node)] = node.compute(here)
        return here.values[id(node)]

    def rng(self, name: str) -> random.Random:
        """The generator that belongs to one name."""
        return random.Random(f"{self.seed}/{name}")

    def number(self, value: Fraction) -> Any:
        """A fraction as a number of this instance's kind."""
        match self.kind:
            case "exact":
                return value
            case "float":
                return float(value)
            case "rational":
                return self.field(sympy.QQ(value.numerator, value.denominator))
        return sympy.Rational(value.numerator, value.denominator)

    def dims(self, shape: Shape) -> tuple[int, ...]:
        """The sizes of a shape, as whole numbers."""
        return tuple(self._dim(d) for d in shape if d != "row")

    def _dim(self, dim: Any) -> int:
        return int(dim.xreplace({s: self.size(s.rank) for s in dim.free_symbols}))

    def size(self, rank: int) -> int:
        """What the size of this rank is worth here: sizes declared together decrease, so that all differ.

        Any two of up to three sizes have every pairing among four instances: were one always odd where the other is
        even, then n + p = 7 would look like a law.
        """
        if self.small or self.has_symbols:
            return rank + 2
        return 2 * rank + 2 + (self.seed & 3 - rank % 3).bit_count() % 2

    def __getitem__(self, symbol: Symbol) -> Any:
        if symbol in self.bound:
            return self.bound[symbol]
        if isinstance(symbol, Size):
            return self.number(Fraction(self.size(symbol.rank)))
        if symbol not in self.drawn:
            self.drawn[symbol] = self._draw(symbol)
        return self.drawn[symbol]

    def _draw(self, symbol: Symbol) -> Any:
        dims = self.dims(symbol.shape)
        unknown = [c for c in symbol.conditions if c not in CONDITIONS]
        if unknown:
            raise ValueError(f"{symbol.name}: unknown condition {unknown[0]!r}; known: {', '.join(CONDITIONS)}")
        entry = _one_of(ENTRIES, symbol, any_number)
        structure = _one_of(STRUCTURES, symbol, free)
        draw = Draw(self, symbol.name, entry, symbol.conditions)
        value = structure(draw, dims)
        return value if dims else value.item()


class Draw:
    """What a condition needs to draw a symbol: the instance, a generator, and how one entry is drawn."""

    def __init__(self, instance: Instance, name: str, entry: Callable, conditions: tuple[str, ...] = ()):
        self.instance, self.name, self.conditions = instance, name, conditions
        self.rng, self._entry = instance.rng(name), entry

    def array(self, dims: tuple[int, ...]) -> np.ndarray:
        """An array of independent entries."""
        array = np.empty(dims, dtype=object)
        for place in np.ndindex(*dims):
            array[place] = self.entry("_".join([self.name, *(str(k + 1) for k in place)]))
        return array

    def entry(self, name: str) -> Any:
        """One entry, or its SymPy symbol."""
        if self.instance.has_symbols:
            return self._symbol(name)
        return self._entry(self)

    def _symbol(self, name: str) -> Any:
        if "whole" in self.conditions:
            return self.instance.number(Fraction(3))
        known = {c: True for c in ("positive", "nonnegative") if c in self.conditions}
        if {"binary", "a sign"} & set(self.conditions):
            raise Unsupported(f"{self.name} takes two values only")
        if self.instance.kind == "rational":
            return self.instance.generators[name]
        if "between 0 and 1" in self.conditions:
            known = {"positive": True}
        return sympy.Symbol(name, real=True, **known)

    def uniform(self, low: int, high: int) -> Any:
        """A number between two whole ones: a fraction of a million steps, or a float."""
        if self.instance.coarse:
            return self.instance.number(Fraction(self.rng.randint(1, 15), 16) * (high - low) + low)
        if self.instance.kind == "float":
            return self.rng.uniform(low, high)
        steps = 4 if self.instance.small else LARGEST
        return Fraction(self.rng.randint(1, steps - 1), steps) * (high - low) + low

    def not_symbolic(self, condition: str) -> None:
        """Refuse to be drawn with free symbols."""
        if self.instance.has_symbols:
            raise Unsupported(f"{self.name} is {condition}: free symbols are not")


def any_number(draw: Draw) -> Any:
    """A number of either sign."""
    if steps := draw.instance.coarse:
        zero = draw.rng.random() < 1 / 5
        return draw.instance.number(Fraction(0 if zero else draw.rng.randint(-3 * steps, 3 * steps), steps))
    if draw.instance.kind == "float":
        return draw.rng.uniform(-10, 10) if draw.instance.is_far else draw.rng.uniform(-2, 2)
    reach = 3 if draw.instance.small else LARGEST
    return Fraction(draw.rng.randint(-reach, reach))


def positive(draw: Draw) -> Any:
    """A number above zero."""
    if steps := draw.instance.coarse:
        return draw.instance.number(Fraction(draw.rng.randint(1, 3 * steps), steps))
    if draw.instance.kind == "float":
        return 10 ** draw.rng.uniform(-2, 1) if draw.instance.is_far else draw.rng.uniform(0.2, 2)
    return Fraction(draw.rng.randint(1, 3 if draw.instance.small else LARGEST))


def nonnegative(draw: Draw) -> Any:
    """A number above zero, or one time in four, zero."""
    return draw.instance.number(Fraction(0)) if draw.rng.random() < 1 / 4 else positive(draw)


def free(draw: Draw, dims: tuple[int, ...]) -> np.ndarray:
    """Independent entries; in a coarse instance, now and then the same one throughout."""
    array = draw.array(dims)
    if draw.instance.coarse and dims and draw.rng.random() < 1 / 4:
        array[...] = array.flat[0]
    return array


def symmetric(draw: Draw, dims: tuple[int, ...]) -> np.ndarray:
    """A = Aᵀ."""
    A = draw.array(dims)
    return np.where(np.tri(dims[0], dims[1], k=-1, dtype=np.bool_), A.T, A)


def positive_definite(draw: Draw, dims: tuple[int, ...]) -> np.ndarray:
    """A = BᵀB + δI with 0 < δ < 1 (B has fewer rows at times, if coarse); with free symbols, any symmetric A."""
    if draw.instance.has_symbols:
        return symmetric(draw, dims)
    B = draw.array((draw.rng.randint(0, dims[0]) if draw.instance.coarse else dims[0], dims[1]))
    return B.T @ B + np.diag([draw.uniform(0, 1)] * dims[0])


def full_column_rank(draw: Draw, dims: tuple[int, ...]) -> np.ndarray:
    """Independent columns."""
    A = draw.array(dims)
    while not draw.instance.has_symbols and len(exact.reduce(A)[1]) < dims[1]:
        A = draw.array(dims)
    return A


def orthonormal(draw: Draw, dims: tuple[int, ...]) -> np.ndarray:
    """QᵀQ = I: the first columns of a product of reflections, which has fractions where its vectors do."""
    draw.not_symbolic("orthonormal")
    one = draw.instance.number(Fraction(1))
    n = dims[0]
    Q = np.array(np.diag([one] * n), dtype=object)
    Q[Q == 0] = 0 * one
    for _ in range(n - draw.rng.randint(0, 1)):  # so that Q turns, or turns and mirrors
        v = draw.array((n,))
        while not any(v):
            v = draw.array((n,))
        Q = Q - np.multiply.outer(Q @ v, v) * (2 * one / (v @ v))
    return Q[:, : dims[1]]


def unit(draw: Draw, dims: tuple[int, ...]) -> np.ndarray:
    """A vector of length one."""
    return orthonormal(draw, (dims[0], 1))[:, 0]


def diagonal(draw: Draw, dims: tuple[int, ...]) -> np.ndarray:
    """Zero off the diagonal."""
    zero = draw.instance.number(Fraction(0))
    return np.where(np.eye(dims[0], dims[1], dtype=np.bool_), draw.array(dims), zero)


def increasing(draw: Draw, dims: tuple[int, ...]) -> np.ndarray:
    """Positive, each entry larger than the one before; with free symbols, which prove more, any numbers."""
    if draw.instance.has_symbols:
        return draw.array(dims)
    return np.cumsum([positive(draw) for _ in range(dims[0])], dtype=object)


def upper_triangular(draw: Draw, dims: tuple[int, ...]) -> np.ndarray:
    """Zero below the diagonal, positive on it."""
    A = draw.array(dims)
    A[np.tri(dims[0], dims[1], k=-1, dtype=np.bool_)] = draw.instance.number(Fraction(0))
    for i in range(dims[0]):
        A[i, i] = positive(draw) if not draw.instance.has_symbols else A[i, i]
    return A


def rank_deficient(draw: Draw, dims: tuple[int, ...]) -> np.ndarray:
    """A product of two thin factors: fewer independent columns than columns, but not none."""
    draw.not_symbolic("of deficient rank")
    r = draw.rng.randint(1, dims[1] - 1)
    return draw.array((dims[0], r)) @ draw.array((r, dims[1]))


def probabilities(draw: Draw, dims: tuple[int, ...]) -> np.ndarray:
    """Positive entries that add up to one, in a vector or in each row of a matrix."""
    draw.not_symbolic("made of probabilities")
    weights = np.array([positive(draw) for _ in range(int(np.prod(dims)))], dtype=object).reshape(dims)
    return weights / weights.sum(axis=-1, keepdims=True)


# What may be known of a symbol: the words the reader sees, and how it is drawn.
ENTRIES: dict[str, tuple[str, Callable]] = {
    "positive": ("positive", positive),
    "nonnegative": ("not negative", nonnegative),
    "between 0 and 1": ("between 0 and 1", lambda draw: draw.uniform(0, 1)),
    "whole": ("a whole number", lambda draw: draw.instance.number(Fraction(draw.rng.randint(3, 5)))),
    "binary": ("0 or 1", lambda draw: draw.instance.number(Fraction(draw.rng.randint(0, 1)))),
    "a sign": ("−1 or 1", lambda draw: draw.instance.number(Fraction(draw.rng.choice([-1, 1])))),
}
STRUCTURES: dict[str, tuple[str, Callable]] = {
    "symmetric": ("symmetric", symmetric),
    "positive definite": ("symmetric and positive definite", positive_definite),
    "full column rank": ("with independent columns", full_column_rank),
    "orthonormal": ("with orthonormal columns", orthonormal),
    "unit": ("of length one", unit),
    "diagonal": ("diagonal", diagonal),
    "increasing": ("positive and increasing", increasing),
    "upper triangular": ("upper triangular with a positive diagonal", upper_triangular),
    "rank deficient": ("with dependent columns", rank_deficient),
    "probabilities": ("of positive entries that add up to one", probabilities),
    "rows of probabilities": ("with rows of positive entries that add up to one", probabilities),
}
CONDITIONS = ENTRIES | STRUCTURES


def _one_of(kinds: dict[str, tuple[str, Callable]], symbol: Symbol, usual: Callable) -> Callable:
    """How the one condition of a kind is drawn: of two, only one would be met."""
    names = [c for c in symbol.conditions if c in kinds]
    if len(names) > 1:
        raise ValueError(f"{symbol.name}: {names[0]!r} and {names[1]!r} cannot be drawn together; name one of them")
    return kinds[names[0]][1] if names else usual


class Polynomial:
    """A polynomial with random coefficients, standing in for a smooth function of which nothing else is known.

    Its entries are cubic in each variable and have all products of two, so that first and second derivatives depend on
    the point.
    """

    def __init__(self, instance: Instance, name: str, inputs: tuple[int, ...], outputs: tuple[int, ...]):
        draw = Draw(instance, f"function {name}", any_number)
        m, k = int(np.prod(outputs)), int(np.prod(inputs))
        self.outputs = outputs
        self.constant, self.linear = draw.array((m,)), draw.array((m, k))
        self.quadratic, self.cubic = draw.array((m, k, k)), draw.array((m, k))

    def __call__(self, x: Any) -> Any:
        v = np.asarray(x, dtype=object).ravel()
        cubes = np.array([power(t, 3) for t in v], dtype=object)
        y = self.constant + self.linear @ v + (self.quadratic @ v) @ v + self.cubic @ cubes
        return y.reshape(self.outputs) if self.outputs else y[0]
