"""The exercises of the chapter on the multilayer perceptron."""

from itertools import product

import numpy as np

from derived.algebra import partial, scalar
from derived.exercises import Construction, Formula, Function, Number, Parts

# --- a hat ----------------------------------------------------------------------------------------------------------


def _hat(v: np.ndarray, x: float) -> float:
    return float(v @ np.maximum(x - np.arange(3.0), 0))


a_hat = Construction(
    [1, -2, 1],
    properties=[
        (lambda v: v.shape == (3,), "Give three numbers, the weights of the three units."),
        (
            lambda v: abs(_hat(v, 1.0) - 1) < 1e-9,
            lambda v: f"At 1 it has the height `{_hat(v, 1.0):g}`; there the first unit alone is on.",
        ),
        (
            lambda v: abs(_hat(v, 2.0)) < 1e-9,
            lambda v: f"At 2 it has the height `{_hat(v, 2.0):g}`; it should be 0 again.",
        ),
        (
            lambda v: abs(_hat(v, 5.0)) < 1e-9,
            lambda v: f"At 5 it has the height `{_hat(v, 5.0):g}`: from 2 on the three slopes have to cancel.",
        ),
    ],
    wrong=[
        ([1, -1, 0], "At 2 it has the height `1`; it should be 0 again."),
        ([1, -2, 0], "At 5 it has the height `-3`: from 2 on the three slopes have to cancel."),
        ([0.5, -1, 0.5], "At 1 it has the height `0.5`; there the first unit alone is on."),
        ([1, 1], "Give three numbers, the weights of the three units."),
    ],
    given_back=[[0, 1, 2]],
)

# --- normalize by hand ----------------------------------------------------------------------------------------------

normalize_by_hand = Parts(
    {
        "normalized": Number(
            [-1.342, -0.447, 0.447, 1.342],
            digits=3,
            wrong=[
                ([-1.162, -0.387, 0.387, 1.162], "Divide the sum of squares by 4, not by 3."),
                ([-3, -1, 1, 3], "That is centered; now divide by the standard deviation."),
                ([-0.6, -0.2, 0.2, 0.6], "Divide by the root of the variance."),
                ([0.447, 1.342, 2.236, 3.130], "Take the mean off first."),
            ],
            given_back=[[1, 3, 5, 7]],
        ),
        "given": Number(
            [-1.683, 0.106, 1.894, 3.683],
            digits=3,
            wrong=[
                ([-0.342, 0.553, 1.447, 2.342], r"That has the offset; the scale $\gamma$ is 2."),
                ([-2.683, -0.894, 0.894, 2.683], r"That has the scale; the offset $\beta$ is 1."),
                ([-0.683, 1.106, 2.894, 4.683], r"First times $\gamma$, then plus $\beta$."),
            ],
        ),
    }
)

# --- thinned by hand ------------------------------------------------------------------------------------------------

thinned_by_hand = Parts(
    {
        "largest": Number(
            8,
            wrong=[
                (4, "What is kept is divided by one half."),
                (-2, "That is the score without dropout."),
                (-12, "That is the least one."),
            ],
            given_back=[[4, 2], [1, -3]],
        ),
        "mean": Number(
            -2,
            wrong=[
                (-1, "What is kept is doubled: that keeps the mean."),
                (-4, "Of the doubled units one half is kept."),
                (2, "Mind the sign."),
            ],
        ),
        "variance": Number(
            52,
            wrong=[
                (13, "That is the variance without the division by one half, whose square comes out."),
                (104, r"$(1 - q)/q$ is 1 for $q = \tfrac12$."),
                (20, "Squares of weights, too: each unit has $w_j^2 a_j^2$."),
                (52**0.5, "That is the standard deviation."),
            ],
        ),
    }
)

# --- half of the way ------------------------------------------------------------------------------------------------

half_of_the_way = Parts(
    {
        "steep": Number(
            1,
            wrong=[
                (0, "At the start nothing is learned yet."),
                (2, "After one step $1 - 0.5$ is left: that is half already."),
                (7, r"There the product of rate and curvature is 0.5."),
            ],
            given_back=[0.5],
        ),
        "flat": Number(
            69,
            wrong=[
                (68, "After 68 steps a little more than half of the way is left."),
                (
                    50,
                    "Not a hundredth of the whole way: each step takes one of what is left.",
                ),
                (100, r"Each step takes a hundredth of what is *left*: solve $0.99^k \le \tfrac12$."),
                (
                    np.log(0.5) / np.log(0.99),
                    "A number of steps is whole: after 68 it is not yet half, so which is the first?",
                ),
                (70, "One less will do."),
            ],
        ),
    }
)

# --- how much dropout -----------------------------------------------------------------------------------------------

_penalty, _n = scalar("lambda", "positive"), scalar("n", "positive")

how_much_dropout = Formula(
    right=_n / (_n + _penalty),
    letters=(_penalty, _n),
    wrong=[
        (_penalty / (_n + _penalty), "That is the probability of being left out."),
        (1 / (1 + _penalty), r"The sum over $n$ observations has $n$ such terms."),
        (_n / _penalty, r"That is $q/(1 - q)$: solve for $q$."),
        ((_n - _penalty) / _n, "That is right for small penalties only, to first order."),
    ],
    given_back=[partial(_penalty * _n / (_n + _penalty), _penalty) * (_n + _penalty) / _n],
)

