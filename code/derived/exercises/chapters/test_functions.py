"""The exercises of the chapter on test functions."""

from fractions import Fraction

import numpy as np

from derived.algebra import Expr, block, partial, scalar, substitute, trace
from derived.algebra import determinant as determinant_of
from derived.exercises import Choice, Construction, Formula, Function, Number, Parts
from derived.optimization.surfaces import mccormick

# --- a pass by hand -------------------------------------------------------------------------------------------------

_KINDS = ["minimum", "maximum", "saddle"]

a_pass_by_hand = Parts(
    {
        "left": Number(
            [-1, 0],
            wrong=[
                ([1, 0], "That is the other one: give the one with the smaller $x$ here."),
                ([-3, 0], r"The derivative of $x^3 - 3x$ is $3x^2 - 3$: where is it zero?"),
                ([0, 0], "At the origin the slope in $x$ is $-3$."),
            ],
            given_back=[[3, -3]],
        ),
        "right": Number(
            [1, 0],
            wrong=[
                ([-1, 0], "That is the other one."),
                ([3**0.5, 0], "There the function is zero, not its slope."),
                ([1, 2], "The slope in $y$ is $2y$: it has to be zero, too."),
            ],
        ),
        "at_left": Number(
            [-6, 2],
            wrong=[
                ([2, -6], "The smaller one first."),
                ([6, 2], "Mind the sign of $6x$ at $-1$."),
                ([-3, 2], "The derivative of $3x^2$ is $6x$."),
                ([-6, 0], "The derivative of $2y$ is 2, wherever $y$ is."),
            ],
        ),
        "at_right": Number(
            [2, 6],
            wrong=[
                ([6, 2], "The smaller one first."),
                ([-6, 2], "That is at the other place."),
                ([2, 3], "The derivative of $3x^2$ is $6x$."),
            ],
        ),
        "left_is": Choice(
            "saddle",
            among=_KINDS,
            wrong=[
                ("minimum", "One of the curvatures is negative."),
                ("maximum", "One of the curvatures is positive."),
            ],
        ),
        "right_is": Choice(
            "minimum",
            among=_KINDS,
            wrong=[
                ("saddle", "Have the curvatures two signs there?"),
                ("maximum", "Where both curvatures are positive the ground rises to all sides."),
            ],
        ),
    }
)

# --- Booth, in numbers ----------------------------------------------------------------------------------------------

booth_in_numbers = Parts(
    {
        "hessian": Number(
            [[10, 8], [8, 10]],
            wrong=[
                ([[5, 4], [4, 5]], "The derivative of a square brings a 2 down."),
                ([[10, 4], [4, 10]], "Both brackets have a mixed derivative, and they add up."),
                ([[2, 8], [8, 2]], "Each variable is in both brackets."),
                ([[10, 16], [16, 10]], "The mixed derivative stands on each side of the diagonal, whole, not doubled."),
            ],
            given_back=[[[1, 2], [2, 1]]],
        ),
        "curvatures": Number(
            [2, 18],
            wrong=[
                ([18, 2], "The smaller one first."),
                ([10, 10], "The diagonal would be right if nothing stood beside it."),
                ([1, 9], "That is half of both: a 2 is lost."),
            ],
        ),
        "condition": Number(
            9,
            wrong=[
                (1 / 9, "The larger over the smaller."),
                (36, "That is the product of the two: take the quotient."),
                (16, "That is their difference."),
            ],
        ),
        "bound": Number(
            1 / 9,
            wrong=[
                (1, "That is the bound of the flat direction alone: the steeper one decides."),
                (1 / 10, "That is the best rate; which is the largest that converges?"),
                (2 / 9, "Two over the larger curvature is right; that curvature is twice as large."),
                (1 / 18, "There the steep direction arrives in one step: it may be overshot, too."),
            ],
        ),
    }
)

# --- counting -------------------------------------------------------------------------------------------------------

counting = Parts(
    {
        "minima": Number(
            32,
            wrong=[
                (10, "Choices multiply: two for the first variable, and for each of them two for the second."),
                (25, "Two to the fifth, not five to the second."),
                (243, "That counts the top of each variable, too."),
            ],
            given_back=[5],
        ),
        "maxima": Number(
            1,
            wrong=[
                (5, "All variables have to be at their top at once."),
                (32, "Each variable has one top: how many choices are that?"),
                (0, "Where every variable is at its top, it is downhill to all sides."),
            ],
        ),
        "level": Number(
            243,
            wrong=[
                (15, "Choices multiply."),
                (33, "Those are the minima and the maximum: what if some variables are at a pit, and some at a top?"),
                (125, "Three to the fifth, not five to the third."),
            ],
        ),
    }
)

# --- a knob for the valley ------------------------------------------------------------------------------------------

