"""The exercises of the chapter on evaluation traces and computational graphs."""

import numpy as np

from derived.algebra import partial, scalar
from derived.datasets import load_windsor
from derived.exercises import Choice, Formula, Function, Number, Parts
from derived.linear_models.linear_regression import rss_gradient

# --- a trace by hand ------------------------------------------------------------------------------------------------

a_trace_by_hand = Parts(
    {
        "value": Number(
            24,
            wrong=[
                (72, "The second factor is a difference: $6 - 3$."),
                (11, "The two brackets are multiplied."),
                (18, "Of $x + x y$ only the product is there: add $x$."),
            ],
            given_back=[[2, 3]],
        ),
        "by_x": Number(
            36,
            wrong=[
                (12, "Those are the paths through the sum: the product is used by the difference, too."),
                (24, "That is the path through the difference: the sum changes, too."),
                (33, "The path from $x$ straight to the sum is lost."),
            ],
        ),
        "by_y": Number(
            14,
            wrong=[
                (30, "In the difference $y$ is taken off: that slope is $-1$."),
                (22, "One path leads from $y$ straight to the difference."),
                (6, "That is the path through the sum alone."),
            ],
        ),
        "paths_from_x": Number(
            3,
            wrong=[
                (2, "Two arrows leave $x$; but one leads to the product, from where it goes on in two ways."),
                (4, "In the difference $x$ does not stand by itself."),
                (6, "Those are all paths, also those from $y$."),
            ],
        ),
    }
)

# --- the same distance ----------------------------------------------------------------------------------------------

the_same_distance = Parts(
    {
        "reaction_time": Number(
            -1 / 4,
            wrong=[
                (1 / 4, "A faster car leaves less time to react: the sign."),
                (-1 / 5, "That saves four meters: while the driver reacts, too, the faster car goes one more."),
                (-4, "Upside down: how many seconds make up for five meters, at 20 meters a second?"),
                (-5, "Those are the meters to be saved: by how many seconds?"),
                ((60 - 44.1) / 21 - 1, "That is exact; take the slopes of the table, to first order."),
            ],
            given_back=[[20, 1, 5]],
        ),
        "braking": Number(
            5 / 8,
            wrong=[
                (-5 / 8, "More braking makes the distance shorter: the sign."),
                (1 / 2, "That saves four meters: while the driver reacts, too, the faster car goes one more."),
                (8 / 5, "Upside down: one unit of braking saves eight meters, and five are to be saved."),
                (5 / 4, "Both paths from the braking count: $-4$ and $-4$."),
                (441 / 78 - 5, "That is exact; take the slopes of the table, to first order."),
            ],
        ),
    }
)

# --- five slopes ----------------------------------------------------------------------------------------------------

_alpha, _beta, _gamma, _delta, _eta = (scalar(name) for name in ("alpha", "beta", "gamma", "delta", "eta"))
_t = scalar("t")

five_slopes = Formula(
    right=_alpha * _delta + _beta * _eta + _alpha * _gamma * _eta,
    letters=(_alpha, _beta, _gamma, _delta, _eta),
    wrong=[
        (_alpha * _delta + _beta * _eta, "There is a path with three arrows, too."),
        (_alpha * _gamma * _eta, "That is the longest path: there are two shorter ones."),
        (
            _alpha * _delta + _beta * _eta + _gamma * _eta,
            r"The path of three arrows begins at line 1, too: what is the slope of its first arrow?",
        ),
        ((_alpha + _beta) * (_delta + _eta), "Not every arrow into the middle meets every arrow out of it."),
        (
            _alpha * _delta * _beta * _eta * _alpha * _gamma * _eta,
            "Along a path slopes multiply; different paths are added.",
        ),
    ],
    given_back=[partial(_delta * (_alpha * _t) + _eta * (_beta * _t + _gamma * (_alpha * _t)), _t)],
)

# --- a ladder -------------------------------------------------------------------------------------------------------

a_ladder = Parts(
    {
        "arrows": Number(
            21,
            wrong=[
                (20, "The sine has an arrow, too."),
                (22, "Line 2 is a sine: it uses one line."),
                (24, "The input uses no line."),
            ],
        ),
        "paths": Number(
            144,
            wrong=[
                (1024, "That would be so if both arrows came from the line just above."),
                (89, "Those lead to line 11."),
                (233, "Those would lead to line 13."),
                (21, "Those are the arrows."),
                (12, "Those are the lines."),
            ],
            given_back=[[1, 12]],
        ),
    }
)

