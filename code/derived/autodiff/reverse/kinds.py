r"""Kinds of operations, from which both ways through a derivative follow.

* *entry by entry*: :math:`y = f(a, b)` for each entry. A tangent is multiplied by the slope
  :math:`\partial f/\partial a`, and so is an adjoint; where an argument was broadcast, it is added up over copies.
* *linear*: :math:`y = L(a)`. The tangent goes through :math:`L` as the value did, the adjoint through :math:`L^\top`.
* *bilinear*: :math:`y = B(a, b)` is linear in each argument while the other is held.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from derived.autodiff.reverse.recorded import apply, instead_of
from derived.autodiff.reverse.tape import Primitive

__all__ = [
    "bilinear",
    "entrywise",
    "linear",
    "primitive",
    "summed_to",
]

Slope = Callable[..., Any] | int


def primitive(name: str, function: Callable, vjps: Any, jvps: Any, saves: bool = False) -> Callable[..., Any]:
    """An operation with rules of its own, as a function of recorded and plain values alike.

    Parameters
    ----------
    name : str
        What it is called in messages.
    function : callable
        ``function(*values, **options)`` computes it.
    vjps, jvps : sequence of callable
        As in `Primitive`.
    saves : bool
        Whether ``function`` returns what its rules need again, too.

    Examples
    --------
    >>> from derived.autodiff.reverse import grad
    >>> cube = primitive("cube", lambda x: x**3, [lambda g, y, x: 3 * x**2 * g], [lambda t, y, x: 3 * x**2 * t])
    >>> cube(2.0), grad(cube)(2.0)
    (8.0, 12.0)
    """
    this = Primitive(name, function, vjps, jvps, saves)

    def operation(*arguments: Any, **options: Any) -> Any:
        return apply(this, *arguments, **options)

    operation.__name__ = operation.__qualname__ = name
    return operation


def entrywise(function: np.ufunc, *slopes: Slope) -> Callable[..., Any]:
    """An operation entry by entry, from its slopes.

    Parameters
    ----------
    function : ufunc
        Of NumPy: where an argument is recorded, this operation takes its place.
    *slopes : callable or int
        ``slope(y, *values)`` is the derivative with respect to one argument; 1 and -1 are those of a sum or difference.
    """
    operation = primitive(
        function.__name__, function, [_vjp(i, s) for i, s in enumerate(slopes)], [_jvp(s) for s in slopes]
    )
    return instead_of(function)(operation)


def _times(slope: Slope, moved: Any, y: Any, values: tuple) -> Any:
    if callable(slope):
        return moved * slope(y, *values)
    return moved if slope == 1 else -moved


def _vjp(i: int, slope: Slope) -> Callable[..., Any]:
    def vjp(g: Any, y: Any, *values: Any) -> Any:
        return summed_to(np.shape(values[i]), _times(slope, g, y, values))

    return vjp


def _jvp(slope: Slope) -> Callable[..., Any]:
    def jvp(t: Any, y: Any, *values: Any) -> Any:
        moved = _times(slope, t, y, values)
        return moved if np.shape(moved) == np.shape(y) else np.broadcast_to(moved, np.shape(y))

    return jvp


def summed_to(shape: tuple[int, ...], g: Any) -> Any:
    """The adjoint of broadcasting: add up over all copies of an entry.

    Parameters
    ----------
    shape : tuple of int
        Of the argument before it was broadcast.
    g : array_like
        The adjoint of what it became.

    Examples
    --------
    >>> summed_to((3,), np.ones((2, 3))).tolist(), summed_to((2, 1), np.ones((2, 3))).tolist()
    ([2.0, 2.0, 2.0], [[3.0], [3.0]])
    """
    if np.shape(g) == shape:
        return g
    new = np.ndim(g) - len(shape)
    copied = tuple(range(new)) + tuple(i + new for i, n in enumerate(shape) if n == 1)
    return np.reshape(np.sum(g, axis=copied), shape)


def linear(name: str, function: Callable, adjoint: Callable[..., Any]) -> Callable[..., Any]:
    """A linear operation of one argument, from its transpose.

    Parameters
    ----------
    name : str
        What it is called in messages.
    function : callable
        ``function(a, **options)``.
    adjoint : callable
        ``adjoint(g, shape, **options)`` takes an adjoint back to an argument of that shape.
    """
    return primitive(
        name,
        function,
        [lambda g, y, a, **options: adjoint(g, np.shape(a), **options)],
        [lambda t, y, a, **options: function(t, **options)],
    )


def bilinear(
    name: str, function: Callable, to_first: Callable[..., Any], to_second: Callable[..., Any]
) -> Callable[..., Any]:
    """An operation linear in each of two arguments.

    Parameters
    ----------
    name : str
        What it is called in messages.
    function : callable
        ``function(a, b, **options)``.
    to_first, to_second : callable
        ``to_first(g, a, b, **options)`` takes an adjoint back to the first argument, the other to the second.
    """
    return primitive(
        name,
        function,
        [lambda g, y, a, b, **o: to_first(g, a, b, **o), lambda g, y, a, b, **o: to_second(g, a, b, **o)],
        [lambda t, y, a, b, **o: function(t, b, **o), lambda t, y, a, b, **o: function(a, t, **o)],
    )
