"""The exercises of the chapter on momentum."""

import numpy as np

from derived.algebra import index, limit, scalar, substitute, summation
from derived.exercises import Construction, Formula, Function, Number, Parts

Array = np.ndarray

# --- two steps with momentum ----------------------------------------------------------------------------------------

two_steps_with_momentum = Parts(
    {
        "first": Number(
            [8.1, 0.1],
            wrong=[
                ([9.9, 1.9], "That is uphill: subtract the rate times the gradient."),
                ([-0.9, -0.9], "That is the velocity: add it to where you stand."),
                ([8.1, 0.9], "The gradient's second entry is $9y$, not $y$."),
            ],
            given_back=[[9, 1]],
        ),
        "second": Number(
            [6.84, -0.44],
            wrong=[
                ([7.29, 0.01], "That is a step without momentum: add half of the first one."),
                ([6.75, -1.25], "The second gradient is that of the point to which the first step has led."),
                ([6.39, -0.89], "That keeps the whole first step: half of it is kept."),
                ([7.74, 0.46], "The share of the first step is added with the sign that it has."),
                ([-1.26, -0.54], "That is the velocity: add it to where you stand."),
                ([6.885, -0.035], "That takes the gradient ahead, as Nesterov does: take it where you stand."),
            ],
        ),
    }
)

# --- creep or swing -------------------------------------------------------------------------------------------------

_edge = 1 - 0.4**0.5

creep_or_swing = Parts(
    {
        "momentum": Number(
            _edge**2,
            wrong=[
                (_edge, "That is its root."),
                ((1 + 0.4**0.5) ** 2, "That is above one: the left border of the tongue is meant."),
                (0.36, r"Take the root of $\alpha\lambda$ first: $(1 - \sqrt\beta)^2 = \alpha\lambda$."),
                ((1 - 0.1**0.5) ** 2, r"The curvature is 4, not 1: $\alpha\lambda$ is 0.4."),
            ],
            given_back=[4, 0.1],
        ),
        "size": Number(
            _edge,
            wrong=[
                (_edge**2, r"Their product is $\beta$, and they are equal: each is its root."),
                (0.6, "That is the factor without momentum."),
                (0.4, r"That is $\alpha\lambda$."),
                (1 - 0.1**0.5, r"The curvature is 4, not 1: $\alpha\lambda$ is 0.4."),
                (_edge**0.5, r"That is a root too many: the size is $\sqrt\beta$."),
            ],
        ),
        "without": Number(
            0.6,
            wrong=[
                (0.4, r"The distance is multiplied by $1 - \alpha\lambda$."),
                (0.9, "The curvature is 4, not 1."),
                (0, r"Without momentum one root is zero; the larger one is $1 - \alpha\lambda$."),
            ],
        ),
    }
)

# --- how far it coasts ----------------------------------------------------------------------------------------------

_v, _beta, _k = scalar("v"), scalar("beta", "between 0 and 1"), scalar("k", "whole")

how_far_it_coasts = Formula(
    right=_beta * _v / (1 - _beta),
    letters=(_v, _beta),
    wrong=[
        (_v / (1 - _beta), "That counts the step that was taken already: the next one is $\\beta v$."),
        (_beta * _v, "That is the next step alone: many follow."),
        (_beta / (1 - _beta), "How far depends on the velocity: this is what multiplies it."),
        (_beta * _v / (1 + _beta), "All steps have the same sign: they add up."),
        (_v / (1 - _beta) - _beta * _v, "Take $v$ off the whole series, not $\\beta v$."),
    ],
    given_back=[limit(summation(index("j"), (1, _k), _beta ** index("j") * _v), _k)],
)

# --- the look ahead -------------------------------------------------------------------------------------------------


def _looking_ahead(x: Array, v: Array, alpha: float, beta: float, curvatures: Array) -> Array:
    v_next = beta * v - alpha * curvatures * (x + beta * v)
    return np.concatenate([x + v_next, v_next])


def _heavy(x: Array, v: Array, alpha: float, beta: float, curvatures: Array) -> Array:
    v_next = beta * v - alpha * curvatures * x
    return np.concatenate([x + v_next, v_next])


def _too_far(x: Array, v: Array, alpha: float, beta: float, curvatures: Array) -> Array:
    v_next = beta * v - alpha * curvatures * (x + v)
    return np.concatenate([x + v_next, v_next])


def _from_ahead(x: Array, v: Array, alpha: float, beta: float, curvatures: Array) -> Array:
    v_next = beta * v - alpha * curvatures * (x + beta * v)
    return np.concatenate([x + beta * v + v_next, v_next])


def _shifted(x: Array, v: Array, alpha: float, beta: float, curvatures: Array) -> Array:
    v_next = beta * v - alpha * curvatures * x
    return np.concatenate([x + beta * v_next - alpha * curvatures * x, v_next])


def _kept_whole(x: Array, v: Array, alpha: float, beta: float, curvatures: Array) -> Array:
    v_next = v - alpha * curvatures * (x + beta * v)
    return np.concatenate([x + v_next, v_next])


