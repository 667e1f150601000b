"""Newton's method on the cross-entropy, which is iteratively reweighted least squares."""

from __future__ import annotations

import numpy as np
from scipy.linalg import cho_solve

from derived.inputs import binary, count, not_negative, number, takes
from derived.linear_algebra.cholesky import hessian_factor
from derived.linear_models.logistic_regression.loss import half_penalty
from derived.linear_models.separation import SeparableDataError, separated_rows
from derived.probability import binary_cross_entropy, sigmoid

__all__ = [
    "newton",
]


@takes(X="n d", y=("n", binary), penalty=("d", not_negative), tol=number(above=0), max_iter=count())
def newton(
    X: np.ndarray, y: np.ndarray, penalty: np.ndarray, tol: float = 1e-5, max_iter: int = 50
) -> tuple[np.ndarray, int, bool]:
    """Minimize the penalized cross-entropy by Newton's method, each step halved until the loss falls enough.

    Parameters
    ----------
    X : ndarray of shape (n, d)
    y : ndarray of shape (n,)
        Zeros and ones.
    penalty : ndarray of shape (d,)
        λ for each weight.
    tol : float
        Converged when a whole step moves no observation's log-odds by more than this; as each step squares the error,
        what is left is about its square.
    max_iter : int
        The largest number of steps.

    Returns
    -------
    w : ndarray of shape (d,)
    n_iter : int
        How many steps were taken.
    converged : bool

    Raises
    ------
    SeparableDataError
        Without penalty, if the step leads to where larger weights always fit better.
    RankDeficientError
        If the Hessian cannot be told from a singular matrix.

    References
    ----------
    Hastie, Tibshirani and Friedman, *The Elements of Statistical Learning* (2009), section 4.4.1.

    Examples
    --------
    >>> X, y = np.ones((4, 1)), np.array([1.0, 1.0, 1.0, 0.0])
    >>> w, n_iter, converged = newton(X, y, penalty=np.zeros(1))
    >>> w.round(6), round(float(np.log(3)), 6), converged
    (array([1.098612]), 1.098612, True)
    """
    w, z, may_run_away = np.zeros(X.shape[1]), np.zeros(len(X)), not penalty.any()
    J = binary_cross_entropy(z, y)
    for n_iter in range(1, max_iter + 1):
        p = sigmoid(z)
        gradient = X.T @ (p - y) + penalty * w
        R = hessian_factor(X, p * (1 - p), penalty)
        step = -cho_solve((R, False), gradient)
        along, before, t = X @ step, J, 1.0
        J = binary_cross_entropy(z + along, y) + half_penalty(w + step, penalty)
        while before + 0.25 * t * (gradient @ step) + 1e-12 * before < J:
            t /= 2
            J = binary_cross_entropy(z + t * along, y) + half_penalty(w + t * step, penalty)
        w, z = w + t * step, z + t * along
        if may_run_away:
            may_run_away = _may_run_away(X, y, z, along)
        if t == 1 and np.abs(along).max() <= tol:
            return w, n_iter, True
    return w, n_iter, False


def _may_run_away(X: np.ndarray, y: np.ndarray, z: np.ndarray, along: np.ndarray) -> bool:
    """Refuse data that no finite weights fit best, once the log-odds or the last step put no row on the wrong side.

    The answer is whether to ask again: it cannot change once it is known that there is no such boundary.
    """
    sides = (np.where(y == 1, v, -v) for v in (z, along))
    if all(side.min() < -1e-6 * np.abs(side).max() for side in sides):
        return True
    separated = separated_rows(X, y)
    if separated.any():
        rows = "all rows are" if separated.all() else f"{separated.sum()} of {len(y)} rows are"
        raise SeparableDataError(
            f"the classes are {'completely' if separated.all() else 'quasi-completely'} separated: {rows} on the "
            "right side of a flat boundary and none on the wrong side, so that larger weights always fit better "
            "and none are the best; give a penalty, as in LogisticRegression(penalty=1.0)"
        )
    return False
