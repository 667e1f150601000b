r"""Convolution of images: the same few weights at every place.

Images are arrays of shape (n, C, H, W): n of them, with C channels of H by W numbers each. A layer has weights of shape
(D, C, k, h), a kernel for each of its D output channels and each input channel, and slides them in steps of s over the
image, with p rows and columns of zeros around it. Without bias, and with one channel,

.. math:: y_{ij} = \sum_{a=1}^{k}\sum_{b=1}^{h} w_{ab}\, x_{s(i-1)+a-p,\; s(j-1)+b-p}.

Mathematics calls that a cross-correlation; networks call it a convolution, which would turn the kernel around.

The windows of an image, written as the columns of a matrix, make a product of matrices of it. Putting them there is
linear, and its transpose adds each entry back to where it came from: that is all that reverse mode has to be told.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from scipy.sparse import csr_array

from derived.autodiff.reverse import Recorded, primitive
from derived.inputs import count, takes

__all__ = [
    "conv2d",
    "convolution_matrix",
    "output_size",
    "receptive_field",
]


@takes(n=count(), k=count(), stride=count(), padding=count(at_least=0))
def output_size(n: int, k: int, stride: int = 1, padding: int = 0) -> int:
    r"""How many windows there are along a side: :math:`\lfloor (n + 2p - k)/s \rfloor + 1`.

    Parameters
    ----------
    n : int
        How long the side is.
    k : int
        How long a window is.
    stride : int
        From one window to the next.
    padding : int
        How many zeros there are before the first number, and how many behind the last.

    Raises
    ------
    ValueError
        If a window is longer than the side with its padding.

    Examples
    --------
    >>> output_size(6, 3), output_size(6, 3, stride=2), output_size(6, 3, stride=2, padding=1)
    (4, 2, 3)
    >>> output_size(2, 3)
    Traceback (most recent call last):
    ValueError: a window of 3 does not fit into 2 numbers with a padding of 0: take a padding of at least 1
    """
    if k > n + 2 * padding:
        raise ValueError(
            f"a window of {k} does not fit into {n} numbers with a padding of {padding}: "
            f"take a padding of at least {-((n - k) // 2)}"
        )
    return (n + 2 * padding - k) // stride + 1


def _columns(X: np.ndarray, kernel: tuple[int, int], stride: int, padding: int) -> np.ndarray:
    """The windows of images as columns: a row for each channel and place in the kernel, a column for each window."""
    n, C, H, W = X.shape
    if padding:
        framed = np.zeros((C, n, H + 2 * padding, W + 2 * padding), X.dtype)
        framed[:, :, padding : padding + H, padding : padding + W] = X.transpose(1, 0, 2, 3)
        X = framed.transpose(1, 0, 2, 3)
    windows = sliding_window_view(X, kernel, axis=(2, 3))[:, :, ::stride, ::stride]  # n, C, row, column, then within
    return windows.transpose(1, 4, 5, 0, 2, 3).reshape(C * kernel[0] * kernel[1], -1)


def _images(columns: np.ndarray, shape: tuple, kernel: tuple[int, int], stride: int, padding: int) -> np.ndarray:
    """The transpose of `_columns`: each entry is added to where it came from; what no window saw stays zero."""
    n, C, H, W = shape
    (k, h), rows = kernel, output_size(H, kernel[0], stride, padding)
    across = output_size(W, h, stride, padding)
    parts = columns.reshape(C, k, h, n, rows, across)
    framed = np.zeros((C, n, H + 2 * padding, W + 2 * padding), columns.dtype)
    for a in range(k):
        for b in range(h):
            framed[:, :, a : a + stride * rows : stride, b : b + stride * across : stride] += parts[:, a, b]
    return framed[:, :, padding : padding + H, padding : padding + W].transpose(1, 0, 2, 3)


def transposes(name: str, function: Callable, name_back: str, back: Callable) -> tuple[Callable, Callable]:
    """Two linear operations, each of which is the transpose of the other.

    Parameters
    ----------
    name, name_back : str
        What they are called in messages.
    function : callable
        ``function(a, **options)``.
    back : callable
        ``back(g, shape=shape, **options)``, where `shape` is that of the arguments of `function`.

    Examples
    --------
    >>> from derived.autodiff.reverse import grad
    >>> first, padded = transposes(
    ...     "first", lambda a, n: a[:n], "padded", lambda g, shape, n: np.append(g, np.zeros(shape[0] - n))
    ... )
    >>> grad(lambda a: np.sum(first(a, n=2)))(np.ones(3)).tolist()
    [1.0, 1.0, 0.0]
    """
    there: Callable = primitive(
        [lambda g, y, a, **options: and_back(g, shape=np.shape(a), **options)],
        [lambda t, y, a, **options: there(t, **options)],
        name=name,
    )(function)
    and_back: Callable = primitive(
        [lambda g, y, a, shape, **options: there(g, **options)],
        [lambda t, y, a, **options: and_back(t, **options)],
        name=name_back,
    )(back)
    return there, and_back


_as_columns, _ = transposes("windows", _columns, "adding up windows", _images)


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
    X, W = floats(X), floats(W)
    before, kernels = np.shape(X), np.shape(W)
    if len(before) != 4 or len(kernels) != 4 or before[1] != kernels[1]:
        raise ValueError(
            f"images of shape {before} do not fit kernels of shape {kernels}: "
            "give (n, C, height, width) and (D, C, height, width), with the same number of channels C"
        )
    (n, _, *sides), (D, _, *kernel) = before, kernels
    rows, across = (output_size(side, k, stride, padding) for side, k in zip(sides, kernel, strict=True))
    columns = _as_columns(X, kernel=tuple(kernel), stride=stride, padding=padding)
    scores = np.matmul(np.reshape(W, (D, -1)), columns)
    if b is not None:
        if np.shape(b) != (D,):
            raise ValueError(f"the biases have shape {np.shape(b)}, but kernels of shape {kernels} need ({D},)")
        scores = scores + np.reshape(floats(b), (D, 1))
    return np.transpose(np.reshape(scores, (D, n, rows, across)), (1, 0, 2, 3))


def floats(array: Any) -> Any:
    """An array of floats; recorded ones, and those of 32 bits, as they are."""
    if isinstance(array, Recorded):
        return array
    array = np.asarray(array)
    return array if array.dtype in (np.float32, np.float64) else array.astype(float)


@takes(stride=count(), padding=count(at_least=0))
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

    Examples
    --------
    >>> W = np.array([-2.0, 1, 1]).reshape(1, 1, 1, 3)
    >>> convolution_matrix(W, (1, 1, 6), stride=2).toarray().astype(int)
    array([[-2,  1,  1,  0,  0,  0],
           [ 0,  0, -2,  1,  1,  0]])
    """
    W = floats(W)
    if W.ndim != 4 or len(shape) != 3 or W.shape[1] != shape[0]:
        raise ValueError(
            f"an image of shape {tuple(shape)} does not fit kernels of shape {W.shape}: "
            "give (C, height, width) and (D, C, height, width), with the same number of channels C"
        )
    for side, k in zip(shape[1:], W.shape[2:], strict=True):
        output_size(side, k, stride, padding)
    pixels = np.arange(1, np.prod(shape) + 1).reshape(1, *shape)  # so 0 stands for padding
    places = _columns(pixels, W.shape[2:], stride, padding) - 1
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

    Examples
    --------
    Two layers of 3 see as far as one of 5, and a stride makes all that follow see further:

    >>> receptive_field([(3, 1), (3, 1)]), receptive_field([(5, 1), (2, 2), (5, 1), (2, 2)])
    (5, 16)
    """
    sees, apart = 1, 1
    for k, stride in layers:
        sees += (count()(k, "a window") - 1) * apart
        apart *= count()(stride, "a stride")
    return sees
