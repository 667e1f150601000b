"""Measures of classifiers beside scikit-learn's, their laws and their errors."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import calibration, metrics

from derived import metrics as cl

seeds = st.integers(0, 10**6)


def scores(seed, n=60, ties=False):
    rng = np.random.default_rng(seed)
    y = rng.permutation(np.arange(n) % 3 == 0).astype(int)
    p = np.clip(0.3 * y + rng.uniform(0, 0.7, n), 0, 1)
    return y, (p.round(1) if ties else p)


@settings(deadline=None, max_examples=40)
@given(seed=seeds, ties=st.booleans())
def test_curves_agree_with_scikit_learn(seed, ties):
    y, p = scores(seed, ties=ties)
    fpr, tpr, thresholds = metrics.roc_curve(y, p, drop_intermediate=False)
    roc = cl.roc_curve(y, p)
    np.testing.assert_allclose(roc.false_positive_rate, fpr, rtol=1e-14)
    np.testing.assert_allclose(roc.true_positive_rate, tpr, rtol=1e-14)
    np.testing.assert_array_equal(roc.thresholds, thresholds)
    np.testing.assert_allclose(roc.area, metrics.roc_auc_score(y, p), rtol=1e-13)
    precision, recall, thresholds = metrics.precision_recall_curve(y, p)
    curve = cl.precision_recall_curve(y, p)
    np.testing.assert_allclose(curve.precision[::-1], precision[:-1], rtol=1e-14)
    np.testing.assert_allclose(curve.recall[::-1], recall[:-1], rtol=1e-14)
    np.testing.assert_array_equal(curve.thresholds[::-1], thresholds)
    np.testing.assert_allclose(curve.average_precision, metrics.average_precision_score(y, p), rtol=1e-13)


@settings(deadline=None, max_examples=40)
@given(seed=seeds, groups=st.sampled_from([1, 5, 10]))
def test_calibration_agrees_with_scikit_learn(seed, groups):
    y, p = scores(seed)
    observed, predicted = calibration.calibration_curve(y, p, n_bins=groups)
    curve = cl.calibration_curve(y, p, groups)
    np.testing.assert_allclose(curve.observed, observed, rtol=1e-12)
    np.testing.assert_allclose(curve.predicted, predicted, rtol=1e-12)
    assert curve.count.sum() == len(y)
    np.testing.assert_allclose(cl.brier_score(y, p), metrics.brier_score_loss(y, p), rtol=1e-13)


@settings(deadline=None, max_examples=40)
@given(seed=seeds, ties=st.booleans())
def test_the_area_is_the_chance_of_a_right_order(seed, ties):
    y, p = scores(seed, ties=ties)
    pairs = p[y == 1][:, np.newaxis] - p[y == 0]
    np.testing.assert_allclose(cl.roc_curve(y, p).area, np.mean((pairs > 0) + 0.5 * (pairs == 0)), rtol=1e-12)


def test_only_the_order_of_scores_counts_for_the_curve():
    y, p = scores(1)
    assert cl.roc_curve(y, p).area == cl.roc_curve(y, np.log(p / (1 - p))).area


def test_a_perfect_forecast():
    y = [0, 0, 1, 1]
    assert cl.roc_curve(y, y).area == 1 and cl.precision_recall_curve(y, y).average_precision == 1
    assert cl.calibration_curve(y, y).error == 0 and cl.brier_score(y, y) == 0


def test_calibration_error_weighs_groups_by_their_size():
    curve = cl.calibration_curve([0, 0, 0, 1], [0.1, 0.1, 0.1, 0.6], groups=2)
    np.testing.assert_allclose(curve.error, (3 * 0.1 + 1 * 0.4) / 4)


def test_confusion_matrix():
    y, answers = ["a", "c", "c", "b", "a"], ["a", "c", "a", "b", "a"]
    table = cl.confusion_matrix(y, answers)
    np.testing.assert_array_equal(table, metrics.confusion_matrix(y, answers))
    assert table.loc["c", "a"] == 1 and list(table.columns) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: cl.roc_curve([0, 1, 2], [1, 2, 3]), "y must have two classes, but has 3: 0, 1, 2"),
        (lambda: cl.roc_curve([0, 0], [1, 2]), "all labels are 0"),
        (lambda: cl.roc_curve([0, 1], [1, 2, 3]), "score has 3 values, but 2 are needed"),
        (lambda: cl.roc_curve([0, 1], [1, np.nan]), r"score\[1\] is missing"),
        (lambda: cl.calibration_curve([0, 1], [0.5, 1.5]), r"p\[1\] is 1\.5, which is no probability"),
        (lambda: cl.brier_score([0, 1], [-0.1, 0.5]), r"p\[0\] is -0\.1"),
        (
            lambda: cl.calibration_curve([0, 1], [0.5, 0.5], groups=0),
            "groups must be a whole number",
        ),
        (lambda: cl.confusion_matrix([0, 1], [0]), "vectors of one length"),
    ],
)
def test_bad_input_is_told(call, words):
    with pytest.raises(ValueError, match=words):
        call()
