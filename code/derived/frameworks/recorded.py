"""Run a function where its library is installed; elsewhere return what it returned when it last ran.

A result belongs to the very code and the very arguments of its run: if either changed since, that is told, and no
result is shown that the code on the page did not give.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import inspect
import json
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, wraps
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from derived.inputs import choice, takes

__all__ = ["NotRecordedError", "how_run", "needs", "recorded_times", "recording"]

NAMES = {"torch": "PyTorch", "tensorflow": "TensorFlow"}
FILE = Path(str(resources.files("derived.frameworks") / "results.json"))
HOW = "install requirements-frameworks.txt, and run: python benchmarks/frameworks.py --write"

_recordings: list[dict[str, Any]] = []


class NotRecordedError(RuntimeError):
    """A function cannot run here, and there are no results of this very code with these very arguments.

    Examples
    --------
    >>> raise NotRecordedError(f"no results of line_torch are recorded: {HOW}")
    Traceback (most recent call last):
    derived.frameworks.recorded.NotRecordedError: no results of line_torch are recorded: install
    requirements-frameworks.txt, and run: python benchmarks/frameworks.py --write
    """


@takes(library=choice(list(NAMES)))
def needs(library: str) -> Callable[[Callable], Callable]:
    """Mark a function that needs a library.

    Parameters
    ----------
    library : {"torch", "tensorflow"}
        Imported within the function.

    Returns
    -------
    callable
        A decorator. The function takes arrays and numbers, or lists and tuples of them, and returns such; it draws no
        random numbers of its own.

    Raises
    ------
    NotRecordedError
        When the function is called where the library is missing, if its code or its arguments are not those of the
        recorded run.

    Examples
    --------
    >>> @needs("torch")
    ... def doubled(numbers):
    ...     import torch
    ...
    ...     return (2 * torch.tensor(numbers)).numpy()
    >>> doubled.library
    'torch'
    """

    def decorate(function: Callable) -> Callable:
        @wraps(function)
        def run(*arguments: Any) -> Any:
            key = {"code": _digest(_code(function)), "arguments": _digest(arguments)}
            if not is_installed(library):
                return _recorded(function.__name__, library, key)
            result = function(*arguments)
            for new in _recordings:
                new[function.__name__] = {**key, "version": version(library), "result": _plain(result)}
            return result

        run.library = library  # type: ignore[attr-defined]
        return run

    return decorate


def how_run(function: Callable) -> str:
    """With which version of its library a function ran, and whether that was here.

    Parameters
    ----------
    function : callable
        Marked by `needs`.

    Examples
    --------
    >>> @needs("torch")
    ... def line_torch(X, y): ...
    >>> how_run(line_torch).startswith("PyTorch 2")
    True
    """
    library = function.library  # type: ignore[attr-defined]
    if is_installed(library):
        return f"{NAMES[library]} {version(library)}"
    return f"{NAMES[library]} {_results()[function.__name__]['version']}, recorded"


def recorded_times() -> dict[str, dict[str, float]]:
    """Seconds of the functions of the chapter, by its models and then by their names, all of one recorded run.

    Examples
    --------
    >>> times = recorded_times()
    >>> all(seconds > 0 for model in times.values() for seconds in model.values())
    True
    """
    return _results()["times"]


@contextmanager
def recording() -> Iterator[dict[str, Any]]:
    """Collect the results of all functions that run within, in the form in which they are kept.

    Examples
    --------
    >>> with recording() as results:
    ...     pass
    >>> results
    {}
    """
    new: dict[str, Any] = {}
    _recordings.append(new)
    try:
        yield new
    finally:
        _recordings.remove(new)


@cache
def is_installed(library: str) -> bool:
    """Whether it could be imported."""
    return importlib.util.find_spec(library) is not None


def version(library: str) -> str:
    """Of an installed library, without what follows a plus: ``2.13.0`` of ``2.13.0+cpu``."""
    return importlib.metadata.version(library).partition("+")[0]


def _code(function: Callable) -> str:
    return textwrap.dedent(inspect.getsource(function)).strip()


def _recorded(name: str, library: str, key: dict[str, str]) -> Any:
    entry = _results().get(name)
    if entry is None:
        raise NotRecordedError(f"{NAMES[library]} is not installed, and no results of {name} are recorded: {HOW}")
    for part, digest in key.items():
        if entry[part] != digest:
            raise NotRecordedError(
                f"{NAMES[library]} is not installed, and the results of {name} were recorded with other {part}: {HOW}"
            )
    return _restored(entry["result"])


@cache
def _results() -> dict[str, Any]:
    return json.loads(FILE.read_text("utf-8"))


def _plain(value: Any) -> Any:
    """Arrays, lists and numbers as JSON has them, without losing a digit."""
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    array = np.asarray(value)
    if array.dtype.kind not in "fiub":
        raise TypeError(f"a result must be made of numbers and arrays of them, and not of {type(value).__name__}")
    return {"dtype": str(array.dtype), "values": array.tolist()}


def _restored(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_restored(part) for part in value)
    array = np.array(value["values"], value["dtype"])
    return array if array.ndim else array.item()


def _digest(value: Any) -> str:
    digest = hashlib.sha256()
    for part in _bytes(value):
        digest.update(part)
    return digest.hexdigest()[:16]


def _bytes(value: Any) -> Iterator[bytes]:
    """What tells a value from others: of an array its shape, its kind of number and its entries."""
    if isinstance(value, str):
        yield value.encode()
    elif isinstance(value, list | tuple):
        yield f"{len(value)} parts".encode()
        for part in value:
            yield from _bytes(part)
    else:
        array = np.ascontiguousarray(value)
        yield f"{array.dtype} {array.shape}".encode()
        yield array.tobytes()
