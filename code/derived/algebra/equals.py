"""Laws by which a misprint is worth what the formula is: two numbers exchanged in a product, a minus under a square.

Such a misprint cannot be rejected and need not be tried: a law says so, by name. Most are laws of arithmetic, by which
two formulas have one form (`canonical`); each of the others gives a key of a formula, and two formulas with the same
key are worth the same. What no law knows, is put to SymPy.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterator
from typing import Any

from derived.algebra.arithmetic import Add, Div, MatMul, Mul, Neg, Pow, Sub
from derived.algebra.canonical import factors, is_symmetric, reduced, terms, transposed
from derived.algebra.constants import Number
from derived.algebra.derivatives import Derivative
from derived.algebra.elementary import Elementary
from derived.algebra.expressions import RELATION, Expr
from derived.algebra.extrema import Argmin
from derived.algebra.inverses import Inverse, Transpose
from derived.algebra.items import Item
from derived.algebra.matrices import Hadamard, Trace
from derived.algebra.named import Call, Named
from derived.algebra.norms import Norm
from derived.algebra.probability.expectations import Covariance, Variance
from derived.algebra.relations import Relation
from derived.algebra.spectra import Spectral, Spectrum
from derived.algebra.sums import Sum
from derived.algebra.symbols import Size, Symbol

_OF_PARTS = {  # attributes that are made of the parts
    "args", "shape", "binding", "open_ended", "layout", "step", "starts", "end",
}  # fmt: skip


_LARGEST = {"largest eigenvalue", "spectral radius"}
_OF_EIGENVALUES = _LARGEST | {"smallest eigenvalue", "determinant", "lambda"}
_OF_SIZE = {"spectral radius", "largest singular value", "smallest singular value", "condition number"}


def why_equal(formula: Expr, misprint: Expr) -> str | None:
    """The law by which a misprint is worth what the formula is, or None if none of those known here applies.

    Examples
    --------
    >>> from derived.algebra import matrix, scalar
    >>> x, y, A, B = scalar("x"), scalar("y"), matrix("A", 3, 3), matrix("B", 3, 3)
    >>> why_equal(x * y + 1, y * x + 1)
    'numbers may be multiplied in any order, and products grouped in any way'
    >>> why_equal((x - y) ** 2, (-(x - y)) ** 2)
    'an even power does not see the sign'
    >>> why_equal(A @ B, B @ A), why_equal(x - y, y - x)
    (None, None)
    """
    for a, b in differing_parts(formula, misprint):
        if isinstance(a, Relation) and isinstance(b, Relation):
            if law := _same_relation(a, b):
                return law
        elif RELATION in (a.binding, b.binding):
            continue
        elif _key(a) == _key(b):
            return _of_arithmetic(a, b)
        for law, key in _LAWS:
            known = key(a)
            if known is not None and known == key(b):
                return law
    return None


def differing_parts(formula: Expr, misprint: Expr) -> list[tuple[Expr, Expr]]:
    """The parts in which two formulas differ, the smallest first: if they are equal in value, so are the wholes."""
    pairs = [(formula, misprint)]
    while True:
        a, b = pairs[-1]
        if type(a) is not type(b) or len(a.args) != len(b.args):
            break
        different = [(s, t) for s, t in zip(a.args, b.args, strict=True) if s.tex() != t.tex()]
        if len(different) != 1 or _operator(a) != _operator(b):
            break
        pairs.append(different[0])
    return pairs[::-1]


def _operator(e: Expr) -> dict[str, Any]:
    """What tells it from others of its class, its parts apart: an order, a name, a letter that it binds."""
    return {name: value for name, value in e.attributes.items() if name not in _OF_PARTS}


def _key(e: Expr) -> Hashable:
    """The formula as a sum of products, remembered with it: all misprints of a formula are compared with that."""
    if "_form" not in vars(e):
        vars(e)["_form"] = frozenset(terms(e).items())
    return vars(e)["_form"]


def _of_arithmetic(a: Expr, b: Expr) -> str:
    """The law by which two sums of products are the same."""
    if isinstance(a, Transpose) or isinstance(b, Transpose):
        return "a number, and a symmetric matrix, is its own transpose"
    if isinstance(a, Add) or isinstance(b, Add):
        return "the terms of a sum may be added in any order"
    if terms(a, turned=False) == terms(b, turned=False):
        return "numbers may be multiplied in any order, and products grouped in any way"
    return "a number, and a symmetric matrix, is its own transpose"


def _up_to_sign(e: Expr) -> Hashable:
    known = terms(e)
    return frozenset((frozenset(known.items()), frozenset((term, -number) for term, number in known.items())))


def _even_power(e: Expr) -> Hashable | None:
    match e:
        case Pow(args=(base, Number(value=value))) if not base.shape and value.denominator == 1 and value % 2 == 0:
            return value, _up_to_sign(base)
    return None


def _even_function(e: Expr) -> Hashable | None:
    match e:
        case Norm(args=(part,)):
            return type(e), e.order, _up_to_sign(part.args[0] if isinstance(part, Transpose) else part)
        case Elementary(name="abs" | "cos", args=(part,)):
            return e.name, _up_to_sign(part)
        case Variance(args=(part,)):
            return "variance", _up_to_sign(part)
        case Spectral(name="condition number", args=(Inverse(args=(part,)),)):
            return e.name, _up_to_sign(part)
        case Spectral(args=(part,)) if e.name in _OF_SIZE:
            return e.name, _up_to_sign(part)
        case Spectrum(letter="sigma", args=(part,)):
            return "singular values", _up_to_sign(part)
    return None


def _trace(e: Expr) -> Hashable | None:
    """What is the same for AB and BA: a trace; of square matrices, all eigenvalues; of AᵀA and AAᵀ, the largest."""
    if not isinstance(e, Trace | Spectral | Spectrum):
        return None
    number, scalars, arrays = factors(e.args[0])
    backwards = [transposed(a) for a in arrays[::-1]]
    square = all(len(a.shape) == 2 and a.shape[0] == a.shape[1] for a in arrays)
    gram = len(arrays) == 2 and [a.tex() for a in arrays] == [a.tex() for a in backwards]
    name = getattr(e, "name", "") or getattr(e, "letter", "trace")
    if not (name == "trace" or (name in _OF_EIGENVALUES and square) or (name in _LARGEST and gram)):
        return None
    turns = [reduced([*c[k:], *c[:k]]) for c in (arrays, backwards) for k in range(len(c))]
    texts = [(len(turn), *(a.tex() for a in turn)) for turn in turns]
    return name, number, tuple(sorted(scalars)), min(texts, default=())


def _pair(e: Expr) -> Hashable | None:
    match e:
        case Hadamard() | Covariance() if isinstance(e, Hadamard) or not e.shape:
            return type(e).__name__, frozenset(part.tex() for part in e.args)
        case Item(args=(array, i, j)) if is_symmetric(array):
            return array.tex(), frozenset((i.tex(), j.tex()))
    return None


def _constant_derivative(e: Expr) -> Hashable | None:
    """The derivative of a function that is linear in its argument, or the second of one that is quadratic."""
    if isinstance(e, Call) and e.order and e.body is not None:
        (x,) = e.function.variables
        if _degree(e.body, x) <= e.order:
            return e.function, e.order
    return None


def _second_derivative(e: Expr) -> Hashable | None:
    """That of a quadratic function at some point, or at its mirror image."""
    match e:
        case Derivative(kind="hessian", args=(Call(args=(at,)) as call, _)) if call.body is not None and not call.order:
            if _degree(call.body, call.function.variables[0]) <= 2:
                return call.function, _up_to_sign(at)
    return None


def _least(e: Expr) -> Hashable | None:
    """Where something is least; or its square, if it is never negative; or its sum with a constant."""
    if type(e) is not Argmin:  # the least value is another for each
        return None
    body = e.args[0]
    if isinstance(body, Pow) and _is_number(body.args[1], 2) and _is_nonnegative(body.args[0]):
        body = body.args[0]
    return e.kind, e.symbol, tuple(_with_letter(body, e.symbol))


def _with_letter(e: Expr, x: Symbol, sign: int = 1) -> Iterator[tuple[int, str]]:
    """The terms of a sum that depend on a letter, with their signs."""
    if isinstance(e, Add):
        left, right = e.args
        yield from _with_letter(left, x, sign)
        yield from _with_letter(right, x, -sign if isinstance(e, Sub) else sign)
    elif x in e.depends:
        yield sign, e.tex()


def _is_number(e: Expr, value: int) -> bool:
    return isinstance(e, Number) and e.value == value


def _is_nonnegative(e: Expr) -> bool:
    match e:
        case Number():
            return e.value >= 0
        case Norm() | Size():
            return True
        case Elementary():
            return e.name in ("exp", "abs", "sqrt", "sigmoid", "relu")
        case Pow(args=(base, Number(value=value))):
            return value % 2 == 0 or _is_nonnegative(base)
        case Sub() | Neg():
            return False
        case Add() | Mul() | Div():
            return all(_is_nonnegative(part) for part in e.args)
        case Sum():
            return _is_nonnegative(e.args[-1])
        case Call():
            return not e.order and e.body is not None and _is_nonnegative(e.body)
        case Named():
            return _is_nonnegative(e.body)
        case Symbol():
            return bool({"positive", "nonnegative", "between 0 and 1", "binary"} & {*e.conditions})
    return False


def _degree(e: Expr, x: Symbol) -> float:
    """The degree of a polynomial in a letter; infinite where it is none."""
    if e == x:
        return 1
    if x not in e.depends:
        return 0
    match e:
        case Add() | Neg() | Transpose() | Item() | Sum():
            return max(_degree(part, x) for part in e.args)
        case Mul() | MatMul() | Hadamard():
            return sum(_degree(part, x) for part in e.args)
        case Div(args=(top, bottom)) if x not in bottom.depends:
            return _degree(top, x)
        case Pow(args=(base, Number(value=value))) if value > 0 and value.denominator == 1:
            return _degree(base, x) * int(value)
        case Named():
            return _degree(e.body, x)
    return math.inf


_LAWS: tuple[tuple[str, Callable[[Expr], Any]], ...] = (
    ("an even power does not see the sign", _even_power),
    ("a length, a size, a cosine and a variance do not see the sign", _even_function),
    ("a trace, and eigenvalues, are the same for AB and BA", _trace),
    ("two that may change places", _pair),
    ("this derivative is the same everywhere", _constant_derivative),
    ("the second derivative of a quadratic function does not see the sign", _second_derivative),
    ("where something is least, so is its sum with a constant, and its square, if it is never negative", _least),
)


def _zeros(e: Expr) -> frozenset[str]:
    """The factors of which one has to be zero."""
    e = _unpowered(e)
    if isinstance(e, Mul) and not e.shape:
        return _zeros(e.args[0]) | _zeros(e.args[1])
    return frozenset((e.tex(),))


def _unpowered(e: Expr) -> Expr:
    """A formula without a number before it, and a positive power around it or around what is differentiated."""
    match e:
        case Neg(args=(part,)):
            return _unpowered(part)
        case Mul(args=(Number(value=value), part)) if value:
            return _unpowered(part)
        case Pow(args=(base, Number(value=value))) if value > 0 and not base.shape:
            return base
        case Derivative(kind="gradient", args=(body, x)) if (inner := _unpowered(body)) is not body:
            return Derivative("gradient", inner, x)
    return e


def _same_relation(a: Relation, b: Relation) -> str | None:
    """An equation turned around, or multiplied; an inequality with zero multiplied by a positive number."""
    left, right = b.args
    if left.tex() == right.tex() and "=" in b.sign:
        return "true as well: both sides are the same"
    if a.sign != b.sign:
        return None
    if a.sign == "=" and not terms(right) and _zeros(a.args[0]) == _zeros(left):
        return "true as well: a multiple of zero, and a power, is zero; so is then the derivative of a power"
    powered = isinstance(left, Pow) and _unpowered(left).tex() == a.args[0].tex()
    if powered and _is_nonnegative(a.args[0]) and all(e.args[1].tex() == "1" for e in (a, b)):
        return "a power of what is not negative is on the same side of one"
    first, second = (terms(Sub(*e.args)) for e in (a, b))
    if not first or first.keys() != second.keys():
        return None
    ratios = {second[term] / first[term] for term in first}
    if len(ratios) == 1 and (a.sign == "=" or ratios.pop() > 0):
        return "the same relation, turned around or multiplied by a number"
    return None
