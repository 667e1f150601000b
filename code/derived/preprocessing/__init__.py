"""Preprocessing: from a table to numbers that a model takes."""

from derived.preprocessing.tables import ColumnsByKind, Imputation, Imputer, OneHot, OneHotEncoder, Table

__all__ = [
    "ColumnsByKind",
    "Imputation",
    "Imputer",
    "OneHot",
    "OneHotEncoder",
    "Table",
]
