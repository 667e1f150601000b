"""Names: a letter for an expression, a function with a letter of its own, and any smooth function."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

import sympy

from derived.algebra.expressions import Expr, Symbol, as_expr, dimension, walk
from derived.algebra.instances import Polynomial, Unsupported
from derived.algebra.letters import letter_tex, parenthesized, superscripted
from derived.algebra.shapes import Shape, ShapeError, shape_text
from derived.dual import Dual, hessian, jacobian

if TYPE_CHECKING:
    from derived.algebra.instances import Instance


class Named(Symbol):
    """A letter for an expression: it prints as the letter and is worth what the expression is."""

    def __init__(self, name: str, body: Expr, tex: str | None = None):
        super().__init__(name, body.shape, tex=tex)
        self.body = body

    @property
    def hidden(self) -> tuple[Expr, ...]:
        """Its body."""
        return (self.body,)

    def compute(self, instance: Instance) -> Any:
        return instance.bound[self] if self in instance.bound else instance.body_of(self).at(instance)


def whole_letter(symbol: Any) -> Symbol:
    """The symbol, if it is one: nothing but a whole letter can be given another value."""
    if not isinstance(symbol, Symbol):
        raise ShapeError(
            f"{symbol} is no whole letter, and only those take another value: name a letter; for an entry, write a "
            "scalar(...)"
        )
    return not_random(symbol)


def not_random(symbol: Any) -> Any:
    """The letter or term of a sequence, if no chance is in it: a value of its own would take that away."""
    if any(is_random(node) for node in walk(symbol)):
        raise ShapeError(
            f"{symbol} is random: with a value of its own it would be so no more, and an expectation would not see it; "
            f"write the formula of another letter, and put {symbol} in its place"
        )
    return symbol


def is_random(node: Expr) -> bool:
    """Whether it is a random letter."""
    return hasattr(node, "space")


class Function:
    """A function with a name: ``J(w)`` prints as J(w), and is worth its body with that argument.

    Without a body it is any smooth function; each instance puts a random polynomial in its place.
    """

    def __init__(self, name: str, variables: tuple[Symbol, ...], body: Expr | None, shape: Shape, tex: str | None):
        self.name, self.variables, self.body, self.shape = name, tuple(map(whole_letter, variables)), body, shape
        self.tex = tex or letter_tex(name, shape)

    def __call__(self, *args: Any) -> Expr:
        return Call(self, *(as_expr(a) for a in args))

    def derivative(self, x: Any) -> Expr:
        """f′(x) for numbers, ∇f(x) for a scalar of a vector, the Jacobian of a vector of a vector."""
        return Call(self, as_expr(x), order=1)

    def second_derivative(self, x: Any) -> Expr:
        """f″(x), or the Hessian ∇²f(x)."""
        return Call(self, as_expr(x), order=2)

    def value(self, instance: Instance, args: tuple[Any, ...]) -> Any:
        """What the function is worth there, for these values of its arguments."""
        if self.body is not None:
            return instance.body_of(self).at(instance.bind(dict(zip(self.variables, args, strict=True))))
        if instance.has_symbols:
            return self._symbolic(args)
        key = ("function", self.name)
        if key not in instance.drawn:
            inputs = instance.dims(self.variables[0].shape)
            instance.drawn[key] = Polynomial(instance, self.name, inputs, instance.dims(self.shape))
        return instance.drawn[key](*args)

    def _symbolic(self, args: tuple[Any, ...], order: int = 0) -> Any:
        if self.shape or self.variables[0].shape:
            raise Unsupported(f"{self.name} takes or gives a vector: no SymPy function stands for it")
        (x,) = args
        if isinstance(x, Dual):
            slope = self._symbolic((x.value,), order + 1)
            return Dual(self._symbolic((x.value,), order), x.partials * slope, x.level)
        return sympy.Function(f"{self.name}_{order}" if order else self.name)(x)


class Call(Expr):
    """A function, or a derivative of it, at a point."""

    def __init__(self, function: Function, *args: Expr, order: int = 0):
        super().__init__(*args)
        for given, variable in zip(args, function.variables, strict=True):
            if given.shape != variable.shape:
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
        self.function, self.order, self.body = function, order, function.body
        x = function.variables[0].shape
        self.shape = function.shape + x * order if function.shape or x else ()

    @property
    def hidden(self) -> tuple[Expr, ...]:
        """The body of the function, if it has one."""
        return () if self.body is None else (self.body,)

    @cached_property
    def depends(self) -> frozenset[Any]:
        body = frozenset() if self.body is None else self.body.depends - {*self.function.variables}
        return body.union((self.function,), *(part.depends for part in self.args))

    def rebuild(self, args: tuple[Expr, ...]) -> Expr:
        return Call(self.function, *args, order=self.order)

    def tex(self) -> str:
        name, point = self.function.tex, parenthesized(", ".join(a.tex() for a in self.args))
        scalar_input = not self.function.variables[0].shape
        match self.order:
            case 0:
                return name + point
            case 1 if not scalar_input:
                return (rf"\mathbf{{J}}_{{{name}}}" if self.function.shape else rf"\nabla {name}") + point
            case 2 if not scalar_input:
                return rf"\nabla^2 {name}{point}"
        return (parenthesized(name) if superscripted(name) else name) + "'" * self.order + point

    def compute(self, instance: Instance) -> Any:
        args = tuple(a.at(instance) for a in self.args)
        if not self.order:
            return self.function.value(instance, args)
        derive = jacobian if self.order == 1 else hessian
        return derive(lambda x: self.function.value(instance, (x,)), args[0])

    def typos(self) -> Iterator[Expr]:
        for order in {0, 1, 2} - {self.order}:
            if len(self.args) == 1:
                yield Call(self.function, *self.args, order=order)


def define(name: str, *parts: Any, tex: str | None = None) -> Any:
    """Give a name to an expression, or to a function of some variables.

    Parameters
    ----------
    name : str
        The letter, as for `Symbol`.
    *parts : Symbol, ..., Expr
        The variables, if any, and last the expression.

    Returns
    -------
    Named or Function
        A letter that is worth the expression; or a function to be called, ``J(w)``.

    Raises
    ------
    ShapeError
        If a variable is no whole letter.

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
        return Named(name, body, tex)
    return Function(name, tuple(variables), body, body.shape, tex)


