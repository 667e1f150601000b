"""Operations that move numbers and do not change them: all linear, each with its transpose."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

from derived.autodiff.reverse.kinds import linear, primitive, summed_to
from derived.autodiff.reverse.recorded import apply, instead_of, value_of
from derived.autodiff.reverse.tape import Primitive

__all__: list[str] = []


def _scattered(g: Any, before: tuple[int, ...], where: Any) -> np.ndarray:
    """Zeros, with `g` added where it was taken from: an entry that was taken twice gets both."""
    if type(g) is not np.ndarray and not np.isscalar(g):  # recorded: the same, with a record
        return _put(g, before=before, where=where)
    result = np.zeros(before, np.result_type(g))
    simple = where if isinstance(where, tuple) else (where,)
    if all(isinstance(part, int | np.integer | slice) or part is None or part is Ellipsis for part in simple):
        result[where] = g
    else:
        np.add.at(result, where, g)
    return result


def _put_diag(g: Any, before: tuple[int, ...]) -> Any:
    return np.diag(g) if len(before) == 1 or before[0] == before[1] else g * np.eye(before[0], before[1], dtype=g.dtype)


_reshape = linear("reshape", np.reshape, lambda g, before, shape: np.reshape(g, before))
_transpose = linear(
    "transpose",
    np.transpose,
    lambda g, before, axes: np.transpose(g, None if axes is None else np.argsort([i % len(axes) for i in axes])),
)
_broadcast_to = linear("broadcast_to", np.broadcast_to, lambda g, before, shape: summed_to(before, g))
_getitem: Callable[..., Any] = linear(
    "indexing", lambda a, where: a[where], lambda g, before, where: _put(g, before=before, where=where)
)
_put: Callable[..., Any] = linear("putting", _scattered, lambda a, _, before, where: a[where])
_flip = linear("flip", np.flip, lambda g, shape, axis: np.flip(g, axis))
_moveaxis = linear(
    "moveaxis",
    np.moveaxis,
    lambda g, shape, source, destination: np.moveaxis(g, destination, source),
)
_trace = linear("trace", np.trace, lambda g, before: g * np.eye(before[0], before[1], dtype=g.dtype))
_diag = linear("diag", np.diag, _put_diag)


@instead_of("getitem")
def getitem(a: Any, where: Any) -> Any:
    """Entries of an array, as by ``a[where]``."""
    return _getitem(a, where=_copied(where))


def _copied(where: Any) -> Any:
    """An index whose lists are copies, as one may be changed before the way back."""
    if type(where) is tuple:
        return tuple(map(_copied, where))
    return [_copied(part) for part in where] if type(where) is list else where


@instead_of(np.reshape)
def reshape(a: Any, shape: Any) -> Any:
    """The same numbers in another shape."""
    return _reshape(a, shape=shape)


@instead_of(np.ravel)
def ravel(a: Any) -> Any:
    """The same numbers in a row."""
    return _reshape(a, shape=-1)


@instead_of(np.expand_dims)
def expand_dims(a: Any, axis: Any) -> Any:
    """With a new axis of length one."""
    return _reshape(a, shape=np.expand_dims(np.empty(np.shape(a), dtype=bool), axis).shape)


@instead_of(np.squeeze)
def squeeze(a: Any, axis: Any = None) -> Any:
    """Without axes of length one."""
    return _reshape(a, shape=np.squeeze(np.empty(np.shape(a), dtype=bool), axis).shape)


@instead_of(np.transpose)
def transpose(a: Any, axes: Any = None) -> Any:
    """The axes in another order."""
    return _transpose(a, axes=axes)


@instead_of(np.swapaxes)
def swapaxes(a: Any, first: int, second: int) -> Any:
    """Two axes exchanged."""
    axes = list(range(np.ndim(a)))
    axes[first], axes[second] = axes[second], axes[first]
    return _transpose(a, axes=axes)


@instead_of(np.flip)
def flip(a: Any, axis: Any = None) -> Any:
    """From the last to the first."""
    return _flip(a, axis=axis)


@instead_of(np.moveaxis)
def moveaxis(a: Any, source: Any, destination: Any) -> Any:
    """An axis at another place."""
    return _moveaxis(a, source=source, destination=destination)


@instead_of(np.broadcast_to)
def broadcast_to(a: Any, shape: Any) -> Any:
    """Copies of it, side by side."""
    return _broadcast_to(a, shape=shape)


@instead_of(np.trace)
def trace(a: Any) -> Any:
    """The sum of the diagonal."""
    return _trace(a)


@instead_of(np.diag)
def diag(a: Any) -> Any:
    """The diagonal of a matrix, or a matrix with a vector on its diagonal."""
    return _diag(a)


class _Each:
    """Rules of an operation of any number of arguments: the i-th knows its i."""

    def __init__(self, rule: Any):
        self.rule = rule

    def __getitem__(self, i: int) -> Any:
        return partial(self.rule, i)


def _part(i: int, g: Any, y: Any, *arrays: Any, axis: int) -> Any:
    begin = sum(np.shape(a)[axis] for a in arrays[:i])
    where: list[Any] = [slice(None)] * np.ndim(y)
    where[axis] = slice(begin, begin + np.shape(arrays[i])[axis])
    return g[tuple(where)]


def _alone(i: int, t: Any, y: Any, *arrays: Any, axis: int) -> Any:
    return np.concatenate([t if k == i else np.zeros(np.shape(a), t.dtype) for k, a in enumerate(arrays)], axis)


_CONCATENATE = Primitive("concatenate", lambda *arrays, axis: np.concatenate(arrays, axis), _Each(_part), _Each(_alone))


@instead_of(np.concatenate)
def concatenate(arrays: Sequence[Any], axis: int = 0) -> Any:
    """Arrays one after the other, along an axis."""
    return apply(_CONCATENATE, *arrays, axis=axis)


@instead_of(np.stack)
def stack(arrays: Sequence[Any], axis: int = 0) -> Any:
    """Arrays beside each other, along a new axis."""
    return concatenate([np.expand_dims(a, axis) for a in arrays], axis)


@primitive(
    [
        lambda g, y, a, b, condition: summed_to(np.shape(a), np.where(condition, g, 0.0)),
        lambda g, y, a, b, condition: summed_to(np.shape(b), np.where(condition, 0.0, g)),
    ],
    [
        lambda t, y, a, b, condition: np.where(condition, t, np.zeros(np.shape(y), y.dtype)),
        lambda t, y, a, b, condition: np.where(condition, np.zeros(np.shape(y), y.dtype), t),
    ],
    name="where",
)
def _where(a: Any, b: Any, condition: Any) -> Any:
    return np.where(condition, a, b)


@instead_of(np.where)
def where(condition: Any, a: Any, b: Any) -> Any:
    """`a` where a condition holds, `b` elsewhere."""
    condition = value_of(condition)
    return _where(a, b, condition=np.array(condition) if type(condition) is list else condition)
