"""Classes that flat boundaries separate, some rows perhaps on a boundary: then no finite weights fit best.

Were all log-odds on their right side, twice the weights would fit better still, and four times, without end.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from derived.linear_algebra.factors import scale_columns

__all__ = [
    "SeparableDataError",
    "separated_rows",
    "separates",
]


class SeparableDataError(ValueError):
    """Flat boundaries put rows on their right side and none on the wrong one, so that no finite weights are the best.

    Examples
    --------
    >>> from derived.linear_models import LogisticRegression
    >>> LogisticRegression().fit([1, 2], ["no", "yes"])
    Traceback (most recent call last):
    derived.linear_models.separation.SeparableDataError: the classes are completely separated:
    all rows are on the right side of a flat boundary and none on the wrong side,
    ...; give a penalty, as in LogisticRegression(penalty=1.0)
    """


def separated_rows(X: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Which rows a flat boundary can put on their right side while it puts none on the wrong side.

    With mᵢ = ±xᵢᵀv, plus for y = 1, the linear program maximizes Σ tᵢ over v and 0 ≤ tᵢ ≤ 1 with tᵢ ≤ mᵢ. As v can be
    multiplied by any number, each tᵢ comes out as 0 or 1.

    Parameters
    ----------
    X : ndarray of shape (n, d)
        With a column of ones, if the model has an intercept.
    y : ndarray of shape (n,)
        Zeros and ones.

    Returns
    -------
    ndarray of bool, shape (n,)
        All True: complete separation. Some: quasi-complete separation. None: a finite maximum of the likelihood exists.

    References
    ----------
    Albert and Anderson, On the existence of maximum likelihood estimates in logistic regression models, Biometrika 71
    (1984).

    Examples
    --------
    >>> X = np.array([[1.0, 1.0], [1.0, 2.0], [1.0, 2.0], [1.0, 3.0]])
    >>> separated_rows(X, np.array([0, 0, 1, 1])).tolist()
    [True, False, False, True]
    >>> separated_rows(X, np.array([0, 1, 1, 0])).tolist()
    [False, False, False, False]
    """
    n, d = X.shape
    margins = sparse.csr_array(np.where(y == 1, 1, -1)[:, np.newaxis] * scale_columns(X)[0])
    program = linprog(
        np.append(np.zeros(d), -np.ones(n)),
        A_ub=sparse.hstack([-margins, sparse.eye_array(n)]),
        b_ub=np.zeros(n),
        bounds=[(None, None)] * d + [(0, 1)] * n,
    )
    if not program.success:
        raise RuntimeError(f"the linear program that looks for a boundary stopped: {program.message}")
    return program.x[d:] > 0.5


def separates(X: np.ndarray, Y: np.ndarray, W: np.ndarray) -> bool:
    """Whether no row gives another class a higher score than the right one: then 2W fits better still, and 4W ...

    Parameters
    ----------
    X : ndarray of shape (n, p)
    Y : ndarray of shape (n, K)
        Rows with a single one.
    W : ndarray of shape (p, K)
        Rows that add up to zero. Differences below 1e-6 of the largest score count as ties.

    References
    ----------
    Albert and Anderson, On the existence of maximum likelihood estimates in logistic regression models, Biometrika 71
    (1984).

    Examples
    --------
    >>> X, Y = np.array([[-1.0], [1.0]]), np.eye(2)
    >>> separates(X, Y, np.array([[-1.0, 1.0]]))
    True
    >>> separates(X, Y, np.array([[1.0, -1.0]]))
    False
    """
    Z = X @ W
    right, others = (Z * Y).sum(axis=1), np.where(Y == 1, -np.inf, Z).max(axis=1)
    return bool((right - others).min() > -1e-6 * np.abs(Z).max())
