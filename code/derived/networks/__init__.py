r"""Neural networks: functions of trees of parameters, and the loop that trains them.

A layer is :math:`\mathbf Z = \mathbf A\mathbf W + \mathbf 1\mathbf b^\top`, with a row for each observation, as
`derived.autodiff.reverse.affine` has it. The parameters of a network are lists, tuples or dictionaries of arrays; they
are handed in and handed back, and nothing is kept anywhere else.

`training` has the loop: mini-batches, epochs, and when to stop.
"""

from derived.networks.training import Training, train

__all__ = ["Training", "train"]
