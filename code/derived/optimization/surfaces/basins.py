r"""Surfaces with a few basins, and saddles between them: where one ends depends on where one begins."""

from __future__ import annotations

from typing import Any

import numpy as np

from derived.optimization.surfaces.surface import Points, Surface, coordinates, points, symmetric

__all__ = [
    "BASINS",
    "branin",
    "goldstein_price",
    "himmelblau",
    "monkey_saddle",
    "six_hump_camel",
    "styblinski_tang",
    "three_hump_camel",
]

BRANIN = "Branin, Widely convergent method for finding multiple solutions of simultaneous nonlinear equations (1972)"
DIXON_SZEGO = "Dixon and Szegő, The global optimization problem: an introduction (1978)"


def three_hump_camel(x: Points) -> Any:
    r"""Three-hump camel, :math:`2x^2 - 1.05x^4 + x^6/6 + xy + y^2`.

    Parameters
    ----------
    x : array_like of shape (…, 2)
        Points.

    Examples
    --------
    >>> float(three_hump_camel([0, 1]))
    1.0
    """
    x, y = coordinates(x)
    return 2 * x**2 - 1.05 * x**4 + x**6 / 6 + x * y + y**2


def six_hump_camel(x: Points) -> Any:
    r"""Six-hump camel, :math:`(4 - 2.1x^2 + x^4/3)x^2 + xy + (4y^2 - 4)y^2`.

    Parameters
    ----------
    x : array_like of shape (…, 2)
        Points.

    Examples
    --------
    >>> round(float(six_hump_camel([0.0898, -0.7126])), 4)
    -1.0316
    """
    x, y = coordinates(x)
    return (4 - 2.1 * x**2 + x**4 / 3) * x**2 + x * y + (4 * y**2 - 4) * y**2


