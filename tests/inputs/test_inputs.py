"""What counts as numbers, labels, names and settings: every container that holds them, and whatever does not."""

import copy
import datetime
import pickle
import re
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from derived import inputs

# Numbers.

TYPES = ["b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "g", ">f8", ">i2"]


@pytest.mark.parametrize("dtype", TYPES)
def test_arrays_of_every_type_become_floats(dtype):
    given = np.array([1, 0, 1], dtype=dtype)
    for read in (inputs.as_vector, inputs.as_array, inputs.entries):
        array = read(given, "y")
        assert array.dtype == float and array.tolist() == [1, 0, 1]


@pytest.mark.parametrize("dtype", TYPES)
def test_only_floats_of_32_bits_stay_so_for_networks(dtype):
    given = np.array([1, 0, 1], dtype=dtype)
    array = inputs.as_single_or_double(given, "X")
    assert array.dtype == (np.float32 if dtype == "f4" else float) and array.tolist() == [1, 0, 1]
    assert (array is given) == (dtype in ("f4", "f8"))


@pytest.mark.parametrize("dtype", [np.float32, float])
def test_what_networks_do_not_compute_with(dtype):
    holed = np.array([[1, np.nan], [np.inf, 2]], dtype)
    assert inputs.as_single_or_double(holed, "X") is holed
    with pytest.raises(ValueError, match=r"X\[0, 1\] is missing \(nan\)"):
        inputs.as_single_or_double(holed, "X", finite=True)
    with pytest.raises(ValueError, match=r"X\[0, 0\] is missing \(masked\)"):
        inputs.as_single_or_double(np.ma.array(holed, mask=holed == 1), "X")
    halves = np.array([Fraction(1, 2)], dtype=object)
    assert inputs.as_single_or_double(halves, "X", exact=True) is halves
    assert inputs.as_single_or_double(halves, "X").dtype == float


@pytest.mark.parametrize(
    "given",
    [
        [1, 2],
        (1.0, 2),
        [True, 2],
        np.array([1, 2], dtype=object),
        [Fraction(1), Decimal(2)],
        [np.int8(1), np.float32(2)],
        range(1, 3),
        pd.Series([1, 2], index=["a", "b"]),
        pd.Series([1, 2], dtype="Int8"),
        pd.Series([1, 2], dtype="Float32"),
        pd.array([1, 2], dtype="UInt8"),
        pd.Index([1, 2]),
        pd.Series([1, 2], dtype=object),
        np.ma.array([1, 2], mask=[False, False]),
        np.array([1, 9, 2])[::2],
    ],
    ids=lambda given: type(given).__name__,
)
def test_containers_of_numbers(given):
    vector = inputs.as_vector(given, "y")
    assert type(vector) is np.ndarray and vector.dtype == float and vector.tolist() == [1, 2]


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame({"a": [1, 2], "b": [3.0, 4]}),
        pd.DataFrame({"a": [True, False], "b": [3.0, 4]}).assign(a=[1, 2]),
        pd.DataFrame({"a": [1, 2], "b": [3, 4]}, dtype="Int64"),
        pd.DataFrame({"a": [1, 2], "b": pd.array([3, 4], dtype="Float64")}),
        pd.DataFrame({"a": [1, 2], "b": [3, 4]}, dtype="uint8"),
        pd.DataFrame({"a": [1, 2], "b": [3, 4]}, dtype=object),
        pd.DataFrame([[1, 3], [2, 4]]),
        pd.DataFrame([[1, 3], [2, 4]], columns=["a", "a"]),
    ],
)
def test_tables_of_numbers(frame):
    assert inputs.as_matrix(frame).tolist() == [[1, 3], [2, 4]]


def test_truth_values_are_zeros_and_ones():
    frame = pd.DataFrame({"a": [True, False], "b": pd.array([False, True], dtype="boolean"), "c": [0.5, 1]})
    assert inputs.as_matrix(frame).tolist() == [[1, 0, 0.5], [0, 1, 1]]


