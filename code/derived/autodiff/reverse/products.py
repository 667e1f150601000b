"""Products of arrays: matrices, vectors, stacks of matrices, sums over named axes; and what layers and solvers need."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from derived.autodiff.reverse.kinds import bilinear, primitive, summed_to
from derived.autodiff.reverse.recorded import instead_of, value_of

__all__ = [
    "affine",
]


def _turned(a: Any) -> Any:
    return a.T if np.ndim(a) == 2 else np.swapaxes(a, -1, -2)


def _matmul(a: Any, b: Any) -> Any:
    return np.matmul(a, b)


def _to_left(g: Any, a: Any, b: Any) -> Any:
    """G Bᵀ; a vector on the left is a row, one on the right a column."""
    if np.ndim(b) == 1:
        share = np.expand_dims(g, -1) * b if np.ndim(a) > 1 else g * b
    elif np.ndim(a) == 1:
        share = np.matmul(np.expand_dims(g, -2), _turned(b))[..., 0, :]
    else:
        share = np.matmul(g, _turned(b))
    return summed_to(np.shape(a), share)


def _to_right(g: Any, a: Any, b: Any) -> Any:
    """Aᵀ G, likewise."""
    if np.ndim(a) == 1:
        share = np.expand_dims(g, -2) * np.expand_dims(a, -1) if np.ndim(b) > 1 else g * a
    elif np.ndim(b) == 1:
        share = np.matmul(_turned(a), np.expand_dims(g, -1))[..., 0]
    else:
        share = np.matmul(_turned(a), g)
    return summed_to(np.shape(b), share)


matmul = instead_of(np.matmul)(bilinear("matmul", _matmul, _to_left, _to_right))


@instead_of(np.dot)
def dot(a: Any, b: Any) -> Any:
    """The product of numbers, vectors and matrices."""
    return a * b if np.ndim(a) == 0 or np.ndim(b) == 0 else matmul(a, b)


@instead_of(np.outer)
def outer(a: Any, b: Any) -> Any:
    """All products of an entry of one and an entry of the other."""
    return np.reshape(a, (-1, 1)) * np.reshape(b, (1, -1))


@instead_of(np.linalg.norm)
def norm(a: Any, axis: Any = None) -> Any:
    """The Euclidean length."""
    return np.sqrt(np.sum(a * a, axis=axis))


def _names(subscripts: str) -> tuple[str, str, str]:
    """The axes of both factors and of the result, as ``einsum`` names them."""
    both, arrow, result = subscripts.replace(" ", "").partition("->")
    first, _, second = both.partition(",")
    if not arrow or "." in subscripts or any(len(set(part)) < len(part) for part in (first, second)):
        raise ValueError(
            f"einsum of recorded arrays wants two factors and a result, such as 'ij,jk->ik', not {subscripts!r}"
        )
    return first, second, result


def _to_factor(g: Any, mine: str, other: str, result: str, factor: Any, shape: tuple[int, ...]) -> Any:
    """Sum over all axes that this factor does not have; one that only it has is spread."""
    known = "".join(axis for axis in mine if axis in other + result)
    share = np.einsum(f"{result},{other}->{known}", g, factor)
    return np.broadcast_to(
        np.reshape(share, [n if axis in known else 1 for axis, n in zip(mine, shape, strict=True)]), shape
    )


def _einsum_first(g: Any, a: Any, b: Any, subscripts: str) -> Any:
    first, second, result = _names(subscripts)
    return _to_factor(g, first, second, result, b, np.shape(a))


def _einsum_second(g: Any, a: Any, b: Any, subscripts: str) -> Any:
    first, second, result = _names(subscripts)
    return _to_factor(g, second, first, result, a, np.shape(b))


_einsum = bilinear("einsum", lambda a, b, subscripts: np.einsum(subscripts, a, b), _einsum_first, _einsum_second)


@instead_of(np.einsum)
def einsum(subscripts: str, a: Any, b: Any) -> Any:
    """The sum of products over axes by name."""
    _names(subscripts)
    return _einsum(a, b, subscripts=subscripts)


@lru_cache(maxsize=4)
def _ones(n: int, dtype: np.dtype) -> np.ndarray:
    """As many ones as a batch has rows, which most batches have as many of."""
    row = np.ones(n, dtype)
    row.setflags(write=False)
    return row


@primitive(
    [
        lambda g, y, X, W, b: np.dot(g, W.T),  # of two matrices it is the product, and begins sooner than @
        lambda g, y, X, W, b: np.dot(X.T, g),
        lambda g, y, X, W, b: np.dot(_ones(len(g), g.dtype), g),  # the sum over rows: a product adds up fastest
    ],
    [
        lambda t, y, X, W, b: np.dot(t, W),
        lambda t, y, X, W, b: np.dot(X, t),
        lambda t, y, X, W, b: np.broadcast_to(t, np.shape(y)),
    ],
)
def affine(X: Any, W: Any, b: Any) -> Any:
    """A layer: every row times a matrix, plus an offset.

    Parameters
    ----------
    X : array_like of shape (n, p)
        A row for each observation.
    W : array_like of shape (p, q)
        Weights.
    b : array_like of shape (q,)
        Offsets.

    Examples
    --------
    >>> affine(np.eye(2), np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([10.0, 20.0])).tolist()
    [[11.0, 22.0], [13.0, 24.0]]
    """
    y = np.dot(X, W)
    if type(y) is not np.ndarray or getattr(b, "dtype", None) != y.dtype:
        return y + b
    y += b  # in the memory that the product has taken already
    return y


# From A A⁻¹ = I follows dA⁻¹ = −A⁻¹ dA A⁻¹.
instead_of(np.linalg.inv)(
    primitive([lambda g, y, A: -_turned(y) @ g @ _turned(y)], [lambda t, y, A: -y @ t @ y])(np.linalg.inv)
)


# The differential of log |det A| is tr(A⁻¹ dA).
@primitive(
    [lambda g, y, A: np.reshape(g, (*np.shape(g), 1, 1)) * _turned(np.linalg.inv(A))],
    [lambda t, y, A: np.sum(_turned(np.linalg.inv(A)) * t, axis=(-1, -2))],
)
def log_determinant(A: Any) -> Any:
    """The logarithm of the absolute value of a determinant."""
    return np.linalg.slogdet(A)[1]


@instead_of(np.linalg.slogdet)
def slogdet(A: Any) -> tuple[Any, Any]:
    """The sign of a determinant, and the logarithm of its absolute value."""
    return np.linalg.slogdet(value_of(A))[0], log_determinant(A)


@instead_of(np.linalg.det)
def determinant(A: Any) -> Any:
    """The determinant of a matrix that has an inverse."""
    sign, logarithm = slogdet(A)
    return sign * np.exp(logarithm)


instead_of(np.linalg.solve)(
    primitive(
        [
            lambda g, y, A, b: -_outer_of_columns(np.linalg.solve(_turned(A), g), y),
            lambda g, y, A, b: np.linalg.solve(_turned(A), g),
        ],
        [lambda t, y, A, b: -np.linalg.solve(A, t @ y), lambda t, y, A, b: np.linalg.solve(A, t)],
    )(np.linalg.solve)
)


def _outer_of_columns(left: Any, right: Any) -> Any:
    return np.outer(left, right) if np.ndim(right) == 1 else left @ _turned(right)
