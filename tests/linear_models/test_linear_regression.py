"""Linear regression beside SciPy, scikit-learn, statsmodels and NIST; its laws; its hard cases; its errors."""

from fractions import Fraction

import nist
import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from sklearn.linear_model import LinearRegression as SklearnLinearRegression

from derived.algebra import exact
from derived.datasets import load_windsor, make_regression
from derived.linear_algebra import RankDeficientError, scale_columns, triangular_factor
from derived.linear_models import linear_regression as lr

METHODS = ("qr", "cholesky", "svd")
REFERENCES = nist.load()
seeds = st.integers(0, 10**6)


@pytest.fixture
def data():
    return make_regression(np.random.default_rng(0), 80, [1.0, -2.0, 0.5], noise=0.7, correlation=0.4)


# The peers.


@pytest.mark.parametrize("method", METHODS)
def test_agrees_with_scikit_learn_and_statsmodels(data, method):
    X, y = data
    fit = lr.LinearRegression(method=method).fit(X, y)
    theirs = SklearnLinearRegression().fit(X, y)
    ols = sm.OLS(y, sm.add_constant(X)).fit()
    np.testing.assert_allclose(fit.coef_, theirs.coef_, rtol=1e-12)
    np.testing.assert_allclose(fit.intercept_, theirs.intercept_, rtol=1e-12)
    np.testing.assert_allclose(fit.score(X, y), theirs.score(X, y), rtol=1e-12)
    for ours, reference in (
        (fit.w, ols.params),
        (fit.standard_errors, ols.bse),
        (fit.t_values, ols.tvalues),
        (fit.confidence_intervals(0.9), ols.conf_int(0.1)),
        (fit.covariance, ols.cov_params()),
        (fit.unscaled_covariance, ols.normalized_cov_params),
        (fit.leverage, ols.get_influence().hat_matrix_diag),
        (fit.fitted, ols.fittedvalues),
        (fit.residuals, ols.resid),
        (fit.r_squared, ols.rsquared),
        (fit.adjusted_r_squared, ols.rsquared_adj),
        (fit.sigma2, ols.scale),
        (fit.rss, ols.ssr),
    ):
        np.testing.assert_allclose(ours, reference, rtol=1e-10, atol=1e-14)
    np.testing.assert_allclose(fit.p_values, ols.pvalues, rtol=1e-9)
    assert fit.df_resid == ols.df_resid


@pytest.mark.parametrize("weighted", [False, True])
def test_intervals_for_the_mean_and_for_one_observation(data, weighted):
    X, y = data
    v = np.random.default_rng(2).uniform(0.2, 3, len(y)) if weighted else None
    new = np.random.default_rng(1).standard_normal((5, 3))
    theirs = sm.WLS(y, sm.add_constant(X), weights=1.0 if v is None else v).fit()
    frame = theirs.get_prediction(sm.add_constant(new, has_constant="add")).summary_frame(alpha=0.1)
    fit = lr.LinearRegression().fit(X, y, weights=v)
    np.testing.assert_allclose(fit.predict(new), frame["mean"], rtol=1e-11)
    np.testing.assert_allclose(fit.confidence_band(new, 0.9), frame[["mean_ci_lower", "mean_ci_upper"]], rtol=1e-10)
    np.testing.assert_allclose(fit.prediction_interval(new, 0.9), frame[["obs_ci_lower", "obs_ci_upper"]], rtol=1e-10)


@pytest.mark.parametrize("method", METHODS)
def test_weighted_least_squares(data, method):
    X, y = data
    v = np.random.default_rng(2).uniform(0.2, 3, len(y))
    fit = lr.LinearRegression(method=method).fit(X, y, weights=v)
    wls = sm.WLS(y, sm.add_constant(X), weights=v).fit()
    for ours, reference in (
        (fit.w, wls.params),
        (fit.standard_errors, wls.bse),
        (fit.residuals, wls.resid),
        (fit.rss, wls.ssr),
        (fit.r_squared, wls.rsquared),
        (fit.adjusted_r_squared, wls.rsquared_adj),
        (fit.leverage, np.diag(fit.X @ fit.unscaled_covariance @ fit.X.T) * v),
    ):
        np.testing.assert_allclose(ours, reference, rtol=1e-10, atol=1e-14)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("far", [0.0, 1e6])
