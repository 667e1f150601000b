"""The sigmoid, the softmax and the cross-entropies beside SciPy, with their laws."""

import numpy as np
import pytest
import scipy.special
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.special import expit

from derived import probability as pr

scores = arrays(float, (4, 3), elements=st.floats(-700, 700))


@given(scores)
@settings(deadline=None)
def test_softmax_and_logsumexp_are_scipys(Z):
    np.testing.assert_allclose(pr.softmax(Z), scipy.special.softmax(Z, axis=1), rtol=1e-13, atol=1e-300)
    np.testing.assert_allclose(pr.logsumexp(Z), scipy.special.logsumexp(Z, axis=1), rtol=1e-13, atol=1e-13)
    np.testing.assert_allclose(pr.softmax(Z[0]), pr.softmax(Z)[0], rtol=1e-14)
    assert pr.logsumexp(Z[0]) == pytest.approx(pr.logsumexp(Z)[0], rel=1e-14)


@given(scores, st.floats(-100, 100))
@settings(deadline=None)
def test_softmax_is_a_distribution_that_only_differences_decide(Z, c):
    P = pr.softmax(Z)
    np.testing.assert_allclose(P.sum(axis=1), 1, rtol=1e-14)
    np.testing.assert_allclose(pr.softmax(Z + c), P, rtol=1e-11, atol=1e-300)
    np.testing.assert_allclose(pr.logsumexp(Z + c), pr.logsumexp(Z) + c, rtol=1e-12, atol=1e-12)


def test_sigmoid_keeps_its_digits():
    z = np.array([-1000.0, -700.0, -40.0, -1.0, 0.0, 1.0, 40.0, 1000.0])
    np.testing.assert_allclose(pr.sigmoid(z), expit(z), rtol=1e-14)
    np.testing.assert_allclose(pr.log_odds(pr.sigmoid(z[1:6])), z[1:6], rtol=1e-13)


def test_cross_entropies_are_one_where_there_are_two_classes():
    z, y = np.array([-3.0, 0.0, 900.0]), np.array([0, 1, 1])
    Z, Y = np.column_stack([0 * z, z]), np.eye(2)[y]
    assert pr.categorical_cross_entropy(Z, Y) == pytest.approx(pr.binary_cross_entropy(z, y), rel=1e-14)


@pytest.mark.parametrize(
    ("Y", "said"),
    [
        ([[1, 1]], "row 0 of Y adds up to 2, but has to add up to one"),
        ([[0.5, 0.5], [0, 0]], "row 1 of Y adds up to 0"),
        ([[-1, 2]], r"Y\[0, 0\] is -1: it must be zero or more"),
    ],
)
def test_rows_of_probabilities_add_up_to_one(Y, said):
    with pytest.raises(ValueError, match=said):
        pr.categorical_cross_entropy(np.ones(np.shape(Y)), Y)
