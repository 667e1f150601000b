"""Exercises of the chapter on linear regression: lines through a few points, with pencil and paper."""

import numpy as np

from derived.algebra import argmin, index, scalar, sizes, summation, vector
from derived.exercises import Formula, Number, Parts
from derived.linear_models import fit_line

# --- a line through three points --------------------------------------------------------------------------------------

_points = np.array([0.0, 1.0, 2.0]), np.array([1.0, 2.0, 6.0])
_intercept, _slope = fit_line(*_points)

by_hand = Parts(
    {
        "x_bar": Number(
            _points[0].mean(), wrong=[(3, "Divide the sum by how many there are.")], given_back=[_points[0]]
        ),
        "y_bar": Number(
            _points[1].mean(),
            wrong=[(9, "Divide the sum by how many there are."), (2, "That is the one in the middle, the median.")],
            given_back=[_points[1]],
        ),
        "S_xx": Number(
            np.sum((_points[0] - _points[0].mean()) ** 2),
            wrong=[
                (5, r"Subtract the mean from each $x_i$ before you square."),
                (2 / 3, r"$S_{xx}$ is the sum itself: nothing divides it by $n$."),
                (1, r"$S_{xx}$ is the sum itself: nothing divides it by $n - 1$."),
                (0, "Square before you add: the deviations themselves always add up to zero."),
            ],
        ),
        "S_xy": Number(
            np.sum((_points[0] - _points[0].mean()) * (_points[1] - _points[1].mean())),
            wrong=[
                (14, "Subtract the means before you multiply."),
                (5 / 3, r"$S_{xy}$ is the sum itself: nothing divides it by $n$."),
                (5 / 2, r"$S_{xy}$ is the sum itself: nothing divides it by $n - 1$."),
                (1, r"The first product is $(-1)(-2)$, with a plus."),
            ],
        ),
        "a": Number(
            _intercept,
            wrong=[
                (5.5, r"The line goes through $(\bar x, \bar y)$: subtract $b\bar x$, do not add it."),
                (1, "The line need not go through the first point."),
                (2.5, "That is the slope, $b$."),
            ],
        ),
        "b": Number(
            _slope,
            wrong=[
                (0.4, "Upside down: what is gained in $y$ for each step in $x$?"),
                (0.5, "That is the intercept, $a$."),
                (2.8, "That is the slope of the line through the origin: subtract the means first."),
            ],
        ),
    },
    follows={
        "b": lambda S_xx, S_xy: S_xy / S_xx,
        "a": lambda x_bar, y_bar, b: y_bar - b * x_bar,
    },
)


# --- without an intercept ---------------------------------------------------------------------------------------------

(_n,) = sizes("n")
_i, _b = index("i"), scalar("b")
_x, _y = vector("x", _n), vector("y", _n)
_sum_xy, _sum_xx = summation(_i, _n, _x[_i] * _y[_i]), summation(_i, _n, _x[_i] ** 2)
_x_bar, _y_bar = summation(_i, _n, _x[_i]) / _n, summation(_i, _n, _y[_i]) / _n
_centered_xy = summation(_i, _n, (_x[_i] - _x_bar) * (_y[_i] - _y_bar))
_centered_xx = summation(_i, _n, (_x[_i] - _x_bar) ** 2)

through_the_origin = Formula(
    right=_sum_xy / _sum_xx,
    letters=(_n, _i, _x, _y),
    wrong=[
        (_centered_xy / _centered_xx, "The means come from the intercept, and here there is none."),
        (
            _y_bar / _x_bar,
            "This line makes the residuals add up to zero, but the sum of their squares is not the smallest.",
        ),
        (
            summation(_i, _n, _y[_i] / _x[_i]) / _n,
            r"The mean of the slopes $y_i/x_i$ is another line: do not divide yet.",
        ),
        (_sum_xx / _sum_xy, "Upside down."),
        (_sum_xy, r"Set the derivative to zero, and divide by what stands beside $b$."),
        (2 * _sum_xy / _sum_xx, "The 2 of the derivative stands in both terms, and cancels."),
        (_y_bar - _x_bar, "The derivative is taken with respect to $b$: the factor $x_i$ comes out of the bracket."),
    ],
    given_back=[argmin(summation(_i, _n, (_y[_i] - _b * _x[_i]) ** 2), _b)],
)


# --- what is left of the three points ---------------------------------------------------------------------------------

_left = _points[1] - _intercept - _slope * _points[0]
_rss, _tss = _left @ _left, np.sum((_points[1] - _points[1].mean()) ** 2)

what_is_left = Parts(
    {
        "residuals": Number(
            _left,
            wrong=[
                (-_left, "Turned around: a residual is the price minus what the line says."),
                (np.abs(_left), "They have signs: one point is below the line."),
                (_points[1] - _points[1].mean(), "Those are the distances from the mean, not from the line."),
            ],
            given_back=[_points[1]],
        ),
        "RSS": Number(
            _rss,
            wrong=[
                (np.abs(_left).sum(), "Square them before you add."),
                (_rss / 3, "That is their mean: RSS is the sum itself."),
                (_tss, "That is the sum about the mean, TSS."),
            ],
        ),
        "R2": Number(
            1 - _rss / _tss,
            digits=3,
            wrong=[
                (_rss / _tss, "That is the share that the line leaves."),
                (1 - _rss / (_points[1] @ _points[1]), "In TSS, too, the mean is subtracted first."),
                (1 - np.sqrt(_rss / _tss), "No root: it is a ratio of sums of squares."),
                (np.sqrt(1 - _rss / _tss), "That is its root, the correlation."),
            ],
        ),
        "leverages": Number(
            [5 / 6, 1 / 3, 5 / 6],
            digits=3,
            wrong=[
                ([1 / 3, 1 / 3, 1 / 3], "Those are of a fit of the mean alone: the slope adds something at the ends."),
                ([1 / 2, 0, 1 / 2], r"Those are of a line through the origin of deviations: the mean adds $1/n$."),
                ([4 / 3, 1 / 3, 4 / 3], r"Divide the squared distance from the mean by $S_{xx}$."),
                ([0, 1 / 5, 4 / 5], "Those are without an intercept: count from the mean."),
            ],
        ),
        "x_on_y": Number(
            fit_line(_points[1], _points[0])[1],
            digits=3,
            wrong=[
                (1 / _slope, "That turns the old line around; the best one for $x$ has other errors to keep small."),
                (_slope, "That is the slope for $y$, given $x$: exchange them."),
                (_tss / 5, "Upside down: divide by what varies on the right, which is $y$ now."),
                (14 / 41, "The line has an intercept: subtract the means first."),
            ],
        ),
    },
    follows={"RSS": lambda residuals: residuals @ residuals, "R2": lambda RSS: 1 - RSS / _tss},
)
