"""The odds ratio beside statsmodels and beside logistic regression; its errors."""

import numpy as np
import pytest
import statsmodels.api as sm

from derived.linear_models import LogisticRegression
from derived.statistics import odds_ratio


def test_odds_ratio_agrees_with_statsmodels_and_with_the_regression():
    table = np.array([[8, 6], [3, 15]])
    theirs = sm.stats.Table2x2(table)
    ours = odds_ratio(table, level=0.9)
    np.testing.assert_allclose(ours.estimate, theirs.oddsratio, rtol=1e-14)
    np.testing.assert_allclose((ours.low, ours.high), theirs.oddsratio_confint(0.1), rtol=1e-12)
    x, y = np.repeat([1, 1, 0, 0], table.ravel()), np.repeat([1, 0, 1, 0], table.ravel())
    fit = LogisticRegression().fit(x, y)
    np.testing.assert_allclose(np.exp(fit.coef_[0]), ours.estimate, rtol=1e-10)
    np.testing.assert_allclose(fit.standard_errors[1], ours.standard_error, rtol=1e-10)
    np.testing.assert_allclose(np.exp(fit.confidence_intervals(0.9)[1]), (ours.low, ours.high), rtol=1e-9)


@pytest.mark.parametrize("table", [[[1, 2], [3, 0]], [1, 2, 3]])
def test_what_is_no_table_of_counts_is_told(table):
    with pytest.raises(ValueError, match="two by two positive counts"):
        odds_ratio(table)


def test_shares_are_no_counts():
    with pytest.raises(ValueError, match=r"table must hold counts, not shares of them: 0\.1 is not whole"):
        odds_ratio([[0.1, 0.2], [0.3, 0.4]])
