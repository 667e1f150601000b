"""Operations that make fewer numbers of many: sums, means, largest values, log-sum-exp."""

from __future__ import annotations

from typing import Any

import numpy as np

from derived.autodiff.reverse.kinds import linear, primitive
from derived.autodiff.reverse.recorded import Recorded, instead_of

__all__ = [
    "cross_entropy",
    "logsumexp",
    "softmax",
]


def _spread(g: Any, shape: tuple[int, ...], axis: Any, keepdims: bool) -> Any:
    """A copy for each number that was added up."""
    if axis is not None and not keepdims:
        g = np.expand_dims(g, axis)
    return np.broadcast_to(g, shape)


_sum = linear(
    "sum",
    lambda a, axis, keepdims: np.sum(a, axis=axis, keepdims=keepdims),
    _spread,
)


def _counted(shape: tuple[int, ...], axis: Any) -> int:
    axes = range(len(shape)) if axis is None else np.atleast_1d(axis)
    return int(np.prod([shape[i] for i in axes], dtype=int))


@instead_of(np.sum)
def total(a: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """The sum, over all axes or some."""
    return _sum(a, axis=axis, keepdims=keepdims)


@instead_of(np.mean)
def mean(a: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """The mean, over all axes or some."""
    return _sum(a, axis=axis, keepdims=keepdims) / _counted(np.shape(a), axis)


@instead_of(np.var)
def variance(a: Any, axis: Any = None, ddof: int = 0, keepdims: bool = False) -> Any:
    """The mean square distance from the mean, or with n - ddof in the place of n."""
    centered = a - mean(a, axis, keepdims=True)
    return _sum(centered * centered, axis=axis, keepdims=keepdims) / (_counted(np.shape(a), axis) - ddof)


@instead_of(np.std)
def deviation(a: Any, axis: Any = None, ddof: int = 0, keepdims: bool = False) -> Any:
    """The root of the variance."""
    return np.sqrt(variance(a, axis, ddof, keepdims))


def _first(a: Any, y: Any, axis: Any, keepdims: bool) -> Any:
    """The share of each entry in the largest (or least): equal ones share it."""
    equal = a == _spread(y, np.shape(a), axis, keepdims)
    return np.true_divide(equal, np.sum(equal, axis=axis, keepdims=True), dtype=y.dtype)


_LARGEST = (
    [lambda g, y, a, axis, keepdims: _spread(g, np.shape(a), axis, keepdims) * _first(a, y, axis, keepdims)],
    [lambda t, y, a, axis, keepdims: np.sum(t * _first(a, y, axis, keepdims), axis=axis, keepdims=keepdims)],
)
_max = primitive(*_LARGEST, name="max")(lambda a, axis, keepdims: np.max(a, axis=axis, keepdims=keepdims))
_min = primitive(*_LARGEST, name="min")(lambda a, axis, keepdims: np.min(a, axis=axis, keepdims=keepdims))


@instead_of(np.max, np.amax)
def largest(a: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """The largest entry; where several are as large, they share its slope."""
    return _max(a, axis=axis, keepdims=keepdims)


@instead_of(np.min, np.amin)
def least(a: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """The least entry, likewise."""
    return _min(a, axis=axis, keepdims=keepdims)


def _others(a: Any, axis: Any) -> Any:
    """For each entry, the product of all others along the axis: no division, so that zeros are none of its cases."""
    flat, n = (np.reshape(a, -1), np.size(a)) if axis is None else (np.moveaxis(a, axis, -1), np.shape(a)[axis])
    left, right = [np.ones(np.shape(flat)[:-1], a.dtype)], [np.ones(np.shape(flat)[:-1], a.dtype)]
    for i in range(n - 1):
        left.append(left[-1] * flat[..., i])
        right.append(right[-1] * flat[..., n - 1 - i])
    others = np.stack([before * after for before, after in zip(left, reversed(right), strict=True)], -1)
    return np.reshape(others, np.shape(a)) if axis is None else np.moveaxis(others, -1, axis)


_prod = primitive(
    [lambda g, y, a, axis, keepdims: _spread(g, np.shape(a), axis, keepdims) * _others(a, axis)],
    [lambda t, y, a, axis, keepdims: np.sum(t * _others(a, axis), axis=axis, keepdims=keepdims)],
    name="prod",
)(lambda a, axis, keepdims: np.prod(a, axis=axis, keepdims=keepdims))


@instead_of(np.prod)
def product(a: Any, axis: int | None = None, keepdims: bool = False) -> Any:
    """The product, over all entries or an axis."""
    return _prod(a, axis=axis, keepdims=keepdims)


def _flipped_sum(g: Any, axis: int) -> Any:
    return np.flip(np.cumsum(np.flip(g, axis), axis=axis), axis)


_cumsum = linear("cumsum", lambda a, axis: np.cumsum(a, axis=axis), lambda g, shape, axis: _flipped_sum(g, axis))


@instead_of(np.cumsum)
def cumsum(a: Any, axis: int = 0) -> Any:
    """Sums of the first, the first two, the first three … along an axis."""
    return _cumsum(a, axis=axis)


def _shares(a: Any, y: Any, axis: Any, keepdims: bool) -> Any:
    """The softmax, from the log-sum-exp."""
    return np.exp(a - _spread(y, np.shape(a), axis, keepdims))


@primitive(
    [lambda g, y, a, axis, keepdims: _spread(g, np.shape(a), axis, keepdims) * _shares(a, y, axis, keepdims)],
    [lambda t, y, a, axis, keepdims: np.sum(t * _shares(a, y, axis, keepdims), axis=axis, keepdims=keepdims)],
    name="logsumexp",
)
def _logsumexp(a: Any, axis: Any, keepdims: bool) -> Any:
    highest = np.max(a, axis=axis, keepdims=True)
    result = highest + np.log(np.sum(np.exp(a - highest), axis=axis, keepdims=True))
    return result if keepdims else np.squeeze(result, axis)


def logsumexp(a: Any, axis: Any = None, keepdims: bool = False) -> Any:
    r"""Log-sum-exp, :math:`\log\sum_k e^{a_k}`; its slope is the softmax.

    Parameters
    ----------
    a : array_like
        Scores.
    axis : int, tuple of int, or None
        Along which to add.
    keepdims : bool
        Whether to keep the axis, with length one.

    Examples
    --------
    >>> round(float(logsumexp(np.array([1000.0, 1000.0]))), 6)
    1000.693147
    """
    return _logsumexp(a, axis=axis, keepdims=keepdims)


def softmax(z: Any, axis: int = -1) -> Any:
    r"""Softmax, :math:`e^{z_k}/\sum_j e^{z_j}`.

    Parameters
    ----------
    z : array_like
        Scores.
    axis : int
        Along which they add up to one.

    Examples
    --------
    >>> softmax(np.array([0.0, np.log(3.0)])).round(6).tolist()
    [0.25, 0.75]
    """
    return np.exp(z - logsumexp(z, axis, keepdims=True))


@primitive(
    [lambda g, y, z, labels, surplus: g * surplus],
    [lambda t, y, z, labels, surplus: np.sum(t * surplus)],
    saves=True,
    name="cross_entropy",
)
def _cross_entropy(z: Any, labels: Any) -> tuple[Any, dict]:
    """The loss, and its slopes: softmax minus one-hot, over n."""
    z = z if isinstance(z, Recorded) else np.asarray(z)
    labels = _classes(z.shape, labels)
    rows, n = np.arange(len(labels)), len(labels)
    centered = z - z.max(axis=1, keepdims=True)
    weights = np.exp(centered)
    sums = weights.sum(axis=1, keepdims=True)
    loss = (np.log(sums)[:, 0] - centered[rows, labels]).sum() / n
    chosen = np.zeros(weights.shape, weights.dtype)
    chosen[rows, labels] = 1 / n
    return loss, {"surplus": weights / (n * sums) - chosen}


def cross_entropy(z: Any, labels: np.ndarray) -> Any:
    """The mean cross-entropy of scores with labels; its gradient is softmax minus one-hot, over n.

    Parameters
    ----------
    z : array_like of shape (n, K)
        A score for each class in each row.
    labels : ndarray of shape (n,)
        The class of each row, 0 to K - 1.

    Raises
    ------
    ValueError
        If there is not a row of scores for each label, or a label is no class.

    Examples
    --------
    >>> round(float(cross_entropy(np.zeros((5, 2)), np.array([0, 1, 1, 0, 1]))), 6)
    0.693147
    """
    return _cross_entropy(z, labels)


def _classes(shape: tuple[int, ...], labels: Any) -> np.ndarray:
    """The labels as an array: one for each row of scores, each the number of a column."""
    array = np.asarray(labels)
    if len(shape) != 2 or array.shape != shape[:1] or not array.size:
        raise ValueError(
            f"the scores have the shape {shape}, and the labels {array.shape}: there must be a row of scores for each "
            "label, (n, K) and (n,)"
        )
    if array.dtype.kind not in "iu":
        raise ValueError(f"labels must be whole numbers, 0 to {shape[1] - 1}, and here are some of type {array.dtype}")
    if np.minimum.reduce(array) < 0 or np.maximum.reduce(array) >= shape[1]:
        wrong = np.flatnonzero((array < 0) | (array >= shape[1]))[0]
        raise ValueError(
            f"labels[{wrong}] is {array[wrong]}: with {shape[1]} scores in each row, classes are 0 to {shape[1] - 1}"
        )
    return array
