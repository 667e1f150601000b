r"""Attention: each row of a matrix asks, and gets a mean of the values of the rows that answer.

With queries, keys and values in the rows of Q, K and V, and d entries in a key,

.. math::

    \mathbf P = \operatorname{softmax}(\mathbf Q\mathbf K^\top/\sqrt d), \qquad \mathbf O = \mathbf P\mathbf V,

where the softmax is taken row by row, over the keys. With :math:`\mathbf G` for the gradient with respect to O,

.. math::

    \begin{aligned}
    \mathbf D &= \mathbf G\mathbf V^\top, \qquad
    \mathbf S = \mathbf P\odot(\mathbf D - (\mathbf P\odot\mathbf D)\mathbf 1\mathbf 1^\top), \\
    \nabla_{\mathbf Q} &= \mathbf S\mathbf K/\sqrt d, \qquad \nabla_{\mathbf K} = \mathbf S^\top\mathbf Q/\sqrt d,
    \qquad \nabla_{\mathbf V} = \mathbf P^\top\mathbf G.
    \end{aligned}

All functions but `attention_back` take arrays that `derived.autodiff.reverse` records as well, and stacks of matrices:
the last two axes are rows and entries, those before them count examples and heads.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from derived.autodiff.reverse import softmax
from derived.inputs import as_single_or_double, count, takes

__all__ = [
    "AttentionGradients",
    "attention",
    "attention_back",
    "attention_weights",
    "causal_mask",
    "head_weights",
    "merge_heads",
    "multi_head",
    "split_heads",
]


def _turned(A: Any) -> Any:
    return np.swapaxes(A, -1, -2)


def _fitting(Q: Any, K: Any, mask: np.ndarray | None) -> None:
    """Raise a ValueError unless each query can be compared with each key, and may look at one."""
    q, k = np.shape(Q), np.shape(K)
    if len(q) < 2 or len(k) < 2 or q[-1] != k[-1]:
        raise ValueError(f"the queries have shape {q} and the keys {k}: both need a row for each, with as many entries")
    if 0 in (*q[-2:], *k[-2:]):
        raise ValueError(f"the queries have shape {q} and the keys {k}: give one of each at least, and one entry")
    if not _together(q, k):
        raise ValueError(f"the queries have shape {q} and the keys {k}: their stacks must be of one shape")
    if mask is None:
        return
    if np.asarray(mask).dtype != bool:
        raise ValueError(f"a mask has to be of True (may be seen) and False, but its type is {np.asarray(mask).dtype}")
    try:
        fits = np.broadcast_shapes(np.shape(mask), (*q[:-1], k[-2]))[-2:] == (q[-2], k[-2])
    except ValueError:
        fits = False
    if not fits:
        raise ValueError(f"the mask has shape {np.shape(mask)}, but there are {q[-2]} queries and {k[-2]} keys")
    if not np.any(mask, axis=-1).all():
        row = np.argwhere(~np.any(mask, axis=-1))[0].tolist()
        raise ValueError(f"row {row[-1]} of the mask lets its query see no key at all, so there is nothing to average")


def _with_values(K: Any, V: Any) -> None:
    """Raise a ValueError unless there is a value for each key."""
    k, v = np.shape(K), np.shape(V)
    if len(k) < 2 or len(v) < 2 or v[-2] != k[-2]:
        raise ValueError(f"the keys have shape {k} and the values {v}: give a value for each key")
    if not _together(k, v):
        raise ValueError(f"the keys have shape {k} and the values {v}: their stacks must be of one shape")


def _like_outputs(G: np.ndarray, P: np.ndarray, V: np.ndarray) -> None:
    """Raise a ValueError unless a gradient has the shape of P V."""
    outputs = (*np.broadcast_shapes(P.shape[:-2], V.shape[:-2]), P.shape[-2], V.shape[-1])
    if G.shape != outputs:
        raise ValueError(f"the gradient has shape {G.shape}, but the outputs have {outputs}: they must be the same")


def _together(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Whether the stacks of two arrays of these shapes go together."""
    return all(a == b or 1 in (a, b) for a, b in zip(one[-3::-1], other[-3::-1], strict=False))


