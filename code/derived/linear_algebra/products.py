"""Products of matrices: more accurate, or with less memory, than `@` alone."""

from __future__ import annotations

import numpy as np

from derived.inputs import count, not_negative, takes

__all__ = [
    "accurate_product",
    "weighted_gram",
]


@takes(A="m n", v="n")
def accurate_product(A: np.ndarray, v: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The product A @ v to more digits than a float holds: rounded to floats, and what the rounding cut off.

    The leading bits of A and of v are taken apart, so few that their products add up without any rounding; what is
    left is small, and so is its rounding error.

    Parameters
    ----------
    A : ndarray of shape (m, n)
    v : ndarray of shape (n,)

    Returns
    -------
    product, remainder : ndarray of shape (m,)

    References
    ----------
    Ozaki, Ogita, Oishi and Rump, Error-free transformations of matrix multiplication, Numerical Algorithms 59 (2012),
    95-118; Knuth, *The Art of Computer Programming*, volume 2, section 4.2.2, for the exact error of a sum.

    Examples
    --------
    >>> A, v = np.array([[1 + 2**-40, 1.0]]), np.array([1 - 2**-40, -1.0])
    >>> A @ v, sum(accurate_product(A, v)) == -(2.0**-80)
    (array([0.]), array([ True]))
    """
    bits = (53 - int(np.ceil(np.log2(len(v))))) // 2
    A_head, v_head = _leading_bits(A, bits), _leading_bits(v, bits)
    head, rest = A_head @ v_head, A_head @ (v - v_head) + (A - A_head) @ v
    total = head + rest
    from_rest = total - head
    return total, (head - (total - from_rest)) + (rest - from_rest)


def _leading_bits(A: np.ndarray, bits: int) -> np.ndarray:
    unit = np.ldexp(1.0, np.frexp(np.abs(A).max(axis=-1, keepdims=True))[1] - bits)
    return np.round(A / unit) * unit


@takes(X="n d", s=("n", not_negative), rows=count())
def weighted_gram(X: np.ndarray, s: np.ndarray, rows: int = 2048) -> np.ndarray:
    """The product Xᵀ diag(s) X, so many rows at a time that a block and its copy stay in the processor's cache.

    Parameters
    ----------
    X : ndarray of shape (n, d)
    s : ndarray of shape (n,)
        Not negative.
    rows : int
        The size of a block.

    Examples
    --------
    >>> weighted_gram(np.array([[1.0], [2.0]]), np.array([3.0, 4.0]))
    array([[19.]])
    """
    root = np.sqrt(s)[:, np.newaxis]
    total = np.zeros((X.shape[1], X.shape[1]))
    for start in range(0, len(X), rows):
        block = X[start : start + rows] * root[start : start + rows]
        total += block.T @ block
    return total
