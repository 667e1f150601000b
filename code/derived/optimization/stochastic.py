"""Stochastic gradient descent: the gradient on a few rows of the data at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import ArrayLike

from derived.inputs import as_vector, count, function, generator, number, takes, truth
from derived.optimization.descent import GradientDescent
from derived.optimization.results import Keep, Record, WalkResult
from derived.optimization.schedules import Schedule
from derived.optimization.walks import Optimizer, check_optimizer, gradient_at

__all__ = ["batches", "stochastic_gradient_descent", "stochastic_walk"]


def stochastic_gradient_descent(
    gradient: Callable[[np.ndarray, np.ndarray], np.ndarray],
    start: ArrayLike,
    n: int,
    rate: float | Schedule,
    rng: np.random.Generator,
    batch_size: int = 32,
    epochs: int = 100,
    tolerance: float = 1e-6,
    replace: bool = False,
    keep: Keep = "all",
) -> WalkResult:
    """Step against the gradient on a few rows of the data at a time.

    Parameters
    ----------
    gradient : callable
        ``gradient(x, rows)`` is the *mean* of the gradients of these rows' losses, so that the rate does not depend on
        how many they are. `rows` is an array of row numbers.
    start : array_like of shape (p,)
        The first point; it is copied.
    n : int
        The number of rows.
    rate : float or callable
        The learning rate, or a schedule by steps (not epochs).
    rng : numpy.random.Generator
        Draws the batches.
    batch_size : int
        Rows a step: 1 is stochastic gradient descent in the strict sense; n, without replacement, is plain descent.
    epochs : int
        How many times n rows are used.
    tolerance : float
        After each epoch the gradient on *all* rows is computed; the walk has converged where it is no longer than this.
    replace : bool
        Whether rows are drawn with replacement; otherwise each epoch uses every row once, in a new order.
    keep : {"all", "last"}, int or callable
        Which points the result holds: all; the last alone; the start, every k-th and the last, for a whole number k;
        or, for a function, its value at every point instead of the points.

    Returns
    -------
    WalkResult
        Its path is that of all steps; its norms are those of the full gradient, once an epoch.

    Raises
    ------
    ValueError
        For a bad start, rate, batch size, number of epochs or tolerance, or a gradient of the wrong shape.

    References
    ----------
    Robbins and Monro, A stochastic approximation method, Annals of Mathematical Statistics 22 (1951), 400-407.

    Examples
    --------
    >>> y = np.array([1.0, 2.0, 3.0, 6.0])
    >>> def gradient(m, rows):
    ...     return m - y[rows].mean()
    >>> from derived.optimization import inverse_time
    >>> rng = np.random.default_rng(0)
    >>> result = stochastic_gradient_descent(
    ...     gradient, [0.0], 4, inverse_time(1.0, 1.0), rng, batch_size=1, epochs=50
    ... )
    >>> result.x.round(6), result.status  # averages all the rows it has seen
    (array([3.]), 'converged')
    """
    optimizer = GradientDescent(rate)
    return stochastic_walk(gradient, start, n, optimizer, rng, batch_size, epochs, tolerance, replace, keep)


@takes(
    gradient=function,
    n=count(),
    rng=generator,
    batch_size=count(),
    epochs=count(),
    tolerance=number(at_least=0),
    replace=truth,
)
def stochastic_walk(
    gradient: Callable[[np.ndarray, np.ndarray], np.ndarray],
    start: ArrayLike,
    n: int,
    optimizer: Optimizer,
    rng: np.random.Generator,
    batch_size: int = 32,
    epochs: int = 100,
    tolerance: float = 1e-6,
    replace: bool = False,
    keep: Keep = "all",
) -> WalkResult:
    """Add an optimizer's steps to x, where it sees the gradient on a few rows of the data at a time.

    Parameters
    ----------
    gradient : callable
        ``gradient(x, rows)`` is the *mean* of the gradients of these rows' losses, so that the rate does not depend on
        how many they are. `rows` is an array of row numbers.
    start : array_like of shape (p,)
        The first point; it is copied.
    n : int
        The number of rows.
    optimizer : object
        With ``init(x)``, which returns a state, and ``update(gradient, state, x)``, which returns a step and the next
        state; such as `GradientDescent`.
    rng : numpy.random.Generator
        Draws the batches.
    batch_size : int
        Rows a step: 1 is stochastic gradient descent in the strict sense; n, without replacement, is plain descent.
    epochs : int
        How many times n rows are used.
    tolerance : float
        After each epoch the gradient on *all* rows is computed; the walk has converged where it is no longer than this.
    replace : bool
        Whether rows are drawn with replacement; otherwise each epoch uses every row once, in a new order.
    keep : {"all", "last"}, int or callable
        Which points the result holds: all; the last alone; the start, every k-th and the last, for a whole number k;
        or, for a function, its value at every point instead of the points.

    Returns
    -------
    WalkResult

    Raises
    ------
    ValueError
        For a bad start, batch size, number of epochs, tolerance or `keep`, or a gradient of the wrong shape.

    Examples
    --------
    >>> y = np.array([1.0, 2.0, 3.0, 6.0])
    >>> rng = np.random.default_rng(0)
    >>> result = stochastic_walk(
    ...     lambda m, rows: m - y[rows].mean(), [0.0], 4, GradientDescent(0.5), rng, batch_size=2, epochs=2, keep="last"
    ... )
    >>> result.nit, result.path.shape, result.norms
    (4, (1, 1), array([3. , 0.5, 0.5]))
    """
    check_optimizer(optimizer)
    x = as_vector(start, "start")
    state, record = optimizer.init(x.copy()), Record(x, keep)
    with np.errstate(over="ignore", invalid="ignore"):
        for epoch in range(epochs + 1):
            record.norms.append(float(np.linalg.norm(gradient_at(gradient, x, np.arange(n)))))
            if not np.isfinite(record.norms[-1]):
                return record.result("diverged", tolerance, state)
            if record.norms[-1] <= tolerance:
                return record.result("converged", tolerance, state)
            if epoch == epochs:
                break
            for rows in batches(n, batch_size, rng, replace):
                step, state = optimizer.update(gradient_at(gradient, x, rows), state, x.copy())
                if not np.isfinite(x + step).all():
                    return record.result("diverged", tolerance, state)
                x = x + step
                record.add(x)
    return record.result("out of steps", tolerance, state)


@takes(n=count(), batch_size=count(), rng=generator, replace=truth)
def batches(n: int, batch_size: int, rng: np.random.Generator, replace: bool = False) -> Iterator[np.ndarray]:
    """The mini-batches of one epoch, as arrays of row numbers.

    Parameters
    ----------
    n : int
        The number of rows.
    batch_size : int
        How many a batch; without replacement the last batch holds what is left.
    rng : numpy.random.Generator
        Draws them.
    replace : bool
        Whether rows are drawn with replacement; otherwise every row comes once.

    Raises
    ------
    ValueError
        If the batch size is not between 1 and n.

    Examples
    --------
    >>> [len(rows) for rows in batches(10, 4, np.random.default_rng(0))]
    [4, 4, 2]
    """
    if not 1 <= batch_size <= n:
        raise ValueError(f"batch_size must be between 1 and the number of rows, {n}, not {batch_size}")
    order = None if replace else rng.permutation(n)
    for first in range(0, n, batch_size):
        yield rng.integers(n, size=batch_size) if order is None else order[first : first + batch_size]
