"""Attention as loops, reverse mode and PyTorch have it; masks, heads, and what does not fit."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derived.autodiff import reverse
from derived.networks.attention import (
    attention,
    attention_back,
    attention_weights,
    causal_mask,
    head_weights,
    merge_heads,
    multi_head,
    split_heads,
)
from derived.optimization import check_gradient

seeds = st.integers(0, 2**32 - 1)
small = st.integers(1, 4)


def by_loops(Q, K, V, mask):
    """One query after the other, one key after the other."""
    outputs = []
    for i, q in enumerate(Q):
        seen = [j for j in range(len(K)) if mask is None or mask[i, j]]
        shares = np.array([np.exp(sum(a * b for a, b in zip(q, K[j], strict=True)) / len(q) ** 0.5) for j in seen])
        outputs.append(sum(share * V[j] for share, j in zip(shares / shares.sum(), seen, strict=True)))
    return np.array(outputs)


def a_mask(rng, m, r):
    mask = rng.random((m, r)) < 0.5
    mask[np.arange(m), rng.integers(0, r, m)] = True
    return mask


def drawn(rng, m, r, d, e, *lead):
    shapes = (m, d), (r, d), (r, e), (m, e)
    return [rng.standard_normal((*lead, *shape)) for shape in shapes]


@settings(deadline=None, max_examples=60)
@given(seed=seeds, m=small, r=small, d=small, e=small, masked=st.booleans())
def test_forward_and_backward(seed, m, r, d, e, masked):
    rng = np.random.default_rng(seed)
    Q, K, V, G = drawn(rng, m, r, d, e)
    mask = a_mask(rng, m, r) if masked else None
    np.testing.assert_allclose(attention(Q, K, V, mask), by_loops(Q, K, V, mask), rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(attention_weights(Q, K, mask).sum(axis=-1), 1, rtol=1e-13)
    _, back = reverse.vjp(lambda letters: attention(*letters, mask), (Q, K, V))
    for by_hand, recorded, letter in zip(attention_back(Q, K, V, G, mask), back(G), (Q, K, V), strict=True):
        assert by_hand.shape == letter.shape
        np.testing.assert_allclose(by_hand, recorded, rtol=1e-10, atol=1e-13)


def test_the_gradients_are_those_that_differences_find():
    rng = np.random.default_rng(3)
    Q, K, V, G = drawn(rng, 3, 4, 2, 5)
    mask = a_mask(rng, 3, 4)
    for k, gradient in enumerate(attention_back(Q, K, V, G, mask)):
        letters = [Q, K, V]

        def loss(x, k=k, letters=letters):
            changed = [*letters[:k], x.reshape(letters[k].shape), *letters[k + 1 :]]
            return float(np.sum(G * attention(*changed, mask)))

        check_gradient(loss, lambda _, gradient=gradient: gradient.ravel(), letters[k].ravel())


def test_stacks_are_their_parts():
    rng = np.random.default_rng(0)
    Q, K, V, G = drawn(rng, 3, 3, 2, 4, 2, 5)
    whole, back = attention(Q, K, V, causal_mask(3)), attention_back(Q, K, V, G, causal_mask(3))
    for place in np.ndindex(2, 5):
        np.testing.assert_allclose(whole[place], attention(Q[place], K[place], V[place], causal_mask(3)), rtol=1e-13)
        parts = attention_back(Q[place], K[place], V[place], G[place], causal_mask(3))
        for stack, part in zip(back, parts, strict=True):
            np.testing.assert_allclose(stack[place], part, rtol=1e-12, atol=1e-14)


@given(seed=seeds, n=st.integers(1, 5), heads=small, d=small, lead=st.lists(small, max_size=2))
def test_heads_are_pieces_side_by_side(seed, n, heads, d, lead):
    A = np.random.default_rng(seed).standard_normal((*lead, n, heads * d))
    pieces = split_heads(A, heads)
    assert pieces.shape == (*lead, heads, n, d)
    for h in range(heads):
        np.testing.assert_array_equal(pieces[..., h, :, :], A[..., h * d : (h + 1) * d])
    np.testing.assert_array_equal(merge_heads(pieces), A)


def test_several_heads_are_several_attentions_added_up():
    rng = np.random.default_rng(1)
    n, width, heads, d = 5, 6, 3, 2
    X = rng.standard_normal((n, width))
    params = {name: rng.standard_normal((width, width)) for name in ("query", "key", "value", "output")}
    expected = np.zeros((n, width))
    for h in range(heads):
        mine = slice(h * d, (h + 1) * d)
        Q, K, V = (X @ params[name][:, mine] for name in ("query", "key", "value"))
        expected += by_loops(Q, K, V, causal_mask(n)) @ params["output"][mine]
        np.testing.assert_allclose(
            head_weights(params, X, heads, causal_mask(n))[h], attention_weights(Q, K, causal_mask(n)), rtol=1e-12
        )
    np.testing.assert_allclose(multi_head(params, X, heads, causal_mask(n)), expected, rtol=1e-11)


@settings(deadline=None)
@given(seed=seeds, n=st.integers(1, 5))
def test_without_positions_the_order_is_not_seen(seed, n):
    rng = np.random.default_rng(seed)
    X, order = rng.standard_normal((n, 4)), rng.permutation(n)
    params = {name: rng.standard_normal((4, 4)) for name in ("query", "key", "value", "output")}
    np.testing.assert_allclose(multi_head(params, X[order], 2), multi_head(params, X, 2)[order], rtol=1e-9, atol=1e-11)


def test_large_scores_do_not_overflow():
    P = attention_weights(np.array([[1e5, 0.0]]), np.array([[1e5, 0.0], [-1e5, 0.0]]))
    assert P.tolist() == [[1.0, 0.0]]


def test_pytorch():
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(2)
    Q, K, V, G = drawn(rng, 4, 4, 3, 5, 2)
    theirs = [torch.tensor(letter, requires_grad=True) for letter in (Q, K, V)]
    output = torch.nn.functional.scaled_dot_product_attention(*theirs, is_causal=True)
    output.backward(torch.tensor(G))
    np.testing.assert_allclose(attention(Q, K, V, causal_mask(4)), output.detach().numpy(), rtol=1e-12)
    for mine, letter in zip(attention_back(Q, K, V, G, causal_mask(4)), theirs, strict=True):
        np.testing.assert_allclose(mine, letter.grad.numpy(), rtol=1e-10, atol=1e-13)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: attention_weights(np.ones((2, 3)), np.ones((4, 5))), r"\(2, 3\) and the keys \(4, 5\)"),
        (lambda: attention_weights(np.ones(3), np.ones((4, 3))), r"\(3,\) and the keys \(4, 3\)"),
        (lambda: attention(np.ones((2, 3)), np.ones((4, 3)), np.ones((5, 1))), r"\(4, 3\) and the values \(5, 1\)"),
        (lambda: attention_weights(np.ones((2, 3)), np.ones((4, 3)), np.ones((2, 4))), "type is float64"),
        (lambda: attention_weights(np.ones((2, 3)), np.ones((4, 3)), np.ones((4, 2), bool)), "2 queries and 4 keys"),
        (lambda: attention_weights(np.ones((2, 3)), np.ones((4, 3)), np.eye(2, 4, 1) > 2), "row 0 .* no key at all"),
        (lambda: split_heads(np.ones((2, 5)), 2), "2 heads cannot share 5 entries"),
        (lambda: causal_mask(0), "n must be a whole number of at least 1"),
        (lambda: attention_weights(np.ones((2, 3)), np.ones((0, 3))), r"keys \(0, 3\): give one of each at least"),
        (
            lambda: attention_weights(np.ones((2, 1, 3)), np.ones((3, 1, 3))),
            r"\(3, 1, 3\): their stacks must be of one",
        ),
        (
            lambda: attention(*2 * [np.ones((3, 1, 3))], np.ones((2, 1, 3))),
            r"values \(2, 1, 3\): their stacks must be of one shape",
        ),
        (lambda: attention(np.ones((1, 3)), np.ones((1, 3)), [["a"]]), r"V\[0, 0\] is 'a', a text"),
        (lambda: attention_back(*3 * [np.ones((2, 3))], np.ones((2, 1))), r"gradient has shape \(2, 1\), .* \(2, 3\)"),
        (lambda: split_heads(np.zeros(4), 2), r"A has shape \(4,\), but needs rows and entries"),
        (lambda: merge_heads(np.zeros((2, 2))), r"A has shape \(2, 2\), but needs heads, rows and entries"),
        (lambda: multi_head({"query": np.eye(2), "key": np.eye(2)}, np.ones((3, 2)), 1), "params has no 'value'"),
        (
            lambda: multi_head(dict.fromkeys(["query", "key", "value", "output"], np.eye(3)), np.ones((3, 2)), 1),
            r"params\['value'\] has shape \(3, 3\)",
        ),
        (lambda: head_weights(3, np.ones((3, 2)), 1), "params has no 'query': give a dict"),
    ],
)
def test_what_does_not_fit_is_told(call, said):
    with pytest.raises(ValueError, match=said):
        call()


@pytest.mark.parametrize("dtype", [np.uint8, bool, object])
def test_small_integers_and_truth_values_are_numbers(dtype):
    Q, K = np.array([[16, 16]], dtype), np.array([[16, 16], [1, 0]], dtype)
    np.testing.assert_array_equal(attention_weights(Q, K), attention_weights(Q.astype(float), K.astype(float)))
    params = dict.fromkeys(["query", "key", "value", "output"], K)
    as_floats = dict.fromkeys(params, K.astype(float))
    np.testing.assert_array_equal(multi_head(params, K, 2), multi_head(as_floats, K.astype(float), 2))
