r"""Optimizers that remember: momentum, rates for each coordinate, and both.

Each is a pair of pure functions, as `derived.optimization.Optimizer` describes: ``init(x)`` returns a state, a
NamedTuple; ``update(gradient, state, x)`` returns the step to be added to x and the next state, and changes nothing in
place. All but L-BFGS and Muon go entry by entry, so that x may have any shape: a vector, a matrix of weights, or a
thousand points at once, of shape (1000, d). Where papers and frameworks differ, the variants are parameters, and the
notes say who does what: PyTorch 2.14, Keras 3.15 and optax 0.2.8 are meant.

`momentum` has heavy ball and Nesterov, `adaptive` Adagrad, RMSprop and Adadelta, `adam` Adam, AdamW and AMSGrad, `kin`
Adamax, Nadam and Lion, and `ahead` L-BFGS and Muon, which see more than entries; `wrappers` goes around any of them.
"""

from derived.optimization.optimizers.adam import Adam, AdamW, AMSGrad, LargestMoments
from derived.optimization.optimizers.adaptive import Adadelta, Adagrad, MeanSquares, Moments, RMSprop, Squares
from derived.optimization.optimizers.ahead import LBFGS, Curvature, MeanMatrix, Muon, orthogonalized
from derived.optimization.optimizers.kin import Adamax, Lion, LionState, MaxState, Nadam, NadamState
from derived.optimization.optimizers.momentum import HeavyBall, Nesterov, Velocity
from derived.optimization.optimizers.wrappers import Clipped, OnTrees, Penalized, clipped

__all__ = [
    "LBFGS",
    "AMSGrad",
    "Adadelta",
    "Adagrad",
    "Adam",
    "AdamW",
    "Adamax",
    "Clipped",
    "Curvature",
    "HeavyBall",
    "LargestMoments",
    "Lion",
    "LionState",
    "MaxState",
    "MeanMatrix",
    "MeanSquares",
    "Moments",
    "Muon",
    "Nadam",
    "NadamState",
    "Nesterov",
    "OnTrees",
    "Penalized",
    "RMSprop",
    "Squares",
    "Velocity",
    "clipped",
    "orthogonalized",
]
