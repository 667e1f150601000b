"""Derivatives with respect to a letter or one entry of it: gradients, Jacobians, Hessians.

Derivatives are not manipulated as formulas: an expression is evaluated on dual numbers, which gives the derivative by
the rules of arithmetic alone. That keeps the check of a derivative independent of how its formula was found. Layouts:
a gradient has the shape of its variable; a Jacobian has a row for each output and a column for each input.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from derived.algebra.arithmetic import Mul
from derived.algebra.brackets import ATOM, POWER, PRODUCT
from derived.algebra.complex_numbers import ComplexLetter, OfComplex
from derived.algebra.conditions import ENTRIES
from derived.algebra.constants import Number
from derived.algebra.differentiation import differentiated
from derived.algebra.expressions import Expr, walk
from derived.algebra.indexed import Term
from derived.algebra.items import Item
from derived.algebra.named import Call, not_random
from derived.algebra.shapes import ShapeError, shape_text
from derived.algebra.symbols import Index, Size, Symbol
from derived.algebra.valuation import Valuation
from derived.algebra.values import Value


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
            raise ShapeError(
                f"{body.tex()} is a {shape_text(body.shape)}: a {kind} is of a scalar; use jacobian_of(...)"
            )
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

    def compute(self, instance: Valuation) -> Value:
        body, variable = self.args

        def of(value: Value) -> Value:
            return body.at(self.symbol.with_value(instance, value))

        def of_part(value: Value) -> Value:
            moved = whole.copy()
            moved[place] = value
            return of(moved)

        whole: Any = self.symbol.at(instance)
        if isinstance(variable, Item):  # the other entries do not move
            place = variable.places(instance, whole.shape)
            return differentiated(of_part)(whole[place])
        return differentiated(of, 2 if self.kind == "hessian" else 1)(whole)

    def is_label(self, k: int) -> bool:
        return k == 1

    def typos(self) -> Iterator[Expr]:
        yield self.args[0]
        yield Mul(Number(2), self)
        if self._nabla:
            other = "hessian" if self.kind == "gradient" else "gradient"
            square = len(self.args[1].shape) == 1
            yield Derivative(other, *self.args) if square else self.revised(kind=other, fits=False)


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
