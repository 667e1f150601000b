"""Neural networks: pure functions on lists of weights and biases, a pair for each layer.

`activations` has what stands between two layers, with slopes and what becomes of a square; `initialization` draws the
first weights.
"""

from derived.networks.activations import ACTIVATIONS, Activation, gaussian_mean, gelu, normal_cdf
from derived.networks.initialization import SCHEMES, he, init_mlp, lecun, xavier

__all__ = [
    "ACTIVATIONS",
    "SCHEMES",
    "Activation",
    "gaussian_mean",
    "gelu",
    "he",
    "init_mlp",
    "lecun",
    "normal_cdf",
    "xavier",
]
