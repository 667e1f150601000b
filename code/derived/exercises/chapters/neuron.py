"""The exercises of the chapter that leads from linear regression to a neuron."""

import numpy as np

from derived.algebra import exp, partial, scalar, sigmoid, tanh
from derived.datasets import load_windsor
from derived.exercises import Construction, Formula, Function, Number, Parts
from derived.linear_models import LogisticRegression

# --- a neuron by hand -----------------------------------------------------------------------------------------------

a_neuron_by_hand = Parts(
    {
        "z": Number(
            2,
            wrong=[
                (3, "The bias is missing."),
                (4, "The bias is $-1$: it is added, and makes the sum smaller."),
                (-2, "The bias is added to the sum, and multiplies nothing."),
                (7, "The second weight is negative."),
            ],
            given_back=[0],
        ),
        "relu": Number(
            2,
            wrong=[
                (0, "It is the larger of $z$ and 0, and $z$ is positive."),
                (-2, "ReLU is never negative."),
                (3, "That is for the sum without the bias."),
            ],
            given_back=[7],
        ),
        "sigmoid": Number(
            1 / (1 + np.exp(-2)),
            digits=3,
            wrong=[
                (1 - 1 / (1 + np.exp(-2)), r"Mind the sign: $z$ is positive, so it is more than $\tfrac12$."),
                (np.exp(2), "Those are the odds."),
                (1 / (1 + np.exp(-3)), "That is for the sum without the bias."),
                (np.tanh(2), "That is tanh."),
            ],
            given_back=[0.5],
        ),
    },
    follows={"relu": lambda z: np.maximum(z, 0), "sigmoid": lambda z: 1 / (1 + np.exp(-z))},
)

# --- counting parameters --------------------------------------------------------------------------------------------

counting_parameters = Parts(
    {
        "network": Number(
            784 * 30 + 30 + 30 * 10 + 10,
            wrong=[
                (784 * 30 + 30 * 10, "Each neuron has a bias, too."),
                (784 * 30 * 10, "The layers stand one behind the other: add what they have."),
                (784 + 30 + 10, "Those are the widths: each neuron has a weight for each of its inputs."),
                (784 * 30 + 30, "That is the hidden layer: what of the last one?"),
            ],
            given_back=[0],
        ),
        "without_bend": Number(
            784 * 10 + 10,
            wrong=[
                (784 * 10, "Each of the ten has a bias, too."),
                (784 * 30 + 30 + 30 * 10 + 10, "Without a bend, the two layers are one: from 784 to 10."),
                (784 + 1, "There are ten outputs."),
            ],
            given_back=[0],
        ),
    }
)

# --- one step -------------------------------------------------------------------------------------------------------

one_step = Parts(
    {
        "w": Number(
            7 / 6,
            wrong=[
                (7 / 2, "The loss is the mean: divide by three."),
                (7 / 12, "The derivative of a square is twice what is in it."),
                (-7 / 6, "A step goes against the gradient."),
                (14 / 3, "That is minus the gradient: multiply by the rate."),
            ],
            given_back=[0],
        ),
        "b": Number(
            2,
            wrong=[
                (6, "The loss is the mean: divide by three."),
                (1, "The derivative of a square is twice what is in it."),
                (-2, "A step goes against the gradient."),
                (8, "That is minus the gradient: multiply by the rate."),
            ],
            given_back=[0],
        ),
        "w_end": Number(
            7 / 2,
            wrong=[
                (7, "Divide by the sum of the squares of the $x_i$, which is 2."),
                (7 / 3, "Divide by the sum of the squares of the $x_i$, not by how many there are."),
                (7 / 6, "That is after one step."),
            ],
            given_back=[0],
        ),
        "b_end": Number(
            4,
            wrong=[
                (3, "The mean, not the median."),
                (12, "Divide by how many there are."),
                (2, "That is after one step."),
            ],
            given_back=[0],
        ),
    }
)

# --- the slope of a bent neuron -------------------------------------------------------------------------------------

_z, _y = scalar("z"), scalar("y")

