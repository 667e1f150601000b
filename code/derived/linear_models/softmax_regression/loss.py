"""The cross-entropy of several classes as a function of the weights, with its gradient and its Hessian."""

from __future__ import annotations

import numpy as np

from derived.inputs import takes
from derived.linear_algebra.products import weighted_gram
from derived.probability import categorical_cross_entropy, softmax

__all__ = [
    "cross_entropy",
    "cross_entropy_gradient",
    "cross_entropy_hessian",
]


@takes(X="n p", Y="n K", W="p K")
def cross_entropy(X: np.ndarray, Y: np.ndarray, W: np.ndarray) -> float:
    """The cross-entropy −Σᵢ Σₖ yᵢₖ log pᵢₖ of labels Y and probabilities softmax(XW): minus the log-likelihood.

    Parameters
    ----------
    X : ndarray of shape (n, p)
    Y : ndarray of shape (n, K)
        Rows that add up to one.
    W : ndarray of shape (p, K)

    Examples
    --------
    >>> X, Y, W = np.ones((1, 1)), np.array([[1.0, 0.0]]), np.zeros((1, 2))
    >>> round(cross_entropy(X, Y, W), 6)
    0.693147
    """
    return categorical_cross_entropy(X @ W, Y)


@takes(X="n p", Y="n K", W="p K")
def cross_entropy_gradient(X: np.ndarray, Y: np.ndarray, W: np.ndarray) -> np.ndarray:
    """The gradient Xᵀ(P − Y) of the cross-entropy, of shape (p, K); its columns add up to zero.

    Parameters
    ----------
    X : ndarray of shape (n, p)
    Y : ndarray of shape (n, K)
        Rows that add up to one.
    W : ndarray of shape (p, K)

    Examples
    --------
    >>> X, Y, W = np.ones((1, 1)), np.array([[1.0, 0.0]]), np.zeros((1, 2))
    >>> cross_entropy_gradient(X, Y, W)
    array([[-0.5,  0.5]])
    """
    return X.T @ (softmax(X @ W) - Y)


@takes(X="n d", W="d K")
def cross_entropy_hessian(X: np.ndarray, W: np.ndarray) -> np.ndarray:
    """The Hessian of the cross-entropy: for classes r and s the block Xᵀ diag(pᵣ ⊙ (δᵣₛ − pₛ)) X.

    Parameters
    ----------
    X : ndarray of shape (n, d)
    W : ndarray of shape (d, K)

    Returns
    -------
    ndarray of shape (dK, dK)
        For the columns of W one under another. It has a null vector for each feature: the same number added to the
        weights of all classes changes nothing.

    References
    ----------
    Böhning, Multinomial logistic regression algorithm, Annals of the Institute of Statistical Mathematics 44 (1992).

    Examples
    --------
    >>> cross_entropy_hessian(np.ones((1, 1)), np.zeros((1, 2)))
    array([[ 0.25, -0.25],
           [-0.25,  0.25]])
    """
    d, K = W.shape
    P = softmax(X @ W)
    H = np.zeros((K, d, K, d))
    for r in range(K):
        for s in range(r):
            H[r, :, s] = H[s, :, r] = -weighted_gram(X, P[:, r] * P[:, s])
    for r in range(K):
        H[r, :, r] = -H[r].sum(axis=1)  # probabilities add up to one, so a row of blocks adds up to zero
    return H.reshape(K * d, K * d)
