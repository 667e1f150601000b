"""What models that are not linear inherit as well."""

import numpy as np
import pytest

from derived.supervised import ClassificationFit, RegressionFit


class Nearest(ClassificationFit, RegressionFit):
    """What was observed at the nearest of few places."""

    def __init__(self, values):
        self.values = np.array(values)

    def predict(self, X):
        return self.values[np.abs(np.subtract.outer(np.ravel(X), np.arange(len(self.values)))).argmin(axis=1)]


def test_a_score_asks_for_no_weights():
    X, y = [[0.1], [0.9], [2.2], [1.8]], ["a", "b", "b", "b"]
    assert ClassificationFit.score(Nearest(["a", "b", "c"]), X, y) == 0.5
    assert RegressionFit.score(Nearest([1.0, 2.0, 6.0]), X, [1.0, 2.0, 6.0, 7.0]) == pytest.approx(1 - 1 / 26)


def test_labels_for_other_rows_are_told():
    with pytest.raises(ValueError, match=r"one length, not of shapes \(1,\), \(2,\)"):
        ClassificationFit.score(Nearest(["a", "b"]), [0, 1], ["a"])


def test_every_model_says_itself_what_it_predicts():
    for kind in (ClassificationFit, RegressionFit):
        with pytest.raises(NotImplementedError):
            kind().score([0, 1], [0, 1])
