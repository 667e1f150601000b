"""A network of convolutions and poolings: as its parts have it, as PyTorch has it; moves; and what moves in it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derived.autodiff import reverse
from derived.networks import conv2d, max_pool
from derived.networks.image_networks import convolutional, init_convolutional, moved


def small(seed=0, channels=(2, 3, 4), sides=(14, 15)):
    rng = np.random.default_rng(seed)
    params = init_convolutional(rng, sides, channels, kernel=3, classes=5)
    params = [(W, rng.normal(size=b.shape)) for W, b in params]
    return params, rng.normal(size=(6, channels[0], *sides)), rng.integers(0, 5, 6)


def test_it_is_its_parts_in_either_order():
    params, images, _ = small()
    (W1, b1), (W2, b2), (W3, b3) = params
    A = max_pool(np.maximum(conv2d(images, W1, b1), 0))
    A = max_pool(np.maximum(conv2d(A, W2, b2), 0))
    np.testing.assert_array_equal(convolutional(params, images), A.reshape(6, -1) @ W3 + b3)


@pytest.mark.parametrize("seed", range(3))
def test_gradients_are_those_of_differences(seed):
    params, images, labels = small(seed)

    def loss(params):
        return reverse.cross_entropy(convolutional(params, images), labels)

    gradient, rng, h = reverse.grad(loss)(params), np.random.default_rng(seed), 1e-6
    for layer, (W, b) in enumerate(params):
        for k, part in enumerate((W, b)):
            V = rng.normal(size=part.shape)

            def along(t, layer=layer, k=k, V=V):
                changed = [list(pair) for pair in params]
                changed[layer][k] = changed[layer][k] + t * V
                return loss(changed)

            slope = (along(h) - along(-h)) / (2 * h)
            assert np.sum(gradient[layer][k] * V) == pytest.approx(slope, rel=1e-4, abs=1e-7)


def test_pytorch_agrees():
    torch = pytest.importorskip("torch")
    functional = torch.nn.functional
    params, images, labels = small()
    theirs = [[torch.tensor(part, requires_grad=True) for part in layer] for layer in params]
    A = torch.from_numpy(images)
    for W, b in theirs[:-1]:
        A = functional.max_pool2d(functional.relu(functional.conv2d(A, W, b)), 2)
    functional.cross_entropy(A.reshape(6, -1) @ theirs[-1][0] + theirs[-1][1], torch.from_numpy(labels)).backward()
    ours = reverse.grad(lambda params: reverse.cross_entropy(convolutional(params, images), labels))(params)
    for layer, parts in zip(ours, theirs, strict=True):
        for part, its in zip(layer, parts, strict=True):
            np.testing.assert_allclose(part, its.grad.numpy(), rtol=1e-9, atol=1e-11)


def test_the_first_weights_keep_the_size_of_signals():
    params = init_convolutional(np.random.default_rng(0), (28, 28), [1, 40, 50], kernel=5, classes=10)
    fans = [25, 40 * 25, 50 * 16]
    for (W, b), fan, factor in zip(params, fans, (2, 2, 1), strict=True):
        assert W.std() == pytest.approx(np.sqrt(factor / fan), rel=0.1)
        assert not b.any()


def test_a_kernel_that_does_not_fit_is_told():
    with pytest.raises(ValueError, match="a window of 5 does not fit into 4 numbers"):
        init_convolutional(np.random.default_rng(0), (28, 28), [1, 2, 2, 2], kernel=5, classes=10)
    with pytest.raises(ValueError, match="kernel must be a whole number of at least 1, not 0"):
        init_convolutional(np.random.default_rng(0), (28, 28), [1, 2], kernel=0, classes=10)


@pytest.mark.parametrize(
    ("sides", "channels", "said"),
    [
        ((28, 28), [1, 0], r"channels\[1\] must be a whole number of at least 1, not 0"),
        ((28, 28), [], r"channels is \[\]: give at least two"),
        (28, [1, 2], r"sides must be the height and the width of an image, such as \(28, 28\), not 28"),
        ((28, 0), [1, 2], r"sides\[1\] must be a whole number of at least 1, not 0"),
    ],
)
def test_what_is_no_size_of_a_network_is_told(sides, channels, said):
    with pytest.raises(ValueError, match=said):
        init_convolutional(np.random.default_rng(0), sides, channels, kernel=5, classes=10)


@settings(deadline=None, max_examples=60)
@given(
    seed=st.integers(0, 99), moves=st.lists(st.tuples(st.integers(-4, 4), st.integers(-4, 4)), min_size=1, max_size=4)
)
def test_each_image_moves_by_itself_and_zeros_come_in(seed, moves):
    images = np.random.default_rng(seed).normal(size=(len(moves), 2, 4, 5))
    before, there = images.copy(), moved(images, np.array(moves))
    for image, result, (down, right) in zip(images, there, moves, strict=True):
        for i, j in np.ndindex(4, 5):
            inside = 0 <= i - down < 4 and 0 <= j - right < 5
            np.testing.assert_array_equal(result[:, i, j], image[:, i - down, j - right] if inside else 0)
    np.testing.assert_array_equal(images, before)


def test_all_move_alike_by_one_pair_and_keep_32_bits():
    images = np.ones((3, 1, 4, 4), np.float32)
    there = moved(images, (1, 0))
    assert there.dtype == np.float32
    assert there.sum(axis=(1, 2, 3)).tolist() == [12, 12, 12]


@pytest.mark.parametrize("moves", [(0.5, 0), (1,), [(1, 1), (2, 2)]])
def test_bad_moves_are_told(moves):
    with pytest.raises(
        ValueError, match="moves must be whole numbers of pixels, a pair for all images or for each of the 3"
    ):
        moved(np.ones((3, 1, 4, 4)), moves)
    with pytest.raises(ValueError, match=r"images have shape \(4, 4\), but need four axes"):
        moved(np.ones((4, 4)), (1, 1))


def test_what_moves_in_the_image_moves_behind_a_pooling_by_its_stride_and_not_by_less():
    rng = np.random.default_rng(1)
    image = np.zeros((1, 1, 20, 20))
    image[..., 6:14, 6:14] = rng.random((8, 8))
    W = rng.normal(size=(4, 1, 3, 3))

    def pooled(pixels):
        return max_pool(np.maximum(conv2d(moved(image, (0, pixels)), W), 0))

    np.testing.assert_allclose(pooled(2), moved(pooled(0), (0, 1)), atol=1e-12)
    assert np.abs(pooled(1) - pooled(0)).max() > 0.1 < np.abs(pooled(1) - moved(pooled(0), (0, 1))).max()
