r"""Functions and what calculus does to them: derivatives, stationary points, limits, recurrences.

Derivatives are not manipulated as formulas: an expression is evaluated on dual numbers, which gives the derivative by
the rules of arithmetic alone. That keeps the check of a derivative independent of how its formula was found. Layouts:
a gradient has the shape of its variable; a Jacobian has a row for each output and a column for each input.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import sympy

from derived.algebra import exact
from derived.algebra.expressions import ATOM, POWER, PRODUCT, Expr, Item, Number, Symbol, as_expr, dimension, walk
from derived.algebra.instances import Polynomial, Unsupported
from derived.algebra.letters import letter_tex, parenthesized, superscripted
from derived.algebra.shapes import Shape, ShapeError, shape_text
from derived.dual import Dual, Irrational, hessian, jacobian, real_part, whole

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

    @cached_property
    def _settled(self) -> bool:
        return not any(_is_random(node) for node in walk(self.body))

    def at(self, instance: Instance) -> Any:
        if self in instance.bound:
            return instance.bound[self]
        if instance.bound or not self._settled:
            return self.body.at(instance)
        key = ("value", self, id(self.body))
        if key not in instance.drawn:
            instance.drawn[key] = self.body.at(instance)  # no chance in it, no variable bound: once is enough
        return instance.drawn[key]


def _whole_letter(symbol: Any) -> Symbol:
    """The symbol, if it is one: nothing but a whole letter can be given another value."""
    if not isinstance(symbol, Symbol):
        raise ShapeError(
            f"{symbol} is no whole letter, and only those take another value: name a letter; for an entry, write a "
            "scalar(...)"
        )
    if any(_is_random(node) for node in walk(symbol)):
        raise ShapeError(
            f"{symbol} is random: with a value of its own it would be so no more, and an expectation would not see it; "
            f"write the formula of another letter, and put {symbol} in its place"
        )
    return symbol


def _is_random(node: Expr) -> bool:
    return hasattr(node, "space")


class Function:
    """A function with a name: ``J(w)`` prints as J(w), and is worth its body with that argument.

    Without a body it is any smooth function; each instance puts a random polynomial in its place.
    """

    def __init__(self, name: str, variables: tuple[Symbol, ...], body: Expr | None, shape: Shape, tex: str | None):
        self.name, self.variables, self.body, self.shape = name, tuple(map(_whole_letter, variables)), body, shape
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
            return self.body.at(instance.bind(dict(zip(self.variables, args, strict=True))))
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

    def at(self, instance: Instance) -> Any:
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


class Derivative(Expr):
    """A derivative of an expression with respect to a symbol or one entry of it."""

    binding = PRODUCT

    def __init__(self, kind: str, body: Expr, variable: Expr):
        super().__init__(body, variable)
        symbol = variable.args[0] if isinstance(variable, Item) else variable
        if not isinstance(symbol, Symbol):
            raise ShapeError(f"{variable.tex()} is no symbol: a derivative is with respect to one")
        self.kind, self.symbol = kind, _whole_letter(symbol)
        if kind in ("gradient", "hessian") and body.shape:
            raise ShapeError(f"{body.tex()} is a {shape_text(body.shape)}: a {kind} is of a scalar; use jacobian(...)")
        if kind == "hessian" and len(variable.shape) != 1:
            raise ShapeError(f"{variable.tex()} is a {shape_text(variable.shape)}: a Hessian is for a vector")
        if kind == "jacobian" and (len(body.shape) != 1 or len(variable.shape) > 1):
            raise ShapeError("a Jacobian is of a vector with respect to a vector or scalar")
        self.shape = body.shape + (variable.shape * 2 if kind == "hessian" else variable.shape)
        self._nabla = kind == "hessian" or (kind == "gradient" and variable.shape)
        self.open_ended = bool(self._nabla) or not isinstance(body, Call | Symbol | Item)

    def rebuild(self, args: tuple[Expr, ...]) -> Expr:
        return Derivative(self.kind, *args)

    def tex(self) -> str:
        body, variable = self.args
        by = variable.tex()
        if self._nabla:
            order = "^2" if self.kind == "hessian" else ""
            return rf"\nabla{order}_{{{by}}}\, {body.tex_in(POWER)}"
        if self.open_ended:
            return rf"\frac{{\partial}}{{\partial {by}}} {body.tex_in(ATOM)}"
        return rf"\frac{{\partial {body.tex()}}}{{\partial {by}}}"

    def at(self, instance: Instance) -> Any:
        body, variable = self.args

        def of(value: Any) -> Any:
            return body.at(instance.bind({self.symbol: value}))

        derive = hessian if self.kind == "hessian" else jacobian
        value = self.symbol.at(instance)
        derivatives = derive(of, value)
        if isinstance(variable, Item):
            outputs = [slice(None)] * (derivatives.ndim - value.ndim)
            return derivatives[(*outputs, *variable.places(instance, value.shape))]
        return derivatives

    def typos(self) -> Iterator[Expr]:
        yield self.args[0]


def gradient(body: Expr, variable: Expr) -> Expr:
    """∇ of a scalar, in the shape of the variable.

    Parameters
    ----------
    body : Expr of shape ()
    variable : Symbol of any shape, or one entry of it

    Returns
    -------
    Expr of the shape of `variable`

    Raises
    ------
    ShapeError
        If `body` is no scalar, or `variable` neither a symbol nor an entry of one.

    Examples
    --------
    >>> from derived.algebra import gradient, matrix, norm, vector
    >>> from derived.derivation import Derivation
    >>> X, y, w = matrix("X", 3, 2), vector("y", 3), vector("w", 2)
    >>> d = Derivation("Least squares", label="least").start(gradient(norm(y - X @ w) ** 2, w))
    >>> d.equals(2 * X.T @ (X @ w - y), because="differentiate").lines[0].evidence.kind
    'proved'
    """
    return Derivative("gradient", body, variable)


def partial(body: Expr, variable: Expr) -> Expr:
    r"""The partial derivative of a scalar with respect to a scalar symbol or one entry, as ``partial(J(w), w[j])``.

    Parameters
    ----------
    body : Expr of shape ()
    variable : Symbol of shape (), or one entry of a Symbol

    Returns
    -------
    Expr of shape ()

    Raises
    ------
    ShapeError
        If `body` is no scalar, or `variable` neither a symbol nor an entry of one.

    Examples
    --------
    >>> from derived.algebra import Instance, partial, scalar, vector
    >>> x, w = scalar("x"), vector("w", 3)
    >>> partial(w[1] * w[2] ** 2, w[2])
    \frac{\partial}{\partial w_{2}} (w_{1}\, w_{2}^{2})
    >>> partial(x**3 - 2 * x, x).at(Instance(0).bind({x: 5}))  # 3 x² − 2, exactly
    Fraction(73, 1)
    """
    return Derivative("gradient", body, variable)


def jacobian_of(body: Expr, variable: Expr) -> Expr:
    r"""The Jacobian of a vector: a row for each entry of it, a column for each entry of the variable.

    Parameters
    ----------
    body : Expr of shape (n,)
    variable : Symbol of shape (p,) or (), or one entry of a Symbol

    Returns
    -------
    Expr of shape (n, p), or (n,) where the variable is a scalar

    Raises
    ------
    ShapeError
        If `body` is no vector, or `variable` no symbol or a matrix.

    Examples
    --------
    >>> from derived.algebra import jacobian_of, matrix, vector
    >>> from derived.derivation import Derivation
    >>> A, x = matrix("A", 3, 2), vector("x", 2)
    >>> d = Derivation("A linear map", label="linear").start(jacobian_of(A @ x, x))
    >>> print(d.equals(A, because="entry i, j of A is what entry j of x does to entry i").lines[0].tex)
    \frac{\partial}{\partial \mathbf{x}} (\mathbf{A} \mathbf{x}) = \mathbf{A}
    """
    return Derivative("jacobian", body, variable)


def hessian_of(body: Expr, variable: Expr) -> Expr:
    """The Hessian ∇² of a scalar with respect to a vector.

    Parameters
    ----------
    body : Expr of shape ()
    variable : Symbol of shape (p,)

    Returns
    -------
    Expr of shape (p, p)

    Raises
    ------
    ShapeError
        If `body` is no scalar or `variable` no vector symbol.

    Examples
    --------
    >>> from derived.algebra import hessian_of, matrix, vector
    >>> from derived.derivation import Derivation
    >>> A, w = matrix("A", 2, 2), vector("w", 2)
    >>> d = Derivation("A quadratic form", label="form").start(hessian_of(w.T @ A @ w, w))
    >>> d.equals(A + A.T, because="2A only if A is symmetric").lines[0].evidence.kind
    'proved'
    """
    return Derivative("hessian", body, variable)


class Substituted(Expr):
    """An expression with one symbol given another value."""

    binding = PRODUCT + 1

    def __init__(self, body: Expr, symbol: Symbol, value: Expr):
        super().__init__(body, value)
        if _whole_letter(symbol).shape != value.shape:
            raise ShapeError(
                f"{symbol.tex()} is a {shape_text(symbol.shape)}, {value.tex()} a {shape_text(value.shape)}"
            )
        self.symbol, self.shape = symbol, body.shape

    def rebuild(self, args: tuple[Expr, ...]) -> Expr:
        return Substituted(args[0], self.symbol, args[1])

    def tex(self) -> str:
        body, value = self.args
        before = body.tex() if isinstance(body, Derivative) else body.tex_in(PRODUCT + 1)
        return rf"\left.{before}\right|_{{{self.symbol.tex()} = {value.tex()}}}"

    def at(self, instance: Instance) -> Any:
        body, value = self.args
        return body.at(instance.bind({self.symbol: value.at(instance)}))


def substitute(body: Expr, symbol: Symbol, value: Any) -> Expr:
    r"""The expression at a value of one of its symbols.

    Parameters
    ----------
    body : Expr of any shape
    symbol : Symbol
        A whole letter, not one entry.
    value : Expr of the shape of `symbol`, or number
        What takes its place.

    Returns
    -------
    Expr of the shape of `body`

    Raises
    ------
    ShapeError
        If `symbol` is no whole letter, or differs in shape from `value`.

    Examples
    --------
    >>> from derived.algebra import Instance, partial, scalar, substitute
    >>> x = scalar("x")
    >>> slope = substitute(partial(x**2, x), x, 3)
    >>> slope, slope.at(Instance(0))
    (\left.\frac{\partial}{\partial x} (x^{2})\right|_{x = 3}, Fraction(6, 1))
    """
    return Substituted(body, symbol, as_expr(value))


_STEPS = 60


class Argmin(Expr):
    """The minimizer of a scalar with respect to a symbol, by Newton's method: exact, where one step is."""

    binding = PRODUCT
    open_ended = True

    def __init__(self, body: Expr, symbol: Symbol, kind: str = "min"):
        super().__init__(body)
        if body.shape or not isinstance(symbol, Symbol):
            raise ShapeError("argmin takes a scalar expression and a symbol")
        self.symbol, self.shape, self.kind = _whole_letter(symbol), symbol.shape, kind

    def rebuild(self, args: tuple[Expr, ...]) -> Expr:
        return Argmin(args[0], self.symbol, self.kind)

    def tex(self) -> str:
        return rf"\operatorname*{{arg\,{self.kind}}}_{{{self.symbol.tex()}}}\, {self.args[0].tex_in(PRODUCT)}"

    def at(self, instance: Instance) -> Any:
        sign = 1 if self.kind == "min" else -1
        if instance.has_symbols:
            raise Unsupported("argmin is found by Newton's method, not with free symbols")

        def loss(v: np.ndarray) -> Any:
            return sign * self.args[0].at(instance.bind({self.symbol: v if self.shape else v[0]}))

        x = np.atleast_1d(np.asarray(self.symbol.at(instance), dtype=object))
        for _ in range(_STEPS):
            g, H = jacobian(loss, x), hessian(loss, x)
            if all(_tiny(v) for v in g):
                if not _positive_definite(H):
                    raise ZeroDivisionError("the stationary point is no unique minimum")
                return x if self.shape else x[0]
            if instance.kind == "exact" and _ > 0:
                raise Irrational("Newton's method does not end in one step: evaluate on floats")
            step = exact.inverse(H) @ g
            while instance.kind == "float" and loss(x - step) > loss(x) + 1e-12 * abs(real_part(loss(x))):
                step = step / 2
            x = x - step
        raise ZeroDivisionError(f"no minimum found in {_STEPS} Newton steps")

    def typos(self) -> Iterator[Expr]:
        yield Argmin(self.args[0], self.symbol, "max" if self.kind == "min" else "min")