# --- the root of a quadratic ----------------------------------------------------------------------------------------

the_root_of_a_quadratic = Parts(
    {
        "by_alpha": Number(
            -4 / 5,
            wrong=[
                (4 / 5, "Try it: with $1.1$ in the place of $1$ the root is smaller."),
                (6 / 5, r"The denominator $2\alpha$ changes, too."),
                (-2, "That is the path through the denominator: the root changes, too."),
            ],
            given_back=[[1, 1, -6]],
        ),
        "by_beta": Number(
            -2 / 5,
            wrong=[
                (-1 / 2, r"That is the path through $-\beta$: under the root there is $\beta$, too."),
                (1 / 10, r"That is the path through the root: there is $-\beta$, too."),
                (-3 / 5, r"The path through the root is positive: with $\beta$ its square grows."),
                (-9 / 20, r"$\beta\beta$ uses $\beta$ twice."),
            ],
        ),
        "by_gamma": Number(
            -1 / 5,
            wrong=[
                (1 / 5, "Four times the product is taken off: the sign."),
                (-2 / 5, r"The root is divided by $2\alpha$ in the end."),
                (-1 / 10, "The slope of the root is one half, divided by the root; times four."),
            ],
        ),
    }
)

# --- the column of tangents -----------------------------------------------------------------------------------------


def _from_the_top(L: np.ndarray, e: np.ndarray) -> np.ndarray:
    d = e.copy()
    for i in range(len(d)):
        d[i] += L[i] @ d
    return d


