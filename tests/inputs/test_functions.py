"""Every public function of arrays: small integers do not overflow, and what is no number is refused by name."""

import importlib
import inspect
import pkgutil

import numpy as np
import pandas as pd
import pytest

import derived
from derived import linear_algebra as la
from derived import linear_models as lm
from derived import metrics as me
from derived import model_selection as ms
from derived import optimization as op
from derived import preprocessing as pp
from derived import probability as pr
from derived import statistics as st
from derived.datasets import make_line, make_regression
from derived.linear_models import linear_regression, logistic_regression, ridge
from derived.linear_models.design import conditioned, of_like_lengths, shifted_design, unshifted
from derived.linear_models.lasso import active_set, alpha_max, best_weight, coordinate_descent, dual_gap, objective
from derived.linear_models.linear_regression.robust import sandwich_root
from derived.linear_models.penalized import scaled_penalty
from derived.linear_models.separation import separable_margins, separated_classes, separated_rows, separates
from derived.optimization.surfaces import SURFACES
from derived.show.controls import Choice, Slider
from derived.show.plotting import figure

X = [[120, 1], [3, 100], [50, 60]]
H = [[120, 1], [1, 100]]
LABELS, Y = [0, 1, 1], [[1, 0], [0, 1], [0, 1]]

# Each public function with arrays that small integers hold, though not their sums and products.
CALLS = {
    la.accurate_product: (X, [100, 120]),
    la.check_full_column_rank: (X, X),
    la.check_independent_columns: (X, ["a", "b"]),
    la.condition_number: (X,),
    la.gram_factor: (X,),
    la.gram_schmidt: (X,),
    la.inverse_factor: ([[120, 100], [0, 50]],),
    la.power_above: (X,),
    la.hessian_factor: (X, [100, 120, 90], [0, 1]),
    la.low_rank: (X, 1),
    la.null_space: ([[120, 100]],),
    la.offsets: (X,),
    la.orthonormal_basis: (X,),
    la.projection: (X,),
    la.rank: (X,),
    la.scale_columns: (X,),
    la.triangular_factor: (X,),
    la.truncated_svd: (X,),
    la.weighted_gram: (X, [100, 120, 90]),
    lm.add_intercept: (X,),
    lm.centered: (X, [120, 100, 90], True),
    of_like_lengths: (X,),
    shifted_design: (X, True),
    conditioned: (X, True),
    unshifted: ([100, 120], [120]),
    scaled_penalty: ([100, 120], [2, 4]),
    lm.fit_line: ([100, 120, 1], [90, 120, 100]),
    linear_regression.error_bound: (H,),
    linear_regression.refine: (X, [120, 100, 90], [1, 2], H),
    linear_regression.rss: (X, [120, 100, 90], [100, 120]),
    linear_regression.rss_gradient: (X, [120, 100, 90], [100, 120]),
    linear_regression.rss_hessian: (X,),
    linear_regression.solve_normal_equations: (X, [120, 100, 90]),
    linear_regression.solve_qr: (X, [120, 100, 90]),
    linear_regression.solve_svd: (X, [120, 100, 90]),
    ridge.degrees_of_freedom: (X, 100),
    ridge.ridge_gradient: (X, [120, 100, 90], [100, 120], 100),
    ridge.ridge_loss: (X, [120, 100, 90], [100, 120], 100),
    ridge.shrinkage: ([120, 100], 100),
    ridge.solve_cholesky: (X, [120, 100, 90], 100),
    ridge.solve_svd: (X, [120, 100, 90], 100),
    lm.lasso_path: (X, [120, 100, 90], [100, 50]),
    active_set: (H, [100, 120], 10, 5, [0, 0]),
    alpha_max: (X, [120, 100, 90]),
    best_weight: ([120, 100, 90], [100, 120, 90], 10),
    coordinate_descent: (X, [120, 100, 90], 100),
    dual_gap: (X, [120, 100, 90], [1, 2], 100),
    objective: (X, [120, 100, 90], [100, 120], 10),
    lm.soft_threshold: ([120, 100], 100),
    sandwich_root: (X, [[120, 1], [0, 100]], [120, 100, 90], [0, 0, 0]),
    pr.binary_cross_entropy: ([120, 100], [0, 1]),
    pr.categorical_cross_entropy: (X, [[1, 0], [0, 1], [0, 1]]),
    logistic_regression.log_loss: (X, LABELS, [100, 120]),
    logistic_regression.log_loss_gradient: (X, LABELS, [100, 120]),
    logistic_regression.log_loss_hessian: (X, [1, 0]),
    pr.log_odds: ([0, 1],),
    logistic_regression.newton: (X, [1, 0, 1], [100, 120]),
    pr.sigmoid: ([120, 100],),
    lm.cross_entropy: (X, Y, H),
    lm.cross_entropy_gradient: (X, Y, H),
    lm.cross_entropy_hessian: (X, H),
    pr.logsumexp: (X,),
    pr.softmax: (X,),
    pr.softmax_jacobian: ([120, 100],),
    separable_margins: (X,),
    separated_classes: (X, Y),
    separated_rows: (X, LABELS),
    separates: (X, Y, H),
    me.brier_score: (LABELS, [0, 1, 1]),
    me.mean_squared_error: ([120, 100, 90], [0, 0, 1]),
    me.r_squared: ([120, 100, 90], [0, 0, 1]),
    ms.bias_and_variance: (X, [100, 120]),
    ms.leave_one_out_residuals: ([120, 100], [0, 1], [0, 0]),
    op.best_rate: (H,),
    op.contraction: (H, 1),
    op.newton_step: (H, [100, 120]),
    op.stable_rate: (H,),
    st.odds_ratio: (H,),
    st.adjust_benjamini_hochberg: ([0, 1, 1],),
    st.adjust_bonferroni: ([0, 1, 1],),
    st.chi_squared_test: ([[120, 1], [3, 100]],),
    st.estimate_difference: ([120, 100, 90], [100, 127]),
    st.estimate_mean: ([120, 100, 90],),
    st.f_test: ([120, 100, 90], [100, 127]),
    st.percentile_interval: ([120, 100, 90],),
    st.permutation_test: ([120, 100, 90], [100, 127]),
}


