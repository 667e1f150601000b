r"""Gradient descent: walk downhill on a function, one step after another, and tell how the walk ended.

Each step is :math:`\mathbf x^+ = \mathbf x - \alpha\nabla f(\mathbf x)`; the rate :math:`\alpha` is a number or a
schedule, a function of the step. Where f is a mean over data, the stochastic form takes the gradient on a mini-batch.
Newton's method steps by :math:`-\nabla^2 f(\mathbf x)^{-1}\nabla f(\mathbf x)` instead. On a quadratic with curvatures
:math:`\lambda_1 \le \dots \le \lambda_n` gradient descent converges for :math:`0 < \alpha < 2/\lambda_n`, fastest at
:math:`2/(\lambda_1 + \lambda_n)`. Nothing here warns: the result tells convergence, divergence and running out of steps
apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from derived.linear_algebra.arrays import as_matrix, as_vector
from derived.linear_algebra.factors import EPS

__all__ = [
    "DescentResult",
    "GradientCheck",
    "backtracking",
    "batches",
    "best_rate",
    "check_gradient",
    "constant",
    "contraction",
    "cosine",
    "descend",
    "exponential",
    "gradient_descent",
    "inverse_time",
    "line_search_descent",
    "newton",
    "newton_step",
    "numerical_gradient",
    "stable_rate",
    "stochastic_gradient_descent",
]

Function = Callable[[np.ndarray], float]
Gradient = Callable[[np.ndarray], np.ndarray]
Schedule = Callable[[int], float]
Status = Literal["converged", "not a minimum", "out of steps", "stalled", "diverged"]


@dataclass(frozen=True, eq=False)
class DescentResult:
    """Where a walk ended, how it got there, and why it stopped.

    Attributes
    ----------
    x : ndarray of shape (p,)
        The last point whose coordinates are finite.
    path : ndarray of shape (nit + 1, p)
        All points, from the start to `x`.
    norms : ndarray
        The length of the gradient at each point of the path; for the stochastic form, of the gradient on all data, at
        the start and after each epoch.
    status : {"converged", "not a minimum", "out of steps", "stalled", "diverged"}
        Only the first is a success. "stalled": a step no longer changes `x`, whose gradient is not small yet.
    message : str
        The same in a sentence, with the numbers, and what to do.

    Examples
    --------
    Each step of this walk on x² lands beyond the minimum, half as far away:

    >>> result = gradient_descent(lambda x: 2 * x, [4.0], rate=0.75, tolerance=1)
    >>> result.path.ravel(), result.norms
    (array([ 4. , -2. ,  1. , -0.5]), array([8., 4., 2., 1.]))
    >>> result.x, result.nit, result.success, result.values(lambda x: x @ x)
    (array([-0.5]), 3, True, array([16.  ,  4.  ,  1.  ,  0.25]))

    At a higher rate each step lands farther away than the one before:

    >>> result = gradient_descent(lambda x: 2 * x, [4.0], rate=1.5, max_steps=3)
    >>> print(result.message)
    not converged: 3 steps took the gradient's length from 8 to 64;
    take a smaller rate
    """

    x: np.ndarray
    path: np.ndarray = field(repr=False)
    norms: np.ndarray = field(repr=False)
    status: Status
    message: str

    @property
    def nit(self) -> int:
        """How many steps were taken."""
        return len(self.path) - 1

    @property
    def success(self) -> bool:
        """Whether the gradient came down to the tolerance, at what may be a minimum."""
        return self.status == "converged"

    def values(self, f: Function) -> np.ndarray:
        """A function along the path, of shape (nit + 1,)."""
        return np.array([f(x) for x in self.path])


def _result(path: list[np.ndarray], norms: list[float], status: Status, tolerance: float) -> DescentResult:
    grown = norms[-1] >= norms[0]
    advice = {
        "out of steps": "take a smaller rate" if grown else "allow more steps, a larger rate, or scale the variables",
        "stalled": "the rate is zero, floats can tell no more, or the gradient is wrong (see check_gradient)",
        "diverged": "take a smaller rate, or start elsewhere",
    }
    result = DescentResult(path[-1], np.array(path), np.array(norms), status, "")
    return replace(result, message=_told(result, tolerance, advice))


def _told(result: DescentResult, tolerance: float, advice: dict[str, str]) -> str:
    """What happened, and the advice for such an end."""
    steps, first, last = result.nit, result.norms[0], result.norms[-1]
    match result.status:
        case "converged":
            return f"converged in {steps} steps: the gradient's length is {last:.2g}, the tolerance {tolerance:g}"
        case "out of steps":
            said = f"not converged: {steps} steps took the gradient's length from {first:.2g} to {last:.2g}"
        case "stalled":
            said = (
                f"stalled after {steps} steps: the next one would not change x, though the gradient's length is "
                f"{last:.2g}"
            )
        case _:
            said = f"diverged: after {steps} steps the gradient or the next point is not finite"
    return f"{said}; {advice[result.status]}"


def descend(
    gradient: Gradient,
    start: ArrayLike,
    step: Callable[[int, np.ndarray, np.ndarray], np.ndarray],
    tolerance: float = 1e-6,
    max_steps: int = 10_000,
) -> DescentResult:
    """The walk of all methods but the stochastic: add a step to x until the gradient is no longer than the tolerance.

    Parameters
    ----------
    gradient : callable
        Takes a point of shape (p,), gives the gradient there, of the same shape.
    start : array_like of shape (p,)
        The first point; it is copied.
    step : callable
        ``step(k, x, g)`` is what is added in step k = 0, 1, … at the point x with the gradient g.
    tolerance : float
        The walk has converged where the gradient's Euclidean length is at most this.
    max_steps : int
        After so many steps without convergence the walk is out of steps.

    Returns
    -------
    DescentResult

    Raises
    ------
    ValueError
        If the start is no vector of finite numbers, the gradient has another shape, the tolerance is negative or
        there is not a single step to take.

    Examples
    --------
    >>> def step(k, x, g):
    ...     return -g / 4
    >>> descend(lambda x: 2 * x, [8.0], step, tolerance=1).path.ravel()
    array([8. , 4. , 2. , 1. , 0.5])
    """
    _check_limits(tolerance, max_steps)
    path, norms = [as_vector(start, "start")], []
    with np.errstate(over="ignore", invalid="ignore"):
        while True:
            x, k = path[-1], len(path) - 1
            g = _gradient_at(gradient(x), x)
            norms.append(float(np.linalg.norm(g)))
            if not np.isfinite(norms[-1]):
                return _result(path, norms, "diverged", tolerance)
            if norms[-1] <= tolerance:
                return _result(path, norms, "converged", tolerance)
            if k == max_steps:
                return _result(path, norms, "out of steps", tolerance)
            x_next = x + step(k, x, g)
            if not np.isfinite(x_next).all():
                return _result(path, norms, "diverged", tolerance)
            if (x_next == x).all():
                return _result(path, norms, "stalled", tolerance)
            path.append(x_next)


def _check_limits(tolerance: float, max_steps: int, name: str = "max_steps") -> None:
    if not tolerance >= 0:
        raise ValueError(f"tolerance must be zero or more, not {tolerance}")
    if max_steps < 1:
        raise ValueError(f"{name} must be at least 1, not {max_steps}")


def _gradient_at(value: np.ndarray, x: np.ndarray) -> np.ndarray:
    g = np.asarray(value, dtype=float)
    if g.shape != x.shape:
        raise ValueError(f"the gradient has shape {g.shape}, but the point has {x.shape}: they must be the same")
    return g


def gradient_descent(
    gradient: Gradient,
    start: ArrayLike,
    rate: float | Schedule,
    tolerance: float = 1e-6,
    max_steps: int = 10_000,
) -> DescentResult:
    """Step against the gradient: x⁺ = x − α∇f(x).

    Parameters
    ----------
    gradient, start, tolerance, max_steps
        As in `descend`.
    rate : float or callable
        The learning rate α > 0, or a schedule that gives the rate of step k = 0, 1, …

    Returns
    -------
    DescentResult

    Raises
    ------
    ValueError
        As `descend` does, or if the rate is a number that is not positive and finite.

    References
    ----------
    Cauchy, Méthode générale pour la résolution des systèmes d'équations simultanées (1847).

    Examples
    --------
    >>> def gradient(x):
    ...     return 2 * (x - 3)
    >>> result = gradient_descent(gradient, [0.0], rate=0.25, tolerance=1e-3)
    >>> result.x.round(3), result.nit, result.status
    (array([3.]), 13, 'converged')
    """
    alpha = _as_schedule(rate)
    return descend(gradient, start, lambda k, x, g: -alpha(k) * g, tolerance, max_steps)


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
) -> DescentResult:
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

    Returns
    -------
    DescentResult
        Its path holds the point after every step; its norms are those of the full gradient, once an epoch.

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
    >>> rng = np.random.default_rng(0)
    >>> result = stochastic_gradient_descent(
    ...     gradient, [0.0], 4, inverse_time(1.0, 1.0), rng, batch_size=1, epochs=50
    ... )
    >>> result.x.round(6), result.status  # averages all the rows it has seen
    (array([3.]), 'converged')
    """
    _check_limits(tolerance, epochs, "epochs")
    alpha, everything = _as_schedule(rate), np.arange(n)
    path, norms = [as_vector(start, "start")], []
    with np.errstate(over="ignore", invalid="ignore"):
        for epoch in range(epochs + 1):
            norms.append(float(np.linalg.norm(_gradient_at(gradient(path[-1], everything), path[-1]))))
            if not np.isfinite(norms[-1]):
                return _result(path, norms, "diverged", tolerance)
            if norms[-1] <= tolerance:
                return _result(path, norms, "converged", tolerance)
            if epoch == epochs:
                break
            for rows in batches(n, batch_size, rng, replace):
                x = path[-1]
                x_next = x - alpha(len(path) - 1) * _gradient_at(gradient(x, rows), x)
                if not np.isfinite(x_next).all():
                    return _result(path, norms, "diverged", tolerance)
                path.append(x_next)
    return _result(path, norms, "out of steps", tolerance)


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