def _nothing_new(x: Array, v: Array, alpha: float, beta: float, curvatures: Array) -> Array:
    return np.concatenate([x, v])


def _some_motion(rng: np.random.Generator) -> tuple:
    x, v = rng.integers(-9, 10, (2, 2)).astype(float)
    return x, v, rng.integers(1, 5) / 10, rng.integers(1, 10) / 10, rng.integers(1, 10, 2).astype(float)


the_look_ahead = Function(
    _looking_ahead,
    inputs=_some_motion,
    wrong=[
        (_heavy, "That is the heavy ball: its gradient is the one at `x`."),
        (_too_far, "The velocity leads to `x + beta * v`: a share of it is kept."),
        (_from_ahead, "The gradient is taken ahead, but the step begins at `x`."),
        (_shifted, "That form stands at $\\mathbf y$; here the gradient is taken ahead of `x`."),
        (_kept_whole, "Of the old velocity only the share `beta` is kept, in the new one as well."),
    ],
    given_back=[_nothing_new],
)

# --- a falling rate -------------------------------------------------------------------------------------------------

a_falling_rate = Parts(
    {
        "inside": Number(
            -0.4,
            wrong=[
                (0.4, "Steps go downhill, and the gradient is positive."),
                (-0.175, "That is the program that multiplies the sum by today's rate."),
                (-0.6, "That is the second step."),
                (-0.1, "That is a step of gradient descent: the velocity remembers."),
                (-0.3, "That is the share of the second step: today's push is missing."),
            ],
            given_back=[1],
        ),
        "outside": Number(
            -0.175,
            wrong=[
                (0.175, "Steps go downhill, and the gradient is positive."),
                (-0.4, "That is the program that has the rate in the velocity."),
                (-0.15, "That is the second step."),
                (-1.75, "That is the sum: multiply it by today's rate."),
                (-0.1, "That is a step of gradient descent: the sum remembers."),
            ],
        ),
    }
)

# --- three curvatures -----------------------------------------------------------------------------------------------

_CURVATURES, _STEPS = np.array([1.0, 10.0, 100.0]), 100
_STARTS = np.random.default_rng(0).standard_normal((300, 3))


def _left(rate: float, momentum: float) -> float:
    """The largest share of a start's distance that is left."""
    starts = np.vstack([_STARTS, np.eye(3)])
    x, v = starts, np.zeros_like(starts)
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(_STEPS):
            v = momentum * v - rate * _CURVATURES * x
            x = x + v
        shares = np.linalg.norm(x, axis=1) / np.linalg.norm(starts, axis=1)
    return float(np.nan_to_num(shares, nan=np.inf, posinf=np.inf).max())


three_curvatures = Construction(
    [(2 / 11) ** 2, (9 / 11) ** 2],
    properties=[
        (lambda s: s.shape == (2,), "Give two numbers: the rate, and the momentum."),
        (lambda s: s[0] > 0 and 0 <= s[1] < 1, "The rate is positive, and the momentum at least 0 and below 1."),
        (
            lambda s: _left(*s) < 1,
            lambda s: f"At least one start is farther away after {_STEPS} steps than before: mind the steepest axis.",
        ),
        (
            lambda s: _left(*s) <= 1e-6,
            lambda s: f"After {_STEPS} steps `{_left(*s):.2g}` of the distance is left, for the slowest of the starts.",
        ),
    ],
    wrong=[
        ([2 / 101, 0], "That is gradient descent at its best rate: give it momentum."),
        ([0.01, 0.9], r"With $\beta = 0.9$ nothing shrinks faster than by $\sqrt{0.9}$ a step."),
        ([(2 / 11) ** 2, 9 / 11], "That is the root of the momentum: square it."),
        ([(9 / 11) ** 2, (2 / 11) ** 2], "The rate comes first."),
        ([2 / 11, 9 / 11], "Both are roots: square them."),
        ([4 / 101, (9 / 11) ** 2], r"For the rate add the roots, 1 and 10, and then square: not $4/(1 + 100)$."),
        ([(2 / 101) ** 2, (99 / 101) ** 2], "Take the roots of the curvatures: 1 and 10, not 1 and 100."),
        ([0.01, 9 / 11], "That is Nesterov's pair: the heavy ball has its own."),
    ],
    given_back=[[1, 100]],
)

# --- the middle of the tongue ---------------------------------------------------------------------------------------

_twice = scalar("s")  # what two steps multiply by

the_middle_of_the_tongue = Formula(
    right=_beta**2,
    letters=(_beta,),
    wrong=[
        (-_beta, "That is after two steps."),
        (_beta**4, r"Two steps, not one, multiply by $\beta$."),
        (-(_beta**2), "Two steps turn the sign; four turn it twice."),
        (_beta, r"That would be the size after two steps: two more follow."),
    ],
    given_back=[substitute(_twice**2, _twice, -_beta)],
)
