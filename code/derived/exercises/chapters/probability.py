"""The exercises of the chapter on probability."""

from collections.abc import Callable

import numpy as np

from derived.algebra import argmax, expectation, exponential, index, log, scalar, sizes, summation, vector
from derived.exercises import Construction, Formula, Function, Number, Parts

# --- other patients -------------------------------------------------------------------------------------------------

other_patients = Parts(
    {
        "negative": Number(
            1 / 892,
            wrong=[
                (1 / 10, "That is the chance of a negative test, given the illness: turn it around."),
                (1 / 1000, "That is the share of all people: how many of them are negative?"),
                (1 / 891, "Those are the odds: divide by all who are negative, the ill one too."),
                (891 / 892, "That is the chance of being healthy."),
            ],
        ),
        "rare": Number(
            1 / 112,
            wrong=[
                (1 / 12, "That is for ten in a thousand."),
                (1 / 1000, "That is before the test."),
                (1 / 111, "Those are the odds, 9 to 999: a probability is the part of the whole."),
            ],
        ),
        "contrary": Number(
            0.01,
            wrong=[
                (1 / 12, "Then the second test would count for nothing."),
                (81 / 180, "That is after two positive tests."),
                (1 / 892, "That forgets the positive one."),
                (0.5, "The two cancel each other: what is left?"),
            ],
            given_back=[1],
        ),
    }
)

# --- one tube for many ----------------------------------------------------------------------------------------------

_k, _p = scalar("k", "whole", "positive"), scalar("p", "between 0 and 1")

one_tube_for_many = Parts(
    {
        "each": Formula(
            right=1 / _k + 1 - (1 - _p) ** _k,
            letters=(_k, _p),
            wrong=[
                (1 + _k * (1 - (1 - _p) ** _k), "That is for the whole group: divide by its size."),
                (1 / _k + _p, "The group is tested again if *anyone* in it is ill."),
                (1 / _k + (1 - _p) ** _k, "That is the chance that nobody is ill: then one test is enough."),
                (1 - (1 - _p) ** _k, "The first test of the group is lost."),
            ],
        ),
        "size": Number(
            11,
            wrong=[
                (10, "Very near: compare one more."),
                (100, "Then most groups have somebody ill in them, and are tested again."),
                (2, "Try larger groups: there is more to save."),
            ],
            given_back=[0.01],
        ),
    }
)

# --- not a word about each other ------------------------------------------------------------------------------------


def _means_of(points: np.ndarray) -> float:
    x, y = points.T
    return float((x * y).mean() - x.mean() * y.mean())


def _independent(points: np.ndarray) -> bool:
    """Whether each pair of values is as frequent as the product of the shares says."""
    x, y = points.T
    return all(
        abs(np.mean((x == u) & (y == v)) - np.mean(x == u) * np.mean(y == v)) < 1e-9 for u in set(x) for v in set(y)
    )


def _follows(x: np.ndarray, y: np.ndarray) -> bool:
    """Whether the second number is a function of the first."""
    return all(np.ptp(y[x == u]) == 0 for u in set(x))


uncorrelated_and_dependent = Construction(
    [[1, 0], [-1, 0], [0, 1], [0, -1]],
    properties=[
        (
            lambda z: z.ndim == 2 and z.shape[1] == 2 and len(z) >= 2,
            "Give pairs, such as `[[1, 2], [3, 4]]`.",
        ),
        (lambda z: np.ptp(z[:, 0]) > 0 and np.ptp(z[:, 1]) > 0, "Both numbers have to vary."),
        (lambda z: abs(_means_of(z)) < 1e-9, lambda z: f"Their covariance is `{_means_of(z):.3g}`."),
        (lambda z: not _independent(z), "Now they are independent."),
        (
            lambda z: not (_follows(*z.T) or _follows(*z.T[::-1])),
            "One of the two is a function of the other: let each value leave the other undecided at least once.",
        ),
    ],
    wrong=[
        ([[0, 0], [0, 1], [1, 0], [1, 1]], "Here nothing is said: all four pairs alike."),
        ([[-1, 1], [0, 0], [1, 1]], "That is the example of the text, where $y = x^2$."),
        ([[0, 0], [1, 1]], "These rise together."),
    ],
    given_back=[[[1, 2], [3, 4]]],
)

