r"""Convolution of images: the same few weights at every place.

Images are arrays of shape (n, C, H, W): n of them, with C channels of H by W numbers each. A layer has weights of shape
(D, C, k, h), a kernel for each of its D output channels and each input channel, and slides them in steps of s over the
image, with p rows and columns of zeros around it. Without bias, and with one channel,

.. math:: y_{ij} = \sum_{a=1}^{k}\sum_{b=1}^{h} w_{ab}\, x_{s(i-1)+a-p,\; s(j-1)+b-p}.

Mathematics calls that a cross-correlation; networks call it a convolution, which would turn the kernel around.

With G of the shape of the answers, ⟨G, Y⟩ is linear in each of G, X and W. Its gradients with respect to them are the
layer itself and its two ways back, `to_images` and `to_kernels` of `derived.networks.windows`; and the gradients of
these are the same three again, so that all can be nested.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from derived.autodiff.reverse import primitive
from derived.inputs import as_single_or_double, count, takes
from derived.inputs.settings import Rule
from derived.networks.windows import columns_by_row, convolved, output_size, to_images, to_kernels

__all__ = [
    "conv2d",
    "convolution_matrix",
    "receptive_field",
]


def _without_bias(X: Any, W: Any, **how: int) -> Any:
    return _layer(X, W, np.zeros(np.shape(W)[0], np.float32), **how)  # which makes 64 bits of no number


_layer: Callable = primitive(
    [
        lambda g, y, X, W, b, **how: _back_to_images(g, W, sides=np.shape(X)[2:], **how),
        lambda g, y, X, W, b, **how: _back_to_kernels(g, X, kernel=np.shape(W)[2:], **how),
        lambda g, y, X, W, b, **how: np.sum(g, axis=(0, 2, 3)),
    ],
    [
        lambda t, y, X, W, b, **how: _without_bias(t, W, **how),
        lambda t, y, X, W, b, **how: _without_bias(X, t, **how),
        lambda t, y, X, W, b, **how: np.broadcast_to(np.reshape(t, (-1, 1, 1)), np.shape(y)),
    ],
    name="conv2d",
)(convolved)
_back_to_images: Callable = primitive(
    [
        lambda g, y, G, W, sides, **how: _without_bias(g, W, **how),
        lambda g, y, G, W, sides, **how: _back_to_kernels(G, g, kernel=np.shape(W)[2:], **how),
    ],
    [
        lambda t, y, G, W, **how: _back_to_images(t, W, **how),
        lambda t, y, G, W, **how: _back_to_images(G, t, **how),
    ],
    name="conv2d, back to the images",
)(to_images)
_back_to_kernels: Callable = primitive(
    [
        lambda g, y, G, X, kernel, **how: _without_bias(X, g, **how),
        lambda g, y, G, X, kernel, **how: _back_to_images(G, g, sides=np.shape(X)[2:], **how),
    ],
    [
        lambda t, y, G, X, **how: _back_to_kernels(t, X, **how),
        lambda t, y, G, X, **how: _back_to_kernels(G, t, **how),
    ],
    name="conv2d, back to the kernels",
)(to_kernels)


@takes(stride=count(), padding=count(at_least=0))
def conv2d(X: Any, W: Any, b: Any = None, stride: int = 1, padding: int = 0) -> Any:
    """A convolutional layer: all kernels at all places of all images, and a bias for each output channel.

    Parameters
    ----------
    X : array_like of shape (n, C, H, W)
        Images; plain or recorded.
    W : array_like of shape (D, C, k, h)
        Kernels.
    b : array_like of shape (D,), optional
        Biases.
    stride : int
        From one window to the next, down and across.
    padding : int
        Rows and columns of zeros on each side.

    Returns
    -------
    array of shape (n, D, rows, columns)
        With `output_size` rows and columns. Where the stride leaves a remainder, the last rows or columns of an image
        may be in no window; their gradient is zero.

    Raises
    ------
    ValueError
        If shapes do not fit, or the kernel is larger than the image with its padding.

    Examples
    --------
    An image of one row, in steps of two. The last pixel is in no window:

    >>> from derived.autodiff.reverse import grad
    >>> X = np.array([0.0, 0, 4, 4, 1, 1]).reshape(1, 1, 1, 6)
    >>> W = np.array([-2.0, 1, 1]).reshape(1, 1, 1, 3)
    >>> conv2d(X, W, stride=2).ravel().tolist()
    [4.0, -3.0]
    >>> grad(lambda X: np.sum(conv2d(X, W, stride=2)))(X).ravel().tolist()
    [-2.0, 1.0, -1.0, 1.0, 1.0, 0.0]
    """
    X, W = as_single_or_double(X, "X"), as_single_or_double(W, "W")
    before, kernels = np.shape(X), np.shape(W)
    if len(before) != 4 or len(kernels) != 4 or before[1] != kernels[1]:
        raise ValueError(
            f"images of shape {before} do not fit kernels of shape {kernels}: "
            "give (n, C, height, width) and (D, C, height, width), with the same number of channels C"
        )
    if b is not None and np.shape(b) != (kernels[0],):
        raise ValueError(f"the biases have shape {np.shape(b)}, but kernels of shape {kernels} need ({kernels[0]},)")
    for side, k in zip(before[2:], kernels[2:], strict=True):
        output_size(side, k, stride, padding)
    if b is None:
        return _without_bias(X, W, stride=stride, padding=padding)
    return _layer(X, W, as_single_or_double(b, "b"), stride=stride, padding=padding)


def sides_of(number: int, what: str) -> Rule:
    """The rule for so many sides of an image, told as what they must be."""

    def rule(value: Any, name: str) -> tuple[int, ...]:
        if not isinstance(value, Sequence | np.ndarray) or len(value) != number:
            raise ValueError(f"{name} must be {what}, not {value!r}")
        return tuple(count()(side, f"{name}[{i}]") for i, side in enumerate(value))

    return rule


@takes(shape=sides_of(3, "that of one image, (C, height, width)"), stride=count(), padding=count(at_least=0))
def convolution_matrix(W: Any, shape: tuple[int, int, int], stride: int = 1, padding: int = 0) -> csr_array:
    """The matrix of a convolution without bias: a row for each output, a column for each input, mostly zeros.

    Parameters
    ----------
    W : array_like of shape (D, C, k, h)
        Kernels.
    shape : (int, int, int)
        Of one image: C, height, width.
    stride, padding : int
        As in `conv2d`.

    Returns
    -------
    csr_array
        T with ``T @ x.ravel() == conv2d(x[np.newaxis], W).ravel()`` for an image x.

    Raises
    ------
    ValueError
        If `shape` is not that of one image, or does not fit the kernels.

    Examples
    --------
    >>> W = np.array([-2.0, 1, 1]).reshape(1, 1, 1, 3)
    >>> convolution_matrix(W, (1, 1, 6), stride=2).toarray().astype(int)
    array([[-2,  1,  1,  0,  0,  0],
           [ 0,  0, -2,  1,  1,  0]])
    """
    W = as_single_or_double(W, "W")
    if W.ndim != 4 or W.shape[1] != shape[0]:
        raise ValueError(
            f"an image of shape {shape} does not fit kernels of shape {W.shape}: "
            "give (C, height, width) and (D, C, height, width), with the same number of channels C"
        )
    for side, k in zip(shape[1:], W.shape[2:], strict=True):
        output_size(side, k, stride, padding)
    pixels = np.arange(1, np.prod(shape) + 1).reshape(1, *shape)  # so 0 stands for padding
    places = np.hstack([row.copy() for row in columns_by_row(pixels, W.shape[2:], stride, padding)]) - 1
    D, (K, P) = len(W), places.shape
    rows, columns, weights = np.broadcast_arrays(
        np.arange(D * P).reshape(D, 1, P), places[np.newaxis], W.reshape(D, K, 1)
    )
    inside = columns >= 0
    return csr_array((weights[inside], (rows[inside], columns[inside])), shape=(D * P, int(np.prod(shape))))


def receptive_field(layers: Sequence[tuple[int, int]]) -> int:
    """How many pixels along a side one number sees, after layers of convolution or pooling.

    Parameters
    ----------
    layers : sequence of (int, int)
        The side of the window and the stride of each layer, from the first on.

    Raises
    ------
    ValueError
        If there is no sequence of layers, or a layer is no such pair.

    Examples
    --------
    Two layers of 3 see as far as one of 5, and a stride makes all that follow see further:

    >>> receptive_field([(3, 1), (3, 1)]), receptive_field([(5, 1), (2, 2), (5, 1), (2, 2)])
    (5, 16)
    """
    if not isinstance(layers, Sequence | np.ndarray):
        raise ValueError(f"layers must be a list of pairs, a window and its stride, such as [(3, 1)], not {layers!r}")
    sees, apart = 1, 1
    for layer in layers:
        if np.shape(layer) != (2,):
            raise ValueError(f"each layer must be its window and its stride, such as (3, 1), not {layer!r}")
        k, stride = layer
        sees += (count()(k, "a window") - 1) * apart
        apart *= count()(stride, "a stride")
    return sees