def _tiny(v: Any) -> bool:
    v = real_part(v)
    return abs(v) < 1e-10 if isinstance(v, float) else v == 0


def _positive_definite(H: np.ndarray) -> bool:
    """Whether elimination without exchanges meets positive pivots only."""
    H = np.array(H, dtype=object)
    for k in range(len(H)):
        if not real_part(H[k, k]) > 0:
            return False
        for i in range(k + 1, len(H)):
            H[i] = H[i] - H[k] * (H[i, k] / H[k, k])
    return True


def argmin(body: Expr, symbol: Symbol) -> Expr:
    r"""The minimizer of a scalar: ``argmin(J(w), w)``.

    Parameters
    ----------
    body : Expr of shape ()
    symbol : Symbol of shape () or (p,)

    Returns
    -------
    Expr of the shape of `symbol`

    Raises
    ------
    ShapeError
        If `body` is no scalar or `symbol` no symbol.
    ZeroDivisionError
        When it is evaluated, if Newton's method ends at no unique minimum.

    Examples
    --------
    >>> from derived.algebra import Instance, argmin, norm, ones, scalar, vector
    >>> c, y = scalar("c"), vector("y", 4)
    >>> closest, here = argmin(norm(y - c * ones(4)) ** 2, c), Instance(0)
    >>> closest
    \operatorname*{arg\,min}_{c}\, \lVert \mathbf{y} - c \mathbf{1} \rVert^{2}
    >>> closest.at(here) == sum(y.at(here)) / 4  # the mean is closest to all, in squares
    True
    """
    return Argmin(body, symbol)


