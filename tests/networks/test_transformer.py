"""The transformer as plain Python has it, number by number; what it may see; and what does not fit."""

import copy
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derived.autodiff import reverse
from derived.networks import text
from derived.networks.transformer import (
    generate,
    init_transformer,
    next_symbol_loss,
    rms_norm,
    transformer,
    transformer_weights,
)
from derived.optimization.optimizers import Adam, OnTrees

seeds = st.integers(0, 2**32 - 1)


def made(seed=0, blocks=1, deviation=0.5):
    return init_transformer(np.random.default_rng(seed), 5, 8, 6, blocks=blocks, hidden=7, deviation=deviation)


# --- the same model in plain Python, one number at a time -----------------------------------------------------------


def times(x, W):
    return [sum(x[i] * W[i][j] for i in range(len(x))) for j in range(len(W[0]))]


def plus(x, y):
    return [a + b for a, b in zip(x, y, strict=True)]


def normed(x):
    root = math.sqrt(sum(a * a for a in x) / len(x) + 1e-5)
    return [a / root for a in x]


def shares(scores):
    highest = max(scores)
    powers = [math.exp(s - highest) for s in scores]
    return [p / sum(powers) for p in powers]


def plain_scores(params, tokens, heads):
    """A row of scores for each token; keys and values of earlier positions are kept in lists."""
    width = len(params["symbols"][0])
    d = width // heads
    memory = [([], []) for _ in params["blocks"]]
    rows = []
    for position, token in enumerate(tokens):
        x = normed(plus(params["symbols"][token], params["positions"][position]))
        for block, (keys, values) in zip(params["blocks"], memory, strict=True):
            seen = normed(x)
            q = times(seen, block["query"])
            keys.append(times(seen, block["key"]))
            values.append(times(seen, block["value"]))
            brought = []
            for h in range(0, width, d):
                P = shares([sum(q[h + j] * k[h + j] for j in range(d)) / math.sqrt(d) for k in keys])
                brought += [sum(p * v[h + j] for p, v in zip(P, values, strict=True)) for j in range(d)]
            x = plus(x, times(brought, block["output"]))
            x = plus(x, times([max(0.0, a) for a in times(normed(x), block["up"])], block["down"]))
        rows.append(times(x, params["scores"]))
    return rows


def plain_loss(params, tokens, heads):
    rows = plain_scores(params, tokens[:-1], heads)
    surprises = [-math.log(shares(row)[token]) for row, token in zip(rows, tokens[1:], strict=True)]
    return sum(surprises) / len(surprises)


@pytest.mark.parametrize("blocks", [1, 2])
@pytest.mark.parametrize("heads", [1, 2, 4])
def test_plain_python(blocks, heads):
    params, tokens = made(blocks, blocks), [4, 0, 3, 3, 1, 4]
    lists = reverse.mapped(np.ndarray.tolist, params)
    np.testing.assert_allclose(transformer(params, tokens, heads), plain_scores(lists, tokens, heads), rtol=1e-11)
    assert float(next_symbol_loss(params, tokens, heads)) == pytest.approx(plain_loss(lists, tokens, heads), rel=1e-12)


def test_the_gradient_is_that_of_the_plain_loss():
    params, tokens = made(5), [4, 2, 0, 0, 4]
    gradient = reverse.grad(lambda params: next_symbol_loss(params, tokens, 2))(params)
    tiny = 1e-5
    for path in (("symbols",), ("positions",), ("scores",), *(("blocks", 0, name) for name in params["blocks"][0])):

        def moved(by, path=path):
            lists = copy.deepcopy(params)
            leaf, slope = lists, gradient
            for step in path:
                leaf, slope = leaf[step], slope[step]
            place = np.unravel_index(np.abs(slope).argmax(), slope.shape)
            leaf[place] += by
            return plain_loss(reverse.mapped(np.ndarray.tolist, lists), tokens, 2), slope[place]

        (above, slope), (below, _) = moved(tiny), moved(-tiny)
        assert (above - below) / (2 * tiny) == pytest.approx(slope, rel=1e-6)


# --- what it may see ------------------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=30)
@given(seed=seeds, n=st.integers(2, 6), cut=st.integers(1, 5))
def test_a_score_does_not_know_what_comes_later(seed, n, cut):
    rng = np.random.default_rng(seed)
    params, tokens = made(seed, blocks=2), rng.integers(0, 5, n)
    cut = min(cut, n - 1)
    other = np.concatenate([tokens[:cut], rng.integers(0, 5, n - cut)])
    np.testing.assert_allclose(
        transformer(params, tokens, 2)[:cut], transformer(params, other, 2)[:cut], rtol=1e-10, atol=1e-12
    )


def test_weights_are_rows_of_shares_up_to_the_diagonal():
    for weights in transformer_weights(made(blocks=2), [[4, 0, 1], [4, 3, 3]], 4):
        assert weights.shape == (2, 4, 3, 3)
        np.testing.assert_allclose(weights.sum(axis=-1), 1)
        assert not np.triu(weights, 1).any()