def himmelblau(x: Points) -> Any:
    r"""Himmelblau, :math:`(x^2 + y - 11)^2 + (x + y^2 - 7)^2`.

    Parameters
    ----------
    x : array_like of shape (…, 2)
        Points.

    Examples
    --------
    >>> float(himmelblau([3, 2]))
    0.0
    """
    x, y = coordinates(x)
    return (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2


def branin(x: Points) -> Any:
    r"""Branin, a parabola for a valley, with a wave along it.

    .. math:: \Bigl(y - \frac{5.1}{4\pi^2}x^2 + \frac5\pi x - 6\Bigr)^2 + 10\Bigl(1 - \frac1{8\pi}\Bigr)\cos x + 10

    Parameters
    ----------
    x : array_like of shape (…, 2)
        Points.

    Examples
    --------
    >>> round(float(branin([np.pi, 2.275])), 6)
    0.397887
    """
    x, y = coordinates(x)
    bend = y - 5.1 / (4 * np.pi**2) * x**2 + 5 / np.pi * x - 6
    return bend**2 + 10 * (1 - 1 / (8 * np.pi)) * np.cos(x) + 10


def goldstein_price(x: Points) -> Any:
    r"""Goldstein–Price, a product of two polynomials.

    .. math:: \begin{aligned}
              &\bigl(1 + (x + y + 1)^2(19 - 14x + 3x^2 - 14y + 6xy + 3y^2)\bigr) \\
              \cdot{} &\bigl(30 + (2x - 3y)^2(18 - 32x + 12x^2 + 48y - 36xy + 27y^2)\bigr)
              \end{aligned}

    Parameters
    ----------
    x : array_like of shape (…, 2)
        Points.

    Examples
    --------
    >>> float(goldstein_price([0, -1]))
    3.0
    """
    x, y = coordinates(x)
    first = 1 + (x + y + 1) ** 2 * (19 - 14 * x + 3 * x**2 - 14 * y + 6 * x * y + 3 * y**2)
    second = 30 + (2 * x - 3 * y) ** 2 * (18 - 32 * x + 12 * x**2 + 48 * y - 36 * x * y + 27 * y**2)
    return first * second


def styblinski_tang(x: Points) -> Any:
    r"""Styblinski–Tang, :math:`\frac12\sum_i x_i^4 - 16x_i^2 + 5x_i`, of any number of variables.

    Parameters
    ----------
    x : array_like of shape (…, d)
        Points.

    Examples
    --------
    >>> round(float(styblinski_tang([-2.903534, -2.903534])), 4)
    -78.3323
    """
    x = points(x)
    return np.sum(x**4 - 16 * x**2 + 5 * x, axis=-1) / 2


def monkey_saddle(x: Points) -> Any:
    r"""The monkey saddle, :math:`x^3 - 3xy^2`: three ways down from the origin, one of them for the tail.

    Parameters
    ----------
    x : array_like of shape (…, 2)
        Points.

    Examples
    --------
    >>> float(monkey_saddle([-1, 0])), float(monkey_saddle([1, 2]))
    (-1.0, -11.0)
    """
    x, y = coordinates(x)
    return x**3 - 3 * x * y**2


def _three_hump_gradient(x: Points) -> Any:
    x, y = coordinates(x)
    return np.stack([4 * x - 4.2 * x**3 + x**5 + y, x + 2 * y], -1)


def _six_hump_gradient(x: Points) -> Any:
    x, y = coordinates(x)
    return np.stack([8 * x - 8.4 * x**3 + 2 * x**5 + y, x + 16 * y**3 - 8 * y], -1)


def _himmelblau_gradient(x: Points) -> Any:
    x, y = coordinates(x)
    first, second = x**2 + y - 11, x + y**2 - 7
    return np.stack([4 * x * first + 2 * second, 2 * first + 4 * y * second], -1)


def _himmelblau_hessian(x: Points) -> Any:
    x, y = coordinates(x)
    return symmetric(12 * x**2 + 4 * y - 42, 4 * (x + y), 4 * x + 12 * y**2 - 26)


def _monkey_gradient(x: Points) -> Any:
    x, y = coordinates(x)
    return np.stack([3 * x**2 - 3 * y**2, -6 * x * y], -1)


def _monkey_hessian(x: Points) -> Any:
    x, y = coordinates(x)
    return symmetric(6 * x, -6 * y, -6 * x)


BASINS = (
    Surface(
        "Three-hump camel", three_hump_camel, ((-5, 5), (-5, 5)), [(0, 0)], 0.0,
        "Two more basins, whose floors are higher, to either side of the lowest.",
        BRANIN,
        gradient_formula=_three_hump_gradient,
        hessian_formula=lambda x: symmetric(4 - 12.6 * points(x)[..., 0] ** 2 + 5 * points(x)[..., 0] ** 4, 1, 2),
    ),
    Surface(
        "Six-hump camel", six_hump_camel, ((-3, 3), (-2, 2)),
        [(0.08984201310031806, -0.7126564030207396), (-0.08984201310031806, 0.7126564030207396)], -1.0316284534898774,
        "Six basins, of which two are lowest.",
        DIXON_SZEGO,
        gradient_formula=_six_hump_gradient,
        hessian_formula=lambda x: symmetric(
            8 - 25.2 * points(x)[..., 0] ** 2 + 10 * points(x)[..., 0] ** 4, 1, 48 * points(x)[..., 1] ** 2 - 8
        ),
    ),
    Surface(
        "Himmelblau", himmelblau, ((-5, 5), (-5, 5)),
        [(3, 2), (-2.805118086952745, 3.131312518250573), (-3.779310253377747, -3.283185991286170),
         (3.584428340330492, -1.848126526964404)], 0.0,
        "Four minima equally low, with saddles between them and a hill in the middle.",
        "Himmelblau, Applied nonlinear programming (1972)",
        gradient_formula=_himmelblau_gradient,
        hessian_formula=_himmelblau_hessian,
    ),
    Surface(
        "Branin", branin, ((-5, 10), (0, 15)),
        [(-np.pi, 12.275), (np.pi, 2.275), (3 * np.pi, 2.475)], 5 / (4 * np.pi),
        "Three minima equally low along a bent valley.",
        DIXON_SZEGO,
    ),
    Surface(
        "Goldstein–Price", goldstein_price, ((-2, 2), (-2, 2)), [(0, -1)], 3.0,
        "Values from 3 to a million: no step is right both on the walls and on the floor.",
        "Goldstein and Price, On descent from local minima (1971)",
    ),
    Surface(
        "Styblinski–Tang", styblinski_tang, ((-5, 5), (-5, 5)),
        [(-2.903534027771177, -2.903534027771177)], -78.33233140754282,
        "Each variable has two basins, so that d of them make 2ᵈ, and only one is lowest.",
        "Styblinski and Tang, Experiments in nonconvex optimization: stochastic approximation with function smoothing "
        "and simulated annealing (1990)",
        gradient_formula=lambda x: 2 * points(x) ** 3 - 16 * points(x) + 2.5,
        hessian_formula=lambda x: (6 * points(x) ** 2 - 16)[..., np.newaxis] * np.eye(np.shape(x)[-1]),
    ),
    Surface(
        "Monkey saddle", monkey_saddle, ((-2, 2), (-2, 2)), [], -np.inf,
        "At the origin gradient and Hessian are zero, and it is no minimum; beyond it there is none at all.",
        "Hilbert and Cohn-Vossen, Geometry and the imagination (1952)",
        at_minimum="none",
        gradient_formula=_monkey_gradient,
        hessian_formula=_monkey_hessian,
    ),
)  # fmt: skip
