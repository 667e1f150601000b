"""Linear algebra: factors of a matrix, its rank, projections.

`factors` has scaled columns and the R of QR, `cholesky` the factor of ZᵀZ, `svd` the singular value decomposition, the
nearest matrix of low rank and the null space; `rank` which columns depend on each other, and the condition number;
`projections` an orthonormal basis and what is projected onto it; `orthogonalization` makes one as Gram and Schmidt did;
`power_iteration` finds an eigenvalue; `products` those more accurate, or with less memory, than ``@``.
"""

from derived.linear_algebra.cholesky import gram_factor, hessian_factor
from derived.linear_algebra.factors import EPS, inverse_factor, offsets, power_above, scale_columns, triangular_factor
from derived.linear_algebra.orthogonalization import gram_schmidt
from derived.linear_algebra.power_iteration import power_iteration
from derived.linear_algebra.products import accurate_product, weighted_gram
from derived.linear_algebra.projections import orthonormal_basis, projection
from derived.linear_algebra.rank import (
    RankDeficientError,
    check_full_column_rank,
    check_independent_columns,
    condition_number,
    rank,
)
from derived.linear_algebra.svd import low_rank, null_space, truncated_svd

__all__ = [
    "EPS",
    "RankDeficientError",
    "accurate_product",
    "check_full_column_rank",
    "check_independent_columns",
    "condition_number",
    "gram_factor",
    "gram_schmidt",
    "hessian_factor",
    "inverse_factor",
    "low_rank",
    "null_space",
    "offsets",
    "orthonormal_basis",
    "power_above",
    "power_iteration",
    "projection",
    "rank",
    "scale_columns",
    "triangular_factor",
    "truncated_svd",
    "weighted_gram",
]
