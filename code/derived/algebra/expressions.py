r"""Expressions: formulas that know how they are written, what shape they have, and what they are worth.

An expression keeps the order and grouping in which it was written. Three things are asked of it: its `shape`, checked
while it is being written; its `tex`, which is what the reader sees; and `at(instance)`, its value when every symbol has
one. The instance decides the kind of number (exact fractions, floats, SymPy symbols, dual numbers), the expression
never does. Each operator says beside these which of its one-symbol misprints are possible: `typos`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from fractions import Fraction
from functools import cached_property, wraps
from typing import Any, TypeAlias, cast

import sympy

from derived.algebra.brackets import ATOM, POWER, RELATION, parenthesized
from derived.algebra.operators import OPERATORS
from derived.algebra.shapes import Shape, ShapeError
from derived.algebra.valuation import Valuation
from derived.algebra.values import Array, Value
from derived.autodiff import power


def _remembered(tex: Callable[[Any], str]) -> Callable[[Any], str]:
    """`tex`, written once for each node: the misprints of a formula share all but one path of it."""

    @wraps(tex)
    def written(self: Expr) -> str:
        notes = self.notes
        if "tex" not in notes:
            notes["tex"] = tex(self)
        return notes["tex"]

    return written


EVERY_DIGIT = 25  # to which numbers of sixty digits are compared


class Expr:
    """A formula: an operator and its parts, in the order in which they were written.

    Parameters
    ----------
    *args : Expr
        The parts.

    Attributes
    ----------
    args : tuple of Expr
        The parts.
    shape : tuple
        () for a scalar, (n,) for a column vector, ("row", n) for a row, (n, p) for a matrix.

    Examples
    --------
    >>> from derived.algebra import Instance, scalar
    >>> x = scalar("x")
    >>> formula = x * (x + 1) - x  # kept as it was written
    >>> formula, formula.args
    (x (x + 1) - x, (x (x + 1), x))
    >>> formula.at(Instance(0)) == (x**2).at(Instance(0))
    True
    """

    binding = ATOM
    binding_as_factor = POWER - 2
    takes_what_follows = False  # whether it ends in a limit or a minimum, as it seems of a term after it, too
    open_ended = False  # whether it ends in something, as in a sum over i, that would take in a factor after it
    shape: Shape = ()
    fits = True  # whether its shapes do; if not, it is a misprint that can be printed and has no value
    takes_relations = False
    zero_outside = False  # whether it is 0 where it has no entry
    is_letter = False  # whether it is one letter, with an index perhaps
    branches = False  # whether it behaves differently in different places, so that a check has to look at many
    slow = False  # whether its value takes long to find
    digits = EVERY_DIGIT  # how many digits of a rounded value are right

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "tex" in cls.__dict__:
            cls.tex = _remembered(cls.tex)  # type: ignore[assignment,method-assign]

    def __init__(self, *args: Expr):
        for part in args:
            if part.binding == RELATION and not self.takes_relations:
                raise ShapeError(f"{part.tex()} is true or false, and no number: it cannot be part of a formula")
        self.args = args

    def rebuild(self, args: tuple[Expr, ...]) -> Expr:
        """The same operator on other parts."""
        return type(self)(*args)

    def revised(self, **attributes: Any) -> Expr:
        """A copy with other attributes, its parts included, whose shapes nobody has checked."""
        copy = object.__new__(type(self))
        copy.__dict__.update(self.attributes | attributes)
        return copy

    @property
    def attributes(self) -> dict[str, Any]:
        """What it was made with, without what was only remembered since."""
        return {
            name: value
            for name, value in vars(self).items()
            if not isinstance(getattr(type(self), name, None), cached_property)
        }

    @cached_property
    def notes(self) -> dict[str, Any]:
        """What was found out of it once, as its LaTeX and its canonical form, for those that ask again."""
        return {}

    def is_label(self, k: int) -> bool:
        """Whether its part k is printed small, as an index or a bound: no sign or exponent is put there."""
        return False

    def tex(self) -> str:
        """LaTeX, as a mathematician would write it."""
        raise NotImplementedError

    def at(self, instance: Valuation) -> Value:
        """The value, with the numbers of `instance` for the symbols; computed once, if the instance keeps it."""
        return instance.value_of(self)

    def array_at(self, instance: Valuation) -> Array:
        """The value of what is no scalar, which is an array."""
        return cast(Array, instance.value_of(self))

    def compute(self, instance: Valuation) -> Value:
        """The value from those of the parts, as each operator has it."""
        raise NotImplementedError

    def typos(self) -> Iterator[Expr]:
        """What one misprinted symbol of this operator (not of its parts) would make of it."""
        return iter(())

    def thresholds(self) -> Iterator[int]:
        """Whole numbers in it at which it behaves differently, so that sizes are tried beyond them."""
        return iter(())

    def as_size(self) -> sympy.Expr:
        """As one entry of a shape, if it is made of sizes and whole numbers."""
        raise ShapeError(f"{self} is no size: use names from sizes(...) and whole numbers")

    def equal_if(self, other: Expr) -> tuple[str, Expr, Expr] | None:
        """A theorem by which another formula is worth the same, in words, and what two formulas have to be equal."""
        return None

    def also_true(self, misprint: Expr) -> str | None:
        """Why a line with a misprint of this in its place, which no check rejects, is true without being the same."""
        return None

    @property
    def hidden(self) -> tuple[Expr, ...]:
        """What decides its value and is not printed with it, as the body of a name."""
        return ()

    @cached_property
    def nodes(self) -> tuple[Expr, ...]:
        """Every node, as `walk` meets them, for what asks again and again."""
        return tuple(walk(self))

    @cached_property
    def depends(self) -> frozenset[Hashable]:
        """The letters, spaces and functions on which its value may depend; those that it binds itself are none."""
        return frozenset().union(*(part.depends for part in (*self.args, *self.hidden)))

    def tex_in(self, binding: int) -> str:
        """LaTeX for a place that asks for at least this binding: in parentheses where needed."""
        return self.tex() if self.binding >= binding else parenthesized(self.tex())

    def tex_before(self, binding: int) -> str:
        """LaTeX for the left of a product: in parentheses also where the other factor would be taken in."""
        return parenthesized(self.tex()) if self.open_ended else self.tex_in(binding)

    def ends_openly(self, binding: int) -> bool:
        """Whether a place that asks for this binding leaves it open-ended: without parentheses around it."""
        return self.open_ended and self.binding >= binding

    def tex_to(self, exponent: str) -> str:
        """LaTeX of a power of it."""
        return f"{self.tex_in(POWER + 1)}^{{{exponent}}}"

    def tex_at(self, subscript: str, shape: Shape) -> str:
        """LaTeX of an entry of it, or of a row, which is then of a shape."""
        return f"{self.tex_in(POWER + 1)}_{{{subscript}}}"

    def to_power(self, exponent: Value, instance: Valuation) -> Value:
        """The value of a power of a scalar."""
        return power(self.at(instance), exponent)

    def __repr__(self) -> str:
        return self.tex()

    def __add__(self, other: Operand) -> Expr:
        return OPERATORS["+"](self, as_expr(other))

    def __radd__(self, other: Operand) -> Expr:
        return OPERATORS["+"](as_expr(other), self)

    def __sub__(self, other: Operand) -> Expr:
        return OPERATORS["-"](self, as_expr(other))

    def __rsub__(self, other: Operand) -> Expr:
        return OPERATORS["-"](as_expr(other), self)

    def __neg__(self) -> Expr:
        return OPERATORS["minus"](self)

    def __mul__(self, other: Operand) -> Expr:
        return OPERATORS["*"](self, as_expr(other))

    def __rmul__(self, other: Operand) -> Expr:
        return OPERATORS["*"](as_expr(other), self)

    def __matmul__(self, other: Operand) -> Expr:
        return OPERATORS["@"](self, as_expr(other))

    def __truediv__(self, other: Operand) -> Expr:
        return OPERATORS["/"](self, as_expr(other))

    def __rtruediv__(self, other: Operand) -> Expr:
        return OPERATORS["/"](as_expr(other), self)

    def __pow__(self, exponent: Operand) -> Expr:
        return OPERATORS["**"](self, as_expr(exponent))

    def __rpow__(self, base: Operand) -> Expr:
        return OPERATORS["**"](as_expr(base), self)

    def __getitem__(self, index: Operand | tuple[Operand, ...]) -> Expr:
        return OPERATORS["[]"](self, *(as_expr(i) for i in (index if isinstance(index, tuple) else (index,))))

    def __le__(self, other: Operand) -> Expr:
        return OPERATORS["<="](self, as_expr(other))

    def __ge__(self, other: Operand) -> Expr:
        return OPERATORS[">="](self, as_expr(other))

    def __lt__(self, other: Operand) -> Expr:
        return OPERATORS["<"](self, as_expr(other))

    def __gt__(self, other: Operand) -> Expr:
        return OPERATORS[">"](self, as_expr(other))

    @property
    def T(self) -> Expr:
        """The transpose."""
        return OPERATORS["T"](self)


Operand: TypeAlias = Expr | int | Fraction  # what an operator takes


def as_expr(x: Operand) -> Expr:
    r"""A number as an expression; an expression as it is.

    Raises
    ------
    TypeError
        If `x` is neither, a float included: write 1/2 as ``number(1) / 2``, so that it stays exact.

    Examples
    --------
    >>> as_expr(3), as_expr(Fraction(1, 2))
    (3, \frac{1}{2})
    """
    if isinstance(x, Expr):
        return x
    if isinstance(x, bool):
        raise TypeError(f"{x} is what Python makes of == and !=: write eq(a, b) or ne(a, b) for a relation")
    if isinstance(x, int | Fraction):
        return OPERATORS["number"](x)
    raise TypeError(
        f"{x!r} is not part of an expression: use symbols, whole numbers and fractions of them"
        + (", such as number(1) / 2 for 0.5" if isinstance(x, float) else "")
    )


def walk(expr: Expr, entered: frozenset[int] = frozenset()) -> Iterator[Expr]:
    """Every node of an expression, the bodies of what it names and the rules of its sequences included.

    Examples
    --------
    >>> from derived.algebra import scalar
    >>> x = scalar("x")
    >>> [e.tex() for e in walk(2 * x + 1)]
    ['2 x + 1', '2 x', '2', 'x', '1']
    """
    yield expr
    for part in expr.args:
        yield from walk(part, entered)
    for body in expr.hidden:
        if id(body) not in entered:  # the rule of a sequence speaks of its other terms
            yield from walk(body, entered | {id(body)})
