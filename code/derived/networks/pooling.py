r"""Pooling: of each window of an image only its largest number, or only its mean.

Windows are squares of side k, in steps of s, as in `derived.networks.convolution`, without padding. Each channel is
pooled by itself. On the way back, the gradient of a largest number goes to where that number was, and to nothing else;
of several equal ones, to the first in reading order. The gradient of a mean is shared out equally.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from derived.autodiff.reverse import Recorded, primitive
from derived.autodiff.reverse.recorded import value_of
from derived.inputs import as_single_or_double, count, takes
from derived.networks.windows import output_size

__all__ = [
    "max_pool",
    "mean_pool",
]


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


def _views(X: np.ndarray, size: int, stride: int) -> Iterator[np.ndarray]:
    """The first numbers of all windows, the second ones, and so on; they can be written into."""
    rows, across = (output_size(side, size, stride) for side in X.shape[2:])
    for a in range(size):
        for b in range(size):
            yield X[:, :, a : a + stride * rows : stride, b : b + stride * across : stride]


def _largest(X: np.ndarray, size: int, stride: int) -> tuple[np.ndarray, np.ndarray]:
    """Of each window the largest number, and its place: 0 for the first, the last one is size² − 1."""
    first, *others = _views(X, size, stride)
    best, places = first, np.zeros_like(first, np.min_scalar_type(size * size - 1))
    for place, view in enumerate(others, 1):
        np.maximum(places, (view > best) * places.dtype.type(place), out=places)  # of all that were larger, the last
        best = np.maximum(best, view)
    return (best if others else best.copy()), places


def _from_places(X: np.ndarray, places: np.ndarray, size: int, stride: int) -> np.ndarray:
    """Of each window the number at its place."""
    taken = np.zeros_like(places, X.dtype)
    for place, view in enumerate(_views(X, size, stride)):
        np.copyto(taken, view, where=places == place)
    return taken


def _to_places(g: np.ndarray, shape: tuple, places: np.ndarray, size: int, stride: int) -> np.ndarray:
    """The transpose: each number is added at the place of its window; all else is zero."""
    images = np.zeros_like(g, shape=shape)
    for place, view in enumerate(_views(images, size, stride)):
        if stride < size:
            view[...] += g * (places == place)
        else:  # no pixel is in two windows
            np.multiply(g, places == place, out=view)
    return images


_take, _put = transposes("taking the largest", _from_places, "routing", _to_places)


@primitive(
    [lambda g, y, X, **options: _put(g, shape=np.shape(X), **options)],
    [lambda t, y, X, **options: _take(t, **options)],
    saves=True,
    name="max_pool",
)
def _max_pool(X: Any, size: int, stride: int) -> tuple[Any, dict]:
    values, places = _largest(value_of(X), size, stride)
    options = {"places": places, "size": size, "stride": stride}
    return (_take(X, **options) if isinstance(X, Recorded) else values), options


def _means(X: np.ndarray, size: int, stride: int) -> np.ndarray:
    return sum(_views(X, size, stride)) / size**2  # type: ignore[return-value]


def _shares(g: np.ndarray, shape: tuple, size: int, stride: int) -> np.ndarray:
    images = np.zeros_like(g, shape=shape)
    for view in _views(images, size, stride):
        view[...] += g / size**2
    return images


_mean_pool, _ = transposes("mean_pool", _means, "sharing out", _shares)


def _images(X: Any, size: int) -> Any:
    """The images as an array, or as recorded; a ValueError if no window fits."""
    X = as_single_or_double(X, "X")
    shape = np.shape(X)
    if len(shape) != 4:
        raise ValueError(f"images have shape {shape}, but need four axes: (n, C, height, width)")
    if size > min(shape[2:]):
        raise ValueError(f"windows of {size} by {size} do not fit into images of shape {shape}: take a smaller size")
    return X


@takes(size=count(), stride=count())
def max_pool(X: Any, size: int = 2, stride: int | None = None) -> Any:
    """The largest number of each window.

    Parameters
    ----------
    X : array_like of shape (n, C, H, W)
        Images; plain or recorded.
    size : int
        The side of a window.
    stride : int, optional
        From one window to the next; the size, if not given, so that windows lie side by side. Rows and columns that
        fill no window at the end are left out.

    Raises
    ------
    ValueError
        If X has not four axes, or is smaller than a window.

    Examples
    --------
    >>> from derived.autodiff.reverse import grad
    >>> X = np.array([[1.0, 5, 2, 0], [3, 4, 2, 1]]).reshape(1, 1, 2, 4)
    >>> max_pool(X).ravel().tolist()
    [5.0, 2.0]
    >>> grad(lambda X: np.sum(max_pool(X)))(X)[0, 0].tolist()
    [[0.0, 1.0, 1.0, 0.0], [0.0, 0.0, 0.0, 0.0]]
    """
    stride = size if stride is None else stride
    return _max_pool(_images(X, size), size=size, stride=stride)


@takes(size=count(), stride=count())
def mean_pool(X: Any, size: int = 2, stride: int | None = None) -> Any:
    """The mean of each window.

    Parameters
    ----------
    X : array_like of shape (n, C, H, W)
        Images; plain or recorded.
    size : int
        The side of a window.
    stride : int, optional
        From one window to the next; the size, if not given.

    Raises
    ------
    ValueError
        If X has not four axes, or is smaller than a window.

    Examples
    --------
    >>> X = np.array([[1.0, 5, 2, 0], [3, 4, 2, 1]]).reshape(1, 1, 2, 4)
    >>> mean_pool(X).ravel().tolist()
    [3.25, 1.25]
    """
    stride = size if stride is None else stride
    return _mean_pool(_images(X, size), size=size, stride=stride)