def argmax(body: Expr, symbol: Symbol) -> Expr:
    r"""The maximizer of a scalar.

    Parameters
    ----------
    body : Expr of shape ()
    symbol : Symbol of shape () or (p,)

    Returns
    -------
    Expr of the shape of `symbol`

    Raises
    ------
    ShapeError
        If `body` is no scalar or `symbol` no symbol.
    ZeroDivisionError
        When it is evaluated, if Newton's method ends at no unique maximum.

    Examples
    --------
    >>> from derived.algebra import Instance, argmax, scalar
    >>> x = scalar("x")
    >>> widest = argmax(x * (10 - x), x)  # two sides of a rectangle that add up to 10
    >>> widest, widest.at(Instance(0)) == 5
    (\operatorname*{arg\,max}_{x}\, x (10 - x), True)
    """
    return Argmin(body, symbol, "max")


INFINITY = None
SETTLED = 1e-7


def _extrapolated(steps: list[float], values: list[float]) -> float:
    """The value at step 0 of the polynomial through the values at the first steps (Neville's scheme)."""
    steps, table = steps[:8], values[:8]
    for k in range(1, len(steps)):
        table = [
            (steps[i] * b - steps[i + k] * a) / (steps[i] - steps[i + k]) for i, (a, b) in enumerate(pairwise(table))
        ]
    return table[0]


