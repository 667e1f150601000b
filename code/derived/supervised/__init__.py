"""Supervised learning: what all fitted models share, and the model that is nothing but counting.

`fits` has the fits of a class and of a number: a model gives ``names`` and ``predict``, and inherits ``score``;
`naive_bayes` the classifier that multiplies what single columns say.
"""

from derived.supervised.fits import ClassificationFit, RegressionFit
from derived.supervised.naive_bayes import NaiveBayes, NaiveBayesFit

__all__ = ["ClassificationFit", "NaiveBayes", "NaiveBayesFit", "RegressionFit"]
