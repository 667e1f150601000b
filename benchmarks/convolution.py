"""A training step of the convolutional network of the book, beside PyTorch, in 64 and in 32 bits.

Run from the project's folder: ``python benchmarks/convolution.py``, on one thread (``OPENBLAS_NUM_THREADS=1``). The
programs take turns; each time is divided by that of PyTorch with the same bits in the same round, on one thread, too.
Without PyTorch, ours is timed alone: ``pip install torch``.
"""

import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "code")]

import numpy as np  # noqa: E402

from derived.autodiff.reverse import affine, cross_entropy, leaves, relu, value_and_grad  # noqa: E402
from derived.networks import conv2d, max_pool  # noqa: E402
from timing import formatted, in_turns  # noqa: E402

SHAPES = [((8, 1, 5, 5), (8,)), ((16, 8, 5, 5), (16,)), ((256, 10), (10,))]


def network(params, images, labels):
    """Two convolutions, each with ReLU and a pooling, and ten scores."""
    *convolutions, last = params
    for W, b in convolutions:
        images = max_pool(relu(conv2d(images, W, b)))
    return cross_entropy(affine(images.reshape(len(images), -1), *last), labels)


def pytorch():
    import torch  # noqa: PLC0415
    from torch.nn import functional as F  # noqa: N812, PLC0415

    torch.set_num_threads(1)

    def both(params, images, labels):
        tensors = [[torch.tensor(part, requires_grad=True) for part in layer] for layer in params]
        A = torch.from_numpy(images)
        for W, b in tensors[:-1]:
            A = F.max_pool2d(F.relu(F.conv2d(A, W, b)), 2)
        W, b = tensors[-1]
        loss = F.cross_entropy(A.reshape(len(A), -1) @ W + b, torch.from_numpy(labels))
        loss.backward()
        return loss.item(), [tuple(part.grad.numpy() for part in layer) for layer in tensors]

    return both


def main():
    """Print a table for each number of bits."""
    rng = np.random.default_rng(0)
    images, labels = rng.random((64, 1, 28, 28)), rng.integers(0, 10, 64)
    params = [tuple(rng.normal(0, 0.1, shape) for shape in layer) for layer in SHAPES]
    programs = {"ours": value_and_grad(network)}
    if find_spec("torch"):
        programs["PyTorch"] = pytorch()
    for bits in (np.float64, np.float32):
        arguments = [tuple(part.astype(bits) for part in layer) for layer in params], images.astype(bits), labels
        table, answers = in_turns(programs, arguments, 30, rng, list(programs)[-1])
        gradients = {name: np.concatenate([np.ravel(part) for part in leaves(g)]) for name, (_, g) in answers.items()}
        right = gradients[list(programs)[-1]]
        table["off by"] = {name: np.abs(g - right).max() / np.abs(right).max() for name, g in gradients.items()}
        print(f"{np.dtype(bits).name}, 64 images\n{formatted(table)}\n")


if __name__ == "__main__":
    main()