def test_robust_standard_errors_are_those_of_statsmodels(data, weighted, far):
    X, y = data
    rng = np.random.default_rng(1)
    y = y + np.abs(X[:, 0]) * rng.standard_normal(len(y))
    weights = rng.uniform(0.5, 2, len(y)) if weighted else None
    robust = lr.LinearRegression().fit(X + far, y, weights=weights).robust
    theirs = sm.WLS(y, sm.add_constant(X), weights=1 if weights is None else weights).fit(cov_type="HC3", use_t=True)
    np.testing.assert_allclose(robust.standard_errors[1:], theirs.bse[1:], rtol=1e-8)
    np.testing.assert_allclose(robust.confidence_intervals(0.9)[1:], theirs.conf_int(0.1)[1:], rtol=1e-7)
    assert robust.w is robust.fit.w
    assert robust.summary().index.tolist() == ["intercept", "x1", "x2", "x3"]


def test_robust_standard_errors_hold_where_the_others_are_too_small():
    rng = np.random.default_rng(5)
    x = rng.uniform(0, 1, 200)
    slopes, plain, robust = [], [], []
    for _ in range(300):
        fit = lr.LinearRegression().fit(x, x + 3 * (x - 0.5) ** 2 * rng.standard_normal(len(x)))
        slopes.append(fit.coef_[0])
        plain.append(fit.standard_errors[1])
        robust.append(fit.robust.standard_errors[1])
    assert np.mean(robust) == pytest.approx(np.std(slopes), rel=0.1)
    assert np.mean(plain) < 0.8 * np.std(slopes)


def test_a_house_that_alone_tells_a_weight_has_no_robust_standard_error():
    alone = np.array([0.0, 0.0, 0.0, 1.0, 0.0])
    fit = lr.LinearRegression().fit(np.column_stack([np.arange(5.0), alone]), [1, 2, 4, 9, 5])
    with pytest.raises(ValueError, match="observation 3 has a leverage of 1"):
        _ = fit.robust.standard_errors


def test_without_an_intercept(data):
    X, y = data
    fit = lr.LinearRegression(intercept=False).fit(X, y)
    ols = sm.OLS(y, X).fit()
    np.testing.assert_allclose(fit.coef_, ols.params, rtol=1e-12)
    np.testing.assert_allclose(fit.r_squared, ols.rsquared, rtol=1e-12)
    np.testing.assert_allclose(fit.adjusted_r_squared, ols.rsquared_adj, rtol=1e-12)
    assert fit.intercept_ == 0.0


def test_the_line_agrees_with_scipy():
    rng = np.random.default_rng(3)
    x, y = rng.standard_normal((2, 30))
    reference = stats.linregress(x, y)
    np.testing.assert_allclose(lr.fit_line(x, y), [reference.intercept, reference.slope], rtol=1e-12)
    fit = lr.LinearRegression().fit(x, y)
    np.testing.assert_allclose(fit.w, [reference.intercept, reference.slope], rtol=1e-12)
    np.testing.assert_allclose(fit.standard_errors, [reference.intercept_stderr, reference.stderr], rtol=1e-11)
    np.testing.assert_allclose(fit.p_values[1], reference.pvalue, rtol=1e-10)
    np.testing.assert_allclose(fit.r_squared, reference.rvalue**2, rtol=1e-11)


def central_difference(f, w, h):
    return np.array([(f(w + h * e) - f(w - h * e)) / (2 * h) for e in np.eye(len(w))])


def test_gradient_and_hessian_agree_with_differences(data):
    X, y = data
    w = np.array([0.3, -0.1, 2.0])
    gradient = central_difference(lambda v: lr.rss(X, y, v), w, 0.5)  # exact for a quadratic, so h may be large
    np.testing.assert_allclose(lr.rss_gradient(X, y, w), gradient, rtol=1e-11)
    hessian = central_difference(lambda v: lr.rss_gradient(X, y, v), w, 0.5)
    np.testing.assert_allclose(lr.rss_hessian(X), hessian, rtol=1e-11)