delta_of_tanh = Formula(
    right=2 * (tanh(_z) - _y) * (1 - tanh(_z) ** 2),
    letters=(_z, _y),
    wrong=[
        (2 * (tanh(_z) - _y), "That is the slope of the loss: where is that of the bend?"),
        ((tanh(_z) - _y) * (1 - tanh(_z) ** 2), "The derivative of a square is twice what is in it."),
        (2 * (_z - _y) * (1 - tanh(_z) ** 2), r"The loss is of $a = \tanh z$, and not of $z$."),
        (2 * (tanh(_z) - _y) * tanh(_z) * (1 - tanh(_z)), "That is the pattern of the sigmoid's slope."),
    ],
    given_back=[partial((tanh(_z) - _y) ** 2, _z)],
)

# --- a neuron that counts -------------------------------------------------------------------------------------------

delta_of_counts = Formula(
    right=exp(_z) - _y,
    letters=(_z, _y),
    wrong=[
        (_y - exp(_z), "Mind the sign."),
        (1 - _y / exp(_z), "That is the slope by $a$; the slope of the bend is missing."),
        (exp(_z) * (exp(_z) - _y), r"The slope of the loss by $a$ is $1 - y/a$: what cancels?"),
        (sigmoid(_z) - _y, r"Here $a = e^z$, with nothing below."),
    ],
    given_back=[partial(exp(_z) - _y * _z, _z)],
)

# --- the largest rate -----------------------------------------------------------------------------------------------

the_largest_rate = Parts(
    {
        "square_meters": Number(
            0.002,
            wrong=[
                (0.001, "There $1 - 2\\alpha s^2$ is zero, which is best for $w$; ask where it reaches $-1$."),
                (0.0005, r"$s^2$ is the mean of the squares, not their sum."),
                (0.004, r"The factor is $1 - 2\alpha s^2$, with a 2."),
                (1, "That is the edge for $b$: $w$ is stricter."),
                (0.2, "That is for units of ten square meters: how does $s^2$ change?"),
            ],
            given_back=[0.1],
        ),
        "standardized": Number(
            1,
            wrong=[
                (0.5, "There both errors become zero in one step; ask where a factor reaches $-1$."),
                (2, r"The factor is $1 - 2\alpha$, with a 2."),
                (0.2, "That is for units of ten square meters; now $s^2 = 1$."),
            ],
            given_back=[0.1],
        ),
    }
)

# --- one layer of two -----------------------------------------------------------------------------------------------


def _two_layers(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    p, d, k = rng.integers(1, 4, 3)
    W1, b1, W2, b2 = (rng.integers(-3, 4, shape).astype(float) for shape in ((p, d), d, (d, k), k))
    return W1, b1, W2, b2


def _one(W1: np.ndarray, b1: np.ndarray, W2: np.ndarray, b2: np.ndarray) -> np.ndarray:
    return np.vstack([W1 @ W2, b1 @ W2 + b2])


one_layer_of_two = Function(
    _one,
    inputs=_two_layers,
    wrong=[
        (lambda W1, b1, W2, b2: np.vstack([W1 @ W2, b2]), "The first bias goes through the second layer."),
        (lambda W1, b1, W2, b2: np.vstack([W1 @ W2, b1 @ W2]), "The second layer has a bias of its own."),
        (lambda W1, b1, W2, b2: np.vstack([W1 @ W2, b1 @ W2 - b2]), "The second bias is added."),
        (lambda W1, b1, W2, b2: np.vstack([b1 @ W2 + b2, W1 @ W2]), "The bias is the last row."),
    ],
    given_back=[lambda W1, b1, W2, b2: ...],
)

# --- and, by a neuron -----------------------------------------------------------------------------------------------

_SWITCHES = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])

and_by_a_neuron = Construction(
    [1, 1, -1.5],
    properties=[
        (lambda x: x.shape == (3,), "Give three numbers: $w_1$, $w_2$ and $b$."),
        (lambda x: x[:2].sum() + x[2] > 0, "With both switches on, $z$ has to be positive."),
        (lambda x: x[2] < 0, "With both switches off, $z = b$ has to be negative."),
        (lambda x: max(x[0], x[1]) + x[2] < 0, "With one switch on, $z$ has to be negative, too."),
    ],
    wrong=[
        ([1, 1, -0.5], "That is *or*: one switch is enough."),
        ([1, 1, 0], "With one switch on, $z$ is already positive."),
        ([-1, -1, 1.5], "That is on unless both are: turn all signs."),
        ([1, 1, -2], "With both on, $z$ is zero, which is not positive."),
    ],
    given_back=[[0, 0, 0]],
)

