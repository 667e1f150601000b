"""Probabilities on arrays, without overflow: those of classes from scores, and the cross-entropies of both.

`logistic` has the sigmoid and the log-odds, `categorical` the softmax and log-sum-exp, and `cross_entropy` what is paid
for a probability, for two classes and for several. Densities, distribution functions and quantiles of laws belong here,
a module each. Random letters in formulas, with their expectations, are in `derived.algebra.random_variables`, which is
checked against this folder and does not import it.
"""

from derived.probability.categorical import logsumexp, softmax, softmax_jacobian
from derived.probability.cross_entropy import binary_cross_entropy, categorical_cross_entropy
from derived.probability.logistic import log_odds, sigmoid

__all__ = [
    "binary_cross_entropy",
    "categorical_cross_entropy",
    "log_odds",
    "logsumexp",
    "sigmoid",
    "softmax",
    "softmax_jacobian",
]
