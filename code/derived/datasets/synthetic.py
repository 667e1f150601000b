"""Makers of synthetic data. They take a generator, so that the same seed gives the same points everywhere."""

from __future__ import annotations

import numpy as np

from derived.inputs import count, generator, number, takes

__all__ = [
    "make_line",
    "make_regression",
    "moons",
    "spirals",
    "xor",
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


_noise = number(at_least=0, hint="it is a standard deviation")


@takes(rng=generator, n=count(), noise=_noise)
def xor(rng: np.random.Generator, n: int = 200, noise: float = 0.2) -> tuple[np.ndarray, np.ndarray]:
    """Points scattered about the four corners (±1, ±1): label 1 where the signs differ, 0 where they are equal.

    Parameters
    ----------
    rng : numpy.random.Generator
        The source of chance.
    n : int
        How many points; of both labels as many, or one more of label 0.
    noise : float
        The standard deviation of the normal noise, in each direction.

    Returns
    -------
    X : ndarray of shape (n, 2)
        In random order.
    y : ndarray of shape (n,)
        Labels 0 and 1.

    Examples
    --------
    >>> X, y = xor(np.random.default_rng(0), n=4, noise=0)
    >>> bool((y == (X[:, 0] * X[:, 1] < 0)).all())
    True
    """
    corners = np.array([[1.0, 1.0], [1.0, -1.0], [-1.0, -1.0], [-1.0, 1.0]])
    which = np.arange(n) % 4
    return _scattered(rng, corners[which], which % 2, noise)


@takes(rng=generator, n=count(), noise=_noise)
def moons(rng: np.random.Generator, n: int = 200, noise: float = 0.1) -> tuple[np.ndarray, np.ndarray]:
    """Two half circles that reach into each other: label 0 the upper one, about (0, 0), label 1 the lower, at (1, ½).

    Parameters
    ----------
    rng : numpy.random.Generator
        The source of chance.
    n : int
        How many points: n // 2 on the upper one, the others on the lower one, evenly spread.
    noise : float
        The standard deviation of the normal noise, in each direction.

    Returns
    -------
    X : ndarray of shape (n, 2)
        In random order.
    y : ndarray of shape (n,)
        Labels 0 and 1.

    Examples
    --------
    >>> X, y = moons(np.random.default_rng(0), noise=0)
    >>> bool(np.allclose(np.linalg.norm(X[y == 0], axis=1), 1)), X[y == 0].min(axis=0).round(9).tolist()
    (True, [-1.0, 0.0])
    """
    upper, lower = np.linspace(0, np.pi, n // 2), np.linspace(0, np.pi, n - n // 2)
    X = np.vstack(
        [
            np.column_stack([np.cos(upper), np.sin(upper)]),
            np.column_stack([1 - np.cos(lower), 0.5 - np.sin(lower)]),
        ]
    )
    return _scattered(rng, X, np.repeat([0, 1], [len(upper), len(lower)]), noise)


@takes(rng=generator, n=count(), classes=count(at_least=2), turns=number(above=0), noise=_noise)
def spirals(
    rng: np.random.Generator, n: int = 300, classes: int = 2, turns: float = 1.0, noise: float = 0.02
) -> tuple[np.ndarray, np.ndarray]:
    """Arms of a spiral, a label for each: at the distance r from 0, arm c has the angle 2π(turns·r + c/classes).

    Parameters
    ----------
    rng : numpy.random.Generator
        The source of chance.
    n : int
        How many points; on each arm as many, or one more on the first ones.
    classes : int
        How many arms.
    turns : float
        How often an arm goes around, from the distance 0.1 to 1; the more, the harder.
    noise : float
        The standard deviation of the normal noise, in each direction.

    Returns
    -------
    X : ndarray of shape (n, 2)
        In random order.
    y : ndarray of shape (n,)
        Labels 0, 1, …, classes − 1.

    Examples
    --------
    >>> X, y = spirals(np.random.default_rng(0), n=30, classes=3, noise=0)
    >>> np.bincount(y).tolist(), np.linalg.norm(X, axis=1).max().round(9)
    ([10, 10, 10], np.float64(1.0))
    """
    X, y = [], []
    for arm in range(classes):
        r = np.linspace(0.1, 1.0, len(range(arm, n, classes)))
        angle = 2 * np.pi * (turns * r + arm / classes)
        X.append(np.column_stack([r * np.cos(angle), r * np.sin(angle)]))
        y.append(np.full(len(r), arm))
    return _scattered(rng, np.vstack(X), np.concatenate(y), noise)


def _scattered(rng: np.random.Generator, X: np.ndarray, y: np.ndarray, noise: float) -> tuple[np.ndarray, np.ndarray]:
    """The points with noise, in random order."""
    order = rng.permutation(len(y))
    return X[order] + noise * rng.standard_normal(X.shape), y[order]
