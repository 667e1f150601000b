"""Contracts of functions: the shapes of their arrays, in the letters of their docstrings, and rules for the rest."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import numpy as np

from derived.inputs.arrays import as_array
from derived.inputs.settings import Rule

__all__ = ["entries", "plain", "takes"]

P = ParamSpec("P")
T = TypeVar("T")


def takes(**contract: str | Rule) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Judge the arguments of a function before it sees them, so that its body can be read as mathematics.

    Parameters
    ----------
    **contract
        For each argument its shape, or a rule. Shapes are letters: ``X="n p", y="n"`` asks for a matrix, and for a
        vector with as many entries as the matrix has rows. Where several shapes will do, bars part them, and nothing
        stands for a number: ``penalty=" | p"``. A vector counts as a matrix of one column. Arrays arrive as floats. An
        argument whose default is None may be None.

    Returns
    -------
    callable
        The decorator.

    Examples
    --------
    >>> @takes(X="n p", w="p")
    ... def fitted(X, w):
    ...     return X @ w
    >>> fitted(np.array([[200, 200]], dtype=np.uint8), [1, 1])
    array([400.])
    >>> fitted([[1, 2]], [1, 2, 3])
    Traceback (most recent call last):
    ValueError: w has shape (3,), but (p,) is needed, where X has p = 2
    """

    def decorate(f: Callable[P, T]) -> Callable[P, T]:
        parameters = inspect.signature(f).parameters
        order = [name for name, p in parameters.items() if p.kind != p.KEYWORD_ONLY]
        optional = {name for name in contract if parameters[name].default is None}
        shapes = {name: _alternatives(words) for name, words in contract.items() if isinstance(words, str)}
        rules = {name: rule for name, rule in contract.items() if not isinstance(rule, str)}

        @wraps(f)
        def judged(*args: P.args, **kwargs: P.kwargs) -> T:
            if len(args) > len(order) or not kwargs.keys().isdisjoint(order[: len(args)]):
                return f(*args, **kwargs)  # Python says what is wrong
            given: dict[str, Any] = dict(zip(order, args, strict=False)) | kwargs
            sizes: dict[str, tuple[int, str]] = {}
            for name, value in given.items():
                if value is None and name in optional:
                    continue
                if name in shapes:
                    given[name] = _shaped(as_array(value, name), name, shapes[name], sizes)
                elif name in rules:
                    given[name] = rules[name](value, name)
            return f(**given)  # type: ignore[call-arg]

        return judged

    return decorate


def plain(f: Callable[P, T]) -> Callable[P, T]:
    """A function without the judgment of its arguments, for loops that judge them once, before.

    Parameters
    ----------
    f : callable
        As `takes` returns it.

    Examples
    --------
    >>> double = takes(x="n")(lambda x: 2 * x)
    >>> plain(double)(np.array([100], dtype=np.int8))
    array([-56], dtype=int8)
    """
    return f.__wrapped__  # type: ignore[attr-defined]


def entries(z: Any, name: str) -> np.ndarray:
    """The rule for functions that go entry by entry: any shape, and infinite values too, but none missing.

    Examples
    --------
    >>> entries([-np.inf, 0], "z")
    array([-inf,   0.])
    """
    return as_array(z, name, infinite=True)


def _alternatives(words: str) -> dict[int, tuple[str, ...]]:
    """The letters of each shape that will do, by the number of axes."""
    return {len(shape.split()): tuple(shape.split()) for shape in words.split("|")}


def _shaped(
    array: np.ndarray, name: str, shapes: dict[int, tuple[str, ...]], sizes: dict[str, tuple[int, str]]
) -> np.ndarray:
    if array.ndim not in shapes and array.ndim == 1 and 2 in shapes:
        array = array[:, np.newaxis]
    if array.ndim not in shapes:
        raise ValueError(f"{name} has shape {array.shape}, but {_written(shapes)} is needed")
    if array.size == 0:
        raise ValueError(f"{name} is empty: it has shape {array.shape}; give at least one row and one column")
    for letter, size in zip(shapes[array.ndim], array.shape, strict=True):
        known, where = sizes.setdefault(letter, (size, name))
        if size != known:
            raise ValueError(
                f"{name} has shape {array.shape}, but {_written(shapes)} is needed, where {where} has "
                f"{letter} = {known}"
            )
    return array


def _written(shapes: dict[int, tuple[str, ...]]) -> str:
    """Shapes as NumPy writes them, with letters: ``(n, p)``."""
    return " or ".join(f"({', '.join(letters)}{',' * (len(letters) == 1)})" for letters in shapes.values())
