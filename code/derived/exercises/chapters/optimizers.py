"""The exercises of the chapter on optimizers."""

import numpy as np

from derived.algebra import index, limit, scalar, summation
from derived.exercises import Choice, Construction, Formula, Function, Number, Parts
from derived.optimization import cosine, walk_many
from derived.optimization.optimizers import Adam, RMSprop

# --- two steps of Adam ----------------------------------------------------------------------------------------------

two_steps_of_adam = Parts(
    {
        "first": Number(
            -1,
            wrong=[
                (1, "Steps go downhill, and the gradient is positive."),
                (-1.5, "That is without the corrections."),
                (-2, "Divide by the root of the mean of squares, which is 2 here."),
                (-0.5, "Correct both means, and divide by the root of the second: 2 by 2, not 1 by 2 or 2 by 4."),
                (-3, "The mean of squares has to be corrected as well: 4 for the first step."),
            ],
            given_back=[2],
        ),
        "second": Number(
            -(2 / 3) / (32 / 17) ** 0.5,
            wrong=[
                (0, "The gradient is zero, but the mean of the gradients is not."),
                (-0.5 / (32 / 81) ** 0.5, "That is without the corrections."),
                (-1 / (32 / 9) ** 0.5, "That corrects as for the first step: now $t = 2$."),
                (-(2 / 3) / (32 / 17), "Divide by its root, not by the mean of squares itself."),
                (-(2 / 3) / (32 / 81) ** 0.5, "The mean of squares has to be corrected as well."),
                (-0.5 / (32 / 17) ** 0.5, "The mean of the gradients has to be corrected as well."),
                ((2 / 3) / (32 / 17) ** 0.5, "The mean of the gradients is positive: the step goes down."),
            ],
        ),
    }
)

# --- whose step -----------------------------------------------------------------------------------------------------

_SAME, _LONGER, _SHORTER = "the same", "a hundred times as long", "a hundred times as short"
_WORDS = [_SAME, _LONGER, _SHORTER]

whose_step = Parts(
    {
        "descent": Choice(
            _LONGER,
            among=_WORDS,
            wrong=[
                (_SAME, "Its step is the rate times the gradient."),
                (_SHORTER, "It multiplies by the gradient, and divides by nothing."),
            ],
        ),
        "sum": Number(
            10_000,
            wrong=[
                (100, "It is a sum of squares."),
                (10, "That would be a root: the sum holds squares."),
                (1, "The step is the same; the sum is not."),
            ],
            given_back=[[1, 100]],
        ),
        "adagrad": Choice(
            _SAME,
            among=_WORDS,
            wrong=[
                (_LONGER, "Today's gradient is larger, and so is the root by which it is divided."),
                (_SHORTER, "It divides by the length of all gradients, but multiplies by today's."),
            ],
        ),
        "adam": Choice(
            _SAME,
            among=_WORDS,
            wrong=[
                (_LONGER, "Both means grow: that of the squares ten thousand times, and its root is taken."),
                (_SHORTER, "The mean of the gradients grows as the root of the other does."),
            ],
        ),
    }
)

# --- how long it remembers ------------------------------------------------------------------------------------------

_beta, _j, _k = scalar("beta", "between 0 and 1"), index("j"), scalar("k", "whole")

how_long_it_remembers = Formula(
    right=_beta / (1 - _beta),
    letters=(_beta,),
    wrong=[
        (1 / (1 - _beta), "Today's gradient has the age 0, not 1."),
        (_beta / (1 - _beta) ** 2, r"The weights have the factor $1 - \beta$ as well."),
        ((1 - _beta) / _beta, "Upside down: a larger share is remembered longer."),
        (_beta, "That is the share itself: add up the ages times their weights."),
    ],
    given_back=[limit(summation(_j, (0, _k), _j * (1 - _beta) * _beta**_j), _k)],
)

# --- write AMSGrad --------------------------------------------------------------------------------------------------


def _amsgrad(
    g: float, m: float, v: float, largest: float, alpha: float, beta1: float, beta2: float, eps: float
) -> np.ndarray:
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g * g
    largest = max(largest, v)
    return np.array([-alpha * m / (np.sqrt(largest) + eps), m, v, largest])


def _forgets_the_largest(
    g: float, m: float, v: float, largest: float, alpha: float, beta1: float, beta2: float, eps: float
) -> np.ndarray:
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g * g
    return np.array([-alpha * m / (np.sqrt(v) + eps), m, v, max(largest, v)])


def _yesterday_s_largest(
    g: float, m: float, v: float, largest: float, alpha: float, beta1: float, beta2: float, eps: float
) -> np.ndarray:
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g * g
    return np.array([-alpha * m / (np.sqrt(largest) + eps), m, v, max(largest, v)])


