"""Reverse mode on NumPy arrays: gradients of what is written with NumPy's own functions.

`tape` has what was computed and the way along it, `recorded` the arrays that write it down, `kinds` how rules follow
from what an operation is. `entries`, `sums`, `shapes` and `products` are the tables of operations with their rules: to
add an operation, enter it in one of them. `functions` has what one calls (``grad``, ``value_and_grad``, ``vjp``,
``jvp``, ``jacobian``, ``hessian``), `compiled` writes a step out that is taken often, `checkpoints` goes back through
long chains in little memory, `trees` has what parameters come in, and `watching` finds where a NaN came from.
"""

from derived.autodiff.reverse import shapes as _shapes  # noqa: F401  which enters its operations into the table
from derived.autodiff.reverse.checkpoints import pull_back_chain
from derived.autodiff.reverse.compiled import compiled
from derived.autodiff.reverse.entries import relu, sigmoid, softplus
from derived.autodiff.reverse.functions import grad, hessian, jacobian, jvp, value_and_grad, vjp
from derived.autodiff.reverse.kinds import bilinear, by_slopes, entrywise, linear, primitive
from derived.autodiff.reverse.products import affine
from derived.autodiff.reverse.recorded import NoRule, NotCompiled, Recorded
from derived.autodiff.reverse.sums import cross_entropy, logsumexp, softmax
from derived.autodiff.reverse.tape import Primitive, Tape
from derived.autodiff.reverse.trees import leaves, like, mapped

__all__ = [
    "NoRule",
    "NotCompiled",
    "Primitive",
    "Recorded",
    "Tape",
    "affine",
    "bilinear",
    "by_slopes",
    "compiled",
    "cross_entropy",
    "entrywise",
    "grad",
    "hessian",
    "jacobian",
    "jvp",
    "leaves",
    "like",
    "linear",
    "logsumexp",
    "mapped",
    "primitive",
    "pull_back_chain",
    "relu",
    "sigmoid",
    "softmax",
    "softplus",
    "value_and_grad",
    "vjp",
]
