r"""Bayes' theorem: what is believed after something was seen.

Of finitely many causes each has a prior probability, and says how probable is what was seen, its likelihood. Products
of many likelihoods are too small for a float, so their logarithms are added. For a normal prior and normal data there
is a formula: the precisions, which are the inverse variances, add up.
"""

from __future__ import annotations

import numpy as np

from derived.inputs import not_negative, number, takes
from derived.probability.categorical import softmax
from derived.probability.densities import Normal

__all__ = ["normal_posterior", "posterior"]


def _adds_up(prior: np.ndarray, name: str) -> np.ndarray:
    not_negative(prior, name)
    if not np.isclose(prior.sum(), 1, rtol=1e-9, atol=0):
        raise ValueError(f"{name} adds up to {prior.sum():g}: give a probability for each cause, one in all")
    return prior


@takes(prior=("K", _adds_up), likelihood=("K | n K", not_negative))
def posterior(prior: np.ndarray, likelihood: np.ndarray) -> np.ndarray:
    """The probability of each cause, after what was seen.

    Parameters
    ----------
    prior : ndarray of shape (K,)
        The probability of each cause before.
    likelihood : ndarray of shape (K,) or (n, K)
        How probable what was seen is under each; several independent observations have a row each.

    Returns
    -------
    ndarray of shape (K,)

    Raises
    ------
    ValueError
        If the prior does not add up to one, a likelihood is negative, or what was seen is impossible under every cause.

    Examples
    --------
    One in a hundred is ill; the test finds nine in ten of the ill, and one in ten of the healthy. After one positive
    test, and after three:

    >>> posterior([0.01, 0.99], [0.9, 0.1]).round(4)
    array([0.0833, 0.9167])
    >>> posterior([0.01, 0.99], [[0.9, 0.1], [0.9, 0.1], [0.9, 0.1]]).round(4)
    array([0.8804, 0.1196])
    """
    with np.errstate(divide="ignore"):
        scores = np.log(prior) + np.log(np.atleast_2d(likelihood)).sum(axis=0)
    if np.isneginf(scores).all():
        raise ValueError("what was seen has probability zero under every cause: no posterior is defined")
    return softmax(scores)


@takes(x="n", variance=number(above=0))
def normal_posterior(prior: Normal, x: np.ndarray, variance: float) -> Normal:
    """What is known of the mean of normal measurements, after some: a normal law of higher precision.

    Parameters
    ----------
    prior : Normal
        What was known before.
    x : ndarray of shape (n,)
        The measurements, independent, each normal about the mean in question.
    variance : float
        That of a measurement, known, above zero.

    Raises
    ------
    ValueError
        If `prior` is no `Normal`, or a number is none.

    Examples
    --------
    >>> normal_posterior(Normal(100, 100), [126], variance=100)
    Normal(mean=113.0, variance=50.0)
    """
    if not isinstance(prior, Normal):
        raise ValueError(f"prior must be a Normal(mean, variance), not {prior!r}")
    precision = 1 / prior.variance + len(x) / variance
    trust = len(x) / variance / precision  # how far the mean moves toward that of the measurements
    return Normal(prior.mean + trust * (x.mean() - prior.mean), 1 / precision)
