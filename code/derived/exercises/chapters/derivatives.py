"""The exercises of the chapter on derivatives."""

import numpy as np

from derived.algebra import (
    gradient,
    inverse,
    log,
    matrix,
    norm,
    number,
    partial,
    scalar,
    sigmoid,
    sizes,
    sqrt,
    substitute,
    such_that,
    trace,
    vector,
    zeros,
)
from derived.algebra import ne as differs
from derived.datasets import load_ames
from derived.exercises import Choice, Formula, Function, Number, Parts

# --- another bed ----------------------------------------------------------------------------------------------------

_LENGTH = 29**0.5

another_bed = Parts(
    {
        "gradient": Number(
            [2, 5],
            wrong=[
                ([5, 2], "Those are the sides: how much does each meter of the first side add?"),
                ([7, 7], "One partial derivative for each side, with the other side held fixed."),
                ([10, 10], "That is the area."),
            ],
        ),
        "straight": Number(
            [0.2 / _LENGTH, 0.5 / _LENGTH],
            digits=3,
            wrong=[
                ([0.5 / _LENGTH, 0.2 / _LENGTH], "That is along the diagonal of the bed. Go along the gradient."),
                ([0.2, 0.5], "That is the right direction, and longer than ten centimeters."),
                ([0.1 / 2**0.5, 0.1 / 2**0.5], "Both sides by the same: yet one of the strips is longer."),
                ([2 / _LENGTH, 5 / _LENGTH], "That is one meter long."),
                ([20 / _LENGTH, 50 / _LENGTH], "That is in centimeters: in meters, ten of them are 0.1."),
            ],
        ),
        "together": Number(
            [0, 0.1],
            wrong=[
                ([0.1, 0], "Which side has the longer strip?"),
                ([0.05, 0.05], "Take a centimeter from one side and give it to the other: what does that gain?"),
                ([0.1, 0.1], "That takes twenty centimeters."),
                ([0, 10], "That is in centimeters: in meters, ten of them are 0.1."),
            ],
            given_back=[[5, 2]],
        ),
        "each": Number(
            [0.1, 0.1],
            wrong=[
                ([0, 0.1], "The first side may grow, too, and gains as well."),
                ([0.05, 0.05], "Each side has ten centimeters of its own."),
                ([10, 10], "That is in centimeters: in meters, ten of them are 0.1."),
                ([0.2 / _LENGTH, 0.5 / _LENGTH], "That is for a straight line: here each side has its own limit."),
            ],
        ),
    }
)

# --- bowl, trough or saddle -----------------------------------------------------------------------------------------

bowl_trough_or_saddle = Parts(
    {
        "hessian": Number(
            [[2, 3], [3, 2]],
            wrong=[
                ([[1, 3], [3, 1]], "The second derivative of a square is 2."),
                ([[2, 6], [6, 2]], r"The mixed derivative of $3x_1x_2$ counts it once."),
                ([[2, 1.5], [1.5, 2]], r"No half: $3x_1x_2$, differentiated by both variables, is 3."),
                ([[2, 0], [0, 2]], "The mixed derivatives are not zero."),
                ([[1, 1.5], [1.5, 1]], "That is half of it: the half of Taylor's formula stands outside."),
            ],
        ),
        "along": Number(
            -2,
            wrong=[
                (10, r"That is along $(1, 1)$."),
                (-1, "Without the half: that belongs to Taylor's formula."),
                (2, "Two of the four terms are negative, and these are the larger ones."),
            ],
        ),
        "kind": Choice(
            "saddle",
            among=["bowl", "trough", "saddle"],
            wrong=[
                ("bowl", "All entries of the Hessian are positive; is its value along every direction?"),
                ("trough", r"Along $(1, -1)$ it is not level."),
            ],
        ),
        "largest_beta": Number(
            2,
            wrong=[
                (1, r"At 1 it is a bowl; how far can you go on until $(1, -1)$ is level?"),
                (4, "Then it would be negative along $(1, -1)$: the mixed derivative stands in the Hessian twice."),
                (0, "At 0 it is a round bowl; it stays convex for a while."),
            ],
            given_back=[3],
        ),
    }
)

# --- a logarithm near one -------------------------------------------------------------------------------------------

_h, _t = scalar("h", "> -1"), scalar("t", "> -1")
_slope = partial(log(1 + _t), _t)

a_logarithm_near_one = Formula(
    right=_h - _h**2 / 2,
    letters=(_h,),
    wrong=[
        (_h - _h**2, "The curvature counts by half."),
        (_h + _h**2 / 2, "The second derivative is negative: a logarithm bends downward."),
        (_h + number(0), "That is the tangent: the curvature is lacking."),
        (1 + _h - _h**2 / 2, "What is the logarithm of 1?"),
        (_h - _h**2 / 2 + _h**3 / 3, "That is of third degree."),
    ],
    given_back=[_h * substitute(_slope, _t, 0) + _h**2 / 2 * substitute(partial(_slope, _t), _t, 0)],
)