MISSING_SAID = r"^\S+\[.*\].* is missing \(\S+\)(, as \d in all are)?: leave such rows out, or fill them in first$"
MISSING = [
    [1.0, np.nan],
    [1, None],
    [1, pd.NA],
    [1, pd.NaT],
    [1.0, np.ma.masked],
    np.ma.array([1, 2], mask=[False, True]),
    [np.ma.array([1, 2], mask=[False, True]), [3, 4]],
    np.array([1, np.nan]),
    np.array([1, None], dtype=object),
    pd.Series([1, None]),
    pd.Series([1, None], dtype="Int64"),
    pd.Series([True, None], dtype="boolean"),
    pd.array([1, None], dtype="Float64"),
    pd.DataFrame({"a": [1, 2], "b": [1, None]}),
    pd.DataFrame({"a": [1, 2], "b": pd.array([1, None], dtype="Int64")}),
    pd.DataFrame({"a": [1, 2], "b": [None, 1]}, dtype=object),
]


@pytest.mark.parametrize("given", MISSING, ids=lambda given: type(given).__name__)
@pytest.mark.parametrize("read", [inputs.as_matrix, inputs.as_array, inputs.entries, inputs.as_ranked])
def test_what_is_missing_is_no_number(read, given):
    with pytest.raises(ValueError, match=MISSING_SAID):
        read(given, "X")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (["1", "2"], r"X must be numeric: X\[0\] is '1', a text and not a number"),
        ([1, "2"], r"X\[1\] is '2', a text"),
        ([b"1"], r"X\[0\] is b'1', a text"),
        (np.array([["1"], ["2"]], dtype=object), r"X\[0, 0\] is '1', a text"),
        (np.array(["1"]), r"X\[0\] is '1', a text"),
        (np.array(["1"], dtype=np.dtypes.StringDType()), r"X\[0\] is '1', a text"),
        (pd.Series(["1", "2"]), r"X\[0\] is '1', a text"),
        (pd.DataFrame({"a": [1, 2], "b": ["1", "2"]}), r"X\[0, 1\] \(column b\) is '1', a text"),
        (pd.Categorical([1, 2]), "it is categorical"),
        (pd.DataFrame({"a": [1, 2], "grade": pd.Categorical([1, 2])}), "X must be numeric: column grade is categor"),
        ([1, 2j], "not a real number|complex"),
        (np.array([1j]), "complex128"),
        (np.array(["2020-01-01"], dtype="M8[D]"), "datetime64"),
        (np.array([3], dtype="m8[D]"), "timedelta64"),
        ([np.timedelta64(3, "D")], "not a real number|timedelta64"),
        ([datetime.date(2020, 1, 1)], "of type date, not a real number"),
        (pd.DataFrame({"a": pd.to_datetime(["2020-01-01"])}), "not a real number"),
        ({"a": [1, 2]}, "of type dict, not a real number"),
        ([[1, 2], [3]], "inhomogeneous"),
        ([1, np.inf], r"X\[1\] is inf"),
        ([10**400], "too large for a float"),
    ],
)
def test_what_is_no_number(given, words):
    with pytest.raises(ValueError, match=words):
        inputs.as_matrix(given)


def test_the_place_of_a_gap_in_a_table_is_told_by_name():
    with pytest.raises(ValueError, match=r"X\[1, 0\] \(column area\) is missing \(nan\): "):
        inputs.as_matrix(pd.DataFrame({"area": [1.0, np.nan]}))


@pytest.mark.parametrize("last", [np.nan, np.inf])
@pytest.mark.parametrize("order", ["C", "F"])
def test_a_gap_is_found_in_a_large_array(last, order):
    X = np.ones((50, 40), order=order)
    X[49, 39] = last
    with pytest.raises(ValueError, match=r"X\[49, 39\]"):
        inputs.as_matrix(X)
    assert inputs.as_matrix(np.full((50, 40), 1e300)).shape == (50, 40)


@pytest.mark.parametrize(
    "given",
    [
        [2**53, 2**53 + 1],
        np.array([2**53, 2**53 + 1]),
        np.array([2**53, 2**53 + 1], dtype=np.uint64),
        np.array([2**53, 2**53 + 1], dtype=object),
        [0.5, 2**53 + 1],
        pd.Series([2**53, 2**53 + 1], dtype="Int64"),
        pd.DataFrame({"a": [0.5, 1], "b": [2**53, 2**53 + 1]}),
    ],
    ids=lambda given: type(given).__name__,
)
def test_no_whole_number_is_rounded(given):
    with pytest.raises(ValueError, match="9007199254740993, which a float would round to 9007199254740992"):
        inputs.as_matrix(given)


