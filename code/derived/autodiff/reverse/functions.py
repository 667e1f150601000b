"""Derivatives as functions of functions: of f, its gradient is another function.

What is returned takes the arguments of f. All of it nests: the Hessian is the Jacobian of the gradient.
"""

from __future__ import annotations

import math
import numbers
from collections.abc import Callable
from typing import Any
from weakref import finalize

import numpy as np

from derived.autodiff.reverse.recorded import Recorded, shape_of, value_of
from derived.autodiff.reverse.tape import Tape
from derived.autodiff.reverse.trees import leaves, like, mapped
from derived.autodiff.reverse.watching import first_nan, squares

__all__ = [
    "grad",
    "hessian",
    "jacobian",
    "jvp",
    "value_and_grad",
    "vjp",
]


def value_and_grad(f: Callable[..., Any], argument: int = 0) -> Callable[..., tuple[Any, Any]]:
    """A function that returns the value of `f` and its gradient, together.

    Parameters
    ----------
    f : callable
        Returns a number.
    argument : int
        Which argument to differentiate by: a number, an array, or lists, tuples and dictionaries of them.

    Raises
    ------
    ValueError
        If what `f` returns is no number, or nothing.
    TypeError
        If numbers are complex.
    FloatingPointError
        If a value or an adjoint is no number (NaN), with the operation that made the first.

    Examples
    --------
    >>> value, gradient = value_and_grad(lambda w: np.sum(w**2))(np.array([1.0, 2.0]))
    >>> float(value), gradient.tolist()
    (5.0, [2.0, 4.0])
    """

    def both(*arguments: Any, **options: Any) -> tuple[Any, Any]:
        tape = Tape()
        try:
            inputs, recorded = _recorded(tape, arguments[argument])
            y = f(*arguments[:argument], recorded, *arguments[argument + 1 :], **options)
            if type(getattr(y, "value", None)) is not np.float64:  # which is what it mostly is
                _refuse_what_is_no_result(f, y)
            if shape_of(y) != ():
                raise ValueError(
                    f"a gradient is that of a number, and {_name(f)} returned an array of shape {shape_of(y)}: "
                    "add up what it returns, or ask for the jacobian"
                )
            gradients = _back(tape, y, one_like(y), inputs)
        finally:
            tape.unlock()
        return _unrecorded(tape, y), like(arguments[argument], gradients)

    return both


def grad(f: Callable[..., Any], argument: int = 0) -> Callable[..., Any]:
    """The gradient of `f`, as a function.

    Parameters
    ----------
    f : callable
        Returns a number.
    argument : int
        Which argument to differentiate by: a number, an array, or lists, tuples and dictionaries of them.

    Examples
    --------
    >>> grad(np.tanh)(0.0)
    1.0
    >>> grad(grad(lambda x: x**3))(2.0)
    12.0
    """
    both = value_and_grad(f, argument)
    return lambda *arguments, **options: both(*arguments, **options)[1]


def vjp(f: Callable[..., Any], x: Any) -> tuple[Any, Callable[[Any], Any]]:
    """The value of `f`, and the function that takes an adjoint of it back: v ↦ Jᵀv.

    Parameters
    ----------
    f : callable
        Of one argument.
    x : array_like, or list, tuple or dict of them
        Where.

    Notes
    -----
    As long as there is the second, the arrays that `f` used cannot be written into: their values are needed.

    Examples
    --------
    >>> y, pull_back = vjp(lambda x: np.stack([x[0] * x[1], x[0]]), np.array([2.0, 5.0]))
    >>> y.tolist(), pull_back(np.array([1.0, 0.0])).tolist(), pull_back(np.array([0.0, 1.0])).tolist()
    ([10.0, 2.0], [5.0, 2.0], [1.0, 0.0])
    """
    tape = Tape()
    try:
        inputs, recorded = _recorded(tape, x)
        y = f(recorded)
        _refuse_what_is_no_result(f, y)
        shape = np.shape(y)
    except BaseException:
        tape.unlock()
        raise

    def pull_back(v: Any) -> Any:
        if np.shape(v) != shape:
            raise ValueError(f"the adjoint has the shape {np.shape(v)}, and the result {shape}: they must be the same")
        return like(x, _back(tape, y, v, inputs))

    finalize(pull_back, tape.unlock)
    value = _unrecorded(tape, y)
    return value.copy() if isinstance(value, np.ndarray) else value, pull_back  # the tape needs its own


