r"""Model selection: choosing by how well a model predicts what it was not fitted to.

The error on the training data is no guide, for the model was chosen to make it small. So rows are held out, once
(`train_test_split`) or in turns (`k_fold`): with folds :math:`F_1, \dots, F_k`, and :math:`\hat f^{(-j)}` fitted
without fold :math:`j`, cross-validation takes the mean over the folds of :math:`\frac1{|F_j|}\sum_{i\in F_j}(y_i -
\hat f^{(-j)}(\mathbf x_i))^2`. For least squares and ridge, leaving out one row at a time costs a single fit: the
error is :math:`(y_i - \hat y_i)/(1 - h_{ii})`. Whatever is learned from data, means and scales included, is learned
anew each time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import combinations_with_replacement
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike

from derived.linear_algebra.factors import EPS, as_matrix, as_vector

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


class Model(Protocol):
    """Anything whose `fit` returns something that can `predict`."""

    def fit(self, X: Any, y: Any) -> Any:
        """Learn from data."""
        ...


def mean_squared_error(y: ArrayLike, y_hat: ArrayLike) -> float:
    """The mean of the squared errors, (1/n) Σ (yᵢ − ŷᵢ)².

    Parameters
    ----------
    y, y_hat : array_like of shape (n,)
        What was observed, and what was predicted.

    Raises
    ------
    ValueError
        For bad shapes, NaN or infinite values, or empty data.

    Examples
    --------
    >>> mean_squared_error([1, 2], [1, 4])
    2.0
    """
    y = as_vector(y, "y")
    return float(np.mean((y - as_vector(y_hat, "y_hat", length=len(y))) ** 2))


# Holding rows out.


def train_test_split(*arrays: Any, rng: np.random.Generator, test_size: float = 0.25) -> list[Any]:
    """Part rows at random into those to learn from and those to be examined on.

    Parameters
    ----------
    *arrays : array_like or DataFrame, each with n rows
        All are parted in the same way; a DataFrame stays one.
    rng : numpy.random.Generator
        The source of chance.
    test_size : float or int
        The share of the rows that are held out (rounded up), or their number.

    Returns
    -------
    list
        The training part and the test part of the first array, then of the second, and so on.

    Raises
    ------
    ValueError
        If the arrays differ in length, or a part would be empty.

    Examples
    --------
    >>> X, y = np.arange(8.0).reshape(4, 2), np.arange(4.0)
    >>> rng = np.random.default_rng(0)
    >>> X_train, X_test, y_train, y_test = train_test_split(X, y, rng=rng)
    >>> X_train.shape, y_test.shape
    ((3, 2), (1,))
    """
    lengths = [len(a) for a in arrays]
    if len(set(lengths)) != 1:
        raise ValueError(f"give arrays with the same number of rows, not {lengths or 'none'}")
    n = lengths[0]
    held_out = test_size if isinstance(test_size, int) else int(np.ceil(test_size * n))
    if not 0 < held_out < n:
        raise ValueError(
            f"test_size = {test_size} would hold out {held_out} of {n} rows: give a share between 0 and 1, or a number "
            "of rows, that leaves some on each side"
        )
    order = rng.permutation(n)
    return [rows(a, part) for a in arrays for part in (order[held_out:], order[:held_out])]


def k_fold(n: int, k: int, rng: np.random.Generator | None = None) -> list[tuple[np.ndarray, np.ndarray]]:
    """Part n rows into k folds, each of which is held out once.

    Parameters
    ----------
    n : int
        How many rows there are.
    k : int
        How many folds: 5 or 10 are usual, and n leaves out one row at a time.
    rng : numpy.random.Generator, optional
        To shuffle the rows; without it, a fold is a block of neighbors, and rows that are sorted are parted badly.

    Returns
    -------
    list of k pairs (train, test) of ndarray of int
        The rows to learn from, and those that are held out.

    Raises
    ------
    ValueError
        If k is not between 2 and n.

    Examples
    --------
    >>> for train, test in k_fold(5, 2):
    ...     print(train, test)
    [3 4] [0 1 2]
    [0 1 2] [3 4]
    """
    if not 2 <= k <= n:
        raise ValueError(f"{n} rows can be parted into 2 to {n} folds, not {k}")
    order = np.arange(n) if rng is None else rng.permutation(n)
    return [(np.setdiff1d(order, fold), np.sort(fold)) for fold in np.array_split(order, k)]


def cross_val_loss(
    model: Model,
    X: Any,
    y: Any,
    folds: Sequence[tuple[np.ndarray, np.ndarray]],
    loss: Callable[[Any, Any], float] = mean_squared_error,
) -> np.ndarray:
    """The loss on each fold of a model that was fitted without it.

    Parameters
    ----------
    model : object
        With ``fit(X, y)``, which returns something with ``predict(X)``; the model itself is not changed.
    X : array_like of shape (n, p) or (n,)
    y : array_like of shape (n,)
    folds : list of pairs of ndarray of int
        As from `k_fold`.
    loss : callable
        ``loss(y, prediction)``; smaller is better. (scikit-learn's ``cross_val_score`` wants larger to be better, and
        turns the sign.)

    Returns
    -------
    ndarray of shape (number of folds,)

    Raises
    ------
    ValueError
        If X and y differ in length, or from the model.

    Examples
    --------
    >>> from derived.linear_models import LinearRegression
    >>> x = np.arange(6.0)
    >>> cross_val_loss(LinearRegression(), x, 2 * x, k_fold(6, 3)).round(12)
    array([0., 0., 0.])
    """
    if len(X) != len(y):
        raise ValueError(f"X has {len(X)} rows, y has {len(y)} values: each row needs one")
    return np.array(
        [loss(rows(y, test), model.fit(rows(X, train), rows(y, train)).predict(rows(X, test))) for train, test in folds]
    )


def rows(data: Any, which: np.ndarray) -> Any:
    """Some rows of an array, or of a DataFrame, which stays one."""
    return data.iloc[which] if hasattr(data, "iloc") else np.asarray(data)[which]


def leave_one_out_residuals(y: ArrayLike, y_hat: ArrayLike, leverage: ArrayLike) -> np.ndarray:
    """The error at each row of the fit without that row, from the one fit to all: (yᵢ − ŷᵢ)/(1 − hᵢᵢ).

    It holds for least squares and for ridge with a fixed penalty, with an intercept or without; not for the lasso,
    whose fitted values are no linear function of y.

    Parameters
    ----------
    y, y_hat : array_like of shape (n,)
        What was observed, and the fitted values.
    leverage : array_like of shape (n,)
        The diagonal of the matrix that takes y to the fitted values.

    Returns
    -------
    ndarray of shape (n,)

    Raises
    ------
    ValueError
        If a row determines its own fitted value, so that the others cannot tell it; or for bad input.

    References
    ----------
    Allen, The relationship between variable selection and data augmentation and a method for prediction,
    Technometrics 16 (1974), 125-127.

    Examples
    --------
    The mean of three numbers, each time without one of them:

    >>> leave_one_out_residuals([0, 0, 3], [1, 1, 1], np.full(3, 1 / 3)).round(12)
    array([-1.5, -1.5,  3. ])
    """
    y = as_vector(y, "y")
    y_hat, h = as_vector(y_hat, "y_hat", length=len(y)), as_vector(leverage, "leverage", length=len(y))
    alone = 1 - h <= 10 * len(y) * EPS
    if alone.any():
        raise ValueError(
            f"row {int(np.argmax(alone))} has a leverage of 1: no other row tells anything of it, and without it there "
            "is no fit to be wrong; remove the column that only this row has, or penalize the weights"
        )
    return (y - y_hat) / (1 - h)


def bias_and_variance(predictions: ArrayLike, truth: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """What makes predictions miss the truth: (E f̂ − f)² and Var f̂, at each point, over training sets.

    Parameters
    ----------
    predictions : array_like of shape (m, q)
        A row for each of m training sets, a column for each of q points.
    truth : array_like of shape (q,)
        What the predictions would be without any error.

    Returns
    -------
    squared_bias, variance : ndarray of shape (q,)
        Their sum is the mean of (f̂ − f)² over the training sets, exactly.

    Raises
    ------
    ValueError
        For bad shapes, NaN or infinite values, or empty data.

    Examples
    --------
    >>> bias_and_variance([[1.0, 0.0], [3.0, 0.0]], [1.0, 0.0])
    (array([1., 0.]), array([1., 0.]))
    """
    F = as_matrix(predictions, "predictions")
    f = as_vector(truth, "truth")
    if F.shape[1] != len(f):
        raise ValueError(f"predictions has {F.shape[1]} columns, but truth has {len(f)} values: give one a point")
    return (F.mean(axis=0) - f) ** 2, F.var(axis=0)


# Preparing the columns.


@dataclass(frozen=True)
class PolynomialFeatures:
    """All products of up to `degree` columns: x₁, x₂, x₁², x₁x₂, x₂², …; without the constant.

    Parameters
    ----------
    degree : int

    Raises
    ------
    ValueError
        If the degree is below 1.

    Examples
    --------
    >>> PolynomialFeatures(3).transform([2.0, 10.0])
    array([[   2.,    4.,    8.],
           [  10.,  100., 1000.]])
    """

    degree: int

    def __post_init__(self) -> None:
        if self.degree < 1:
            raise ValueError(f"degree must be 1 or more, not {self.degree}; degree 0 is the intercept alone")

    def fit(self, X: ArrayLike) -> PolynomialFeatures:
        """Return itself: there is nothing to learn."""
        return self

    def transform(self, X: ArrayLike) -> np.ndarray:
        """The products, of shape (n, number of products), by rising degree.

        Raises
        ------
        ValueError
            For bad input, or if a product is too large for a float.
        """
        A = as_matrix(X, "X")
        degrees = range(1, self.degree + 1)
        factors = [list(c) for d in degrees for c in combinations_with_replacement(range(A.shape[1]), d)]
        with np.errstate(over="ignore"):
            return as_matrix(np.column_stack([A[:, c].prod(axis=1) for c in factors]), "a product of columns")


@dataclass(frozen=True)
class StandardScaler:
    """Takes the mean off each column and divides by its standard deviation (of divisor n).

    Examples
    --------
    >>> scaling = StandardScaler().fit([[1.0], [3.0]])
    >>> scaling.transform([[1.0], [3.0], [4.0]]).ravel()
    array([-1.,  1.,  2.])
    """

    def fit(self, X: ArrayLike) -> Standardization:
        """Learn the means and standard deviations of these rows, and of no others.

        Raises
        ------
        ValueError
            For bad shapes, NaN or infinite values, or empty data.
        """
        A = as_matrix(X, "X")
        constant = np.ptp(A, axis=0) == 0
        return Standardization(np.where(constant, A[0], A.mean(axis=0)), np.where(constant, 1.0, A.std(axis=0)))


@dataclass(frozen=True, eq=False)
class Standardization:
    """Means and standard deviations that were learned, to be used on any rows.

    Attributes
    ----------
    mean_ : ndarray of shape (p,)
        The mean of each column.
    scale_ : ndarray of shape (p,)
        The standard deviation of each column; a column that was constant has scale 1, and becomes zeros.

    Examples
    --------
    >>> scaling = StandardScaler().fit([[1, 5], [5, 5]])
    >>> scaling.mean_, scaling.scale_
    (array([3., 5.]), array([2., 1.]))
    >>> scaling.transform([[7, 6]])  # other rows go by the same means and scales
    array([[2., 1.]])
    >>> scaling.inverse_transform([[2, 1]])
    array([[7., 6.]])
    """

    mean_: np.ndarray
    scale_: np.ndarray

    def transform(self, X: ArrayLike) -> np.ndarray:
        """(X − mean)/scale, column by column."""
        return (self._checked(X) - self.mean_) / self.scale_

    def inverse_transform(self, Z: ArrayLike) -> np.ndarray:
        """Back to the units of the data."""
        return self._checked(Z) * self.scale_ + self.mean_

    def _checked(self, X: ArrayLike) -> np.ndarray:
        A = as_matrix(X, "X")
        if A.shape[1] != len(self.mean_):
            raise ValueError(f"X has {A.shape[1]} columns, but the scaling was learned on {len(self.mean_)}")
        return A


@dataclass(frozen=True)
class Pipeline:
    """Steps that prepare the columns, then a model, fitted as one, so that cross-validation holds out from all of them.

    Parameters
    ----------
    steps : sequence
        Each has ``fit(X)``, which returns something with ``transform(X)``.
    model : object
        With ``fit(X, y)``.

    Examples
    --------
    >>> from derived.linear_models import LinearRegression
    >>> steps = [PolynomialFeatures(2), StandardScaler()]
    >>> parabola = Pipeline(steps, LinearRegression())
    >>> parabola.fit([0, 1, 2, 3], [0, 1, 4, 9]).predict([4]).round(10)
    array([16.])
    """

    steps: Sequence[Any]
    model: Model

    def fit(self, X: Any, y: Any) -> FittedPipeline:
        """Fit each step to what the steps before it made of X, and the model to what all of them made.

        Raises
        ------
        ValueError
            As the steps and the model do.
        """
        fitted = []
        for step in self.steps:
            fitted.append(step.fit(X))
            X = fitted[-1].transform(X)
        return FittedPipeline(tuple(fitted), self.model.fit(X, y))


@dataclass(frozen=True, eq=False)
class FittedPipeline:
    """Fitted steps and a fitted model.

    Attributes
    ----------
    steps : tuple
        What the steps learned.
    model : object
        The fitted model, in the columns that the steps made.

    Examples
    --------
    >>> from derived.linear_models import LinearRegression
    >>> pipeline = Pipeline([StandardScaler()], LinearRegression())
    >>> fit = pipeline.fit([10, 10, 30, 30], [0, 2, 4, 6])
    >>> fit.steps[0].mean_, fit.transform([40]), fit.model.coef_.round(6)
    (array([20.]), array([[2.]]), array([2.]))
    >>> fit.predict([40]).round(6), round(fit.score([20, 40], [3, 7]), 6)
    (array([7.]), 1.0)
    """

    steps: tuple[Any, ...] = field(repr=False)
    model: Any

    def transform(self, X: Any) -> Any:
        """What the steps make of X."""
        for step in self.steps:
            X = step.transform(X)
        return X

    def predict(self, X: Any) -> np.ndarray:
        """The model's prediction for each row of X."""
        return self.model.predict(self.transform(X))

    def score(self, X: Any, y: Any) -> float:
        """The model's score on these rows."""
        return self.model.score(self.transform(X), y)
