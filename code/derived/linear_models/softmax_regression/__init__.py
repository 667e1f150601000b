r"""Softmax regression: probabilities for several classes, from one score for each.

An observation :math:`\mathbf x` has the scores :math:`\mathbf z = \mathbf W^\top\mathbf x`, one column of
:math:`\mathbf W` for each of :math:`K` classes, and the probabilities :math:`p_k = e^{z_k} / \sum_l e^{z_l}`. With the
labels as rows of zeros with a single one in :math:`\mathbf Y`, the cross-entropy is
:math:`J(\mathbf W) = -\sum_i\sum_k y_{ik}\log p_{ik}`, plus :math:`\tfrac\lambda2\lVert\mathbf W\rVert_F^2` with a
penalty. Its gradient is :math:`\mathbf X^\top(\mathbf P - \mathbf Y)`. It is a sum, not a mean.

`loss` has the cross-entropy with its gradient and Hessian, `solvers` Newton's method, and `model` the settings and the
fit.
"""

from derived.linear_models.softmax_regression.loss import (
    cross_entropy,
    cross_entropy_gradient,
    cross_entropy_hessian,
)
from derived.linear_models.softmax_regression.model import SoftmaxFit, SoftmaxRegression

__all__ = [
    "SoftmaxFit",
    "SoftmaxRegression",
    "cross_entropy",
    "cross_entropy_gradient",
    "cross_entropy_hessian",
]
