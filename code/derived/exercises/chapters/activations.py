"""The exercises of the chapter on activations and initialization."""

import numpy as np

from derived.algebra import expectation, gaussian, partial, relu, scalar, sigmoid, tanh
from derived.exercises import Choice, Formula, Function, Number, Parts

# --- three in a row -------------------------------------------------------------------------------------------------

three_in_a_row = Parts(
    {
        "slope": Number(
            2 * 0.64 * 1 * 0.36 * 4 * 0.75,
            wrong=[
                (0.64 * 0.36 * 0.75, "Each neuron has a weight, too."),
                (8 * 0.24 * 0.16 * 0.25, "That is the pattern of the sigmoid's slope: for tanh it is $1 - a^2$."),
                (8 * 0.4 * 0.2 * 0.5, "The slope of tanh is $1 - a^2$: the square is lost."),
                (8 * 0.6 * 0.8 * 0.5, "Those are the outputs: the slope of tanh there is $1 - a^2$."),
                (2 * 0.64 + 0.36 + 4 * 0.75, "Neuron by neuron the factors are multiplied."),
                (8.0, "Those are the weights alone: where are the slopes?"),
            ],
            given_back=[[0.6, 0.8, 0.5], [2, 1, 4]],
        ),
        "weight": Number(
            4 / (2 * 0.64 * 1 * 0.36 * 0.75),
            wrong=[
                (1 / (2 * 0.64 * 1 * 0.36 * 0.75), "With that weight the factor is 1; it is to be 4."),
                (2 * 0.64 * 1 * 0.36 * 0.75, "That is the product of all else: what has to stand beside it?"),
                (4 / (2 * 0.64 * 1 * 0.36), "The third neuron has a slope, too."),
            ],
            digits=3,
        ),
    }
)

# --- three tosses ---------------------------------------------------------------------------------------------------

three_tosses = Parts(
    {
        "square": Number(
            25,
            wrong=[
                (0, r"That is the mean of $z$: square first."),
                (25 / 3, r"Add up the squares of the inputs, and do not divide: each weight has the variance 1."),
                (1, "That is $z^2$ if all coins fall alike: take the mean over all eight cases."),
                (49, "That is the largest: take the mean over all eight cases."),
            ],
            given_back=[[3, 0, -4]],
        ),
        "relu": Number(
            12.5,
            wrong=[
                (25, "ReLU makes zeros of half of the cases."),
                (6.25, "Half of the squares are left, not a quarter."),
                (4, r"That is the square of the mean of $\operatorname{ReLU}(z)$: square first."),
            ],
        ),
        "variance": Number(
            1 / 3,
            wrong=[
                (1, r"With the variance 1, 25 comes out; the mean square of the inputs is $25/3$."),
                (2 / 3, r"That keeps it through ReLU; here $z$ itself is asked for."),
                (3, "Upside down."),
                (1 / 3**0.5, "That is the standard deviation."),
            ],
            digits=3,
        ),
    }
)

# --- three names ----------------------------------------------------------------------------------------------------

three_names = Parts(
    {
        "lecun": Number(
            1 / 300,
            wrong=[
                (1 / 100, "Fan-in is the number of inputs."),
                (1 / 200, "That is Xavier's."),
                (300**-0.5, "That is the standard deviation: the variance is asked for."),
            ],
            given_back=[300, 100],
        ),
        "xavier": Number(
            1 / 200,
            wrong=[
                (1 / 300, "That is LeCun's, which some call Xavier's."),
                (1 / 400, "Twice that: $2/(300 + 100)$."),
                (1 / 150, "That is He's."),
                (200**-0.5, "That is the standard deviation: the variance is asked for."),
            ],
        ),
        "he": Number(
            1 / 150,
            wrong=[
                (1 / 50, "Fan-in is the number of inputs."),
                (1 / 200, "That is Xavier's."),
                (1 / 300, "ReLU leaves half: twice as much."),
            ],
        ),
        "bound": Number(
            (6 / 400) ** 0.5,
            digits=4,
            wrong=[
                (
                    (2 / 400) ** 0.5,
                    "That is the standard deviation; the variance of the law is a third of the bound's square.",
                ),
                ((2 / 400) ** 0.5 / 3**0.5, "The bound is larger than the standard deviation."),
                (6 / 400, "Take the root."),
            ],
        ),
    }
)

# --- the slope of swish ---------------------------------------------------------------------------------------------

