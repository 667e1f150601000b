"""The residual sum of squares, with its gradient and its Hessian; and the line through points in the plane."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from derived.inputs import as_vector, takes
from derived.linear_algebra.factors import power_above

__all__ = [
    "fit_line",
    "rss",
    "rss_gradient",
    "rss_hessian",
]


@takes(X="n p", y="n", w="p")
def rss(X: np.ndarray, y: np.ndarray, w: np.ndarray) -> float:
    """The residual sum of squares ‖y − Xw‖².

    Parameters
    ----------
    X : ndarray of shape (n, p)
    y : ndarray of shape (n,)
    w : ndarray of shape (p,)

    Examples
    --------
    >>> rss(np.array([[1.0], [1.0]]), np.array([1.0, 3.0]), np.array([2.0]))
    2.0
    """
    r = y - X @ w
    return float(r @ r)


@takes(X="n p", y="n", w="p")
def rss_gradient(X: np.ndarray, y: np.ndarray, w: np.ndarray) -> np.ndarray:
    """The gradient 2Xᵀ(Xw − y) of the residual sum of squares, of shape (p,).

    Parameters
    ----------
    X : ndarray of shape (n, p)
    y : ndarray of shape (n,)
    w : ndarray of shape (p,)

    Examples
    --------
    >>> X, y = np.array([[1.0], [1.0]]), np.array([1.0, 3.0])
    >>> rss_gradient(X, y, np.array([2.0]))
    array([0.])
    """
    return 2 * X.T @ (X @ w - y)


@takes(X="n p")
def rss_hessian(X: np.ndarray) -> np.ndarray:
    """The Hessian 2XᵀX of the residual sum of squares, of shape (p, p); it does not depend on w.

    Parameters
    ----------
    X : ndarray of shape (n, p)

    Examples
    --------
    >>> rss_hessian(np.array([[1.0], [1.0]]))
    array([[4.]])
    """
    return 2 * X.T @ X


def fit_line(x: ArrayLike, y: ArrayLike) -> tuple[float, float]:
    """The least-squares line through points in the plane.

    Parameters
    ----------
    x, y : array_like of shape (n,)
        The points.

    Returns
    -------
    intercept, slope : float
        b = S_xy / S_xx and a = ȳ − b x̄; computed from z, which is x near zero and of ordinary size.

    Raises
    ------
    ValueError
        If all x are the same, so that a line through them would be vertical; or for bad input.

    Examples
    --------
    >>> fit_line([0, 1, 2], [1, 3, 5])
    (1.0, 2.0)
    """
    x = as_vector(x, "x")
    y = as_vector(y, "y", length=len(x))
    if (x == x[0]).all():
        raise ValueError(f"all x are {x[0]:g}: a line needs points at two different x at least")
    far, unit = x[0], power_above(x - x[0])
    z = (x - far) / unit  # near zero and of ordinary size, so that neither digits nor squares are lost
    z_bar, y_bar = z.mean(), y.mean()
    S_zz = ((z - z_bar) ** 2).sum()
    S_zy = ((z - z_bar) * (y - y_bar)).sum()
    slope = S_zy / S_zz / unit
    return float(y_bar - slope * (far + unit * z_bar)), float(slope)