# Schedules: functions of the step.


def _positive(value: float, name: str) -> float:
    if not 0 < value < np.inf:
        raise ValueError(f"{name} must be positive and finite, not {value}")
    return value


def _as_schedule(rate: float | Schedule) -> Schedule:
    return rate if callable(rate) else constant(rate)


def constant(rate: float) -> Schedule:
    """The same rate at every step.

    Examples
    --------
    >>> constant(0.1)(1000)
    0.1
    """
    _positive(rate, "rate")
    return lambda k: rate


def inverse_time(rate: float, decay: float) -> Schedule:
    """Rate α/(1 + ck): its sum is infinite and the sum of its squares is not, as Robbins and Monro (1951) ask.

    Examples
    --------
    >>> schedule = inverse_time(0.1, decay=0.5)
    >>> schedule(0), schedule(2)
    (0.1, 0.05)
    """
    _positive(rate, "rate"), _positive(decay, "decay")
    return lambda k: rate / (1 + decay * k)


def exponential(rate: float, decay: float) -> Schedule:
    """Rate α·cᵏ with 0 < c < 1. The rates add up to α/(1 − c): the walk can never go further than they reach.

    Examples
    --------
    >>> exponential(0.1, decay=0.5)(1)
    0.05
    """
    if not 0 < _positive(rate, "rate") * decay < rate:
        raise ValueError(f"decay must be between 0 and 1, not {decay}")
    return lambda k: rate * decay**k


