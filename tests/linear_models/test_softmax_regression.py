"""Softmax regression beside SciPy, scikit-learn, statsmodels and linear programming; its laws; its errors."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.optimize import linprog
from sklearn.datasets import load_digits, load_iris
from sklearn.linear_model import LogisticRegression

from derived import probability as pr
from derived.linear_algebra import RankDeficientError
from derived.linear_models import SeparableDataError, add_intercept
from derived.linear_models import logistic_regression as lr
from derived.linear_models import softmax_regression as sr
from derived.preprocessing import one_hot


def draw(seed, n=150, scale=(1.0, 10.0, 100.0)):
    """Three overlapping classes, whose features have different units."""
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((n, 3))
    Z = X @ np.array([[1.0, 0.0, -1.0], [0.5, 1.0, 0.0], [0.0, -1.0, 1.0]]) + [0.3, 0.0, -0.3]
    return X * scale, np.array(["ant", "bee", "cat"])[(Z + rng.gumbel(size=Z.shape)).argmax(axis=1)]


# The functions.


def test_nothing_overflows_or_vanishes():
    assert pr.softmax(np.array([1e308, 0.0])).tolist() == [1, 0]
    assert pr.logsumexp(np.array([-1e5, -1e5])) == pytest.approx(-1e5 + np.log(2), rel=1e-14)
    assert sr.cross_entropy(np.ones((1, 1)), np.array([[0.0, 1.0]]), np.array([[1e5, 0.0]])) == 1e5


@pytest.mark.parametrize("K", [2, 3, 5])
def test_derivatives_beside_differences(K):
    rng = np.random.default_rng(K)
    X, W, Y = rng.standard_normal((7, 3)), rng.standard_normal((3, K)), pr.softmax(rng.standard_normal((7, K)))
    h = 1e-6
    E = np.eye(3 * K).reshape(3 * K, K, 3).transpose(0, 2, 1)  # the columns of W one under another

    def gradient(V):
        return sr.cross_entropy_gradient(X, Y, V)

    slopes = [(sr.cross_entropy(X, Y, W + h * e) - sr.cross_entropy(X, Y, W - h * e)) / (2 * h) for e in E]
    np.testing.assert_allclose(gradient(W).T.ravel(), slopes, atol=1e-8)
    rows = [((gradient(W + h * e) - gradient(W - h * e)) / (2 * h)).T.ravel() for e in E]
    np.testing.assert_allclose(sr.cross_entropy_hessian(X, W), rows, atol=1e-8)
    z = W[0]
    columns = [(pr.softmax(z + h * e) - pr.softmax(z - h * e)) / (2 * h) for e in np.eye(K)]
    np.testing.assert_allclose(pr.softmax_jacobian(z), np.transpose(columns), atol=1e-9)


@given(arrays(float, (3, 3), elements=st.floats(-5, 5)))
@settings(deadline=None)
def test_the_loss_is_convex_and_flat_where_all_classes_change_alike(W):
    X = np.random.default_rng(0).standard_normal((6, 3))
    H = sr.cross_entropy_hessian(X, W)
    assert np.linalg.eigvalsh(H).min() > -1e-12
    np.testing.assert_allclose(H @ np.tile(np.eye(3), 3).T, 0, atol=1e-13)


# The fit, beside the peers.


def test_agrees_with_statsmodels():
    X, y = draw(1)
    fit = sr.SoftmaxRegression().fit(X, y)
    theirs = sm.MNLogit(one_hot(y)[0].argmax(axis=1), sm.add_constant(X)).fit(disp=0, tol=1e-14)
    np.testing.assert_allclose(fit.W[:, 1:] - fit.W[:, :1], theirs.params, rtol=1e-10)
    np.testing.assert_allclose(fit.cross_entropy_, -theirs.llf, rtol=1e-11)
    np.testing.assert_allclose(fit.predict_proba(X), theirs.predict(), rtol=1e-10)
    assert fit.converged_
    assert fit.n_iter_ < 10


@pytest.mark.parametrize("penalty", [1e-3, 1.0, 100.0])
@pytest.mark.parametrize("intercept", [True, False])
def test_agrees_with_scikit_learn(penalty, intercept):
    X, y = draw(2, scale=(1.0, 2.0, 0.5))
    fit = sr.SoftmaxRegression(penalty=penalty, intercept=intercept).fit(X, y)
    theirs = LogisticRegression(C=1 / penalty, fit_intercept=intercept, tol=1e-12, solver="newton-cholesky").fit(X, y)
    np.testing.assert_allclose(fit.coef_, theirs.coef_, rtol=1e-8, atol=1e-10)
    np.testing.assert_allclose(fit.intercept_, theirs.intercept_, atol=1e-9)
    np.testing.assert_allclose(fit.decision_function(X), theirs.decision_function(X), atol=1e-8)
    np.testing.assert_allclose(fit.predict_proba(X), theirs.predict_proba(X), atol=1e-9)
    assert fit.predict(X).tolist() == theirs.predict(X).tolist()
    assert fit.score(X, y) == theirs.score(X, y)
    with pytest.raises(ValueError, match="must be a vector"):
        fit.score(X, y[:, np.newaxis])
    assert fit.classes_.tolist() == theirs.classes_.tolist()


def test_real_digits_with_pixels_that_are_always_dark():
    X, y = load_digits(return_X_y=True)
    X, y = X[:400] / 16, y[:400]
    fit = sr.SoftmaxRegression(penalty=1.0).fit(X, y)
    theirs = LogisticRegression(tol=1e-10, solver="newton-cholesky").fit(X, y)
    np.testing.assert_allclose(fit.coef_, theirs.coef_, atol=1e-8)


def test_two_classes_are_logistic_regression():
    X, y = draw(3)
    y = y == "bee"
    fit = sr.SoftmaxRegression().fit(X, y)
    logit = sm.Logit(y.astype(float), sm.add_constant(X)).fit(disp=0, tol=1e-14)
    np.testing.assert_allclose(fit.W[:, 1] - fit.W[:, 0], logit.params, rtol=1e-9)
    np.testing.assert_allclose(fit.predict_proba(X)[:, 1], logit.predict(), rtol=1e-9)


@given(seed=st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_laws_of_the_fit(seed):
    X, y = draw(seed, n=80)
    fit = sr.SoftmaxRegression().fit(X, y)
    A, Y = add_intercept(X), one_hot(y)[0]
    scale = np.abs(A).sum(axis=0)[:, np.newaxis]
    np.testing.assert_allclose(sr.cross_entropy_gradient(A, Y, fit.W) / scale, 0, atol=1e-8)
    np.testing.assert_allclose(fit.predict_proba(X).mean(axis=0), Y.mean(axis=0), atol=1e-8)  # calibrated on average
    np.testing.assert_allclose(fit.W.sum(axis=1), 0, atol=1e-9)  # the shortest of the equal answers
    other = sr.SoftmaxRegression().fit(X * [2, -0.1, 7] + 3, y)  # units do not matter without penalty
    np.testing.assert_allclose(other.predict_proba(X * [2, -0.1, 7] + 3), fit.predict_proba(X), atol=1e-7)


def test_data_without_information_give_the_shares():
    fit = sr.SoftmaxRegression().fit([[-1], [1], [-1], [1]], [0, 0, 1, 1])
    np.testing.assert_allclose(fit.predict_proba([[5]]), [[0.5, 0.5]])
    assert (fit.converged_, fit.n_iter_) == (True, 1)


def test_a_data_frame_and_a_vector_are_taken():
    X, y = draw(4)
    frame = sr.SoftmaxRegression().fit(pd.DataFrame(X, columns=["a", "b", "c"]), pd.Series(y))
    np.testing.assert_allclose(
        frame.W, sr.SoftmaxRegression().fit(X, y).W, rtol=1e-6, atol=1e-9
    )  # other memory, other sums
    with pytest.raises(ValueError, match="in the order"):
        frame.predict(pd.DataFrame(X, columns=["b", "a", "c"]))
    assert sr.SoftmaxRegression(penalty=1).fit(X[:, 0], y).coef_.shape == (3, 1)


def test_inputs_are_left_alone():
    X, y = draw(5)
    before = X.copy(), y.copy()
    sr.SoftmaxRegression(penalty=1).fit(X, y).predict(X)
    np.testing.assert_array_equal(X, before[0])
    np.testing.assert_array_equal(y, before[1])


# Separable data.


def can_be_separated(A, Y):
    """Whether a linear program finds W under which no row prefers a wrong class, and some prefer the right one."""
    K = Y.shape[1]
    rows = [
        np.outer(a, label - other).ravel()
        for a, label in zip(A, Y, strict=True)
        for other in np.eye(K)
        if (other != label).any()
    ]
    R = np.array(rows)
    return -linprog(-R.sum(axis=0), A_ub=-R, b_ub=np.zeros(len(R)), bounds=(-1, 1)).fun > 1e-7


def test_separable_data_are_told_exactly_when_a_linear_program_finds_them():
    found = []
    for seed in range(150):
        rng = np.random.default_rng(seed)
        n = rng.integers(8, 30)
        X, y = rng.standard_normal((n, 2)), np.r_[0, 1, 2, rng.integers(0, 3, n - 3)]
        separable = can_be_separated(add_intercept(X), one_hot(y)[0])
        found.append(separable)
        if separable:
            with pytest.raises(SeparableDataError, match="give a penalty"):
                sr.SoftmaxRegression().fit(X, y)
        else:
            assert sr.SoftmaxRegression().fit(X, y).converged_
    assert 10 < sum(found) < 140


def test_one_class_apart_is_enough():
    X, y = load_iris(return_X_y=True)  # setosa can be told from the other two, which overlap
    with pytest.raises(SeparableDataError):
        sr.SoftmaxRegression().fit(X, y)
    assert sr.SoftmaxRegression().fit(X[50:], y[50:]).converged_
    assert sr.SoftmaxRegression(penalty=1e-3).fit(X, y).converged_


def test_classes_that_only_touch():
    with pytest.raises(SeparableDataError):
        sr.SoftmaxRegression().fit([0, 1, 2, 2, 3, 4], [0, 0, 0, 1, 1, 1])


# Bad input.


@pytest.mark.parametrize(
    ("X", "y", "message"),
    [
        ([[1], [2]], ["a", "a"], "at least two classes"),
        ([[1], [2]], ["a"], "one label is needed for each row"),
        ([[1], [2]], [[0], [1]], "must be a vector"),
        ([[1], [2]], [], "has shape"),
        ([[1], [2], [3]], [0.0, 1.0, np.nan], r"y\[2\] is missing"),
        ([[1], [2]], np.array(["a", None], dtype=object), r"y\[1\] is missing"),
        ([[1], [np.nan]], [0, 1], "missing"),
        ([[1], [np.inf]], [0, 1], r"X\[1, 0\] is inf"),
        ([["x"], ["z"]], [0, 1], "must be numeric"),
        (np.zeros((0, 2)), [0, 1], "empty"),
        (np.zeros((2, 2, 2)), [0, 1], "must be a matrix"),
    ],
)
def test_bad_data_are_told(X, y, message):
    with pytest.raises(ValueError, match=message):
        sr.SoftmaxRegression(penalty=1).fit(X, y)


@pytest.mark.parametrize(
    "wrong", [{"penalty": -1}, {"penalty": np.nan}, {"penalty": np.inf}, {"tol": 0}, {"max_iter": 0}]
)
def test_bad_settings_are_told(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        sr.SoftmaxRegression(**wrong)


def test_dependent_columns_are_told_by_name():
    X, y = draw(6)
    frame = pd.DataFrame({"height": X[:, 0], "width": X[:, 1], "twice": 2 * X[:, 0]})
    with pytest.raises(RankDeficientError, match="twice can be computed"):
        sr.SoftmaxRegression().fit(frame, y)
    with pytest.raises(RankDeficientError, match="2 rows"):
        sr.SoftmaxRegression().fit(X[:2], ["a", "b"])
    assert sr.SoftmaxRegression(penalty=1).fit(frame, y).converged_


def test_nearly_dependent_columns_are_told():
    X, y = draw(6)
    with pytest.raises(RankDeficientError, match="nearly dependent"):
        sr.SoftmaxRegression().fit(np.column_stack([X[:, 0], X[:, 0] + 1e-10 * X[:, 1]]), y)


def test_a_step_that_would_overshoot_is_halved():
    X = [[-0.7, -1.4, -0.1], [0.4, -0.3, 2.0], [-3.0, 1.6, -32.8], [0.6, 4.4, -4.3], [-2.0, -0.3, 58.2],
         [18.3, -0.2, 10.7], [-0.2, 2.6, 0.0], [-0.7, 0.0, 0.1], [0.5, 1.0, -3.6], [65.4, -0.8, -0.2]]  # fmt: skip
    y = [0, 1, 0, 0, 1, 1, 0, 0, 0, 1]
    fit = sr.SoftmaxRegression(penalty=1).fit(X, y)
    theirs = LogisticRegression(C=2, tol=1e-12, solver="newton-cholesky").fit(X, y)  # two classes share the penalty
    np.testing.assert_allclose(fit.coef_[1] - fit.coef_[0], theirs.coef_[0], rtol=1e-8)
    np.testing.assert_allclose(fit.intercept_[1] - fit.intercept_[0], theirs.intercept_[0], rtol=1e-8)


def test_a_sure_row_costs_what_it_costs_in_logistic_regression():
    """The loss of a row that is right by 40 is e⁻⁴⁰, not zero, wherever its scores lie."""
    for shift in (0.0, 1000.0):
        scores = np.array([[shift, shift - 40]])
        loss = sr.cross_entropy(scores, np.array([[1.0, 0.0]]), np.eye(2))
        np.testing.assert_allclose(loss, lr.log_loss(np.array([[40.0]]), np.ones(1), np.ones(1)), rtol=1e-12)


def test_quasi_complete_separation_is_not_called_complete():
    """Two rows share x = 2 and differ in their class: some are on a boundary, and the message allows for them."""
    with pytest.raises(SeparableDataError, match="some rows perhaps on a boundary"):
        sr.SoftmaxRegression().fit([1, 2, 2, 3], [0, 0, 1, 1])


def test_running_out_of_steps_is_told():
    X, y = draw(7)
    with pytest.warns(RuntimeWarning, match="did not converge in 2 steps"):
        fit = sr.SoftmaxRegression(max_iter=2).fit(X, y)
    assert (fit.converged_, fit.n_iter_) == (False, 2)


def test_another_number_of_columns_is_told():
    X, y = draw(8)
    with pytest.raises(ValueError, match="X has 2 columns, but in fit it had 3"):
        sr.SoftmaxRegression().fit(X, y).predict(X[:, :2])
