"""One table of weights for all models, with the intervals that belong to its level."""

import numpy as np
import pandas as pd
import pytest

from derived.linear_models import LinearRegression, LogisticRegression
from derived.statistics import critical_value, percent

rng = np.random.default_rng(0)
frame = pd.DataFrame(rng.standard_normal((30, 2)), columns=["area", "rooms"])
number = frame["area"] - 2 * frame["rooms"] + rng.standard_normal(30)
label = np.where(number + rng.standard_normal(30) > 0, "high", "low")
FITS = {"t": LinearRegression().fit(frame, number), "z": LogisticRegression().fit(frame, label)}


@pytest.mark.parametrize("statistic", FITS)
def test_models_have_one_table_of_weights(statistic):
    fit = FITS[statistic]
    table = fit.summary(0.999)
    assert table.index.tolist() == ["intercept", "area", "rooms"]
    assert [c for c in table.columns if c not in (statistic, "odds ratio")] == [
        "weight", "standard error", "p", "99.9% from", "99.9% to"
    ]  # fmt: skip
    np.testing.assert_allclose(table["weight"] / table["standard error"], fit.test_statistics)
    np.testing.assert_allclose((table["99.9% from"] + table["99.9% to"]) / 2, table["weight"])
    np.testing.assert_allclose(fit.standard_errors**2, np.diag(fit.covariance))


@pytest.mark.parametrize("statistic", FITS)
def test_a_level_is_a_probability(statistic):
    for ask in (FITS[statistic].confidence_intervals, FITS[statistic].summary):
        with pytest.raises(ValueError, match="below 1, not 95; it is a probability"):
            ask(95)


@pytest.mark.parametrize("df", [0, -3, np.nan, "a", -np.inf])
def test_degrees_of_freedom_are_above_zero(df):
    with pytest.raises(ValueError, match=f"df must be a number above 0, not {df!r}; infinitely many"):
        critical_value(0.95, df)


@pytest.mark.parametrize("share", ["a", np.nan])
def test_a_share_is_a_number(share):
    with pytest.raises(ValueError, match=f"share must be a number, not {share!r}"):
        percent(share)