# --- who is first ---------------------------------------------------------------------------------------------------

who_is_first = Parts(
    {
        "shapes": Number(
            [[7, 5], [4, 7], [1, 4]],
            wrong=[
                ([[5, 7], [7, 4], [4, 1]], "A row for each output: that is the other layout."),
                ([[1, 4], [4, 7], [7, 5]], r"$\mathbf{J}_1$ belongs to the first step, from 5 numbers to 7."),
            ],
        ),
        "first": Choice(
            "J3",
            among=["J1", "J2", "J3"],
            wrong=[
                ("J1", "The step that is taken first meets the change first, and stands on the right."),
                ("J2", "The middle stays in the middle."),
            ],
        ),
        "left": Number(
            63,
            wrong=[
                (160, "That is from the right."),
                (28, "That is the first product: the second comes to it."),
                (35, "That is the second product: the first comes to it."),
                (980, "Multiply two matrices, then the result by the third: the counts are added."),
            ],
            given_back=[5, 7, 4, 1],
        ),
        "right": Number(
            160,
            wrong=[
                (63, "That is from the left."),
                (140, "That is the first product: the second comes to it."),
                (20, "That is the second product: the first comes to it."),
                (2800, "Multiply two matrices, then the first by the result: the counts are added."),
                (980, "Multiply two matrices, then the first by their product, and add the counts."),
            ],
        ),
    }
)

# --- the logarithm of a probability ---------------------------------------------------------------------------------

_n, _p, _k = sizes("n p k")
_w, _x = vector("w", _n), vector("x", _n)
_z = _w.T @ _x

the_logarithm_of_a_probability = Formula(
    right=(1 - sigmoid(_z)) * _x,
    letters=(_n, _w, _x),
    wrong=[
        (sigmoid(_z) * (1 - sigmoid(_z)) * _x, "That is the gradient of the probability: the logarithm is outside."),
        ((1 - sigmoid(_z)) * _w, r"It is $\mathbf{w}$ that varies: the inner derivative is another vector."),
        (_x / sigmoid(_z), "The derivative of the sigmoid is lacking in the middle."),
        (-sigmoid(_z) * _x, r"That is the gradient of $\log(1 - \sigma)$."),
        (sigmoid(_z) * _x, r"One of the two factors of $\sigma(1 - \sigma)$ cancels: which?"),
    ],
    given_back=[gradient(log(sigmoid(_z)), _w)],
)

# --- errors that count differently ----------------------------------------------------------------------------------

_X, _y, _v, _B = matrix("X", _n, _p), vector("y", _n), vector("w", _p), matrix("B", _n, _n)
_e = _y - _X @ _v

errors_that_count_differently = Formula(
    right=-_X.T @ (_B + _B.T) @ _e,
    letters=(_n, _p, _X, _y, _v, _B),
    wrong=[
        (-2 * _X.T @ _B @ _e, r"Only if $\mathbf{B}$ is symmetric."),
        (_X.T @ (_B + _B.T) @ _e, r"$\mathbf{w}$ stands behind a minus: the inner derivative has one."),
        (
            -2 * _X.T @ (_B + _B.T) @ _e,
            r"Twice too much: $\mathbf{B} + \mathbf{B}^\top$ has both terms already.",
        ),
        (-2 * _X.T @ _e, r"That is without $\mathbf{B}$."),
        (-_X.T @ _B @ _e, "The errors stand on both sides: there are two terms."),
    ],
    given_back=[gradient(_e.T @ _B @ _e, _v)],
)

# --- a trace --------------------------------------------------------------------------------------------------------

_A, _U = matrix("A", _n, _n), matrix("X", _n, _k)

a_trace = Formula(
    right=(_A + _A.T) @ _U,
    letters=(_n, _k, _A, _U),
    wrong=[
        (2 * _A @ _U, r"Only if $\mathbf{A}$ is symmetric."),
        (_A @ _U, r"$\mathbf{X}$ stands there twice: there are two terms."),
        (_A.T @ _U, r"That is one of two terms."),
        (2 * _A.T @ _U, r"The two terms are not the same."),
    ],
    given_back=[gradient(trace(_U.T @ _A @ _U), _U)],
)

# --- a table in two factors -----------------------------------------------------------------------------------------


def _table_gradient(A: np.ndarray, U: np.ndarray, V: np.ndarray) -> np.ndarray:
    return -2 * (A - U @ V.T) @ V


