"""Linear models: least squares, ridge, lasso, logistic and softmax regression, a folder for each.

`linear_regression`, `ridge`, `lasso` (the elastic net, too), `logistic_regression` and `softmax_regression` are the
models: in each folder ``loss`` has what is minimized, ``solvers`` how, and ``model`` what is fitted. Beside them is
what they share: `design` the matrix with its intercept, `fits` what fitted weights predict, `penalized` what Newton's
method with a penalty needs, and `separation` when classes have no best weights.
"""

from derived.linear_models.design import add_intercept, centered, offsets, shifted_design, unshifted
from derived.linear_models.fits import LinearPrediction, LinearScores, Weights
from derived.linear_models.lasso import (
    ElasticNet,
    ElasticNetFit,
    Lasso,
    active_set,
    alpha_max,
    best_weight,
    coordinate_descent,
    dual_gap,
    lasso_path,
    objective,
    soft_threshold,
)
from derived.linear_models.linear_regression import (
    LinearFit,
    LinearRegression,
    error_bound,
    fit_line,
    refine,
    rss,
    rss_gradient,
    rss_hessian,
    solve_normal_equations,
    solve_qr,
)
from derived.linear_models.logistic_regression import (
    LogisticFit,
    LogisticRegression,
    log_loss,
    log_loss_gradient,
    log_loss_hessian,
    newton,
)
from derived.linear_models.ridge import (
    Ridge,
    RidgeFit,
    RidgePath,
    degrees_of_freedom,
    ridge_gradient,
    ridge_loss,
    ridge_path,
    shrinkage,
)
from derived.linear_models.separation import (
    SeparableDataError,
    separable_margins,
    separated_classes,
    separated_rows,
    separates,
)
from derived.linear_models.softmax_regression import (
    SoftmaxFit,
    SoftmaxRegression,
    cross_entropy,
    cross_entropy_gradient,
    cross_entropy_hessian,
)

__all__ = [
    "ElasticNet",
    "ElasticNetFit",
    "Lasso",
    "LinearFit",
    "LinearPrediction",
    "LinearRegression",
    "LinearScores",
    "LogisticFit",
    "LogisticRegression",
    "Ridge",
    "RidgeFit",
    "RidgePath",
    "SeparableDataError",
    "SoftmaxFit",
    "SoftmaxRegression",
    "Weights",
    "active_set",
    "add_intercept",
    "alpha_max",
    "best_weight",
    "centered",
    "coordinate_descent",
    "cross_entropy",
    "cross_entropy_gradient",
    "cross_entropy_hessian",
    "degrees_of_freedom",
    "dual_gap",
    "error_bound",
    "fit_line",
    "lasso_path",
    "log_loss",
    "log_loss_gradient",
    "log_loss_hessian",
    "newton",
    "objective",
    "offsets",
    "refine",
    "ridge_gradient",
    "ridge_loss",
    "ridge_path",
    "rss",
    "rss_gradient",
    "rss_hessian",
    "separable_margins",
    "separated_classes",
    "separated_rows",
    "separates",
    "shifted_design",
    "shrinkage",
    "soft_threshold",
    "solve_normal_equations",
    "solve_qr",
    "unshifted",
]
