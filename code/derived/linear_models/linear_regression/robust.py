r"""Standard errors of least squares that hold where each observation has a variance of its own.

The estimate is the truth plus :math:`\mathbf A\boldsymbol\varepsilon`, with
:math:`\mathbf A = (\mathbf X^\top\mathbf X)^{-1}\mathbf X^\top`. If the errors have the variances :math:`v_i`, its
covariance is the *sandwich* :math:`\mathbf A\operatorname{diag}(\mathbf v)\mathbf A^\top`. Each :math:`v_i` is
estimated by one square, that of what the fit to all other observations misses :math:`y_i` by: the residual divided by
:math:`1 - h_i`, with :math:`h_i` the leverage. That choice is called HC3.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import solve_triangular

from derived.inputs import takes
from derived.linear_algebra.factors import inverse_factor
from derived.statistics.inference import Inference

__all__ = [
    "RobustInference",
    "sandwich_root",
]

ALONE = 1e-10  # so near to 1 a leverage is 1, but for rounding


@dataclass(frozen=True, eq=False)
class RobustInference(Inference):
    """What statistics says of the weights of a fit, whatever the variance of each observation's noise.

    Attributes
    ----------
    fit : Inference
        The fit, whose weights remain what they are.
    root : ndarray of shape (p, n)
        A matrix C such that CCᵀ is the estimated covariance of the weights.

    Examples
    --------
    >>> from derived.linear_models import LinearRegression
    >>> fit = LinearRegression().fit([0, 1, 2, 3, 4, 5], [0, 1, 2, 3, 3, 7])
    >>> fit.standard_errors.round(2), fit.robust.standard_errors.round(2)
    (array([0.74, 0.24]), array([0.66, 0.45]))
    >>> fit.robust.summary().round(2).loc["x1"].tolist()[:3]
    [1.2, 0.45, 2.67]
    """

    fit: Inference
    root: np.ndarray

    @property
    def w(self) -> np.ndarray:
        """The weights of the fit."""
        return self.fit.w

    @property
    def weight_names(self) -> tuple[str, ...]:
        """What the weights are called."""
        return self.fit.weight_names

    @property
    def df(self) -> float:
        """The degrees of freedom of the fit."""
        return self.fit.df

    @property
    def covariance_root(self) -> np.ndarray:
        """A matrix C, of shape (p, n), such that CCᵀ is the estimated covariance of the weights."""
        return self.root


@takes(X="n p", R="p p", residuals="n", leverage="n")
def sandwich_root(X: np.ndarray, R: np.ndarray, residuals: np.ndarray, leverage: np.ndarray) -> np.ndarray:
    """(XᵀX)⁻¹Xᵀ, column i multiplied by what the fit to all others misses y_i by; times its transpose, the sandwich.

    Parameters
    ----------
    X : ndarray of shape (n, p)
        The design matrix.
    R : ndarray of shape (p, p)
        Its triangular factor, with RᵀR = XᵀX.
    residuals, leverage : ndarray of shape (n,)
        Of the fit to all observations.

    Returns
    -------
    ndarray of shape (p, n)

    Raises
    ------
    ValueError
        If one observation alone tells some weight: the others cannot say how far off it is.

    References
    ----------
    J. G. MacKinnon and H. White, "Some heteroskedasticity-consistent covariance matrix estimators with improved finite
    sample properties", Journal of Econometrics 29 (1985), pages 305-325.

    Examples
    --------
    The mean of 1 and 5, each of which the other alone misses by 4:

    >>> ones, half = np.ones((2, 1)), np.array([0.5, 0.5])
    >>> sandwich_root(ones, np.array([[2**0.5]]), np.array([-2.0, 2.0]), half).round(6)
    array([[-2.,  2.]])
    """
    left = 1 - leverage
    if (left < ALONE).any():
        i = int(np.argmin(left))
        raise ValueError(
            f"observation {i} has a leverage of 1: without it the others do not tell all weights, so nothing says "
            "how far off it is; leave it out, with the column that it alone tells"
        )
    rows = X * (residuals / left)[:, np.newaxis]
    return inverse_factor(R) @ solve_triangular(R, rows.T, trans="T")
