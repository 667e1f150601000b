"""Logistic regression beside scikit-learn and statsmodels; its laws; separated and other hard data; its errors."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize
from scipy.special import expit
from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LogisticRegression as SklearnLogisticRegression

from derived.linear_algebra import RankDeficientError, hessian_factor, weighted_gram
from derived.linear_models import SeparableDataError, add_intercept, separated_rows
from derived.linear_models import logistic_regression as lr

seeds = st.integers(0, 10**6)


def yes_or_no(seed, n=80, w=(1.0, -1.0, 0.5)):
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((n, len(w)))
    return X, (rng.random(n) < expit(X @ np.array(w) - 0.3)).astype(int)


@pytest.fixture
def data():
    return yes_or_no(0)


# The peers.


def test_spector_agrees_with_statsmodels():
    spector = sm.datasets.spector.load_pandas()
    fit = lr.LogisticRegression().fit(spector.exog, spector.endog)
    theirs = sm.Logit(spector.endog, sm.add_constant(spector.exog)).fit(disp=0, tol=1e-14)
    for ours, reference in (
        (fit.w, theirs.params),
        (fit.standard_errors, theirs.bse),
        (fit.covariance, theirs.cov_params()),
        (fit.z_values, theirs.tvalues),
        (fit.confidence_intervals(0.9), theirs.conf_int(0.1)),
        (fit.log_likelihood, theirs.llf),
        (fit.null_log_likelihood, theirs.llnull),
        (fit.pseudo_r_squared, theirs.prsquared),
        (fit.predict_proba(spector.exog)[:, 1], theirs.predict()),
    ):
        np.testing.assert_allclose(ours, reference, rtol=1e-10)
    np.testing.assert_allclose(fit.p_values, theirs.pvalues, rtol=1e-9)
    table = fit.summary()
    assert table.index.tolist() == ["intercept", "GPA", "TUCE", "PSI"]
    np.testing.assert_allclose(table["odds ratio"], np.exp(fit.w), rtol=1e-14)


@pytest.mark.parametrize("penalty", [0.01, 1.0, 100.0])
@pytest.mark.parametrize("intercept", [True, False])
def test_agrees_with_scikit_learn(data, penalty, intercept):
    X, y = data
    fit = lr.LogisticRegression(penalty=penalty, intercept=intercept).fit(X, y)
    settings = {"C": 1 / penalty, "fit_intercept": intercept, "solver": "newton-cholesky", "tol": 1e-10}
    theirs = SklearnLogisticRegression(**settings).fit(X, y)
    np.testing.assert_allclose(fit.coef_, theirs.coef_[0], rtol=1e-9)
    np.testing.assert_allclose(fit.intercept_, np.squeeze(theirs.intercept_), rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(fit.predict_proba(X), theirs.predict_proba(X), rtol=1e-9)
    np.testing.assert_allclose(fit.decision_function(X), theirs.decision_function(X), rtol=1e-9, atol=1e-9)
    np.testing.assert_array_equal(fit.predict(X), theirs.predict(X))
    assert fit.score(X, y) == theirs.score(X, y)


def test_raw_breast_cancer_data_whose_columns_differ_by_thousands():
    X, y = load_breast_cancer(return_X_y=True)
    fit = lr.LogisticRegression(penalty=1.0).fit(X, y)
    scale = X.std(axis=0)
    gradient = lr.log_loss_gradient(fit.X, fit.y, fit.w, fit.penalty)
    assert np.abs(gradient / np.append(1, scale)).max() < 1e-8
    assert fit.converged_ and fit.n_iter_ < 15


@pytest.mark.parametrize("penalty", [0.0, 2.0])
def test_agrees_with_a_minimizer_that_knows_no_logistic_regression(data, penalty):
    X, y = data
    A, ridge = add_intercept(X), np.array([0, penalty, penalty, penalty])

    def J(w):
        p = expit(A @ w)
        return -(y @ np.log(p) + (1 - y) @ np.log(1 - p)) + ridge @ w**2 / 2

    best = minimize(J, np.zeros(4), method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-12, "maxiter": 5000})
    np.testing.assert_allclose(lr.LogisticRegression(penalty=penalty).fit(X, y).w, best.x, atol=1e-5)


def test_gradient_and_hessian_agree_with_differences(data):
    X, y = data
    w, h, penalty = np.array([0.3, -0.1, 2.0]), 1e-5, np.array([0.0, 1.0, 3.0])
    eye = np.eye(3)
    gradient = [(lr.log_loss(X, y, w + h * e, penalty) - lr.log_loss(X, y, w - h * e, penalty)) / (2 * h) for e in eye]
    np.testing.assert_allclose(lr.log_loss_gradient(X, y, w, penalty), gradient, rtol=1e-8)
    hessian = [
        (lr.log_loss_gradient(X, y, w + h * e, penalty) - lr.log_loss_gradient(X, y, w - h * e, penalty)) / (2 * h)
        for e in eye
    ]
    np.testing.assert_allclose(lr.log_loss_hessian(X, w, penalty), hessian, rtol=1e-8, atol=1e-8)


# Functions.


@pytest.mark.parametrize(("z", "label", "loss"), [(40, 1, np.exp(-40)), (-40, 0, np.exp(-40)), (-2000, 1, 2000)])
def test_the_loss_neither_overflows_nor_cancels(z, label, loss):
    one = np.ones((1, 1))
    np.testing.assert_allclose(lr.log_loss(one, np.array([label]), np.array([float(z)])), loss, rtol=1e-12)


@pytest.mark.parametrize("n", [1, 2048, 5000])
def test_blocks_add_up(n):
    rng = np.random.default_rng(1)
    X, s = rng.standard_normal((n, 3)), rng.random(n)
    np.testing.assert_allclose(weighted_gram(X, s), X.T @ np.diag(s) @ X, rtol=1e-10, atol=1e-10)


def test_the_factor_does_not_square_what_is_ill_conditioned():
    rng = np.random.default_rng(2)
    X = rng.standard_normal((50, 3))
    X[:, 2] = X[:, 0] + 1e-9 * X[:, 2]
    s, penalty = rng.uniform(0.01, 0.25, 50), np.array([0.0, 2.0, 0.0])
    R = hessian_factor(X, s, penalty)
    reference = np.abs(np.linalg.qr(np.vstack([X * np.sqrt(s)[:, None], np.diag(np.sqrt(penalty))]), mode="r"))
    np.testing.assert_allclose(np.abs(R), reference, rtol=1e-6, atol=1e-12)


# Laws.


@settings(deadline=None, max_examples=40)
@given(seed=seeds, penalty=st.sampled_from([0.0, 0.5, 10.0]))
def test_the_gradient_vanishes_and_no_neighbor_is_better(seed, penalty):
    X, y = yes_or_no(seed)
    fit = lr.LogisticRegression(penalty=penalty).fit(X, y)
    np.testing.assert_allclose(lr.log_loss_gradient(fit.X, fit.y, fit.w, fit.penalty), 0, atol=1e-8)
    elsewhere = fit.w + 1e-3 * np.random.default_rng(seed).standard_normal(4)
    best = lr.log_loss(fit.X, fit.y, fit.w, fit.penalty)
    assert best <= lr.log_loss(fit.X, fit.y, elsewhere, fit.penalty)
    np.testing.assert_allclose(fit.predict_proba(X)[:, 1].sum(), y.sum(), rtol=1e-8)


@settings(deadline=None, max_examples=40)
@given(seed=seeds, a=st.floats(-5, 5), b=st.floats(0.1, 10))
def test_equivariance(seed, a, b):
    X, y = yes_or_no(seed)
    fit, other = lr.LogisticRegression().fit(X, y), lr.LogisticRegression().fit(X * [1, b, 1] + [a, 0, 0], y)
    np.testing.assert_allclose(other.coef_ * [1, b, 1], fit.coef_, rtol=1e-6)
    np.testing.assert_allclose(other.z_values[1:], fit.z_values[1:], rtol=1e-6)
    swapped = lr.LogisticRegression().fit(X, 1 - y)
    np.testing.assert_allclose(swapped.w, -fit.w, rtol=1e-6)
    np.testing.assert_allclose(swapped.predict_proba(X), fit.predict_proba(X)[:, ::-1], rtol=1e-6)


@settings(deadline=None, max_examples=150)
@given(seed=seeds)
def test_every_small_data_set_is_fitted_or_told_to_be_separated(seed):
    rng = np.random.default_rng(seed)
    n = int(rng.integers(4, 12))
    X, y = rng.integers(-2, 3, (n, 2)), rng.integers(0, 2, n)
    A = add_intercept(X.astype(float))
    assume(len(set(y)) == 2 and np.linalg.matrix_rank(A) == 3)
    separated = separated_rows(A, y)
    if separated.any():
        with pytest.raises(SeparableDataError) as problem:
            lr.LogisticRegression().fit(X, y)
        kind = (
            "completely separated: all" if separated.all() else f"quasi-completely separated: {separated.sum()} of {n}"
        )
        assert f"the classes are {kind}" in str(problem.value)
    else:
        fit = lr.LogisticRegression().fit(X, y)
        np.testing.assert_allclose(lr.log_loss_gradient(fit.X, fit.y, fit.w), 0, atol=1e-8)


@settings(deadline=None, max_examples=40)
@given(seed=seeds, penalty=st.sampled_from([1e-4, 1.0]))
def test_a_penalty_always_gives_finite_weights(seed, penalty):
    X = np.random.default_rng(seed).standard_normal((12, 20))
    y = np.arange(12) % 2
    fit = lr.LogisticRegression(penalty=penalty).fit(X, y)
    assert fit.converged_
    np.testing.assert_allclose(lr.log_loss_gradient(fit.X, fit.y, fit.w, fit.penalty), 0, atol=1e-8)


# Hard cases.


def test_separation_shows_in_all_of_n_rows_at_once():
    rng = np.random.default_rng(3)
    X = rng.standard_normal((3000, 4))
    with pytest.raises(SeparableDataError, match=r"completely separated: all rows.*penalty=1\.0"):
        lr.LogisticRegression().fit(X, X @ [1, 2, 0, 0] > 0.3)
    X[:, 3] = rng.random(3000) < 0.1
    y = (X[:, 3] == 1) | (rng.random(3000) < expit(X[:, 0]))
    with pytest.raises(SeparableDataError, match=rf"quasi-completely separated: {int(X[:, 3].sum())} of 3000 rows"):
        lr.LogisticRegression().fit(X, y)


@pytest.mark.parametrize("scale", [1e-150, 1e-8, 1e8, 1e150])
def test_units_do_not_matter(data, scale):
    X, y = data
    fit, plain = lr.LogisticRegression().fit(X * [scale, 1, 1], y), lr.LogisticRegression().fit(X, y)
    np.testing.assert_allclose(fit.coef_ * [scale, 1, 1], plain.coef_, rtol=1e-10)
    np.testing.assert_allclose(fit.z_values, plain.z_values, rtol=1e-10)


@pytest.mark.parametrize("gap", [1e-4, 1e-8, 1e-10])
def test_nearly_dependent_columns(data, gap):
    X, y = data
    near = np.column_stack([X, X[:, 0] + gap * np.random.default_rng(4).standard_normal(len(X))])
    fit = lr.LogisticRegression().fit(near, y)
    apart = np.column_stack([X, (near[:, 3] - near[:, 0]) / gap])
    np.testing.assert_allclose(
        fit.predict_proba(near), lr.LogisticRegression().fit(apart, y).predict_proba(apart), rtol=1e-4
    )


@pytest.mark.parametrize(("seed", "n", "d"), [(42, 11, 3), (214, 12, 3), (265, 12, 3)])
def test_wild_data_need_shorter_steps(seed, n, d):
    """Rows a million times farther out than others: whole Newton steps run away."""
    rng = np.random.default_rng(seed)
    X, y = rng.standard_cauchy((n, d)) ** 3, np.arange(n) % 2
    fit = lr.LogisticRegression().fit(X, y)
    gradient = lr.log_loss_gradient(fit.X, fit.y, fit.w)
    np.testing.assert_allclose(gradient / np.append(1, np.abs(X).max(axis=0)), 0, atol=1e-9)
    w = np.zeros(d + 1)
    with np.errstate(all="ignore"), pytest.raises(np.linalg.LinAlgError):
        for _ in range(50):
            p = expit(fit.X @ w)
            w = w - np.linalg.solve(fit.X.T @ (fit.X * (p * (1 - p))[:, np.newaxis]), fit.X.T @ (p - y))


def test_no_convergence_is_told(data):
    X, y = data
    with pytest.warns(RuntimeWarning, match="did not converge in 2 steps: raise max_iter"):
        fit = lr.LogisticRegression(max_iter=2).fit(X, y)
    assert not fit.converged_ and fit.n_iter_ == 2
    with pytest.raises(ValueError, match="did not converge: raise max_iter"):
        _ = fit.standard_errors


def test_a_penalized_fit_has_no_standard_errors(data):
    with pytest.raises(ValueError, match="has a penalty: fit with penalty=0"):
        lr.LogisticRegression(penalty=1.0).fit(*data).summary()


def test_dependent_columns_are_named(data):
    X, y = data
    frame = pd.DataFrame(X, columns=["age", "dose", "sex"]).assign(years=lambda d: 2 * d["age"])
    with pytest.raises(RankDeficientError, match=r"^years can be computed from the other columns: .*give a penalty"):
        lr.LogisticRegression().fit(frame, y)
    with pytest.raises(RankDeficientError, match=r"^x4 can be computed"):
        lr.LogisticRegression().fit(np.column_stack([X, np.zeros(len(X))]), y)
    with pytest.raises(RankDeficientError, match="with only 3 rows"):
        lr.LogisticRegression().fit(np.random.default_rng(0).standard_normal((3, 4)), [0, 1, 0])
    fit = lr.LogisticRegression(penalty=1.0).fit(frame, y)
    np.testing.assert_allclose(fit.coef_[3], 2 * fit.coef_[0], rtol=1e-8)  # the penalty divides the credit


def test_weights_that_vanish_are_told():
    """A penalty so small that rounding swallows it cannot decide between two copies of a column."""
    X, y = yes_or_no(5)
    with pytest.raises(RankDeficientError, match="x4 can be computed"):
        lr.LogisticRegression(penalty=1e-40).fit(np.column_stack([X, X[:, 0]]), y)


# Input and output.


def test_labels_of_any_kind(data):
    X, y = data
    plain = lr.LogisticRegression().fit(X, y)
    for labels in (np.array(["no", "yes"])[y], y == 1, 2 * y - 1, pd.Series(y, dtype="category")):
        fit = lr.LogisticRegression().fit(X, labels)
        np.testing.assert_allclose(fit.w, plain.w, rtol=1e-10)
        assert set(fit.predict(X)) == set(np.unique(labels))
        assert fit.score(X, labels) == plain.score(X, y)


def test_a_data_frame_names_its_columns_and_keeps_their_order(data):
    X, y = data
    frame = pd.DataFrame(X, columns=["a", "b", "c"])
    fit = lr.LogisticRegression().fit(frame, y)
    assert fit.names == ("a", "b", "c")
    assert fit.weight_names == ("intercept", "a", "b", "c")
    np.testing.assert_array_equal(fit.predict(frame), fit.predict(X))
    with pytest.raises(ValueError, match=r"the columns of X are in the order"):
        fit.predict(frame[["b", "a", "c"]])
    with pytest.raises(ValueError, match="X has 2 columns, but in fit it had 3"):
        fit.predict(X[:, :2])


def test_arguments_are_left_alone(data):
    X, y = data
    X_before, y_before = X.copy(), y.copy()
    lr.LogisticRegression(penalty=1.0).fit(X, y)
    np.testing.assert_array_equal(X, X_before)
    np.testing.assert_array_equal(y, y_before)


@pytest.mark.parametrize(
    ("X", "y", "words"),
    [
        ([[1.0], [np.nan]], [0, 1], r"X\[1, 0\] is missing"),
        ([[1.0], [2.0]], [0, 1, 1], "y has 3 labels, but X has 2 rows"),
        ([[1.0], [2.0]], [0, np.nan], r"y\[1\] is missing"),
        ([[1.0], [2.0]], [[0], [1]], "y must be a vector"),
        ([[1.0], [2.0]], [1, 1], "all labels are 1: there is nothing to tell apart"),
        ([[1.0], [2.0], [3.0]], ["a", "b", "c"], "y has 3 classes, a, b, c: .*SoftmaxRegression"),
        ([[float(i)] for i in range(7)], list(range(7)), r"y has 7 classes, 0, 1, 2, 3, 4, \.\.\.:"),
        (np.empty((0, 2)), [], "X is empty"),
    ],
)
def test_bad_data_are_told(X, y, words):
    with pytest.raises(ValueError, match=words):
        lr.LogisticRegression().fit(X, y)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"penalty": -1.0}, "penalty must be a number of at least 0, not -1"),
        ({"penalty": np.nan}, "penalty must be"),
        ({"tol": 0}, "tol must be a number above 0"),
        ({"max_iter": 0}, "max_iter must be a whole number of at least 1"),
    ],
)
def test_bad_settings_are_told(settings, words):
    with pytest.raises(ValueError, match=words):
        lr.LogisticRegression(**settings)


def test_other_bad_input_is_told(data):
    X, y = data
    fit = lr.LogisticRegression().fit(X, y)
    with pytest.raises(ValueError, match=r"one length, not of shapes \(3,\), \(80,\)"):
        fit.score(X, y[:3])
