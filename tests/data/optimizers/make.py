"""Walk fifty steps with the optimizers of PyTorch, optax and Keras, and write down where they are.

The tests need none of these libraries, only what is written here. To write it again, in an environment of its own:
``pip install torch optax keras numpy``, then ``python tests/data/optimizers/make.py`` from the project's folder.
"""

import json
import os
from importlib.metadata import version
from pathlib import Path

os.environ["KERAS_BACKEND"] = "jax"

import jax
import keras
import numpy as np
import optax
import torch

jax.config.update("jax_enable_x64", True)
keras.config.set_floatx("float64")
torch.set_default_dtype(torch.float64)  # else NAdam keeps the product of its momenta in float32

STEPS = 50
KEPT = [1, 2, 3, 5, 10, 20, 30, 40, 50]


def rosenbrock(x):
    """The gradient."""
    return np.array([-400 * x[0] * (x[1] - x[0] ** 2) - 2 * (1 - x[0]), 200 * (x[1] - x[0] ** 2)])


def himmelblau(x):
    """The gradient."""
    first, second = x[0] ** 2 + x[1] - 11, x[0] + x[1] ** 2 - 7
    return np.array([4 * x[0] * first + 2 * second, 2 * first + 4 * x[1] * second])


FUNCTIONS = {"Rosenbrock": (rosenbrock, [-1.2, 1.0], 2e-4), "Himmelblau": (himmelblau, [0.5, -0.5], 5e-3)}
"""The gradient, the start, and the rate α of plain and of accelerated descent; all other optimizers have 0.05."""

MOVE = 0.05
FALL = 0.9
"""What the scheduled rate is multiplied by at each step."""

PYTORCH = {
    "SGD": lambda x, a: torch.optim.SGD(x, a),
    "SGD momentum=0.9": lambda x, a: torch.optim.SGD(x, a, momentum=0.9),
    "SGD momentum=0.9, rate falls": lambda x, a: torch.optim.SGD(x, a, momentum=0.9),
    "SGD momentum=0.9 dampening=0.9": lambda x, a: torch.optim.SGD(x, a, momentum=0.9, dampening=0.9),
    "SGD momentum=0.9 nesterov": lambda x, a: torch.optim.SGD(x, a, momentum=0.9, nesterov=True),
    "SGD weight_decay=0.1": lambda x, a: torch.optim.SGD(x, a, weight_decay=0.1),
    "Adagrad": lambda x, a: torch.optim.Adagrad(x, MOVE),
    "Adagrad eps=0.01": lambda x, a: torch.optim.Adagrad(x, MOVE, eps=0.01),
    "Adagrad lr_decay=0.1": lambda x, a: torch.optim.Adagrad(x, MOVE, lr_decay=0.1),
    "RMSprop": lambda x, a: torch.optim.RMSprop(x, MOVE),
    "RMSprop eps=0.01": lambda x, a: torch.optim.RMSprop(x, MOVE, eps=0.01),
    "RMSprop centered": lambda x, a: torch.optim.RMSprop(x, MOVE, centered=True),
    "Adadelta": lambda x, a: torch.optim.Adadelta(x),
    "Adam": lambda x, a: torch.optim.Adam(x, MOVE),
    "Adam eps=0.01": lambda x, a: torch.optim.Adam(x, MOVE, eps=0.01),
    "Adam amsgrad": lambda x, a: torch.optim.Adam(x, MOVE, amsgrad=True),
    "Adam weight_decay=0.1": lambda x, a: torch.optim.Adam(x, MOVE, weight_decay=0.1),
    "Adamax": lambda x, a: torch.optim.Adamax(x, MOVE),
    "Adamax eps=0.01": lambda x, a: torch.optim.Adamax(x, MOVE, eps=0.01),
    "NAdam": lambda x, a: torch.optim.NAdam(x, MOVE),
    "LBFGS lr=0.1 max_iter=1 history_size=5": lambda x, a: torch.optim.LBFGS(
        x, 0.1, max_iter=1, history_size=5, tolerance_grad=0.0, tolerance_change=0.0
    ),
    "AdamW weight_decay=0.1": lambda x, a: torch.optim.AdamW(x, MOVE, weight_decay=0.1),
    "AdamW weight_decay=0.1, rate falls": lambda x, a: torch.optim.AdamW(x, MOVE, weight_decay=0.1),
}

