"""The loop that trains: a gradient on a few rows, a step, the next rows; until there is a reason to stop.

The gradient comes from reverse mode, the step from an optimizer, and the rows from a generator that is passed in: the
same seed gives the same parameters, to the last bit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from derived.autodiff.reverse import leaves, mapped, value_and_grad
from derived.inputs import as_array, count, function, generator, takes
from derived.optimization import batches
from derived.optimization.optimizers import OnTrees
from derived.optimization.walks import Optimizer, check_optimizer

__all__ = ["Training", "train"]

StoppedBy = Literal["epochs", "patience", "diverged"]


@dataclass(frozen=True, eq=False)
class Training:
    """What a training ended with, and why it stopped.

    Attributes
    ----------
    params : tree
        The parameters: the last ones; with patience, the best ones on the validation data; where it diverged, those
        before the epoch in which it did.
    losses : ndarray of shape (epochs,)
        The mean loss of each epoch, over its rows, each taken before the step that it was used for. With one batch of
        everything, that is the loss before each step.
    validation : ndarray of shape (epochs,) or None
        The loss on the validation data after each epoch.
    kept : list
        What `keep` made of the parameters, at the start and after each epoch; empty without it.
    epochs : int
        How many epochs were completed.
    best : int or None
        After how many epochs the validation loss was least; the first of several; None where it was never finite.
    stopped_by : {"epochs", "patience", "diverged"}
        All epochs are done; the validation loss did not fall any more; or a loss or a parameter is not finite.
    message : str
        The same in a sentence, with what to do.

    Examples
    --------
    >>> from derived.optimization import GradientDescent
    >>> def loss(w, y):
    ...     return np.mean((y - w) ** 2)
    >>> y, rng = np.array([1.0, 3.0]), np.random.default_rng(0)
    >>> train(loss, 0.0, (y,), GradientDescent(0.25), epochs=3, batch_size=2, rng=rng).losses
    array([5.  , 2.  , 1.25])
    """

    params: Any
    losses: np.ndarray = field(repr=False)
    validation: np.ndarray | None = field(repr=False)
    kept: list = field(repr=False)
    epochs: int
    best: int | None
    stopped_by: StoppedBy
    message: str


@takes(
    loss=function,
    epochs=count(),
    batch_size=count(),
    rng=generator,
    patience=count(),
    keep=function,
)
def train(
    loss: Callable[..., Any],
    params: Any,
    data: tuple[Any, ...],
    optimizer: Optimizer,
    epochs: int,
    batch_size: int,
    rng: np.random.Generator,
    validation: tuple[Any, ...] | None = None,
    patience: int | None = None,
    keep: Callable[[Any], Any] | None = None,
) -> Training:
    """Minimize a mean loss over data, a few rows at a time.

    Parameters
    ----------
    loss : callable
        ``loss(params, *rows)`` is the *mean* loss of these rows, so that the rate does not depend on how many they are.
    params : array_like, or list, tuple or dict of them
        Where to start; copied.
    data : tuple of array_like
        Such as ``(X, y)``: arrays of numbers, with as many rows each. `loss` gets the same rows of all of them.
    optimizer : Optimizer
        Such as `GradientDescent` or `Adam`, for each array by itself; or, in `OnTrees`, the same.
    epochs : int
        How many times the data are gone through.
    batch_size : int
        Rows a step; all of them for plain descent. The last batch of an epoch may have fewer.
    rng : numpy.random.Generator
        Draws a new order of the rows in each epoch.
    validation : tuple of array_like, optional
        Other data, for which the loss is written down after each epoch; they change no step.
    patience : int, optional
        Stop after so many epochs in which the validation loss was not below its least, and return the parameters of
        that least.
    keep : callable, optional
        Of the parameters; what it returns at the start and after each epoch is kept. It gets copies.

    Returns
    -------
    Training

    Raises
    ------
    ValueError
        If data have different numbers of rows, a batch is larger than the data, something is not finite or no number,
        there is patience without validation data, or the loss is no number.
    FloatingPointError
        If the loss is not a number (NaN) already before the first step.

    Examples
    --------
    A line through three points, as one neuron without a bend:

    >>> from derived.optimization import GradientDescent
    >>> X, y = np.array([[-1.0], [0.0], [1.0]]), np.array([1.0, 3.0, 5.0])
    >>> def loss(params, X, y):
    ...     return np.mean((X @ params["w"] + params["b"] - y) ** 2)
    >>> start, rng = {"w": np.zeros(1), "b": 0.0}, np.random.default_rng(0)
    >>> found = train(loss, start, (X, y), GradientDescent(0.25), epochs=60, batch_size=3, rng=rng)
    >>> found.params["w"].round(6), float(found.params["b"].round(6)), found.stopped_by
    (array([2.]), 3.0, 'epochs')
    """
    data, held_out = _rows(data, "data"), None if validation is None else _rows(validation, "validation")
    if patience is not None and held_out is None:
        raise ValueError("patience is about the loss on validation data: give validation=(X, y), or no patience")
    check_optimizer(optimizer)
    method = optimizer if isinstance(optimizer, OnTrees) else OnTrees(optimizer)
    here = best_params = mapped(_parameter, params)
    state, both = method.init(here), value_and_grad(loss)
    losses: list[float] = []
    watched: list[float] = []
    kept = [keep(_copied(here))] if keep else []
    least, best = np.inf, None
    stopped_by: StoppedBy = "epochs"
    for _ in range(epochs):
        try:
            here, state, mean_loss = _epoch(both, here, state, data, method, batches(len(data[0]), batch_size, rng))
        except _Diverged as problem:
            if problem.__cause__ and not losses and problem.args == (0,):
                raise problem.__cause__ from None
            stopped_by = "diverged"
            break
        losses.append(mean_loss)
        if keep:
            kept.append(keep(_copied(here)))
        if held_out is None:
            continue
        watched.append(float(loss(_copied(here), *held_out)))
        if watched[-1] < least:  # which no NaN is
            least, best, best_params = watched[-1], len(watched), here
        if patience is not None and len(watched) - (best or 0) >= patience:
            stopped_by = "patience"
            break
    return Training(
        _copied(best_params if patience is not None and best is not None else here),
        np.array(losses),
        None if held_out is None else np.array(watched),
        kept,
        len(losses),
        best,
        stopped_by,
        _message(stopped_by, losses, best),
    )


class _Diverged(Exception):
    """A loss or a parameter is not finite any more, at this step of an epoch, counted from 0."""


def _epoch(
    both: Callable[..., Any],
    here: Any,
    state: list,
    data: tuple[np.ndarray, ...],
    method: OnTrees,
    rows_in_turn: Iterator[np.ndarray],
) -> tuple[Any, list, float]:
    """Go through the data once: the parameters and the state after it, and the mean of the losses on the way."""
    total = 0.0
    with np.errstate(over="ignore", invalid="ignore"):
        for k, rows in enumerate(rows_in_turn):
            try:
                value, gradient = both(here, *[part[rows] for part in data])
            except FloatingPointError as problem:
                raise _Diverged(k) from problem
            gradient = mapped(lambda g, x: np.asarray(g, x.dtype), gradient, here)
            steps, state = method.update(gradient, state, here)
            here = method.stepped(here, steps)
            total += float(value) * len(rows)
            if not np.isfinite(total):
                raise _Diverged(k)
    if not all(np.isfinite(leaf).all() for leaf in leaves(here)):  # once an epoch: the loss would tell at the next step
        raise _Diverged(k)
    return here, state, total / len(data[0])


def _rows(data: Any, name: str) -> tuple[np.ndarray, ...]:
    """The arrays of a data set: numbers, all finite, with as many rows each."""
    if not isinstance(data, tuple) or not data:
        raise ValueError(f"{name} must be a tuple of arrays, such as (X, y), and not {type(data).__name__}")
    parts = tuple(np.asarray(part) for part in data)
    for k, part in enumerate(parts):
        as_array(part, f"{name}[{k}]")
        if part.ndim == 0 or len(part) != len(parts[0]) or not len(part):
            shapes = " and ".join(str(each.shape) for each in parts)
            raise ValueError(
                f"the arrays of {name} have the shapes {shapes}: they must have as many rows each, one or more"
            )
    return parts


def _parameter(leaf: Any) -> np.ndarray:
    """A parameter as an array of its own; one of 32 bits stays one."""
    array = as_array(leaf, "a parameter")
    return np.array(leaf if getattr(leaf, "dtype", None) == np.float32 else array)


def _copied(params: Any) -> Any:
    return mapped(np.array, params)


def _message(stopped_by: StoppedBy, losses: list[float], best: int | None) -> str:
    """How a training ended, in a sentence with its numbers, and what to do."""
    done = f"{len(losses)} epochs" if len(losses) != 1 else "1 epoch"
    if stopped_by == "diverged":
        return f"diverged after {done}: a loss or a parameter is not finite; take a smaller rate, or scale the features"
    fell = f"the mean loss went from {losses[0]:.4g} in the first to {losses[-1]:.4g} in the last"
    if stopped_by == "patience":
        return f"stopped by patience after {done}: these are the parameters after epoch {best}, the best on validation"
    return f"{done} done: {fell}"
