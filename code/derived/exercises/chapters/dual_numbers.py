"""The exercises of the chapter on dual numbers."""

import math

from derived.algebra import partial, scalar, sigmoid
from derived.exercises import Construction, Formula, Function, Number, Parts

# --- three sums with ε ----------------------------------------------------------------------------------------------

three_sums_with_epsilon = Parts(
    {
        "product": Number(
            [15, 7],
            wrong=[
                ([15, -2], r"$2 \cdot (-1)$ stands before $\varepsilon^2$, which is zero."),
                ([15, 13], r"Mind the sign: $3 \cdot (-\varepsilon)$ is subtracted."),
                ([15, 5], r"$\varepsilon^2$ is zero, and not one: drop what stands before it."),
                ([15, 10], r"There are two strips: $3 \cdot (-\varepsilon)$ is lacking."),
            ],
            given_back=[[3, 2]],
        ),
        "quotient": Number(
            [3, -1],
            wrong=[
                ([3, 1], r"Test it: multiply $3 + \varepsilon$ by $2 + \varepsilon$."),
                ([3, -2], "Divide by the square of the value below, not by that value."),
                ([3, -4], "Divide by the square of the value below: that is lacking."),
                ([3, 0.5], "The value below moves, too."),
            ],
        ),
        "root": Number(
            [3, 2],
            wrong=[
                ([3, 4], r"Test it: the square of $3 + 4\varepsilon$ has twice $3 \cdot 4$ before $\varepsilon$."),
                ([3, 12], r"Test it: the square of $3 + 12\varepsilon$ has twice $3 \cdot 12$ before $\varepsilon$."),
                ([3, 6], r"Test it: the square of $3 + 6\varepsilon$ has twice $3 \cdot 6$ before $\varepsilon$."),
                ([-3, -2], "Its square is right; but the root is the one of positive value."),
                ([3, math.sqrt(12)], "A root is not taken part by part: the square of your number is another."),
            ],
        ),
    }
)

# --- the sigmoid of a dual number -----------------------------------------------------------------------------------

_a, _b = scalar("a"), scalar("b")

the_sigmoid_of_a_dual_number = Formula(
    right=_b * sigmoid(_a) * (1 - sigmoid(_a)),
    letters=(_a, _b),
    in_terms_of=(sigmoid(_a), _b),
    wrong=[
        (sigmoid(_a) * (1 - sigmoid(_a)), "The slope of what goes in is lost."),
        (_b * (1 - sigmoid(_a)), r"One $\sigma(a)$ is lost: the denominator is squared."),
        (_b * sigmoid(_a), r"That is the pattern of the exponential."),
        (-_b * sigmoid(_a) * (1 - sigmoid(_a)), "Two minus signs meet: one of the exponent, one of the quotient."),
        (_b * sigmoid(_a) ** 2, r"$e^{-a}/(1 + e^{-a})$ is not $\sigma(a)$, but what is left of 1."),
    ],
    given_back=[_b * partial(sigmoid(_a), _a)],
)

# --- a direction by hand --------------------------------------------------------------------------------------------

a_direction_by_hand = Parts(
    {
        "slopes": Number(
            [1, -5],
            wrong=[
                ([5, 7], r"$y$ moves down: its slope is $-1$."),
                ([1, 7], r"$y$ moves down in the second entry, too."),
                ([3, 1], r"That is a partial derivative, by $x$ alone: here $y$ moves, too."),
                ([1, -6], r"In the second entry $x$ moves, too."),
                ([-1, -5], r"Take $3$ times the slope of $x$ and $2$ times that of $y$."),
            ],
            given_back=[[1, -1]],
        ),
        "second": Number(
            -2,
            wrong=[
                (
                    -1,
                    r"It comes twice: $\varepsilon_1$ of one factor meets $\varepsilon_2$ of the other.",
                ),
                (2, r"The slopes of $x$ and $y$ have opposite signs."),
                (0, r"$\varepsilon_1\varepsilon_2$ is not zero: only the squares are."),
            ],
        ),
    }
)

