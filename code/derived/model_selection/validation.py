r"""What a model predicts of rows that it was not fitted to.

The error on the training data is no guide, for the model was chosen to make it small. With folds
:math:`F_1, \dots, F_k`, and :math:`\hat f^{(-j)}` fitted without fold :math:`j`, cross-validation takes the mean over
the folds of :math:`\frac1{|F_j|}\sum_{i\in F_j}(y_i - \hat f^{(-j)}(\mathbf x_i))^2`. For least squares and ridge,
leaving out one row at a time costs a single fit: the error is :math:`(y_i - \hat y_i)/(1 - h_{ii})`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike

from derived.inputs import as_matrix, as_vector, function, number_of_rows, take_rows, takes
from derived.linear_algebra.factors import EPS
from derived.metrics.regression import mean_squared_error

__all__ = [
    "bias_and_variance",
    "cross_val_loss",
    "leave_one_out_residuals",
]


class Model(Protocol):
    """Anything whose `fit` returns something that can `predict`."""

    def fit(self, X: Any, y: Any) -> Any:
        """Learn from data."""
        ...


def with_fit(model: Any, name: str) -> Any:
    """The rule for models and steps: something that can be fitted, not its class."""
    if not callable(getattr(model, "fit", None)) or isinstance(model, type):
        raise ValueError(f"{name} must be something with a method fit, such as StandardScaler(), not {model!r}")
    return model


@takes(model=with_fit, loss=function)
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
    >>> from derived.model_selection import k_fold
    >>> x = np.arange(6.0)
    >>> cross_val_loss(LinearRegression(), x, 2 * x, k_fold(6, 3)).round(12)
    array([0., 0., 0.])
    """
    n = number_of_rows(X, "X")
    if n != number_of_rows(y, "y"):
        raise ValueError(f"X has {n} rows, y has {len(y)} values: each row needs one")
    losses = []
    for train, test in _checked(folds, n):
        fit = model.fit(take_rows(X, train), take_rows(y, train))
        losses.append(loss(take_rows(y, test), fit.predict(take_rows(X, test))))
    return np.array(losses)


def _checked(folds: Sequence[tuple[np.ndarray, np.ndarray]], n: int) -> list[list[np.ndarray]]:
    """Folds that are pairs of row numbers, none of them empty."""
    try:
        pairs = [[np.asarray(part) for part in pair] for pair in folds]
    except TypeError as problem:
        raise ValueError(f"folds must be a list of pairs (train, test), as from k_fold, not {folds!r}") from problem
    if not pairs:
        raise ValueError("folds is empty: give at least one pair (train, test), as from k_fold")
    for k, pair in enumerate(pairs):
        if len(pair) != 2 or any(part.ndim != 1 or part.size == 0 or part.dtype.kind not in "iu" for part in pair):
            raise ValueError(f"folds[{k}] must be a pair (train, test) of row numbers, none of them empty; see k_fold")
        if any(part.min() < 0 or part.max() >= n for part in pair):
            raise ValueError(f"folds[{k}] has row numbers that are not between 0 and {n - 1}, the rows of X")
    return pairs


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
    outside = (h < -10 * len(y) * EPS) | (h > 1 + 10 * len(y) * EPS)
    if outside.any():
        i = int(np.argmax(outside))
        raise ValueError(f"leverage[{i}] is {h[i]:g}: the diagonal of such a matrix is between 0 and 1")
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
    errors = F - f
    return errors.mean(axis=0) ** 2, errors.var(axis=0)
