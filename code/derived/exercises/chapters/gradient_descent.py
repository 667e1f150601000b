"""The exercises of the chapter on gradient descent."""

from functools import lru_cache

import numpy as np

from derived.algebra import gradient, identity, jacobian_of, matrix, partial, scalar, sizes, vector
from derived.datasets import load_windsor
from derived.exercises import Choice, Construction, Formula, Number, Parts
from derived.linear_models import add_intercept
from derived.optimization import inverse_time, stochastic_gradient_descent

# --- two steps by hand ----------------------------------------------------------------------------------------------

two_steps_by_hand = Parts(
    {
        "bound": Number(
            2 / 9,
            wrong=[
                (2, "That is the bound of the flat direction alone: the steeper one decides."),
                (1 / 9, "At that rate the steep direction arrives in one step: it may be overshot, too."),
            ],
        ),
        "best": Number(
            2 / 10,
            wrong=[
                (2 / 9, "There the steep direction swings from side to side, and never shrinks."),
                (1 / 9, "Then the flat direction lags behind: let the two factors have one size."),
                (1 / 10, "Twice that: two, divided by the sum of the curvatures."),
            ],
        ),
        "first": Number(
            [7.2, -0.8],
            wrong=[
                ([10.8, 2.8], "That is uphill: take the rate times the gradient off."),
                ([7.2, 0.8], "The step in $y$ is longer than the way to zero: it ends on the other side."),
                ([1.8, 1.8], "That is the rate times the gradient: take it off the start."),
            ],
            given_back=[[9, 1]],
        ),
        "second": Number(
            [5.76, 0.64],
            wrong=[([5.4, -2.6], "The second step takes the gradient at the point that the first has reached.")],
        ),
    }
)

# --- without the half -----------------------------------------------------------------------------------------------

(_p,) = sizes("p")
_A, _x = matrix("A", _p, _p, "symmetric"), vector("x", _p)
_alpha = scalar("alpha", "positive")

without_the_half = Formula(
    right=identity(_p) - 2 * _alpha * _A,
    letters=(_p, _A, _alpha),
    wrong=[
        (identity(_p) - _alpha * _A, "That would do with the half: differentiate anew."),
        (identity(_p) + 2 * _alpha * _A, "The step goes against the gradient."),
        (-2 * _alpha * _A, r"That takes $\mathbf{x}$ to the step, not to $\mathbf{x}^{+}$."),
        (2 * _A, r"That takes $\mathbf{x}$ to the gradient, not to $\mathbf{x}^{+}$."),
        (identity(_p) - 4 * _alpha * _A, r"The two terms of the gradient are $\mathbf{A}\mathbf{x}$ each."),
    ],
    given_back=[jacobian_of(_x - _alpha * gradient(_x.T @ _A @ _x, _x), _x)],
)

# --- without replacement --------------------------------------------------------------------------------------------

_n, _B = scalar("n", "positive"), scalar("B", "positive")

without_replacement = Parts(
    {
        "variance": Number(
            19 / 6,
            wrong=[
                (19 / 4, "That is with replacement: no row comes twice in a batch of ours."),
                (19 / 2, "That is the variance of one entry: take the mean of two, for each of the six batches."),
                (19 / 5, "Each batch is as likely as the others: divide by six, not by five."),
            ],
            given_back=[[1, 2, 4, 9]],
        ),
        "factor": Number(
            2 / 3,
            wrong=[
                (3 / 2, "Upside down: without replacement the variance is smaller."),
                (1 / 3, "Compare with half the variance of one entry, which is that of a batch with replacement."),
            ],
        ),
        "formula": Formula(
            right=(_n - _B) / (_n - 1),
            letters=(_n, _B),
            wrong=[
                ((_n - _B) / _n, "That is near for long lists; for our four entries it would be one half."),
                ((_n - 1) / (_n - _B), "The factor has to be zero for a batch of all rows."),
                (_B / _n, "That is the share of the rows that is drawn: what counts is what is left."),
            ],
        ),
    }
)

# --- square roots ---------------------------------------------------------------------------------------------------

