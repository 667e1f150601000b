"""Networks that read digits: how they are trained, and what came out.

Trained are five networks, in five folds of the digits: in each fold another thousand of them is kept for the exam, so
that every digit is read once by a network that has not seen it. A step sees each of its digits moved by at most a
pixel; the rate falls along half a wave of the cosine.

Written by ``benchmarks/digits.py --write``, which takes a quarter of an hour; a test runs parts of it again.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from derived.autodiff.reverse import cross_entropy
from derived.datasets import load_digits28
from derived.inputs import choice, count, takes
from derived.networks.forward import mlp
from derived.networks.image_networks import convolutional, init_convolutional, moved
from derived.networks.initialization import init_mlp
from derived.networks.training import Training, train
from derived.optimization.optimizers import Adam
from derived.optimization.schedules import cosine

__all__ = [
    "FOLDS",
    "READERS",
    "Reader",
    "load_readers",
    "percent_right",
    "split_digits",
    "train_reader",
]

FOLDS, BATCH, RATE = 5, 50, 0.003
FILE = Path(str(resources.files("derived.networks") / "readers.npz"))


def _flat(params: Any, images: Any) -> Any:
    return mlp(params, np.reshape(images, (len(images), -1)))


_SHUFFLE = np.random.default_rng(2).permutation(28 * 28)


def shuffled(images: Any) -> np.ndarray:
    """Digits whose pixels change places, all in the same way.

    Examples
    --------
    >>> digits = np.arange(784.0).reshape(1, 1, 28, 28)
    >>> bool(np.all(np.sort(shuffled(digits).ravel()) == digits.ravel())), bool(np.all(shuffled(digits) == digits))
    (True, False)
    """
    images = np.asarray(images)
    return np.reshape(images, (len(images), -1))[:, _SHUFFLE].reshape(images.shape)


class Reader(NamedTuple):
    """A network for the digits.

    Attributes
    ----------
    scores : callable
        ``scores(params, images)``, of shape (n, 10).
    start : callable
        ``start(rng)``: its first weights.
    epochs : int
        How long it is trained; in so many epochs the rate falls to zero.

    Examples
    --------
    >>> from derived.networks import init_mlp, mlp
    >>> reader = Reader(lambda params, X: mlp(params, X), lambda rng: init_mlp(rng, [4, 10]), epochs=2)
    >>> reader.scores(reader.start(np.random.default_rng(0)), np.ones((3, 4))).shape
    (3, 10)
    """

    scores: Callable[[Any, Any], Any]
    start: Callable[[np.random.Generator], list]
    epochs: int = 12


def _kernels(*channels: int) -> Callable[[np.random.Generator], list]:
    return lambda rng: init_convolutional(rng, (28, 28), [1, *channels], kernel=5, classes=10)


def _neurons(hidden: int) -> Callable[[np.random.Generator], list]:
    return lambda rng: init_mlp(rng, [784, hidden, 10])


#: The networks by their names. All but the second MLP have about as many numbers to learn; those that take less time
#: for an epoch are trained for more of them.
READERS = {
    "two convolutions": Reader(convolutional, _kernels(16, 32)),
    "MLP, 24 hidden": Reader(_flat, _neurons(24), epochs=36),
    "MLP, 256 hidden": Reader(_flat, _neurons(256), epochs=36),
    "one convolution": Reader(convolutional, _kernels(13), epochs=18),
    "pixels shuffled": Reader(lambda params, images: convolutional(params, shuffled(images)), _kernels(16, 32)),
}


@takes(fold=count(at_least=0))
def split_digits(fold: int = 0) -> tuple[tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]:
    """4,000 digits to learn from and 1,000 for the exam, in another way for each fold.

    Parameters
    ----------
    fold : int
        From 0 to 4.

    Returns
    -------
    study, exam : (images, labels)
        Images of shape (n, 1, 28, 28) with numbers from 0, paper, to 1, ink.

    Examples
    --------
    >>> (images, labels), (exam_images, _) = split_digits(0)
    >>> images.shape, labels.shape, exam_images.shape
    ((4000, 1, 28, 28), (4000,), (1000, 1, 28, 28))
    """
    if fold >= FOLDS:
        raise ValueError(f"fold is {fold}, but there are {FOLDS}, counted from 0")
    gray, names = load_digits28()
    order = np.roll(np.random.default_rng(0).permutation(len(gray)), 1000 * (FOLDS - 1 - fold))
    study, exam = order[:-1000], order[-1000:]
    return (gray[study, None] / 255, names[study]), (gray[exam, None] / 255, names[exam])


@takes(name=choice(READERS), fold=count(at_least=0), epochs=count())
def train_reader(name: str, fold: int = 0, epochs: int | None = None) -> Training:
    """Train a network of `READERS` on the digits of a fold; the same numbers each time.

    Parameters
    ----------
    name : str
        Which.
    fold : int
        From 0 to 4; it fixes the split, the first weights, the order and the moves.
    epochs : int, optional
        After how many of its epochs to stop; all, if not given.

    Examples
    --------
    >>> train_reader("MLP, 24 hidden", epochs=1).losses.shape
    (1,)
    """
    reader, (images, labels) = READERS[name], split_digits(fold)[0]
    start, order, moves = np.random.default_rng(fold).spawn(3)

    def loss(params: Any, images: Any, labels: Any) -> Any:
        steps = moves.integers(-1, 2, (len(images), 2))
        return cross_entropy(reader.scores(params, moved(images, steps)), labels)

    method = Adam(cosine(RATE, reader.epochs * len(images) // BATCH))
    return train(loss, reader.start(start), (images, labels), method, epochs or reader.epochs, BATCH, order)


@takes(scores="n K")
def percent_right(scores: Any, labels: Any) -> float:
    """Of how many images in a hundred the greatest score is that of the label.

    Parameters
    ----------
    scores : array_like of shape (n, K)
    labels : array_like of shape (n,)
        Whole numbers from 0 to K − 1.

    Raises
    ------
    ValueError
        If there is not a label for each row of scores.

    Examples
    --------
    >>> percent_right([[0.2, 0.8], [0.9, 0.1]], [1, 1])
    50.0
    """
    if (n := len(scores)) != np.size(labels) or np.ndim(labels) != 1:
        raise ValueError(f"the labels have shape {np.shape(labels)}, but there are {n} rows of scores: give ({n},)")
    return 100 * float(np.mean(np.argmax(scores, axis=1) == np.asarray(labels)))


@cache
def _written() -> dict[str, np.ndarray]:
    with np.load(FILE, allow_pickle=False) as file:
        return dict(file)


def load_readers() -> tuple[dict[str, dict[str, np.ndarray]], list[tuple[np.ndarray, np.ndarray]]]:
    """What the trainings came to, and the weights of one network.

    Returns
    -------
    results : dict
        For each name of `READERS` a dict: "right", of shape (5, 9), the percent of the exam that is read, for each fold
        after moving its digits by 0 to 8 pixels to the right; "first", of shape (5,), the mean loss of the first epoch,
        and "last"; "seconds", of shape (5,), that a training took on one thread of the machine on which it was done.
    params : list of (W, b)
        Of "two convolutions", fold 0, as numbers of 32 bits.

    Examples
    --------
    >>> results, params = load_readers()
    >>> results["two convolutions"]["right"].shape, params[0][0].shape
    ((5, 9), (16, 1, 5, 5))
    """
    file = _written()
    parts = ("right", "first", "last", "seconds")
    results = {name: {what: file[f"{name}: {what}"].astype(float) for what in parts} for name in READERS}
    layers = sum(name.startswith("W") for name in file)
    return results, [(file[f"W{k}"].copy(), file[f"b{k}"].copy()) for k in range(layers)]
