r"""Surfaces with very many minima, or with none to be seen: waves on a bowl, and a needle in a plain."""

from __future__ import annotations

from typing import Any

import numpy as np

from derived.autodiff.reverse import by_slopes
from derived.optimization.surfaces.surface import SURVEY, Points, Surface, coordinates, points

__all__ = ["RIPPLES", "ackley", "cos_of_root", "drop_wave", "easom", "griewank", "levi_13", "rastrigin", "schaffer_2"]


def rastrigin(x: Points) -> Any:
    r"""Rastrigin, :math:`10d + \sum_i x_i^2 - 10\cos 2\pi x_i`, of any number of variables.

    Parameters
    ----------
    x : array_like of shape (…, d)
        Points.

    Examples
    --------
    >>> float(rastrigin([0, 0])), float(rastrigin([1, 0]))
    (0.0, 1.0)
    """
    x = points(x)
    return np.sum(x**2 - 10 * np.cos(2 * np.pi * x) + 10, axis=-1)


def griewank(x: Points) -> Any:
    r"""Griewank, :math:`1 + \frac1{4000}\sum_i x_i^2 - \prod_i \cos\frac{x_i}{\sqrt i}`, of any number of variables.

    Parameters
    ----------
    x : array_like of shape (…, d)
        Points.

    Examples
    --------
    >>> float(griewank([0, 0]))
    0.0
    """
    x = points(x)
    roots = np.sqrt(np.arange(1, np.shape(x)[-1] + 1))
    return 1 + np.sum(x**2, axis=-1) / 4000 - np.prod(np.cos(x / roots), axis=-1)


def ackley(x: Points) -> Any:
    r"""Ackley, a funnel with ripples, of any number of variables; its minimum is the tip of a cone.

    .. math:: e + 20 - 20\exp\Bigl(-0.2\sqrt{\tfrac1d\sum_i x_i^2}\Bigr) - \exp\Bigl(\tfrac1d\sum_i \cos 2\pi x_i\Bigr)

    Parameters
    ----------
    x : array_like of shape (…, d)
        Points.

    Examples
    --------
    >>> round(float(ackley([1, 1])), 6)
    3.625385
    """
    x = points(x)
    far = np.sqrt(np.mean(x**2, axis=-1))
    return 20 + np.e - 20 * np.exp(-0.2 * far) - np.exp(np.mean(np.cos(2 * np.pi * x), axis=-1))


def drop_wave(x: Points) -> Any:
    r"""Drop-wave, :math:`-\dfrac{1 + \cos 12r}{\frac12 r^2 + 2}` with :math:`r = \sqrt{x^2 + y^2}`.

    The root has no slope at 0, but its cosine has: it is a power series in :math:`r^2`.

    Parameters
    ----------
    x : array_like of shape (…, 2)
        Points.

    Examples
    --------
    >>> float(drop_wave([0, 0]))
    -1.0
    """
    x, y = coordinates(x)
    square = x**2 + y**2
    return -(1 + cos_of_root(144 * square)) / (square / 2 + 2)


def schaffer_2(x: Points) -> Any:
    r"""Schaffer's second, :math:`\frac12 + \dfrac{\sin^2(x^2 - y^2) - \frac12}{(1 + 0.001(x^2 + y^2))^2}`.

    Parameters
    ----------
    x : array_like of shape (…, 2)
        Points.

    Examples
    --------
    >>> float(schaffer_2([0, 0]))
    0.0
    """
    x, y = coordinates(x)
    return 0.5 + (np.sin(x**2 - y**2) ** 2 - 0.5) / (1 + 0.001 * (x**2 + y**2)) ** 2


def levi_13(x: Points) -> Any:
    r"""Lévi 13, :math:`\sin^2 3\pi x + (x - 1)^2(1 + \sin^2 3\pi y) + (y - 1)^2(1 + \sin^2 2\pi y)`.

    Parameters
    ----------
    x : array_like of shape (…, 2)
        Points.

    Examples
    --------
    >>> round(float(levi_13([1, 1])), 12)
    0.0
    """
    x, y = coordinates(x)
    across = np.sin(3 * np.pi * x) ** 2 + (x - 1) ** 2 * (1 + np.sin(3 * np.pi * y) ** 2)
    return across + (y - 1) ** 2 * (1 + np.sin(2 * np.pi * y) ** 2)


