"""Probabilities of classes from scores, without overflow: the sigmoid, the softmax, and the cross-entropies of both."""

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
