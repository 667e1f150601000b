"""Real data that ships with the book, and makers of synthetic data.

Every file has a source, terms and a SHA-256 that is checked when it is loaded: a data set that changed is an error, not
a different result. The makers take a generator, so that the same seed gives the same points everywhere.

`files` loads the real data that are tables, `images` those that are images, `synthetic` makes the other.
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
from derived.datasets.images import DIGITS28, Images, load_digits28
from derived.datasets.synthetic import make_line, make_regression, moons, spirals, xor

__all__ = [
    "AMES",
    "DIGITS28",
    "NAMES",
    "WINDSOR",
    "DataFileError",
    "Dataset",
    "Images",
    "load_ames",
    "load_digits28",
    "load_names",
    "load_windsor",
    "make_line",
    "make_regression",
    "moons",
    "spirals",
    "xor",
]
