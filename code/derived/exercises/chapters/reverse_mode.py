"""The exercises of the chapter on reverse mode."""

import numpy as np
from scipy.optimize import minimize

from derived.algebra import diag, gradient, hadamard, inverse, matrix, ones, scalar, sizes, trace, vector
from derived.datasets import load_windsor
from derived.exercises import Construction, Formula, Function, Number, Parts

# --- backward by hand -----------------------------------------------------------------------------------------------

backward_by_hand = Number(
    [77, 28, 28, 7, 1],
    wrong=[
        ([63, 14, 14, 7, 1], "$v_3$ is used in line 4, too: it gets a share from there before it hands on."),
        ([63, 14, 28, 7, 1], "Line 3 handed on too early: $v_3$ first needs its share from line 4."),
        ([63, 28, 14, 7, 1], "Complete $v_3$ first, with the share from line 4; then go through line 3."),
        ([49, 28, 28, 7, 1], "$v_1$ is used in line 3, too."),
        ([28, 28, 28, 7, 1], "$v_1$ is used in line 4, too."),
        ([77, 28, 28, 14, 1], "$v_4$ stands beside $v_3$, which is 7."),
        ([2, 5, 7, 14, 98], "Those are the values: how does the last one change with each?"),
    ],
    given_back=[[2, 5, 7, 14, 1]],
)

# --- another order --------------------------------------------------------------------------------------------------

_USES = {4: (3, 1), 5: (2, 3), 6: (4, 5), 3: (1, 2)}


def _complete(order: np.ndarray) -> bool:
    """Whether each line comes after all lines that use it."""
    places = {int(line): place for place, line in enumerate(order)}
    return all(
        places[line] < places[used] for line, uses in _USES.items() for used in uses if used in places and used in _USES
    )


another_order = Construction(
    [6, 4, 5, 3],
    properties=[
        (lambda x: sorted(x.tolist()) == [3, 4, 5, 6], "Give each of the lines 3, 4, 5 and 6 once."),
        (lambda x: x[0] == 6, "Begin at the end: nothing else has an adjoint yet."),
        (_complete, "A line comes before one that uses it, and hands on before it is complete."),
        (lambda x: x.tolist() != [6, 5, 4, 3], "That is the order of the tape: there is another one."),
    ],
    wrong=[
        ([6, 5, 4, 3], "The tape's own order is right, and another one is asked for."),
        ([6, 4, 3, 5], "Line 3 is used in line 5, which has to hand on before."),
        ([6, 3, 4, 5], "Line 3 is used in lines 4 and 5, which have to hand on before."),
        ([3, 4, 5, 6], "That is forward."),
    ],
    given_back=[[3, 5, 4, 6]],
)

# --- a quotient -----------------------------------------------------------------------------------------------------


def _two_numbers(rng: np.random.Generator) -> tuple[float, float]:
    a, b = rng.integers(1, 9, 2) * rng.choice([-1, 1], 2)
    return float(a), float(b)


a_quotient = Function(
    lambda a, b: (a / b, 1 / b, -a / b**2),
    inputs=_two_numbers,
    wrong=[
        (lambda a, b: (a / b, 1 / b, a / b**2), "A larger denominator makes a quotient of positive numbers smaller."),
        (lambda a, b: (a / b, b, -a / b**2), "By how much does $a/b$ change with $a$?"),
        (lambda a, b: (a / b, 1 / b, -a / b), "The slope of $1/b$ is $-1/b^2$."),
        (lambda a, b: (a / b, 1 / b, -1 / b**2), r"The slope of $1/b$ is right, but $a$ stands beside it."),
        (lambda a, b: (a / b, -a / b**2, 1 / b), "First the slope for $a$, then the one for $b$."),
    ],
    given_back=[lambda a, b: a / b],
)

# --- back through a form --------------------------------------------------------------------------------------------

(_n,) = sizes("n")
_A, _x, _s_bar = matrix("A", _n, _n), vector("x", _n), scalar("s_bar")

