"""The eigenvalue that is largest in size, by multiplying again and again."""

from __future__ import annotations

import numpy as np

from derived.inputs import count, number, takes
from derived.linear_algebra.factors import power_above

__all__ = ["power_iteration"]


@takes(A="n n", start="n", tolerance=number(above=0), max_steps=count())
def power_iteration(
    A: np.ndarray, start: np.ndarray, tolerance: float = 1e-12, max_steps: int = 10_000
) -> tuple[float, np.ndarray, int]:
    """Multiply a vector by A, make it unit, and repeat, until its direction stays.

    Parameters
    ----------
    A : ndarray of shape (n, n)
        Symmetric.
    start : ndarray of shape (n,)
        Not zero, and best drawn at random: at a right angle to the eigenvector that is looked for it would not find it.
    tolerance : float
        It stops where ‖Av − λv‖ is no more than this share of ‖Av‖.
    max_steps : int
        How many products it may take.

    Returns
    -------
    value : float
        The eigenvalue that is largest in size, vᵀAv.
    vector : ndarray of shape (n,)
        Of length one.
    steps : int
        How many products it took. With each, what is wrong shrinks by the ratio of the two largest sizes.

    Raises
    ------
    ValueError
        If A is not symmetric, or the start is zero or is taken to zero.
    RuntimeError
        If the direction does not settle, as where two eigenvalues are λ and −λ.

    See Also
    --------
    numpy.linalg.eigh : All eigenvalues at once.

    Examples
    --------
    >>> value, vector, steps = power_iteration([[2, 1], [1, 2]], start=[1, 0])
    >>> round(value, 9), vector.round(6)
    (3.0, array([0.707107, 0.707107]))
    """
    largest = np.abs(A).max()
    if np.abs(A - A.T).max() > 1e-12 * largest:
        raise ValueError("A is not symmetric: its eigenvalues may be complex; use numpy.linalg.eig")
    unit = power_above(A)  # so that squares of large entries do not overflow, and those of small ones do not vanish
    A, v = A / unit, _unit(start, "start is zero: begin with a vector that has a direction, such as a random one")
    for step in range(1, max_steps + 1):
        image = A @ v
        value = float(v @ image)
        if np.linalg.norm(image - value * v) <= tolerance * np.linalg.norm(image) and image.any():
            return value * unit, v, step
        v = _unit(image, "A takes this start to zero, and says nothing about other directions: begin with another")
    raise RuntimeError(
        f"after {max_steps} steps the direction still changes: two eigenvalues are nearly alike in size, or λ and −λ; "
        "use numpy.linalg.eigh, or A plus a multiple of the identity"
    )


def _unit(v: np.ndarray, otherwise: str) -> np.ndarray:
    largest = np.abs(v).max()
    if largest == 0:
        raise ValueError(otherwise)
    v = v / largest
    return v / np.linalg.norm(v)