def cosine(rate: float, steps: int, end: float = 0.0) -> Schedule:
    """From `rate` down to `end` along half a wave of the cosine, in so many steps; `end` after that.

    References
    ----------
    Loshchilov and Hutter, SGDR: Stochastic gradient descent with warm restarts, ICLR (2017), equation 5.

    Examples
    --------
    >>> schedule = cosine(0.1, steps=10)
    >>> schedule(0), round(schedule(5), 12), schedule(10)
    (0.1, 0.05, 0.0)
    """
    _positive(rate, "rate"), _positive(steps, "steps")
    return lambda k: end + (rate - end) * (1 + float(np.cos(np.pi * min(k / steps, 1)))) / 2


# The rate on a quadratic.


def _curvatures(hessian: ArrayLike) -> np.ndarray:
    H = as_matrix(hessian, "hessian")
    if H.shape[0] != H.shape[1] or not np.allclose(H, H.T, rtol=1e-10, atol=1e-10 * np.abs(H).max()):
        raise ValueError(
            f"hessian must be symmetric, but has shape {H.shape}, or entries unlike those across its diagonal"
        )
    curvatures = np.linalg.eigvalsh(H)
    if curvatures[0] <= 0:
        raise ValueError(
            f"hessian has the eigenvalue {curvatures[0]:.3g}, but a single minimum needs all of them positive"
        )
    return curvatures


