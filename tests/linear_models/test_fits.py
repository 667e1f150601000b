"""What all fitted models have in common, whatever the model."""

import numpy as np
import pandas as pd
import pytest

from derived.linear_models import (
    ElasticNet,
    Lasso,
    LinearRegression,
    LogisticRegression,
    Ridge,
    SoftmaxRegression,
    lasso_path,
    ridge_path,
)

rng = np.random.default_rng(0)
frame = pd.DataFrame(rng.standard_normal((30, 2)), columns=["area", "rooms"])
number = frame["area"] - 2 * frame["rooms"] + rng.standard_normal(30)
label = np.where(number + rng.standard_normal(30) > 0, "high", "low")

FITS = {
    type(model).__name__ + " without intercept" * (not model.intercept): model.fit(frame, y)
    for models, y in (
        ([LinearRegression(), LinearRegression(False), Ridge(0.1), Lasso(0.1), ElasticNet(0.1)], number),
        ([LogisticRegression(), LogisticRegression(1.0, False), SoftmaxRegression(1.0)], label),
    )
    for model in models
}


@pytest.mark.parametrize("name", FITS)
def test_every_fit_has_names_weights_predictions_and_a_score(name):
    fit = FITS[name]
    y = label if hasattr(fit, "classes_") else number
    assert fit.names == ("area", "rooms")
    assert np.shape(fit.coef_)[-1] == 2
    predicted = fit.predict(frame)
    assert predicted.shape == (30,)
    if y is label:
        assert fit.score(frame, y) == np.mean(predicted == y) > 0.5
        assert len(fit.decision_function(frame)) == 30
    else:
        np.testing.assert_allclose(predicted, fit.intercept_ + frame.to_numpy() @ fit.coef_)
        assert fit.score(frame, y) == pytest.approx(1 - np.var(y - predicted) / np.var(y), abs=0.01)


FITTING = {
    "LinearRegression": LinearRegression().fit,
    "Ridge": Ridge(1.0).fit,
    "Lasso": Lasso(1.0).fit,
    "ElasticNet": ElasticNet(1.0).fit,
    "lasso_path": lasso_path,
    "ridge_path": lambda X, y: ridge_path(X, y, [1.0]),
}


@pytest.mark.parametrize("name", FITTING)
@pytest.mark.parametrize(
    ("X", "y", "words"),
    [
        ([[1.0], [np.nan]], [1, 2], r"X\[1, 0\] is missing"),
        ([[1.0], [2.0]], [1, np.inf], r"y\[1\] is inf"),
        ([[1.0], [2.0]], [1, 2, 3], "y has 3 values, but 2 are needed"),
        (np.empty((0, 2)), [], "X is empty"),
        ([["a"], ["b"]], [1, 2], "X must be numeric"),
        ([[1.0], [2.0]], [[1], [2]], r"y\.ravel"),
    ],
)
def test_bad_input_is_told(name, X, y, words):
    with pytest.raises(ValueError, match=words):
        FITTING[name](X, y)


@pytest.mark.parametrize("name", FITS)
def test_every_fit_refuses_columns_in_another_order(name):
    with pytest.raises(ValueError, match="order"):
        FITS[name].predict(frame[["rooms", "area"]])
