"""The exercises of the chapter on attention."""

import numpy as np

from derived.algebra import gradient, matrix, noise, scalar, sizes, sqrt, trace, variance
from derived.datasets import load_names
from derived.exercises import Construction, Formula, Function, Number, Parts
from derived.networks.attention import attention, attention_weights, causal_mask, merge_heads, split_heads
from derived.networks.text import encode

# --- another question -----------------------------------------------------------------------------------------------

attention_another_question = Parts(
    {
        "weights": Number(
            [1 / 6, 1 / 6, 2 / 3],
            digits=3,
            wrong=[
                ([16, 16, 64], "These are the counts: divide by their sum."),
                ([4, 4, 6], "These are the scores: a score larger by one counts twice as much."),
                ([2 / 7, 2 / 7, 3 / 7], "These are shares of the scores: a score larger by one counts twice as much."),
                ([2 / 5, 1 / 5, 2 / 5], "That is for the query of the chapter."),
                (
                    [1 / (2 + np.e**2), 1 / (2 + np.e**2), np.e**2 / (2 + np.e**2)],
                    "That is with $e$: here a score larger by one counts twice as much.",
                ),
            ],
        ),
        "output": Number(
            20 / 3,
            digits=3,
            wrong=[
                (10 / 3, "That is the plain mean: the weights are not equal."),
                (40, "That is the sum: the weights add up to one."),
                (3, "That is for the query of the chapter."),
            ],
            given_back=[0],
        ),
        "seen": Number(
            [1 / 2, 1 / 2],
            digits=3,
            wrong=[
                ([1 / 6, 1 / 6], "What is left has to add up to one again."),
                ([2 / 3, 1 / 3], "That is for the query of the chapter: here the scores are 4 and 4."),
                ([16, 16], "These are the counts: divide by their sum."),
            ],
        ),
        "masked": Number(
            0,
            digits=3,
            wrong=[
                (20 / 3, "The second letter may not look ahead."),
                (5, "That is its own value: it sees the first letter, too."),
                (-5, "That is the value of the first letter alone."),
            ],
        ),
    }
)

# --- count them -----------------------------------------------------------------------------------------------------

_EMBEDDED, _BLOCK = 2 * 27 * 32 + 16 * 32, 4 * 32 * 32 + 2 * 32 * 128

attention_count = Parts(
    {
        "parameters": Number(
            _EMBEDDED + 2 * _BLOCK,
            wrong=[
                (_EMBEDDED + _BLOCK, "There are two blocks."),
                (_EMBEDDED - 27 * 32 + 2 * _BLOCK, "Symbols have rows, and scores have a matrix of their own."),
                (_EMBEDDED - 16 * 32 + 2 * _BLOCK, "Positions have rows, too."),
                (_EMBEDDED + 2 * (_BLOCK - 32 * 32), "Behind the heads there is a fourth matrix."),
                (_EMBEDDED + 2 * (_BLOCK + 3 * 7 * 32 * 32), "The heads share the width: together they are as wide."),
            ],
            given_back=[0],
        ),
        "entries": Number(
            4,
            wrong=[
                (32, "The heads share the width."),
                (8, "That is the number of heads."),
                (16, "That is the number of positions."),
            ],
        ),
        "products": Number(
            16 * 16 * 32,
            wrong=[
                (16 * 16 * 4, "That is for one head."),
                (16 * 16 * 32 * 8, "A head has 4 entries, not 32."),
                (16 * 16, "Each score is a sum of products."),
                (16 * 32, "Each position is compared with each."),
            ],
            given_back=[0],
        ),
    }
)

# --- entries of another size ----------------------------------------------------------------------------------------

(_d,) = sizes("d")
_sd = scalar("sigma", "positive")
_q, _k = noise("q", _d, variance=_sd**2), noise("k", _d, variance=_sd**2)

