r"""Momentum: a step remembers those before it, as a ball does that rolls.

Heavy ball and Nesterov's method have the same velocity; they differ in where the gradient is taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from derived.inputs import number, settle, truth
from derived.optimization.schedules import Schedule, rate_at, rate_or_schedule

__all__ = ["HeavyBall", "Nesterov", "Velocity"]

SHARE = number(at_least=0, below=1)


class Velocity(NamedTuple):
    """The state of momentum: how many steps were taken, and how fast it moves.

    Examples
    --------
    >>> HeavyBall().init(np.zeros(2))
    Velocity(k=0, v=array([0., 0.]))
    """

    k: int
    v: np.ndarray


@dataclass(frozen=True)
class HeavyBall:
    r"""Gradient descent with momentum: :math:`\mathbf v^+ = \beta\mathbf v - \alpha\mathbf g`, and the step is v⁺.

    Parameters
    ----------
    rate : float or callable
        The learning rate α, or a schedule that gives the rate of step k = 0, 1, …
    momentum : float
        The share β of the velocity that is kept.
    dampening : float
        What is taken from each gradient: it counts (1 − dampening) times. With dampening = β the velocity is a mean of
        gradients ("damped"), and a step is about 1/(1 − β) times shorter than without.
    first_gradient_whole : bool
        Whether the first gradient is not dampened.
    rate_in_velocity : bool
        Whether gradients enter the velocity times the rate of their own step. If not, v⁺ = βv + g, and the step −αv⁺
        has the rate of today also in gradients of yesterday. At a constant rate it is the same.

    Notes
    -----
    Polyak writes :math:`\mathbf x^+ = \mathbf x - \alpha\mathbf g + \beta(\mathbf x - \mathbf x^-)`, which is this.

    * PyTorch's SGD and optax's `sgd`: ``rate_in_velocity=False``.
    * PyTorch with `dampening`: ``first_gradient_whole=True``, too.
    * Keras' SGD: as here.

    References
    ----------
    Polyak, Some methods of speeding up the convergence of iteration methods, USSR Computational Mathematics and
    Mathematical Physics 4 (1964), 1-17, equation 9.

    Examples
    --------
    >>> ball, g = HeavyBall(rate=0.1, momentum=0.5), np.array([1.0])
    >>> step, state = ball.update(g, ball.init(g), np.zeros(1))
    >>> step, ball.update(g, state, step)
    (array([-0.1]), (array([-0.15]), Velocity(k=2, v=array([-0.15]))))
    """

    rate: float | Schedule = 0.01
    momentum: float = 0.9
    dampening: float = 0.0
    first_gradient_whole: bool = False
    rate_in_velocity: bool = True

    def __post_init__(self) -> None:
        settle(self, rate=rate_or_schedule, momentum=SHARE, dampening=SHARE)
        settle(self, first_gradient_whole=truth, rate_in_velocity=truth)

    def init(self, x: np.ndarray) -> Velocity:
        """At rest."""
        return Velocity(0, np.zeros_like(x))

    def update(self, gradient: np.ndarray, state: Velocity, x: np.ndarray) -> tuple[np.ndarray, Velocity]:
        """The step of the heavy ball."""
        (k, v), alpha, beta = state, rate_at(self.rate, state.k), self.momentum
        share = 1.0 if k == 0 and self.first_gradient_whole else 1 - self.dampening
        if self.rate_in_velocity:
            v = beta * v - alpha * share * gradient
            return v.copy(), Velocity(k + 1, v)
        v = beta * v + share * gradient
        return -alpha * v, Velocity(k + 1, v)


@dataclass(frozen=True)
class Nesterov:
    r"""Nesterov's momentum: as the heavy ball, but the gradient is taken where the velocity leads.

    .. math:: \mathbf v^+ = \beta\mathbf v - \alpha\nabla f(\mathbf x + \beta\mathbf v), \qquad
              \mathbf x^+ = \mathbf x + \mathbf v^+

    A walk takes gradients where it is. So it follows the points :math:`\mathbf y = \mathbf x + \beta\mathbf v` where
    these are taken: the step is :math:`\beta\mathbf v^+ - \alpha\mathbf g`, and `behind` gives x.

    Parameters
    ----------
    rate : float or callable
        The learning rate α, or a schedule that gives the rate of step k = 0, 1, …
    momentum : float
        The share β of the velocity that is kept.
    rate_in_velocity : bool
        As for `HeavyBall`.

    Notes
    -----
    * PyTorch's and optax's SGD with `nesterov`: ``rate_in_velocity=False``; Keras': as here. All of them return y.
    * Nesterov's own β changes with k, for convex functions: :math:`(t_k - 1)/t_{k+1}`; a constant one is common.

    References
    ----------
    Nesterov, A method for solving the convex programming problem with convergence rate O(1/k²) (1983); in this form
    Sutskever, Martens, Dahl and Hinton, On the importance of initialization and momentum in deep learning, ICML (2013),
    equations 3 and 4; with y in the place of x: Bengio, Boulanger-Lewandowski and Pascanu (2013), equation 7.

    Examples
    --------
    The second gradient is taken at y, beyond x:

    >>> method, y = Nesterov(rate=0.1, momentum=0.5), np.array([1.0])
    >>> step, state = method.update(y, method.init(y), y)
    >>> y + step, method.behind(state, y + step)
    (array([0.85]), array([0.9]))
    """

    rate: float | Schedule = 0.01
    momentum: float = 0.9
    rate_in_velocity: bool = True

    def __post_init__(self) -> None:
        settle(self, rate=rate_or_schedule, momentum=SHARE, rate_in_velocity=truth)

    def init(self, x: np.ndarray) -> Velocity:
        """At rest."""
        return Velocity(0, np.zeros_like(x))

    def update(self, gradient: np.ndarray, state: Velocity, x: np.ndarray) -> tuple[np.ndarray, Velocity]:
        """The step from one point where a gradient is taken to the next."""
        (k, v), alpha, beta = state, rate_at(self.rate, state.k), self.momentum
        if self.rate_in_velocity:
            v = beta * v - alpha * gradient
            return beta * v - alpha * gradient, Velocity(k + 1, v)
        v = beta * v + gradient
        return -alpha * (beta * v + gradient), Velocity(k + 1, v)

    def behind(self, state: Velocity, y: np.ndarray) -> np.ndarray:
        """The point x of the formula, from the point y = x + βv where the gradient is taken.

        Parameters
        ----------
        state : Velocity
            After the steps that led to y.
        y : ndarray
            Where the walk is.
        """
        if self.rate_in_velocity:
            return y - self.momentum * state.v
        return y + rate_at(self.rate, max(state.k - 1, 0)) * self.momentum * state.v