_z = scalar("z")

the_slope_of_swish = Formula(
    right=sigmoid(_z) + _z * sigmoid(_z) * (1 - sigmoid(_z)),
    letters=(_z,),
    in_terms_of=(_z, sigmoid(_z)),
    wrong=[
        (sigmoid(_z) * (1 - sigmoid(_z)), r"That is the slope of $\sigma$: $z$ stands beside it."),
        (_z * sigmoid(_z) * (1 - sigmoid(_z)), "A product has two terms in its slope."),
        (sigmoid(_z) + sigmoid(_z) * (1 - sigmoid(_z)), r"In the second term, where is $z$?"),
        (sigmoid(_z) - _z * sigmoid(_z) * (1 - sigmoid(_z)), "Mind the sign."),
        (1 - tanh(_z) ** 2, "That is the slope of tanh."),
    ],
    given_back=[partial(_z * sigmoid(_z), _z)],
)

# --- a leaky unit ---------------------------------------------------------------------------------------------------

_c, _d = scalar("c", "positive"), scalar("d", "positive")
_g = gaussian("g", variance=1)

a_leaky_unit = Parts(
    {
        "left": Formula(
            right=(1 + _c**2) / 2,
            letters=(_c,),
            wrong=[
                ((1 + _c) / 2, "Squares: what is multiplied by $c$ has a square that is multiplied by $c^2$."),
                (1 + _c**2, "Each half of the line has half of the square."),
                ((1 - _c**2) / 2, "A square is not negative, on either side of 0."),
                (1 / (1 + _c**2) * 2, "Upside down."),
            ],
            given_back=[expectation((relu(_g) - _c * relu(-_g)) ** 2)],
        ),
        "variance": Formula(
            right=2 / (_d * (1 + _c**2)),
            letters=(_c, _d),
            wrong=[
                (2 / _d, "That is He's, for $c = 0$: a leak leaves more."),
                (1 / (_d * (1 + _c**2)), r"At $c = 0$ it should be He's."),
                ((1 + _c**2) / (2 * _d), "More is left than by ReLU: should the weights be larger, or smaller?"),
                (2 / (_d * (1 + _c)), "Squares."),
            ],
        ),
    }
)

# --- a factor for gelu ----------------------------------------------------------------------------------------------

a_factor_for_gelu = Number(
    2.3517,
    digits=2,
    wrong=[
        (0.43, "That is what is left of a mean square of 1: the weights have to make up for it."),
        (2, "That is ReLU's: GELU leaves a little less."),
        (2.155, "That keeps the outputs of GELU at 1: here it is the pre-activations."),
        (1.53, "That is its root."),
        (2.54, "That is the factor for tanh."),
        (2.19, "Of the function itself the mean square is asked for, not of its slope."),
    ],
    given_back=[1],
)

# --- layer by layer -------------------------------------------------------------------------------------------------


def _squares(A: np.ndarray, W: np.ndarray) -> np.ndarray:
    found = []
    for layer in W:
        Z = A @ layer
        found.append(np.mean(Z**2))
        A = np.tanh(Z)
    return np.array(found)


def _of_outputs(A: np.ndarray, W: np.ndarray) -> np.ndarray:
    found = []
    for layer in W:
        A = np.tanh(A @ layer)
        found.append(np.mean(A**2))
    return np.array(found)


def _without_tanh(A: np.ndarray, W: np.ndarray) -> np.ndarray:
    found = []
    for layer in W:
        A = A @ layer
        found.append(np.mean(A**2))
    return np.array(found)


def _a_network(rng: np.random.Generator) -> tuple:
    return rng.integers(-2, 3, (2, 3)).astype(float), rng.integers(-2, 3, (3, 3, 3)).astype(float) / 2


layer_by_layer = Function(
    _squares,
    inputs=_a_network,
    wrong=[
        (_of_outputs, "Those are mean squares after the tanh: the ones before it are asked for."),
        (_without_tanh, "Between two layers stands a tanh."),
        (lambda A, W: np.sqrt(_squares(A, W)), "Mean squares, without a root."),
        (lambda A, W: _squares(A, W)[-1:], "One number for each layer."),
    ],
    given_back=[lambda A, W: W],
)

# --- a diagnosis ----------------------------------------------------------------------------------------------------

_CAUSES = [
    "the weights are too large",
    "the weights are too small",
    "its slopes are too small",
    "all weights are equal",
]

