"""Kinds of inputs that other libraries' bug reports tell of, with the right value of each."""

import numpy as np
import pandas as pd
import pytest

from derived.linear_algebra import rank
from derived.linear_models import (
    ElasticNet,
    Lasso,
    LinearRegression,
    LogisticRegression,
    Ridge,
    SoftmaxRegression,
    fit_line,
    lasso_path,
    ridge_path,
)
from derived.metrics import accuracy, calibration_curve, confusion_matrix, precision_recall_curve, r_squared, roc_curve
from derived.model_selection import Pipeline, bias_and_variance, cross_val_loss, k_fold, train_test_split
from derived.preprocessing import ColumnsByKind, Imputer, OneHotEncoder, PolynomialFeatures, StandardScaler
from derived.probability import log_odds, logsumexp, sigmoid, softmax

T = np.array([3.0, 1, 4, 1, 5, 9, 2, 6, 5, 3])
U = np.arange(10.0)
YES = ["no", "no", "yes", "no", "yes", "yes", "no", "yes", "yes", "no"]
HOUSES = pd.DataFrame({"area": [1.0, 2, 3, 4], "rooms": [5.0, 3, 9, 1]})


# Leaving one row out, where leverages are all but 1.


def left_out_by_hand(X, y, alpha, intercept):
    """The error at each row of the fit without it."""
    errors = []
    for i in range(len(y)):
        keep = np.arange(len(y)) != i
        x_bar, y_bar = (X[keep].mean(axis=0), y[keep].mean()) if intercept else (0 * X[0], 0.0)
        A, b = X[keep] - x_bar, y[keep] - y_bar
        if A.shape[1] >= len(A):  # as many weights as rows will do
            w = A.T @ np.linalg.solve(A @ A.T + alpha * np.eye(len(b)), b)
        else:
            rows = np.vstack([A, np.sqrt(alpha) * np.eye(A.shape[1])])
            w = np.linalg.lstsq(rows, np.append(b, np.zeros(A.shape[1])), rcond=0)[0]
        errors.append(y[i] - y_bar - (X[i] - x_bar) @ w)
    return np.array(errors)


@pytest.mark.parametrize("alpha", [1e-9, 0.1, 1e6])
@pytest.mark.parametrize("intercept", [True, False])
@pytest.mark.parametrize("shape", [(12, 30), (12, 12), (12, 11), (12, 5)])
def test_leaving_out_where_columns_are_many(alpha, intercept, shape):
    rng = np.random.default_rng(0)
    X, y = rng.integers(0, 1000, shape).astype(float), rng.standard_normal(shape[0])
    right = left_out_by_hand(X, y, alpha, intercept)
    fit = Ridge(alpha, intercept).fit(X, y)
    np.testing.assert_allclose(fit.loo_residuals, right, rtol=1e-6, atol=1e-7)
    path = ridge_path(X, y, [alpha], intercept)
    np.testing.assert_allclose(path.loo_mse, [np.mean(right**2)], rtol=1e-6)


def test_leaving_out_a_row_that_alone_has_a_column():
    X, y = np.column_stack([np.eye(6)[0], U[:6]]), T[:6]
    for alpha in (1e-13, 1e-6, 1.0):
        fit = Ridge(alpha).fit(X, y)
        np.testing.assert_allclose(fit.loo_residuals[0], left_out_by_hand(X, y, alpha, True)[0], rtol=1e-9)
    with pytest.raises(ValueError, match="row 0 has a leverage of 1"):
        _ = Ridge(0.0).fit(X, y).loo_residuals


# Columns far from zero, other units, one rule for the rank.


