"""Tables as pandas keeps them: rows, and columns with names."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd


def _as_frame(X: Any, fitted: tuple[str, ...] | None = None) -> pd.DataFrame:
    """`X` as a DataFrame with rows and columns; with `fitted`, these columns in this order."""
    if not isinstance(X, pd.DataFrame):
        raise ValueError(f"X must be a DataFrame, whose columns have names, not {type(X).__name__}")
    if X.empty:
        raise ValueError(f"X is empty: it has shape {X.shape}; give at least one row and one column")
    if fitted is None:
        return X
    missing = [c for c in fitted if c not in X.columns]
    if missing:
        raise ValueError(f"X lacks columns that were there in fit: {', '.join(missing)}")
    return X[list(fitted)]


def _as_numbers(frame: pd.DataFrame) -> pd.DataFrame:
    words = [str(c) for c in frame if not pd.api.types.is_numeric_dtype(frame[c])]
    if words:
        raise ValueError(f"{', '.join(words)} is not numeric: encode categories with OneHotEncoder")
    infinite = [str(c) for c in frame if np.isinf(frame[c].to_numpy(float)).any()]
    if infinite:
        raise ValueError(f"{', '.join(infinite)} has infinite values: make them gaps (NaN) or leave the rows out")
    return frame.astype(float)
