"""Formulas written once: typeset as LaTeX, evaluated on exact numbers, and misprinted on purpose.

An operator is a class, with its shape, its LaTeX, its value and its misprints side by side. Where things are:

What every expression is
    `expressions` the formula itself; `operators` the table of signs between formulas; `shapes` their shapes and sizes;
    `values` what they are worth; `valuation` what they ask of an instance; `letters` how letters are set; `brackets`
    where parentheses are; `docstrings` what several functions say of themselves.
Letters and numbers
    `symbols` letters, sizes and running indices, which `declarations` makes; `indices` an index that stands free;
    `constants` numbers, π, the identity, ones, zeros; `named` names and functions; `smoothness` functions of which only
    properties are known; `families` letters with an index, and the widths of layers; `sequences` recurrences, and
    `indexed` what both share;
    `complex_numbers`.
Arithmetic and functions
    `arithmetic` sums, products, powers; `elementwise` the elementary functions, which `functions` offers to authors;
    `log_sum_exp`, with the softmax; `counting` factorials, binomial coefficients and Γ; `rounding` floor, ceiling,
    remainder; `sums` Σ and Π, `series` those without an end, `largest` max and arg max; `cases` formulas by cases;
    `relations` equations, inequalities and systems.
Matrices
    `arrays` those given by their entries; `matrices` entrywise products, trace, diagonal; `inverses` transposes, too;
    `items` entries and rows; `blocks`; `norms`; `spectra` the expressions of what belongs to the spectrum, which
    authors write as functions of a matrix: `characteristic` has determinant and eigenvalues, `singular` singular
    values; `spectral_letters` both kinds of values as letters, together with their vectors.
Calculus
    `derivatives` gradients, Jacobians, Hessians; `partials` partial derivatives of any order; `differentials`;
    `substitution` a formula at a value; `extrema` minimizers and least values; `limits`, to a number or to `infinity`;
    `integration` integrals of `integrands`, by the rule `double_exponential`; `orders` order terms; `dual_letters`
    letters with ε² = 0.
Probability
    `random_variables` expectations, variances, events and laws; `chance`, `random_numbers`, `random_functions` and
    `random_places` what formulas are worth while chance has not decided, `judges` and `courses` how their comparisons
    turn out.
Instances
    `instances` numbers for letters; `designs` of which sizes; `drawing`, `structures` and `ridges` how numbers, arrays
    and functions are drawn; `conditions` and `ranges` what is known of a letter; `joint` what several letters meet
    together.
Numbers
    `agreement` when two values are equal; `exact`, `eigendecomposition` and `matrix_numbers` linear algebra on numbers
    of any kind;
    `complex_values`; `differentiation` how derivatives are found; `settling` and `extrapolation` limits of values;
    `minimizers` where values are least.
Misprints
    `misprints` every wrong formula, `regroupings` those of two neighbors, `unwritable` those that only print; `equals`
    which of them are right after all, by the form of a formula (`canonical`), by `invariances`, and by `properties`.
"""

from derived.algebra import functions
from derived.algebra.arrays import array, entries
from derived.algebra.blocks import block, column
from derived.algebra.cases import cases, indicator
from derived.algebra.characteristic import (
    determinant,
    eigenvalues,
    largest_eigenvalue,
    smallest_eigenvalue,
    spectral_radius,
)
from derived.algebra.complex_numbers import IMAGINARY_UNIT, complex_scalar, conjugate, imaginary, modulus, real
from derived.algebra.constants import PI, identity, number, ones, zeros
from derived.algebra.counting import choose, factorial, gamma
from derived.algebra.declarations import matrix, scalar, sizes, vector
from derived.algebra.derivatives import gradient, hessian_of, jacobian_of, row_gradient
from derived.algebra.differentials import differential
from derived.algebra.dual_letters import dual_conjugate, dual_unit
from derived.algebra.expressions import Expr, walk
from derived.algebra.extrema import argmax, argmin, maximum_of, minimum_of
from derived.algebra.families import family, widths
from derived.algebra.functions import *
from derived.algebra.indices import index
from derived.algebra.infinity import INFINITY
from derived.algebra.instances import Instance
from derived.algebra.integration import integral
from derived.algebra.inverses import inverse, pseudo_inverse
from derived.algebra.joint import such_that
from derived.algebra.largest import maximum, minimum, place_of_maximum
from derived.algebra.limits import limit
from derived.algebra.log_sum_exp import logsumexp, softmax
from derived.algebra.matrices import diag, hadamard, trace
from derived.algebra.misprints import misprints
from derived.algebra.named import define
from derived.algebra.norms import norm
from derived.algebra.orders import big_o
from derived.algebra.partials import partial
from derived.algebra.random_variables import (
    Space,
    bernoulli,
    binomial,
    categorical,
    chi_squared,
    covariance,
    density,
    distribution,
    divergence,
    drawn_rows,
    entropy,
    expectation,
    exponential,
    fisher,
    gaussian,
    how_found,
    laplace,
    noise,
    normal_vector,
    poisson,
    probability,
    quantile,
    random_scalar,
    random_vector,
    sample,
    student,
    symmetric,
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
from derived.algebra.spectral_letters import eigenpair, singular_triple
from derived.algebra.substitution import substitute
from derived.algebra.sums import product, summation
from derived.algebra.symbols import Index, Size, Symbol

__all__ = [
    "IMAGINARY_UNIT",
    "INFINITY",
    "PI",
    "Expr",
    "Index",
    "Instance",
    "ShapeError",
    "Size",
    "Space",
    "Symbol",
    "all_of",
    "argmax",
    "argmin",
    "array",
    "bernoulli",
    "big_o",
    "binomial",
    "block",
    "cases",
    "categorical",
    "ceiling",
    "chi_squared",
    "choose",
    "column",
    "complex_scalar",
    "condition_number",
    "conjugate",
    "covariance",
    "define",
    "density",
    "determinant",
    "diag",
    "differential",
    "distribution",
    "divergence",
    "drawn_rows",
    "dual_conjugate",
    "dual_unit",
    "eigenpair",
    "eigenvalues",
    "entries",
    "entropy",
    "eq",
    "expectation",
    "exponential",
    "factorial",
    "family",
    "fisher",
    "floor",
    "gamma",
    "gaussian",
    "gradient",
    "hadamard",
    "hessian_of",
    "how_found",
    "identity",
    "imaginary",
    "index",
    "indicator",
    "integral",
    "inverse",
    "jacobian_of",
    "laplace",
    "largest_eigenvalue",
    "largest_singular_value",
    "limit",
    "logsumexp",
    "matrix",
    "maximum",
    "maximum_of",
    "minimum",
    "minimum_of",
    "misprints",
    "modulus",
    "ne",
    "noise",
    "norm",
    "normal_vector",
    "number",
    "ones",
    "partial",
    "place_of_maximum",
    "poisson",
    "probability",
    "product",
    "pseudo_inverse",
    "quantile",
    "random_scalar",
    "random_vector",
    "real",
    "remainder",
    "row_gradient",
    "sample",
    "scalar",
    "sequence",
    "singular_triple",
    "singular_values",
    "sizes",
    "smallest_eigenvalue",
    "smallest_singular_value",
    "smooth",
    "softmax",
    "spectral_radius",
    "student",
    "substitute",
    "such_that",
    "summation",
    "symmetric",
    "trace",
    "uniform",
    "variance",
    "vector",
    "walk",
    "widths",
    "zeros",
]  # fmt: skip
__all__ += functions.__all__
