r"""Neural networks: functions of trees of parameters, and the loop that trains them.

A layer is :math:`\mathbf Z = \mathbf A\mathbf W + \mathbf 1\mathbf b^\top`, with a row for each observation, as
`derived.autodiff.reverse.affine` has it. The parameters of a network are lists, tuples or dictionaries of arrays; they
are handed in and handed back, and nothing is kept anywhere else.

`training` has the loop: mini-batches, epochs, and when to stop.
"""

from derived.networks.training import Training, train

__all__ = ["Training", "train"]
r"""Neural networks: pure functions on lists of weights and biases, a pair (W, b) for each layer.

Rows are observations, so a layer is :math:`\mathbf Z = \mathbf A\mathbf W + \mathbf 1\mathbf b^\top`; between the
layers stands an activation, and the last layer gives the scores as they are. Nothing is hidden in an object.

`activations` has what stands between two layers, with slopes and what becomes of a square; `initialization` draws the
first weights; `forward` goes through the layers, and `backpropagation` comes back with the gradient of a loss.
`normalization` stands between layers and gives what passes a mean and a variance; `dropout` leaves out units at random.
`training` has the loop: mini-batches, epochs, and when to stop.

`attention` lets the rows of a matrix ask each other, `transformer` is a small one that reads letters, and `text` makes
rows of numbers of words.
"""

from derived.networks.activations import ACTIVATIONS, Activation, gaussian_mean, gelu, normal_cdf
from derived.networks.backpropagation import LOSSES, backpropagate, cross_entropy, half_squares, log_loss
from derived.networks.dropout import dropout, dropout_mask, thinned_mlp
from derived.networks.forward import Layers, layers_of, mlp
from derived.networks.initialization import SCHEMES, he, init_mlp, lecun, xavier
from derived.networks.normalization import Running, batch_norm, batch_norm_back, layer_norm, layer_norm_back
from derived.networks.training import Training, train
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
    "Running",
    "Training",
    "backpropagate",
    "batch_norm",
    "batch_norm_back",
    "conv2d",
    "convolution_matrix",
    "cross_entropy",
    "dropout",
    "dropout_mask",
    "gaussian_mean",
    "gelu",
    "half_squares",
    "he",
    "init_mlp",
    "layer_norm",
    "layer_norm_back",
    "layers_of",
    "lecun",
    "log_loss",
    "max_pool",
    "mean_pool",
    "mlp",
    "normal_cdf",
    "thinned_mlp",
    "train",
    "output_size",
    "receptive_field",
    "xavier",
]