# Accuracy.


def exact_least_squares(X, y):
    """Weights and the diagonal of (XᵀX)⁻¹ in fractions."""
    inverse = exact.inverse(X.T @ X)
    return inverse @ (X.T @ y), np.diag(inverse)


@pytest.mark.parametrize("reference", REFERENCES, ids=lambda r: r.name)
def test_nist_data_are_copied_right(reference):
    X, y = reference.X, reference.y
    w, diagonal = exact_least_squares(X, y)
    rss = sum((y - X @ w) ** 2)
    sigma2 = rss / (len(y) - len(w))
    total = sum((y - (sum(y) / len(y) if reference.intercept else 0)) ** 2)
    assert nist.digits(w, reference.weights) > 14
    assert nist.digits(np.sqrt((sigma2 * diagonal).astype(float)), reference.standard_errors) > 14
    assert nist.digits(np.sqrt(float(sigma2)), reference.residual_standard_deviation) > 14
    assert nist.digits(1 - rss / total, reference.r_squared) > 14


@pytest.mark.parametrize("reference", REFERENCES, ids=lambda r: r.name)
def test_nist_certified_values(reference):
    """On Filip, rounding the powers of x to floats, before any regression, already leaves 7.7 digits."""
    fit = lr.LinearRegression(intercept=reference.intercept).fit(*reference.floats())
    enough = 7 if reference.name == "Filip" else 11
    assert nist.digits(fit.w, reference.weights) > enough
    assert nist.digits(fit.standard_errors, reference.standard_errors) > enough
    assert nist.digits(np.sqrt(fit.sigma2), reference.residual_standard_deviation) > enough
    assert nist.digits(fit.r_squared, reference.r_squared) > enough


@pytest.mark.parametrize("reference", REFERENCES, ids=lambda r: r.name)
def test_every_method_answers_or_refuses(reference):
    X, y = reference.floats()
    if reference.name == "Filip":
        with pytest.raises(RankDeficientError, match=r'nearly dependent.*use method="qr"'):
            lr.LinearRegression(reference.intercept, method="cholesky").fit(X, y)
    else:
        fit = lr.LinearRegression(reference.intercept, method="cholesky").fit(X, y)
        assert nist.digits(fit.w, reference.weights) > 5
        fit = lr.LinearRegression(reference.intercept, method="svd").fit(X, y)
        assert nist.digits(fit.w, reference.weights) > 5


def in_fractions(A):
    return np.vectorize(Fraction, otypes=[object])(A)


@st.composite
def nearly_dependent(draw):
    """X and y with columns that nearly depend on each other, and the exact weights."""
    rng = np.random.default_rng(draw(seeds))
    X = rng.standard_normal((12, 3))
    X[:, 2] = X[:, 0] - X[:, 1] + 10.0 ** -draw(st.integers(1, 7)) * X[:, 2]
    y = X @ rng.standard_normal(3) + draw(st.sampled_from([1e-6, 1.0, 1e4])) * rng.standard_normal(12)
    return X, y, exact_least_squares(in_fractions(X), in_fractions(y))[0].astype(float)


@settings(deadline=None, max_examples=30)
@given(nearly_dependent())
def test_refining_gives_the_exact_solution(data):
    X, y, w = data
    refined = lr.solve_qr(X, y, refined=True)
    assert np.linalg.norm(refined - w) < 1e-12 * np.linalg.norm(w)


@settings(deadline=None, max_examples=30)
@given(nearly_dependent())
def test_the_error_is_within_its_bound(data):
    X, y, w = data
    scale = scale_columns(X)[1]
    error = np.linalg.norm(scale * (lr.solve_qr(X, y) - w)) / np.linalg.norm(scale * w)
    assert error < 10 * lr.error_bound(triangular_factor(np.column_stack([X, y])))