# --- waiting for the bus --------------------------------------------------------------------------------------------

(_n,) = sizes("n")
_i = index("i")
_x = vector("x", _n, "positive")
_b = scalar("b", "positive")
_total = summation(_i, _n, _x[_i])
_rate = scalar("lambda", "positive")

waiting_for_the_bus = Parts(
    {
        "likeliest": Formula(
            right=_n / _total,
            letters=(_n, _i, _x),
            wrong=[
                (_total / _n, "That is the mean wait: the rate is how many buses come in a minute."),
                (1 / _total, "Each of the $n$ densities has a factor $\\lambda$."),
                (-_n / _total, "The logarithm of a density is $\\log\\lambda - \\lambda x$: mind the sign."),
            ],
        ),
        "with_prior": Formula(
            right=_n / (_total + _b),
            letters=(_n, _i, _x, _b),
            wrong=[
                (_n / _total, "That is without the prior."),
                (_n / _total + _b, "Add the logarithms of prior and likelihood, and differentiate anew."),
                (_n / (_total - _b), "The prior falls: it should make the rate smaller."),
                ((_n - 1) / (_total + _b), "This prior has no power of $\\lambda$ in it."),
                (
                    (_n + 1) / (_total + _b),
                    "The prior adds minutes of waiting, but no bus: it has no factor $\\lambda$.",
                ),
            ],
            given_back=[argmax(_n * log(_rate) - _rate * _total - _b * _rate, _rate)],
        ),
    }
)

# --- pointed noise --------------------------------------------------------------------------------------------------


