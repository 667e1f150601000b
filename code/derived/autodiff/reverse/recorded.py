"""Recorded arrays: values that write down what is computed from them.

They take part in NumPy's own functions: ``np.tanh(X @ w)`` computes, and a tape notes it, if `X` or `w` is recorded.
NumPy offers that by two protocols, ``__array_ufunc__`` and ``__array_function__``; what is to be done then is looked up
in a table that the modules of operations fill.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

from derived.autodiff.reverse.tape import Primitive, Tape

__all__ = [
    "NoRule",
    "NotCompiled",
    "Recorded",
    "apply",
    "instead_of",
    "record",
    "shape_of",
    "value_of",
]

_TABLE: dict[Callable, Callable] = {}
"""What to call in the place of a function of NumPy, where an argument is recorded."""

_WITHOUT_SLOPE = {np.greater, np.greater_equal, np.less, np.less_equal, np.equal, np.not_equal, np.isnan, np.isfinite,
                  np.isinf, np.sign, np.floor, np.ceil, np.rint, np.trunc, np.signbit,
                  np.argmax, np.argmin, np.argsort, np.full_like,
                  np.allclose, np.array_equal, np.isclose, np.any, np.all}  # fmt: skip
"""Steps and places: the slope is zero wherever there is one, so they are computed from values, unrecorded."""

_OF_SHAPES = {np.shape, np.ndim, np.size, np.result_type, np.zeros_like, np.ones_like}
"""They need no values."""


class NoRule(TypeError):
    """An operation has no rule for its derivative.

    Examples
    --------
    >>> from derived.autodiff.reverse import grad
    >>> grad(lambda x: np.arctan2(x, 1.0))(0.5)
    Traceback (most recent call last):
    derived.autodiff.reverse.recorded.NoRule: np.arctan2 has no rule for its derivative: ...
    """


class NotCompiled(TypeError):
    """A function does not do the same with all arguments of a form, as far as can be told.

    Examples
    --------
    >>> from derived.autodiff.reverse import compiled
    >>> compiled(lambda x: x * x if x > 0 else -x)(1.0)
    Traceback (most recent call last):
    derived.autodiff.reverse.recorded.NotCompiled: what is done here depends on a value, ...
    """


class Recorded(NDArrayOperatorsMixin):
    """A value that a tape knows by the number of its slot.

    Attributes
    ----------
    value : float, ndarray, or Recorded by an earlier tape
        What it is worth.
    tape : Tape
        Where it is written down.
    slot : int
        Its number there.

    Examples
    --------
    >>> tape = Tape()
    >>> x = record(np.array([1.0, 2.0]), tape)
    >>> y = np.sum(x * x)
    >>> y.value.item(), [entry[0].name for entry in tape.entries]
    (5.0, ['multiply', 'sum'])
    """

    __slots__ = ("slot", "tape", "value")
    __hash__ = object.__hash__

    def __init__(self, value: Any, tape: Tape, slot: int):
        self.value, self.tape, self.slot = value, tape, slot

    @property
    def shape(self) -> tuple[int, ...]:
        """Its shape."""
        return shape_of(self)

    @property
    def ndim(self) -> int:
        """How many axes it has."""
        return len(self.shape)

    @property
    def size(self) -> int:
        """How many numbers it holds."""
        return np.size(_under(self))

    @property
    def dtype(self) -> np.dtype:
        """What kind of numbers."""
        return np.asarray(_under(self)).dtype

    @property
    def T(self) -> Any:
        """The transpose."""
        return np.transpose(self)

    def sum(self, axis: Any = None, keepdims: bool = False) -> Any:
        """The sum, as of an array."""
        return np.sum(self, axis=axis, keepdims=keepdims)

    def mean(self, axis: Any = None, keepdims: bool = False) -> Any:
        """The mean, as of an array."""
        return np.mean(self, axis=axis, keepdims=keepdims)

    def max(self, axis: Any = None, keepdims: bool = False) -> Any:
        """The maximum, as of an array."""
        return np.max(self, axis=axis, keepdims=keepdims)

    def reshape(self, *shape: Any) -> Any:
        """The same numbers in another shape, as of an array."""
        return np.reshape(self, shape[0] if len(shape) == 1 else shape)

    def transpose(self, *axes: Any) -> Any:
        """The axes in another order, as of an array."""
        return np.transpose(self, axes[0] if len(axes) == 1 else axes or None)

    def __getitem__(self, where: Any) -> Any:
        return _TABLE["getitem"](self, where)  # type: ignore[index]

    def __setitem__(self, where: Any, value: Any) -> None:
        raise TypeError(
            "a recorded array cannot be changed in place: its old values are needed on the way back. "
            "Compute a new one instead, with np.where, np.concatenate or np.stack"
        )

    def __len__(self) -> int:
        return len(_under(self))

    def __iter__(self) -> Iterator:
        return (self[i] for i in range(len(self)))

    def __bool__(self) -> bool:
        return bool(value_of(self))

    def __index__(self) -> int:
        raise TypeError("a recorded value is no index: it has a derivative, and which entry is taken has none")

    def __float__(self) -> float:
        raise TypeError("float() would forget how the value came about, and its derivative would be lost: leave it out")

    def __array__(self, *_: Any, **__: Any) -> np.ndarray:
        raise TypeError(
            "np.array() would forget how the value came about, and its derivative would be lost: use np.stack"
        )

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *arguments: Any, **options: Any) -> Any:
        if options.get("out") is not None:
            self[...] = None
        if method != "__call__" or options:
            raise NoRule(_no_rule(f"np.{ufunc.__name__} with {method if method != '__call__' else list(options)}"))
        return _dispatch(ufunc, arguments, {})

    def __array_function__(self, function: Callable, _types: Any, arguments: tuple, options: dict) -> Any:
        return _dispatch(function, arguments, options)

    def __repr__(self) -> str:
        return f"Recorded({_under(self)!r})"


def _dispatch(function: Callable, arguments: tuple, options: dict) -> Any:
    if (ours := _TABLE.get(function)) is not None:
        return ours(*arguments, **options)
    if function in _OF_SHAPES:
        return function(*map(_under, arguments), **options)
    if function in _WITHOUT_SLOPE:
        return function(*map(value_of, arguments), **options)
    module = "" if isinstance(function, np.ufunc) else function.__module__.removeprefix("numpy").lstrip(".") + "."
    raise NoRule(_no_rule(f"np.{module.removeprefix('.')}{function.__name__}"))


def _no_rule(name: str) -> str:
    return (
        f"{name} has no rule for its derivative: write it with operations that have one, or give it one by `primitive`"
    )


def instead_of(*functions: Callable | str) -> Callable[[Callable], Callable]:
    """A decorator: where an argument is recorded, call this in the place of a function of NumPy.

    Parameters
    ----------
    *functions : callable
        Of NumPy.

    Examples
    --------
    >>> from derived.autodiff.reverse import grad
    >>> @instead_of(np.hypot)
    ... def hypot(a, b):
    ...     return (a * a + b * b) ** 0.5
    >>> round(grad(lambda x: np.hypot(x, 4.0))(3.0), 12)
    0.6
    """

    def enter(ours: Callable) -> Callable:
        for function in functions:
            _TABLE[function] = ours  # type: ignore[index]
        return ours

    return enter


def record(value: Any, tape: Tape) -> Recorded:
    """A value to differentiate by.

    Parameters
    ----------
    value : float, ndarray, or Recorded by an earlier tape
        Where the derivative is taken.
    tape : Tape
        That notes what is computed from it.

    Examples
    --------
    >>> record(2.0, Tape())
    Recorded(2.0)
    """
    tape.lock(value)
    return Recorded(value, tape, tape.new_slot())


def value_of(x: Any) -> Any:
    """The number or array under all records.

    Parameters
    ----------
    x : any
        What may be recorded, perhaps by several tapes.

    Examples
    --------
    >>> value_of(record(record(2.0, Tape()), Tape()))
    2.0
    """
    while isinstance(x, Recorded):
        if x.tape.hides:
            raise NotCompiled(
                "what is done here depends on a value, and not on shapes alone: with other values, something else may "
                "have to be done. Use value_and_grad, which goes through the function each time"
            )
        x = x.value
    return x


def _under(x: Any) -> Any:
    """The same for shapes and types, which no function is forbidden to know."""
    while isinstance(x, Recorded):
        x = x.value
    return x


def shape_of(x: Any) -> tuple[int, ...]:
    """The shape of a number or array, recorded or not.

    Parameters
    ----------
    x : any
        What may be recorded.

    Examples
    --------
    >>> shape_of(record(np.ones((2, 3)), Tape())), shape_of(2.0)
    ((2, 3), ())
    """
    x = _under(x)
    return x.shape if isinstance(x, np.ndarray) else np.shape(x)


def apply(primitive: Primitive, *arguments: Any, **options: Any) -> Any:
    """Compute an operation, and write it down if one of its arguments is recorded.

    Parameters
    ----------
    primitive : Primitive
        The operation.
    *arguments : Recorded or constant
        What may be differentiated by.
    **options
        What may not.

    Returns
    -------
    Recorded or constant
        The result: recorded if an argument is.

    Examples
    --------
    >>> square = Primitive("square", lambda x: x * x, [lambda g, y, x: 2 * x * g], [lambda t, y, x: 2 * x * t])
    >>> tape = Tape()
    >>> apply(square, 3.0), apply(square, record(3.0, tape)), len(tape.entries)
    (9.0, Recorded(9.0), 1)
    """
    tape = None
    for argument in arguments:
        if type(argument) is Recorded and (tape is None or argument.tape.level > tape.level):
            tape = argument.tape
    if tape is None:
        result = primitive.function(*arguments, **options)
        return result[0] if primitive.saves else result
    values: list[Any] = []
    slots: list[int | None] = []
    nested = False
    for argument in arguments:
        if type(argument) is Recorded and argument.tape is tape:
            value = argument.value
            slots.append(argument.slot)
        else:
            value = np.array(argument) if type(argument) is list else argument
            slots.append(None)
            if isinstance(value, np.ndarray):
                if tape.hides:
                    raise NotCompiled(_no_argument(primitive, value))
                tape.lock(value)
        values.append(value)
        nested = nested or type(value) is Recorded
    if tape.hides and options:
        _refuse_arrays(primitive, options)
    if primitive.saves:
        result, options = primitive.function(*values, **options)
    elif nested:  # an earlier tape, too, writes the operation down as one, and not the steps of its body
        result = apply(primitive, *values, **options)
    else:
        result = primitive.function(*values, **options)
    return Recorded(result, tape, tape.write(primitive, values, slots, options, result))


def _refuse_arrays(primitive: Primitive, options: dict) -> None:
    """An index, a condition: what is the same each time."""
    for option in options.values():
        for part in option if type(option) is tuple else (option,):
            if isinstance(part, list | np.ndarray | Recorded):
                raise NotCompiled(_no_argument(primitive, part))


def _no_argument(primitive: Primitive, value: Any) -> str:
    kind = f"an array of shape {shape_of(value)}" if not isinstance(value, list) else "a list"
    return (
        f"{primitive.name} uses {kind} that would stay the same whatever the arguments are, though it may come from "
        "them, or be random. Give such arrays as arguments of the function, or use value_and_grad"
    )
