"""Naive Bayes beside scikit-learn."""

import numpy as np
import pandas as pd
import pytest
from sklearn.datasets import load_digits
from sklearn.naive_bayes import BernoulliNB

from derived.supervised import NaiveBayes

digits = load_digits()
INK = (digits.data >= 8).astype(float)


@pytest.mark.parametrize("extra", [1e-3, 1.0, 10.0])
def test_it_is_scikit_learns(extra):
    ours = NaiveBayes(extra).fit(INK[:900], digits.target[:900])
    theirs = BernoulliNB(alpha=extra).fit(INK[:900], digits.target[:900])
    np.testing.assert_allclose(np.log(ours.yes), theirs.feature_log_prob_, rtol=1e-11, atol=1e-14)
    np.testing.assert_allclose(ours.predict_proba(INK[900:]), theirs.predict_proba(INK[900:]), rtol=1e-8, atol=1e-300)
    assert ours.score(INK[900:], digits.target[900:]) == theirs.score(INK[900:], digits.target[900:])


def test_names_of_columns_are_kept():
    X = pd.DataFrame({"fever": [1, 1, 0, 0], "cough": [1, 0, 1, 0]})
    fit = NaiveBayes().fit(X, ["flu", "flu", "none", "none"])
    assert fit.names == ("fever", "cough")
    assert fit.predict(X).tolist() == ["flu", "flu", "none", "none"]
    with pytest.raises(ValueError, match="in the order"):
        fit.predict(X[["cough", "fever"]])


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: NaiveBayes(extra=0), "would forbid that class"),
        (lambda: NaiveBayes().fit([[0, 2], [1, 1]], [0, 1]), r"X\[0, 1\] is 2: it must be 0 or 1"),
        (lambda: NaiveBayes().fit([[0], [1]], [0, 1]).predict([[0.5]]), r"X\[0, 0\] is 0.5"),
        (lambda: NaiveBayes().fit([[0], [1]], ["a", "a"]), "two"),
    ],
)
def test_what_cannot_be_counted_is_refused(make, said):
    with pytest.raises(ValueError, match=said):
        make()