def easom(x: Points) -> Any:
    r"""Easom, :math:`-\cos x\cos y\, e^{-(x - \pi)^2 - (y - \pi)^2}`.

    Parameters
    ----------
    x : array_like of shape (…, 2)
        Points.

    Examples
    --------
    >>> float(easom([np.pi, np.pi])), float(easom([50, 50]))
    (-1.0, 0.0)
    """
    x, y = coordinates(x)
    return 0.0 - np.cos(x) * np.cos(y) * np.exp(-((x - np.pi) ** 2) - (y - np.pi) ** 2)


def _slope_of_sine(s: Any) -> Any:
    """The slope of sin(√s)/√s by s; near 0, where it is a difference of equals, by its series."""
    near = s < 0.01
    far = np.where(near, 1.0, s)
    series = -1 / 6 + s / 60 - s**2 / 1680 + s**3 / 90720
    return np.where(near, series, (cos_of_root(far) - _sine_over_root(far)) / (2 * far))


@by_slopes(lambda y, s: _slope_of_sine(s), name="sin(√s)/√s")
def _sine_over_root(s: Any) -> Any:
    return np.sinc(np.sqrt(s) / np.pi)


@by_slopes(lambda y, s: -0.5 * _sine_over_root(s), name="cos(√s)")
def cos_of_root(s: Any) -> Any:
    r"""The cosine of a root, :math:`\cos\sqrt s`, with its slope :math:`-\dfrac{\sin\sqrt s}{2\sqrt s}`, −½ at 0.

    Parameters
    ----------
    s : array_like
        Numbers from 0 up.

    Examples
    --------
    >>> from derived.autodiff.reverse import grad
    >>> grad(cos_of_root)(0.0), round(grad(grad(cos_of_root))(0.0), 12)
    (-0.5, 0.083333333333)
    """
    return np.cos(np.sqrt(s))


def _rastrigin_gradient(x: Points) -> Any:
    x = points(x)
    return 2 * x + 20 * np.pi * np.sin(2 * np.pi * x)


def _rastrigin_hessian(x: Points) -> Any:
    curvatures = 2 + 40 * np.pi**2 * np.cos(2 * np.pi * points(x))
    return curvatures[..., np.newaxis] * np.eye(np.shape(x)[-1])


RIPPLES = (
    Surface(
        "Rastrigin", rastrigin, ((-5.12, 5.12), (-5.12, 5.12)), [(0, 0)], 0.0,
        "A minimum near every point with whole coordinates, about 11ᵈ of them, and one is lowest.",
        "Rastrigin, Systems of extremal control (1974)",
        gradient_formula=_rastrigin_gradient,
        hessian_formula=_rastrigin_hessian,
    ),
    Surface(
        "Griewank", griewank, ((-600, 600), (-600, 600)), [(0, 0)], 0.0,
        "From afar a bowl, from near a field of ripples.",
        "Griewank, Generalized descent for global optimization (1981)",
    ),
    Surface(
        "Ackley", ackley, ((-5, 5), (-5, 5)), [(0, 0)], 0.0,
        "Ripples on an almost flat plain around a funnel; at its tip the slope does not fade, so no step shrinks.",
        "Ackley, A connectionist machine for genetic hillclimbing (1987)",
        at_minimum="kink",
    ),
    Surface(
        "Drop-wave", drop_wave, ((-5.12, 5.12), (-5.12, 5.12)), [(0, 0)], -1.0,
        "Rings of valleys around the lowest point: downhill leads into a ring, not to the middle.",
        "Molga and Smutnicki, Test functions for optimization needs (2005)",
    ),
    Surface(
        "Schaffer 2", schaffer_2, ((-100, 100), (-100, 100)), [(0, 0)], 0.0,
        "Valleys along both diagonals and beside them, the closer together the farther out.",
        SURVEY,
    ),
    Surface(
        "Lévi 13", levi_13, ((-10, 10), (-10, 10)), [(1, 1)], 0.0,
        "A bowl with waves: many minima, and those beside the lowest are only a little higher.",
        "Levy and Montalvo, The tunneling algorithm for the global minimization of functions (1985)",
    ),
    Surface(
        "Easom", easom, ((-100, 100), (-100, 100)), [(np.pi, np.pi)], -1.0,
        "A hole in a plain: a few units away the slope is next to nothing, and from 28 on floats call it zero.",
        "Easom, A survey of global optimization techniques (1990)",
    ),
)  # fmt: skip
