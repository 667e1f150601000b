"""The bootstrap: how much an estimate varies, from the one sample that there is."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from derived.inputs import as_floats, count, function, generator, number, takes

__all__ = ["bootstrap", "percentile_interval"]


@takes(x="n | n p", statistic=function, rng=generator, draws=count())
def bootstrap(
    x: np.ndarray, statistic: Callable[[np.ndarray], float], rng: np.random.Generator, draws: int = 1000
) -> np.ndarray:
    """A statistic of samples that are drawn from the sample itself, with replacement.

    Parameters
    ----------
    x : ndarray of shape (n,) or (n, p)
        The sample: a number, or a row, for each observation.
    statistic : callable
        Takes a sample of the same shape to a number, or to an array of numbers.
    rng : numpy.random.Generator
        The source of chance.
    draws : int
        How many samples are drawn.

    Returns
    -------
    ndarray of shape (draws,) or (draws, ...)
        The statistic of each. Their standard deviation estimates the standard error.

    Raises
    ------
    ValueError
        If the statistic gives what is no number, or arrays of several shapes.

    References
    ----------
    Efron and Tibshirani, An Introduction to the Bootstrap (1993).

    Examples
    --------
    >>> medians = bootstrap(np.array([19.0, 20.0, 22.0, 27.0]), np.median, np.random.default_rng(0))
    >>> medians.shape, float(np.median(medians))
    ((1000,), 21.0)
    """
    found = [statistic(x[rng.integers(len(x), size=len(x))]) for _ in range(draws)]
    if len(shapes := {np.shape(value) for value in found}) > 1:
        raise ValueError(f"statistic gives arrays of the shapes {sorted(shapes)}: they must be of one shape")
    as_floats(found, "statistic(x)")
    return np.array(found)


@takes(values="m | m k", level=number(above=0, below=1, hint="it is a probability, such as 0.95"))
def percentile_interval(values: np.ndarray, level: float = 0.95) -> np.ndarray:
    """The middle of the values that a bootstrap has found, a share `level` of them.

    Parameters
    ----------
    values : ndarray of shape (m,) or (m, k)
        What `bootstrap` returns.
    level : float
        Between 0 and 1.

    Returns
    -------
    ndarray of shape (2,) or (2, k)
        The lower end and the upper one.

    Examples
    --------
    >>> percentile_interval(np.arange(101.0), 0.9)
    array([ 5., 95.])
    """
    return np.quantile(values, [(1 - level) / 2, (1 + level) / 2], axis=0)
