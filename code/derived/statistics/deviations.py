"""Means, and squares about them, in which equal numbers stay equal, as beside their plain mean they need not."""

from __future__ import annotations

import numpy as np


def mean_of(x: np.ndarray) -> float:
    """x̄, which of equal numbers is one of them, unrounded.

    Examples
    --------
    >>> x = np.full(3, 0.1)
    >>> mean_of(x), float(x.mean())
    (0.1, 0.10000000000000002)
    """
    return float(x[0] + (x - x[0]).mean())


def squares_about_mean(x: np.ndarray) -> float:
    """Σ (xᵢ − x̄)², of equal numbers exactly zero.

    Examples
    --------
    >>> squares_about_mean(np.full(3, 0.1)), squares_about_mean(np.array([1.0, 3.0]))
    (0.0, 2.0)
    """
    away = x - x[0]
    return float(np.sum((away - away.mean()) ** 2))
