"""Makers of synthetic data. They take a generator, so that the same seed gives the same points everywhere."""

from __future__ import annotations

import numpy as np

from derived.inputs import count, generator, number, takes

__all__ = [
    "make_line",
    "make_regression",
]


@takes(
    rng=generator,
    n=count(),
    intercept=number(),
    slope=number(),
    noise=number(at_least=0, hint="it is a standard deviation"),
    low=number(),
    high=number(),
)
def make_line(
    rng: np.random.Generator,
    n: int = 100,
    intercept: float = 3.0,
    slope: float = 4.0,
    noise: float = 1.0,
    low: float = 0.0,
    high: float = 2.0,
) -> tuple[np.ndarray, np.ndarray]:
    """Points scattered about a line: y = intercept + slope·x + noise, x uniform between two values.

    Parameters
    ----------
    rng : numpy.random.Generator
        The source of chance.
    n : int
        How many points.
    intercept, slope : float
        The line.
    noise : float
        The standard deviation of the normal noise.
    low, high : float
        The range of x.

    Returns
    -------
    x, y : ndarray of shape (n,)

    Raises
    ------
    ValueError
        If there is no point to make, the noise is negative or the range is empty.

    Examples
    --------
    >>> x, y = make_line(np.random.default_rng(0), n=3, noise=0)
    >>> np.allclose(y, 3 + 4 * x)
    True
    """
    if not low < high:
        raise ValueError(f"x must have a range: low = {low} is not below high = {high}")
    x = rng.uniform(low, high, n)
    return x, intercept + slope * x + noise * rng.standard_normal(n)


@takes(
    rng=generator,
    n=count(),
    w="p",
    noise=number(at_least=0, hint="it is a standard deviation"),
    correlation=number(at_least=0, below=1),
)
def make_regression(
    rng: np.random.Generator, n: int, w: np.ndarray, noise: float = 1.0, correlation: float = 0.0
) -> tuple[np.ndarray, np.ndarray]:
    """Data from a linear model y = X w + noise, whose standard normal features share a correlation.

    Parameters
    ----------
    rng : numpy.random.Generator
        The source of chance.
    n : int
        How many rows.
    w : array_like of shape (p,)
        The true weights.
    noise : float
        The standard deviation of the normal noise.
    correlation : float
        Between every two features, from 0 up to but not including 1.

    Returns
    -------
    X : ndarray of shape (n, p)
    y : ndarray of shape (n,)

    Raises
    ------
    ValueError
        If there is no row to make, the noise is negative or the correlation is out of range.

    Examples
    --------
    >>> X, y = make_regression(np.random.default_rng(0), 5, [1.0, 2.0], noise=0)
    >>> np.allclose(y, X @ [1, 2])
    True
    """
    shared = rng.standard_normal((n, 1))
    X = np.sqrt(correlation) * shared + np.sqrt(1 - correlation) * rng.standard_normal((n, len(w)))
    return X, X @ w + noise * rng.standard_normal(n)
