"""Linear regression beside SciPy, scikit-learn and statsmodels; its laws; its hard cases; its errors."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, stats
from sklearn.linear_model import LinearRegression as SklearnLinearRegression

from derived import linear_regression as lr
from derived.datasets import load_windsor, make_regression
from derived.linalg import RankDeficientError

METHODS = ("qr", "cholesky", "svd")


@pytest.fixture
def data():
    return make_regression(np.random.default_rng(0), 80, [1.0, -2.0, 0.5], noise=0.7, correlation=0.4)


@pytest.mark.parametrize("method", METHODS)
def test_agrees_with_scikit_learn_and_statsmodels(data, method):
    X, y = data
    fit = lr.LinearRegression(method=method).fit(X, y)
    theirs = SklearnLinearRegression().fit(X, y)
    ols = sm.OLS(y, sm.add_constant(X)).fit()
    np.testing.assert_allclose(fit.coef_, theirs.coef_, rtol=1e-10)
    np.testing.assert_allclose(fit.intercept_, theirs.intercept_, rtol=1e-10)
    np.testing.assert_allclose(fit.score(X, y), theirs.score(X, y), rtol=1e-10)
    for ours, reference in (
        (fit.w, ols.params),
        (fit.standard_errors, ols.bse),
        (fit.t_values, ols.tvalues),
        (fit.p_values, ols.pvalues),
        (fit.confidence_intervals(0.9), ols.conf_int(0.1)),
        (fit.covariance, ols.cov_params()),
        (fit.leverage, ols.get_influence().hat_matrix_diag),
        (fit.residuals, ols.resid),
        (fit.r_squared, ols.rsquared),
        (fit.adjusted_r_squared, ols.rsquared_adj),
        (fit.sigma2, ols.scale),
        (fit.rss, ols.ssr),
    ):
        np.testing.assert_allclose(ours, reference, rtol=1e-8, atol=1e-14)


def test_intervals_for_the_mean_and_for_one_observation(data):
    X, y = data
    new = np.random.default_rng(1).standard_normal((5, 3))
    frame = sm.OLS(y, sm.add_constant(X)).fit().get_prediction(sm.add_constant(new, has_constant="add"))
    frame = frame.summary_frame(alpha=0.05)
    fit = lr.LinearRegression().fit(X, y)
    np.testing.assert_allclose(fit.predict(new), frame["mean"], rtol=1e-10)
    np.testing.assert_allclose(fit.confidence_band(new), frame[["mean_ci_lower", "mean_ci_upper"]], rtol=1e-9)
    np.testing.assert_allclose(fit.prediction_interval(new), frame[["obs_ci_lower", "obs_ci_upper"]], rtol=1e-9)


def test_weighted_least_squares(data):
    X, y = data
    v = np.random.default_rng(2).uniform(0.2, 3, len(y))
    fit = lr.LinearRegression().fit(X, y, weights=v)
    wls = sm.WLS(y, sm.add_constant(X), weights=v).fit()
    np.testing.assert_allclose(fit.w, wls.params, rtol=1e-10)
    np.testing.assert_allclose(fit.standard_errors, wls.bse, rtol=1e-9)
    np.testing.assert_allclose(fit.r_squared, wls.rsquared, rtol=1e-9)


def test_without_an_intercept(data):
    X, y = data
    fit = lr.LinearRegression(intercept=False).fit(X, y)
    ols = sm.OLS(y, X).fit()
    np.testing.assert_allclose(fit.coef_, ols.params, rtol=1e-10)
    np.testing.assert_allclose(fit.r_squared, ols.rsquared, rtol=1e-10)
    np.testing.assert_allclose(fit.adjusted_r_squared, ols.rsquared_adj, rtol=1e-10)
    assert fit.intercept_ == 0.0


def test_the_line_agrees_with_scipy():
    rng = np.random.default_rng(3)
    x, y = rng.standard_normal((2, 30))
    intercept, slope = lr.fit_line(x, y)
    reference = stats.linregress(x, y)
    np.testing.assert_allclose([intercept, slope], [reference.intercept, reference.slope], rtol=1e-12)


def test_gradient_and_hessian_agree_with_finite_differences(data):
    X, y = data
    w = np.array([0.3, -0.1, 2.0])
    gradient = optimize.approx_fprime(w, lambda v: lr.rss(X, y, v), 1e-7)
    np.testing.assert_allclose(lr.rss_gradient(X, y, w), gradient, rtol=1e-4)
    hessian = optimize.approx_fprime(w, lambda v: lr.rss_gradient(X, y, v), 1e-6)
    np.testing.assert_allclose(lr.rss_hessian(X), hessian, rtol=1e-5)


def test_longley_keeps_ten_digits():
    data = sm.datasets.longley.load_pandas()
    certified = [-3482258.63459582, 15.0618722713733, -0.358191792925910e-01, -2.02022980381683]
    certified += [-1.03322686717359, -0.511041056535807e-01, 1829.15146461355]
    w = lr.LinearRegression().fit(data.exog, data.endog).w
    assert np.abs(w / certified - 1).max() < 1e-9


@pytest.mark.parametrize("scale", [1e-150, 1e-8, 1e8, 1e150])
def test_units_do_not_matter(data, scale):
    X, y = data
    w = lr.LinearRegression().fit(X * [scale, 1, 1], y).coef_
    np.testing.assert_allclose(w * [scale, 1, 1], lr.LinearRegression().fit(X, y).coef_, rtol=1e-9)


@pytest.mark.parametrize(("noise", "tolerance"), [(0, 1e-7), (1, 1e-7), (100, 1e-6), (10000, 1e-5)])
def test_wampler_polynomials(noise, tolerance):
    x = np.arange(21.0)
    delta = np.array([759, -2048, 2048, -2048, 2523, -2048, 2048, -2048, 1838, -2048, 2048, -2048, 1838, -2048, 2048,
                      -2048, 2523, -2048, 2048, -2048, 759])  # fmt: skip
    X = x[:, np.newaxis] ** np.arange(6)
    y = X.sum(axis=1) + noise * delta
    w = lr.LinearRegression(intercept=False).fit(X, y).w
    assert np.abs(w - 1).max() < tolerance


numbers = st.floats(-100, 100).map(lambda v: round(v, 3))


@settings(deadline=None, max_examples=60)
@given(seed=st.integers(0, 10**6), a=numbers, b=numbers.filter(lambda v: abs(v) > 0.01), c=numbers)
def test_equivariance(seed, a, b, c):
    rng = np.random.default_rng(seed)
    X, y = rng.standard_normal((20, 3)), rng.standard_normal(20)
    plain = lr.LinearRegression().fit(X, y)
    scaled = lr.LinearRegression().fit(X, b * y + c)
    np.testing.assert_allclose(scaled.coef_, b * plain.coef_, rtol=1e-7, atol=1e-9)
    np.testing.assert_allclose(scaled.intercept_, b * plain.intercept_ + c, rtol=1e-7, atol=1e-7)
    shifted = lr.LinearRegression().fit(X + [a, 0, 0], y)
    np.testing.assert_allclose(shifted.coef_, plain.coef_, rtol=1e-6, atol=1e-8)
    np.testing.assert_allclose(shifted.fitted, plain.fitted, rtol=1e-6, atol=1e-8)


@settings(deadline=None, max_examples=60)
@given(seed=st.integers(0, 10**6), method=st.sampled_from(METHODS))
def test_residuals_are_orthogonal_and_refitting_changes_nothing(seed, method):
    rng = np.random.default_rng(seed)
    X, y = rng.standard_normal((15, 4)), rng.standard_normal(15)
    fit = lr.LinearRegression(method=method).fit(X, y)
    np.testing.assert_allclose(fit.X.T @ fit.residuals, 0, atol=1e-9)
    again = lr.LinearRegression(method=method).fit(X, fit.fitted)
    np.testing.assert_allclose(again.w, fit.w, rtol=1e-7, atol=1e-9)
    assert fit.rss <= lr.rss(fit.X, y, fit.w + 0.01 * rng.standard_normal(5)) + 1e-12
    np.testing.assert_allclose(fit.leverage.sum(), 5, rtol=1e-10)


def test_svd_gives_the_shortest_solution():
    rng = np.random.default_rng(4)
    wide, y = rng.standard_normal((4, 7)), rng.standard_normal(4)
    np.testing.assert_allclose(lr.solve_svd(wide, y), np.linalg.pinv(wide) @ y, rtol=1e-10)
    fit = lr.LinearRegression(intercept=False, method="svd").fit(wide, y)
    np.testing.assert_allclose(fit.residuals, 0, atol=1e-12)
    with pytest.raises(ValueError, match="nothing to spare"):
        _ = fit.sigma2


@pytest.mark.parametrize("method", ["qr", "cholesky"])
def test_dependent_columns_are_named(method):
    rng = np.random.default_rng(5)
    X = pd.DataFrame(rng.standard_normal((10, 2)), columns=["size", "rooms"]).assign(copy=lambda d: 2 * d["size"])
    with pytest.raises(RankDeficientError, match=r'(size|copy) can be computed.*method="svd"'):
        lr.LinearRegression(method=method).fit(X, np.ones(10))
    with pytest.raises(RankDeficientError, match="constant column beside an intercept"):
        lr.LinearRegression(method=method).fit(
            np.column_stack([np.full(10, 5.0), rng.standard_normal(10)]), np.ones(10)
        )
    with pytest.raises(RankDeficientError, match="3 rows and 4 columns"):
        lr.LinearRegression(method=method).fit(rng.standard_normal((3, 3)), np.ones(3))


def test_nearly_dependent_columns_are_not_refused():
    x = np.linspace(-9, -3, 80)
    X = x[:, np.newaxis] ** np.arange(1, 11)
    fit = lr.LinearRegression().fit(X, np.sin(x))
    assert fit.r_squared > 0.999
    with pytest.raises(RankDeficientError, match=r'nearly dependent.*method="qr"'):
        lr.LinearRegression(method="cholesky").fit(X, np.sin(x))


@pytest.mark.parametrize(
    ("X", "y", "words"),
    [
        ([[1.0], [np.nan]], [1, 2], r"X\[1, 0\] is nan"),
        ([[1.0], [2.0]], [1, np.inf], r"y\[1\] is inf"),
        ([[1.0], [2.0]], [1, 2, 3], "y has 3 values, but 2 are needed"),
        (np.empty((0, 2)), [], "X is empty"),
        (np.ones((2, 2, 2)), [1, 2], r"shape \(2, 2, 2\)"),
        ([["a"], ["b"]], [1, 2], "numeric"),
        ([[1.0], [2.0]], [[1], [2]], r"y\.ravel"),
    ],
)
def test_bad_input_is_told(X, y, words):
    with pytest.raises(ValueError, match=words):
        lr.LinearRegression().fit(X, y)


def test_other_errors(data):
    X, y = data
    fit = lr.LinearRegression().fit(X, y)
    with pytest.raises(ValueError, match="method must be one of"):
        lr.LinearRegression(method="magic")
    with pytest.raises(ValueError, match="2 columns, but the model was fitted on 3"):
        fit.predict(X[:, :2])
    with pytest.raises(ValueError, match=r"weights\[0\] is 0"):
        lr.LinearRegression().fit(X, y, weights=np.zeros(len(y)))
    with pytest.raises(ValueError, match="between 0 and 1"):
        fit.confidence_intervals(95)
    with pytest.raises(ValueError, match="all x are 2"):
        lr.fit_line([2, 2, 2], [1, 2, 3])


def test_nothing_is_changed_in_place(data):
    X, y = data
    before = X.copy(), y.copy()
    for method in METHODS:
        lr.LinearRegression(method=method).fit(X, y).summary()
    lr.fit_line(X[:, 0], y)
    np.testing.assert_array_equal(X, before[0])
    np.testing.assert_array_equal(y, before[1])


def test_summary_names_the_columns():
    windsor = load_windsor()
    table = lr.LinearRegression().fit(windsor[["lotsize", "bedrooms"]], windsor["price"]).summary(level=0.9)
    assert list(table.index) == ["intercept", "lotsize", "bedrooms"]
    assert list(table.columns) == ["weight", "standard error", "t", "p", "90% from", "90% to"]
    assert (table["90% from"] < table["weight"]).all()
