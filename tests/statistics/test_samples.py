"""Means, permutations, bootstrap, groups, many tests, anomalies: beside SciPy, statsmodels and scikit-learn."""

import itertools

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from sklearn.covariance import EmpiricalCovariance
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from derived.linear_algebra import RankDeficientError
from derived.statistics import (
    GaussianDetector,
    adjust_benjamini_hochberg,
    adjust_bonferroni,
    bootstrap,
    chi_squared_test,
    estimate_difference,
    estimate_mean,
    f_test,
    percentile_interval,
    permutation_test,
)

ROAD, CANAL = [24, 25, 27, 28], [19, 20, 22, 27]


def draws(seed, *sizes):
    rng = np.random.default_rng(seed)
    return [rng.normal(5, 1 + k, size) for k, size in enumerate(sizes)]


# --- means ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(5))
def test_a_mean_agrees_with_scipy(seed):
    (x,) = draws(seed, 7)
    ours, theirs = estimate_mean(x), stats.ttest_1samp(x, 4)
    np.testing.assert_allclose((ours.t(4), ours.p_value(4), ours.df), (theirs.statistic, theirs.pvalue, theirs.df))
    np.testing.assert_allclose(ours.interval(0.9), theirs.confidence_interval(0.9))
    np.testing.assert_allclose(ours.standard_error, stats.sem(x))


@pytest.mark.parametrize("equal", [True, False])
@pytest.mark.parametrize("seed", range(5))
def test_a_difference_agrees_with_scipy_and_statsmodels(seed, equal):
    x, y = draws(seed, 6, 9)
    ours, theirs = estimate_difference(x, y, equal), stats.ttest_ind(x, y, equal_var=equal)
    third = CompareMeans(DescrStatsW(x), DescrStatsW(y))
    kind = "pooled" if equal else "unequal"
    np.testing.assert_allclose((ours.t(), ours.p_value(), ours.df), (theirs.statistic, theirs.pvalue, theirs.df))
    np.testing.assert_allclose((ours.t(), ours.p_value(), ours.df), third.ttest_ind(usevar=kind))
    np.testing.assert_allclose(ours.interval(0.99), third.tconfint_diff(0.01, usevar=kind))


def test_the_interval_holds_what_a_test_does_not_reject():
    estimate = estimate_difference(*draws(1, 5, 5))
    for end in estimate.interval(0.95):
        assert estimate.p_value(end) == pytest.approx(0.05)


def test_samples_that_do_not_vary_or_are_too_small():
    assert estimate_difference([1, 1], [1, 1], equal_variances=False).standard_error == 0
    assert estimate_mean([3, 3]).t() == np.inf
    assert estimate_mean([0.1] * 3).p_value(0.2) == 0
    with pytest.raises(ValueError, match="x has one number, 3, which does not say how much"):
        estimate_mean([3])
    with pytest.raises(ValueError, match="y has one number"):
        estimate_difference([1, 2], [3])
    with pytest.raises(ValueError, match="level"):
        estimate_mean([1, 2]).interval(95)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: estimate_mean([3, 3, 3]).p_value(3), "the estimate is 3 itself, and the numbers do not vary"),
        (lambda: estimate_mean([0.1] * 3).p_value(0.1), "the estimate is 0.1 itself"),
        (lambda: estimate_difference([0.1] * 3, [0.1] * 2).t(), "the estimate is 0 itself"),
        (lambda: f_test([0.1] * 3, [0.1] * 3), "all numbers are 0.1: they do not say how much"),
        (lambda: f_test([1, 1], [1, 1]), "all numbers are 1"),
        (lambda: GaussianDetector().fit([0.1] * 3), "x1 can be computed"),
        (lambda: estimate_mean([1, 2]).t("a"), "null must be a number, not 'a'"),
        (lambda: estimate_mean([1, 2]).p_value(np.nan), "null must be a number, not nan"),
    ],
)
def test_equal_numbers_are_equal_whatever_their_mean_rounds_to(call, words):
    with pytest.raises(ValueError, match=words):
        call()


