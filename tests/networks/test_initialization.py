"""First weights: variances, laws, shapes, and signals that neither fade nor grow."""

import numpy as np
import pytest

from derived.networks import ACTIVATIONS, SCHEMES, he, init_mlp, lecun, xavier

VARIANCES = {
    "lecun": lambda fan_in, fan_out: 1 / fan_in,
    "xavier": lambda fan_in, fan_out: 2 / (fan_in + fan_out),
    "he": lambda fan_in, fan_out: 2 / fan_in,
}


@pytest.mark.parametrize("law", ["normal", "uniform"])
@pytest.mark.parametrize("name", SCHEMES)
def test_the_variance_is_the_formula_s(name, law):
    for fan_in, fan_out in [(400, 100), (100, 400), (200, 200)]:
        W = SCHEMES[name](np.random.default_rng(1), fan_in, fan_out, law=law)
        variance = VARIANCES[name](fan_in, fan_out)
        assert W.shape == (fan_in, fan_out)
        assert abs(W.mean()) < 5 * np.sqrt(variance / W.size)
        assert W.var() == pytest.approx(variance, rel=5 * np.sqrt(2 / W.size))


def test_a_uniform_law_stays_within_its_bounds_and_fills_them():
    bound = np.sqrt(6 / (300 + 100))
    W = xavier(np.random.default_rng(2), 300, 100, law="uniform")
    assert 0.999 * bound < np.abs(W).max() <= bound


def test_a_normal_law_has_its_fourth_moment():
    W = he(np.random.default_rng(3), 300, 300)
    assert (W**4).mean() / W.var() ** 2 == pytest.approx(3, abs=0.1)


def test_the_same_generator_draws_the_same():
    first, second = (init_mlp(np.random.default_rng(7), [3, 5, 2], "xavier") for _ in range(2))
    for (W, b), (V, c) in zip(first, second, strict=True):
        assert (W == V).all() and (b == c).all() and (b == 0).all()


def test_layers_are_drawn_in_order():
    rng = np.random.default_rng(4)
    (W1, _), (W2, _) = init_mlp(np.random.default_rng(4), [3, 5, 2], "lecun")
    assert (lecun(rng, 3, 5) == W1).all() and (lecun(rng, 5, 2) == W2).all()


def test_a_scheme_of_one_s_own():
    ((W, b),) = init_mlp(np.random.default_rng(0), [2, 3], lambda rng, i, o: np.full((i, o), 7.0))
    assert W.tolist() == [[7.0] * 3] * 2 and b.shape == (3,)
    with pytest.raises(ValueError, match=r"\(3, 2\).*\(2, 3\)"):
        init_mlp(np.random.default_rng(0), [2, 3], lambda rng, i, o: np.zeros((o, i)))


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("scheme", "activation", "kept"), [
    ("he", "relu", True), ("lecun", "identity", True), ("xavier", "identity", True), ("lecun", "relu", False),
])  # fmt: skip
def test_mean_squares_through_twenty_layers(scheme, activation, kept, seed):
    rng = np.random.default_rng(seed)
    params = init_mlp(rng, [256] * 21, scheme)
    function = ACTIVATIONS[activation].function
    A = rng.normal(size=(50, 256))
    squares = []
    for W, b in params:
        Z = A @ W + b
        A = function(Z)
        squares.append((Z**2).mean())
    left = squares[-1] / squares[0]
    assert 0.4 < left < 2.5 if kept else left < 1e-5


@pytest.mark.parametrize(
    ("widths", "said"),
    [
        ([3], "at least two"),
        ("35", "at least two"),
        (5, "at least two"),
        ([3, 0], r"widths\[1\]"),
        ([3, 2.5, 1], r"widths\[1\]"),
    ],
)
def test_bad_widths_are_told(widths, said):
    with pytest.raises(ValueError, match=said):
        init_mlp(np.random.default_rng(0), widths)


def test_bad_settings_are_told():
    with pytest.raises(ValueError, match=r"scheme.*'kaiming'"):
        init_mlp(np.random.default_rng(0), [3, 2], "kaiming")
    with pytest.raises(ValueError, match="law"):
        he(np.random.default_rng(0), 3, 2, law="cauchy")
    with pytest.raises(ValueError, match="fan_in"):
        xavier(np.random.default_rng(0), 0, 2)
    with pytest.raises((TypeError, ValueError), match="rng"):
        he(0, 3, 2)