def stable_rate(hessian: ArrayLike) -> float:
    """The bound 2/λ_max on a quadratic: at any positive rate below it gradient descent converges, above it diverges.

    Parameters
    ----------
    hessian : array_like of shape (p, p)
        Symmetric and positive definite.

    Raises
    ------
    ValueError
        If it is not.

    Examples
    --------
    >>> stable_rate([[1.0, 0.0], [0.0, 4.0]])
    0.5
    """
    return float(2 / _curvatures(hessian)[-1])


def best_rate(hessian: ArrayLike) -> float:
    """The rate 2/(λ_min + λ_max), at which the slowest direction of a quadratic shrinks fastest.

    Parameters
    ----------
    hessian : array_like of shape (p, p)
        Symmetric and positive definite.

    References
    ----------
    Polyak, *Introduction to Optimization* (1987), section 1.4, theorem 3.

    Examples
    --------
    >>> best_rate([[1.0, 0.0], [0.0, 4.0]])
    0.4
    """
    curvatures = _curvatures(hessian)
    return float(2 / (curvatures[0] + curvatures[-1]))


def contraction(hessian: ArrayLike, rate: float) -> float:
    """The largest ``|1 − αλ|``: what a step leaves, at worst, of the distance to the minimum of a quadratic.

    Parameters
    ----------
    hessian : array_like of shape (p, p)
        Symmetric and positive definite.
    rate : float
        The learning rate α.

    Examples
    --------
    At the best rate it is (κ − 1)/(κ + 1), here with κ = 4:

    >>> round(contraction([[1.0, 0.0], [0.0, 4.0]], 0.4), 12)
    0.6
    """
    return float(np.abs(1 - rate * _curvatures(hessian)).max())


# Line search and Newton's method.


def backtracking(
    f: Function,
    x: np.ndarray,
    g: np.ndarray,
    direction: np.ndarray | None = None,
    rate: float = 1.0,
    shrink: float = 0.5,
    share: float = 1e-4,
) -> float:
    """Shrink the rate until the step lowers f by a share of what its slope promises: Armijo's condition.

    Parameters
    ----------
    f : callable
        The function.
    x, g : ndarray of shape (p,)
        The point, and the gradient there.
    direction : ndarray of shape (p,), optional
        Where to go; by default −g.
    rate : float
        The first to try.
    shrink : float
        The factor to the next.
    share : float
        Of the decrease α gᵀd that the slope promises, how much is enough.

    Returns
    -------
    float
        The rate, or 0.0 if none was small enough: floats can see no decrease.

    Raises
    ------
    ValueError
        If the direction does not lead downhill, or `rate`, `shrink` or `share` make no sense.

    References
    ----------
    Armijo, Minimization of functions having Lipschitz continuous first partial derivatives (1966); Nocedal and
    Wright, *Numerical Optimization* (2006), algorithm 3.1.

    Examples
    --------
    >>> x = np.array([3.0])
    >>> backtracking(lambda x: x @ x, x, 2 * x, rate=2.0)
    0.5
    """
    d = -g if direction is None else direction
    slope = float(g @ d)
    _check_search(slope, shrink, share)
    alpha, here = _positive(rate, "rate"), f(x)
    while (x + alpha * d != x).any():
        if f(x + alpha * d) <= here + share * alpha * slope:
            return alpha
        alpha *= shrink
    return 0.0


def _check_search(slope: float, shrink: float, share: float) -> None:
    if not (0 < shrink < 1 and 0 < share < 1):
        raise ValueError(f"shrink and share must be between 0 and 1, but are {shrink} and {share}")
    if slope >= 0:
        raise ValueError(f"the direction does not lead downhill: the slope along it is {slope:.3g}")


