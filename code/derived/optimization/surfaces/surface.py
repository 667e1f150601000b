"""A test function with what is known of it: where its minima are, and why they are hard to find."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from derived.autodiff.reverse import Recorded, jvp
from derived.inputs import as_floats

__all__ = ["Surface", "coordinates", "points", "symmetric"]

SURVEY = "Jamil and Yang, A literature survey of benchmark functions for global optimisation problems (2013)"

Points = Any
"""An array of shape (…, d), or one that automatic differentiation records."""


def points(x: Points) -> Points:
    """Points as an array of floats, or as they are where derivatives are being recorded.

    Parameters
    ----------
    x : array_like of shape (…, d)
        Points.

    Raises
    ------
    ValueError
        If it is a single number, or holds what is no number.

    Examples
    --------
    >>> points([1, 2])
    array([1., 2.])
    """
    x = x if isinstance(x, Recorded) else as_floats(x, "x")
    if not np.ndim(x):
        raise ValueError(f"x must hold points, of shape (…, d), and is the number {x}")
    return x


def coordinates(x: Points) -> tuple[Any, Any]:
    """The two coordinates of points in the plane.

    Parameters
    ----------
    x : array_like of shape (…, 2)
        Points.

    Raises
    ------
    ValueError
        If the points are in no plane.

    Examples
    --------
    >>> coordinates([[1, 2], [3, 4]])
    (array([1., 3.]), array([2., 4.]))
    """
    x = points(x)
    if np.shape(x)[-1] != 2:
        raise ValueError(f"x has shape {np.shape(x)}, but (…, 2) is needed: the function is one of two variables")
    return x[..., 0], x[..., 1]


def symmetric(xx: Any, xy: Any, yy: Any) -> np.ndarray:
    """Symmetric matrices from their three entries.

    Parameters
    ----------
    xx, xy, yy : array_like of shape (…)
        The entries, one for each point; those that are the same everywhere may be numbers.

    Returns
    -------
    ndarray of shape (…, 2, 2)

    Examples
    --------
    >>> symmetric(np.array([1, 2]), 0, 3).tolist()
    [[[1, 0], [0, 3]], [[2, 0], [0, 3]]]
    """
    xx, xy, yy = np.broadcast_arrays(xx, xy, yy)
    return np.stack([np.stack([xx, xy], -1), np.stack([xy, yy], -1)], -2)


@dataclass(frozen=True, eq=False)
class Surface:
    """A function of points, to be called as one, with its minima and its derivatives.

    Attributes
    ----------
    name : str
        What it is called.
    f : callable
        Takes points of shape (…, d), gives their values, of shape (…).
    domain : tuple of two pairs
        Between which ends each coordinate is usually taken.
    minima : ndarray of shape (m, 2)
        Where the function is lowest in the domain; empty if it is lowest nowhere.
    minimum : float
        The value there; for the monkey saddle, which has no minimum, −∞.
    hard : str
        What makes it hard, in a sentence.
    source : str
        Who published it.
    at_minimum : {"smooth", "kink", "boundary", "none"}
        Whether the gradient at the minima is zero, or none is there (a kink), or need not be zero (the boundary).
    gradient_formula, hessian_formula : callable, optional
        The derivatives in closed form, where these are short: of points, as `f` is.

    Examples
    --------
    >>> from derived.optimization.surfaces import SURFACES
    >>> booth = SURFACES["Booth"]
    >>> booth([[1, 3], [0, 0]]), booth.minima, booth.minimum
    (array([ 0., 74.]), array([[1., 3.]]), 0.0)
    >>> booth.gradient([0, 0]), booth.hessian([0, 0]).tolist()
    (array([-34., -38.]), [[10.0, 8.0], [8.0, 10.0]])
    """

    name: str
    f: Callable[[Points], Any] = field(repr=False)
    domain: tuple[tuple[float, float], tuple[float, float]]
    minima: Any = field(repr=False)
    minimum: float
    hard: str
    source: str = field(repr=False)
    at_minimum: Literal["smooth", "kink", "boundary", "none"] = "smooth"
    gradient_formula: Callable[[Points], Any] | None = field(default=None, repr=False)
    hessian_formula: Callable[[Points], Any] | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "minima", np.array(self.minima, dtype=float).reshape(-1, 2))
        self.minima.flags.writeable = False

    def __call__(self, x: Points) -> Any:
        """The values at points.

        Parameters
        ----------
        x : array_like of shape (…, d)
            Points.
        """
        return self.f(x)

    def gradient(self, x: ArrayLike) -> np.ndarray:
        """The gradient at each point, of the shape of `x`, by our own automatic differentiation.

        A point has few coordinates, and there may be many points: so each coordinate moves in turn, at all points at
        once, in forward mode. `derived.autodiff.reverse.grad` of the function gives the same, point by point.

        Parameters
        ----------
        x : array_like of shape (…, d)
            Points.

        Returns
        -------
        ndarray of shape (…, d)
            NaN where the function has an infinite slope or the tip of a cone. At a kink like that of ∣u∣ at 0 it is the
            mean of the slopes to both sides, 0.
        """
        return _slopes(self.f, points(x))

    def hessian(self, x: ArrayLike) -> np.ndarray:
        """The Hessian at each point: how the gradient changes as each coordinate moves.

        Parameters
        ----------
        x : array_like of shape (…, d)
            Points.

        Returns
        -------
        ndarray of shape (…, d, d)
            NaN where the gradient is.
        """
        return _slopes(lambda x: _slopes(self.f, x), points(x))


def _slopes(f: Callable[[Points], Any], x: Points) -> Any:
    """The derivatives of f by each coordinate, on a last axis more."""
    units = np.eye(np.shape(x)[-1])
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return np.stack([jvp(f, x, np.broadcast_to(unit, np.shape(x)))[1] for unit in units], -1)
