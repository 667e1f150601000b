"""Arrays of numbers: bad input is told where it enters, with the argument, the value and the place."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import ArrayLike

__all__ = [
    "as_matrix",
    "as_vector",
]


def as_matrix(X: ArrayLike, name: str = "X") -> np.ndarray:
    """`X` as a matrix of floats, one row an observation; a vector becomes one column.

    Parameters
    ----------
    X : array_like of shape (n, p) or (n,)
        Anything that NumPy can make an array of, a DataFrame included.
    name : str
        What to call it in messages.

    Returns
    -------
    ndarray of shape (n, p)

    Raises
    ------
    ValueError
        If it is empty, has another number of axes, is not numeric, or holds NaN or an infinite value.

    Examples
    --------
    >>> as_matrix([1, 2, 3]).shape
    (3, 1)
    """
    A = _as_floats(X, name)
    if A.ndim == 1:
        A = A[:, np.newaxis]
    if A.ndim != 2:
        raise ValueError(f"{name} must be a matrix with a row for each observation, but has shape {A.shape}")
    if A.size == 0:
        raise ValueError(f"{name} is empty: it has shape {A.shape}; give at least one row and one column")
    _check_finite(A, name)
    return A


def as_vector(y: ArrayLike, name: str = "y", length: int | None = None) -> np.ndarray:
    """`y` as a vector of floats.

    Parameters
    ----------
    y : array_like of shape (n,)
        The values.
    name : str
        What to call it in messages.
    length : int, optional
        How long it must be.

    Raises
    ------
    ValueError
        If it is empty, no vector, of another length, not numeric, or holds NaN or an infinite value.

    Examples
    --------
    >>> as_vector([1, 2]).dtype
    dtype('float64')
    """
    v = _as_floats(y, name)
    if v.ndim != 1:
        raise ValueError(f"{name} must be a vector, but has shape {v.shape}; use {name}.ravel() if it is one column")
    if v.size == 0:
        raise ValueError(f"{name} is empty: give at least one value")
    if length is not None and len(v) != length:
        raise ValueError(f"{name} has {len(v)} values, but {length} are needed, one for each row of X")
    _check_finite(v, name)
    return v


def _as_floats(values: ArrayLike, name: str) -> np.ndarray:
    try:
        array = np.asarray(values)
        if array.dtype.kind not in "biufO":
            raise TypeError(f"its entries are of type {array.dtype}")
        return np.array(array, dtype=float)
    except (TypeError, ValueError) as problem:
        raise ValueError(f"{name} must be numeric: {problem}; turn categories into numbers first") from problem


def _check_finite(A: np.ndarray, name: str) -> None:
    finite = np.isfinite(A)
    if not finite.all():
        wrong = np.argwhere(~finite)
        place = ", ".join(map(str, wrong[0]))
        raise ValueError(
            f"{name}[{place}] is {A[tuple(wrong[0])]}, and {len(wrong)} value(s) in all are NaN or infinite: "
            "remove these rows or fill them in first"
        )


def check_method(method: str, known: Collection[str]) -> None:
    """Refuse a method that is none of those known."""
    if method not in known:
        raise ValueError(f"method must be one of {', '.join(known)}, not {method!r}")


def check_stopping(tol: float, max_iter: int) -> None:
    """Refuse a tolerance that nothing meets, and a limit that allows no step."""
    if not tol > 0:
        raise ValueError(f"tol must be above zero, not {tol}")
    if max_iter < 1:
        raise ValueError(f"max_iter must be at least 1, not {max_iter}")


def check_settings(penalty: float, tol: float, max_iter: int) -> None:
    """Refuse settings of a penalized fit that make no sense."""
    if not 0 <= penalty < np.inf:
        raise ValueError(f"penalty must be a number from zero up, not {penalty}")
    check_stopping(tol, max_iter)
