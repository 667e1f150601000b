r"""What goes around an optimizer: clipped gradients, an L2 penalty, parameters in lists and dictionaries.

Each is an optimizer itself, with the state of the one within.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from derived.autodiff.reverse.trees import leaves, like, mapped
from derived.inputs import number, settle
from derived.optimization.walks import Optimizer, check_optimizer

__all__ = ["Clipped", "OnTrees", "Penalized", "clipped"]


def clipped(g: np.ndarray, length: float, axis: int | None = None) -> np.ndarray:
    r"""A gradient that is no longer than `length`, in the same direction: :math:`\mathbf g\min(1, c/\|\mathbf g\|)`.

    Parameters
    ----------
    g : ndarray
        The gradient.
    length : float
        The greatest length, c.
    axis : int, optional
        Along which a gradient lies, where there are many; by default all of `g` is one.

    References
    ----------
    Pascanu, Mikolov and Bengio, On the difficulty of training recurrent neural networks, ICML (2013), algorithm 1.

    Examples
    --------
    >>> clipped(np.array([3.0, 4.0]), 1.0), clipped(np.array([[3.0, 4.0], [0.3, 0.4]]), 5.0, axis=1).tolist()
    (array([0.6, 0.8]), [[3.0, 4.0], [0.3, 0.4]])
    """
    lengths = np.sqrt(np.sum(g * g, axis=axis, keepdims=True))
    return g * (length / np.maximum(lengths, length))


@dataclass(frozen=True)
class Clipped:
    """An optimizer that sees clipped gradients.

    Parameters
    ----------
    optimizer : Optimizer
        The one within.
    length : float
        The greatest length of a gradient.
    axis : int, optional
        As for `clipped`: −1 for many points of shape (…, d).

    Examples
    --------
    >>> from derived.optimization import GradientDescent
    >>> careful, g = Clipped(GradientDescent(0.1), length=5.0), np.array([300.0, 400.0])
    >>> careful.update(g, careful.init(g), np.zeros(2))
    (array([-0.3, -0.4]), StepCount(k=1))
    """

    optimizer: Optimizer
    length: float
    axis: int | None = None

    def __post_init__(self) -> None:
        check_optimizer(self.optimizer)
        settle(self, length=number(above=0))

    def init(self, x: np.ndarray) -> Any:
        """As the one within."""
        return self.optimizer.init(x)

    def update(self, gradient: np.ndarray, state: Any, x: np.ndarray) -> tuple[np.ndarray, Any]:
        """Its step for the clipped gradient."""
        return self.optimizer.update(clipped(gradient, self.length, self.axis), state, x)


@dataclass(frozen=True)
class Penalized:
    r"""An optimizer with an L2 penalty: of :math:`f(\mathbf x) + \frac\lambda2\|\mathbf x\|^2`, by g + λx.

    With `GradientDescent` that is weight decay αλ. With Adam it is not: see `AdamW`.

    Parameters
    ----------
    optimizer : Optimizer
        The one within.
    penalty : float
        The price λ of a square. PyTorch's optimizers call it `weight_decay`, all but AdamW.

    Examples
    --------
    >>> from derived.optimization import GradientDescent
    >>> method, x = Penalized(GradientDescent(0.1), penalty=0.5), np.array([2.0])
    >>> method.update(np.array([1.0]), method.init(x), x)
    (array([-0.2]), StepCount(k=1))
    """

    optimizer: Optimizer
    penalty: float

    def __post_init__(self) -> None:
        check_optimizer(self.optimizer)
        settle(self, penalty=number(at_least=0))

    def init(self, x: np.ndarray) -> Any:
        """As the one within."""
        return self.optimizer.init(x)

    def update(self, gradient: np.ndarray, state: Any, x: np.ndarray) -> tuple[np.ndarray, Any]:
        """Its step for the gradient with that of the penalty."""
        return self.optimizer.update(gradient + self.penalty * x, state, x)


@dataclass(frozen=True)
class OnTrees:
    """An optimizer of parameters in lists, tuples and dictionaries, as networks have them, array by array.

    Parameters
    ----------
    optimizer : Optimizer
        The one for each array, by itself.

    Examples
    --------
    >>> from derived.optimization import GradientDescent
    >>> method, params = OnTrees(GradientDescent(0.5)), {"W": np.ones((1, 2)), "b": np.zeros(2)}
    >>> steps, states = method.update(params, method.init(params), params)
    >>> steps, method.stepped(params, steps)["W"]
    ({'W': array([[-0.5, -0.5]]), 'b': array([-0., -0.])}, array([[0.5, 0.5]]))
    """

    optimizer: Optimizer

    def __post_init__(self) -> None:
        check_optimizer(self.optimizer)

    def init(self, x: Any) -> list:
        """A state for each array."""
        return [self.optimizer.init(leaf) for leaf in leaves(x)]

    def update(self, gradient: Any, state: list, x: Any) -> tuple[Any, list]:
        """A tree of steps, and the states after them."""
        pairs = [self.optimizer.update(*each) for each in zip(leaves(gradient), state, leaves(x), strict=True)]
        return like(x, [step for step, _ in pairs]), [after for _, after in pairs]

    def stepped(self, x: Any, steps: Any) -> Any:
        """The parameters after their steps, a new tree.

        Parameters
        ----------
        x, steps : tree
            The parameters, and what `update` returned for them.
        """
        return mapped(np.add, x, steps)
