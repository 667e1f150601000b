"""The loop that trains."""

import numpy as np
import pytest

from derived import optimization as gd
from derived.autodiff.reverse import affine, softplus
from derived.datasets import make_regression
from derived.linear_models import LinearRegression, LogisticRegression
from derived.networks import train
from derived.optimization.optimizers import Adam, HeavyBall, OnTrees


def squares(params, X, y):
    return np.mean((X @ params["w"] + params["b"] - y) ** 2)


def cross_entropy(params, X, y):
    z = X @ params["w"] + params["b"]
    return np.mean(softplus(z) - y * z)


def some_data(seed=0, n=60):
    return make_regression(np.random.default_rng(seed), n, [1.0, -2.0], noise=0.5)


def start(p=2):
    return {"w": np.zeros(p), "b": 0.0}


def run(loss=squares, data=None, optimizer=None, epochs=5, size=60, seed=0, **options):
    return train(
        loss,
        start(),
        some_data() if data is None else data,
        optimizer or gd.GradientDescent(0.1),
        epochs,
        size,
        np.random.default_rng(seed),
        **options,
    )


def test_a_neuron_without_a_bend_arrives_at_least_squares():
    X, y = some_data()
    found, formula = run(epochs=400, optimizer=gd.GradientDescent(0.3)).params, LinearRegression().fit(X, y)
    np.testing.assert_allclose(found["w"], formula.coef_, rtol=1e-12)
    np.testing.assert_allclose(found["b"], formula.intercept_, rtol=1e-12)


def test_a_neuron_with_a_sigmoid_arrives_where_newton_does():
    X, y = some_data()
    y = (y + np.random.default_rng(1).normal(0, 2, 60) > 0).astype(float)
    found, newton = run(cross_entropy, (X, y), HeavyBall(1.0), 500).params, LogisticRegression().fit(X, y)
    np.testing.assert_allclose(found["w"], newton.coef_, rtol=1e-10)
    np.testing.assert_allclose(found["b"], newton.intercept_, rtol=1e-10)


def test_one_batch_of_everything_is_gradient_descent():
    X, y = some_data()
    padded = np.column_stack([X, np.ones(60)])
    walked = gd.gradient_descent(lambda w: 2 / 60 * padded.T @ (padded @ w - y), np.zeros(3), 0.1, 1e-99, max_steps=7)
    found = run(epochs=7, keep=lambda params: [*params["w"], params["b"]])
    np.testing.assert_allclose(found.kept, walked.path, rtol=1e-10)
    np.testing.assert_allclose(found.losses, walked.values(lambda w: np.mean((padded @ w - y) ** 2))[:-1], rtol=1e-12)


@pytest.mark.parametrize("optimizer", [gd.GradientDescent(0.05), HeavyBall(0.02), Adam(0.05)])
def test_the_same_seed_gives_the_same_bits_and_another_does_not(optimizer):
    ends = [run(optimizer=optimizer, size=7, seed=seed).params["w"] for seed in (3, 3, 4)]
    np.testing.assert_array_equal(ends[0], ends[1])
    assert (ends[0] != ends[2]).any()


def test_an_optimizer_for_trees_is_taken_as_it_is():
    np.testing.assert_array_equal(run(optimizer=OnTrees(Adam())).params["w"], run(optimizer=Adam()).params["w"])


def test_each_row_comes_once_an_epoch_with_its_own_label():
    seen = []

    def loss(w, X, y):
        seen.append((X[:, 0], y))
        return w * 0.0 + np.mean(y)

    numbers = np.arange(10.0)
    train(loss, 0.0, (numbers[:, None], numbers), gd.GradientDescent(1), 2, 4, np.random.default_rng(0))
    assert [len(y) for _, y in seen] == [4, 4, 2] * 2
    assert all((x == y).all() for x, y in seen)
    for epoch in (seen[:3], seen[3:]):
        assert sorted(np.concatenate([y for _, y in epoch])) == list(numbers)
    assert (np.concatenate([y for _, y in seen[:3]]) != np.concatenate([y for _, y in seen[3:]])).any()


def test_whole_labels_stay_whole():
    seen = []

    def loss(w, y):
        seen.append(y.dtype.kind)
        return w * 1.0

    train(loss, 0.0, (np.arange(4),), gd.GradientDescent(1), 1, 4, np.random.default_rng(0))
    assert seen == ["i"]


def test_the_mean_loss_counts_rows_and_not_batches():
    y = np.array([0.0, 0.0, 0.0, 0.0, 10.0])
    still = train(lambda w, y: w * 0.0 + np.mean(y), 0.0, (y,), gd.GradientDescent(1), 3, 4, np.random.default_rng(0))
    np.testing.assert_allclose(still.losses, 2.0)


def test_layers_in_a_list_of_pairs():
    X, y = some_data()
    rng = np.random.default_rng(0)
    layers = [(rng.normal(size=(2, 3)), np.zeros(3)), (rng.normal(size=(3, 1)), np.zeros(1))]

    def loss(params, X, y):
        return np.mean((affine(affine(X, *params[0]), *params[1])[:, 0] - y) ** 2)

    found = train(loss, layers, (X, y), Adam(0.02), 1500, 60, rng).params
    assert [tuple(part.shape for part in layer) for layer in found] == [((2, 3), (3,)), ((3, 1), (1,))]
    (first, one), (second, two) = found
    np.testing.assert_allclose((first @ second)[:, 0], LinearRegression().fit(X, y).coef_, atol=1e-6)
    np.testing.assert_allclose(one @ second + two, LinearRegression().fit(X, y).intercept_, atol=1e-6)