def _middle(x: np.ndarray) -> float:
    return float(np.sort(x)[len(x) // 2])


def distances(x: np.ndarray, center: float) -> float:
    """The sum of the distances of numbers from a center: what is to be made small.

    Parameters
    ----------
    x : ndarray of shape (n,)
    center : float

    Examples
    --------
    >>> distances(np.array([1.0, 2.0, 9.0]), 2.0)
    8.0
    """
    return float(np.abs(x - center).sum())


pointed_noise = Function(
    _middle,
    inputs=lambda rng: (rng.integers(-9, 30, 2 * rng.integers(1, 4) + 1).astype(float),),
    wrong=[
        (lambda x: x.mean(), "That is for normal noise. Here the sum of the *distances* is to be small."),
        (lambda x: x[len(x) // 2], "Sort them first."),
        (lambda x: (x.max() + x.min()) / 2, "Move a little to either side: how many distances grow, how many shrink?"),
        (lambda x: np.abs(x - _middle(x)).mean(), "That is the scale of the law: its center is asked for."),
    ],
    given_back=[distances],
)

# --- the density of several -----------------------------------------------------------------------------------------


def _with(root: float = 0.5, each: bool = True) -> Callable[[np.ndarray, np.ndarray, np.ndarray], float]:
    """The logarithm of the density, with a power of the determinant, and a factor for each number or for all."""

    def height(x: np.ndarray, mu: np.ndarray, Sigma: np.ndarray) -> float:
        away = x - mu
        constant = (len(x) if each else 1) / 2 * np.log(2 * np.pi)
        return float(-away @ np.linalg.solve(Sigma, away) / 2 - root * np.linalg.slogdet(Sigma)[1] - constant)

    return height


def _not_inverted(x: np.ndarray, mu: np.ndarray, Sigma: np.ndarray) -> float:
    away = x - mu
    return _with()(mu, mu, Sigma) - away @ Sigma @ away / 2


def _some_law(rng: np.random.Generator) -> tuple:
    d = int(rng.integers(2, 4))
    A = rng.integers(-2, 3, (d, d)) + 3.0 * np.eye(d)
    return rng.integers(-3, 4, d).astype(float), rng.integers(-3, 4, d).astype(float), A @ A.T + np.eye(d)


density_of_several = Function(
    _with(),
    inputs=_some_law,
    without=["multivariate_normal", "Gaussian", "logpdf", "log_density"],
    wrong=[
        (_with(root=1.0), "The determinant stands under a root: half of its logarithm."),
        (_with(root=-0.5), "A wider law is lower: take half the logarithm of the determinant off."),
        (_with(each=False), r"There is a factor $1/\sqrt{2\pi}$ for each of the $d$ numbers."),
        (lambda x, mu, Sigma: float(np.exp(_with()(x, mu, Sigma))), "That is the density: its logarithm is asked for."),
        (_not_inverted, "In the exponent stands the inverse of the covariance."),
    ],
    given_back=[np.linalg.slogdet],
)

# --- two waiting times ----------------------------------------------------------------------------------------------

_lam, _nu = scalar("lambda", "positive"), scalar("nu", "positive")

two_waiting_times = Formula(
    right=log(_lam / _nu) + _nu / _lam - 1,
    letters=(_lam, _nu),
    wrong=[
        (log(_nu / _lam) + _lam / _nu - 1, "That is the divergence the other way around."),
        (log(_lam / _nu), r"The mean of $(\nu - \lambda)X$ is not zero."),
        (log(_lam / _nu) + _nu - _lam, r"$\mathbb{E}[X]$ is $1/\lambda$."),
        (log(_lam / _nu) - _nu / _lam + 1, "Mind the sign: a divergence is never negative."),
    ],
    given_back=[expectation(log(_lam / _nu) + (_nu - _lam) * exponential("X", rate=_lam))],
)

# --- fathers and sons -----------------------------------------------------------------------------------------------

fathers_and_sons = Parts(
    {
        "mean": Number(
            182,
            wrong=[
                (189, "That would be a correlation of one: the law of the son moves by half as much."),
                (175, "That is without knowing the father."),
                (178.5, r"The slope is $\rho$, not $\rho^2$."),
            ],
        ),
        "deviation": Number(
            np.sqrt(36.75),
            digits=2,
            wrong=[
                (7, "That is without knowing the father: knowing makes it narrower."),
                (3.5, r"The factor is $\sqrt{1 - \rho^2}$."),
                (36.75, "That is the variance."),
                (24.5**0.5, r"It is $1 - \rho^2$, not $1 - \rho$."),
            ],
        ),
        "taller": Number(
            0.124107,
            digits=3,
            wrong=[
                (0.5, "He has to exceed 189, and is expected at 182."),
                (0.02275, "That is for a man whose father is not known."),
                (1 - 0.124107, "That is the chance of being smaller."),
                (0.158655, "That takes 7 for the standard deviation."),
            ],
            given_back=[189],
        ),
    }
)

# --- three wines ----------------------------------------------------------------------------------------------------

three_wines = Parts(  # the numbers are those of the solution on the page
    {
        "naive": Number(
            83,
            wrong=[
                (89, "That is how many there are."),
                (85, "That is with all covariances."),
                (6, "Those are the ones that it has wrong."),
            ],
        ),
        "full": Number(
            85,
            wrong=[
                (83, "That is without covariances."),
                (89, "That is how many there are, or of the wines that it has learned from."),
                (4, "Those are the ones that it has wrong."),
            ],
        ),
        "numbers": Number(
            312,
            wrong=[
                (104, "That is for one class."),
                (39, "Those are the means: a covariance matrix has more."),
                (546, "A covariance matrix is symmetric: count each covariance once."),
                (78, "Those are the variances and the means, without covariances."),
            ],
            given_back=[13],
        ),
    }
)