# --- patience -------------------------------------------------------------------------------------------------------


def _stopped(losses: np.ndarray, patience: int) -> tuple:
    best = 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best]:
            best = epoch
        if epoch - best == patience:
            return best, epoch
    return best, len(losses) - 1


def _against_the_last(losses: np.ndarray, patience: int) -> tuple:
    waited = 0
    for epoch in range(1, len(losses)):
        waited = waited + 1 if losses[epoch] >= losses[epoch - 1] else 0
        if waited == patience:
            return epoch - patience, epoch
    return int(np.argmin(losses)), len(losses) - 1


def _some_losses(rng: np.random.Generator) -> tuple:
    while True:
        losses = np.round(1 / (1 + np.arange(12)) + 0.04 * np.arange(12) + rng.uniform(0, 0.2, 12), 3)
        patience = int(rng.integers(2, 5))
        if len(np.unique(losses)) == 12:
            return losses, patience


when_to_stop = Function(
    _stopped,
    inputs=_some_losses,
    wrong=[
        (_against_the_last, "Compare with the least so far, not with the epoch before."),
        (
            lambda losses, patience: (_stopped(losses, patience)[1],) * 2,
            "The parameters to keep are those of the best epoch.",
        ),
        (
            lambda losses, patience: (int(np.argmin(losses)), len(losses) - 1),
            "Nobody knows the later losses yet: stop where patience ends.",
        ),
        (lambda losses, patience: _stopped(losses, patience)[::-1], "First the best epoch, then the last one."),
        (
            lambda losses, patience: _stopped(losses, patience + 1),
            "Stop as soon as so many epochs were no better, and not one later.",
        ),
    ],
    given_back=[lambda losses, patience: losses],
)

# --- back through a root --------------------------------------------------------------------------------------------


def _through_rms(g: np.ndarray, x: np.ndarray) -> np.ndarray:
    s = np.sqrt(np.mean(x**2))
    return (g - np.mean(g * x / s) * x / s) / s


def _some_row(rng: np.random.Generator) -> tuple:
    return rng.integers(-4, 5, 4).astype(float), rng.integers(1, 6, 4).astype(float)


back_through_a_root = Function(
    _through_rms,
    inputs=_some_row,
    wrong=[
        (lambda g, x: g / np.sqrt(np.mean(x**2)), "The root depends on every entry, too."),
        (
            lambda g, x: _through_rms(g, x) - np.mean(g) / np.sqrt(np.mean(x**2)),
            "Nothing is taken off its mean here: the term that came from the mean is gone.",
        ),
        (
            lambda g, x: (g + np.mean(g * x) * x / np.mean(x**2)) / np.sqrt(np.mean(x**2)),
            "Mind the sign: a larger root makes all entries smaller.",
        ),
        (
            lambda g, x: (g - np.sum(g * x) * x / np.mean(x**2)) / np.sqrt(np.mean(x**2)),
            "A mean of squares has a $1/d$ in its slope.",
        ),
        (lambda g, x: g - np.mean(g * x) * x / np.mean(x**2), r"All is divided by the root once more."),
    ],
    given_back=[lambda g, x: g, lambda g, x: x / np.sqrt(np.mean(x**2))],
)

# --- all masks ------------------------------------------------------------------------------------------------------


def _sigmoid(z: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-z))


def _masked(a: np.ndarray, w: np.ndarray, keep: float) -> tuple[np.ndarray, np.ndarray]:
    masks = np.array(list(product([0.0, 1.0], repeat=len(a))))
    chances = np.prod(np.where(masks == 1, keep, 1 - keep), axis=1)
    return chances, (masks * a / keep) @ w


def _mean_probability(a: np.ndarray, w: np.ndarray, keep: float) -> float:
    chances, scores = _masked(a, w, keep)
    return float(chances @ _sigmoid(scores))


def _a_thin_layer(rng: np.random.Generator) -> tuple:
    return rng.integers(1, 4, 3).astype(float), rng.integers(-3, 4, 3) + 0.5, float(rng.choice([0.2, 0.6, 0.8]))


over_all_masks = Function(
    _mean_probability,
    inputs=_a_thin_layer,
    wrong=[
        (
            lambda a, w, keep: float(_sigmoid(a @ w)),
            "That is what the network says without dropout: the probability of the mean score.",
        ),
        (
            lambda a, w, keep: float(np.mean(_sigmoid(_masked(a, w, keep)[1]))),
            "Masks have different chances, unless units are kept with one half.",
        ),
        (
            lambda a, w, keep: float(_masked(a, w, keep)[0] @ _masked(a, w, keep)[1]),
            "That is the mean score: the sigmoid comes before the mean.",
        ),
        (
            lambda a, w, keep: float(_masked(a, w, keep)[0] @ _sigmoid(keep * _masked(a, w, keep)[1])),
            "What is kept is divided by `keep`.",
        ),
    ],
    given_back=[lambda a, w, keep: a],
)
