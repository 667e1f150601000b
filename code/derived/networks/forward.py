r"""Forward through a network, layer by layer.

A layer is :math:`\mathbf Z = \mathbf A\mathbf W + \mathbf 1\mathbf b^\top`, rows being observations. All works on plain
arrays and on those that `derived.autodiff.reverse` records, so a loss of `mlp` can be differentiated.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from derived.autodiff.reverse import affine
from derived.inputs import as_single_or_double
from derived.networks.activations import ACTIVATIONS

__all__ = [
    "Layers",
    "Parameters",
    "activation_and_slope",
    "layers_of",
    "mlp",
]

#: A pair for each layer: weights of shape (width before, width) and offsets of shape (width,).
Parameters = Sequence[tuple[Any, Any]]

Entrywise = Callable[[Any], Any]


class Layers(NamedTuple):
    """What a network computed on its way forward.

    Attributes
    ----------
    z : list of array of shape (n, width)
        What each layer made of what it got, before the activation. The last one has the scores.
    a : list of array of shape (n, width)
        What each layer got: first the inputs, then what the activation made of each z but the last.

    Examples
    --------
    >>> network = [(np.ones((2, 3)), np.zeros(3)), (np.ones((3, 1)), np.zeros(1))]
    >>> layers = layers_of(network, np.array([[1.0, -3.0]]))
    >>> [z.tolist() for z in layers.z], [a.shape for a in layers.a]
    ([[[-2.0, -2.0, -2.0]], [[0.0]]], [(1, 2), (1, 3)])
    """

    z: list
    a: list


def activation_and_slope(activation: str | tuple) -> tuple[Entrywise, Entrywise]:
    """The function and its slope.

    Parameters
    ----------
    activation : str or (callable, callable)
        A name of `derived.networks.activations.ACTIVATIONS`, an entry of it, or the two functions.

    Examples
    --------
    >>> function, slope = activation_and_slope("relu")
    >>> float(function(3.0)), float(slope(3.0)), float(slope(-3.0))
    (3.0, 1.0, 0.0)
    """
    if isinstance(activation, str):
        if activation not in ACTIVATIONS:
            raise ValueError(f"activation is {activation!r}, but has to be one of {', '.join(ACTIVATIONS)}")
        activation = ACTIVATIONS[activation]
    if not (isinstance(activation, tuple) and len(activation) >= 2 and all(map(callable, activation[:2]))):
        raise ValueError(f"activation is {activation!r}, but has to be a name or a pair: a function and its slope")
    return activation[0], activation[1]


def checked(params: Parameters, X: Any) -> None:
    """Raise a ValueError unless each layer fits the one before it."""
    if np.ndim(X) != 2:
        raise ValueError(f"X has shape {np.shape(X)}, but has to be a matrix with a row for each observation")
    if not isinstance(params, Sequence):
        raise ValueError(f"params is {params!r}, but has to be a list of pairs (W, b)")
    if len(params) == 0:
        raise ValueError("params has no layer: give a list of pairs (W, b)")
    before, whose = np.shape(X)[1], "X"
    for number, layer in enumerate(params, 1):
        if not isinstance(layer, Sequence):
            raise ValueError(f"layer {number} of params is {layer!r}, but has to be a pair (W, b)")
        if len(layer) != 2:
            raise ValueError(f"layer {number} of params has {len(layer)} entries, but has to be a pair (W, b)")
        W, b = map(np.shape, layer)
        if len(W) != 2 or W[0] != before:
            raise ValueError(
                f"the weights of layer {number} have shape {W}, but {whose} gives {before} numbers for each row: "
                f"they need shape ({before}, width)"
            )
        if b != W[1:]:
            raise ValueError(f"the offsets of layer {number} have shape {b}, but its weights have {W}: give {W[1:]}")
        before, whose = W[1], f"layer {number}"


def layers_of(params: Parameters, X: Any, activation: str | tuple = "relu") -> Layers:
    """All that a network computes on its way forward.

    Parameters
    ----------
    params : list of (W, b)
        Weights and offsets of each layer; W of shape (width before, width), b of shape (width,).
    X : array_like of shape (n, d)
        A row for each observation.
    activation : str or (callable, callable), default "relu"
        What stands between the layers. The last layer has none.

    Returns
    -------
    Layers
        With ``z[k] = a[k] @ W + b`` for the layer (W, b) that is ``params[k]``, and ``a[k + 1]`` made of ``z[k]``.

    Raises
    ------
    ValueError
        If the shapes do not fit, `params` is no list of pairs, or X holds what is no number.

    Examples
    --------
    >>> params = [(np.array([[1.0, -1.0]]), np.zeros(2)), (np.array([[2.0], [3.0]]), np.array([1.0]))]
    >>> z, a = layers_of(params, np.array([[4.0], [-1.0]]))
    >>> z[0].tolist(), a[1].tolist(), z[1].tolist()
    ([[4.0, -4.0], [-1.0, 1.0]], [[4.0, 0.0], [0.0, 1.0]], [[9.0], [4.0]])
    """
    checked(params, X)
    function, _ = activation_and_slope(activation)
    z: list[Any] = []
    a: list[Any] = [as_single_or_double(X, "X", exact=True)]
    for W, b in params[:-1]:
        z.append(affine(a[-1], W, b))
        a.append(function(z[-1]))
    z.append(affine(a[-1], *params[-1]))
    return Layers(z, a)


def mlp(params: Parameters, X: Any, activation: str | tuple = "relu") -> Any:
    """The scores of a multilayer perceptron, of shape (n, width of the last layer).

    Parameters
    ----------
    params : list of (W, b)
        Weights and offsets of each layer.
    X : array_like of shape (n, d)
        A row for each observation.
    activation : str or (callable, callable), default "relu"
        What stands between the layers. The last layer has none: what a score means is for the loss to say.

    Examples
    --------
    Two layers without an activation are a single matrix:

    >>> params = [(np.array([[1.0, 2.0]]), np.zeros(2)), (np.array([[3.0], [4.0]]), np.zeros(1))]
    >>> mlp(params, np.array([[1.0], [-2.0]]), "identity").tolist()
    [[11.0], [-22.0]]
    """
    return layers_of(params, X, activation).z[-1]
