"""The data sets that ship, and the makers."""

import dataclasses

import numpy as np
import pytest
from sklearn.datasets import make_moons

from derived import datasets


@pytest.mark.parametrize("data", [datasets.AMES, datasets.NAMES, datasets.WINDSOR])
def test_data_are_what_they_say(data):
    frame = data.load()
    assert len(frame) == data.rows
    assert set(data.columns) <= set(frame.columns)
    assert not frame.isna().any().any()


def test_known_values():
    ames, windsor = datasets.load_ames(), datasets.load_windsor()
    assert (ames["Sale_Price"].min(), ames["Sale_Price"].max()) == (12789, 755000)
    assert (ames["Mas_Vnr_Type"] == "None").sum() == 1775
    assert windsor["price"].iloc[0] == 42000
    assert set(windsor["driveway"]) == {"yes", "no"}


def test_a_changed_file_is_refused():
    tampered = dataclasses.replace(datasets.WINDSOR, sha256="0" * 64)
    with pytest.raises(datasets.DataFileError, match="install the package again"):
        tampered.load()


def test_every_load_is_fresh():
    frame = datasets.load_windsor()
    frame.loc[0, "price"] = -1
    assert datasets.load_windsor()["price"].iloc[0] == 42000


def test_makers_are_seeded_and_follow_their_model():
    x, y = datasets.make_line(np.random.default_rng(1), n=20000, intercept=3, slope=4, noise=0.5)
    again = datasets.make_line(np.random.default_rng(1), n=20000, intercept=3, slope=4, noise=0.5)
    np.testing.assert_array_equal([x, y], again)
    assert 0 <= x.min() < x.max() <= 2
    np.testing.assert_allclose((y - 3 - 4 * x).std(), 0.5, rtol=0.02)
    X, _ = datasets.make_regression(np.random.default_rng(2), 20000, [1, 1, 1], correlation=0.6)
    np.testing.assert_allclose(np.corrcoef(X.T)[np.triu_indices(3, 1)], 0.6, atol=0.02)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda rng: datasets.make_line(rng, n=0), "at least 1"),
        (lambda rng: datasets.make_line(rng, noise=-1), "noise must be a number of at least 0"),
        (lambda rng: datasets.make_line(rng, low=2, high=1), "must have a range"),
        (lambda rng: datasets.make_regression(rng, 0, [1]), "at least 1"),
        (lambda rng: datasets.make_regression(rng, 3, [1], noise=-1), "noise must be a number of at least 0"),
        (lambda rng: datasets.make_regression(rng, 3, [1], correlation=1), "below 1"),
    ],
)
def test_bad_wishes(make, words):
    with pytest.raises(ValueError, match=words):
        make(np.random.default_rng(0))


def test_corners_of_exclusive_or():
    X, y = datasets.xor(np.random.default_rng(0), n=4000, noise=0.3)
    assert X.shape == (4000, 2) and np.bincount(y).tolist() == [2000, 2000]
    for corner in ([1, 1], [1, -1], [-1, -1], [-1, 1]):
        near = (np.sign(X) == corner).all(axis=1)
        np.testing.assert_allclose(X[near].mean(axis=0), corner, atol=0.05)
        assert np.mean(y[near] == (corner[0] != corner[1])) > 0.99


@pytest.mark.parametrize("n", [2, 7, 200])
def test_moons_are_those_of_scikit_learn(n):
    X, y = datasets.moons(np.random.default_rng(0), n=n, noise=0)
    theirs, labels = make_moons(n, shuffle=False, noise=None)
    ours, in_order = np.lexsort((*X.T, y)), np.lexsort((*theirs.T, labels))
    np.testing.assert_allclose(np.sort(X[y == 1], axis=0), np.sort(theirs[labels == 1], axis=0), atol=1e-12)
    np.testing.assert_allclose(np.sort(X[y == 0], axis=0), np.sort(theirs[labels == 0], axis=0), atol=1e-12)
    assert (y[ours] == labels[in_order]).all()


@pytest.mark.parametrize("classes", [2, 3, 5])
def test_arms_of_a_spiral_are_one_arm_turned(classes):
    X, y = datasets.spirals(np.random.default_rng(0), n=20 * classes, classes=classes, turns=1.5, noise=0)
    assert np.bincount(y).tolist() == [20] * classes
    z = X[:, 0] + 1j * X[:, 1]
    turned = z * np.exp(-2j * np.pi * y / classes)
    first = np.sort_complex(turned[y == 0])
    for arm in range(1, classes):
        np.testing.assert_allclose(np.sort_complex(turned[y == arm].round(12)), first.round(12), atol=1e-9)
    np.testing.assert_allclose(np.exp(1j * np.angle(turned)), np.exp(2j * np.pi * 1.5 * np.abs(z)), atol=1e-9)


@pytest.mark.parametrize("make", [datasets.xor, datasets.moons, datasets.spirals])
def test_classes_are_seeded_and_in_random_order(make):
    (X, y), (again, labels) = (make(np.random.default_rng(3), n=61) for _ in range(2))
    assert (again == X).all() and (y == labels).all() and len(y) == 61
    assert 10 < np.sum(y[1:] != y[:-1]) < 50
    assert (make(np.random.default_rng(4), n=61)[0] != X).any()
    for wrong in (dict(n=0), dict(noise=-0.1)):
        with pytest.raises(ValueError, match="at least"):
            make(np.random.default_rng(0), **wrong)


def test_names_are_letters_and_each_stands_once_in_order():
    names = datasets.load_names()
    assert names["name"].str.fullmatch("[a-z]+").all()
    assert names["name"].is_unique and names["name"].is_monotonic_increasing
    assert (names[["women", "men"]].max(axis=1) >= 0).all()
    assert names.loc[names["women"].idxmax(), "name"] == "mary" and names.loc[names["men"].idxmax(), "name"] == "james"
