r"""Linear regression: the weights that make the sum of squared errors as small as it can be.

With a row of :math:`\mathbf X` for each observation, least squares minimizes
:math:`J(\mathbf w) = \lVert\mathbf y - \mathbf X\mathbf w\rVert^2`. Its gradient is
:math:`2\mathbf X^\top(\mathbf X\mathbf w - \mathbf y)`, its Hessian :math:`2\mathbf X^\top\mathbf X`, and its minimum,
for independent columns, :math:`\hat{\mathbf w} = (\mathbf X^\top\mathbf X)^{-1}\mathbf X^\top\mathbf y`. No factor 1/2
and no 1/n stand before the sum; gradients are columns. Three ways to the minimum follow, then the statistics.

`loss` has the sum of squares with its derivatives, and the line through points; `solvers` the normal equations, QR and
the singular value decomposition, with refinement and a bound of the error; `model` the settings, `fit` what comes out,
with its statistics, and `robust` standard errors for variances that differ.
"""

from derived.linear_models.linear_regression.fit import LinearFit
from derived.linear_models.linear_regression.loss import fit_line, rss, rss_gradient, rss_hessian
from derived.linear_models.linear_regression.model import LinearRegression
from derived.linear_models.linear_regression.robust import RobustInference, sandwich_root
from derived.linear_models.linear_regression.solvers import (
    error_bound,
    refine,
    solve_normal_equations,
    solve_qr,
    solve_svd,
)

__all__ = [
    "LinearFit",
    "LinearRegression",
    "RobustInference",
    "error_bound",
    "fit_line",
    "refine",
    "rss",
    "rss_gradient",
    "rss_hessian",
    "sandwich_root",
    "solve_normal_equations",
    "solve_qr",
    "solve_svd",
]