class Limit(Expr):
    """A limit, by SymPy where it can, else by extrapolation of values at doubling points.

    At a number it has two sides, and there is none if they differ; a positive letter goes to 0 from above only.
    """

    binding = PRODUCT
    open_ended = True

    def __init__(self, body: Expr, symbol: Symbol, to: Expr | None):
        super().__init__(body)
        for part in (body, _whole_letter(symbol), *([] if to is None else [to])):
            if part.shape:
                raise ShapeError(
                    f"{part.tex()} is a {shape_text(part.shape)}: a limit is of a scalar, as a scalar goes to a number"
                )
        self.symbol, self.to = symbol, to
        at_zero = isinstance(to, Number) and to.value == 0
        self._from_above = at_zero and bool({"positive", "nonnegative"} & set(symbol.conditions))

    @property
    def hidden(self) -> tuple[Expr, ...]:
        """Where it goes, if not to infinity, which is printed below and is no part of its own."""
        return () if self.to is None else (self.to,)

    def rebuild(self, args: tuple[Expr, ...]) -> Expr:
        return Limit(args[0], self.symbol, self.to)

    def tex(self) -> str:
        to = r"\infty" if self.to is None else self.to.tex()
        arrow = r"\downarrow" if self._from_above else r"\to"
        return rf"\lim_{{{self.symbol.tex()} {arrow} {to}}} {self.args[0].tex_in(PRODUCT)}"

    def at(self, instance: Instance) -> Any:
        if instance.kind in ("exact", "rational"):
            raise Irrational("a limit is extrapolated on floats")
        if instance.kind == "symbolic":
            positive = self.to is None or "positive" in self.symbol.conditions
            x = sympy.Symbol(self.symbol.name, real=True, **({"positive": True} if positive else {}))
            value = self.args[0].at(instance.bind({self.symbol: x}))
            to = sympy.oo if self.to is None else self.to.at(instance)
            return sympy.limit(value, x, to, "+" if self._from_above else "+-")
        if self.to is None:
            return self._extrapolated(instance, lambda h: 1 / h)
        center = self.to.at(instance)
        reach = min(1.0, abs(real_part(center))) or 1.0  # a positive letter stays so
        above = self._extrapolated(instance, lambda h: center + reach * h)
        if self._from_above:
            return above
        below = self._extrapolated(instance, lambda h: center - reach * h)
        a, b = real_part(above), real_part(below)
        if not abs(a - b) <= 1e-5 * max(1.0, abs(a), abs(b)):
            raise ArithmeticError(f"{self.tex()} has two sides: {a:.6g} from above, {b:.6g} from below")
        return above

    def _extrapolated(self, instance: Instance, point: Callable[[float], Any]) -> Any:
        """The limit of the values at these points as h goes to 0."""
        steps = [2.0**-k for k in range(2, 12)]
        values: list[float] = []
        with suppress(OverflowError):
            values.extend(self.args[0].at(instance.bind({self.symbol: point(h)})) for h in steps)
        values = [v for v in values if v != 0] or values  # far out, a small base underflows to zero
        gap, settled = min((abs(b - a) / max(abs(b), 1e-300), b) for a, b in pairwise(values))
        return settled if gap <= SETTLED else _extrapolated(steps, values)

    def typos(self) -> Iterator[Expr]:
        yield Limit(self.args[0], self.symbol, Number(0) if self.to is None else INFINITY)


