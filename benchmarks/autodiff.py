"""Reverse mode beside the libraries that readers know, and beside back-propagation written by hand.

Run from the project's folder: ``python benchmarks/autodiff.py``, on one thread (``OPENBLAS_NUM_THREADS=1``). First the
loss and the gradient of a network 64-128-64-10, in float64: the programs take turns, and each time is
divided by that of the hand-written one in the same round. Then the gradient of a small network on a hundred points,
number by number. Libraries that are not installed are left out: ``pip install autograd mygrad micrograd jax torch``.
"""

import itertools
import random
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "code")]

import numpy as np  # noqa: E402

from derived.autodiff import scalar_tape  # noqa: E402
from derived.autodiff.reverse import affine, compiled, cross_entropy, leaves, relu, value_and_grad  # noqa: E402
from timing import formatted, in_turns  # noqa: E402

SIZES = (64, 128, 64, 10)
HAND = "by hand"


def by_hand(params, X, labels):
    """Back-propagation as one would write it out."""
    (W1, b1), (W2, b2), (W3, b3) = params
    a1 = X @ W1 + b1
    h1 = np.maximum(a1, 0)
    a2 = h1 @ W2 + b2
    h2 = np.maximum(a2, 0)
    z = h2 @ W3 + b3
    rows = np.arange(len(labels))
    z = z - z.max(axis=1, keepdims=True)
    p = np.exp(z)
    total = p.sum(axis=1, keepdims=True)
    loss = (np.log(total)[:, 0] - z[rows, labels]).mean()
    p /= total
    p[rows, labels] -= 1
    p /= len(labels)
    d2 = (p @ W3.T) * (a2 > 0)
    d1 = (d2 @ W2.T) * (a1 > 0)
    return loss, [(X.T @ d1, d1.sum(axis=0)), (h1.T @ d2, d2.sum(axis=0)), (h2.T @ p, p.sum(axis=0))]


def network(params, X, labels):
    """With the operations of this package that are one step each."""
    for W, b in params[:-1]:
        X = relu(affine(X, W, b))
    return cross_entropy(affine(X, *params[-1]), labels)


def network_in_numpy(params, X, labels):
    """The same in NumPy's own functions."""
    for W, b in params[:-1]:
        X = np.maximum(X @ W + b, 0.0)
    W, b = params[-1]
    z = X @ W + b
    highest = z.max(axis=1, keepdims=True)
    log_sum = np.log(np.exp(z - highest).sum(axis=1)) + highest[:, 0]
    return (log_sum - z[np.arange(len(labels)), labels]).mean()


def hips_autograd():
    import autograd.numpy as anp  # noqa: PLC0415
    from autograd import value_and_grad as theirs  # noqa: PLC0415

    def loss(params, X, labels):
        for W, b in params[:-1]:
            X = anp.maximum(anp.dot(X, W) + b, 0.0)
        W, b = params[-1]
        z = anp.dot(X, W) + b
        highest = anp.max(z, axis=1, keepdims=True)
        log_sum = anp.log(anp.sum(anp.exp(z - highest), axis=1)) + highest[:, 0]
        return anp.mean(log_sum - z[anp.arange(len(labels)), labels])

    return theirs(loss)


def mygrad():
    import mygrad as mg  # noqa: PLC0415
    from mygrad.nnet.losses import softmax_crossentropy  # noqa: PLC0415

    def both(params, X, labels):
        tensors = [(mg.tensor(W), mg.tensor(b)) for W, b in params]
        h = X
        for W, b in tensors[:-1]:
            h = mg.maximum(mg.matmul(h, W) + b, 0.0)
        W, b = tensors[-1]
        loss = softmax_crossentropy(mg.matmul(h, W) + b, labels)
        loss.backward()
        return loss.item(), [(W.grad, b.grad) for W, b in tensors]

    return both


def torch():
    import torch as to  # noqa: PLC0415

    to.set_num_threads(1)

    def both(params, X, labels):
        tensors = [(to.from_numpy(W).requires_grad_(), to.from_numpy(b).requires_grad_()) for W, b in params]
        h = to.from_numpy(X)
        for W, b in tensors[:-1]:
            h = to.relu(to.addmm(b, h, W))
        W, b = tensors[-1]
        loss = to.nn.functional.cross_entropy(to.addmm(b, h, W), to.from_numpy(labels))
        loss.backward()
        return loss.item(), [(W.grad.numpy(), b.grad.numpy()) for W, b in tensors]

    return both


def jax():
    import jax as jx  # noqa: PLC0415
    import jax.numpy as jnp  # noqa: PLC0415

    jx.config.update("jax_enable_x64", True)

    def loss(params, X, labels):
        for W, b in params[:-1]:
            X = jnp.maximum(X @ W + b, 0.0)
        W, b = params[-1]
        z = X @ W + b
        return jnp.mean(jx.nn.logsumexp(z, axis=1) - z[jnp.arange(len(labels)), labels])

    compiled = jx.jit(jx.value_and_grad(loss))

    def both(*arguments):
        return jx.block_until_ready(compiled(*arguments))

    return both


