"""The exercises of the chapter on linear regression."""

import numpy as np

from derived.algebra import argmin, index, scalar, sizes, summation, vector
from derived.datasets import load_windsor
from derived.exercises import Choice, Construction, Formula, Function, Number, Parts
from derived.linear_models import LinearRegression, fit_line

# --- a line through three points ------------------------------------------------------------------------------------

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
                (5, r"Take the mean off each $x_i$ before you square."),
                (2 / 3, r"$S_{xx}$ is the sum itself: nothing divides it by $n$."),
                (0, "Square before you add: the deviations themselves always add up to zero."),
            ],
        ),
        "S_xy": Number(
            np.sum((_points[0] - _points[0].mean()) * (_points[1] - _points[1].mean())),
            wrong=[
                (14, "Take the means off before you multiply."),
                (5 / 3, r"$S_{xy}$ is the sum itself: nothing divides it by $n$."),
                (1, r"The first product is $(-1)(-2)$, with a plus."),
            ],
        ),
        "a": Number(
            _intercept,
            wrong=[
                (5.5, r"The line goes through $(\bar x, \bar y)$: take $b\bar x$ off, do not add it."),
                (1, "The line need not go through the first point."),
            ],
        ),
        "b": Number(
            _slope,
            wrong=[
                (0.4, "Upside down: what is gained in $y$ for each step in $x$?"),
                (2.8, "That is the slope of the line through the origin: take the means off first."),
            ],
        ),
    }
)

# --- without an intercept -------------------------------------------------------------------------------------------

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
            "This line makes the residuals add up to zero; with one letter less, their squares do not obey.",
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

# --- houses that count differently ----------------------------------------------------------------------------------


def _weighted(X: np.ndarray, y: np.ndarray, v: np.ndarray) -> np.ndarray:
    return np.linalg.solve(X.T @ (v[:, None] * X), X.T @ (v * y))


def _houses(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return rng.normal(size=(4, 2)).round(1), rng.integers(-5, 6, 4) / 1.0, rng.integers(1, 6, 4) / 1.0


def _obeys(houses: tuple, w: np.ndarray) -> bool:
    X, y, v = houses
    return w.shape == X.shape[1:] and bool(np.all(np.abs(X.T @ (v * (y - X @ w))) < 1e-6))


houses_that_count_differently = Function(
    _weighted,
    inputs=_houses,
    properties=[
        (
            _obeys,
            r"The normal equations do not hold: "
            r"$\mathbf X^\top\operatorname{diag}(\mathbf v)(\mathbf y - \mathbf X\mathbf w)$ is not zero.",
        )
    ],
    without=["LinearRegression", "WLS"],
    wrong=[
        (lambda X, y, v: _weighted(X, y, v * 0 + 1), "All houses count the same here: where does $v_i$ come in?"),
        (lambda X, y, v: _weighted(X, y, v**2), "House $i$ counts $v_i^2$ times: what multiplies its row is squared."),
        (lambda X, y, v: _weighted(X, y, np.sqrt(v)), r"House $i$ counts $\sqrt{v_i}$ times: take $v_i$ itself."),
        (
            lambda X, y, v: np.linalg.solve(X.T @ X, X.T @ (v * y)),
            "On the left side, too, house $i$ counts $v_i$ times.",
        ),
        (
            lambda X, y, v: np.linalg.solve(X.T @ (v[:, None] * X), X.T @ y),
            "On the right side, too, house $i$ counts $v_i$ times.",
        ),
    ],
    given_back=[lambda X, y, v: LinearRegression(intercept=False).fit(X, y, weights=v).w],
)

# --- where to measure -----------------------------------------------------------------------------------------------


def _spread(x: np.ndarray) -> float:
    return float(np.sum((x - x.mean()) ** 2))


design_your_experiment = Construction(
    [0.0] * 5 + [2.0] * 5,
    properties=[
        (lambda x: x.shape == (10,), "Give ten numbers."),
        (lambda x: bool(np.all((x >= 0) & (x <= 2))), "Not all of them are between 0 and 2."),
        (lambda x: np.ptp(x) > 0, r"All at one place: $S_{xx} = 0$, and through one place go lines of every slope."),
        (
            lambda x: _spread(x) > 10 * (1 - 1e-9),
            lambda x: f"The variance of the slope is `{1 / _spread(x):.5g}` times $\\sigma^2$. It can be smaller.",
        ),
    ],
    ordered=False,
    wrong=[
        (
            np.linspace(0, 2, 10),
            "Spread evenly, most of them are near the mean, where they say little about the slope.",
        ),
        ([0.0] + [2.0] * 9, "The mean is drawn to the nine, and then they are near it."),
        ([0.0] * 4 + [1.0] * 2 + [2.0] * 4, "The two in the middle add nothing to $S_{xx}$."),
        ([0.5] * 5 + [1.5] * 5, "The right idea; but you need not stay away from the ends."),
        ([1.0] * 10, "Where all lines meet, none can be told from another."),
    ],
    given_back=[[0, 2]],
)

# --- house prices in Windsor ----------------------------------------------------------------------------------------

_windsor = load_windsor()
_columns = ["lotsize", "bedrooms", "bathrooms", "stories"]
_dollars = LinearRegression().fit(_windsor[_columns], _windsor["price"])
_log = LinearRegression().fit(_windsor[_columns], np.log(_windsor["price"]))
_bathroom = _log.coef_[_columns.index("bathrooms")]

houses_in_windsor = Parts(
    {
        "largest_t": Choice(
            _columns[int(np.argmax(_dollars.t_values[1:]))],
            among=[*_columns, "price"],
            wrong=[
                ("bathrooms", "Its weight is the largest, but in other units: compare the $t$ values."),
                ("bedrooms", "That one has the smallest $t$ value."),
                ("stories", "Divide each weight by its standard error, and compare again."),
            ],
            given_back=["price"],
        ),
        "R2": Number(
            _dollars.r_squared,
            digits=3,
            wrong=[
                (_log.r_squared, "That is the second model's, for the logarithm."),
                (_dollars.adjusted_r_squared, "That is the adjusted one."),
                (np.sqrt(_dollars.r_squared), "That is its root, the correlation of prices and fitted values."),
            ],
        ),
        "percent": Number(
            100 * np.expm1(_bathroom),
            digits=1,
            wrong=[
                (100 * _bathroom, r"The approximation $100\,w$ is meant for small $w$: take $e^w$."),
                (_bathroom, "That is the weight itself. By which factor does it multiply the price?"),
                (100 * np.exp(_bathroom), "Of the factor $e^w$, one is the price as it was: how much comes on top?"),
                (_dollars.coef_[_columns.index("bathrooms")], "Those are dollars, from the first model."),
            ],
        ),
    }
)