def _epsilon_inside(
    g: float, m: float, v: float, largest: float, alpha: float, beta1: float, beta2: float, eps: float
) -> np.ndarray:
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g * g
    largest = max(largest, v)
    return np.array([-alpha * m / np.sqrt(largest + eps), m, v, largest])


def _uphill(
    g: float, m: float, v: float, largest: float, alpha: float, beta1: float, beta2: float, eps: float
) -> np.ndarray:
    return _amsgrad(g, m, v, largest, alpha, beta1, beta2, eps) * np.array([-1, 1, 1, 1])


def _by_the_gradient(
    g: float, m: float, v: float, largest: float, alpha: float, beta1: float, beta2: float, eps: float
) -> np.ndarray:
    _, m, v, largest = _amsgrad(g, m, v, largest, alpha, beta1, beta2, eps)
    return np.array([-alpha * g / (np.sqrt(largest) + eps), m, v, largest])


def _largest_for_v(
    g: float, m: float, v: float, largest: float, alpha: float, beta1: float, beta2: float, eps: float
) -> np.ndarray:
    m, largest = beta1 * m + (1 - beta1) * g, max(largest, beta2 * v + (1 - beta2) * g * g)
    return np.array([-alpha * m / (np.sqrt(largest) + eps), m, largest, largest])


def _nothing_new(
    g: float, m: float, v: float, largest: float, alpha: float, beta1: float, beta2: float, eps: float
) -> np.ndarray:
    return np.array([0.0, m, v, largest])


def _some_memory(rng: np.random.Generator) -> tuple:
    g, m = rng.integers(-9, 10, 2).astype(float)
    v, largest = np.sort(rng.integers(1, 60, 2)).astype(float)
    return g, m, v, largest, 0.1, rng.integers(1, 10) / 10, rng.integers(1, 10) / 10, 0.5


write_amsgrad = Function(
    _amsgrad,
    inputs=_some_memory,
    wrong=[
        (_forgets_the_largest, "The step is divided by the root of the largest, not of `v`."),
        (_yesterday_s_largest, "Today's `v` may be the largest: look for it before the step."),
        (_epsilon_inside, "The small number is added to the root, not under it."),
        (_uphill, "The step goes downhill: it has a minus sign."),
        (_by_the_gradient, "The step is along the mean of the gradients, not along today's."),
        (_largest_for_v, "The mean of squares goes on by itself: only the step uses the largest."),
    ],
    given_back=[_nothing_new],
)

# --- which library --------------------------------------------------------------------------------------------------

_LIBRARIES = ["PyTorch", "Keras", "optax"]

which_library = Parts(
    {
        "nadam": Choice(
            "optax",
            among=_LIBRARIES,
            wrong=[
                ("PyTorch", "There the momentum begins at about 0.45, and the first step is 1.06 times the rate."),
                ("Keras", "It warms its momentum up, too, from 0.47: the first step is 1.06 times the rate."),
            ],
        ),
        "rmsprop": Choice(
            "PyTorch",
            among=_LIBRARIES,
            wrong=[
                ("Keras", r"There $\rho$ is 0.9: the first step is $1/\sqrt{0.1}$ times the rate."),
                ("optax", r"It has $\rho = 0.9$, too, unless told otherwise: look at $1/\sqrt{1 - \rho}$."),
            ],
        ),
        "decay": Number(
            0.99,
            wrong=[
                (0.9, r"With that the first step would be $1/\sqrt{0.1}$ long."),
                (0.01, r"That is $1 - \rho$."),
                (0.1, r"That is one over the step: $\rho$ stands under a root, and is taken from 1."),
            ],
            given_back=[-10],
        ),
        "adam": Choice(
            "Keras",
            among=_LIBRARIES,
            wrong=[
                ("PyTorch", r"There $\varepsilon$ is $10^{-8}$, a hundredth of the gradient."),
                ("optax", r"It has $\varepsilon = 10^{-8}$ outside the root: the step would be near the rate."),
            ],
        ),
    }
)

# --- a gradient that misleads ---------------------------------------------------------------------------------------

_ROUNDS = 40


def _climb(cycle: np.ndarray) -> float:
    """How far RMSprop goes up a step, on average, in units of the rate."""
    method, x = RMSprop(1.0, 0.5), np.zeros(())
    state = method.init(x)
    for g in np.tile(cycle, _ROUNDS):
        step, state = method.update(np.asarray(g), state, x)
        x = x + step
    return float(x) / (_ROUNDS * len(cycle))


a_gradient_that_misleads = Construction(
    [6, -1, -1, -1, -1, -1],
    properties=[
        (lambda s: s.ndim == 1 and 1 <= s.size <= 6, "Give a list of one to six numbers."),
        (lambda s: s.sum() > 0, lambda s: f"Their sum is `{s.sum():g}`, and has to be positive."),
        (
            lambda s: _climb(s) >= 0.2,
            lambda s: f"On average a step is `{_climb(s):.3f}` times the rate, and at least 0.2 is asked for.",
        ),
    ],
    wrong=[
        ([4, -1, -1], "That goes down: let more small ones follow the large one."),
        ([1, -1, 1], "All are of one size: signs then tell the truth."),
        ([-1, -1, -1, -1, -1, 4], "They add up to less than zero, so that up is right."),
    ],
    given_back=[[6]],
)

