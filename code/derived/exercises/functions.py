"""Exercises whose answer is a function: tried on inputs, beside the right one, and for what its values must satisfy."""

from __future__ import annotations

import copy
import dis
import inspect
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from types import CodeType, FunctionType
from typing import Any

import numpy as np

from derived.exercises.numbers import as_numbers
from derived.exercises.verdicts import GIVEN_BACK, Exercise, Refusal, is_empty

TRIALS = 20
CLOSE = 1e-7


@dataclass(frozen=True)
class Function(Exercise):
    """An exercise whose answer is a Python function of numbers and arrays.

    Parameters
    ----------
    right : callable
        The right function.
    inputs : callable
        From a random generator to a tuple of arguments: small ones, that can be shown.
    properties : sequence of (predicate, message)
        What must hold of arguments and value, ``predicate(arguments, value)``, each with what to say where it does not.
    without : sequence of str
        Names that the function may not use, since it is to do what they do; ``**0.5`` is the power that takes a root.
    wrong, given_back
        As for every `Exercise`.

    Examples
    --------
    >>> spread = Function(
    ...     lambda x: x.max() - x.min(),
    ...     inputs=lambda rng: (rng.integers(-9, 10, 3).astype(float),),
    ...     without=["ptp"],
    ...     wrong=[(lambda x: x.max(), "Where does it begin?"), (lambda x: x[-1] - x[0], "They are in no order.")],
    ... )
    >>> spread.check(lambda x: np.sort(x)[-1] - np.sort(x)[0])
    Right.
    >>> spread.check(lambda x: x.max())
    Not yet. Where does it begin?
    <BLANKLINE>
    For example, with x = [-4. -4. -9.] your function returns -4, and it should return 5.
    >>> spread.check(lambda x: np.ptp(x))
    Not yet. Write it without ptp: to do what that does is the exercise.
    """

    right: Callable
    inputs: Callable[[np.random.Generator], tuple]
    properties: Sequence[tuple[Callable[[tuple, Any], bool], str]] = field(default=(), repr=False)
    without: Sequence[str] = ()

    @property
    def solution(self) -> Callable:
        """The right function."""
        return self.right

    def taken(self, answer: Any) -> Callable:
        """The answer as a function that is the reader's own."""
        if not callable(answer):
            raise Refusal(f"A function is asked for, and this is of the type {type(answer).__name__}.")
        if any(answer is question for question in self.given_back):
            raise Refusal(GIVEN_BACK)
        if used := set(self.without) & set(_names(answer)):
            raise Refusal(f"Write it without `{min(used)}`: to do what that does is the exercise.")
        return answer

    def fault(self, answer: Callable) -> str | None:
        """Arguments for which it returns something else, with both values, or breaks, or changes them."""
        for arguments in self._arguments():
            wanted = self.right(*copy.deepcopy(arguments))
            given = copy.deepcopy(arguments)
            where = f"For example, with {self._shown(arguments)} your function"
            try:
                value = answer(*given)
            except Exception as problem:  # whatever a reader's function may meet
                return f"{where} stops with {type(problem).__name__}: {problem}"
            if is_empty(value):
                return "Your function returns nothing yet."
            if not all(np.array_equal(a, b) for a, b in zip(given, arguments, strict=True)):
                return f"{where} changes what it was given."
            try:
                found = as_numbers(value)
            except Refusal as refusal:
                return f"{where} returns something else: {refusal}"
            if found.shape != np.shape(wanted):
                return f"{where} returns numbers of shape {found.shape}, and {np.shape(wanted)} is asked for."
            broken = next((said for holds, said in self.properties if not holds(arguments, found)), "")
            if broken or not _close(found, np.asarray(wanted, dtype=float)):
                return f"{broken} {where} returns {_code(found)}, and it should return {_code(wanted)}.".strip()
        return None

    def same(self, answer: Callable, other: Callable) -> bool:
        """Whether both return the same on all inputs."""
        for arguments in self._arguments():
            try:
                values = [as_numbers(f(*copy.deepcopy(arguments))) for f in (answer, other)]
            except Exception:
                return False
            if not _close(*values):
                return False
        return True

    def _arguments(self) -> Iterator[tuple]:
        rng = np.random.default_rng(0)
        return (self.inputs(rng) for _ in range(TRIALS))

    def _shown(self, arguments: tuple) -> str:
        names = inspect.signature(self.right).parameters
        return ", ".join(f"`{name} = {_text(value)}`" for name, value in zip(names, arguments, strict=True))


def _names(function: Any, seen: frozenset[int] = frozenset()) -> Iterator[str]:
    """The names that a function uses, also under other names, and those of the reader's functions that it calls."""
    while isinstance(function, partial):
        function = function.func
    yield getattr(function, "__name__", "")
    if not isinstance(function, FunctionType) or id(function) in seen:
        return
    known = inspect.getclosurevars(function)
    for name, thing in {**known.globals, **known.nonlocals}.items():
        yield from (name, getattr(thing, "__name__", ""))
        if getattr(thing, "__module__", "") == function.__module__:
            yield from _names(thing, seen | {id(function)})
    codes = [function.__code__]
    while codes:
        code = codes.pop()
        yield from code.co_names
        yield from _powers(code)
        codes += [constant for constant in code.co_consts if isinstance(constant, CodeType)]


def _powers(code: CodeType) -> Iterator[str]:
    """The powers with a fixed exponent that a piece of code takes, as they are written: ``**0.5``."""
    for exponent, operation in itertools.pairwise(dis.get_instructions(code)):
        if operation.argrepr in ("**", "**=") and isinstance(exponent.argval, int | float):
            yield f"**{exponent.argval:g}"


def _close(found: np.ndarray, wanted: np.ndarray) -> bool:
    scale = np.max(np.abs(wanted), initial=1.0)
    return found.shape == wanted.shape and bool(np.all(np.abs(found - wanted) <= CLOSE * scale))


def _text(value: Any) -> str:
    if callable(value) and type(value).__repr__ is not object.__repr__:
        return repr(value)  # a function that says what it is
    return np.array2string(np.asarray(value), precision=4, suppress_small=True, separator=" ").replace("\n", "")


def _code(value: Any) -> str:
    return f"`{float(value):.6g}`" if np.ndim(value) == 0 else f"`{_text(value)}`"