def line_search_descent(
    f: Function,
    gradient: Gradient,
    start: ArrayLike,
    rate: float = 1.0,
    tolerance: float = 1e-6,
    max_steps: int = 10_000,
) -> DescentResult:
    """Gradient descent that finds the rate of each step by `backtracking` from `rate`.

    Parameters
    ----------
    f : callable
        The function to minimize.
    gradient, start, tolerance, max_steps
        As in `descend`.
    rate : float
        The first rate to try in each step; it may be too large.

    Examples
    --------
    >>> result = line_search_descent(
    ...     lambda x: x @ x, lambda x: 2 * x, [3.0, 4.0], rate=100.0
    ... )
    >>> result.status
    'converged'
    """
    return descend(gradient, start, lambda k, x, g: -backtracking(f, x, g, rate=rate) * g, tolerance, max_steps)


def newton_step(H: np.ndarray, g: np.ndarray) -> np.ndarray:
    """Newton's step −H⁻¹g, by solving Hd = −g.

    Parameters
    ----------
    H : ndarray of shape (p, p)
        The Hessian.
    g : ndarray of shape (p,)
        The gradient.

    Raises
    ------
    numpy.linalg.LinAlgError
        If the Hessian is singular.

    Examples
    --------
    >>> newton_step(np.array([[2.0, 0.0], [0.0, 4.0]]), np.array([2.0, 4.0]))
    array([-1., -1.])
    """
    return np.linalg.solve(H, -g)


def newton(
    gradient: Gradient,
    hessian: Callable[[np.ndarray], np.ndarray],
    start: ArrayLike,
    tolerance: float = 1e-10,
    max_steps: int = 50,
) -> DescentResult:
    """Newton's method: step to the level point of the second-order model, whatever kind of point that is.

    Parameters
    ----------
    gradient, start, tolerance, max_steps
        As in `descend`.
    hessian : callable
        Takes a point of shape (p,), gives the Hessian there, of shape (p, p).

    Returns
    -------
    DescentResult
        Its status is "not a minimum" where the walk arrived at a saddle or a maximum, and "diverged" where it met a
        singular Hessian, whose step has no end.

    Raises
    ------
    ValueError
        As in `descend`, or if the Hessian has another shape.

    References
    ----------
    Nocedal and Wright, *Numerical Optimization* (2006), section 3.3.

    Examples
    --------
    From 1 it walks to π/2, the maximum of the sine:

    >>> newton(np.cos, lambda x: -np.diag(np.sin(x)), [1.0]).status
    'not a minimum'
    """
    singular = False

    def step(k: int, x: np.ndarray, g: np.ndarray) -> np.ndarray:
        nonlocal singular
        H = np.asarray(hessian(x))
        if H.shape != (len(x), len(x)):
            raise ValueError(f"the Hessian has shape {H.shape}, but must have {(len(x), len(x))}")
        try:
            return newton_step(H, g)
        except np.linalg.LinAlgError:
            singular = True
            return np.full_like(x, np.inf)  # a model without curvature is level nowhere, or everywhere along a line

    result = descend(gradient, start, step, tolerance, max_steps)
    if singular:
        message = (
            f"diverged: after {result.nit} steps the Hessian is singular, so that Newton's step has no end or is one "
            "of many; start elsewhere, or use line_search_descent, which needs no Hessian"
        )
        return replace(result, message=message)
    if not result.success:
        advice = {
            "out of steps": "allow more steps, or shorten each by backtracking",
            "stalled": "floats can tell no more, or the gradient or the Hessian is wrong (see check_gradient)",
            "diverged": "start elsewhere, or shorten each step by backtracking",
        }
        return replace(result, message=_told(result, tolerance, advice))
    curvatures = np.linalg.eigvalsh(hessian(result.x))
    if curvatures[0] >= -len(curvatures) * EPS * np.abs(curvatures).max():
        return result
    kind = "a maximum" if curvatures[-1] < 0 else "a saddle"
    message = f"{result.message}; but the Hessian has the eigenvalue {curvatures[0]:.3g}: {kind}, so start elsewhere"
    return replace(result, status="not a minimum", message=message)