def test_the_bound_stays_finite_where_nothing_fits():
    assert lr.error_bound(np.zeros((2, 2)) + np.diag([1.0, 0.0])) == np.finfo(float).eps
    assert 0.1 < lr.error_bound(np.diag([1.0, 3.0])) < 10


@pytest.mark.parametrize("scale", [1e-150, 1e-8, 1e8, 1e150])
def test_units_do_not_matter(data, scale):
    X, y = data
    w = lr.LinearRegression().fit(X * [scale, 1, 1], y).coef_
    np.testing.assert_allclose(w * [scale, 1, 1], lr.LinearRegression().fit(X, y).coef_, rtol=1e-11)
    near = np.column_stack([X, X[:, 0] + 1e-6 * X[:, 1] ** 2])
    w = lr.LinearRegression().fit(near * [scale, 1, 1, 1], y).coef_
    np.testing.assert_allclose(w * [scale, 1, 1, 1], lr.LinearRegression().fit(near, y).coef_, rtol=1e-9)


# Laws.

numbers = st.floats(-100, 100).map(lambda v: round(v, 3))


@settings(deadline=None, max_examples=60)
@given(seed=seeds, a=numbers, b=numbers.filter(lambda v: abs(v) > 0.01), c=numbers)
def test_equivariance(seed, a, b, c):
    rng = np.random.default_rng(seed)
    X, y = rng.standard_normal((20, 3)), rng.standard_normal(20)
    plain = lr.LinearRegression().fit(X, y)
    scaled = lr.LinearRegression().fit(X, b * y + c)
    np.testing.assert_allclose(scaled.coef_, b * plain.coef_, rtol=1e-7, atol=1e-9)
    np.testing.assert_allclose(scaled.intercept_, b * plain.intercept_ + c, rtol=1e-7, atol=1e-7)
    np.testing.assert_allclose(scaled.t_values[1:], np.sign(b) * plain.t_values[1:], rtol=1e-6, atol=1e-8)
    shifted = lr.LinearRegression().fit(X * [1, b, 1] + [a, 0, 0], y)
    np.testing.assert_allclose(shifted.coef_ * [1, b, 1], plain.coef_, rtol=1e-6, atol=1e-8)
    np.testing.assert_allclose(shifted.fitted, plain.fitted, rtol=1e-6, atol=1e-8)
    np.testing.assert_allclose(shifted.leverage, plain.leverage, rtol=1e-6, atol=1e-8)


@settings(deadline=None, max_examples=60)
@given(seed=seeds, method=st.sampled_from(METHODS))
def test_residuals_are_orthogonal_and_refitting_changes_nothing(seed, method):
    rng = np.random.default_rng(seed)
    X, y = rng.standard_normal((15, 4)), rng.standard_normal(15)
    fit = lr.LinearRegression(method=method).fit(X, y)
    np.testing.assert_allclose(fit.X.T @ fit.residuals, 0, atol=1e-9)
    again = lr.LinearRegression(method=method).fit(X, fit.fitted)
    np.testing.assert_allclose(again.w, fit.w, rtol=1e-7, atol=1e-9)
    assert fit.rss <= lr.rss(fit.X, y, fit.w + 0.01 * rng.standard_normal(5)) + 1e-12
    np.testing.assert_allclose(fit.leverage.sum(), 5, rtol=1e-10)


@settings(deadline=None, max_examples=60)
@given(seed=seeds)
def test_another_column_never_lowers_r_squared(seed):
    rng = np.random.default_rng(seed)
    X, y = rng.standard_normal((12, 4)), rng.standard_normal(12)
    fewer, more = (lr.LinearRegression().fit(X[:, :p], y) for p in (3, 4))
    assert more.r_squared >= fewer.r_squared - 1e-12