attention_other_size = Formula(
    right=_d * _sd**4,
    letters=(_d, _sd),
    wrong=[
        (_d * _sd**2, "A product of two entries has the product of their variances."),
        (_sd**4, "How many products are added up?"),
        (_d**2 * _sd**4, "The variances of independent numbers add up: there are $d$ of them."),
        (_d, "That is for entries of variance 1."),
        (_sd**2 * sqrt(_d), "That is the standard deviation: its square is asked for."),
    ],
    given_back=[variance(_q.T @ _k)],
)

# --- a window -------------------------------------------------------------------------------------------------------


def _far(n: int) -> np.ndarray:
    return np.arange(n)[:, np.newaxis] - np.arange(n)


attention_window = Function(
    lambda n, back: 1.0 * ((_far(n) >= 0) & (_far(n) <= back)),
    inputs=lambda rng: (int(rng.integers(3, 6)), int(rng.integers(0, 3))),
    wrong=[
        (lambda n, back: 1.0 * (_far(n) >= 0), "This sees everything before it: where does the window begin?"),
        (lambda n, back: 1.0 * (np.abs(_far(n)) <= back), "This looks ahead."),
        (lambda n, back: 1.0 * ((_far(n) >= 0) & (_far(n) < back)), "Itself, *and* as many before it."),
        (lambda n, back: 1.0 * ((_far(n) > 0) & (_far(n) <= back)), "A position sees itself, too."),
        (lambda n, back: 1.0 * ((_far(n) <= 0) & (_far(n) >= -back)), "Turned around: rows ask, columns are asked."),
    ],
    given_back=[causal_mask],
)

# --- without the softmax --------------------------------------------------------------------------------------------

_m, _r, _w, _e = sizes("m r d e")
_Q, _K, _V, _G = matrix("Q", _m, _w), matrix("K", _r, _w), matrix("V", _r, _e), matrix("G", _m, _e)
_letters = (_Q, _K, _V, _G)
_loss = trace(_G.T @ (_Q @ _K.T @ _V))

attention_linear = Parts(
    {
        "of_Q": Formula(
            right=_G @ _V.T @ _K,
            letters=_letters,
            wrong=[
                (-_G @ _V.T @ _K, "Mind the sign."),
                (2 * _G @ _V.T @ _K, r"$\mathbf Q$ is used once."),
                (_Q @ _K.T @ _K, r"Where is $\mathbf G$?"),
            ],
            given_back=[gradient(_loss, _Q)],
        ),
        "of_K": Formula(
            right=_V @ _G.T @ _Q,
            letters=_letters,
            wrong=[
                (-_V @ _G.T @ _Q, "Mind the sign."),
                (2 * _V @ _G.T @ _Q, r"$\mathbf K$ is used once."),
                (_K @ _Q.T @ _Q, r"Where is $\mathbf G$?"),
            ],
            given_back=[gradient(_loss, _K)],
        ),
        "of_V": Formula(
            right=_K @ _Q.T @ _G,
            letters=_letters,
            wrong=[
                (-_K @ _Q.T @ _G, "Mind the sign."),
                (2 * _K @ _Q.T @ _G, r"$\mathbf V$ is used once."),
                (_K @ _K.T @ _V, r"Where is $\mathbf G$?"),
            ],
            given_back=[gradient(_loss, _V)],
        ),
    }
)

# --- several heads --------------------------------------------------------------------------------------------------


def _several(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray, int]:
    n, heads, d = int(rng.integers(2, 4)), 2, int(rng.integers(2, 4))
    Q, K, V = rng.normal(size=(3, n, heads * d)).round(1)
    return Q, K, V, heads


def _side_by_side(Q: np.ndarray, K: np.ndarray, V: np.ndarray, heads: int) -> np.ndarray:
    return merge_heads(attention(*(split_heads(A, heads) for A in (Q, K, V))))


def _of_the_width(Q: np.ndarray, K: np.ndarray, V: np.ndarray, heads: int) -> np.ndarray:
    return _side_by_side(Q / np.sqrt(heads), K, V, heads)


