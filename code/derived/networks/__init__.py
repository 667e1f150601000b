r"""Neural networks: pure functions on lists of weights and biases, a pair (W, b) for each layer.

Rows are observations, so a layer is :math:`\mathbf Z = \mathbf A\mathbf W + \mathbf 1\mathbf b^\top`; between the
layers stands an activation, and the last layer gives the scores as they are. Nothing is hidden in an object.

`activations` has what stands between two layers, with slopes and what becomes of a square; `initialization` draws the
first weights; `forward` goes through the layers, and `backpropagation` comes back with the gradient of a loss.

`attention` lets the rows of a matrix ask each other, `transformer` is a small one that reads letters, and `text` makes
rows of numbers of words.
"""

from derived.networks.activations import ACTIVATIONS, Activation, gaussian_mean, gelu, normal_cdf
from derived.networks.backpropagation import LOSSES, backpropagate, cross_entropy, half_squares, log_loss
from derived.networks.forward import Layers, layers_of, mlp
from derived.networks.initialization import SCHEMES, he, init_mlp, lecun, xavier

__all__ = [
    "ACTIVATIONS",
    "LOSSES",
    "SCHEMES",
    "Activation",
    "Layers",
    "backpropagate",
    "cross_entropy",
    "gaussian_mean",
    "gelu",
    "half_squares",
    "he",
    "init_mlp",
    "layers_of",
    "lecun",
    "log_loss",
    "mlp",
    "normal_cdf",
    "xavier",
]