OPTAX = {
    "sgd": lambda a: optax.sgd(a),
    "sgd momentum=0.9": lambda a: optax.sgd(a, momentum=0.9),
    "sgd momentum=0.9 nesterov": lambda a: optax.sgd(a, momentum=0.9, nesterov=True),
    "clip_by_global_norm(1), sgd": lambda a: optax.chain(optax.clip_by_global_norm(1.0), optax.sgd(a)),
    "adagrad": lambda a: optax.adagrad(MOVE),
    "adagrad eps=0.01": lambda a: optax.adagrad(MOVE, eps=0.01),
    "rmsprop": lambda a: optax.rmsprop(MOVE),
    "rmsprop eps=0.01": lambda a: optax.rmsprop(MOVE, eps=0.01),
    "rmsprop eps=0.01 eps_in_sqrt=False": lambda a: optax.rmsprop(MOVE, eps=0.01, eps_in_sqrt=False),
    "rmsprop centered": lambda a: optax.rmsprop(MOVE, centered=True),
    "rmsprop eps=0.01 bias_correction": lambda a: optax.rmsprop(MOVE, eps=0.01, bias_correction=True),
    "adadelta": lambda a: optax.adadelta(1.0),
    "adam": lambda a: optax.adam(MOVE),
    "adam eps=0.01": lambda a: optax.adam(MOVE, eps=0.01),
    "adam eps=0 eps_root=0.01": lambda a: optax.adam(MOVE, eps=0.0, eps_root=0.01),
    "amsgrad": lambda a: optax.amsgrad(MOVE),
    "amsgrad uncorrected": lambda a: optax.amsgrad(MOVE, bias_correction_mu=False, bias_correction_nu=False),
    "adamax": lambda a: optax.adamax(MOVE),
    "adamax eps=0.01": lambda a: optax.adamax(MOVE, eps=0.01),
    "nadam": lambda a: optax.nadam(MOVE),
    "adamw weight_decay=0.1": lambda a: optax.adamw(MOVE, weight_decay=0.1),
    "lion weight_decay=0.1": lambda a: optax.lion(MOVE, weight_decay=0.1),
}

K = keras.optimizers
KERAS = {
    "SGD": lambda a: K.SGD(a),
    "SGD momentum=0.9": lambda a: K.SGD(a, momentum=0.9),
    "SGD momentum=0.9, rate falls": lambda a: K.SGD(a, momentum=0.9),
    "SGD momentum=0.9 nesterov": lambda a: K.SGD(a, momentum=0.9, nesterov=True),
    "Adagrad": lambda a: K.Adagrad(MOVE),
    "Adagrad epsilon=0.01": lambda a: K.Adagrad(MOVE, epsilon=0.01),
    "RMSprop": lambda a: K.RMSprop(MOVE),
    "RMSprop epsilon=0.01": lambda a: K.RMSprop(MOVE, epsilon=0.01),
    "RMSprop centered": lambda a: K.RMSprop(MOVE, centered=True),
    "Adadelta learning_rate=1": lambda a: K.Adadelta(1.0),
    "Adadelta": lambda a: K.Adadelta(),
    "Adam": lambda a: K.Adam(MOVE),
    "Adam epsilon=0.01": lambda a: K.Adam(MOVE, epsilon=0.01),
    "Adam amsgrad": lambda a: K.Adam(MOVE, amsgrad=True, epsilon=0.0),
    "Adamax": lambda a: K.Adamax(MOVE),
    "Adamax epsilon=0.01": lambda a: K.Adamax(MOVE, epsilon=0.01),
    "Nadam": lambda a: K.Nadam(MOVE),
    "AdamW weight_decay=0.1": lambda a: K.AdamW(MOVE, weight_decay=0.1),
    "Lion": lambda a: K.Lion(MOVE),
}


def pytorch_walk(make, gradient, start, rate, falls):
    """Points after each step."""
    x = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    optimizer = make([x], rate)

    def closure():
        x.grad = torch.from_numpy(gradient(x.detach().numpy()))
        return 0.0

    for _ in range(STEPS):
        optimizer.step(closure)
        if falls:
            for group in optimizer.param_groups:
                group["lr"] *= FALL
        yield x.detach().numpy().copy()


def optax_walk(make, gradient, start, rate, falls):
    """Points after each step."""
    assert not falls
    optimizer, x = make(rate), jax.numpy.array(start)
    state = optimizer.init(x)
    for _ in range(STEPS):
        step, state = optimizer.update(jax.numpy.array(gradient(np.array(x))), state, x)
        x = optax.apply_updates(x, step)
        yield np.array(x)


def keras_walk(make, gradient, start, rate, falls):
    """Points after each step."""
    optimizer, x = make(rate), keras.Variable(np.array(start), dtype="float64")
    for k in range(STEPS):
        if falls:
            optimizer.learning_rate = rate * FALL**k
        optimizer.apply([jax.numpy.array(gradient(np.array(x.value)))], [x])
        yield np.array(x.value)


def main():
    """Write the file."""
    walks = {}
    for library, cases, walk in (
        ("PyTorch", PYTORCH, pytorch_walk),
        ("optax", OPTAX, optax_walk),
        ("Keras", KERAS, keras_walk),
    ):
        for name, make in cases.items():
            for function, (gradient, start, rate) in FUNCTIONS.items():
                points = list(walk(make, gradient, start, rate, name.endswith("rate falls")))
                walks[f"{library} {name} | {function}"] = [points[k - 1].tolist() for k in KEPT]
    versions = {name: version(name) for name in ("torch", "optax", "jax", "keras", "numpy")}
    starts = {function: start for function, (_, start, _) in FUNCTIONS.items()}
    rates = {function: rate for function, (_, _, rate) in FUNCTIONS.items()}
    head = {"versions": versions, "kept": KEPT, "starts": starts, "rates": rates, "other_rates": MOVE, "fall": FALL}
    lines = [f"  {json.dumps(name)}: {json.dumps(path)}" for name, path in walks.items()]
    text = json.dumps(head)[:-1] + ', "walks": {\n' + ",\n".join(lines) + "\n}}\n"
    json.loads(text)
    Path(__file__).with_name("walks.json").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