def jvp(f: Callable[..., Any], x: Any, tangent: Any) -> tuple[Any, Any]:
    """The value of `f`, and how it changes as `x` moves along a tangent: J t. This is forward mode.

    Parameters
    ----------
    f : callable
        Of one argument.
    x : array_like, or list, tuple or dict of them
        Where.
    tangent : of the form of `x`
        In which direction.

    Examples
    --------
    >>> y, moved = jvp(lambda x: np.sum(x**2), np.array([1.0, 2.0]), np.array([0.0, 1.0]))
    >>> float(y), float(moved)
    (5.0, 4.0)
    """
    tape = Tape()
    try:
        inputs, recorded = _recorded(tape, x)
        row = leaves(tangent)
        if [np.shape(t) for t in row] != [here.shape for here in inputs]:
            raise ValueError(
                f"the tangent has the shape {[np.shape(t) for t in row]}, and x {[here.shape for here in inputs]}: "
                "they must be the same"
            )
        y = f(recorded)
        _refuse_what_is_no_result(f, y)
        moved = None
        if isinstance(y, Recorded) and y.tape is tape:
            moved = tape.along({here.slot: t for here, t in zip(inputs, row, strict=True)})[y.slot]
            _refuse_complex(f, moved)
    finally:
        tape.unlock()
    return _unrecorded(tape, y), np.zeros(np.shape(y)) if moved is None else moved


def jacobian(f: Callable[[Any], Any], forward: bool | None = None) -> Callable[[Any], Any]:
    """The Jacobian of `f`, as a function: an array whose axes are those of the result, then those of the argument.

    Parameters
    ----------
    f : callable
        Of one array, returns an array or a number.
    forward : bool, optional
        Column by column, one for each input; else row by row, one for each output. Left out: whichever are fewer.

    Raises
    ------
    TypeError
        If the argument is a tree of arrays, such as a dict, and not one array.

    Examples
    --------
    >>> jacobian(lambda x: np.stack([x[0] * x[1], x[0]]))(np.array([2.0, 5.0])).tolist()
    [[5.0, 2.0], [1.0, 0.0]]
    """

    def derivative(x: Any) -> Any:
        x = _one_array(x)
        y, pull_back = vjp(f, x)
        outputs, inputs = np.shape(y), np.shape(x)
        columns = forward if forward is not None else np.size(value_of(x)) < np.size(value_of(y))
        if columns:
            moved = [jvp(f, x, unit)[1] for unit in _units(inputs)]
            return np.reshape(np.stack(moved, -1), outputs + inputs) if moved else np.zeros(outputs + inputs)
        rows = [pull_back(unit) for unit in _units(outputs)]
        return np.reshape(np.stack(rows), outputs + inputs) if rows else np.zeros(outputs + inputs)

    return derivative


