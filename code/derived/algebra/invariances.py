"""Laws beyond arithmetic by which two formulas are worth the same: signs that are not seen, factors that change places.

Each law gives a key of a formula, or None where it says nothing; two formulas with the same key are worth the same.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator

from derived.algebra.arithmetic import Add, Pow, Sub
from derived.algebra.canonical import Terms, factors, is_symmetric, reduced, terms, transposed
from derived.algebra.constants import Number
from derived.algebra.derivatives import Derivative
from derived.algebra.elementwise import Elementary
from derived.algebra.expressions import Expr
from derived.algebra.extrema import Argmin
from derived.algebra.inverses import Inverse, Transpose
from derived.algebra.items import Item
from derived.algebra.matrices import Hadamard, Trace
from derived.algebra.named import Call
from derived.algebra.norms import Norm
from derived.algebra.properties import degree_in, is_nonnegative, is_number
from derived.algebra.random_variables.spaces import Random
from derived.algebra.random_variables.variances import Covariance, Variance
from derived.algebra.spectra import Spectral, Spectrum
from derived.algebra.symbols import Symbol

_LARGEST = {"largest eigenvalue", "spectral radius"}
_OF_EIGENVALUES = _LARGEST | {"smallest eigenvalue", "determinant", "lambda"}
_OF_SIZE = {"spectral radius", "largest singular value", "smallest singular value", "condition number"}


def _up_to_sign(e: Expr, known: Terms | None = None) -> Hashable:
    known = terms(e) if known is None else known
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
        case Elementary(args=(part,)) if e.rule.parity == "even":
            return e.name, _up_to_sign(part)
        case Variance(args=(part,)):
            return "variance", _up_to_sign(part, _random_terms(part))
        case Spectral(name="condition number", args=(Inverse(args=(part,)),)):
            return e.name, _up_to_sign(part)
        case Spectral(args=(part,)) if e.name in _OF_SIZE:
            return e.name, _up_to_sign(part)
        case Spectrum(letter="sigma", args=(part,)):
            return "singular values", _up_to_sign(part)
    return None


def _random_terms(e: Expr, sign: int = 1) -> Terms:
    """A sum without the terms in which chance has no part."""
    if isinstance(e, Add):
        left, right = e.args
        found = _random_terms(left, sign)
        for product, number in _random_terms(right, -sign if isinstance(e, Sub) else sign).items():
            found[product] = found.get(product, 0) + number
        return {product: number for product, number in found.items() if number}
    random = any(isinstance(letter, Random) for letter in e.depends)
    return {product: sign * number for product, number in terms(e).items()} if random else {}


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
        if degree_in(e.body, x) <= e.order:
            return e.function, e.order
    return None


def _second_derivative(e: Expr) -> Hashable | None:
    """That of a quadratic function at some point, or at its mirror image."""
    match e:
        case Derivative(kind="hessian", args=(Call(args=(at,)) as call, _)) if call.body is not None and not call.order:
            if degree_in(call.body, call.function.variables[0]) <= 2:
                return call.function, _up_to_sign(at)
    return None


def _least(e: Expr) -> Hashable | None:
    """Where something is least; or its square, if it is never negative; or its sum with a constant."""
    if type(e) is not Argmin:  # the least value is another for each
        return None
    body = e.args[0]
    if isinstance(body, Pow) and is_number(body.args[1], 2) and is_nonnegative(body.args[0]):
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


LAWS: tuple[tuple[str, Callable[[Expr], Hashable | None]], ...] = (
    ("an even power does not see the sign", _even_power),
    ("a length, a size, a cosine and a variance do not see the sign, nor a variance what is added", _even_function),
    ("a trace, and eigenvalues, are the same for AB and BA", _trace),
    ("two that may change places", _pair),
    ("this derivative is the same everywhere", _constant_derivative),
    ("the second derivative of a quadratic function does not see the sign", _second_derivative),
    ("where something is least, so is its sum with a constant, and its square, if it is never negative", _least),
)
