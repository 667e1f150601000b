r"""Ridge regression: least squares that pays for the length of its weights.

With a price :math:`\lambda \ge 0`, called ``alpha`` in code, ridge minimizes :math:`\lVert\mathbf y - b\mathbf 1 -
\mathbf X\mathbf w\rVert^2 + \lambda\lVert\mathbf w\rVert^2`. The intercept :math:`b` is free: taking the means off
:math:`\mathbf y` and off the columns removes it. Then :math:`\hat{\mathbf w} = (\mathbf X^\top\mathbf X +
\lambda\mathbf I)^{-1}\mathbf X^\top\mathbf y`, and with :math:`\mathbf X = \mathbf U\mathbf D\mathbf V^\top` the
part of :math:`\mathbf y` along each column of :math:`\mathbf U` shrinks by :math:`d^2/(d^2 + \lambda)`. The squares
are summed, not averaged.

`loss` has the priced sum of squares with its gradient; `solvers` Cholesky's factorization, the singular value
decomposition, the shrinkage and the degrees of freedom; `path` many prices at once, `left_out` the error at a row of
the fit without it, and `model` the settings and the fit.
"""

from derived.linear_models.ridge.loss import ridge_gradient, ridge_loss
from derived.linear_models.ridge.model import Ridge, RidgeFit
from derived.linear_models.ridge.path import RidgePath, ridge_path
from derived.linear_models.ridge.solvers import degrees_of_freedom, shrinkage, solve_cholesky, solve_svd

__all__ = [
    "Ridge",
    "RidgeFit",
    "RidgePath",
    "degrees_of_freedom",
    "ridge_gradient",
    "ridge_loss",
    "ridge_path",
    "shrinkage",
    "solve_cholesky",
    "solve_svd",
]