def _table_error(A: np.ndarray, U: np.ndarray, V: np.ndarray) -> float:
    return float(np.sum((A - U @ V.T) ** 2))


def _a_table(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rows, columns, k = rng.integers(2, 5, 3)
    A, U, V = (rng.integers(-3, 4, shape).astype(float) for shape in ((rows, columns), (rows, k), (columns, k)))
    return A, U, V


a_table_in_two_factors = Function(
    _table_gradient,
    inputs=_a_table,
    wrong=[
        (lambda A, U, V: 2 * (A - U @ V.T) @ V, r"$\mathbf{U}$ stands behind a minus."),
        (lambda A, U, V: -(A - U @ V.T) @ V, "A square has the derivative 2."),
        (lambda A, U, V: -2 * (A - U @ V.T).T @ U, r"That is the gradient with respect to $\mathbf{V}$."),
        (lambda A, U, V: -2 * A @ V, r"The part with $\mathbf{U}$ itself is lost."),
    ],
    given_back=[_table_error],
)

# --- the other layout -----------------------------------------------------------------------------------------------

the_other_layout = Parts(
    {
        "layout": Choice(
            "denominator",
            among=["numerator", "denominator"],
            wrong=[("numerator", r"That layout leaves $\mathbf{A}$ as it is, and makes rows of gradients.")],
        ),
        "shape": Number(
            [5, 3],
            wrong=[
                ([3, 5], "That is our layout: theirs is transposed."),
                ([5, 5], "An input is a row there, and an output a column."),
            ],
            given_back=[[3, 3]],
        ),
        "outer": Choice(
            "right",
            among=["left", "right"],
            wrong=[("left", "Transpose a product: what becomes of its order?")],
        ),
        "trace": Choice(
            "A transposed",
            among=["A", "A transposed"],
            wrong=[("A", "Is a gradient of a number transposed in that layout, too?")],
        ),
    }
)

# --- a ruler that knows the hills -----------------------------------------------------------------------------------

_M, _c = matrix("M", _n, _n, "positive definite"), vector("c", _n)
(_c,) = such_that(differs(_c, zeros(_n)), _c)
_best = inverse(_M) @ _c

a_ruler_that_knows_the_hills = Formula(
    right=_best / sqrt(_c.T @ inverse(_M) @ _c),
    letters=(_n, _M, _c),
    wrong=[
        (_c / norm(_c), "That is for the Euclidean norm."),
        (_c / sqrt(_c.T @ _M @ _c), "That has length one by the new ruler; but is its direction the best?"),
        (_best, "The direction is right: now make its length one, by the new ruler."),
        (_best / norm(_best), "The direction is right, and the length is one by the old ruler."),
        (-_best / sqrt(_c.T @ inverse(_M) @ _c), "That is the way down."),
        (
            _M @ _c / sqrt(_c.T @ _M @ _c),
            r"Is its length one by the new ruler? Work out $\mathbf d^\top\mathbf M\mathbf d$ for yours.",
        ),
    ],
    given_back=[gradient(sqrt(_c.T @ inverse(_M) @ _c), _c)],
)

# --- floor and price ------------------------------------------------------------------------------------------------


def _exponents() -> tuple[float, float]:
    """The exponent of the power that fits the prices in Ames best, in dollars and in logarithms."""
    houses = load_ames()
    houses = houses[houses["Sale_Condition"] == "Normal"]
    floor, price = (houses[name].to_numpy(float) / 1000 for name in ("Gr_Liv_Area", "Sale_Price"))
    slope, intercept = np.polyfit(np.log(floor), np.log(price), 1)
    w = np.array([np.exp(intercept), slope])
    for _ in range(20):  # Gauss and Newton's method: least squares on the linear approximation, again and again
        power = floor ** w[1]
        J = np.column_stack([power, w[0] * power * np.log(floor)])
        w = w + np.linalg.lstsq(J, price - w[0] * power)[0]
    return float(w[1]), float(slope)


_in_dollars, _in_logarithms = _exponents()

floor_and_price = Parts(
    {
        "in_dollars": Number(
            _in_dollars,
            digits=2,
            wrong=[
                (_in_logarithms, "That is the exponent of the other fit."),
                (1, "That is a straight line through the origin: let the exponent vary."),
                (0.5, "That was a place to start from: did the search succeed?"),
            ],
            given_back=[1000],
        ),
        "in_logarithms": Number(
            _in_logarithms,
            digits=2,
            wrong=[
                (_in_dollars, "That is the exponent of the other fit."),
                (1, "That would be a price in proportion to the floor."),
                (0.5, "That would be a root."),
            ],
        ),
    }
)
