r"""Kinds of operations, from which both ways through a derivative follow.

* *entry by entry*: :math:`y = f(a, b)` for each entry. A tangent is multiplied by the slope
  :math:`\partial f/\partial a`, and so is an adjoint; where an argument was broadcast, it is added up over copies.
* *linear*: :math:`y = L(a)`. The tangent goes through :math:`L` as the value did, the adjoint through :math:`L^\top`.
* *bilinear*: :math:`y = B(a, b)` is linear in each argument while the other is held.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import numpy as np

from derived.autodiff.reverse.recorded import apply, instead_of, shape_of
from derived.autodiff.reverse.tape import Primitive

__all__ = [
    "bilinear",
    "by_slopes",
    "entrywise",
    "linear",
    "primitive",
    "summed_to",
]

Slope = Callable[..., Any] | int


def primitive(vjps: Any, jvps: Any, saves: bool = False, name: str = "") -> Callable[[Callable], Callable[..., Any]]:
    """A decorator: make an operation of a function, with rules of its own, for recorded and plain values alike.

    Parameters
    ----------
    vjps, jvps : sequence of callable
        As in `Primitive`.
    saves : bool
        Whether the function returns what its rules need again, too.
    name : str, optional
        What it is called in messages, if not as the function is.

    Examples
    --------
    >>> from derived.autodiff.reverse import grad
    >>> @primitive([lambda g, y, x: 3 * x**2 * g], [lambda t, y, x: 3 * x**2 * t])
    ... def cube(x):
    ...     return x**3
    >>> cube(2.0), grad(cube)(2.0)
    (8.0, 12.0)
    """

    def made(function: Callable) -> Callable[..., Any]:
        this = Primitive(name or function.__name__, function, vjps, jvps, saves)

        @wraps(function)
        def operation(*arguments: Any, **options: Any) -> Any:
            return apply(this, *arguments, **options)

        return operation

    return made


def by_slopes(*slopes: Slope, name: str = "") -> Callable[[Callable], Callable[..., Any]]:
    """A decorator: make an operation of a function that works entry by entry, from its slopes.

    Parameters
    ----------
    *slopes : callable or int
        ``slope(y, *values)`` is the derivative with respect to one argument; 1 and -1 are those of a sum or difference.
    name : str, optional
        What it is called in messages, if not as the function is.

    Examples
    --------
    >>> from derived.autodiff.reverse import grad
    >>> @by_slopes(lambda y, x: 3 * x**2)
    ... def cube(x):
    ...     return x**3
    >>> cube(2.0), grad(cube)(2.0)
    (8.0, 12.0)
    """
    return primitive([_vjp(i, slope) for i, slope in enumerate(slopes)], [_jvp(slope) for slope in slopes], name=name)


def entrywise(function: np.ufunc, *slopes: Slope) -> Callable[..., Any]:
    """A function of NumPy that works entry by entry: where an argument is recorded, an operation takes its place.

    Parameters
    ----------
    function : ufunc
        Of NumPy.
    *slopes : callable or int
        As in `by_slopes`.

    Examples
    --------
    >>> radians = entrywise(np.deg2rad, lambda y, x: 0.017453292519943295)
    >>> from derived.autodiff.reverse import grad
    >>> round(grad(np.deg2rad)(180.0), 6)
    0.017453
    """
    return instead_of(function)(by_slopes(*slopes)(function))


def _times(slope: Slope, moved: Any, y: Any, values: tuple) -> Any:
    if callable(slope):
        return moved * slope(y, *values)
    return moved if slope == 1 else -moved


def _vjp(i: int, slope: Slope) -> Callable[..., Any]:
    def vjp(g: Any, y: Any, *values: Any) -> Any:
        return summed_to(shape_of(values[i]), _times(slope, g, y, values))

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
    if shape_of(g) == shape:
        return g
    new = np.ndim(g) - len(shape)
    copied = tuple(range(new)) + tuple(i + new for i, n in enumerate(shape) if n == 1)
    total = np.add.reduce(g, copied) if type(g) is np.ndarray else np.sum(g, axis=copied)
    return total if shape_of(total) == shape else np.reshape(total, shape)


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

    Examples
    --------
    >>> from derived.autodiff.reverse import grad
    >>> double = linear("double", lambda a: 2 * a, lambda g, shape: 2 * g)
    >>> double(3.0), grad(double)(3.0)
    (6.0, 2.0)
    """
    return primitive(
        [lambda g, y, a, **options: adjoint(g, np.shape(a), **options)],
        [lambda t, y, a, **options: function(t, **options)],
        name=name,
    )(function)


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

    Examples
    --------
    >>> from derived.autodiff.reverse import grad
    >>> inner = bilinear("inner", lambda a, b: float(a @ b), lambda g, a, b: g * b, lambda g, a, b: g * a)
    >>> grad(inner)(np.array([1.0, 2.0]), np.array([3.0, 4.0])).tolist()
    [3.0, 4.0]
    """
    return primitive(
        [lambda g, y, a, b, **o: to_first(g, a, b, **o), lambda g, y, a, b, **o: to_second(g, a, b, **o)],
        [lambda t, y, a, b, **o: function(t, b, **o), lambda t, y, a, b, **o: function(a, t, **o)],
        name=name,
    )(function)
