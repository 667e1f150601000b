"""A formula in a form of its own: as a sum of products, the numbers of each sorted, its arrays in their order.

Two formulas of one form are the same by the laws of arithmetic alone: sums and products in any order and grouping,
numbers out of a trace, a sum or an expectation, a number and a symmetric matrix for their transpose, the identity, and
orthonormal columns. Nothing is expanded, so that the form is found at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from fractions import Fraction

from derived.algebra.arithmetic import Add, Div, MatMul, Mul, Neg, Pow, Sub
from derived.algebra.conditions import STRUCTURES
from derived.algebra.constants import Constant, Number
from derived.algebra.derivatives import Derivative
from derived.algebra.elementwise import Elementary
from derived.algebra.expressions import Expr
from derived.algebra.inverses import Inverse, PseudoInverse, Transpose
from derived.algebra.matrices import Hadamard, Trace
from derived.algebra.named import Call, Named
from derived.algebra.properties import is_bit, is_diagonal, is_identity
from derived.algebra.random_variables.expectations import Expectation
from derived.algebra.random_variables.variances import Variance
from derived.algebra.sums import Sum
from derived.algebra.symbols import Symbol
from derived.algebra.unwritable import Unwritable

Terms = dict[Hashable, Fraction]
Factors = tuple[Fraction, list[str], list[Expr]]
_SYMMETRIC = {name for name, structure in STRUCTURES.items() if structure.symmetric}


def terms(e: Expr, turned: bool = True) -> Terms:
    """A formula as a sum: for each product of letters its coefficient.

    Parameters
    ----------
    e : Expr
    turned : bool
        Whether a number that is a product of a row and a column is the same as its transpose.

    Examples
    --------
    >>> from derived.algebra import scalar, vector
    >>> x, y, v, w = scalar("x"), scalar("y"), vector("v", 3), vector("w", 3)
    >>> terms(x * y - 2 * x) == terms(-x * 2 + y * x), terms(x - y) == terms(y - x)
    (True, False)
    >>> terms(v.T @ w) == terms(w.T @ v), terms(v.T @ w, turned=False) == terms(w.T @ v, turned=False)
    (True, False)
    """
    signed: tuple[tuple[Expr, int], ...]
    match e:
        case Sub(args=(left, right)):
            signed = ((left, 1), (right, -1))
        case Add(args=(left, right)):
            signed = ((left, 1), (right, 1))
        case Neg(args=(part,)):
            signed = ((part, -1),)
        case Transpose(args=(part,)) if len(part.shape) == 2 and is_symmetric(part):
            return terms(part, turned)
        case _:
            number, *letters = _product(e, turned)
            return {tuple(letters): number} if number else {}
    total: Terms = defaultdict(Fraction)
    for part, sign in signed:
        for product, number in terms(part, turned).items():
            total[product] += sign * number
    return {product: number for product, number in total.items() if number}


def factors(e: Expr) -> Factors:  # noqa: PLR0912 (one case for each way to write a product)
    r"""A product as its number, its scalars as LaTeX, and its arrays in their order.

    Examples
    --------
    >>> from derived.algebra import matrix, scalar, vector
    >>> x, A, v = scalar("x"), matrix("A", 3, 3), vector("v", 3)
    >>> factors(-2 * x * (A.T @ v))
    (Fraction(-2, 1), ['x'], [\mathbf{A}^\top, \mathbf{v}])
    """
    match e:
        case Number():
            return e.value, [], []
        case Constant(kind="zeros"):
            return Fraction(0), [], []
        case Neg(args=(part,)):
            number, scalars, arrays = factors(part)
            return -number, scalars, arrays
        case Mul(args=(left, right)) | MatMul(args=(left, right)):
            (m, s, a), (n, t, b) = factors(left), factors(right)
            return m * n, s + t, a + b
        case Div(args=(top, bottom)):
            number, scalars, arrays = factors(top)
            if isinstance(bottom, Number) and bottom.value:
                return number / bottom.value, scalars, arrays
            if isinstance(bottom, Neg):
                number, bottom = -number, bottom.args[0]
            return number, [*scalars, f"1/({bottom.tex()})"], arrays
        case Pow(args=(base, Number(value=power))) if power == 1 or (power > 0 and is_bit(base)):
            return factors(base)
        case Pow(args=(Number(value=base), Number(value=power))) if power.denominator == 1 and (base or power > 0):
            return base**power.numerator, [], []
        case Hadamard(args=(left, right)) if is_diagonal(right):
            number, scalars, arrays = factors(left)
            if [is_identity(a) for a in reduced(arrays)] == [True]:
                return number, scalars, [right]
        case Trace(args=(*rest, part)) | Sum(args=(*rest, part)) | Expectation(args=(part, *rest)) if _is_linear(e):
            return _number_out(e, part, rest)
        case Elementary(args=(Neg(args=(part,)),)) if e.rule.parity == "odd":
            number, scalars, arrays = factors(Elementary(e.name, part))
            return -number, scalars, arrays
        case Transpose(args=(part,)) if len(part.shape) == 2:
            number, scalars, arrays = factors(part)
            return number, scalars, [transposed(a) for a in arrays[::-1]]
    return (Fraction(1), [], [e]) if e.shape else (Fraction(1), [e.tex()], [])


def transposed(e: Expr) -> Expr:
    r"""The transpose of an array, itself where it is symmetric.

    Examples
    --------
    >>> from derived.algebra import matrix
    >>> A, S = matrix("A", 3, 3), matrix("S", 3, 3, "symmetric")
    >>> transposed(A), transposed(A.T), transposed(S)
    (\mathbf{A}^\top, \mathbf{A}, \mathbf{S})
    """
    if isinstance(e, Transpose):
        return e.args[0]
    return e if is_symmetric(e) else Transpose(e)


def is_symmetric(e: Expr) -> bool:
    """Whether a matrix is symmetric, by declaration or by the way it is made.

    Examples
    --------
    >>> from derived.algebra import identity, matrix
    >>> X, A = matrix("X", 3, 2), matrix("A", 3, 3)
    >>> is_symmetric(X.T @ X + identity(2)), is_symmetric(A)
    (True, False)
    """
    match e:
        case Named():
            return is_symmetric(e.body)
        case Symbol():
            return bool(_SYMMETRIC & {*e.conditions})
        case Derivative():
            return e.kind == "hessian"
        case Call():
            return e.order == 2
        case PseudoInverse() | Inverse():
            return is_symmetric(e.args[0])
        case Add() | Neg() | Div():
            return all(is_symmetric(part) for part in e.args if part.shape)
        case Mul() | MatMul():
            arrays = factors(e)[2]
            if len(arrays) == 2 and _make_a_projection(*arrays):
                return True
            return [a.tex() for a in arrays] == [transposed(a).tex() for a in arrays[::-1]]
    return isinstance(e, Variance) or is_diagonal(e)


def _product(e: Expr, turned: bool) -> tuple[Fraction, tuple[str, ...], tuple[str, ...]]:
    """A product as its number, its scalars in alphabetical order, and its arrays: a row before a column is a number."""
    number, scalars, arrays = factors(e)
    arrays = reduced(arrays)
    while dot := _dot(arrays):
        inside = arrays[dot]
        written = [tuple(a.tex() for a in inside)]
        if turned:
            written.append(tuple(transposed(a).tex() for a in inside[::-1]))
        scalars = [*scalars, " ".join(min(written))]
        arrays = arrays[: dot.start] + arrays[dot.stop :]
    return number, tuple(sorted(scalars)), tuple(a.tex() for a in arrays)


def _dot(arrays: list[Expr]) -> slice | None:
    """Where a row stands with a column after it, and nothing but matrices between them."""
    start = None
    for k, a in enumerate(arrays):
        if a.shape[0] == "row":
            start = k
        elif len(a.shape) == 1 and start is not None:
            return slice(start, k + 1)
    return None


def reduced(arrays: list[Expr]) -> list[Expr]:
    r"""A product of arrays without what is the identity, and its diagonal matrices in alphabetical order.

    Examples
    --------
    >>> from derived.algebra import identity, matrix
    >>> A, Q = matrix("A", 3, 3), matrix("Q", 3, 3, "orthonormal")
    >>> reduced([identity(3), A, Q, Q.T])
    [\mathbf{A}]
    """
    kept: list[Expr] = []
    for a in arrays:
        if kept and is_identity(a):
            continue
        if kept and _undo_each_other(kept[-1], a):
            kept[-1] = Constant("identity", (a.shape[-1],) * 2)
            continue
        if kept and is_identity(kept[-1]):
            kept.pop()
        place = len(kept)
        while place and is_diagonal(a) and is_diagonal(kept[place - 1]) and a.tex() < kept[place - 1].tex():
            place -= 1
        kept.insert(place, a)
    return kept[:-1] if len(kept) > 1 and is_identity(kept[-1]) else kept


def _number_out(e: Expr, part: Expr, rest: list[Expr]) -> Factors:
    """What is linear, with the number of its body taken out."""
    number, scalars, arrays = factors(part)
    letter = getattr(e, "index", "")
    frame = [type(e).__name__, f"{letter}", *(r.tex() for r in rest), *sorted(scalars), *(a.tex() for a in arrays)]
    inside = Unwritable(" ".join(frame), e)
    return (number, [], [inside]) if e.shape else (number, [inside.tex()], [])


def _is_linear(e: Expr) -> bool:
    body = e.args[0 if isinstance(e, Expectation) else -1]
    return type(e) in (Trace, Sum, Expectation) and not isinstance(body, Add | Number)


def _undo_each_other(first: Expr, second: Expr) -> bool:
    """Whether they are QᵀQ or, if Q is square, QQᵀ, with orthonormal columns."""
    letter, other = (first, second) if isinstance(first, Symbol) else (second, first)
    if not (isinstance(letter, Symbol) and isinstance(other, Transpose) and "orthonormal" in letter.conditions):
        return False
    square = letter.shape[0] == letter.shape[1]
    return other.args[0].tex() == letter.tex() and (square or other is first)


def _make_a_projection(a: Expr, b: Expr) -> bool:
    """Whether one is the pseudo-inverse of the other."""
    return any(isinstance(x, PseudoInverse) and x.args[0].tex() == y.tex() for x, y in ((a, b), (b, a)))
