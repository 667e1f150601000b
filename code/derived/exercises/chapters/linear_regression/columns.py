"""Exercises of the chapter on linear regression: what each column does, and what its weight says."""

import numpy as np

from derived.algebra import argmin, index, scalar, sizes, summation, vector
from derived.datasets import load_windsor
from derived.exercises import Choice, Formula, Function, Number, Parts
from derived.linear_models import LinearRegression

# --- the four houses in other units -----------------------------------------------------------------------------------

_areas, _prices = np.array([60.0, 80.0, 100.0, 120.0]), np.array([150.0, 190.0, 200.0, 260.0])
_four = LinearRegression().fit(_areas, _prices)
_four_from_90 = LinearRegression().fit(_areas - 90, _prices)

other_units = Parts(
    {
        "slope": Number(
            _four.coef_[0] * 1000 * 100,
            wrong=[
                (1700, "That is for one square meter."),
                (17, "The price is in dollars now, and a unit of area a hundred times as large: both make it larger."),
                (170, "The price is in dollars now, too."),
            ],
            given_back=[_four.coef_[0]],
        ),
        "intercept": Number(
            _four.intercept_ * 1000,
            wrong=[
                (4_700_000, "The unit of area does not matter to a house of no area."),
                (470, "The unit of area does not matter to it, that of the price does."),
                (0.47, "It is a price: what are 47 thousand dollars in dollars?"),
                (47, "So it is in thousands: the price is in dollars now."),
            ],
        ),
        "R2": Choice(
            "the same",
            among=["larger", "smaller", "the same"],
            wrong=[
                ("larger", "Both sums of squares are in squared dollars: what happens to their ratio?"),
                ("smaller", "Both sums of squares change by one factor: what happens to their ratio?"),
            ],
        ),
        "from_90": Number(
            _four_from_90.intercept_,
            wrong=[
                (47, "That is the price of a house of 0 square meters, which is no longer at zero."),
                (-43, "Take no area from a price: which house is at zero now?"),
                (153, "The line passes through the point of means: which house is at zero now?"),
            ],
        ),
        "its_error": Number(
            _four_from_90.standard_errors[0],
            digits=2,
            wrong=[
                (_four.standard_errors[0], "That is the old one: the intercept belongs to another house now."),
                (_four.sigma, "That is the noise of one price: the mean of four is known better."),
                (_four.sigma2 / 4, "That is its variance: take the root."),
                (_four.sigma / 4, r"The standard deviation of a mean falls with $\sqrt n$."),
            ],
        ),
    }
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
    }
)


# --- a column that is left out ----------------------------------------------------------------------------------------

(_m,) = sizes("n", "n >= 2")
_i, _a, _b, _c = index("i"), scalar("a"), scalar("b"), scalar("c")
_with, _out = vector("x", _m), vector("z", _m)
_with_bar, _out_bar = (summation(_i, _m, column[_i]) / _m for column in (_with, _out))
_S_xx = summation(_i, _m, (_with[_i] - _with_bar) ** 2)
_S_xz = summation(_i, _m, (_with[_i] - _with_bar) * (_out[_i] - _out_bar))
_S_zz = summation(_i, _m, (_out[_i] - _out_bar) ** 2)
_rise = _b * (_with[_i] - _with_bar) + _c * (_out[_i] - _out_bar)

the_column_left_out = Formula(
    right=_b + _c * _S_xz / _S_xx,
    letters=(_m, _i, _with, _out, _b, _c),
    wrong=[
        (_b, "Only if what is left out does not vary together with $x$: it need not."),
        (_b + _c, r"$z$ does not rise by 1 when $x$ does: by how much, on average?"),
        (
            _b - _c * _S_xz / _S_xx,
            "The sign: if $x$ and $z$ rise together, does $x$ get too much credit, or too little?",
        ),
        (_b + _c * _S_xz / _S_zz, r"The regression is on $x$: divide by $S_{xx}$, not by $S_{zz}$."),
        (_b + _c * _S_xz, r"Divide, as for every slope."),
        (_c * _S_xz / _S_xx, "That is what is wrongly added; the true slope is still there."),
        (
            _b + _c * summation(_i, _m, _with[_i] * _out[_i]) / summation(_i, _m, _with[_i] ** 2),
            "The line has an intercept: take the means off first.",
        ),
    ],
    given_back=[argmin(summation(_i, _m, (_rise - _a * (_with[_i] - _with_bar)) ** 2), _a)],
)


# --- one weight at a time ---------------------------------------------------------------------------------------------


def _residual(X: np.ndarray, y: np.ndarray) -> np.ndarray:
    return y - X @ np.linalg.lstsq(X, y)[0]


def _with_one_more(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    columns = np.column_stack([np.ones(5), rng.permutation(9)[:5]])
    return columns, rng.integers(-5, 6, 5) + columns[:, 1], rng.integers(-5, 6, 5) / 1.0


def _alone(X: np.ndarray, z: np.ndarray, y: np.ndarray) -> float:
    left = _residual(X, z)
    return float(left @ y / (left @ left))


one_weight_at_a_time = Function(
    _alone,
    inputs=_with_one_more,
    without=["column_stack", "hstack", "concatenate", "append", "insert", "block", "c_", "LinearRegression"],
    wrong=[
        (
            lambda X, z, y: float(z @ y / (z @ z)),
            r"And $\mathbf X$? First, what is left of $\mathbf z$?",
        ),
        (
            lambda X, z, y: float(_residual(X, z) @ y / (z @ z)),
            r"Below the line, too, it is what is left of $\mathbf z$.",
        ),
        (
            lambda X, z, y: float(z @ y / (_residual(X, z) @ _residual(X, z))),
            r"Above the line, too, it is what is left of $\mathbf z$.",
        ),
        (
            lambda X, z, y: float(_residual(X, z) @ y / (_residual(X, y) @ _residual(X, y))),
            r"Divide by the length of what is left of $\mathbf z$, not of $\mathbf y$.",
        ),
        (lambda X, z, y: float(_residual(X, z) @ y), "Divide, as for every slope through the origin."),
    ],
    given_back=[lambda X, z, y: float(np.linalg.lstsq(np.column_stack([X, z]), y)[0][-1])],
)


# --- house prices in Windsor ------------------------------------------------------------------------------------------

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
        "factor": Number(
            _dollars.robust.standard_errors[1] / _dollars.standard_errors[1],
            digits=2,
            wrong=[
                (_dollars.standard_errors[1] / _dollars.robust.standard_errors[1], "Upside down."),
                (
                    _dollars.robust.standard_errors[0] / _dollars.standard_errors[0],
                    "That is the intercept's, which comes first.",
                ),
                (
                    _log.robust.standard_errors[1] / _log.standard_errors[1],
                    "That is the second model's; for the first, the price itself.",
                ),
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
