"""Our optimizers beside PyTorch's, optax's and Keras': equal where definitions are, and not where they differ."""

import numpy as np
import pytest

from derived.optimization import GradientDescent, exponential, inverse_time
from derived.optimization.optimizers import (
    LBFGS,
    Adadelta,
    Adagrad,
    Adam,
    Adamax,
    AdamW,
    AMSGrad,
    Clipped,
    HeavyBall,
    Lion,
    Nadam,
    Nesterov,
    Penalized,
    RMSprop,
)
from derived.optimization.surfaces import SURFACES
from optimizers import KNOWN

RATE = KNOWN["other_rates"]
FALLING = exponential(RATE, KNOWN["fall"])


def falling(rate):
    return exponential(rate, KNOWN["fall"])


OURS = {
    # Plain and accelerated descent: of the rate α.
    "PyTorch SGD": lambda a: GradientDescent(a),
    "optax sgd": lambda a: GradientDescent(a),
    "Keras SGD": lambda a: GradientDescent(a),
    "PyTorch SGD momentum=0.9": lambda a: HeavyBall(a),
    "optax sgd momentum=0.9": lambda a: HeavyBall(a),
    "Keras SGD momentum=0.9": lambda a: HeavyBall(a),
    "PyTorch SGD momentum=0.9, rate falls": lambda a: HeavyBall(falling(a), rate_in_velocity=False),
    "Keras SGD momentum=0.9, rate falls": lambda a: HeavyBall(falling(a)),
    "PyTorch SGD momentum=0.9 dampening=0.9": lambda a: HeavyBall(a, dampening=0.9, first_gradient_whole=True),
    "PyTorch SGD momentum=0.9 nesterov": lambda a: Nesterov(a),
    "optax sgd momentum=0.9 nesterov": lambda a: Nesterov(a),
    "Keras SGD momentum=0.9 nesterov": lambda a: Nesterov(a),
    "PyTorch SGD weight_decay=0.1": lambda a: Penalized(GradientDescent(a), 0.1),
    "optax clip_by_global_norm(1), sgd": lambda a: Clipped(GradientDescent(a), 1.0),
    # A rate for each coordinate.
    "PyTorch Adagrad": lambda a: Adagrad(RATE, epsilon=1e-10),
    "PyTorch Adagrad eps=0.01": lambda a: Adagrad(RATE, epsilon=0.01),
    "PyTorch Adagrad lr_decay=0.1": lambda a: Adagrad(inverse_time(RATE, 0.1), epsilon=1e-10),
    "optax adagrad": lambda a: Adagrad(RATE, epsilon=1e-7, epsilon_inside=True, initial_sum=0.1),
    "optax adagrad eps=0.01": lambda a: Adagrad(RATE, epsilon=0.01, epsilon_inside=True, initial_sum=0.1),
    "Keras Adagrad": lambda a: Adagrad(RATE, epsilon=1e-7, epsilon_inside=True, initial_sum=0.1),
    "Keras Adagrad epsilon=0.01": lambda a: Adagrad(RATE, epsilon=0.01, epsilon_inside=True, initial_sum=0.1),
    "PyTorch RMSprop": lambda a: RMSprop(RATE, decay=0.99),
    "PyTorch RMSprop eps=0.01": lambda a: RMSprop(RATE, decay=0.99, epsilon=0.01),
    "PyTorch RMSprop centered": lambda a: RMSprop(RATE, decay=0.99, centered=True),
    "optax rmsprop": lambda a: RMSprop(RATE, epsilon_inside=True),
    "optax rmsprop eps=0.01": lambda a: RMSprop(RATE, epsilon=0.01, epsilon_inside=True),
    "optax rmsprop eps=0.01 eps_in_sqrt=False": lambda a: RMSprop(RATE, epsilon=0.01),
    "optax rmsprop centered": lambda a: RMSprop(RATE, epsilon_inside=True, centered=True),
    "optax rmsprop eps=0.01 bias_correction": lambda a: RMSprop(
        RATE, epsilon=0.01, epsilon_inside=True, bias_correction=True
    ),
    "Keras RMSprop": lambda a: RMSprop(RATE, epsilon=1e-7, epsilon_inside=True),
    "Keras RMSprop epsilon=0.01": lambda a: RMSprop(RATE, epsilon=0.01, epsilon_inside=True),
    "Keras RMSprop centered": lambda a: RMSprop(RATE, epsilon=1e-7, epsilon_inside=True, centered=True),
    "PyTorch Adadelta": lambda a: Adadelta(0.9),
    "optax adadelta": lambda a: Adadelta(0.9),
    "Keras Adadelta learning_rate=1": lambda a: Adadelta(0.95, epsilon=1e-7),
    "Keras Adadelta": lambda a: Adadelta(0.95, epsilon=1e-7, rate=0.001),
    # Adam and its kin.
    "PyTorch Adam": lambda a: Adam(RATE),
    "PyTorch Adam eps=0.01": lambda a: Adam(RATE, epsilon=0.01),
    "PyTorch Adam weight_decay=0.1": lambda a: Penalized(Adam(RATE), 0.1),
    "optax adam": lambda a: Adam(RATE),
    "optax adam eps=0.01": lambda a: Adam(RATE, epsilon=0.01),
    "optax adam eps=0 eps_root=0.01": lambda a: Adam(RATE, epsilon=0.01, epsilon_place="inside"),
    "Keras Adam": lambda a: Adam(RATE, epsilon=1e-7, epsilon_place="before correction"),
    "Keras Adam epsilon=0.01": lambda a: Adam(RATE, epsilon=0.01, epsilon_place="before correction"),
    "PyTorch Adam amsgrad": lambda a: AMSGrad(RATE, bias_correction="after"),
    "Keras Adam amsgrad": lambda a: AMSGrad(RATE, epsilon=0.0, bias_correction="after"),
    "optax amsgrad": lambda a: AMSGrad(RATE, bias_correction="before"),
    "optax amsgrad uncorrected": lambda a: AMSGrad(RATE),
    "PyTorch Adamax": lambda a: Adamax(RATE),
    "PyTorch Adamax eps=0.01": lambda a: Adamax(RATE, epsilon=0.01),
    "optax adamax": lambda a: Adamax(RATE),
    "optax adamax eps=0.01": lambda a: Adamax(RATE, epsilon=0.01),
    "Keras Adamax": lambda a: Adamax(RATE, epsilon=1e-7, epsilon_place="outside"),
    "Keras Adamax epsilon=0.01": lambda a: Adamax(RATE, epsilon=0.01, epsilon_place="outside"),
    "PyTorch NAdam": lambda a: Nadam(RATE),
    "optax nadam": lambda a: Nadam(RATE, momentum_decay=None),
    "Keras Nadam": lambda a: Nadam(RATE, epsilon=1e-7, momentum_decay=1.0),
    "PyTorch AdamW weight_decay=0.1": lambda a: AdamW(RATE, weight_decay=0.1),
    "PyTorch AdamW weight_decay=0.1, rate falls": lambda a: AdamW(FALLING, weight_decay=0.1),
    "optax adamw weight_decay=0.1": lambda a: AdamW(RATE, weight_decay=0.1),
    "Keras AdamW weight_decay=0.1": lambda a: AdamW(
        RATE, weight_decay=0.1, epsilon=1e-7, epsilon_place="before correction"
    ),
    "PyTorch LBFGS lr=0.1 max_iter=1 history_size=5": lambda a: LBFGS(0.1, memory=5),
    "optax lion weight_decay=0.1": lambda a: Lion(RATE, weight_decay=0.1),
    "Keras Lion": lambda a: Lion(RATE),
}


