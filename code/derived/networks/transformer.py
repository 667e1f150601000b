r"""A small transformer, which reads a row of symbols and says for each position what may come next.

A symbol becomes a row of numbers, to which those of its position are added. Then come blocks, each of which adds to
every row twice: what attention brings from the rows before it, and what a layer of ReLU makes of it alone. A matrix
turns each row into scores for the next symbol.

.. math::

    \begin{aligned}
    \mathbf X &\leftarrow \mathbf X + \operatorname{multi\_head}(\operatorname{norm}\mathbf X), \\
    \mathbf X &\leftarrow \mathbf X + \operatorname{ReLU}(\operatorname{norm}(\mathbf X)\,\mathbf U)\,\mathbf D.
    \end{aligned}

It is a GPT without biases, with :math:`\operatorname{norm}(\mathbf x) = \mathbf x/\sqrt{\tfrac1d\sum_j x_j^2 +
\epsilon}`. Parameters are dictionaries of arrays; `derived.autodiff.reverse` finds their gradients.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from derived.autodiff.reverse import cross_entropy, relu, softmax
from derived.inputs import count, generator, number, takes
from derived.networks.attention import causal_mask, head_weights, multi_head

__all__ = [
    "generate",
    "init_transformer",
    "next_symbol_loss",
    "rms_norm",
    "transformer",
    "transformer_weights",
]

#: Matrices by name; under "blocks" a list with a dictionary of them for each block.
Parameters = Mapping[str, Any]


def rms_norm(X: Any, epsilon: float = 1e-5) -> Any:
    r"""Each row divided by its root mean square, :math:`\sqrt{\tfrac1d\sum_j x_j^2 + \epsilon}`.

    Parameters
    ----------
    X : array_like of shape (…, d)
        Rows.
    epsilon : float
        Keeps the root from zero.

    References
    ----------
    Zhang and Sennrich, Root mean square layer normalization, NeurIPS (2019).

    Examples
    --------
    >>> rms_norm(np.array([[3.0, -3.0], [0.0, 0.0]]), epsilon=1e-12).round(6).tolist()
    [[1.0, -1.0], [0.0, 0.0]]
    """
    return X / np.sqrt(np.mean(X * X, axis=-1, keepdims=True) + epsilon)


@takes(
    rng=generator,
    symbols=count(),
    width=count(),
    context=count(),
    blocks=count(),
    hidden=count(),
    deviation=number(above=0),
)
def init_transformer(
    rng: np.random.Generator,
    symbols: int,
    width: int,
    context: int,
    blocks: int = 1,
    hidden: int | None = None,
    deviation: float = 0.08,
) -> dict[str, Any]:
    """First parameters, all drawn from one normal law.

    Parameters
    ----------
    rng : numpy.random.Generator
        Draws them.
    symbols : int
        How many symbols there are, the one that begins and ends a row among them.
    width : int
        How many numbers stand for a symbol on its way through the blocks.
    context : int
        How many positions there are: the longest row that can be read.
    blocks : int
        How many blocks there are.
    hidden : int, optional
        The width of the layer in a block; four times `width` if it is left out.
    deviation : float
        The standard deviation of all entries.

    Examples
    --------
    >>> params = init_transformer(np.random.default_rng(0), symbols=27, width=16, context=16)
    >>> params["symbols"].shape, params["positions"].shape, params["blocks"][0]["up"].shape
    ((27, 16), (16, 16), (16, 64))
    >>> from derived.autodiff.reverse import leaves
    >>> sum(leaf.size for leaf in leaves(params))
    4192
    """
    hidden = 4 * width if hidden is None else hidden

    def drawn(*shape: int) -> np.ndarray:
        return rng.normal(0.0, deviation, shape)

    return {
        "symbols": drawn(symbols, width),
        "positions": drawn(context, width),
        "blocks": [
            {name: drawn(width, width) for name in ("query", "key", "value", "output")}
            | {"up": drawn(width, hidden), "down": drawn(hidden, width)}
            for _ in range(blocks)
        ],
        "scores": drawn(width, symbols),
    }


def _tokens(params: Parameters, tokens: Any) -> np.ndarray:
    """The symbols as whole numbers, each of which has a row of parameters, and no more than there are positions."""
    array = np.asarray(tokens)
    symbols, context = len(params["symbols"]), len(params["positions"])
    if array.dtype.kind not in "iu" or array.ndim == 0:
        raise ValueError(f"tokens have to be rows of whole numbers, 0 to {symbols - 1}, but here is {array.dtype}")
    if array.shape[-1] > context:
        raise ValueError(
            f"there are {array.shape[-1]} symbols in a row, but only {context} positions: cut the row, or begin with "
            "a larger context"
        )
    if array.size and (array.min() < 0 or array.max() >= symbols):
        wrong = array[(array < 0) | (array >= symbols)][0]
        raise ValueError(f"there are {symbols} symbols, 0 to {symbols - 1}, and one of the tokens is {wrong}")
    return array


def _through(params: Parameters, tokens: Any, heads: int, weights: list | None = None) -> Any:
    """The scores; what the heads look at is put into a list, if there is one."""
    tokens = _tokens(params, tokens)
    n = tokens.shape[-1]
    mask = causal_mask(n)
    X = rms_norm(params["symbols"][tokens] + params["positions"][:n])
    for block in params["blocks"]:
        normed = rms_norm(X)
        if weights is not None:
            weights.append(head_weights(block, normed, heads, mask))
        X = X + multi_head(block, normed, heads, mask)
        X = X + relu(rms_norm(X) @ block["up"]) @ block["down"]
    return X @ params["scores"]


def transformer(params: Parameters, tokens: Any, heads: int) -> Any:
    """Scores for what comes next, after each position.

    Parameters
    ----------
    params : dict
        As `init_transformer` makes them.
    tokens : array_like of int, of shape (n,) or (batch, n)
        Symbols by their numbers.
    heads : int
        How many heads share the width in each block.

    Returns
    -------
    array of shape (n, symbols) or (batch, n, symbols)
        Those in row k depend on the symbols 0 to k alone. `softmax` makes probabilities of them.

    Examples
    --------
    >>> params = init_transformer(np.random.default_rng(0), symbols=5, width=8, context=6)
    >>> short, long = (transformer(params, row, heads=2) for row in ([4, 0, 1], [4, 0, 1, 3]))
    >>> long.shape, bool(np.allclose(short, long[:3]))
    ((4, 5), True)
    """
    return _through(params, tokens, heads)


def transformer_weights(params: Parameters, tokens: Any, heads: int) -> list:
    """What the heads of each block look at.

    Parameters
    ----------
    params, tokens, heads
        As for `transformer`.

    Returns
    -------
    list of array of shape (…, heads, n, n)
        One for each block; rows add up to one, and are zero beyond the diagonal.

    Examples
    --------
    >>> params = init_transformer(np.random.default_rng(0), symbols=5, width=8, context=6)
    >>> transformer_weights(params, [4, 0, 1], heads=2)[0].shape
    (2, 3, 3)
    """
    weights: list[Any] = []
    _through(params, tokens, heads, weights)
    return weights


def next_symbol_loss(params: Parameters, tokens: Any, heads: int) -> Any:
    """The mean surprise, in nats, at each symbol, given those before it.

    Parameters
    ----------
    params : dict
        As for `transformer`.
    tokens : array_like of int, of shape (n,) or (batch, n)
        Rows with the symbol that begins and ends them; shorter ones filled up with −1 at their end, which does not
        count.
    heads : int
        As for `transformer`.

    Examples
    --------
    Before any training, 27 symbols are about as probable, and the surprise is about log 27:

    >>> params = init_transformer(np.random.default_rng(0), symbols=27, width=16, context=16)
    >>> bool(abs(next_symbol_loss(params, [26, 0, 13, 13, 0, 26], heads=4) - np.log(27)) < 0.5)
    True
    """
    array = np.asarray(tokens)
    if array.ndim == 0 or array.shape[-1] < 2:
        raise ValueError(f"tokens have shape {array.shape}: a row needs two symbols, one to read and one to guess")
    inputs, targets = array[..., :-1], array[..., 1:]
    scores = transformer(params, np.where(inputs == -1, 0, inputs), heads)
    counted = targets != -1
    if counted.all():
        return cross_entropy(np.reshape(scores, (-1, np.shape(scores)[-1])), targets.ravel())
    return cross_entropy(scores[counted], targets[counted])


@takes(rng=generator, temperature=number(above=0))
def generate(
    params: Parameters,
    rng: np.random.Generator,
    heads: int,
    end: int,
    temperature: float = 1.0,
    start: Sequence[int] = (),
) -> list[int]:
    """Draw symbols one after the other, until the one that ends a row, or until there are no more positions.

    Parameters
    ----------
    params, heads
        As for `transformer`.
    rng : numpy.random.Generator
        Draws them.
    end : int
        The symbol that begins and ends a row. It is not part of the result.
    temperature : float
        Scores are divided by it: below 1, the probable becomes more probable.
    start : sequence of int
        Symbols to go on from.

    Raises
    ------
    ValueError
        If `start` has more symbols than there are positions for.

    Examples
    --------
    >>> params = init_transformer(np.random.default_rng(0), symbols=27, width=16, context=16)
    >>> drawn = generate(params, np.random.default_rng(1), heads=4, end=26, start=[0, 13])
    >>> drawn[:2], 26 in drawn, len(drawn) <= 16
    ([0, 13], False, True)
    """
    row = [end, *start]
    if len(row) > len(params["positions"]):
        raise ValueError(
            f"start has {len(start)} symbols, but with {len(params['positions'])} positions it can have "
            f"{len(params['positions']) - 1} at most: cut it"
        )
    while len(row) <= len(params["positions"]):
        scores = transformer(params, np.array(row), heads)[-1]
        drawn = int(rng.choice(len(scores), p=softmax(scores / temperature)))
        if drawn == end:
            break
        row.append(drawn)
    return row[1:]
