"""Normalization: means and variances are what they should be, and the way back is what reverse mode finds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derived.autodiff.reverse import grad
from derived.networks import Running, batch_norm, batch_norm_back, layer_norm, layer_norm_back

seeds = st.integers(0, 2**32 - 1)
shapes = st.tuples(st.integers(2, 6), st.integers(2, 5))
BOTH = [(batch_norm, batch_norm_back, 0), (layer_norm, layer_norm_back, 1)]


def drawn(seed, shape):
    rng = np.random.default_rng(seed)
    X, G = rng.normal(3.0, 2.0, shape), rng.normal(size=shape)
    return X, G, rng.normal(size=shape[1]), rng.normal(size=shape[1])


@pytest.mark.parametrize(("forward", "back", "axis"), BOTH)
@given(seed=seeds, shape=shapes)
def test_means_are_zero_and_variances_nearly_one(forward, back, axis, seed, shape):
    X, _, _, _ = drawn(seed, shape)
    before = X.copy()
    plain = forward(X, np.ones(shape[1]), np.zeros(shape[1]), epsilon=1e-12)
    np.testing.assert_allclose(plain.mean(axis), 0, atol=1e-9)
    v = X.var(axis)
    np.testing.assert_allclose(plain.var(axis), v / (v + 1e-12), rtol=1e-9)
    assert (before == X).all()


@pytest.mark.parametrize(("forward", "back", "axis"), BOTH)
@settings(deadline=None)
@given(seed=seeds, shape=shapes, epsilon=st.sampled_from([1e-5, 0.1, 2.0]))
def test_the_way_back_is_what_reverse_mode_finds(forward, back, axis, seed, shape, epsilon):
    X, G, gamma, beta = drawn(seed, shape)
    X = X + np.arange(X.size).reshape(X.shape)  # no two rows or columns so near that all is rounding
    found = grad(lambda parts: np.sum(G * forward(*parts, epsilon=epsilon)))((X, gamma, beta))
    for ours, theirs in zip(back(G, X, gamma, epsilon), found, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-8, atol=1e-10)


@pytest.mark.parametrize(("forward", "back", "axis"), BOTH)
@given(seed=seeds, shape=shapes)
def test_what_all_share_gets_nothing_back(forward, back, axis, seed, shape):
    X, G, gamma, _ = drawn(seed, shape)
    for_X = back(G, X, gamma)[0]
    np.testing.assert_allclose(for_X.sum(axis), 0, atol=1e-9 * (1 + np.abs(for_X).max()))


def test_four_sums_by_hand():
    sums = np.array([[0.0], [1], [1], [2]])
    found = batch_norm(sums, np.ones(1), np.zeros(1), epsilon=1e-15)
    np.testing.assert_allclose(found[:, 0], [-np.sqrt(2), 0, 0, np.sqrt(2)], rtol=1e-12, atol=1e-15)


def test_epsilon_is_inside_the_root():
    found = batch_norm(np.array([[-1.0], [1.0]]), np.ones(1), np.zeros(1), epsilon=3.0)
    np.testing.assert_allclose(found, [[-0.5], [0.5]])


def test_running_means_come_to_those_of_the_data():
    rng = np.random.default_rng(0)
    X = rng.normal([1.0, -2.0], [0.5, 3.0], (4000, 2))
    running = Running(np.zeros(2), np.ones(2))
    for _ in range(10):
        for rows in rng.permutation(4000).reshape(-1, 40):
            running = running.updated(X[rows], share=0.01)
    whole = Running.of(X)
    np.testing.assert_allclose(running.mean, whole.mean, atol=0.1)
    np.testing.assert_allclose(running.variance, whole.variance, rtol=0.1)


def test_with_running_means_a_row_does_not_depend_on_the_others():
    X, _, gamma, beta = drawn(1, (5, 3))
    running = Running.of(X)
    together = batch_norm(X, gamma, beta, running)
    alone = np.vstack([batch_norm(row[np.newaxis], gamma, beta, running) for row in X])
    np.testing.assert_allclose(together, alone, rtol=1e-12)
    np.testing.assert_allclose(together, batch_norm(X, gamma, beta), rtol=1e-12)


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        (lambda X, o, z: batch_norm(X[:1], o, z), "two rows or more"),
        (lambda X, o, z: batch_norm(X[0], o, z), r"shape \(3,\)"),
        (lambda X, o, z: batch_norm(X, o[:2], z), r"gamma has shape \(2,\), but X has shape \(4, 3\)"),
        (lambda X, o, z: layer_norm(X, o, z[:1]), r"beta has shape \(1,\)"),
        (lambda X, o, z: layer_norm(X, o, z, epsilon=0), "epsilon"),
        (lambda X, o, z: batch_norm(X, o, z, Running(z[:2], o)), "the running mean"),
        (lambda X, o, z: Running(z, o).updated(X[:1]), "one row has no variance"),
        (lambda X, o, z: Running(z, o).updated(X, share=2), "share"),
        (lambda X, o, z: batch_norm_back(X[:2], X, o), r"\(2, 3\), but X has \(4, 3\)"),
        (lambda X, o, z: layer_norm_back(X, X, o[:1]), "gamma"),
        (lambda X, o, z: batch_norm_back(X[:1], X[:1], o), "two rows or more"),
        (lambda X, o, z: batch_norm(X, o, z, (z, -o)), r"the running variance\[0\] is -1: it must be zero or more"),
        (lambda X, o, z: batch_norm(X, o, z, (z, np.nan * o)), r"the running variance\[0\] is missing"),
        (lambda X, o, z: batch_norm(X, o, z, 3), r"running must be Running\(mean, variance\), not 3"),
        (lambda X, o, z: batch_norm(X.astype(str), o, z), r"X\[0, 0\] is '0.0', a text"),
        (lambda X, o, z: layer_norm_back(X.astype(str), X, o), "gradient.* a text"),
    ],
)
def test_bad_shapes_and_settings_are_told(wish, words):
    with pytest.raises(ValueError, match=words):
        wish(np.arange(12.0).reshape(4, 3), np.ones(3), np.zeros(3))


def test_pytorch_agrees():
    torch = pytest.importorskip("torch")
    X, G, gamma, beta = drawn(5, (6, 4))
    leaves = [torch.tensor(part, requires_grad=True) for part in (X, gamma, beta)]
    mean, variance = torch.zeros(4, dtype=torch.float64), torch.ones(4, dtype=torch.float64)
    theirs = torch.nn.functional.batch_norm(leaves[0], mean, variance, leaves[1], leaves[2], training=True)
    theirs.backward(torch.tensor(G))
    np.testing.assert_allclose(batch_norm(X, gamma, beta), theirs.detach().numpy(), rtol=1e-10)
    for ours, leaf in zip(batch_norm_back(G, X, gamma), leaves, strict=True):
        np.testing.assert_allclose(ours, leaf.grad.numpy(), rtol=1e-8, atol=1e-12)
    after = Running(np.zeros(4), np.ones(4)).updated(X)
    np.testing.assert_allclose(after.mean, mean.numpy(), rtol=1e-10)
    np.testing.assert_allclose(after.variance, variance.numpy(), rtol=1e-10)
    leaves = [torch.tensor(part, requires_grad=True) for part in (X, gamma, beta)]
    theirs = torch.nn.functional.layer_norm(leaves[0], (4,), leaves[1], leaves[2])
    theirs.backward(torch.tensor(G))
    np.testing.assert_allclose(layer_norm(X, gamma, beta), theirs.detach().numpy(), rtol=1e-10)
    for ours, leaf in zip(layer_norm_back(G, X, gamma), leaves, strict=True):
        np.testing.assert_allclose(ours, leaf.grad.numpy(), rtol=1e-8, atol=1e-12)
