"""Metrics: how good predictions are."""

from derived.metrics.classification import (
    ROC,
    Calibration,
    PrecisionRecall,
    SeparableDataError,
    accuracy,
    as_labels,
    brier_score,
    calibration_curve,
    check_independent_columns,
    confusion_matrix,
    precision_recall_curve,
    roc_curve,
)

__all__ = [
    "ROC",
    "Calibration",
    "PrecisionRecall",
    "SeparableDataError",
    "accuracy",
    "as_labels",
    "brier_score",
    "calibration_curve",
    "check_independent_columns",
    "confusion_matrix",
    "precision_recall_curve",
    "roc_curve",
]
