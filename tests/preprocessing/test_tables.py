"""Preprocessing beside scikit-learn's, and what it must never learn from rows that are held out."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import impute, preprocessing

from derived.datasets import load_ames
from derived.preprocessing import ColumnsByKind, Imputer, OneHotEncoder, StandardScaler, one_hot

WORDS = ["Foundation", "Neighborhood", "Roof_Matl"]
NUMBERS = ["Lot_Frontage", "Lot_Area", "Year_Built"]


@pytest.fixture(scope="module")
def ames():
    frame = load_ames()[[*WORDS, *NUMBERS]]
    frame["Lot_Frontage"] = frame["Lot_Frontage"].where(frame["Lot_Frontage"] > 0)
    return frame.iloc[:2000], frame.iloc[2000:]


# Numbers.


def test_imputer_is_scikit_learns(ames):
    train, test = (part[NUMBERS] for part in ames)
    theirs = impute.SimpleImputer(strategy="median", add_indicator=True).fit(train)
    ours = Imputer().fit(train)
    np.testing.assert_array_equal(ours.transform(test), theirs.transform(test))
    assert ours.transform(test).columns.tolist() == [*NUMBERS, "Lot_Frontage missing"]
    assert ours.transform(test).index.equals(test.index)
    assert Imputer(flag=False).fit(train).transform(test).columns.tolist() == NUMBERS


@given(st.lists(st.none() | st.floats(-1e6, 1e6), min_size=1).filter(lambda values: any(v is not None for v in values)))
@settings(deadline=None)
def test_imputed_columns_keep_what_is_known_and_have_no_gaps(values):
    frame = pd.DataFrame({"x": np.array(values, dtype=float)})
    filled = Imputer(flag=False).fit(frame).transform(frame)["x"]
    known = frame["x"].notna()
    assert filled.notna().all()
    assert filled[known].equals(frame["x"][known])
    assert (filled[~known] == frame["x"].median()).all()


def test_a_gap_that_training_did_not_have_is_filled_too():
    learned = Imputer().fit(pd.DataFrame({"x": [1, 2, 6]}))
    assert learned.transform(pd.DataFrame({"x": [np.nan]})).to_numpy().tolist() == [[2]]


# Words.


@pytest.mark.parametrize("min_count", [1, 10, 100])
def test_one_hot_is_scikit_learns(ames, min_count):
    train, test = (part[WORDS] for part in ames)
    ours = OneHotEncoder(min_count, reference=False, unknown="zeros").fit(train)
    theirs = preprocessing.OneHotEncoder(
        min_frequency=min_count, handle_unknown="infrequent_if_exist", sparse_output=False
    ).fit(train)
    for part in (train, test):
        np.testing.assert_array_equal(ours.transform(part), theirs.transform(part))
    names = [n.replace("_infrequent_sklearn", "=other") for n in theirs.get_feature_names_out()]
    assert [n.replace("=", "_") for n in ours.transform(test)] == [n.replace("=", "_") for n in names]


def test_the_commonest_word_is_the_reference(ames):
    train, _ = ames
    learned = OneHotEncoder(min_count=5).fit(train[WORDS])
    assert learned.references_ == {c: train[c].value_counts().idxmax() for c in WORDS}
    theirs = preprocessing.OneHotEncoder(drop=list(learned.references_.values()), sparse_output=False).fit(train[WORDS])
    ours = OneHotEncoder().fit(train[WORDS])
    np.testing.assert_array_equal(ours.transform(train), theirs.transform(train[WORDS]))


def test_with_references_columns_are_independent_beside_an_intercept(ames):
    train, _ = ames
    for reference, lacking in ((True, 0), (False, len(WORDS))):
        Z = OneHotEncoder(min_count=20, reference=reference).fit(train[WORDS]).transform(train).to_numpy()
        A = np.column_stack([np.ones(len(Z)), Z])
        assert np.linalg.matrix_rank(A) == A.shape[1] - lacking


@given(st.lists(st.sampled_from("abcd"), min_size=1, max_size=30), st.integers(1, 5))
@settings(deadline=None)
def test_each_row_has_a_single_one(words, min_count):
    frame = pd.DataFrame({"w": words})
    Z = OneHotEncoder(min_count, reference=False).fit(frame).transform(frame)
    assert (Z.sum(axis=1) == 1).all()
    counts = frame["w"].value_counts()
    assert Z.get("w=other", pd.Series([0.0])).sum() == counts[counts < min_count].sum()


def test_words_never_seen():
    learned = OneHotEncoder().fit(pd.DataFrame({"w": ["a", "b", "b"]}))
    new = pd.DataFrame({"w": ["a", "z"]})
    with pytest.raises(ValueError, match="w has the word 'z', which was never seen"):
        learned.transform(new)
    lenient = OneHotEncoder(unknown="zeros").fit(pd.DataFrame({"w": ["a", "b", "b"]}))
    assert lenient.transform(new).to_numpy().tolist() == [[1], [0]]
    rare = OneHotEncoder(min_count=2).fit(pd.DataFrame({"w": ["a", "b", "b"]}))
    assert rare.transform(new).columns.tolist() == ["w=other"]
    assert rare.transform(new).to_numpy().tolist() == [[1], [1]]


# Both.


def test_columns_by_kind(ames):
    train, test = ames
    learned = ColumnsByKind(words=OneHotEncoder(min_count=20, unknown="zeros")).fit(train)
    made = learned.transform(test)
    assert made.columns[:4].tolist() == [*NUMBERS, "Lot_Frontage missing"]
    np.testing.assert_array_equal(
        made.iloc[:, 4:], OneHotEncoder(min_count=20, unknown="zeros").fit(train[WORDS]).transform(test)
    )
    assert ColumnsByKind().fit(train[NUMBERS]).transform(test).shape == (len(test), 4)
    assert learned.transform(test[test.columns[::-1]]).equals(made)  # columns are found by name


def test_rows_held_out_have_no_part(ames):
    train, test = ames
    learned = ColumnsByKind(words=OneHotEncoder(unknown="zeros")).fit(train)
    changed = test.assign(Lot_Area=10**9, Foundation="Sand")
    assert (
        learned.transform(pd.concat([train, test]))
        .iloc[: len(train)]
        .equals(learned.transform(pd.concat([train, changed])).iloc[: len(train)])
    )


def test_the_table_is_left_alone(ames):
    train, _ = ames
    before = train.copy()
    ColumnsByKind().fit(train).transform(train)
    assert train.equals(before)


# Bad input.


@pytest.mark.parametrize(
    ("step", "frame", "message"),
    [
        (Imputer(), [[1.0]], "must be a DataFrame"),
        (Imputer(), pd.DataFrame({"x": []}), "empty"),
        (Imputer(), pd.DataFrame({"x": ["a"]}), r"X\[0, 0\] \(column x\) is 'a', a text and not a number"),
        (Imputer(), pd.DataFrame({"y": [1, 2], "x": [None, "a"]}), r"X\[1, 1\] \(column x\) is 'a', a text"),
        (Imputer(), pd.DataFrame({"x": pd.Categorical([1, None])}), "X must be numeric: column x is categorical"),
        (Imputer(), pd.DataFrame({"x": [np.nan]}), "x has no value at all"),
        (Imputer(), pd.DataFrame({"x": [np.inf]}), "x has infinite values"),
        (OneHotEncoder(), pd.DataFrame({"w": ["a", None]}), r"X\[1, 0\] \(column w\) is missing \(\w+\): leave"),
        (StandardScaler(), pd.DataFrame({"x": [1, 2], "z": [1.0, np.nan]}), r"X\[1, 1\] \(column z\) is missing"),
        (StandardScaler(), pd.DataFrame({"x": ["b", "b"], "z": [1, None]}), r"X\[1, 1\] \(column z\) is missing"),
        (StandardScaler(), pd.DataFrame({"y": [1, 2], "x": [1, "b"]}), r"X\[1, 1\] \(column x\) is 'b', a text"),
        (OneHotEncoder(), np.array([["a"]]), "must be a DataFrame"),
        (ColumnsByKind(), [[1.0]], "must be a DataFrame"),
    ],
)
def test_bad_tables_are_told(step, frame, message):
    with pytest.raises(ValueError, match=message):
        step.fit(frame)


@pytest.mark.parametrize(
    ("step", "column", "message"),
    [
        (Imputer(), [1.0, "a"], "is 'a', a text and not a number"),
        (OneHotEncoder(), ["a", np.nan], r"is missing \(nan\)"),
    ],
)
def test_the_place_is_that_in_the_table_given(step, column, message):
    fit = step.fit(pd.DataFrame({"x": column[:1] * 2}))
    with pytest.raises(ValueError, match=rf"X\[1, 1\] \(column x\) {message}"):
        fit.transform(pd.DataFrame({"not used": ["b", None], "x": column}))


def test_a_masked_entry_is_a_gap():
    frame = pd.DataFrame({"x": pd.Series([1.0, np.ma.masked, 3.0], dtype=object)})
    assert Imputer().fit(frame).transform(frame).to_numpy().tolist() == [[1, 0], [2, 1], [3, 0]]


def test_a_column_that_is_lacking_is_told(ames):
    train, test = ames
    with pytest.raises(ValueError, match="lacks columns that were there in fit: Lot_Area"):
        Imputer().fit(train[NUMBERS]).transform(test.drop(columns="Lot_Area"))


@pytest.mark.parametrize("wrong", [{"min_count": 0}, {"unknown": "guess"}])
def test_bad_settings_are_told(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        OneHotEncoder(**wrong)


def test_one_hot():
    Y, classes = one_hot(pd.Series(["b", "a", "b"]))
    assert classes.tolist() == ["a", "b"]
    assert Y.tolist() == [[0, 1], [1, 0], [0, 1]]
    assert one_hot([True, False])[1].tolist() == [False, True]
