r"""Entropy, and how far one law is from another.

The entropy :math:`-\sum_k p_k\log p_k` is the mean surprise of what follows p; the divergence of Kullback and Leibler,
:math:`\sum_k p_k\log(p_k/q_k)`, is how much larger the mean surprise is for somebody who believes in q. It is zero only
for q = p, it is not symmetric, and it is infinite where something happens that q calls impossible. With natural
logarithms both count in nats; divided by log 2, in bits.
"""

from __future__ import annotations

import numpy as np
from scipy.special import xlogy

from derived.inputs import not_negative, takes
from derived.probability.densities import Normal

__all__ = ["entropy", "kl_divergence", "kl_of_normals"]


def _law(p: np.ndarray, name: str) -> np.ndarray:
    not_negative(p, name)
    if not np.isclose(p.sum(), 1, rtol=1e-9, atol=0):
        raise ValueError(f"{name} adds up to {p.sum():g}, but probabilities add up to one")
    return p


@takes(p=("K", _law))
def entropy(p: np.ndarray) -> float:
    """−Σ pₖ log pₖ, in nats; what has probability zero adds nothing.

    Parameters
    ----------
    p : ndarray of shape (K,)
        Probabilities that add up to one.

    Examples
    --------
    >>> round(entropy([0.5, 0.5]), 3), round(entropy([0.9, 0.1]), 3), entropy([1, 0])
    (0.693, 0.325, 0.0)
    """
    return float(-xlogy(p, p).sum()) + 0.0


@takes(p=("K", _law), q=("K", _law))
def kl_divergence(p: np.ndarray, q: np.ndarray) -> float:
    """Σ pₖ log(pₖ/qₖ), in nats; infinite where q calls something impossible that p does not.

    Parameters
    ----------
    p, q : ndarray of shape (K,)
        Probabilities that add up to one.

    Examples
    --------
    >>> round(kl_divergence([0.9, 0.1], [0.1, 0.9]), 3), kl_divergence([0.5, 0.5], [1, 0])
    (1.758, inf)
    """
    if (p[q == 0] > 0).any():
        return float("inf")
    seen = p > 0
    return float((p[seen] * (np.log(p[seen]) - np.log(q[seen]))).sum())


def kl_of_normals(p: Normal, q: Normal) -> float:
    """The divergence of one normal law from another, in nats.

    Parameters
    ----------
    p, q : Normal

    Raises
    ------
    ValueError
        If one of them is something else.

    Examples
    --------
    >>> kl_of_normals(Normal(126, 100), Normal(100, 100))
    3.38
    """
    for law in (p, q):
        if not isinstance(law, Normal):
            raise ValueError(f"the laws must be Normal(mean, variance), not {law!r}")
    ratio = p.variance / q.variance
    return float(((p.mean - q.mean) ** 2 / q.variance + ratio - 1 - np.log(ratio)) / 2)