back_through_a_form = Parts(
    {
        "x_bar": Formula(
            right=_s_bar * (_A + _A.T) @ _x,
            letters=(_A, _x, _s_bar),
            wrong=[
                (2 * _s_bar * _A @ _x, r"$\mathbf{A}$ need not be symmetric."),
                (_s_bar * _A @ _x, r"$\mathbf{x}$ is used twice."),
                (_s_bar * _A.T @ _x, r"$\mathbf{x}$ is used twice, also on the left."),
                ((_A + _A.T) @ _x, r"The adjoint $\bar{s}$ is lost."),
            ],
            given_back=[gradient(_s_bar * (_x.T @ _A @ _x), _x)],
        ),
        "A_bar": Formula(
            right=_s_bar * _x @ _x.T,
            letters=(_A, _x, _s_bar),
            wrong=[
                (_x @ _x.T, r"What has become of $\bar{s}$?"),
                (2 * _s_bar * _x @ _x.T, r"$\mathbf{A}$ is used once."),
                (_s_bar * (_A + _A.T), r"Beside which numbers does entry $a_{ij}$ stand?"),
            ],
            given_back=[gradient(_s_bar * (_x.T @ _A @ _x), _A)],
        ),
    }
)

# --- running sums ---------------------------------------------------------------------------------------------------


def _some_adjoint(rng: np.random.Generator) -> tuple[np.ndarray]:
    return (rng.integers(-9, 10, rng.integers(2, 5)).astype(float),)


running_sums = Function(
    lambda g: np.cumsum(g[::-1])[::-1],
    inputs=_some_adjoint,
    wrong=[
        (np.cumsum, "The first entry of `x` is in every sum, and the last in one alone."),
        (lambda g: np.full(len(g), g.sum()), "The last entry of `x` is in the last sum alone."),
        (lambda g: np.cumsum(g[::-1]), "Those are the right numbers, in the wrong order."),
        (lambda g: g * np.arange(len(g), 0, -1), "Each copy gets the adjoint of its own sum."),
    ],
    given_back=[lambda g: g],
)

# --- back through the softmax ---------------------------------------------------------------------------------------

(_K,) = sizes("K")
_p, _p_bar = vector("p", _K), vector("p_bar", _K)

back_through_softmax = Formula(
    right=hadamard(_p, _p_bar) - (_p.T @ _p_bar) * _p,
    letters=(_p, _p_bar),
    without=("diag",),
    wrong=[
        (hadamard(_p, _p_bar), "Each score moves the other probabilities, too."),
        (hadamard(hadamard(_p, ones(_K) - _p), _p_bar), "That is the diagonal of the Jacobian alone."),
        (hadamard(_p, _p_bar) - hadamard(_p, _p), r"In the second term, where is $\bar{\mathbf{p}}$?"),
        ((_p.T @ _p_bar) * _p - hadamard(_p, _p_bar), "Mind the sign."),
        (hadamard(_p, _p_bar) + (_p.T @ _p_bar) * _p, r"In the Jacobian, $\mathbf{p}\,\mathbf{p}^\top$ is subtracted."),
        (_p_bar - (_p.T @ _p_bar) * _p, r"The first term is $\operatorname{diag}(\mathbf{p})\,\bar{\mathbf{p}}$."),
    ],
    given_back=[(diag(_p) - _p @ _p.T) @ _p_bar],
)

# --- add up the copies ----------------------------------------------------------------------------------------------

_SHAPES = [((3,), (2, 3)), ((2, 1), (2, 3)), ((), (2, 2)), ((1, 3), (2, 3)), ((2, 3), (2, 3)), ((2, 1), (3, 2, 2))]


def _broadcast(rng: np.random.Generator) -> tuple[np.ndarray, tuple[int, ...]]:
    before, after = _SHAPES[rng.integers(len(_SHAPES))]
    return rng.integers(-9, 10, after).astype(float), before