def test_positions_tell_the_order():
    params = made()
    one, other = (transformer(params, row, 2)[-1] for row in ([0, 1, 2], [1, 0, 2]))
    assert np.abs(one - other).max() > 1e-3
    params["positions"][:] = 0
    one, other = (transformer(params, row, 2)[-1] for row in ([0, 1, 2], [1, 0, 2]))
    np.testing.assert_allclose(one, other, rtol=1e-10)


def test_a_batch_is_its_rows_and_filling_does_not_count():
    params = made()
    words = [[4, 0, 1, 2, 4], [4, 3, 4]]
    filled = np.array([words[0], [*words[1], -1, -1]])
    losses = [float(next_symbol_loss(params, word, 2)) for word in words]
    assert float(next_symbol_loss(params, filled, 2)) == pytest.approx((4 * losses[0] + 2 * losses[1]) / 6, rel=1e-12)
    _, gradient = reverse.value_and_grad(lambda params: next_symbol_loss(params, filled, 2))(params)
    parts = [reverse.grad(lambda params, word=word: next_symbol_loss(params, word, 2))(params) for word in words]
    np.testing.assert_allclose(
        gradient["scores"], (4 * parts[0]["scores"] + 2 * parts[1]["scores"]) / 6, rtol=1e-10, atol=1e-13
    )


def test_training_learns_a_row_by_heart_and_says_it():
    params, tokens = made(deviation=0.1), np.array([4, 0, 3, 3, 1, 4])
    both = reverse.value_and_grad(lambda params: next_symbol_loss(params, tokens, 2))
    method = OnTrees(Adam(0.03))
    state = method.init(params)
    for _ in range(150):
        loss, gradient = both(params)
        steps, state = method.update(gradient, state, params)
        params = method.stepped(params, steps)
    assert float(loss) < 0.01
    assert generate(params, np.random.default_rng(0), 2, end=4, temperature=0.2) == [0, 3, 3, 1]


def test_drawing_is_the_same_for_the_same_seed_and_ends():
    params = made()
    rows = [generate(params, np.random.default_rng(seed), 2, end=4) for seed in (0, 0, *range(1, 20))]
    assert rows[0] == rows[1] and len({tuple(row) for row in rows}) > 5
    assert all(len(row) <= 6 and 4 not in row for row in rows)


def test_rms_norm():
    X = np.random.default_rng(0).standard_normal((3, 5))
    np.testing.assert_allclose(np.mean(rms_norm(X) ** 2, axis=1), 1, atol=1e-4)
    np.testing.assert_allclose(rms_norm(7 * X, epsilon=1e-14), rms_norm(X, epsilon=1e-14), rtol=1e-10)
    assert not rms_norm(np.zeros((2, 3))).any()


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: transformer(made(), [0.5], 2), "rows of whole numbers, 0 to 4"),
        (lambda: transformer(made(), [0, 5], 2), "one of the tokens is 5"),
        (lambda: transformer(made(), [0, -1], 2), "one of the tokens is -1"),
        (lambda: transformer(made(), [0] * 7, 2), "7 symbols in a row, but only 6 positions"),
        (lambda: transformer(made(), [0, 1], 3), "3 heads cannot share 8 entries"),
        (lambda: next_symbol_loss(made(), [0], 2), r"shape \(1,\)"),
        (lambda: generate(made(), np.random.default_rng(0), 2, end=4, temperature=0), "temperature must be a number"),
        (lambda: init_transformer(np.random.default_rng(0), 5, 0, 6), "width must be"),
    ],
)
def test_what_does_not_fit_is_told(call, said):
    with pytest.raises(ValueError, match=said):
        call()


# --- words ----------------------------------------------------------------------------------------------------------


@given(words=st.lists(st.text(alphabet="abc", max_size=6), min_size=1, max_size=4))
def test_words_come_back(words):
    rows = text.encode(words, "abc")
    assert [text.decode(row, "abc") for row in rows] == words
    assert (rows[:, 0] == 3).all() and ((rows == 3).sum(axis=1) == 2).all()


@pytest.mark.parametrize(
    ("words", "said"), [(["Ann"], "'Ann' has the letter 'A'"), ([], "no word"), ("ann", r"such as \['ann'\]")]
)
def test_words_that_cannot_be_encoded(words, said):
    with pytest.raises(ValueError, match=said):
        text.encode(words)


RNG = np.random.default_rng(0)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: text.encode([3]), "words must be texts, and one is 3"),
        (lambda: text.decode("a"), "row must be one row of whole numbers, as encode makes them, not 'a'"),
        (lambda: text.decode([1, 99]), "99 is no symbol: the letters are 0 to 25, the end 26"),
        (lambda: text.decode([-5]), "-5 is no symbol"),
        (lambda: generate(init_transformer(RNG, 27, 16, 16), RNG, heads=4, end=26, start=[0] * 16),
         "start has 16 symbols, but with 16 positions it can have 15 at most"),
    ],
)  # fmt: skip
def test_what_is_no_word_and_no_symbol_is_told(call, said):
    with pytest.raises(ValueError, match=said):
        call()
