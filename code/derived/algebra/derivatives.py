r"""Derivatives: gradients, Jacobians, Hessians, and a formula at a value of one of its letters.

Derivatives are not manipulated as formulas: an expression is evaluated on dual numbers, which gives the derivative by
the rules of arithmetic alone. That keeps the check of a derivative independent of how its formula was found. Layouts:
a gradient has the shape of its variable; a Jacobian has a row for each output and a column for each input.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import groupby
from typing import Any

from derived.algebra.arithmetic import Mul
from derived.algebra.complex_numbers import ComplexLetter, OfComplex
from derived.algebra.conditions import ENTRIES
from derived.algebra.constants import Number
from derived.algebra.differentiation import differentiated
from derived.algebra.expressions import ATOM, POWER, PRODUCT, Expr, as_expr, walk
from derived.algebra.items import Item
from derived.algebra.named import Call, not_random, whole_letter
from derived.algebra.sequences import Term
from derived.algebra.shapes import ShapeError, shape_text
from derived.algebra.symbols import Index, Size, Symbol
from derived.algebra.valuation import Valuation


class Derivative(Expr):
    """A derivative of an expression with respect to a symbol or one entry of it."""

    binding = PRODUCT

    def __init__(self, kind: str, body: Expr, variable: Expr):
        super().__init__(body, variable)
        symbol = variable.args[0] if isinstance(variable, Item) else variable
        if not isinstance(symbol, Symbol | Term):
            raise ShapeError(f"{variable.tex()} is no symbol: a derivative is with respect to one")
        if isinstance(symbol, Symbol) and (isinstance(symbol, Size | Index) or {*symbol.conditions} & {*ENTRIES}):
            raise ShapeError(f"{symbol.tex()} takes separate values: there is no derivative with respect to it")
        self.kind, self.symbol = kind, not_random(symbol)
        if isinstance(symbol, ComplexLetter):
            for node in (n for n in walk(body) if isinstance(n, OfComplex) and symbol in n.depends):
                raise ShapeError(f"{node.tex()} has no derivative with respect to the complex number {symbol.tex()}")
        if kind in ("gradient", "hessian") and body.shape:
            raise ShapeError(f"{body.tex()} is a {shape_text(body.shape)}: a {kind} is of a scalar; use jacobian(...)")
        if kind == "hessian" and len(variable.shape) != 1:
            raise ShapeError(f"{variable.tex()} is a {shape_text(variable.shape)}: a Hessian is for a vector")
        if kind == "row" and (body.shape or len(variable.shape) != 1):
            raise ShapeError(f"{body.tex()}: a gradient as a row is of a scalar, with respect to a vector")
        if kind == "jacobian" and (len(body.shape) != 1 or len(variable.shape) > 1):
            raise ShapeError("a Jacobian is of a vector with respect to a vector or scalar")
        self.shape = body.shape + (variable.shape * 2 if kind == "hessian" else variable.shape)
        if kind == "row":
            self.shape = ("row", *variable.shape)
        self._nabla = kind == "hessian" or (kind == "gradient" and variable.shape)
        self.open_ended = bool(self._nabla) or not isinstance(body, Call | Symbol | Item)

    def rebuild(self, args: tuple[Expr, ...]) -> Expr:
        return Derivative(self.kind, *args)

    def tex(self) -> str:
        body, variable = self.args
        by = variable.T.tex() if self.kind == "row" else variable.tex()
        if self._nabla:
            order = "^2" if self.kind == "hessian" else ""
            return rf"\nabla{order}_{{{by}}}\, {body.tex_in(POWER)}"
        if self.open_ended:
            return rf"\frac{{\partial}}{{\partial {by}}} {body.tex_in(ATOM)}"
        return rf"\frac{{\partial {body.tex()}}}{{\partial {by}}}"

    def compute(self, instance: Valuation) -> Any:
        body, variable = self.args

        def of(value: Any) -> Any:
            return body.at(self.symbol.with_value(instance, value))

        value = self.symbol.at(instance)
        derivatives = differentiated(of, 2 if self.kind == "hessian" else 1)(value)
        if isinstance(variable, Item):
            outputs = [slice(None)] * (derivatives.ndim - value.ndim)
            return derivatives[(*outputs, *variable.places(instance, value.shape))]
        return derivatives

    def is_label(self, k: int) -> bool:
        return k == 1

    def typos(self) -> Iterator[Expr]:
        yield self.args[0]
        yield Mul(Number(2), self)
        if self._nabla:
            other = "hessian" if self.kind == "gradient" else "gradient"
            square = len(self.args[1].shape) == 1
            yield Derivative(other, *self.args) if square else self.revised(kind=other, fits=False)


def row_gradient(body: Expr, variable: Expr) -> Expr:
    r"""The gradient of a scalar as a row, as other books lay it out: the transpose of `gradient`.

    Parameters
    ----------
    body : Expr of shape ()
    variable : Symbol of shape (p,)

    Returns
    -------
    Expr of shape ("row", p)

    Raises
    ------
    ShapeError
        If `body` is no scalar, or `variable` no vector.

    Examples
    --------
    >>> from derived.algebra import row_gradient, vector
    >>> from derived.derivation import Derivation
    >>> a, x = vector("a", 3), vector("x", 3)
    >>> d = Derivation("A linear form", label="row").start(row_gradient(a.T @ x, x))
    >>> print(d.equals(a.T, because="a row here, a column elsewhere").lines[0].tex)
    \frac{\partial}{\partial \mathbf{x}^\top} (\mathbf{a}^\top \mathbf{x}) = \mathbf{a}^\top
    """
    return Derivative("row", body, variable)


class Mixed(Expr):
    """A partial derivative of higher order: with respect to the last variable first."""

    binding = PRODUCT

    def __init__(self, body: Expr, *variables: Expr):
        super().__init__(body, *variables)
        self._inner = body
        for variable in reversed(variables):
            self._inner = Derivative("gradient", self._inner, variable)
        if self._inner.shape:
            raise ShapeError(f"{self.tex()}: a partial derivative of higher order is with respect to scalars")
        self.open_ended = not isinstance(body, Call | Symbol | Item)

    def tex(self) -> str:
        body, *variables = self.args
        steps = [(tex, len(list(same))) for tex, same in groupby(v.tex() for v in variables)]
        below = r"\, ".join(rf"\partial {tex}^{many}" if many > 1 else rf"\partial {tex}" for tex, many in steps)
        if isinstance(body, Call | Symbol | Item):
            return rf"\frac{{\partial^{len(variables)} {body.tex()}}}{{{below}}}"
        return rf"\frac{{\partial^{len(variables)}}}{{{below}}} {body.tex_in(ATOM)}"

    def compute(self, instance: Valuation) -> Any:
        return self._inner.at(instance)


def gradient(body: Expr, variable: Expr) -> Expr:
    """∇ of a scalar, in the shape of the variable.

    Parameters
    ----------
    body : Expr of shape ()
    variable : Symbol of any shape, term of a sequence, or one entry of it

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