@pytest.mark.parametrize("far", [1e8, 1e12, 1e15, -1e15])
@pytest.mark.parametrize("method", ["qr", "cholesky", "svd"])
def test_least_squares_far_from_zero(far, method):
    near = LinearRegression(method=method).fit(U, T)
    for fit in (LinearRegression(method=method).fit(U + far, T), LinearRegression(method=method).fit(U + far, T + far)):
        np.testing.assert_allclose(fit.coef_, near.coef_, rtol=1e-9)
        np.testing.assert_allclose(fit.p_values[1], near.p_values[1], rtol=1e-9)
        np.testing.assert_allclose(fit.residuals, near.residuals, rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose(fit.leverage, near.leverage, rtol=1e-9)
        np.testing.assert_allclose(fit.r_squared, near.r_squared, rtol=1e-9)
        assert fit.df_resid == 8
    band = LinearRegression(method=method).fit(U + far, T).confidence_band(U + far)
    np.testing.assert_allclose(band, near.confidence_band(U), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("far", [1e8, 1e12, 1e15])
def test_other_models_far_from_zero(far):
    for model in (Ridge(0.5), Ridge(0.5, method="cholesky"), Ridge(0.0), Lasso(0.1), ElasticNet(0.1)):
        np.testing.assert_allclose(model.fit(U + far, T).coef_, model.fit(U, T).coef_, rtol=1e-9)
    for model in (LogisticRegression(), LogisticRegression(1.0), SoftmaxRegression(), SoftmaxRegression(1.0)):
        np.testing.assert_allclose(model.fit(U + far, YES).coef_, model.fit(U, YES).coef_, rtol=1e-6)
    np.testing.assert_allclose(fit_line(U + far, T)[1], fit_line(U, T)[1], rtol=1e-12)
    scaled = StandardScaler().fit(U + far).transform(U + far)
    np.testing.assert_allclose(scaled, StandardScaler().fit(U).transform(U), rtol=1e-12)
    predictions = np.column_stack([U, 2 * U])
    near, distant = bias_and_variance(predictions, [0, 0]), bias_and_variance(predictions + far, [far, far])
    np.testing.assert_allclose(distant, near, rtol=1e-12)


def test_units_do_not_change_the_rank_or_the_fit():
    rng = np.random.default_rng(1)
    X, y = rng.standard_normal((9, 3)), rng.standard_normal(9)
    units = np.array([1e-9, 1.0, 1e9])
    for method in ("qr", "cholesky", "svd"):
        fit = LinearRegression(method=method).fit(X * units, y)
        np.testing.assert_allclose(fit.coef_ * units, LinearRegression().fit(X, y).coef_, rtol=1e-8)
        assert fit.df_resid == 9 - 4
    assert rank(X * units) == 3
    np.testing.assert_allclose(
        Ridge(1e-30).fit(X * [1, 1, 1e9], y).coef_ * [1, 1, 1e9], LinearRegression().fit(X, y).coef_
    )


def test_the_shortest_of_many_weights():
    X = np.column_stack([U, U**2, U + U**2])
    fit = LinearRegression(method="svd").fit(X, T)
    np.testing.assert_allclose(fit.w, np.linalg.pinv(np.column_stack([np.ones(10), X])) @ T, atol=1e-10)
    constant = LinearRegression(method="svd").fit(np.column_stack([np.full(10, 5.0), U]), T)
    design = np.column_stack([np.ones(10), np.full(10, 5.0), U])
    np.testing.assert_allclose(constant.w, np.linalg.pinv(design) @ T, atol=1e-10)


# Extreme scales.


@pytest.mark.parametrize("s", [1e-300, 1e-160, 1e160, 1e300])
@pytest.mark.parametrize("method", ["qr", "cholesky", "svd"])
def test_least_squares_at_extreme_scales(s, method):
    right = LinearRegression(method=method).fit(U + T, T)
    for scale_X, scale_y in ((s, 1.0), (1.0, s), (s, s)):
        fit = LinearRegression(method=method).fit((U + T) * scale_X, T * scale_y)
        np.testing.assert_allclose(fit.coef_ * scale_X / scale_y, right.coef_, rtol=1e-9)
        for quantity in ("p_values", "r_squared", "adjusted_r_squared", "leverage", "t_values"):
            np.testing.assert_allclose(getattr(fit, quantity), getattr(right, quantity), rtol=1e-9)
        np.testing.assert_allclose(fit.score((U + T) * scale_X, T * scale_y), right.r_squared, rtol=1e-9)
    np.testing.assert_allclose(r_squared(T * s, (T + 1) * s), r_squared(T, T + 1), rtol=1e-12)
    np.testing.assert_allclose(fit_line(U * s, T)[1] * s, fit_line(U, T)[1], rtol=1e-12)
    np.testing.assert_allclose(fit_line(U, T * s)[1] / s, fit_line(U, T)[1], rtol=1e-12)
    scaled = StandardScaler().fit(U * s).transform(U * s)
    np.testing.assert_allclose(scaled, StandardScaler().fit(U).transform(U), rtol=1e-12)


@pytest.mark.parametrize("s", [1e160, 1e300])
def test_where_features_are_huge_a_price_is_none(s):
    free = LinearRegression().fit(U, T).coef_
    for model in (Ridge(), Ridge(method="cholesky"), Lasso(), ElasticNet(), Lasso(method="coordinate descent")):
        np.testing.assert_allclose(model.fit(U * s, T).coef_ * s, free, rtol=1e-6)
    np.testing.assert_allclose(ridge_path(U * s, T, [1.0]).coef_[0] * s, free, rtol=1e-9)
    alphas, coefs, _ = lasso_path(U[:, np.newaxis] * s, T, 3)
    near = lasso_path(U[:, np.newaxis], T, 3)
    np.testing.assert_allclose(alphas / s, near[0], rtol=1e-9)
    np.testing.assert_allclose(coefs * s, near[1], rtol=1e-6, atol=1e-12)
    for model in (LogisticRegression, SoftmaxRegression):
        free = model().fit(U, YES).coef_
        np.testing.assert_allclose(model().fit(U * s, YES).coef_ * s, free, rtol=1e-6)
        np.testing.assert_allclose(model(1.0).fit(U * s, YES).coef_ * s, free, rtol=1e-4)


@pytest.mark.parametrize("s", [1e-300, 1e-160])
def test_where_features_are_tiny_a_price_is_all(s):
    for model in (Ridge(), Ridge(method="cholesky"), Lasso(), ElasticNet(), LogisticRegression(1.0)):
        fit = model.fit(U * s, YES if isinstance(model, LogisticRegression) else T)
        assert abs(fit.coef_[0]) * s < 1e-150


def test_a_product_too_large_or_too_small_is_told():
    with pytest.raises(ValueError, match="a product of columns"):
        PolynomialFeatures(2).transform([1e200, 1.0])
    with pytest.raises(ValueError, match="too small for a float"):
        PolynomialFeatures(2).transform([1e-200, 2e-200])


# Classes that overlap, and classes that do not.


@pytest.mark.parametrize("gap", [1e-2, 1e-6, 1e-9, 1e-12])
@pytest.mark.parametrize("model", [LogisticRegression(), SoftmaxRegression()])
def test_classes_that_overlap_by_little(model, gap):
    y = [0, 0, 0, 0, 1, 1, 1, 1]
    assert model.fit([0, 1, 2, 3, 3 - gap, 4, 5, 6], y).converged_
    for x in ([0, 1, 2, 3, 3 + gap, 4, 5, 6], [0, 1, 2, 3, 3, 4, 5, 6]):
        with pytest.raises(ValueError, match="separated"):
            model.fit(x, y)


def test_three_classes_of_which_one_stands_apart():
    y = [0] * 4 + [1] * 4 + [2] * 3
    assert SoftmaxRegression().fit([0, 1, 2, 3, 3 - 1e-6, 4, 5, 6, 6 - 1e-6, 7, 8], y).converged_
    with pytest.raises(ValueError, match="separated"):
        SoftmaxRegression().fit([0, 1, 2, 3, 2.5, 4, 5, 6, 6.5, 7, 8], y)


# Names of columns.


@pytest.mark.parametrize("steps", [[], [StandardScaler()], [PolynomialFeatures(2), StandardScaler()]])
@pytest.mark.parametrize("model", [LinearRegression(method="svd"), Ridge(), Lasso(0.1)])
def test_a_pipeline_keeps_names(steps, model):
    fit = Pipeline(steps, model).fit(HOUSES, [1, 2, 4, 3])
    assert {"area", "rooms"} <= set(fit.model.names)
    for wrong, words in (
        (HOUSES[["rooms", "area"]], "order"),
        (HOUSES[["area"]], "lacks columns .*: rooms"),
        (HOUSES.assign(garden=1), "not there in fit: garden"),
        (HOUSES.rename(columns={"area": "size"}), "area, but has others: size"),
    ):
        with pytest.raises(ValueError, match=words):
            fit.predict(wrong)
    assert fit.predict(HOUSES).shape == (4,)


def test_a_table_finds_its_columns_by_name():
    fit = Pipeline([ColumnsByKind()], Ridge()).fit(HOUSES, [1, 2, 4, 3])
    elsewhere = HOUSES[["rooms", "area"]].assign(price=1)
    np.testing.assert_allclose(fit.predict(elsewhere), fit.predict(HOUSES), rtol=1e-13)
    with pytest.raises(ValueError, match="lacks columns that were there in fit: rooms"):
        fit.predict(HOUSES[["area"]])


@pytest.mark.parametrize("model", [LogisticRegression(1.0), SoftmaxRegression(1.0)])
def test_classifiers_keep_names(model):
    fit = model.fit(HOUSES, [0, 1, 0, 1])
    for act in (fit.predict, fit.predict_proba, fit.decision_function):
        with pytest.raises(ValueError, match="order"):
            act(HOUSES[["rooms", "area"]])


def test_tables_stay_tables():
    scaling = StandardScaler().fit(HOUSES)
    scaled = scaling.transform(HOUSES.iloc[::-1])
    assert scaled.columns.tolist() == ["area", "rooms"] and scaled.index.tolist() == [3, 2, 1, 0]
    pd.testing.assert_frame_equal(scaling.inverse_transform(scaled), HOUSES.iloc[::-1])
    assert isinstance(scaling.transform(HOUSES.to_numpy()), np.ndarray)
    assert PolynomialFeatures(2).transform(HOUSES).columns.tolist() == [
        "area",
        "rooms",
        "area^2",
        "area rooms",
        "rooms^2",
    ]


def test_names_that_are_numbers():
    table = pd.DataFrame([["a", 1.0, None], ["b", 2.0, 3.0], ["a", 5.0, 4.0]])
    made = ColumnsByKind().fit(table).transform(table)
    assert made.columns.tolist() == ["1", "2", "2 missing", "0=b"]
    assert made.to_numpy().tolist() == [[1, 3.5, 1, 0], [2, 3, 0, 1], [5, 4, 0, 0]]
    assert OneHotEncoder(reference=False).fit(table[[0]]).transform(table[[0]]).shape == (3, 2)
    fit = LinearRegression().fit(table[[1]], [1, 2, 5])
    assert fit.names == ("1",) and fit.predict(table[[1]]).round(9).tolist() == [1, 2, 5]


@pytest.mark.parametrize(
    ("act", "name"),
    [
        (lambda: LinearRegression().fit(HOUSES.set_axis(["a", "a"], axis=1), [1, 2, 4, 3]), "'a'"),
        (lambda: Ridge().fit(HOUSES.set_axis([1, "1"], axis=1), [1, 2, 4, 3]), "'1'"),
        (lambda: LinearRegression().fit(HOUSES.set_axis(["intercept", "a"], axis=1), [1, 2, 4, 3]), "'intercept'"),
        (lambda: PolynomialFeatures(2).transform(HOUSES.set_axis(["a", "a^2"], axis=1)), r"'a\^2'"),
        (lambda: OneHotEncoder().fit(pd.DataFrame({"a": ["b=c", "x", "x"], "a=b": ["y", "y", "c"]})), "'a=b=c'"),
        (lambda: OneHotEncoder(reference=False).fit(pd.DataFrame({"s": ["1", "2"]}).assign(**{"s=1": "x"})), None),
        (lambda: transformed(Imputer(), pd.DataFrame({"a": [1, None], "a missing": [0.0, 1.0]})), "'a missing'"),
        (lambda: transformed(ColumnsByKind(), pd.DataFrame({"s=b": [1.0, 2, 3], "s": ["a", "b", "a"]})), "'s=b'"),
    ],
)
def test_names_that_collide(act, name):
    if name is None:
        act()
        return
    with pytest.raises(ValueError, match=f"called {name}"):
        act()


def transformed(step, table):
    return step.fit(table).transform(table)


# Tables of pandas' own types.


def test_nullable_columns_have_gaps():
    table = pd.DataFrame(
        {"a": pd.array([1, None, 3], dtype="Int64"), "b": pd.array([True, None, False], dtype="boolean")}
    )
    made = transformed(Imputer(), table)
    assert made.to_dict("list") == {"a": [1, 2, 3], "b": [1, 0.5, 0], "a missing": [0, 1, 0], "b missing": [0, 1, 0]}
    objects = pd.DataFrame({"a": [1, None, 3]}, dtype=object)
    assert transformed(ColumnsByKind(), objects)["a"].tolist() == [1, 2, 3]


def test_categorical_columns():
    words = pd.DataFrame({"s": pd.Categorical(["a", "b", "a", "c"], categories=["c", "b", "a", "z"])})
    rare = OneHotEncoder(min_count=2).fit(words)
    assert rare.transform(words).to_dict("list") == {"s=other": [0, 1, 0, 1]}
    assert rare.transform(pd.DataFrame({"s": pd.Categorical(["z"])}))["s=other"].tolist() == [1]
    plain = OneHotEncoder(reference=False).fit(words)
    assert plain.words_ == {"s": ("a", "b", "c")}  # what is not there is no word; unordered ones are sorted
    ordered = pd.DataFrame({"s": pd.Categorical(["low", "high"], categories=["low", "high"], ordered=True)})
    assert OneHotEncoder(reference=False).fit(ordered).words_ == {"s": ("low", "high")}
    fit = LogisticRegression(1.0).fit([1, 2], ordered["s"])
    assert fit.classes_.tolist() == ["low", "high"] and fit.coef_[0] > 0


def test_a_real_word_is_not_the_group_of_rare_ones():
    tin = pd.DataFrame({"s": ["tin"]})
    with pytest.raises(ValueError, match="'tin', which was never seen"):
        OneHotEncoder().fit(pd.DataFrame({"s": ["other", "tile", "tile"]})).transform(tin)
    lenient = OneHotEncoder(unknown="zeros").fit(pd.DataFrame({"s": ["other", "tile", "tile"]}))
    assert lenient.transform(tin)["s=other"].tolist() == [0]
    with pytest.raises(ValueError, match="has the word 'other', and rare words"):
        OneHotEncoder(min_count=2).fit(pd.DataFrame({"s": ["other", "other", "tile", "tile", "reed"]}))
    rare = OneHotEncoder(min_count=2).fit(pd.DataFrame({"s": ["other", "tile", "tile"]}))
    assert rare.transform(pd.DataFrame({"s": ["other", "tin", "tile"]}))["s=other"].tolist() == [1, 1, 0]


@pytest.mark.parametrize(
    "words", [["1", 1], [True, 1, 2], ["a", b"a"], ["a", None], ["a", np.nan], ["a", pd.NA]], ids=repr
)
def test_words_of_different_kinds(words):
    with pytest.raises(ValueError, match=r"different kinds|missing"):
        OneHotEncoder().fit(pd.DataFrame({"s": pd.Series(words, dtype=object)}))


def test_words_of_another_kind_than_in_fit():
    fit = OneHotEncoder(unknown="zeros").fit(pd.DataFrame({"s": ["1", "2", "2"]}))
    with pytest.raises(ValueError, match="s has 1, a number, but in fit each was a text"):
        fit.transform(pd.DataFrame({"s": [1, 2]}))


# Labels.


@pytest.mark.parametrize(
    "labels",
    [["a", np.nan, "b", "a"], [1, None, 0, 1], [1, "a", 1, "a"], [True, 2, True, 2], pd.array([1, pd.NA, 0, 1]), []],
    ids=repr,
)
@pytest.mark.parametrize(
    "act",
    [
        lambda y: LogisticRegression(1.0).fit([1, 2, 3, 4], y),
        lambda y: SoftmaxRegression(1.0).fit([1, 2, 3, 4], y),
        lambda y: LogisticRegression(1.0).fit([1, 2], [0, 1]).score([1, 2, 3, 4], y),
        lambda y: accuracy(y, y),
        lambda y: confusion_matrix(y, y),
        lambda y: roc_curve(y, [1, 2, 3, 4]),
        lambda y: precision_recall_curve(y, [1, 2, 3, 4]),
        lambda y: calibration_curve(y, [0.1, 0.2, 0.3, 0.4]),
        lambda y: cross_val_loss(LogisticRegression(1.0), [1, 2, 3, 4], y, k_fold(4, 2), loss=accuracy),
    ],
)
def test_labels_that_are_none(act, labels):
    with pytest.raises(ValueError, match=r"missing|different kinds|shape|each row|all labels"):
        act(labels)


@pytest.mark.parametrize("answers", [["1", "2"], [True, False], [b"1", b"2"]])
def test_labels_of_different_kinds_are_not_compared(answers):
    for measure in (accuracy, confusion_matrix):
        with pytest.raises(ValueError, match="y has labels that are numbers, and predicted such that are"):
            measure([1, 2], answers)


def test_rows_that_are_taken_keep_what_they_are():
    _, test = train_test_split(["a", None, np.nan, "b"], rng=np.random.default_rng(0), test_size=3)
    assert "nan" not in [v for v in test if isinstance(v, str)] and None in test.tolist()
    masked = np.ma.array([1.0, 2, 3, 4], mask=[True, False, True, False])
    train, test = train_test_split(masked, rng=np.random.default_rng(0), test_size=2)
    assert np.ma.getmaskarray(train).sum() + np.ma.getmaskarray(test).sum() == 2
    with pytest.raises(ValueError, match="masked"):
        cross_val_loss(LinearRegression(), masked, [1, 2, 3, 4], k_fold(4, 2))


# Large whole numbers, and ranks.


@pytest.mark.parametrize("dtype", [np.int64, np.uint64, object, "Int64"])
def test_scores_that_floats_cannot_tell_apart(dtype):
    scores = pd.Series([2**53 + 1, 2**53, 2**53 + 2, 2**53 - 1], dtype=dtype)
    scores = scores if dtype == "Int64" else scores.to_numpy()
    assert roc_curve([1, 0, 1, 0], scores).area == 1.0
    assert precision_recall_curve([1, 0, 1, 0], scores).average_precision == 1.0


@pytest.mark.parametrize("dtype", [np.int64, object])
def test_ranks_of_matrices_that_floats_would_round(dtype):
    large = 2**53
    assert rank(np.array([[large, 1], [large + 1, 1]], dtype=dtype)) == 2
    assert rank(np.array([[large + 1, 2 * large + 2, 1], [large, 2 * large, 1], [1, 2, 0]], dtype=dtype)) == 2
    assert rank(np.array([[large + 1, large + 1], [large + 3, large + 3]], dtype=dtype)) == 1
    assert rank(np.array([[large, 1], [large + 2, 1]], dtype=dtype)) == rank([[float(large), 1], [large + 2.0, 1]])


def test_small_integers_as_scores():
    assert roc_curve([0, 1, 1], np.array([0, 1, 200], np.uint8)).area == 1.0
    assert roc_curve([0, 1, 1], np.array([-128, 1, 127], np.int8)).thresholds.tolist() == [np.inf, 127, 1, -128]


# Counts, shares, levels.


@pytest.mark.parametrize(
    ("n", "test_size", "held_out"),
    [
        (30, 0.1, 3),
        (10, 0.7, 7),
        (10, 0.1 + 0.2, 3),
        (30, np.float32(0.1), 3),
        (100, 0.29, 29),
        (9, 1 / 3, 3),
        (10, 0.25, 3),
        (10, np.int64(2), 2),
        (10, np.uint8(2), 2),
        (10, 2.0, 2),
        (10, np.array(2), 2),
    ],
)
def test_rows_held_out(n, test_size, held_out):
    train, test = train_test_split(np.arange(n), rng=np.random.default_rng(0), test_size=test_size)
    assert (len(train), len(test)) == (n - held_out, held_out)


@pytest.mark.parametrize("test_size", [None, "2", True, np.nan, [2], -1, 0, 1.0, 2.5, 1j, pd.NA], ids=repr)
def test_rows_that_cannot_be_held_out(test_size):
    with pytest.raises(ValueError, match="test_size"):
        train_test_split(np.arange(10), rng=np.random.default_rng(0), test_size=test_size)


def test_probabilities_on_the_border_of_two_groups():
    for k in range(100):
        curve = calibration_curve([0, 1], [k / 100, k / 100 + 0.005], groups=100)
        assert curve.count.tolist() == [2], k


@pytest.mark.parametrize(
    ("level", "name"),
    [
        (0.999, "99.9%"),
        (0.95, "95%"),
        (0.6827, "68.27%"),
        (np.float32(0.9), "90%"),
        (0.29, "29%"),
        (0.999999, "99.9999%"),
    ],
)
def test_levels_keep_their_digits(level, name):
    for fit in (LinearRegression().fit(U, T), LogisticRegression().fit(U, YES)):
        assert {f"{name} from", f"{name} to"} <= set(fit.summary(level).columns)


WRONG = [None, "1", np.nan, np.inf, -1, True, 1j, [1.0], (1,), np.ones(2), pd.NA]
SETTINGS = [
    (Ridge, "alpha"), (Lasso, "alpha"), (Lasso, "tol"), (Lasso, "max_iter"), (ElasticNet, "l1_ratio"),
    (LogisticRegression, "penalty"), (LogisticRegression, "tol"), (LogisticRegression, "max_iter"),
    (SoftmaxRegression, "penalty"), (SoftmaxRegression, "tol"), (SoftmaxRegression, "max_iter"),
    (PolynomialFeatures, "degree"), (OneHotEncoder, "min_count"),
]  # fmt: skip


@pytest.mark.parametrize(("model", "setting"), SETTINGS)
@pytest.mark.parametrize("value", WRONG, ids=repr)
def test_settings_of_a_wrong_type_are_named(model, setting, value):
    with pytest.raises(ValueError, match=f"{setting} must be a .*number"):
        model(**{setting: value})


@pytest.mark.parametrize("value", [None, 1, 0, "no", np.nan, [], "qr"], ids=repr)
def test_choices_of_a_wrong_type_are_named(value):
    for model in (LinearRegression, Ridge, Lasso, LogisticRegression, SoftmaxRegression):
        with pytest.raises(ValueError, match="intercept must be True or False"):
            model(intercept=value)
    for model in (Ridge, Lasso):
        with pytest.raises(ValueError, match="method must be one of"):
            model(method=[value])


def test_settings_of_numpys_types():
    numpys = LogisticRegression(np.float32(0.5), np.True_, np.float64(1e-5), np.int64(50))
    assert numpys == LogisticRegression(0.5, True, 1e-5, 50) and type(numpys.max_iter) is int
    assert PolynomialFeatures(np.uint8(2)) == PolynomialFeatures(2.0) == PolynomialFeatures(2)
    assert len(k_fold(10.0, np.int64(5))) == 5
    assert lasso_path(U[:, np.newaxis], T, np.int64(7))[0].shape == (7,)


# Functions at their borders.


def test_infinite_scores_have_a_limit():
    assert sigmoid([-np.inf, np.inf]).tolist() == [0, 1]
    assert log_odds([0, 0.5, 1]).tolist() == [-np.inf, 0, np.inf]
    assert softmax([-np.inf, 0.0]).tolist() == [0, 1] and logsumexp([-np.inf, 0.0]) == 0
    for f in (softmax, logsumexp):
        with pytest.raises(ValueError, match="the largest score in row 1 of Z is -inf"):
            f([[0.0, 1.0], [-np.inf, -np.inf]])
    with pytest.raises(ValueError, match=r"p\[1\] is 1.5, which is no probability"):
        log_odds([0.5, 1.5])
