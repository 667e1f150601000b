"""The exercises of the chapter on regularization."""

import numpy as np

from derived.algebra import argmin, identity, inverse, matrix, norm, partial, scalar, sizes, vector
from derived.exercises import Choice, Formula, Number, Parts

# --- a line that shrinks --------------------------------------------------------------------------------------------

a_line_that_shrinks = Parts(
    {
        "intercept": Number(
            1,
            wrong=[
                (0, "Only the slope is charged for: the intercept is the mean of the $y$, where that of the $x$ is 0."),
                (3, "Divide the sum of the $y$ by how many there are."),
            ],
        ),
        "slopes": Number(
            [3, 2, 1],
            wrong=[
                ([3, 3 / 2, 3 / 5], r"$\lambda$ is added to $\mathbf X^\top\mathbf X = 2$ below, not to one."),
                ([3, 5 / 2, 1], r"The slope is $6/(2 + \lambda)$: it does not fall on a straight line."),
                ([6, 3, 3 / 2], r"Below the 6 stands $2 + \lambda$."),
            ],
            given_back=[[0, 1, 4]],
        ),
        "freedom": Number(
            [2, 5 / 3, 4 / 3],
            wrong=[
                ([1, 2 / 3, 1 / 3], "The intercept, for which nothing is charged, counts as one."),
                ([2, 2, 2], "A weight that is held back is less than one degree of freedom."),
                ([3, 8 / 3, 7 / 3], "There are two weights, so two degrees of freedom at most."),
            ],
        ),
    }
)

# --- another place to shrink to -------------------------------------------------------------------------------------

_n, _p = sizes("n p")
_X, _y, _w, _c = matrix("X", _n, _p), vector("y", _n), vector("w", _p), vector("c", _p)
_alpha = scalar("alpha", "positive", tex=r"\lambda")
_inverse = inverse(_X.T @ _X + _alpha * identity(_p))

another_place_to_shrink_to = Formula(
    right=_c + _inverse @ _X.T @ (_y - _X @ _c),
    letters=(_p, _X, _y, _c, _alpha),
    wrong=[
        (_inverse @ _X.T @ _y, r"That shrinks to zero: where is $\mathbf{c}$?"),
        (_inverse @ _X.T @ (_y - _X @ _c), r"That is how far the weights are from $\mathbf{c}$."),
        (_c + _inverse @ _X.T @ _y, r"$\mathbf{X}\mathbf{c}$ explains a part of $\mathbf{y}$: only the rest is left."),
        (_inverse @ (_X.T @ _y - _alpha * _c), r"Mind the sign of $\mathbf{c}$ in the gradient of the price."),
        (_inverse @ (_X.T @ _y + _c), r"The price stands before $\mathbf{c}$, too."),
    ],
    given_back=[argmin(norm(_y - _X @ _w) ** 2 + _alpha * norm(_w - _c) ** 2, _w)],
)
# --- the mean, left out ---------------------------------------------------------------------------------------------

_rows, _residual = scalar("n", "positive"), scalar("r")

the_mean_left_out = Parts(
    {
        "leverage": Formula(
            right=1 / _rows,
            letters=(_rows, _residual),
            wrong=[
                (1 / (_rows - 1), "How far does the mean of all $n$ move if one of them moves by 1?"),
                (1 - 1 / _rows, "That is one minus the leverage."),
            ],
            given_back=[partial(_residual / _rows, _residual)],
        ),
        "error": Formula(
            right=_rows / (_rows - 1) * _residual,
            letters=(_rows, _residual),
            wrong=[
                (_residual, "That is the residual when the row is not left out: divide it."),
                ((_rows - 1) / _rows * _residual, "Upside down: left out, a row is missed by more."),
                (_rows * _residual, r"Divide by $1 - h_{ii}$, not by $h_{ii}$."),
            ],
        ),
        "ratio": Formula(
            right=_rows / (_rows - 1),
            letters=(_rows, _residual),
            wrong=[
                ((_rows / (_rows - 1)) ** 2, "One of the two factors makes the mean of squares the unbiased estimate."),
                (1 + 0 * _rows, "They would be equal only for very many rows."),
                ((_rows - 1) / _rows, "Without the row the error is larger: the ratio is above one."),
            ],
        ),
    }
)

# --- more readings --------------------------------------------------------------------------------------------------

more_readings = Parts(
    {
        "changes": Choice(
            "variance",
            among=["noise", "bias", "variance"],
            wrong=[
                ("noise", "That is the thermometer's: it is the same, however often you read it."),
                ("bias", "What a polynomial of a degree cannot follow, it cannot follow with more readings."),
            ],
        ),
        "factor": Number(
            12 / 45,
            digits=2,
            wrong=[
                (45 / 12, "Upside down: with more readings it is smaller."),
                (np.sqrt(12 / 45), "That is what becomes of its root, the standard deviation."),
            ],
            given_back=[0.5],
        ),
        "degree": Number(
            4,
            wrong=[
                (3, "That is the best with twelve readings: now another power pays."),
                (8, "Variance is cheaper, and not free."),
            ],
        ),
    }
)

# --- one standard error ---------------------------------------------------------------------------------------------

_lambdas = np.logspace(-1, 4, 26)

one_standard_error = Parts(  # the numbers are those of the solution on the page, which the tests run
    {
        "least": Number(
            _lambdas[13],
            wrong=[
                (_lambdas[0], "Nearly no penalty: look where the mean error over the folds is smallest."),
                (_lambdas[12], "Close: its neighbor on the grid has a smaller mean error."),
            ],
            given_back=[_lambdas],
        ),
        "largest": Number(
            _lambdas[16],
            wrong=[
                (_lambdas[17], "Its mean error is more than one standard error above the smallest."),
                (_lambdas[13], "That is where the error is smallest: the rule goes on to stiffer models."),
                (_lambdas[-1], "Far beyond one standard error."),
            ],
        ),
        "freedom": Number(
            [17.729255, 13.091748],
            digits=1,
            wrong=[
                ([13.091748, 17.729255], "In the other order: the larger penalty leaves less freedom."),
                ([20, 20], "That is how many columns there are: a penalty makes each count for less than one."),
            ],
        ),
    }
)