# --- your own loop --------------------------------------------------------------------------------------------------


def _points(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, float, int]:
    X = rng.integers(-2, 3, (3, 2)).astype(float)
    return X, rng.integers(0, 2, 3).astype(float), 0.5, int(rng.integers(1, 4))


def _descent(
    X: np.ndarray,
    y: np.ndarray,
    rate: float,
    steps: int,
    total: bool = False,
    square: bool = False,
    bias: float = 1.0,
    sign: int = 1,
    late: bool = False,
) -> np.ndarray:
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(steps):
        a = 1 / (1 + np.exp(-(X @ w + b)))
        delta = sign * (2 * (a - y) * a * (1 - a) if square else a - y) / (1 if total else len(y))
        w = w - rate * X.T @ delta
        if late:
            delta = (1 / (1 + np.exp(-(X @ w + b))) - y) / len(y)
        b = b - rate * delta.sum() * bias
    return np.append(w, b)


def _loop(X: np.ndarray, y: np.ndarray, rate: float, steps: int) -> np.ndarray:
    return _descent(X, y, rate, steps)


your_own_loop = Function(
    _loop,
    inputs=_points,
    wrong=[
        (lambda X, y, rate, steps: _descent(X, y, rate, steps, total=True), "The loss is the mean: divide by $n$."),
        (lambda X, y, rate, steps: _descent(X, y, rate, steps, bias=0.0), "The bias learns, too."),
        (
            lambda X, y, rate, steps: _descent(X, y, rate, steps, bias=1 / len(y)),
            r"For the bias add up $\boldsymbol\delta$: the $\tfrac1n$ is in it already.",
        ),
        (lambda X, y, rate, steps: _descent(X, y, rate, steps, square=True), "That is the gradient of the squares."),
        (lambda X, y, rate, steps: _descent(X, y, rate, steps, sign=-1), "Step against the gradient."),
        (lambda X, y, rate, steps: _descent(X, y, rate, steps + 1), "That is one step too many."),
        (
            lambda X, y, rate, steps: _descent(X, y, rate, steps, late=True),
            "Find both slopes before you change either parameter.",
        ),
    ],
    given_back=[lambda X, y, rate, steps: ...],
)

# --- who has air conditioning ---------------------------------------------------------------------------------------

_windsor = load_windsor()
_features = _windsor[["lotsize", "price"]].to_numpy(float)
_air = (_windsor["aircon"] == "yes").to_numpy(float)
_scaled = (_features - _features.mean(axis=0)) / _features.std(axis=0)
_fit = LogisticRegression().fit(_scaled, _air)
_price_alone = LogisticRegression().fit(_scaled[:, 1:], _air)
_lot_alone = LogisticRegression().fit(_scaled[:, :1], _air)

who_has_air = Parts(
    {
        "lot": Number(
            _fit.coef_[0],
            digits=2,
            wrong=[
                (_lot_alone.coef_[0], "That is for the lot alone: take both features."),
                (np.exp(_fit.coef_[0]), "That is the odds ratio: give the weight."),
                (_fit.coef_[1], "First the lot, then the price."),
            ],
            given_back=[0],
        ),
        "price": Number(
            _fit.coef_[1],
            digits=2,
            wrong=[
                (_price_alone.coef_[0], "That is for the price alone: take both features."),
                (np.exp(_fit.coef_[1]), "That is the odds ratio: give the weight."),
                (_fit.coef_[0], "First the lot, then the price."),
            ],
            given_back=[0],
        ),
        "average_house": Number(
            1 / (1 + np.exp(-_fit.intercept_)),
            digits=2,
            wrong=[
                (_fit.intercept_, "That is the bias: send it through the sigmoid."),
                (0.5, r"At the mean of all features $z = b$, and $b$ is not zero."),
                (np.exp(_fit.intercept_), "Those are the odds."),
            ],
            given_back=[0],
        ),
    }
)
