r"""Surfaces with folds: absolute values, and roots of them, whose slope jumps or is infinite where they vanish."""

from __future__ import annotations

from typing import Any

import numpy as np

from derived.optimization.surfaces.surface import Points, Surface, coordinates

__all__ = ["FOLDS", "bukin_6", "cross_in_tray", "eggholder", "holder_table"]

MISHRA = "Mishra, Some new test functions for global optimization and performance of repulsive particle swarm method"


def cross_in_tray(x: Points) -> Any:
    r"""Cross-in-tray, folded along both axes.

    .. math:: -0.0001\Bigl(\Bigl\lvert\sin x\sin y
              \exp\Bigl\lvert 100 - \frac{\sqrt{x^2 + y^2}}\pi\Bigr\rvert\Bigr\rvert + 1\Bigr)^{0.1}

    Parameters
    ----------
    x : array_like of shape (…, 2)
        Points.

    Examples
    --------
    >>> round(float(cross_in_tray([1.34941, -1.34941])), 5)
    -2.06261
    """
    x, y = coordinates(x)
    steep = np.exp(np.abs(100 - np.sqrt(x**2 + y**2) / np.pi))
    return -0.0001 * (np.abs(np.sin(x) * np.sin(y) * steep) + 1) ** 0.1


def holder_table(x: Points) -> Any:
    r"""Hölder table, folded along lines and along a circle.

    .. math:: -\Bigl\lvert\sin x\cos y\exp\Bigl\lvert 1 - \frac{\sqrt{x^2 + y^2}}\pi\Bigr\rvert\Bigr\rvert

    Parameters
    ----------
    x : array_like of shape (…, 2)
        Points.

    Examples
    --------
    >>> round(float(holder_table([8.05502, 9.66459])), 4)
    -19.2085
    """
    x, y = coordinates(x)
    return -np.abs(np.sin(x) * np.cos(y) * np.exp(np.abs(1 - np.sqrt(x**2 + y**2) / np.pi)))


def eggholder(x: Points) -> Any:
    r"""Eggholder, with infinite slopes where a root vanishes.

    .. math:: -(y + 47)\sin\sqrt{\Bigl\lvert y + \frac x2 + 47\Bigr\rvert} - x\sin\sqrt{\lvert x - y - 47\rvert}

    Parameters
    ----------
    x : array_like of shape (…, 2)
        Points.

    Examples
    --------
    >>> round(float(eggholder([512, 404.2319])), 4)
    -959.6407
    """
    x, y = coordinates(x)
    y = y + 47
    return -y * np.sin(np.sqrt(np.abs(y + x / 2))) - x * np.sin(np.sqrt(np.abs(x - y)))


def bukin_6(x: Points) -> Any:
    r"""Bukin 6, :math:`100\sqrt{|y - 0.01x^2|} + 0.01|x + 10|`.

    Parameters
    ----------
    x : array_like of shape (…, 2)
        Points.

    Examples
    --------
    >>> float(bukin_6([-10, 1]))
    0.0
    """
    x, y = coordinates(x)
    return 100 * np.sqrt(np.abs(y - 0.01 * x**2)) + 0.01 * np.abs(x + 10)


def _corners(x: float, y: float) -> list[tuple[float, float]]:
    return [(x, y), (x, -y), (-x, y), (-x, -y)]


FOLDS = (
    Surface(
        "Cross-in-tray", cross_in_tray, ((-10, 10), (-10, 10)), _corners(1.3494066171539107, 1.3494066171539107),
        -2.062611870822739,
        "A field of pits, four of them lowest; only narrow lines, a grid along which the surface is folded, are high.",
        f"{MISHRA} (2006)",
    ),
    Surface(
        "Hölder table", holder_table, ((-10, 10), (-10, 10)), _corners(8.055023475736563, 9.664590019241272),
        -19.208502567886732,
        "The lowest pits are near the corners of the domain, and others on the way there nearly as wide.",
        f"{MISHRA} (2006)",
    ),
    Surface(
        "Eggholder", eggholder, ((-512, 512), (-512, 512)), [(512, 404.2318051201336)], -959.6406627208507,
        "Pits of all depths, and the lowest is cut off by the edge of the domain: it goes on down outside.",
        "Whitley, Rana, Dzubera and Mathias, Evaluating evolutionary algorithms (1996)",
        at_minimum="boundary",
    ),
    Surface(
        "Bukin 6", bukin_6, ((-15, -5), (-3, 3)), [(-10, 1)], 0.0,
        "A bent ridge upside down: along its floor the slope is a hundredth, and beside it infinite.",
        "Bukin, New minimization strategy for non-smooth functions (1997)",
        at_minimum="kink",
    ),
)  # fmt: skip