def partial(body: Expr, variable: Expr, *more: Expr) -> Expr:
    r"""The partial derivative of a scalar with respect to a scalar symbol or one entry, as ``partial(J(w), w[j])``.

    With several variables it is of higher order, as ``partial(f(x, y), x, y)``.

    Parameters
    ----------
    body : Expr of shape ()
    variable, *more : Symbol of shape (), or one entry of a Symbol

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
    return Mixed(body, variable, *more) if more else Derivative("gradient", body, variable)


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


def _sizes(node: Expr) -> set[Any]:
    return {size for dim in node.shape if dim != "row" for size in dim.free_symbols}


class Substituted(Expr):
    """An expression with one symbol given another value."""

    binding = PRODUCT + 1

    def __init__(self, body: Expr, symbol: Symbol, value: Expr):
        super().__init__(body, value)
        if whole_letter(symbol).shape != value.shape:
            raise ShapeError(
                f"{symbol.tex()} is a {shape_text(symbol.shape)}, {value.tex()} a {shape_text(value.shape)}"
            )
        if isinstance(symbol, Size) and any(symbol.name in map(str, _sizes(node)) for node in walk(body)):
            raise ShapeError(f"{symbol.tex()} is a size of {body.tex()}, which can have no other")
        self.symbol, self.shape = symbol, body.shape

    @cached_property
    def depends(self) -> frozenset[Any]:
        body, value = self.args
        return (body.depends - {self.symbol}) | value.depends

    def rebuild(self, args: tuple[Expr, ...]) -> Expr:
        return Substituted(args[0], self.symbol, args[1])

    def tex(self) -> str:
        body, value = self.args
        before = body.tex() if isinstance(body, Derivative) else body.tex_in(PRODUCT + 1)
        return rf"\left.{before}\right|_{{{self.symbol.tex()} = {value.tex()}}}"

    def compute(self, instance: Valuation) -> Any:
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
