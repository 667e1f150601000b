"""A convolutional network for images.

It is a list of pairs (W, b) like any other, only that all W but the last are kernels: each convolution is followed by a
pooling that halves the sides and by ReLU, and the last layer makes scores of the numbers that are left. (The largest of
four is above zero where any of them is, so ReLU may come first or last; last there is a quarter of the work.)
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from derived.autodiff.reverse import affine, relu
from derived.inputs import as_single_or_double, count, generator, takes
from derived.networks.convolution import conv2d, sides_of
from derived.networks.initialization import he, lecun, widths_in_turn
from derived.networks.pooling import max_pool
from derived.networks.windows import output_size

__all__ = ["convolutional", "init_convolutional", "moved"]


def convolutional(params: Sequence[tuple[Any, Any]], images: Any) -> Any:
    """The scores of a convolutional network: convolutions, each with a pooling and ReLU, and a last layer.

    Parameters
    ----------
    params : list of (W, b)
        Kernels of shape (D, C, k, k) with D biases for each convolution, and last the weights of shape (d, K) and K
        offsets of a layer that makes K scores of the d numbers that are left of an image.
    images : array_like of shape (n, C, height, width)
        Plain or recorded.

    Returns
    -------
    array of shape (n, K)

    Examples
    --------
    >>> params = init_convolutional(np.random.default_rng(0), (28, 28), [1, 8, 16], kernel=5, classes=10)
    >>> convolutional(params, np.ones((3, 1, 28, 28))).shape
    (3, 10)
    """
    *convolutions, (W_last, b_last) = params
    A = images
    for W, b in convolutions:
        A = relu(max_pool(conv2d(A, W, b)))
    return affine(np.reshape(A, (len(A), -1)), W_last, b_last)


@takes(
    rng=generator,
    sides=sides_of(2, "the height and the width of an image, such as (28, 28)"),
    channels=widths_in_turn,
    kernel=count(),
    classes=count(),
)
def init_convolutional(
    rng: np.random.Generator, sides: tuple[int, int], channels: Sequence[int], kernel: int, classes: int
) -> list[tuple[np.ndarray, np.ndarray]]:
    """First weights of such a network: kernels of He's variance, a last layer of LeCun's, and biases of zero.

    Parameters
    ----------
    rng : numpy.random.Generator
        Draws them, from the first layer on.
    sides : (int, int)
        Height and width of an image.
    channels : sequence of int
        Those of an image, and those that each convolution makes.
    kernel : int
        The side of all kernels.
    classes : int
        How many scores there are.

    Raises
    ------
    ValueError
        If a kernel or a window of a pooling does not fit into what is left of an image, `sides` is no pair, or
        `channels` are not two or more counts.

    Examples
    --------
    >>> params = init_convolutional(np.random.default_rng(0), (28, 28), [1, 16, 32], kernel=5, classes=10)
    >>> [W.shape for W, _ in params], sum(part.size for layer in params for part in layer)
    ([(16, 1, 5, 5), (32, 16, 5, 5), (512, 10)], 18378)
    """
    params = []
    for C, D in pairwise(channels):
        params.append((he(rng, C * kernel**2, D).T.reshape(D, C, kernel, kernel), np.zeros(D)))
        sides = tuple(output_size(output_size(side, kernel), 2, stride=2) for side in sides)  # type: ignore[assignment]
    return [*params, (lecun(rng, channels[-1] * int(np.prod(sides)), classes), np.zeros(classes))]


def moved(images: Any, moves: Any) -> np.ndarray:
    """Images moved down and to the right, with zeros coming in from the other side.

    Parameters
    ----------
    images : array_like of shape (n, C, height, width)
    moves : array_like of shape (2,) or (n, 2)
        By how many pixels down and to the right, for all images or for each; negative for up and to the left.

    Examples
    --------
    >>> image = np.array([[1.0, 2, 3], [4, 5, 6]]).reshape(1, 1, 2, 3)
    >>> moved(image, (0, 1)).tolist()
    [[[[0.0, 1.0, 2.0], [0.0, 4.0, 5.0]]]]
    >>> moved(image, (0, 1.5))
    Traceback (most recent call last):
    ValueError: moves must be whole numbers of pixels, a pair for all images or for each of the 1
    """
    images, moves = as_single_or_double(images, "images"), np.asarray(moves)
    if images.ndim != 4:
        raise ValueError(f"images have shape {images.shape}, but need four axes: (n, C, height, width)")
    if moves.dtype.kind not in "iu" or moves.shape not in ((2,), (len(images), 2)):
        raise ValueError(
            f"moves must be whole numbers of pixels, a pair for all images or for each of the {len(images)}"
        )
    down, right = np.broadcast_to(moves, (len(images), 2)).T
    far = int(np.abs(moves).max(initial=0))
    framed = np.pad(images, ((0, 0), (0, 0), (far, far), (far, far)))
    windows = sliding_window_view(framed, images.shape[2:], axis=(2, 3))
    return windows[np.arange(len(images)), :, far - down, far - right]
