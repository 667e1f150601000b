"""Formulas written once: typeset as LaTeX, evaluated on exact numbers, and misprinted on purpose.

`expressions` has letters and arithmetic, `matrices`, `sums` and `functions` what is built on them; `relations` has
equations and cases, `calculus` functions and derivatives, `probability` expectations over finite spaces; `instances`
draws numbers for symbols, `misprints` makes every one-symbol error.
"""

from derived.algebra.calculus import (
    INFINITY,
    argmax,
    argmin,
    define,
    gradient,
    hessian_of,
    jacobian_of,
    limit,
    partial,
    sequence,
    smooth,
    substitute,
)
from derived.algebra.expressions import (
    Expr,
    Index,
    Size,
    Symbol,
    dimension,
    identity,
    inverse,
    number,
    ones,
    pseudo_inverse,
    walk,
    zeros,
)
from derived.algebra.functions import absolute, cos, exp, log, logsumexp, relu, sigmoid, sign, sin, softmax, sqrt, tanh
from derived.algebra.instances import Instance
from derived.algebra.matrices import block, diag, hadamard, norm, trace
from derived.algebra.misprints import misprints
from derived.algebra.probability import (
    Space,
    covariance,
    drawn_rows,
    expectation,
    gaussian,
    noise,
    probability,
    random_scalar,
    random_vector,
    variance,
)
from derived.algebra.relations import all_of, cases, eq, indicator
from derived.algebra.shapes import ShapeError
from derived.algebra.sums import maximum, product, summation

__all__ = [
    "INFINITY", "Expr", "Index", "Instance", "ShapeError", "Size", "Space", "Symbol", "absolute", "all_of", "argmax",
    "argmin", "block", "cases", "cos", "covariance", "define", "diag", "drawn_rows", "eq", "exp", "expectation",
    "gaussian", "gradient", "hadamard", "hessian_of", "identity", "index", "indicator", "inverse", "jacobian_of",
    "limit", "log", "logsumexp", "matrix", "maximum", "misprints", "noise", "norm", "number", "ones", "partial",
    "probability", "product", "pseudo_inverse", "random_scalar", "random_vector", "relu", "scalar", "sequence",
    "sigmoid", "sign", "sin", "sizes", "smooth", "softmax", "sqrt", "substitute", "summation", "tanh", "trace",
    "variance", "vector", "walk", "zeros",
]  # fmt: skip


def sizes(names: str) -> tuple[Size, ...]:
    """Sizes, the largest first: ``n, p = sizes("n p")`` for n rows and p < n columns.

    Examples
    --------
    >>> n, p = sizes("n p")
    >>> (n - p).tex()
    'n - p'
    """
    words = names.split()
    return tuple(Size(name, rank) for name, rank in zip(words, reversed(range(len(words))), strict=True))


def scalar(name: str, *conditions: str, tex: str | None = None) -> Symbol:
    r"""A number: ``scalar("lambda", "positive")``.

    Examples
    --------
    >>> scalar("lambda").tex()
    '\\lambda'
    """
    return Symbol(name, (), *conditions, tex=tex)


def vector(name: str, size: object, *conditions: str, tex: str | None = None) -> Symbol:
    """A column vector: ``vector("w", p)``."""
    return Symbol(name, (dimension(size),), *conditions, tex=tex)


def matrix(name: str, rows: object, columns: object, *conditions: str, tex: str | None = None) -> Symbol:
    """A matrix: ``matrix("X", n, p, "full column rank")``."""
    return Symbol(name, (dimension(rows), dimension(columns)), *conditions, tex=tex)


def index(name: str) -> Index:
    """A running index of sums and products."""
    return Index(name)
