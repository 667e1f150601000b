"""Softmax regression as a model."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from derived.inputs import ColumnNames, as_labels, as_matrix, column_names, with_intercept
from derived.linear_algebra.rank import check_independent_columns
from derived.linear_models.design import add_intercept, conditioned
from derived.linear_models.fits import LinearScores
from derived.linear_models.penalized import penalties, scaled_penalty, settle_penalized, warn_unless
from derived.linear_models.softmax_regression.loss import cross_entropy
from derived.linear_models.softmax_regression.solvers import newton
from derived.probability import softmax
from derived.supervised import ClassificationFit

__all__ = [
    "SoftmaxFit",
    "SoftmaxRegression",
]


@dataclass(frozen=True)
class SoftmaxRegression:
    """Multinomial logistic regression, by Newton's method with step halving.

    The same vector added to the weights of all classes changes no probability. Of all these equally good answers `fit`
    returns the shortest: over the classes the weights of each feature, and the intercepts, add up to zero.

    Parameters
    ----------
    penalty : float
        λ in J(W) + ½λ‖W‖², where the intercepts are not counted. For three classes or more this is 1/C of
        scikit-learn's LogisticRegression; for two it is 2/C, since scikit-learn then has one column of weights, the
        difference of ours. Without penalty no best weights exist if the classes can be separated.
    intercept : bool
        Whether a column of ones is put before the columns of X.
    tol : float
        Converged when a Newton step expects to gain less than this, in the units of the loss.
    max_iter : int
        The largest number of Newton steps. Each solves a linear system with as many unknowns as there are weights.

    Raises
    ------
    ValueError
        If a setting is out of range.

    References
    ----------
    Hastie, Tibshirani and Friedman, *The Elements of Statistical Learning* (2009), section 4.4.

    Examples
    --------
    >>> X, y = [[0], [1], [2], [3], [4], [5]], ["a", "b", "a", "b", "c", "b"]
    >>> model = SoftmaxRegression(penalty=1.0).fit(X, y)
    >>> model.predict([[0], [6]])
    array(['a', 'b'], dtype='<U1')
    >>> model.predict_proba([[0], [6]]).round(2)
    array([[0.72, 0.24, 0.03],
           [0.02, 0.57, 0.41]])
    """

    penalty: float = 0.0
    intercept: bool = True
    tol: float = 1e-9
    max_iter: int = 100

    def __post_init__(self) -> None:
        settle_penalized(self)

    def fit(self, X: ArrayLike, y: ArrayLike) -> SoftmaxFit:
        """Find the weights.

        Parameters
        ----------
        X : array_like of shape (n, p) or (n,)
            A row for each observation.
        y : array_like of shape (n,)
            A label for each row: numbers, strings or booleans, at least two different ones.

        Returns
        -------
        SoftmaxFit

        Raises
        ------
        ValueError
            For bad shapes, NaN or infinite values, empty data, missing labels, or fewer than two classes.
        SeparableDataError
            Without penalty, if growing weights can make some rows ever surer of the right class and no row less sure:
            no finite weights are the best.
        RankDeficientError
            If columns depend on each other, an intercept included, with no penalty or one too small to tell.

        Warns
        -----
        RuntimeWarning
            If `max_iter` steps were not enough; `converged_` is then False.
        """
        A = as_matrix(X, "X")
        classes, numbers = as_labels(y, length=len(A))
        Y = np.eye(len(classes))[numbers]
        names = column_names(X, A.shape[1])
        weight_names = with_intercept(names) if self.intercept else names
        Z, scale, _ = near = conditioned(add_intercept(A) if self.intercept else A, self.intercept)
        if self.penalty == 0:
            check_independent_columns(Z, weight_names)
        penalty = scaled_penalty(penalties(self.penalty, len(weight_names), self.intercept), scale)
        V, n_iter, converged = newton(Z, Y, penalty, self.tol, self.max_iter)
        warn_unless(converged, n_iter)
        return SoftmaxFit(near.weights(V), classes, names, cross_entropy(Z, Y, V), self.intercept, n_iter, converged)


@dataclass(frozen=True, eq=False)
class SoftmaxFit(LinearScores, ClassificationFit):
    """Fitted weights.

    Attributes
    ----------
    W : ndarray of shape (p, K)
        A column for each class, the intercepts in the first row if there are any.
    classes_ : ndarray of shape (K,)
        The labels, sorted.
    names : ColumnNames
        The names of the columns that were given.
    cross_entropy_ : float
        The cross-entropy on the data of the fit, the penalty not counted.
    has_intercept : bool
        Whether the first row holds intercepts.
    n_iter_ : int
        How many Newton steps were taken.
    converged_ : bool
        Whether they arrived.

    Examples
    --------
    Where x is 0, half of the labels are a; where it is 1, half are c:

    >>> x, y = [0, 0, 0, 0, 1, 1, 1, 1], ["a", "a", "b", "c", "a", "b", "c", "c"]
    >>> fit = SoftmaxRegression().fit(x, y)
    >>> fit.predict_proba([0, 1]).round(6)
    array([[0.5 , 0.25, 0.25],
           [0.25, 0.25, 0.5 ]])
    >>> fit.predict([0, 1]), fit.score(x, y)
    (array(['a', 'c'], dtype='<U1'), 0.5)

    A step in x halves a beside b, and doubles c:

    >>> np.exp(fit.coef_).round(6).ravel()
    array([0.5, 1. , 2. ])
    """

    W: np.ndarray = field(repr=False)
    classes_: np.ndarray
    names: ColumnNames = field(repr=False)
    cross_entropy_: float
    has_intercept: bool
    n_iter_: int
    converged_: bool

    @property
    def coef_(self) -> np.ndarray:
        """The weights of the columns that were given, of shape (K, p), with a row for each class."""
        return self.W[self.has_intercept :].T

    @property
    def intercept_(self) -> np.ndarray:
        """The intercepts, of shape (K,); zeros without."""
        return self.W[0] if self.has_intercept else np.zeros(len(self.classes_))

    def predict_proba(self, X: ArrayLike) -> np.ndarray:
        """The probability of each class, in the order of `classes_`, of shape (n, K).

        Parameters
        ----------
        X : array_like of shape (m, p)
            The columns of the fit, in their order.
        """
        return softmax(self.decision_function(X))

    def predict(self, X: ArrayLike) -> np.ndarray:
        """The most probable class for each row.

        Parameters
        ----------
        X : array_like of shape (m, p)
            The columns of the fit, in their order.
        """
        return self.classes_[self.decision_function(X).argmax(axis=1)]
