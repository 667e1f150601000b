"""Formulas written once: typeset as LaTeX, evaluated on exact numbers, and misprinted on purpose.

`expressions` has letters and arithmetic, `matrices`, `sums` and `functions` what is built on them; `relations` has
equations and cases, `named` names and functions, `derivatives`, `extrema`, `limits` and `sequences` what calculus does
to them, `probability` expectations; `instances` draws numbers for symbols, `misprints` makes every one-symbol error.
"""

from derived.algebra.activations import logsumexp, relu, sigmoid, softmax, tanh
from derived.algebra.blocks import block
from derived.algebra.cases import cases, indicator
from derived.algebra.characteristic import (
    determinant,
    eigenvalues,
    largest_eigenvalue,
    smallest_eigenvalue,
    spectral_radius,
)
from derived.algebra.complex_numbers import IMAGINARY_UNIT, complex_scalar, conjugate, imaginary, modulus, real
from derived.algebra.constants import identity, number, ones, zeros
from derived.algebra.derivatives import gradient, hessian_of, jacobian_of, row_gradient
from derived.algebra.differentials import differential
from derived.algebra.dual_letters import dual_conjugate, dual_unit
from derived.algebra.eigenletters import eigenpair, singular_triple
from derived.algebra.expressions import Expr, walk
from derived.algebra.extrema import argmax, argmin, maximum_of, minimum_of
from derived.algebra.families import family
from derived.algebra.functions import absolute, cos, exp, log, sign, sin, sqrt
from derived.algebra.indices import index
from derived.algebra.infinity import INFINITY
from derived.algebra.instances import Instance
from derived.algebra.inverses import inverse, pseudo_inverse
from derived.algebra.joint import such_that
from derived.algebra.limits import limit
from derived.algebra.matrices import diag, hadamard, trace
from derived.algebra.misprints import misprints
from derived.algebra.named import define
from derived.algebra.norms import norm
from derived.algebra.orders import big_o
from derived.algebra.partials import partial
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
from derived.algebra.relations import all_of, eq, ne
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
from derived.algebra.substitution import substitute
from derived.algebra.sums import maximum, product, summation
from derived.algebra.symbols import Index, Size, Symbol, matrix, scalar, sizes, vector

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
