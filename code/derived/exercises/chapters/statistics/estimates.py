"""Exercises of the chapter on statistics: means, variances and intervals."""

import numpy as np

from derived.algebra import argmin, scalar, sizes
from derived.exercises import Formula, Number, Parts

# --- five rides -------------------------------------------------------------------------------------------------------

_error = np.sqrt(14.5 / 5)

five_rides = Parts(
    {
        "mean": Number(
            24,
            wrong=[
                (23, "That is the median: the one in the middle."),
                (120, "That is the sum: divide by how many there are."),
                (25, "That is halfway between the smallest and the largest."),
            ],
            given_back=[5],
        ),
        "S": Number(
            58,
            wrong=[
                (0, "Square the distances before you add them up."),
                (14, "Square the distances; those are their absolute values."),
                (2938, "Subtract the mean first."),
            ],
        ),
        "s2": Number(
            14.5,
            wrong=[
                (58 / 5, "That is with the divisor $n$; the draws are a sample."),
                (np.sqrt(14.5), "That is its root, the standard deviation."),
                (58 / 3, r"One degree of freedom is lost, not two."),
            ],
        ),
        "se": Number(
            _error,
            digits=3,
            wrong=[
                (np.sqrt(14.5), r"That is the standard deviation of a single ride: divide by $\sqrt n$."),
                (14.5 / 5, "That is the variance of the mean: take the root."),
                (np.sqrt(14.5) / 5, r"Divide $s^2$ by $n$ under the root, or $s$ by $\sqrt n$."),
                (np.sqrt(58) / 5, "That is with the divisor $n$ in the variance."),
            ],
        ),
        "low": Number(
            24 - 2.776 * _error,
            digits=1,
            wrong=[
                (24 - 1.96 * _error, "The 1.96 is for a known variance; take the quantile that is given."),
                (24 - _error, "One standard error is not enough for 95 percent."),
                (24 - 2.776 * np.sqrt(14.5), "That is with the spread of single rides; the interval is for the mean."),
            ],
        ),
        "high": Number(
            24 + 2.776 * _error,
            digits=1,
            wrong=[
                (24 + 1.96 * _error, "The 1.96 is for a known variance; take the quantile that is given."),
                (24 + _error, "One standard error is not enough for 95 percent."),
                (24 + 2.776 * np.sqrt(14.5), "That is with the spread of single rides; the interval is for the mean."),
            ],
        ),
    },
    follows={
        "s2": lambda S: S / 4,
        "se": lambda s2: (s2 / 5) ** 0.5,
        "low": lambda mean, se: mean - 2.776 * se,
        "high": lambda mean, se: mean + 2.776 * se,
    },
)

# --- the best divisor -------------------------------------------------------------------------------------------------

(_n,) = sizes("n", "n >= 2")
_c = scalar("c", "positive")

the_best_divisor = Formula(
    right=_n + 1,
    letters=(_n,),
    wrong=[
        (_n - 1, "That one is unbiased; it does not make the mean squared error smallest."),
        (_n, "Nearer. Take the derivative of the mean squared error with respect to $c$."),
        (_n + 2, "Too far: compare the errors for $n = 4$ and the divisors 5 and 6."),
        (2 * (_n - 1), "Both terms of the numerator count: the variance, and the squared bias."),
    ],
    given_back=[argmin((2 * (_n - 1) + (_n - 1 - _c) ** 2) / _c**2, _c)],
)

# --- two thermometers -------------------------------------------------------------------------------------------------

_sigma, _tau, _w = scalar("sigma", "positive"), scalar("tau", "positive"), scalar("w")

two_thermometers = Parts(
    {
        "weight": Formula(
            right=_tau**2 / (_sigma**2 + _tau**2),
            letters=(_sigma, _tau),
            wrong=[
                (_sigma**2 / (_sigma**2 + _tau**2), "Then the worse thermometer would count more."),
                (_tau / (_sigma + _tau), "It is the variances that add up: take the derivative of the variance."),
                (1 / _sigma**2, r"That is proportional to it; the two weights have to add up to one."),
            ],
            given_back=[argmin(_w**2 * _sigma**2 + (1 - _w) ** 2 * _tau**2, _w)],
        ),
        "variance": Formula(
            right=_sigma**2 * _tau**2 / (_sigma**2 + _tau**2),
            letters=(_sigma, _tau),
            wrong=[
                ((_sigma**2 + _tau**2) / 4, "That is with equal weights."),
                (_sigma**2 + _tau**2, "That is the variance of the sum, not of a mean."),
                (_sigma * _tau / (_sigma + _tau), "Square the weights, then multiply with the variances."),
                (1 / _sigma**2 + 1 / _tau**2, "That is one over it: precisions add up."),
            ],
        ),
    }
)
