"""Exercises of the chapter on inference: standard errors and intervals, with pencil and paper."""

import numpy as np

from derived.exercises import Number, Parts
from derived.linear_models import LinearRegression

# --- an interval for a slope ------------------------------------------------------------------------------------------

_three = LinearRegression().fit([0, 1, 2], [1, 2, 6])
_slope, _error, _far = _three.coef_[0], _three.standard_errors[1], 12.71

an_interval_by_hand = Parts(
    {
        "sigma2": Number(
            _three.rss,
            wrong=[
                (_three.rss / 3, "Three residuals, but two weights were fitted: divide by $n - p$."),
                (_three.rss / 2, "Count both weights of the line, the intercept, too."),
                (np.sqrt(_three.rss), "That is its root."),
            ],
            given_back=[_three.residuals],
        ),
        "se_slope": Number(
            _error,
            digits=3,
            wrong=[
                (1 / 2, r"That is $1/S_{xx}$: multiply it by $\hat\sigma^2$, and take the root."),
                (_three.rss / 2, "That is the variance of the slope: take the root."),
                (_three.standard_errors[0], "That is the standard error of the intercept."),
                (_three.sigma, r"That is $\hat\sigma$: it still has to be divided by the root of $S_{xx}$."),
            ],
        ),
        "low": Number(
            _slope - _far * _error,
            digits=1,
            wrong=[
                (_slope - 1.96 * _error, "That takes the normal distribution: one degree of freedom is left."),
                (_slope - _error, "That is one standard error away: multiply it by the quantile."),
                (_slope - _far * _error**2, "That takes the variance in the place of the standard error."),
                (-_far * _error, "Begin at the slope."),
            ],
        ),
        "high": Number(
            _slope + _far * _error,
            digits=1,
            wrong=[
                (_slope + 1.96 * _error, "That takes the normal distribution: one degree of freedom is left."),
                (_slope + _error, "That is one standard error away: multiply it by the quantile."),
                (_slope + _far * _error**2, "That takes the variance in the place of the standard error."),
                (_far * _error, "Begin at the slope."),
            ],
        ),
    },
    follows={
        "se_slope": lambda sigma2: np.sqrt(sigma2 / 2),
        "low": lambda se_slope: _slope - _far * se_slope,
        "high": lambda se_slope: _slope + _far * se_slope,
    },
)


# --- an interval for a price ------------------------------------------------------------------------------------------

_sigma2, _quantile = 210, 4.303
_of_line, _of_price = np.sqrt(_sigma2 / 4), np.sqrt(_sigma2 * 5 / 4)

a_house_in_the_middle = Parts(
    {
        "fitted": Number(
            200,
            digits=1,
            wrong=[
                (153, "That is the slope times the area: the intercept is missing."),
                (47, "That is the price of a house of no area."),
                (234, "That is the house of 110 square meters."),
            ],
            given_back=[90],
        ),
        "of_the_line": Number(
            _of_line,
            digits=1,
            wrong=[
                (_sigma2 / 4, "That is the variance: take the root."),
                (np.sqrt(_sigma2) / 4, r"The standard deviation of a mean falls with $\sqrt n$."),
                (np.sqrt(_sigma2 * 4.3), "That is the error of the intercept: which house is at 90 square meters?"),
                (np.sqrt(_sigma2), "That is the noise of one price: the middle of four is known better."),
            ],
        ),
        "of_a_price": Number(
            _of_price,
            digits=1,
            wrong=[
                (_of_line, "The noise of the one price is missing."),
                (np.sqrt(_sigma2), "The line may be off, too."),
                (np.sqrt(_sigma2) + _of_line, "Variances add up, not their roots."),
                (_sigma2 * 5 / 4, "That is the variance: take the root."),
            ],
        ),
        "low": Number(
            200 - _quantile * _of_price,
            digits=1,
            wrong=[
                (200 - _quantile * _of_line, "That is the interval for the mean: one price has noise of its own."),
                (200 - _of_price, "That is one standard error away: multiply it by the quantile."),
                (200 - 1.96 * _of_price, "That takes the normal distribution: two degrees of freedom are left."),
            ],
        ),
        "high": Number(
            200 + _quantile * _of_price,
            digits=1,
            wrong=[
                (200 + _quantile * _of_line, "That is the interval for the mean: one price has noise of its own."),
                (200 + _of_price, "That is one standard error away: multiply it by the quantile."),
                (200 + 1.96 * _of_price, "That takes the normal distribution: two degrees of freedom are left."),
            ],
        ),
    },
    follows={
        "of_a_price": lambda of_the_line: np.sqrt(_sigma2 + of_the_line**2),
        "low": lambda fitted, of_a_price: fitted - _quantile * of_a_price,
        "high": lambda fitted, of_a_price: fitted + _quantile * of_a_price,
    },
)


# --- a dummy for two groups -------------------------------------------------------------------------------------------

_group, _sold = np.array([0.0, 0, 0, 1, 1]), np.array([1.0, 2, 6, 5, 9])
_dummy, _signs = LinearRegression().fit(_group, _sold), LinearRegression().fit(2 * _group - 1, _sold)

two_groups = Parts(
    {
        "a": Number(
            _dummy.intercept_,
            wrong=[
                (_sold.mean(), "That is the mean of all: where is $x = 0$?"),
                (7, "That is the mean of those with a garden, where $x = 1$."),
                (2, "That is the one in the middle, the median."),
            ],
            given_back=[_sold[:3]],
        ),
        "b": Number(
            _dummy.coef_[0],
            wrong=[
                (7, "That is the price with a garden: what is added to the one without?"),
                (-4, "Turned around: from $x = 0$ to $x = 1$."),
                (2, "That is half of it: from 0 to 1 the line rises by all of the difference."),
            ],
        ),
        "se_b": Number(
            _dummy.standard_errors[1],
            digits=2,
            wrong=[
                (_dummy.standard_errors[1] ** 2, "That is its variance: take the root."),
                (_dummy.standard_errors[1] * np.sqrt(3 / 5), "Divide RSS by $n - p$, not by $n$."),
                (_dummy.sigma, "That is the noise of one price: how far are two means off?"),
                (np.sqrt(7 / 3 + 8 / 2), "That gives each group its own variance (Welch's test): here both have one."),
            ],
        ),
        "a_signs": Number(
            _signs.intercept_,
            wrong=[
                (3, "At $x = 0$ there is no house now: it lies between the groups."),
                (_sold.mean(), "The groups are not of one size: the line knows only their two means."),
                (7, "That is the height at $x = 1$."),
            ],
        ),
        "b_signs": Number(
            _signs.coef_[0],
            wrong=[
                (4, "From $-1$ to $+1$ are two steps."),
                (8, "Twice as long a way for the same rise: divide, do not multiply."),
                (-2, "Turned around: $+1$ is a garden."),
            ],
        ),
    },
    follows={"a_signs": lambda a, b: a + b / 2, "b_signs": lambda b: b / 2},
)
