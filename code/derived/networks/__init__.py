r"""Neural networks: pure functions on trees of parameters, and the loop that trains them.

Rows are observations, so a layer is :math:`\mathbf Z = \mathbf A\mathbf W + \mathbf 1\mathbf b^\top`, as
`derived.autodiff.reverse.affine` has it. The parameters of a network are lists of pairs (W, b), a pair for each layer,
or other trees of arrays; they are handed in and handed back, and nothing is kept anywhere else.

`activations` has what stands between two layers, with slopes and what becomes of a square; `initialization` draws the
first weights; `forward` goes through the layers, and `backpropagation` comes back with the gradient of a loss.
`training` has the loop: mini-batches, epochs, and when to stop. `normalization` stands between layers and gives what
passes a mean and a variance; `dropout` leaves out units at random.

`convolution` lays one small kernel on every place of an image, by what `windows` computes on plain arrays; `pooling`
keeps one number of each window. `image_networks` are made of both; `readers` has what came of training some on digits,
and `measured` how long a step takes.

`attention` lets the rows of a matrix ask each other, `transformer` is a small one that reads letters, and `text` makes
rows of numbers of words.
"""

from derived.networks.activations import ACTIVATIONS, Activation, gaussian_mean, gelu, normal_cdf
from derived.networks.attention import (
    AttentionGradients,
    attention,
    attention_back,
    attention_weights,
    causal_mask,
    head_weights,
    merge_heads,
    multi_head,
    split_heads,
)
from derived.networks.backpropagation import LOSSES, backpropagate, cross_entropy, half_squares, log_loss
from derived.networks.convolution import conv2d, convolution_matrix, receptive_field
from derived.networks.dropout import dropout, dropout_mask, thinned_mlp
from derived.networks.forward import Layers, layers_of, mlp
from derived.networks.initialization import SCHEMES, he, init_mlp, lecun, xavier
from derived.networks.normalization import Running, batch_norm, batch_norm_back, layer_norm, layer_norm_back
from derived.networks.pooling import max_pool, mean_pool
from derived.networks.text import LETTERS, decode, encode
from derived.networks.training import Training, train
from derived.networks.transformer import (
    generate,
    init_transformer,
    next_symbol_loss,
    rms_norm,
    transformer,
    transformer_weights,
)
from derived.networks.windows import output_size

__all__ = [
    "ACTIVATIONS",
    "LETTERS",
    "LOSSES",
    "SCHEMES",
    "Activation",
    "AttentionGradients",
    "Layers",
    "Running",
    "Training",
    "attention",
    "attention_back",
    "attention_weights",
    "backpropagate",
    "batch_norm",
    "batch_norm_back",
    "causal_mask",
    "conv2d",
    "convolution_matrix",
    "cross_entropy",
    "decode",
    "dropout",
    "dropout_mask",
    "encode",
    "gaussian_mean",
    "gelu",
    "generate",
    "half_squares",
    "he",
    "head_weights",
    "init_mlp",
    "init_transformer",
    "layer_norm",
    "layer_norm_back",
    "layers_of",
    "lecun",
    "log_loss",
    "max_pool",
    "mean_pool",
    "merge_heads",
    "mlp",
    "multi_head",
    "next_symbol_loss",
    "normal_cdf",
    "output_size",
    "receptive_field",
    "rms_norm",
    "split_heads",
    "thinned_mlp",
    "train",
    "transformer",
    "transformer_weights",
    "xavier",
]
