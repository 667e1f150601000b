"""What the models share that Newton's method fits with a penalty on their squared weights."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np

from derived.inputs import count, not_negative, number, settle, takes, truth

__all__ = [
    "penalties",
    "scaled_penalty",
    "settle_penalized",
    "warn_unless",
]


def settle_penalized(model: Any) -> None:
    """Judge the settings of a model, in its ``__post_init__``.

    Parameters
    ----------
    model : dataclass
        With `penalty`, `intercept`, `tol` and `max_iter`.

    Raises
    ------
    ValueError
        If one is of a wrong type, or out of range.

    Examples
    --------
    >>> from derived.linear_models import SoftmaxRegression
    >>> SoftmaxRegression(penalty=-1)
    Traceback (most recent call last):
    ValueError: penalty must be a number of at least 0, not -1
    """
    settle(model, penalty=number(at_least=0), intercept=truth, tol=number(above=0), max_iter=count())


@takes(penalty=number(at_least=0), size=count(), intercept=truth)
def penalties(penalty: float, size: int, intercept: bool) -> np.ndarray:
    """The penalty on each squared weight: none on the intercept.

    Parameters
    ----------
    penalty : float
        That on all others.
    size : int
        How many weights there are.
    intercept : bool
        Whether the first is the intercept.

    Examples
    --------
    >>> penalties(2.0, 3, intercept=True)
    array([0., 2., 2.])
    """
    each = np.full(size, penalty)
    each[:intercept] = 0
    return each


@takes(penalty=("p", not_negative), scale="p")
def scaled_penalty(penalty: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """The penalty on each squared weight of columns that were divided by `scale`.

    Parameters
    ----------
    penalty : ndarray of shape (p,)
        That on the weights of the columns as they were.
    scale : ndarray of shape (p,)

    Examples
    --------
    >>> scaled_penalty(np.array([0.0, 8.0]), np.array([1.0, 2.0])).tolist()
    [0.0, 2.0]
    """
    with np.errstate(over="ignore"):
        scaled = penalty / scale / scale
    return np.where(penalty > 0, np.clip(scaled, 1e-300, 1e150), 0.0)  # what is none or all is so to floats


def warn_unless(converged: bool, n_iter: int) -> None:
    """Warn whoever called `fit` that Newton's method did not arrive.

    Parameters
    ----------
    converged : bool
        Whether it did.
    n_iter : int
        How many steps it took.

    Examples
    --------
    >>> warn_unless(True, 7)
    """
    if not converged:
        warnings.warn(
            f"Newton's method did not converge in {n_iter} steps: raise max_iter, or bring the columns of X to "
            "comparable size",
            RuntimeWarning,
            stacklevel=3,
        )
