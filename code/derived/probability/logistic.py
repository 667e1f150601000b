"""Two classes: log-odds, and the sigmoid that makes them probabilities."""

from __future__ import annotations

import numpy as np

from derived.inputs import entries, probabilities, takes

__all__ = ["log_odds", "sigmoid"]


@takes(z=entries)
def sigmoid(z: np.ndarray) -> np.ndarray:
    """σ(z) = 1/(1 + e⁻ᶻ), entry by entry, without overflow and with all its digits for every z.

    Parameters
    ----------
    z : ndarray of any shape
        Log-odds.

    Returns
    -------
    ndarray of the same shape
        Probabilities.

    Examples
    --------
    >>> sigmoid(np.array([-800.0, 0.0, 800.0]))
    array([0. , 0.5, 1. ])
    """
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


@takes(p=probabilities)
def log_odds(p: np.ndarray) -> np.ndarray:
    """log(p/(1 − p)), entry by entry: what the sigmoid undoes.

    Parameters
    ----------
    p : ndarray of any shape
        Probabilities; for 0 and 1 the log-odds are infinite.

    Examples
    --------
    >>> log_odds(np.array([0.5, 0.75])).round(4)
    array([0.    , 1.0986])
    """
    with np.errstate(divide="ignore"):
        return np.log(p) - np.log1p(-p)
