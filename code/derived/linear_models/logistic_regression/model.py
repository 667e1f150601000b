"""Logistic regression as a model."""

from __future__ import annotations

from dataclasses import dataclass

from numpy.typing import ArrayLike

from derived.inputs import as_labels, as_matrix, column_names, with_intercept
from derived.linear_algebra.rank import RankDeficientError, check_independent_columns
from derived.linear_models.design import add_intercept, conditioned
from derived.linear_models.logistic_regression.fit import LogisticFit
from derived.linear_models.logistic_regression.solvers import newton
from derived.linear_models.penalized import penalties, scaled_penalty, settle_penalized, warn_unless

__all__ = [
    "LogisticRegression",
]


@dataclass(frozen=True)
class LogisticRegression:
    """Logistic regression for two classes, by maximum likelihood or with a penalty, by Newton's method.

    Parameters
    ----------
    penalty : float
        λ in J(w) + ½λ‖w‖², where the intercept is not counted: 1/C of scikit-learn's LogisticRegression. Without
        penalty no best weights exist if the classes can be separated.
    intercept : bool
        Whether a column of ones is put before the columns of X.
    tol : float
        Converged when a step moves no observation's log-odds by more than this.
    max_iter : int
        The largest number of Newton steps.

    Raises
    ------
    ValueError
        If a setting is out of range.

    References
    ----------
    Hastie, Tibshirani and Friedman, *The Elements of Statistical Learning* (2009), section 4.4.

    Examples
    --------
    >>> y = ["no", "no", "yes", "no", "yes", "yes"]
    >>> model = LogisticRegression().fit([[1], [2], [3], [4], [5], [6]], y)
    >>> model.coef_.round(2), model.predict([[0], [9]])
    (array([1.21]), array(['no', 'yes'], dtype='<U3'))
    """

    penalty: float = 0.0
    intercept: bool = True
    tol: float = 1e-5
    max_iter: int = 50

    def __post_init__(self) -> None:
        settle_penalized(self)

    def fit(self, X: ArrayLike, y: ArrayLike) -> LogisticFit:
        """Find the weights.

        Parameters
        ----------
        X : array_like of shape (n, d) or (n,)
            A row for each observation; the columns of a DataFrame give the names of the summary.
        y : array_like of shape (n,)
            A label for each row, of two different ones: numbers, strings or booleans. The second in sorted order is
            the positive class, whose probability is modeled.

        Returns
        -------
        LogisticFit

        Raises
        ------
        ValueError
            For bad shapes, NaN or infinite values, empty data, missing labels, or other than two classes.
        SeparableDataError
            Without penalty, if the classes are completely or quasi-completely separated.
        RankDeficientError
            If columns depend on each other, an intercept included, and no penalty decides between them.

        Warns
        -----
        RuntimeWarning
            If `max_iter` steps were not enough; `converged_` is then False.
        """
        A = as_matrix(X, "X")
        classes, numbers = as_labels(y, length=len(A))
        if len(classes) > 2:
            raise ValueError(
                f"y has {len(classes)} classes, {', '.join(map(str, classes[:5]))}{', ...' * (len(classes) > 5)}: "
                "logistic regression tells two apart; use SoftmaxRegression for more"
            )
        names = column_names(X, A.shape[1])
        weight_names = with_intercept(names) if self.intercept else names
        labels, ridge = numbers.astype(float), penalties(self.penalty, len(weight_names), self.intercept)
        design = add_intercept(A) if self.intercept else A
        Z, scale, _ = near = conditioned(design, self.intercept)
        try:
            v, n_iter, converged = newton(Z, labels, scaled_penalty(ridge, scale), self.tol, self.max_iter)
        except RankDeficientError:
            check_independent_columns(Z, weight_names)
            raise
        warn_unless(converged, n_iter)
        return LogisticFit(near.weights(v), design, labels, classes, names, self.intercept, ridge, n_iter, converged)