def smooth(name: str, variable: Symbol, *sizes: Any, tex: str | None = None) -> Function:
    r"""Any smooth function of a variable, to a number or, given a size, to a vector.

    In its place stands a polynomial of degree three with random coefficients: what holds for these and for no other
    smooth function would pass.

    Parameters
    ----------
    name : str
        The letter, as for `Symbol`.
    variable : Symbol
        What it is a function of.
    *sizes : Size, Expr of sizes or int
        The shape of its values, a number if there is none.
    tex : str, optional
        How the letter is set.

    Returns
    -------
    Function
        To be called, ``f(x)``; also ``f.derivative(x)`` and ``f.second_derivative(x)``.

    Raises
    ------
    ShapeError
        If `variable` is no whole letter, or one of `sizes` no size.

    Examples
    --------
    >>> from derived.algebra import partial, scalar, smooth
    >>> from derived.derivation import Derivation
    >>> x = scalar("x")
    >>> f, g = smooth("f", x), smooth("g", x)
    >>> d = Derivation("The chain rule", label="chain").start(partial(f(g(x)), x))
    >>> print(d.equals(f.derivative(g(x)) * g.derivative(x), because="outer slope times inner").lines[0].tex)
    \frac{\partial f(g(x))}{\partial x} = f'(g(x))\, g'(x)
    """
    return Function(name, (variable,), None, tuple(dimension(s) for s in sizes), tex)
