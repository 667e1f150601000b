"""Contracts of functions: the shapes of their arrays, in the letters of their docstrings, and rules for the rest."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import numpy as np

from derived.inputs.arrays import as_array
from derived.inputs.settings import Rule, function
from derived.inputs.values import place

__all__ = ["binary", "entries", "not_negative", "probabilities", "takes"]

P = ParamSpec("P")
T = TypeVar("T")

_judged = ContextVar("_judged", default=False)  # whether the package is at work on arguments that were judged


def takes(**contract: str | Rule | tuple[str, Rule]) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Judge the arguments of a function before it sees them, so that its body can be read as mathematics.

    Parameters
    ----------
    **contract
        For each argument its shape, a rule, or both. Shapes are letters: ``X="n p", y="n"`` asks for a matrix and a
        vector with as many entries as the matrix has rows. Where several shapes will do, bars part them, and nothing
        stands for a number: ``penalty=" | p"``. A vector counts as a matrix of one column. Arrays arrive as floats. An
        argument whose default is None may be None.

    Notes
    -----
    What such a function calls in turn has been judged with it, and is not judged again; but a function that takes
    functions of the reader's own lets everything be judged that these call.

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
        parts = {name: part if isinstance(part, tuple) else (part,) for name, part in contract.items()}
        shapes = {name: _alternatives(part[0]) for name, part in parts.items() if isinstance(part[0], str)}
        rules = {name: part[-1] for name, part in parts.items() if not isinstance(part[-1], str)}

        trusted = function not in rules.values()

        @wraps(f)
        def judged(*args: P.args, **kwargs: P.kwargs) -> T:
            if _judged.get():
                return f(*args, **kwargs)
            if len(args) > len(order) or not kwargs.keys().isdisjoint(order[: len(args)]):
                return f(*args, **kwargs)  # Python says what is wrong
            given: dict[str, Any] = dict(zip(order, args, strict=False)) | kwargs
            sizes: dict[str, tuple[int, str]] = {}
            for name, value in given.items():
                if value is None and name in optional:
                    continue
                if name in shapes:
                    given[name] = _shaped(as_array(value, name), name, shapes[name], sizes)
                if name in rules:
                    given[name] = rules[name](given[name], name)
            before = _judged.set(trusted)
            try:
                return f(**given)  # type: ignore[call-arg]
            finally:
                _judged.reset(before)

        return judged

    return decorate


def entries(z: Any, name: str) -> np.ndarray:
    """The rule for functions that go entry by entry: any shape, and infinite values too, but none missing.

    Examples
    --------
    >>> entries([-np.inf, 0], "z")
    array([-inf,   0.])
    """
    return as_array(z, name, infinite=True)


def not_negative(values: np.ndarray, name: str) -> np.ndarray:
    """The rule for arrays of numbers from zero up.

    Examples
    --------
    >>> not_negative(np.array([1.0, -2.0]), "penalty")
    Traceback (most recent call last):
    ValueError: penalty[1] is -2: it must be zero or more
    """
    return _each(values >= 0, values, name, "it must be zero or more")


def binary(values: np.ndarray, name: str) -> np.ndarray:
    """The rule for labels that stand as zeros and ones.

    Examples
    --------
    >>> binary(np.array([1.0, 2.0]), "y")
    Traceback (most recent call last):
    ValueError: y[1] is 2: it must be 0 or 1
    """
    return _each((values == 0) | (values == 1), values, name, "it must be 0 or 1")


def probabilities(values: np.ndarray, name: str) -> np.ndarray:
    """The rule for probabilities.

    Examples
    --------
    >>> probabilities(np.array([0.5, 1.5]), "p")
    Traceback (most recent call last):
    ValueError: p[1] is 1.5, which is no probability; log-odds go through the sigmoid first
    """
    values = entries(values, name)
    return _each(
        (values >= 0) & (values <= 1), values, name, "which is no probability; log-odds go through the sigmoid first"
    )


def _each(fine: np.ndarray, values: np.ndarray, name: str, demand: str) -> np.ndarray:
    if not fine.all():
        wrong = np.argwhere(~fine)[0]
        joint = "," if demand.startswith("which") else ":"
        raise ValueError(f"{place(name, wrong)} is {values[tuple(wrong)]:g}{joint} {demand}")
    return values


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
