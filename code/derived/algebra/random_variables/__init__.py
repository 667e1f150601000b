r"""Random letters in formulas, and their means: by moments, by enumeration, or by quadrature, never by simulation.

A random symbol lives on a `Space` of finitely many outcomes. Symbols on one space depend on each other, symbols on
different spaces are independent. Noise of a given variance follows an arbitrary law, another one for each entry; other
letters follow a law that has a name. A body is evaluated once, on random numbers (`derived.algebra.random_numbers`),
and the mean of what comes out is found from moments, which are exact, from a sum over all outcomes, or from integrals
over one to three entries, of which two rules have to agree. Where none of these is possible, a line is refused.
Functions of arrays, which readers compute with, are in `derived.probability`: the engine checks these, and does not
import them.

`expectations`, `variances`, `events`, `densities` and `information` are what authors write; `spaces`, `independent`,
`continuous`, `counts`, `normal_vectors` and `unknown_laws` the random letters; `laws` and `normal_laws` what these follow, `placed_laws`
where. `frames` says where a mean is taken, `averages` how it is found: `integrals` has those over few entries, in
closed form (`pieces`) or by `quadrature` and `cubature`, between the `zeros` of what is compared.
"""

from derived.algebra.random_variables.continuous import (
    chi_squared,
    exponential,
    fisher,
    gaussian,
    laplace,
    student,
    uniform,
)
from derived.algebra.random_variables.counts import bernoulli, binomial, categorical, drawn_rows, poisson
from derived.algebra.random_variables.densities import density, distribution, quantile
from derived.algebra.random_variables.events import probability
from derived.algebra.random_variables.expectations import expectation, how_found
from derived.algebra.random_variables.information import divergence, entropy
from derived.algebra.random_variables.normal_vectors import normal_vector
from derived.algebra.random_variables.spaces import Space, random_scalar, random_vector
from derived.algebra.random_variables.unknown_laws import noise, sample, symmetric
from derived.algebra.random_variables.variances import covariance, variance

__all__ = [
    "Space", "bernoulli", "binomial", "categorical", "chi_squared", "covariance", "density", "distribution",
    "divergence", "drawn_rows", "entropy", "expectation", "exponential", "fisher", "gaussian", "how_found",
    "laplace", "noise", "normal_vector", "poisson", "probability", "quantile", "random_scalar", "random_vector",
    "sample", "student", "symmetric", "uniform", "variance",
]  # fmt: skip
