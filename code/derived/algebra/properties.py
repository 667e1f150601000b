"""What can be told of a formula by looking at it: that it is diagonal, 0 or 1, never negative, of some degree."""

from __future__ import annotations

import math

from derived.algebra.arithmetic import Add, Div, MatMul, Mul, Neg, Pow, Sub
from derived.algebra.cases import Indicator
from derived.algebra.constants import Constant, Number
from derived.algebra.elementwise import Elementary
from derived.algebra.expressions import Expr
from derived.algebra.inverses import Inverse, Transpose
from derived.algebra.items import Item
from derived.algebra.matrices import Diag, Hadamard
from derived.algebra.named import Call, Named
from derived.algebra.norms import Norm
from derived.algebra.sums import Sum
from derived.algebra.symbols import Size, Symbol


def is_diagonal(e: Expr) -> bool:
    """Whether a matrix is diagonal, by declaration or by the way it is made.

    Examples
    --------
    >>> from derived.algebra import diag, matrix, vector
    >>> D = diag(vector("v", 3))
    >>> is_diagonal(D @ D), is_diagonal(D @ matrix("A", 3, 3))
    (True, False)
    """
    match e:
        case Diag():
            return True
        case Named():
            return is_diagonal(e.body)
        case Symbol():
            return "diagonal" in e.conditions
        case Add() | Mul() | MatMul() | Inverse() | Neg() | Transpose():
            return all(is_diagonal(part) for part in e.args if part.shape)
        case Pow(args=(base, _)):
            return is_diagonal(base)
    return is_identity(e)


def is_identity(e: Expr) -> bool:
    """Whether it is printed as the identity.

    Examples
    --------
    >>> from derived.algebra import identity, matrix
    >>> is_identity(identity(3)), is_identity(matrix("A", 3, 3))
    (True, False)
    """
    return isinstance(e, Constant) and e.kind == "identity"


def is_bit(e: Expr) -> bool:
    """Whether it is 0 or 1, and so its own square.

    Examples
    --------
    >>> from derived.algebra import scalar
    >>> y = scalar("y", "binary")
    >>> is_bit(1 - y), is_bit(scalar("x"))
    (True, False)
    """
    if isinstance(e, Sub) and e.args[0].tex() == "1":
        return is_bit(e.args[1])
    letter = e.args[0] if isinstance(e, Item) else e
    return isinstance(e, Indicator) or (isinstance(letter, Symbol) and "binary" in letter.conditions)


def is_number(e: Expr, value: int) -> bool:
    """Whether it is printed as this number.

    Examples
    --------
    >>> from derived.algebra import number, scalar
    >>> is_number(number(2), 2), is_number(scalar("x"), 2)
    (True, False)
    """
    return isinstance(e, Number) and e.value == value


def is_nonnegative(e: Expr) -> bool:
    """Whether it is sure to be zero at least, by declaration or by the way it is made.

    Examples
    --------
    >>> from derived.algebra import exp, scalar
    >>> x = scalar("x")
    >>> is_nonnegative(x**2 + exp(x)), is_nonnegative(x**2 - exp(x))
    (True, False)
    """
    match e:
        case Number():
            return e.value >= 0
        case Norm() | Size():
            return True
        case Elementary():
            return e.rule.nonnegative
        case Pow(args=(base, Number(value=value))):
            return value % 2 == 0 or is_nonnegative(base)
        case Sub() | Neg():
            return False
        case Add() | Mul() | Div():
            return all(is_nonnegative(part) for part in e.args)
        case Sum():
            return is_nonnegative(e.args[-1])
        case Call():
            return not e.order and e.body is not None and is_nonnegative(e.body)
        case Named():
            return is_nonnegative(e.body)
        case Symbol():
            return bool({"positive", "nonnegative", "between 0 and 1", "binary"} & {*e.conditions})
    return False


def degree_in(e: Expr, x: Symbol) -> float:
    """The degree of a polynomial in a letter; infinite where it is none.

    Examples
    --------
    >>> from derived.algebra import exp, scalar, vector
    >>> x, v = scalar("x"), vector("v", 3)
    >>> degree_in(x**2 * v + v, x), degree_in(exp(x), x)
    (2, inf)
    """
    if e == x:
        return 1
    if x not in e.depends:
        return 0
    match e:
        case Add() | Neg() | Transpose() | Item() | Sum():
            return max(degree_in(part, x) for part in e.args)
        case Mul() | MatMul() | Hadamard():
            return sum(degree_in(part, x) for part in e.args)
        case Div(args=(top, bottom)) if x not in bottom.depends:
            return degree_in(top, x)
        case Pow(args=(base, Number(value=value))) if value > 0 and value.denominator == 1:
            return degree_in(base, x) * int(value)
        case Named():
            return degree_in(e.body, x)
    return math.inf