def attention_weights(Q: Any, K: Any, mask: np.ndarray | None = None) -> Any:
    r"""How much each query takes from each key: :math:`\operatorname{softmax}(\mathbf Q\mathbf K^\top/\sqrt d)`.

    Parameters
    ----------
    Q : array_like of shape (…, m, d)
        A query in each row.
    K : array_like of shape (…, r, d)
        A key in each row.
    mask : ndarray of bool, of shape (m, r) or (…, m, r), optional
        True where a query may see a key. Each query must see one at least.

    Returns
    -------
    array of shape (…, m, r)
        Rows add up to one.

    Raises
    ------
    ValueError
        If queries, keys and mask do not fit together, there is no key, or a query may see none.

    Examples
    --------
    Equal scores, equal weights; and a key that may not be seen has none:

    >>> Q, K = np.zeros((1, 2)), np.zeros((4, 2))
    >>> attention_weights(Q, K).tolist()
    [[0.25, 0.25, 0.25, 0.25]]
    >>> attention_weights(Q, K, np.array([[True, True, False, False]])).tolist()
    [[0.5, 0.5, 0.0, 0.0]]
    """
    Q, K = as_single_or_double(Q, "Q"), as_single_or_double(K, "K")
    _fitting(Q, K, mask)
    scores = Q @ _turned(K) / np.sqrt(np.shape(K)[-1])
    return softmax(scores if mask is None else np.where(mask, scores, -np.inf))


def attention(Q: Any, K: Any, V: Any, mask: np.ndarray | None = None) -> Any:
    """For each query, the mean of the values, with the weights that its scores give them.

    Parameters
    ----------
    Q : array_like of shape (…, m, d)
        A query in each row.
    K : array_like of shape (…, r, d)
        A key in each row.
    V : array_like of shape (…, r, e)
        The values, one in the row of each key.
    mask : ndarray of bool, optional
        True where a query may see a key.

    Returns
    -------
    array of shape (…, m, e)

    Raises
    ------
    ValueError
        As `attention_weights` does, or if there is not a value for each key.

    Examples
    --------
    >>> Q, K, V = np.array([[1.0]]), np.array([[0.0], [np.log(3.0)]]), np.array([[8.0], [4.0]])
    >>> attention(Q, K, V).round(6).tolist()
    [[5.0]]
    """
    _with_values(K, V)
    return attention_weights(Q, K, mask) @ as_single_or_double(V, "V")


class AttentionGradients(NamedTuple):
    """The gradients for queries, keys and values, each in the shape of its matrix.

    Examples
    --------
    >>> slopes = attention_back(np.zeros((3, 2)), np.ones((4, 2)), np.ones((4, 5)), np.ones((3, 5)))
    >>> slopes.Q.shape, slopes.K.shape, slopes.V.shape
    ((3, 2), (4, 2), (4, 5))
    """

    Q: np.ndarray
    K: np.ndarray
    V: np.ndarray


def attention_back(
    Q: np.ndarray, K: np.ndarray, V: np.ndarray, G: np.ndarray, mask: np.ndarray | None = None
) -> AttentionGradients:
    """Back through attention by hand: what arrives at the outputs is handed to queries, keys and values.

    Parameters
    ----------
    Q, K, V, mask
        As for `attention`.
    G : ndarray of shape (…, m, e)
        The gradient of a loss with respect to the outputs.

    Returns
    -------
    AttentionGradients

    Raises
    ------
    ValueError
        As `attention` does, or if G has another shape than the outputs.

    Examples
    --------
    >>> Q, K, V = np.zeros((1, 1)), np.array([[1.0], [-1.0]]), np.array([[8.0], [4.0]])
    >>> of_Q, of_K, of_V = attention_back(Q, K, V, np.ones((1, 1)))
    >>> of_Q.tolist(), of_K.tolist(), of_V.tolist()
    ([[2.0]], [[0.0], [0.0]], [[0.5], [0.5]])
    """
    Q, K, V, G = (as_single_or_double(A, name) for A, name in ((Q, "Q"), (K, "K"), (V, "V"), (G, "G")))
    _with_values(K, V)
    P = attention_weights(Q, K, mask)
    _like_outputs(G, P, V)
    D = G @ _turned(V)
    S = P * (D - np.sum(P * D, axis=-1, keepdims=True)) / np.sqrt(np.shape(K)[-1])
    return AttentionGradients(S @ K, _turned(S) @ Q, _turned(P) @ G)


@takes(n=count())
def causal_mask(n: int) -> np.ndarray:
    """Each position may see itself and those before it.

    Parameters
    ----------
    n : int
        How many positions there are.

    Examples
    --------
    >>> causal_mask(3).astype(int).tolist()
    [[1, 0, 0], [1, 1, 0], [1, 1, 1]]
    """
    return np.tri(n, dtype=bool)


