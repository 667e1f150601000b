"""Formulas written once: typeset as LaTeX, evaluated on exact numbers, and misprinted on purpose.

`expressions` has letters and arithmetic, `matrices`, `sums` and `functions` what is built on them; `relations` has
equations and cases, `named` names and functions, `derivatives`, `extrema`, `limits` and `sequences` what calculus does
to them, `probability` expectations; `instances` draws numbers for symbols, `misprints` makes every one-symbol error.
"""

import re
from typing import Any

from derived.algebra.complex_numbers import IMAGINARY_UNIT, complex_scalar, conjugate, imaginary, modulus, real
from derived.algebra.derivatives import gradient, hessian_of, jacobian_of, partial, row_gradient, substitute
from derived.algebra.differentials import differential
from derived.algebra.eigenletters import eigenpair, singular_triple
from derived.algebra.expressions import (
    Expr,
    Index,
    Size,
    Symbol,
    as_expr,
    dimension,
    identity,
    inverse,
    number,
    ones,
    pseudo_inverse,
    walk,
    zeros,
)
from derived.algebra.extrema import argmax, argmin, maximum_of, minimum_of
from derived.algebra.families import family
from derived.algebra.functions import absolute, cos, exp, log, logsumexp, relu, sigmoid, sign, sin, softmax, sqrt, tanh
from derived.algebra.indices import FreeIndex
from derived.algebra.instances import Instance
from derived.algebra.joint import such_that
from derived.algebra.limits import INFINITY, limit
from derived.algebra.matrices import block, diag, hadamard, norm, trace
from derived.algebra.misprints import misprints
from derived.algebra.named import define
from derived.algebra.orders import big_o, dual_conjugate, dual_unit
from derived.algebra.probability import (
    Space,
    bernoulli,
    binomial,
    covariance,
    drawn_rows,
    expectation,
    exponential,
    gaussian,
    how_found,
    noise,
    poisson,
    probability,
    random_scalar,
    random_vector,
    uniform,
    variance,
)
from derived.algebra.relations import all_of, cases, eq, indicator, ne
from derived.algebra.rounding import ceiling, floor, remainder
from derived.algebra.sequences import sequence
from derived.algebra.shapes import ShapeError
from derived.algebra.singular import (
    condition_number,
    largest_singular_value,
    singular_values,
    smallest_singular_value,
)
from derived.algebra.smoothness import smooth
from derived.algebra.spectra import (
    determinant,
    eigenvalues,
    largest_eigenvalue,
    smallest_eigenvalue,
    spectral_radius,
)
from derived.algebra.sums import maximum, product, summation

__all__ = [
    "IMAGINARY_UNIT",
    "INFINITY",
    "Expr",
    "Index",
    "Instance",
    "ShapeError",
    "Size",
    "Space",
    "Symbol",
    "absolute",
    "all_of",
    "argmax",
    "argmin",
    "bernoulli",
    "big_o",
    "binomial",
    "block",
    "cases",
    "ceiling",
    "complex_scalar",
    "condition_number",
    "conjugate",
    "cos",
    "covariance",
    "define",
    "determinant",
    "diag",
    "differential",
    "drawn_rows",
    "dual_conjugate",
    "dual_unit",
    "eigenpair",
    "eigenvalues",
    "eq",
    "exp",
    "expectation",
    "exponential",
    "family",
    "floor",
    "gaussian",
    "gradient",
    "hadamard",
    "hessian_of",
    "how_found",
    "identity",
    "imaginary",
    "index",
    "indicator",
    "inverse",
    "jacobian_of",
    "largest_eigenvalue",
    "largest_singular_value",
    "limit",
    "log",
    "logsumexp",
    "matrix",
    "maximum",
    "maximum_of",
    "minimum_of",
    "misprints",
    "modulus",
    "ne",
    "noise",
    "norm",
    "number",
    "ones",
    "partial",
    "poisson",
    "probability",
    "product",
    "pseudo_inverse",
    "random_scalar",
    "random_vector",
    "real",
    "relu",
    "remainder",
    "row_gradient",
    "scalar",
    "sequence",
    "sigmoid",
    "sign",
    "sin",
    "singular_triple",
    "singular_values",
    "sizes",
    "smallest_eigenvalue",
    "smallest_singular_value",
    "smooth",
    "softmax",
    "spectral_radius",
    "sqrt",
    "substitute",
    "such_that",
    "summation",
    "tanh",
    "trace",
    "uniform",
    "variance",
    "vector",
    "walk",
    "zeros",
]  # fmt: skip


