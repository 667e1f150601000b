"""Forward as NumPy has it, backward as reverse mode, differences and scikit-learn have it; bad shapes are told."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sklearn.neural_network import MLPClassifier, MLPRegressor

from derived.autodiff import reverse
from derived.networks import LOSSES, backpropagate, layers_of, mlp
from derived.networks.activations import ACTIVATIONS
from derived.optimization import check_gradient

seeds = st.integers(0, 2**32 - 1)
activations = st.sampled_from(list(ACTIVATIONS))
networks = st.lists(st.integers(1, 5), min_size=2, max_size=5)


def drawn(rng, widths):
    return [(rng.standard_normal((p, q)), rng.standard_normal(q)) for p, q in pairwise(widths)]


def target_for(rng, loss, n, K):
    if loss == "squares":
        return rng.standard_normal((n, K))
    return rng.integers(0, 2 if loss == "logistic" else K, n)


def recorded_loss(loss, target):
    """The losses again, as functions that reverse mode can go back through."""
    if loss == "squares":
        return lambda Z: np.sum((Z - target) ** 2) / (2 * len(target))
    if loss == "logistic":
        return lambda Z: np.mean(reverse.softplus(Z[:, 0]) - target * Z[:, 0])
    return lambda Z: reverse.cross_entropy(Z, target)


def flat(tree):
    return np.concatenate([np.ravel(leaf) for leaf in reverse.leaves(tree)])


@settings(deadline=None, max_examples=120)
@given(seed=seeds, widths=networks, n=st.integers(1, 6), activation=activations, loss=st.sampled_from(list(LOSSES)))
def test_the_four_equations_are_what_reverse_mode_finds(seed, widths, n, activation, loss):
    rng = np.random.default_rng(seed)
    widths = [*widths[:-1], 1] if loss == "logistic" else widths
    params, X = drawn(rng, widths), rng.standard_normal((n, widths[0]))
    target = target_for(rng, loss, n, widths[-1])
    value, gradients = backpropagate(params, X, target, activation, loss)
    of_scores = recorded_loss(loss, target)
    expected, found = reverse.value_and_grad(lambda params: of_scores(mlp(params, X, activation)))(params)
    assert value == pytest.approx(float(expected), rel=1e-12, abs=1e-14)
    for (W, b), (gW, gb), (rW, rb) in zip(params, gradients, found, strict=True):
        assert gW.shape == W.shape and gb.shape == b.shape
        np.testing.assert_allclose(gW, rW, rtol=1e-10, atol=1e-12)
        np.testing.assert_allclose(gb, rb, rtol=1e-10, atol=1e-12)


@settings(deadline=None, max_examples=30)
@given(seed=seeds, widths=networks, activation=activations, loss=st.sampled_from(["squares", "softmax"]))
def test_differences_agree(seed, widths, activation, loss):
    assume(activation != "relu")  # where differences may reach over a kink
    rng = np.random.default_rng(seed)
    params, X = drawn(rng, widths), rng.standard_normal((4, widths[0]))
    target = target_for(rng, loss, 4, widths[-1])

    def unflat(v):
        ends = np.cumsum([np.size(leaf) for leaf in reverse.leaves(params)])[:-1]
        parts = zip(np.split(v, ends), reverse.leaves(params), strict=True)
        return reverse.like(params, [part.reshape(np.shape(leaf)) for part, leaf in parts])

    at = flat(params)
    check = check_gradient(
        lambda v: backpropagate(unflat(v), X, target, activation, loss)[0],
        lambda v: flat(backpropagate(unflat(v), X, target, activation, loss)[1]),
        at,
    )
    assert check.success, check.message


@pytest.mark.parametrize("activation", ["identity", "sigmoid", "tanh", "relu"])
@pytest.mark.parametrize("loss", ["squares", "softmax"])
def test_a_step_of_scikit_learn_is_a_step_down_our_gradient(activation, loss):
    rng = np.random.default_rng(7)
    n, widths = 12, [3, 5, 4, 1 if loss == "squares" else 3]
    params, X = drawn(rng, widths), rng.standard_normal((n, 3))
    target = target_for(rng, loss, n, widths[-1])
    kind = MLPRegressor if loss == "squares" else MLPClassifier
    name = "logistic" if activation == "sigmoid" else activation
    theirs = kind(
        hidden_layer_sizes=(5, 4),
        activation=name,
        solver="sgd",
        alpha=0.0,
        batch_size=n,
        learning_rate_init=0.5,
        momentum=0.0,
    )
    given = target[:, 0] if loss == "squares" else target
    more = {} if loss == "squares" else {"classes": [0, 1, 2]}
    theirs.partial_fit(X, given, **more)  # which makes the arrays; ours replace what it drew
    theirs.coefs_ = [W.copy() for W, _ in params]
    theirs.intercepts_ = [b.copy() for _, b in params]
    theirs.partial_fit(X, given)
    value, gradients = backpropagate(params, X, target, activation, loss)
    assert theirs.loss_ == pytest.approx(value, rel=1e-10)
    for (W, b), (gW, gb), W_new, b_new in zip(params, gradients, theirs.coefs_, theirs.intercepts_, strict=True):
        np.testing.assert_allclose((W - W_new) / 0.5, gW, rtol=1e-8, atol=1e-12)
        np.testing.assert_allclose((b - b_new) / 0.5, gb, rtol=1e-8, atol=1e-12)


@pytest.mark.parametrize("activation", ["identity", "sigmoid", "tanh", "relu", "gelu"])
@pytest.mark.parametrize("loss", list(LOSSES))
def test_pytorch_agrees(activation, loss):
    torch = pytest.importorskip("torch")
    functional = torch.nn.functional
    functions = {"identity": torch.clone, "sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu}
    functions["gelu"] = functional.gelu
    rng = np.random.default_rng(3)
    widths = [4, 6, 5, 1 if loss == "logistic" else 3]
    params, X = drawn(rng, widths), rng.standard_normal((9, 4))
    target = target_for(rng, loss, 9, widths[-1])
    leaves = [[torch.tensor(part, requires_grad=True) for part in layer] for layer in params]
    A = torch.tensor(X)
    for k, (W, b) in enumerate(leaves):
        A = A @ W + b
        A = functions[activation](A) if k < len(leaves) - 1 else A
    t = torch.tensor(target)
    if loss == "squares":
        theirs = ((A - t) ** 2).sum() / 18
    elif loss == "logistic":
        theirs = functional.binary_cross_entropy_with_logits(A[:, 0], t.double())
    else:
        theirs = functional.cross_entropy(A, t)
    theirs.backward()
    value, gradients = backpropagate(params, X, target, activation, loss)
    assert value == pytest.approx(theirs.item(), rel=1e-10)
    for pair, found in zip(leaves, gradients, strict=True):
        for part, ours in zip(pair, found, strict=True):
            np.testing.assert_allclose(ours, part.grad.numpy(), rtol=1e-9, atol=1e-12)


def test_the_layers_are_what_the_formula_says():
    rng = np.random.default_rng(1)
    params, X = drawn(rng, [2, 3, 4, 1]), rng.standard_normal((5, 2))
    z, a = layers_of(params, X, "tanh")
    assert [len(z), len(a)] == [3, 3] and a[0] is X
    for k, (W, b) in enumerate(params):
        np.testing.assert_allclose(z[k], a[k] @ W + np.outer(np.ones(5), b))
    for k in (1, 2):
        np.testing.assert_array_equal(a[k], np.tanh(z[k - 1]))
    np.testing.assert_array_equal(mlp(params, X, "tanh"), z[-1])


@given(seed=seeds, n=st.integers(2, 6))
@settings(deadline=None, max_examples=30)
def test_the_gradient_of_a_batch_is_the_mean_of_those_of_its_rows(seed, n):
    rng = np.random.default_rng(seed)
    params, X, labels = drawn(rng, [3, 4, 3]), rng.standard_normal((n, 3)), rng.integers(0, 3, n)
    whole = flat(backpropagate(params, X, labels, "tanh", "softmax")[1])
    rows = [flat(backpropagate(params, X[[i]], labels[[i]], "tanh", "softmax")[1]) for i in range(n)]
    np.testing.assert_allclose(whole, np.mean(rows, axis=0), rtol=1e-9, atol=1e-12)


def test_nothing_given_is_changed():
    rng = np.random.default_rng(2)
    params, X, labels = drawn(rng, [3, 4, 3]), rng.standard_normal((5, 3)), rng.integers(0, 3, 5)
    before = [part.copy() for part in (*reverse.leaves(params), X, labels)]
    for loss, target in (("softmax", labels), ("squares", rng.standard_normal((5, 3)))):
        backpropagate(params, X, target, "relu", loss)
    for was, part in zip(before, (*reverse.leaves(params), X, labels), strict=True):
        np.testing.assert_array_equal(was, part)


def test_large_scores_do_not_overflow():
    params, X = [(np.array([[1e5, -1e5]]), np.zeros(2))], np.array([[1.0], [-1.0]])
    with np.errstate(all="raise", under="ignore"):
        value, gradients = backpropagate(params, X, np.array([1, 1]), loss="softmax")
        assert value == pytest.approx(1e5) and np.isfinite(flat(gradients)).all()
        value, _ = backpropagate([(params[0][0][:, :1], np.zeros(1))], X, np.array([0, 0]), loss="logistic")
        assert value == pytest.approx(5e4)


def test_single_precision_stays_single():
    rng = np.random.default_rng(4)
    params = [(W.astype(np.float32), b.astype(np.float32)) for W, b in drawn(rng, [3, 4, 2])]
    X, Y = rng.standard_normal((5, 3)).astype(np.float32), rng.standard_normal((5, 2)).astype(np.float32)
    for loss, target in (("squares", Y), ("softmax", rng.integers(0, 2, 5))):
        _, gradients = backpropagate(params, X, target, "tanh", loss)
        assert {part.dtype for part in reverse.leaves(gradients)} == {np.dtype(np.float32)}, loss


def test_a_function_may_be_given_for_activation_and_loss():
    params, X = [(np.array([[2.0]]), np.array([0.0])), (np.array([[3.0]]), np.array([1.0]))], np.array([[4.0]])

    def scores_themselves(scores, target):
        return float(scores.sum()), np.ones_like(scores)

    value, gradients = backpropagate(params, X, np.zeros(1), (np.square, lambda z: 2 * z), scores_themselves)
    assert value == 193 and gradients[0][0] == 3 * 16 * 4 and gradients[1][0] == 64
    named = backpropagate(params, X, np.zeros((1, 1)), "tanh")
    entry = backpropagate(params, X, np.zeros((1, 1)), ACTIVATIONS["tanh"])
    assert named == entry


LAYER = (np.ones((2, 3)), np.ones(3))


@pytest.mark.parametrize(
    ("params", "X", "said"),
    [
        ([LAYER], np.ones(2), r"X has shape \(2,\), but has to be a matrix"),
        ([], np.ones((1, 2)), "params has no layer"),
        ([LAYER], np.ones((4, 5)), r"weights of layer 1 have shape \(2, 3\), but X gives 5 numbers"),
        ([LAYER, LAYER], np.ones((4, 2)), r"layer 2 have shape \(2, 3\), but layer 1 gives 3 numbers.*\(3, width\)"),
        ([(np.ones((2, 3)), np.ones(2))], np.ones((4, 2)), r"offsets of layer 1 have shape \(2,\).*\(2, 3\): give"),
        ([(np.ones((2, 3)), np.ones((1, 3)))], np.ones((4, 2)), r"offsets of layer 1 have shape \(1, 3\)"),
        ([(np.ones(2), np.ones(2))], np.ones((4, 2)), r"weights of layer 1 have shape \(2,\)"),
        ([(np.ones((2, 3)),)], np.ones((4, 2)), "layer 1 of params has 1 entries"),
        ([LAYER, 3], np.ones((4, 2)), r"layer 2 of params is 3, but has to be a pair \(W, b\)"),
        (None, np.ones((4, 2)), r"params is None, but has to be a list of pairs"),
        ([LAYER], [["a", "b"]], r"X\[0, 0\] is 'a', a text and not a number"),
        ([LAYER], np.array([[1, None]], object), r"X\[0, 1\] is None, which is no number"),
    ],
)  # fmt: skip
def test_bad_shapes_are_told_with_both_shapes(params, X, said):
    with pytest.raises(ValueError, match=said):
        mlp(params, X)
    with pytest.raises(ValueError):
        backpropagate(params, X, np.ones((4, 3)))


@pytest.mark.parametrize(
    ("loss", "target", "said"),
    [
        ("squares", np.ones(4), r"targets have shape \(4,\), but the scores have \(4, 3\)"),
        ("squares", np.ones((4, 1)), r"targets have shape \(4, 1\), but the scores have \(4, 3\)"),
        ("softmax", np.ones((4, 1), int), r"labels have shape \(4, 1\), but the scores have \(4, 3\): give \(4,\)"),
        ("softmax", np.ones(4), "have to be whole numbers, 0 to 2, but their type is float64"),
        ("softmax", np.array([0, 1, 2, 3]), "between 0 and 2.*but one is 3"),
        ("softmax", np.array([0, 1, 2, -1]), "but one is -1"),
        ("logistic", np.ones(4), r"scores have shape \(4, 3\) and the labels \(4,\), but \(4, 1\) and \(4,\)"),
        ("squares", np.full((4, 3), np.nan), r"target\[0, 0\] is missing \(nan\), as 12 in all"),
        ("softmax", ["a"] * 4, r"target\[0\] is 'a', a text and not a number"),
        ("squares", np.full((4, 3), 1j), "target must be numeric: it has entries of type complex128"),
        ("hinge", np.ones(4), "loss is 'hinge', but has to be one of squares, logistic, softmax"),
        (3, np.ones(4), "loss is 3, but has to be one of squares, logistic, softmax, or a function"),
    ],
)
def test_bad_targets_are_told(loss, target, said):
    with pytest.raises(ValueError, match=said):
        backpropagate([LAYER], np.ones((4, 2)), target, loss=loss)


def test_other_bad_input_is_told():
    one = [(np.ones((2, 1)), np.ones(1))]
    with pytest.raises(ValueError, match="labels have to be 0 or 1, but there is 2"):
        backpropagate(one, np.ones((2, 2)), np.array([0, 2]), loss="logistic")
    with pytest.raises(ValueError, match="activation is 'swish', but has to be one of identity"):
        mlp(one, np.ones((1, 2)), "swish")
    with pytest.raises(ValueError, match="has to be a name or a pair"):
        mlp(one, np.ones((1, 2)), np.tanh)


@pytest.mark.parametrize(("loss", "scores", "target"), [
    ("squares", [[200]], [[201]]), ("softmax", [[200, 100]], [1]), ("logistic", [[200]], [1])])  # fmt: skip
@pytest.mark.parametrize("kind", [lambda given: np.array(given, np.uint8), list])
def test_losses_of_small_integers_and_lists(loss, scores, target, kind):
    value, delta = LOSSES[loss](kind(scores), kind(target))
    expected, slopes = LOSSES[loss](np.array(scores, float), np.array(target))
    assert value == expected
    np.testing.assert_array_equal(delta, slopes)


@pytest.mark.parametrize("loss", list(LOSSES))
@pytest.mark.parametrize("scores", [[1.0], np.zeros((0, 2)), 3.0])
def test_scores_of_other_shapes_are_told(loss, scores):
    with pytest.raises(ValueError, match=r"need a row for each observation: give \(n, K\)"):
        LOSSES[loss](scores, [0])


def test_a_network_of_small_integers_does_not_overflow():
    params, X = [(np.array([[1], [1]], np.uint8), np.array([0], np.uint8))], np.array([[200, 100]], np.uint8)
    assert mlp(params, X).tolist() == [[300]]
    value, ((of_W, _),) = backpropagate(params, X, np.array([[299]]))
    assert value == 0.5 and of_W.ravel().tolist() == [200, 100]


def test_fractions_stay_exact_in_a_network():
    halves = np.array([[Fraction(1, 2), Fraction(1, 3)]], dtype=object)
    scores = mlp([(np.array([[2], [3]], object), np.array([1], object))], halves)
    assert scores.tolist() == [[3]] and isinstance(scores[0, 0], Fraction)
