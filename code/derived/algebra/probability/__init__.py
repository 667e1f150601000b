r"""Expectation, variance and probability, exactly: over finite probability spaces that are enumerated.

A random symbol lives on a `Space` of finitely many outcomes. Symbols on one space depend on each other, symbols on
different spaces are independent. An expectation is then a finite sum, and an identity between expectations can be
checked without tolerance. Noise of a given variance is drawn with two values for each entry, and for one entry three,
lopsided and different from entry to entry, so that nothing but its mean and its variance can be used. A `gaussian` is
simulated instead.
"""

from derived.algebra.probability.expectations import covariance, expectation, probability, variance
from derived.algebra.probability.laws import drawn_rows, gaussian, noise
from derived.algebra.probability.spaces import Space, random_scalar, random_vector

__all__ = [
    "Space", "covariance", "drawn_rows", "expectation", "gaussian", "noise", "probability", "random_scalar",
    "random_vector", "variance",
]  # fmt: skip