def _without_root(Q: np.ndarray, K: np.ndarray, V: np.ndarray, heads: int) -> np.ndarray:
    return _side_by_side(Q * np.sqrt(Q.shape[1] // heads), K, V, heads)


def _by_reshape(Q: np.ndarray, K: np.ndarray, V: np.ndarray, heads: int) -> np.ndarray:
    n, width = Q.shape
    pieces = (A.reshape(heads, n, width // heads) for A in (Q, K, V))
    return attention(*pieces).reshape(n, width)


def _over_queries(Q: np.ndarray, K: np.ndarray, V: np.ndarray, heads: int) -> np.ndarray:
    Q_, K_, V_ = (split_heads(A, heads) for A in (Q, K, V))
    return merge_heads(np.swapaxes(attention_weights(K_, Q_), -1, -2) @ V_)


attention_heads = Function(
    _side_by_side,
    inputs=_several,
    without=["multi_head"],
    wrong=[
        (lambda Q, K, V, heads: attention(Q, K, V), "That is one head with the whole width."),
        (_of_the_width, "The root is that of a head's entries, not of the width."),
        (_without_root, "The root is missing."),
        (_by_reshape, "A head gets columns of all positions, and not all columns of some."),
        (_over_queries, "The softmax is taken over the keys: in each row."),
        (
            lambda Q, K, V, heads: np.hstack(np.split(_side_by_side(Q, K, V, heads), heads, axis=1)[::-1]),
            "The heads are in the wrong order.",
        ),
    ],
    given_back=[lambda Q, K, V, heads: V],
)

# --- look at the one before -----------------------------------------------------------------------------------------


def _looks(Q: np.ndarray) -> np.ndarray:
    return attention_weights(Q, np.eye(5), causal_mask(5))


attention_one_before = Construction(
    (30 * np.eye(5, k=-1)).tolist(),
    properties=[
        (lambda Q: Q.shape == (5, 5), "Give five rows of five numbers."),
        (lambda Q: np.abs(Q).max() <= 1000, "Numbers up to 1,000 will do."),
        (
            lambda Q: np.diag(_looks(Q), -1).min() >= 0.99,
            lambda Q: f"The least of the four weights is `{np.diag(_looks(Q), -1).min():.3f}`.",
        ),
    ],
    wrong=[
        (np.eye(5, k=-1).tolist(), "The right entries, but not large enough."),
        ((30 * np.eye(5)).tolist(), "So each position looks at itself."),
        ((30 * np.eye(5, k=1)).tolist(), "So each position wants to look at the one behind it, which is masked."),
        ([0, 1, 2, 3, 4], "Give five rows of five numbers."),
    ],
    given_back=[np.eye(5).tolist()],
)

# --- how far counting gets ------------------------------------------------------------------------------------------

_rows = encode(load_names()["name"])
_held, _learn = _rows[::10], np.delete(_rows, np.s_[::10], axis=0)


def _contexts(rows: np.ndarray, back: int) -> tuple[np.ndarray, ...]:
    more = np.column_stack([np.full((len(rows), 1), 26), rows])
    parts = [more[:, 2 - k : more.shape[1] - k] for k in range(back, -1, -1)]
    real = parts[-1] >= 0
    return tuple(part[real] for part in parts)


def _surprise(back: int, learn: np.ndarray = _learn, held: np.ndarray = _held, first: float = 1.0) -> float:
    counts = np.full((27,) * (back + 1), first)
    np.add.at(counts, _contexts(learn, back), 1)
    shares = counts / counts.sum(axis=-1, keepdims=True)
    return float(-np.mean(np.log(shares[_contexts(held, back)])))


attention_project = Parts(
    {
        name: Number(
            _surprise(back),
            digits=3,
            wrong=[
                (_surprise(back, held=_learn), "That is for the names that were counted."),
                (_surprise(back) / np.log(2), "In natural logarithms, as in the chapter."),
                *([(_surprise(back, learn=_rows), "The held-back names were counted, too.")] if back else []),
                (-_surprise(back), "A surprise is minus the logarithm of a probability."),
            ],
            given_back=[0],
        )
        for back, name in enumerate(("single", "pairs", "triples"))
    }
)