# --- which epsilon --------------------------------------------------------------------------------------------------

which_epsilon = Parts(
    {
        "right": Number(
            6,
            wrong=[
                (3, r"$s(x)$ is $x$: so what is $f(x)$?"),
                (9, r"That is $f(3)$."),
                (4, "That is what one gets who takes the two for the same."),
            ],
            given_back=[1],
        ),
        "without_tags": Number(
            4,
            wrong=[
                (6, r"That is right, and the class is not: it multiplies $3 + \varepsilon$ by $1 + \varepsilon$."),
                (3, r"The inner product has the slope $3 + 1$: both of its factors move."),
                (7, r"The inner derivative returns a plain number: its own slope is lost."),
                (12, r"That is the value of $3 \cdot 4$: what is its slope?"),
                (0, r"The inner answer is a plain number; but $x$, by which it is multiplied, moves."),
            ],
        ),
    }
)

# --- an exponent that moves -----------------------------------------------------------------------------------------

an_exponent_that_moves = Function(
    lambda a, b, c, d: [a**c, a**c * (d * math.log(a) + c * b / a)],
    inputs=lambda rng: tuple(float(v) for v in (rng.integers(1, 6), *rng.integers(-3, 4, 3))),
    wrong=[
        (lambda a, b, c, d: [a**c, c * a ** (c - 1) * b], "The exponent moves, too."),
        (lambda a, b, c, d: [a**c, a**c * math.log(a) * d], "The base moves, too."),
        (
            lambda a, b, c, d: [a**c, d * math.log(a) + c * b / a],
            r"That is the slope of the exponent $z$; the exponential multiplies it.",
        ),
        (
            lambda a, b, c, d: [a**c, a**c * (d * math.log(a) + c * b)],
            r"The logarithm of $a + b\varepsilon$ has the slope $b/a$.",
        ),
        (lambda a, b, c, d: [a**c, a**c * b * d], "A power is not taken part by part."),
    ],
    given_back=[lambda a, b, c, d: [a, b]],
)

# --- where there is none --------------------------------------------------------------------------------------------

where_there_is_none = Construction(
    [-1, 0, 1],
    properties=[
        (lambda x: x.ndim == 1 and x.size > 0, "Give a list of numbers."),
        (
            lambda x: all(place in (-1, 0, 1) for place in x),
            lambda x: f"At `{next(place for place in x if place not in (-1, 0, 1)):g}` there is one.",
        ),
        (lambda x: set(x) == {-1, 0, 1}, "What you give is right, and not all."),
    ],
    ordered=False,
    wrong=[
        ([-1, 1], "The inner bars have a kink, too."),
        ([0], "The outer bars have kinks, too: where is what they hold zero?"),
        ([1], r"$\lvert x\rvert$ is 1 at two places."),
        ([0, 1], "The function is even: what happens at a place happens at its mirror image."),
    ],
    given_back=[[]],
)

# --- a loop that stops ----------------------------------------------------------------------------------------------

_ROOT = math.sqrt(2)