_z, _a = scalar("x", "positive"), scalar("a", "positive")
_f = _z**3 / 3 - _a * _z

square_roots = Parts(
    {
        "next": Formula(
            right=(_z + _a / _z) / 2,
            letters=(_z, _a),
            wrong=[
                (_z - (_z**2 - _a), "That is a step of gradient descent: divide by the second derivative."),
                ((_z - _a / _z) / 2, "That is how far it goes: take it off $x$."),
                (_z + _a / _z, "The half is lost."),
                ((3 * _z - _a / _z) / 2, "The step goes against the slope."),
            ],
            given_back=[_z - partial(_f, _z) / partial(partial(_f, _z), _z)],
        ),
        "ends_at": Number(
            -np.sqrt(2),
            wrong=[
                (np.sqrt(2), "The mean of two negative numbers is negative: it never comes to the other side."),
                (0, r"From $x = 0$ the rule leads nowhere; where does it stay?"),
            ],
        ),
        "there": Choice(
            "maximum",
            among=["minimum", "maximum", "neither"],
            wrong=[
                ("minimum", "Look at the sign of the second derivative there."),
                ("neither", r"The slope is zero there, and the curvature $2x$ is not."),
            ],
        ),
    }
)

# --- few rows -------------------------------------------------------------------------------------------------------

_EPOCHS, _SEEDS = 5, 5
_windsor = load_windsor()
_columns = _windsor[["lotsize", "bedrooms", "bathrooms", "stories"]].to_numpy(float)
_design = add_intercept((_columns - _columns.mean(axis=0)) / _columns.std(axis=0))
_price = _windsor["price"].to_numpy(float) / 1000
_least = float(np.sum((_price - _design @ np.linalg.lstsq(_design, _price)[0]) ** 2))


@lru_cache(maxsize=10)
def _epochs_needed(batch_size: float, rate: float, decay: float) -> np.ndarray:
    """For each seed the epochs until the loss is within one percent of its minimum; infinite if it never is."""
    batch_size, needed = int(batch_size), []
    for seed in range(_SEEDS):
        walk = stochastic_gradient_descent(
            lambda w, rows: _design[rows].T @ (_design[rows] @ w - _price[rows]) / len(rows),
            np.zeros(5),
            len(_price),
            inverse_time(rate, decay),
            np.random.default_rng(seed),
            batch_size=batch_size,
            epochs=_EPOCHS,
        )
        losses = np.sum((_price[:, None] - _design @ np.asarray(walk.path).T) ** 2, axis=0)
        enough = np.flatnonzero(losses < 1.01 * _least)
        needed.append(enough[0] * batch_size / len(_price) if enough.size else np.inf)
    return np.array(needed)


few_rows = Construction(
    [4, 0.1, 0.01],
    properties=[
        (lambda s: s.shape == (3,), "Give three numbers: the batch size, the first rate, and how fast it falls."),
        (
            lambda s: s[0] == int(s[0]) and 1 <= s[0] <= len(_price),
            f"A batch has from 1 to {len(_price)} rows, a whole number.",
        ),
        (lambda s: s[1] > 0 and s[2] > 0, "The first rate and its fall have to be positive."),
        (
            lambda s: bool(np.isfinite(_epochs_needed(*s)).all()),
            lambda s: (
                f"Of {_SEEDS} seeds, `{int(np.isfinite(_epochs_needed(*s)).sum())}` bring the loss within one percent "
                f"of its minimum in {_EPOCHS} epochs."
            ),
        ),
        (
            lambda s: float(np.median(_epochs_needed(*s))) <= 1,
            lambda s: (
                f"All seeds get there, and half of them within `{np.median(_epochs_needed(*s)):.2f}` epochs. "
                "It can be done within one."
            ),
        ),
    ],
    wrong=[
        ([546, 0.5, 0.001], "All rows at once: that is one step an epoch, and few of them are not enough."),
        ([1, 0.1, 1e-6], "Single rows at a rate that hardly falls: the noise stays."),
        ([4, 0.001, 0.01], "So small a rate does not come far in five epochs."),
    ],
    given_back=[[5, 1, 5]],
)