@settings(deadline=None, max_examples=30)
@given(seed=seeds)
def test_a_whole_weight_repeats_its_row(seed):
    rng = np.random.default_rng(seed)
    X, y, v = rng.standard_normal((10, 2)), rng.standard_normal(10), rng.integers(1, 4, 10)
    weighted = lr.LinearRegression().fit(X, y, weights=v)
    repeated = lr.LinearRegression().fit(np.repeat(X, v, axis=0), np.repeat(y, v))
    np.testing.assert_allclose(weighted.w, repeated.w, rtol=1e-7, atol=1e-10)
    np.testing.assert_allclose(weighted.r_squared, repeated.r_squared, rtol=1e-7, atol=1e-10)


@settings(deadline=None, max_examples=60)
@given(seed=seeds, n=st.integers(2, 30))
def test_the_line_passes_through_the_means(seed, n):
    x, y = np.random.default_rng(seed).standard_normal((2, n))
    intercept, slope = lr.fit_line(x, y)
    np.testing.assert_allclose(intercept + slope * x.mean(), y.mean(), rtol=1e-9, atol=1e-12)


# Dependent columns.


def test_svd_gives_the_shortest_solution():
    rng = np.random.default_rng(4)
    wide, y = rng.standard_normal((4, 7)), rng.standard_normal(4)
    np.testing.assert_allclose(lr.solve_svd(wide, y), np.linalg.pinv(wide) @ y, rtol=1e-10)
    fit = lr.LinearRegression(intercept=False, method="svd").fit(wide, y)
    np.testing.assert_allclose(fit.residuals, 0, atol=1e-12)
    with pytest.raises(ValueError, match=r"nothing to spare.*take more observations or fewer columns"):
        _ = fit.sigma2


def test_svd_predicts_as_if_the_dependent_column_were_not_there(data):
    X, y = data
    reduced = lr.LinearRegression().fit(X, y)
    fit = lr.LinearRegression(method="svd").fit(np.column_stack([X, X @ [1, 1, 0]]), y)
    assert fit.df_resid == reduced.df_resid
    for name in ("fitted", "leverage", "sigma2", "r_squared", "adjusted_r_squared"):
        np.testing.assert_allclose(getattr(fit, name), getattr(reduced, name), rtol=1e-10)
    with pytest.raises(RankDeficientError, match=r"x4 can be computed .* remove it"):
        _ = fit.standard_errors


@pytest.mark.parametrize("method", ["qr", "cholesky"])
def test_dependent_columns_are_named(method):
    rng = np.random.default_rng(5)
    X = pd.DataFrame(rng.standard_normal((10, 2)), columns=["size", "rooms"]).assign(copy=lambda d: 2 * d["size"])
    with pytest.raises(RankDeficientError, match=r'^copy can be computed.*remove it.*method="svd"'):
        lr.LinearRegression(method=method).fit(X, np.ones(10))
    with pytest.raises(RankDeficientError, match=r"^x1 can be .*constant column beside an intercept"):
        lr.LinearRegression(method=method).fit(
            np.column_stack([np.full(10, 5.0), rng.standard_normal(10)]), np.ones(10)
        )
    with pytest.raises(RankDeficientError, match=r"3 rows and 4 columns.*fewer columns.*method=\"svd\""):
        lr.LinearRegression(method=method).fit(rng.standard_normal((3, 3)), np.ones(3))


# Input and output.


def test_other_errors(data):
    X, y = data
    fit = lr.LinearRegression().fit(X, y)
    with pytest.raises(ValueError, match="method must be one of cholesky, qr, svd, not 'magic'"):
        lr.LinearRegression(method="magic")
    with pytest.raises(ValueError, match="2 columns, but in fit it had 3"):
        fit.predict(X[:, :2])
    with pytest.raises(ValueError, match=r"in fit it had 3; write \[\[...\]\] for a single row"):
        fit.predict([1.0, 2.0, 3.0])
    with pytest.raises(ValueError, match="y has 79 values, but 80 are needed"):
        fit.score(X, y[1:])
    with pytest.raises(ValueError, match=r"weights\[2\] is -1; leave such rows out"):
        lr.LinearRegression().fit(X, y, weights=np.where(np.arange(len(y)) == 2, -1, 1))
    with pytest.raises(ValueError, match="all x are 2: a line needs points at two different x"):
        lr.fit_line([2, 2, 2], [1, 2, 3])
    with pytest.raises(ValueError, match="y has 2 values, but 3 are needed"):
        lr.fit_line([1, 2, 3], [1, 2])