def limit(body: Expr, symbol: Symbol, to: Any = INFINITY) -> Expr:
    r"""The limit of an expression as a scalar symbol goes to a number, or by default to infinity.

    At a number it is taken from both sides; only a positive symbol goes to 0 from above, and prints so.

    Parameters
    ----------
    body : Expr of shape ()
    symbol : Symbol of shape ()
    to : Expr of shape () or number, optional
        Where it goes.

    Returns
    -------
    Expr of shape ()

    Raises
    ------
    ShapeError
        If one of them is no scalar, or `symbol` no symbol.
    ArithmeticError
        When it is evaluated, if it differs from one side to the other.

    Examples
    --------
    >>> from derived.algebra import exp, limit, scalar
    >>> from derived.derivation import Derivation
    >>> k, x = scalar("k", "positive"), scalar("x")
    >>> d = Derivation("Compound interest", label="interest").start(limit((1 + x / k) ** k, k))
    >>> print(d.equals(exp(x), because="the definition of the exponential").lines[0].tex)
    \lim_{k \to \infty} \left(1 + \frac{x}{k}\right)^{k} = e^{x}
    """
    return Limit(body, symbol, None if to is None else as_expr(to))


FARTHEST = 50  # terms of a sequence; more come only from an index that is none


class Sequence:
    """A sequence given by a start and a recurrence: ``m[t]`` prints as m with index t.

    Examples
    --------
    >>> from derived.algebra import Instance, index, scalar
    >>> t, a = index("t"), scalar("a")
    >>> m = Sequence("m")
    >>> m.recur(t, start=0, step=m[t - 1] + a)
    >>> here = Instance(0)
    >>> m[as_expr(3)].at(here) == 3 * here[a]
    True
    """

    def __init__(self, name: str):
        self.name = name
        self._rule: tuple[Symbol, Expr, Expr] | None = None

    def recur(self, index: Symbol, start: Any, step: Expr) -> None:
        """Say what the sequence is at 0, and at `index` in terms of what came before."""
        self._rule = (index, as_expr(start), step)

    def __getitem__(self, index: Any) -> Expr:
        return Term(self, as_expr(index))

    @property
    def has_rule(self) -> bool:
        """Whether it was given a recurrence yet."""
        return self._rule is not None

    @property
    def rule(self) -> tuple[Symbol, Expr, Expr]:
        """The index, the term at 0 and the term at the index."""
        if self._rule is None:
            raise ValueError(f"the sequence {self.name} has no recurrence yet: call recur(...)")
        return self._rule

    def value(self, instance: Instance, k: int) -> Any:
        """The k-th term."""
        index, start, step = self.rule
        if not 0 <= k <= FARTHEST:
            raise IndexError(f"{self.name} is computed from 0 to {FARTHEST}, but term {k} was asked for")
        if k == 0:
            return start.at(instance)
        return step.at(instance.bind({index: instance.number(Fraction(k))}))


