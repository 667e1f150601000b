"""Names: a letter for an expression, and a function with a letter of its own."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from functools import cached_property
from typing import Protocol, TypeVar, overload

import numpy as np
import sympy

from derived.algebra.brackets import parenthesized
from derived.algebra.differentiation import differentiated
from derived.algebra.expressions import Expr, Operand, as_expr, walk
from derived.algebra.letters import letter_tex, superscripted
from derived.algebra.shapes import Shape, ShapeError, shape_text
from derived.algebra.symbols import Symbol
from derived.algebra.valuation import Valuation
from derived.algebra.values import Value

Letter = TypeVar("Letter", bound=Expr)


class Named(Symbol):
    """A letter for an expression: it prints as the letter and is worth what the expression is."""

    def __init__(self, name: str, body: Expr, *conditions: str, tex: str | None = None):
        super().__init__(name, body.shape, *conditions, tex=tex)
        self.body = body

    @property
    def hidden(self) -> tuple[Expr, ...]:
        """Its body."""
        return (self.body,)

    def as_size(self) -> sympy.Expr:
        """The size that it names, as o = n − k + 1 does."""
        return self.body.as_size()

    def compute(self, instance: Valuation) -> Value:
        return instance.bound[self] if self in instance.bound else instance.body_of(self).at(instance)


def whole_letter(symbol: object) -> Symbol:
    """The symbol, if it is one: nothing but a whole letter can be given another value."""
    if not isinstance(symbol, Symbol):
        raise ShapeError(
            f"{symbol} is no whole letter, and only those take another value: name a letter; for an entry, write a "
            "scalar(...)"
        )
    return not_random(symbol)


def own_letter(symbol: Symbol) -> Symbol:
    """The letter, if it is no name of a formula: of such a one the value is known, and no other may be looked for."""
    if isinstance(symbol, Named):
        raise ShapeError(
            f"{symbol.tex()} is a name for {symbol.body.tex()}, which decides its value; write the formula of a letter "
            "of its own"
        )
    return symbol


def not_random(symbol: Letter) -> Letter:
    """The letter or term of a sequence, if no chance is in it: a value of its own would take that away."""
    if any(is_random(node) for node in walk(symbol)):
        raise ShapeError(
            f"{symbol} is random: with a value of its own it would be so no more, and an expectation would not see it; "
            f"write the formula of another letter, and put {symbol} in its place"
        )
    return symbol


def is_random(node: object) -> bool:
    """Whether it is a random letter.

    Examples
    --------
    >>> from derived.algebra import random_scalar, scalar
    >>> is_random(random_scalar("X")), is_random(scalar("x"))
    (True, False)
    """
    return hasattr(node, "space")


class Nature(Protocol):
    """What is known of a function that has no body, and what stands for it in an instance."""

    @property
    def words(self) -> tuple[str, ...]:
        """Its properties as they are told to the reader."""
        ...

    @property
    def bounds(self) -> tuple[Expr, ...]:
        """The expressions that bound its curvature."""
        ...

    def value(self, instance: Valuation, name: str, shape: Shape, args: tuple[Value, ...], /) -> Value:
        """What the function of that name is worth there, for these values of its arguments."""
        ...


class Function:
    """A function with a name: ``J(w)`` prints as J(w), and is worth its body with that argument.

    Without a body it is any smooth function, of which its `nature` says what is known.
    """

    def __init__(
        self,
        name: str,
        variables: tuple[Symbol, ...],
        body: Expr | None,
        shape: Shape,
        tex: str | None = None,
        nature: Nature | None = None,
        given: int = 0,
    ):
        self.name, self.variables, self.body, self.shape = name, tuple(map(whole_letter, variables)), body, shape
        self.tex, self.nature, self.given = tex or letter_tex(name, shape), nature, given

    @property
    def hidden(self) -> tuple[Expr, ...]:
        """What decides its values, its body or the bounds of its curvature."""
        if self.body is not None:
            return (self.body,)
        return self.nature.bounds if self.nature else ()

    def __call__(self, *args: Operand) -> Expr:
        return Call(self, *(as_expr(a) for a in args))

    def derivative(self, x: Operand, order: int = 1) -> Expr:
        """f′(x), or f‴(x) by its order; ∇f(x) for a scalar of a vector, the Jacobian of a vector of a vector."""
        return Call(self, as_expr(x), order=order)

    def second_derivative(self, x: Operand) -> Expr:
        """f″(x), or the Hessian ∇²f(x)."""
        return Call(self, as_expr(x), order=2)

    def value(self, instance: Valuation, args: tuple[Value, ...]) -> Value:
        """What the function is worth there, for these values of its arguments."""
        if self.nature is not None:
            return self.nature.value(instance, self.name, self.shape, args)
        return instance.body_of(self).at(instance.bind(dict(zip(self.variables, args, strict=True))))


class Call(Expr):
    """A function, or a derivative of it, at a point; a function of one number also entry by entry on an array."""

    def __init__(self, function: Function, *args: Expr, order: int = 0):
        super().__init__(*args)
        takes_one_number = len(args) == 1 and function.variables[0].shape == function.shape == ()
        for given, variable in zip(args, function.variables, strict=True):
            if given.shape != variable.shape and not takes_one_number:
                raise ShapeError(
                    f"{function.name} takes a {shape_text(variable.shape)}, but {given.tex()} "
                    f"is a {shape_text(given.shape)}"
                )
        if order and len(args) != 1:
            raise ShapeError(
                f"{function.name} has {len(args)} variables: say which, with gradient(...) or partial(...)"
            )
        if order == 2 and function.shape:
            raise ShapeError(f"{function.name} gives a vector: its second derivative is no matrix")
        if order > 2 and (function.shape or function.variables[0].shape):
            raise ShapeError(f"{function.name}: derivatives of order {order} are those of a function of one number")
        self.function, self.order, self.body = function, order, function.body
        x = function.variables[0].shape
        self.shape = args[0].shape if takes_one_number else function.shape + x * order

    @property
    def hidden(self) -> tuple[Expr, ...]:
        """What decides the values of the function."""
        return self.function.hidden

    @cached_property
    def depends(self) -> frozenset[Hashable]:
        own = frozenset().union(*(part.depends for part in self.hidden)) - {*self.function.variables}
        return own.union((self.function,), *(part.depends for part in self.args))

    def rebuild(self, args: tuple[Expr, ...]) -> Expr:
        return Call(self.function, *args, order=self.order)

    def tex(self) -> str:
        name, bar = self.function.tex, len(self.args) - self.function.given
        sides = [", ".join(a.tex() for a in part) for part in (self.args[:bar], self.args[bar:]) if part]
        point = parenthesized(r" \mid ".join(sides))
        if not self.order:
            return name + point
        if self.function.variables[0].shape:
            return {1: rf"\mathbf{{J}}_{{{name}}}" if self.function.shape else rf"\nabla {name}"}.get(
                self.order, rf"\nabla^2 {name}"
            ) + point  # fmt: skip
        marks = "'" * self.order if self.order <= 3 else f"^{{({self.order})}}"
        return (parenthesized(name) if superscripted(name) else name) + marks + point

    def compute(self, instance: Valuation) -> Value:
        if len(self.args) > 1:
            return self.function.value(instance, tuple(a.at(instance) for a in self.args))
        f = differentiated(lambda x: self.function.value(instance, (x,)), self.order)
        if not self.args[0].shape or self.function.variables[0].shape:
            return f(self.args[0].at(instance))
        points = self.args[0].array_at(instance)
        return np.array([f(v) for v in points.flat], dtype=object).reshape(points.shape)

    def typos(self) -> Iterator[Expr]:
        orders = range(max(3, self.order + 2)) if len(self.args) == 1 else ()
        for order in (k for k in orders if 0 < abs(k - self.order) <= 2):
            try:
                wrong: Expr = Call(self.function, *self.args, order=order)
            except ShapeError:
                wrong = self.revised(order=order, fits=False)
            yield wrong


@overload
def define(name: str, expression: Operand, /, *, tex: str | None = None, zero_outside: bool = False) -> Named: ...
@overload
def define(
    name: str, variable: Symbol, part: Operand, /, *more: Operand, tex: str | None = None, given: int = 0
) -> Function: ...
def define(
    name: str, *parts: Operand, tex: str | None = None, zero_outside: bool = False, given: int = 0
) -> Named | Function:
    """Give a name to an expression, or to a function of some variables.

    Parameters
    ----------
    name : str
        The letter, as for `Symbol`.
    *parts : Symbol, ..., Expr
        The variables, if any, and last the expression.
    tex : str, optional
        How the letter is set.
    zero_outside : bool
        For an array without variables: whether it is 0 where it has no entry, as one with padding around it is.
    given : int
        How many of the variables, the last ones, are printed after a bar, as in p(x | μ).

    Returns
    -------
    Named or Function
        A letter that is worth the expression; or a function to be called, ``J(w)``.

    Raises
    ------
    ShapeError
        If a variable is no whole letter.
    ValueError
        If what is to be zero outside is no array, or no variable would be left before the bar.

    Examples
    --------
    >>> from derived.algebra import scalar
    >>> x = scalar("x")
    >>> f = define("f", x, x**2)
    >>> f(x + 1).tex(), f.derivative(x).tex()
    ('f(x + 1)', "f'(x)")
    """
    *variables, body = parts
    body = as_expr(body)
    if not variables:
        return Named(name, body, *(("zero outside",) if zero_outside else ()), tex=tex)
    if not 0 <= given < len(variables):
        raise ValueError(f"{name} has {len(variables)} variables: {given} of them cannot stand after a bar")
    if zero_outside:
        raise ValueError(f"{name} is a function: an array is zero outside, which has no variables")
    return Function(name, tuple(map(whole_letter, variables)), body, body.shape, tex, given=given)