a_diagnosis = Parts(
    {
        "first": Choice(
            "the weights are too small",
            among=_CAUSES,
            wrong=[
                ("the weights are too large", "The outputs fall from layer to layer."),
                (
                    "its slopes are too small",
                    "The slopes of ReLU are 1 where it is on, and it is on for half of the neurons.",
                ),
                (
                    "all weights are equal",
                    "That would not make every layer smaller by the same factor: compare sizes first.",
                ),
            ],
        ),
        "factor": Number(
            4,
            wrong=[
                (2, "Outputs twice as large have squares four times as large, and the variance goes with these."),
                (0.25, "They are too small now: the variance has to grow."),
                (16, "Half is lost in each layer, and each layer has weights of its own to make up for it."),
            ],
            given_back=[0.5],
        ),
        "second": Choice(
            "its slopes are too small",
            among=_CAUSES,
            wrong=[
                (
                    "the weights are too small",
                    "With larger ones the sigmoid would be flatter still: what is its largest slope?",
                ),
                ("the weights are too large", "The outputs are near one half: the sigmoid is where it is steepest."),
                ("all weights are equal", "The neurons of a layer differ, as the spread says."),
            ],
        ),
        "third": Choice(
            "all weights are equal",
            among=_CAUSES,
            wrong=[
                ("the weights are too small", "The sizes are fine: compare the neurons of a layer."),
                ("the weights are too large", "The outputs are far from 1: see how the neurons of a layer differ."),
                ("its slopes are too small", "Those of tanh are about 1 here. See how the neurons of a layer differ."),
            ],
        ),
    }
)

# --- measure and divide ---------------------------------------------------------------------------------------------


def _measured(A: np.ndarray, W: np.ndarray) -> np.ndarray:
    scaled = []
    for layer in W:
        Z = A @ layer
        size = np.sqrt(np.mean(Z**2))
        scaled.append(layer / size)
        A = np.maximum(Z / size, 0)
    return np.array(scaled)


def _measured_once(A: np.ndarray, W: np.ndarray) -> np.ndarray:
    scaled = []
    for layer in W:
        Z = A @ layer
        scaled.append(layer / np.sqrt(np.mean(Z**2)))
        A = np.maximum(Z, 0)
    return np.array(scaled)


def _by_squares(A: np.ndarray, W: np.ndarray) -> np.ndarray:
    scaled = []
    for layer in W:
        size = np.mean((A @ layer) ** 2)
        scaled.append(layer / size)
        A = np.maximum(A @ scaled[-1], 0)
    return np.array(scaled)


def _after_relu(A: np.ndarray, W: np.ndarray) -> np.ndarray:
    scaled = []
    for layer in W:
        out = np.maximum(A @ layer, 0)
        size = np.sqrt(np.mean(out**2))
        scaled.append(layer / size)
        A = out / size
    return np.array(scaled)


def _a_positive_start(rng: np.random.Generator) -> tuple:
    """Inputs and weights with which no layer is off as a whole."""
    return rng.integers(1, 4, (3, 3)).astype(float), rng.integers(1, 8, (3, 3, 3)).astype(float) - 2


def _never_off(rng: np.random.Generator) -> tuple:
    while True:
        A, W = _a_positive_start(rng)
        here, alive = A, True
        for layer in W:
            here = np.maximum(here @ layer, 0)
            alive = alive and bool(here.sum() > 0)
        if alive:
            return A, W


def _by_spread(A: np.ndarray, W: np.ndarray) -> np.ndarray:
    scaled = []
    for layer in W:
        Z = A @ layer
        scaled.append(layer / np.std(Z))
        A = np.maximum(Z / np.std(Z), 0)
    return np.array(scaled)


measure_and_divide = Function(
    _measured,
    inputs=_never_off,
    wrong=[
        (_by_spread, "The root of the mean square, and not the standard deviation: the mean counts, too."),
        (_measured_once, "What a layer is given comes from the layers before as they are after the scaling."),
        (_by_squares, "Divide by the root: a weight that is divided by $s$ makes squares that are divided by $s^2$."),
        (_after_relu, "The mean square before the ReLU is to be 1."),
        (lambda A, W: W, "Nothing is scaled yet."),
        (lambda A, W: W / np.sqrt(np.mean(W**2)), "Measure what the weights make of the data, not the weights."),
    ],
    given_back=[lambda A, W: A],
)
