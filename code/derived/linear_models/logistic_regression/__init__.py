r"""Logistic regression: the probability of a yes, from log-odds that are linear in the features.

With :math:`p_i = \sigma(\mathbf x_i^\top\mathbf w)`, :math:`\sigma(z) = 1/(1 + e^{-z})`, and labels 0 and 1, maximum
likelihood minimizes the cross-entropy :math:`J(\mathbf w) = -\sum_i y_i\log p_i + (1 - y_i)\log(1 - p_i)`. Its gradient
is :math:`\mathbf X^\top(\mathbf p - \mathbf y)`, its Hessian :math:`\mathbf X^\top\mathbf S\mathbf X` with
:math:`\mathbf S = \operatorname{diag}(p_i(1 - p_i))`; Newton's method on it is iteratively reweighted least squares. A
penalty adds :math:`\tfrac\lambda2\lVert\mathbf w\rVert^2`, the intercept not counted. All of it is a sum, not a mean.

`loss` has the cross-entropy with its gradient and Hessian, `solvers` Newton's method; `model` the settings and `fit`
what comes out, with its statistics.
"""

from derived.linear_models.logistic_regression.fit import LogisticFit
from derived.linear_models.logistic_regression.loss import (
    log_loss,
    log_loss_gradient,
    log_loss_hessian,
)
from derived.linear_models.logistic_regression.model import LogisticRegression
from derived.linear_models.logistic_regression.solvers import newton

__all__ = [
    "LogisticFit",
    "LogisticRegression",
    "log_loss",
    "log_loss_gradient",
    "log_loss_hessian",
    "newton",
]
