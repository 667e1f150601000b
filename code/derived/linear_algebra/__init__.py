"""Linear algebra: factors of a matrix, its rank, projections."""

from derived.linear_algebra.factors import (
    RankDeficientError,
    accurate_product,
    as_matrix,
    as_vector,
    check_full_column_rank,
    condition_number,
    gram_factor,
    orthonormal_basis,
    projection,
    rank,
    scale_columns,
    triangular_factor,
)

__all__ = [
    "RankDeficientError",
    "accurate_product",
    "as_matrix",
    "as_vector",
    "check_full_column_rank",
    "condition_number",
    "gram_factor",
    "orthonormal_basis",
    "projection",
    "rank",
    "scale_columns",
    "triangular_factor",
]
