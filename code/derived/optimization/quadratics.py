r"""Which rates gradient descent can take on a quadratic, and what each leaves of the distance to the minimum.

With curvatures :math:`0 < \lambda_1 \le \dots \le \lambda_n` it converges for rates :math:`0 < \alpha < 2/\lambda_n`;
of all constant rates :math:`2/(\lambda_1 + \lambda_n)` is the fastest from the worst start.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from derived.inputs import as_matrix, number

__all__ = [
    "best_rate",
    "contraction",
    "stable_rate",
]


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
    """The constant rate with the best guarantee on a quadratic, 2/(λ_min + λ_max): the slowest axis shrinks fastest.

    From a given start another constant rate may need fewer steps.

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
    return float(np.abs(1 - number()(rate, "rate") * _curvatures(hessian)).max())
