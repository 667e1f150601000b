"""NIST's Statistical Reference Datasets for linear regression: data, and answers certified to fifteen digits.

Source: NIST/ITL StRD, https://www.itl.nist.gov/div898/strd/lls/lls.shtml, a work of the United States government, in
the public domain. Numbers are read as fractions, exactly as printed.
"""

import json
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np


@dataclass(frozen=True, eq=False)
class Reference:
    """One data set: its design matrix and response in fractions, and the certified answers."""

    name: str
    X: np.ndarray
    y: np.ndarray
    intercept: bool
    weights: np.ndarray
    standard_errors: np.ndarray
    residual_standard_deviation: Fraction
    r_squared: Fraction

    def floats(self):
        """Features and response in floats, without the column of ones."""
        return self.X[:, int(self.intercept) :].astype(float), self.y.astype(float)


def load():
    """All eleven data sets."""
    text = Path(__file__).with_name("strd.json").read_text(encoding="utf-8")
    return [
        _reference(name, raw)
        for name, raw in json.loads(text, parse_float=Fraction, parse_int=Fraction)["sets"].items()
    ]


def _reference(name, raw):
    y, *x = np.array(raw["y_then_x"], dtype=object).T
    columns = [_column(label, x) for label in raw["columns"]]
    return Reference(
        name,
        np.array(columns, dtype=object).T,
        y,
        raw["columns"][0] == "1",
        np.array(raw["weights"], dtype=object),
        np.array(raw["standard_errors"], dtype=object),
        raw["residual_standard_deviation"],
        raw["r_squared"],
    )


def _column(label, x):
    """The column called 1, x, x^4 or x3."""
    if label == "1":
        return x[0] ** 0
    _, power, exponent = label.partition("^")
    return x[0] ** int(exponent) if power else x[int(label[1:] or 1) - 1]


def digits(found, certified):
    """How many digits of the worst entry are right: fifteen at most, as many as are certified."""
    errors = [
        abs(Fraction(float(a)) - b) / (abs(b) or 1) for a, b in zip(np.ravel(found), np.ravel(certified), strict=True)
    ]
    return min(15.0, -np.log10(max(float(max(errors)), 1e-300)))
