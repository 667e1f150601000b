"""The exercises of the chapter on softmax regression."""

import numpy as np

from derived.algebra import diag, gradient, norm, sizes, softmax, vector
from derived.exercises import Choice, Formula, Function, Number, Parts

# --- three scores ---------------------------------------------------------------------------------------------------

three_scores = Parts(
    {
        "p": Number(
            [1 / 8, 1 / 4, 5 / 8],
            wrong=[
                (np.log([1, 2, 5]) / np.log(10), "Take exponentials before you divide by the sum."),
                ([1, 2, 5], "They have to add up to one."),
                ([5 / 8, 1 / 4, 1 / 8], "The largest score has the largest probability."),
            ],
            given_back=[np.log([1, 2, 5])],
        ),
        "loss": Number(
            np.log(4),
            wrong=[
                (-np.log(4), "Mind the sign: a loss is minus the logarithm of a probability."),
                (1 / 4, "That is the probability of the right class: take minus its logarithm."),
                (np.log(8), "That is the loss if the first class is the right one."),
            ],
        ),
        "gradient": Number(
            [1 / 8, -3 / 4, 5 / 8],
            wrong=[
                ([-1 / 8, 3 / 4, -5 / 8], r"That is $\mathbf y - \mathbf p$: mind the sign."),
                ([1 / 8, 1 / 4, 5 / 8], r"Those are the probabilities: $\mathbf y$ comes off."),
                ([0, -4, 0], "That is the gradient with respect to the probabilities."),
            ],
        ),
    }
)

# --- why not squares ------------------------------------------------------------------------------------------------

(_K,) = sizes("K")
_z, _y = vector("z", _K), vector("y", _K, "probabilities")
_p = softmax(_z)
_jacobian = diag(_p) - _p @ _p.T

why_not_squares = Formula(
    right=2 * _jacobian @ (_p - _y),
    letters=(_z, _y),
    wrong=[
        (
            2 * (_p - _y),
            r"That is the gradient with respect to $\mathbf{p}$: how does $\mathbf{p}$ change with $\mathbf{z}$?",
        ),
        (_p - _y, "That is the gradient of the cross-entropy."),
        (_jacobian @ (_p - _y), "The 2 of the square is lost."),
        (2 * _jacobian @ (_y - _p), r"Mind the sign: $\mathbf{p}$ stands first."),
        (2 * diag(_p) @ (_p - _y), "Each score lowers the other probabilities, too: the Jacobian is not diagonal."),
    ],
    given_back=[gradient(norm(_p - _y) ** 2, _z)],
)

# --- the red bus ----------------------------------------------------------------------------------------------------

the_red_bus = Parts(
    {
        "expected": Number(
            [1 / 2, 1 / 4, 1 / 4],
            wrong=[
                ([1 / 3, 1 / 3, 1 / 3], "Would people leave their cars because a bus has another color?"),
                ([1 / 2, 1 / 2, 1 / 2], "They have to add up to one."),
            ],
            given_back=[[1 / 2, 1 / 2]],
        ),
        "softmax": Number(
            [1 / 3, 1 / 3, 1 / 3],
            wrong=[
                ([1 / 2, 1 / 4, 1 / 4], "That is what one would expect: car and blue bus have equal scores."),
                ([0, 0, 0], "Those may be the scores: what are the probabilities?"),
                ([1 / 2, 1 / 2, 0], "The red bus has the same score as the blue one."),
            ],
        ),
    }
)

# --- a reference class ----------------------------------------------------------------------------------------------


def _weights(rng: np.random.Generator) -> tuple[np.ndarray]:
    return (rng.integers(-9, 10, (2, 3)) / 2,)


def _same_probabilities(arguments: tuple[np.ndarray], V: np.ndarray) -> bool:
    (W,) = arguments
    return np.allclose(np.diff(V, axis=1), np.diff(W, axis=1))


def _unchanged(W: np.ndarray) -> np.ndarray:
    return W


a_reference_class = Function(
    lambda W: W - W[:, :1],
    inputs=_weights,
    properties=[
        (_same_probabilities, "The probabilities are others now: the differences between the classes have changed."),
    ],
    wrong=[
        (lambda W: W - W[:1], "That makes the first row zero: the classes are the columns."),
        (lambda W: W - W.mean(axis=1, keepdims=True), "That makes them add up to zero."),
        (lambda W: np.column_stack([0 * W[:, 0], W[:, 1:]]), "The others have to change, too."),
        (lambda W: W[:, 1:] - W[:, :1], "Leave the first class in, with zeros."),
        (lambda W: W[:, :1] - W, "The sign is turned: the probabilities would be upside down."),
    ],
    given_back=[_unchanged],
)

# --- a penalty for the digits ---------------------------------------------------------------------------------------

a_penalty_for_the_digits = Parts(  # the numbers are those of the solution on the page
    {
        "best": Number(
            0.01,
            wrong=[
                (1, "Near; but the weaker penalties read a little more of the 300 rightly."),
                (100, "So strong a penalty makes the weights small and the reader timid."),
                (0.1, "Very near: one digit of the 300 makes the difference."),
            ],
            given_back=[[0.01, 0.1, 1, 10, 100]],
        ),
        "percent": Number(
            100 * 296 / 300,
            digits=1,
            wrong=[
                (95.7, "That is on `test`: ask the 300 first."),
                (89.0, "That is with the largest penalty."),
                (98.3, "That is with λ = 0.1: one digit of the 300 less."),
                (0.987, "In percent."),
            ],
        ),
        "weights": Choice(
            "smaller",
            among=["larger", "smaller", "zero"],
            wrong=[
                ("larger", "What is charged for is held back."),
                ("zero", "Squares hold weights back and let none of them vanish: that is the lasso's."),
            ],
        ),
    }
)
