"""The exercises of the chapter on the same models in other libraries."""

import numpy as np

from derived.exercises import Choice, Function, Number, Parts

# --- another dialect ------------------------------------------------------------------------------------------------

another_dialect = Parts(
    {
        "sklearn": Number(
            3,
            wrong=[
                (0.05, "scikit-learn's Ridge has a sum of squares, as ours."),
                (1 / 3, "That is how $C$ is read, in logistic regression."),
                (180, "Nothing is multiplied by $n$ here."),
            ],
            given_back=[60],
        ),
        "statsmodels": Number(
            0.05,
            wrong=[
                (0.1, r"Its penalty is halved like its squares: $\lambda/n$."),
                (0.025, r"Both of its terms are halved, so no half is left: $\lambda/n$."),
                (3, "Its squares are a mean: what becomes of the penalty if all is divided by $n$?"),
            ],
            given_back=[60],
        ),
        "torch": Number(
            0.1,
            wrong=[
                (0.05, "The square in the loss brings a 2 when it is differentiated, and the decay none."),
                (0.025, "The 2 goes the other way."),
                (3, r"The loss is a mean; the gradient of the sum has $2\lambda\mathbf w$."),
                (6, "And the loss is a mean: divide by $n$."),
            ],
            given_back=[60],
        ),
    }
)

# --- which C --------------------------------------------------------------------------------------------------------

which_c = Parts(
    {
        "sum": Number(
            5,
            wrong=[
                (0.2, r"$C$ stands before the losses, and $\lambda$ before the weights."),
                (10, r"Both penalties have the half, so no 2 comes in: $C = 1/\lambda$."),
                (2.5, "The half is before both penalties, and cancels."),
            ],
            given_back=[0],
        ),
        "mean": Number(
            2,
            wrong=[
                (100, "Multiply the mean by $n$ first, and the penalty with it."),
                (0.5, "That is our $\\lambda$: and $C$?"),
                (5000, "A mean is the sum divided by $n$: multiply all by $n$."),
            ],
            given_back=[0],
        ),
    }
)

# --- four differences of two ----------------------------------------------------------------------------------------

differences_of_two = Parts(
    {
        "count": Number(
            4,
            wrong=[
                (2, "A column of two and a row of two make a table."),
                (1, "Each entry of the column meets each of the row."),
                (8, "A table of two by two has four entries."),
            ],
            given_back=[0],
        ),
        "loss": Number(
            2,
            wrong=[
                (0, "That would be with two columns. Write down all four differences."),
                (8, "That is the sum of the squares: take the mean."),
                (1, "Two of the four differences are 2 or minus 2, and their squares are 4."),
                (4, "Divide by all four."),
            ],
            given_back=[3],
        ),
    }
)

# --- gradients that add up ------------------------------------------------------------------------------------------

gradients_that_add_up = Parts(
    {
        "two": Number(
            0.44,
            wrong=[
                (0.64, "That is with `zero_grad`: here the first gradient is still there."),
                (0.48, "The second gradient is that at 0.8, and not at 1 minus 0.4."),
                (0.6, "The second gradient is $2 \\cdot 0.8$, to which the first is added."),
            ],
            given_back=[1],
        ),
        "three": Number(
            -0.008,
            wrong=[
                (0.512, "That is with `zero_grad`: here all earlier gradients are still there."),
                (0.352, "All three gradients are added: $2 + 1.6 + 0.88$."),
                (0.008, "It has gone past zero."),
            ],
            given_back=[1],
        ),
    }
)

# --- softmax twice --------------------------------------------------------------------------------------------------

softmax_twice = Number(
    np.log(1 + 2 / np.e),
    digits=3,
    wrong=[
        (0, "The probability 1 goes through the softmax once more: what does it make of the scores 1, 0 and 0?"),
        (np.log(3), "That is for three equal scores."),
        (np.e / (np.e + 2), "That is the probability: the loss is minus its logarithm."),
        (-np.log(1 + 2 / np.e), "A loss of this kind is not negative."),
        (np.log(1 + 1 / np.e), "There are two others."),
    ],
    given_back=[1],
)

# --- channels last --------------------------------------------------------------------------------------------------


def _kernels(rng: np.random.Generator) -> tuple[np.ndarray]:
    return (rng.integers(-9, 10, (4, 3, 2, 2)).astype(float),)


def _last(K: np.ndarray) -> np.ndarray:
    return K.transpose(2, 3, 1, 0)


kernels_channels_last = Function(
    _last,
    inputs=_kernels,
    wrong=[
        (lambda K: K.T, "`.T` turns all axes around: rows and columns of the kernel have changed places."),
        (lambda K: K.reshape(2, 2, 3, 4), "`reshape` has the right shape, and mixes up the numbers."),
        (lambda K: K.transpose(2, 3, 0, 1), "The inputs come before the outputs."),
        (lambda K: K.transpose(0, 2, 3, 1), "That is the order of images; in kernels the outputs are last."),
    ],
    given_back=[lambda K: ...],
)

# --- find the cause -------------------------------------------------------------------------------------------------

_CAUSES = ["the start", "the optimizer", "the precision", "the order of the data"]

find_the_cause = Parts(
    {
        "first": Choice(
            "the optimizer",
            among=[*_CAUSES, "one of the four"],
            wrong=[
                ("the start", "Then the loss before any step would differ."),
                ("the precision", "Then the losses would agree to some seven digits."),
                ("the order of the data", "Then the loss of the first batch would differ."),
            ],
            given_back=["one of the four"],
        ),
        "second": Choice(
            "the precision",
            among=_CAUSES,
            wrong=[
                ("the start", "Then not even the first digit would have to agree."),
                ("the optimizer", "That changes nothing before the first step."),
                ("the order of the data", "Other rows have another loss, from the first digits on."),
            ],
        ),
        "third": Choice(
            "the order of the data",
            among=_CAUSES,
            wrong=[
                ("the start", "Then the loss over *all* rows would differ, too."),
                ("the optimizer", "That changes nothing before the first step."),
                ("the precision", "The losses of a batch differ in their first digit."),
            ],
        ),
    }
)
