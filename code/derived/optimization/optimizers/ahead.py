r"""A look ahead: steps that see more than one entry at a time, by curvature, and by the shape of a matrix."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from derived.inputs import count, settle
from derived.optimization.optimizers.adaptive import POSITIVE
from derived.optimization.optimizers.momentum import SHARE
from derived.optimization.schedules import Schedule, rate_at, rate_or_schedule

__all__ = ["LBFGS", "Curvature", "MeanMatrix", "Muon", "orthogonalized"]


class Curvature(NamedTuple):
    """The state of L-BFGS: the last point and gradient, and by how much both have changed in the last steps.

    Examples
    --------
    >>> LBFGS().init(np.zeros(1))
    Curvature(k=0, x=array([0.]), g=array([0.]), s=(), y=())
    """

    k: int
    x: np.ndarray
    g: np.ndarray
    s: tuple[np.ndarray, ...]
    y: tuple[np.ndarray, ...]


@dataclass(frozen=True)
class LBFGS:
    r"""L-BFGS: Newton's step :math:`-\mathbf H^{-1}\mathbf g`, where the last few steps tell what is known of H.

    A step s changed the gradient by y, so H should take s to y. Two loops over such pairs find the step, without a
    matrix.

    Parameters
    ----------
    rate : float or callable
        What share of the step is taken, or a schedule; a line search is better.
    memory : int
        How many pairs are remembered.

    Notes
    -----
    As in PyTorch's with ``max_iter=1`` and no line search: the first step is -αg min(1, 1/‖g‖₁), and a pair with
    sᵀy ≤ 1e-10 is left out, as it would tell of no valley. All entries of x are one vector.

    References
    ----------
    Liu and Nocedal, On the limited memory BFGS method for large scale optimization, Mathematical Programming 45 (1989),
    503-528; Nocedal and Wright, *Numerical Optimization* (2006), algorithm 7.4.

    Examples
    --------
    After a step along each axis it knows this quadratic:

    >>> from derived.optimization import walk
    >>> result = walk(lambda x: np.array([1.0, 9.0]) * x, [1.0, 1.0], LBFGS())
    >>> result.status, result.nit
    ('converged', 8)
    """

    rate: float | Schedule = 1.0
    memory: int = 10

    def __post_init__(self) -> None:
        settle(self, rate=rate_or_schedule, memory=count())

    def init(self, x: np.ndarray) -> Curvature:
        """Nothing is known of the curvature."""
        return Curvature(0, np.copy(x), np.zeros_like(x), (), ())

    def update(self, gradient: np.ndarray, state: Curvature, x: np.ndarray) -> tuple[np.ndarray, Curvature]:
        """The step, by the two loops."""
        k, S, Y = state.k, state.s, state.y
        s, y = x - state.x, gradient - state.g
        if k > 0 and np.vdot(s, y) > 1e-10:
            S, Y = (*S, s)[-self.memory :], (*Y, y)[-self.memory :]
        d, shares = -gradient, []
        for s, y in zip(reversed(S), reversed(Y), strict=True):
            shares.append(np.vdot(s, d) / np.vdot(s, y))
            d = d - shares[-1] * y
        if S:
            d = d * (np.vdot(S[-1], Y[-1]) / np.vdot(Y[-1], Y[-1]))
        for s, y in zip(S, Y, strict=True):
            d = d + (shares.pop() - np.vdot(y, d) / np.vdot(s, y)) * s
        length = 1.0 if k else 1 / max(1.0, np.abs(gradient).sum())
        return rate_at(self.rate, k) * length * d, Curvature(k + 1, np.copy(x), np.copy(gradient), S, Y)


def orthogonalized(M: np.ndarray, steps: int = 5) -> np.ndarray:
    r"""The matrix with singular values near 1 in the place of its own: about :math:`\mathbf{UV}^\top`.

    .. math:: \mathbf X \leftarrow a\mathbf X + b\mathbf{XX}^\top\mathbf X + c(\mathbf{XX}^\top)^2\mathbf X

    This step of Newton and Schulz applies one polynomial to every singular value. Its coefficients push small ones up
    fast, and leave the others between 0.7 and 1.2.

    Parameters
    ----------
    M : ndarray of shape (n, p)
        A matrix.
    steps : int
        How many.

    Examples
    --------
    >>> np.linalg.svd(orthogonalized(np.array([[3.0, 0.0], [0.0, 0.5]])))[1].round(2)
    array([1.04, 0.71])
    """
    X = M / max(np.linalg.norm(M), 1e-7)
    for _ in range(steps):
        A = X @ X.T
        X = 3.4445 * X + (-4.7750 * A + 2.0315 * A @ A) @ X
    return X


class MeanMatrix(NamedTuple):
    """The state of Muon: how many steps were taken, and the mean gradient.

    Examples
    --------
    >>> Muon().init(np.zeros((1, 1)))
    MeanMatrix(k=0, M=array([[0.]]))
    """

    k: int
    M: np.ndarray


@dataclass(frozen=True)
class Muon:
    r"""Muon: the mean gradient of a matrix, looking ahead, with all its singular values made about as large.

    .. math:: \mathbf M^+ = \mu\mathbf M + (1 - \mu)\mathbf G, \qquad
              -\alpha\sqrt{\max(1, n/p)}\,\operatorname{orthogonalized}(\mu\mathbf M^+ + (1 - \mu)\mathbf G)

    Parameters
    ----------
    rate : float or callable
        The learning rate α, or a schedule that gives the rate of step k = 0, 1, …
    momentum : float
        The share μ of the mean that is kept.
    weight_decay : float
        How much weights decay, λ, times the rate.
    steps : int
        Of Newton and Schulz.

    Notes
    -----
    For matrices of hidden layers of shape (n, p); other parameters are left to AdamW. PyTorch computes the steps in
    bfloat16, with two or three digits. optax frees the mean of its bias first.

    References
    ----------
    Jordan and others, Muon: an optimizer for hidden layers in neural networks (2024).

    Examples
    --------
    >>> method, G = Muon(rate=0.1), np.array([[300.0, 0.0], [0.0, 50.0]])
    >>> step, _ = method.update(G, method.init(G), G)
    >>> np.linalg.svd(step)[1].round(3)
    array([0.104, 0.071])
    """

    rate: float | Schedule = 0.02
    momentum: float = 0.95
    weight_decay: float = 0.0
    steps: int = 5

    def __post_init__(self) -> None:
        settle(self, rate=rate_or_schedule, momentum=SHARE, weight_decay=POSITIVE, steps=count())

    def init(self, x: np.ndarray) -> MeanMatrix:
        """The mean is zero."""
        if np.ndim(x) != 2:
            raise ValueError(f"Muon is for matrices, and x has shape {np.shape(x)}: leave it to AdamW")
        return MeanMatrix(0, np.zeros_like(x))

    def update(self, gradient: np.ndarray, state: MeanMatrix, x: np.ndarray) -> tuple[np.ndarray, MeanMatrix]:
        """The step, as long in all directions."""
        mu, (n, p) = self.momentum, x.shape
        M = mu * state.M + (1 - mu) * gradient
        direction = orthogonalized(mu * M + (1 - mu) * gradient, self.steps) * max(1, n / p) ** 0.5
        return -rate_at(self.rate, state.k) * (direction + self.weight_decay * x), MeanMatrix(state.k + 1, M)
