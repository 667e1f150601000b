r"""How good predictions are: mean squared error, the confusion matrix, ROC and precision–recall curves, calibration.

A classifier gives each observation a score; at or above a threshold it says *positive*. Of the :math:`P` positives it
finds a share :math:`\mathrm{TP}/P`, the true positive rate or *recall*; of the :math:`N` negatives it takes a share
:math:`\mathrm{FP}/N` for positive, the false positive rate; of what it calls positive a share
:math:`\mathrm{TP}/(\mathrm{TP} + \mathrm{FP})` is, the *precision*. Moving the threshold draws the curves. *Calibrated*
are scores that are probabilities: of all observations with a score of 0.8, eight in ten are positive.

`regression` has the mean squared error and R², `classification` accuracy and the confusion matrix, `curves` what every
threshold finds, and the areas below; `calibration` whether scores are probabilities.
"""

from derived.metrics.calibration import Calibration, brier_score, calibration_curve
from derived.metrics.classification import accuracy, confusion_matrix
from derived.metrics.curves import ROC, PrecisionRecall, precision_recall_curve, roc_curve
from derived.metrics.regression import mean_squared_error, r_squared

__all__ = [
    "ROC",
    "Calibration",
    "PrecisionRecall",
    "accuracy",
    "brier_score",
    "calibration_curve",
    "confusion_matrix",
    "mean_squared_error",
    "precision_recall_curve",
    "r_squared",
    "roc_curve",
]
