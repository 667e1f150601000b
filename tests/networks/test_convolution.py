"""Convolution and pooling as loops, differences, SciPy and PyTorch have them; remainders, ties, and bad shapes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.signal import correlate2d

from derived.autodiff import reverse
from derived.networks import conv2d, convolution_matrix, max_pool, mean_pool, output_size, receptive_field
from derived.optimization import check_gradient

seeds = st.integers(0, 2**32 - 1)
few = st.integers(1, 3)


@st.composite
def layers(draw):
    """Sizes of a layer: n, C, D, both sides of an image and of a kernel, stride, padding; a kernel that fits."""
    k, h = draw(few), draw(few)
    stride, padding = draw(few), draw(st.integers(0, 2))
    H, W = (draw(st.integers(max(1, side - 2 * padding), 7)) for side in (k, h))
    return draw(few), draw(few), draw(few), (H, W), (k, h), stride, padding


def drawn(seed, layer):
    n, C, D, image, kernel, stride, padding = layer
    rng = np.random.default_rng(seed)
    X, W, b = rng.normal(size=(n, C, *image)), rng.normal(size=(D, C, *kernel)), rng.normal(size=D)
    return rng, X, W, b, {"stride": stride, "padding": padding}


def by_loops(X, W, b, stride, padding):
    """The formula, entry by entry."""
    (n, _, H, width), (D, _, k, h) = X.shape, W.shape
    framed = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    rows, across = (H + 2 * padding - k) // stride + 1, (width + 2 * padding - h) // stride + 1
    Y = np.zeros((n, D, rows, across))
    for at in np.ndindex(Y.shape):
        m, d, i, j = at
        window = framed[m, :, stride * i : stride * i + k, stride * j : stride * j + h]
        Y[at] = np.sum(window * W[d]) + b[d]
    return Y


@settings(deadline=None, max_examples=150)
@given(seed=seeds, layer=layers())
def test_a_layer_is_what_the_formula_says(seed, layer):
    _, X, W, b, how = drawn(seed, layer)
    expected = by_loops(X, W, b, **how)
    np.testing.assert_allclose(conv2d(X, W, b, **how), expected, rtol=1e-11, atol=1e-12)
    np.testing.assert_allclose(conv2d(X, W, **how), expected - b[:, None, None], rtol=1e-11, atol=1e-11)
    T = convolution_matrix(W, X.shape[1:], **how)
    for x, y in zip(X, conv2d(X, W, **how), strict=True):
        np.testing.assert_allclose(T @ x.ravel(), y.ravel(), rtol=1e-11, atol=1e-12)


@settings(deadline=None, max_examples=150)
@given(seed=seeds, layer=layers())
def test_gradients_are_those_of_the_formula(seed, layer):
    rng, X, W, b, how = drawn(seed, layer)
    G = rng.normal(size=by_loops(X, W, b, **how).shape)
    gX, gW, gb = reverse.grad(lambda parts: np.sum(G * conv2d(*parts, **how)))((X, W, b))
    T = convolution_matrix(W, X.shape[1:], **how)
    assert gX.shape == X.shape
    for g, of_x in zip(G, gX, strict=True):
        np.testing.assert_allclose(T.T @ g.ravel(), of_x.ravel(), rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(gb, G.sum(axis=(0, 2, 3)), rtol=1e-10, atol=1e-12)
    for at in np.ndindex(W.shape):  # J is linear in each weight
        one = np.zeros_like(W)
        one[at] = 1
        assert gW[at] == pytest.approx(np.sum(G * by_loops(X, one, 0 * b, **how)), rel=1e-10, abs=1e-12)


@pytest.mark.parametrize(("n", "k", "stride", "padding"), [(6, 3, 2, 0), (7, 2, 3, 0), (8, 3, 4, 1), (5, 2, 2, 1)])
def test_what_the_stride_leaves_has_no_gradient(n, k, stride, padding):
    left = (n + 2 * padding - k) % stride
    assert left > 0
    rng = np.random.default_rng(0)
    X, W = rng.normal(size=(2, 1, n, n)), rng.normal(size=(3, 1, k, k))
    g = reverse.grad(lambda X: np.sum(conv2d(X, W, stride=stride, padding=padding) ** 2))(X)
    unseen = max(left - padding, 0)
    assert g.shape == X.shape
    assert not g[:, :, n - unseen :].any() and not g[:, :, :, n - unseen :].any()
    assert g[:, :, : n - unseen, : n - unseen].any(axis=(0, 1)).sum() > 0
    at = X.ravel()
    check = check_gradient(
        lambda x: np.sum(conv2d(x.reshape(X.shape), W, stride=stride, padding=padding) ** 2), lambda x: g.ravel(), at
    )
    assert check.success, check.message


def test_scipy_agrees():
    rng = np.random.default_rng(1)
    X, W = rng.normal(size=(9, 8)), rng.normal(size=(3, 4))
    ours = conv2d(X[None, None], W[None, None])[0, 0]
    np.testing.assert_allclose(ours, correlate2d(X, W, mode="valid"), rtol=1e-11, atol=1e-12)


@settings(deadline=None, max_examples=60)
@given(seed=seeds, layer=layers())
def test_a_shifted_image_gives_a_shifted_answer(seed, layer):
    _, X, W, b, how = drawn(seed, layer)
    how["padding"] = 0
    stride = how["stride"]
    big = np.pad(X, ((0, 0), (0, 0), (3, 3), (3, 3)))
    there = conv2d(np.roll(big, stride, axis=3), W, b, **how)
    here = conv2d(big, W, b, **how)
    np.testing.assert_allclose(there[..., 2:], here[..., 1:-1], rtol=1e-10, atol=1e-11)


@settings(deadline=None, max_examples=100)
@given(seed=seeds, size=few, stride=few, sides=st.tuples(st.integers(3, 7), st.integers(3, 7)))
def test_pooling_is_what_it_says(seed, size, stride, sides):
    rng = np.random.default_rng(seed)
    X = rng.permutation(2 * 3 * sides[0] * sides[1]).reshape(2, 3, *sides) * 1.0  # no two are equal
    largest, means = max_pool(X, size, stride), mean_pool(X, size, stride)
    G = rng.normal(size=largest.shape)
    to_largest, to_means = np.zeros_like(X), np.zeros_like(X)
    for at in np.ndindex(G.shape):
        m, c, i, j = at
        window = (m, c, slice(stride * i, stride * i + size), slice(stride * j, stride * j + size))
        assert largest[at] == X[window].max() and means[at] == pytest.approx(X[window].mean())
        to_largest[window] += G[at] * (X[window] == X[window].max())
        to_means[window] += G[at] / size**2
    np.testing.assert_allclose(reverse.grad(lambda X: np.sum(G * max_pool(X, size, stride)))(X), to_largest)
    np.testing.assert_allclose(reverse.grad(lambda X: np.sum(G * mean_pool(X, size, stride)))(X), to_means)


def test_of_equal_numbers_the_first_gets_the_gradient():
    g = reverse.grad(lambda X: np.sum(max_pool(X)))(np.full((1, 1, 2, 2), 7.0))
    assert g.ravel().tolist() == [1, 0, 0, 0]


@pytest.mark.parametrize(
    "layer",
    [
        lambda X, W: conv2d(X, W, stride=2, padding=1),
        lambda X, W: max_pool(conv2d(X, W), 2, 1),
        lambda X, W: mean_pool(conv2d(X, W)),
    ],
)
def test_it_nests_and_goes_forward(layer):
    rng = np.random.default_rng(2)
    X, W, V = rng.normal(size=(2, 2, 5, 5)), rng.normal(size=(3, 2, 2, 2)), rng.normal(size=(3, 2, 2, 2))

    def loss(W):
        return np.sum(layer(X, W) ** 3)

    forward = reverse.jvp(loss, W, V)[1]
    assert forward == pytest.approx(np.sum(reverse.grad(loss)(W) * V), rel=1e-10)
    twice = reverse.grad(lambda W: np.sum(reverse.grad(loss)(W) * V))(W)
    h = 1e-5
    differences = (reverse.grad(loss)(W + h * V) - reverse.grad(loss)(W - h * V)) / (2 * h)
    np.testing.assert_allclose(twice, differences, rtol=1e-6, atol=1e-5)
    of_images = reverse.grad(lambda X: np.sum(reverse.grad(lambda X: np.sum(layer(X, W) ** 3))(X) ** 2))(X)
    assert np.isfinite(of_images).all()


@pytest.mark.parametrize(("stride", "padding"), [(1, 0), (2, 1), (3, 0)])
def test_pytorch_agrees(stride, padding):
    torch = pytest.importorskip("torch")
    functional = torch.nn.functional
    rng = np.random.default_rng(3)
    X, W, b = rng.normal(size=(4, 2, 9, 8)), rng.normal(size=(3, 2, 3, 2)), rng.normal(size=3)
    theirs = [torch.tensor(part, requires_grad=True) for part in (X, W, b)]
    out = functional.conv2d(*theirs, stride=stride, padding=padding)
    (functional.max_pool2d(out, 2) ** 2).sum().backward()

    def loss(parts):
        return np.sum(max_pool(conv2d(*parts, stride=stride, padding=padding)) ** 2)

    np.testing.assert_allclose(conv2d(X, W, b, stride, padding), out.detach().numpy(), rtol=1e-10, atol=1e-12)
    for ours, part in zip(reverse.grad(loss)((X, W, b)), theirs, strict=True):
        np.testing.assert_allclose(ours, part.grad.numpy(), rtol=1e-9, atol=1e-11)


def test_single_precision_stays_single():
    rng = np.random.default_rng(4)
    parts = [rng.normal(size=shape).astype(np.float32) for shape in ((2, 1, 6, 6), (3, 1, 3, 3), (3,))]
    out = max_pool(conv2d(*parts, padding=1))
    assert out.dtype == mean_pool(out).dtype == np.float32
    _, back = reverse.vjp(lambda parts: max_pool(conv2d(*parts, padding=1)), parts)
    assert {part.dtype for part in reverse.leaves(back(np.ones_like(out)))} == {np.dtype(np.float32)}


def test_whole_numbers_of_a_byte_do_not_run_over():
    X, W = np.full((1, 1, 2, 2), 200, np.uint8), np.ones((1, 1, 2, 2), np.uint8)
    assert conv2d(X, W).item() == 800
    assert mean_pool(X).item() == 200


def test_nothing_given_is_changed():
    rng = np.random.default_rng(5)
    parts = [rng.normal(size=shape) for shape in ((2, 1, 6, 6), (3, 1, 3, 3), (3,))]
    before = [part.copy() for part in parts]
    reverse.grad(lambda parts: np.sum(max_pool(conv2d(*parts)) * mean_pool(conv2d(*parts))))(parts)
    for was, part in zip(before, parts, strict=True):
        np.testing.assert_array_equal(was, part)
        assert part.flags.writeable


def test_receptive_fields_are_what_a_number_depends_on():
    rng = np.random.default_rng(6)
    for shape in ([(3, 1), (3, 1)], [(3, 2), (2, 2), (3, 1)], [(5, 1), (2, 2)]):
        sees = receptive_field(shape)
        X = rng.normal(size=(1, 1, sees, 1))

        def alone(X, shape=shape):
            for k, stride in shape:
                X = conv2d(X, np.ones((1, 1, k, 1)), stride=stride)
            assert np.shape(X) == (1, 1, 1, 1)
            return np.sum(X)

        assert (reverse.grad(alone)(X) != 0).all()


@pytest.mark.parametrize(
    ("images", "kernels", "said"),
    [
        ((2, 3, 5, 5), (4, 2, 3, 3), r"images of shape \(2, 3, 5, 5\) do not fit kernels of shape \(4, 2, 3, 3\)"),
        ((3, 5, 5), (4, 3, 3, 3), r"images of shape \(3, 5, 5\) do not fit"),
        ((2, 3, 5, 5), (3, 3, 3), r"kernels of shape \(3, 3, 3\)"),
        ((2, 3, 2, 5), (4, 3, 3, 3), "a window of 3 does not fit into 2 numbers with a padding of 0.*at least 1"),
    ],
)
def test_bad_shapes_are_told_with_both_shapes(images, kernels, said):
    with pytest.raises(ValueError, match=said):
        conv2d(np.ones(images), np.ones(kernels))


def test_other_bad_input_is_told():
    X, W = np.ones((2, 3, 5, 5)), np.ones((4, 3, 3, 3))
    with pytest.raises(ValueError, match=r"biases have shape \(3,\), but kernels of shape \(4, 3, 3, 3\) need \(4,\)"):
        conv2d(X, W, np.ones(3))
    with pytest.raises(ValueError, match="stride must be a whole number of at least 1, not 0"):
        conv2d(X, W, stride=0)
    with pytest.raises(ValueError, match="padding must be a whole number of at least 0, not -1"):
        conv2d(X, W, padding=-1)
    with pytest.raises(ValueError, match=r"an image of shape \(2, 5, 5\) does not fit kernels of shape \(4, 3, 3, 3\)"):
        convolution_matrix(W, (2, 5, 5))
    for pool in (max_pool, mean_pool):
        with pytest.raises(ValueError, match=r"images have shape \(5, 5\), but need four axes"):
            pool(np.ones((5, 5)))
        with pytest.raises(ValueError, match=r"windows of 6 by 6 do not fit into images of shape \(2, 3, 5, 5\)"):
            pool(X, 6)
    with pytest.raises(ValueError, match=r"a window of 7 does not fit into 2 numbers with a padding of 1.*at least 3"):
        output_size(2, 7, padding=1)
    with pytest.raises(ValueError, match="a stride must be a whole number of at least 1, not 0"):
        receptive_field([(3, 0)])
    with pytest.raises(ValueError, match=r"its window and its stride, such as \(3, 1\), not 3"):
        receptive_field([3, 1])


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: conv2d([[[["a"]]]], np.ones((1, 1, 1, 1))), r"X\[0, 0, 0, 0\] is 'a', a text and not a number"),
        (lambda: conv2d(np.ones((1, 1, 1, 1)), np.full((1, 1, 1, 1), 1j)), "W must be numeric: .* complex128"),
        (lambda: max_pool([[[[None]]]], 1), "X.* is missing"),
        (lambda: receptive_field(3), r"layers must be a list of pairs, .* such as \[\(3, 1\)\], not 3"),
        (lambda: convolution_matrix(np.ones((1, 1, 2, 2)), 3), r"one image, \(C, height, width\), not 3"),
        (
            lambda: convolution_matrix(np.ones((1, 1, 2, 2)), (1, 2, 0.5)),
            r"shape\[2\] must be a whole number .* not 0.5",
        ),
    ],
)
def test_what_is_no_image_no_kernel_and_no_layer_is_told(call, said):
    with pytest.raises(ValueError, match=said):
        call()
