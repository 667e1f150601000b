r"""The lasso: least squares with a price on the sum of absolute weights, which sets many weights to exactly zero.

With scikit-learn's convention the lasso minimizes :math:`\tfrac1{2n}\lVert\mathbf y - \mathbf X\mathbf w\rVert^2 +
\alpha\lVert\mathbf w\rVert_1`; the elastic net replaces the price by :math:`\alpha\bigl(\rho\lVert\mathbf w\rVert_1 +
\tfrac{1-\rho}2\lVert\mathbf w\rVert^2\bigr)`, where :math:`\rho` is ``l1_ratio``. With all others held, one weight is
best at :math:`S(\mathbf x_j^\top\mathbf r_j / n,\, \alpha\rho) / (\lVert\mathbf x_j\rVert^2/n + \alpha(1-\rho))`, with
the soft threshold S and the residual :math:`\mathbf r_j` without feature j. Once the signs of the weights are known,
all are found from one linear system: that is the fast way.

`loss` has the objective, the soft threshold, the best single weight, the duality gap and the least price at which all
weights are zero; `solvers` coordinate descent, and the system for known signs; `path` the weights for many prices;
`model` the lasso and the elastic net with their fit.
"""

from derived.linear_models.lasso.loss import alpha_max, best_weight, dual_gap, objective, soft_threshold
from derived.linear_models.lasso.model import ElasticNet, ElasticNetFit, Lasso
from derived.linear_models.lasso.path import lasso_path
from derived.linear_models.lasso.solvers import active_set, coordinate_descent

__all__ = [
    "ElasticNet",
    "ElasticNetFit",
    "Lasso",
    "active_set",
    "alpha_max",
    "best_weight",
    "coordinate_descent",
    "dual_gap",
    "lasso_path",
    "objective",
    "soft_threshold",
]
