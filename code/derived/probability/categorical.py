"""Several classes: scores, the softmax that makes them probabilities, and the logarithm of its denominator."""

from __future__ import annotations

from typing import Any

import numpy as np

from derived.inputs import entries, takes

__all__ = ["logsumexp", "softmax", "softmax_jacobian"]


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