# --- permutations -----------------------------------------------------------------------------------------------------


def test_all_splits_agree_with_scipy():
    ours = permutation_test(ROAD, CANAL)
    theirs = stats.permutation_test((ROAD, CANAL), lambda a, b: np.mean(a) - np.mean(b), vectorized=False)
    assert (ours.exact, ours.p_value) == (True, theirs.pvalue)
    np.testing.assert_allclose(np.sort(ours.differences), np.sort(theirs.null_distribution))


def test_rounding_does_not_decide_which_splits_are_as_far():
    x, y = np.array([0.1, 0.2, 0.7]), np.array([0.3, 0.4, 0.3])  # equal differences that floats tell apart
    whole = permutation_test(np.round(10 * x), np.round(10 * y))
    assert permutation_test(x, y).p_value == whole.p_value


def test_drawn_splits_come_near_all_of_them_and_are_never_zero():
    x, y = draws(2, 6, 6)
    exact = permutation_test(x, y).p_value
    drawn = permutation_test(x, y, np.random.default_rng(0), draws=900)
    assert not drawn.exact
    assert abs(drawn.p_value - exact) < 4 * np.sqrt(exact * (1 - exact) / 900)
    assert permutation_test(np.arange(30), 1000 + np.arange(30), np.random.default_rng(0), draws=99).p_value == 0.01


def test_too_many_splits_ask_for_a_generator():
    with pytest.raises(ValueError, match=r"1\.18e\+17 splits, too many to take each: give rng"):
        permutation_test(np.arange(30), np.arange(30))


# --- bootstrap --------------------------------------------------------------------------------------------------------


def test_the_bootstrap_of_a_mean_has_the_spread_of_the_formula():
    (x,) = draws(3, 12)
    means = bootstrap(x, np.mean, np.random.default_rng(1), draws=20_000)
    np.testing.assert_allclose(means.std(), x.std() / np.sqrt(12), rtol=0.03)
    theirs = stats.bootstrap((x,), np.mean, method="percentile", n_resamples=20_000, rng=np.random.default_rng(2))
    np.testing.assert_allclose(percentile_interval(means), theirs.confidence_interval, atol=0.05)


def test_rows_stay_together():
    x = np.arange(10.0)
    table = np.column_stack([x, -x])
    found = bootstrap(table, lambda rows: rows.sum(axis=1), np.random.default_rng(0), draws=5)
    np.testing.assert_array_equal(found, np.zeros((5, 10)))
    assert percentile_interval(bootstrap(table, lambda rows: rows.mean(axis=0), np.random.default_rng(0))).shape == (
        2,
        2,
    )


def test_what_the_bootstrap_refuses():
    with pytest.raises(ValueError, match="statistic must be a function"):
        bootstrap([1, 2], "median", np.random.default_rng(0))
    with pytest.raises(ValueError, match="rng must be"):
        bootstrap([1, 2], np.mean, 0)
    with pytest.raises(ValueError, match="level"):
        percentile_interval([1, 2], 95)
    for statistic, words in (
        (lambda x: None, r"statistic\(x\)\[0\] is missing \(None\)"),
        (lambda x: "a", r"statistic\(x\)\[0\] is 'a', a text and not a number"),
        (lambda x: np.ones(int(x[0])), r"arrays of the shapes \[\(1,\), \(2,\)\]: they must be of one shape"),
    ):
        with pytest.raises(ValueError, match=words):
            bootstrap([1, 2], statistic, np.random.default_rng(0))


# --- groups and many tests --------------------------------------------------------------------------------------------


