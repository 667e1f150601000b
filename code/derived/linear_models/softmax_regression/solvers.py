"""Newton's method on the cross-entropy of several classes."""

from __future__ import annotations

import numpy as np
from scipy.linalg import cho_factor, cho_solve

from derived.inputs import count, not_negative, number, takes
from derived.linear_algebra.rank import RankDeficientError
from derived.linear_models.separation import SeparableDataError, separated_classes, separates
from derived.linear_models.softmax_regression.loss import (
    cross_entropy,
    cross_entropy_gradient,
    cross_entropy_hessian,
)

__all__ = ["newton"]


@takes(X="n p", Y="n K", penalty=("p", not_negative), tol=number(above=0), max_iter=count())
def newton(
    X: np.ndarray, Y: np.ndarray, penalty: np.ndarray, tol: float = 1e-9, max_iter: int = 100
) -> tuple[np.ndarray, int, bool]:
    """Newton's method from zero, each step halved until the loss falls by a fair part of what was expected.

    Parameters
    ----------
    X : ndarray of shape (n, p)
    Y : ndarray of shape (n, K)
        Rows of zeros with a single one.
    penalty : ndarray of shape (p,)
        λ for the weights of each column.
    tol : float
        Converged when a step expects to gain less than this, in the units of the loss.
    max_iter : int
        The largest number of steps.

    Returns
    -------
    W : ndarray of shape (p, K)
        Of all equally good weights the shortest: those of each column add up to zero.
    n_iter : int
        How many steps were taken.
    converged : bool

    Raises
    ------
    SeparableDataError
        Without penalty, if larger weights always fit better.
    RankDeficientError
        If the Hessian cannot be told from a singular matrix.

    Examples
    --------
    Without features, the weights give each class its share:

    >>> W, n_iter, converged = newton(np.ones((4, 1)), np.eye(2)[[0, 0, 0, 1]], penalty=np.zeros(1))
    >>> (np.exp(W) / np.exp(W).sum()).round(6), converged
    (array([[0.75, 0.25]]), True)
    """
    p, K = X.shape[1], Y.shape[1]
    # The Hessian is flat where all classes change alike; curved there, it sends the step along no such direction.
    curved = np.kron(np.full((K, K), 1 / K), X.T @ X) + np.diag(np.tile(penalty, K))

    def loss(W: np.ndarray) -> float:
        return cross_entropy(X, Y, W) + float(penalty @ (W**2).sum(axis=1)) / 2

    W, may_run_away = np.zeros((p, K)), not penalty.any()
    J = loss(W)
    for n_iter in range(1, max_iter + 1):
        gradient = cross_entropy_gradient(X, Y, W) + penalty[:, np.newaxis] * W
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
        if expected < tol:
            return W, n_iter, True
    return W, n_iter, False
