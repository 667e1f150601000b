"""Exercises of the chapter on linear regression: what each column does, and what its weight says."""

import numpy as np

from derived.algebra import argmin, index, scalar, sizes, summation, vector
from derived.datasets import load_windsor
from derived.exercises import Choice, Formula, Number, Parts
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
                (-43, "That subtracts an area from a price: which house is at zero now?"),
                (200_000, "The old units are back: thousands of dollars."),
                (153, "The line passes through the point of means: which house is at zero now?"),
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
            "The line has an intercept: subtract the means first.",
        ),
    ],
    given_back=[argmin(summation(_i, _m, (_rise - _a * (_with[_i] - _with_bar)) ** 2), _a)],
)


# --- a fit of one's own -----------------------------------------------------------------------------------------------

_windsor = load_windsor()
_columns = _windsor[["lotsize", "bedrooms", "bathrooms", "stories"]]
_air = (_windsor["aircon"] == "yes").astype(float)
_all = LinearRegression().fit(_columns.assign(air=_air), _windsor["price"])
_without = LinearRegression().fit(_columns, _windsor["price"])
_bedrooms = LinearRegression().fit(_windsor[["bedrooms"]], _windsor["price"])
_expected = _all.predict([[5000, 3, 1, 2, 1]])[0]

a_fit_of_your_own = Parts(
    {
        "air": Number(
            _all.coef_[4],
            digits=0,
            wrong=[
                (-_all.coef_[4], "Which of the two words did you give the 1?"),
                (
                    LinearRegression().fit(_air, _windsor["price"]).coef_[0],
                    "That is the weight if the other columns are left out.",
                ),
                (_all.w[4], "The intercept comes first among all weights: look one further."),
            ],
        ),
        "R2": Number(
            _all.r_squared,
            digits=3,
            wrong=[
                (_without.r_squared, "That is the one without air conditioning."),
                (1 - _all.r_squared, "That is the share that the model leaves."),
                (_all.adjusted_r_squared, "That is the adjusted one."),
            ],
        ),
        "expected": Number(
            _expected,
            digits=0,
            wrong=[
                (_expected - _all.coef_[4], "That is the price without air conditioning."),
                (_expected - _all.intercept_, "The intercept belongs to the bill, too."),
                (_without.predict([[5000, 3, 1, 2]])[0], "That is the fit without the column for air conditioning."),
            ],
            given_back=[[5000, 3, 1, 2, 1]],
        ),
        "rise": Number(
            _bedrooms.coef_[0] - _all.coef_[1],
            digits=0,
            wrong=[
                (_bedrooms.coef_[0], "That is the weight alone: by how much did it rise?"),
                (_all.coef_[1] - _bedrooms.coef_[0], "Turned around: from the weight among five to the weight alone."),
                (
                    _bedrooms.coef_[0] - _without.coef_[1],
                    "Compare with the model that has the air conditioning, too.",
                ),
            ],
        ),
    }
)
