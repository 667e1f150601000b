"""Ridge regression beside scikit-learn and statsmodels; its three roads; its laws; its errors."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import Ridge as SklearnRidge
from sklearn.linear_model import RidgeCV

from derived.datasets import load_windsor, make_regression
from derived.linear_algebra import RankDeficientError
from derived.linear_models import LinearRegression, solve_qr
from derived.linear_models import ridge as rr
from derived.linear_models.linear_regression import solve_svd as shortest_least_squares

METHODS = ("svd", "cholesky")
seeds = st.integers(0, 10**6)
prices = st.floats(-6, 6).map(lambda exponent: 10.0**exponent)


@pytest.fixture
def data():
    return make_regression(np.random.default_rng(0), 60, [1.0, -2.0, 0.5, 0.0], noise=0.7, correlation=0.6)


# The peers.


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("alpha", [1e-6, 0.3, 10.0, 1e6])
@pytest.mark.parametrize("intercept", [True, False])
def test_agrees_with_scikit_learn(data, method, alpha, intercept):
    X, y = data[0] + [3, 0, -2, 100], data[1] + 5
    fit = rr.Ridge(alpha, intercept, method).fit(X, y)
    theirs = SklearnRidge(alpha, fit_intercept=intercept, solver="svd").fit(X, y)
    np.testing.assert_allclose(fit.coef_, theirs.coef_, rtol=1e-9)
    np.testing.assert_allclose(fit.intercept_, theirs.intercept_, rtol=1e-9)
    np.testing.assert_allclose(fit.predict(X[:5] + 1), theirs.predict(X[:5] + 1), rtol=1e-9)
    np.testing.assert_allclose(fit.score(X, y), theirs.score(X, y), rtol=1e-9)


@pytest.mark.parametrize("method", METHODS)
def test_more_columns_than_rows(method):
    rng = np.random.default_rng(1)
    X, y = rng.standard_normal((8, 20)), rng.standard_normal(8)
    fit = rr.Ridge(0.5, method=method).fit(X, y)
    theirs = SklearnRidge(0.5).fit(X, y)
    np.testing.assert_allclose(fit.coef_, theirs.coef_, rtol=1e-10)
    assert fit.degrees_of_freedom < 8


def test_statsmodels_divides_the_sum_by_two_n(data):
    X, y = data
    theirs = sm.OLS(y, X).fit_regularized(alpha=0.25, L1_wt=0)  # ‖y − Xw‖²/(2n) + (0.25/2)‖w‖²
    fit = rr.Ridge(0.25 * len(y), intercept=False).fit(X, y)
    np.testing.assert_allclose(fit.coef_, theirs.params, rtol=1e-10)


def test_leave_one_out_chooses_as_scikit_learn(data):
    X, y = data
    alphas = np.logspace(-3, 3, 25)
    path = rr.ridge_path(X, y, alphas)
    theirs = RidgeCV(alphas, store_cv_results=True).fit(X, y)
    np.testing.assert_allclose(path.loo_mse, theirs.cv_results_.mean(axis=0), rtol=1e-9)
    assert path.best_alpha == theirs.alpha_
    best = int(np.argmin(path.loo_mse))
    np.testing.assert_allclose(path.coef_[best], theirs.coef_, rtol=1e-9)
    np.testing.assert_allclose(path.intercept_[best], theirs.intercept_, rtol=1e-9)


# The same in other ways.


@pytest.mark.parametrize("intercept", [True, False])
def test_leaving_out_each_row_by_hand(data, intercept):
    X, y = data
    model = rr.Ridge(3.0, intercept)
    by_hand = [y[i] - model.fit(np.delete(X, i, axis=0), np.delete(y, i)).predict(X[[i]])[0] for i in range(len(y))]
    np.testing.assert_allclose(model.fit(X, y).loo_residuals, by_hand, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("intercept", [True, False])
def test_the_path_is_many_fits(data, intercept):
    X, y = data
    alphas = [100.0, 0.01, 1.0]
    path = rr.ridge_path(X, y, alphas, intercept)
    for k, alpha in enumerate(alphas):
        fit = rr.Ridge(alpha, intercept).fit(X, y)
        np.testing.assert_allclose(path.coef_[k], fit.coef_, rtol=1e-10)
        np.testing.assert_allclose(path.intercept_[k], fit.intercept_, rtol=1e-10)
        np.testing.assert_allclose(path.degrees_of_freedom[k], fit.degrees_of_freedom, rtol=1e-12)
        np.testing.assert_allclose(path.loo_mse[k], np.mean(fit.loo_residuals**2), rtol=1e-10)


def test_ridge_is_least_squares_with_p_more_rows(data):
    X, y = data
    more_X, more_y = np.vstack([X, np.sqrt(2.0) * np.eye(4)]), np.append(y, np.zeros(4))
    np.testing.assert_allclose(rr.solve_svd(X, y, 2.0), solve_qr(more_X, more_y), rtol=1e-10)


def test_the_gradient_agrees_with_differences_and_vanishes_at_the_solution(data):
    X, y = data
    w, h = np.array([0.3, -0.1, 2.0, 1.0]), 0.5  # exact for a quadratic, so h may be large
    numerical = [
        (rr.ridge_loss(X, y, w + h * e, 2.0) - rr.ridge_loss(X, y, w - h * e, 2.0)) / (2 * h) for e in np.eye(4)
    ]
    np.testing.assert_allclose(rr.ridge_gradient(X, y, w, 2.0), numerical, rtol=1e-11)
    for solve in (rr.solve_svd, rr.solve_cholesky):
        np.testing.assert_allclose(rr.ridge_gradient(X, y, solve(X, y, 2.0), 2.0), 0, atol=1e-11)


def test_leverage_is_the_slope_of_a_fitted_value_in_its_response(data):
    X, y = data
    model = rr.Ridge(2.0)
    moved = [model.fit(X, y + e).fitted[i] - model.fit(X, y).fitted[i] for i, e in enumerate(np.eye(len(y)))]
    np.testing.assert_allclose(model.fit(X, y).leverage, moved, rtol=1e-9)


def test_degrees_of_freedom_is_the_trace(data):
    X, _ = data
    H = X @ np.linalg.solve(X.T @ X + 2.0 * np.eye(4), X.T)
    np.testing.assert_allclose(rr.degrees_of_freedom(X, 2.0), np.trace(H), rtol=1e-12)
    assert rr.degrees_of_freedom(X, 0.0) == pytest.approx(4)


# Laws.


@settings(deadline=None, max_examples=40)
@given(seed=seeds, alpha=prices)
def test_a_higher_price_means_shorter_weights_and_a_worse_fit(seed, alpha):
    rng = np.random.default_rng(seed)
    X, y = rng.standard_normal((12, 5)), rng.standard_normal(12)
    cheap, dear = rr.Ridge(alpha).fit(X, y), rr.Ridge(2 * alpha).fit(X, y)
    assert np.linalg.norm(dear.coef_) < np.linalg.norm(cheap.coef_)
    assert np.sum(dear.residuals**2) >= np.sum(cheap.residuals**2) * (1 - 1e-12)
    assert 1 < dear.degrees_of_freedom < cheap.degrees_of_freedom < 6


@settings(deadline=None, max_examples=40)
@given(seed=seeds, alpha=prices, shift=st.floats(-100, 100))
def test_the_intercept_is_not_penalized(seed, alpha, shift):
    rng = np.random.default_rng(seed)
    X, y = rng.standard_normal((12, 3)), rng.standard_normal(12)
    fit, shifted = rr.Ridge(alpha).fit(X, y), rr.Ridge(alpha).fit(X + [shift, 0, 0], y + shift)
    np.testing.assert_allclose(shifted.coef_, fit.coef_, rtol=1e-7, atol=1e-9)
    np.testing.assert_allclose(shifted.fitted, fit.fitted + shift, rtol=1e-7, atol=1e-7)
    np.testing.assert_allclose(fit.residuals.sum(), 0, atol=1e-9)


@settings(deadline=None, max_examples=40)
@given(seed=seeds, alpha=prices)
def test_rotating_the_columns_rotates_the_weights(seed, alpha):
    rng = np.random.default_rng(seed)
    X, y = rng.standard_normal((12, 4)), rng.standard_normal(12)
    Q = np.linalg.qr(rng.standard_normal((4, 4)))[0]
    np.testing.assert_allclose(rr.solve_svd(X @ Q, y, alpha), Q.T @ rr.solve_svd(X, y, alpha), rtol=1e-6, atol=1e-10)


def test_for_a_vanishing_price_the_shortest_weights():
    rng = np.random.default_rng(3)
    wide, y = rng.standard_normal((5, 9)), rng.standard_normal(5)
    np.testing.assert_allclose(rr.solve_svd(wide, y, 1e-13), shortest_least_squares(wide, y), rtol=1e-10)
    copies = np.column_stack([wide[:, :2], wide[:, 0]])
    weights = rr.Ridge(1e-12, intercept=False).fit(copies, y).coef_
    np.testing.assert_allclose(weights, np.linalg.pinv(copies) @ y, rtol=1e-9)
    np.testing.assert_allclose(weights[0], weights[2], rtol=1e-9)


@pytest.mark.parametrize("intercept", [True, False])
def test_price_zero_is_least_squares(data, intercept):
    X, y = data
    fit, ols = rr.Ridge(0.0, intercept).fit(X, y), LinearRegression(intercept).fit(X, y)
    np.testing.assert_allclose(fit.coef_, ols.coef_, rtol=1e-12)
    assert fit.intercept_ == pytest.approx(ols.intercept_, rel=1e-12)
    np.testing.assert_allclose(fit.leverage, ols.leverage, rtol=1e-10)
    np.testing.assert_allclose(rr.solve_svd(X, y, 0.0), LinearRegression(False).fit(X, y).coef_, rtol=1e-10)


# Hard cases and errors.


def test_a_column_that_does_not_vary_gets_no_weight(data):
    X, y = data
    fit = rr.Ridge(1.0).fit(np.column_stack([X, np.full(len(y), 0.1)]), y)
    np.testing.assert_allclose(fit.coef_[4], 0, atol=1e-14)
    np.testing.assert_allclose(fit.coef_[:4], rr.Ridge(1.0).fit(X, y).coef_, rtol=1e-12)
    alone = rr.Ridge(1.0).fit(np.ones((3, 1)), [1.0, 2.0, 6.0])
    assert (alone.coef_, alone.intercept_, alone.degrees_of_freedom) == (0.0, 3.0, 1.0)


def test_dependent_columns_are_told_where_nothing_chooses():
    rng = np.random.default_rng(5)
    X = pd.DataFrame(rng.standard_normal((10, 2)), columns=["size", "rooms"]).assign(copy=lambda d: 2 * d["size"])
    with pytest.raises(RankDeficientError, match=r"alpha = 0 .* take alpha > 0.*copy can be computed") as caught:
        rr.Ridge(0.0).fit(X, np.ones(10))
    assert caught.value.columns == (3,)
    with pytest.raises(RankDeficientError, match=r"alpha = 0 .* 3 rows and 5 columns"):
        rr.Ridge(0.0).fit(rng.standard_normal((3, 4)), np.ones(3))
    with pytest.raises(RankDeficientError, match=r'alpha = 1e-18 is too small .* method="svd"'):
        rr.Ridge(1e-18, method="cholesky").fit(X, rng.standard_normal(10))
    with pytest.raises(RankDeficientError, match="alpha = 0 is too small"):
        rr.solve_cholesky(np.zeros((3, 2)), np.ones(3), 0.0)


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda: rr.Ridge(-1.0), "alpha must be a number of at least 0, not -1.0"),
        (lambda: rr.Ridge(np.nan), "of at least 0, not nan"),
        (lambda: rr.Ridge(np.inf), "of at least 0, not inf"),
        (lambda: rr.Ridge(method="magic"), "method must be one of svd, cholesky, not 'magic'"),
        (lambda: rr.Ridge().fit([[1.0], [np.nan]], [1, 2]), r"X\[1, 0\] is missing"),
        (lambda: rr.Ridge().fit([[1.0], [2.0]], [1, np.inf]), r"y\[1\] is inf"),
        (lambda: rr.Ridge().fit([[1.0], [2.0]], [1, 2, 3]), "y has 3 values, but 2 are needed"),
        (lambda: rr.Ridge().fit(np.empty((0, 2)), []), "X is empty"),
        (lambda: rr.Ridge().fit([1, 2], [1, 2]).predict([[1, 2]]), "2 columns, but in fit it had 1"),
        (lambda: rr.Ridge().fit([1, 2], [1, 2]).score([1, 2], [1]), "y has 1 values, but 2 are needed"),
        (lambda: rr.Ridge().fit([1, 2], [1, 2]).score([1, 2], [3, 3]), "all values of y are the same"),
        (lambda: rr.ridge_path([1, 2], [1, 2], [1.0, 0.0]), "alphas must be positive, but one is 0"),
        (lambda: rr.ridge_path([1, 2], [1, 2], [np.nan]), r"alphas\[0\] is missing"),
        (lambda: rr.Ridge(0.0).fit([1, 2], [1, 2]).loo_residuals, "row 0 has a leverage of 1"),
    ],
)
def test_what_is_refused(act, words):
    with pytest.raises(ValueError, match=words):
        act()


def test_columns_in_another_order_are_refused():
    windsor = load_windsor()
    fit = rr.Ridge().fit(windsor[["lotsize", "bedrooms"]], windsor["price"])
    assert fit.names == ("lotsize", "bedrooms")
    with pytest.raises(ValueError, match=r"order \['bedrooms', 'lotsize'\]"):
        fit.predict(windsor[["bedrooms", "lotsize"]])


def test_nothing_is_changed_in_place_and_a_fit_keeps_its_own_data(data):
    X, y = data[0].copy(), data[1].copy()
    for method in METHODS:
        rr.Ridge(1.0, method=method).fit(X, y)
    rr.ridge_path(X, y, [1.0])
    np.testing.assert_array_equal(X, data[0])
    np.testing.assert_array_equal(y, data[1])
    fit = rr.Ridge(1.0, intercept=False).fit(X, y)
    before = rr.Ridge(1.0, intercept=False).fit(X, y).loo_residuals
    X[:] = 0
    np.testing.assert_array_equal(fit.loo_residuals, before)