def numbers_in(value):
    """All numbers of a result, whatever it is made of."""
    if isinstance(value, tuple | list):
        return [number for part in value for number in numbers_in(part)]
    if hasattr(value, "__dict__") and not isinstance(value, np.ndarray):
        return numbers_in(list(vars(value).values()))
    return [] if value is None else np.ravel(np.asarray(value, dtype=float)).tolist()


def called_with(f, change):
    """The function on its arrays, each of them changed; numbers and truth values stay."""
    return f(*(change(a) if isinstance(a, list) and not isinstance(a[0], str) else a for a in CALLS[f]))


@pytest.mark.parametrize("f", CALLS, ids=lambda f: f.__name__)
@pytest.mark.parametrize("dtype", [np.int8, np.uint8, np.float16, object])
def test_arrays_of_any_type_give_what_floats_give(f, dtype):
    right = numbers_in(called_with(f, lambda a: np.array(a, dtype=float)))
    np.testing.assert_allclose(numbers_in(called_with(f, lambda a: np.array(a, dtype=dtype))), right, rtol=1e-12)
    np.testing.assert_allclose(numbers_in(called_with(f, lambda a: a)), right, rtol=1e-12)


@pytest.mark.parametrize("f", CALLS, ids=lambda f: f.__name__)
@pytest.mark.parametrize("dtype", ["Int8", "UInt8", "Float32"])
def test_containers_of_pandas(f, dtype):
    def table(a):
        return pd.DataFrame(a, dtype=dtype) if np.ndim(a) == 2 else pd.Series(a, dtype=dtype)

    right = numbers_in(called_with(f, lambda a: np.array(a, dtype=float)))
    np.testing.assert_allclose(numbers_in(called_with(f, table)), right, rtol=1e-12)


def spoiled(a, wrong):
    """An array whose last entry is wrong."""
    array = np.array(a, dtype=object)
    array[(-1,) * array.ndim] = wrong
    return array


@pytest.mark.parametrize("f", CALLS, ids=lambda f: f.__name__)
@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda a: spoiled(a, np.nan), "missing|nan"),
        (lambda a: spoiled(a, None), "missing"),
        (lambda a: spoiled(a, pd.NA), "missing"),
        (lambda a: spoiled(a, "1"), "text|different kinds"),
        (lambda a: np.ma.array(a, mask=np.ones(np.shape(a))), "masked"),
        (lambda a: np.array(a).astype(str), "text|numbers"),
        (lambda a: np.array(a) * 1j, "complex|sorted|different"),
    ],
    ids=["nan", "None", "NA", "text", "masked", "texts", "complex"],
)
def test_what_is_no_number_is_refused(f, change, words):
    with pytest.raises(ValueError, match=words):
        called_with(f, change)


