"""The lasso and the elastic net beside scikit-learn; the conditions of a minimum; hard cases; errors."""

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.datasets import load_diabetes
from sklearn.linear_model import ElasticNet as SklearnElasticNet
from sklearn.linear_model import Lasso as SklearnLasso
from sklearn.linear_model import enet_path, lars_path

from derived.datasets import load_windsor, make_regression
from derived.linear_models import LinearRegression, lasso

METHODS = ("active set", "coordinate descent")
seeds = st.integers(0, 10**6)


@pytest.fixture
def data():
    return make_regression(np.random.default_rng(0), 80, [1.0, -2.0, 0.5, 0.0, 0.0], noise=0.7, correlation=0.4)


@pytest.fixture
def diabetes():
    X, y = load_diabetes(return_X_y=True)
    return X - X.mean(axis=0), y - y.mean()


def hard_data(seed):
    """Data with copies, sums, all dummies of a category, very different units, sometimes few rows."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(4, 30))
    Z, dummies = rng.integers(-2, 3, (n, 3)).astype(float), np.eye(4)[rng.integers(0, 4, n)]
    X = np.column_stack([Z, dummies, Z[:, 0], -2 * Z[:, 1], Z[:, 0] + Z[:, 1], rng.standard_normal(n)])
    y = Z[:, 0] + 3 * dummies[:, 1:].sum(axis=1) + rng.integers(-2, 3, n) + 0.1 * rng.standard_normal(n)
    return X * 10.0 ** rng.integers(-2, 3, X.shape[1]), y


def check_minimum(X, y, w, alpha, l1_ratio, tol=1e-9):
    """At a minimum, and nowhere else, no correlation exceeds the price, and where w is not zero it is the price."""
    correlation = X.T @ (y - X @ w) / len(y) - alpha * (1 - l1_ratio) * w
    rounding = tol * np.sqrt((X**2).mean(axis=0) * (y @ y) / len(y))
    assert (np.abs(correlation) <= alpha * l1_ratio + rounding).all()
    used = w != 0
    assert (np.abs(correlation - np.sign(w) * alpha * l1_ratio) <= rounding)[used].all()


# The peers.


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("intercept", [True, False])
@pytest.mark.parametrize("l1_ratio", [1.0, 0.4])
def test_agrees_with_scikit_learn(data, method, intercept, l1_ratio):
    X, y = data
    X, y = X + [1, 2, 3, 4, 5], y + 7
    ours = lasso.ElasticNet(0.1, l1_ratio, intercept, method=method, tol=1e-13).fit(X, y)
    theirs = SklearnElasticNet(0.1, l1_ratio=l1_ratio, fit_intercept=intercept, tol=1e-14, max_iter=10**6).fit(X, y)
    np.testing.assert_allclose(ours.coef_, theirs.coef_, rtol=1e-6, atol=1e-8)
    np.testing.assert_allclose(ours.intercept_, theirs.intercept_, rtol=1e-6)
    np.testing.assert_allclose(ours.score(X, y), theirs.score(X, y), rtol=1e-9)
    np.testing.assert_allclose(ours.predict(X), theirs.predict(X), rtol=1e-6, atol=1e-7)
    assert ours.converged_


def test_the_lasso_is_the_elastic_net_with_one(data):
    X, y = data
    ours, theirs = lasso.Lasso(0.2).fit(X, y), SklearnLasso(0.2, tol=1e-14).fit(X, y)
    np.testing.assert_allclose(ours.coef_, theirs.coef_, rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(ours.coef_, lasso.ElasticNet(0.2, 1.0).fit(X, y).coef_, rtol=1e-12)
    assert (ours.coef_ == 0).any()


@pytest.mark.parametrize("l1_ratio", [1.0, 0.3])
def test_the_path_agrees_with_scikit_learn(diabetes, l1_ratio):
    X, y = diabetes
    alphas, coefs, gaps = lasso.lasso_path(X, y, l1_ratio=l1_ratio)
    theirs = enet_path(X, y, l1_ratio=l1_ratio, tol=1e-13, max_iter=10**6)
    np.testing.assert_allclose(alphas, theirs[0], rtol=1e-12)
    np.testing.assert_allclose(coefs, theirs[1], rtol=1e-4, atol=1e-3)  # theirs stops early, by its gap
    objectives = [[lasso.objective(X, y, w, a, l1_ratio) for w, a in zip(W.T, alphas, strict=True)]
                  for W in (coefs, theirs[1])]  # fmt: skip
    assert (np.array(objectives[0]) <= np.array(objectives[1]) * (1 + 1e-12)).all()
    assert (gaps < 1e-12 * (y @ y) / len(y)).all()


def test_the_path_agrees_with_least_angle_regression(diabetes):
    X, y = diabetes
    knots, _, corners = lars_path(X, y, method="lasso")
    alphas, coefs, _ = lasso.lasso_path(X, y, alphas=knots[knots > 0])
    np.testing.assert_array_equal(alphas, knots[knots > 0])
    np.testing.assert_allclose(coefs, corners[:, knots > 0], rtol=1e-9, atol=1e-9)


def test_the_dual_gap_is_that_of_scikit_learn(diabetes):
    X, y = diabetes
    for alpha in (0.01, 0.1, 1.0):
        rough = SklearnLasso(alpha, fit_intercept=False, tol=1e-2).fit(X, y)
        np.testing.assert_allclose(lasso.dual_gap(X, y, rough.coef_, alpha), rough.dual_gap_, rtol=1e-6)


# Laws.


@settings(deadline=None, max_examples=150)
@given(seed=seeds, method=st.sampled_from(METHODS), l1_ratio=st.sampled_from([1.0, 0.5]), share=st.floats(0.05, 0.9))
def test_the_conditions_of_a_minimum(seed, method, l1_ratio, share):
    X, y = make_regression(np.random.default_rng(seed), 15, np.arange(-2.0, 3.0), correlation=0.3)
    X, y = X - X.mean(axis=0), y - y.mean()
    alpha = share * lasso.alpha_max(X, y, l1_ratio)
    fit = lasso.ElasticNet(alpha, l1_ratio, method=method, tol=1e-14).fit(X, y)
    check_minimum(X, y, fit.coef_, alpha, l1_ratio, tol=1e-9 if method == "active set" else 1e-5)


@settings(deadline=None, max_examples=150)
@given(seed=seeds, l1_ratio=st.sampled_from([1.0, 0.5]))
def test_the_conditions_of_a_minimum_on_hard_data(seed, l1_ratio):
    X, y = hard_data(seed)
    alphas, coefs, gaps = lasso.lasso_path(X, y, l1_ratio=l1_ratio, alphas=8, eps=1e-4)
    for alpha, w in zip(alphas, coefs.T, strict=True):
        check_minimum(X, y, w, alpha, l1_ratio)
    assert (gaps <= 1e-9 * (y @ y) / len(y)).all()
    assert (lasso.lasso_path(X, y, alphas[[-1]], l1_ratio=l1_ratio)[2] <= 1e-9 * (y @ y) / len(y)).all()


@settings(deadline=None, max_examples=80)
@given(seed=seeds, l1_ratio=st.sampled_from([1.0, 0.5]), spread=st.sampled_from([1e-3, 0.1, 3.0]))
def test_the_dual_gap_bounds_the_distance_to_the_minimum(seed, l1_ratio, spread):
    rng = np.random.default_rng(seed)
    X, y = make_regression(rng, 12, [1.0, -1.0, 0.0, 0.0])
    best = lasso.ElasticNet(0.2, l1_ratio, intercept=False).fit(X, y).coef_
    w = best + spread * rng.standard_normal(4)
    above = lasso.objective(X, y, w, 0.2, l1_ratio) - lasso.objective(X, y, best, 0.2, l1_ratio)
    assert 0 < above <= lasso.dual_gap(X, y, w, 0.2, l1_ratio) * (1 + 1e-9)


numbers = st.floats(-100, 100)


@given(z=numbers, t=st.floats(0, 50), other=numbers)
def test_the_soft_threshold_minimizes(z, t, other):
    w = lasso.soft_threshold(z, t)
    assert (w - z) ** 2 / 2 + t * abs(w) <= (other - z) ** 2 / 2 + t * abs(other) + 1e-9
    assert lasso.soft_threshold(-z, t) == -w
    assert abs(w - lasso.soft_threshold(other, t)) <= abs(z - other) + 1e-9


@settings(deadline=None, max_examples=60)
@given(seed=seeds, l1_ratio=st.sampled_from([1.0, 0.5]), other=numbers)
def test_the_best_weight_is_the_best(seed, l1_ratio, other):
    x, r = np.random.default_rng(seed).standard_normal((2, 7))
    best = lasso.best_weight(x, r, 0.1, l1_ratio)
    at = [lasso.objective(x[:, np.newaxis], r, np.array([w]), 0.1, l1_ratio) for w in (best, other, best + 1e-3)]
    assert at[0] <= min(at) + 1e-12


@settings(deadline=None, max_examples=40)
@given(seed=seeds, alpha=st.floats(0.001, 1))
def test_orthonormal_columns_have_a_closed_form(seed, alpha):
    rng = np.random.default_rng(seed)
    Q, _ = np.linalg.qr(rng.standard_normal((9, 4)))
    y = 3 * rng.standard_normal(9)
    fit = lasso.Lasso(alpha, intercept=False).fit(Q, y)
    np.testing.assert_allclose(fit.coef_, lasso.soft_threshold(Q.T @ y, 9 * alpha), atol=1e-12)


@settings(deadline=None, max_examples=40)
@given(seed=seeds, method=st.sampled_from(METHODS))
def test_the_elastic_net_is_a_lasso_with_more_rows(seed, method):
    X, y = make_regression(np.random.default_rng(seed), 20, [1.0, -1.0, 0.0], correlation=0.5)
    n, alpha, ratio = 20, 0.1, 0.6
    more = np.vstack([X, np.sqrt(n * alpha * (1 - ratio)) * np.eye(3)])
    net = lasso.ElasticNet(alpha, ratio, intercept=False, method=method, tol=1e-13).fit(X, y)
    plain = lasso.Lasso(alpha * ratio * n / (n + 3), intercept=False).fit(more, np.append(y, [0, 0, 0]))
    np.testing.assert_allclose(net.coef_, plain.coef_, atol=1e-6)


@settings(deadline=None, max_examples=40)
@given(seed=seeds, factor=st.floats(0.01, 100), shift=numbers)
def test_equivariance(seed, factor, shift):
    X, y = make_regression(np.random.default_rng(seed), 20, [1.0, -1.0, 0.0], correlation=0.5)
    plain = lasso.Lasso(0.1).fit(X, y)
    scaled = lasso.Lasso(0.1 * factor).fit(X + shift, factor * y + shift)
    np.testing.assert_allclose(scaled.coef_, factor * plain.coef_, rtol=1e-7, atol=1e-9 * factor)
    np.testing.assert_allclose(scaled.predict(X + shift), factor * plain.predict(X) + shift, rtol=1e-7, atol=1e-7)
    twice = lasso.Lasso(0.1).fit(np.vstack([X, X]), np.append(y, y))
    np.testing.assert_allclose(twice.coef_, plain.coef_, rtol=1e-9, atol=1e-12)


@settings(deadline=None, max_examples=40)
@given(seed=seeds, l1_ratio=st.sampled_from([1.0, 0.5]))
def test_a_higher_price_never_makes_the_weights_larger(seed, l1_ratio):
    X, y = hard_data(seed)
    _, coefs, _ = lasso.lasso_path(X, y, l1_ratio=l1_ratio, alphas=15)
    sizes = l1_ratio * np.abs(coefs).sum(axis=0) + (1 - l1_ratio) * (coefs**2).sum(axis=0) / 2
    assert (np.diff(sizes) >= -1e-9 * sizes[-1]).all()


@pytest.mark.parametrize("method", METHODS)
def test_all_weights_are_zero_from_alpha_max_on(data, method):
    X, y = data
    top = lasso.alpha_max(X - X.mean(axis=0), y - y.mean(), 0.5)
    for factor, zeros in ((2.0, 5), (1 + 1e-9, 5), (0.999, 4)):
        assert (lasso.ElasticNet(factor * top, 0.5, method=method).fit(X, y).coef_ == 0).sum() == zeros


def test_a_tiny_price_gives_least_squares(data):
    X, y = data
    np.testing.assert_allclose(lasso.Lasso(1e-12).fit(X, y).coef_, LinearRegression().fit(X, y).coef_, rtol=1e-9)


def test_each_sweep_lowers_the_objective(data):
    X, y = data
    w, before = np.full(5, 3.0), np.inf
    for _ in range(10):
        w, n_iter = lasso.coordinate_descent(X, y, 0.1, w=w, max_iter=1)
        now = lasso.objective(X, y, w, 0.1)
        assert now < before
        assert n_iter == 1
        before = now
    _, fewer = lasso.coordinate_descent(X, y, 0.1, w=w)
    _, more = lasso.coordinate_descent(X, y, 0.1)
    assert fewer < more


# Hard cases.


def test_copies_of_a_column_share_its_weight(data):
    X, y = data
    once, twice = (lasso.Lasso(0.1).fit(Z, y) for Z in (X, np.column_stack([X, X[:, 0]])))
    np.testing.assert_allclose(twice.coef_[0] + twice.coef_[5], once.coef_[0], rtol=1e-9)
    net = lasso.ElasticNet(0.1, 0.9).fit(np.column_stack([X, X[:, 0]]), y)
    np.testing.assert_allclose(net.coef_[0], net.coef_[5], rtol=1e-9)


def test_more_features_than_rows():
    X, y = make_regression(np.random.default_rng(3), 30, np.append([3.0, -2.0, 1.0], np.zeros(197)), noise=0.1)
    alphas, coefs, gaps = lasso.lasso_path(X, y)
    assert gaps.max() < 1e-12 * (y @ y) / 30
    assert (coefs != 0).sum(axis=0).max() <= 30
    fit = lasso.Lasso(alphas[50]).fit(X, y)
    assert fit.converged_
    np.testing.assert_array_equal(np.argsort(-np.abs(fit.coef_))[:3], [0, 1, 2])


def test_constant_columns_are_told(data):
    X, y = data
    Z = pd.DataFrame(X[:, :2], columns=["size", "rooms"]).assign(wheels=0.1)
    for method in METHODS:
        with pytest.warns(UserWarning, match="constant columns say nothing beside an intercept.*: wheels$"):
            fit = lasso.Lasso(0.1, method=method).fit(Z, y)
        np.testing.assert_allclose(fit.coef_[:2], lasso.Lasso(0.1).fit(X[:, :2], y).coef_, rtol=1e-5)
        assert fit.coef_[2] == 0
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert lasso.Lasso(0.01, intercept=False).fit(Z, y + 3).coef_[2] != 0


@pytest.mark.parametrize("method", METHODS)
def test_a_constant_response_has_weights_of_zero(data, method):
    fit = lasso.Lasso(0.1, method=method).fit(data[0], np.full(80, 3.0))
    np.testing.assert_array_equal(fit.coef_, 0.0)
    assert fit.intercept_ == 3.0
    assert fit.converged_


@pytest.mark.parametrize("method", METHODS)
def test_no_convergence_is_told(data, method):
    X, y = data
    with pytest.warns(RuntimeWarning, match=r"alpha=0\.001 did not converge: .* above the minimum.*raise max_iter"):
        fit = lasso.Lasso(0.001, method=method, max_iter=1, tol=1e-14).fit(X, y)
    assert not fit.converged_
    above = lasso.objective(X - X.mean(axis=0), y - y.mean(), fit.coef_, 0.001)
    best = lasso.objective(X - X.mean(axis=0), y - y.mean(), lasso.Lasso(0.001).fit(X, y).coef_, 0.001)
    assert 0 < above - best <= fit.dual_gap_
    assert fit.n_iter_ <= 20


# Input and output.


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"alpha": -1.0}, r"alpha must be a number above 0, not -1\.0"),
        ({"alpha": 0.0}, "for alpha=0 use LinearRegression"),
        ({"alpha": np.nan}, "alpha must be a number above 0, not nan"),
        ({"l1_ratio": 0.0}, "for 0 the problem is ridge regression"),
        ({"l1_ratio": 1.1}, r"at most 1, not 1\.1"),
        ({"method": "magic"}, "method must be one of active set, coordinate descent, not 'magic'"),
        ({"tol": 0.0}, "tol must be a number above 0"),
        ({"max_iter": 0}, "max_iter must be a whole number of at least 1"),
    ],
)
def test_settings_out_of_range_are_told(options, words):
    with pytest.raises(ValueError, match=words):
        lasso.ElasticNet(**options)


def test_other_errors(data):
    X, y = data
    with pytest.raises(ValueError, match=r"alphas must be a number above 0, not -1\.0"):
        lasso.lasso_path(X, y, alphas=[1, -1])
    with pytest.raises(ValueError, match=r"alphas\[0\] is missing"):
        lasso.lasso_path(X, y, alphas=[np.nan])
    with pytest.raises(ValueError, match=r"alphas must be a whole number of at least 1, not 0"):
        lasso.lasso_path(X, y, alphas=0, eps=0.1)
    with pytest.raises(ValueError, match="at right angles to y"):
        lasso.lasso_path(X, 0 * y)
    with pytest.raises(ValueError, match="threshold must be zero or more, not -1"):
        lasso.soft_threshold(1.0, -1.0)
    fit = lasso.Lasso(0.1).fit(X, y)
    with pytest.raises(ValueError, match="2 columns, but in fit it had 5"):
        fit.predict(X[:, :2])
    with pytest.raises(ValueError, match="all values of y are the same"):
        fit.score(X, np.ones(80))


def test_columns_in_another_order_are_refused():
    windsor = load_windsor()
    columns = ["lotsize", "bedrooms"]
    fit = lasso.Lasso(10.0).fit(windsor[columns], windsor["price"])
    with pytest.raises(ValueError, match=r"order \['bedrooms', 'lotsize'\], but .* \['lotsize', 'bedrooms'\]"):
        fit.predict(windsor[columns[::-1]])


def test_nothing_is_changed_in_place(data):
    X, y = data
    alphas, w = np.array([0.1, 0.5]), np.ones(5)
    before = X.copy(), y.copy(), alphas.copy(), w.copy()
    for method in METHODS:
        lasso.Lasso(0.1, method=method).fit(X, y).predict(X)
        lasso.Lasso(0.1, intercept=False, method=method).fit(X, y)
    lasso.lasso_path(X, y, alphas)
    lasso.coordinate_descent(X, y, 0.1, w=w)
    lasso.active_set(X.T @ X, X.T @ y, 1.0, 0.0, w)
    for now, then in zip((X, y, alphas, w), before, strict=True):
        np.testing.assert_array_equal(now, then)
