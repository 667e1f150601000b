"""The exercises of the chapter on backpropagation."""

import numpy as np
from sklearn.datasets import load_iris

from derived.algebra import exp, gradient, log, matrix, norm, partial, scalar, sigmoid, sizes, trace
from derived.exercises import Construction, Formula, Function, Number, Parts
from derived.networks import backpropagate

# --- one unit is off ------------------------------------------------------------------------------------------------

backprop_one_unit_off = Parts(
    {
        "W2": Number(
            [-2, 0],
            wrong=[
                ([2, 0], "The score is 5 and should be 6: to raise it is to make the loss smaller."),
                ([-2, 1], "The second unit is off: it hands on 0, not $-1$."),
                ([-3, -2], "A weight gets what it multiplies, times $\\delta$; it does not get itself."),
                ([10, 0], "The slope of the loss is the score, less what it should be."),
            ],
        ),
        "b2": Number(
            -1,
            wrong=[
                (1, "The score is too small."),
                (5, "The slope of the loss is the score, less what it should be."),
                (0.5, "That is the loss: what is its slope?"),
            ],
            given_back=[0],
        ),
        "W1": Number(
            [-6, 0],
            wrong=[
                ([-6, -4], "The second unit is off: the slope of its activation is 0."),
                ([-3, 0], "Those are the $\\delta$: the weights multiply the input, 2."),
                ([6, 0], "Mind the sign of $\\delta$ at the score."),
                ([-2, 0], "On the way back, $\\delta$ is multiplied by the weight between."),
            ],
        ),
        "b1": Number(
            [-3, 0],
            wrong=[
                ([-6, 0], "A bias stands beside nothing: it gets $\\delta$ itself."),
                ([-3, -2], "The second unit is off."),
                ([3, 0], "Mind the sign of $\\delta$ at the score."),
            ],
        ),
    }
)

# --- shapes and products --------------------------------------------------------------------------------------------

backprop_shapes = Parts(
    {
        "shape": Number(
            [32, 100],
            wrong=[
                ([784, 100], "That is the shape of the weights, and of their slopes."),
                ([100, 32], "Rows are observations."),
                ([32, 784], "That is the shape of $\\mathbf{X}$."),
                ([32, 10], "That is $\\boldsymbol{\\Delta}^{(2)}$."),
            ],
        ),
        "forward": Number(
            32 * (784 * 100 + 100 * 10),
            wrong=[
                (784 * 100 + 100 * 10, "That is for one row."),
                (32 * (784 * 100 + 100 * 10 + 100 + 10), "Biases are added, not multiplied."),
                (32 * 784 * 100, "There are two layers."),
            ],
            given_back=[0],
        ),
        "backward": Number(
            32 * (784 * 100 + 2 * 100 * 10),
            wrong=[
                (
                    2 * 32 * (784 * 100 + 100 * 10),
                    "No step back is needed through the first layer: nobody asks for it.",
                ),
                (32 * (784 * 100 + 100 * 10), "That is for the weights alone: there is one step back, too."),
                (784 * 100 + 2 * 100 * 10, "That is for one row."),
            ],
            given_back=[0],
        ),
    }
)

# --- an activation at the output ------------------------------------------------------------------------------------

_z, _a, _y = scalar("z"), scalar("a"), scalar("y")

backprop_output = Parts(
    {
        "squares": Formula(
            right=(_a - _y) * _a * (1 - _a),
            letters=(_a, _y),
            wrong=[
                (_a - _y, "The slope of the sigmoid is missing."),
                ((_a - _y) * (1 - _a**2), "That is the slope of tanh."),
                ((_y - _a) * _a * (1 - _a), "Mind the sign."),
                (_a * (1 - _a), "The slope of the half square is missing."),
            ],
            given_back=[partial((sigmoid(_z) - _y) ** 2 / 2, _z)],
        ),
        "surprise": Formula(
            right=_a - _y,
            letters=(_a, _y),
            wrong=[
                (
                    (_a - _y) * _a * (1 - _a),
                    "The slope of the sigmoid cancels against the loss's own: write both down.",
                ),
                (_y - _a, "Mind the sign."),
                ((_a - _y) / (_a * (1 - _a)), "That is the slope for $a$; multiply by that of the sigmoid."),
            ],
            given_back=[partial(log(1 + exp(_z)) - _y * _z, _z)],
        ),
    }
)

# --- a penalty ------------------------------------------------------------------------------------------------------

_n, _p, _q = sizes("n p q")
_A, _Delta, _W, _lam = matrix("A", _n, _p), matrix("Delta", _n, _q), matrix("W", _p, _q), scalar("lambda")

backprop_penalty = Formula(
    right=_A.T @ _Delta + _lam * _W,
    letters=(_A, _Delta, _W, _lam),
    wrong=[
        (_A.T @ _Delta + 2 * _lam * _W, r"The penalty has a factor $\tfrac12$."),
        (_A.T @ _Delta - _lam * _W, "The penalty is added to the loss."),
        (_A.T @ _Delta, "The penalty has a slope, too."),
        (_A.T @ _Delta + _lam * norm(_W, "F") ** 2 / 2 * _W, "What is the slope of half a sum of squares?"),
    ],
    given_back=[gradient(trace(_Delta.T @ _A @ _W) + _lam * norm(_W, "F") ** 2 / 2, _W)],
)

# --- a shortcut -----------------------------------------------------------------------------------------------------


