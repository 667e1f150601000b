"""A training step of the convolutional network of the book, beside PyTorch, in 64 and in 32 bits.

Run from the project's folder: ``python benchmarks/convolution.py``, on one thread (``OPENBLAS_NUM_THREADS=1``). The
programs take turns; each time is divided by that of PyTorch with the same bits in the same round, on one thread, too.
Without PyTorch, ours is timed alone: ``pip install torch``. With ``--write`` it replaces
``code/derived/networks/measured.py``, from which the chapter has its numbers.
"""

import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "code")]

import numpy as np  # noqa: E402

from derived.autodiff.reverse import cross_entropy, leaves, value_and_grad  # noqa: E402
from derived.networks.image_networks import convolutional, init_convolutional  # noqa: E402
from forward_reverse import processor  # noqa: E402
from timing import formatted, in_turns  # noqa: E402

IMAGES, ROUNDS = 64, 61
FILE = ROOT / "code" / "derived" / "networks" / "measured.py"


def network(params, images, labels):
    """The mean loss of the network of the book: two convolutions, each with a pooling and ReLU, and ten scores."""
    return cross_entropy(convolutional(params, images), labels)


def pytorch():
    import torch  # noqa: PLC0415
    from torch.nn import functional as F  # noqa: N812, PLC0415

    torch.set_num_threads(1)

    def both(params, images, labels):
        tensors = [[torch.tensor(part, requires_grad=True) for part in layer] for layer in params]
        A = torch.from_numpy(images)
        for W, b in tensors[:-1]:
            A = F.relu(F.max_pool2d(F.conv2d(A, W, b), 2))
        W, b = tensors[-1]
        loss = F.cross_entropy(A.reshape(len(A), -1) @ W + b, torch.from_numpy(labels))
        loss.backward()
        return loss.item(), [tuple(part.grad.numpy() for part in layer) for layer in tensors]

    return both


def module(ratios):
    """The source of the module with what was measured."""
    import torch  # noqa: PLC0415

    lines = "".join(f'    "{bits}": {ratio:.2f},\n' for bits, ratio in ratios.items())
    return f'''"""A training step of the convolutional network of the book, in steps of PyTorch, as measured once.

Written by ``benchmarks/convolution.py --write``: medians of {ROUNDS} rounds in turns, {IMAGES} images, one thread.
"""

__all__ = ["MACHINE", "RATIOS", "VERSIONS"]

MACHINE = "one core of an {processor()}"
VERSIONS = "NumPy {np.__version__} and PyTorch {torch.__version__.split("+")[0]}"

RATIOS = {{
{lines}}}
"""By the kind of numbers: our time over that of PyTorch."""
'''


def main():
    """Print a table for each number of bits."""
    rng = np.random.default_rng(0)
    images, labels = rng.random((IMAGES, 1, 28, 28)), rng.integers(0, 10, IMAGES)
    params = init_convolutional(rng, (28, 28), [1, 16, 32], kernel=5, classes=10)
    programs = {"ours": value_and_grad(network)}
    if find_spec("torch"):
        programs["PyTorch"] = pytorch()
    ratios = {}
    for bits in (np.float64, np.float32):
        arguments = [tuple(part.astype(bits) for part in layer) for layer in params], images.astype(bits), labels
        table, answers = in_turns(programs, arguments, ROUNDS, rng, list(programs)[-1])
        gradients = {name: np.concatenate([np.ravel(part) for part in leaves(g)]) for name, (_, g) in answers.items()}
        right = gradients[list(programs)[-1]]
        table["off by"] = {name: np.abs(g - right).max() / np.abs(right).max() for name, g in gradients.items()}
        ratios[np.dtype(bits).name] = table.loc["ours", "ratio"]
        print(f"{np.dtype(bits).name}, {IMAGES} images\n{formatted(table)}\n")
    if "--write" in sys.argv:
        FILE.write_text(module(ratios))


if __name__ == "__main__":
    main()