def test_nothing_of_the_caller_is_changed_even_by_a_keeper_that_writes():
    data, params = some_data(), start()
    before = [part.copy() for part in data]

    def keeper(params):
        params["w"][:] = 7

    found = train(squares, params, data, gd.GradientDescent(0.1), 2, 60, np.random.default_rng(0), keep=keeper)
    np.testing.assert_array_equal(found.params["w"], run(epochs=2).params["w"])
    np.testing.assert_array_equal(params["w"], 0)
    for part, was in zip(data, before, strict=True):
        np.testing.assert_array_equal(part, was)
        part[0] = 1.0  # not locked either


def test_32_bits_stay_32_bits():
    X, y = some_data()
    small = {"w": np.zeros(2, np.float32), "b": np.float32(0)}
    data = X.astype(np.float32), y.astype(np.float32)
    found = train(squares, small, data, gd.GradientDescent(0.1), 2, 20, np.random.default_rng(0))
    assert found.params["w"].dtype == found.params["b"].dtype == np.float32


def test_validation_changes_no_step_and_is_the_loss_after_each_epoch():
    X, y = some_data(5)
    plain, watched = run(size=20), run(size=20, validation=(X, y), keep=lambda params: squares(params, X, y))
    np.testing.assert_array_equal(plain.params["w"], watched.params["w"])
    np.testing.assert_allclose(watched.validation, watched.kept[1:])
    assert plain.validation is plain.best is None and len(watched.validation) == watched.epochs == 5
    assert watched.best == watched.validation.argmin() + 1


def test_patience_gives_the_best_parameters_back():
    target = np.array([2.0])
    found = train(
        lambda w, y: np.mean((w - y) ** 2),
        0.0,
        (np.array([10.0]),),
        gd.GradientDescent(0.05),
        100,
        1,
        np.random.default_rng(0),
        validation=(target,),
        patience=3,
        keep=float,
    )  # w = 0, 1, 1.9, 2.71, …: the second is nearest to 2
    assert found.stopped_by == "patience" and found.best == 2 and found.epochs == 5
    np.testing.assert_allclose(found.params, 1.9)
    np.testing.assert_allclose(found.kept[:4], [0, 1, 1.9, 2.71])
    assert "patience after 5 epochs" in found.message and "epoch 2" in found.message


def test_a_validation_loss_that_is_no_number_is_never_the_best():
    losses = iter([np.nan, 3.0, np.nan, 2.0, np.inf, np.nan, np.nan])

    def loss(w, y):
        return w * 0.0 + 1.0 if len(y) == 2 else next(losses)

    data, rng = (np.zeros(2),), np.random.default_rng(0)
    found = train(loss, 0.0, data, gd.GradientDescent(1), 9, 2, rng, validation=(np.zeros(1),), patience=3)
    assert found.best == 4 and found.epochs == 7 and found.stopped_by == "patience"


def test_divergence_is_told_and_leaves_finite_parameters():
    found = run(optimizer=gd.GradientDescent(1e6), epochs=200, size=20)
    assert found.stopped_by == "diverged" and found.epochs == len(found.losses) < 200
    assert np.isfinite(found.params["w"]).all() and np.isfinite(found.losses).all()
    assert "smaller rate" in found.message


def test_what_is_no_number_at_the_start_is_an_error():
    with np.errstate(invalid="ignore"), pytest.raises(FloatingPointError, match="sqrt"):
        run(lambda params, X, y: np.mean(np.sqrt(params["b"] - 1.0) * y))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"data": (np.zeros((3, 2)), np.zeros(4))}, r"\(3, 2\) and \(4,\).*as many rows"),
        ({"data": [np.zeros(3)]}, "tuple of arrays.*list"),
        ({"data": ()}, "tuple of arrays"),
        ({"data": (np.array([1.0, np.nan]),)}, r"data\[0\]"),
        ({"data": (np.array(["a", "b"]),)}, r"data\[0\] must be numeric"),
        ({"validation": (np.zeros((3, 2)), np.zeros(4))}, "the arrays of validation"),
        ({"size": 61}, "between 1 and the number of rows, 60"),
        ({"size": 0}, "batch_size must be a whole number"),
        ({"epochs": 0}, "epochs must be a whole number"),
        ({"patience": 3}, "validation="),
        ({"optimizer": 0.1}, "optimizer must have init and update"),
        ({"loss": lambda params, X, y: (X @ params["w"] - y) ** 2}, r"shape \(60,\)"),
    ],
)
def test_what_is_refused(change, words):
    with pytest.raises(ValueError, match=words):
        run(**change)


def test_parameters_that_are_not_finite_are_refused():
    with pytest.raises(ValueError, match="parameter"):
        train(squares, {"w": [np.inf], "b": 0.0}, some_data(), gd.GradientDescent(1), 1, 1, np.random.default_rng(0))