def _shortcut(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    n, width = rng.integers(2, 5, 2)
    return rng.integers(-4, 5, (n, width)) * 1.0, rng.integers(-4, 5, (width, width)) * 1.0, rng.random((n, width))


backprop_shortcut = Function(
    lambda G, W, slopes: G + (G * slopes) @ W.T,
    inputs=_shortcut,
    wrong=[
        (lambda G, W, slopes: (G * slopes) @ W.T, "The shortcut brings $\\mathbf G$ back, too."),
        (lambda G, W, slopes: (G * slopes) @ W, "The shortcut is missing, and a transpose."),
        (lambda G, W, slopes: G + (G @ W.T) * slopes, "The slopes belong to what comes before the activation."),
        (lambda G, W, slopes: G + (G * slopes) @ W, "Mind the transpose."),
        (lambda G, W, slopes: G, "And what comes through the layer?"),
    ],
    given_back=[lambda G, W, slopes: slopes],
)

# --- the whole walk -------------------------------------------------------------------------------------------------


def _two_layers(rng: np.random.Generator) -> tuple[np.ndarray, ...]:
    n, p, q, s = rng.permutation([2, 3, 4, 5])
    shapes = [(p, q), (q,), (q, s), (s,), (n, p), (n, s)]
    return tuple(rng.normal(size=shape).round(2) for shape in shapes)


def _first_slopes(
    V: np.ndarray, b: np.ndarray, W: np.ndarray, c: np.ndarray, X: np.ndarray, Y: np.ndarray
) -> np.ndarray:
    A = np.tanh(X @ V + b)
    return X.T @ ((A @ W + c - Y) / len(X) @ W.T * (1 - A**2))


def _without_slopes(
    V: np.ndarray, b: np.ndarray, W: np.ndarray, c: np.ndarray, X: np.ndarray, Y: np.ndarray
) -> np.ndarray:
    return X.T @ ((np.tanh(X @ V + b) @ W + c - Y) / len(X) @ W.T)


def _slopes_twice(
    V: np.ndarray, b: np.ndarray, W: np.ndarray, c: np.ndarray, X: np.ndarray, Y: np.ndarray
) -> np.ndarray:
    A = np.tanh(X @ V + b)
    return X.T @ ((A @ W + c - Y) / len(X) @ W.T * (1 - np.tanh(A) ** 2))


backprop_whole_walk = Function(
    _first_slopes,
    inputs=_two_layers,
    without=["backpropagate", "grad"],
    wrong=[
        (_without_slopes, "The slope of tanh is missing."),
        (_slopes_twice, "The slope of tanh is taken at $a$ in the place of $z$."),
        (lambda V, b, W, c, X, Y: len(X) * _first_slopes(V, b, W, c, X, Y), "The loss is a mean over the rows."),
        (lambda V, b, W, c, X, Y: -_first_slopes(V, b, W, c, X, Y), "Mind the sign: the scores, less the targets."),
        (lambda V, b, W, c, X, Y: _first_slopes(V, b, W, c, X, Y).T, "A slope for each entry of `V`, in its place."),
    ],
    given_back=[lambda V, b, W, c, X, Y: V],
)

# --- nothing comes back ---------------------------------------------------------------------------------------------

_NETWORK = [
    (np.array([[1.0, 3], [1, -1]]), np.array([-1.0, 0])),
    (np.array([[1.0, -1], [2, 3]]), np.array([-1.0, 1])),
    (np.array([[2.0], [-1]]), np.array([1.0])),
]


def _slopes_at(x: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    return backpropagate(_NETWORK, x[np.newaxis], np.array([[3.0]]))[1]


backprop_nothing_back = Construction(
    [-1, 0],
    properties=[
        (lambda x: x.shape == (2,), "Give two numbers, $x_1$ and $x_2$."),
        (lambda x: np.abs(x).max() <= 100, "Numbers up to 100 will do."),
        (lambda x: bool(_slopes_at(x)[2][1].any()), "There the score is right, so nothing comes back to anybody."),
        (lambda x: not _slopes_at(x)[0][1].any(), r"A unit of layer 1 still gets a $\delta$."),
        (lambda x: (x @ _NETWORK[0][0] + _NETWORK[0][1] != 0).all(), "At $z = 0$ a unit is at its kink: go past it."),
    ],
    wrong=[
        ([2, 1], r"A unit of layer 1 still gets a $\delta$."),
        ([0, 3], "There the score is right, so nothing comes back to anybody."),
        ([0, 0], "At $z = 0$ a unit is at its kink: go past it."),
        ([-1000, 0], "Numbers up to 100 will do."),
        ([-1, 0, 0], "Give two numbers, $x_1$ and $x_2$."),
    ],
    given_back=[[1, 2]],
)

# --- four numbers through two ---------------------------------------------------------------------------------------

_flowers = load_iris().data
_flowers = _flowers - _flowers.mean(axis=0)
_singular = np.linalg.svd(_flowers, compute_uv=False)
_through = {kept: float(np.sum(_singular[kept:] ** 2) / (2 * len(_flowers))) for kept in range(4)}

backprop_bottleneck = Parts(
    {
        f"through_{kept}": Number(
            _through[kept],
            digits=3,
            wrong=[
                (2 * _through[kept], r"The loss has a factor $\tfrac12$."),
                (_through[kept] * len(_flowers), "The loss is a mean over the flowers."),
                (_through[3 - kept], "Mind which is which."),
                (
                    _through[0],
                    "With this loss the network says the mean of the flowers, whatever it is given: walk on.",
                ),
            ],
            given_back=[0],
        )
        for kept in (1, 2)
    }
)