def _slopes_and_changes(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    return np.tril(rng.integers(-2, 4, (4, 4)), -1).astype(float), rng.integers(-2, 3, 4).astype(float)


the_column_of_tangents = Function(
    _from_the_top,
    inputs=_slopes_and_changes,
    without=["solve", "inv", "pinv", "lstsq", "matrix_power", "solve_triangular"],
    wrong=[
        (lambda L, e: e + L @ e, "That follows paths of one arrow: a line has to see what its own lines have become."),
        (lambda L, e: e + L @ e + L @ L @ e, "Paths of three arrows are missing: go line by line."),
        (lambda L, e: _from_the_top(L[::-1, ::-1].T, e[::-1])[::-1], "That goes up the list."),
        (lambda L, e: _from_the_top(L, 0 * e) + e, "The changes from outside travel on, too."),
        (lambda L, e: 0 * e, "The changes from outside are lost: with no input moved, nothing moves."),
    ],
    given_back=[np.linalg.solve],
)

# --- which order ----------------------------------------------------------------------------------------------------

which_order = Parts(
    {
        "from_the_input": Number(
            90,
            wrong=[
                (22, "That is from the output."),
                (60, "That is the first product: there is a second."),
                (72, r"First the two that are nearest to the input: $5 \times 2$ times $2 \times 6$."),
            ],
            given_back=[[6, 2, 5, 1]],
        ),
        "from_the_output": Number(
            22,
            wrong=[
                (90, "That is from the input."),
                (10, "That is the first product: there is a second."),
                (40, "The row of the first product has two entries, not five."),
            ],
        ),
        "backward_chain": Choice(
            "from the input",
            among=["from the input", "from the output"],
            wrong=[("from the output", "Now there is one input: which side keeps to a single column?")],
        ),
    }
)

# --- one more round -------------------------------------------------------------------------------------------------


def _both_columns(a: float, rounds: int, start: float = 1.0, sign: float = 1.0, own: float = 1.0) -> np.ndarray:
    guess, slope = a, start
    for _ in range(rounds):
        slope = ((1 - sign * a / guess**2) * slope + own / guess) / 2
        guess = (guess + a / guess) / 2
    return np.array([guess, slope])


def _guess_and_slope(a: float, rounds: int) -> np.ndarray:
    return _both_columns(a, rounds)


def _value_first(a: float, rounds: int) -> np.ndarray:
    guess, slope = a, 1.0
    for _ in range(rounds):
        guess = (guess + a / guess) / 2
        slope = ((1 - a / guess**2) * slope + 1 / guess) / 2
    return np.array([guess, slope])


one_more_round = Function(
    _guess_and_slope,
    inputs=lambda rng: (float(rng.choice([0.25, 1.0, 2.0, 4.0, 9.0])), int(rng.integers(1, 5))),
    wrong=[
        (
            lambda a, rounds: _both_columns(a, rounds, start=0.0),
            "The first guess is $a$: it changes by 1 as $a$ does.",
        ),
        (_value_first, "The derivative of a round needs the guess before it."),
        (
            lambda a, rounds: np.array([_both_columns(a, rounds)[0], 0.5 / _both_columns(a, rounds)[0]]),
            "That is the derivative of the root; after few rounds the guess is not the root yet.",
        ),
        (lambda a, rounds: _both_columns(a, rounds, sign=-1.0), "The guess is divided by: that slope is negative."),
        (lambda a, rounds: _both_columns(a, rounds, own=0.0), "The number itself changes by 1, too, in each round."),
        (lambda a, rounds: _both_columns(a, rounds + 1), "That is one round too many."),
        (lambda a, rounds: _both_columns(a, rounds)[::-1], "The guess first, then its derivative."),
    ],
    given_back=[np.sqrt],
)

# --- nothing twice --------------------------------------------------------------------------------------------------


def _different(
    operations: np.ndarray, uses: np.ndarray, renamed: bool = True, inputs: bool = True, swapped: bool = False
) -> int:
    known: dict[tuple[int, int, int], int] = {}
    new: list[int] = []
    for place, (operation, (i, j)) in enumerate(zip(operations, uses, strict=True)):
        key = (int(operation), int(i), int(j))
        if not operation and inputs:
            key = (0, place, place)
        elif operation and renamed:
            key = (int(operation), *((min(new[i], new[j]), max(new[i], new[j])) if swapped else (new[i], new[j])))
        new.append(known.setdefault(key, len(known)))
    return len(known)


def _a_trace_with_repeats(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    operations, uses = [0, 0], [[0, 0], [0, 0]]
    for _ in range(6):
        operations.append(int(rng.integers(1, 3)))
        uses.append(rng.integers(max(0, len(uses) - 4), len(uses), 2).tolist())
        if rng.random() < 0.5:  # the same line once more
            operations.append(operations[-1])
            uses.append(uses[-1] if rng.random() < 0.6 else uses[-1][::-1])  # or turned round, which is another line
    return np.array(operations), np.array(uses)


def _how_many(operations: np.ndarray, uses: np.ndarray) -> int:
    return _different(operations, uses)


nothing_twice = Function(
    _how_many,
    inputs=_a_trace_with_repeats,
    wrong=[
        (lambda operations, uses: len(operations), "That counts every line."),
        (
            lambda operations, uses: _different(operations, uses, renamed=False),
            "Two lines that use different lines are the same if *those* are the same.",
        ),
        (lambda operations, uses: _different(operations, uses, inputs=False), "Each input is a line of its own."),
        (
            lambda operations, uses: _different(operations, uses, renamed=False, inputs=False),
            "Each input is a line of its own; and lines that use different lines are the same if *those* are the same.",
        ),
        (
            lambda operations, uses: _different(operations, uses, swapped=True),
            "The order counts here: $v_1 v_2$ and $v_2 v_1$ are two lines.",
        ),
        (
            lambda operations, uses: len({tuple(row) for row in uses.tolist()}),
            "A sum and a product of the same lines are two lines.",
        ),
    ],
    given_back=[len],
)

# --- a trace of Windsor ---------------------------------------------------------------------------------------------

_windsor = load_windsor()
_size, _price = (_windsor[name].to_numpy(float) / 1000 for name in ("lotsize", "price"))
_design = np.column_stack([np.ones(len(_size)), _size])
_by_intercept, _by_slope = (float(x) for x in rss_gradient(_design, _price, np.array([30.0, 8.0])))

a_trace_of_windsor = Parts(
    {
        "paths": Number(
            len(_price),
            wrong=[
                (2 * len(_price), "A power of two has one arrow here."),
                (1, "There is a path through each sale."),
                (2 ** len(_price), "The sales stand side by side: their paths do not multiply."),
            ],
        ),
        "by_intercept": Number(
            _by_intercept,
            digits=1,
            wrong=[
                (_by_intercept / 2, "The square has a slope of twice what is squared."),
                (
                    -_by_intercept,
                    "The sign: line taken off price has the same square, but then the line has a slope of $-1$.",
                ),
                (_by_slope, "That is the derivative by the slope."),
                (_by_intercept / len(_price), "A sum is asked for, not a mean."),
            ],
        ),
        "by_slope": Number(
            _by_slope,
            digits=1,
            wrong=[
                (_by_slope / 2, "The square has a slope of twice what is squared."),
                (1000 * _by_slope, "Lot sizes are in thousands of square feet."),
                (_by_intercept, "That is the derivative by the intercept."),
            ],
            given_back=[[30, 8]],
        ),
    }
)
