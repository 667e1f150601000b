r"""Neural networks: pure functions on lists of weights and biases, a pair (W, b) for each layer.

Rows are observations, so a layer is :math:`\mathbf Z = \mathbf A\mathbf W + \mathbf 1\mathbf b^\top`; between the
layers stands an activation, and the last layer gives the scores as they are. Nothing is hidden in an object.

`activations` has what stands between two layers, with slopes and what becomes of a square; `initialization` draws the
first weights; `forward` goes through the layers, and `backpropagation` comes back with the gradient of a loss.
"""

from derived.networks.activations import ACTIVATIONS, Activation, gaussian_mean, gelu, normal_cdf
from derived.networks.backpropagation import LOSSES, backpropagate, cross_entropy, half_squares, log_loss
from derived.networks.convolution import conv2d, convolution_matrix, output_size, receptive_field
from derived.networks.forward import Layers, layers_of, mlp
from derived.networks.initialization import SCHEMES, he, init_mlp, lecun, xavier
from derived.networks.pooling import max_pool, mean_pool

__all__ = [
    "ACTIVATIONS",
    "LOSSES",
    "SCHEMES",
    "Activation",
    "Layers",
    "backpropagate",
    "conv2d",
    "convolution_matrix",
    "cross_entropy",
    "gaussian_mean",
    "gelu",
    "half_squares",
    "he",
    "init_mlp",
    "layers_of",
    "lecun",
    "log_loss",
    "max_pool",
    "mean_pool",
    "mlp",
    "normal_cdf",
    "output_size",
    "receptive_field",
    "xavier",
]
