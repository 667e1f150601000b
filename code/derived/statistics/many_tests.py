"""Many tests at once: p values that count how often one has looked."""

from __future__ import annotations

import numpy as np

from derived.inputs import probabilities, takes

__all__ = ["adjust_benjamini_hochberg", "adjust_bonferroni"]


@takes(p=("m", probabilities))
def adjust_bonferroni(p: np.ndarray) -> np.ndarray:
    """Each p value times the number of tests, at most 1.

    Rejecting where it is at most α makes one false alarm or more with a chance of at most α.

    Parameters
    ----------
    p : ndarray of shape (m,)
        The p values.

    Returns
    -------
    ndarray of shape (m,)

    Examples
    --------
    >>> adjust_bonferroni(np.array([0.01, 0.04, 0.5])).round(2)
    array([0.03, 0.12, 1.  ])
    """
    return np.minimum(len(p) * p, 1.0)


@takes(p=("m", probabilities))
def adjust_benjamini_hochberg(p: np.ndarray) -> np.ndarray:
    """P values adjusted so that, of all that are rejected, few are false.

    Rejecting where it is at most α keeps the expected share of false alarms among the rejected at α or below, if the
    tests are independent. The p value of rank k is multiplied by m/k; what follows may not be smaller.

    Parameters
    ----------
    p : ndarray of shape (m,)
        The p values.

    Returns
    -------
    ndarray of shape (m,)

    References
    ----------
    Benjamini and Hochberg, Controlling the false discovery rate, Journal of the Royal Statistical Society B 57 (1995).

    Examples
    --------
    >>> adjust_benjamini_hochberg(np.array([0.01, 0.04, 0.5])).round(2)
    array([0.03, 0.06, 0.5 ])
    """
    m, order = len(p), np.argsort(p)
    scaled = p[order] * m / np.arange(1, m + 1)
    adjusted = np.empty(m)
    adjusted[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return adjusted