# Is the gradient right?


def numerical_gradient(f: Function, x: np.ndarray, h: np.ndarray) -> np.ndarray:
    """Central differences (f(x + hⱼeⱼ) − f(x − hⱼeⱼ)) / 2hⱼ, of shape (p,).

    Examples
    --------
    >>> steps = np.array([0.5, 0.5])
    >>> numerical_gradient(lambda x: x @ x, np.array([1.0, 2.0]), steps)
    array([2., 4.])
    """
    return np.array([f(x + e) - f(x - e) for e in np.diag(h)]) / (2 * h)


@dataclass(frozen=True, eq=False)
class GradientCheck:
    """A gradient beside central differences.

    Attributes
    ----------
    analytic : ndarray of shape (p,)
        What was claimed.
    numerical : ndarray of shape (p,)
        What differences say.
    errors : ndarray of shape (p,)
        Their difference, beyond what rounding explains, relative to the largest entry of either.
    tolerance : float
        What an error may be.

    Examples
    --------
    The derivative of x²y by y is x², not 2x:

    >>> def f(x):
    ...     return x[0] ** 2 * x[1]
    >>> def gradient(x):
    ...     return np.array([2 * x[0] * x[1], 2 * x[0]])
    >>> check = check_gradient(f, gradient, [3, 5])
    >>> check.analytic, check.numerical.round(6)
    (array([30.,  6.]), array([30.,  9.]))
    >>> check.success, check.worst, check.errors.round(6)
    (False, 1, array([0. , 0.1]))
    """

    analytic: np.ndarray
    numerical: np.ndarray
    errors: np.ndarray
    tolerance: float

    @property
    def worst(self) -> int:
        """The entry with the largest error."""
        return int(np.argmax(self.errors))

    @property
    def success(self) -> bool:
        """Whether all errors are within the tolerance."""
        return bool(self.errors[self.worst] <= self.tolerance)

    @property
    def message(self) -> str:
        """The verdict, with the worst entry."""
        j = self.worst
        return (
            f"the gradient {'agrees' if self.success else 'differs'}: entry {j} is worst, with {self.analytic[j]:.6g} "
            f"claimed and {self.numerical[j]:.6g} by differences, an error of {self.errors[j]:.1e}"
        )


def check_gradient(f: Function, gradient: Gradient, x: ArrayLike, tolerance: float = 1e-6) -> GradientCheck:
    """Compare a gradient with central differences of its function.

    Parameters
    ----------
    f, gradient : callable
        The function, and what is claimed to be its gradient.
    x : array_like of shape (p,)
        Where to compare: a point of no special kind, away from minima, where all is small, and from kinks.
    tolerance : float
        The relative error that is accepted.

    Returns
    -------
    GradientCheck

    Raises
    ------
    ValueError
        If the shapes differ, or a value is NaN or infinite.

    Notes
    -----
    The step in entry j is ``∛ε max(1, |xⱼ|)``: it balances the rounding error ``ε|f|/h``
    and the error ``h²f‴/6`` of the formula.

    Examples
    --------
    >>> def gradient(x):
    ...     return np.array([2 * x[0], x[1]])
    >>> print(check_gradient(lambda x: x @ x, gradient, [1.0, 2.0]).message)
    the gradient differs: entry 1 is worst, with 2 claimed and 4 by differences,
    an error of 5.0e-01
    """
    x = as_vector(x, "x")
    h = np.cbrt(EPS) * np.maximum(1, np.abs(x))
    analytic, numerical = _gradient_at(gradient(x), x), numerical_gradient(f, x, h)
    if not (np.isfinite(analytic).all() and np.isfinite(numerical).all()):
        raise ValueError(f"the gradient {analytic} or the differences {numerical} are not finite: choose another point")
    beyond = np.maximum(np.abs(analytic - numerical) - 10 * EPS * abs(f(x)) / h, 0)
    largest = max(np.abs(analytic).max(), np.abs(numerical).max())
    return GradientCheck(analytic, numerical, beyond / (largest or 1.0), tolerance)
