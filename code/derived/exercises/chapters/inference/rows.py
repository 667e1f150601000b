"""Exercises of the chapter on inference: what each row of the data does, and its noise."""

from collections.abc import Callable

import numpy as np

from derived.algebra import argmin, log, scalar, sizes
from derived.exercises import Choice, Construction, Formula, Function, Number, Parts

# --- where to measure -------------------------------------------------------------------------------------------------


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


# --- four plots of residuals ------------------------------------------------------------------------------------------

_SEEN = ["band", "sag", "fan", "stripes"]


four_plots = Parts(
    {
        "plot_1": Choice(
            "sag",
            among=_SEEN,
            wrong=[
                ("band", "A band has its middle at zero everywhere: look at both ends."),
                ("fan", "A fan opens to one side: compare the two ends."),
                ("stripes", "Stripes leave a gap between them: is there one, from end to end?"),
            ],
        ),
        "plot_2": Choice(
            "band",
            among=_SEEN,
            wrong=[
                ("sag", "The middle is at zero everywhere, up to chance."),
                ("fan", "It is about as high at one end as at the other."),
                ("stripes", "There are points along the zero line, too."),
            ],
        ),
        "plot_3": Choice(
            "fan",
            among=_SEEN,
            wrong=[
                ("band", "Is the cloud as high at the right end as at the left?"),
                ("sag", "Is its middle anywhere far from zero?"),
                ("stripes", "Is there a gap, from end to end?"),
            ],
        ),
        "plot_4": Choice(
            "stripes",
            among=_SEEN,
            wrong=[
                ("band", "A band is fullest along the zero line: how many points are there?"),
                ("sag", "Cover the upper half: is the lower one bent?"),
                ("fan", "Is one end higher than the other?"),
            ],
        ),
        "unbiased": Number(
            3,
            wrong=[
                (1, "There the noise has a mean that depends on the fitted value: the line is not the truth."),
                (2, "There nothing is wrong with the standard errors."),
                (4, "There the noise has one variance; what is missing is a column."),
            ],
            given_back=[[1, 2, 3, 4]],
        ),
        "dummy": Number(
            4,
            wrong=[
                (1, "There a curve is missing: a square, for example."),
                (2, "There nothing is left to be told apart."),
                (3, "There the noise itself grows: no two kinds of rows are to be seen."),
            ],
        ),
    }
)


# --- each house left out ----------------------------------------------------------------------------------------------


def _leave_out(miss: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> Callable[..., np.ndarray]:
    """The weights without each house, if the fit moves as for one whose residual and leverage give such a miss."""

    def without_each(X: np.ndarray, y: np.ndarray) -> np.ndarray:
        inverse = np.linalg.inv(X.T @ X)
        w = inverse @ X.T @ y
        h = np.sum(X @ inverse * X, axis=1)
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


# --- normal noise -----------------------------------------------------------------------------------------------------

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