def hessian(f: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The Hessian of `f`, as a function: the Jacobian of its gradient.

    Parameters
    ----------
    f : callable
        Of one array, returns a number.

    Examples
    --------
    >>> hessian(lambda x: x[0] * x[1] ** 2)(np.array([1.0, 3.0])).tolist()
    [[0.0, 6.0], [6.0, 2.0]]
    """
    return jacobian(grad(f), forward=False)


def one_like(y: Any) -> Any:
    """The adjoint of a number by itself, with as many bits as it has.

    Parameters
    ----------
    y : Recorded, or a number
        What is differentiated.

    Examples
    --------
    >>> one_like(3.0), one_like(np.float32(3.0))
    (1.0, np.float32(1.0))
    """
    dtype = y.dtype if isinstance(y, Recorded | np.generic) else None
    return 1.0 if dtype is None or dtype == np.float64 else dtype.type(1.0)


_COMPLEX = "derivatives are of real numbers, and {} made complex ones: write each as two real numbers"


def _units(shape: tuple[int, ...]) -> list[np.ndarray]:
    """Arrays with a single 1, for each entry in turn."""
    size = int(np.prod(shape, dtype=int))
    return list(np.eye(size).reshape(size, *shape))


def _one_array(x: Any) -> Any:
    """A list of numbers as an array; what is no single array is refused."""
    if not isinstance(x, dict | list | tuple):
        return x
    try:
        if not isinstance(x, dict) and not any(isinstance(leaf, Recorded) for leaf in leaves(x)):
            return np.asarray(x, dtype=float)
    except (TypeError, ValueError):
        pass
    raise TypeError(
        f"a Jacobian or a Hessian is by one array, and here is a {type(x).__name__} with {len(leaves(x))} in it: join "
        "them with np.concatenate, and let the function take them apart"
    )


def _refuse_what_is_no_result(f: Callable[..., Any], y: Any) -> None:
    """A function has to return a real number, or an array of them, recorded or not."""
    if y is None:
        raise ValueError(f"{_name(f)} returned nothing (None): does its last line lack a return?")
    if isinstance(y, Recorded):
        _refuse_complex(f, value_of(y))
    elif not isinstance(y, numbers.Real):
        _refuse_complex(f, y)
        if np.asarray(y).dtype.kind not in "fiub":
            raise ValueError(f"{_name(f)} returned a {type(y).__name__}: it must be a number or an array of numbers")


def _refuse_complex(f: Callable[..., Any], y: Any) -> None:
    if type(y) is not np.float64 and np.iscomplexobj(value_of(y)):
        raise TypeError(_COMPLEX.format(_name(f)))


def _recorded(tape: Tape, x: Any) -> tuple[list[Recorded], Any]:
    """The leaves of an argument, recorded, and the argument made of them."""
    inputs: list[Recorded] = []

    def recorded(leaf: Any) -> Recorded:
        inputs.append(Recorded(_as_real(leaf), tape, len(inputs)))
        return inputs[-1]

    tree = mapped(recorded, x)
    tape.slots = len(inputs)
    tape.lock(*[here.value for here in inputs])
    return inputs, tree


def _as_real(leaf: Any) -> Any:
    if type(leaf) is np.ndarray and leaf.dtype.char in "df" and leaf.ndim:
        return leaf
    if isinstance(leaf, Recorded):
        return leaf
    array = np.asarray(leaf)
    if array.dtype.kind not in "fiub":
        raise TypeError(f"derivatives are by real numbers, and here is {leaf!r} ({array.dtype})")
    array = array if array.dtype.kind == "f" else array.astype(float)
    return array if array.ndim else array.item()


def _back(tape: Tape, y: Any, seed: Any, inputs: list[Recorded]) -> list:
    """The adjoints of the inputs, of their shape, and zero where the output does not depend on them."""
    if not (isinstance(y, Recorded) and y.tape is tape):
        return [_zero(x) for x in inputs]
    adjoints = tape.back(y.slot, seed)
    gradients = []
    for x in inputs:
        adjoint = adjoints[x.slot]
        if adjoint is None:
            adjoint = _zero(x)
        elif isinstance(adjoint, np.floating) and adjoint.itemsize <= 8:
            adjoint = float(adjoint)
        gradients.append(adjoint)
    total = squares(y.value, *gradients)
    if isinstance(total, complex):
        raise TypeError(_COMPLEX.format("a rule on the way back"))
    if math.isnan(total):
        first_nan(tape, y.slot, seed)
    return gradients


def _zero(x: Recorded) -> Any:
    return np.zeros(x.shape, x.dtype) if x.shape else 0.0


def _unrecorded(tape: Tape, y: Any) -> Any:
    return y.value if isinstance(y, Recorded) and y.tape is tape else y


def _name(f: Callable[..., Any]) -> str:
    return getattr(f, "__name__", "the function")
