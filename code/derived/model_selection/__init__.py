"""Model selection: what a model predicts of data that it has not seen."""

from derived.model_selection.validation import (
    FittedPipeline,
    Pipeline,
    PolynomialFeatures,
    Standardization,
    StandardScaler,
    bias_and_variance,
    cross_val_loss,
    k_fold,
    leave_one_out_residuals,
    mean_squared_error,
    train_test_split,
)

__all__ = [
    "FittedPipeline",
    "Pipeline",
    "PolynomialFeatures",
    "StandardScaler",
    "Standardization",
    "bias_and_variance",
    "cross_val_loss",
    "k_fold",
    "leave_one_out_residuals",
    "mean_squared_error",
    "train_test_split",
]
