"""The exercises of the chapter on linear regression."""

from collections.abc import Callable

import numpy as np

from derived.algebra import argmin, index, log, scalar, sizes, summation, vector
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
                (2.5, "That is the slope, $b$."),
            ],
        ),
        "b": Number(
            _slope,
            wrong=[
                (0.4, "Upside down: what is gained in $y$ for each step in $x$?"),
                (0.5, "That is the intercept, $a$."),
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

# --- what is left of the three points -------------------------------------------------------------------------------

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
            ],
        ),
        "sigma2": Number(
            _rss,
            wrong=[
                (_rss / 3, "Three residuals, but two letters were fitted: divide by $n - p$."),
                (_rss / 2, "Count both letters of the line, the intercept, too."),
                (np.sqrt(_rss), "That is its root."),
            ],
        ),
        "se_slope": Number(
            np.sqrt(_rss / 2),
            digits=3,
            wrong=[
                (1 / 2, r"That is the entry of the inverse: multiply it by $\hat\sigma^2$, and take the root."),
                (_rss / 2, "That is the variance of the slope: take the root."),
                (np.sqrt(_rss * 5 / 6), "That is the standard error of the intercept: look at the other entry."),
                (np.sqrt(_rss), "That is the noise: it still has to be multiplied by an entry of the inverse."),
            ],
        ),
    }
)

# --- the four houses in other units ---------------------------------------------------------------------------------

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

# --- houses that count differently ----------------------------------------------------------------------------------


def _weighted(X: np.ndarray, y: np.ndarray, m: np.ndarray) -> np.ndarray:
    return np.linalg.solve(X.T @ (m[:, None] * X), X.T @ (m * y))


def _houses(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return rng.normal(size=(4, 2)).round(1), rng.integers(-5, 6, 4) / 1.0, rng.integers(1, 6, 4) / 1.0


def _obeys(houses: tuple, w: np.ndarray) -> bool:
    X, y, m = houses
    return w.shape == X.shape[1:] and bool(np.all(np.abs(X.T @ (m * (y - X @ w))) < 1e-6))


houses_that_count_differently = Function(
    _weighted,
    inputs=_houses,
    properties=[
        (
            _obeys,
            r"The normal equations do not hold: "
            r"$\mathbf X^\top\operatorname{diag}(\mathbf m)(\mathbf y - \mathbf X\mathbf w)$ is not zero.",
        )
    ],
    without=["LinearRegression", "WLS"],
    wrong=[
        (lambda X, y, m: _weighted(X, y, m * 0 + 1), "All houses count the same here: where does $m_i$ come in?"),
        (lambda X, y, m: _weighted(X, y, m**2), "House $i$ counts $m_i^2$ times: what multiplies its row is squared."),
        (lambda X, y, m: _weighted(X, y, np.sqrt(m)), r"House $i$ counts $\sqrt{m_i}$ times: take $m_i$ itself."),
        (
            lambda X, y, m: np.linalg.solve(X.T @ X, X.T @ (m * y)),
            "On the left side, too, house $i$ counts $v_i$ times.",
        ),
        (
            lambda X, y, m: np.linalg.solve(X.T @ (m[:, None] * X), X.T @ y),
            "On the right side, too, house $i$ counts $v_i$ times.",
        ),
    ],
    given_back=[lambda X, y, m: LinearRegression(intercept=False).fit(X, y, weights=m).w],
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

# --- a dummy for two groups -----------------------------------------------------------------------------------------

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

# --- a column that is left out --------------------------------------------------------------------------------------

(_m,) = sizes("n", "n >= 2")
_a, _c = scalar("a"), scalar("c")
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

# --- each house left out --------------------------------------------------------------------------------------------


def _leave_out(miss: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> Callable[..., np.ndarray]:
    """The weights without each house, if the fit moves as for one whose residual and leverage give such a miss."""

    def without_each(X: np.ndarray, y: np.ndarray) -> np.ndarray:
        inverse = np.linalg.inv(X.T @ X)
        w = inverse @ X.T @ y
        h = np.einsum("ij,jk,ik->i", X, inverse, X)
        return w - miss(y - X @ w, h)[:, None] * (X @ inverse)

    return without_each


def _one_by_one(X: np.ndarray, y: np.ndarray) -> np.ndarray:
    return np.array([np.linalg.lstsq(np.delete(X, i, 0), np.delete(y, i))[0] for i in range(len(y))])


def _few_houses(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    return np.column_stack([np.ones(5), rng.permutation(9)[:5]]), rng.integers(-5, 6, 5) / 1.0


each_house_left_out = Function(
    _leave_out(lambda r, h: r / (1 - h)),
    inputs=_few_houses,
    without=["delete"],
    wrong=[
        (
            _leave_out(lambda r, h: r),
            "As if the residual stayed: without house $i$, the line moves farther away.",
        ),
        (_leave_out(lambda r, h: -r / (1 - h)), "The sign: without a house above the line, the line falls."),
        (
            _leave_out(lambda r, h: r * (1 - h)),
            "The fit to the others misses house $i$ by more, not by less.",
        ),
        (_leave_out(lambda r, h: r / (1 - h) ** 2), "Solve for it once more: $1 - h_i$ comes once."),
        (_leave_out(lambda r, h: 0 * r), "Each row is the fit to all houses: what changes if one is left out?"),
    ],
    given_back=[_one_by_one],
)

# --- one weight at a time -------------------------------------------------------------------------------------------


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

# --- normal noise ---------------------------------------------------------------------------------------------------

_rows, _columns_ = sizes("n p", "n > p")
_rest, _sigma, _s = scalar("RSS", "positive", tex=r"\mathrm{RSS}"), scalar("sigma", "positive"), scalar("s", "positive")

the_likeliest_noise = Parts(
    {
        "sigma2": Formula(
            right=_rest / _rows,
            letters=(_rows, _columns_, _rest, _sigma),
            wrong=[
                (_rest / (_rows - _columns_), "That is the unbiased one; the likeliest is another."),
                (_rest / (2 * _rows), r"Mind the 2 below $J$: the derivative of $1/(2\sigma^2)$ by $\sigma^2$."),
                (_rows / _rest, "Upside down."),
                (_rest, "That would be without the first term, which wants a small σ."),
            ],
            given_back=[argmin(_rows * log(_s) + _rest / _s, _s)],
        ),
        "bias": Formula(
            right=-(_sigma**2) * _columns_ / _rows,
            letters=(_rows, _columns_, _rest, _sigma),
            wrong=[
                (_sigma**2 * _columns_ / _rows, "Is the estimate too large or too small?"),
                (_sigma**2 * (_rows - _columns_) / _rows, "That is the expectation: subtract the true value."),
                (-(_sigma**2) / _rows, "So it is if only a mean is fitted: here there are $p$ weights."),
                (-_columns_ * _sigma**2, r"That is for RSS: divide by $n$."),
            ],
        ),
    }
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
