"""Real data that ships with the book, and makers of synthetic data.

Every file has a source, terms and a SHA-256 that is checked when it is loaded: a data set that changed is an error, not
a different result. The makers take a generator, so that the same seed gives the same points everywhere.

`files` loads the real data, `synthetic` makes the other.
"""

from derived.datasets.files import (
    AMES,
    NAMES,
    WINDSOR,
    DataFileError,
    Dataset,
    load_ames,
    load_names,
    load_windsor,
)
from derived.datasets.synthetic import make_line, make_regression

__all__ = [
    "AMES",
    "NAMES",
    "WINDSOR",
    "DataFileError",
    "Dataset",
    "load_ames",
    "load_names",
    "load_windsor",
    "make_line",
    "make_regression",
]