ARRAYLESS = {  # what takes no arrays, or is tested with its own kind
    "accuracy", "as_array", "as_floats", "as_frame", "as_labels", "as_matrix", "as_ranked", "as_single_or_double",
    "as_two_classes", "as_unrounded", "as_vector", "backtracking", "batches", "binary", "calibration_curve",
    "check_gradient",
    "check_names", "choice", "classes_of", "column_names", "confusion_matrix", "constant", "cosine", "count",
    "counted_labels", "cross_val_loss", "distinct", "entries", "exponential", "function", "generator",
    "gradient_descent", "inverse_time", "k_fold", "kind_of", "like_input", "line_search_descent", "load_ames",
    "load_windsor", "make_line", "make_regression", "moons", "newton", "not_negative", "number", "number_of_rows",
    "numerical_gradient", "one_hot", "penalties", "percent", "precision_recall_curve", "probabilities",
    "critical_value", "ridge_path", "roc_curve", "same_columns", "same_labels", "settle", "settle_penalized",
    "stochastic_gradient_descent", "stochastic_walk", "take_rows", "takes", "train_test_split", "truth",
    "walk", "warn_unless", "with_intercept",
    "arrived", "goal_height", "heat", "load_race", "overall", "performance_profile", "performance_ratios", "price",
    "starts_on", "steps_to_goal",
    "load_digits28", "load_names", "spirals", "xor",
    "entropy", "fit_gaussian", "kl_divergence", "kl_of_normals", "normal_posterior", "posterior", "power_iteration",
    "bootstrap", "run", "wilson", "with_restarts",
    "clipped", "coordinates", "cos_of_root", "orthogonalized", "points", "symmetric", "walk_many", "warm_up",
} | {surface.f.__name__ for surface in SURFACES.values()}  # fmt: skip


PACKAGES = "inputs linear_algebra linear_models metrics model_selection optimization preprocessing probability "
PACKAGES += "statistics datasets"


def test_no_public_function_is_forgotten():
    found = set()
    for package in PACKAGES.split():
        path = derived.__path__[0] + f"/{package}"
        names = [f"derived.{package}", *(m.name for m in pkgutil.walk_packages([path], f"derived.{package}."))]
        for module in map(importlib.import_module, names):
            offered = [getattr(module, name) for name in getattr(module, "__all__", [])]
            found |= {thing.__name__ for thing in offered if inspect.isfunction(thing)}
    assert found - {f.__name__ for f in CALLS} - ARRAYLESS == set()


# Functions that take functions, or are differentiated, and makers of data.


@pytest.mark.parametrize("surface", SURFACES.values(), ids=lambda surface: surface.name)
@pytest.mark.parametrize("dtype", [np.int8, np.uint8, np.float16])
def test_surfaces_at_small_integers(surface, dtype):
    x = [[3, 2], [1, 4]]
    np.testing.assert_allclose(surface.f(np.array(x, dtype)), surface.f(np.array(x, float)), rtol=1e-12)


@pytest.mark.parametrize("dtype", [np.int8, np.uint8])
def test_walks_of_small_integers(dtype):
    start, target = np.array([100, 120], dtype), np.array([1, 2], dtype)

    def gradient(x):
        return 2 * (x - target)

    def f(x):
        return ((x - target) ** 2).sum()

    assert op.gradient_descent(gradient, start, np.float32(0.25)).x.round(5).tolist() == [1, 2]
    assert op.line_search_descent(f, gradient, start).x.round(5).tolist() == [1, 2]
    assert op.newton(gradient, lambda x: np.array([[2, 0], [0, 2]], dtype), start).x.tolist() == [1, 2]
    assert op.check_gradient(f, gradient, start).success
    assert op.backtracking(f, start, gradient(start.astype(float)), rate=dtype(1)) == 0.5
    whole = op.numerical_gradient(lambda x: np.uint8(x.sum()), np.array([100], dtype), np.array([50], dtype))
    assert whole.tolist() == [1.0]