_h, _x, _y = scalar("h", "positive"), scalar("x"), scalar("y")
_f = _h * (_y - _x**2) ** 2 + (1 - _x) ** 2
_at_1: list[list[Expr | int | Fraction]] = [
    [substitute(substitute(partial(_f, first, second), _x, 1), _y, 1) for second in (_x, _y)] for first in (_x, _y)
]

a_knob_for_the_valley = Parts(
    {
        "trace": Formula(
            right=10 * _h + 2,
            letters=(_h,),
            wrong=[
                (6 * _h + 2, r"$\partial^2 f/\partial x^2$ is $12hx^2 - 4hy + 2$: put $(1, 1)$ in."),
                (10 * _h, "The gentle slope bends, too: $(1 - x)^2$ adds a 2."),
                (8 * _h + 2, "That is the upper left entry alone."),
                (10 * _h - 2, r"The second derivative of $(1 - x)^2$ is positive."),
            ],
            given_back=[trace(block(_at_1))],
        ),
        "determinant": Formula(
            right=4 * _h,
            letters=(_h,),
            wrong=[
                (16 * _h**2 + 4 * _h, "Take the square of the entry beside the diagonal off."),
                (4 * _h - 16 * _h**2, "The first product is $(8h + 2) \\cdot 2h$."),
                (32 * _h**2 + 4 * _h, "The product of the entries beside the diagonal is taken off, not added."),
                (0 * _h, "Nearly so, for a large $h$; but the 2 of the gentle slope stays."),
            ],
            given_back=[determinant_of(block(_at_1))],
        ),
        "limit": Number(
            25,
            wrong=[
                (2.5, "The condition number is the trace squared over the determinant, nearly: $100h^2/4h$."),
                (100, "Divide by the 4 of the determinant."),
                (1 / 25, "The larger curvature over the smaller."),
            ],
        ),
    }
)

# --- which kind -----------------------------------------------------------------------------------------------------


def _signs(H: np.ndarray) -> np.ndarray:
    bends = np.linalg.eigvalsh(H)
    zero = 1e-9 * np.abs(bends).max()
    return np.array([(bends > zero).sum(), (bends < -zero).sum(), (np.abs(bends) <= zero).sum()])


def _some_hessian(rng: np.random.Generator) -> tuple[np.ndarray]:
    size = int(rng.integers(2, 4))
    bends = rng.integers(-2, 3, size).astype(float)
    bends[0] = bends[0] or 1.0
    Q = np.linalg.qr(rng.standard_normal((size, size)))[0]
    H = 10.0 ** int(rng.choice([0, 0, 12])) * (Q @ np.diag(bends) @ Q.T)
    return ((H + H.T) / 2,)


def _diagonal(H: np.ndarray) -> np.ndarray:
    bends = np.diag(H)
    return np.array([(bends > 0).sum(), (bends < 0).sum(), (bends == 0).sum()])


def _without_tolerance(H: np.ndarray) -> np.ndarray:
    bends = np.linalg.eigvalsh(H)
    return np.array([(bends > 0).sum(), (bends < 0).sum(), (bends == 0).sum()])


def _fixed_tolerance(H: np.ndarray) -> np.ndarray:
    bends = np.linalg.eigvalsh(H)
    return np.array([(bends > 1e-9).sum(), (bends < -1e-9).sum(), (np.abs(bends) <= 1e-9).sum()])


which_kind = Function(
    _signs,
    inputs=_some_hessian,
    wrong=[
        (_diagonal, "The diagonal does not tell: an entry beside it turns the axes. Take the eigenvalues."),
        (_without_tolerance, "An eigenvalue that is zero on paper is $10^{-16}$ or so in floats."),
        (_fixed_tolerance, "What counts as zero goes with the largest eigenvalue: not $10^{-9}$ by itself."),
        (lambda H: _signs(H)[[1, 0, 2]], "First the positive ones, then the negative."),
    ],
    given_back=[np.linalg.eigvalsh],
)

# --- lower than the lowest ------------------------------------------------------------------------------------------

_LOW = -10

lower_than_the_lowest = Construction(
    [0.5 - np.pi / 3 - 3 * np.pi, -0.5 - np.pi / 3 - 3 * np.pi],
    properties=[
        (lambda p: p.shape == (2,), "Give two numbers, $x$ and $y$."),
        (
            lambda p: float(mccormick(p)) < _LOW,
            lambda p: f"There the function is `{float(mccormick(p)):.3f}`.",
        ),
    ],
    wrong=[
        (
            [0.5 - np.pi / 3, -0.5 - np.pi / 3],
            "That is the lowest place in the domain: go on from it, out of the domain.",
        ),
        (
            [0.5 - np.pi / 3 + 3 * np.pi, -0.5 - np.pi / 3 + 3 * np.pi],
            r"In that direction each step of $\pi$ takes it up.",
        ),
        ([0.5 - np.pi / 3 - np.pi, -0.5 - np.pi / 3 - np.pi], r"One step of $\pi$ gains $\pi$: take more of them."),
        ([0.5 - np.pi / 3 - 3 * np.pi, -0.5 - np.pi / 3], "Step in both variables: $(x - y)^2$ has to stay as it is."),
    ],
    given_back=[[-10]],
)