def _added_up(g: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    g = g.sum(axis=tuple(range(g.ndim - len(shape))))
    for axis, length in enumerate(shape):
        if length == 1:
            g = g.sum(axis=axis, keepdims=True)
    return g


add_up_the_copies = Function(
    _added_up,
    inputs=_broadcast,
    without=["summed_to"],
    wrong=[
        (lambda g, shape: g, "Nothing is added up yet."),
        (lambda g, shape: g.sum(axis=tuple(range(g.ndim - len(shape)))), "Axes of length 1 were copied along, too."),
        (lambda g, shape: np.full(shape, g.sum()), "Each entry gets the adjoints of its own copies alone."),
        (lambda g, shape: np.reshape(_added_up(g, shape), -1), "The result has the shape that was asked for."),
    ],
    given_back=[np.broadcast_to],
)

# --- back through an inverse ----------------------------------------------------------------------------------------

_Z, _Z_bar = matrix("Z", _n, _n), matrix("Z_bar", _n, _n)
_M = matrix("A", _n, _n, "invertible")

back_through_an_inverse = Formula(
    right=-_Z.T @ _Z_bar @ _Z.T,
    letters=(_Z, _Z_bar),
    wrong=[
        (_Z.T @ _Z_bar @ _Z.T, "For a number, the slope of $1/a$ is negative."),
        (-_Z @ _Z_bar @ _Z, r"That would be right for a symmetric $\mathbf{Z}$: mind the transposes."),
        (-_Z @ _Z_bar.T @ _Z, r"That is the transpose of $\bar{\mathbf{A}}$."),
        (-_Z.T @ _Z.T @ _Z_bar, r"$d\mathbf{A}$ stands between two factors $\mathbf{Z}$."),
    ],
    given_back=[gradient(trace(_Z_bar.T @ inverse(_M)), _M)],
)

# --- an equation ----------------------------------------------------------------------------------------------------


def _solved(s: float) -> float:
    q = 0.5
    for _ in range(300):
        q = s * np.cos(q)
    return q


def _slope(s: float) -> float:
    q = _solved(s)
    return np.cos(q) / (1 + s * np.sin(q))


an_equation = Function(
    _slope,
    inputs=lambda rng: (round(float(rng.uniform(0.1, 0.95)), 2),),
    wrong=[
        (lambda s: np.cos(_solved(s)), "That is the slope of one turn: $q$ on the right changes, too."),
        (lambda s: np.cos(_solved(s)) / (1 - s * np.sin(_solved(s))), "The slope of the cosine is minus the sine."),
        (_solved, "That is $q$ itself: how does it change with $s$?"),
        (lambda s: -s * np.sin(_solved(s)), "That is what comes back from one turn around the cycle."),
    ],
    given_back=[lambda s: s * np.cos(s)],
)

# --- dear houses count less -----------------------------------------------------------------------------------------

_windsor = load_windsor()
_lots, _prices = _windsor["lotsize"].to_numpy(float) / 1000, _windsor["price"].to_numpy(float) / 10_000
_columns = np.column_stack([np.ones(len(_lots)), _lots])


def _soft_gradient(w: np.ndarray) -> np.ndarray:
    r = _prices - _columns @ w
    return -_columns.T @ (r / np.sqrt(1 + r * r))


_soft = minimize(
    lambda w: np.sum(np.sqrt(1 + (_prices - _columns @ w) ** 2) - 1), np.zeros(2), jac=_soft_gradient, tol=1e-12
).x[1]
_squares = np.linalg.lstsq(_columns, _prices)[0][1]

dear_houses_count_less = Parts(
    {
        "soft": Number(
            _soft,
            digits=3,
            wrong=[
                (_squares, "That is the slope of least squares."),
                (10 * _soft, "Take the prices in units of 10,000 dollars."),
                ((_lots @ _prices) / (_lots @ _lots), "There is an intercept, too."),
            ],
        ),
        "squares": Number(
            _squares,
            digits=3,
            wrong=[
                (10 * _squares, "The prices are in units of 10,000 dollars."),
                (_soft, "That is the slope for the soft loss."),
            ],
            given_back=[0],
        ),
    }
)
