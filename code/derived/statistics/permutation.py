"""The permutation test: what a difference of two groups would be if only the lot had decided who is in which."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import numpy as np

from derived.inputs import count, generator, takes

__all__ = ["PermutationTest", "permutation_test"]

ALMOST = 1e-9  # relative: a difference that is as large up to rounding counts as large


@dataclass(frozen=True, eq=False)
class PermutationTest:
    """What a permutation test has found.

    Attributes
    ----------
    difference : float
        That of the two means, in the groups as they are.
    differences : ndarray of shape (splits,)
        Those in all splits, or in the drawn ones.
    p_value : float
        The share of splits with a difference at least as far from zero; of drawn splits, the actual one is one more.
    exact : bool
        Whether the splits are all that there are.

    Examples
    --------
    >>> test = permutation_test(np.array([1.0, 2.0]), np.array([3.0, 4.0]))
    >>> test.difference, sorted(test.differences.tolist()), round(test.p_value, 3)
    (-2.0, [-2.0, -1.0, 0.0, 0.0, 1.0, 2.0], 0.333)
    """

    difference: float
    differences: np.ndarray
    p_value: float
    exact: bool


@takes(x="n", y="m", rng=generator, draws=count())
def permutation_test(
    x: np.ndarray, y: np.ndarray, rng: np.random.Generator | None = None, draws: int = 10_000
) -> PermutationTest:
    """Compare the means of two groups with those in other splits of the same numbers.

    Parameters
    ----------
    x : ndarray of shape (n,)
        One group.
    y : ndarray of shape (m,)
        The other.
    rng : numpy.random.Generator, optional
        The source of chance, needed if there are more splits than `draws`.
    draws : int
        So many splits are drawn; if there are no more, each is taken once.

    Raises
    ------
    ValueError
        If splits have to be drawn and there is no `rng`.

    References
    ----------
    Phipson and Smyth, Permutation p-values should never be zero, Statistical Applications in Genetics and Molecular
    Biology 9 (2010).

    Examples
    --------
    >>> road, canal = np.array([24.0, 25.0, 27.0, 28.0]), np.array([19.0, 20.0, 22.0, 27.0])
    >>> test = permutation_test(road, canal)
    >>> len(test.differences), round(test.p_value * 70)
    (70, 10)
    """
    n, m = len(x), len(y)
    together, splits = np.concatenate([x, y]), math.comb(n + m, n)
    exact = splits <= draws
    if exact:
        chosen = np.array(list(itertools.combinations(range(n + m), n)))
        sums = together[chosen].sum(axis=1)
    elif rng is None:
        raise ValueError(f"there are {splits:.3g} splits, too many to take each: give rng, to draw {draws} of them")
    else:
        sums = np.array([rng.permutation(together)[:n].sum() for _ in range(draws)])
    differences = sums / n - (together.sum() - sums) / m
    difference = float(x.mean() - y.mean())
    as_far = int(np.sum(np.abs(differences) >= abs(difference) - ALMOST * np.abs(together).max()))
    return PermutationTest(difference, differences, as_far / splits if exact else (as_far + 1) / (draws + 1), exact)
