r"""Surfaces with one low place: bowls, round or stretched, and curved valleys."""

from __future__ import annotations

from typing import Any

import numpy as np

from derived.optimization.surfaces.surface import SURVEY, Points, Surface, coordinates, points, symmetric

__all__ = ["BOWLS", "beale", "booth", "matyas", "mccormick", "rosenbrock", "sphere"]


def sphere(x: Points) -> Any:
    r"""The sphere, :math:`\sum_i x_i^2`, of any number of variables.

    Parameters
    ----------
    x : array_like of shape (…, d)
        Points.

    Examples
    --------
    >>> float(sphere([3, 4]))
    25.0
    """
    x = points(x)
    return np.sum(x * x, axis=-1)


def matyas(x: Points) -> Any:
    r"""Matyas, :math:`0.26(x^2 + y^2) - 0.48xy`.

    Parameters
    ----------
    x : array_like of shape (…, 2)
        Points.

    Examples
    --------
    >>> round(float(matyas([5, 5])), 12)
    1.0
    """
    x, y = coordinates(x)
    return 0.26 * (x**2 + y**2) - 0.48 * x * y


def booth(x: Points) -> Any:
    r"""Booth, :math:`(x + 2y - 7)^2 + (2x + y - 5)^2`.

    Parameters
    ----------
    x : array_like of shape (…, 2)
        Points.

    Examples
    --------
    >>> float(booth([1, 3]))
    0.0
    """
    x, y = coordinates(x)
    return (x + 2 * y - 7) ** 2 + (2 * x + y - 5) ** 2


def rosenbrock(x: Points) -> Any:
    r"""Rosenbrock, :math:`\sum_i 100(x_{i+1} - x_i^2)^2 + (1 - x_i)^2`, of two variables or more.

    Parameters
    ----------
    x : array_like of shape (…, d)
        Points.

    Examples
    --------
    >>> float(rosenbrock([-1.2, 1.0])), float(rosenbrock([1, 1, 1]))
    (24.199999999999996, 0.0)
    """
    x = points(x)
    x, following = x[..., :-1], x[..., 1:]
    return np.sum(100 * (following - x**2) ** 2 + (1 - x) ** 2, axis=-1)


def beale(x: Points) -> Any:
    r"""Beale, :math:`(1.5 - x + xy)^2 + (2.25 - x + xy^2)^2 + (2.625 - x + xy^3)^2`.

    Parameters
    ----------
    x : array_like of shape (…, 2)
        Points.

    Examples
    --------
    >>> float(beale([3, 0.5]))
    0.0
    """
    x, y = coordinates(x)
    return (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2


def mccormick(x: Points) -> Any:
    r"""McCormick, :math:`\sin(x + y) + (x - y)^2 - 1.5x + 2.5y + 1`.

    Parameters
    ----------
    x : array_like of shape (…, 2)
        Points.

    Examples
    --------
    >>> float(mccormick([0, 0]))
    1.0
    """
    x, y = coordinates(x)
    return np.sin(x + y) + (x - y) ** 2 - 1.5 * x + 2.5 * y + 1


def _rosenbrock_gradient(x: Points) -> Any:
    x, y = coordinates(x)
    return np.stack([-400 * x * (y - x**2) - 2 * (1 - x), 200 * (y - x**2)], -1)


def _rosenbrock_hessian(x: Points) -> Any:
    x, y = coordinates(x)
    return symmetric(1200 * x**2 - 400 * y + 2, -400 * x, 200)


def _mccormick_gradient(x: Points) -> Any:
    x, y = coordinates(x)
    return np.stack([np.cos(x + y) + 2 * (x - y) - 1.5, np.cos(x + y) - 2 * (x - y) + 2.5], -1)


def _mccormick_hessian(x: Points) -> Any:
    x, y = coordinates(x)
    return symmetric(2 - np.sin(x + y), -2 - np.sin(x + y), 2 - np.sin(x + y))


def _constant(H: list[list[float]]) -> Any:
    return lambda x: np.broadcast_to(H, (*np.shape(x)[:-1], 2, 2))


BOWLS = (
    Surface(
        "Sphere", sphere, ((-5.12, 5.12), (-5.12, 5.12)), [(0, 0)], 0.0,
        "Nothing is hard: the same curvature in all directions, so one step of the right length arrives.",
        "De Jong, An analysis of the behavior of a class of genetic adaptive systems (1975), F1",
        gradient_formula=lambda x: 2 * points(x),
        hessian_formula=_constant([[2, 0], [0, 2]]),
    ),
    Surface(
        "Matyas", matyas, ((-10, 10), (-10, 10)), [(0, 0)], 0.0,
        "Along the diagonal the bowl is 25 times flatter than across it.",
        SURVEY,
        gradient_formula=lambda x: points(x) @ np.array([[0.52, -0.48], [-0.48, 0.52]]),
        hessian_formula=_constant([[0.52, -0.48], [-0.48, 0.52]]),
    ),
    Surface(
        "Booth", booth, ((-10, 10), (-10, 10)), [(1, 3)], 0.0,
        "A bowl nine times steeper one way than the other, and turned against the axes.",
        SURVEY,
        gradient_formula=lambda x: points(x) @ np.array([[10.0, 8.0], [8.0, 10.0]]) - np.array([34.0, 38.0]),
        hessian_formula=_constant([[10, 8], [8, 10]]),
    ),
    Surface(
        "Rosenbrock", rosenbrock, ((-2, 2), (-1, 3)), [(1, 1)], 0.0,
        "A curved valley: easy to reach, but along its floor the slope is tiny, and its walls are steep.",
        "Rosenbrock, An automatic method for finding the greatest or least value of a function (1960)",
        gradient_formula=_rosenbrock_gradient,
        hessian_formula=_rosenbrock_hessian,
    ),
    Surface(
        "Beale", beale, ((-4.5, 4.5), (-4.5, 4.5)), [(3, 0.5)], 0.0,
        "A flat middle between sharp rises at the corners, where a gradient is thousands of times longer.",
        "Beale, On an iterative method for finding a local minimum of a function of more than one variable (1958)",
    ),
    Surface(
        "McCormick", mccormick, ((-1.5, 4), (-3, 4)), [(0.5 - np.pi / 3, -0.5 - np.pi / 3)],
        -np.sqrt(3) / 2 - np.pi / 3,
        "The floor slopes along a wave: outside the domain it goes on down, so a long step loses the minimum.",
        "Lootsma (ed.), Numerical methods for non-linear optimization (1972)",
        gradient_formula=_mccormick_gradient,
        hessian_formula=_mccormick_hessian,
    ),
)  # fmt: skip