def test_large_whole_numbers_that_are_floats_are_accepted():
    assert inputs.as_vector([2**60, -(2**53), 10**22]).tolist() == [2.0**60, -(2.0**53), 1e22]


@pytest.mark.parametrize(
    "given",
    [
        [2**53 + 1, 2**53, -5],
        np.array([2**53 + 1, 2**53, -5]),
        [2**63, 2**63 - 1, -5],
        pd.array([2**53 + 1, 2**53, -5], dtype="Int64"),
    ],
)
def test_numbers_to_be_put_in_order_keep_their_digits(given):
    ranked = inputs.as_ranked(given, "score")
    assert np.argsort(ranked).tolist() == [2, 1, 0] and len(np.unique(ranked)) == 3


def test_nothing_is_changed_and_matrices_are_copies():
    X = np.ones((2, 2))
    inputs.as_matrix(X)[0, 0] = 7
    inputs.as_vector(X[0])[0] = 7
    assert (X == 1).all()


# Labels.


@pytest.mark.parametrize(
    ("given", "classes"),
    [
        (["b", "a", "b"], ["a", "b"]),
        ([True, False], [False, True]),
        ([2, 1.5], [1.5, 2]),
        (np.array([200, 3], np.uint8), [3, 200]),
        (np.array(["b", "a"], dtype=object), ["a", "b"]),
        (pd.Series(["b", "a"]), ["a", "b"]),
        (pd.Categorical(["b", "a", "b"]), ["a", "b"]),
        (pd.Categorical(["low", "high"], categories=["low", "middle", "high"], ordered=True), ["low", "high"]),
        (pd.array([3, 1], dtype="Int64"), [1, 3]),
        (pd.array([True, False], dtype="boolean"), [False, True]),
        ([2**53 + 1, 2**53], [2**53, 2**53 + 1]),
        ([2**53 + 1, 0.5], [0.5, 2**53 + 1]),
        ([b"b", b"a"], [b"a", b"b"]),
        (np.ma.array(["a", "b"], mask=False), ["a", "b"]),
        (["nan", "None"], ["None", "nan"]),
    ],
)
def test_labels_and_their_classes(given, classes):
    found, codes = inputs.as_labels(given)
    assert found.tolist() == classes
    assert found[codes].tolist() == np.asarray(given, dtype=object).tolist()


def test_dates_are_labels():
    days = pd.to_datetime(["2020-01-02", "2020-01-01"])
    for given in (days, days.to_numpy(), list(days), [d.date() for d in days]):
        assert inputs.as_labels(given)[1].tolist() == [1, 0]


@pytest.mark.parametrize("gap", [np.nan, None, pd.NA, pd.NaT, np.ma.masked], ids=repr)
@pytest.mark.parametrize("label", ["a", 1, True], ids=repr)
def test_a_missing_label_is_no_label(gap, label):
    with pytest.raises(ValueError, match=MISSING_SAID):
        inputs.as_labels([label, gap, label])
    entries = np.array([label, None, label], dtype=object)
    entries[1] = gap
    with pytest.raises(ValueError, match=r"y\[1\] is missing"):
        inputs.as_labels(entries)


@pytest.mark.parametrize(
    "given",
    [
        pd.array([1, pd.NA], dtype="Int64"),
        pd.Series(["a", None]),
        pd.Series(["a", None], dtype=object),
        pd.Series(["a", None], dtype="string"),
        pd.Categorical(["a", None]),
        np.array([1, np.nan]),
        np.array(["2020", "NaT"], dtype="M8[Y]"),
        np.ma.array(["a", "b"], mask=[False, True]),
    ],
)
def test_missing_labels_in_every_container(given):
    with pytest.raises(ValueError, match="missing"):
        inputs.as_labels(given)


@pytest.mark.parametrize(
    "given",
    [[1, "a"], ["1", 1], [True, 2], [True, 1, 0], [True, "True"], ["a", b"a"], [1, datetime.date(2020, 1, 1)]],
    ids=repr,
)
def test_labels_of_different_kinds_are_not_mixed(given):
    for container in (list, tuple, lambda v: np.array(v, dtype=object), lambda v: pd.Series(v, dtype=object)):
        with pytest.raises(ValueError, match="different kinds"):
            inputs.as_labels(container(given))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ([], "shape"),
        ([["a"], ["b"]], "shape"),
        (pd.DataFrame({"a": ["a", "b"]}), "shape"),
        ("ab", "shape"),
        ([1j, 2j], "cannot|sorted"),
        (["a", "a"], "all labels are a"),
    ],
)
def test_what_is_no_vector_of_labels(given, words):
    with pytest.raises(ValueError, match=words):
        inputs.as_labels(given)