PEERS = {"autograd": hips_autograd, "mygrad": mygrad, "torch": torch, "jax": jax}


def steps(batch, rounds, rng):
    """A training step's gradient at a batch size."""
    params = [(rng.standard_normal((m, n)) / np.sqrt(m), np.zeros(n)) for m, n in itertools.pairwise(SIZES)]
    X, labels = rng.standard_normal((batch, SIZES[0])), rng.integers(0, SIZES[-1], batch)
    programs = {
        HAND: by_hand,
        "derived, compiled": compiled(network),
        "derived, layers": value_and_grad(network),
        "derived, NumPy's functions": value_and_grad(network_in_numpy),
    } | {name: make() for name, make in PEERS.items() if find_spec(name)}
    table, answers = in_turns(programs, (params, X, labels), rounds, rng, HAND)
    wanted = np.concatenate([np.ravel(g) for g in leaves(answers[HAND][1])])
    for name, (_, gradient) in answers.items():
        found = np.concatenate([np.ravel(g) for g in leaves(list(map(tuple, gradient)))])
        table.loc[name, "largest difference"] = np.abs(found - wanted).max()
    return formatted(table)


def scalars(weights, points, signs):
    """A network 2-16-16-1 with a hinge loss, on a tape of numbers; each sum a line for each of its terms."""
    tape = scalar_tape.ScalarTape()
    params = [tape.number(w) for w in weights]
    loss = _hinge(params, points, signs, _term_by_term)
    return loss.value, tape.adjoints(loss)[: len(params)]


def scalars_with_dot(weights, points, signs):
    """The same, each sum in a single line."""
    tape = scalar_tape.ScalarTape()
    params = [tape.number(w) for w in weights]
    loss = _hinge(params, points, signs, scalar_tape.dot)
    return loss.value, tape.adjoints(loss)[: len(params)]


def _term_by_term(weights, x, offset):
    for w, v in zip(weights, x, strict=True):
        offset = offset + w * v
    return offset


def _hinge(params, points, signs, affine_of):
    it = iter(params)
    layers = [[([next(it) for _ in range(m)], next(it)) for _ in range(n)] for m, n in ((2, 16), (16, 16), (16, 1))]
    total = 0.0
    for point, sign in zip(points, signs, strict=True):
        h = point
        for k, layer in enumerate(layers):
            h = [affine_of(w, h, b) for w, b in layer]
            h = [scalar_tape.relu(v) for v in h] if k < 2 else h
        total = scalar_tape.relu(1 - sign * h[0]) + total
    return total * (1 / len(points)) + 1e-4 * sum((p * p for p in params[1:]), params[0] * params[0])


def micrograd(weights, points, signs):
    from micrograd.engine import Value  # noqa: PLC0415
    from micrograd.nn import MLP  # noqa: PLC0415

    random.seed(0)
    model = MLP(2, [16, 16, 1])
    for parameter, weight in zip(model.parameters(), weights, strict=True):
        parameter.data = weight
    scores = [model(list(map(Value, point))) for point in points]
    losses = [(1 + -sign * score).relu() for score, sign in zip(scores, signs, strict=True)]
    total = sum(losses) * (1.0 / len(losses)) + 1e-4 * sum(p * p for p in model.parameters())
    total.backward()
    return total.data, [p.grad for p in model.parameters()]


def numbers(rounds, rng):
    """The gradient of a network whose every number is on the tape."""
    points = rng.standard_normal((100, 2))
    signs = np.where(points[:, 0] * points[:, 1] > 0, 1.0, -1.0).tolist()
    weights = rng.uniform(-1, 1, 3 * 16 + 17 * 16 + 17).tolist()
    programs = {"derived": scalars, "derived, a line for a sum": scalars_with_dot}
    reference = "derived"
    if find_spec("micrograd"):
        programs["micrograd"], reference = micrograd, "micrograd"
    table, answers = in_turns(programs, (weights, points.tolist(), signs), rounds, rng, reference)
    for name, (_, gradient) in answers.items():
        table.loc[name, "largest difference"] = np.abs(np.subtract(gradient, answers["derived"][1])).max()
    return formatted(table.assign(ratio=1 / table["ratio"]).rename(columns={"ratio": "times faster"}))


def main():
    rng = np.random.default_rng(0)
    for batch, rounds in ((32, 400), (256, 100)):
        print(f"A training step, batch of {batch}\n{steps(batch, rounds, rng)}\n")
    print(f"Number by number\n{numbers(7, rng)}")


if __name__ == "__main__":
    main()
