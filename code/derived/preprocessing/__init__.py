"""Preprocessing: from a table with gaps and words to a matrix of numbers, learning from the training rows only.

A gap in a column of numbers is filled with the median of the column, and a second column tells where it was. A column
of words becomes a column of zeros and ones for each word but one, the reference: with all of them, and an intercept,
the columns would add up to each other. Words that are rare share a column. What is learned (medians, words, their
order) is learned in ``fit`` and used in ``transform``, so that a row held out has no part in it.

`imputation` fills gaps, `encoding` has columns of words as zeros and ones, `labels` one-hot rows, `scaling` mean zero
and deviation one, `polynomials` products of columns; `columns` does what each kind of column needs.
"""

from derived.preprocessing.columns import ColumnsByKind, Table
from derived.preprocessing.encoding import OneHot, OneHotEncoder
from derived.preprocessing.imputation import Imputation, Imputer
from derived.preprocessing.labels import one_hot
from derived.preprocessing.polynomials import PolynomialFeatures, Products
from derived.preprocessing.scaling import Standardization, StandardScaler

__all__ = [
    "ColumnsByKind",
    "Imputation",
    "Imputer",
    "OneHot",
    "OneHotEncoder",
    "PolynomialFeatures",
    "Products",
    "StandardScaler",
    "Standardization",
    "Table",
    "one_hot",
]