def sizes(names: str, *conditions: str) -> tuple[Size, ...]:
    r"""Sizes, whole numbers from 1 on: ``n, p = sizes("n p", "n > p", "p >= 2")`` for n rows and p < n columns.

    Parameters
    ----------
    names : str
        The names, with spaces between them.
    *conditions : str
        What is known of them: a name, ``<``, ``<=``, ``>`` or ``>=``, and another name or a number.

    Returns
    -------
    tuple of Size

    Raises
    ------
    ValueError
        If a condition is none, or is about other names.

    Examples
    --------
    >>> n, p = sizes("n p", "n > p")
    >>> (n - p).tex(), n.comparisons
    ('n - p', (('n', '>', 'p'),))
    """
    words = names.split()
    comparisons = []
    for condition in conditions:
        match = re.fullmatch(r"(\w+)\s*(>=|<=|>|<)\s*(\w+)", condition)
        if not match or match[1] not in words or not (match[3] in words or match[3].isdigit()):
            raise ValueError(
                f"{condition!r} is no condition of the sizes {names!r}: write a name, a sign and a name or a number, "
                "as in 'n > p' or 'n >= 2'"
            )
        comparisons.append((match[1], match[2], int(match[3]) if match[3].isdigit() else match[3]))
    ranks = reversed(range(len(words)))
    return tuple(Size(name, rank, tuple(comparisons)) for name, rank in zip(words, ranks, strict=True))


def scalar(name: str, *conditions: str, tex: str | None = None) -> Symbol:
    r"""A number: ``scalar("lambda", "positive")``.

    Examples
    --------
    >>> scalar("lambda").tex()
    '\\lambda'
    """
    return Symbol(name, (), *conditions, tex=tex)


def vector(name: str, size: object, *conditions: str, tex: str | None = None) -> Symbol:
    r"""A column vector: ``vector("w", p)``.

    Parameters
    ----------
    name : str
        As in the code; it is set in bold.
    size : Size, Expr of sizes or int
        How many entries it has.
    *conditions : str
        What is known of it, as in ``"unit"`` or ``"positive"``.
    tex : str, optional
        How it is set, where that does not follow from the name.

    Returns
    -------
    Symbol of shape (size,)

    Raises
    ------
    ShapeError
        If `size` is no size.

    Examples
    --------
    >>> from derived.algebra import Instance, sizes, vector
    >>> n, p = sizes("n p")
    >>> w, u = vector("w", p), vector("u", p, "unit")
    >>> w.T @ u, w @ u.T
    (\mathbf{w}^\top \mathbf{u}, \mathbf{w} \mathbf{u}^\top)
    >>> (u.T @ u).at(Instance(0))
    Fraction(1, 1)
    """
    return Symbol(name, (dimension(size),), *conditions, tex=tex)


def matrix(name: str, rows: object, columns: object, *conditions: str, tex: str | None = None) -> Symbol:
    """A matrix: ``matrix("X", n, p, "full column rank")``.

    Parameters
    ----------
    name : str
        As in the code; it is set in bold.
    rows, columns : Size, Expr of sizes or int
        How many of each it has.
    *conditions : str
        What is known of it, as in ``"symmetric"`` or ``"positive definite"``.
    tex : str, optional
        How it is set, where that does not follow from the name.

    Returns
    -------
    Symbol of shape (rows, columns)

    Raises
    ------
    ShapeError
        If `rows` or `columns` is no size.

    Examples
    --------
    >>> from derived.algebra import Instance, matrix, sizes
    >>> (p,), here = sizes("p"), Instance(0)
    >>> A, S = matrix("A", p, p), matrix("S", p, p, "symmetric")
    >>> [(M.T.at(here) == M.at(here)).all().item() for M in (A, S)]
    [False, True]
    """
    return Symbol(name, (dimension(rows), dimension(columns)), *conditions, tex=tex)


def index(name: str, *bounds: Any, tex: str | None = None) -> Index:
    r"""An index: of sums and products, or, with its bounds, one that stands free in a line that holds for each value.

    Parameters
    ----------
    name : str
        As in the code.
    *bounds : Expr or int
        For a free index: its last value, or its first and its last; the first is 1 if not given.
    tex : str, optional
        How it is set, where that does not follow from the name.

    Returns
    -------
    Index

    Raises
    ------
    TypeError
        If there are more than two bounds.

    Examples
    --------
    >>> from derived.algebra import index, matrix, partial, sizes, summation, vector
    >>> from derived.derivation import Derivation
    >>> n, p = sizes("n p")
    >>> i, j, X, w = index("i"), index("j"), matrix("X", n, p), vector("w", p)
    >>> X[i, j], X[i], summation(j, p, X[i, j] * w[j])  # an entry, a row as a column vector, entry i of X w
    (x_{ij}, \mathbf{x}_{i}, \sum_{j=1}^{p} x_{ij}\, w_{j})
    >>> k = index("k", p)  # for every k = 1, ..., p
    >>> d = Derivation("One entry", label="entry").start(partial(summation(j, p, w[j] ** 2), w[k]))
    >>> print(d.equals(2 * w[k], because="the other terms do not change").lines[0].tex)
    \frac{\partial}{\partial w_{k}} \left(\sum_{j=1}^{p} w_{j}^{2}\right) = 2 w_{k}
    """
    if not bounds:
        return Index(name, tex=tex)
    if len(bounds) > 2:
        raise TypeError(f"index({name!r}, ...) takes a first and a last value, not {len(bounds)}")
    low, high = (1, *bounds)[-2:]
    return FreeIndex(name, as_expr(low), as_expr(high), tex)
