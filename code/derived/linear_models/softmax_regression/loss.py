"""The softmax, and the cross-entropy of several classes with its gradient and its Hessian."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from derived.inputs import as_labels, entries, takes
from derived.linear_algebra.products import weighted_gram

__all__ = [
    "cross_entropy",
    "cross_entropy_gradient",
    "cross_entropy_hessian",
    "logsumexp",
    "one_hot",
    "softmax",
    "softmax_jacobian",
]


def _scores(Z: Any, name: str) -> np.ndarray:
    """The rule for scores: none missing, and in each row one, at least, of a class that is possible."""
    Z = entries(Z, name)
    if Z.ndim not in (1, 2) or Z.size == 0:
        raise ValueError(f"{name} has shape {Z.shape}, but a score for each class is needed, (K,) or (n, K)")
    largest = np.atleast_1d(Z.max(axis=-1))
    if not np.isfinite(largest).all():
        i = int(np.argmin(np.isfinite(largest)))
        raise ValueError(f"the largest score in row {i} of {name} is {largest[i]}, but it must be finite")
    return Z


@takes(Z=_scores)
def logsumexp(Z: np.ndarray) -> np.ndarray:
    """The logarithm of the sum of exponentials of each row, without overflow: m + log Σ exp(z − m), m = max z.

    Parameters
    ----------
    Z : ndarray of shape (K,) or (n, K)

    Returns
    -------
    ndarray of shape () or (n,)

    References
    ----------
    Blanchard, Higham and Higham, Accurately computing the log-sum-exp and softmax functions, IMA Journal of Numerical
    Analysis 41 (2021), algorithm 4.1.

    Examples
    --------
    >>> print(logsumexp(np.array([1000.0, 1000.0])).round(3))
    1000.693

    What a far smaller score adds is not lost beside the one that the largest adds:

    >>> print(logsumexp(np.array([0.0, -40.0])))
    4.248354255291589e-18
    """
    k = Z.argmax(axis=-1, keepdims=True)
    m = np.take_along_axis(Z, k, axis=-1)
    E = np.exp(Z - m)
    np.put_along_axis(E, k, 0.0, axis=-1)  # log1p adds the largest term, which is exactly one
    return m[..., 0] + np.log1p(E.sum(axis=-1))


@takes(Z=_scores)
def softmax(Z: np.ndarray) -> np.ndarray:
    """The exponentials of each row, divided by their sum, without overflow: the largest score is taken off first.

    Parameters
    ----------
    Z : ndarray of shape (K,) or (n, K)

    Returns
    -------
    ndarray of the same shape
        Rows that add up to one.

    Examples
    --------
    >>> softmax(np.array([1000.0, 1000.0]))
    array([0.5, 0.5])
    """
    E = np.exp(Z - Z.max(axis=-1, keepdims=True))
    return E / E.sum(axis=-1, keepdims=True)


@takes(z="K")
def softmax_jacobian(z: np.ndarray) -> np.ndarray:
    """The derivatives of the probabilities by the scores, diag(p) − ppᵀ, of shape (K, K).

    Parameters
    ----------
    z : ndarray of shape (K,)

    Examples
    --------
    >>> softmax_jacobian(np.zeros(2))
    array([[ 0.25, -0.25],
           [-0.25,  0.25]])
    """
    p = softmax(z)
    return np.diag(p) - np.outer(p, p)


def one_hot(y: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Labels as rows of zeros with a single one.

    Parameters
    ----------
    y : array_like of shape (n,)
        Labels of any kind that can be sorted: numbers, strings, booleans.

    Returns
    -------
    Y : ndarray of shape (n, K)
        A row for each label, a column for each class.
    classes : ndarray of shape (K,)
        The different labels, sorted.

    Raises
    ------
    ValueError
        If the labels are no vector, empty, missing (NaN or None), or all the same.

    Examples
    --------
    >>> one_hot(["cat", "dog", "cat"])
    (array([[1., 0.],
           [0., 1.],
           [1., 0.]]), array(['cat', 'dog'], dtype='<U3'))
    """
    classes, numbers = as_labels(y)
    return np.eye(len(classes))[numbers], classes


@takes(X="n p", Y="n K", W="p K")
def cross_entropy(X: np.ndarray, Y: np.ndarray, W: np.ndarray) -> float:
    """The cross-entropy −Σᵢ Σₖ yᵢₖ log pᵢₖ of labels Y and probabilities softmax(XW): minus the log-likelihood.

    Since each row of Y adds up to one, a row costs LSE(z − yᵀz), which does not cancel where the right class is sure.

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
    Z = X @ W
    return float(logsumexp(Z - (Y * Z).sum(axis=1, keepdims=True)).sum())


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
