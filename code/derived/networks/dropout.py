r"""Dropout: in training, each unit is left out with some probability, anew for each observation and each step.

What is kept is divided by the probability q of being kept, so that its mean stays what it is,

.. math:: \mathbb E\Bigl[\frac{m_j}{q}\,a_j\Bigr] = a_j, \qquad m_j = 1 \text{ with probability } q, \text{ else } 0,

and after training nothing has to be done: `derived.networks.mlp` is used as it stands.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from derived.autodiff.reverse import affine
from derived.inputs import as_single_or_double, generator, number, takes
from derived.networks.forward import Parameters, activation_and_slope, checked

__all__ = ["dropout", "dropout_mask", "thinned_mlp"]

_KEEP = number(above=0, at_most=1, hint="it is the probability that a unit is kept, 1 for no dropout")


def _shape(value: Any, name: str) -> tuple[int, ...]:
    shape = (value,) if np.ndim(value) == 0 else tuple(value)
    if not all(isinstance(length, int | np.integer) and length >= 0 for length in shape):
        raise ValueError(f"{name} must be a whole number or a tuple of them, and not {value!r}")
    return shape


@takes(rng=generator, shape=_shape, keep=_KEEP)
def dropout_mask(rng: np.random.Generator, shape: int | tuple[int, ...], keep: float = 0.5) -> np.ndarray:
    """What to multiply by: 1/keep with the probability keep, else 0; each entry by itself.

    Parameters
    ----------
    rng : numpy.random.Generator
        Draws them.
    shape : int or tuple of int
        That of the array to be thinned.
    keep : float
        The probability that an entry is kept. Many libraries ask for the other one, 1 − keep.

    Examples
    --------
    >>> mask = dropout_mask(np.random.default_rng(0), (1000, 50), keep=0.8)
    >>> np.unique(mask).tolist(), float(mask.mean().round(2))
    ([0.0, 1.25], 1.0)
    """
    return (rng.random(shape) < keep) / keep


def dropout(rng: np.random.Generator, A: Any, keep: float = 0.5) -> Any:
    """Some entries made zero, and the others larger by as much as keeps the mean.

    Parameters
    ----------
    rng : numpy.random.Generator
        Draws which.
    A : array_like
        What a layer hands on, plain or recorded.
    keep : float
        The probability that an entry is kept.

    References
    ----------
    Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, Dropout: a simple way to prevent neural networks from
    overfitting, JMLR 15 (2014); divided in training, and not multiplied afterwards, as in its section 10.

    Examples
    --------
    >>> dropout(np.random.default_rng(2), np.array([1.0, 2.0, 3.0, 4.0]))
    array([2., 4., 0., 8.])
    """
    return A * dropout_mask(rng, np.shape(A), keep)


def thinned_mlp(
    rng: np.random.Generator, params: Parameters, X: Any, keep: float = 0.5, activation: str | tuple = "relu"
) -> Any:
    """The scores of a multilayer perceptron, with dropout after each activation: for training.

    Parameters
    ----------
    rng : numpy.random.Generator
        Draws which units are left out, for each row by itself.
    params : list of (W, b)
        Weights and offsets of each layer.
    X : array_like of shape (n, d)
        A row for each observation; all inputs are kept.
    keep : float
        The probability that a unit is kept.
    activation : str or (callable, callable)
        What stands between the layers.

    Raises
    ------
    ValueError
        If the shapes do not fit, `rng` is no generator, or `keep` no probability above 0.

    Examples
    --------
    With all units kept it is the network itself:

    >>> params = [(np.array([[1.0, -1.0]]), np.zeros(2)), (np.array([[2.0], [3.0]]), np.array([1.0]))]
    >>> thinned_mlp(np.random.default_rng(0), params, np.array([[4.0], [-1.0]]), keep=1.0).tolist()
    [[9.0], [4.0]]
    """
    checked(params, X)
    function, _ = activation_and_slope(activation)
    rng, keep, X = generator(rng, "rng"), _KEEP(keep, "keep"), as_single_or_double(X, "X", exact=True)
    for W, b in params[:-1]:
        X = dropout(rng, function(affine(X, W, b)), keep)
    return affine(X, *params[-1])
