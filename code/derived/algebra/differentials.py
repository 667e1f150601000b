r"""Differentials: how a formula changes, to first order, as some of its letters do.

The differential of a letter is a letter of its own, dX, which is free; that of a formula is its derivative in the
direction of the differentials of the letters that vary, d(AB) = dA B + A dB.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from fractions import Fraction
from functools import cached_property

from derived.algebra.brackets import POWER
from derived.algebra.conditions import STRUCTURES
from derived.algebra.differentiation import differentiated
from derived.algebra.expressions import Expr
from derived.algebra.named import Call, Named, whole_letter
from derived.algebra.shapes import ShapeError
from derived.algebra.symbols import Symbol
from derived.algebra.valuation import Valuation
from derived.algebra.values import Scalar, Value

_STRUCTURES = {name: "symmetric" for name, structure in STRUCTURES.items() if structure.symmetric}
_STRUCTURES |= {"diagonal": "diagonal"}


class Step(Symbol):
    """The differential of a letter: as free as the letter, and symmetric or diagonal if that is."""

    binding = POWER

    def __init__(self, letter: Symbol):
        known = [_STRUCTURES[c] for c in letter.conditions if c in _STRUCTURES]
        super().__init__(f"d{letter.name}", letter.shape, *known, tex=rf"\mathrm{{d}}{letter.tex()}")
        self.binding = POWER


class Differential(Expr):
    """The differential of an expression, as some letters vary."""

    binding = POWER

    def __init__(self, body: Expr, *letters: Symbol):
        super().__init__(body)
        if not letters:
            raise ShapeError(f"{body.tex()}: say which letters vary, as in differential(A @ B, A, B)")
        self.letters, self.shape = tuple(map(whole_letter, letters)), body.shape
        self.steps = tuple(map(Step, self.letters))

    @property
    def hidden(self) -> tuple[Expr, ...]:
        """The letters that vary, and their differentials."""
        return (*self.letters, *self.steps)

    @cached_property
    def depends(self) -> frozenset[Hashable]:
        return self.args[0].depends.union(*(part.depends for part in self.hidden))

    def rebuild(self, args: tuple[Expr, ...]) -> Expr:
        return Differential(args[0], *self.letters)

    def tex(self) -> str:
        body, order = self.args[0], 1
        while isinstance(body, Differential) and body.letters == self.letters:
            body, order = body.args[0], order + 1
        power = f"^{{{order}}}" if order > 1 else ""
        inside = body.tex() if isinstance(body, Call | Named) else body.tex_in(POWER + 1)
        return rf"\mathrm{{d}}{power} {inside}"

    def compute(self, instance: Valuation) -> Value:
        def moved(t: Scalar) -> Value:
            there = {X: X.at(instance) + dX.at(instance) * t for X, dX in zip(self.letters, self.steps, strict=True)}
            return self.args[0].at(instance.bind(there))

        return differentiated(moved)(instance.number(Fraction(0)))

    def typos(self) -> Iterator[Expr]:
        yield self.args[0]


def differential(body: Expr, *letters: Symbol) -> Expr:
    r"""The differential of a formula as some letters vary; of a letter by itself, dX, which is free.

    Parameters
    ----------
    body : Expr of any shape
    *letters : Symbol
        What varies; all else is constant.

    Returns
    -------
    Expr of the shape of `body`

    Raises
    ------
    ShapeError
        If `body` is no letter, and nothing is said to vary.

    Examples
    --------
    >>> from derived.algebra import differential, matrix
    >>> from derived.derivation import Derivation
    >>> A, B = matrix("A", 2, 3), matrix("B", 3, 2)
    >>> d = Derivation("A product", label="product").start(differential(A @ B, A, B))
    >>> print(d.equals(differential(A) @ B + A @ differential(B), because="to first order").lines[0].tex)
    \mathrm{d} (\mathbf{A} \mathbf{B}) = \mathrm{d}\mathbf{A}\, \mathbf{B} + \mathbf{A}\, \mathrm{d}\mathbf{B}
    """
    if not letters and isinstance(body, Symbol) and not isinstance(body, Named):
        return Step(whole_letter(body))
    return Differential(body, *letters)