class Term(Expr):
    """One term of a sequence."""

    binding = POWER + 1

    def __init__(self, sequence: Sequence, index: Expr):
        super().__init__(index)
        self.sequence = sequence
        if superscripted(letter_tex(sequence.name)):
            self.binding = POWER

    @property
    def hidden(self) -> tuple[Expr, ...]:
        """What its sequence starts from, and the step to it from the terms before."""
        return self.sequence.rule[1:] if self.sequence.has_rule else ()

    def rebuild(self, args: tuple[Expr, ...]) -> Expr:
        return Term(self.sequence, *args)

    def tex(self) -> str:
        return f"{letter_tex(self.sequence.name)}_{{{self.args[0].tex()}}}"

    def at(self, instance: Instance) -> Any:
        return self.sequence.value(instance, whole(self.args[0].at(instance)))


def sequence(name: str) -> Sequence:
    """A sequence of scalars, to be given a recurrence with ``recur``.

    Parameters
    ----------
    name : str
        The letter of its terms, as for `Symbol`.

    Returns
    -------
    Sequence
        ``m[t]`` is its term at t, from 0 on.

    Examples
    --------
    >>> from derived.algebra import Instance, index, sequence
    >>> m, t = sequence("m"), index("t")
    >>> m.recur(t, start=1, step=2 * m[t - 1])
    >>> m[t], [m[k].at(Instance(0)) for k in (0, 5)]
    (m_{t}, [Fraction(1, 1), Fraction(32, 1)])
    """
    return Sequence(name)
