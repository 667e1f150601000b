"""Softmax regression as a model."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike
from scipy.linalg import cho_factor, cho_solve

from derived.inputs import (
    ColumnNames,
    as_labels,
    as_matrix,
    column_names,
    count,
    number,
    settle,
    takes,
    truth,
    with_intercept,
)
from derived.linear_algebra.rank import RankDeficientError, check_independent_columns
from derived.linear_models.design import add_intercept, of_like_lengths, scaled_penalty, shifted_design, unshifted
from derived.linear_models.fits import ClassificationFit
from derived.linear_models.separation import SeparableDataError, separated_classes, separates
from derived.linear_models.softmax_regression.loss import (
    cross_entropy,
    cross_entropy_gradient,
    cross_entropy_hessian,
    softmax,
)

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
        settle(self, penalty=number(at_least=0), intercept=truth, tol=number(above=0), max_iter=count())

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
        shifted, shift = shifted_design(add_intercept(A) if self.intercept else A, self.intercept)
        Z, scale = of_like_lengths(shifted)
        if self.penalty == 0:
            check_independent_columns(Z, weight_names)
        ridge = np.full(Z.shape[1], self.penalty)
        ridge[: self.intercept] = 0
        V, n_iter, converged = self._newton(Z, Y, scaled_penalty(ridge, scale))
        W = unshifted(V / scale[:, np.newaxis], shift)
        if not converged:
            warnings.warn(
                f"Newton's method did not converge in {n_iter} steps: raise max_iter",
                RuntimeWarning,
                stacklevel=2,
            )
        return SoftmaxFit(W, classes, names, cross_entropy(Z, Y, V), self.intercept, n_iter, converged)

    @takes(X="n p", Y="n K", ridge="p")
    def _newton(self, X: np.ndarray, Y: np.ndarray, ridge: np.ndarray) -> tuple[np.ndarray, int, bool]:
        """Newton's method from zero, each step halved until the loss falls by a fair part of what was expected."""
        p, K = X.shape[1], Y.shape[1]
        # The Hessian is flat where all classes change alike; curved there, it sends the step along no such direction.
        curved = np.kron(np.full((K, K), 1 / K), X.T @ X) + np.diag(np.tile(ridge, K))

        def loss(W: np.ndarray) -> float:
            return cross_entropy(X, Y, W) + float(ridge @ (W**2).sum(axis=1)) / 2

        W, may_run_away = np.zeros((p, K)), not ridge.any()
        J = loss(W)
        for n_iter in range(1, self.max_iter + 1):
            gradient = cross_entropy_gradient(X, Y, W) + ridge[:, np.newaxis] * W
            try:
                factor = cho_factor(cross_entropy_hessian(X, W) + curved)
            except np.linalg.LinAlgError:
                raise RankDeficientError(
                    f"in step {n_iter} the Hessian cannot be told from a singular matrix: columns are nearly dependent "
                    "or of very different scales; remove or scale columns, or give a larger penalty"
                ) from None
            D = -cho_solve(factor, gradient.T.ravel()).reshape(K, p).T
            expected = -float((gradient * D).sum()) / 2
            t = 1.0
            while loss(W + t * D) > J - 0.5 * t * expected + 1e-12 * abs(J) and t > 1e-8:
                t /= 2
            W = W + t * D
            J = loss(W)
            if may_run_away and (separates(X, Y, W) or separates(X, Y, D)):
                if separated_classes(X, Y):
                    raise SeparableDataError(
                        "the classes are separated, some rows perhaps on a boundary: larger weights make some rows "
                        "ever surer of the right class and none less sure, so that they always fit better and none are "
                        "the best; give a penalty, as in SoftmaxRegression(penalty=1.0)"
                    )
                may_run_away = False
            if expected < self.tol:
                return W, n_iter, True
        return W, n_iter, False


@dataclass(frozen=True, eq=False)
class SoftmaxFit(ClassificationFit):
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