@takes(heads=count())
def split_heads(A: Any, heads: int) -> Any:
    """Cut each row into as many pieces as there are heads: (…, n, w) becomes (…, heads, n, w/heads).

    Parameters
    ----------
    A : array_like of shape (…, n, w)
        Queries, keys or values of all heads, side by side.
    heads : int
        A divisor of w.

    Raises
    ------
    ValueError
        If A has no rows, or the heads cannot share its entries.

    Examples
    --------
    >>> split_heads(np.array([[1, 2, 3, 4], [5, 6, 7, 8]]), 2).tolist()
    [[[1, 2], [5, 6]], [[3, 4], [7, 8]]]
    """
    if np.ndim(A) < 2:
        raise ValueError(f"A has shape {np.shape(A)}, but needs rows and entries, (…, n, w)")
    *lead, n, width = np.shape(A)
    if width % heads:
        raise ValueError(f"{heads} heads cannot share {width} entries: the width has to be a multiple of the heads")
    return np.swapaxes(np.reshape(A, (*lead, n, heads, width // heads)), -2, -3)


def merge_heads(A: Any) -> Any:
    """Put the pieces side by side again: (…, heads, n, d) becomes (…, n, heads · d).

    Parameters
    ----------
    A : array_like of shape (…, heads, n, d)
        What each head says.

    Raises
    ------
    ValueError
        If A has no heads.

    Examples
    --------
    >>> merge_heads(np.array([[[1, 2], [5, 6]], [[3, 4], [7, 8]]])).tolist()
    [[1, 2, 3, 4], [5, 6, 7, 8]]
    """
    if np.ndim(A) < 3:
        raise ValueError(f"A has shape {np.shape(A)}, but needs heads, rows and entries, (…, heads, n, d)")
    *lead, heads, n, d = np.shape(A)
    return np.reshape(np.swapaxes(A, -2, -3), (*lead, n, heads * d))


def _times(A: Any, params: Mapping[str, Any], name: str) -> Any:
    """The rows of A times the matrix of this name."""
    if not isinstance(params, Mapping) or name not in params:
        raise ValueError(f"params has no {name!r}: give a dict of the matrices query, key, value and output")
    W, A = as_single_or_double(params[name], f"params[{name!r}]"), as_single_or_double(A, "X")
    a, w = np.shape(A), np.shape(W)
    if len(a) < 2 or len(w) != 2 or a[-1] != w[0]:
        raise ValueError(f"params[{name!r}] has shape {w} and the rows shape {a}: give (…, n, width) and (width, k)")
    return A @ W


def head_weights(params: Mapping[str, Any], X: Any, heads: int, mask: np.ndarray | None = None) -> Any:
    """What each head looks at: its weights, of shape (…, heads, n, n).

    Parameters
    ----------
    params, X, heads, mask
        As for `multi_head`.

    Examples
    --------
    >>> params = {name: np.eye(2) for name in ("query", "key", "value", "output")}
    >>> head_weights(params, np.zeros((3, 2)), heads=2).shape
    (2, 3, 3)
    """
    Q, K = (split_heads(_times(X, params, name), heads) for name in ("query", "key"))
    return attention_weights(Q, K, mask)


def multi_head(params: Mapping[str, Any], X: Any, heads: int, mask: np.ndarray | None = None) -> Any:
    """Self-attention with several heads: the rows of X ask each other.

    Parameters
    ----------
    params : dict
        Matrices ``"query"``, ``"key"`` and ``"value"`` of shape (width, k), with k a multiple of the heads, which make
        the queries, keys and values of all heads side by side; and ``"output"``, of shape (k, width).
    X : array_like of shape (…, n, width)
        A row for each position.
    heads : int
        How many heads there are.
    mask : ndarray of bool, of shape (n, n), optional
        True where a position may see another, such as `causal_mask`.

    Returns
    -------
    array of shape (…, n, width)

    Raises
    ------
    ValueError
        If a matrix is missing or does not fit, or the heads cannot share the entries.

    Examples
    --------
    Two positions that are asked for nothing in particular give their mean:

    >>> params = {"query": np.zeros((2, 2)), "key": np.eye(2), "value": np.eye(2), "output": np.eye(2)}
    >>> multi_head(params, np.array([[1.0, 10.0], [3.0, 30.0]]), heads=2).tolist()
    [[2.0, 20.0], [2.0, 20.0]]
    """
    V = split_heads(_times(X, params, "value"), heads)
    return _times(merge_heads(head_weights(params, X, heads, mask) @ V), params, "output")
