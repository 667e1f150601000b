r"""The first weights of a network: independent, mean 0, with a variance that keeps signals from growing or fading.

The weights of a layer are an array of fan_in × fan_out, a column for each of its neurons. A column's product with
fan_in inputs has fan_in times the variance of a weight times the mean square of the inputs; on the way back there are
fan_out terms. So

* LeCun 1/fan_in keeps the mean square forward, where the activation is about the identity;
* Xavier 2/(fan_in + fan_out) is between what forward and backward ask for;
* He 2/fan_in keeps it forward through ReLU, which leaves half.

What some books and libraries call Xavier's is LeCun's: compare the formulas, not the names.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from derived.inputs import choice, count, generator, takes

__all__ = [
    "SCHEMES",
    "he",
    "init_mlp",
    "lecun",
    "xavier",
]

Scheme = Callable[[np.random.Generator, int, int], np.ndarray]


def _drawn(rng: np.random.Generator, fan_in: int, fan_out: int, variance: float, law: str) -> np.ndarray:
    if law == "uniform":  # between −b and b the variance is b²/3
        bound = np.sqrt(3 * variance)
        return rng.uniform(-bound, bound, (fan_in, fan_out))
    return rng.normal(0.0, np.sqrt(variance), (fan_in, fan_out))


_judged = takes(rng=generator, fan_in=count(), fan_out=count(), law=choice(("normal", "uniform")))


@_judged
def xavier(rng: np.random.Generator, fan_in: int, fan_out: int, law: str = "normal") -> np.ndarray:
    """Weights of variance 2/(fan_in + fan_out).

    Parameters
    ----------
    rng : numpy.random.Generator
        Draws them.
    fan_in, fan_out : int
        How many numbers come into the layer, and how many go out.
    law : {"normal", "uniform"}
        Of the weights. The paper's is uniform, between ±√(6/(fan_in + fan_out)).

    References
    ----------
    Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks, AISTATS (2010),
    equations 12 and 16.

    Examples
    --------
    >>> W = xavier(np.random.default_rng(0), 300, 100, law="uniform")
    >>> W.shape, bool(np.abs(W).max() < np.sqrt(6 / 400))
    ((300, 100), True)
    """
    return _drawn(rng, fan_in, fan_out, 2 / (fan_in + fan_out), law)


@_judged
def lecun(rng: np.random.Generator, fan_in: int, fan_out: int, law: str = "normal") -> np.ndarray:
    """Weights of variance 1/fan_in.

    Parameters
    ----------
    rng : numpy.random.Generator
        Draws them.
    fan_in, fan_out : int
        How many numbers come into the layer, and how many go out.
    law : {"normal", "uniform"}
        Of the weights.

    References
    ----------
    LeCun, Bottou, Orr and Müller, Efficient backprop, in: Neural networks: tricks of the trade (1998), section 4.6.

    Examples
    --------
    >>> lecun(np.random.default_rng(0), 400, 100).std().round(3)  # 1/√400
    np.float64(0.05)
    """
    return _drawn(rng, fan_in, fan_out, 1 / fan_in, law)


@_judged
def he(rng: np.random.Generator, fan_in: int, fan_out: int, law: str = "normal") -> np.ndarray:
    """Weights of variance 2/fan_in.

    Parameters
    ----------
    rng : numpy.random.Generator
        Draws them.
    fan_in, fan_out : int
        How many numbers come into the layer, and how many go out.
    law : {"normal", "uniform"}
        Of the weights. The paper's is normal.

    References
    ----------
    He, Zhang, Ren and Sun, Delving deep into rectifiers, ICCV (2015), equation 10.

    Examples
    --------
    >>> he(np.random.default_rng(0), 200, 100).std().round(2)  # √(2/200)
    np.float64(0.1)
    """
    return _drawn(rng, fan_in, fan_out, 2 / fan_in, law)


#: The ways to draw first weights by their names.
SCHEMES: dict[str, Scheme] = {"xavier": xavier, "lecun": lecun, "he": he}


def _scheme(value: Any, name: str) -> str | Scheme:
    return value if callable(value) else choice(SCHEMES)(value, name)


def widths_in_turn(value: Any, name: str) -> list[int]:
    """The rule for the widths of layers, each of which feeds the next."""
    row = list(value) if isinstance(value, Sequence | np.ndarray) and not isinstance(value, str) else []
    if len(row) < 2:
        raise ValueError(
            f"{name} is {value!r}: give at least two, that of the inputs and that of the outputs, as [2, 8, 1]"
        )
    return [count()(width, f"{name}[{place}]") for place, width in enumerate(row)]


@takes(rng=generator, widths=widths_in_turn, scheme=_scheme)
def init_mlp(
    rng: np.random.Generator, widths: Sequence[int], scheme: str | Scheme = "he"
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Weights and biases of a network of layers, each of which is connected with all of the one before.

    Parameters
    ----------
    rng : numpy.random.Generator
        Draws the weights, from the first layer on.
    widths : sequence of int
        How many numbers come in, how many neurons each layer has, and how many numbers come out.
    scheme : {"he", "xavier", "lecun"} or callable
        How the weights of a layer are drawn: a name, or ``scheme(rng, fan_in, fan_out)``. The biases are zero.

    Returns
    -------
    list of (W, b)
        For each layer, ``W`` of shape (fan_in, fan_out) and ``b`` of shape (fan_out,).

    Examples
    --------
    >>> params = init_mlp(np.random.default_rng(0), [2, 8, 1])
    >>> [(W.shape, b.shape) for W, b in params]
    [((2, 8), (8,)), ((8, 1), (1,))]
    >>> init_mlp(np.random.default_rng(0), [2, 0])
    Traceback (most recent call last):
    ValueError: widths[1] must be a whole number of at least 1, not 0
    """
    draw = SCHEMES[scheme] if isinstance(scheme, str) else scheme
    params = []
    for fan_in, fan_out in pairwise(widths):
        W = np.asarray(draw(rng, fan_in, fan_out), float)
        if W.shape != (fan_in, fan_out):
            raise ValueError(f"the scheme drew weights of shape {W.shape}, and the layer needs ({fan_in}, {fan_out})")
        params.append((W, np.zeros(fan_out)))
    return params
