"""Inputs: what the functions of the package accept, judged in one place and by one rule.

**Numbers** may be Python's, NumPy's of any type, fractions and decimals, alone or in lists, tuples, arrays, Series,
DataFrames and pandas' nullable arrays. They become floats before anything is computed, so that small integers cannot
overflow. Refused, with their place, are values that are missing (NaN, None, NA, NaT, masked entries), infinite ones,
texts, even such as "1", dates, complex numbers, categories, and whole numbers that a float would round, beyond 2⁵³.

**Labels** may be texts, numbers, truth values or dates, all of one kind in a vector, and of the same kind where two
vectors are compared. The classes are sorted; those of an ordered Categorical keep its order. Missing ones are refused.

**Names** of columns are kept from a DataFrame or a Series. Names that are numbers count as their texts. A model or a
scaler that was fitted on names, in a pipeline too, refuses others, or another order; the steps for tables of numbers
and words find their columns by name, wherever they stand. Data without names are accepted by their number of columns.
Names that collide, given or made, are refused.

**Settings** may be of NumPy's types too. A count may be a float that is whole. No truth value counts as a number, and
no number as a truth value.

What is refused raises a ValueError that names the argument, the value and the place, and says what to do.

`values` judges a single value, `missing` whether there is one, `numeric` whether it is a number; `arrays` has vectors
and matrices of them, `tables` those with names, and `columns` the names; `labels` and `rows` are what they say,
`settings` are for numbers, counts and choices. `contracts` writes all that above a function, in the letters of its
docstring.
"""

from derived.inputs.arrays import (
    as_array,
    as_floats,
    as_matrix,
    as_ranked,
    as_single_or_double,
    as_unrounded,
    as_vector,
)
from derived.inputs.columns import ColumnNames, check_names, column_names, distinct, with_intercept
from derived.inputs.contracts import binary, entries, not_negative, probabilities, takes
from derived.inputs.labels import as_labels, as_two_classes, classes_of, counted_labels, same_labels
from derived.inputs.rows import number_of_rows, take_rows
from derived.inputs.settings import choice, count, function, generator, number, settle, truth
from derived.inputs.tables import as_frame, like_input, same_columns
from derived.inputs.values import kind_of

__all__ = [
    "ColumnNames",
    "as_array",
    "as_floats",
    "as_frame",
    "as_labels",
    "as_matrix",
    "as_ranked",
    "as_single_or_double",
    "as_two_classes",
    "as_unrounded",
    "as_vector",
    "binary",
    "check_names",
    "choice",
    "classes_of",
    "column_names",
    "count",
    "counted_labels",
    "distinct",
    "entries",
    "function",
    "generator",
    "kind_of",
    "like_input",
    "not_negative",
    "number",
    "number_of_rows",
    "probabilities",
    "same_columns",
    "same_labels",
    "settle",
    "take_rows",
    "takes",
    "truth",
    "with_intercept",
]