def test_labels_side_by_side():
    truth, answers, both = inputs.same_labels(["a", "bb"], np.array(["a", "b"], dtype=object))
    assert (truth == answers).tolist() == [True, False] and both.kind == "text"
    truth, answers, _ = inputs.same_labels([2**53 + 1, 1], np.array([2.0**53, 1]))
    assert (truth == answers).tolist() == [False, True]
    days = pd.to_datetime(["2020-01-02", "2020-01-01"])
    truth, answers, _ = inputs.same_labels(days, [d.to_pydatetime() for d in days])
    assert (truth == answers).all()


# Names.


def test_names_are_kept_and_told_from_those_made_up():
    assert inputs.column_names(pd.DataFrame(columns=["a", 1]), 2) == ("a", "1")
    assert inputs.column_names(pd.Series([1], name="a"), 1) == ("a",)
    made = inputs.column_names(np.ones((2, 2)), 2)
    assert made == ("x1", "x2") and not made.given
    for again in (copy.deepcopy(made), pickle.loads(pickle.dumps(made))):
        assert again == made and not again.given


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        (["b", "a"], r"in the order \['b', 'a'\], but .* order \['a', 'b'\]: write X\[\['a', 'b'\]\]"),
        (["a", "c"], "lacks columns that were there in fit: b, but has others: c"),
        (["a"], "lacks columns that were there in fit: b"),
        (["a", "b", "c"], "not there in fit: c"),
        (["x1", "x2"], "lacks columns"),
    ],
)
def test_other_names_are_refused(columns, words):
    frame = pd.DataFrame([range(len(columns))], columns=columns)
    with pytest.raises(ValueError, match=words):
        inputs.same_columns(frame, inputs.ColumnNames(["a", "b"]))


def test_where_one_has_no_names_the_number_of_columns_counts():
    named, nameless = inputs.ColumnNames(["a", "b"]), inputs.ColumnNames(["x1", "x2"], given=False)
    assert inputs.same_columns([[1, 2]], named).shape == (1, 2)
    assert inputs.same_columns(pd.DataFrame({"x2": [1], "x1": [2]}), nameless).tolist() == [[1, 2]]
    with pytest.raises(ValueError, match="X has 1 columns, but in fit it had 2"):
        inputs.same_columns([1, 2], named)


def test_names_that_collide():
    for columns in (["a", "a"], [1, "1"]):
        with pytest.raises(ValueError, match="two columns called"):
            inputs.column_names(pd.DataFrame([[1, 2]], columns=columns), 2)
    with pytest.raises(ValueError, match="called 'intercept'"):
        inputs.with_intercept(inputs.ColumnNames(["a", "intercept"]))


def without_address(value: object) -> str:
    """What a value says of itself, but where it lies: several processes have to give a test the same name."""
    return re.sub(r" at 0x\w+", "", repr(value), flags=re.IGNORECASE)


# Settings.

WRONG_NUMBERS = [None, "1", b"1", np.nan, np.inf, True, np.True_, 1j, [1.0], (1,), {}, np.ones(2), pd.NA, pd.NaT]
WRONG_NUMBERS += [np.timedelta64(1), np.str_("1"), object(), -1, np.int8(-1), -1e-300, Decimal(-1), Fraction(-1, 2)]


@pytest.mark.parametrize("value", WRONG_NUMBERS, ids=without_address)
def test_wrong_numbers(value):
    with pytest.raises(ValueError, match="penalty must be a number of at least 0, not "):
        inputs.number(at_least=0)(value, "penalty")
    with pytest.raises(ValueError, match="steps must be a whole number of at least 1, not "):
        inputs.count()(value, "steps")


@pytest.mark.parametrize("value", [2, 2.0, np.uint8(2), np.float16(2), np.array(2), Fraction(2), Decimal(2)], ids=repr)
def test_numbers_of_every_type(value):
    for rule, kind in ((inputs.number(), float), (inputs.count(), int)):
        assert type(rule(value, "a")) is kind and rule(value, "a") == 2


