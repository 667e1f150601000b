r"""Naive Bayes: a class for rows of yes and no, as if the columns were independent once the class is known.

The score of class k is then a sum, the logarithm of its share and a term for each column: :math:`\log\theta_{kj}` where
column j says yes and :math:`\log(1 - \theta_{kj})` where it says no. Each probability :math:`\theta_{kj}` is estimated
by a share, with some yes and as many no added beforehand, so that none is ever 0 or 1.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from derived.inputs import ColumnNames, as_labels, as_matrix, binary, column_names, number, same_columns, settle
from derived.probability import softmax
from derived.supervised.fits import ClassificationFit

__all__ = ["NaiveBayes", "NaiveBayesFit"]


@dataclass(frozen=True)
class NaiveBayes:
    """Bernoulli's naive Bayes: columns of zeros and ones, independent once the class is known.

    Parameters
    ----------
    extra : float
        How many yes, and how many no, are added to what was counted in each class: the ``alpha`` of scikit-learn's
        BernoulliNB. With one of each the estimates are the most probable shares under a prior that counts so much.

    Raises
    ------
    ValueError
        If `extra` is not above zero: a column that never said yes would make every other one count for nothing.

    References
    ----------
    Hastie, Tibshirani and Friedman, *The Elements of Statistical Learning* (2009), section 6.6.3.

    Examples
    --------
    >>> X, y = [[1, 1], [1, 0], [0, 0], [0, 1]], ["ill", "ill", "well", "well"]
    >>> fit = NaiveBayes().fit(X, y)
    >>> fit.yes
    array([[0.75, 0.5 ],
           [0.25, 0.5 ]])
    >>> fit.predict([[1, 1]]), fit.predict_proba([[1, 1]])
    (array(['ill'], dtype='<U4'), array([[0.75, 0.25]]))
    """

    extra: float = 1.0

    def __post_init__(self) -> None:
        hint = "with 0, a column that never said yes in a class would forbid that class for good"
        settle(self, extra=number(above=0, hint=hint))

    def fit(self, X: ArrayLike, y: ArrayLike) -> NaiveBayesFit:
        """Count.

        Parameters
        ----------
        X : array_like of shape (n, p)
            A row of zeros and ones for each observation.
        y : array_like of shape (n,)
            A label for each row, at least two different ones.

        Returns
        -------
        NaiveBayesFit

        Raises
        ------
        ValueError
            For entries other than 0 and 1, bad shapes, empty data, missing labels, or fewer than two classes.
        """
        A = binary(as_matrix(X, "X"), "X")
        classes, numbers = as_labels(y, length=len(A))
        Y = np.eye(len(classes))[numbers]
        many = Y.sum(axis=0)
        yes = (Y.T @ A + self.extra) / (many + 2 * self.extra)[:, np.newaxis]
        return NaiveBayesFit(many / len(A), yes, classes, column_names(X, A.shape[1]))


@dataclass(frozen=True, eq=False)
class NaiveBayesFit(ClassificationFit):
    """Fitted shares.

    Attributes
    ----------
    share : ndarray of shape (K,)
        That of each class.
    yes : ndarray of shape (K, p)
        The probability of a one in each column, for each class.
    classes_ : ndarray of shape (K,)
        The labels, sorted.
    names : ColumnNames
        The names of the columns that were given.

    Examples
    --------
    A column of which all classes think alike changes nothing:

    >>> fit = NaiveBayes().fit([[0, 1], [1, 1], [1, 1], [1, 1]], ["a", "a", "b", "b"])
    >>> fit.predict_proba([[0, 1], [0, 0]]).round(3)
    array([[0.667, 0.333],
           [0.667, 0.333]])
    """

    share: np.ndarray
    yes: np.ndarray = field(repr=False)
    classes_: np.ndarray
    names: ColumnNames = field(repr=False)

    def decision_function(self, X: ArrayLike) -> np.ndarray:
        """The logarithm of the probability of the class and the row together, of shape (m, K).

        Parameters
        ----------
        X : array_like of shape (m, p)
            The columns of the fit, in their order, zeros and ones.
        """
        A = binary(same_columns(X, self.names), "X")
        return np.log(self.share) + A @ np.log(self.yes).T + (1 - A) @ np.log1p(-self.yes).T

    def predict_proba(self, X: ArrayLike) -> np.ndarray:
        """The probability of each class, in the order of `classes_`, of shape (m, K).

        Parameters
        ----------
        X : array_like of shape (m, p)
            The columns of the fit, in their order, zeros and ones.
        """
        return softmax(self.decision_function(X))

    def predict(self, X: ArrayLike) -> np.ndarray:
        """The most probable class for each row.

        Parameters
        ----------
        X : array_like of shape (m, p)
            The columns of the fit, in their order, zeros and ones.
        """
        return self.classes_[self.decision_function(X).argmax(axis=1)]
