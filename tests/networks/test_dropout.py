"""Dropout: the mean is kept, masks differ from row to row, and what was left out gets no gradient."""

from itertools import product

import numpy as np
import pytest

from derived.autodiff.reverse import grad, value_and_grad
from derived.networks import dropout, dropout_mask, init_mlp, mlp, thinned_mlp


@pytest.mark.parametrize("keep", [0.2, 0.5, 0.9])
def test_the_mean_is_kept_and_the_variance_is_the_one_derived(keep):
    rng = np.random.default_rng(0)
    a, w = np.array([2.0, -1.0, 3.0]), np.array([1.0, -2.0, 0.5])
    scores = np.array([dropout(rng, a, keep) @ w for _ in range(20000)])
    variance = (1 - keep) / keep * np.sum(w**2 * a**2)
    assert abs(scores.mean() - a @ w) < 5 * np.sqrt(variance / 20000)
    assert scores.var() == pytest.approx(variance, rel=0.06)


def test_all_masks_of_a_small_layer():
    a, w, keep = np.array([2.0, 1.0]), np.array([1.0, -2.0]), 0.25
    masks = np.array(list(product([0, 1], repeat=2)))
    chances = np.prod(np.where(masks == 1, keep, 1 - keep), axis=1)
    assert chances @ ((masks * a / keep) @ w) == pytest.approx(a @ w)


def test_masks_hold_two_numbers_and_differ_from_row_to_row():
    mask = dropout_mask(np.random.default_rng(1), (50, 40), keep=0.8)
    assert set(np.unique(mask)) == {0.0, 1.25}
    assert len(np.unique(mask, axis=0)) == 50
    assert (mask == dropout_mask(np.random.default_rng(1), (50, 40), keep=0.8)).all()
    assert (dropout_mask(np.random.default_rng(1), 7, keep=1.0) == 1).all()


def test_gradients_are_those_of_the_thinned_network():
    params, X = init_mlp(np.random.default_rng(2), [3, 5, 2]), np.random.default_rng(3).normal(size=(4, 3))

    def loss(params):
        return np.sum(thinned_mlp(np.random.default_rng(4), params, X, keep=0.5) ** 2)

    value, found = value_and_grad(loss)(params)
    mask = dropout_mask(np.random.default_rng(4), (4, 5), 0.5)

    def by_hand(params):
        (W, b), (V, c) = params
        return np.sum(((np.maximum(X @ W + b, 0) * mask) @ V + c) ** 2)

    assert value == pytest.approx(by_hand(params))
    for (gW, gb), (rW, rb) in zip(found, grad(by_hand)(params), strict=True):
        np.testing.assert_allclose(gW, rW, rtol=1e-10)
        np.testing.assert_allclose(gb, rb, rtol=1e-10)


def test_what_is_left_out_gets_nothing():
    a = np.ones(100)
    found = grad(lambda a: np.sum(dropout(np.random.default_rng(5), a, 0.5)))(a)
    np.testing.assert_array_equal(found, dropout_mask(np.random.default_rng(5), 100, 0.5))


@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_with_all_units_kept_it_is_the_network(activation):
    rng = np.random.default_rng(6)
    params, X = init_mlp(rng, [3, 8, 8, 2]), rng.normal(size=(5, 3))
    before = X.copy()
    np.testing.assert_array_equal(thinned_mlp(rng, params, X, 1.0, activation), mlp(params, X, activation))
    assert (before == X).all()


def test_a_linear_network_keeps_its_mean():
    rng = np.random.default_rng(7)
    params, X = init_mlp(rng, [3, 20, 20, 1]), rng.normal(size=(2, 3))
    runs = np.array([thinned_mlp(rng, params, X, 0.8, "identity") for _ in range(4000)])
    error = np.abs(runs.mean(0) - mlp(params, X, "identity")) / (runs.std(0) / np.sqrt(4000))
    assert error.max() < 5


@pytest.mark.parametrize("keep", [0.0, -0.5, 1.5, "half", True])
def test_a_probability_is_asked_for(keep):
    with pytest.raises(ValueError, match="keep must be a number above 0 and at most 1"):
        dropout(np.random.default_rng(0), np.ones(3), keep)


def test_bad_shapes_are_told():
    params = init_mlp(np.random.default_rng(0), [3, 4, 1])
    with pytest.raises(ValueError, match="layer 1"):
        thinned_mlp(np.random.default_rng(0), params, np.ones((2, 2)))
    with pytest.raises(ValueError, match="shape"):
        dropout_mask(np.random.default_rng(0), (2.5,))


@pytest.mark.parametrize(
    ("given", "said"), [({"rng": 3}, "rng must be a numpy"), ({"keep": 2}, "keep .* at most 1, not 2")]
)
def test_a_network_without_a_hidden_layer_judges_its_settings_too(given, said):
    with pytest.raises(ValueError, match=said):
        thinned_mlp(**{"rng": np.random.default_rng(0), "params": [(np.eye(2), np.ones(2))], "X": np.eye(2)} | given)
