"""Derivatives in forward mode: dual numbers are fed to a function, and its slopes are read off."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count, repeat
from typing import Any

import numpy as np

from derived.autodiff.dual import Dual, Kink, NoDerivative, Sided, real_part, split
from derived.autodiff.evaluation import explained
from derived.autodiff.numbers import inexact, short

__all__ = [
    "gradient_and_hessian",
    "hessian",
    "jacobian",
]


_levels = count(1)


def jacobian(f: Callable[[Any], Any], x: Any) -> Any:
    """All partial derivatives of `f` at `x`, by one pass of dual numbers.

    Parameters
    ----------
    f : callable
        Takes what `x` is, a number or an object array, and returns a number or an object array.
    x : number or ndarray
        Where to differentiate.

    Returns
    -------
    number or ndarray of shape ``f(x).shape + x.shape``
        The partial derivatives: outputs first, inputs last. The gradient, if `f` returns a number.

    Raises
    ------
    TypeError
        If `x` is a list, a tuple or a dict, `f` returns nothing, or it calls a function that knows no dual numbers, as
        ``np.sin``: it is ``apply("sin", x)`` here.

    Examples
    --------
    >>> jacobian(lambda x: x[0] * x[1] ** 2, np.array([1.0, 3.0])).tolist()
    [9.0, 6.0]
    """
    if isinstance(x, list | tuple | dict):
        raise TypeError(f"derivatives are by a number or an array, and here is a {type(x).__name__}: make it an array")
    x = x.item() if isinstance(x, np.generic) else x  # NumPy's small integers would overflow
    inputs = np.asarray(x, dtype=object)
    try:
        _, slopes, shape = _differentiated(f, x, np.eye(inputs.size, dtype=int).astype(object), Dual)
    except Kink:
        slopes, shape = _from_both_sides(f, x, inputs.size)
    result = slopes.reshape(shape + inputs.shape)
    return result if result.shape else result.item()


def _differentiated(
    f: Callable, x: Any, directions: np.ndarray, kind: type[Dual]
) -> tuple[np.ndarray, np.ndarray, Any]:
    """The values and partials of `f` as its inputs move, each as its row says; and the shape of the output."""
    inputs, level = np.asarray(x, dtype=object), next(_levels)
    seeds = np.empty(inputs.size, dtype=object)
    for j, (v, direction) in enumerate(zip(inputs.flat, directions, strict=True)):
        seeds[j] = kind(v, direction, level)
    try:
        outputs = np.asarray(f(seeds.reshape(inputs.shape) if isinstance(x, np.ndarray) else seeds[0]), dtype=object)
    except TypeError as problem:
        if better := explained(problem, "a number that carries derivatives"):
            raise better from problem
        raise
    values = np.empty(outputs.size, dtype=object)
    partials = np.zeros((outputs.size, directions.shape[1]), dtype=object)
    for k, y in enumerate(outputs.flat):
        if y is None or isinstance(y, str | dict):
            told = "nothing (None): does its last line lack a return?" if y is None else f"a {type(y).__name__}"
            raise TypeError(f"the function returned {told}")
        values[k], slope = split(y, level)
        partials[k] += slope
    return values, partials, outputs.shape


def _from_both_sides(f: Callable, x: Any, m: int) -> tuple[np.ndarray, Any]:
    """The partials of `f`, one input after another, where it has a kink: its two sides have to agree."""
    columns: list[np.ndarray] = []
    shape: Any = ()
    for unit in np.eye(m, dtype=int).astype(object):
        above, up, shape = _differentiated(f, x, unit[:, None], Sided)
        below, down, _ = _differentiated(f, x, -unit[:, None], Sided)
        for a, b, what in (*zip(up.flat, (-down).flat, repeat("derivative")), *zip(above, below, repeat("value"))):
            if not _alike(a, b):
                sides = f"{short(real_part(a))} from above, {short(real_part(b))} from below"
                where = "a kink" if what == "derivative" else "a jump"
                raise NoDerivative(f"there is no derivative at {where}: {sides}") from None
        columns.append(up[:, 0])
    return np.column_stack(columns), shape


def _alike(a: Any, b: Any) -> bool:
    a, b = real_part(a), real_part(b)
    return abs(a - b) <= 1e-9 * max(1, abs(a), abs(b)) if inexact(a) or inexact(b) else a == b


def hessian(f: Callable[[Any], Any], x: Any) -> Any:
    """The second partial derivatives of a number-valued `f`: the Jacobian of its gradient.

    Parameters
    ----------
    f : callable
        Takes what `x` is, and returns a number.
    x : number or ndarray
        Where to differentiate.

    Examples
    --------
    >>> hessian(lambda x: x[0] * x[1] ** 2, np.array([1.0, 3.0])).tolist()
    [[0.0, 6.0], [6.0, 2.0]]
    """
    return jacobian(lambda point: jacobian(f, point), x)


def gradient_and_hessian(f: Callable[[Any], Any], x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The first and the second partial derivatives of a number-valued `f`, together in one pass.

    Parameters
    ----------
    f : callable
        Takes an object array, and returns a number.
    x : ndarray of shape (p,)
        Where to differentiate.

    Raises
    ------
    TypeError
        If `x` is no array, and as `jacobian` does.

    Examples
    --------
    >>> g, H = gradient_and_hessian(lambda x: x[0] * x[1] ** 2, np.array([1.0, 3.0]))
    >>> g.tolist(), H.tolist()
    ([9.0, 6.0], [[0.0, 6.0], [6.0, 2.0]])
    """
    if not isinstance(x, np.ndarray):
        raise TypeError(f"derivatives are by an array, and here is a {type(x).__name__}: make it an array")
    eye = np.eye(x.size, dtype=int).astype(object)
    try:
        gradient, slopes, shape = _differentiated(lambda point: jacobian(f, point), x, eye, Dual)
    except Kink:
        return jacobian(f, x), hessian(f, x)
    return gradient.reshape(shape), slopes.reshape(shape + x.shape)