def test_a_constant_response_has_no_r_squared(data):
    X, _ = data
    fit = lr.LinearRegression().fit(X, np.full(len(X), 0.1))
    np.testing.assert_allclose(fit.w, [0.1, 0, 0, 0], atol=1e-14)
    with pytest.raises(ValueError, match="all values of y are the same"):
        _ = fit.r_squared
    with pytest.raises(ValueError, match="all values of y are the same"):
        fit.score(X, np.ones(len(X)))


def test_a_perfect_fit_has_infinite_t_values():
    fit = lr.LinearRegression(intercept=False).fit([[1.0], [0.0]], [2.0, 0.0])
    assert fit.t_values == np.inf
    assert fit.p_values == 0.0
    np.testing.assert_allclose(fit.confidence_intervals(), [[2.0, 2.0]], rtol=1e-14)


def test_as_many_weights_as_observations():
    hilbert = 1 / (np.arange(6)[:, np.newaxis] + np.arange(1.0, 7.0))
    fit = lr.LinearRegression(intercept=False).fit(hilbert, hilbert.sum(axis=1))
    np.testing.assert_allclose(fit.w, 1, rtol=1e-8)
    np.testing.assert_allclose(fit.leverage, 1)
    for name in ("adjusted_r_squared", "standard_errors"):
        with pytest.raises(ValueError, match="6 observations determine 6 weights with nothing to spare"):
            getattr(fit, name)


def test_a_response_of_zeros_gives_zeros(data):
    X, y = data
    for method in METHODS:
        np.testing.assert_array_equal(lr.LinearRegression(method=method).fit(X, 0 * y).w, 0.0)


def test_columns_in_another_order_are_refused():
    windsor = load_windsor()
    columns = ["lotsize", "bedrooms"]
    fit = lr.LinearRegression().fit(windsor[columns], windsor["price"])
    with pytest.raises(ValueError, match=r"order \['bedrooms', 'lotsize'\], but .* \['lotsize', 'bedrooms'\]"):
        fit.predict(windsor[columns[::-1]])
    np.testing.assert_allclose(fit.predict(windsor[columns]), fit.predict(windsor[columns].to_numpy()), rtol=1e-11)


def test_nothing_is_changed_in_place(data):
    X, y = data
    v = np.linspace(1, 2, len(y))
    before = X.copy(), y.copy(), v.copy()
    for method in METHODS:
        fit = lr.LinearRegression(method=method).fit(X, y, weights=v)
        fit.summary()
        fit.prediction_interval(X)
    lr.fit_line(X[:, 0], y)
    near = np.column_stack([X, X[:, 0] + 1e-7 * y])
    lr.solve_qr(near, y, refined=True)
    for now, then in zip((X, y, v), before, strict=True):
        np.testing.assert_array_equal(now, then)


def test_a_fit_keeps_its_own_data(data):
    X, y = data
    X = X.copy()
    fit = lr.LinearRegression(intercept=False).fit(X, y)
    before = lr.LinearRegression(intercept=False).fit(X, y).standard_errors
    X[:] = 0
    np.testing.assert_array_equal(fit.standard_errors, before)
    with pytest.raises(AttributeError):
        fit.w = 0
    assert len({fit, fit, lr.LinearRegression().fit(*data)}) == 2


def test_summary_names_the_columns():
    windsor = load_windsor()
    table = lr.LinearRegression().fit(windsor[["lotsize", "bedrooms"]], windsor["price"]).summary(level=0.9)
    assert list(table.index) == ["intercept", "lotsize", "bedrooms"]
    assert list(table.columns) == ["weight", "standard error", "t", "p", "90% from", "90% to"]
    assert (table["90% from"] < table["weight"]).all()
    assert (table["weight"] < table["90% to"]).all()