def walked(optimizer, function):
    """Where our optimizer is after the steps whose points were kept."""
    x, points = np.array(KNOWN["starts"][function]), []
    state = optimizer.init(x)
    for _ in range(KNOWN["kept"][-1]):
        step, state = optimizer.update(SURFACES[function].gradient_formula(x), state, x)
        x = x + step
        points.append(x)
    return np.array(points)[np.array(KNOWN["kept"]) - 1]


def farthest(name, optimizer):
    """The largest distance of ours from a known walk, over both functions, in units of the walk's own extent."""
    distances = []
    for function in KNOWN["starts"]:
        known = np.array(KNOWN["walks"][f"{name} | {function}"])
        distances.append(np.abs(walked(optimizer(KNOWN["rates"][function]), function) - known).max() / np.ptp(known))
    return max(distances)


def test_every_known_walk_is_compared():
    assert {name.partition(" | ")[0] for name in KNOWN["walks"]} == set(OURS)
    assert KNOWN["kept"][-1] == 50 and len(KNOWN["starts"]) == 2


@pytest.mark.parametrize("name", OURS)
def test_fifty_steps_are_those_of_the_library(name):
    assert farthest(name, OURS[name]) < 1e-10


DIFFERENCES = {
    "ε outside or inside the root, Adagrad": (
        "optax adagrad eps=0.01", lambda a: Adagrad(RATE, epsilon=0.01, initial_sum=0.1)),
    "what Adagrad's sum begins with": ("Keras Adagrad", lambda a: Adagrad(RATE, epsilon=1e-7, epsilon_inside=True)),
    "ε outside or inside the root, RMSprop": ("optax rmsprop eps=0.01", lambda a: RMSprop(RATE, epsilon=0.01)),
    "RMSprop's default decay": ("PyTorch RMSprop", lambda a: RMSprop(RATE)),
    "RMSprop's bias": ("optax rmsprop", lambda a: RMSprop(RATE, epsilon_inside=True, bias_correction=True)),
    "ε before the correction or after, Adam": ("Keras Adam epsilon=0.01", lambda a: Adam(RATE, epsilon=0.01)),
    "ε outside or inside the root, Adam": ("optax adam eps=0 eps_root=0.01", lambda a: Adam(RATE, epsilon=0.01)),
    "Adam's bias": ("PyTorch Adam", lambda a: Adam(RATE, bias_correction=False)),
    "ε in the maximum or outside, Adamax": ("Keras Adamax epsilon=0.01", lambda a: Adamax(RATE, epsilon=0.01)),
    "Nadam's schedule, PyTorch or optax": ("optax nadam", lambda a: Nadam(RATE)),
    "Nadam's schedule, PyTorch or Keras": ("Keras Nadam", lambda a: Nadam(RATE, epsilon=1e-7)),
    "Nadam's mean": ("PyTorch NAdam", lambda a: Nadam(RATE, momentum_in_mean=True)),
    "AMSGrad's correction, none or after": ("PyTorch Adam amsgrad", lambda a: AMSGrad(RATE)),
    "AMSGrad's correction, before or after": (
        "optax amsgrad", lambda a: AMSGrad(RATE, bias_correction="after")),
    "where the rate enters momentum": (
        "PyTorch SGD momentum=0.9, rate falls", lambda a: HeavyBall(falling(a))),
    "the first gradient, damped or whole": (
        "PyTorch SGD momentum=0.9 dampening=0.9", lambda a: HeavyBall(a, dampening=0.9)),
    "damped or undamped": ("PyTorch SGD momentum=0.9", lambda a: HeavyBall(a, dampening=0.9)),
    "decay of weights, or a penalty, in Adam": (
        "PyTorch Adam weight_decay=0.1", lambda a: AdamW(RATE, weight_decay=0.1)),
    "decay times rate or not": (
        "PyTorch AdamW weight_decay=0.1", lambda a: AdamW(RATE, weight_decay=0.1, decay_times_rate=False)),
    "Adadelta's rate in Keras": ("Keras Adadelta", lambda a: Adadelta(0.95, epsilon=1e-7)),
}  # fmt: skip
"""Each difference between definitions: a known walk, and ours by the other definition."""


@pytest.mark.parametrize("difference", DIFFERENCES)
def test_where_definitions_differ_so_do_the_walks(difference):
    name, other = DIFFERENCES[difference]
    assert farthest(name, other) > 1e-7 > 1000 * farthest(name, OURS[name])
