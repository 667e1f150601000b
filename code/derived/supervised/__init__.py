"""Supervised learning: what all fitted models share, whatever they are made of.

`fits` has the fits of a class and of a number: a model gives ``names`` and ``predict``, and inherits ``score``.
"""

from derived.supervised.fits import ClassificationFit, RegressionFit

__all__ = ["ClassificationFit", "RegressionFit"]