@pytest.mark.parametrize("value", [0, 0.5, 2.5, np.float64(1.5), Fraction(3, 2)], ids=repr)
def test_no_counts(value):
    with pytest.raises(ValueError, match="k must be a whole number of at least 1"):
        inputs.count()(value, "k")


def test_ends_of_a_range():
    share = inputs.number(above=0, at_most=1, hint="a share")
    assert share(1, "s") == 1 and share(1e-300, "s") == 1e-300
    for wrong in (0, 1.1):
        with pytest.raises(ValueError, match=r"s must be a number above 0 and at most 1, not .*; a share"):
            share(wrong, "s")
    with pytest.raises(ValueError, match="below 1"):
        inputs.number(at_least=0, below=1)(1, "s")


@pytest.mark.parametrize("value", [None, 0, 1, "True", "no", np.nan, [], np.array([True])], ids=repr)
def test_what_is_no_truth_value(value):
    with pytest.raises(ValueError, match="intercept must be True or False, not "):
        inputs.truth(value, "intercept")


@pytest.mark.parametrize("value", [None, 1, "lu", ["qr"], {"qr"}, b"qr"], ids=repr)
def test_what_is_no_choice(value):
    with pytest.raises(ValueError, match="method must be one of qr, svd, not "):
        inputs.choice(["qr", "svd"])(value, "method")


@pytest.mark.parametrize("value", [None, 0, np.random, np.random.RandomState(0), "rng"], ids=without_address)
def test_what_is_no_generator(value):
    with pytest.raises(ValueError, match=r"rng must be a numpy\.random\.Generator"):
        inputs.generator(value, "rng")


# Contracts.


@inputs.takes(X="n p", y="n", w="p | p m", penalty=" | p", start="p", alpha=inputs.number(above=0))
def body(X, y, w, penalty=0.0, start=None, *, alpha=1.0):
    return X, y, w, penalty, start, alpha


@pytest.mark.parametrize(
    "container", [list, lambda v: np.array(v, np.uint8), pd.DataFrame, lambda v: np.array(v, order="F")]
)
def test_arguments_arrive_as_floats(container):
    X, y, w, penalty, _, alpha = body(container([[200, 100], [200, 100]]), y=[1, 2], w=np.ones((2, 3), int), alpha=2)
    assert X.dtype == y.dtype == w.dtype == float and type(X) is np.ndarray and X.sum() == 600
    assert w.shape == (2, 3) and penalty == 0.0 and type(alpha) is float
    assert body(X, y, [1, 2], [1, 1], start=None)[4] is None


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (([[1, 2]], [1, 2], [1, 2]), r"y has shape \(2,\), but \(n,\) is needed, where X has n = 1"),
        (([[1, 2]], [1], [1]), r"w has shape \(1,\), but \(p,\) or \(p, m\) is needed, where X has p = 2"),
        (([[1, 2]], [[1]], [1, 2]), r"y has shape \(1, 1\), but \(n,\) is needed"),
        (([[1, 2]], [1], [1, 2], [1]), r"penalty has shape \(1,\), but \(\) or \(p,\) is needed"),
        ((np.empty((0, 2)), [], [1, 2]), "X is empty"),
        (([[1, 2]], [1], 3.0), r"w has shape \(\)"),
        (([[1, np.nan]], [1], [1, 1]), "missing"),
        ((np.ma.array([[1, 2]], mask=[[0, 1]]), [1], [1, 1]), "masked"),
        (([["1", "2"]], [1], [1, 1]), "a text and not a number"),
        (([[1, 2]], [1], [1, 1], "1"), "penalty must be numeric"),
        (([[1, 2]], [1], [1, 1], None), r"penalty is missing \(None\)"),
    ],
)
def test_contracts_that_are_broken(arguments, words):
    with pytest.raises(ValueError, match=words):
        body(*arguments)


def test_a_vector_counts_as_one_column():
    assert body([1, 2], [1, 2], [1])[0].shape == (2, 1)


def test_python_tells_of_wrong_calls():
    for call in (
        lambda: body(),
        lambda: body([1], [1], [1], X=[1]),
        lambda: body(1, 2, 3, 4, 5, 6),
        lambda: body([1], [1], [1], b=1),
    ):
        with pytest.raises(TypeError):
            call()
