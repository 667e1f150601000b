r"""Standard errors of least squares that hold where each observation has a variance of its own.

The estimate is the truth plus :math:`\mathbf A\boldsymbol\varepsilon`, with
:math:`\mathbf A = (\mathbf X^\top\mathbf X)^{-1}\mathbf X^\top`. If the errors have the variances :math:`v_i`, its
covariance is the *sandwich* :math:`\mathbf A\operatorname{diag}(\mathbf v)\mathbf A^\top`. Each :math:`v_i` is
estimated by one square, that of what observation i misses the fit to all others by: the residual divided by
:math:`1 - h_i`, with :math:`h_i` its leverage. That choice is called HC3.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike
from scipy.linalg import solve_triangular

from derived.linear_algebra.factors import inverse_factor
from derived.linear_models.design import unshifted
from derived.statistics.inference import Inference, quantile

if TYPE_CHECKING:
    from derived.linear_models.linear_regression.fit import LinearFit

__all__ = [
    "RobustInference",
]

ALONE = 1e-10  # an observation of leverage 1, to rounding, is the only one that tells some weight


@dataclass(frozen=True, eq=False)
class RobustInference(Inference):
    """What statistics says of the weights of a fit, whatever the variance of each observation's noise.

    Attributes
    ----------
    fit : LinearFit
        The fit, whose weights remain what they are.

    References
    ----------
    J. G. MacKinnon and H. White, "Some heteroskedasticity-consistent covariance matrix estimators with improved finite
    sample properties", Journal of Econometrics 29 (1985), pages 305-325.

    Examples
    --------
    >>> from derived.linear_models import LinearRegression
    >>> fit = LinearRegression().fit([0, 1, 2, 3, 4, 5], [0, 1, 2, 3, 3, 7])
    >>> fit.standard_errors.round(2), fit.robust.standard_errors.round(2)
    (array([0.74, 0.24]), array([0.66, 0.45]))
    >>> fit.robust.summary().round(2).loc["x1"].tolist()[:3]
    [1.2, 0.45, 2.67]
    """

    fit: LinearFit

    @property
    def w(self) -> np.ndarray:
        """The weights of the fit."""
        return self.fit.w

    @property
    def weight_names(self) -> tuple[str, ...]:
        """What the weights are called."""
        return self.fit.weight_names

    @property
    def df(self) -> int:
        """The degrees of freedom of the fit."""
        return self.fit.df

    @cached_property
    def _mixture(self) -> np.ndarray:
        """(XᵀX)⁻¹Xᵀ of the shifted design, with column i multiplied by what the fit to all others misses y_i by."""
        fit, left = self.fit, 1 - self.fit.leverage
        if (left < ALONE).any():
            i = int(np.argmin(left))
            raise ValueError(
                f"observation {i} has a leverage of 1: without it the others do not tell all weights, so nothing says "
                "how far off it is; leave it out, with the column that it alone tells"
            )
        missed = np.sqrt(fit.weights) * fit.residuals / left
        rows = fit._weighted * missed[:, np.newaxis]
        return inverse_factor(fit._factor) @ solve_triangular(fit._factor, rows.T, trans="T")

    @cached_property
    def covariance_root(self) -> np.ndarray:
        """A matrix C, of shape (p, n), such that CCᵀ is the estimated covariance of the weights.

        Raises
        ------
        ValueError
            If one observation alone tells some weight: the others cannot say how far off it is.
        """
        return unshifted(self._mixture, self.fit._shifted[1])

    def confidence_band(self, X: ArrayLike, level: float = 0.95) -> np.ndarray:
        """An interval for the mean response at each row of X, of shape (m, 2).

        Parameters
        ----------
        X : array_like of shape (m, p)
            The columns of the fit, in their order.
        level : float
            How much of the time the interval is to cover, between 0 and 1.
        """
        half = quantile(level, self.df) * np.linalg.norm(self.fit._design(X) @ self._mixture, axis=1)
        fitted = self.fit.predict(X)
        return np.column_stack([fitted - half, fitted + half])
