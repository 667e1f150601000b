r"""Neural networks: layers that are products of matrices, with a bent function between them.

A network is a list of pairs (W, b), one for each layer, and pure functions of that list: nothing is hidden in an
object. Rows are observations, so a layer is :math:`\mathbf Z = \mathbf A\mathbf W + \mathbf 1\mathbf b^\top`; between
the layers stands an activation, and the last layer gives the scores as they are.

`forward` goes through the layers, `backpropagation` comes back with the gradient of a loss.
"""

from derived.networks.backpropagation import LOSSES, backpropagate, cross_entropy, half_squares, log_loss
from derived.networks.forward import Layers, layers_of, mlp

__all__ = [
    "LOSSES",
    "Layers",
    "backpropagate",
    "cross_entropy",
    "half_squares",
    "layers_of",
    "log_loss",
    "mlp",
]
