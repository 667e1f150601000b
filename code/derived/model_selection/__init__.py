r"""Model selection: choosing by how well a model predicts what it was not fitted to.

The error on the training data is no guide, for the model was chosen to make it small. So rows are held out, once
(`train_test_split`) or in turns (`k_fold`): with folds :math:`F_1, \dots, F_k`, and :math:`\hat f^{(-j)}` fitted
without fold :math:`j`, cross-validation takes the mean over the folds of :math:`\frac1{|F_j|}\sum_{i\in F_j}(y_i -
\hat f^{(-j)}(\mathbf x_i))^2`. For least squares and ridge, leaving out one row at a time costs a single fit: the
error is :math:`(y_i - \hat y_i)/(1 - h_{ii})`. Whatever is learned from data, means and scales included, is learned
anew each time.

`splits` holds rows out, `validation` has cross-validation and the choice among models, and `pipeline` steps and a model
that are fitted as one.
"""

from derived.model_selection.pipeline import FittedPipeline, Pipeline
from derived.model_selection.splits import k_fold, train_test_split
from derived.model_selection.validation import bias_and_variance, cross_val_loss, leave_one_out_residuals

__all__ = [
    "FittedPipeline",
    "Pipeline",
    "bias_and_variance",
    "cross_val_loss",
    "k_fold",
    "leave_one_out_residuals",
    "train_test_split",
]