a_loop_that_stops = Parts(
    {
        "steps": Number(
            2,
            wrong=[
                (1, r"$(3/2)^2 = 2.25$ is not within 0.01 of 2."),
                (3, r"$(17/12)^2 = 2.0069$ is within 0.01 of 2: it stops there."),
                (4, r"$(17/12)^2 = 2.0069$ is within 0.01 of 2: it stops long before."),
            ],
        ),
        "slope": Number(
            13 / 36,
            wrong=[
                (0.5, "That is the slope after one step."),
                (1 / (2 * _ROOT), "That is the true one: what does the program return?"),
                (7 / 12, r"In $x/y$ the denominator moves, too: subtract $x$ times its slope over $y^2$."),
                (1 / 3, r"$x$ itself moves: $1/y$ is a part of the slope of $x/y$, and so is that of $y$ itself."),
            ],
            given_back=[2],
        ),
        "value_off": Number(
            100 * (17 / 12 / _ROOT - 1),
            digits=2,
            wrong=[
                (100 * (17 / 12 - _ROOT), r"Divide by $\sqrt2$: percent of the true value."),
                (100 * (3 / 2 / _ROOT - 1), "That is after one step."),
                (17 / 12 / _ROOT - 1, "In percent: a hundred times that."),
                (100 * ((17 / 12) ** 2 / 2 - 1), "That is by how much the square is too large."),
            ],
        ),
        "slope_off": Number(
            100 * (13 / 36 * 2 * _ROOT - 1),
            digits=2,
            wrong=[
                (100 * (13 / 36 - 1 / (2 * _ROOT)), "Divide by the true slope: percent of it."),
                (100 * (_ROOT - 1), "That is after one step."),
                (13 / 36 * 2 * _ROOT - 1, "In percent: a hundred times that."),
                (100 * (17 / 12 / _ROOT - 1), "That is for the value."),
            ],
        ),
    }
)

# --- three parts ----------------------------------------------------------------------------------------------------


def _product(one: list[float], two: list[float]) -> list[float]:
    return [sum(one[i] * two[k - i] for i in range(k + 1)) for k in range(3)]


three_parts = Function(
    _product,
    inputs=lambda rng: tuple(rng.integers(-5, 6, 3).astype(float).tolist() for _ in range(2)),
    wrong=[
        (lambda one, two: [x * y for x, y in zip(one, two, strict=True)], "Multiply out, not part by part."),
        (
            lambda one, two: [*_product(one, two)[:2], one[0] * two[2] + one[2] * two[0]],
            r"$\varepsilon \cdot \varepsilon$ is $\varepsilon^2$, and is no longer zero.",
        ),
        (
            lambda one, two: [*_product(one, two)[:2], one[0] * two[2] + 2 * one[1] * two[1] + one[2] * two[0]],
            r"$\varepsilon \cdot \varepsilon$ comes once: the factor 2 belongs to derivatives, not to these parts.",
        ),
        (lambda one, two: [*_product(one, two)[:2], 0], r"Only $\varepsilon^3$ is zero here."),
    ],
    without=["polymul", "convolve", "polyval"],
    given_back=[lambda one, two: one],
)

# --- what the house costs -------------------------------------------------------------------------------------------

_DEBT, _PAYMENT, _MONTHS = 200_000, 1200, 360


def _at_the_end(rate: float, payment: float) -> float:
    growth = (1 + rate) ** _MONTHS
    return _DEBT * growth - payment * (growth - 1) / rate


def _monthly_rate(payment: float) -> float:
    """By bisection, which needs no derivative."""
    low, high = 1e-3, 2e-2
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if _at_the_end(middle, payment) < 0 else (low, middle)
    return (low + high) / 2


_RATE = _monthly_rate(_PAYMENT)
_PER_UNIT = (_monthly_rate(_PAYMENT + 0.01) - _monthly_rate(_PAYMENT - 0.01)) / 0.02

what_the_house_costs = Parts(
    {
        "rate": Number(
            1200 * _RATE,
            digits=4,
            wrong=[
                (100 * _RATE, "That is for a month."),
                (12 * _RATE, "In percent: a hundred times that."),
                (
                    100 * ((1 + _RATE) ** 12 - 1),
                    "That has interest on interest: take twelve times the monthly rate.",
                ),
            ],
            given_back=[1200],
        ),
        "per_unit": Number(
            1200 * _PER_UNIT,
            digits=5,
            wrong=[
                (-1200 * _PER_UNIT, "Who pays more for the same debt pays a higher rate: mind the sign."),
                (1 / (1200 * _PER_UNIT), "Upside down: that is the payment for each point of the rate."),
                (12 * _PER_UNIT, "In percentage points: a hundred times that."),
                (100 * _PER_UNIT, "That is for the monthly rate."),
            ],
        ),
    }
)
