"""How arrays are drawn: of any rank, where that may matter, or with the structure that their letter has."""

from __future__ import annotations

from typing import Any

import numpy as np

from derived.algebra import exact
from derived.algebra.drawing import Draw, positive


def free(draw: Draw, dims: tuple[int, ...]) -> np.ndarray:
    """Independent entries; in a coarse instance, now and then one throughout; of any rank, where the instance asks."""
    if draw.any_rank and len(dims) == 2 and not draw.instance.has_symbols:
        return of_rank(draw, dims, draw.rng.randint(0, min(dims)))
    array = draw.array(dims)
    if draw.instance.coarse and dims and draw.rng.random() < 1 / 4:
        array[...] = array.flat[0]
    return array


def of_rank(draw: Draw, dims: tuple[int, ...], r: int) -> np.ndarray:
    """A product of two factors with `r` columns and rows, which has that rank but for a coincidence."""
    return draw.array((dims[0], r)) @ draw.array((r, dims[1])) + np.full(dims, draw.number(0), dtype=object)


def symmetric(draw: Draw, dims: tuple[int, ...]) -> np.ndarray:
    """A = Aᵀ; of any rank, where the instance asks."""
    A = draw.array(dims)
    A = np.where(np.tri(dims[0], dims[1], k=-1, dtype=np.bool_), A.T, A)
    if draw.any_rank and not draw.instance.has_symbols:
        B = draw.array((draw.rng.randint(0, dims[0]), dims[1]))
        signs = np.array([draw.rng.choice((-1, 1)) for _ in B], dtype=object)
        return (B.T * signs) @ B + np.full(dims, draw.number(0), dtype=object)
    return A


def positive_definite(draw: Draw, dims: tuple[int, ...]) -> np.ndarray:
    """A = BᵀB + δI with 0 < δ < 1 (B has fewer rows at times, if coarse); with free symbols, any symmetric A."""
    if draw.instance.has_symbols:
        return symmetric(draw, dims)
    B = draw.array((draw.rng.randint(0, dims[0]) if draw.instance.coarse else dims[0], dims[1]))
    return B.T @ B + np.diag(np.array([draw.share()] * dims[0], dtype=object)) + draw.number(0)


def positive_semidefinite(draw: Draw, dims: tuple[int, ...]) -> np.ndarray:
    """A = BᵀB, of any rank; with free symbols, any symmetric A."""
    if draw.instance.has_symbols:
        return symmetric(draw, dims)
    B = draw.array((draw.rng.randint(0, dims[0]), dims[1]))
    return B.T @ B + np.full(dims, draw.number(0), dtype=object)


def full_column_rank(draw: Draw, dims: tuple[int, ...]) -> np.ndarray:
    """Independent columns."""
    A = draw.array(dims)
    while not draw.instance.has_symbols and len(exact.reduce(A)[1]) < dims[1]:
        A = draw.array(dims)
    return A


def orthonormal(draw: Draw, dims: tuple[int, ...]) -> np.ndarray:
    """QᵀQ = I: the first columns of a product of reflections, which has fractions where its vectors do."""
    draw.not_symbolic("orthonormal")
    one = draw.number(1)
    n = dims[0]
    Q = np.array(np.diag(np.array([one] * n, dtype=object)), dtype=object)
    Q[Q == 0] = 0 * one
    for _ in range(n - draw.rng.randint(0, 1)):  # so that Q turns, or turns and mirrors
        v = draw.array((n,))
        while not any(v):
            v = draw.array((n,))
        Q = Q - np.multiply.outer(Q @ v, v) * (2 * one / (v @ v))
    return Q[:, : dims[1]]


def unit(draw: Draw, dims: tuple[int, ...]) -> np.ndarray:
    """A vector of length one."""
    return orthonormal(draw, (dims[0], 1))[:, 0]


def diagonal(draw: Draw, dims: tuple[int, ...]) -> np.ndarray:
    """Zero off the diagonal; here and there on it, too, where the instance asks for any rank."""
    zero: Any = draw.number(0)
    return np.where(np.eye(dims[0], dims[1], dtype=np.bool_), draw.array(dims), zero)


def increasing(draw: Draw, dims: tuple[int, ...]) -> np.ndarray:
    """Positive, each entry larger than the one before; with free symbols, which prove more, any numbers."""
    if draw.instance.has_symbols:
        return draw.array(dims)
    return np.array([positive(draw) for _ in range(dims[0])], dtype=object).cumsum()


def upper_triangular(draw: Draw, dims: tuple[int, ...]) -> np.ndarray:
    """Zero below the diagonal, positive on it."""
    A = draw.array(dims)
    A[np.tri(dims[0], dims[1], k=-1, dtype=np.bool_)] = draw.number(0)
    for i in range(min(dims)):
        A[i, i] = positive(draw) if not draw.instance.has_symbols else A[i, i]
    return A


def rank_deficient(draw: Draw, dims: tuple[int, ...]) -> np.ndarray:
    """Fewer independent columns than columns, perhaps none."""
    draw.not_symbolic("of deficient rank")
    return of_rank(draw, dims, draw.rng.randint(0, min(dims[0], dims[1] - 1)))


def probabilities(draw: Draw, dims: tuple[int, ...]) -> np.ndarray:
    """Positive entries that add up to one, in a vector or in each row of a matrix."""
    draw.not_symbolic("made of probabilities")
    weights = np.array([positive(draw) for _ in range(int(np.prod(dims)))], dtype=object).reshape(dims)
    return weights / weights.sum(axis=-1, keepdims=True)


def one_hot(draw: Draw, dims: tuple[int, ...]) -> np.ndarray:
    """A single one, else zeros, in a vector or in each row of a matrix."""
    draw.not_symbolic("of zeros and ones")
    rows = np.full((int(np.prod(dims[:-1])), dims[-1]), draw.number(0), dtype=object)
    for row in rows:
        row[draw.rng.randrange(dims[-1])] = draw.number(1)
    return rows.reshape(dims)