def test_counts_and_groups_agree_with_scipy():
    table = [[10, 20, 30], [12, 15, 9]]
    ours, theirs = chi_squared_test(table), stats.chi2_contingency(table, correction=False)
    np.testing.assert_allclose((ours.statistic, ours.p_value, *ours.df), (theirs.statistic, theirs.pvalue, theirs.dof))
    groups = draws(4, 5, 7, 6)
    ours, theirs = f_test(*groups), stats.f_oneway(*groups)
    np.testing.assert_allclose((ours.statistic, ours.p_value), (theirs.statistic, theirs.pvalue))
    assert ours.df == (2, 15)
    np.testing.assert_allclose(f_test(*groups[:2]).statistic, estimate_difference(*groups[:2]).t() ** 2)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: chi_squared_test([[1, 2]]), "two rows and two columns"),
        (lambda: chi_squared_test([[1, 2], [3, -1]]), "two rows and two columns"),
        (lambda: chi_squared_test([[0.3, 0.2], [0.2, 0.3]]), "counts, not shares of them: 0.3 is not whole"),
        (lambda: chi_squared_test([[1, 2], [0, 0]]), "is empty: leave it out"),
        (lambda: f_test([1, 2]), "two groups at least"),
        (lambda: f_test([1], [2]), "not 2 numbers in 2"),
    ],
)
def test_what_is_no_table_or_no_groups_is_told(call, words):
    with pytest.raises(ValueError, match=words):
        call()


@pytest.mark.parametrize("seed", range(3))
def test_adjusted_p_values_agree_with_statsmodels(seed):
    p = np.random.default_rng(seed).random(20) ** 3
    np.testing.assert_allclose(adjust_bonferroni(p), multipletests(p, method="bonferroni")[1])
    np.testing.assert_allclose(adjust_benjamini_hochberg(p), multipletests(p, method="fdr_bh")[1])
    np.testing.assert_allclose(adjust_benjamini_hochberg(p), stats.false_discovery_control(p))


# --- anomalies --------------------------------------------------------------------------------------------------------


def test_distances_agree_with_sklearn_and_with_the_formula():
    rng = np.random.default_rng(5)
    X = rng.standard_normal((40, 3)) @ rng.standard_normal((3, 3)) + 100
    fitted = GaussianDetector().fit(X)
    theirs = EmpiricalCovariance().fit(X).mahalanobis(X) * 39 / 40  # theirs has the divisor n
    np.testing.assert_allclose(fitted.squared_distances(X), theirs, rtol=1e-9)
    np.testing.assert_allclose(np.cov(fitted.whitened(X).T), np.eye(3), atol=1e-12)
    np.testing.assert_allclose(fitted.squared_distances(X).sum(), 39 * 3)  # the mean of each is p (n − 1)/n


def test_units_do_not_matter():
    rng = np.random.default_rng(6)
    X = rng.standard_normal((30, 2))
    units = np.array([1e-9, 1e9])
    ours = GaussianDetector().fit(X * units).squared_distances(X * units)
    np.testing.assert_allclose(ours, GaussianDetector().fit(X).squared_distances(X), rtol=1e-9)


def test_false_alarms_of_many_normal_rows_are_as_promised():
    X = np.random.default_rng(7).standard_normal((20_000, 4)) @ np.triu(np.ones((4, 4)))
    assert abs(GaussianDetector().fit(X).predict(X, 0.05).mean() - 0.05) < 4 * np.sqrt(0.05 * 0.95 / 20_000)


def test_what_a_detector_refuses():
    with pytest.raises(RankDeficientError, match=r"x3 can be computed .* has no inverse"):
        GaussianDetector().fit([[*row, sum(row)] for row in itertools.product([0.0, 1.0], [0.0, 2.0])])
    with pytest.raises(RankDeficientError, match="so the covariance of the 3 columns"):
        GaussianDetector().fit(np.eye(3))
    fitted = GaussianDetector().fit(pd.DataFrame({"a": [1.0, 2, 4], "b": [1.0, 0, 1]}))
    with pytest.raises(ValueError, match="X lacks columns"):
        fitted.predict(pd.DataFrame({"a": [1.0], "c": [2.0]}))
    with pytest.raises(ValueError, match="X has 3 columns, but in fit it had 2"):
        fitted.predict([[1.0, 2.0, 3.0]])
    with pytest.raises(ValueError, match="share"):
        fitted.threshold(1)
