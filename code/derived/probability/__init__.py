"""Probability on arrays: laws with their densities and quantiles, Bayes' theorem, entropies, and scores of classes.

`counts` has the laws of whole numbers, `densities` those with a density, `gaussians` the normal law of several numbers;
`bayes` what is believed after something was seen, `divergence` entropy and the divergence of two laws. `logistic` has
the sigmoid and the log-odds, `categorical` the softmax and log-sum-exp, and `cross_entropy` what is paid for a
probability, for two classes and for several, all without overflow. Random letters in formulas, with their expectations,
are in `derived.algebra.random_variables`, which is checked against this folder and does not import it.
"""

from derived.probability.bayes import normal_posterior, posterior
from derived.probability.categorical import logsumexp, softmax, softmax_jacobian
from derived.probability.counts import Bernoulli, Binomial, Poisson
from derived.probability.cross_entropy import binary_cross_entropy, categorical_cross_entropy
from derived.probability.densities import Exponential, Laplace, Normal, Uniform
from derived.probability.divergence import entropy, kl_divergence, kl_of_normals
from derived.probability.gaussians import Gaussian, fit_gaussian
from derived.probability.logistic import log_odds, sigmoid

__all__ = [
    "Bernoulli",
    "Binomial",
    "Exponential",
    "Gaussian",
    "Laplace",
    "Normal",
    "Poisson",
    "Uniform",
    "binary_cross_entropy",
    "categorical_cross_entropy",
    "entropy",
    "fit_gaussian",
    "kl_divergence",
    "kl_of_normals",
    "log_odds",
    "logsumexp",
    "normal_posterior",
    "posterior",
    "sigmoid",
    "softmax",
    "softmax_jacobian",
]