# --- find the misprint ----------------------------------------------------------------------------------------------

_TESTS = ["value", "slope", "curvature", "none"]

find_the_misprint = Parts(
    {
        "right": Choice(
            "a",
            among=["a", "b", "c", "d"],
            wrong=[
                ("b", r"Where is $0.26(x^2 + y^2) - 0.48xy$ flat: where $x = y$, or where $x = -y$? And this one?"),
                ("c", r"Put $(\tfrac12 - \tfrac\pi3, -\tfrac12 - \tfrac\pi3)$ in: is it $-1.9132$?"),
                ("d", "A hole in a plain: does the exponential fade to all sides?"),
            ],
        ),
        "elsewhere": Number(
            1,
            wrong=[
                (0.04, "That is the right function; compute the one that is printed."),
                (0.52, "There are two terms."),
                (0, "The place is $(1, 1)$, not the origin."),
            ],
            given_back=[0.26, 0.48],
        ),
        "first": Choice(
            "none",
            among=_TESTS,
            wrong=[
                ("value", "At the origin it is 0, as it should be."),
                ("slope", "At the origin it is level, as it should be."),
                ("curvature", "Its curvatures at the origin are 0.04 and 1, as they should be."),
            ],
        ),
        "second": Choice(
            "value",
            among=_TESTS,
            wrong=[
                ("slope", "It notices, too; but is the value right?"),
                ("curvature", "A test before it notices."),
                ("none", "Is the value the stated one? There $x$ is not zero, and a term with it has changed."),
            ],
        ),
        "third": Choice(
            "curvature",
            among=_TESTS,
            wrong=[
                ("value", r"At $(\pi, \pi)$ the exponent is 0, whatever its signs are."),
                ("slope", r"Cosines and exponent are level at $(\pi, \pi)$, whatever the signs are."),
                ("none", r"Go from $(\pi, \pi)$ along $y$: does it rise?"),
            ],
        ),
    }
)  # fmt: skip

# --- a bowl of your own ---------------------------------------------------------------------------------------------


def _bends(s: np.ndarray) -> np.ndarray:
    return np.linalg.eigvalsh([[s[0], s[1]], [s[1], s[2]]])


a_bowl_of_your_own = Construction(
    [50.5, 49.5, 50.5],
    properties=[
        (lambda s: s.shape == (3,), "Give three numbers: $a$, $b$, $c$."),
        (lambda s: s[1] != 0, r"With $b = 0$ it is not turned against the axes."),
        (
            lambda s: abs(_bends(s)[0] - 1) < 1e-3,
            lambda s: f"The curvatures are `{_bends(s)[0]:.4g}` and `{_bends(s)[1]:.4g}`; the smaller one should be 1.",
        ),
        (
            lambda s: abs(_bends(s)[1] - 100) < 1e-1,
            lambda s: f"The smaller curvature is 1, and the larger `{_bends(s)[1]:.4g}`: the condition number is that.",
        ),
    ],
    wrong=[
        ([1, 0, 100], "That is a bowl along the axes."),
        ([50.5, 50.5, 50.5], "Then the determinant is zero: $b$ is half the *difference* of the curvatures."),
        ([1, 9, 100], "Something beside the diagonal moves the eigenvalues away from the diagonal's entries."),
    ],
    given_back=[[1, 1, 100]],
)

# --- a camel's passes -----------------------------------------------------------------------------------------------

a_camel_s_passes = Parts(
    {
        "minima": Number(
            6,
            wrong=[
                (2, "Those are the two lowest: there are others, higher up."),
                (4, "Start from more places: two more lie far out to the left and right."),
                (15, "Those are all level places: count the ones with two positive curvatures."),
            ],
        ),
        "saddles": Number(
            7,
            wrong=[
                (5, "By the rule, minima minus saddles plus maxima is 1: start from more places."),
                (6, "By the rule, minima minus saddles plus maxima is 1. Is the origin among them?"),
                (8, "By the rule, minima minus saddles plus maxima is 1. Is one of them counted twice?"),
            ],
        ),
        "maxima": Number(
            2,
            wrong=[
                (0, "Newton's method finds tops, too, if you do not sort them out."),
                (1, "The function is the same at $(-x, -y)$: what is not at the origin comes in pairs."),
                (7, "One curvature of a saddle is negative, of a maximum both are."),
            ],
        ),
        "lowest_pass": Number(
            0,
            digits=3,
            wrong=[
                (-1.032, "That is the lowest pit."),
                (2.229, "That is a higher one: look for the lowest among the saddles."),
                (0.544, "That pass leads to an outer pit: there is a lower one."),
            ],
            given_back=[1],
        ),
    }
)