@pytest.mark.parametrize("value", ["1", None, np.ma.array([1.0], mask=True), [1j]], ids=repr)
def test_gradients_that_are_no_numbers(value):
    with pytest.raises(ValueError, match=r"the gradient|masked|missing"):
        op.gradient_descent(lambda x: value, [1.0], 0.1)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: op.gradient_descent(None, [1.0], 0.1), "gradient"),
        (lambda: op.gradient_descent(np.sin, ["1"], 0.1), "start"),
        (lambda: op.gradient_descent(np.sin, [1.0], "0.1"), "rate"),
        (lambda: op.gradient_descent(np.sin, [1.0], None), "rate"),
        (lambda: op.gradient_descent(np.sin, [1.0], 0.1, tolerance=None), "tolerance"),
        (lambda: op.gradient_descent(np.sin, [1.0], 0.1, max_steps=2.5), "max_steps"),
        (lambda: op.gradient_descent(np.sin, [1.0], 0.1, max_steps=np.inf), "max_steps"),
        (lambda: op.walk(np.sin, [1.0], op.GradientDescent), "optimizer"),
        (lambda: op.walk(np.sin, [1.0], 0.1), "optimizer"),
        (lambda: op.newton(np.sin, [[1.0]], [1.0]), "hessian"),
        (lambda: op.contraction([[1.0]], "1"), "rate"),
        (lambda: op.cosine(0.1, steps=2.5), "steps"),
        (lambda: op.backtracking(np.sum, [1.0], [1.0], share=None), "share"),
        (lambda: list(op.batches(10, True, np.random.default_rng(0))), "batch_size"),
        (lambda: list(op.batches(10, 5, np.random.RandomState(0))), "rng"),
        (lambda: op.check_gradient(np.sum, 2, [1.0]), "gradient"),
        (lambda: make_line(None), "rng"),
        (lambda: make_line(np.random.default_rng(0), n=2.5), "n must"),
        (lambda: make_line(np.random.default_rng(0), noise=np.nan), "noise"),
        (lambda: make_line(np.random.default_rng(0), slope="4"), "slope"),
        (lambda: make_regression(np.random.default_rng(0), 5, ["1"]), "w must"),
        (lambda: make_regression(np.random.default_rng(0), 5, [1], correlation=None), "correlation"),
        (lambda: me.calibration_curve([0, 1], [0.1, 0.2], groups=None), "groups"),
        (lambda: lm.lasso_path([[1.0]], [1.0], True), "alphas"),
        (lambda: lm.lasso_path([[1.0], [2.0]], [1.0, 3.0], 5, eps="1"), "eps"),
        (lambda: lm.ridge_path([[1.0], [2.0]], [1.0, 3.0], [1], intercept=1), "intercept"),
        (lambda: ms.cross_val_loss(lm.Ridge(), [1, 2], [1, 2], ms.k_fold(2, 2), loss=None), "loss"),
        (lambda: ms.Pipeline(pp.StandardScaler(), lm.Ridge()), "steps"),
        (lambda: ms.Pipeline([pp.StandardScaler], lm.Ridge()), "steps"),
        (lambda: ms.Pipeline([], None), "model"),
        (lambda: ms.cross_val_loss(None, [1, 2], [1, 2], ms.k_fold(2, 2)), "model"),
        (lambda: ms.cross_val_loss(lm.Ridge, [1, 2], [1, 2], ms.k_fold(2, 2)), "model"),
        (lambda: ms.cross_val_loss(lm.Ridge(), [1, 2], [1, 2], 2), "folds"),
        (lambda: ms.cross_val_loss(lm.Ridge(), [1, 2], [1, 2], [0, 1]), "folds"),
        (lambda: ms.cross_val_loss(lm.Ridge(), [1, 2], [1, 2], [([0], [2])]), "folds"),
        (lambda: op.gradient_descent(np.sin, [1.0], 0.1, keep=2.5), "keep"),
        (lambda: st.critical_value(95), "level"),
    ],
)
def test_wrong_settings_are_named(call, name):
    with pytest.raises(ValueError, match=name):
        call()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Slider("rate", np.array([3, 2, 1], np.uint8), 2), "must be finite and rise"),
        (lambda: Slider("rate", ["1", "2"], 1), "a text and not a number"),
        (lambda: Slider("rate", np.ma.array([1, 2], mask=[0, 1]), 1), "masked"),
        (lambda: Slider("rate", [1, 2], None), "start"),
        (lambda: Slider(None, [1, 2], 1), "label"),
        (lambda: Choice("method", ["a", 1], "a"), "options must be texts"),
        (lambda: figure(None, "y"), "label"),
        (lambda: figure("x", "y", columns=True), "columns"),
    ],
)
def test_wrong_controls_and_figures(make, words):
    with pytest.raises(ValueError, match=words):
        make()


def test_a_slider_of_small_integers():
    slider = Slider("size", np.array([1, 100, 200], np.uint8), np.uint8(100))
    assert slider.begin == 1 and slider.words == ["1", "100", "200"]