# --- to come to rest ------------------------------------------------------------------------------------------------

_H, _GOAL, _MOST = np.array([0.01, 1.0, 100.0]), np.array([1.0, -2.0, 0.5]), 200
_FROM = np.random.default_rng(1).uniform(-3, 3, (100, 3))


def _farthest(rate: float, steps: float) -> float:
    """How far from the minimum the worst of the walks ends, in its worst coordinate."""
    method = Adam(cosine(rate, int(steps)))
    walks = walk_many(lambda x: _H * (x - _GOAL), _FROM, method, tolerance=0.0, max_steps=int(steps))
    return float(np.abs(walks.x - _GOAL).max())


to_come_to_rest = Construction(
    [1, 200],
    properties=[
        (lambda s: s.shape == (2,), "Give two numbers: the first rate, and the number of steps."),
        (lambda s: s[0] > 0, "The rate has to be positive."),
        (
            lambda s: s[1] == int(s[1]) and 1 <= s[1] <= _MOST,
            f"The number of steps is a whole one, from 1 to {_MOST}.",
        ),
        (
            lambda s: _farthest(*s) <= 1e-3,
            lambda s: f"The worst of the walks ends `{_farthest(*s):.2g}` from the minimum, in its worst coordinate.",
        ),
    ],
    wrong=[
        ([0.01, 200], r"The steps of a cosine add up to about $\alpha K/2$: that is 1, and some starts are farther."),
        ([100, 200], "So long steps have no time to settle."),
        ([0.1, 200], "The steps add up to more than the way, but shorten as the gradients do: try a larger rate."),
        ([0.1, 20], "That is too short a way: the steps add up to about 1."),
    ],
    given_back=[[0.01, 100]],
)

# --- a matrix for the turned valley ---------------------------------------------------------------------------------


def _matrix_step(G: np.ndarray, alpha: float, eps: float, power: float = 0.5) -> np.ndarray:
    sums, axes = np.linalg.eigh(G.T @ G)
    return -alpha * axes @ (axes.T @ G[-1] / (np.maximum(sums, 0) ** power + eps))


def _by_matrix(G: np.ndarray, alpha: float, eps: float) -> np.ndarray:
    return _matrix_step(G, alpha, eps)


def _by_coordinates(G: np.ndarray, alpha: float, eps: float) -> np.ndarray:
    return -alpha * G[-1] / (np.sqrt((G**2).sum(axis=0)) + eps)


def _root_of_entries(G: np.ndarray, alpha: float, eps: float) -> np.ndarray:
    return -alpha * np.linalg.solve(np.sqrt(np.abs(G.T @ G)) + eps * np.eye(G.shape[1]), G[-1])


def _without_today(G: np.ndarray, alpha: float, eps: float) -> np.ndarray:
    sums, axes = np.linalg.eigh(G[:-1].T @ G[:-1])
    return -alpha * axes @ (axes.T @ G[-1] / (np.sqrt(np.maximum(sums, 0)) + eps))


def _not_led_back(G: np.ndarray, alpha: float, eps: float) -> np.ndarray:
    sums, axes = np.linalg.eigh(G.T @ G)
    return -alpha * (axes.T @ G[-1]) / (np.sqrt(np.maximum(sums, 0)) + eps)


def _several_gradients(rng: np.random.Generator) -> tuple:
    while True:
        G = rng.integers(-4, 5, (int(rng.integers(3, 6)), 2)).astype(float)
        if abs(np.linalg.det(G[:-1].T @ G[:-1])) > 0.5 and (G.T @ G)[0, 1] != 0 and G[-1].any():
            return G, 0.5, 0.1


a_matrix_for_the_turned_valley = Function(
    _by_matrix,
    inputs=_several_gradients,
    wrong=[
        (_by_coordinates, "That is Adagrad, with a size for each coordinate: take a size along each eigenvector."),
        (lambda G, alpha, eps: -_matrix_step(G, alpha, eps), "The step goes downhill: it has a minus sign."),
        (lambda G, alpha, eps: _matrix_step(G, alpha, eps, power=1.0), "Divide by the *roots* of the eigenvalues."),
        (_root_of_entries, "The roots are those of the eigenvalues, not of the entries."),
        (_without_today, "Today's gradient belongs to the sum as well: take all rows."),
        (_not_led_back, "That is the step seen along the eigenvectors: lead it back to the coordinates."),
    ],
    given_back=[lambda G, alpha, eps: G[-1]],
)
