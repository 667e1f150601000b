"""Classes that flat boundaries separate, some rows perhaps on a boundary: then no finite weights fit best.

Were all log-odds on their right side, twice the weights would fit better still, and four times, without end.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.linalg import solve_triangular
from scipy.optimize import linprog

from derived.inputs import binary, takes
from derived.linear_algebra.factors import scale_columns, triangular_factor
from derived.linear_algebra.svd import null_space

__all__ = [
    "SeparableDataError",
    "separable_margins",
    "separated_classes",
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


@takes(X="n d", y=("n", binary))
def separated_rows(X: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Which rows a flat boundary can put on their right side while it puts none on the wrong side.

    These are the `separable_margins` of ±xᵢ, plus for y = 1.

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
    return separable_margins(np.where(y == 1, 1, -1)[:, np.newaxis] * X)


@takes(X="n p", Y=("n K", binary))
def separated_classes(X: np.ndarray, Y: np.ndarray) -> bool:
    """Whether some weights give no row's right class a lower score than another, and some row's a higher one.

    Parameters
    ----------
    X : ndarray of shape (n, p)
    Y : ndarray of shape (n, K)
        Rows with a single one.

    References
    ----------
    Albert and Anderson, On the existence of maximum likelihood estimates in logistic regression models, Biometrika 71
    (1984).

    Examples
    --------
    >>> X = np.array([[1.0, 1.0], [1.0, 2.0], [1.0, 3.0]])
    >>> separated_classes(X, np.eye(3)), separated_classes(X[[0, 1, 0, 1]], np.eye(2)[[0, 0, 1, 1]])
    (True, False)
    """
    n, p = X.shape
    K = Y.shape[1]
    right = Y.argmax(axis=1)
    others = np.nonzero(Y != 1)[1].reshape(n, K - 1)
    margins = np.zeros((n, K - 1, K, p))
    rows, pairs = np.arange(n)[:, np.newaxis], np.arange(K - 1)
    margins[rows, pairs, right[:, np.newaxis]] = X[:, np.newaxis]
    margins[rows, pairs, others] = -X[:, np.newaxis]
    free = margins[:, :, 1:]  # the weights of one class may be zero: only differences count
    return bool(separable_margins(free.reshape(n * (K - 1), (K - 1) * p)).any())


@takes(M="m d")
def separable_margins(M: np.ndarray) -> np.ndarray:
    """Which margins Mv can be above zero while none is below.

    The linear program maximizes Σ tᵢ over v and 0 ≤ tᵢ ≤ 1 with tᵢ ≤ (Mv)ᵢ. As v can be multiplied by any number, each
    tᵢ comes out as 0 or 1. The program allows for errors of 1e-7, by which data that overlap by less would pass, and
    others that lie closer together would not. So its answer is put to the test. Margins that are not above zero must be
    zero: v is brought to where they are exactly. Where there is no such place, the question is asked once more in
    coordinates in which just these rows are far apart.

    Parameters
    ----------
    M : ndarray of shape (m, d)

    Returns
    -------
    ndarray of bool, shape (m,)

    Examples
    --------
    >>> separable_margins(np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, 1e-9]])).tolist()
    [True, True, True]
    >>> separable_margins(np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, -1e-9]])).tolist()
    [False, False, False]
    """
    Z = _of_length_one(scale_columns(M)[0])
    above, v = _best_margins(Z)
    if not above.all():
        N = null_space(Z[~above])
        if N.shape[1] > 0:
            v = N @ (N.T @ v)
        else:
            Z = _of_length_one(solve_triangular(triangular_factor(Z[~above]), Z.T, trans="T").T)
            above, v = _best_margins(Z)
            above &= above.all()
    return above & bool((Z[above] @ v > 0.25).all())


def _of_length_one(rows: np.ndarray) -> np.ndarray:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return rows / np.where(lengths > 0, lengths, 1.0)


def _best_margins(Z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which margins can be above zero by the linear program, and its v."""
    m, d = Z.shape
    program = linprog(
        np.append(np.zeros(d), -np.ones(m)),
        A_ub=sparse.hstack([-sparse.csr_array(Z), sparse.eye_array(m)]),
        b_ub=np.zeros(m),
        bounds=[(None, None)] * d + [(0, 1)] * m,
    )
    if not program.success:
        raise RuntimeError(f"the linear program that looks for a boundary stopped: {program.message}")
    return program.x[d:] > 0.5, program.x[:d]


@takes(X="n p", Y=("n K", binary), W="p K")
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
