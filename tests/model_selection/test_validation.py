"""Model selection beside scikit-learn; leaving out by hand; leaks; errors."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import Ridge as SklearnRidge
from sklearn.model_selection import KFold, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import PolynomialFeatures as SklearnPolynomialFeatures
from sklearn.preprocessing import StandardScaler as SklearnStandardScaler

from derived import model_selection as ms
from derived.datasets import load_windsor, make_regression
from derived.linear_models import LinearRegression, Ridge
from derived.metrics import mean_squared_error
from derived.preprocessing import PolynomialFeatures, StandardScaler


@pytest.fixture
def data():
    return make_regression(np.random.default_rng(0), 47, [1.0, -2.0, 0.5], noise=0.7)


# The peers.


@pytest.mark.parametrize("k", [2, 5, 47])
def test_folds_are_those_of_scikit_learn(k):
    for (train, test), (their_train, their_test) in zip(ms.k_fold(47, k), KFold(k).split(np.zeros(47)), strict=True):
        np.testing.assert_array_equal(train, their_train)
        np.testing.assert_array_equal(test, their_test)


def test_cross_validation_agrees_with_scikit_learn(data):
    X, y = data
    folds = ms.k_fold(len(y), 6, np.random.default_rng(1))
    ours = ms.cross_val_loss(Ridge(2.0), X, y, folds)
    theirs = cross_val_score(SklearnRidge(2.0), X, y, cv=folds, scoring="neg_mean_squared_error")
    np.testing.assert_allclose(ours, -theirs, rtol=1e-10)


def test_a_pipeline_is_fitted_anew_in_each_fold_as_in_scikit_learn(data):
    X, y = data
    X = X * [1, 100, 0.01]
    folds = ms.k_fold(len(y), 5)
    ours = ms.Pipeline([PolynomialFeatures(2), StandardScaler()], Ridge(2.0))
    theirs = make_pipeline(SklearnPolynomialFeatures(2, include_bias=False), SklearnStandardScaler(), SklearnRidge(2.0))
    scores = cross_val_score(theirs, X, y, cv=folds, scoring="neg_mean_squared_error")
    np.testing.assert_allclose(ms.cross_val_loss(ours, X, y, folds), -scores, rtol=1e-9)
    fit = ours.fit(X, y)
    np.testing.assert_allclose(fit.score(X, y), theirs.fit(X, y).score(X, y), rtol=1e-10)
    np.testing.assert_allclose(fit.model.coef_, theirs[-1].coef_, rtol=1e-9)


@pytest.mark.parametrize("degree", [1, 2, 4])
def test_polynomial_features_agree_with_scikit_learn(data, degree):
    theirs = SklearnPolynomialFeatures(degree, include_bias=False).fit_transform(data[0])
    np.testing.assert_allclose(PolynomialFeatures(degree).transform(data[0]), theirs, rtol=1e-12)


def test_the_scaler_agrees_with_scikit_learn(data):
    X = np.column_stack([data[0] + [0, 1e6, -3], np.full(47, 0.1)])
    ours, theirs = StandardScaler().fit(X[:30]), SklearnStandardScaler().fit(X[:30])
    np.testing.assert_allclose(ours.transform(X), theirs.transform(X), rtol=1e-8, atol=1e-9)
    np.testing.assert_array_equal(ours.transform(X)[:, 3], 0)
    np.testing.assert_allclose(ours.inverse_transform(ours.transform(X)), X, rtol=1e-12)


# Laws.


@settings(deadline=None, max_examples=60)
@given(n=st.integers(2, 40), k=st.integers(2, 40), seed=st.none() | st.integers(0, 1000))
def test_each_row_is_held_out_once(n, k, seed):
    if k > n:
        with pytest.raises(ValueError, match=f"{n} rows can be parted into 2 to {n} folds, not {k}"):
            ms.k_fold(n, k)
        return
    folds = ms.k_fold(n, k, None if seed is None else np.random.default_rng(seed))
    sizes = [len(test) for _, test in folds]
    assert len(folds) == k and max(sizes) - min(sizes) <= 1
    assert sorted(np.concatenate([test for _, test in folds])) == list(range(n))
    for train, test in folds:
        assert sorted(np.concatenate([train, test])) == list(range(n))


@settings(deadline=None, max_examples=60)
@given(seed=st.integers(0, 1000), n=st.integers(2, 50), share=st.floats(0.01, 0.99))
def test_a_split_keeps_rows_together_and_loses_none(seed, n, share):
    y = np.arange(n)
    X = np.column_stack([y, -y])
    if np.ceil(share * n) == n:
        share = 0.5
    parts = ms.train_test_split(X, y, rng=np.random.default_rng(seed), test_size=share)
    X_train, X_test, y_train, y_test = parts
    assert len(y_test) == np.ceil(share * n)
    assert sorted([*y_train, *y_test]) == list(y)
    np.testing.assert_array_equal(X_train, np.column_stack([y_train, -y_train]))
    np.testing.assert_array_equal(X_test, np.column_stack([y_test, -y_test]))
    again = ms.train_test_split(X, y, rng=np.random.default_rng(seed), test_size=share)
    np.testing.assert_array_equal(again[3], y_test)


def test_leaving_out_one_row_by_hand(data):
    X, y = data
    by_hand = [
        y[test][0] - LinearRegression().fit(X[train], y[train]).predict(X[test])[0]
        for train, test in ms.k_fold(len(y), len(y))
    ]
    fit = LinearRegression().fit(X, y)
    np.testing.assert_allclose(ms.leave_one_out_residuals(y, fit.fitted, fit.leverage), by_hand, rtol=1e-9)


def test_error_is_squared_bias_and_variance():
    rng = np.random.default_rng(2)
    predictions, truth = rng.standard_normal((30, 4)) + [0, 1, 2, 3], np.array([0.0, 0.5, 2.0, -1.0])
    squared_bias, variance = ms.bias_and_variance(predictions, truth)
    np.testing.assert_allclose(squared_bias + variance, ((predictions - truth) ** 2).mean(axis=0), rtol=1e-12)


def test_data_frames_keep_their_names():
    windsor = load_windsor()
    X, y = windsor[["lotsize", "bedrooms"]], windsor["price"]
    X_train, X_test, y_train, _ = ms.train_test_split(X, y, rng=np.random.default_rng(0), test_size=46)
    assert isinstance(X_test, pd.DataFrame) and len(X_test) == 46
    assert Ridge().fit(X_train, y_train).names == ("lotsize", "bedrooms")
    by_name = ms.cross_val_loss(LinearRegression(), X, y, ms.k_fold(546, 3))
    np.testing.assert_allclose(
        by_name, ms.cross_val_loss(LinearRegression(), X.to_numpy(), y.to_numpy(), ms.k_fold(546, 3)), rtol=1e-12
    )


def test_the_model_in_a_fold_never_sees_the_rows_held_out(data):
    X, y = data

    class Spy:
        def fit(self, X, y):
            seen = {tuple(row) for row in X}
            self.predict = lambda Z: [float(tuple(row) in seen) for row in Z]
            return self

    saw = ms.cross_val_loss(Spy(), X, y, ms.k_fold(len(y), 5), loss=lambda y, prediction: sum(prediction))
    np.testing.assert_array_equal(saw, 0)


# Errors.


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda rng: ms.train_test_split(np.zeros(3), np.zeros(4), rng=rng), r"same number of rows, not \[3, 4\]"),
        (lambda rng: ms.train_test_split(rng=rng), "same number of rows, not none"),
        (lambda rng: ms.train_test_split(np.zeros(4), rng=rng, test_size=4), "would hold out 4 of 4 rows"),
        (lambda rng: ms.train_test_split(np.zeros(4), rng=rng, test_size=0.0), "would hold out 0 of 4 rows"),
        (lambda rng: ms.train_test_split(np.zeros(4), rng=rng, test_size=-0.5), "share between 0 and 1"),
        (lambda rng: ms.k_fold(5, 1), "5 rows can be parted into 2 to 5 folds, not 1"),
        (lambda rng: ms.cross_val_loss(Ridge(), [1, 2, 3], [1, 2], ms.k_fold(3, 3)), "X has 3 rows, y has 2 values"),
        (lambda rng: mean_squared_error([1, 2], [1]), "y_hat has 1 values, but 2"),
        (lambda rng: mean_squared_error([1, np.nan], [1, 2]), r"y\[1\] is missing"),
        (lambda rng: ms.leave_one_out_residuals([1, 2], [1, 1], [0.5, 1.0]), "row 1 has a leverage of 1"),
        (lambda rng: ms.bias_and_variance([[1, 2]], [1]), "predictions has 2 columns, but truth has 1 values"),
        (
            lambda rng: PolynomialFeatures(0),
            "degree must be a whole number .* degree 0 is the inter",
        ),
        (lambda rng: PolynomialFeatures(400).transform([10.0]), "a product of columns.* is inf"),
        (lambda rng: StandardScaler().fit([[1, 2]]).transform([[1]]), "1 columns, but in fit it had 2"),
        (lambda rng: StandardScaler().fit([[np.nan]]), r"X\[0, 0\] is missing"),
    ],
)
def test_what_is_refused(act, words):
    with pytest.raises(ValueError, match=words):
        act(np.random.default_rng(0))


def test_nothing_is_changed_in_place(data):
    X, y = data
    before = X.copy(), y.copy()
    ms.Pipeline([PolynomialFeatures(1), StandardScaler()], Ridge()).fit(X, y).predict(X)
    ms.train_test_split(X, y, rng=np.random.default_rng(0))
    np.testing.assert_array_equal(X, before[0])
    np.testing.assert_array_equal(y, before[1])
